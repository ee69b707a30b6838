/** Funding a whole project in a plan: every phase or none, groups kept, the largest size that can be paid. */
import { type Costs, payPhase } from './pay.ts'
import type { Plan } from './plan.ts'

/** Pays every phase at the given size and sets the units; on failure the plan is as before. */
export function fundAt(plan: Plan, project: number, units: number, costs: Costs, extra?: ArrayLike<number>): boolean {
  if (plan.units[project] !== 0 || !plan.prep.open[project] || plan.groupOver(project, units) >= 0) return false
  const { phases, phasesOf } = plan.prep
  const done: number[] = []
  for (const x of hardestFirst(plan, project)) {
    const phase = phases[x]!
    const payment = payPhase(plan, phase, phase.need * units, costs, extra)
    if (!payment) {
      for (const y of done) plan.clearPhase(y)
      return false
    }
    plan.pay(x, payment)
    done.push(x)
  }
  if (done.length !== phasesOf[project]!.length) return false
  plan.setUnits(project, units)
  return true
}

function hardestFirst(plan: Plan, project: number): readonly number[] {
  const own = plan.prep.phasesOf[project]!
  return own.length === 1 ? own : [...own].sort((a, b) => plan.prep.phases[a]!.lots.length - plan.prep.phases[b]!.lots.length)
}

/** Funds a project at the largest size that goes, at most `most` units (by halving). Returns the units, 0 when none goes. */
export function fund(plan: Plan, project: number, costs: Costs, most = plan.prep.unitsMax[project]!): number {
  const least = plan.prep.unitsMin[project]!
  if (most < least) return 0
  if (fundAt(plan, project, most, costs)) return most
  if (most === least || !fundAt(plan, project, least, costs)) return 0
  let good = least
  let bad = most
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    plan.remove(project)
    if (fundAt(plan, project, middle, costs)) good = middle
    else {
      bad = middle
      fundAt(plan, project, good, costs)
    }
  }
  return good
}

/** Raises funded scalable projects while money allows. Returns whether anything changed. */
export function grow(plan: Plan, project: number, costs: Costs): boolean {
  const now = plan.units[project]!
  const most = plan.prep.unitsMax[project]!
  if (now === 0 || now >= most) return false
  const before = plan.prep.phasesOf[project]!.map((x) => ({ x, lots: [...plan.sliceLots[x]!], amounts: [...plan.sliceAmounts[x]!] }))
  plan.remove(project)
  const units = fund(plan, project, costs)
  if (units > now) return true
  if (units > 0) plan.remove(project)
  for (const { x, lots, amounts } of before) plan.pay(x, { lots, amounts })
  plan.setUnits(project, now)
  return false
}
