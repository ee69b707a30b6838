/** The lines that closings of years keep by themselves, summed beside what the moves say. Few, so they are read whole. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { BookKey } from '#policy/books.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import type { Span } from './span.model.ts'
import type { Buckets, ClosingTurnover } from './sums.model.ts'

/** Below zero where a closing was taken back. */
export interface ClosingRow {
  readonly postingId: string
  readonly line: number
  readonly day: CivilDate
  readonly book: BookKey
  readonly no: number
  readonly lotId: string
  readonly subject: SubjectCode
  readonly debitFen: bigint
  readonly creditFen: bigint
}

/** One record a line: whoever sums them does not mind. */
export const closingTurnover = (rows: readonly ClosingRow[], { from, to, yearFrom }: Span): ClosingTurnover[] =>
  rows
    .filter((r) => r.day <= to)
    .map((r) => {
      const buckets = (amount: bigint): Buckets => ({
        before: r.day < from ? amount : 0n,
        period: r.day >= from ? amount : 0n,
        year: r.day >= yearFrom ? amount : 0n,
      })
      return { book: r.book, subject: r.subject, debit: buckets(r.debitFen), credit: buckets(r.creditFen) }
    })

export const closingIn = (rows: readonly ClosingRow[], { from, to }: Pick<Span, 'from' | 'to'>): ClosingRow[] =>
  rows.filter((r) => r.day >= from && r.day <= to)
