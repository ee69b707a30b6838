/** What the system enforces today, drawn from the same policy data that enforces it: nothing on this page can differ from the rules. */
import { Card } from 'antd'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { Parts } from '#ui/Parts.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { BookRules, PostingRules } from './LedgerRules.tsx'
import { PaperRules } from './PaperRules.tsx'
import { ClaimRules, RoleRules, SignOffRules } from './PeopleRules.tsx'
import { UseRules } from './UseRules.tsx'
import './ledger.css'

export function RulesPage() {
  const say = useSay()
  const tab = useQueryParam('tab') ?? 'uses'
  const set = useSetQueryParams()
  const parts = [
    { key: 'uses', label: say({ zh: '资金能用在哪里', en: 'Permitted uses' }), children: <UseRules /> },
    { key: 'books', label: say({ zh: '三个专账', en: 'Books' }), children: <BookRules /> },
    { key: 'papers', label: say({ zh: '报账凭证', en: 'Papers' }), children: <PaperRules /> },
    { key: 'sign-off', label: say({ zh: '五级审签', en: 'Sign-off' }), children: <SignOffRules /> },
    { key: 'claims', label: say({ zh: '报账流程', en: 'Life of a claim' }), children: <ClaimRules /> },
    { key: 'postings', label: say({ zh: '记账种类', en: 'Postings' }), children: <PostingRules /> },
    { key: 'roles', label: say({ zh: '岗位权限', en: 'Roles' }), children: <RoleRules /> },
  ]
  return (
    <>
      <PageHead
        title={say({ zh: '用途与规则', en: 'Rules in force' })}
        description={say({
          zh: '这一页直接由系统正在执行的规则生成：页面上写的，就是系统拦的。',
          en: 'Drawn from the very rules the system enforces: what stands here is what it refuses.',
        })}
      />
      <Card>
        <Parts parts={parts} shown={tab} onChange={(key) => set({ tab: key })} />
      </Card>
    </>
  )
}
