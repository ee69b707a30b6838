/**
 * The search for instances too large to solve exactly: relaxation → choice → money → slices → chains → swaps → neighbourhoods.
 * Each step only hands on legal plans; the best so far is always at hand.
 */
import { boundOf, type Prices, type Statutory, worths } from './certificate.ts'
import { byPlaces } from './by-places.ts'
import { betterChoice } from './choice-search.ts'
import { type Choice, choose, type ChooseOptions } from './choose.ts'
import { flowCount } from './class-model.ts'
import { type Classes, classify } from './classes.ts'
import { feasiblePlan } from './exact.ts'
import { fill } from './finish.ts'
import type { Instance } from './format.ts'
import { fillInOrder, habitCosts } from './greedy.ts'
import { improve, randomFrom } from './improve.ts'
import { transplant, withLawAsBenefit } from './law-as-benefit.ts'
import { lotCosts, ruinAndRecreate, type RuinOptions } from './ruin.ts'
import { firstBreach } from './legal.ts'
import type { Limits } from './linear-model.ts'
import { fundMissed } from './missed.ts'
import { place } from './place.ts'
import { Plan } from './plan.ts'
import { prepare, type Prepared } from './prepare.ts'
import { dealMoney, relax, type Relaxation } from './relax.ts'
import { swapUp } from './swap.ts'

/** Ends the search when the proven gap is below this share. */
const GOAL = 5e-4
/** Above so many flows the choice's own flows are used: dealing the money anew would take longer than it is worth. */
const DEALT = 120_000

/** Up to so many flows the relaxation is solved a second time, for the certificate alone. */
const PROVED_ANEW = 30_000

/** Turns of ruin and recreate for each project: more than the clock allows but on a fast machine with much time. */
const TURNS = 20
/**
 * By size: projects in the core of the choice; the share of the time left for the choice and its placing; by what share of that projects
 * must be decided place by place, and the core that follows (a province's places would take too long); the core's own share; by what share a
 * wider search from a core without places must end; shares for squeezing it in, for swaps and for ruin. Exact neighbourhoods get the rest and
 * carry the smaller instances.
 */
const SHARES = [
  { upTo: 1000, core: 100, placed: 0.8, places: null, choose: 0.4, wider: 0, squeeze: 0.25, swap: 0.05, ruin: 0.05 },
  {
    upTo: 10_000,
    core: 300,
    placed: 0.9,
    places: { until: 0.3, core: 600, gap: 4e-5 },
    choose: 0.36,
    wider: 0.62,
    squeeze: 0.35,
    swap: 0.02,
    ruin: 0.03,
  },
  { upTo: Number.POSITIVE_INFINITY, core: 400, placed: 0.8, places: null, choose: 0.4, wider: 0, squeeze: 0.4, swap: 0.15, ruin: 0.9 },
] as const

/**
 * A core whose own bound is soon proven to lie so far below the certified one is too narrow: the search goes on wider from its choice.
 * A core with room goes on undisturbed.
 */
const NARROW = { after: 0.1, below: 0.002, near: 0.002 } as const

export interface SearchNews {
  phase(name: string, bound: number | null): void
  /** A legal plan, waterfall repaired; the listener keeps it when it is better. */
  found(plan: Plan): void
}

/** Also the whole time given: what a step plans for must not depend on how fast the machine was so far. */
export interface SearchLimits extends Limits {
  readonly seconds: number
}

export interface Found {
  readonly feasible: boolean
  /** Whether the prices come from a relaxation that had a point. */
  readonly priced: boolean
  readonly classes: Classes
  readonly statutory: Statutory
  readonly prices: Prices
}

/** Runs the search; plans go to `news.found`. `feasible: false` is a proof (the relaxation has no point). */
export async function search(prep: Prepared, limits: SearchLimits, news: SearchNews): Promise<Found> {
  const plain = classify(prep)
  const sliced = classify(prep, true)
  news.phase('relax', null)
  const relaxed = (statutory: Statutory) => relax(prep, sliced, statutory, { ...limits, deadline: part(limits, 0.6) }, null)
  let statutory: Statutory = lawFirst(prep.instance) ? { kind: 'all' } : { kind: 'none' }
  let guide = await relaxed(statutory)
  if (guide.status === 'infeasible' && statutory.kind === 'all') {
    statutory = { kind: 'none' }
    guide = await relaxed(statutory)
  }
  const priced = guide.units.length > 0
  if (guide.status === 'infeasible') return { feasible: false, classes: plain, statutory, prices: guide.prices, priced }
  const result = { classes: plain, statutory, prices: await provingPrices(prep, plain, guide, statutory, limits), priced }
  if (lawFirst(prep.instance) && statutory.kind === 'none') {
    const inner = prepare(withLawAsBenefit(prep.instance))
    const weighted = await relax(inner, sliced, statutory, { ...limits, deadline: part(limits, 0.4) }, null)
    await new Construction(inner, sliced, weighted, statutory, limits, Number.POSITIVE_INFINITY, {
      phase: (name) => news.phase(name, null),
      found: (plan) => news.found(transplant(plan, prep)),
    }).run()
    return { feasible: true, ...result }
  }
  const bound = boundOf(prep, plain, result.prices, statutory)
  news.phase('relax', bound)
  await new Construction(prep, sliced, guide, statutory, limits, bound, {
    phase: (name) => news.phase(name, bound),
    found: (plan) => news.found(plan),
  }).run()
  return { feasible: true, ...result }
}

/** How much weaker than the guide's own bound the certificate may be before its prices are sought anew at any size. */
const LOOSE = 2e-3

/**
 * The guide's prices know of slices and pins, which the certificate's formula does not: without them prices often prove a little more. Among
 * many flows that is tried only where the guide's prices prove little: by smallest slices a lot with a few crumbs pays nobody, so the guide
 * gives it no price, and the formula would let it pay everybody for nothing.
 */
async function provingPrices(prep: Prepared, plain: Classes, guide: Relaxation, statutory: Statutory, limits: Limits): Promise<Prices> {
  const bound = boundOf(prep, plain, guide.prices, statutory)
  const loose = bound > guide.bound + LOOSE * Math.abs(guide.bound)
  if (!loose && flowCount(plain) > PROVED_ANEW) return guide.prices
  const { prices } = await relax(prep, plain, statutory, { ...limits, deadline: part(limits, loose ? 0.3 : 0.1) }, guide.prices)
  return boundOf(prep, plain, prices, statutory) < bound ? prices : guide.prices
}

/** The moment when `share` of the time left is over. */
const part = (limits: Limits, share: number) => performance.now() + share * Math.max(0, limits.deadline - performance.now())

export function lawFirst(instance: Instance): boolean {
  const { objectives } = instance.rules
  return (
    objectives.includes('statutory') &&
    !(objectives.indexOf('benefit') >= 0 && objectives.indexOf('benefit') < objectives.indexOf('statutory'))
  )
}

/** Builds a plan from the relaxation and betters it until the time is over. */
class Construction {
  readonly #prep: Prepared
  readonly #classes: Classes
  readonly #guide: Relaxation
  readonly #statutory: Statutory
  readonly #limits: SearchLimits
  readonly #bound: number
  readonly #news: { phase(name: string): void; found(plan: Plan): void }
  readonly #worth: Float64Array
  readonly #order: readonly number[]
  /** Cost of a yuan of each lot at the relaxation's prices. */
  readonly #prices: Float64Array
  readonly #enough: number
  #choice: Choice | null = null
  readonly #share: (typeof SHARES)[number]

  constructor(
    prep: Prepared,
    classes: Classes,
    guide: Relaxation,
    statutory: Statutory,
    limits: SearchLimits,
    bound: number,
    news: { phase(name: string): void; found(plan: Plan): void },
  ) {
    this.#prep = prep
    this.#classes = classes
    this.#guide = guide
    this.#statutory = statutory
    this.#limits = limits
    this.#bound = bound
    this.#news = news
    this.#worth = worths(prep, classes, guide.prices, statutory)
    this.#order = inOrder(prep, this.#worth, statutory)
    this.#prices = lotCosts(prep, guide.prices.lots)
    this.#enough = bound * (1 - GOAL)
    this.#share = SHARES.find((s) => prep.projects.length <= s.upTo)!
  }

  async run(): Promise<void> {
    const news = this.#news
    let plan = this.#byPrice()
    if (plan) news.found(plan)
    if (this.#guide.flowCosts.length > 0) plan = better(plan, await this.#chosen())
    plan ??= await this.#fromWishes()
    if (!plan) return
    news.found(plan)
    news.phase('swap')
    plan = better(plan, this.#swapped(plan))!
    news.found(plan)
    news.phase('ruin')
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
      goal: GOAL,
      random: randomFrom(this.#limits.seed),
      onBest: (x: Plan) => news.found(x),
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

  /** The choice of the core programme, placed slice by slice. */
  async #chosen(): Promise<Plan | null> {
    const prep = this.#prep
    const guide = this.#guide
    const limits = { ...this.#limits, deadline: part(this.#limits, this.#share.placed) }
    this.#news.phase('choose')
    const { core, places, choose: undisturbed, wider } = this.#share
    const from = performance.now()
    const until = (share: number) => from + share * (limits.deadline - from)
    const seconds = (until(undisturbed) - from) / 1000
    const narrow = this.#bound * (1 - NARROW.below)
    const giveUp = wider > 0 ? { giveUp: { after: until(NARROW.after), below: narrow, near: NARROW.near } } : {}
    const options = { core, seconds, gap: 1e-4 }
    const choosing = (more: Partial<ChooseOptions>) =>
      choose(prep, this.#classes, guide, this.#worth, this.#statutory, limits, { ...options, ...more })
    const decided = places && (await byPlaces(prep, this.#classes, guide, this.#statutory, { ...limits, deadline: until(places.until) }))
    let choice = places && decided && (await choosing({ decided, core: places.core, gap: places.gap }))
    if (!choice) {
      choice = await choosing(giveUp)
      if (choice && wider > 0 && choice.bound < narrow) {
        const wide = { until: until(wider), random: randomFrom(this.#limits.seed) }
        choice = await betterChoice(prep, this.#classes, guide, this.#worth, this.#statutory, limits, choice, wide)
      }
    }
    if (!choice) return null
    this.#choice = choice
    this.#news.phase('place')
    const costs = moneyCosts(prep)
    const anew = flowCount(this.#classes) <= DEALT
    const dealt = anew ? await dealMoney(prep, this.#classes, choice.units, costs, limits, guide.prices) : null
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
      onBest: (best) => this.#news.found(best),
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
  if (!a || !b) return a ?? b
  const x = a.objectives()
  const y = b.objectives()
  return y.statutory > x.statutory || (y.statutory === x.statutory && y.benefit > x.benefit) ? b : a
}

export interface Proven {
  readonly prices: Prices
  readonly statutory: Statutory
  readonly bound: number
}

/** Prices and statutory treatment that fit the final plan, and the bound they prove. */
export async function prove(prep: Prepared, plan: Plan, limits: Limits, known: Found | null): Promise<Proven> {
  const classes = known?.classes ?? classify(prep)
  const statutory = statutoryOf(prep, plan)
  const proven = (prices: Prices): Proven => ({ prices, statutory, bound: boundOf(prep, classes, prices, statutory) })
  if (known?.priced && known.statutory.kind === statutory.kind && statutory.kind !== 'reached')
    return asPrice(prep, classes, proven(known.prices), plan)
  const relaxed = await relax(prep, classes, statutory, limits, known?.prices ?? null)
  const candidates = [relaxed.prices, ...(known ? [known.prices] : [])].map(proven)
  const best = candidates.reduce((a, b) => (b.bound < a.bound ? b : a))
  return asPrice(prep, classes, best, plan)
}

/** All fundable statutory projects funded in full, or the amount that was reached. */
function statutoryOf(prep: Prepared, plan: Plan): Statutory {
  if (!lawFirst(prep.instance)) return { kind: 'none' }
  const all = prep.projects.every((x, p) => !x.statutory || !prep.open[p] || plan.units[p] === prep.unitsMax[p])
  return all ? { kind: 'all' } : { kind: 'reached', amount: plan.objectives().statutory }
}

/**
 * The same proof with the law's duty as a price: high enough that no statutory project is worth less than nothing, so the bound is
 * the same whether a reader treats those projects as bound to be funded or not.
 */
function asPrice(prep: Prepared, classes: Classes, proof: Proven, plan: Plan): Proven {
  if (proof.statutory.kind !== 'all') return proof
  const worth = worths(prep, classes, proof.prices, proof.statutory)
  let price = 0
  prep.projects.forEach((p, i) => {
    if (!p.statutory || !prep.open[i] || worth[i]! >= 0) return
    price = Math.max(price, -worth[i]! / prep.phasesOf[i]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0))
  })
  const statutory: Statutory = { kind: 'reached', amount: plan.objectives().statutory }
  const prices = { ...proof.prices, statutory: price * (1 + 1e-9) }
  return { prices, statutory, bound: boundOf(prep, classes, prices, statutory) }
}
