/** Lexicographic passes over the exact slice model: each objective is optimised, then held, then the next. */
import type { Objective } from './format.ts'
import { countSlices, TOLERANCE } from './fewest.ts'
import { firstBreach } from './legal.ts'
import { type Limits, Solver } from './linear-model.ts'
import type { Plan } from './plan.ts'
import { objectiveCosts, objectiveStep, readPlan, sliceModel, startValues } from './slice-model.ts'

export interface Exact {
  readonly status: 'optimal' | 'infeasible' | 'limit'
  readonly plan: Plan | null
  /** How many objectives of the order are proven. */
  readonly proven: number
}

export interface ExactNews {
  best(plan: Plan): void
  /** Upper bound on benefit proven so far. */
  bound(benefit: number): void
}

/** For the proof that no plan as good has fewer slices, the goal that matters least: simplex steps, nodes and seconds. */
const LAST_PASS = { steps: 30_000, nodes: 2000, seconds: 3 } as const

/**
 * Solves the whole instance exactly. `infeasible` is a proof. `limit` keeps the best plan seen, if any. The waterfall is not part
 * of the model: the default order of objectives implies it (a substitution lowers debt or raises ledger A at equal benefit).
 */
export async function solveExactly(
  empty: Plan,
  order: readonly Objective[],
  limits: Limits,
  start: Plan | null,
  news: ExactNews,
): Promise<Exact> {
  const { prep } = empty
  const m = sliceModel(
    empty,
    prep.projects.map((_, p) => p),
  )
  const slicesLast = order.includes('benefit') && order.indexOf('slices') === order.length - 1
  const whole = prep.projects.every((p) => Number.isInteger(p.benefit))
  const solver = await Solver.open(m.model)
  let best = start
  let proven = 0
  try {
    for (const name of order) {
      if (name === 'slices' && best) countSlices({ solver, model: m, best, limits })
      const costs = objectiveCosts(m, name)
      const step = name === 'benefit' && !whole ? 1e-6 : objectiveStep(m, name)
      solver.setCosts(costs)
      const run = solver.run(limits, {
        absoluteGap: step * 0.9,
        relativeGap: 0,
        tolerance: TOLERANCE,
        ...(name === 'slices' && slicesLast ? LAST_PASS : {}),
        ...(best ? { start: startValues(m, best) } : {}),
        ...(name === 'benefit' ? { onBound: (_: number, bound: number) => news.bound(-bound) } : {}),
      })
      if (run.status === 'infeasible') return { status: best ? 'limit' : 'infeasible', plan: best, proven }
      const plan = run.values && readPlan(m, run.values)
      if (plan && firstBreach(plan) === null) {
        best = plan
        news.best(plan)
      } else if (run.status === 'optimal') return { status: 'limit', plan: best, proven }
      if (run.status !== 'optimal' || !best) return { status: 'limit', plan: best, proven }
      proven++
      const value = costs.reduce((sum, c, i) => (c === 0 ? sum : sum + c * run.values![i]!), 0)
      const held: number[] = []
      const weights: number[] = []
      costs.forEach((c, i) => {
        if (c === 0) return
        held.push(i)
        weights.push(c)
      })
      if (held.length > 0) solver.addRow(Number.NEGATIVE_INFINITY, Math.round(value / step) * step + step * 0.45, held, weights)
    }
    return { status: 'optimal', plan: best, proven }
  } finally {
    solver.close()
  }
}

/** Whether any plan keeps every hard rule: null when time ran out before an answer. */
export async function feasiblePlan(empty: Plan, limits: Limits): Promise<{ feasible: boolean | null; plan: Plan | null }> {
  const { prep } = empty
  const needed = prep.projects.flatMap((_, p) => {
    const inFloor = prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0))
    return prep.forced[p] || inFloor ? [p] : []
  })
  if (needed.some((p) => prep.forced[p] && !prep.open[p]) || prep.impossiblePins.length > 0) return { feasible: false, plan: null }
  const m = sliceModel(empty, needed)
  const solver = await Solver.open(m.model)
  try {
    const run = solver.run(limits, { firstOnly: true, relativeGap: 1e9 })
    const plan = run.values && readPlan(m, run.values)
    if (plan && firstBreach(plan) === null) return { feasible: true, plan }
    return { feasible: run.status === 'infeasible' ? false : null, plan: null }
  } finally {
    solver.close()
  }
}
