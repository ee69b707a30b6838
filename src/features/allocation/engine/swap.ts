/**
 * Swaps by hand: a project the prices want takes the place of one or two they want less, money is passed along chains, and whatever
 * fits again is put back. Thousands of tries a second, so it comes before the exact neighbourhoods and carries the largest plans.
 */
import { fundWithChains } from './chain.ts'
import type { Limits } from './linear-model.ts'
import type { Costs } from './pay.ts'
import type { Plan } from './plan.ts'

export interface SwapOptions {
  readonly worth: ArrayLike<number>
  readonly costs: Costs
  /** Projects that may not be given up (forced, or statutory where all of them are funded). */
  readonly keep: (project: number) => boolean
  readonly nodes: number
  readonly partners: number
  /** Stops when benefit reaches this. */
  readonly enough: number
  readonly onGain?: (benefit: number) => void
}

/** Improves benefit in place; returns it. Every intermediate state kept is legal but for the waterfall. */
export function swapUp(plan: Plan, limits: Limits, options: SwapOptions): number {
  const { prep } = plan
  const costs = options.costs
  const { worth } = options
  let benefit = prep.projects.reduce((sum, p, i) => sum + p.benefit * plan.units[i]!, 0)
  const over = () => performance.now() > limits.deadline || limits.stopped() || benefit >= options.enough
  const candidates = () =>
    prep.projects
      .map((_, p) => p)
      .filter((p) => prep.open[p] && plan.units[p]! < prep.unitsMax[p]!)
      .sort((a, b) => worth[b]! * prep.unitsMax[b]! - worth[a]! * prep.unitsMax[a]! || a - b)
  for (let gained = true; gained && !over(); ) {
    gained = false
    const waiting = candidates()
    for (const p of waiting) {
      if (over()) break
      if (plan.units[p]! >= prep.unitsMax[p]!) continue
      const gain = tryIn(plan, p, waiting, costs, options, over)
      if (gain <= 0) continue
      benefit += gain
      gained = true
      options.onGain?.(benefit)
    }
  }
  return benefit
}

function tryIn(plan: Plan, p: number, waiting: readonly number[], costs: Costs, options: SwapOptions, over: () => boolean): number {
  const { prep } = plan
  const own = prep.projects[p]!.benefit
  const attempt = (out: readonly number[]): number => {
    const mark = plan.mark()
    const before = plan.units[p]!
    const units = out.map((q) => plan.units[q]!)
    plan.remove(p)
    for (const q of out) plan.remove(q)
    let gain = 0
    for (const size of sizes(prep.unitsMin[p]!, prep.unitsMax[p]!, before)) {
      if (!fundWithChains(plan, p, size, costs, options.nodes)) continue
      gain = own * (size - before)
      out.forEach((q, i) => {
        gain -= prep.projects[q]!.benefit * units[i]!
        for (const u of sizes(prep.unitsMin[q]!, units[i]!, 0))
          if (fundWithChains(plan, q, u, costs, options.nodes)) {
            gain += prep.projects[q]!.benefit * u
            break
          }
      })
      if (out.length > 0) gain += refill(plan, p, waiting, costs, options)
      break
    }
    if (gain <= 0) plan.rollback(mark)
    plan.keep()
    return gain
  }
  const alone = attempt([])
  if (alone > 0) return alone
  for (const q of rivals(plan, p, options)) {
    if (over()) return 0
    const gain = attempt([q])
    if (gain > 0) return gain
  }
  return 0
}

/** Puts in what now fits among the waiting projects that share lots with the one just funded. */
function refill(plan: Plan, p: number, waiting: readonly number[], costs: Costs, options: SwapOptions): number {
  const { prep } = plan
  const lots = new Set(prep.phasesOf[p]!.flatMap((x) => [...prep.phases[x]!.lots]))
  let gain = 0
  let tries = 0
  for (const q of waiting) {
    if (plan.units[q]! > 0 || q === p) continue
    if (!prep.phasesOf[q]!.every((x) => prep.phases[x]!.lots.some((l) => lots.has(l)))) continue
    if (tries++ > 12) break
    if (fundWithChains(plan, q, prep.unitsMin[q]!, costs, options.nodes)) gain += prep.projects[q]!.benefit * prep.unitsMin[q]!
  }
  return gain
}

/** Funded projects on the lots that could pay `p`, those the prices want least first. */
function rivals(plan: Plan, p: number, options: SwapOptions): number[] {
  const { prep } = plan
  const near = new Set<number>()
  for (const x of prep.phasesOf[p]!)
    for (const lot of prep.phases[x]!.lots) for (const y of plan.paidBy[lot]!) near.add(prep.phases[y]!.project)
  near.delete(p)
  const { worth } = options
  const limit = Math.max(0, worth[p]!) * prep.unitsMax[p]!
  return [...near]
    .filter((q) => !options.keep(q) && worth[q]! * plan.units[q]! < limit + prep.projects[p]!.benefit * 0.5)
    .sort((a, b) => worth[a]! * plan.units[a]! - worth[b]! * plan.units[b]! || a - b)
    .slice(0, options.partners)
}

function sizes(least: number, most: number, above: number): number[] {
  return [...new Set([1, 0.95, 0.9, 0.8, 0.6, 0.4, 0].map((share) => Math.max(least, Math.floor(most * share))))].filter((u) => u > above)
}
