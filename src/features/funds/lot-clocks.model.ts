/** What the clocks of a lot say on a day: overdue, idle, about to lapse. The limits are policy. Pure. */
import { type CivilDate, daysBetween } from '#kernel/civil-date.ts'
import type { Text } from '#kernel/outcome.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import { type AmountKey, type StageKey, stages } from '#policy/books.ts'
import { fundClocks } from '#policy/fund-terms.ts'

/** The stages in which money can lie; the source is where it came from. */
export const moneyStages = (Object.keys(stages) as StageKey[]).filter(
  (name): name is keyof StageAmounts & StageKey => stages[name].side === 'money' && name !== 'source',
)
export const counts = (name: StageKey, amount: AmountKey): boolean => (stages[name].counts as readonly AmountKey[]).includes(amount)
/** Announced and not come, whether promised or free. */
export const AWAITED = ['expected', 'promised'] as const satisfies readonly StageKey[]
/** Money that has not left: awaited, or lying in the account. */
export const UNSPENT = moneyStages.filter((name) => name !== 'treasury' && !counts(name, 'paid'))

export const sumOf = (amounts: StageAmounts, names: readonly (keyof StageAmounts)[]): bigint =>
  names.reduce((sum, name) => sum + amounts[name], 0n)

export interface LotClocks {
  readonly since: CivilDate
  readonly lapsesOn: CivilDate
  readonly awaitedFen: bigint
  readonly availableFen: bigint
  /** Has not left the account, or has not come. */
  readonly unspentFen: bigint
}

export interface Mark {
  readonly mark: 'overdue' | 'idle' | 'expiring' | 'lapsed'
  readonly days: number
  readonly label: Text
  /** In a whole sentence. */
  readonly because: Text
  readonly grave: boolean
}

/** The gravest first. */
export function marksOf(lot: LotClocks, today: CivilDate): Mark[] {
  const age = daysBetween(lot.since, today)
  const left = daysBetween(today, lot.lapsesOn)
  const marks: Mark[] = []
  if (lot.awaitedFen > 0n && age > fundClocks.receiptDueDays)
    marks.push({
      mark: 'overdue',
      days: age,
      label: { zh: `逾期 ${age} 天`, en: `overdue ${age} days` },
      because: { zh: `下达 ${age} 天还没有到账`, en: `Announced ${age} days ago and not received` },
      grave: age > fundClocks.idleWarnDays,
    })
  if (lot.availableFen > 0n && age > fundClocks.idleDays)
    marks.push({
      mark: 'idle',
      days: age,
      label: { zh: `闲置 ${age} 天`, en: `idle ${age} days` },
      because: idleBecause(age),
      grave: age >= fundClocks.unspentRedDays,
    })
  if (lot.unspentFen > 0n && left < 0)
    marks.push({
      mark: 'lapsed',
      days: -left,
      label: { zh: `过期 ${-left} 天`, en: `lapsed ${-left} days` },
      because: { zh: `${lot.lapsesOn} 到期，还没有用完`, en: `Lapsed on ${lot.lapsesOn} and not spent` },
      grave: true,
    })
  else if (lot.unspentFen > 0n && left <= fundClocks.expiringDays)
    marks.push({
      mark: 'expiring',
      days: left,
      label: { zh: `${left} 天到期`, en: `${left} days left` },
      because: { zh: `${lot.lapsesOn} 到期`, en: `Lapses on ${lot.lapsesOn}` },
      grave: false,
    })
  return [...marks.filter((m) => m.grave), ...marks.filter((m) => !m.grave)]
}

/** Idle for a year is an audit finding; for two, the money is given back or given out anew. */
function idleBecause(days: number): Text {
  if (days >= fundClocks.unspentTakenBackDays)
    return {
      zh: `到账 ${days} 天没有安排，满两年应收回或重新安排`,
      en: `Received ${days} days ago and not allocated: give it back or out anew`,
    }
  return { zh: `到账 ${days} 天没有安排`, en: `Received ${days} days ago and not allocated` }
}
