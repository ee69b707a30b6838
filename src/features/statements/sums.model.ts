/** From what happened (turnover by kind and move) to what the titles of account hold: debits, credits, balances. Pure. */
import type { Transition } from '#features/ledger/entries.model.ts'
import type { BookKey } from '#policy/books.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import { entriesOf } from './entries.model.ts'

/** Sums before the span, in it, and in the year up to its end. */
export interface Buckets {
  readonly before: bigint
  readonly period: bigint
  readonly year: bigint
}

/** Reversals count below zero. */
export interface Turnover extends Transition, Buckets {}

/** What the closing of years did to the titles; it stands beside the moves, see year_close_line. */
export interface ClosingTurnover {
  readonly book: BookKey
  readonly subject: SubjectCode
  readonly debit: Buckets
  readonly credit: Buckets
}

/** Balances are debit less credit: a credit balance is below zero. */
export interface SubjectSum {
  readonly opening: bigint
  readonly debit: bigint
  readonly credit: bigint
  readonly closing: bigint
  readonly yearOpening: bigint
  readonly yearDebit: bigint
  readonly yearCredit: bigint
}

export type SubjectSums = ReadonlyMap<SubjectCode, SubjectSum>

export const NO_SUM: SubjectSum = { opening: 0n, debit: 0n, credit: 0n, closing: 0n, yearOpening: 0n, yearDebit: 0n, yearCredit: 0n }

type Sides = { debit: Buckets; credit: Buckets }
const NONE: Buckets = { before: 0n, period: 0n, year: 0n }
const plus = (a: Buckets, b: Buckets): Buckets => ({ before: a.before + b.before, period: a.period + b.period, year: a.year + b.year })

export function subjectSums(turnover: readonly Turnover[], closing: readonly ClosingTurnover[], books: readonly BookKey[]): SubjectSums {
  const sides = new Map<SubjectCode, Sides>()
  const put = (subject: SubjectCode, debit: Buckets, credit: Buckets) => {
    const at = sides.get(subject) ?? { debit: NONE, credit: NONE }
    sides.set(subject, { debit: plus(at.debit, debit), credit: plus(at.credit, credit) })
  }
  for (const t of turnover)
    for (const entry of entriesOf(t)) {
      if (!books.includes(entry.book)) continue
      put(entry.debit, t, NONE)
      put(entry.credit, NONE, t)
    }
  for (const c of closing) if (books.includes(c.book)) put(c.subject, c.debit, c.credit)
  return new Map([...sides].sort(([a], [b]) => (a < b ? -1 : 1)).map(([subject, s]) => [subject, sumOf(s)]))
}

function sumOf({ debit, credit }: Sides): SubjectSum {
  const opening = debit.before - credit.before
  const closing = opening + debit.period - credit.period
  return {
    opening,
    debit: debit.period,
    credit: credit.period,
    closing,
    yearOpening: closing - debit.year + credit.year,
    yearDebit: debit.year,
    yearCredit: credit.year,
  }
}

/** Stage balances at the end of the span, by book; what I9 and the four amounts are read from. */
export function stageBalances(turnover: readonly Turnover[], books: readonly BookKey[]): Map<Transition['from'], bigint> {
  const held = new Map<Transition['from'], bigint>()
  const put = (stage: Transition['from'], amount: bigint) => held.set(stage, (held.get(stage) ?? 0n) + amount)
  for (const t of turnover) {
    const amount = t.before + t.period
    if (books.includes(t.fromBook)) put(t.from, -amount)
    if (books.includes(t.toBook)) put(t.to, amount)
  }
  return held
}
