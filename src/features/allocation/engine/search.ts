/**
 * The search for instances too large to solve exactly: the relaxation, whose prices are the proof, and plans built from it.
 */
import { boundOf, type Prices, type Statutory, worths } from './certificate.ts'
import { flowCount } from './class-model.ts'
import { type Classes, classify } from './classes.ts'
import { Construction, part, type SearchLimits } from './construction.ts'
import type { Instance } from './format.ts'
import { transplant, withLawAsBenefit } from './law-as-benefit.ts'
import type { Limits } from './linear-model.ts'
import type { Partner } from './partner.ts'
import type { Plan } from './plan.ts'
import { prepare, type Prepared } from './prepare.ts'
import { relax, type Relaxation } from './relax.ts'

/** Ends the search when the proven gap is below this share. */
const GOAL = 5e-4
/** Up to so many flows the relaxation is solved a second time, for the certificate alone. */
const PROVED_ANEW = 30_000

export interface SearchNews {
  phase(name: string, bound: number | null): void
  /** A legal plan, waterfall repaired; the listener keeps it when it is better. */
  found(plan: Plan): void
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
export async function search(prep: Prepared, limits: SearchLimits, news: SearchNews, partner: Partner | null): Promise<Found> {
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
    // Most of the bound is the law's: the goal is a share of the rest.
    const own = weighted.units.reduce((sum, units, p) => sum + units * prep.projects[p]!.benefit, 0)
    const goal = (GOAL * own) / Math.max(own, weighted.bound)
    const given = { prep: inner, classes: sliced, guide: weighted, statutory, bound: weighted.bound, goal }
    await new Construction(given, limits, {
      phase: (name) => news.phase(name, null),
      found: (plan) => news.found(transplant(plan, prep)),
    }).lead(partner)
    return { feasible: true, ...result }
  }
  const bound = boundOf(prep, plain, result.prices, statutory)
  news.phase('relax', bound)
  await new Construction({ prep, classes: sliced, guide, statutory, bound, goal: GOAL }, limits, {
    phase: (name) => news.phase(name, bound),
    found: (plan) => news.found(plan),
  }).lead(partner)
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

export function lawFirst(instance: Instance): boolean {
  const { objectives } = instance.rules
  return (
    objectives.includes('statutory') &&
    !(objectives.indexOf('benefit') >= 0 && objectives.indexOf('benefit') < objectives.indexOf('statutory'))
  )
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
