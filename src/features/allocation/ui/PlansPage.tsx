/** All plans: drafts, the adopted ones with their decision, and what each gives to how many projects. */
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { planWorkflow } from '#policy/plan-workflow.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { formatInstant } from '#ui/instant.ts'
import { useSay } from '#ui/language.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { listPlans } from '../allocation.contract.ts'
import { PlanState } from './PlanReviewState.tsx'
import './allocation.css'
import './plan-life.css'

/** Plans that are compared at once. */
const MOST = 3

export function PlansPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const tick = (id: string, on: boolean) => setTicked(on ? [...ticked, id].slice(-MOST) : ticked.filter((t) => t !== id))
  const compare = () => go(`/plans/compare?${ticked.map((id, i) => `${'abc'[i]}=${encodeURIComponent(id)}`).join('&')}`)
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
        <>
          <Button disabled={ticked.length < 2} onClick={compare}>
            {say({ zh: `比较所选（${ticked.length}）`, en: `Compare (${ticked.length})` })}
          </Button>
          {may('allocation.solve') ? (
            <Button type="primary" onClick={() => go('/plans/new')}>
              {say({ zh: '测算新方案', en: 'New plan' })}
            </Button>
          ) : null}
        </>
      }
      rowKey={(row) => row.id}
      rowHref={(row) => `/plans/${row.id}`}
      empty={{
        title: { zh: '还没有分配方案', en: 'No plans yet' },
        hint: { zh: '有了到账资金和入库项目，就可以测算。', en: 'With money received and projects in the library you can solve one.' },
      }}
      columns={planColumns(say, ticked, tick)}
    />
  )
}

type Plan = AnswerOf<typeof listPlans>['rows'][number]

/** Its name, and under it what it adjusts or which scenario it was solved under. */
function PlanName({ plan }: { plan: Plan }) {
  const say = useSay()
  const { name, parentName, scenario } = plan
  return (
    <span className="cell-wrap">
      {name}
      {parentName ? <span className="plan-under">{say({ zh: `调整：${parentName}`, en: `adjusts ${parentName}` })}</span> : null}
      {scenario ? (
        <span className="plan-under">
          {say({
            zh: `口径：${scenario.name}，第 ${scenario.version} 版`,
            en: `scenario: ${scenario.name}, version ${scenario.version}`,
          })}
        </span>
      ) : null}
    </span>
  )
}

const planColumns = (
  say: ReturnType<typeof useSay>,
  ticked: readonly string[],
  tick: (id: string, on: boolean) => void,
): DataColumn<Plan>[] => [
  {
    key: 'name',
    title: { zh: '方案', en: 'Plan' },
    value: (row) => row.name,
    card: 'title',
    render: (row) => <PlanName plan={row} />,
  },
  {
    key: 'tick',
    title: { zh: '比较', en: 'Compare' },
    width: 56,
    value: (row) => row.id,
    render: (row) => (
      // The row opens on a click; the box does not.
      <span role="presentation" onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
        <Checkbox
          className="plan-tick"
          checked={ticked.includes(row.id)}
          aria-label={say({ zh: `选“${row.name}”比较`, en: `Choose "${row.name}"` })}
          onChange={(event) => tick(row.id, event.target.checked)}
        />
      </span>
    ),
  },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    value: (row) => row.state,
    render: (row) => <PlanState state={row.state} label={row.stateLabel} />,
    width: 92,
  },
  { key: 'year', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (row) => row.year, sortable: true, width: 72 },
  {
    key: 'fundedProjects',
    title: { zh: '安排项目', en: 'Funded' },
    kind: 'number',
    value: (row) => row.fundedProjects,
    render: (row) => `${row.fundedProjects} / ${row.allProjects}`,
    width: 88,
  },
  {
    key: 'allocatedFen',
    title: { zh: '安排资金', en: 'Allocated' },
    kind: 'money',
    value: (row) => row.allocatedFen,
    sortable: true,
    width: 124,
  },
  { key: 'decisionNo', title: { zh: '决定文号', en: 'Decision' }, value: (row) => row.decisionNo, width: 160 },
  { key: 'createdBy', title: { zh: '测算人', en: 'By' }, value: (row) => row.createdBy },
  {
    key: 'createdAt',
    title: { zh: '测算时间', en: 'Solved at' },
    kind: 'date',
    value: (row) => formatInstant(row.createdAt),
    sortable: true,
    width: 150,
  },
]
