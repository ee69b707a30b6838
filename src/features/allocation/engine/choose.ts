/**
 * Chooses what to fund: whole projects over fractional money. Projects whose worth at the prices is far from zero are decided; the
 * undecided core is a mixed-integer programme over the flows that cost nothing, or nearly nothing, at those prices.
 */
import type { Statutory } from './certificate.ts'
import { isCrowded } from './class-model.ts'
import type { Classes, PhaseClass } from './classes.ts'
import { coreModel, type CoreOptions } from './core-model.ts'
import { type Limits, Solver } from './linear-model.ts'
import type { Prepared } from './prepare.ts'
import type { Relaxation } from './relax.ts'

export interface Choice {
  readonly units: Int32Array
  readonly benefit: number
  /** Proven for the core model only: how much better a choice within it could be. */
  readonly bound: number
  /** Yuan that each class takes from each of its lots in this choice. */
  readonly quotas: readonly Float64Array[]
}

export interface ChooseOptions {
  /** How many projects are undecided. */
  readonly core: number
  readonly seconds: number
  /** Stop when the choice is within this share of the core's own bound. */
  readonly gap: number
  /** Most nodes and simplex steps: limits of work, the same on every machine. */
  readonly nodes?: number
  readonly steps?: number
  /** A choice to begin with that decides all but the free projects; its flows and those that cost nothing are all there are. */
  readonly start?: { readonly choice: Choice; readonly free: ReadonlySet<number> }
  /** What stands outside the core, and the flows it takes; by default what the relaxation says. */
  readonly decided?: Decided
  /** Whether the choice minds what others pay of all that a lot may pay, though no places decided it: many lots are too many switches. */
  readonly minded?: boolean
  /** From this moment on a core that is proven to stay below this benefit is given up, once its choice is within `near` of its own bound. */
  readonly giveUp?: { readonly after: number; readonly below: number; readonly near: number }
}

/** Projects decided before the choice for all, and yuan that each class then takes from each of its lots. */
export interface Decided {
  readonly units: Int32Array
  readonly quotas: readonly Float64Array[]
}

/** A first core of more projects gets flows that cost up to so many times its widest margin: without them it is cut off from good choices. */
const LARGE = 150
const WIDE = 3
/**
 * Where flows are crowded those count that the open projects may take, and dearer ones than elsewhere; classes where all stands keep what they
 * take. A province's core has a quarter of the flows then, and its first choice after three seconds instead of twelve to sixty.
 */
const WIDEST = 10
/** Where places were decided before, flows little dearer than nothing do: the dear ones that it takes are known. */
const NARROW = 0.03
/** Of the flows that nobody takes yet, so many of each class: most tell nothing apart, and the solver tries them all. */
const SPARE = 2
/** Up to so many rows a core is as small as it gets: the solver's own reductions win no time, and on one city they never came to an end. */
const PRESOLVED = 10_000
/** A flow at most so dear, in benefit per yuan, costs nothing. */
export const COSTS_NOTHING = 1e-12

export async function choose(
  prep: Prepared,
  classes: Classes,
  relaxed: Relaxation,
  worth: ArrayLike<number>,
  statutory: Statutory,
  limits: Limits,
  options: ChooseOptions,
): Promise<Choice | null> {
  const must = (p: number) => mustFund(prep, statutory, p)
  const inFloor = (p: number) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0))
  const core = coreOf(prep, relaxed, worth, statutory, options)
  const decided = (p: number) => {
    if (options.start) return options.start.choice.units[p]!
    if (options.decided) return options.decided.units[p]!
    const most = prep.unitsMax[p]!
    if (relaxed.units[p]! > most - 1e-6) return most
    return must(p) ? Math.max(prep.unitsMin[p]!, Math.round(relaxed.units[p]!)) : 0
  }
  const density = (p: number) => (Math.abs(worth[p]!) * prep.unitsMax[p]!) / needOf(prep, p)
  const crowded = !options.start && isCrowded(classes)
  const wide = options.decided ? NARROW : crowded ? WIDEST : core.size > LARGE ? WIDE : 1
  const margin = options.start ? COSTS_NOTHING : wide * Math.max(...Array.from(core, density), COSTS_NOTHING)
  /** What a choice before this one took is open whatever it costs. */
  const taken = options.start?.choice.quotas ?? options.decided?.quotas
  const m = coreModel(prep, classes, {
    ...others(relaxed, options),
    flows: (c) => {
      const takes = (i: number) => (taken?.[c.index]![i] ?? 0) > 0
      const open = Uint8Array.from(relaxed.flowCosts[c.index]!, (cost, i) => (cost <= margin || takes(i) ? 1 : 0))
      const stands = crowded && !c.phases.some((x) => core.has(prep.phases[x]!.project))
      if (options.decided || stands) spare(prep, c, open, (i) => takes(i) || relaxed.quotas[c.index]![i]! > 0)
      return open
    },
    units: (p) => {
      const least = must(p) ? (prep.projects[p]!.statutory && statutory.kind === 'all' ? prep.unitsMax[p]! : prep.unitsMin[p]!) : 0
      if (core.has(p) || (!options.start && inFloor(p) && relaxed.units[p]! > 1e-6)) return { least, most: prep.unitsMax[p]!, whole: true }
      const units = decided(p)
      return { least: units, most: units, whole: false }
    },
  })
  const solver = await Solver.open(m.model)
  try {
    const { start, giveUp, seconds, gap, nodes, steps } = options
    let hope = Number.POSITIVE_INFINITY
    let reached = Number.NEGATIVE_INFINITY
    const tooNarrow = () =>
      giveUp !== undefined && hope < giveUp.below && reached > hope * (1 - giveUp.near) && performance.now() > giveUp.after
    const run = solver.run(
      { ...limits, stopped: () => limits.stopped() || tooNarrow() },
      {
        seconds,
        absoluteGap: gap * Math.abs(relaxed.bound),
        presolve: m.model.rows > PRESOLVED ? 'choose' : 'off',
        onBound: (best, bound) => {
          reached = m.standing - best
          hope = m.standing - bound
        },
        ...(nodes ? { nodes } : {}),
        ...(steps ? { steps } : {}),
        ...(start ? { start: m.start(start.choice.units, start.choice.quotas), anew: false } : {}),
      },
    )
    if (!run.values) return null
    return { units: m.units(run.values), benefit: m.standing - run.objective, bound: m.standing - run.bound, quotas: m.quotas(run.values) }
  } finally {
    solver.close()
  }
}

function others(relaxed: Relaxation, { decided, minded }: ChooseOptions): Pick<CoreOptions, 'others'> {
  if (decided) return { others: { quotas: decided.quotas, decided: true } }
  return minded ? { others: { quotas: relaxed.quotas, decided: false } } : {}
}

/** The projects that are open: what a start frees, or those the relaxation funds in part and the nearest to zero worth. */
function coreOf(
  prep: Prepared,
  relaxed: Relaxation,
  worth: ArrayLike<number>,
  statutory: Statutory,
  { start, core }: ChooseOptions,
): ReadonlySet<number> {
  if (start) return start.free
  const fractional = (p: number) => prep.open[p] === 1 && Math.abs(relaxed.units[p]! - Math.round(relaxed.units[p]!)) > 1e-6
  const found = new Set(prep.projects.map((_, p) => p).filter(fractional))
  for (const p of undecided(prep, worth, statutory)) {
    if (found.size >= core) break
    found.add(p)
  }
  return found
}

/** Shuts flows that nobody takes but for a few from the largest lots. */
function spare({ lots }: Prepared, c: PhaseClass, open: Uint8Array, takes: (i: number) => boolean): void {
  const idle = Array.from(c.lots, (_, i) => i).filter((i) => open[i] && !takes(i))
  idle.sort((a, b) => lots[c.lots[b]!]!.amount - lots[c.lots[a]!]!.amount || a - b)
  for (const i of idle.slice(SPARE)) open[i] = 0
}

export const mustFund = (prep: Prepared, statutory: Statutory, p: number) =>
  prep.forced[p] === 1 || (statutory.kind === 'all' && prep.projects[p]!.statutory)

/** Projects that are not certain to be funded in full, the nearest to zero worth first. */
export function undecided(prep: Prepared, worth: ArrayLike<number>, statutory: Statutory): number[] {
  const loss = (p: number) => Math.abs(worth[p]!) * prep.unitsMax[p]!
  return prep.projects
    .map((_, p) => p)
    .filter((p) => prep.open[p] === 1 && (!mustFund(prep, statutory, p) || prep.unitsMax[p]! > prep.unitsMin[p]!))
    .sort((a, b) => loss(a) - loss(b) || a - b)
}

function needOf(prep: Prepared, p: number): number {
  return prep.phasesOf[p]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0) * prep.unitsMax[p]!
}
