/** The statements themselves: trial balance, balance sheet, income and expenditure, general ledger. From the sums of titles; pure. */
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { type Ledger, subjectsOf } from './entries.model.ts'
import { NO_SUM, type SubjectSum, type SubjectSums } from './sums.model.ts'

export interface TrialRow {
  readonly subject: SubjectCode
  readonly openingDebit: bigint
  readonly openingCredit: bigint
  readonly debit: bigint
  readonly credit: bigint
  readonly yearDebit: bigint
  readonly yearCredit: bigint
  readonly closingDebit: bigint
  readonly closingCredit: bigint
}

const AMOUNTS = ['openingDebit', 'openingCredit', 'debit', 'credit', 'yearDebit', 'yearCredit', 'closingDebit', 'closingCredit'] as const
export type TrialTotal = Readonly<Record<(typeof AMOUNTS)[number], bigint>>

const above = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

/** Titles with a balance or anything in the year; the totals of debit and credit are equal three times over. */
export function trialBalance(sums: SubjectSums, ledger: Ledger): { readonly rows: TrialRow[]; readonly total: TrialTotal } {
  const rows = subjectsOf(ledger).flatMap((subject) => {
    const s = sums.get(subject)
    return s && Object.values(s).some((amount) => amount !== 0n) ? [{ subject, ...trialAmounts(s) }] : []
  })
  const total = Object.fromEntries(AMOUNTS.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0n)])) as TrialTotal
  return { rows, total }
}

const trialAmounts = (s: SubjectSum): TrialTotal => ({
  openingDebit: above(s.opening),
  openingCredit: above(-s.opening),
  debit: s.debit,
  credit: s.credit,
  yearDebit: s.yearDebit,
  yearCredit: s.yearCredit,
  closingDebit: above(s.closing),
  closingCredit: above(-s.closing),
})

export interface SheetRow {
  readonly subject: SubjectCode
  readonly yearOpening: bigint
  readonly closing: bigint
}

export type SheetTotal = Omit<SheetRow, 'subject'>

export interface BalanceSheet {
  readonly assets: readonly SheetRow[]
  readonly liabilities: readonly SheetRow[]
  readonly net: readonly SheetRow[]
  /** Income less expenditure that no closing has brought to 301 or 302 yet. */
  readonly unclosed: SheetTotal
  readonly assetTotal: SheetTotal
  readonly liabilityTotal: SheetTotal
  readonly netTotal: SheetTotal
}

type Nature = (typeof subjects)[SubjectCode]['nature']
const ofNature = (nature: Nature): SubjectCode[] => subjectsOf('cash').filter((code) => subjects[code].nature === nature)

/** Amounts stand above zero on their normal side; every title of the sheet has a row, also without an amount. */
export function balanceSheet(sums: SubjectSums): BalanceSheet {
  const rows = (nature: Nature): SheetRow[] => ofNature(nature).map((subject) => ({ subject, ...sideAmounts(sums, subject) }))
  const [assets, liabilities, net] = [rows('asset'), rows('liability'), rows('net')]
  const unclosed = less(totalOf(rows('income')), totalOf(rows('expense')))
  return {
    assets,
    liabilities,
    net,
    unclosed,
    assetTotal: totalOf(assets),
    liabilityTotal: totalOf(liabilities),
    netTotal: totalOf([...net, unclosed]),
  }
}

function sideAmounts(sums: SubjectSums, subject: SubjectCode): SheetTotal {
  const { yearOpening, closing } = sums.get(subject) ?? NO_SUM
  return subjects[subject].side === 'debit' ? { yearOpening, closing } : { yearOpening: -yearOpening, closing: -closing }
}

const totalOf = (rows: readonly SheetTotal[]): SheetTotal => ({
  yearOpening: rows.reduce((sum, r) => sum + r.yearOpening, 0n),
  closing: rows.reduce((sum, r) => sum + r.closing, 0n),
})
const less = (a: SheetTotal, b: SheetTotal): SheetTotal => ({ yearOpening: a.yearOpening - b.yearOpening, closing: a.closing - b.closing })

export interface IncomeRow {
  readonly subject: SubjectCode
  readonly period: bigint
  readonly year: bigint
}

export interface IncomeStatement {
  readonly income: readonly IncomeRow[]
  readonly expense: readonly IncomeRow[]
  readonly incomeTotal: Omit<IncomeRow, 'subject'>
  readonly expenseTotal: Omit<IncomeRow, 'subject'>
  readonly difference: Omit<IncomeRow, 'subject'>
}

/** Of sums without the closing of the year, which would leave nothing to show. */
export function incomeStatement(sums: SubjectSums): IncomeStatement {
  const rows = (nature: 'income' | 'expense'): IncomeRow[] => {
    const sign = nature === 'income' ? -1n : 1n
    return ofNature(nature).map((subject) => {
      const s = sums.get(subject) ?? NO_SUM
      return { subject, period: sign * (s.debit - s.credit), year: sign * (s.yearDebit - s.yearCredit) }
    })
  }
  const [income, expense] = [rows('income'), rows('expense')]
  const total = (list: readonly IncomeRow[]) => ({
    period: list.reduce((sum, r) => sum + r.period, 0n),
    year: list.reduce((sum, r) => sum + r.year, 0n),
  })
  const [incomeTotal, expenseTotal] = [total(income), total(expense)]
  const difference = { period: incomeTotal.period - expenseTotal.period, year: incomeTotal.year - expenseTotal.year }
  return { income, expense, incomeTotal, expenseTotal, difference }
}

/** A month of a title: what happened in it, and the balance after it. */
export interface GeneralRow {
  readonly month: string
  readonly debit: bigint
  readonly credit: bigint
  /** Since January, or since the first month of the span when that is later. */
  readonly yearDebit: bigint
  readonly yearCredit: bigint
  readonly balance: bigint
}

export interface GeneralAccount {
  readonly subject: SubjectCode
  readonly opening: bigint
  readonly months: readonly GeneralRow[]
}

/** `months`: the sums of each month in order; the opening is that of the first. */
export function generalLedger(
  months: readonly { readonly month: string; readonly sums: SubjectSums }[],
  opening: SubjectSums,
  ledger: Ledger,
): GeneralAccount[] {
  return subjectsOf(ledger).flatMap((subject) => {
    const before = opening.get(subject)?.opening ?? 0n
    let balance = before
    let [yearDebit, yearCredit, year] = [0n, 0n, '']
    const rows = months.flatMap(({ month, sums }) => {
      const s = sums.get(subject)
      if (month.slice(0, 4) !== year) [yearDebit, yearCredit, year] = [0n, 0n, month.slice(0, 4)]
      if (!s) return []
      balance += s.debit - s.credit
      yearDebit += s.debit
      yearCredit += s.credit
      return [{ month, debit: s.debit, credit: s.credit, yearDebit, yearCredit, balance }]
    })
    return before === 0n && rows.length === 0 ? [] : [{ subject, opening: before, months: rows }]
  })
}
