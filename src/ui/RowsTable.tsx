/** A table of rows that are already here: paged on the spot, exact sums under money columns, cards on a phone. */
import { useState, type ReactNode } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { DataTable, type DataColumn } from './DataTable.tsx'
import { digitsFor, MoneyText, useMoneyUnit } from './MoneyText.tsx'
import { useNarrow } from './media.ts'
import { usePrinting } from './printing.ts'

export interface RowsColumn<Row> {
  readonly title: Text
  readonly width?: number
  /** What stands in the cell; left out for money columns. */
  readonly cell?: (row: Row) => ReactNode
  /** Fen of the row: right aligned, unit in the head, summed when the table has a total row. */
  readonly money?: (row: Row) => string | bigint | null
  readonly strong?: boolean
  /** A number: right aligned; in the total row when it may be summed over rows. */
  readonly count?: (row: Row) => number
  readonly summed?: boolean
  /** On a phone's card such stand beside each other, each under its name. */
  readonly half?: boolean
  /** Heads a phone's card, where that is not the first column. */
  readonly card?: 'title'
}

interface RowsTableProps<Row> {
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly columns: readonly RowsColumn<Row>[]
  readonly empty: Text
  readonly hint?: Text
  /** Adds a row of exact sums over all rows, not only the page. */
  readonly total?: boolean
  readonly pageSize?: number
  readonly label?: Text
}

/** The column's content comes from `cell`; this only says that there is some, so that a card shows it. */
const THERE = 1
/** Cards on a phone before they are paged. */
const CARDS = 10

function dataColumn<Row>(
  { title, width, cell, money, strong, count, half, card }: RowsColumn<Row>,
  digits: number | undefined,
): DataColumn<Row> {
  const common = { key: title.en, title, ...(width === undefined ? {} : { width }), ...(half ? { half } : {}), ...(card ? { card } : {}) }
  if (count) return { ...common, kind: 'number', value: count }
  if (!money) return { ...common, value: () => THERE, render: (row) => cell?.(row) }
  const value = (row: Row) => money(row)?.toString() ?? null
  const drawn = strong ? { render: (row: Row) => <MoneyText fen={value(row)} strong digits={digits} /> } : {}
  return { ...common, kind: 'money', value, ...(digits === undefined ? {} : { digits }), ...drawn }
}

const sumOf = <Row,>(rows: readonly Row[], money: NonNullable<RowsColumn<Row>['money']>): bigint =>
  rows.reduce((sum, row) => sum + BigInt(money(row) ?? 0), 0n)

export function RowsTable<Row extends object>(props: RowsTableProps<Row>) {
  const { rows, rowKey, columns, empty, hint, total = false, pageSize: wideSize = 50, label } = props
  const narrow = useNarrow(768)
  const printing = usePrinting()
  const [page, setPage] = useState(1)
  const [chosenSize, setPageSize] = useState<number | null>(null)
  const firstSize = narrow ? CARDS : wideSize
  const pageSize = chosenSize ?? firstSize
  const paged = rows.length > pageSize || pageSize !== firstSize
  const last = Math.max(1, Math.ceil(rows.length / pageSize))
  const current = Math.min(page, last)
  const { unit } = useMoneyUnit()
  // Over all rows and their sum, so that turning a page or adding up does not change a column's decimals.
  const digitsOf = ({ money }: RowsColumn<Row>): number =>
    !money || narrow ? 0 : digitsFor(total ? [...rows.map(money), sumOf(rows, money)] : rows.map(money), unit)
  const digits = new Map(columns.map((column) => [column, digitsOf(column)]))
  const summary = Object.fromEntries(
    columns.flatMap((column): [string, ReactNode][] => {
      const { title, money, count, summed } = column
      const decimals = narrow ? undefined : digits.get(column)
      if (money) return [[title.en, <MoneyText key={title.en} fen={sumOf(rows, money)} strong digits={decimals} />]]
      return count && summed ? [[title.en, rows.reduce((sum, row) => sum + count(row), 0)]] : []
    }),
  )
  return (
    <DataTable<Row>
      columns={columns.map((column) => dataColumn(column, narrow ? undefined : digits.get(column)))}
      rows={paged && !printing ? rows.slice((current - 1) * pageSize, current * pageSize) : rows}
      rowKey={rowKey}
      empty={{ title: empty, ...(hint ? { hint } : {}) }}
      {...(label ? { label } : {})}
      {...(total ? { summary } : {})}
      {...(paged
        ? {
            total: rows.length,
            page: current,
            pageSize,
            onChange: (change) => {
              if (change.page) setPage(change.page)
              if (change.pageSize) setPageSize(change.pageSize)
            },
          }
        : {})}
    />
  )
}
