/** Interest on borrowed money in whole fen: exact up to the one rounding of each period, half away from zero. Pure. */
import { type CivilDate, daysBetween } from '#kernel/civil-date.ts'
import { fen, type Fen, sum } from '#kernel/money.ts'
import { type DayCountKey, dayCounts } from '#policy/financing.ts'

/** Principal that came (above zero) or was repaid (below) on a day. */
export interface Flow {
  readonly on: CivilDate
  readonly principalFen: bigint
}

export interface Rate {
  /** Parts per million a year. */
  readonly ratePpm: number
  readonly dayCount: DayCountKey
}

const PPM = 1_000_000n

/** What was owed at the end of a day. */
export const owedOn = (flows: readonly Flow[], on: CivilDate): Fen => sum(flows.filter((f) => f.on <= on).map((f) => fen(f.principalFen)))

/** Fen × days that were owed from the first day (counted) to the last (not counted). */
function fenDays(flows: readonly Flow[], from: CivilDate, to: CivilDate): bigint {
  if (from >= to) return 0n
  const inside = [...new Set(flows.map((f) => f.on).filter((on) => on > from && on < to))].sort()
  const marks = [from, ...inside, to]
  return marks.slice(1).reduce((total, end, i) => total + owedOn(flows, marks[i]!) * BigInt(daysBetween(marks[i]!, end)), 0n)
}

/** fen·days × ppm ÷ (1,000,000 × days of the year), rounded to the fen, half away from zero. */
export function interestFor(flows: readonly Flow[], from: CivilDate, to: CivilDate, { ratePpm, dayCount }: Rate): Fen {
  const numerator = fenDays(flows, from, to) * BigInt(ratePpm)
  const denominator = PPM * BigInt(dayCounts[dayCount].days)
  return fen((numerator * 2n + denominator) / (denominator * 2n))
}
