/** Every entry that a move makes, of the cash book and of the quota book together; what statements and vouchers are projected by. Pure. */
import { cashEntries, type Entry, quotaEntries, type Transition } from '#features/ledger/entries.model.ts'
import type { BookKey } from '#policy/books.ts'
import { quotaSubject, type SubjectCode, subjects } from '#policy/subjects.ts'

export type Ledger = 'cash' | 'quota'

export interface LedgerEntry extends Entry {
  readonly ledger: Ledger
}

const known = new Map<string, readonly LedgerEntry[]>()

/**
 * A move within one title, for which neither book has an entry, is shown as a transfer between the details of its quota title, so
 * that no voucher is empty.
 */
export function entriesOf(t: Transition): readonly LedgerEntry[] {
  const key = `${t.kind} ${t.from} ${t.to} ${t.fromBook} ${t.toBook}`
  const found = known.get(key)
  if (found) return found
  const entries = [
    ...cashEntries(t).map((e) => ({ ...e, ledger: 'cash' as const })),
    ...quotaEntries(t).map((e) => ({ ...e, ledger: 'quota' as const })),
  ]
  const same = quotaSubject[t.to]
  if (entries.length === 0 && same !== null) entries.push({ book: t.fromBook, debit: same, credit: same, ledger: 'quota' })
  known.set(key, entries)
  return entries
}

/** How many lines a move has in these books: of one ledger, of one title, or all. */
export function linesOf(
  t: Transition,
  books: readonly BookKey[],
  only: { ledger?: Ledger | undefined; subject?: SubjectCode | undefined },
): number {
  let lines = 0
  for (const e of entriesOf(t)) {
    if (!books.includes(e.book) || (only.ledger && e.ledger !== only.ledger)) continue
    if (only.subject === undefined) lines += 2
    else lines += (e.debit === only.subject ? 1 : 0) + (e.credit === only.subject ? 1 : 0)
  }
  return lines
}

export const subjectsOf = (ledger?: Ledger): SubjectCode[] =>
  (Object.keys(subjects) as SubjectCode[]).sort().filter((code) => !ledger || subjects[code].ledger === ledger)

/** A debit balance is above zero, a credit balance below. */
export type Signed = bigint
