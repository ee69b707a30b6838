/**
 * Freeing money on a lot by passing its slices on to other lots, and theirs on again: augmenting paths through the slices, with
 * every rule of slices kept at each step. This is what lets money that is left in the wrong place pay a project after all.
 */
import type { Costs } from './pay.ts'
import { payPhase } from './pay.ts'
import type { Plan } from './plan.ts'
import { DEBT, MATCH, phaseDebt, phaseMatch, type PreparedPhase, sliceLimits } from './prepare.ts'

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
  const slice = readSlice(plan, phase, lot)
  if (slice === null) return 0
  const choices = others(plan, phase, category, closed)
  for (const other of choices) {
    if (limits.nodes-- <= 0) return 0
    const left = plan.left(other, category)
    if (left <= 0) break
    const amount = passable(plan, phase, slice, other, wanted, left)
    if (amount === 0) continue
    plan.move(phase.index, lot, -amount)
    plan.move(phase.index, other, amount)
    return amount
  }
  if (depth === 0) return 0
  for (const other of choices) {
    if (limits.nodes-- <= 0) return 0
    const amount = passable(plan, phase, slice, other, wanted, Number.POSITIVE_INFINITY)
    if (amount === 0) continue
    const short = amount - plan.left(other, category)
    if (short > 0) {
      const cap = prep.capOf(other, category)
      if (cap >= 0 && plan.capRest[cap]! < amount) continue
      if (short > wanted || !freeUp(plan, other, short, depth - 1, limits, closed)) continue
      const again = readSlice(plan, phase, lot)
      if (again === null || passable(plan, phase, again, other, amount, plan.left(other, category)) !== amount) continue
    }
    plan.move(phase.index, lot, -amount)
    plan.move(phase.index, other, amount)
    return amount
  }
  return 0
}

/** Lots of the phase outside the closed set, the one with most left first. */
function others(plan: Plan, phase: PreparedPhase, category: string, closed: ReadonlySet<number>): number[] {
  const keyed: number[] = []
  const { lots } = phase
  for (let i = 0; i < lots.length; i++) if (!closed.has(lots[i]!)) keyed.push(lots[i]!)
  return sortByLeft(plan, keyed, category)
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

/** What a slice could give away, whoever takes it. */
interface Giver {
  readonly amount: number
  readonly pinned: boolean
  /** Most that may go in part. */
  readonly part: number
  readonly kind: number
  readonly need: number
  readonly matchRoom: number
  readonly debtRoom: number
}

function readSlice(plan: Plan, phase: PreparedPhase, lot: number): Giver | null {
  const { prep } = plan
  const amount = plan.amount(phase.index, lot)
  if (amount === 0) return null
  const project = prep.projects[phase.project]!
  const need = phase.need * plan.units[phase.project]!
  const pin = phase.pins?.get(lot)
  let matchRoom = Number.POSITIVE_INFINITY
  let debtRoom = Number.POSITIVE_INFINITY
  if (project.match !== null || project.maxDebtShare !== null) {
    const lots = plan.sliceLots[phase.index]!
    const amounts = plan.sliceAmounts[phase.index]!
    matchRoom = -phaseMatch(prep, phase, need)
    debtRoom = phaseDebt(prep, phase, need)
    for (let i = 0; i < lots.length; i++) {
      const k = prep.kindOf(lots[i]!, phase.project)
      if (k === MATCH) matchRoom += amounts[i]!
      if (k === DEBT) debtRoom -= amounts[i]!
    }
  }
  const part = amount - Math.max(sliceLimits(prep, lot, phase, need).least, pin ?? 0)
  return { amount, pinned: pin !== undefined, part, kind: prep.kindOf(lot, phase.project), need, matchRoom, debtRoom }
}

/** The amount nearest to `wanted` (not below it if possible) that may move to `other` and is at most `most`; 0 when none. */
function passable(plan: Plan, phase: PreparedPhase, giver: Giver, other: number, wanted: number, most: number): number {
  const { prep } = plan
  const { amount: slice, kind } = giver
  const has = plan.amount(phase.index, other)
  const into = sliceLimits(prep, other, phase, giver.need)
  const low = Math.max(prep.grain, into.least - has)
  let high = Math.min(slice, into.most - has)
  const otherKind = prep.kindOf(other, phase.project)
  if (kind === MATCH && otherKind !== MATCH) high = Math.min(high, giver.matchRoom)
  if (kind !== DEBT && otherKind === DEBT) high = Math.min(high, giver.debtRoom)
  if (high < low || most < low) return 0
  const sources = plan.sliceLots[phase.index]!.length + (has === 0 ? 1 : 0)
  const part = sources > prep.instance.rules.maxSources ? 0 : Math.min(high, giver.part)
  const amount = Math.min(part, most, Math.max(low, wanted))
  if (amount >= wanted && amount >= low) return amount
  if (high === slice && !giver.pinned && slice <= most) return slice
  return amount >= low ? amount : 0
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
  const byLeft = sortByLeft(plan, [...phase.lots], category)
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
