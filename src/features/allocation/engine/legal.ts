/** A quick check that a plan breaks no hard rule (waterfall aside), used before a plan may become the best so far. */
import type { Plan } from './plan.ts'
import { DEBT, MATCH, phaseDebt, phaseMatch, type PreparedPhase, sliceLimits } from './prepare.ts'

/** First broken rule in words for the log, or null. */
export function firstBreach(plan: Plan): string | null {
  const { prep } = plan
  for (let l = 0; l < prep.lots.length; l++) if (plan.rest[l]! < 0) return `lot ${prep.lots[l]!.id} overdrawn`
  for (let k = 0; k < prep.caps.length; k++) if (plan.capRest[k]! < 0) return `cap ${prep.caps[k]!.id} passed`
  for (let g = 0; g < prep.groups.length; g++) {
    const { id, min, max } = prep.groups[g]!
    if (plan.groupSum[g]! < min || (max !== null && plan.groupSum[g]! > max)) return `group ${id} at ${plan.groupSum[g]}`
  }
  for (let p = 0; p < prep.projects.length; p++) {
    const units = plan.units[p]!
    const { id } = prep.projects[p]!
    if (units === 0 ? prep.forced[p] : !prep.open[p] || units < prep.unitsMin[p]! || units > prep.unitsMax[p]!)
      return `units of ${id}: ${units}`
  }
  for (const phase of prep.phases) {
    const breach = phaseBreach(plan, phase)
    if (breach) return `${breach} at ${prep.projects[phase.project]!.id} ${phase.year}`
  }
  return null
}

export function phaseBreach(plan: Plan, phase: PreparedPhase): string | null {
  const { prep } = plan
  const lots = plan.sliceLots[phase.index]!
  const amounts = plan.sliceAmounts[phase.index]!
  const need = phase.need * plan.units[phase.project]!
  if (need === 0) return lots.length === 0 ? null : 'slices without funding'
  const project = prep.projects[phase.project]!
  let sum = 0
  let matched = 0
  let debt = 0
  for (let i = 0; i < lots.length; i++) {
    const amount = amounts[i]!
    const { least, most } = sliceLimits(prep, lots[i]!, phase, need)
    if (amount < least || amount > most || amount % prep.grain !== 0) return `slice of ${amount} outside ${least}..${most}`
    const kind = prep.kindOf(lots[i]!, phase.project)
    if (kind === MATCH) matched += amount
    if (kind === DEBT) debt += amount
    sum += amount
  }
  if (sum !== need) return `paid ${sum} of ${need}`
  if (lots.length > prep.instance.rules.maxSources) return 'too many sources'
  if (project.match && matched < phaseMatch(prep, phase, need)) return 'co-funding'
  if (debt > phaseDebt(prep, phase, need)) return 'debt share'
  for (const [lot, least] of phase.pins ?? []) if (plan.amount(phase.index, lot) < Math.max(1, least)) return 'pin'
  return null
}
