/**
 * Closing: months one after the other, each with its bank reconciled; the year by closing income and expenditure into what is carried
 * on; opening again from the last one back, by others and with a reason. Pure. Basis: 会计基础工作规范, domain §2.4.
 */
import { type CivilDate, monthKey } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { add, type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { cashEntries, type Transition } from '#features/ledger/entries.model.ts'
import { type Move, monthText, nameAccount } from '#features/ledger/ledger.model.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'

export const refuse = refusals({
  book_unknown: { kind: 'invalid', zh: '没有专账“{book}”，请选扶贫专账、统筹专账或城投融资专账', en: 'There is no book "{book}"' },
  month_invalid: {
    kind: 'invalid',
    zh: '“{month}”不是月份，请按 2017-03 的样子填写',
    en: '"{month}" is not a month; write it like 2017-03',
  },
  reason_missing: { kind: 'invalid', zh: '请写明原因', en: 'Give the reason' },
  month_closed: { kind: 'conflict', zh: '{book} {month} 已经结账', en: '{bookEn} is closed for {month} already' },
  out_of_order: {
    kind: 'rule-not-met',
    zh: '结账要一个月接一个月：{book}下一个要结的是 {next}，不是 {month}',
    en: 'Months close in order: the next of {bookEn} is {next}, not {month}',
  },
  month_not_over: {
    kind: 'rule-not-met',
    zh: '{month} 还没有过完，月末之后才能结账',
    en: '{month} is not over; close it after its last day',
  },
  bank_not_reconciled: {
    kind: 'rule-not-met',
    zh: '{month} 银行存款余额调节表不平，差 {difference} 元，不能结账；请先到“银行对账”核对',
    en: 'The bank reconciliation of {month} does not balance, it is off by {difference} yuan; reconcile the bank first',
  },
  bank_lines_unexplained: {
    kind: 'rule-not-met',
    zh: '{month} 还有 {count} 笔银行流水没有勾对、也没有说明是什么，不能结账；请先到“银行对账”处理',
    en: '{count} bank lines of {month} are neither matched nor explained; deal with them in the bank reconciliation first',
  },
  bank_statement_missing: {
    kind: 'rule-not-met',
    zh: '还没有导入 {month} 的银行对账单，不能结账；请先到“银行对账”导入',
    en: 'The bank statement of {month} is not imported; import it first',
  },
  year_not_closed: {
    kind: 'rule-not-met',
    zh: '{book} {year} 年还没有年终结账，不能结 {month}；请先办理年终结账',
    en: '{bookEn} has not closed the year {year}; do the year-end closing before {month}',
  },
  year_months_open: {
    kind: 'rule-not-met',
    zh: '年终结账前要先结完 11 月：{book}下一个要结的是 {next}',
    en: 'Close the months up to November first: the next of {bookEn} is {next}',
  },
  year_closed: { kind: 'conflict', zh: '{book} {year} 年已经年终结账', en: '{bookEn} has closed the year {year} already' },
  year_empty: {
    kind: 'rule-not-met',
    zh: '{book} {year} 年没有收入和支出，不用年终结账，可直接结 12 月',
    en: '{bookEn} has neither income nor expenditure in {year}; close December directly',
  },
  nothing_closed: { kind: 'rule-not-met', zh: '{book}没有已结账的月份', en: '{bookEn} has no closed month' },
  not_last: {
    kind: 'rule-not-met',
    zh: '反结账要从最后一个月往回：{book}先反结 {last}，不是 {month}',
    en: 'Reopen from the last month back: {bookEn} is closed through {last}, not {month}',
  },
  own_closing: {
    kind: 'forbidden',
    zh: '{month} 是您结的账，反结账要由另一个人批准',
    en: 'You closed {month}; another person must reopen it',
  },
})

export const nextMonth = (month: number): number => (month % 100 === 12 ? month + 89 : month + 1)
export const previousMonth = (month: number): number => (month % 100 === 1 ? month - 89 : month - 1)

/** 2017-03 → 201703; null for anything else. */
export function parseMonth(text: string): number | null {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text)
  return match && match[1]! >= '1900' ? Number(match[1]) * 100 + Number(match[2]) : null
}

export interface Reconciliation {
  readonly state: 'balanced' | 'unbalanced' | 'no-statement'
  readonly differenceFen: Fen
  /** Lines of the bank that are neither matched nor explained. */
  readonly unexplained: number
}

export interface PeriodState {
  readonly book: BookKey
  readonly closedThrough: number
  /** The first month with vouchers; 0 when the book is empty. */
  readonly firstMonth: number
  /** Years whose closing stands, with the amount it carried. */
  readonly closedYears: readonly { readonly year: number; readonly amountFen: bigint }[]
  /** Who closed the last closed month. */
  readonly closedBy: string | null
}

const naming = (book: BookKey) => ({ book: books[book].label.zh, bookEn: books[book].label.en })

/** The only month that may be closed next; null when the book has nothing to close. */
export function monthToClose(state: PeriodState): number | null {
  if (state.closedThrough > 0) return nextMonth(state.closedThrough)
  return state.firstMonth > 0 ? state.firstMonth : null
}

interface ClosingFacts {
  readonly today: CivilDate
  readonly reconciliation: Reconciliation
  /** Whether money lay in the account or moved through it in the month: then there must be a bank statement. */
  readonly bankTouched: boolean
  /** Whether the year of the month has income or expenditure still to be closed. */
  readonly yearOpen: boolean
}

export function decideClose(state: PeriodState, month: number, facts: ClosingFacts): Outcome<null> {
  const at = { ...naming(state.book), month: monthText(month) }
  if (month <= state.closedThrough) return refuse('month_closed', at)
  const next = monthToClose(state)
  if (next === null || month !== next) return refuse('out_of_order', { ...at, next: monthText(next ?? monthKey(facts.today)) })
  if (month >= monthKey(facts.today)) return refuse('month_not_over', at)
  const { reconciliation } = facts
  if (reconciliation.state === 'unbalanced')
    return refuse('bank_not_reconciled', { ...at, difference: formatFen(reconciliation.differenceFen) })
  if (reconciliation.unexplained > 0) return refuse('bank_lines_unexplained', { ...at, count: reconciliation.unexplained })
  if (reconciliation.state === 'no-statement' && facts.bankTouched) return refuse('bank_statement_missing', at)
  if (month % 100 === 12 && facts.yearOpen) return refuse('year_not_closed', { ...at, year: Math.floor(month / 100) })
  return ok(null)
}

export function decideReopen(state: PeriodState, month: number, reason: string, personId: string): Outcome<{ closedThrough: number }> {
  const names = naming(state.book)
  if (reason.trim() === '') return refuse('reason_missing')
  if (state.closedThrough === 0) return refuse('nothing_closed', names)
  if (month !== state.closedThrough) return refuse('not_last', { ...names, last: monthText(state.closedThrough), month: monthText(month) })
  if (state.closedBy === personId) return refuse('own_closing', { month: monthText(month) })
  return ok({ closedThrough: previousMonth(month) < state.firstMonth ? 0 : previousMonth(month) })
}

/** What happened to one lot in the year, summed by kind and move; reversals below zero. */
export interface LotTurnover extends Transition {
  readonly lotId: string
  readonly usableTo: number
  readonly amountFen: bigint
}

export interface CloseLine {
  readonly lotId: string
  readonly subject: SubjectCode
  readonly debitFen: Fen
  readonly creditFen: Fen
}

export interface YearClosing {
  readonly lines: readonly CloseLine[]
  readonly moves: readonly Move[]
}

/**
 * Income is debited and expenditure credited away, lot by lot; the difference goes to 301 结转 while the lot may still be used next year,
 * else to 302 结余. The moves carry the same amounts from the result of the year to the lot's accumulated surplus.
 */
export function yearClosing(book: BookKey, year: number, turnover: readonly LotTurnover[]): YearClosing {
  const lines: CloseLine[] = []
  const moves: Move[] = []
  for (const [lotId, own] of [...groupBy(turnover, (t) => t.lotId)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sums = resultOf(book, own)
    const [income, expense] = [sumOf(sums, 'income'), sumOf(sums, 'expense')]
    for (const [subject, amount] of sums) lines.push(closeLine(lotId, subject, fen(-amount)))
    const kept = own[0]!.usableTo > year ? '301' : '302'
    if (income !== expense) lines.push(closeLine(lotId, kept, fen(income - expense)))
    const [result, surplus] = [nameAccount(lotId, book, 'result'), nameAccount(lotId, book, 'surplus')]
    if (income !== 0n) moves.push(moveOf(result, surplus, income))
    if (expense !== 0n) moves.push(moveOf(surplus, result, expense))
  }
  return { lines: lines.filter((l) => l.debitFen !== l.creditFen), moves }
}

const moveOf = (from: Move['from'], to: Move['to'], amount: bigint): Move =>
  amount > 0n ? { from, to, amountFen: fen(amount) } : { from: to, to: from, amountFen: fen(-amount) }

/** Credit less debit of each title of income and expenditure, so that income is above zero and expenditure below. */
function resultOf(book: BookKey, turnover: readonly LotTurnover[]): Map<SubjectCode, Fen> {
  const sums = new Map<SubjectCode, Fen>()
  const book1 = (subject: SubjectCode, amount: bigint) => {
    if (subjects[subject].nature === 'income' || subjects[subject].nature === 'expense')
      sums.set(subject, add(sums.get(subject) ?? fen(0n), fen(amount)))
  }
  for (const t of turnover)
    for (const entry of cashEntries(t)) {
      if (entry.book !== book) continue
      book1(entry.debit, -t.amountFen)
      book1(entry.credit, t.amountFen)
    }
  return new Map([...sums].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Income as it stands, expenditure turned to above zero. */
const sumOf = (sums: ReadonlyMap<SubjectCode, Fen>, nature: 'income' | 'expense'): bigint =>
  [...sums].filter(([s]) => subjects[s].nature === nature).reduce((sum, [, amount]) => sum + (nature === 'income' ? amount : -amount), 0n)

/** `amount` above zero is credited, below zero debited. */
const closeLine = (lotId: string, subject: SubjectCode, amount: Fen): CloseLine => ({
  lotId,
  subject,
  debitFen: amount < 0n ? fen(-amount) : fen(0n),
  creditFen: amount > 0n ? amount : fen(0n),
})
