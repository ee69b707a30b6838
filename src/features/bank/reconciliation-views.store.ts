/** What the pages of the bank show: how the months stand, and the reconciliation table with its lines. */
import { type CivilDate, daysBetween, monthKey } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { mayDo, type Actor } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import { type BookKey, books } from '#policy/books.ts'
import { monthNumber } from './bank.model.ts'
import { type AccountRow, listStatements, openLines, type StatementRow } from './bank.store.ts'
import { accountOut, bankLineOut, bookLineOut, stateLabels } from './bank-shapes.store.ts'
import { lastBookDay } from './book-lines.store.ts'
import { balanceOn, verdictOf } from './reconciliation.model.ts'
import { type BankState, isStale, lastDayOf, loadBankState, reconciliationOn, reconciliationsOn } from './reconciliation.store.ts'

const monthText = (month: number): string => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`

const statementOut = (s: StatementRow) => ({
  id: s.statement_id,
  accountId: s.account_id,
  from: s.from_date,
  to: s.to_date,
  openingFen: s.opening_fen,
  inFen: s.in_fen,
  outFen: s.out_fen,
  closingFen: s.closing_fen,
  newLines: s.new_lines,
  knownLines: s.known_lines,
  format: s.format,
  fileName: s.file_name,
  importedBy: s.imported_by,
  importedAt: s.imported_at,
})

/** Months of the year from the opening of the account to today. */
function monthsOf(year: number, state: BankState, today: CivilDate): number[] {
  const opened = state.accounts.map((a) => a.opened_on).sort()[0]
  if (opened === undefined) return []
  const all = Array.from({ length: 12 }, (_, i) => year * 100 + i + 1)
  return all.filter((m) => m >= monthKey(opened) && m <= monthKey(today))
}

export async function overviewOut(on: Executor, actor: Actor, today: CivilDate, asked: number | undefined) {
  const { district } = actor
  const state = await loadBankState(on, district)
  const thisYear = Number(today.slice(0, 4))
  const last = state.statements[0]?.to_date ?? (await lastBookDay(on, district))
  const year = asked ?? (last ? Number(last.slice(0, 4)) : thisYear)
  const firstYear = Number((state.accounts.map((a) => a.opened_on).sort()[0] ?? today).slice(0, 4))
  const numbers = monthsOf(year, state, today)
  const tables = await reconciliationsOn(on, district, numbers.map(lastDayOf), state)
  const months = tables.map((table, i) => ({
    month: monthText(numbers[i]!),
    state: table.state,
    stateLabel: stateLabels[table.state],
    bookFen: table.bookFen,
    bankFen: table.bankFen,
    differenceFen: table.differenceFen,
    bankOnly: table.bank.length,
    bookOnly: table.book.length,
    unexplained: table.unexplained,
  }))
  const waiting = await openLines(on, district, null)
  const may = mayDo(actor, 'bank.reconcile')
  return {
    accounts: state.accounts.map((a, i) => {
      const reach = state.statements.filter((s) => s.account_id === a.account_id).map((s) => s.to_date)[0] ?? null
      return {
        ...accountOut(a),
        through: reach,
        balanceFen: reach ? balanceOn(state.withStatements[i]!, reach).fen : null,
        waiting: waiting.filter((l) => l.account_id === a.account_id).length,
        actions: may && endsNext(a, state.accounts) ? [CLOSE] : [],
      }
    }),
    year,
    years: Array.from({ length: Math.max(1, thisYear - firstYear + 1) }, (_, i) => firstYear + i),
    months: months.reverse(),
    statements: state.statements.map(statementOut),
    waiting: {
      bank: waiting.length,
      stale: waiting.filter((l) => isStale(l, today)).length,
      staleDays: bankMatching.staleDays,
    },
    actions: [
      { name: 'register', label: { zh: '登记专户', en: 'Register an account' }, allowed: may, because: may ? null : FINANCE_DOES },
      {
        name: 'import',
        label: { zh: '导入对账单', en: 'Import a statement' },
        allowed: may && state.accounts.length > 0,
        because: may ? null : FINANCE_DOES,
      },
    ],
  }
}

/** While the bank is changed the old account is the one to be closed; where nobody said which replaces which, any. */
function endsNext(a: AccountRow, accounts: readonly AccountRow[]): boolean {
  const open = accounts.filter((o) => o.closed_on === null)
  const replaced = (o: AccountRow) => open.some((other) => other.replaces === o.account_id)
  return open.length > 1 && a.closed_on === null && (replaced(a) || !open.some(replaced))
}
const CLOSE = { name: 'close', label: { zh: '登记销户', en: 'Record its closing' }, allowed: true, because: null }
const FINANCE_DOES = { zh: '由财政局办理银行对账', en: 'The finance bureau reconciles the bank' }

export async function tableOut(on: Executor, district: string, asked: string | undefined, today: CivilDate) {
  const month = asked === undefined || asked === '' ? await latestMonth(on, district, today) : must(monthNumber(asked))
  const day = lastDayOf(month)
  const found = await reconciliationOn(on, district, day)
  const { table, state } = found
  const age = (line: { readonly on: CivilDate }) => daysBetween(line.on, day)
  return {
    month: monthText(month),
    on: day,
    state: table.state,
    stateLabel: stateLabels[table.state],
    accounts: state.accounts.flatMap((a, i) => {
      // One that was closed in an earlier month has no part in this table.
      if (a.opened_on > day || (a.closed_on !== null && monthKey(a.closed_on) < month)) return []
      const balance = balanceOn(state.withStatements[i]!, day)
      const closedOn = a.closed_on !== null && a.closed_on <= day ? a.closed_on : null
      return [{ ...accountOut(a), closedOn, balanceFen: balance.fen, complete: balance.complete }]
    }),
    books: [...found.books].map(([book, balanceFen]: [BookKey, Fen]) => ({ book, label: books[book].label, balanceFen })),
    bookFen: table.bookFen,
    bankFen: table.bankFen,
    bankInFen: table.bankInFen,
    bankOutFen: table.bankOutFen,
    bookInFen: table.bookInFen,
    bookOutFen: table.bookOutFen,
    adjustedBookFen: table.adjustedBookFen,
    adjustedBankFen: table.adjustedBankFen,
    differenceFen: table.differenceFen,
    verdict: verdictOf(table),
    bank: table.bank.map((i) => ({ ...bankLineOut(found.bankLines.get(i.id)!), age: age(i) })),
    book: table.book.map((i) => ({ ...bookLineOut(found.bookLines.get(i.id)!), age: age(i) })),
    unexplained: table.unexplained,
    notes: [...table.notes],
  }
}

/** The month of the last statement, else this one. */
async function latestMonth(on: Executor, district: string, today: CivilDate): Promise<number> {
  const last = (await listStatements(on, district))[0]
  return monthKey(last ? last.to_date : today)
}

export type ReconciliationTable = Awaited<ReturnType<typeof tableOut>>
