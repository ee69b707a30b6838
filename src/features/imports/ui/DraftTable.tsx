/** Every row as it was understood, wrong ones marked on row and cell. A row can be left out and taken back. */
import { Checkbox, Segmented, Table, type TableColumnType, Tooltip } from 'antd'
import { useState } from 'react'
import { useSay } from '#ui/language.tsx'
import { MoneyText, useMoneyUnit } from '#ui/MoneyText.tsx'
import { type DraftBase, type DraftColumn, findingsOfCell, type ImportFinding, rowName } from './import-shapes.ts'

export interface RowMarks {
  readonly errors: ReadonlyMap<string, readonly ImportFinding[]>
  readonly warnings: ReadonlyMap<string, readonly ImportFinding[]>
}

interface DraftTableProps<Row extends DraftBase> extends RowMarks {
  readonly rows: readonly Row[]
  readonly columns: readonly DraftColumn<Row>[]
  readonly manySheets: boolean
  readonly busy: boolean
  /** The row a finding was opened for. */
  readonly opened: string | null
  readonly onLeaveOut: (names: readonly string[], leaveOut: boolean) => void
}

export type Show = 'all' | 'wrong'
export const PAGE_SIZE = 100
export const domId = (name: string) => `draft-${name}`

interface Line<Row> {
  readonly key: string
  readonly name: string
  readonly row: Row
}

/** One row of the file may be several drafts when it names several sources. */
function linesOf<Row extends DraftBase>(rows: readonly Row[]): Line<Row>[] {
  const times = new Map<string, number>()
  return rows.map((row) => {
    const name = rowName(row)
    const time = times.get(name) ?? 0
    times.set(name, time + 1)
    return { key: time === 0 ? name : `${name}#${time}`, name, row }
  })
}

export function DraftTable<Row extends DraftBase>(props: DraftTableProps<Row>) {
  const { rows, errors, warnings, opened, busy } = props
  const say = useSay()
  const [show, setShow] = useState<Show>('all')
  const [page, setPage] = useState<{ readonly number: number; readonly of: string | null }>({ number: 1, of: null })
  const lines = linesOf(rows)
  const wrong = lines.filter((line) => errors.has(line.name) || warnings.has(line.name))
  const openedAt = lines.findIndex((line) => line.name === opened)
  const effective: Show = opened !== null && page.of !== opened ? 'all' : show
  const number = opened !== null && page.of !== opened && openedAt >= 0 ? Math.floor(openedAt / PAGE_SIZE) + 1 : page.number
  const shown = effective === 'all' ? lines : wrong
  const columns = useDraftColumns(props)
  return (
    <div className="draft-table">
      <div className="draft-tools">
        <h3>{say({ zh: '读出来的每一行', en: 'Every row as understood' })}</h3>
        <Segmented<Show>
          size="small"
          value={effective}
          onChange={(next) => {
            setShow(next)
            setPage({ number: 1, of: opened })
          }}
          options={[
            { value: 'all', label: say({ zh: `全部（${lines.length}）`, en: `All (${lines.length})` }) },
            {
              value: 'wrong',
              label: say({ zh: `有问题的（${wrong.length}）`, en: `With findings (${wrong.length})` }),
              disabled: wrong.length === 0,
            },
          ]}
        />
      </div>
      <Table<Line<Row>>
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={shown}
        loading={busy}
        scroll={{ x: 'max-content', y: 520 }}
        pagination={{
          current: number,
          pageSize: PAGE_SIZE,
          hideOnSinglePage: true,
          showSizeChanger: false,
          size: 'small',
          onChange: (next) => setPage({ number: next, of: opened }),
        }}
        rowClassName={(line) => classOf(line, props)}
        onRow={(line) => ({ id: domId(line.key) })}
      />
    </div>
  )
}

function classOf<Row extends DraftBase>({ row, name }: Line<Row>, { errors, warnings, opened }: DraftTableProps<Row>): string {
  const mark = row.leftOut ? 'draft-out' : errors.has(name) ? 'draft-wrong' : warnings.has(name) ? 'draft-odd' : ''
  return name === opened ? `${mark} draft-opened` : mark
}

function useDraftColumns<Row extends DraftBase>(props: DraftTableProps<Row>): TableColumnType<Line<Row>>[] {
  const say = useSay()
  const { unit } = useMoneyUnit()
  return [
    {
      key: 'take',
      title: say({ zh: '导入', en: 'Take' }),
      fixed: 'left',
      width: 52,
      align: 'center',
      render: (_, { row, name }) => (
        <Checkbox
          checked={!row.leftOut}
          disabled={props.busy}
          aria-label={say({ zh: `导入第${row.row}行`, en: `Take row ${row.row}` })}
          onChange={(event) => props.onLeaveOut([name], !event.target.checked)}
        />
      ),
    },
    {
      key: 'row',
      title: say({ zh: '行', en: 'Row' }),
      fixed: 'left',
      width: props.manySheets ? 120 : 52,
      align: 'right',
      render: (_, { row }) => <span className="draft-row">{props.manySheets ? `${row.sheet} ${row.row}` : row.row}</span>,
    },
    ...props.columns.map(
      (column): TableColumnType<Line<Row>> => ({
        key: column.key,
        title: column.kind === 'money' ? `${say(column.title)}(${unit})` : say(column.title),
        align: column.kind === 'money' || column.kind === 'number' ? 'right' : 'left',
        ...(column.width ? { width: column.width } : {}),
        onCell: ({ row, name }) => ({ className: row.leftOut ? '' : cellClass(props, name, column.fields) }),
        render: (_, line) => <Cell line={line} column={column} marks={props} />,
      }),
    ),
  ]
}

function cellClass(marks: RowMarks, name: string, fields: readonly string[]): string {
  if (findingsOfCell(marks.errors.get(name) ?? [], fields).length > 0) return 'draft-cell-wrong'
  return findingsOfCell(marks.warnings.get(name) ?? [], fields).length > 0 ? 'draft-cell-odd' : ''
}

function Cell<Row extends DraftBase>({ line, column, marks }: { line: Line<Row>; column: DraftColumn<Row>; marks: RowMarks }) {
  const say = useSay()
  const { row, name } = line
  const value = column.value(row)
  const found = [
    ...findingsOfCell(marks.errors.get(name) ?? [], column.fields),
    ...findingsOfCell(marks.warnings.get(name) ?? [], column.fields),
  ]
  const content =
    value === null || value === '' ? (
      <span className="cell-none">{found.length > 0 ? say({ zh: '（缺）', en: '(missing)' }) : '–'}</span>
    ) : column.kind === 'money' ? (
      <MoneyText fen={String(value)} />
    ) : (
      <span className={column.long ? 'draft-long' : ''} title={column.long ? String(value) : undefined}>
        {value}
      </span>
    )
  return found.length > 0 && !row.leftOut ? (
    <Tooltip title={found.map((finding) => say(finding.message)).join('\n')}>{content}</Tooltip>
  ) : (
    content
  )
}
