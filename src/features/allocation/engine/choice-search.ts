/**
 * Betters a choice of projects whose core was too narrow: round by round a hundred and more projects around a place where the choice loses
 * what the prices promise are free, all others stay. Rounds are limited by work, not by time.
 */
import type { Statutory } from './certificate.ts'
import { type Choice, choose, COSTS_NOTHING, mustFund, undecided } from './choose.ts'
import type { Classes } from './classes.ts'
import type { Limits } from './linear-model.ts'
import type { Prepared } from './prepare.ts'
import type { Relaxation } from './relax.ts'

export interface ChoiceSearchOptions {
  /** Moment at which the last round ends. */
  readonly until: number
  readonly random: () => number
}

/** So many projects nearest to zero worth may change, and so many of them in one round. */
const POOL = 1200
const FREE = 140
/** Work of a round; the solver's heuristics end when they like, so a round may take three times as many steps. */
const NODES = 40
const STEPS = 2000
/** A round ends at this share of the benefit from its own bound. */
const GAP = 1e-6
/** Rounds without a gain after which the search ends. */
const IDLE = 20
/** How much chance, and how much the distance from zero worth, weigh beside nearness when projects are drawn. */
const CHANCE = 0.8
const DECIDED = 1
/** Share of the rounds that free the projects nearest to zero worth, wherever they are. */
const ANYWHERE = 0.1

export async function betterChoice(
  prep: Prepared,
  classes: Classes,
  relaxed: Relaxation,
  worth: ArrayLike<number>,
  statutory: Statutory,
  limits: Limits,
  from: Choice,
  { until, random }: ChoiceSearchOptions,
): Promise<Choice> {
  const places = new Places(prep, classes, relaxed, worth, statutory, random)
  const ended = { ...limits, deadline: Math.min(limits.deadline, until) }
  let choice = from
  for (let idle = 0; idle < IDLE && performance.now() < ended.deadline && !limits.stopped(); idle++) {
    const lots = random() < ANYWHERE ? [] : places.draw(choice)
    const start = { choice, free: places.around(lots, FREE) }
    const options = { core: 0, seconds: Number.POSITIVE_INFINITY, gap: GAP, nodes: NODES, steps: STEPS, start }
    const found = await choose(prep, classes, relaxed, worth, statutory, ended, options)
    if (!found || found.benefit < choice.benefit - 1e-6) continue
    if (found.benefit > choice.benefit + 1e-6) idle = -1
    choice = found
  }
  return choice
}

/** The places where a choice can lose, and the projects around them. */
export class Places {
  readonly #prep: Prepared
  readonly #classes: Classes
  readonly #relaxed: Relaxation
  readonly #worth: ArrayLike<number>
  readonly #statutory: Statutory
  readonly #random: () => number
  /** Undecided projects, the nearest to zero worth first, and the lots whose money is cheapest for each. */
  readonly #pool: readonly number[]
  readonly #lots: readonly (readonly number[])[]

  constructor(prep: Prepared, classes: Classes, relaxed: Relaxation, worth: ArrayLike<number>, statutory: Statutory, random: () => number) {
    this.#prep = prep
    this.#classes = classes
    this.#relaxed = relaxed
    this.#worth = worth
    this.#statutory = statutory
    this.#random = random
    this.#pool = undecided(prep, worth, statutory).slice(0, POOL)
    this.#lots = this.#pool.map((p) => [...new Set(prep.phasesOf[p]!.flatMap((x) => this.#cheapest(classes.ofPhase[x]!)))])
  }

  /** Lots of a place where the choice loses, drawn in proportion to the loss: worth, dear money, or room left at a price. */
  draw({ units, quotas }: Choice): readonly number[] {
    const { lots, caps, unitsMax } = this.#prep
    const { flowCosts, prices } = this.#relaxed
    const rest = Float64Array.from(lots, (lot) => lot.amount)
    const room = Float64Array.from(caps, (cap) => cap.max)
    let total = 0
    let place: () => readonly number[] = () => []
    const offer = (loss: number, at: () => readonly number[]) => {
      if (loss <= 0) return
      total += loss
      if (this.#random() * total < loss) place = at
    }
    for (const c of this.#classes.list) {
      c.lots.forEach((lot, i) => {
        const amount = quotas[c.index]![i]!
        rest[lot]! -= amount
        if (c.caps[i]! >= 0) room[c.caps[i]!]! -= amount
        offer(amount * flowCosts[c.index]![i]!, () => [lot, ...this.#cheapest(c.index)])
      })
    }
    rest.forEach((left, lot) => offer(left * prices.lots[lot]!, () => [lot]))
    room.forEach((left, cap) => offer(left * prices.caps[cap]!, () => this.#under(cap)))
    this.#pool.forEach((p, i) => {
      const worth = this.#worth[p]!
      const loss = worth > 0 ? worth * (unitsMax[p]! - units[p]!) : mustFund(this.#prep, this.#statutory, p) ? 0 : -worth * units[p]!
      offer(loss, () => this.#lots[i]!)
    })
    return place()
  }

  /** Projects that these lots pay first, then those that share other lots with them; the undecided before the decided, a little chance. */
  around(lots: readonly number[], size: number): Set<number> {
    const near = new Float64Array(this.#prep.lots.length)
    const shared = new Float64Array(near.length)
    const place = new Set(lots)
    for (const own of this.#lots) if (own.some((lot) => place.has(lot))) for (const lot of own) shared[lot]!++
    const most = Math.max(1, ...shared)
    for (let lot = 0; lot < near.length; lot++) near[lot] = place.has(lot) ? 1 : (0.5 * shared[lot]!) / most
    const scored = this.#pool.map((p, i) => ({
      p,
      score: Math.max(0, ...this.#lots[i]!.map((lot) => near[lot]!)) + CHANCE * this.#random() - (DECIDED * i) / this.#pool.length,
    }))
    scored.sort((a, b) => b.score - a.score || a.p - b.p)
    return new Set(scored.slice(0, size).map((x) => x.p))
  }

  #cheapest(c: number): number[] {
    return Array.from(this.#classes.list[c]!.lots).filter((_, i) => this.#relaxed.flowCosts[c]![i]! <= COSTS_NOTHING)
  }

  #under(cap: number): number[] {
    return [...new Set(this.#classes.list.flatMap((c) => Array.from(c.lots).filter((_, i) => c.caps[i] === cap)))]
  }
}
