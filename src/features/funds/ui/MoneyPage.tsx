/** 一张清单: every lot of money, where it stands, in columns that never mix announced, received, allocated and paid. */
import { ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { books } from '#policy/books.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { DataPage, type ListFilter } from '#ui/DataPage.tsx'
import type { DataColumn } from '#ui/DataTable.tsx'
import { useSay } from '#ui/language.tsx'
import { MoneyText } from '#ui/MoneyText.tsx'
import { useGo } from '#ui/routing.ts'
import { useMay } from '#ui/session.tsx'
import { announcedLabel, type BarStage, StageBar, stageLabel, stageOrder } from '#ui/StageBar.tsx'
import { exportLots, listLots } from '../funds.contract.ts'
import { levelLabel } from './fund-words.ts'
import './funds.css'

type List = AnswerOf<typeof listLots>
type Lot = List['rows'][number]

const stageColumn = (stage: BarStage): DataColumn<Lot> => ({
  key: stage,
  title: stage === 'expected' ? { zh: '未到账', en: 'Not received' } : stageLabel(stage),
  kind: 'money',
  value: (lot) => lot.amounts[stage],
  sortable: stage === 'available',
  width: 84,
})

function useColumns(): DataColumn<Lot>[] {
  const say = useSay()
  return [
    { key: 'fundName', title: { zh: '资金名称', en: 'Fund' }, value: (lot) => lot.fundName, sortable: true, fixed: true, card: 'title' },
    { key: 'docNo', title: { zh: '文号', en: 'Document' }, kind: 'code', value: (lot) => lot.docNo, sortable: true, width: 132 },
    { key: 'level', title: { zh: '级次', en: 'Level' }, value: (lot) => say(lot.levelLabel), width: 56 },
    { key: 'department', title: { zh: '主管部门', en: 'Department' }, value: (lot) => lot.department, width: 92 },
    { key: 'book', title: { zh: '专账', en: 'Book' }, value: (lot) => say(lot.bookLabel), width: 76 },
    { key: 'fiscalYear', title: { zh: '年度', en: 'Year' }, kind: 'number', value: (lot) => lot.fiscalYear, width: 44 },
    { key: 'amountFen', title: announcedLabel, kind: 'money', value: (lot) => lot.amountFen, sortable: true, width: 96 },
    ...(['expected', 'available', 'reserved', 'committed', 'paid'] as const).map(stageColumn),
  ]
}

function filtersOf(data: List | undefined): ListFilter[] {
  const facets = data?.facets ?? { levels: [], departments: [], years: [] }
  const same = (values: readonly (string | number)[]) => values.map((value) => ({ value: String(value), label: String(value) }))
  return [
    {
      name: 'level',
      label: { zh: '级次', en: 'Level' },
      width: 96,
      options: facets.levels.map((level) => ({ value: level, label: levelLabel(level) })),
    },
    { name: 'department', label: { zh: '主管部门', en: 'Department' }, width: 150, options: same(facets.departments) },
    {
      name: 'book',
      label: { zh: '专账', en: 'Book' },
      width: 140,
      options: Object.entries(books).map(([value, book]) => ({ value, label: book.label })),
    },
    { name: 'year', label: { zh: '年度', en: 'Year' }, width: 96, options: same(facets.years) },
    {
      name: 'stage',
      label: { zh: '资金在哪一步', en: 'Where it stands' },
      width: 150,
      options: stageOrder.map((stage) => ({ value: stage, label: stageLabel(stage) })),
    },
  ]
}

const sumsOf = ({ sum }: List) => ({
  amountFen: <MoneyText fen={sum.announced} />,
  ...Object.fromEntries(stageOrder.map((stage) => [stage, <MoneyText key={stage} fen={sum[stage]} />])),
})

export function MoneyPage() {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const importButton = may('funds.import') ? (
    <Button type="primary" icon={<ImportOutlined aria-hidden />} onClick={() => go('/money/import')}>
      {say({ zh: '导入资金文件', en: 'Import documents' })}
    </Button>
  ) : null
  return (
    <DataPage
      title={{ zh: '资金清单', en: 'The list of money' }}
      description={{
        zh: '每一行是一份资金文件里的一笔钱。不管以后并到哪里，它的文号、级次、主管部门和用途一直跟着它。',
        en: 'Each line is one amount of one fund document. Wherever it goes, it keeps its document, level, department and permitted uses.',
      }}
      endpoint={listLots}
      exportAs={exportLots}
      searchHint={{ zh: '按文号、资金名称、部门、用途查找', en: 'Search documents, funds, departments, purposes' }}
      filters={filtersOf}
      columns={useColumns()}
      rowKey={(lot) => lot.id}
      rowHref={(lot) => `/money/lots/${lot.id}`}
      summary={sumsOf}
      above={({ sum }) => (
        <div className="money-bar">
          <StageBar amounts={sum} />
        </div>
      )}
      extra={
        <>
          {may('funds.receive') ? (
            <Button type="primary" onClick={() => go('/money/receipts')}>
              {say({ zh: '登记到账', en: 'Record receipts' })}
            </Button>
          ) : null}
          {importButton}
        </>
      }
      empty={{
        title: { zh: '清单上还没有资金', en: 'No money on the list yet' },
        hint: {
          zh: '把上级下达资金的文件附表导入进来，每一行就成为清单上的一笔资金。',
          en: 'Import the tables of fund documents; each line becomes a lot on this list.',
        },
        action: importButton,
      }}
    />
  )
}
