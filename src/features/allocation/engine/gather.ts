/**
 * Bringing money together on one lot: its slices are passed on to other lots, theirs on again, along the shortest path to a lot that has
 * money left, and again until enough is there. Augmenting paths through the slices, with every rule of slices kept at each step. This
 * is what lets crumbs that are left in many wrong places pay a project after all.
 */
import type { Plan } from './plan.ts'
import { DEBT, MATCH, phaseDebt, phaseMatch, type Prepared, type PreparedPhase, sliceLimits } from './prepare.ts'

/** A path that brings less than this share of what is wanted is not taken: it would end in crumbs of crumbs. */
const CRUMB = 1 / 16

/** Sets of lots as bits, 32 to a word: which lots may pay each phase. A path asks thousands of phases for lots it has not reached yet. */
class Payers {
  readonly words: number
  readonly #listOf: Int32Array
  readonly #bits: Int32Array

  constructor({ phases, lots }: Prepared) {
    this.words = (lots.length + 31) >> 5
    this.#listOf = Int32Array.from(phases, (x) => x.list)
    this.#bits = new Int32Array(this.words * this.#listOf.reduce((most, list) => Math.max(most, list + 1), 0))
    for (const { list, lots: payers } of phases) for (const lot of payers) this.#bits[list * this.words + (lot >> 5)]! |= 1 << (lot & 31)
  }

  /** Which of a word's lots may pay a phase and are in `among`. */
  among(phase: number, word: number, among: Int32Array): number {
    return this.#bits[this.#listOf[phase]! * this.words + word]! & among[word]!
  }
}

const remove = (bits: Int32Array, lot: number) => void (bits[lot >> 5]! &= ~(1 << (lot & 31)))

const payersOf = new WeakMap<Prepared, Payers>()

/** Brings money together for one phase of a plan, on one lot after another until one of them can pay. */
export class Gathering {
  readonly #plan: Plan
  /** By lot: the lot before it on the path, or -1; the phase that passes money on to it; how much is asked of it. */
  readonly #before: Int32Array
  readonly #via: Int32Array
  readonly #asked: Float64Array
  readonly #payers: Payers
  /** As bits: lots that a path has not reached yet, and all but the barren ones, from which no path leads to any money. */
  readonly #open: Int32Array
  readonly #fertile: Int32Array
  /** Passing on that may still be tried. */
  #nodes: number

  constructor(plan: Plan, nodes: number) {
    const lots = plan.rest.length
    this.#plan = plan
    this.#nodes = nodes
    this.#before = new Int32Array(lots)
    this.#via = new Int32Array(lots)
    this.#asked = new Float64Array(lots)
    this.#payers = payersOf.get(plan.prep) ?? new Payers(plan.prep)
    payersOf.set(plan.prep, this.#payers)
    this.#open = new Int32Array(this.#payers.words)
    this.#fertile = new Int32Array(this.#payers.words).fill(-1)
  }

  /** Raises what `lot` has left by at least `amount`; on failure the plan is as before. Needs `plan.mark()` to have been called. */
  gather(lot: number, amount: number): boolean {
    const plan = this.#plan
    if ((this.#fertile[lot >> 5]! & (1 << (lot & 31))) === 0) return false
    const mark = plan.mark()
    const target = plan.rest[lot]! + amount
    for (let missing = amount; missing > 0; missing = target - plan.rest[lot]!) {
      if (this.#bring(lot, missing, amount * CRUMB)) continue
      if (missing === amount && this.#nodes > 0) this.#before.forEach((from, l) => void (from >= 0 && remove(this.#fertile, l)))
      plan.rollback(mark)
      return false
    }
    return true
  }

  /** Finds one path that brings all or part of `wanted`, at least `least`, and takes it. */
  #bring(root: number, wanted: number, least: number): boolean {
    const plan = this.#plan
    const { prep } = plan
    const { phases, projects } = prep
    const before = this.#before.fill(-1)
    const asked = this.#asked
    const payers = this.#payers
    const open = this.#open
    open.set(this.#fertile)
    remove(open, root)
    const queue = [root]
    before[root] = root
    asked[root] = wanted
    for (let head = 0; head < queue.length; head++) {
      const lot = queue[head]!
      for (const x of plan.paidBy[lot]!) {
        const phase = phases[x]!
        let giver: Giver | null = null
        for (let word = 0; word < open.length; word++) {
          for (let bits = payers.among(x, word, open); bits !== 0; bits &= bits - 1) {
            const other = (word << 5) + 31 - Math.clz32(bits & -bits)
            if (this.#nodes-- <= 0) return false
            giver ??= readSlice(plan, phase, lot)
            const cap = prep.capOf(other, projects[phase.project]!.category)
            const room = cap < 0 ? Number.POSITIVE_INFINITY : plan.capRest[cap]!
            const amount = passable(plan, phase, giver, other, asked[lot]!, room)
            if (amount < Math.min(least, asked[lot]!)) continue
            before[other] = lot
            remove(open, other)
            this.#via[other] = x
            const left = Math.min(plan.rest[other]!, room)
            if (left >= Math.min(least, amount) && this.#take(root, other)) return true
            asked[other] = Math.max(prep.grain, amount - left)
            queue.push(other)
          }
        }
      }
    }
    return false
  }

  /** Moves along the path that ends on a lot with money left; the amounts follow from what each step can pass on. */
  #take(root: number, end: number): boolean {
    const plan = this.#plan
    const mark = plan.mark()
    for (let lot = end; lot !== root; lot = this.#before[lot]!) {
      const to = this.#before[lot]!
      const phase = plan.prep.phases[this.#via[lot]!]!
      const left = plan.left(lot, plan.prep.projects[phase.project]!.category)
      const amount = plan.amount(phase.index, to) === 0 ? 0 : passable(plan, phase, readSlice(plan, phase, to), lot, this.#asked[to]!, left)
      if (amount === 0) {
        plan.rollback(mark)
        return false
      }
      plan.move(phase.index, to, -amount)
      plan.move(phase.index, lot, amount)
    }
    return true
  }
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

function readSlice(plan: Plan, phase: PreparedPhase, lot: number): Giver {
  const { prep } = plan
  const amount = plan.amount(phase.index, lot)
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
