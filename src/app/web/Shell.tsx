/** The frame around every page: header with units, language and person; menu on the left, a drawer on phones. */
import { MenuOutlined } from '@ant-design/icons'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Drawer, Skeleton } from 'antd'
import { Suspense, useEffect, useState } from 'react'
import { RefusedByServer } from '#contract/client.ts'
import { useSay } from '#ui/language.tsx'
import { useNarrow } from '#ui/media.ts'
import { PageLink } from '#ui/PageLink.tsx'
import { useGo } from '#ui/routing.ts'
import { SessionProvider } from '#ui/session.tsx'
import { Brand } from './Brand.tsx'
import { Notice } from './ErrorPages.tsx'
import { HeaderTools } from './HeaderTools.tsx'
import { SideMenu } from './SideMenu.tsx'
import { SignInAgain } from './SignInAgain.tsx'
import { type Session, useSessionQuery } from './session-query.ts'

const isSignedOut = (error: unknown) => error instanceof RefusedByServer && error.status === 401

export function Shell() {
  const query = useSessionQuery()
  if (query.data)
    return (
      <SessionProvider session={query.data}>
        <Frame session={query.data} />
        {isSignedOut(query.error) ? <SignInAgain username={query.data.user.username} /> : null}
      </SessionProvider>
    )
  if (isSignedOut(query.error)) return <ToLogin />
  if (query.error instanceof RefusedByServer)
    return (
      <Notice
        code={query.error.status === 0 ? '…' : String(query.error.status)}
        title={{ zh: '打不开渠首', en: 'Headgate does not open' }}
        text={query.error.text}
        again={() => void query.refetch()}
      />
    )
  return <Opening />
}

export const Opening = () => (
  <div className="opening" aria-busy="true">
    正在打开渠首… Opening Headgate…
  </div>
)

/** Leads to the sign-in page, which leads back here. */
function ToLogin() {
  const go = useGo()
  const address = useRouterState({ select: (state) => state.location.href })
  // Where the person wanted to go: on the way to the sign-in page the address changes while this is still on the screen.
  const [wanted] = useState(address)
  useEffect(() => {
    go(wanted === '/' ? '/login' : `/login?next=${encodeURIComponent(wanted)}`, { replace: true })
  }, [go, wanted])
  return <Opening />
}

function Frame({ session }: { session: Session }) {
  const say = useSay()
  const narrow = useNarrow(1024)
  const path = useRouterState({ select: (state) => state.location.pathname })
  /** The page the drawer was opened on; going to another page closes it. */
  const [drawerOn, setDrawerOn] = useState<string | null>(null)
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {say({ zh: '跳到正文', en: 'Skip to the page' })}
      </a>
      <header className="shell-header">
        {narrow ? (
          <Button
            type="text"
            className="shell-menu-button"
            icon={<MenuOutlined />}
            aria-label={say({ zh: '打开菜单', en: 'Open the menu' })}
            onClick={() => setDrawerOn(path)}
          />
        ) : null}
        <PageLink to="/" className="shell-brand">
          <Brand district={session.district.name} />
        </PageLink>
        <HeaderTools session={session} />
      </header>
      {narrow ? (
        <Drawer
          open={drawerOn === path}
          onClose={() => setDrawerOn(null)}
          placement="left"
          size={280}
          title={say({ zh: '菜单', en: 'Menu' })}
          styles={{ body: { padding: 8 } }}
        >
          <SideMenu permissions={session.user.permissions} />
        </Drawer>
      ) : (
        <nav className="shell-menu" aria-label={say({ zh: '主菜单', en: 'Main menu' })}>
          <SideMenu permissions={session.user.permissions} />
        </nav>
      )}
      <main id="main" className="shell-main" tabIndex={-1}>
        <Suspense fallback={<Skeleton active paragraph={{ rows: 10 }} />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
