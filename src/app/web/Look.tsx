/** antd in our look and language, larger for village roles; styles carry the nonce that the server put into the page. */
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useLanguage } from '#ui/language.tsx'
import { useMedia } from '#ui/media.ts'
import { themeOf } from '#ui/theme.ts'
import { useSessionQuery } from './session-query.ts'

const LARGE_FOR: readonly string[] = ['village', 'village_sup', 'entity']

function nonceOfPage(): string | undefined {
  const content = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content')
  return content && !content.startsWith('__') ? content : undefined
}

const nonce = nonceOfPage()

export function Look({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const session = useSessionQuery({ enabled: false })
  const large = LARGE_FOR.includes(session.data?.user.role ?? '')
  const still = useMedia('(prefers-reduced-motion: reduce)')
  const theme = useMemo(() => themeOf({ large, still }), [large, still])
  useEffect(() => {
    document.body.classList.toggle('large-type', large)
  }, [large])
  return (
    <ConfigProvider
      theme={theme}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      {...(nonce ? { csp: { nonce } } : {})}
    >
      <App message={{ maxCount: 3 }}>{children}</App>
    </ConfigProvider>
  )
}
