/**
 * The class model: projects in whole or in part, money by class of phases. As a linear programme it is the relaxation that proves
 * the bound; with whole projects it chooses what to fund; with projects fixed it deals the lots out to the classes.
 */
import type { Prices, Statutory } from './certificate.ts'
import type { Classes, PhaseClass } from './classes.ts'
import { addTerm, LinearModel, type Solver } from './linear-model.ts'
import { DEBT, MATCH, type Prepared } from './prepare.ts'

export interface ClassModelOptions {
  readonly statutory: Statutory
  readonly goal: 'benefit' | 'statutory' | 'money'
  /** Goal `money`: cost of a yuan of each lot. */
  readonly lotCosts?: ArrayLike<number>
  /** Bounds of each project's units and whether they must be whole; by default what the rules say, in part. */
  readonly units?: (project: number) => { readonly least: number; readonly most: number; readonly whole: boolean }
  /** Which flows a class starts with (1 = yes); by default all. */
  readonly flows: (c: PhaseClass) => Uint8Array
}

export interface ClassModel {
  readonly prep: Prepared
  readonly classes: Classes
  readonly model: LinearModel
  /** Units column of each project, or -1. */
  readonly project: Int32Array
  /** Column of all money of each class. */
  readonly total: Int32Array
  readonly lotRow: Int32Array
  readonly capRow: Int32Array
  readonly groupRow: Int32Array
  readonly fillRow: Int32Array
  readonly matchRow: Int32Array
  readonly debtRow: Int32Array
  readonly shareRow: readonly Int32Array[]
  readonly statutoryRow: number
  /** Column of each class's flow from its i-th lot, or -1. */
  readonly flow: readonly Int32Array[]
  /** Yuan of one unit of the money columns. */
  readonly money: number
  columns: number
}

const INF = Number.POSITIVE_INFINITY
const ones = (n: number) => new Array<number>(n).fill(1)

class Terms {
  readonly columns: number[] = []
  readonly values: number[] = []
  add(column: number, value: number): void {
    addTerm(this, column, value)
  }
}

export function classModel(prep: Prepared, classes: Classes, options: ClassModelOptions): ClassModel {
  const model = new LinearModel()
  const average = prep.phases.reduce((sum, x) => sum + x.need, 0) / Math.max(1, prep.phases.length)
  const money = 10 ** Math.round(Math.log10(Math.max(1, average)))
  const demand = classes.list.map(() => new Terms())
  const inGroup = prep.groups.map(() => new Terms())
  const law = new Terms()
  const project = addProjects(prep, classes, options, model, money, { demand, inGroup, law })
  const total = Int32Array.from(classes.list, () => model.column(0, 0, INF))
  classes.list.forEach((c) => {
    const t = demand[c.index]!
    model.row(0, 0, [total[c.index]!, ...t.columns], [1, ...t.values.map((v) => -v)])
  })
  const groupRow = Int32Array.from(prep.groups, (g, i) =>
    model.row(g.min > 0 ? g.min / money : -INF, g.max === null ? INF : g.max / money, inGroup[i]!.columns, inGroup[i]!.values),
  )
  const { statutory } = options
  const statutoryRow = statutory.kind === 'reached' ? model.row(statutory.amount / money, INF, law.columns, law.values) : -1
  const flow = classes.list.map((c) => {
    const starts = options.flows(c)
    return Int32Array.from(c.lots, (lot, i) =>
      starts[i] || c.floors[i]! > 0 ? model.column(options.lotCosts?.[lot] ?? 0, c.floors[i]! / money, INF) : -1,
    )
  })
  const rows = flowRows(prep, classes, model, flow, total, money)
  return { prep, classes, model, project, total, groupRow, statutoryRow, flow, money, columns: model.columns, ...rows }
}

interface ProjectTerms {
  readonly demand: Terms[]
  readonly inGroup: Terms[]
  readonly law: Terms
}

function addProjects(prep: Prepared, classes: Classes, options: ClassModelOptions, model: LinearModel, money: number, t: ProjectTerms) {
  const { goal, statutory } = options
  const columns = new Int32Array(prep.projects.length).fill(-1)
  prep.projects.forEach((p, i) => {
    if (!prep.open[i]) return
    const need = prep.phasesOf[i]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0) / money
    const cost = goal === 'benefit' ? -p.benefit : goal === 'statutory' && p.statutory ? -need : 0
    const must = p.statutory && statutory.kind === 'all' ? prep.unitsMax[i]! : prep.forced[i] ? prep.unitsMin[i]! : 0
    const { least, most, whole } = options.units?.(i) ?? { least: must, most: prep.unitsMax[i]!, whole: false }
    if (most <= 0) return
    const switched = whole && prep.unitsMin[i]! > 1 && least < prep.unitsMin[i]! ? model.column(0, 0, 1, true) : -1
    const column = model.column(cost, least, most, whole)
    if (switched >= 0) {
      model.row(0, INF, [column, switched], [1, -prep.unitsMin[i]!])
      model.row(-INF, 0, [column, switched], [1, -most])
    }
    columns[i] = column
    if (p.statutory) t.law.add(column, need)
    for (const x of prep.phasesOf[i]!) {
      const phase = prep.phases[x]!
      t.demand[classes.ofPhase[x]!]!.add(column, phase.need / money)
      for (const g of phase.groups) t.inGroup[g]!.add(column, phase.need / money)
    }
  })
  return columns
}

function flowRows(prep: Prepared, classes: Classes, model: LinearModel, flow: readonly Int32Array[], total: Int32Array, money: number) {
  const byLot = prep.lots.map(() => [] as number[])
  const byCap = prep.caps.map(() => [] as number[])
  const fillRow = new Int32Array(classes.list.length)
  const matchRow = new Int32Array(classes.list.length).fill(-1)
  const debtRow = new Int32Array(classes.list.length).fill(-1)
  const shareRow: Int32Array[] = []
  for (const c of classes.list) {
    const own = flow[c.index]!
    const all = total[c.index]!
    const present: number[] = []
    const matching: number[] = []
    const borrowed: number[] = []
    const shares = new Int32Array(c.lots.length).fill(-1)
    c.lots.forEach((lot, i) => {
      const column = own[i]!
      if (c.shares[i]! < 1)
        shares[i] = column < 0 ? model.row(-INF, 0, [all], [-c.shares[i]!]) : model.row(-INF, 0, [column, all], [1, -c.shares[i]!])
      if (column < 0) return
      present.push(column)
      byLot[lot]!.push(column)
      if (c.caps[i]! >= 0) byCap[c.caps[i]!]!.push(column)
      if (c.kinds[i] === MATCH) matching.push(column)
      if (c.kinds[i] === DEBT) borrowed.push(column)
    })
    shareRow[c.index] = shares
    fillRow[c.index] = model.row(0, 0, [...present, all], [...ones(present.length), -1])
    if (c.match > 0) matchRow[c.index] = model.row(0, INF, [...matching, all], [...ones(matching.length), -c.match])
    if (c.debt < 1 && c.kinds.includes(DEBT)) debtRow[c.index] = model.row(-INF, 0, [...borrowed, all], [...ones(borrowed.length), -c.debt])
  }
  const sum = (columns: number[], max: number) => model.row(-INF, max / money, columns, ones(columns.length))
  const lotRow = Int32Array.from(prep.lots, (lot, l) => sum(byLot[l]!, lot.amount))
  const capRow = Int32Array.from(prep.caps, (cap, k) => sum(byCap[k]!, cap.max))
  return { lotRow, capRow, fillRow, matchRow, debtRow, shareRow }
}

function rowsOfFlow(m: ClassModel, c: PhaseClass, i: number): number[] {
  const rows = [m.lotRow[c.lots[i]!]!, m.fillRow[c.index]!]
  if (c.caps[i]! >= 0) rows.push(m.capRow[c.caps[i]!]!)
  if (m.matchRow[c.index]! >= 0 && c.kinds[i] === MATCH) rows.push(m.matchRow[c.index]!)
  if (m.debtRow[c.index]! >= 0 && c.kinds[i] === DEBT) rows.push(m.debtRow[c.index]!)
  if (m.shareRow[c.index]![i]! >= 0) rows.push(m.shareRow[c.index]![i]!)
  return rows
}

/** Reduced cost of a flow that may not be in the model yet, in benefit per model unit of money. */
export function reducedCost(m: ClassModel, c: PhaseClass, i: number, duals: Float64Array, cost = 0): number {
  let value = cost
  for (const row of rowsOfFlow(m, c, i)) value -= duals[row]!
  return value
}

/** Adds a missing flow to a model that is already in the solver. */
export function addFlow(m: ClassModel, c: PhaseClass, i: number, solver: Solver, cost = 0): void {
  const rows = rowsOfFlow(m, c, i)
  solver.addColumn(cost, 0, INF, rows, ones(rows.length))
  m.flow[c.index]![i] = m.columns++
}

export const isComplete = (m: ClassModel): boolean => m.flow.every((own) => own.every((column) => column >= 0))

export function flowCount(classes: Classes): number {
  return classes.list.reduce((sum, c) => sum + c.lots.length, 0)
}

/** Above so many flows, as a province has, neither all of them can be tried nor the money be dealt out anew. */
const CROWDED = 120_000
export const isCrowded = (classes: Classes) => flowCount(classes) > CROWDED

/** All flows of a small model; of a large one the cheapest few of each class at the guessed prices, and what its rules need. */
export function likelyFlows(classes: Classes, guess: Prices | null, smallEnough: number, few: number): (c: PhaseClass) => Uint8Array {
  const all = flowCount(classes) <= smallEnough
  return (c) => {
    const has = new Uint8Array(c.lots.length)
    if (all || c.lots.length <= few) return has.fill(1)
    const price = (i: number) => (guess ? guess.lots[c.lots[i]!]! + (c.caps[i]! < 0 ? 0 : guess.caps[c.caps[i]!]!) : i)
    const order = Array.from(c.lots, (_, i) => i).sort((a, b) => price(a) - price(b))
    for (const i of order.slice(0, few)) has[i] = 1
    for (const i of order.filter((i) => c.kinds[i] !== DEBT && c.shares[i]! >= 1).slice(0, 3)) has[i] = 1
    if (c.match > 0) for (const i of order.filter((i) => c.kinds[i] === MATCH).slice(0, 4)) has[i] = 1
    return has
  }
}
