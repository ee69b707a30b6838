/** 账上怎么记的: from a lot, a department or a project to its vouchers and statements; for those who may read the books. */
import type { Text } from '#kernel/outcome.ts'
import { type BookLink, bookLinks, type BookScope, yearsOf } from './book-links.ts'
import { useSay } from './language.tsx'
import { PageLink } from './PageLink.tsx'
import { useMay, useSession } from './session.tsx'

interface BookLinksProps {
  /** The first year whose books may know of it. */
  readonly since: number
  readonly of: readonly { readonly name: Text; readonly scope: BookScope }[]
  /** Addresses that stand before the others, like the voucher itself. */
  readonly first?: readonly BookLink[]
}

export function BookLinks({ since, of, first = [] }: BookLinksProps) {
  const say = useSay()
  const may = useMay()
  const { today } = useSession()
  if (!may('ledger.read')) return null
  const period = yearsOf(since, today)
  return (
    <nav className="in-books no-print" aria-label={say({ zh: '在账上看', en: 'In the books' })}>
      {first.length > 0 ? <Line name={{ zh: '凭证', en: 'Vouchers' }} links={first} /> : null}
      {of.map(({ name, scope }) => (
        <Line key={JSON.stringify(scope)} name={name} links={bookLinks(scope, period)} />
      ))}
    </nav>
  )
}

function Line({ name, links }: { name: Text; links: readonly BookLink[] }) {
  const say = useSay()
  return (
    <p>
      <span className="in-books-name">{say(name)}</span>
      {links.map((link) => (
        <PageLink key={link.to} to={link.to}>
          {say(link.label)}
        </PageLink>
      ))}
    </p>
  )
}
