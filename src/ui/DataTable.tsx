/**
 * The dense table of the product: 30 px rows, money right aligned with its unit once in the head, paging and sorting by
 * the server, rows that open with click or Enter. On a phone every row becomes a card with the same content.
 */
import { Pagination, Table, type TableColumnType } from 'antd'
import type { SorterResult } from 'antd/es/table/interface'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { DataCards } from './DataCards.tsx'
import { cellOf, columnTitle, type DataColumn, type DataTableProps } from './data-columns.tsx'
import { EmptyNote } from './EmptyNote.tsx'
import { useSay } from './language.tsx'
import { digitsFor, useMoneyUnit } from './MoneyText.tsx'
import { useNarrow } from './media.ts'
import { PageLink } from './PageLink.tsx'
import { useGo } from './routing.ts'

export type { DataColumn, DataTableProps, TableChange } from './data-columns.tsx'

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, empty, loading = false } = props
  const say = useSay()
  const narrow = useNarrow(768)
  const label = props.label ? say(props.label) : undefined
  if (rows.length === 0 && !loading) return <EmptyNote {...empty} />
  return (
    <section className="data-table" {...(label ? { 'aria-label': label } : {})}>
      {narrow ? <DataCards {...props} /> : <WideTable {...props} />}
      <Pages {...props} narrow={narrow} />
    </section>
  )
}

function Pages<Row extends object>({ total, page = 1, pageSize = 20, onChange, narrow }: DataTableProps<Row> & { narrow: boolean }) {
  const say = useSay()
  if (total === undefined) return null
  return (
    <div className="data-pages no-print">
      <span className="data-total">{say({ zh: `共 ${total} 条`, en: `${total} in all` })}</span>
      {total > Math.min(pageSize, 20) ? (
        <Pagination
          size={narrow ? 'medium' : 'small'}
          current={page}
          pageSize={pageSize}
          total={total}
          simple={narrow}
          showSizeChanger={!narrow}
          pageSizeOptions={[20, 50, 100, 200]}
          onChange={(nextPage, nextSize) => onChange?.({ page: nextSize === pageSize ? nextPage : 1, pageSize: nextSize })}
        />
      ) : null}
    </div>
  )
}

const orderOf = (column: string, sort: string | null | undefined) =>
  sort === column ? ('ascend' as const) : sort === `-${column}` ? ('descend' as const) : null

function WideTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, rowKey, loading = false, sticky = false, onChange, summary } = props
  const columns = useColumns(props)
  const open = useOpen(props)
  const changed = (sorter: SorterResult<Row>) => {
    const key = String(sorter.columnKey ?? '')
    onChange?.({ page: 1, sort: sorter.order ? `${sorter.order === 'descend' ? '-' : ''}${key}` : undefined })
  }
  return (
    <Table<Row>
      size="small"
      columns={columns}
      dataSource={[...rows]}
      rowKey={rowKey}
      loading={loading}
      pagination={false}
      scroll={{ x: 'max-content' }}
      {...(sticky ? { sticky: { offsetHeader: 52 } } : {})}
      onChange={(_pages, _filters, sorter) => changed(Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter)}
      rowClassName={(row) => `${open ? 'row-opens' : ''} ${props.rowClassName?.(row) ?? ''}`}
      onRow={(row) => (open ? rowEvents(row, open, props.rowHref === undefined) : {})}
      {...(summary ? { summary: () => <SummaryLine columns={props.columns} cells={summary} /> } : {})}
    />
  )
}

function useColumns<Row extends object>({ rows, columns, sort, onChange, rowHref }: DataTableProps<Row>): TableColumnType<Row>[] {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const digits = new Map(
    columns
      .filter((column) => column.kind === 'money' && !column.rounded && !column.render)
      .map((column) => [
        column.key,
        digitsFor(
          rows.map((row) => column.value(row)?.toString() || null),
          unit,
        ),
      ]),
  )
  return columns.map((column, index) => ({
    key: column.key,
    title: column.rounded ? <TwoLineTitle title={say(column.title)} unit={unit} /> : columnTitle(column, say, unit),
    align: column.kind === 'money' || column.kind === 'number' ? ('right' as const) : ('left' as const),
    className: `cell-${column.kind ?? 'text'}`,
    ...(column.width ? { width: column.width } : {}),
    ...(column.fixed ? { fixed: 'left' as const } : {}),
    ...(column.sortable && onChange ? { sorter: true, sortOrder: orderOf(column.key, sort), showSorterTooltip: false } : {}),
    render: (_: unknown, row: Row) => {
      const href = index === 0 ? rowHref?.(row) : null
      const cell = cellOf(column, row, digits.get(column.key))
      return href ? (
        <PageLink to={href} className="row-link">
          {cell}
        </PageLink>
      ) : (
        cell
      )
    },
  }))
}

/** Many amounts beside each other: the unit under the word, so that a column is as wide as its amounts. */
function TwoLineTitle({ title, unit }: { readonly title: string; readonly unit: string }) {
  return (
    <span className="two-line-title">
      {title}
      <small>{`(${unit})`}</small>
    </span>
  )
}

/** What a row does when opened, or null when rows are only to be read. */
function useOpen<Row extends object>({ rowHref, onRow }: DataTableProps<Row>): ((row: Row) => void) | null {
  const go = useGo()
  if (onRow) return onRow
  if (!rowHref) return null
  return (row) => {
    const href = rowHref(row)
    if (href) go(href)
  }
}

const isControl = (target: EventTarget) => target instanceof Element && target.closest('a,button,input,label,.ant-select') !== null

/** Up and down move between rows. Rows with an address already hold a link, which is what takes the focus. */
function rowEvents<Row>(row: Row, open: (row: Row) => void, focusable: boolean) {
  return {
    ...(focusable ? { tabIndex: 0 } : {}),
    onClick: (event: MouseEvent) => {
      if (!isControl(event.target) && !window.getSelection()?.toString()) open(row)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open(row)
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      const next = event.key === 'ArrowDown' ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling
      const target = focusable ? next : next?.querySelector('.row-link')
      if (target instanceof HTMLElement) {
        event.preventDefault()
        target.focus()
      }
    },
  }
}

function SummaryLine<Row>({ columns, cells }: { columns: readonly DataColumn<Row>[]; cells: Readonly<Record<string, ReactNode>> }) {
  const say = useSay()
  return (
    <Table.Summary fixed>
      <Table.Summary.Row className="data-summary">
        {columns.map((column, index) => (
          <Table.Summary.Cell key={column.key} index={index} align={column.kind === 'money' || column.kind === 'number' ? 'right' : 'left'}>
            {cells[column.key] ?? (index === 0 ? say({ zh: '合计', en: 'Total' }) : null)}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  )
}
