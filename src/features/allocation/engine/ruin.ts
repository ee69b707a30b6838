/**
 * Ruin and recreate: a few projects around one lot are given up and the place is filled again in another order, each phase from the
 * money that is cheapest at the relaxation's prices. Worse plans are kept now and then, less and less, so that the search does not stick.
 */
import { payWithChains } from './chain.ts'
import { fund } from './fund.ts'
import { habitCosts } from './greedy.ts'
import type { Limits } from './linear-model.ts'
import type { Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'

export interface RuinOptions {
  readonly worth: Float64Array
  /** Cost of a yuan of each lot (`lotCosts`). */
  readonly prices: Float64Array
  /** Projects that must stay funded at no less than their present size (statutory where all of them are funded). */
  readonly keep: (project: number) => boolean
  readonly random: () => number
  /** Stops when benefit reaches this. */
  readonly enough: number
  /** Milliseconds planned for: they set how much may be lost at first. */
  readonly span: number
  /** Ends after so many turns: a limit of work, the same on every machine. */
  readonly turns: number
  readonly onBest: (plan: Plan) => void
  /** Only projects with units here are tried, mostly around one that has fewer; by default all that the prices do not rule out. */
  readonly wanted?: ArrayLike<number>
}

/** Projects tried to fill a ruin, beside those given up. */
const WAITING = 14
/** Share of a typical benefit that a worse plan may lose at first, for each millisecond a project has. */
const HEAT = 0.012
/** Projects of one turn for which money is freed along chains, and how hard each is tried: harder among few projects. */
const CHAINS = { all: { projects: 2, nodes: 100 }, wanted: { projects: 6, nodes: 600 } } as const
/** How often a turn among few projects begins with one that has less than it should. */
const MISSING = 0.7

/** Improves benefit; returns the best plan met, legal but for the waterfall if the start is. The given plan is used up. */
export function ruinAndRecreate(plan: Plan, limits: Limits, options: RuinOptions): Plan {
  return new Ruin(plan, limits, options).run()
}

class Ruin {
  readonly #plan: Plan
  readonly #prep: Prepared
  readonly #limits: Limits
  readonly #o: RuinOptions
  readonly #costs: { lots: Float64Array; slice: number }
  readonly #base: Float64Array
  /** Open projects that each lot may pay and the prices do not rule out. */
  readonly #near: number[][]
  readonly #seeds: readonly number[]
  readonly #chains: { readonly projects: number; readonly nodes: number }
  /** Projects that have less than is wanted; null when not known. */
  #missing: readonly number[] | null = null
  readonly #floors: readonly number[]
  readonly #typical: number

  constructor(plan: Plan, limits: Limits, options: RuinOptions) {
    const { prep } = plan
    this.#plan = plan
    this.#prep = prep
    this.#chains = options.wanted ? CHAINS.wanted : CHAINS.all
    this.#limits = limits
    this.#o = options
    this.#base = options.prices
    this.#costs = { lots: this.#base.slice(), slice: habitCosts(prep).slice }
    const open = prep.projects.map((_, p) => p).filter((p) => prep.open[p] === 1)
    this.#typical = open.reduce((sum, p) => sum + prep.projects[p]!.benefit, 0) / Math.max(1, open.length)
    this.#near = prep.lots.map(() => [])
    const { wanted } = options
    this.#seeds = open.filter((p) => (wanted ? wanted[p]! > 0 : options.worth[p]! * prep.unitsMax[p]! > -1.5 * this.#typical))
    for (const p of this.#seeds)
      for (const lot of new Set(prep.phasesOf[p]!.flatMap((x) => [...prep.phases[x]!.lots]))) this.#near[lot]!.push(p)
    this.#floors = prep.groups.flatMap((group, g) => (group.min > 0 ? [g] : []))
  }

  run(): Plan {
    const plan = this.#plan
    const { random } = this.#o
    const began = performance.now()
    const time = Math.max(1, this.#limits.deadline - began)
    const start = Math.min(0.08, (HEAT * this.#o.span) / this.#prep.projects.length) * this.#typical
    let benefit = this.#prep.projects.reduce((sum, p, i) => sum + p.benefit * plan.units[i]!, 0)
    let best = benefit
    let told = benefit
    let tellAt = began + 500
    plan.keep()
    const sinceBest = plan.mark()
    for (let turn = 0; best < this.#o.enough && turn < this.#o.turns; turn++) {
      const now = performance.now()
      if (now > this.#limits.deadline || this.#limits.stopped()) break
      if (turn % 40 === 0) this.#shake()
      const heat = start * (1 - Math.max(turn / this.#o.turns, (now - began) / time)) ** 2
      const mark = plan.mark()
      const gain = this.#turn()
      if (gain === null || gain < heat * Math.log(Math.max(1e-9, random()))) {
        plan.rollback(mark)
        continue
      }
      benefit += gain
      this.#missing = null
      if (benefit <= best + 1e-9) continue
      best = benefit
      plan.keep()
      plan.mark()
      if (now < tellAt || best === told) continue
      told = best
      this.#o.onBest(plan)
      const after = performance.now()
      tellAt = after + Math.max(500, 20 * (after - now))
    }
    plan.rollback(sinceBest)
    plan.keep()
    return plan
  }

  /** Prices a little off, so that ties and near ties are broken another way each time. */
  #shake(): void {
    const { random } = this.#o
    for (let l = 0; l < this.#base.length; l++) this.#costs.lots[l] = this.#base[l]! * (0.85 + 0.3 * random())
  }

  /** One ruin and its filling; the gain, or null when the plan became illegal. */
  #turn(): number | null {
    const { random, keep } = this.#o
    const plan = this.#plan
    const prep = this.#prep
    const seed = this.#seed()
    if (seed === undefined) return null
    const phase = prep.phases[prep.phasesOf[seed]![Math.floor(random() * prep.phasesOf[seed]!.length)]!]!
    const ruined = this.#ruin(phase.lots, 1 + Math.floor(random() ** 2 * 8))
    if (this.#short(seed) && plan.units[seed]! > 0 && !ruined.includes(seed)) ruined.push(seed)
    if (ruined.length === 0) return null
    let lost = 0
    const before = new Map<number, number>()
    const lots = new Set<number>()
    for (const p of ruined) {
      before.set(p, plan.units[p]!)
      lost += prep.projects[p]!.benefit * plan.units[p]!
      for (const x of prep.phasesOf[p]!) for (const lot of plan.sliceLots[x]!) lots.add(lot)
      plan.remove(p)
    }
    const order = this.#order(ruined, seed, lots, before)
    let won = 0
    let chained = 0
    for (const p of order) {
      let units = fund(plan, p, this.#costs, this.#o.wanted?.[p])
      if (this.#short(p) && units > 0 && chained < this.#chains.projects) {
        chained++
        units = this.#raised(p, units)
      }
      if (units === 0 && (chained < this.#chains.projects || (before.has(p) && (keep(p) || prep.forced[p] === 1)))) {
        chained++
        units = this.#withChains(p, before.get(p) ?? prep.unitsMin[p]!)
        if (this.#short(p) && units > 0) units = this.#raised(p, units)
      }
      if (units < (before.get(p) ?? 0) && (keep(p) || (units === 0 && prep.forced[p] === 1))) return null
      won += prep.projects[p]!.benefit * units
    }
    for (const g of this.#floors) if (plan.groupSum[g]! < prep.groups[g]!.min) return null
    return won - lost
  }

  /** Whether a project has less than is wanted. */
  #short(p: number): boolean {
    const { wanted } = this.#o
    return wanted !== undefined && this.#plan.units[p]! < wanted[p]!
  }

  /** More units of a project that has fewer than wanted, by chains: all of them, or half of what is missing. Returns its units. */
  #raised(p: number, units: number): number {
    const mark = this.#plan.mark()
    const most = this.#o.wanted![p]!
    this.#plan.remove(p)
    for (const size of new Set([most, (most + units) >> 1])) if (size > units && this.#withChains(p, size) > 0) return size
    this.#plan.rollback(mark)
    return units
  }

  #seed(): number | undefined {
    const { random, wanted } = this.#o
    let from = this.#seeds
    if (wanted && random() < MISSING) {
      this.#missing ??= this.#seeds.filter((p) => this.#short(p))
      if (this.#missing.length > 0) from = this.#missing
    }
    return from[Math.floor(random() * from.length)]
  }

  /** The order in which a ruin is filled: what must stay, then by worth or by size, a little shuffled. */
  #order(ruined: readonly number[], seed: number, lots: ReadonlySet<number>, before: ReadonlyMap<number, number>): number[] {
    const { random, worth, keep } = this.#o
    const prep = this.#prep
    const noise = 0.6 * random() ** 2
    const bySize = random() < 0.3
    const all = [...new Set([...ruined, ...(this.#plan.units[seed] === 0 ? [seed] : []), ...this.#waiting(lots)])]
    const score = new Map<number, number>()
    for (const p of all) {
      const must = before.has(p) && (keep(p) || prep.forced[p] === 1) ? 1e12 : 0
      const value = bySize ? needOf(prep, p) * 1e-3 : (worth[p]! * prep.unitsMax[p]!) / this.#typical
      const shuffle = noise * (random() - 0.5)
      score.set(p, must + (bySize ? value * (1 + shuffle) : value + shuffle))
    }
    return all.sort((a, b) => score.get(b)! - score.get(a)! || a - b)
  }

  #withChains(p: number, units: number): number {
    const plan = this.#plan
    const prep = this.#prep
    if (plan.groupOver(p, units) >= 0) return 0
    const mark = plan.mark()
    plan.setUnits(p, units)
    for (const x of prep.phasesOf[p]!) {
      const phase = prep.phases[x]!
      if (payWithChains(plan, phase, phase.need * units, this.#costs, this.#chains.nodes)) continue
      plan.rollback(mark)
      return 0
    }
    return units
  }

  /** Up to `count` projects paid by one of the lots, or by two. */
  #ruin(lots: Int32Array, count: number): number[] {
    const { random } = this.#o
    const plan = this.#plan
    const found = new Set<number>()
    for (let tries = 0; tries < 6 && found.size < count; tries++) {
      const paid = [...plan.paidBy[lots[Math.floor(random() * lots.length)]!]!]
      if (paid.length === 0) continue
      for (let i = 0; i < count && found.size < count && i < paid.length; i++)
        found.add(this.#prep.phases[paid[Math.floor(random() * paid.length)]!]!.project)
      if (random() < 0.6) break
    }
    return [...found]
  }

  /** Unfunded projects that the lots could pay, a few at random. */
  #waiting(lots: ReadonlySet<number>): number[] {
    const { random } = this.#o
    const found = new Set<number>()
    const list = [...lots]
    for (let tries = 0; tries < 4 * WAITING && found.size < WAITING; tries++) {
      const near = this.#near[list[Math.floor(random() * list.length)]!]!
      const p = near[Math.floor(random() * near.length)]
      if (p !== undefined && this.#plan.units[p] === 0) found.add(p)
    }
    return [...found]
  }
}

function needOf(prep: Prepared, p: number): number {
  return prep.phasesOf[p]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0) * prep.unitsMax[p]!
}

/** Shadow prices first; where they tie, the habit of offices (stronger ledger first). */
export function lotCosts(prep: Prepared, prices: Float64Array): Float64Array {
  const mean = prices.reduce((a, b) => a + b, 0) / Math.max(1, prices.length)
  const habit = habitCosts(prep)
  return Float64Array.from(prep.lots, (_, l) => (mean > 0 ? (1e4 * prices[l]!) / mean : 0) + habit.lots[l]!)
}
