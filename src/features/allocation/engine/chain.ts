/** Paying what direct payment cannot: money is brought together on one of the lots by passing other slices on. */
import { Gathering } from './gather.ts'
import type { Costs } from './pay.ts'
import { payPhase } from './pay.ts'
import type { Plan } from './plan.ts'
import { type PreparedPhase, sliceLimits } from './prepare.ts'

/** Pays a phase, freeing money elsewhere when what is left does not do. On failure the plan is as before. */
export function payWithChains(plan: Plan, phase: PreparedPhase, need: number, costs: Costs, nodes: number): boolean {
  const { prep } = plan
  const direct = payPhase(plan, phase, need, costs)
  if (direct) {
    plan.pay(phase.index, direct)
    return true
  }
  const category = prep.projects[phase.project]!.category
  const byLeft = sortByLeft(plan, [...phase.lots], category)
  const gathering = new Gathering(plan, nodes)
  for (const lot of byLeft.slice(0, 12)) {
    const { least, most } = sliceLimits(prep, lot, phase, need)
    const others = byLeft.filter((l) => l !== lot).slice(0, prep.instance.rules.maxSources - 1)
    const reach = others.reduce((sum, l) => sum + Math.min(sliceLimits(prep, l, phase, need).most, plan.left(l, category)), 0)
    for (const target of new Set([Math.max(least, need - reach), Math.min(need, most)])) {
      const short = target - plan.left(lot, category)
      if (target > most || short <= 0) continue
      const cap = prep.capOf(lot, category)
      if (cap >= 0 && plan.capRest[cap]! < target) continue
      const mark = plan.mark()
      if (gathering.gather(lot, short)) {
        const payment = payPhase(plan, phase, need, costs)
        if (payment) {
          plan.pay(phase.index, payment)
          return true
        }
        plan.rollback(mark)
      }
    }
  }
  return false
}

/** Funds a project at a size, freeing money elsewhere for any phase that needs it. On failure the plan is as before. */
export function fundWithChains(plan: Plan, project: number, units: number, costs: Costs, nodes: number): boolean {
  if (plan.units[project] !== 0 || !plan.prep.open[project] || plan.groupOver(project, units) >= 0) return false
  const mark = plan.mark()
  plan.setUnits(project, units)
  for (const x of plan.prep.phasesOf[project]!) {
    const phase = plan.prep.phases[x]!
    if (payWithChains(plan, phase, phase.need * units, costs, nodes)) continue
    plan.rollback(mark)
    return false
  }
  return true
}

/** Sorts in place, most left first; equal ones keep their order. */
function sortByLeft(plan: Plan, lots: number[], category: string): number[] {
  const left = new Float64Array(lots.length)
  for (let i = 0; i < lots.length; i++) {
    const lot = lots[i]!
    const value = plan.left(lot, category)
    let j = i - 1
    while (j >= 0 && left[j]! < value) {
      left[j + 1] = left[j]!
      lots[j + 1] = lots[j]!
      j--
    }
    left[j + 1] = value
    lots[j + 1] = lot
  }
  return lots
}
