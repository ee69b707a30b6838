/**
 * Improves a plan by solving small neighbourhoods exactly: a project the prices want but the plan lacks, with the projects that
 * hold the money it could use. Everything else stays. Never returns a plan worse under the order of objectives, or illegal.
 */
import { fill } from './finish.ts'
import type { Objectives } from './format.ts'
import { firstBreach } from './legal.ts'
import { type Limits, Solver } from './linear-model.ts'
import { compareObjectives } from './objectives.ts'
import type { Plan } from './plan.ts'
import type { Prepared, PreparedPhase } from './prepare.ts'
import { objectiveCosts, readPlan, sliceModel, startValues } from './slice-model.ts'

export interface ImproveOptions {
  readonly worth: ArrayLike<number>
  readonly order: readonly number[]
  /** Upper bound on benefit: reaching `goal` of it ends the search. */
  readonly bound: number
  readonly goal: number
  readonly onBest?: (plan: Plan, objectives: Objectives) => void
}

/** Small deterministic generator (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761 + 97) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export async function improve(start: Plan, limits: Limits, options: ImproveOptions): Promise<Plan> {
  const { prep } = start
  const random = randomFrom(limits.seed)
  const tired = new Map<number, number>()
  let best = start
  let value = best.objectives()
  let size = 12
  let idleRounds = 0
  while (performance.now() < limits.deadline && !limits.stopped() && idleRounds < 200) {
    if (options.bound - value.benefit <= options.goal * options.bound) break
    const seed = nextSeed(best, options.worth, tired, random)
    if (seed < 0) break
    tired.set(seed, (tired.get(seed) ?? 0) + 1)
    const free = neighbourhood(best, seed, options.worth, size, random)
    const { plan: found, done } = await solveFree(best, free, limits)
    const better = found && settle(found, options.order)
    const now = better?.objectives()
    const gain = now ? compareObjectives(prep.instance, now, value) : 0
    if (better && now && gain > 0 && firstBreach(better) === null) {
      best = better
      value = now
      options.onBest?.(best, value)
      idleRounds = 0
    } else {
      idleRounds++
      size = done ? Math.min(30, size + 0.5) : Math.max(8, size - 0.5)
    }
  }
  return best
}

function settle(plan: Plan, order: readonly number[]): Plan {
  fill(plan, order)
  return plan
}

/** The unfunded (or not full) project the prices want most, less wanted each time it was tried. */
function nextSeed(plan: Plan, worth: ArrayLike<number>, tired: ReadonlyMap<number, number>, random: () => number): number {
  const { prep } = plan
  let best = -1
  let bestScore = Number.NEGATIVE_INFINITY
  const typical = typicalBenefit(prep)
  for (let p = 0; p < prep.projects.length; p++) {
    if (!prep.open[p] || plan.units[p] === prep.unitsMax[p]) continue
    const missing = prep.unitsMax[p]! - plan.units[p]!
    const score = worth[p]! * missing - (0.3 * (tired.get(p) ?? 0) - 0.3 * random()) * typical
    if (score > bestScore) {
      bestScore = score
      best = p
    }
  }
  return best
}

const typical = new WeakMap<Prepared, number>()
function typicalBenefit(prep: Prepared): number {
  let value = typical.get(prep)
  if (value === undefined) {
    value = prep.projects.reduce((sum, p) => sum + p.benefit, 0) / Math.max(1, prep.projects.length)
    typical.set(prep, value)
  }
  return value
}

/** The seed and the projects nearest to it: those paid by its lots, the undecided before the decided, a little chance. */
function neighbourhood(plan: Plan, seed: number, worth: ArrayLike<number>, size: number, random: () => number): number[] {
  const { prep } = plan
  const lots = new Set(prep.phasesOf[seed]!.flatMap((x) => [...prep.phases[x]!.lots]))
  const nearness = new Map<number, number>()
  for (const lot of lots) {
    for (const x of plan.paidBy[lot]!) {
      const p = prep.phases[x]!.project
      if (p === seed) continue
      nearness.set(p, (nearness.get(p) ?? 0) + 1 + (plan.rest[lot]! > 0 ? 1 : 0))
    }
  }
  const typical = typicalBenefit(prep)
  const scored = [...nearness].map(([p, near]) => {
    const decided = (Math.abs(worth[p]!) * prep.unitsMax[p]!) / typical
    return { p, score: near / (1 + decided) + 1.5 * random() }
  })
  for (let tries = 0; tries < size; tries++) {
    const p = Math.floor(random() * prep.projects.length)
    if (
      prep.open[p] &&
      plan.units[p] === 0 &&
      worth[p]! > -typical &&
      prep.phasesOf[p]!.some((x) => prep.phases[x]!.lots.some((l) => lots.has(l)))
    )
      scored.push({ p, score: 1 + worth[p]! / typical + random() })
  }
  scored.sort((a, b) => b.score - a.score || a.p - b.p)
  return [...new Set([seed, ...scored.slice(0, Math.floor(size)).map((s) => s.p)])]
}

async function solveFree(plan: Plan, free: readonly number[], limits: Limits): Promise<{ plan: Plan | null; done: boolean }> {
  const { prep } = plan
  const base = plan.copy()
  for (const p of free) base.remove(p)
  const m = sliceModel(base, free, { offer: (phase) => offer(plan, base, phase) })
  const statutory = objectiveCosts(m, 'statutory')
  const benefit = objectiveCosts(m, 'benefit')
  const first = prep.instance.rules.objectives.indexOf('statutory') >= 0 ? 1e4 : 0
  const slices = objectiveCosts(m, 'slices')
  for (let i = 0; i < m.model.columns; i++) m.model.cost[i] = benefit[i]! + first * statutory[i]! + 1e-4 * slices[i]!
  const solver = await Solver.open(m.model)
  try {
    const run = solver.run(limits, { seconds: 0.3, relativeGap: 1e-5, start: startValues(m, plan) })
    return { plan: run.values && readPlan(m, run.values), done: run.status === 'optimal' }
  } finally {
    solver.close()
  }
}

/** Lots for a phase of a neighbourhood: what pays it now, then those with most money in reach, eight in all. */
function offer(plan: Plan, base: Plan, phase: PreparedPhase): number[] {
  const category = plan.prep.projects[phase.project]!.category
  const now = plan.sliceLots[phase.index]!
  const others = [...phase.lots].filter((l) => !now.includes(l) && base.left(l, category) > 0)
  others.sort((a, b) => base.left(b, category) - base.left(a, category))
  return [...now, ...others.slice(0, 9 - now.length)]
}
