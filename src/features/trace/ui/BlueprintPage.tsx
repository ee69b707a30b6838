/** One blueprint: what each department's money became (departments keep their credit), the canal of the district, the decisions. */
import { Card } from 'antd'
import { listPlans } from '#features/allocation/allocation.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { RowsTable } from '#ui/RowsTable.tsx'
import { Sankey } from '#ui/Sankey.tsx'
import { useGo } from '#ui/routing.ts'
import { creditList } from '../credit.contract.ts'
import { districtFlow } from '../trace.contract.ts'
import { Bar, percentOf, useDepartmentHref } from './CreditParts.tsx'
import { traceHref } from './SubjectSearch.tsx'
import './trace.css'

type Credit = AnswerOf<typeof creditList>['rows'][number]

export function BlueprintPage() {
  const say = useSay()
  return (
    <>
      <PageHead
        title={say({ zh: '一张蓝图', en: 'One blueprint' })}
        description={say({
          zh: '钱统在一起用，功劳各记各的：每个部门的钱办成了什么，顺着账一查到底。',
          en: 'Money is pooled, credit is kept: what each department’s money became, followed through the books.',
        })}
      />
      <Card
        className="page-card"
        title={say({ zh: '各部门资金成效', en: "What each department's money did" })}
        extra={<PageLink to="/credit">{say({ zh: '按层级、年度和日期看', en: 'By level, year and day' })}</PageLink>}
      >
        <Departments />
      </Card>
      <Card
        className="page-card"
        title={say({ zh: '全区资金流向', en: 'The canal of the district' })}
        extra={<PageLink to={traceHref('all', 'district')}>{say({ zh: '看每一条去向', en: 'Every path' })}</PageLink>}
      >
        <DistrictFlow />
      </Card>
      <Card className="page-card" title={say({ zh: '已采纳的方案', en: 'Adopted plans' })}>
        <AdoptedPlans />
      </Card>
    </>
  )
}

function Departments() {
  return <Answer query={useAnswer(creditList)}>{({ rows }) => <CreditTable rows={rows} />}</Answer>
}

function CreditTable({ rows }: { rows: readonly Credit[] }) {
  const href = useDepartmentHref()
  return (
    <RowsTable
      rows={rows}
      rowKey={(row) => row.department}
      empty={{ zh: '还没有资金文件', en: 'No fund documents yet' }}
      total
      columns={[
        { title: { zh: '部门', en: 'Department' }, cell: (row) => <PageLink to={href(row.department)}>{row.department}</PageLink> },
        { title: { zh: '指标下达', en: 'Announced' }, money: (row) => row.four.announced },
        { title: { zh: '安排', en: 'Allocated' }, money: (row) => row.four.allocated },
        { title: { zh: '支付', en: 'Paid' }, money: (row) => row.four.paid },
        { title: { zh: '审定', en: 'Recognised' }, money: (row) => row.four.recognised },
        {
          title: { zh: '支付进度', en: 'Paid of allocated' },
          cell: (row) => <Bar percent={percentOf(row.four.paid, row.four.allocated)} />,
          width: 150,
        },
        { title: { zh: '项目', en: 'Projects' }, count: (row) => row.projects, width: 70 },
        { title: { zh: '受益户', en: 'Households' }, count: (row) => row.households, summed: true, width: 80 },
      ]}
    />
  )
}

function DistrictFlow() {
  const say = useSay()
  const go = useGo()
  return (
    <Answer query={useAnswer(districtFlow)}>
      {({ nodes, links }) =>
        links.length === 0 ? (
          <p className="help-text">
            {say({ zh: '登记资金以后，这里会画出从部门到项目的流向。', en: 'Once money is registered, its flow is drawn here.' })}
          </p>
        ) : (
          <Sankey
            nodes={nodes}
            links={links.map((link) => ({ ...link, amountFen: BigInt(link.amountFen) }))}
            perKind={10}
            name={{ zh: '全区资金流向：部门、专账、项目、阶段', en: 'Money of the district: department, book, project, stage' }}
            onNode={(id) => go(traceHref('project', id.slice('project:'.length)))}
            opens={(id) => id.startsWith('project:')}
          />
        )
      }
    </Answer>
  )
}

function AdoptedPlans() {
  return (
    <Answer query={useAnswer(listPlans, { query: { state: 'adopted', page: 1, pageSize: 100 } })}>
      {({ rows }) => (
        <RowsTable
          rows={rows}
          rowKey={(row) => row.id}
          empty={{ zh: '还没有采纳过方案', en: 'No plan has been adopted yet' }}
          columns={[
            { title: { zh: '方案', en: 'Plan' }, cell: (row) => <PageLink to={`/plans/${row.id}`}>{row.name}</PageLink> },
            { title: { zh: '年度', en: 'Year' }, cell: (row) => row.year, width: 80 },
            { title: { zh: '决定文号', en: 'Decision' }, cell: (row) => row.decisionNo },
            { title: { zh: '项目', en: 'Projects' }, cell: (row) => row.fundedProjects, width: 80 },
            { title: { zh: '安排资金', en: 'Allocated' }, money: (row) => row.allocatedFen, width: 150 },
          ]}
        />
      )}
    </Answer>
  )
}
