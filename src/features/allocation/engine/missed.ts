/** Second chances for chosen projects that the placement left out: chains first, then room made by giving up the least wanted. */
import { fundWithChains } from './chain.ts'
import { habitCosts } from './greedy.ts'
import type { Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'

const NODES = 3000

/** Funds what it can of `missed` (project and size), most wanted first. Returns those still without money. */
export function fundMissed(plan: Plan, missed: readonly { project: number; units: number }[], worth: ArrayLike<number>): number[] {
  const { prep } = plan
  const costs = habitCosts(prep)
  const urgent = (p: number) => urgency(prep, p)
  const order = [...missed].sort(
    (a, b) => urgent(b.project) - urgent(a.project) || worth[b.project]! * b.units - worth[a.project]! * a.units || a.project - b.project,
  )
  const left: number[] = []
  for (const { project, units } of order) {
    if (plan.units[project]! > 0) continue
    const must = urgent(project) > 0
    plan.mark()
    const whole = must && fundWithChains(plan, project, units, costs, NODES)
    plan.keep()
    if (whole || (must && makeRoom(plan, project, units, worth))) continue
    plan.mark()
    const paid = sizes(prep, project, units).some((u) => fundWithChains(plan, project, u, costs, NODES))
    plan.keep()
    if (!paid && !(must && units > prep.unitsMin[project]! && makeRoom(plan, project, prep.unitsMin[project]!, worth))) left.push(project)
  }
  return left
}

/** Forced before statutory before all others. */
function urgency(prep: Prepared, p: number): number {
  return prep.forced[p]! * 2 + (prep.projects[p]!.statutory ? 1 : 0)
}

/** Sizes to try for a project that did not fit: as chosen, then a little smaller each time. */
function sizes(prep: Prepared, project: number, units: number): number[] {
  const least = prep.unitsMin[project]!
  return [...new Set([1, 0.97, 0.92, 0.85, 0.7, 0.5, 0].map((share) => Math.max(least, Math.floor(units * share))))]
}

/** Gives up projects on the same lots, least wanted first, until an urgent project fits at the size. */
function makeRoom(plan: Plan, project: number, units: number, worth: ArrayLike<number>): boolean {
  const { prep } = plan
  const costs = habitCosts(prep)
  const level = (p: number) => urgency(prep, p)
  const near = new Set<number>()
  for (const x of prep.phasesOf[project]!)
    for (const lot of prep.phases[x]!.lots) for (const y of plan.paidBy[lot]!) near.add(prep.phases[y]!.project)
  near.delete(project)
  const rivals = [...near].filter((q) => level(q) <= level(project)).sort((a, b) => level(a) - level(b) || worth[a]! - worth[b]! || a - b)
  const mark = plan.mark()
  const gone: { project: number; units: number }[] = []
  for (const q of rivals) {
    gone.push({ project: q, units: plan.units[q]! })
    plan.remove(q)
    if (!fundWithChains(plan, project, units, costs, 300)) continue
    if (putBack(plan, gone, level)) {
      plan.keep()
      return true
    }
    break
  }
  plan.rollback(mark)
  plan.keep()
  return false
}

/** Funds again what was given up, the urgent first. Returns whether every urgent one is back at its size. */
function putBack(plan: Plan, gone: readonly { project: number; units: number }[], level: (p: number) => number): boolean {
  const { prep } = plan
  const costs = habitCosts(prep)
  for (const { project, units } of [...gone].reverse().sort((a, b) => level(b.project) - level(a.project))) {
    if (fundWithChains(plan, project, units, costs, level(project) > 0 ? NODES : 300)) continue
    if (level(project) > 0) return false
    fundWithChains(plan, project, prep.unitsMin[project]!, costs, 300)
  }
  return true
}
