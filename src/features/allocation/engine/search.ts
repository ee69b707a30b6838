/**
 * The search for instances too large to solve exactly: relaxation → choice → money → slices → chains → swaps → neighbourhoods.
 * Each step only hands on legal plans; the best so far is always at hand.
 */
import { boundOf, type Prices, type Statutory, worths } from './certificate.ts'
import { choose } from './choose.ts'
import { flowCount } from './class-model.ts'
import { type Classes, classify } from './classes.ts'
import { feasiblePlan } from './exact.ts'
import { fill } from './finish.ts'
import type { Instance } from './format.ts'
import { fillInOrder, habitCosts } from './greedy.ts'
import { improve } from './improve.ts'
import { firstBreach } from './legal.ts'
import type { Limits } from './linear-model.ts'
import { fundMissed } from './missed.ts'
import { place } from './place.ts'
import { Plan } from './plan.ts'
import { prepare, type Prepared } from './prepare.ts'
import { dealMoney, relax, type Relaxation } from './relax.ts'
import { swapUp } from './swap.ts'

/** Ends the search when the proven gap is below this share. */
const GOAL = 2e-4
/** Above so many flows the choice's own flows are used: dealing the money anew would take longer than it is worth. */
const DEALT = 120_000

export interface SearchNews {
  phase(name: string, bound: number | null): void
  /** A legal plan, waterfall repaired; the listener keeps it when it is better. */
  found(plan: Plan): void
}

export interface Found {
  readonly feasible: boolean
  readonly classes: Classes
  readonly statutory: Statutory
  readonly prices: Prices
}

/** Runs the search; plans go to `news.found`. `feasible: false` is a proof (the relaxation has no point). */
export async function search(prep: Prepared, limits: Limits, news: SearchNews): Promise<Found> {
  const plain = classify(prep)
  news.phase('relax', null)
  let statutory: Statutory = lawFirst(prep.instance) ? { kind: 'all' } : { kind: 'none' }
  let base = await relax(prep, plain, statutory, limits, null)
  if (base.status === 'infeasible' && statutory.kind === 'all') {
    statutory = { kind: 'none' }
    base = await relax(prep, plain, statutory, limits, null)
  }
  if (base.status === 'infeasible') return { feasible: false, classes: plain, statutory, prices: base.prices }
  const weighted = lawFirst(prep.instance) && statutory.kind === 'none'
  const bound = weighted ? Number.POSITIVE_INFINITY : base.bound
  news.phase('relax', weighted ? null : bound)
  const inner = weighted ? prepare(withLawAsBenefit(prep.instance)) : prep
  const found = (plan: Plan) => news.found(weighted ? transplant(plan, prep) : plan)
  await construct(inner, statutory, limits, bound, weighted ? null : base, { phase: (name) => news.phase(name, weighted ? null : bound), found })
  return { feasible: true, classes: plain, statutory, prices: base.prices }
}

export function lawFirst(instance: Instance): boolean {
  const { objectives } = instance.rules
  return objectives.includes('statutory') && !(objectives.indexOf('benefit') >= 0 && objectives.indexOf('benefit') < objectives.indexOf('statutory'))
}

async function construct(
  prep: Prepared,
  statutory: Statutory,
  limits: Limits,
  bound: number,
  guess: Relaxation | null,
  news: { phase(name: string): void; found(plan: Plan): void },
): Promise<void> {
  const left = () => (limits.deadline - performance.now()) / 1000
  const within = (share: number): Limits => ({ ...limits, deadline: performance.now() + share * 1000 * Math.max(0, left()) })
  const classes = classify(prep, true)
  const tight = await relax(prep, classes, statutory, within(0.6), null)
  const guide = tight.units.length > 0 && tight.flowCosts.length > 0 ? tight : null
  const prices = guide?.prices ?? guess?.prices ?? tight.prices
  const worth = worths(prep, guide ? classes : classify(prep), prices, statutory)
  const order = inOrder(prep, worth, statutory)
  const byPrice = new Plan(prep)
  fillInOrder(byPrice, order, habitCosts(prep))
  fill(byPrice, order)
  let plan: Plan | null = firstBreach(byPrice) === null ? byPrice : null
  if (plan) news.found(plan)
  if (guide && left() > 0) plan = better(plan, await build(prep, classes, guide, worth, order, statutory, within(0.62), news))
  if (!plan) {
    news.phase('wishes')
    const start = await feasiblePlan(new Plan(prep), within(0.5))
    if (!start.plan) return
    fill(start.plan, order)
    plan = start.plan
  }
  news.found(plan)
  const must = (p: number) => prep.forced[p] === 1 || (statutory.kind === 'all' && prep.projects[p]!.statutory)
  const floors = prep.groups.some((g) => g.min > 0)
  const keep = (p: number) => must(p) || (floors && prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0)))
  news.phase('swap')
  const swapped = plan.copy()
  swapUp(swapped, within(0.4), { worth, keep, nodes: 300, partners: 12, enough: bound * (1 - GOAL) })
  fill(swapped, order)
  plan = better(plan, firstBreach(swapped) === null ? swapped : null)!
  news.found(plan)
  news.phase('neighbourhoods')
  await improve(plan, limits, { worth, order, bound, goal: GOAL, onBest: news.found })
}

async function build(
  prep: Prepared,
  classes: Classes,
  guide: Relaxation,
  worth: Float64Array,
  order: readonly number[],
  statutory: Statutory,
  limits: Limits,
  news: { phase(name: string): void; found(plan: Plan): void },
): Promise<Plan | null> {
  news.phase('choose')
  const seconds = ((limits.deadline - performance.now()) / 1000) * 0.5
  const core = Math.max(100, Math.min(400, Math.round(prep.projects.length / 10)))
  const choice = await choose(prep, classes, guide, worth, statutory, limits, { core, seconds, gap: 1e-4 })
  if (!choice) return null
  news.phase('place')
  const costs = moneyCosts(prep)
  const dealt = flowCount(classes) <= DEALT ? await dealMoney(prep, classes, choice.units, costs, limits, guide.prices) : null
  const offered = { quotas: dealt ?? choice.quotas, flowCosts: guide.flowCosts }
  const placed = await place(prep, classes, choice.units, offered, costs, limits)
  if (!placed) return null
  fundMissed(
    placed.plan,
    placed.left.map((project) => ({ project, units: choice.units[project]! })),
    worth,
  )
  fill(placed.plan, order)
  if (process.env.HEADGATE_DEBUG) console.log("build", firstBreach(placed.plan), placed.left.length)
  return firstBreach(placed.plan) === null ? placed.plan : null
}

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

/** Statutory need as an overwhelming benefit, for instances where not all of it can be funded. */
function withLawAsBenefit(instance: Instance): Instance {
  const density = instance.projects.map((p) => p.benefit / p.phases.reduce((a, x) => a + x.need, 0))
  const weight = 20 * Math.max(1e-9, ...density)
  return {
    ...instance,
    projects: instance.projects.map((p) => (p.statutory ? { ...p, benefit: p.benefit + weight * p.phases.reduce((a, x) => a + x.need, 0) } : p)),
  }
}

function transplant(plan: Plan, prep: Prepared): Plan {
  const copy = new Plan(prep)
  plan.units.forEach((units, p) => void (units > 0 && copy.setUnits(p, units)))
  for (const phase of prep.phases) copy.pay(phase.index, { lots: plan.sliceLots[phase.index]!, amounts: plan.sliceAmounts[phase.index]! })
  return copy
}

/** Prices and statutory treatment that fit the final plan, and the bound they prove. */
export async function prove(
  prep: Prepared,
  plan: Plan,
  limits: Limits,
  known: Found | null,
): Promise<{ prices: Prices; statutory: Statutory; bound: number }> {
  const classes = known?.classes ?? classify(prep)
  const statutory = statutoryOf(prep, plan)
  if (known && known.statutory.kind === statutory.kind && statutory.kind !== 'reached')
    return { prices: known.prices, statutory, bound: boundOf(prep, classes, known.prices, statutory) }
  const relaxed = await relax(prep, classes, statutory, limits, known?.prices ?? null)
  const candidates = [relaxed.prices, ...(known ? [known.prices] : [])].map((prices) => ({
    prices,
    statutory,
    bound: boundOf(prep, classes, prices, statutory),
  }))
  return candidates.reduce((a, b) => (b.bound < a.bound ? b : a))
}

/** All statutory projects funded in full, or the amount that was reached. */
function statutoryOf(prep: Prepared, plan: Plan): Statutory {
  if (!lawFirst(prep.instance)) return { kind: 'none' }
  const fundable = (p: number) => !prep.projects[p]!.banned && !prep.excluded[p]
  const all = prep.projects.every((x, p) => !x.statutory || !fundable(p) || plan.units[p] === prep.unitsMax[p])
  return all ? { kind: 'all' } : { kind: 'reached', amount: plan.objectives().statutory }
}
