/** Sorts rows that are all here by a column of the table: money and numbers by size, text by its characters. Pure. */
import type { DataColumn } from '#ui/DataTable.tsx'

/** `sort`: a column key, `-` in front for descending; without one the rows stay in the server's order. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly DataColumn<Row>[], sort: string | null): readonly Row[] {
  const column = columns.find((c) => c.key === sort?.replace(/^-/, ''))
  if (!column) return rows
  const sign = sort!.startsWith('-') ? -1 : 1
  const compare = (a: Row, b: Row): number => {
    const [x, y] = [column.value(a) ?? '', column.value(b) ?? '']
    if (column.kind === 'money') return BigInt(x) < BigInt(y) ? -1 : BigInt(x) > BigInt(y) ? 1 : 0
    if (typeof x === 'number' && typeof y === 'number') return x - y
    return String(x).localeCompare(String(y), 'zh-CN')
  }
  return [...rows].sort((a, b) => sign * compare(a, b))
}
