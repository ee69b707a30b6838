/**
 * Where a plan loses what its bound promises, and which projects to free around such a place. The loss is exact: bound less benefit is
 * the sum of worth left unfunded, worth below zero funded, money left on lots that have a price, and slices of dearer money than need be.
 */
import type { Prices } from './certificate.ts'
import type { Choice } from './choose.ts'
import type { Classes } from './classes.ts'
import type { Plan } from './plan.ts'
import type { Prepared, PreparedPhase } from './prepare.ts'

export interface Guide {
  readonly prep: Prepared
  readonly classes: Classes
  readonly prices: Prices
  readonly worth: Float64Array
  /** By class and lot: what a yuan costs above the cheapest money of the class; empty when the relaxation did not end. */
  readonly flowCosts: readonly Float64Array[]
  /** A good choice before it was paid slice by slice; null when there was none. */
  readonly choice: Pick<Choice, 'units' | 'quotas'> | null
  /** Projects that must stay funded at no less than their present size. */
  readonly keep: (project: number) => boolean
}

/** Candidates scored for one neighbourhood; a province has thousands that share a lot. */
const SCORED = 500

/** A project that was chosen but not paid, or in part, is tried as if so much of the missing benefit were lost there. */
const WANTED = 0.3
/** What the choice itself loses at a place is mostly what whole projects cost: it is looked at again with so much of its weight. */
const KNOWN = 0.1
/** Each time a place was tried, it counts so much less. */
const TRIED = 0.5

export class Neighbourhoods {
  readonly typical: number
  readonly #g: Guide
  /** Open projects by lot that may pay them. */
  readonly #near: readonly number[][]
  readonly #open: readonly number[]
  readonly #random: () => number
  /** By project, then by lot: what the choice loses there, and how often the place was tried. */
  readonly #known: Float64Array
  readonly #tried: Float64Array

  constructor(guide: Guide, random: () => number) {
    this.#g = guide
    this.#random = random
    const { prep } = guide
    this.#open = prep.projects.map((_, p) => p).filter((p) => prep.open[p] === 1)
    this.typical = this.#open.reduce((sum, p) => sum + prep.projects[p]!.benefit * prep.unitsMax[p]!, 0) / Math.max(1, this.#open.length)
    this.#tried = new Float64Array(prep.projects.length + prep.lots.length)
    this.#known = this.#lossOfChoice()
    this.#near = prep.lots.map(() => [])
    for (const p of this.#open) {
      if (guide.worth[p]! * prep.unitsMax[p]! < -2 * this.typical) continue
      for (const lot of new Set(prep.phasesOf[p]!.flatMap((x) => [...prep.phases[x]!.lots]))) this.#near[lot]!.push(p)
    }
  }

  /** Projects to free around a place that is drawn; empty where there is none. */
  draw(plan: Plan, size: number): number[] {
    const seed = this.seed(plan)
    return seed < 0 ? [] : this.around(plan, seed, size)
  }

  /** A project at a place that loses more than the choice does, drawn in proportion to that and less often where it was tried. */
  seed(plan: Plan): number {
    const { prep, prices, choice } = this.#g
    const random = this.#random
    const projects = prep.projects.length
    let total = 0
    let place = -1
    const offer = (at: number, loss: number, missed = 0) => {
      const known = this.#known[at]!
      const weight = (KNOWN * loss + (1 - KNOWN) * Math.max(0, loss - known) + missed) * TRIED ** this.#tried[at]!
      if (weight <= 0) return
      total += weight
      if (random() * total < weight) place = at
    }
    for (const p of this.#open) {
      const missed = WANTED * prep.projects[p]!.benefit * Math.max(0, (choice?.units[p] ?? 0) - plan.units[p]!)
      offer(p, this.loss(plan, p), missed)
    }
    for (let lot = 0; lot < prep.lots.length; lot++) offer(projects + lot, prices.lots[lot]! * plan.rest[lot]!)
    if (place >= 0) this.#tried[place]!++
    if (place >= 0 && place < projects) return place
    const near = place < 0 ? this.#open : this.#near[place - projects]!
    return near.length === 0 ? -1 : near[Math.floor(random() * near.length)]!
  }

  /** By project, then by lot: worth not taken, worth below zero taken, money dearer than need be; money left at a price. */
  #lossOfChoice(): Float64Array {
    const { prep, prices, classes, flowCosts, choice } = this.#g
    const losses = new Float64Array(this.#tried.length)
    if (!choice) return losses
    const rest = Float64Array.from(prep.lots, (lot) => lot.amount)
    const dear = classes.list.map((c) => {
      const quotas = choice.quotas[c.index]!
      quotas.forEach((amount, i) => void (rest[c.lots[i]!]! -= amount))
      const all = quotas.reduce((a, b) => a + b, 0)
      return all > 0 ? quotas.reduce((sum, amount, i) => sum + amount * (flowCosts[c.index]?.[i] ?? 0), 0) / all : 0
    })
    for (const p of this.#open) {
      const units = choice.units[p]!
      losses[p] = this.#worthLost(p, units)
      for (const x of prep.phasesOf[p]!) losses[p] += dear[classes.ofPhase[x]!]! * prep.phases[x]!.need * units
    }
    rest.forEach((left, lot) => void (losses[prep.projects.length + lot] = prices.lots[lot]! * Math.max(0, left)))
    return losses
  }

  #worthLost(p: number, units: number): number {
    const { prep, worth, keep } = this.#g
    const value = worth[p]!
    if (value >= 0) return value * (prep.unitsMax[p]! - units)
    return keep(p) || prep.forced[p] === 1 ? 0 : -value * units
  }

  /** What the plan loses on a project: worth not taken, worth below zero taken, money dearer than need be. */
  loss(plan: Plan, p: number): number {
    const { prep } = this.#g
    let loss = this.#worthLost(p, plan.units[p]!)
    for (const x of prep.phasesOf[p]!) {
      const lots = plan.sliceLots[x]!
      for (let i = 0; i < lots.length; i++) loss += this.dear(prep.phases[x]!, lots[i]!) * plan.sliceAmounts[x]![i]!
    }
    return loss
  }

  /** What a yuan of the lot costs in this phase above its cheapest money. */
  dear(phase: PreparedPhase, lot: number): number {
    const c = this.#g.classes.list[this.#g.classes.ofPhase[phase.index]!]
    const at = c ? find(c.lots, lot) : -1
    return at < 0 ? 0 : (this.#g.flowCosts[c!.index]?.[at] ?? 0)
  }

  /** The seed and the projects to free with it: sharing its lots, the undecided before the decided, a little chance. */
  around(plan: Plan, seed: number, size: number): number[] {
    const { prep, worth } = this.#g
    const random = this.#random
    const lots = new Set<number>()
    for (const x of prep.phasesOf[seed]!) {
      for (const lot of prep.phases[x]!.lots) lots.add(lot)
      for (const lot of plan.sliceLots[x]!) lots.add(lot)
    }
    const scored: { p: number; score: number }[] = []
    for (const p of this.#candidates(lots)) {
      const funded = plan.units[p]! > 0
      const decided = Math.abs(worth[p]! * prep.unitsMax[p]!) / this.typical
      let near = 0
      for (const x of prep.phasesOf[p]!) {
        const own = funded ? plan.sliceLots[x]! : prep.phases[x]!.lots
        let shared = 0
        for (let i = 0; i < own.length; i++) if (lots.has(own[i]!)) shared++
        near += shared / Math.max(1, own.length)
      }
      near /= prep.phasesOf[p]!.length
      scored.push({ p, score: near + 1.2 * random() - decided * (funded ? 0.7 : 1.3) })
    }
    scored.sort((a, b) => b.score - a.score || a.p - b.p)
    return [...new Set([seed, ...scored.slice(0, size).map((s) => s.p)])]
  }

  /** Phases of other projects with several sources, near the free ones first: their amounts may shift, so that crumbs come together. */
  shifting(plan: Plan, free: readonly number[], most: number): Map<number, readonly number[]> {
    const { prep } = this.#g
    const inside = new Set(free)
    const found = new Map<number, readonly number[]>()
    const lots: number[] = []
    const seen = new Set<number>()
    const reach = (list: Iterable<number>) => {
      for (const lot of list) {
        if (seen.has(lot)) continue
        seen.add(lot)
        lots.push(lot)
      }
    }
    for (const p of free) for (const x of prep.phasesOf[p]!) reach(plan.units[p]! > 0 ? plan.sliceLots[x]! : prep.phases[x]!.lots)
    for (let i = 0; i < lots.length && found.size < most; i++)
      for (const x of plan.paidBy[lots[i]!]!) {
        const own = plan.sliceLots[x]!
        if (own.length < 2 || found.has(x) || inside.has(prep.phases[x]!.project)) continue
        found.set(x, own)
        reach(own)
        if (found.size >= most) break
      }
    return found
  }

  #candidates(lots: ReadonlySet<number>): Iterable<number> {
    if (this.#open.length <= SCORED) return this.#open
    const random = this.#random
    const list = [...lots]
    const found = new Set<number>()
    for (let tries = 0; tries < 3 * SCORED && found.size < SCORED; tries++) {
      const near = this.#near[list[Math.floor(random() * list.length)]!]!
      if (near.length > 0) found.add(near[Math.floor(random() * near.length)]!)
    }
    return found
  }

  /** Lots for a phase of a neighbourhood: what pays it now, then the cheapest at the prices that have money in reach. */
  offer(plan: Plan, base: Plan, phase: PreparedPhase, few: number): number[] {
    const random = this.#random
    const { category } = this.#g.prep.projects[phase.project]!
    const now = plan.sliceLots[phase.index]!
    const c = this.#g.classes.list[this.#g.classes.ofPhase[phase.index]!]
    const costs = c && this.#g.flowCosts[c.index]
    const lots = c?.lots ?? phase.lots
    const scale = (0.2 * phase.need) / this.typical
    const others: { lot: number; score: number }[] = []
    for (let i = 0; i < lots.length; i++) {
      const lot = lots[i]!
      const left = base.left(lot, category)
      if (left <= 0 || now.includes(lot)) continue
      others.push({ lot, score: (costs ? costs[i]! : 0) * scale - 0.2 * Math.min(1, left / phase.need) + 0.05 * random() })
    }
    others.sort((a, b) => a.score - b.score || a.lot - b.lot)
    return [...now, ...others.slice(0, few).map((o) => o.lot)]
  }
}

/** Place of a lot in an ascending list, or -1. */
function find(lots: Int32Array, lot: number): number {
  let low = 0
  let high = lots.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    if (lots[middle]! === lot) return middle
    if (lots[middle]! < lot) low = middle + 1
    else high = middle - 1
  }
  return -1
}
