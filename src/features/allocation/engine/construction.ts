/**
 * Builds a plan from the relaxation's prices and betters it until the time is over: choice → money → slices → chains → swaps → neighbourhoods.
 * Each step only hands on legal plans; the best so far is always at hand.
 */
import { byPlaces } from './by-places.ts'
import { type Statutory, worths } from './certificate.ts'
import { betterChoice } from './choice-search.ts'
import { type Choice, choose, type ChooseOptions, type Decided } from './choose.ts'
import { isCrowded } from './class-model.ts'
import type { Classes } from './classes.ts'
import { feasiblePlan } from './exact.ts'
import { fill } from './finish.ts'
import { fillInOrder, habitCosts } from './greedy.ts'
import { improve, randomFrom } from './improve.ts'
import { firstBreach } from './legal.ts'
import type { Limits } from './linear-model.ts'
import { fundMissed } from './missed.ts'
import type { Beginning, Line, Partner } from './partner.ts'
import { place } from './place.ts'
import { isBetter, Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { dealMoney, type Relaxation } from './relax.ts'
import { lotCosts, ruinAndRecreate, type RuinOptions } from './ruin.ts'
import { swapUp } from './swap.ts'

/** Turns of ruin and recreate for each project: more than the clock allows but on a fast machine with much time. */
const TURNS = 20
/**
 * By size: projects in the core of the choice; the share of the time left for the choice and its placing; by what share of that projects
 * must be decided place by place, and the core that follows (a province's places would take too long); the core's own share; by what share a
 * wider search from a core without places must end; shares for squeezing it in, for swaps and for ruin. Exact neighbourhoods get the rest and
 * carry the smaller instances. A county's choice minds what others pay of all that a lot may pay if money is pinned; a city's places decide it.
 * A partner is a second thread: a county gains nothing by it, and a province would need twice the memory.
 */
const SHARES = [
  {
    upTo: 1000,
    core: 100,
    placed: 0.8,
    places: null,
    choose: 0.5,
    wider: 0,
    squeeze: 0.25,
    swap: 0.05,
    ruin: 0.05,
    minded: true,
    partner: false,
  },
  {
    upTo: 10_000,
    core: 300,
    placed: 0.9,
    places: { until: 0.3, core: 600, gap: 4e-5 },
    choose: 0.42,
    wider: 0.62,
    squeeze: 0.35,
    swap: 0.02,
    ruin: 0.03,
    minded: false,
    partner: true,
  },
  {
    upTo: Number.POSITIVE_INFINITY,
    core: 400,
    placed: 0.8,
    places: null,
    choose: 0.4,
    wider: 0,
    squeeze: 0.4,
    swap: 0.15,
    ruin: 0.9,
    minded: false,
    partner: false,
  },
] as const

/**
 * A core whose own bound is soon proven to lie so far below the certified one is too narrow: the search goes on wider from its choice.
 * A core with room goes on undisturbed.
 */
const NARROW = { after: 0.1, below: 0.002, near: 0.002 } as const

/** Also the whole time given: what a step plans for must not depend on how fast the machine was so far. */
export interface SearchLimits extends Limits {
  readonly seconds: number
}

/** The moment when `share` of the time left is over. */
export const part = (limits: Limits, share: number) => performance.now() + share * Math.max(0, limits.deadline - performance.now())

const shareOf = ({ projects }: Prepared) => SHARES.find((s) => projects.length <= s.upTo)!

/** Whether a second thread is worth what it costs. */
export const needsPartner = (prep: Prepared) => shareOf(prep).partner

/** Added to the seed for the other thread. */
const OTHER_SEED = 1009

/** What the relaxation tells of an instance before plans are built. */
export interface Known {
  readonly guide: Relaxation
  readonly statutory: Statutory
  /** Upper bound on benefit, and the share of it at which the search ends. */
  readonly bound: number
  readonly goal: number
}

export interface Given extends Known {
  readonly prep: Prepared
  readonly classes: Classes
}

export interface ConstructionNews {
  phase(name: string): void
  found(plan: Plan): void
}

/** Builds a plan from the relaxation and betters it until the time is over; of two threads one leads and the other helps. */
export class Construction {
  readonly #prep: Prepared
  readonly #classes: Classes
  readonly #guide: Relaxation
  readonly #statutory: Statutory
  readonly #limits: SearchLimits
  readonly #bound: number
  readonly #goal: number
  readonly #news: ConstructionNews
  readonly #worth: Float64Array
  readonly #order: readonly number[]
  /** Cost of a yuan of each lot at the relaxation's prices. */
  readonly #prices: Float64Array
  readonly #enough: number
  #choice: Choice | null = null
  readonly #share: (typeof SHARES)[number]
  /** To the other thread; null without one. */
  #line: Line | null = null

  constructor({ prep, classes, guide, statutory, bound, goal }: Given, limits: SearchLimits, news: ConstructionNews) {
    this.#prep = prep
    this.#classes = classes
    this.#guide = guide
    this.#statutory = statutory
    this.#limits = limits
    this.#bound = bound
    this.#goal = goal
    this.#news = news
    this.#worth = worths(prep, classes, guide.prices, statutory)
    this.#order = inOrder(prep, this.#worth, statutory)
    this.#prices = lotCosts(prep, guide.prices.lots)
    this.#enough = bound * (1 - goal)
    this.#share = shareOf(prep)
  }

  /** Everything, with another thread that helps as soon as the places are decided. */
  async lead(partner: Partner | null): Promise<void> {
    const first = this.#byPrice()
    if (first) this.#found(first)
    let chosen: Plan | null = null
    if (this.#guide.flowCosts.length > 0) {
      this.#news.phase('choose')
      const decided = await this.#places()
      if (partner) this.#line = partner.begin(this.#prep, this.#beginning(decided))
      chosen = await this.#chosen(decided)
    }
    const plan = better(first, chosen) ?? (await this.#fromWishes())
    if (plan) await this.#bettered(plan)
  }

  /** The other thread's part. */
  async help(line: Line, decided: Decided | null): Promise<void> {
    this.#line = line
    const chosen = await this.#chosen(decided)
    if (chosen) await this.#bettered(chosen)
  }

  #beginning(decided: Decided | null): Beginning {
    const { deadline, seconds, seed } = this.#limits
    return {
      known: { guide: this.#guide, statutory: this.#statutory, bound: this.#bound, goal: this.#goal },
      decided: decided && { units: decided.units, quotas: decided.quotas },
      seconds,
      left: deadline - performance.now(),
      seed: seed + OTHER_SEED,
    }
  }

  #found(plan: Plan): void {
    this.#news.found(plan)
    this.#line?.offer(plan)
  }

  /** The other thread's plan where it is better than ours. */
  #other(plan: Plan): Plan | null {
    return this.#line?.better(plan) ?? null
  }

  async #bettered(start: Plan): Promise<void> {
    const news = this.#news
    this.#found(start)
    news.phase('swap')
    let plan = this.#other(start) ?? start
    plan = better(plan, this.#swapped(plan))!
    this.#found(plan)
    news.phase('ruin')
    plan = this.#other(plan) ?? plan
    plan = better(plan, this.#ruined(plan))!
    news.phase('neighbourhoods')
    await improve(plan, this.#limits, {
      guide: {
        prep: this.#prep,
        classes: this.#classes,
        prices: this.#guide.prices,
        worth: this.#worth,
        flowCosts: this.#guide.flowCosts,
        choice: this.#choice,
        keep: (p) => this.#lawful(p),
      },
      order: this.#order,
      bound: this.#bound,
      goal: this.#goal,
      random: randomFrom(this.#limits.seed),
      other: (x: Plan) => this.#other(x),
      onBest: (x: Plan) => this.#found(x),
    })
  }

  /** Projects in the order of their worth, each from the money that is cheapest at the prices. */
  #byPrice(): Plan | null {
    const prep = this.#prep
    const plan = new Plan(prep)
    fillInOrder(plan, this.#order, { lots: this.#prices, slice: habitCosts(prep).slice })
    fill(plan, this.#order)
    return legal(plan)
  }

  /** Where money is pinned, less is left to take up crumbs: a county with fifteen pins may gain 0.26 %, one with one to three loses 0.01 %. */
  get #minded(): boolean {
    return this.#share.minded && this.#prep.instance.overrides.pin.length > 0
  }

  /** The share of the time until choice and placing are over, from now on. */
  #placing(): Limits {
    return { ...this.#limits, deadline: part(this.#limits, this.#share.placed) }
  }

  async #places(): Promise<Decided | null> {
    const { places } = this.#share
    if (!places) return null
    const deadline = part(this.#placing(), places.until)
    return byPlaces(this.#prep, this.#classes, this.#guide, this.#statutory, { ...this.#limits, deadline })
  }

  /** The choice of the core programme; whichever of two threads has one first ends the other's search for it. */
  async #choose(decided: Decided | null, placing: Limits): Promise<Choice | null> {
    const { core, places, choose: undisturbed, wider } = this.#share
    const theirs = () => this.#line?.choice() ?? null
    const limits = { ...placing, stopped: () => placing.stopped() || theirs() !== null }
    const from = performance.now()
    const until = (share: number) => from + share * (limits.deadline - from)
    const seconds = (until(undisturbed) - from) / 1000
    const narrow = this.#bound * (1 - NARROW.below)
    const giveUp = wider > 0 ? { giveUp: { after: until(NARROW.after), below: narrow, near: NARROW.near } } : {}
    const choosing = (more: Partial<ChooseOptions>) =>
      choose(this.#prep, this.#classes, this.#guide, this.#worth, this.#statutory, limits, {
        core,
        seconds,
        gap: 1e-4,
        minded: this.#minded,
        ...more,
      })
    let choice = places && decided && (await choosing({ decided, core: places.core, gap: places.gap }))
    if (!choice && !theirs()) {
      choice = await choosing(giveUp)
      if (choice && wider > 0 && choice.bound < narrow) {
        const wide = { until: until(wider), random: randomFrom(this.#limits.seed) }
        choice = await betterChoice(this.#prep, this.#classes, this.#guide, this.#worth, this.#statutory, limits, choice, wide)
      }
    }
    const other = theirs()
    if (other && (!choice || other.benefit > choice.benefit)) return other
    if (choice) this.#line?.tell(choice)
    return choice
  }

  /** The choice of the core programme, placed slice by slice. */
  async #chosen(decided: Decided | null): Promise<Plan | null> {
    const prep = this.#prep
    const guide = this.#guide
    const limits = this.#placing()
    const choice = await this.#choose(decided, limits)
    if (!choice) return null
    this.#choice = choice
    this.#news.phase('place')
    const costs = moneyCosts(prep)
    // A crowded choice's own flows are used: dealing the money anew would take longer than it is worth.
    const dealt = isCrowded(this.#classes) ? null : await dealMoney(prep, this.#classes, choice.units, costs, limits, guide.prices)
    const offered = { quotas: dealt ?? choice.quotas, flowCosts: guide.flowCosts }
    const placed = await place(prep, this.#classes, choice.units, offered, costs, limits)
    if (!placed) return null
    const missed = placed.left.map((project) => ({ project, units: choice.units[project]! }))
    fundMissed(placed.plan, missed, this.#worth)
    const squeezed = this.#squeezed(placed.plan, choice)
    fill(squeezed, this.#order)
    return legal(squeezed)
  }

  /** Pays what is still missing of the choice before anything else may take the crumbs that are left. */
  #squeezed(plan: Plan, choice: Choice): Plan {
    this.#news.phase('squeeze')
    return ruinAndRecreate(
      plan,
      { ...this.#limits, deadline: part(this.#limits, this.#share.squeeze) },
      { ...this.#ruin(0), wanted: choice.units, enough: choice.benefit - 1e-6, onBest: () => {} },
    )
  }

  #ruin(span: number): RuinOptions {
    return {
      span,
      turns: TURNS * this.#prep.projects.length,
      worth: this.#worth,
      prices: this.#prices,
      keep: (p) => this.#lawful(p),
      random: randomFrom(this.#limits.seed),
      enough: this.#enough,
      onBest: (best) => this.#found(best),
    }
  }

  /** When nothing else was legal: the wishes alone, solved exactly, then filled up. */
  async #fromWishes(): Promise<Plan | null> {
    this.#news.phase('wishes')
    const { plan } = await feasiblePlan(new Plan(this.#prep), { ...this.#limits, deadline: part(this.#limits, 0.5) })
    if (plan) fill(plan, this.#order)
    return plan
  }

  #swapped(plan: Plan): Plan | null {
    const prep = this.#prep
    const swapped = plan.copy()
    const inFloor = (p: number) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0))
    const keep = (p: number) => prep.forced[p] === 1 || this.#lawful(p) || inFloor(p)
    const limits = { ...this.#limits, deadline: part(this.#limits, this.#share.swap) }
    const costs = { lots: this.#prices, slice: habitCosts(prep).slice }
    swapUp(swapped, limits, { worth: this.#worth, costs, keep, nodes: 300, partners: 12, enough: this.#enough })
    fill(swapped, this.#order)
    return legal(swapped)
  }

  #ruined(plan: Plan): Plan | null {
    const share = this.#share.ruin
    const limits = { ...this.#limits, deadline: part(this.#limits, share) }
    const ruined = ruinAndRecreate(plan.copy(), limits, this.#ruin(share * 1000 * this.#limits.seconds))
    fill(ruined, this.#order)
    return legal(ruined)
  }

  /** Statutory where all of them must be funded. */
  #lawful(p: number): boolean {
    return this.#statutory.kind === 'all' && this.#prep.projects[p]!.statutory
  }
}

const legal = (plan: Plan): Plan | null => (firstBreach(plan) === null ? plan : null)

/** Cost of a yuan of each lot under the objectives after benefit: debt far above ledger A, that far above what lapses sooner. */
function moneyCosts(prep: Prepared): number[] {
  return prep.lots.map((lot) => (lot.ledger === 'C' ? 1000 : lot.ledger === 'A' ? -10 : 0) - 0.1 * Math.max(0, prep.lastYear + 1 - lot.to))
}

function inOrder(prep: Prepared, worth: Float64Array, statutory: Statutory): number[] {
  const urgent = (p: number) => prep.forced[p]! * 2 + (statutory.kind === 'all' && prep.projects[p]!.statutory ? 1 : 0)
  const need = prep.projects.map((_, p) => prep.phasesOf[p]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0))
  return prep.projects
    .map((_, p) => p)
    .filter((p) => prep.open[p])
    .sort((a, b) => urgent(b) - urgent(a) || worth[b]! / need[b]! - worth[a]! / need[a]! || a - b)
}

function better(a: Plan | null, b: Plan | null): Plan | null {
  return b && isBetter(b, a) ? b : a
}
