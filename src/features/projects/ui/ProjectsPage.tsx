/** 一个项目库: every project with what it needs and what it has been given, found by year, category, state and place. */
import { ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { categories } from '#policy/categories.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import { listDivisions } from '#features/people/people.contract.ts'
import { useAnswer } from '#ui/Answer.tsx'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage, type ListFilter } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { StateTag } from '#ui/StateTag.tsx'
import { exportProjects, listProjects } from '../projects.contract.ts'

type List = AnswerOf<typeof listProjects>
type Project = List['rows'][number]

function useColumns(): DataColumn<Project>[] {
  const say = useSay()
  return [
    { key: 'name', title: { zh: '项目名称', en: 'Project' }, value: (project) => project.name, sortable: true, fixed: true, card: 'title' },
    { key: 'code', title: { zh: '编号', en: 'Code' }, kind: 'code', value: (project) => project.code, sortable: true, width: 104 },
    { key: 'year', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (project) => project.year, sortable: true, width: 66 },
    { key: 'category', title: { zh: '类别', en: 'Category' }, value: (project) => say(project.categoryLabel), sortable: true, width: 84 },
    { key: 'place', title: { zh: '地点', en: 'Place' }, value: (project) => project.place, sortable: true, width: 100 },
    { key: 'responsibleUnit', title: { zh: '责任单位', en: 'Responsible unit' }, value: (project) => project.responsibleUnit, width: 84 },
    {
      key: 'households',
      title: { zh: '受益户数', en: 'Households' },
      kind: 'number',
      value: (project) => project.households || null,
      sortable: true,
      width: 80,
    },
    {
      key: 'state',
      title: { zh: '状态', en: 'State' },
      value: (project) => project.state,
      render: (project) => <StateTag state={project.state} label={project.stateLabel} />,
      sortable: true,
      width: 92,
    },
    {
      key: 'needFen',
      title: { zh: '需要资金', en: 'Needs' },
      kind: 'money',
      value: (project) => project.needFen,
      sortable: true,
      width: 100,
    },
    {
      key: 'allocated',
      title: { zh: '安排', en: 'Allocated' },
      kind: 'money',
      value: (project) => project.four.allocated,
      sortable: true,
      width: 92,
    },
    { key: 'paid', title: { zh: '支付', en: 'Paid' }, kind: 'money', value: (project) => project.four.paid, sortable: true, width: 84 },
    {
      key: 'recognised',
      title: { zh: '审定', en: 'Audited' },
      kind: 'money',
      value: (project) => project.four.recognised,
      sortable: true,
      width: 84,
    },
  ]
}

function useFilters(): (data: List | undefined) => ListFilter[] {
  const divisions = useAnswer(listDivisions)
  const places = (divisions.data?.rows ?? []).filter((row) => row.level !== 'district')
  return (data) => [
    {
      name: 'year',
      label: { zh: '年度', en: 'Year' },
      width: 96,
      options: (data?.facets.years ?? []).map((year) => ({ value: String(year), label: String(year) })),
    },
    {
      name: 'category',
      label: { zh: '类别', en: 'Category' },
      options: Object.entries(categories).map(([value, { label }]) => ({ value, label })),
    },
    {
      name: 'state',
      label: { zh: '状态', en: 'State' },
      options: Object.entries(projectWorkflow.states).map(([value, { label }]) => ({ value, label })),
    },
    {
      name: 'region',
      label: { zh: '乡镇、村', en: 'Township, village' },
      width: 160,
      options: places.map((place) => ({ value: place.code, label: place.name })),
    },
  ]
}

export function ProjectsPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const importButton = may('projects.import') ? (
    <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={() => go('/projects/import')}>
      {say({ zh: '导入项目', en: 'Import projects' })}
    </Button>
  ) : null
  return (
    <DataPage
      title={{ zh: '项目库', en: 'The project library' }}
      description={{
        zh: '未入库的项目不安排资金。每个项目需要多少、安排多少、支付多少、审定多少，各是各的数，都在一行里。',
        en: 'Only projects in the library are given money. What each needs, was given, was paid and was audited stands in one line, each by itself.',
      }}
      endpoint={listProjects}
      moment
      exportAs={exportProjects}
      searchHint={{ zh: '按名称、编号、地点、单位查找', en: 'Search names, codes, places, units' }}
      filters={useFilters()}
      columns={useColumns()}
      rowKey={(project) => project.id}
      rowHref={(project) => `/projects/${project.id}`}
      summary={({ sum }) => ({
        needFen: <MoneyText fen={sum.needFen} />,
        allocated: <MoneyText fen={sum.four.allocated} />,
        paid: <MoneyText fen={sum.four.paid} />,
        recognised: <MoneyText fen={sum.four.recognised} />,
      })}
      extra={importButton}
      empty={{
        title: { zh: '项目库还是空的', en: 'The library is empty' },
        hint: { zh: '把年度项目计划表、入库项目表导入进来。', en: 'Import the tables of planned projects.' },
        action: importButton,
      }}
    />
  )
}
