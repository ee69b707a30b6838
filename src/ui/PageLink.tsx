/** A link to a page of this application: a real address (copy, open in a new tab), followed without loading everything again. */
import type { MouseEvent, ReactNode } from 'react'
import type { Permission } from '#policy/roles.ts'
import { useGo } from './routing.ts'
import { useMay } from './session.tsx'

interface PageLinkProps {
  readonly to: string
  readonly children: ReactNode
  readonly className?: string
}

export function PageLink({ to, children, className }: PageLinkProps) {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    go(to)
  }
  return (
    <a href={to} onClick={follow} {...(className ? { className } : {})}>
      {children}
    </a>
  )
}

/** The same, but plain text for somebody whose role does not open that page. */
export function LinkIfAllowed({ permission, ...link }: PageLinkProps & { readonly permission: Permission }) {
  const may = useMay()
  return may(permission) ? <PageLink {...link} /> : <>{link.children}</>
}
