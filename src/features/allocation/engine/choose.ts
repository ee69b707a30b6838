/**
 * Chooses what to fund: whole projects over fractional money. Projects whose worth at the prices is far from zero are decided; the
 * undecided core is a mixed-integer programme over the flows that cost nothing, or nearly nothing, at those prices.
 */
import type { Statutory } from './certificate.ts'
import { type ClassModel, classModel } from './class-model.ts'
import type { Classes } from './classes.ts'
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
  readonly core: number
  readonly seconds: number
  /** Stop when the choice is within this share of the core's own bound. */
  readonly gap: number
  /** A choice to begin with, of a smaller core. */
  readonly start?: Choice | null
  /** From this moment on a core that is proven to stay below this benefit is given up for a wider one. */
  readonly giveUp?: { readonly after: number; readonly below: number }
}

/** A large core gets flows that cost up to so many times its widest margin: without them it is cut off from good choices. */
const WIDE = 3

export async function choose(
  prep: Prepared,
  classes: Classes,
  relaxed: Relaxation,
  worth: ArrayLike<number>,
  statutory: Statutory,
  limits: Limits,
  options: ChooseOptions,
): Promise<Choice | null> {
  const must = (p: number) => prep.forced[p] === 1 || (statutory.kind === 'all' && prep.projects[p]!.statutory)
  const open = prep.projects.map((_, p) => p).filter((p) => prep.open[p] === 1)
  const loss = (p: number) => Math.abs(worth[p]!) * prep.unitsMax[p]!
  const fractional = (p: number) => Math.abs(relaxed.units[p]! - Math.round(relaxed.units[p]!)) > 1e-6
  const inFloor = (p: number) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.groups.some((g) => prep.groups[g]!.min > 0))
  const core = new Set(open.filter((p) => fractional(p)))
  for (const p of [...open].sort((a, b) => loss(a) - loss(b) || a - b)) {
    if (core.size >= options.core) break
    if (!must(p) || prep.unitsMax[p]! > prep.unitsMin[p]!) core.add(p)
  }
  const decided = (p: number) => {
    const most = prep.unitsMax[p]!
    if (relaxed.units[p]! > most - 1e-6) return most
    return must(p) ? Math.max(prep.unitsMin[p]!, Math.round(relaxed.units[p]!)) : 0
  }
  const margin = (options.core > 150 ? WIDE : 1) * Math.max(...Array.from(core, (p) => loss(p) / needOf(prep, p)), 1e-12)
  const m = classModel(prep, classes, {
    statutory,
    goal: 'benefit',
    flows: (c) => Uint8Array.from(relaxed.flowCosts[c.index]!, (cost) => (cost <= margin ? 1 : 0)),
    units: (p) => {
      const least = must(p) ? (prep.projects[p]!.statutory && statutory.kind === 'all' ? prep.unitsMax[p]! : prep.unitsMin[p]!) : 0
      if (core.has(p) || (inFloor(p) && relaxed.units[p]! > 1e-6)) return { least, most: prep.unitsMax[p]!, whole: true }
      const units = decided(p)
      return { least: units, most: units, whole: false }
    },
  })
  const solver = await Solver.open(m.model)
  try {
    const { start, giveUp } = options
    let hope = Number.POSITIVE_INFINITY
    const tooNarrow = () => giveUp !== undefined && hope < giveUp.below && performance.now() > giveUp.after
    const run = solver.run(
      { ...limits, stopped: () => limits.stopped() || tooNarrow() },
      {
        seconds: options.seconds,
        relativeGap: options.gap,
        onBound: (_, bound) => void (hope = -bound),
        ...(start ? { start: startOf(m, start) } : {}),
      },
    )
    if (!run.values) return null
    const units = Int32Array.from(prep.projects, (_, p) => (m.project[p]! < 0 ? 0 : Math.round(run.values![m.project[p]!]!)))
    const values = run.values
    const quotas = m.flow.map((own) => Float64Array.from(own, (column) => (column < 0 ? 0 : Math.max(0, values[column]! * m.money))))
    return { units, benefit: -run.objective, bound: -run.bound, quotas }
  } finally {
    solver.close()
  }
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
