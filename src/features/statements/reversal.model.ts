/**
 * A free reversal (红字冲销) by a keeper: what the red voucher will say, from which day on it may stand, and why somebody may not write
 * it. The books decide once more when it is posted; here the page learns it before anybody presses the button. Pure.
 */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BookState, monthText } from '#features/ledger/ledger.model.ts'
import { refuse } from '#features/ledger/ledger-refusals.model.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { lastDay } from './span.model.ts'
import type { VoucherMove, VoucherSource } from './vouchers.model.ts'

export interface ReversalFacts {
  readonly mayPost: boolean
  readonly personId: string
  readonly today: CivilDate
  /** On whose chain the posting stands. */
  readonly book: BookKey
  readonly entryKind: PostingKindKey
  readonly reversed: boolean
  readonly state: BookState | undefined
}

/** Null: a reversal may be begun. Otherwise the first reason that stands in the way. */
export function whyNotReversed(f: ReversalFacts): Text | null {
  if (f.reversed) return { zh: '这张凭证已经冲销过，不能再冲销', en: 'This voucher is reversed already' }
  const kind = postings[f.entryKind]
  if (f.entryKind === 'year-close')
    return { zh: '年终结账请到“结账”页面撤销', en: 'The closing of a year is taken back on the page "Closing"' }
  const wording = { kind: kind.label.zh, kindEn: kind.label.en }
  if (!kind.reversible) return messageOf(refuse('not_reversible', wording))
  if (!f.mayPost) return { zh: '红字冲销由财政局的记账人办理', en: 'A keeper of the finance bureau reverses postings' }
  const keeps = (f.state?.keepers ?? []).some((k) => k.personId === f.personId && k.from <= f.today && (k.to === null || f.today <= k.to))
  const { zh, en } = books[f.book].label
  const own = { book: zh, bookEn: en, date: f.today, kind: reversal.label.zh, kindEn: reversal.label.en }
  return keeps ? null : messageOf(refuse('not_keeper', own))
}

const messageOf = (no: ReturnType<typeof refuse>): Text | null => (no.ok ? null : no.refusal.message)

/** The first day a reversal may carry: not before what it reverses, and in no month that one of its books has closed. */
export function openFrom(businessDate: CivilDate, closedThrough: readonly number[]): CivilDate {
  const closed = Math.max(0, ...closedThrough)
  const first = closed === 0 ? businessDate : addDays(lastDay(monthText(closed)), 1)
  return first > businessDate ? first : businessDate
}

/** The voucher as it will stand: the moves turned round, in the other colour. */
export const turnedRound = <D>(source: VoucherSource<D>): VoucherSource<D> => ({
  ...source,
  red: !source.red,
  moves: source.moves.map((m): VoucherMove<D> => ({ ...m, fromBook: m.toBook, from: m.to, toBook: m.fromBook, to: m.from })),
})
