/** All plans: drafts, the adopted ones with their decision, and what each gives to how many projects. */
import { Button } from 'antd'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { DataPage } from '#ui/DataPage.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { listPlans } from '../allocation.contract.ts'

export function PlansPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  return (
    <DataPage
      title={{ zh: '分配方案', en: 'Allocation plans' }}
      description={{
        zh: '一个龙头放水：把清单上的钱一次测算到项目，凭决定采纳后才动账。',
        en: 'One tap: the money of the list is worked out to projects at once; only a decision moves it.',
      }}
      endpoint={listPlans}
      searchHint={{ zh: '方案名称、决定文号', en: 'Name, decision' }}
      filters={() => [
        {
          name: 'state',
          label: { zh: '状态', en: 'State' },
          options: Object.entries(planWorkflow.states).map(([value, { label }]) => ({ value, label })),
        },
      ]}
      extra={
        may('allocation.solve') ? (
          <Button type="primary" onClick={() => go('/plans/new')}>
            {say({ zh: '测算新方案', en: 'New plan' })}
          </Button>
        ) : null
      }
      rowKey={(row) => row.id}
      rowHref={(row) => `/plans/${row.id}`}
      empty={{
        title: { zh: '还没有分配方案', en: 'No plans yet' },
        hint: { zh: '有了到账资金和入库项目，就可以测算。', en: 'With money received and projects in the library you can solve one.' },
      }}
      columns={[
        { key: 'name', title: { zh: '方案', en: 'Plan' }, value: (row) => row.name, card: 'title' },
        { key: 'year', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.year, sortable: true, width: 80 },
        {
          key: 'state',
          title: { zh: '状态', en: 'State' },
          value: (row) => row.state,
          render: (row) => <StateTag state={row.state} label={row.stateLabel} />,
          width: 100,
        },
        {
          key: 'fundedProjects',
          title: { zh: '安排项目', en: 'Funded' },
          kind: 'number',
          value: (row) => row.fundedProjects,
          render: (row) => `${row.fundedProjects} / ${row.allProjects}`,
          width: 110,
        },
        { key: 'allocatedFen', title: { zh: '安排资金', en: 'Allocated' }, kind: 'money', value: (row) => row.allocatedFen, width: 140 },
        { key: 'decisionNo', title: { zh: '决定文号', en: 'Decision' }, value: (row) => row.decisionNo, width: 190 },
        { key: 'createdBy', title: { zh: '测算人', en: 'By' }, value: (row) => row.createdBy },
        {
          key: 'createdAt',
          title: { zh: '测算时间', en: 'Solved at' },
          kind: 'date',
          value: (row) => formatInstant(row.createdAt),
          sortable: true,
          width: 150,
        },
      ]}
    />
  )
}
