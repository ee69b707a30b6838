/** Routes from the pages that features give: sign-in and set-up stand alone, everything else inside the shell. */
import { createRootRoute, createRoute, createRouter, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, useEffect } from 'react'
import { useSay } from '#ui/language.tsx'
import type { PageDefinition } from '#ui/pages.ts'
import { useSession } from '#ui/session.tsx'
import { BrokenPage, ForbiddenPage, MissingPage } from './ErrorPages.tsx'
import { LoginPage } from './LoginPage.tsx'
import { allPages } from './pages.ts'
import { SetupPage } from './SetupPage.tsx'
import { Shell } from './Shell.tsx'

/** The address says what it means: `?q=2017`, without quotes or JSON. */
const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    if (typeof value === 'string' || typeof value === 'number') params.set(name, `${value}`)
  const text = params.toString()
  return text ? `?${text}` : ''
}

/** A page of a feature behind its permission, with its title in the window. Loaded when it is first opened. */
function pageComponent(page: PageDefinition) {
  const Loaded = lazy(async () => ({ default: (await page.load()).Page }))
  return function GuardedPage() {
    const { user } = useSession()
    const say = useSay()
    const path = useRouterState({ select: (state) => state.location.pathname })
    const title = say(page.title)
    useEffect(() => {
      document.title = `${title} · 渠首 Headgate`
    }, [title])
    if (page.permission && !user.permissions.includes(page.permission)) return <ForbiddenPage permission={page.permission} />
    return <Loaded key={path} />
  }
}

export function makeRouter() {
  const root = createRootRoute({ component: Outlet, notFoundComponent: MissingPage, errorComponent: BrokenPage })
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell, notFoundComponent: MissingPage })
  const inside = allPages.map((page) =>
    createRoute({ getParentRoute: () => shell, path: page.path, component: pageComponent(page), errorComponent: BrokenPage }),
  )
  const missing = createRoute({ getParentRoute: () => shell, path: '$', component: MissingPage })
  const login = createRoute({ getParentRoute: () => root, path: '/login', component: LoginPage })
  const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: SetupPage })
  return createRouter({
    routeTree: root.addChildren([login, setup, shell.addChildren([...inside, missing])]),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    defaultPreload: false,
  })
}
