/** What the calendar of a loan must say, counted day by day from the auditor's books: principal, and interest to date by period. */
import type { Auditor } from './auditor.ts'
import { addDay, type Written } from './book-rules.ts'
import { later } from './judge-claims.ts'

export interface LoanFigures {
  readonly drawn: bigint
  readonly repaid: bigint
  readonly interest: bigint
  readonly interestPaid: bigint
  /** What the calendar has in principal, due and paid. */
  readonly due: bigint
  readonly duePaid: bigint
}

/** A posting that was turned round never happened, unless that was turned round too. */
const stands = (a: Auditor, w: Written): boolean => {
  const against = w.reversed ? a.books.written.find((r) => r.reverses === w) : undefined
  return !against || !stands(a, against)
}

export function loanFigures(a: Auditor, id: string): LoanFigures {
  const loan = a.loans.get(id)!
  const lots = new Set(loan.drawn.map((d) => d.lot))
  const flows = a.books.written
    .filter((w) => w.reverses === null && w.moves.some((m) => lots.has(m.from.lot)) && stands(a, w))
    .map((w) => ({
      on: w.date,
      came: w.moves.reduce((sum, m) => (m.to.stage === 'owed' && lots.has(m.to.lot) ? sum + m.amount : sum), 0n),
      went: w.moves.reduce((sum, m) => (m.from.stage === 'owed' && lots.has(m.from.lot) ? sum + m.amount : sum), 0n),
    }))
    .filter((f) => f.came !== 0n || f.went !== 0n)
  const drawn = flows.reduce((sum, f) => sum + f.came, 0n)
  const repaid = flows.reduce((sum, f) => sum + f.went, 0n)
  let interest = 0n
  for (let [n, from] = [1, loan.starts]; from < a.today && from < loan.ends; n++) {
    const next = later(loan.starts, loan.months * n)
    const end = next < loan.ends ? next : loan.ends
    interest += interestOf(flows, from, end < a.today ? end : a.today, loan)
    from = end
  }
  return { drawn, repaid, interest, interestPaid: loan.interest, due: drawn, duePaid: repaid }
}

/** Each night's debt at the rate, the sum rounded once, half a fen up. */
function interestOf(
  flows: readonly { readonly on: string; readonly came: bigint; readonly went: bigint }[],
  from: string,
  to: string,
  { ratePpm, days }: { readonly ratePpm: number; readonly days: number },
): bigint {
  let nights = 0n
  for (let day = from; day < to; day = addDay(day)) for (const f of flows) if (f.on <= day) nights += f.came - f.went
  const whole = 1_000_000n * BigInt(days)
  return (nights * BigInt(ratePpm) * 2n + whole) / (whole * 2n)
}
