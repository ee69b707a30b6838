/**
 * Chooses what to fund: whole projects over fractional money. Projects whose worth at the prices is far from zero are decided; the
 * undecided core is a mixed-integer programme over the flows that cost nothing, or nearly nothing, at those prices.
 */
import type { Statutory } from './certificate.ts'
import { type ClassModel, classModel } from './class-model.ts'
import type { Classes } from './classes.ts'
import { type Limits, Solver } from './linear-model.ts'
import type { Prepared } from './prepare.ts'
import { quotasOf, type Relaxation } from './relax.ts'

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
  /** Units of the projects outside the core; by default what the relaxation says. */
  readonly decided?: ArrayLike<number>
  /** From this moment on a core that is proven to stay below this benefit is given up, once its choice is within `near` of its own bound. */
  readonly giveUp?: { readonly after: number; readonly below: number; readonly near: number }
}

/** A large first core gets flows that cost up to so many times its widest margin: without them it is cut off from good choices. */
const WIDE = 3
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
  const fractional = (p: number) => Math.abs(relaxed.units[p]! - Math.round(relaxed.units[p]!)) > 1e-6
  const inFloor = (p: number) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0))
  const open = prep.projects.map((_, p) => p).filter((p) => prep.open[p] === 1)
  const core = new Set(options.start?.free ?? open.filter(fractional))
  if (!options.start) {
    for (const p of undecided(prep, worth, statutory)) {
      if (core.size >= options.core) break
      core.add(p)
    }
  }
  const decided = (p: number) => {
    if (options.start) return options.start.choice.units[p]!
    if (options.decided) return options.decided[p]!
    const most = prep.unitsMax[p]!
    if (relaxed.units[p]! > most - 1e-6) return most
    return must(p) ? Math.max(prep.unitsMin[p]!, Math.round(relaxed.units[p]!)) : 0
  }
  const density = (p: number) => (Math.abs(worth[p]!) * prep.unitsMax[p]!) / needOf(prep, p)
  const margin = options.start ? COSTS_NOTHING : (core.size > 150 ? WIDE : 1) * Math.max(...Array.from(core, density), COSTS_NOTHING)
  const flows = (cost: number, c: number, i: number) => (cost <= margin || (options.start?.choice.quotas[c]![i] ?? 0) > 0 ? 1 : 0)
  const m = classModel(prep, classes, {
    statutory,
    goal: 'benefit',
    flows: (c) => Uint8Array.from(relaxed.flowCosts[c.index]!, (cost, i) => flows(cost, c.index, i)),
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
        relativeGap: gap,
        onBound: (best, bound) => {
          reached = -best
          hope = -bound
        },
        ...(nodes ? { nodes } : {}),
        ...(steps ? { steps } : {}),
        ...(start ? { start: startOf(m, start.choice), anew: false } : {}),
      },
    )
    if (!run.values) return null
    const units = Int32Array.from(prep.projects, (_, p) => (m.project[p]! < 0 ? 0 : Math.round(run.values![m.project[p]!]!)))
    return { units, benefit: -run.objective, bound: -run.bound, quotas: quotasOf(m, run.values) }
  } finally {
    solver.close()
  }
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

/** A choice as columns of another core's model; the solver fills in what is missing or refuses it. */
function startOf(m: ClassModel, { units, quotas }: Choice): Float64Array {
  const values = new Float64Array(m.model.columns)
  m.project.forEach((column, p) => {
    if (column < 0) return
    values[column] = units[p]!
    if (m.switched[p]! >= 0) values[m.switched[p]!] = units[p]! > 0 ? 1 : 0
  })
  m.flow.forEach((own, c) => {
    own.forEach((column, i) => {
      const amount = quotas[c]![i]! / m.money
      if (column >= 0) values[column] = amount
      values[m.total[c]!]! += amount
    })
  })
  return values
}

function needOf(prep: Prepared, p: number): number {
  return prep.phasesOf[p]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0) * prep.unitsMax[p]!
}
