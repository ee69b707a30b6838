/** Two or three plans side by side: measures, then what moved by project, by money, by township and by category. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Card, Select } from 'antd'
import { useState } from 'react'
import { hrefOf } from '#contract/client.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { EmptyNote } from '#ui/EmptyNote.tsx'
import { grouped } from '#ui/grouped.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { Parts } from '#ui/Parts.tsx'
import { useQueryParam, useSetQueryParams } from '#ui/routing.ts'
import { RowsTable } from '#ui/RowsTable.tsx'
import { listPlans } from '../allocation.contract.ts'
import { comparePlans, exportComparison } from '../plan-compare.contract.ts'
import { PlanState } from './PlanReviewState.tsx'
import { ComparedRows } from './PlanCompareRows.tsx'
import './allocation.css'
import './plan-life.css'

export type Comparison = AnswerOf<typeof comparePlans>

export function PlanComparePage() {
  const say = useSay()
  const [a, b, c] = [useQueryParam('a'), useQueryParam('b'), useQueryParam('c')]
  const query = a && b ? { a, b, ...(c ? { c } : {}) } : null
  return (
    <>
      <PageHead
        title={say({ zh: '方案比较', en: 'Plans side by side' })}
        crumbs={[{ label: { zh: '分配方案', en: 'Plans' }, to: '/plans' }]}
        description={say({
          zh: '以第一个方案为准：哪些项目多了、少了、换了资金，为什么。',
          en: 'Against the first plan: which projects gained, lost or changed their money, and why.',
        })}
        extra={
          query ? (
            <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportComparison, { query })} download>
              {say({ zh: '导出 Excel', en: 'Export to Excel' })}
            </Button>
          ) : null
        }
      />
      <Picker chosen={[a, b, c]} />
      {query ? (
        <Compared query={query} />
      ) : (
        <Card>
          <EmptyNote
            title={{ zh: '请选两个方案', en: 'Choose two plans' }}
            hint={{ zh: '在上面选，或在方案列表里勾选两三个。', en: 'Choose above, or tick two or three in the list of plans.' }}
          />
        </Card>
      )}
    </>
  )
}

const NAMES = ['a', 'b', 'c'] as const

function Picker({ chosen }: { chosen: readonly (string | null)[] }) {
  const say = useSay()
  const set = useSetQueryParams()
  const plans = useAnswer(listPlans, { query: { page: 1, pageSize: 200 } })
  const options = (plans.data?.rows ?? []).map((p) => ({ value: p.id, label: `${p.name}（${say(p.stateLabel)}）` }))
  const labels = [
    say({ zh: '第一个方案', en: 'First plan' }),
    say({ zh: '第二个方案', en: 'Second plan' }),
    say({ zh: '第三个（可不选）', en: 'Third (optional)' }),
  ]
  return (
    <div className="plan-picker no-print">
      {NAMES.map((name, i) => (
        <Select
          key={name}
          value={chosen[i]}
          allowClear={i === 2}
          placeholder={labels[i]}
          aria-label={labels[i]}
          showSearch={{ optionFilterProp: 'label' }}
          options={options.filter((o) => o.value === chosen[i] || !chosen.includes(o.value))}
          onChange={(value: string | undefined) => set({ [name]: value })}
        />
      ))}
    </div>
  )
}

function Compared({ query }: { query: { a: string; b: string; c?: string } }) {
  return <Answer query={useAnswer(comparePlans, { query })}>{(found) => <Tables found={found} />}</Answer>
}

function Tables({ found }: { found: Comparison }) {
  const say = useSay()
  const [part, setPart] = useState('projects')
  const changed = (rows: Comparison['projects']) => rows.filter((r) => r.changed).length
  return (
    <>
      <Card className="page-card">
        <div className="plan-compare-heads">
          {found.plans.map((plan, i) => (
            <div className="plan-compare-head" key={plan.id}>
              <span className="plan-fact-label">{say({ zh: `方案${'甲乙丙'[i]}`, en: `Plan ${'ABC'[i]}` })}</span>
              <strong>
                <PageLink to={`/plans/${plan.id}`}>{plan.name}</PageLink>
              </strong>
              <PlanState state={plan.state} label={plan.stateLabel} />
              <div>
                <MoneyText fen={plan.allocatedFen} unit strong />
                {say({ zh: `，${plan.fundedProjects} 个项目`, en: `, ${plan.fundedProjects} projects` })}
              </div>
            </div>
          ))}
        </div>
      </Card>
      {found.measures.length > 0 ? (
        <Card className="page-card" title={say({ zh: '总体指标', en: 'Measures' })}>
          <Measures found={found} />
        </Card>
      ) : null}
      <Card className="page-card">
        <Parts
          shown={part}
          onChange={setPart}
          parts={[
            {
              key: 'projects',
              label: say({ zh: `项目（变化 ${changed(found.projects)}）`, en: `Projects (${changed(found.projects)} changed)` }),
              children: <ComparedRows rows={found.projects} plans={found.plans} kind="projects" />,
            },
            {
              key: 'lots',
              label: say({ zh: `资金（变化 ${changed(found.lots)}）`, en: `Money (${changed(found.lots)} changed)` }),
              children: <ComparedRows rows={found.lots} plans={found.plans} kind="lots" />,
            },
            {
              key: 'townships',
              label: say({ zh: '乡镇', en: 'Townships' }),
              children: <Groups groups={found.townships} plans={found.plans} title={{ zh: '乡镇', en: 'Township' }} />,
            },
            {
              key: 'categories',
              label: say({ zh: '类别', en: 'Categories' }),
              children: <Groups groups={found.categories} plans={found.plans} title={{ zh: '类别', en: 'Category' }} />,
            },
          ]}
        />
      </Card>
    </>
  )
}

function Measures({ found }: { found: Comparison }) {
  const say = useSay()
  return (
    <RowsTable
      rows={found.measures}
      rowKey={(row) => row.key}
      label={{ zh: '总体指标', en: 'Measures' }}
      empty={{ zh: '没有可比的指标', en: 'Nothing to compare' }}
      columns={[
        { title: { zh: '指标', en: 'Measure' }, cell: (row) => say(row.label) },
        ...found.plans.map((_, i) => ({
          title: { zh: `方案${'甲乙丙'[i]}`, en: `Plan ${'ABC'[i]}` },
          cell: (row: Comparison['measures'][number]) => {
            const value = row.values[i]
            if (value == null) return '–'
            return row.unit === 'fen' ? <MoneyText fen={value} unit /> : <span className="plan-figure">{grouped(value)}</span>
          },
        })),
      ]}
    />
  )
}

interface GroupsProps {
  readonly groups: Comparison['townships']
  readonly plans: Comparison['plans']
  readonly title: { readonly zh: string; readonly en: string }
}

function Groups({ groups, plans, title }: GroupsProps) {
  const say = useSay()
  return (
    <RowsTable
      rows={groups}
      rowKey={(row) => row.key}
      label={title}
      empty={{ zh: '没有安排', en: 'Nothing is allocated' }}
      total
      columns={[
        { title, cell: (row) => say(row.label) },
        ...plans.flatMap((_, i) => [
          {
            title: { zh: `方案${'甲乙丙'[i]}资金`, en: `Plan ${'ABC'[i]}` },
            money: (row: GroupsProps['groups'][number]) => row.amounts[i]!,
          },
          {
            title: { zh: `方案${'甲乙丙'[i]}项目`, en: `Projects ${'ABC'[i]}` },
            count: (row: GroupsProps['groups'][number]) => row.projects[i]!,
            summed: true,
          },
        ]),
      ]}
    />
  )
}
