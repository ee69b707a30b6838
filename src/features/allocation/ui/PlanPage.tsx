/** One plan: what it does, how it compares, what departments say, the decision that adopts it, and what came after. */
import { EditOutlined, FileWordOutlined } from '@ant-design/icons'
import { App, Button, Card } from 'antd'
import { useRef, useState } from 'react'
import { hrefOf } from '#contract/client.ts'
import { type PlanAction, planWorkflow } from '#policy/plan-workflow.ts'
import type { Permission } from '#policy/roles.ts'
import { ActionBar } from '#ui/ActionBar.tsx'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { Parts } from '#ui/Parts.tsx'
import { useGo, usePathParam } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { useAct } from '#ui/useAct.ts'
import { discardPlan, listPlans, showPlan } from '../allocation.contract.ts'
import { planPaper } from '../plan-paper.contract.ts'
import { AdoptDialog, againAddress } from './AdoptDialog.tsx'
import { planParts } from './PlanAdjustParts.tsx'
import type { Plan } from './plan-groups.ts'
import { PlanComparison } from './PlanComparison.tsx'
import { PlanConflict } from './PlanConflict.tsx'
import { ConsultDialog, PublishDialog } from './PlanReviewDialogs.tsx'
import { PlanState } from './PlanReviewState.tsx'
import { PlanSummary } from './PlanSummary.tsx'
import './allocation.css'
import './plan-life.css'

export function PlanPage() {
  const id = usePathParam('id')
  return <Answer query={useAnswer(showPlan, { params: { id } })}>{(plan) => <PlanView plan={plan} />}</Answer>
}

/** Buttons of the head: what can be done now, and what of this role's own steps waits for something. */
const offered = (plan: Plan, may: (permission: Permission) => boolean) =>
  plan.actions.filter((action) => {
    if (action.allowed) return true
    const step = action.name in planWorkflow.actions ? planWorkflow.actions[action.name as PlanAction] : null
    return ['draft', 'consulting'].includes(plan.state) && step !== null && action.name !== 'publish' && may(step.permission)
  })

/** The step that waits for whoever looks. */
function mainStep({ state, actions }: Plan): string {
  if (state === 'adopted') return 'publish'
  return actions.some((a) => a.name === 'answer' && a.allowed) ? 'answer' : 'adopt'
}

function PlanView({ plan }: { plan: Plan }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const [part, setPart] = useState(plan.adjustment ? 'difference' : 'slices')
  const [open, setOpen] = useState<string | null>(null)
  const parts = useRef<HTMLDivElement>(null)
  const discard = useDiscard(plan)
  const show = (key: string) => {
    setPart(key)
    parts.current?.scrollIntoView({ block: 'start' })
  }
  const act = (name: string) => {
    if (name === 'discard') return discard()
    if (name === 'adjust') return go(`/plans/${plan.id}/adjust`)
    if (name === 'comment' || name === 'answer') return show('review')
    setOpen(name)
  }
  const close = () => setOpen(null)
  return (
    <>
      <PageHead
        title={plan.name}
        crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
        state={<PlanState state={plan.state} label={plan.stateLabel} />}
        extra={<ActionBar actions={offered(plan, may)} primary={mainStep(plan)} onAction={act} />}
      />
      <PlanSummary plan={plan} extra={<PlanTools plan={plan} />} />
      <PlanConflict plan={plan} />
      {plan.comparison.length > 0 && plan.slices.length > 0 ? (
        <Card title={say({ zh: '与“按排名逐个凑钱”相比', en: 'Compared with the spreadsheet habit' })} className="page-card">
          <PlanComparison rows={plan.comparison} />
        </Card>
      ) : null}
      <Card className="page-card plan-parts" ref={parts}>
        <Parts shown={part} onChange={setPart} parts={planParts(plan, say)} />
      </Card>
      {open === 'adopt' ? <AdoptDialog plan={plan} onClose={close} /> : null}
      {open === 'consult' ? <ConsultDialog plan={plan} onClose={close} /> : null}
      {open === 'publish' ? <PublishDialog plan={plan} onClose={close} /> : null}
    </>
  )
}

function useDiscard(plan: Plan) {
  const say = useSay()
  const go = useGo()
  const { modal } = App.useApp()
  const discard = useAct(discardPlan, {
    success: { zh: '草案已作废', en: 'Draft discarded' },
    refresh: [[listPlans.path], [showPlan.path]],
  })
  return () =>
    void modal.confirm({
      title: say({ zh: '作废这个草案？', en: 'Discard this draft?' }),
      content: say({
        zh: '草案没有动账，作废后不能再使用；可以重新测算。',
        en: 'The draft moved no money. It can not be used afterwards; you can solve again.',
      }),
      okText: say({ zh: '作废', en: 'Discard' }),
      cancelText: say({ zh: '保留', en: 'Keep' }),
      onOk: async () => {
        if (await discard.run({ params: { id: plan.id } })) go('/plans')
      },
    })
}

/** What is done with a plan without changing its state. */
function PlanTools({ plan }: { plan: Plan }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const solved = plan.status !== 'infeasible'
  const byHand = may('allocation.solve') && plan.state === 'draft' && plan.adjustment === null && solved
  return (
    <div className="plan-tools no-print">
      {solved ? (
        <Button icon={<FileWordOutlined aria-hidden />} href={hrefOf(planPaper, { params: { id: plan.id } })} download>
          {say({ zh: '打印实施方案', en: 'Print the plan (Word)' })}
        </Button>
      ) : null}
      <Button onClick={() => go(`/plans/compare?a=${plan.parentId ?? plan.id}${plan.parentId ? `&b=${plan.id}` : ''}`)}>
        {say({ zh: '与别的方案比较', en: 'Compare with another' })}
      </Button>
      {may('allocation.solve') && plan.adjustment === null ? (
        <Button onClick={() => go(againAddress(plan))}>
          {plan.scenario
            ? say({ zh: '按同一口径重新测算', en: 'Solve again from this scenario' })
            : say({ zh: '重新测算', en: 'Solve again' })}
        </Button>
      ) : null}
      {byHand ? (
        <Button icon={<EditOutlined aria-hidden />} onClick={() => go(`/plans/${plan.id}/desk`)}>
          {say({ zh: '手工调整', en: 'Change by hand' })}
        </Button>
      ) : null}
    </div>
  )
}
