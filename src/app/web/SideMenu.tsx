/** The menu as links, so that every entry can be opened beside, and the open page is marked for eyes and for readers. */
import { useRouterState } from '@tanstack/react-router'
import { Fragment, useMemo } from 'react'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { entryOf, type MenuEntry, menuFor } from './menu.ts'

export function SideMenu({ permissions }: { permissions: readonly string[] }) {
  const say = useSay()
  const address = useRouterState({ select: (state) => state.location.pathname })
  const sections = useMemo(() => menuFor(permissions), [permissions])
  const current = entryOf(address)
  return (
    <div className="side-menu">
      {sections.map((section) => (
        <Fragment key={section.key}>
          {section.label ? (
            <h2 className="side-menu-title" id={`menu-${section.key}`}>
              {say(section.label)}
            </h2>
          ) : null}
          <ul aria-labelledby={section.label ? `menu-${section.key}` : undefined}>
            {section.entries.map((entry) => (
              <li key={entry.path}>
                <Entry entry={entry} active={entry.path === current} label={say(entry.label)} />
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  )
}

function Entry({ entry, active, label }: { entry: MenuEntry; active: boolean; label: string }) {
  if (entry.outside)
    return (
      <a className="side-menu-entry" href={entry.path} target="_blank" rel="noreferrer">
        {label} <span aria-hidden>↗</span>
      </a>
    )
  return (
    <PageLink to={entry.path} className={`side-menu-entry${active ? ' side-menu-active' : ''}`} {...(active ? { current: true } : {})}>
      {label}
    </PageLink>
  )
}
