/** Both ways: money for a project, projects for a lot; without either named, the lists to choose whom to seek for. */
import { Tabs } from 'antd'
import { books } from '#policy/books.ts'
import { categories } from '#policy/categories.ts'
import { listDivisions } from '#features/people/people.contract.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useAnswer } from '#ui/Answer.tsx'
import { DataPage } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo, useQueryParam } from '#ui/routing.ts'
import { exportSeekingLots, exportSeekingProjects, seekingLots, seekingProjects } from '../matches.contract.ts'
import { MatchLot } from './MatchLot.tsx'
import { TwoLines } from './MatchFrame.tsx'
import { MatchProject } from './MatchProject.tsx'
import './desk.css'

export function MatchesPage() {
  const project = useQueryParam('project')
  const lot = useQueryParam('lot')
  const side = useQueryParam('side')
  if (project) return <MatchProject key={project} id={project} />
  if (lot) return <MatchLot key={lot} id={lot} />
  return side === 'lots' ? <SeekingLots /> : <SeekingProjects />
}

const HEAD = {
  title: { zh: '资金项目对接', en: 'Money and projects' },
  description: {
    zh: '项目找资金，资金找项目：随时按账上的余额算，能付的排好先后，不能付的逐条说明原因。',
    en: 'Projects seek money and money seeks projects, from the books as they are: who can, in order, and for all others the reason.',
  },
} as const

/** Each side has filters and columns of its own, so going over to it starts afresh. */
function Sides({ side }: { side: 'projects' | 'lots' }) {
  const say = useSay()
  const go = useGo()
  return (
    <Tabs
      className="list-faces no-print"
      activeKey={side}
      items={[
        { key: 'projects', label: say({ zh: '缺钱的项目', en: 'Projects that lack money' }) },
        { key: 'lots', label: say({ zh: '有余额的资金', en: 'Money available' }) },
      ]}
      onChange={(next) => go(next === 'lots' ? '/matches?side=lots' : '/matches')}
    />
  )
}

type ProjectRow = AnswerOf<typeof seekingProjects>['rows'][number]
type LotRow = AnswerOf<typeof seekingLots>['rows'][number]

function SeekingProjects() {
  const say = useSay()
  const places = useAnswer(listDivisions)
  const below = (places.data?.rows ?? []).filter((place) => place.level !== 'district')
  return (
    <DataPage
      {...HEAD}
      tabs={<Sides side="projects" />}
      endpoint={seekingProjects}
      exportAs={exportSeekingProjects}
      searchHint={{ zh: '项目名称、编号、地点', en: 'Project, code, place' }}
      filters={() => [
        {
          name: 'category',
          label: { zh: '类别', en: 'Category' },
          options: Object.entries(categories).map(([value, { label }]) => ({ value, label })),
        },
        {
          name: 'region',
          label: { zh: '乡镇、村', en: 'Township, village' },
          width: 160,
          options: below.map(({ code, name }) => ({ value: code, label: name })),
        },
      ]}
      rowKey={(row) => row.id}
      rowHref={(row) => `/matches?project=${row.id}`}
      summary={(data) => ({ openFen: <MoneyText fen={data.sumFen} strong /> })}
      empty={{ title: { zh: '没有缺钱的项目', en: 'No project lacks money' } }}
      columns={projectColumns(say)}
    />
  )
}

const projectColumns = (say: ReturnType<typeof useSay>): DataColumn<ProjectRow>[] => [
  {
    key: 'name',
    title: { zh: '项目', en: 'Project' },
    value: (r) => r.name,
    render: (r) => <TwoLines first={r.name} second={r.code} />,
    sortable: true,
    card: 'title',
  },
  { key: 'place', title: { zh: '地点', en: 'Place' }, value: (r) => r.place || say({ zh: '全区', en: 'whole district' }) },
  { key: 'categoryLabel', title: { zh: '类别', en: 'Category' }, value: (r) => say(r.categoryLabel) },
  { key: 'stateLabel', title: { zh: '状态', en: 'State' }, value: (r) => say(r.stateLabel) },
  { key: 'score', title: { zh: '得分', en: 'Score' }, kind: 'number', value: (r) => r.score, sortable: true, width: 80 },
  { key: 'households', title: { zh: '户数', en: 'Households' }, kind: 'number', value: (r) => r.households, sortable: true, width: 80 },
  { key: 'needFen', title: { zh: '需要', en: 'Needs' }, kind: 'money', value: (r) => r.needFen, sortable: true, width: 124 },
  { key: 'openFen', title: { zh: '尚缺', en: 'Lacks' }, kind: 'money', value: (r) => r.openFen, sortable: true, width: 124 },
]

function SeekingLots() {
  const say = useSay()
  return (
    <DataPage
      {...HEAD}
      tabs={<Sides side="lots" />}
      endpoint={seekingLots}
      exportAs={exportSeekingLots}
      searchHint={{ zh: '资金名称、文号、部门', en: 'Money, document, department' }}
      filters={() => [
        {
          name: 'book',
          label: { zh: '专账', en: 'Book' },
          options: Object.entries(books).map(([value, { label }]) => ({ value, label })),
        },
      ]}
      rowKey={(row) => row.id}
      rowHref={(row) => `/matches?lot=${row.id}`}
      summary={(data) => ({ availableFen: <MoneyText fen={data.sumFen} strong /> })}
      empty={{
        title: { zh: '没有可安排的资金', en: 'No money is available' },
        hint: { zh: '登记到账以后，这里列出有余额的资金。', en: 'Lots stand here when their receipt is recorded.' },
      }}
      columns={lotColumns(say)}
    />
  )
}

const lotColumns = (say: ReturnType<typeof useSay>): DataColumn<LotRow>[] => [
  {
    key: 'fundName',
    title: { zh: '资金', en: 'Money' },
    value: (r) => r.fundName,
    render: (r) => <TwoLines first={r.fundName} second={r.docNo} />,
    sortable: true,
    card: 'title',
  },
  { key: 'department', title: { zh: '主管部门', en: 'Department' }, value: (r) => r.department, sortable: true },
  { key: 'bookLabel', title: { zh: '专账', en: 'Book' }, value: (r) => say(r.bookLabel), width: 104 },
  {
    key: 'usesText',
    title: { zh: '允许用途', en: 'Permitted uses' },
    value: (r) => say(r.usesText),
    render: (r) => <div className="match-uses">{say(r.usesText)}</div>,
  },
  { key: 'usableTo', title: { zh: '用到', en: 'Until' }, kind: 'number', value: (r) => r.usableTo, sortable: true, width: 80 },
  {
    key: 'availableFen',
    title: { zh: '可安排', en: 'Available' },
    kind: 'money',
    value: (r) => r.availableFen,
    sortable: true,
    width: 124,
  },
]
