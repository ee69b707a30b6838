/**
 * Improves a plan by solving neighbourhoods exactly: some dozens of projects around a place where the plan loses are chosen and paid
 * anew, the rest stays. Never returns a plan worse under the order of objectives, or illegal. Rounds are limited by work, not by time.
 */
import { fill } from './finish.ts'
import type { Objectives } from './format.ts'
import { firstBreach } from './legal.ts'
import { type Limits, Solver } from './linear-model.ts'
import { type Guide, Neighbourhoods } from './neighbourhood.ts'
import { compareObjectives } from './objectives.ts'
import type { Plan } from './plan.ts'
import { objectiveCosts, readPlan, sliceModel, startValues } from './slice-model.ts'

export interface ImproveOptions {
  readonly guide: Guide
  readonly order: readonly number[]
  /** Upper bound on benefit: reaching `goal` of it ends the search. */
  readonly bound: number
  readonly goal: number
  readonly random: () => number
  /** A plan from elsewhere that is better than this one, if there is one by now. */
  readonly other?: (than: Plan) => Plan | null
  readonly onBest?: (plan: Plan, objectives: Objectives) => void
}

/** Lots offered to a phase beside those that pay it. */
const FEW = 4
/** Phases outside whose amounts may shift. */
const SHIFTING = 400
/** Branch-and-bound nodes and simplex steps that a neighbourhood should stay under; its size follows. */
const NODES = 20
const STEPS = 250
const IDLE_ROUNDS = 200
const LATELY = 3

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
  const around = new Neighbourhoods(options.guide, options.random)
  let best = start
  /** Neighbourhoods that bettered the plan lately: on another's plan they are tried again. */
  const won: number[][] = []
  let again: number[][] = []
  let value = best.objectives()
  let size = 14
  for (let idle = 0; idle < IDLE_ROUNDS && performance.now() < limits.deadline && !limits.stopped(); ) {
    const other = options.other?.(best)
    if (other) {
      again = won.splice(0)
      best = other
      value = best.objectives()
      idle = 0
      options.onBest?.(best, value)
    }
    if (options.bound - value.benefit <= options.goal * options.bound) break
    const free = again.pop() ?? around.draw(best, Math.floor(size))
    if (free.length === 0) break
    const { plan: found, done, steps } = await solveFree(best, free, around, limits, options)
    size = done && steps < STEPS ? Math.min(150, size * 1.06) : Math.max(10, size * 0.9)
    const now = found?.objectives()
    idle++
    if (!found || !now || firstBreach(found) !== null) continue
    const gain = compareObjectives(prep.instance, now, value)
    if (gain < 0 && (now.statutory < value.statutory || now.benefit < value.benefit)) continue
    best = found
    if (now.benefit <= value.benefit && now.statutory <= value.statutory) {
      value = now
      continue
    }
    value = now
    idle = 0
    if (won.push(free) > LATELY) won.shift()
    options.onBest?.(best, value)
  }
  const full = best.copy()
  fill(full, options.order)
  if (firstBreach(full) === null && compareObjectives(prep.instance, full.objectives(), value) > 0) {
    options.onBest?.(full, full.objectives())
    return full
  }
  return best
}

async function solveFree(plan: Plan, free: readonly number[], around: Neighbourhoods, limits: Limits, { guide, bound }: ImproveOptions) {
  const { prep } = plan
  const base = plan.copy()
  for (const p of free) base.remove(p)
  const kept = around.shifting(plan, free, SHIFTING)
  for (const x of kept.keys()) base.clearPhase(x)
  const atLeast = new Map(free.filter((p) => guide.keep(p)).map((p) => [p, plan.units[p]!] as const))
  const m = sliceModel(base, free, { offer: (phase) => around.offer(plan, base, phase, FEW), atLeast, kept })
  const statutory = objectiveCosts(m, 'statutory')
  const benefit = objectiveCosts(m, 'benefit')
  const first = prep.instance.rules.objectives.includes('statutory') ? 1e4 : 0
  for (let i = 0; i < m.model.columns; i++) m.model.cost[i] = benefit[i]! + first * statutory[i]!
  for (const s of m.slices) m.model.cost[s.amount]! += DEAR * around.dear(prep.phases[s.phase]!, s.lot) * s.scale
  const solver = await Solver.open(m.model)
  try {
    const run = solver.run(limits, {
      nodes: NODES,
      steps: 2 * STEPS,
      absoluteGap: 2e-6 * bound,
      relativeGap: 1e-6,
      start: startValues(m, plan),
    })
    return { plan: run.values && readPlan(m, run.values), done: run.status === 'optimal', steps: run.steps }
  } finally {
    solver.close()
  }
}

/** Weight of dear money beside benefit: enough to break ties towards cheap money, not enough to give up a project for it. */
const DEAR = 0.05
