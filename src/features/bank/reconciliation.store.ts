/** The facts of a reconciliation from the rows, and its answer for the closing of a month. Free of routes. */
import { addDays, type CivilDate, civilDate, daysInMonth } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, sum } from '#kernel/money.ts'
import { invariant } from '#kernel/outcome.ts'
import type { Executor } from '#platform/db/tables.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import type { BookKey } from '#policy/books.ts'
import {
  type AccountRow,
  bankLineOf,
  type BankLineRow,
  knownStatementOf,
  listAccounts,
  listStatements,
  movedByDay,
  openBankItems,
  openLines,
  type StatementRow,
} from './bank.store.ts'
import {
  bookBalancesOn,
  bookLineOf,
  type BookLineRow,
  bookTotalsOn,
  openBookItems,
  openBookLines,
  returnNotes,
} from './book-lines.store.ts'
import { type MatchingResult, matchLines } from './matching.model.ts'
import { type AccountStatements, reconcile, type Reconciliation } from './reconciliation.model.ts'

/** 201703 → 2017-03-31. */
export const lastDayOf = (month: number): CivilDate => {
  const [year, of] = [Math.floor(month / 100), month % 100]
  return civilDate(`${year}-${String(of).padStart(2, '0')}-${String(daysInMonth(year, of)).padStart(2, '0')}`)
}

export interface BankState {
  readonly accounts: readonly AccountRow[]
  readonly statements: readonly StatementRow[]
  readonly withStatements: readonly AccountStatements[]
}

export async function loadBankState(on: Executor, district: string): Promise<BankState> {
  const accounts = await listAccounts(on, district)
  const statements = await listStatements(on, district)
  const moved = groupBy(await movedByDay(on, district), (m) => m.account_id)
  const ofAccount = groupBy(statements, (s) => s.account_id)
  const withStatements = accounts.map((a) => ({
    accountId: a.account_id,
    accountNo: a.account_no,
    openedOn: a.opened_on,
    closedOn: a.closed_on,
    replaces: a.replaces,
    statements: (ofAccount.get(a.account_id) ?? []).map(knownStatementOf),
    movedBetween: (from: CivilDate, to: CivilDate): Fen =>
      sum((moved.get(a.account_id) ?? []).filter((m) => from <= m.booked_on && m.booked_on <= to).map((m) => fen(m.moved))),
  }))
  return { accounts, statements, withStatements }
}

export interface ReconciliationRows {
  readonly table: Reconciliation
  readonly books: ReadonlyMap<BookKey, Fen>
  readonly state: BankState
  readonly bankLines: ReadonlyMap<string, BankLineRow>
  readonly bookLines: ReadonlyMap<string, BookLineRow>
}

export async function reconciliationOn(on: Executor, district: string, day: CivilDate, known?: BankState): Promise<ReconciliationRows> {
  const state = known ?? (await loadBankState(on, district))
  const bank = await openLines(on, district, day)
  const book = await openBookLines(on, district, day)
  const books = await bookBalancesOn(on, district, day)
  const table = reconcile({
    on: day,
    bookFen: sum(books.values()),
    accounts: state.withStatements,
    bank: bank.map((l) => ({ id: l.line_id, on: l.booked_on, amountFen: fen(l.amount_fen), kind: l.item_kind })),
    book: book.map((l) => ({ id: l.posting_id, on: l.business_date, amountFen: fen(l.amount_fen), kind: null })),
  })
  return {
    table,
    books,
    state,
    bankLines: new Map(bank.map((l) => [l.line_id, l])),
    bookLines: new Map(book.map((l) => [l.posting_id, l])),
  }
}

/** The same for several days at once, without the lines behind the items. */
export async function reconciliationsOn(
  on: Executor,
  district: string,
  days: readonly CivilDate[],
  state: BankState,
): Promise<Reconciliation[]> {
  const totals = await bookTotalsOn(on, district, days)
  const bank = await openBankItems(on, district)
  const book = await openBookItems(on, district)
  type Item = (typeof bank)[number] | (typeof book)[number]
  const openOn = (items: readonly Item[], day: CivilDate) =>
    items.flatMap((i) =>
      i.on <= day && (i.settled === null || i.settled > day) ? [{ id: i.id, on: i.on, amountFen: fen(i.amount_fen), kind: i.kind }] : [],
    )
  return days.map((day) =>
    reconcile({ on: day, bookFen: totals.get(day)!, accounts: state.withStatements, bank: openOn(bank, day), book: openOn(book, day) }),
  )
}

export interface MonthReconciliation {
  readonly state: 'balanced' | 'unbalanced' | 'no-statement'
  readonly balanced: boolean
  readonly differenceFen: Fen
  readonly bankClosingFen: Fen
  readonly bookFen: Fen
  readonly bankOnly: number
  readonly bookOnly: number
  /** Lines of the bank without a match that nobody has explained. */
  readonly unexplained: number
}

/**
 * Whether the bank and the three books agree at the end of a month (`201703`); for the closing of the period. A month that the
 * statements do not reach to the end counts as `no-statement`.
 */
export async function reconciliationOf(on: Executor, district: string, month: number): Promise<MonthReconciliation> {
  const state = await loadBankState(on, district)
  const day = lastDayOf(month)
  const [table] = await reconciliationsOn(on, district, [day], state)
  invariant(table, 'bank', 'one day, one table')
  return {
    state: table.complete ? (table.state === 'balanced' ? 'balanced' : 'unbalanced') : 'no-statement',
    balanced: table.complete && table.state === 'balanced',
    differenceFen: table.differenceFen,
    bankClosingFen: table.bankFen,
    bookFen: table.bookFen,
    bankOnly: table.bank.length,
    bookOnly: table.book.length,
    unexplained: table.unexplained,
  }
}

export interface Matching extends MatchingResult {
  readonly bankRows: ReadonlyMap<string, BankLineRow>
  readonly bookRows: ReadonlyMap<string, BookLineRow>
}

/** What the rules propose now. Booked long before the first statement is covered by its opening balance and left out. */
export async function loadMatching(on: Executor, district: string): Promise<Matching> {
  const first = (await listStatements(on, district)).at(-1)
  const since = first && first.opening_fen !== 0n ? addDays(first.from_date, -bankMatching.referenceDays) : null
  const bank = await openLines(on, district, null)
  const book = await openBookLines(on, district, null, since)
  const input = { bank: bank.map(bankLineOf), book: book.map(bookLineOf), returns: await returnNotes(on, district) }
  return {
    ...matchLines(input, bankMatching),
    bankRows: new Map(bank.map((l) => [l.line_id, l])),
    bookRows: new Map(book.map((l) => [l.posting_id, l])),
  }
}

export const isStale = (line: BankLineRow, today: CivilDate): boolean => line.booked_on < addDays(today, -bankMatching.staleDays)

/** Lines of the bank without a match since more than the policy's days. */
export const staleLines = async (on: Executor, district: string, today: CivilDate): Promise<BankLineRow[]> =>
  (await openLines(on, district, null)).filter((l) => isStale(l, today))
