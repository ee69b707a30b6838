/**
 * Freeing money on a lot by passing its slices on to other lots, and theirs on again: augmenting paths through the slices, with
 * every rule of slices kept at each step. This is what lets money that is left in the wrong place pay a project after all.
 */
import type { Costs } from './pay.ts'
import { payPhase } from './pay.ts'
import type { Plan } from './plan.ts'
import { DEBT, MATCH, moneyKind, phaseDebt, phaseMatch, type PreparedPhase, sliceLimits } from './prepare.ts'

/** Nodes left to look at, shared by a whole search. */
export interface ChainLimits {
  nodes: number
}

const NONE: ReadonlySet<number> = new Set()

/** Raises what `lot` has left by at least `amount`; on failure the plan is as before. Needs `plan.mark()` to have been called. */
export function freeUp(
  plan: Plan,
  lot: number,
  amount: number,
  depth: number,
  limits: ChainLimits,
  closed: ReadonlySet<number> = NONE,
): boolean {
  const mark = plan.mark()
  const target = plan.rest[lot]! + amount
  const inside = new Set(closed).add(lot)
  for (const x of Array.from(plan.paidBy[lot]!)) {
    const missing = target - plan.rest[lot]!
    if (missing <= 0) break
    passOn(plan, plan.prep.phases[x]!, lot, missing, depth, limits, inside)
    if (limits.nodes <= 0) break
  }
  if (plan.rest[lot]! >= target) return true
  plan.rollback(mark)
  return false
}

/** Passes up to `wanted` of a slice on to another lot, at least something if any goes. Returns the amount. */
function passOn(
  plan: Plan,
  phase: PreparedPhase,
  lot: number,
  wanted: number,
  depth: number,
  limits: ChainLimits,
  closed: ReadonlySet<number>,
): number {
  const { prep } = plan
  const category = prep.projects[phase.project]!.category
  const choices = [...phase.lots].filter((other) => !closed.has(other)).sort((a, b) => plan.left(b, category) - plan.left(a, category))
  for (const deeper of depth > 0 ? [false, true] : [false]) {
    for (const other of choices) {
      if (limits.nodes-- <= 0) return 0
      const range = transferable(plan, phase, lot, other)
      if (!range) continue
      const left = plan.left(other, category)
      const amount = range.fit(wanted, deeper ? Number.POSITIVE_INFINITY : left)
      if (amount === 0) continue
      const short = amount - left
      if (short > 0) {
        const cap = prep.capOf(other, category)
        if (cap >= 0 && plan.capRest[cap]! < amount) continue
        if (short > wanted || !freeUp(plan, other, short, depth - 1, limits, closed)) continue
        const again = transferable(plan, phase, lot, other)
        if (!again || again.fit(amount, plan.left(other, category)) !== amount) continue
      }
      plan.move(phase.index, lot, -amount)
      plan.move(phase.index, other, amount)
      return amount
    }
  }
  return 0
}

interface Transfer {
  /** The amount nearest to `wanted` (not below it if possible) that rules allow and is at most `most`; 0 when none. */
  fit(wanted: number, most: number): number
}

/** What may move from the slice of `lot` to `other` in this phase: the whole slice, or a part between two ends. */
function transferable(plan: Plan, phase: PreparedPhase, lot: number, other: number): Transfer | null {
  const { prep } = plan
  const project = prep.projects[phase.project]!
  const need = phase.need * plan.units[phase.project]!
  const slice = plan.amount(phase.index, lot)
  if (slice === 0) return null
  const has = plan.amount(phase.index, other)
  const into = sliceLimits(prep, other, phase, need)
  const pin = phase.pins?.get(lot)
  const low = Math.max(prep.grain, into.least - has)
  let high = Math.min(slice, into.most - has)
  const kind = moneyKind(prep.lots[lot]!, project)
  const otherKind = moneyKind(prep.lots[other]!, project)
  const unmatches = kind === MATCH && otherKind !== MATCH
  const borrows = kind !== DEBT && otherKind === DEBT
  if (unmatches || borrows) {
    let matched = 0
    let debt = 0
    plan.sliceLots[phase.index]!.forEach((l, i) => {
      const k = moneyKind(prep.lots[l]!, project)
      if (k === MATCH) matched += plan.sliceAmounts[phase.index]![i]!
      if (k === DEBT) debt += plan.sliceAmounts[phase.index]![i]!
    })
    if (unmatches) high = Math.min(high, matched - phaseMatch(prep, phase, need))
    if (borrows) high = Math.min(high, phaseDebt(prep, phase, need) - debt)
  }
  if (high < low) return null
  const whole = high === slice && pin === undefined
  const sources = plan.sliceLots[phase.index]!.length + (has === 0 ? 1 : 0)
  const part =
    sources > prep.instance.rules.maxSources ? 0 : Math.min(high, slice - Math.max(sliceLimits(prep, lot, phase, need).least, pin ?? 0))
  return {
    fit: (wanted, most) => {
      const amount = Math.min(part, most, Math.max(low, wanted))
      if (amount >= wanted && amount >= low) return amount
      if (whole && slice <= most) return slice
      return amount >= low ? amount : 0
    },
  }
}

/** Pays a phase, freeing money elsewhere when what is left does not do. On failure the plan is as before. */
export function payWithChains(plan: Plan, phase: PreparedPhase, need: number, costs: Costs, depth: number, nodes: number): boolean {
  const { prep } = plan
  const direct = payPhase(plan, phase, need, costs)
  if (direct) {
    plan.pay(phase.index, direct)
    return true
  }
  const category = prep.projects[phase.project]!.category
  const byLeft = [...phase.lots].sort((a, b) => plan.left(b, category) - plan.left(a, category))

  for (const lot of byLeft.slice(0, 12)) {
    const { least, most } = sliceLimits(prep, lot, phase, need)
    const others = byLeft.filter((l) => l !== lot).slice(0, prep.instance.rules.maxSources - 1)
    const reach = others.reduce((sum, l) => sum + Math.min(sliceLimits(prep, l, phase, need).most, plan.left(l, category)), 0)
    for (const target of new Set([Math.min(need, most), Math.max(least, need - reach)])) {
      const short = target - plan.left(lot, category)
      if (target > most || short <= 0) continue
      const cap = prep.capOf(lot, category)
      if (cap >= 0 && plan.capRest[cap]! < target) continue
      const mark = plan.mark()
      const limits: ChainLimits = { nodes }
      if (freeUp(plan, lot, short, depth, limits)) {
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
export function fundWithChains(plan: Plan, project: number, units: number, costs: Costs, depth: number, nodes: number): boolean {
  if (plan.units[project] !== 0 || !plan.prep.open[project] || plan.groupOver(project, units) >= 0) return false
  const mark = plan.mark()
  plan.setUnits(project, units)
  for (const x of plan.prep.phasesOf[project]!) {
    const phase = plan.prep.phases[x]!
    if (payWithChains(plan, phase, phase.need * units, costs, depth, nodes)) continue
    plan.rollback(mark)
    return false
  }
  return true
}
