/** The clock of a lot's unspent money: fresh, to be warned about, to be decided on, decided for a while. Pure; the months are policy. */
import { addMonths, type CivilDate, monthsBetween } from '#kernel/civil-date.ts'
import { carryOverRules } from '#policy/carry-over.ts'

export interface CarryClock {
  /** The day the lot's document was received, else issued, else registered. */
  readonly since: CivilDate
  /** The last decision to carry over or to arrange anew. */
  readonly decidedOn: CivilDate | null
}

export type Standing = 'fresh' | 'warn' | 'decide' | 'decided'

export interface CarryStanding {
  readonly standing: Standing
  readonly months: number
  /** When the next thing happens: the warning, the decision, the end of what was decided; null while a decision is due. */
  readonly nextOn: CivilDate | null
}

/** The rule of a day, or null before there was one. */
export const carryRuleOn = (date: CivilDate) => [...carryOverRules].reverse().find((rule) => rule.from <= date) ?? null

export function standingOf({ since, decidedOn }: CarryClock, on: CivilDate): CarryStanding {
  const months = monthsBetween(since, on)
  const rule = carryRuleOn(on)
  if (!rule) return { standing: 'fresh', months, nextOn: null }
  if (months < rule.warnMonths) return { standing: 'fresh', months, nextOn: addMonths(since, rule.warnMonths) }
  const held = decidedOn !== null && decidedOn <= on ? addMonths(decidedOn, rule.holdsMonths) : null
  const decideOn = addMonths(since, rule.decideMonths)
  if (months < rule.decideMonths) return { standing: 'warn', months, nextOn: held !== null && held > decideOn ? held : decideOn }
  return held !== null && on < held ? { standing: 'decided', months, nextOn: held } : { standing: 'decide', months, nextOn: null }
}
