/**
 * The spreadsheet habit: project after project in one order, each paid from the cheapest legal money. It is the baseline every
 * plan is measured against and, run in the order of the relaxation's prices, the start of the real search.
 */
import { fund } from './fund.ts'
import type { Costs } from './pay.ts'
import { Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { repairWaterfall } from './waterfall.ts'

/** Poverty book before coordination before debt; within a book what lapses sooner, and what fewer projects could use. */
export function habitCosts(prep: Prepared): Costs {
  const rank = { A: 0, B: 1, C: 2 } as const
  const lots = prep.lots.map((lot) => rank[lot.ledger] * 100 + (lot.to - prep.lastYear) + lot.categories.length * 0.01)
  return { lots, slice: 0.01 * prep.instance.rules.minSlice }
}

/** Ranking as offices do it: what must be done, what the law demands, then the score. */
export function rankOrder(prep: Prepared): number[] {
  const { projects } = prep
  return projects
    .map((_, i) => i)
    .filter((i) => prep.open[i])
    .sort((a, b) => {
      const first = prep.forced[b]! - prep.forced[a]! || +projects[b]!.statutory - +projects[a]!.statutory
      return first || projects[b]!.score - projects[a]!.score || a - b
    })
}

/** Fills a plan in the given order; projects already funded are kept. Group floors first, from the projects named by them. */
export function fillInOrder(plan: Plan, order: readonly number[], costs: Costs): void {
  const { prep } = plan
  const floors = new Set(prep.groups.flatMap((group, g) => (group.min > 0 ? [g] : [])))
  const pass = (wanted: (project: number) => boolean) => {
    for (const project of order) if (plan.units[project] === 0 && wanted(project)) fund(plan, project, costs)
  }
  pass((p) => prep.forced[p] === 1)
  if (floors.size > 0)
    pass((p) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => floors.has(g) && plan.groupSum[g]! < prep.groups[g]!.min)))
  pass(() => true)
}

export function greedyPlan(prep: Prepared): Plan {
  const plan = new Plan(prep)
  fillInOrder(plan, rankOrder(prep), habitCosts(prep))
  repairWaterfall(plan)
  return plan
}

/** Whether the plan keeps what greedy filling may have missed: forced projects and group floors. */
export function keepsWishes(plan: Plan): boolean {
  const { prep } = plan
  for (let p = 0; p < prep.projects.length; p++) if (prep.forced[p] && plan.units[p] === 0) return false
  return prep.impossiblePins.length === 0 && plan.groupUnder() < 0
}
