/** Who is paid from what: groups by project or by lot, each opening into its slices. */
import { DownloadOutlined } from '@ant-design/icons'
import { Button, Input, Segmented, Select, Table, Tag, type TableColumnType } from 'antd'
import { useMemo, useState } from 'react'
import { hrefOf } from '#contract/client.ts'
import { books, type BookKey } from '#policy/books.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/media.ts'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
import { exportSlices } from '../allocation.contract.ts'
import { groupSlices, type Slice, type SliceGroup } from './plan-groups.ts'

interface Row {
  readonly key: string
  readonly group: SliceGroup | null
  readonly slice: Slice | null
  readonly amount: bigint
  readonly children?: Row[]
}

export const bookLabel = (book: string) => books[book as BookKey]?.label ?? { zh: book, en: book }

function rowsOf(slices: readonly Slice[], by: 'project' | 'lot'): Row[] {
  return groupSlices(slices, by).map((group) => ({
    key: group.id,
    group,
    slice: null,
    amount: group.amount,
    children: group.slices.map((slice, index) => ({ key: `${group.id}-${index}`, group: null, slice, amount: BigInt(slice.amountFen) })),
  }))
}

type Order = 'amount' | 'name' | 'code'

const ORDERS: Readonly<Record<Order, { zh: string; en: string }>> = {
  amount: { zh: '金额从大到小', en: 'Largest first' },
  name: { zh: '按名称', en: 'By name' },
  code: { zh: '按编号或文号', en: 'By code or document' },
}

/** Groups with money of the reader's own department first, then in the order asked for. */
function inOrder(rows: readonly Row[], order: Order): Row[] {
  const own = (row: Row) => (row.group?.slices.some((s) => s.own) ? 0 : 1)
  const by = (a: Row, b: Row) => {
    if (order === 'amount') return a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1
    const key = order === 'name' ? 'title' : 'code'
    return a.group![key].localeCompare(b.group![key], 'zh-CN')
  }
  return [...rows].sort((a, b) => own(a) - own(b) || by(a, b))
}

const says = (slice: Slice, words: string): boolean =>
  [slice.projectName, slice.projectCode, slice.fundName, slice.docNo, slice.unit, slice.department].some((text) => text.includes(words))

interface PlanSlicesProps {
  readonly planId: string
  readonly slices: readonly Slice[]
  readonly department: string | null
}

export function PlanSlices({ planId, slices: all, department }: PlanSlicesProps) {
  const say = useSay()
  const [by, setBy] = useState<'project' | 'lot'>('project')
  const [words, setWords] = useState('')
  const [order, setOrder] = useState<Order>('amount')
  const columns = useColumns(by)
  const slices = useMemo(() => (words.trim() === '' ? all : all.filter((s) => says(s, words.trim()))), [all, words])
  const rows = useMemo(() => inOrder(rowsOf(slices, by), order), [slices, by, order])
  const search = say({ zh: '项目、资金、单位', en: 'Project, money, unit' })
  return (
    <>
      <div className="plan-bar">
        <Segmented<'project' | 'lot'>
          value={by}
          onChange={setBy}
          options={[
            { value: 'project', label: say({ zh: '按项目看', en: 'By project' }) },
            { value: 'lot', label: say({ zh: '按资金看', en: 'By money' }) },
          ]}
        />
        <span className="help-text">
          {say({
            zh: `${rows.length} ${by === 'project' ? '个项目' : '笔资金'}，${slices.length} 笔安排`,
            en: `${rows.length} groups, ${slices.length} slices`,
          })}
        </span>
        <Input.Search
          allowClear
          className="plan-search"
          value={words}
          placeholder={search}
          aria-label={search}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select<Order>
          value={order}
          onChange={setOrder}
          style={{ width: 150 }}
          aria-label={say({ zh: '排序', en: 'Order' })}
          options={(Object.keys(ORDERS) as Order[]).map((value) => ({ value, label: say(ORDERS[value]) }))}
        />
        <Button icon={<DownloadOutlined aria-hidden />} href={hrefOf(exportSlices, { params: { id: planId } })} download>
          {say({ zh: '导出 Excel', en: 'Export to Excel' })}
        </Button>
      </div>
      {department && all.some((s) => s.own) ? (
        <p className="help-text">
          {say({
            zh: `标“本部门”的是${department}的资金或项目，排在最前面。`,
            en: `Marked lines are money or projects of ${department}; they come first.`,
          })}
        </p>
      ) : null}
      <Table<Row>
        key={by}
        size="small"
        rowKey="key"
        dataSource={rows}
        pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
        expandable={{ defaultExpandAllRows: true, indentSize: 16 }}
        rowClassName={(row) => (row.group ? 'plan-group-row' : '')}
        scroll={{ x: true }}
        locale={{
          emptyText: say(all.length === 0 ? { zh: '没有安排资金', en: 'Nothing is allocated' } : { zh: '没有找到', en: 'Nothing found' }),
        }}
        columns={columns}
      />
    </>
  )
}

/** On a phone the code and the book go under the name, so that the amount stays in sight. */
function useColumns(by: 'project' | 'lot'): TableColumnType<Row>[] {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const narrow = useNarrow(768)
  const name: TableColumnType<Row> = {
    title: by === 'project' ? say({ zh: '项目 / 资金', en: 'Project / money' }) : say({ zh: '资金 / 项目', en: 'Money / project' }),
    render: (_, row) => (
      <span className="cell-wrap">
        <RowName row={row} by={by} />
        {row.slice?.own ? <span className="plan-own">{say({ zh: '本部门', en: 'own' })}</span> : null}
        {narrow ? (
          <span className="plan-under">{`${codeOf(row, by)}${row.slice ? ` · ${say(bookLabel(row.slice.book))}` : ''}`}</span>
        ) : null}
      </span>
    ),
  }
  const amount: TableColumnType<Row> = {
    title: `${say({ zh: '金额', en: 'Amount' })}(${unit})`,
    align: 'right',
    width: narrow ? 104 : 150,
    render: (_, row) => <MoneyText fen={row.amount} strong={row.group !== null} />,
  }
  if (narrow) return [name, amount]
  return [
    name,
    { title: say({ zh: '编号 / 文号', en: 'Code / document' }), render: (_, row) => codeOf(row, by) },
    {
      title: say({ zh: '专账', en: 'Book' }),
      width: 110,
      render: (_, row) => (row.slice ? <Tag>{say(bookLabel(row.slice.book))}</Tag> : null),
    },
    { title: say({ zh: '年度', en: 'Year' }), width: 72, render: (_, row) => row.slice?.year },
    amount,
  ]
}

function codeOf(row: Row, by: 'project' | 'lot'): string {
  if (row.group) return row.group.code
  return by === 'project' ? (row.slice?.docNo ?? '') : (row.slice?.projectCode ?? '')
}

function RowName({ row, by }: { row: Row; by: 'project' | 'lot' }) {
  const ofProject = (by === 'project') === (row.group !== null)
  const id = row.group?.id ?? (by === 'project' ? row.slice?.lotId : row.slice?.projectId) ?? ''
  const name = row.group?.title ?? (by === 'project' ? row.slice?.fundName : row.slice?.projectName) ?? ''
  return (
    <LinkIfAllowed permission={ofProject ? 'projects.read' : 'funds.read'} to={ofProject ? `/projects/${id}` : `/money/lots/${id}`}>
      {name}
    </LinkIfAllowed>
  )
}
