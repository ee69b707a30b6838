/** Who is paid from what: groups by project or by lot, each opening into its slices. */
import { Segmented, Space, Table, Tag, type TableColumnType } from 'antd'
import { useMemo, useState } from 'react'
import { books, type BookKey } from '#policy/books.ts'
import { useSay } from '#ui/language.tsx'
import { MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { useNarrow } from '#ui/narrow.ts'
import { LinkIfAllowed } from '#ui/PageLink.tsx'
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

export function PlanSlices({ slices }: { slices: readonly Slice[] }) {
  const say = useSay()
  const [by, setBy] = useState<'project' | 'lot'>('project')
  const columns = useColumns(by)
  const rows = useMemo(() => rowsOf(slices, by), [slices, by])
  return (
    <>
      <Space style={{ marginBottom: 8 }} wrap>
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
      </Space>
      <Table<Row>
        key={by}
        size="small"
        rowKey="key"
        dataSource={rows}
        pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
        expandable={{ defaultExpandAllRows: rows.length <= 20, indentSize: 16 }}
        rowClassName={(row) => (row.group ? 'plan-group-row' : '')}
        scroll={{ x: true }}
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
