/** A statement ruled as the official form is: grouped heads, amounts in yuan to the fen, the first columns stay while it scrolls. */
import { formatFen } from '#kernel/money.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import { useSay } from '#ui/language.tsx'
import { PageLink } from '#ui/PageLink.tsx'
import { SideScroll } from '#ui/SideScroll.tsx'
import type { showStatement } from '../statements.contract.ts'

type Table = AnswerOf<typeof showStatement>['table']
type Column = Table['columns'][number]
type Cell = Table['rows'][number]['cells'][number]

export function StatementTable({ table, label }: { table: Table; label: string }) {
  const say = useSay()
  const { columns, rows } = table
  const grouped = columns.some((column) => column.group)
  return (
    <SideScroll className="statement-scroll" role="region" label={label}>
      <table className="statement-table">
        <Head columns={columns} grouped={grouped} />
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} className={`line-${row.tone}`}>
              {row.cells.map((cell, at) => {
                const column = columns[at]!
                const link = row.links.find((l) => l.at === at)
                const content = shownCell(cell, column, say)
                return (
                  <td key={column.key} className={`cell-${column.kind}${row.bold?.includes(at) ? ' cell-bold' : ''}`}>
                    {link ? <PageLink to={link.href}>{content}</PageLink> : content}
                  </td>
                )
              })}
            </tr>
          ))}
          {rows.length === 0 ? (
            <tr>
              <td colSpan={columns.length} className="statement-none">
                {say({ zh: '这一期间没有记账', en: 'Nothing was posted in this period' })}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </SideScroll>
  )
}

function shownCell(cell: Cell, column: Column, say: ReturnType<typeof useSay>) {
  if (cell === null) return null
  if (typeof cell === 'object') return say(cell)
  if (column.kind !== 'money') return cell
  const amount = BigInt(cell)
  if (amount === 0n) return '–'
  return amount < 0n ? <span className="money-negative">{formatFen(amount)}</span> : formatFen(amount)
}

function Head({ columns, grouped }: { columns: readonly Column[]; grouped: boolean }) {
  const say = useSay()
  if (!grouped)
    return (
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col">
              {say(column.title)}
            </th>
          ))}
        </tr>
      </thead>
    )
  return (
    <thead>
      <tr>
        {headCells(columns).map(({ column, span }) =>
          column.group ? (
            <th key={column.key} scope="colgroup" colSpan={span}>
              {say(column.group)}
            </th>
          ) : (
            <th key={column.key} scope="col" rowSpan={2}>
              {say(column.title)}
            </th>
          ),
        )}
      </tr>
      <tr>
        {columns
          .filter((column) => column.group)
          .map((column) => (
            <th key={column.key} scope="col">
              {say(column.title)}
            </th>
          ))}
      </tr>
    </thead>
  )
}

/** Neighbouring columns of one group share a cell. */
function headCells(columns: readonly Column[]): { column: Column; span: number }[] {
  const cells: { column: Column; span: number }[] = []
  for (const column of columns) {
    const last = cells.at(-1)
    if (last && column.group && last.column.group?.zh === column.group.zh) last.span += 1
    else cells.push({ column, span: 1 })
  }
  return cells
}
