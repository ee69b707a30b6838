/**
 * Decides projects place by place before the choice for all: money that only a few places may use is shared out exactly there, money that
 * many may use is bought at its price without limit. Each place is a small programme; the worth they promise together can only be met as
 * far as the bought money goes round, which the choice for all then sees to.
 */
import type { Statutory } from './certificate.ts'
import { type Decided, mustFund } from './choose.ts'
import type { Classes, PhaseClass } from './classes.ts'
import { addTerm, type Limits, LinearModel } from './linear-model.ts'
import { leaveSlice, type OthersPart, othersParts, paidByOthers } from './others-part.ts'
import { DEBT, MATCH, type Prepared } from './prepare.ts'
import type { Relaxation } from './relax.ts'

/** Money or a limit that so many regions share at most belongs to them; what more share is bought at its price. */
const NEAR = 10
/** Regions whose shared money is shared out in one programme: more would be too large. */
const TOGETHER = 3
/** Of the money at a price, so many of the cheapest of each kind: shares may keep one from paying all. */
const CHEAPEST = 3
/** Work and gap of one programme. */
const NODES = 200
const STEPS = 20_000
const GAP = 1e-5

const INF = Number.POSITIVE_INFINITY
const ones = (n: number) => new Array<number>(n).fill(1)

/** Every project and the money of its classes as its place would have them; null where money does not lie in places. */
export async function byPlaces(
  prep: Prepared,
  classes: Classes,
  relaxed: Relaxation,
  statutory: Statutory,
  limits: Limits,
): Promise<Decided | null> {
  const places = new PlacesApart(prep, classes, relaxed, statutory)
  if (places.shared.length === 0) return null
  const sharing = new Set(places.shared.flat())
  const alone = places.regions.filter((r) => !sharing.has(r)).map((r) => [r])
  // Those that share nothing with a few still share with many: they are asked again once the others have taken what they need.
  for (const regions of [...alone, ...places.shared, ...alone]) {
    if (performance.now() > limits.deadline || limits.stopped()) break
    await places.decide(regions, limits)
  }
  return places
}

interface Sum {
  readonly columns: number[]
  readonly values: number[]
}

class PlacesApart implements Decided {
  /** Whole units; what the relaxation funds in part starts unfunded. */
  readonly units: Int32Array
  readonly regions: readonly string[]
  /** Sets of a few regions that share a lot which no other may use. */
  readonly shared: readonly (readonly string[])[]
  readonly quotas: readonly Float64Array[]
  readonly #prep: Prepared
  readonly #classes: Classes
  readonly #relaxed: Relaxation
  readonly #statutory: Statutory
  readonly #projects = new Map<string, number[]>()
  /** Whether a lot, or a group, is bought at its price. */
  readonly #bought: readonly boolean[]
  readonly #priced: readonly boolean[]
  readonly #money: number
  /** By lot: what others pay of all that it may pay. */
  readonly #others: readonly OthersPart[]

  constructor(prep: Prepared, classes: Classes, relaxed: Relaxation, statutory: Statutory) {
    this.#prep = prep
    this.#classes = classes
    this.#relaxed = relaxed
    this.#statutory = statutory
    this.#others = othersParts(prep, classes)
    this.quotas = relaxed.quotas.map((own) => own.slice())
    this.units = Int32Array.from(relaxed.units, (x, p) => {
      const whole = Math.floor(x + 1e-6)
      return whole < prep.unitsMin[p]! ? 0 : whole
    })
    const average = prep.phases.reduce((sum, x) => sum + x.need, 0) / Math.max(1, prep.phases.length)
    this.#money = 10 ** Math.round(Math.log10(Math.max(1, average)))
    const ofLot = prep.lots.map(() => new Set<string>())
    const ofGroup = prep.groups.map(() => new Set<string>())
    prep.projects.forEach((project, p) => {
      if (!prep.open[p]) return
      this.#projects.set(project.region, [...(this.#projects.get(project.region) ?? []), p])
      for (const x of prep.phasesOf[p]!) {
        for (const lot of prep.phases[x]!.lots) ofLot[lot]!.add(project.region)
        for (const g of prep.phases[x]!.groups) ofGroup[g]!.add(project.region)
      }
    })
    this.regions = [...this.#projects.keys()]
    this.#bought = ofLot.map((regions) => regions.size > NEAR)
    this.#priced = ofGroup.map((regions) => regions.size > NEAR)
    const few = ofLot.filter((regions) => regions.size > 1 && regions.size <= TOGETHER).map((regions) => [...regions].sort())
    this.shared = [...new Map(few.map((regions) => [regions.join('\n'), regions])).values()]
  }

  /** Decides all projects of these regions anew, with the near money that others leave. */
  async decide(regions: readonly string[], limits: Limits): Promise<void> {
    const model = new LinearModel()
    const free = regions.flatMap((r) => this.#projects.get(r)!)
    const column = this.#addProjects(model, free)
    this.#addGroups(model, column)
    const flows = this.#addMoney(model, column)
    const run = await model.minimise(limits, { relativeGap: GAP, nodes: NODES, steps: STEPS })
    if (!run.values) return
    for (const [p, k] of column) this.units[p] = Math.round(run.values[k]!)
    for (const [c, own] of flows) {
      this.quotas[c]!.fill(0)
      own.forEach((k, i) => void (this.quotas[c]![i] = k < 0 ? 0 : Math.max(0, run.values![k]! * this.#money)))
    }
  }

  #addProjects(model: LinearModel, free: readonly number[]): Map<number, number> {
    const prep = this.#prep
    const { prices } = this.#relaxed
    const column = new Map<number, number>()
    for (const p of free) {
      const { benefit, statutory } = prep.projects[p]!
      const [min, most] = [prep.unitsMin[p]!, prep.unitsMax[p]!]
      const least = mustFund(prep, this.#statutory, p) ? (statutory && this.#statutory.kind === 'all' ? most : min) : 0
      let cost = -benefit
      for (const x of prep.phasesOf[p]!)
        for (const g of prep.phases[x]!.groups) if (this.#priced[g]) cost += prices.groups[g]! * prep.phases[x]!.need
      const switched = min > 1 && least < min ? model.column(0, 0, 1, true) : -1
      const units = model.column(cost, least, most, true)
      if (switched >= 0) {
        model.row(0, INF, [units, switched], [1, -min])
        model.row(-INF, 0, [units, switched], [1, -most])
      }
      column.set(p, units)
    }
    return column
  }

  /** Limits that lie in the places: what others leave of them. */
  #addGroups(model: LinearModel, column: ReadonlyMap<number, number>): void {
    const prep = this.#prep
    const sums = new Map<number, Sum>()
    const outside = new Float64Array(prep.groups.length)
    for (const { project, need, groups } of prep.phases)
      for (const g of groups) {
        if (this.#priced[g]) continue
        if (column.has(project)) add(sums, g, column.get(project)!, need / this.#money)
        else outside[g]! += need * this.units[project]!
      }
    for (const [g, { columns, values }] of sums) {
      const { min, max } = prep.groups[g]!
      const rest = (limit: number) => (limit - outside[g]!) / this.#money
      model.row(min > 0 ? rest(min) : -INF, max === null ? INF : rest(max), columns, values)
    }
  }

  /** Money of the classes of these projects; other projects of a class keep their size. Returns its columns by class and lot. */
  #addMoney(model: LinearModel, column: ReadonlyMap<number, number>): Map<number, Int32Array> {
    const prep = this.#prep
    const needs = new Map<number, Sum>()
    for (const p of column.keys())
      for (const x of prep.phasesOf[p]!) add(needs, this.#classes.ofPhase[x]!, column.get(p)!, prep.phases[x]!.need / this.#money)
    const lotRest = Float64Array.from(prep.lots, (lot) => lot.amount)
    const capRest = Float64Array.from(prep.caps, (cap) => cap.max)
    for (const c of this.#classes.list) {
      if (needs.has(c.index)) continue
      this.quotas[c.index]!.forEach((amount, i) => {
        lotRest[c.lots[i]!]! -= amount
        if (c.caps[i]! >= 0) capRest[c.caps[i]!]! -= amount
      })
    }
    const byLot = new Map<number, Sum>()
    const byCap = new Map<number, Sum>()
    const flows = new Map<number, Int32Array>()
    const alls = new Map<number, number>()
    for (const [at, need] of needs) {
      const c = this.#classes.list[at]!
      const all = this.#addNeed(model, c, column, need)
      alls.set(at, all)
      const own = this.#addFlows(model, c, all)
      flows.set(at, own)
      own.forEach((k, i) => {
        const lot = c.lots[i]!
        if (k < 0 || this.#bought[lot]) return
        add(byLot, lot, k, 1)
        if (c.caps[i]! >= 0) add(byCap, c.caps[i]!, k, 1)
      })
    }
    for (const [lot, { columns, values }] of byLot) model.row(-INF, Math.max(0, lotRest[lot]!) / this.#money, columns, values)
    this.#leaveSlices(model, byLot, lotRest, alls)
    for (const [cap, { columns, values }] of byCap) model.row(-INF, Math.max(0, capRest[cap]!) / this.#money, columns, values)
    return flows
  }

  /** What others pay of all that a lot may pay: nothing, or at least a smallest slice. */
  #leaveSlices(model: LinearModel, byLot: ReadonlyMap<number, Sum>, lotRest: Float64Array, alls: ReadonlyMap<number, number>): void {
    const { lots, phases } = this.#prep
    for (const [lot, paid] of byLot) {
      const part = this.#others[lot]!
      if (paidByOthers(this.#prep, part, lot, this.quotas) === INF) continue
      const near = part.classes.filter((c) => alls.has(c.index))
      const columns = [...paid.columns, ...near.map((c) => alls.get(c.index)!)]
      const values = [...paid.values.map((v) => -v), ...ones(near.length)]
      let rest = lots[lot]!.amount - lotRest[lot]!
      for (const c of part.classes)
        if (!alls.has(c.index)) for (const x of c.phases) rest -= phases[x]!.need * this.units[phases[x]!.project]!
      leaveSlice(model, part, { columns, values, rest: rest / this.#money, money: this.#money })
    }
  }

  /** Column of all that a class needs. */
  #addNeed(model: LinearModel, c: PhaseClass, column: ReadonlyMap<number, number>, { columns, values }: Sum): number {
    const { phases } = this.#prep
    let kept = 0
    for (const x of c.phases) if (!column.has(phases[x]!.project)) kept += phases[x]!.need * this.units[phases[x]!.project]!
    const all = model.column(0, 0, INF)
    model.row(kept / this.#money, kept / this.#money, [all, ...columns], [1, ...values.map((v) => -v)])
    return all
  }

  #addFlows(model: LinearModel, c: PhaseClass, all: number): Int32Array {
    const { prices } = this.#relaxed
    const price = Float64Array.from(c.lots, (lot, i) => prices.lots[lot]! + (c.caps[i]! < 0 ? 0 : prices.caps[c.caps[i]!]!))
    const bought = Array.from(c.lots, (_, i) => i).filter((i) => this.#bought[c.lots[i]!])
    const taken = [0, 0, 0]
    const cheap = new Set(bought.sort((a, b) => price[a]! - price[b]! || a - b).filter((i) => taken[c.kinds[i]!]!++ < CHEAPEST))
    const columns = Int32Array.from(c.lots, (lot, i) => {
      if (this.#bought[lot] && !cheap.has(i) && c.floors[i] === 0) return -1
      const flow = model.column(this.#bought[lot] ? price[i]! * this.#money : 0, c.floors[i]! / this.#money, INF)
      if (c.shares[i]! < 1) model.row(-INF, 0, [flow, all], [1, -c.shares[i]!])
      return flow
    })
    const ofKind = (kind: number) => Array.from(columns).filter((k, i) => k >= 0 && c.kinds[i] === kind)
    const present = Array.from(columns).filter((k) => k >= 0)
    model.row(0, 0, [...present, all], [...ones(present.length), -1])
    const [matching, borrowed] = [ofKind(MATCH), ofKind(DEBT)]
    if (c.match > 0) model.row(0, INF, [...matching, all], [...ones(matching.length), -c.match])
    if (c.debt < 1 && borrowed.length > 0) model.row(-INF, 0, [...borrowed, all], [...ones(borrowed.length), -c.debt])
    return columns
  }
}

/** Adds a term to the sum under a key. */
function add(sums: Map<number, Sum>, key: number, column: number, value: number): void {
  let sum = sums.get(key)
  if (!sum) {
    sum = { columns: [], values: [] }
    sums.set(key, sum)
  }
  addTerm(sum, column, value)
}
