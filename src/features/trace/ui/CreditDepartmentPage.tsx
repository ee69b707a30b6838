/** One department: what its own money achieved, by level, year, project, village and month, and the way it went. Prints as a statement. */
import { DownloadOutlined, FilePdfOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { hrefOf } from '#contract/client.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import { useSay } from '#ui/language.tsx'
import { MomentBar } from '#ui/MomentBar.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { type RowsColumn, RowsTable } from '#ui/RowsTable.tsx'
import { useGo, usePathParam, useSetQueryParams } from '#ui/routing.ts'
import { Sankey } from '#ui/Sankey.tsx'
import { StageBar } from '#ui/StageBar.tsx'
import { creditOfDepartment, creditStatement, exportCreditStatement } from '../credit.contract.ts'
import { Bar, Definitions, FigureGrid, percentOf, useCreditQuery, YearChoice } from './CreditParts.tsx'
import { traceHref } from './SubjectSearch.tsx'
import './trace.css'

type Credit = AnswerOf<typeof creditOfDepartment>
type Project = Credit['projectRows'][number]
type Place = Credit['placeRows'][number]
type Figures = Credit['byLevel'][number] | Credit['byYear'][number]

export function CreditDepartmentPage() {
  const department = usePathParam('department')
  const query = useCreditQuery()
  return (
    <Answer query={useAnswer(creditOfDepartment, { params: { department }, query })}>{(credit) => <CreditView credit={credit} />}</Answer>
  )
}

function CreditView({ credit }: { credit: Credit }) {
  const say = useSay()
  return (
    <>
      <Head credit={credit} />
      <MomentBar />
      <Card className="page-card" title={say({ zh: '办成了什么', en: 'What it achieved' })} extra={<YearChoice years={credit.years} />}>
        <FigureGrid figures={credit} />
      </Card>
      <Card className="page-card" title={say({ zh: '资金现在在哪里', en: 'Where the money is now' })}>
        <StageBar amounts={credit.amounts} />
      </Card>
      <Card className="page-card" title={say({ zh: '资金流向', en: 'The way of its money' })}>
        <Flow credit={credit} />
      </Card>
      <Projects rows={credit.projectRows} />
      <div className="credit-two">
        <Places rows={credit.placeRows} />
        <Months months={credit.months} />
      </div>
      <div className="credit-two">
        <Grouped
          title={say({ zh: '按资金层级', en: 'By level' })}
          first={say({ zh: '层级', en: 'Level' })}
          rows={credit.byLevel}
          nameOf={(row) => ('label' in row ? say(row.label) : '')}
        />
        <Grouped
          title={say({ zh: '按资金年度', en: 'By year of the money' })}
          first={say({ zh: '年度', en: 'Year' })}
          rows={credit.byYear}
          nameOf={(row) => ('year' in row ? String(row.year) : '')}
        />
      </div>
      <Definitions />
    </>
  )
}

function Head({ credit }: { credit: Credit }) {
  const say = useSay()
  const query = useCreditQuery()
  const set = useSetQueryParams()
  const params = { department: credit.department }
  const level = credit.byLevel.find((l) => l.level === query.level)
  return (
    <PageHead
      title={say({ zh: `${credit.department} 资金成效`, en: `${credit.department}: what its money did` })}
      crumbs={[{ label: { zh: '各部门资金成效', en: 'All departments' }, to: '/credit' }]}
      description={say({
        zh: '统筹使用以后，本部门的钱仍是本部门的钱：每一元从文件追到项目、村和收款人。',
        en: 'Pooled money is still its own: every yuan followed from the document to project, village and payee.',
      })}
      extra={
        <>
          {query.level ? (
            <Button onClick={() => set({ level: undefined })}>
              {say({
                zh: `现在只看${level?.label.zh ?? query.level}，改看全部`,
                en: `Only ${level?.label.en ?? query.level} now; show all`,
              })}
            </Button>
          ) : null}
          <Button icon={<FilePdfOutlined aria-hidden />} href={hrefOf(creditStatement, { params, query })} target="_blank">
            {say({ zh: '成效说明 PDF', en: 'Statement PDF' })}
          </Button>
          <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportCreditStatement, { params, query })} download>
            {say({ zh: '导出 Excel', en: 'Export to Excel' })}
          </Button>
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {say({ zh: '打印', en: 'Print' })}
          </Button>
        </>
      }
    />
  )
}

function Flow({ credit }: { credit: Credit }) {
  const say = useSay()
  const go = useGo()
  if (credit.links.length === 0) return <p className="help-text">{say({ zh: '还没有资金。', en: 'No money yet.' })}</p>
  return (
    <Sankey
      nodes={credit.nodes}
      links={credit.links}
      perKind={14}
      name={{
        zh: `${credit.department}资金流向：层级、专账、项目、阶段`,
        en: `Money of ${credit.department}: level, book, project, stage`,
      }}
      onNode={(id) => go(traceHref('project', id.slice('project:'.length)))}
      opens={(id) => id.startsWith('project:')}
    />
  )
}

function Projects({ rows }: { rows: readonly Project[] }) {
  const say = useSay()
  const columns: RowsColumn<Project>[] = [
    {
      title: { zh: '项目', en: 'Project' },
      cell: (row) => (
        <div className="cell-wrap">
          <LinkIfAllowed permission="projects.read" to={`/projects/${row.id}`}>
            {row.name}
          </LinkIfAllowed>
          <div className="cell-second">{`${row.code} · ${row.year} · ${say(row.categoryLabel)}`}</div>
        </div>
      ),
    },
    { title: { zh: '地点', en: 'Place' }, cell: (row) => <div className="cell-wrap">{row.place}</div> },
    { title: { zh: '本部门安排', en: 'Its money allocated' }, money: (row) => row.allocatedFen },
    { title: { zh: '其中已支付', en: 'Of it paid' }, money: (row) => row.paidFen },
    { title: { zh: '项目全部安排', en: 'All money allocated' }, money: (row) => row.wholeFen },
    { title: { zh: '出资比例', en: 'Share' }, cell: (row) => <Bar percent={row.share} />, width: 150 },
    {
      title: { zh: '计入受益户', en: 'Households credited' },
      cell: (row) => say({ zh: `${row.households}（共 ${row.wholeHouseholds}）`, en: `${row.households} of ${row.wholeHouseholds}` }),
      width: 130,
    },
    { title: { zh: '结清合同', en: 'Finished' }, count: (row) => row.contractsFinished, width: 80 },
  ]
  return (
    <Card className="page-card" title={say({ zh: `项目（${rows.length}）`, en: `Projects (${rows.length})` })}>
      <RowsTable
        rows={rows}
        rowKey={(row) => row.id}
        pageSize={20}
        total
        columns={columns}
        empty={{ zh: '本部门的资金还没有安排到项目', en: 'Its money has not been allocated to a project yet' }}
      />
    </Card>
  )
}

function Places({ rows }: { rows: readonly Place[] }) {
  const say = useSay()
  return (
    <Card className="page-card" title={say({ zh: `乡镇和村（${rows.length}）`, en: `Townships and villages (${rows.length})` })}>
      <RowsTable
        rows={rows}
        rowKey={(row) => row.code}
        pageSize={15}
        total
        empty={{ zh: '还没有', en: 'None yet' }}
        columns={[
          {
            title: { zh: '地点', en: 'Place' },
            cell: (row) => (row.township && row.township !== row.place ? `${row.township} ${row.place}` : row.place),
          },
          { title: { zh: '项目', en: 'Projects' }, count: (row) => row.projects, summed: true, width: 64 },
          { title: { zh: '安排', en: 'Allocated' }, money: (row) => row.allocatedFen },
          { title: { zh: '支付', en: 'Paid' }, money: (row) => row.paidFen },
          { title: { zh: '受益户', en: 'Households' }, count: (row) => row.households, summed: true, width: 76 },
        ]}
      />
    </Card>
  )
}

function Months({ months }: { months: Credit['months'] }) {
  const say = useSay()
  const most = months.reduce((a, m) => (BigInt(m.paidFen) > a ? BigInt(m.paidFen) : a), 0n)
  return (
    <Card className="page-card" title={say({ zh: '分月支付', en: 'Paid by month' })}>
      {months.length === 0 ? <p className="help-text">{say({ zh: '还没有支付。', en: 'Nothing is paid yet.' })}</p> : null}
      <ul className="credit-months">
        {months.map(({ month, paidFen }) => (
          <li key={month}>
            <span>{month}</span>
            <span className="share-track" aria-hidden>
              <span className="share-part" style={{ width: `${Math.max(0, percentOf(paidFen, most.toString()))}%`, display: 'block' }} />
            </span>
            <MoneyText fen={paidFen} unit />
          </li>
        ))}
      </ul>
    </Card>
  )
}

interface GroupedProps {
  readonly title: string
  readonly first: string
  readonly rows: readonly Figures[]
  readonly nameOf: (row: Figures) => string
}

function Grouped({ title, first, rows, nameOf }: GroupedProps) {
  return (
    <Card className="page-card" title={title}>
      <RowsTable
        rows={rows}
        rowKey={nameOf}
        total
        empty={{ zh: '还没有资金', en: 'No money yet' }}
        columns={[
          { title: { zh: first, en: first }, cell: nameOf },
          { title: { zh: '指标下达', en: 'Announced' }, money: (row) => row.four.announced },
          { title: { zh: '安排', en: 'Allocated' }, money: (row) => row.four.allocated },
          { title: { zh: '支付', en: 'Paid' }, money: (row) => row.four.paid },
          { title: { zh: '审定', en: 'Recognised' }, money: (row) => row.four.recognised },
          { title: { zh: '项目', en: 'Projects' }, count: (row) => row.projects, width: 64 },
          { title: { zh: '受益户', en: 'Households' }, count: (row) => row.households, summed: true, width: 76 },
        ]}
      />
    </Card>
  )
}
