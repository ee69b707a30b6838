/** The head of a page: where it stands, its title, its state, and what can be done. */
import type { ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { useSay } from './language.tsx'
import { PageLink } from './PageLink.tsx'

export interface Crumb {
  readonly label: Text
  readonly to?: string
}

interface PageHeadProps {
  readonly title: string
  readonly crumbs?: readonly Crumb[]
  /** One line under the title. */
  readonly description?: ReactNode
  readonly state?: ReactNode
  readonly extra?: ReactNode
}

export function PageHead({ title, crumbs = [], description, state, extra }: PageHeadProps) {
  const say = useSay()
  return (
    <header className="page-head">
      {crumbs.length > 0 ? (
        <nav className="page-crumbs no-print" aria-label={say({ zh: '所在位置', en: 'Where you are' })}>
          {crumbs.map((crumb) => (
            <span key={crumb.label.zh}>
              {crumb.to ? <PageLink to={crumb.to}>{say(crumb.label)}</PageLink> : say(crumb.label)}
              <span aria-hidden className="page-crumb-mark">
                /
              </span>
            </span>
          ))}
        </nav>
      ) : null}
      <div className="page-head-line">
        <h1>{title}</h1>
        {state}
        {extra ? <div className="page-head-extra no-print">{extra}</div> : null}
        {description ? <p className="page-description">{description}</p> : null}
      </div>
    </header>
  )
}
