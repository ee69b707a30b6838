/** The entries of a move in the cash book and in the quota book: which title is debited, which is credited, in which book. Pure projection of policy. */
import type { BookKey, StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings, supplementEntries } from '#policy/postings.ts'
import { quotaSubject, type SubjectCode } from '#policy/subjects.ts'

export interface Entry {
  readonly book: BookKey
  readonly debit: SubjectCode
  readonly credit: SubjectCode
}

export interface Transition {
  readonly kind: PostingKindKey
  readonly from: StageKey
  readonly to: StageKey
  readonly fromBook: BookKey
  readonly toBook: BookKey
}

/** What happened at the bank or became owed; one entry, or two for a supplement, or none. */
export function cashEntries({ kind, from, to, fromBook, toBook }: Transition): Entry[] {
  if (fromBook !== toBook) {
    const [given, received] = [supplementEntries.giving, supplementEntries.receiving]
    return [
      { book: fromBook, debit: given[0], credit: given[1] },
      { book: toBook, debit: received[0], credit: received[1] },
    ]
  }
  const moves: readonly { from: StageKey; to: StageKey; cash?: readonly [SubjectCode, SubjectCode] }[] = postings[kind].moves
  const cash = moves.find((m) => m.from === from && m.to === to)?.cash
  return cash ? [{ book: fromBook, debit: cash[0], credit: cash[1] }] : []
}

/** How quota changed its place; money that goes to another book leaves the giver's quota and enters the receiver's as new. */
export function quotaEntries({ from, to, fromBook, toBook }: Transition): Entry[] {
  const [credit, debit] = [quotaSubject[from], quotaSubject[to]]
  if (credit === null || debit === null) return []
  if (fromBook === toBook) return credit === debit ? [] : [{ book: fromBook, debit, credit }]
  return [
    { book: fromBook, debit: quotaSubject.source, credit },
    { book: toBook, debit, credit: quotaSubject.source },
  ]
}
