/** Money for one project: who can pay it, in order, with how much now, and why all the others cannot. */
import { Button, Card } from 'antd'
import { hrefOf } from '#contract/client.ts'
import { Answer, useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { DataColumn } from '#ui/DataTable.tsx'
import { Facts } from '#ui/Facts.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { PageHead } from '#ui/PageHead.tsx'
import { useGo } from '#ui/routing.ts'
import { exportLotsForProject, lotsForProject } from '../matches.contract.ts'
import { MatchList, OrderNote, TwoLines, Why } from './MatchParts.tsx'

type Found = AnswerOf<typeof lotsForProject>
type Row = Found['rows'][number]

export function MatchProject({ id }: { id: string }) {
  return <Answer query={useAnswer(lotsForProject, { params: { id } })}>{(found) => <Lots found={found} />}</Answer>
}

const LAST = Number.MAX_SAFE_INTEGER

function Lots({ found }: { found: Found }) {
  const say = useSay()
  const go = useGo()
  const { project } = found
  const able = found.rows.filter((r) => r.rank !== null)
  return (
    <>
      <PageHead
        title={say({ zh: `项目找资金：${project.name}`, en: `Money for ${project.name}` })}
        crumbs={[{ label: { zh: '资金项目对接', en: 'Money and projects' }, to: '/matches' }]}
        description={`${project.code} · ${project.place || say({ zh: '全区', en: 'whole district' })} · ${say(project.stateLabel)}`}
        extra={<Button onClick={() => go(`/projects/${project.id}`)}>{say({ zh: '看项目', en: 'The project' })}</Button>}
      />
      <Card className="page-card">
        <ProjectFacts project={project} able={able} />
      </Card>
      <OrderNote rules={found.order} />
      <MatchList<Row>
        rows={found.rows}
        rowKey={(row) => row.lotId}
        rowHref={(row) => `/matches?lot=${row.lotId}`}
        columns={columns(say)}
        words={(r) => `${r.docNo} ${r.fundName} ${r.department} ${say(r.bookLabel)} ${say(r.usesText)}`}
        sorts={{
          rank: (r) => r.rank ?? LAST,
          docNo: (r) => r.docNo,
          usableTo: (r) => r.usableTo,
          availableFen: (r) => BigInt(r.availableFen),
          couldFen: (r) => BigInt(r.couldFen),
        }}
        label={{ zh: '资金', en: 'Money' }}
        searchHint={{ zh: '资金、文号、部门、原因', en: 'Money, document, department, reason' }}
        empty={{
          title: { zh: '没有符合条件的资金', en: 'No money matches' },
          hint: { zh: '换一个词，或者看全部。', en: 'Try another word, or look at all.' },
        }}
        download={(query) => hrefOf(exportLotsForProject, { params: { id: project.id }, query })}
      />
    </>
  )
}

function ProjectFacts({ project, able }: { project: Found['project']; able: readonly Row[] }) {
  const say = useSay()
  const could = able.reduce((sum, r) => sum + BigInt(r.couldFen), 0n)
  const years = project.phases.map((p) => (
    <span key={p.year} className="match-phase">
      {p.year} <MoneyText fen={p.openFen} unit />
    </span>
  ))
  return (
    <Facts
      items={[
        { label: { zh: '类别', en: 'Category' }, value: say(project.categoryLabel) },
        { label: { zh: '性质', en: 'Marks' }, value: say(project.marks) },
        { label: { zh: '需要', en: 'Needs' }, value: <MoneyText fen={project.needFen} unit /> },
        { label: { zh: '已安排', en: 'Has' }, value: <MoneyText fen={project.givenFen} unit /> },
        { label: { zh: '尚缺', en: 'Lacks' }, value: <MoneyText fen={project.openFen} unit strong /> },
        {
          label: { zh: '能付的资金', en: 'Money that can pay' },
          value: (
            <>
              {say({ zh: `${able.length} 笔，合计能给 `, en: `${able.length}, giving ` })}
              <MoneyText fen={could} unit />
            </>
          ),
        },
        ...(years.length > 1 ? [{ label: { zh: '分年尚缺', en: 'Lacks by year' }, value: years, wide: true }] : []),
      ]}
    />
  )
}

const columns = (say: ReturnType<typeof useSay>): DataColumn<Row>[] => [
  {
    key: 'fundName',
    title: { zh: '资金', en: 'Money' },
    value: (r) => r.fundName,
    render: (r) => <TwoLines first={r.fundName} second={r.docNo} />,
    card: 'title',
  },
  { key: 'rank', title: { zh: '次序', en: 'Rank' }, kind: 'number', value: (r) => r.rank, sortable: true, width: 62 },
  {
    key: 'because',
    title: { zh: '能不能付，为什么', en: 'Can it pay, and why not' },
    value: (r) => (r.rank === null ? r.because.map(say).join('；') : say({ zh: '能付', en: 'can pay' })),
    render: (r) => <Why row={r} />,
    width: 330,
  },
  { key: 'couldFen', title: { zh: '现在能给', en: 'Could give' }, kind: 'money', value: (r) => r.couldFen, sortable: true, width: 110 },
  {
    key: 'availableFen',
    title: { zh: '可安排', en: 'Available' },
    kind: 'money',
    value: (r) => r.availableFen,
    sortable: true,
    width: 110,
  },
  { key: 'bookLabel', title: { zh: '专账', en: 'Book' }, value: (r) => say(r.bookLabel), width: 104 },
  { key: 'usableTo', title: { zh: '用到', en: 'Until' }, kind: 'number', value: (r) => r.usableTo, sortable: true, width: 70 },
  {
    key: 'usesText',
    title: { zh: '允许用途', en: 'Permitted uses' },
    value: (r) => say(r.usesText),
    render: (r) => <div className="match-uses">{say(r.usesText)}</div>,
  },
]
