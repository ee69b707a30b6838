/** Where tracing begins: find something, or look at the whole district at once. */
import { Card } from 'antd'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { SubjectSearch, traceHref } from './SubjectSearch.tsx'

export function FindPage() {
  const say = useSay()
  return (
    <>
      <PageHead
        title={say({ zh: '资金追踪', en: 'Trace money' })}
        description={say({
          zh: '从文件查到收款人，从收款人查回文件，分毫不差。',
          en: 'From document to payee and from payee back to document, to the fen.',
        })}
        extra={<PageLink to={traceHref('all', 'district')}>{say({ zh: '看全区资金流向', en: 'The whole district' })}</PageLink>}
      />
      <Card style={{ maxWidth: 980 }}>
        <SubjectSearch />
      </Card>
    </>
  )
}
