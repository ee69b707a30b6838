/** The parts of a plan's page, each there when it has something to show. */
import type { useSay } from '#ui/language.tsx'
import type { Part } from '#ui/Parts.tsx'
import type { Plan } from './plan-groups.ts'
import { PlanDifference } from './PlanAdjustDifference.tsx'
import { PlanFamily } from './PlanAdjustFamily.tsx'
import { PlanPostings } from './PlanAdjustPostings.tsx'
import { PlanInsight } from './PlanInsight.tsx'
import { PlanIdle, PlanUnfunded } from './PlanLeftovers.tsx'
import { PlanReview } from './PlanReview.tsx'
import { PlanSlices } from './PlanSlices.tsx'

export function planParts(plan: Plan, say: ReturnType<typeof useSay>): Part[] {
  const counted = (zh: string, en: string, n: number) => say({ zh: `${zh}（${n}）`, en: `${en} (${n})` })
  const adopted = plan.adoption !== null
  return [
    {
      key: 'slices',
      label: counted('资金安排', 'Slices', plan.slices.length),
      children: <PlanSlices planId={plan.id} slices={plan.slices} department={plan.ownDepartment} />,
    },
    ...(plan.adjustment
      ? [{ key: 'difference', label: say({ zh: '调整前后', en: 'What changes' }), children: <PlanDifference planId={plan.id} /> }]
      : []),
    {
      key: 'unfunded',
      label: counted('未安排项目', 'Unfunded', plan.unfunded.length),
      children: <PlanUnfunded rows={plan.unfunded} />,
    },
    { key: 'idle', label: counted('闲置资金', 'Idle money', plan.idle.length), children: <PlanIdle rows={plan.idle} /> },
    ...(plan.status === 'infeasible'
      ? []
      : [{ key: 'insight', label: say({ zh: '为什么这样', en: 'Why' }), children: <PlanInsight planId={plan.id} /> }]),
    {
      key: 'review',
      label: say({
        zh: plan.consent.round > 0 ? `部门意见（${plan.consent.answered}/${plan.consent.departments}）` : '部门意见',
        en: plan.consent.round > 0 ? `Departments (${plan.consent.answered}/${plan.consent.departments})` : 'Departments',
      }),
      children: <PlanReview plan={plan} />,
    },
    ...(adopted ? [{ key: 'postings', label: say({ zh: '记账', en: 'Postings' }), children: <PlanPostings planId={plan.id} /> }] : []),
    ...(plan.adjustments.length > 0
      ? [{ key: 'family', label: counted('调整方案', 'Adjustments', plan.adjustments.length), children: <PlanFamily plan={plan} /> }]
      : []),
  ]
}
