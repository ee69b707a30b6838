/** One plan: what it does, how it compares, whether the independent check accepted it, and the decision that adopts it. */
import { App, Card } from 'antd'
import { useState } from 'react'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { Parts } from '#ui/Parts.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { StateTag } from '#ui/StateTag.tsx'
import { useAct } from '#ui/useAct.ts'
import { discardPlan, listPlans, showPlan } from '../allocation.contract.ts'
import { AdoptDialog } from './AdoptDialog.tsx'
import type { Plan } from './plan-groups.ts'
import { PlanComparison } from './PlanComparison.tsx'
import { PlanIdle, PlanUnfunded } from './PlanLeftovers.tsx'
import { PlanSlices } from './PlanSlices.tsx'
import { PlanSummary } from './PlanSummary.tsx'
import './allocation.css'

export function PlanPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showPlan, { params: { id } })}>{(plan) => <PlanView plan={plan} />}</Answer>
}

function PlanView({ plan }: { plan: Plan }) {
  const say = useSay()
  const go = useGo()
  const { modal } = App.useApp()
  const [part, setPart] = useState('slices')
  const [adopting, setAdopting] = useState(false)
  const discard = useAct(discardPlan, {
    success: { zh: '草案已作废', en: 'Draft discarded' },
    refresh: [[listPlans.path], [showPlan.path]],
  })
  const act = (name: string) => {
    if (name === 'adopt') setAdopting(true)
    if (name === 'discard')
      modal.confirm({
        title: say({ zh: '作废这个草案？', en: 'Discard this draft?' }),
        content: say({
          zh: '草案没有动账，作废后不能再采纳；可以重新测算。',
          en: 'The draft moved no money. It can not be adopted afterwards; you can solve again.',
        }),
        okText: say({ zh: '作废', en: 'Discard' }),
        cancelText: say({ zh: '保留', en: 'Keep' }),
        onOk: async () => {
          if (await discard.run({ params: { id: plan.id } })) go('/plans')
        },
      })
  }
  return (
    <>
      <PageHead
        title={plan.name}
        crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
        state={<StateTag state={plan.state} label={plan.stateLabel} />}
        extra={
          <ActionBar actions={plan.actions.filter((action) => action.allowed || plan.state === 'draft')} primary="adopt" onAction={act} />
        }
      />
      <PlanSummary plan={plan} />
      <Card title={say({ zh: '与“按排名逐个凑钱”相比', en: 'Compared with the spreadsheet habit' })} className="page-card">
        <PlanComparison rows={plan.comparison} />
      </Card>
      <Card className="page-card">
        <Parts
          shown={part}
          onChange={setPart}
          parts={[
            {
              key: 'slices',
              label: say({ zh: `资金安排（${plan.slices.length}）`, en: `Slices (${plan.slices.length})` }),
              children: <PlanSlices slices={plan.slices} />,
            },
            {
              key: 'unfunded',
              label: say({ zh: `未安排项目（${plan.unfunded.length}）`, en: `Unfunded (${plan.unfunded.length})` }),
              children: <PlanUnfunded rows={plan.unfunded} />,
            },
            {
              key: 'idle',
              label: say({ zh: `闲置资金（${plan.idle.length}）`, en: `Idle money (${plan.idle.length})` }),
              children: <PlanIdle rows={plan.idle} />,
            },
          ]}
        />
      </Card>
      {adopting ? <AdoptDialog plan={plan} onClose={() => setAdopting(false)} /> : null}
    </>
  )
}
