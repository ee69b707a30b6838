/**
 * The core of a choice: some hundreds of whole projects are open, all others stand. Classes that no limit tells apart with the flows that
 * are left to them become one tank, and what stands and has one payer is taken from its lot at once: the programme keeps a fifth of the
 * class model's rows, and that is where a solver spends its time.
 */
import type { Classes, PhaseClass } from './classes.ts'
import { addTerm, LinearModel } from './linear-model.ts'
import { leaveSlice, othersParts, paidByOthers } from './others-part.ts'
import { DEBT, MATCH, type Prepared } from './prepare.ts'

export interface CoreOptions {
  /** Bounds of a project's units; whole projects are open, of the others `least` stands. */
  readonly units: (project: number) => { readonly least: number; readonly most: number; readonly whole: boolean }
  /** What is known of the money that others pay of all that a lot may pay; without it no rule is made for that. */
  readonly others?: {
    /** Yuan that each class is likely to take from each of its lots. */
    readonly quotas: readonly Float64Array[]
    /** Whether others pay nothing or some of it stays as these quotas have it. */
    readonly decided: boolean
  }
  /** Which flows a class has (1 = yes). */
  readonly flows: (c: PhaseClass) => Uint8Array
}

export interface CoreModel {
  readonly model: LinearModel
  /** Benefit of the projects that stand. */
  readonly standing: number
  units(values: ArrayLike<number>): Int32Array
  /** Yuan that each class takes from each of its lots. */
  quotas(values: ArrayLike<number>): Float64Array[]
  /** The columns of a choice in this model. */
  start(units: ArrayLike<number>, quotas: readonly Float64Array[]): Float64Array
}

const INF = Number.POSITIVE_INFINITY
/** Of a money unit: what rounding may have added. */
const SLACK = 1e-6
const ones = (n: number) => new Array<number>(n).fill(1)

export function coreModel(prep: Prepared, classes: Classes, options: CoreOptions): CoreModel {
  return new Core(prep, classes, options)
}

/** Classes that take from the same lots under the same limits. */
interface Tank {
  readonly members: readonly Member[]
  /** Columns of the flows; none where one lot pays what stands. */
  readonly columns: readonly number[]
}

interface Member {
  readonly c: PhaseClass
  /** Places of the tank's flows in the class's own list of lots. */
  readonly at: readonly number[]
}

interface Sum {
  readonly columns: number[]
  readonly values: number[]
  /** What stands. */
  fixed: number
}

class Core implements CoreModel {
  readonly model = new LinearModel()
  standing = 0
  readonly #prep: Prepared
  readonly #classes: Classes
  readonly #money: number
  readonly #units: Int32Array
  /** Columns of the open projects: units, and whether a scalable one is funded at all. */
  readonly #open = new Map<number, { readonly units: number; readonly switched: number }>()
  readonly #tanks: Tank[] = []
  readonly #lots: Sum[]
  readonly #caps: Sum[]
  readonly #groups: Sum[]

  constructor(prep: Prepared, classes: Classes, { units, flows, others }: CoreOptions) {
    this.#prep = prep
    this.#classes = classes
    const average = prep.phases.reduce((sum, x) => sum + x.need, 0) / Math.max(1, prep.phases.length)
    this.#money = 10 ** Math.round(Math.log10(Math.max(1, average)))
    this.#units = new Int32Array(prep.projects.length)
    this.#lots = prep.lots.map(noSum)
    this.#caps = prep.caps.map(noSum)
    this.#groups = prep.groups.map(noSum)
    const demand = classes.list.map(noSum)
    prep.projects.forEach((_, p) => void (prep.open[p] && this.#addProject(p, units(p), demand)))
    this.#addTanks(flows, demand)
    this.#addLimits()
    if (others) this.#leaveSlices(demand, others)
  }

  #addProject(p: number, { least, most, whole }: ReturnType<CoreOptions['units']>, demand: readonly Sum[]): void {
    const prep = this.#prep
    const { model } = this
    const { benefit } = prep.projects[p]!
    if (most <= 0) return
    let column = -1
    if (whole && least < most) {
      const min = prep.unitsMin[p]!
      const switched = min > 1 && least < min ? model.column(0, 0, 1, true) : -1
      column = model.column(-benefit, least, most, true)
      if (switched >= 0) {
        model.row(0, INF, [column, switched], [1, -min])
        model.row(-INF, 0, [column, switched], [1, -most])
      }
      this.#open.set(p, { units: column, switched })
    } else {
      this.#units[p] = least
      this.standing += benefit * least
    }
    for (const x of prep.phasesOf[p]!) {
      const { need, groups } = prep.phases[x]!
      for (const sum of [demand[this.#classes.ofPhase[x]!]!, ...groups.map((g) => this.#groups[g]!)]) {
        if (column < 0) sum.fixed += (need * least) / this.#money
        else addTerm(sum, column, need / this.#money)
      }
    }
  }

  #addTanks(flows: CoreOptions['flows'], demand: readonly Sum[]): void {
    const alike = new Map<string, Member[]>()
    for (const c of this.#classes.list) {
      const { fixed, columns } = demand[c.index]!
      if (fixed <= 0 && columns.length === 0) continue
      const has = flows(c)
      const at = Array.from(c.lots, (_, i) => i).filter((i) => has[i] || c.floors[i]! > 0)
      const key = keyOf(c, at)
      const found = alike.get(key)
      if (found) found.push({ c, at })
      else alike.set(key, [{ c, at }])
    }
    for (const members of alike.values())
      this.#tanks.push({ members, columns: this.#addFlows(members[0]!, added(members.map(({ c }) => demand[c.index]!))) })
  }

  #addFlows({ c, at }: Member, need: Sum): number[] {
    const { model } = this
    const { columns, values, fixed } = need
    const mayAll = (i: number) => c.shares[i]! >= 1 && (c.match === 0 || c.kinds[i] === MATCH) && (c.debt >= 1 || c.kinds[i] !== DEBT)
    const alone = at.length === 1 && columns.length === 0 && mayAll(at[0]!)
    const sums = (i: number) => [this.#lots[c.lots[i]!]!, ...(c.caps[i]! < 0 ? [] : [this.#caps[c.caps[i]!]!])]
    if (alone) {
      for (const sum of sums(at[0]!)) sum.fixed += fixed
      return []
    }
    const flow = at.map((i) => model.column(0, c.floors[i]! / this.#money, INF))
    at.forEach((i, k) => sums(i).forEach((sum) => addTerm(sum, flow[k]!, 1)))
    /** At most, or at least, a share of what the tank needs. */
    const share = (own: readonly number[], part: number, atLeast: boolean) =>
      model.row(
        atLeast ? part * fixed : -INF,
        atLeast ? INF : part * fixed,
        [...own, ...columns],
        [...ones(own.length), ...values.map((v) => -part * v)],
      )
    model.row(fixed, fixed, [...flow, ...columns], [...ones(flow.length), ...values.map((v) => -v)])
    at.forEach((i, k) => void (c.shares[i]! < 1 && share([flow[k]!], c.shares[i]!, false)))
    const ofKind = (kind: number) => flow.filter((_, k) => c.kinds[at[k]!] === kind)
    if (c.match > 0 && !at.every((i) => c.kinds[i] === MATCH)) share(ofKind(MATCH), c.match, true)
    if (c.debt < 1 && ofKind(DEBT).length > 0) share(ofKind(DEBT), c.debt, false)
    return flow
  }

  #addLimits(): void {
    const { model } = this
    const money = this.#money
    const atMost = (max: number, { columns, values, fixed }: Sum) => {
      if (columns.length === 0 && fixed === 0) return
      const rest = max / money - fixed
      // What stands may come from a programme that was a grain of a grain over a limit.
      model.row(-INF, rest < 0 && rest > -SLACK ? 0 : rest, columns, values)
    }
    this.#lots.forEach((sum, l) => atMost(this.#prep.lots[l]!.amount, sum))
    this.#caps.forEach((sum, k) => atMost(this.#prep.caps[k]!.max, sum))
    this.#groups.forEach(({ columns, values, fixed }, g) => {
      const { min, max } = this.#prep.groups[g]!
      model.row(min > 0 ? min / money - fixed : -INF, max === null ? INF : max / money - fixed, columns, values)
    })
  }

  /** What others pay of all that a lot may pay: nothing, or at least a smallest slice. */
  #leaveSlices(demand: readonly Sum[], { quotas, decided }: NonNullable<CoreOptions['others']>): void {
    const prep = this.#prep
    const money = this.#money
    othersParts(prep, this.#classes).forEach((part, lot) => {
      const before = paidByOthers(prep, part, lot, quotas)
      if (before === INF) return
      const need = added(part.classes.map((c) => demand[c.index]!))
      if (need.columns.length === 0) return
      const paid = this.#lots[lot]!
      const rest = paid.fixed - need.fixed
      const columns = [...need.columns, ...paid.columns]
      const values = [...need.values, ...paid.values.map((v) => -v)]
      if (decided && before > part.least - 1) this.model.row(rest + part.least / money, INF, columns, values)
      else if (decided && before < 1) this.model.row(-INF, rest + SLACK, columns, values)
      else leaveSlice(this.model, part, { columns, values, rest, money })
    })
  }

  units(values: ArrayLike<number>): Int32Array {
    const units = this.#units.slice()
    for (const [p, { units: column }] of this.#open) units[p] = Math.round(values[column]!)
    return units
  }

  quotas(values: ArrayLike<number>): Float64Array[] {
    const { phases } = this.#prep
    const units = this.units(values)
    const quotas = this.#classes.list.map((c) => new Float64Array(c.lots.length))
    for (const { members, columns } of this.#tanks) {
      const needs = members.map(({ c }) => c.phases.reduce((sum, x) => sum + phases[x]!.need * units[phases[x]!.project]!, 0))
      const all = needs.reduce((a, b) => a + b, 0)
      if (all <= 0) continue
      members.forEach(({ c, at }, m) =>
        at.forEach(
          (i, k) =>
            void (quotas[c.index]![i] =
              columns.length === 0 ? needs[m]! : Math.max(0, values[columns[k]!]! * this.#money * (needs[m]! / all))),
        ),
      )
    }
    return quotas
  }

  start(units: ArrayLike<number>, quotas: readonly Float64Array[]): Float64Array {
    const values = new Float64Array(this.model.columns)
    for (const [p, { units: column, switched }] of this.#open) {
      values[column] = units[p]!
      if (switched >= 0) values[switched] = units[p]! > 0 ? 1 : 0
    }
    for (const { members, columns } of this.#tanks)
      for (const { c, at } of members) columns.forEach((column, k) => void (values[column]! += quotas[c.index]![at[k]!]! / this.#money))
    return values
  }
}

/** What tells tanks apart: lots, caps and shares, and where it matters which money is co-funding or debt. */
function keyOf(c: PhaseClass, at: readonly number[]): string {
  const match = c.match > 0 && !at.every((i) => c.kinds[i] === MATCH) ? c.match : 0
  const debt = c.debt < 1 && at.some((i) => c.kinds[i] === DEBT) ? c.debt : 1
  const tied = at.some((i) => c.floors[i]! > 0)
  const flow = (i: number) => `${c.lots[i]}:${c.caps[i]}:${c.shares[i]}:${match > 0 || debt < 1 ? c.kinds[i] : ''}`
  return `${at.map(flow).join(' ')}|${match}|${debt}|${tied ? c.index : ''}`
}

const noSum = (): Sum => ({ columns: [], values: [], fixed: 0 })

/** A project may stand in several sums, but in their total only once. */
function added(sums: readonly Sum[]): Sum {
  if (sums.length === 1) return sums[0]!
  const values = new Map<number, number>()
  for (const sum of sums) sum.columns.forEach((k, i) => values.set(k, (values.get(k) ?? 0) + sum.values[i]!))
  return { columns: [...values.keys()], values: [...values.values()], fixed: sums.reduce((total, sum) => total + sum.fixed, 0) }
}
