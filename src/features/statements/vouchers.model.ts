/**
 * A voucher is a projection of a posting: what it debits and credits in one book, line by line, in the cash book and beside it in the
 * quota book. Nothing of it is stored, so it cannot say anything else than the moves. A posting that touches two books has two.
 */
import { type Fen, fen, ZERO } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { Transition } from '#features/ledger/entries.model.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import { entriesOf, type Ledger } from './entries.model.ts'

/** What a line is about; a name is null where the money knows nothing of it. */
export interface Detail {
  readonly lotId: string
  readonly lot: string
  readonly docNo: string
  readonly projectId: string
  readonly project: string | null
  readonly contractId: string
  readonly contract: string | null
  readonly claimId: string
  readonly payee: string | null
}

/** A move as it stands in the books: that of a red posting already runs backwards. */
export interface VoucherMove<D = Detail> {
  readonly fromBook: BookKey
  readonly from: StageKey
  readonly toBook: BookKey
  readonly to: StageKey
  readonly amountFen: bigint
  readonly detail: D
}

/** A line that a year's closing keeps by itself. */
export interface ClosingLine<D = Detail> {
  readonly subject: SubjectCode
  readonly debitFen: bigint
  readonly creditFen: bigint
  readonly detail: D
}

export interface VoucherSource<D = Detail> {
  readonly book: BookKey
  readonly entryKind: PostingKindKey
  readonly red: boolean
  readonly moves: readonly VoucherMove<D>[]
  readonly closing: readonly ClosingLine<D>[]
}

export interface VoucherLine<D = Detail> {
  readonly ledger: Ledger
  readonly subject: SubjectCode
  readonly debitFen: Fen
  readonly creditFen: Fen
  readonly detail: D
}

export interface PlacedLine<D = Detail> extends VoucherLine<D> {
  readonly book: BookKey
}

/** The transition whose entries are shown, and the amount: below zero in red. */
export function transitionOf(
  source: Pick<VoucherSource, 'entryKind' | 'red'>,
  m: Omit<VoucherMove, 'detail'>,
): { of: Transition; amountFen: bigint } {
  const { entryKind: kind, red } = source
  return red
    ? { of: { kind, from: m.to, to: m.from, fromBook: m.toBook, toBook: m.fromBook }, amountFen: -m.amountFen }
    : { of: { kind, from: m.from, to: m.to, fromBook: m.fromBook, toBook: m.toBook }, amountFen: m.amountFen }
}

/** Every line of a posting, of each book that it touches. */
export function linesOfPosting<D>(source: VoucherSource<D>): PlacedLine<D>[] {
  const lines: PlacedLine<D>[] = []
  for (const move of source.moves) {
    const { of, amountFen } = transitionOf(source, move)
    for (const { ledger, book, debit, credit } of entriesOf(of)) {
      lines.push({ book, ledger, subject: debit, debitFen: fen(amountFen), creditFen: ZERO, detail: move.detail })
      lines.push({ book, ledger, subject: credit, debitFen: ZERO, creditFen: fen(amountFen), detail: move.detail })
    }
  }
  const sign = source.red ? -1n : 1n
  for (const { subject, debitFen, creditFen, detail } of source.closing)
    lines.push({ book: source.book, ledger: 'cash', subject, debitFen: fen(sign * debitFen), creditFen: fen(sign * creditFen), detail })
  return lines
}

/** The lines of one book's voucher: the cash book first, debits before credits where they belong together. */
export function voucherLines<D>(source: VoucherSource<D>, book: BookKey): VoucherLine<D>[] {
  const own = linesOfPosting(source).filter((l) => l.book === book)
  return [...own.filter((l) => l.ledger === 'cash'), ...own.filter((l) => l.ledger === 'quota')]
}

interface Named {
  readonly kind: PostingKindKey | 'reversal'
  readonly entryKind: PostingKindKey
  readonly basis: string
}

export const kindLabel = ({ kind, entryKind }: Pick<Named, 'kind' | 'entryKind'>): Text => {
  const { label } = postings[entryKind]
  if (kind !== 'reversal') return label
  return { zh: `${reversal.label.zh}：${label.zh}`, en: `${reversal.label.en}: ${label.en}` }
}

/** 摘要: what happened and the paper it rests on. */
export const summaryOf = (source: Named): Text => {
  const label = kindLabel(source)
  return { zh: `${label.zh} ${source.basis}`, en: `${label.en} ${source.basis}` }
}

export interface VoucherTotals {
  readonly ledger: Ledger
  readonly debitFen: Fen
  readonly creditFen: Fen
}

/** Debit and credit of each ledger that the voucher has lines in; they are equal. */
export function totalsOf(lines: readonly Omit<VoucherLine, 'detail'>[]): VoucherTotals[] {
  return (['cash', 'quota'] as const).flatMap((ledger) => {
    const own = lines.filter((l) => l.ledger === ledger)
    if (own.length === 0) return []
    const sum = (key: 'debitFen' | 'creditFen') => fen(own.reduce((total, l) => total + l[key], 0n))
    return [{ ledger, debitFen: sum('debitFen'), creditFen: sum('creditFen') }]
  })
}

/** 记-12 */
export const voucherWord = (no: number): string => `记-${no}`

/** Numbers that are missing, and numbers that stand twice, among what ought to be 1 … last. */
export function gapsOf(numbers: readonly number[], last: number): { readonly missing: number[]; readonly twice: number[] } {
  const seen = new Map<number, number>()
  for (const n of numbers) seen.set(n, (seen.get(n) ?? 0) + 1)
  const missing: number[] = []
  for (let n = 1; n <= last; n++) if (!seen.has(n)) missing.push(n)
  return { missing, twice: [...seen].filter(([n, count]) => count > 1 || n > last || n < 1).map(([n]) => n) }
}

export const detailWords = (d: Detail): string =>
  [`${d.docNo} ${d.lot}`.trim(), d.project, d.contract, d.payee].filter((part) => part !== null && part !== '').join(' · ')
