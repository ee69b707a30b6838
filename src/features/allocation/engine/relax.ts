/**
 * The relaxation's runs: price, add the flows that are missing, price again. Its prices are the certificate; its units and worths
 * tell which projects are decided. Also the money run, which deals lots out to classes once the projects are chosen.
 */
import { boundOf, noPrices, type Prices, type Statutory } from './certificate.ts'
import { addFlow, type ClassModel, classModel, isComplete, likelyFlows, reducedCost } from './class-model.ts'
import type { Classes, PhaseClass } from './classes.ts'
import { type Limits, Solver } from './linear-model.ts'
import type { Prepared } from './prepare.ts'

export interface Relaxation {
  readonly status: 'optimal' | 'infeasible' | 'limit'
  readonly prices: Prices
  readonly bound: number
  /** Units of each project, in part; empty when the run found no point. */
  readonly units: Float64Array
  /** Cost of each class's flow at the optimum: 0 where money flows or may flow at no loss. In benefit per yuan. */
  readonly flowCosts: readonly Float64Array[]
  /** Yuan that each class takes from each of its lots at the optimum. */
  readonly quotas: readonly Float64Array[]
}

const SMALL_ENOUGH = 30_000
const FEW = 5

export async function relax(
  prep: Prepared,
  classes: Classes,
  statutory: Statutory,
  limits: Limits,
  guess: Prices | null,
  goal: 'benefit' | 'statutory' = 'benefit',
): Promise<Relaxation> {
  const m = classModel(prep, classes, { statutory, goal, flows: likelyFlows(classes, guess, SMALL_ENOUGH, FEW) })
  const solver = await Solver.open(m.model)
  let best: Relaxation = {
    status: 'limit',
    prices: noPrices(prep),
    bound: Number.POSITIVE_INFINITY,
    units: new Float64Array(0),
    flowCosts: [],
    quotas: [],
  }
  try {
    for (let round = 1; ; round++) {
      const run = solver.run(limits, { solver: 'simplex', presolve: round === 1 ? 'on' : 'off' })
      if (run.status === 'infeasible') {
        if (isComplete(m)) return { ...best, status: 'infeasible' }
        for (const c of classes.list) addWanted(m, c, solver, () => -1, c.lots.length)
        continue
      }
      if (!run.values || !run.rowDuals) return best
      const duals = run.rowDuals
      const prices = readPrices(m, duals)
      const bound = goal === 'benefit' ? boundOf(prep, classes, prices, statutory) : Number.POSITIVE_INFINITY
      const units = Float64Array.from(prep.projects, (_, p) => (m.project[p]! < 0 ? 0 : run.values![m.project[p]!]!))
      const better = bound < best.bound || best.units.length === 0
      best = { ...best, units, prices: better ? prices : best.prices, bound: Math.min(bound, best.bound) }
      if (run.status !== 'optimal') return best
      let added = 0
      for (const c of classes.list) added += addWanted(m, c, solver, (i) => reducedCost(m, c, i, duals), 3)
      if (added > 0) continue
      const flowCosts = classes.list.map((c) =>
        Float64Array.from(c.lots, (_, i) => (c.floors[i]! > 0 ? 0 : Math.max(0, reducedCost(m, c, i, duals)) / m.money)),
      )
      return { ...best, status: 'optimal', flowCosts, quotas: quotasOf(m, run.values) }
    }
  } finally {
    solver.close()
  }
}

/** Adds the missing flows of a class that `price` calls negative, the worst `most` of them. */
function addWanted(
  m: ClassModel,
  c: PhaseClass,
  solver: Solver,
  price: (i: number) => number,
  most: number,
  cost?: ArrayLike<number>,
): number {
  const wanted: { i: number; value: number }[] = []
  for (let i = 0; i < c.lots.length; i++) {
    if (m.flow[c.index]![i]! >= 0) continue
    const value = price(i)
    if (value < -1e-6) wanted.push({ i, value })
  }
  wanted.sort((a, b) => a.value - b.value)
  for (const { i } of wanted.slice(0, most)) addFlow(m, c, i, solver, cost?.[c.lots[i]!] ?? 0)
  return Math.min(most, wanted.length)
}

/** Yuan that each class takes from each of its lots, at least cost for the given units; null when the money does not go round. */
export async function dealMoney(
  prep: Prepared,
  classes: Classes,
  units: ArrayLike<number>,
  lotCosts: ArrayLike<number>,
  limits: Limits,
  guess: Prices | null,
): Promise<readonly Float64Array[] | null> {
  const m = classModel(prep, classes, {
    statutory: { kind: 'none' },
    goal: 'money',
    lotCosts,
    units: (p) => ({ least: units[p]!, most: units[p]!, whole: false }),
    flows: likelyFlows(classes, guess, SMALL_ENOUGH * 4, FEW * 2),
  })
  const solver = await Solver.open(m.model)
  try {
    for (;;) {
      const run = solver.run(limits, { solver: 'simplex', presolve: 'on' })
      if (run.status === 'infeasible' && !isComplete(m)) {
        for (const c of classes.list) addWanted(m, c, solver, () => -1, c.lots.length, lotCosts)
        continue
      }
      if (!run.values || !run.rowDuals) return null
      const duals = run.rowDuals
      let added = 0
      if (run.status === 'optimal')
        for (const c of classes.list)
          added += addWanted(m, c, solver, (i) => reducedCost(m, c, i, duals, lotCosts[c.lots[i]!]), 3, lotCosts)
      if (added > 0) continue
      return quotasOf(m, run.values)
    }
  } finally {
    solver.close()
  }
}

export function quotasOf(m: ClassModel, values: ArrayLike<number>): Float64Array[] {
  return m.flow.map((own) => Float64Array.from(own, (column) => (column < 0 ? 0 : Math.max(0, values[column]! * m.money))))
}

function readPrices(m: ClassModel, duals: Float64Array): Prices {
  const { prep } = m
  const prices = noPrices(prep)
  const price = (row: number) => -duals[row]! / m.money
  prep.lots.forEach((_, l) => void (prices.lots[l] = Math.max(0, price(m.lotRow[l]!))))
  prep.caps.forEach((_, k) => void (prices.caps[k] = Math.max(0, price(m.capRow[k]!))))
  prep.groups.forEach((group, g) => {
    const p = price(m.groupRow[g]!)
    prices.groups[g] = (p > 0 && group.max === null) || (p < 0 && group.min === 0) ? 0 : p
  })
  if (m.statutoryRow >= 0) prices.statutory = Math.max(0, -price(m.statutoryRow))
  return prices
}
