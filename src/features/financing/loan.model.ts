/**
 * An agreement and its calendar: when principal and interest fall due, what of it is paid, what it costs to date and to the end. Money
 * that came and was repaid is read from the books; what lies ahead is computed as agreed, without new drawdowns. Pure.
 */
import { addMonths, type CivilDate } from '#kernel/civil-date.ts'
import { fen, type Fen, least, most, split, subtract, sum } from '#kernel/money.ts'
import type { DayCountKey, InstrumentKey, RepaymentKey } from '#policy/financing.ts'
import { type Flow, interestFor, owedOn } from './interest.model.ts'

export interface ScheduleLine {
  readonly dueOn: CivilDate
  readonly principalFen: Fen
}

export interface Loan {
  readonly loanId: string
  readonly instrument: InstrumentKey
  readonly lender: string
  readonly borrower: string
  readonly agreementNo: string
  readonly lineFen: Fen
  readonly ratePpm: number
  readonly dayCount: DayCountKey
  readonly startsOn: CivilDate
  readonly endsOn: CivilDate
  readonly interestMonths: number
  readonly repayment: RepaymentKey
  /** Of equal instalments. */
  readonly principalMonths: number | null
  /** Of an agreed schedule; empty otherwise. */
  readonly schedule: readonly ScheduleLine[]
}

/** Every so many months from the start, and the last day of the agreement. */
export function datesEvery(startsOn: CivilDate, endsOn: CivilDate, months: number): CivilDate[] {
  const dates: CivilDate[] = []
  for (let i = 1; ; i++) {
    const date = addMonths(startsOn, months * i)
    if (date >= endsOn) return [...dates, endsOn]
    dates.push(date)
  }
}

/** The days on which principal falls due, with their weights among each other. */
function principalDates(loan: Loan): { on: CivilDate; weight: bigint }[] {
  if (loan.repayment === 'schedule') return loan.schedule.map((line) => ({ on: line.dueOn, weight: line.principalFen }))
  if (loan.repayment === 'bullet') return [{ on: loan.endsOn, weight: 1n }]
  return datesEvery(loan.startsOn, loan.endsOn, loan.principalMonths!).map((on) => ({ on, weight: 1n }))
}

/** Each drawdown is spread over the due days after it, in their proportion, by largest remainder: a full line follows the schedule exactly. */
export function principalDue(loan: Loan, drawdowns: readonly Flow[]): ScheduleLine[] {
  const dates = principalDates(loan)
  const due = new Map<CivilDate, Fen>()
  for (const { on, principalFen } of drawdowns) {
    const later = dates.filter((d) => d.on > on)
    const targets = later.length > 0 ? later : dates.slice(-1)
    split(
      fen(principalFen),
      targets.map((d) => d.weight),
    ).forEach((part, i) => due.set(targets[i]!.on, fen((due.get(targets[i]!.on) ?? 0n) + part)))
  }
  return [...due]
    .filter(([, amount]) => amount > 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dueOn, principalFen]) => ({ dueOn, principalFen }))
}

export type LineState = 'paid' | 'overdue' | 'due' | 'later'

export interface CalendarLine {
  readonly dueOn: CivilDate
  readonly principalFen: Fen
  readonly principalPaidFen: Fen
  readonly interestFen: Fen
  readonly interestPaidFen: Fen
  readonly state: LineState
}

export interface LoanFacts {
  readonly loan: Loan
  /** From the books: every coming and going of principal. */
  readonly flows: readonly Flow[]
  readonly interestPaidFen: Fen
}

const fill = (amounts: readonly Fen[], paid: Fen): Fen[] => {
  let left = paid
  return amounts.map((amount) => {
    const take = least(left, amount)
    left = subtract(left, take)
    return take
  })
}

const drawdownsOf = (flows: readonly Flow[]): Flow[] => flows.filter((f) => f.principalFen > 0n)
const repaidFen = (flows: readonly Flow[]): Fen => fen(-sum(flows.filter((f) => f.principalFen < 0n).map((f) => fen(f.principalFen))))

/** The flows as they will be if what is due is paid on its day; what is overdue counts as paid today. */
function projected(flows: readonly Flow[], due: readonly ScheduleLine[], paid: readonly Fen[], today: CivilDate): Flow[] {
  const ahead = due.flatMap((line, i) => {
    const left = line.principalFen - paid[i]!
    return left > 0n ? [{ on: line.dueOn > today ? line.dueOn : today, principalFen: -left }] : []
  })
  return [...flows, ...ahead]
}

const stateOf = (left: bigint, dueOn: CivilDate, today: CivilDate, soon: CivilDate): LineState =>
  left <= 0n ? 'paid' : dueOn < today ? 'overdue' : dueOn <= soon ? 'due' : 'later'

/** Principal and interest by the day they fall due; payments fill the lines from the first on. */
export function calendarOf({ loan, flows, interestPaidFen }: LoanFacts, today: CivilDate, soon: CivilDate): CalendarLine[] {
  const due = principalDue(loan, drawdownsOf(flows))
  const principalPaid = fill(
    due.map((d) => d.principalFen),
    repaidFen(flows),
  )
  const ahead = projected(flows, due, principalPaid, today)
  const periods = datesEvery(loan.startsOn, loan.endsOn, loan.interestMonths)
  const interest = periods.map((to, i) => interestFor(ahead, i === 0 ? loan.startsOn : periods[i - 1]!, to, loan))
  const interestPaid = fill(interest, interestPaidFen)
  const dates = [...new Set([...due.map((d) => d.dueOn), ...periods])].sort()
  return dates.flatMap((dueOn) => {
    const p = due.findIndex((d) => d.dueOn === dueOn)
    const i = periods.indexOf(dueOn)
    const [principalFen, interestFen] = [p < 0 ? fen(0n) : due[p]!.principalFen, i < 0 ? fen(0n) : interest[i]!]
    if (principalFen + interestFen === 0n) return []
    const [principalPaidFen, paidInterest] = [p < 0 ? fen(0n) : principalPaid[p]!, i < 0 ? fen(0n) : interestPaid[i]!]
    const left = principalFen - principalPaidFen + interestFen - paidInterest
    return [{ dueOn, principalFen, principalPaidFen, interestFen, interestPaidFen: paidInterest, state: stateOf(left, dueOn, today, soon) }]
  })
}

export interface LoanCost {
  readonly drawnFen: Fen
  readonly repaidFen: Fen
  readonly owedFen: Fen
  readonly undrawnFen: Fen
  /** Accrued up to today; ended periods are rounded each, the running one too. */
  readonly interestToDateFen: Fen
  /** Of all periods, as agreed. */
  readonly interestToEndFen: Fen
  readonly interestPaidFen: Fen
}

export function costOf(facts: LoanFacts, today: CivilDate): LoanCost {
  const { loan, flows } = facts
  const drawnFen = sum(drawdownsOf(flows).map((f) => fen(f.principalFen)))
  const periods = datesEvery(loan.startsOn, loan.endsOn, loan.interestMonths)
  const toDate = periods.map((to, i) => {
    const from = i === 0 ? loan.startsOn : periods[i - 1]!
    return interestFor(flows, from, to < today ? to : today, loan)
  })
  return {
    drawnFen,
    repaidFen: repaidFen(flows),
    owedFen: owedOn(flows, today),
    undrawnFen: most(subtract(loan.lineFen, drawnFen), fen(0n)),
    interestToDateFen: sum(toDate),
    interestToEndFen: sum(calendarOf(facts, today, today).map((line) => line.interestFen)),
    interestPaidFen: facts.interestPaidFen,
  }
}

/** What borrowed money is doing, by lineage: its place (a project, or none) and how much of the agreement's money is there. */
export interface BorrowedPart {
  readonly key: string
  readonly amountFen: Fen
}

/** Interest shared among what the money does, in proportion, keeping every fen. */
export function shareInterest(interestFen: Fen, parts: readonly BorrowedPart[]): ReadonlyMap<string, Fen> {
  const known = parts.filter((p) => p.amountFen > 0n)
  if (known.length === 0) return new Map()
  const shares = split(
    interestFen,
    known.map((p) => p.amountFen),
  )
  return new Map(known.map((p, i) => [p.key, shares[i]!]))
}
