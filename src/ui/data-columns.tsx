/** Columns and props of the dense table, and what stands in a cell; shared by the table and its cards on phones. */
import type { ReactNode } from 'react'
import type { MoneyUnit } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { EmptyWords } from './EmptyNote.tsx'
import { MoneyText } from './MoneyText.tsx'

export interface DataColumn<Row> {
  /** Also the name the server sorts by. */
  readonly key: string
  readonly title: Text
  /** money: `value` is fen as text. number, date and code (document and project numbers) get tabular digits and never break. */
  readonly kind?: 'text' | 'money' | 'number' | 'date' | 'code'
  readonly value: (row: Row) => string | number | null | undefined
  /** Draws the cell; without it the value is shown by its kind. */
  readonly render?: (row: Row) => ReactNode
  /** Money to two decimals of 万元, exact in its title: for lists of many amounts. */
  readonly rounded?: boolean
  /** Decimals of a money column; without it the table works them out from the rows it shows. */
  readonly digits?: number
  readonly width?: number
  /** On a phone's card such stand beside each other, each under its name. Numbers do so of themselves. */
  readonly half?: boolean
  readonly sortable?: boolean
  readonly fixed?: boolean
  /** Where it goes on a phone's card; `hidden` leaves it out. */
  /** The cell is something to operate, like a check box: it is not wrapped in a link or button again. */
  readonly operable?: boolean
  readonly card?: 'title' | 'hidden'
}

export interface TableChange {
  readonly page?: number
  readonly pageSize?: number
  /** Column key, with `-` in front for descending; undefined for the server's own order. */
  readonly sort?: string | undefined
}

export interface DataTableProps<Row> {
  readonly columns: readonly DataColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Rows in the whole list; without it the rows given are the whole list and there is no paging. */
  readonly total?: number
  readonly page?: number
  readonly pageSize?: number
  readonly sort?: string | null
  readonly onChange?: (change: TableChange) => void
  readonly loading?: boolean
  readonly empty: EmptyWords
  readonly sticky?: boolean
  /** Cells of the line of sums, by column key. */
  readonly summary?: Readonly<Record<string, ReactNode>>
  readonly rowHref?: (row: Row) => string | null
  readonly onRow?: (row: Row) => void
  readonly rowClassName?: (row: Row) => string
  readonly label?: Text
}

export function cellOf<Row>(column: DataColumn<Row>, row: Row, digits?: number): ReactNode {
  if (column.render) return column.render(row)
  const value = column.value(row)
  if (value === null || value === undefined || value === '') return column.kind === 'money' ? null : <span className="cell-none">–</span>
  return column.kind === 'money' ? (
    <MoneyText fen={String(value)} rounded={column.rounded ?? false} digits={column.digits ?? digits} />
  ) : (
    value
  )
}

export const columnTitle = (column: { title: Text; kind?: string }, say: (text: Text) => string, unit: MoneyUnit): string =>
  column.kind === 'money' ? `${say(column.title)}(${unit})` : say(column.title)
