/**
 * Fewest slices is the hardest objective to prove: a general solver sees no more than one slice a phase. What it misses is a count.
 * Lots and phases joined by slices fall into parts; a part whose lots are all spent to the last grain is in balance, every other part
 * has a lot with money left. So a plan has at least as many slices as phases and spent lots, less its parts in balance.
 */
import type { Limits, Solver } from './linear-model.ts'
import type { Plan } from './plan.ts'
import { DEBT, phaseDebt, type PreparedPhase, sliceLimits } from './prepare.ts'
import type { SliceModel } from './slice-model.ts'

/** Tighter than usual: a switch that is a ten-millionth open lets some grains of a large lot through. */
export const TOLERANCE = 1e-9
/** Work of one question to the solver: beyond it the answer counts as no. */
const NODES = 400
/** Phases and spent lots up to which parts in balance are looked for. */
const MOST_PHASES = 20
const MOST_LOTS = 12
/** Steps of that search; when they are over, the weaker count stands. */
const STEPS = 2_000_000

interface Context {
  readonly solver: Solver
  readonly model: SliceModel
  readonly best: Plan
  readonly limits: Limits
}

/** Adds to a model in which every earlier objective is held what `best` and counting say about its slices. */
export function countSlices(c: Context): void {
  if (!sameProjects(c)) return
  const { model, best } = c
  for (const { project, column } of model.projects) {
    const units = best.units[project]!
    c.solver.setBounds(column, units, units)
  }
  const phases = best.prep.phases.filter((x) => best.units[x.project]! > 0)
  const spent = spentLots(c)
  const used = model.slices.map((s) => s.used)
  const least = phases.length + spent.length - partsInBalance(best, phases, spent)
  c.solver.addRow(
    least,
    Number.POSITIVE_INFINITY,
    used,
    used.map(() => 1),
  )
}

/** Whether no other choice of projects and sizes is as good in the objectives held so far. */
function sameProjects(c: Context): boolean {
  const { model, best } = c
  const all = new Float64Array(model.model.columns)
  let most = 0
  for (const { project, column } of model.projects) {
    const units = best.units[project]!
    if (units > 0 && units < best.prep.unitsMax[project]!) {
      // A size in between may go both ways.
      const one = new Float64Array(model.model.columns)
      one[column] = 1
      if (leastOf(c, one, 0.4) < units - 0.5) return false
      one[column] = -1
      if (leastOf(c, one, 0.4) < -units - 0.5) return false
    } else {
      all[column] = units > 0 ? 1 : -1
      most += units
    }
  }
  return leastOf(c, all, 0.4) > most - 0.5
}

/** A proven lower bound of what the costs add up to. */
function leastOf({ solver, limits }: Context, costs: Float64Array, absoluteGap: number): number {
  solver.setCosts(costs)
  return solver.run(limits, { nodes: NODES, tolerance: TOLERANCE, absoluteGap }).bound
}

/** Lots that every plan as good spends to the last grain. */
function spentLots(c: Context): number[] {
  const { model, best } = c
  const { prep } = best
  const candidates = prep.lots.map((_, l) => l).filter((l) => best.rest[l] === 0 && prep.lots[l]!.amount > 0)
  const sure = (lots: readonly number[]): boolean => {
    const costs = new Float64Array(model.model.columns)
    for (const s of model.slices) if (lots.includes(s.lot)) costs[s.amount] = s.scale / model.money
    const all = lots.reduce((sum, l) => sum + prep.lots[l]!.amount, 0)
    const grain = prep.grain / model.money
    return leastOf(c, costs, 0.05 * grain) > all / model.money - 0.9 * grain
  }
  if (candidates.length === 0 || sure(candidates)) return candidates
  return candidates.filter((l) => sure([l]))
}

/** No fewer than the most parts in balance that a plan can have: sets of spent lots that pay some phases to the last grain. */
function partsInBalance(best: Plan, phases: readonly PreparedPhase[], spent: readonly number[]): number {
  if (phases.length > MOST_PHASES || spent.length > MOST_LOTS) return spent.length
  const { prep } = best
  const sums = subsetSums(phases.map((x) => x.need * best.units[x.project]!))
  const amounts = subsetSums(spent.map((l) => prep.lots[l]!.amount))
  const payment = new Payment(best, phases, spent)
  const byAmount = new Map<number, number[]>()
  for (const amount of amounts) byAmount.set(amount, [])
  sums.forEach((sum, mask) => void (mask > 0 && byAmount.get(sum)?.push(mask)))
  let steps = 0
  const most = (lots: number, free: number): number => {
    if (lots === 0) return 0
    const first = lots & -lots
    const others = lots ^ first
    let found = most(others, free)
    for (let rest = others; ; rest = (rest - 1) & others) {
      if (++steps > STEPS) return countOnes(lots)
      const part = rest | first
      const hoped = 1 + countOnes(lots ^ part)
      if (hoped > found)
        for (const taken of byAmount.get(amounts[part]!)!) {
          if (++steps > STEPS) return countOnes(lots)
          if ((taken & ~free) !== 0 || !payment.possible(taken, part)) continue
          found = Math.max(found, 1 + most(lots ^ part, free & ~taken))
          if (found === hoped) break
        }
      if (rest === 0) return found
    }
  }
  return most((1 << spent.length) - 1, (1 << phases.length) - 1)
}

/** What the spent lots can give the phases, at the sizes of the best plan. */
class Payment {
  readonly #needs: Float64Array
  readonly #amounts: Float64Array
  readonly #payers: readonly number[]
  /** By phase and set of lots: the most they may pay of it. */
  readonly #most: readonly Float64Array[]

  constructor(best: Plan, phases: readonly PreparedPhase[], lots: readonly number[]) {
    const { prep } = best
    const needs = phases.map((x) => x.need * best.units[x.project]!)
    this.#needs = Float64Array.from(needs)
    this.#amounts = subsetSums(lots.map((l) => prep.lots[l]!.amount))
    this.#payers = phases.map((x) => lots.reduce((mask, l, i) => (x.lots.includes(l) ? mask | (1 << i) : mask), 0))
    this.#most = phases.map((x, k) => {
      const most = (kind: boolean) =>
        subsetSums(
          lots.map((l) =>
            x.lots.includes(l) && (prep.kindOf(l, x.project) === DEBT) === kind ? sliceLimits(prep, l, x, needs[k]!).most : 0,
          ),
        )
      const [own, debt] = [most(false), most(true)]
      return own.map((amount, mask) => amount + Math.min(debt[mask]!, phaseDebt(prep, x, needs[k]!)))
    })
  }

  /** Whether a set of lots could pay a set of phases of the same amount, as far as counting tells. */
  possible(phases: number, lots: number): boolean {
    let seen = 0
    for (let rest = phases; rest !== 0; rest &= rest - 1) {
      const phase = lowest(rest)
      if (this.#most[phase]![lots]! < this.#needs[phase]!) return false
      seen |= this.#payers[phase]!
    }
    if ((seen & lots) !== lots) return false
    for (let some = (lots - 1) & lots; some !== 0; some = (some - 1) & lots) {
      let bound = 0
      for (let rest = phases; rest !== 0; rest &= rest - 1) {
        const phase = lowest(rest)
        if ((this.#payers[phase]! & lots & ~some) === 0) bound += this.#needs[phase]!
      }
      if (bound > this.#amounts[some]!) return false
    }
    return true
  }
}

const lowest = (mask: number): number => 31 - Math.clz32(mask & -mask)

function subsetSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(1 << values.length)
  values.forEach((value, i) => {
    for (let mask = 0; mask < 1 << i; mask++) sums[mask | (1 << i)] = sums[mask]! + value
  })
  return sums
}

function countOnes(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
