/** A table on a phone: one card a row, its title on top, labels beside values; the sums come last. */
import type { ReactNode } from 'react'
import { cellOf, columnTitle, type DataColumn, type DataTableProps } from './data-columns.tsx'
import { useSay } from './language.tsx'
import { useMoneyUnit } from './MoneyText.tsx'
import { PageLink } from './PageLink.tsx'

export function DataCards<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, summary } = props
  const say = useSay()
  const title = columns.find((column) => column.card === 'title') ?? columns[0]
  const rest = columns.filter((column) => column !== title && column.card !== 'hidden')
  return (
    <ul className={`data-cards${props.loading ? ' data-cards-loading' : ''}`}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={`data-card ${props.rowClassName?.(row) ?? ''}`}>
          {title ? (
            title.operable ? (
              <div className="data-card-title">{cellOf(title, row)}</div>
            ) : (
              <CardTitle row={row} {...props}>
                {cellOf(title, row)}
              </CardTitle>
            )
          ) : null}
          <Pairs columns={rest} cell={(column) => cellOf(column, row)} empty={(column) => isEmpty(column, row)} />
        </li>
      ))}
      {summary ? (
        <li className="data-card data-card-sum">
          <strong>{say({ zh: '合计（整个清单）', en: 'Total of the whole list' })}</strong>
          <Pairs columns={rest} cell={(column) => summary[column.key]} empty={(column) => summary[column.key] === undefined} />
        </li>
      ) : null}
    </ul>
  )
}

function isEmpty<Row>(column: DataColumn<Row>, row: Row): boolean {
  const value = column.value(row)
  if (value === null || value === undefined || value === '') return true
  return column.kind === 'money' ? BigInt(value) === 0n : column.kind === 'number' && value === 0
}

function CardTitle<Row extends object>({ row, rowHref, onRow, children }: DataTableProps<Row> & { row: Row; children: ReactNode }) {
  const href = rowHref?.(row)
  if (href)
    return (
      <PageLink to={href} className="data-card-title">
        {children}
      </PageLink>
    )
  if (onRow)
    return (
      <button type="button" className="data-card-title" onClick={() => onRow(row)}>
        {children}
      </button>
    )
  return <div className="data-card-title">{children}</div>
}

interface PairsProps<Row> {
  readonly columns: readonly DataColumn<Row>[]
  readonly cell: (column: DataColumn<Row>) => ReactNode
  readonly empty: (column: DataColumn<Row>) => boolean
}

function Pairs<Row>({ columns, cell, empty }: PairsProps<Row>) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  return (
    <dl>
      {columns
        .filter((column) => !empty(column))
        .map((column) => (
          <div key={column.key} {...(column.half || column.kind === 'number' ? { className: 'data-pair-half' } : {})}>
            <dt>{columnTitle(column, say, unit)}</dt>
            <dd>{cell(column)}</dd>
          </div>
        ))}
    </dl>
  )
}
