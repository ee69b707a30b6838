/** The adjustments of a plan. */
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import type { Plan } from './plan-groups.ts'
import { PlanState } from './PlanReviewState.tsx'

export function PlanFamily({ plan }: { plan: Plan }) {
  return (
    <RowsTable
      rows={plan.adjustments}
      rowKey={(row) => row.id}
      label={{ zh: '调整方案', en: 'Adjustments' }}
      empty={{ zh: '没有调整过', en: 'Never adjusted' }}
      columns={[
        { title: { zh: '调整方案', en: 'Adjustment' }, cell: (row) => <PageLink to={`/plans/${row.id}`}>{row.name}</PageLink> },
        { title: { zh: '状态', en: 'State' }, cell: (row) => <PlanState state={row.state} label={row.stateLabel} /> },
        { title: { zh: '决定文号', en: 'Decision' }, cell: (row) => row.decisionNo ?? '–' },
      ]}
    />
  )
}
