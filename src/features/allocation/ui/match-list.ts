/** The list of matches as it is narrowed and sorted on the page; the download is given the same words. */
import type { Text } from '#kernel/outcome.ts'

export interface Matched {
  readonly rank: number | null
  readonly because: readonly Text[]
}

export type Show = 'can' | 'cannot' | undefined

type Key = string | number | bigint

export interface Narrowing<Row> {
  readonly q: string
  readonly show: Show
  readonly sort: string | undefined
  readonly words: (row: Row) => string
  readonly columns: Readonly<Record<string, (row: Row) => Key>>
}

export function narrow<Row extends Matched>(rows: readonly Row[], { q, show, sort, words, columns }: Narrowing<Row>): Row[] {
  const wanted = q.trim().toLowerCase()
  const said = (row: Row) => `${words(row)} ${row.because.map((b) => `${b.zh} ${b.en}`).join(' ')}`.toLowerCase()
  const kept = rows.filter(
    (row) => (show === undefined || (row.rank !== null) === (show === 'can')) && (!wanted || said(row).includes(wanted)),
  )
  const column = columns[(sort ?? '').replace(/^-/, '')]
  if (!column) return kept
  const way = sort!.startsWith('-') ? -1 : 1
  return kept.sort((a, b) => {
    const [x, y] = [column(a), column(b)]
    return x === y ? 0 : x < y ? -way : way
  })
}
