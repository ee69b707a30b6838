/**
 * The whole problem, slice by slice, over a chosen set of free projects while the rest of a plan stays as it is. With an empty plan
 * and every project free it is the exact model; with a few dozen free projects it is a neighbourhood to improve a plan in.
 *
 * Amounts need no integers: with units and slices fixed the rest is a flow (lots over caps on one side, phases over co-funding and
 * debt on the other), whose corners are whole grains. Only shares of scalable projects round, and those amounts are integer.
 */
import type { Objective } from './format.ts'
import { LARGER_IS_BETTER } from './format.ts'
import { addTerm, LinearModel } from './linear-model.ts'
import type { Plan } from './plan.ts'
import { DEBT, MATCH, moneyKind, type Prepared, type PreparedPhase, phaseDebt, phaseMatch, sliceLimits } from './prepare.ts'

export interface SliceColumn {
  readonly phase: number
  readonly lot: number
  readonly amount: number
  /** Yuan of one unit of the amount column. */
  readonly scale: number
  /** Column of the switch, or -1 where the lot pays in any case. */
  readonly used: number
}

export interface SliceModel {
  readonly model: LinearModel
  readonly base: Plan
  readonly projects: readonly { readonly project: number; readonly column: number }[]
  readonly slices: readonly SliceColumn[]
  readonly kept: readonly number[]
  readonly money: number
}

export interface SliceModelOptions {
  /** Lots to offer to a phase; all that may pay it by default. */
  readonly offer?: (phase: PreparedPhase) => ArrayLike<number>
  /** Phases of `base` that must be cleared but for their units: paid again by these lots, each at no less than its smallest slice. */
  readonly kept?: ReadonlyMap<number, readonly number[]>
  /** Projects that must be funded at least at this size (forced ones always must). */
  readonly atLeast?: ReadonlyMap<number, number>
}

/** `base` must have the free projects removed. */
export function sliceModel(base: Plan, free: readonly number[], options: SliceModelOptions = {}): SliceModel {
  const { prep } = base
  const b = new Builder(base)
  for (const p of free) if (prep.open[p] && prep.unitsMax[p]! > 0) b.addProject(p, options)
  for (const [x, lots] of options.kept ?? []) b.addKept(prep.phases[x]!, lots)
  b.addSums()
  return { model: b.model, base, projects: b.projects, slices: b.slices, kept: [...(options.kept?.keys() ?? [])], money: b.money }
}

const INF = Number.POSITIVE_INFINITY

class Builder {
  readonly model = new LinearModel()
  readonly projects: { project: number; column: number }[] = []
  readonly slices: SliceColumn[] = []
  readonly money: number
  readonly #base: Plan
  readonly #prep: Prepared
  readonly #byLot = new Map<number, { columns: number[]; values: number[] }>()
  readonly #byCap = new Map<number, { columns: number[]; values: number[] }>()
  readonly #byGroup = new Map<number, { columns: number[]; values: number[] }>()

  constructor(base: Plan) {
    this.#base = base
    this.#prep = base.prep
    const average = base.prep.phases.reduce((sum, x) => sum + x.need, 0) / Math.max(1, base.prep.phases.length)
    this.money = Math.min(1e6 * base.prep.grain, 10 ** Math.round(Math.log10(Math.max(1, average))))
  }

  addProject(p: number, options: SliceModelOptions): void {
    const prep = this.#prep
    const model = this.model
    const least = prep.unitsMin[p]!
    const most = prep.unitsMax[p]!
    const must = Math.max(prep.forced[p] ? least : 0, options.atLeast?.get(p) ?? 0)
    const phases = prep.phasesOf[p]!.map((x) => prep.phases[x]!)
    let column: number
    let chosen: number
    if (most === 1) {
      column = model.column(0, must > 0 ? 1 : 0, 1, true)
      chosen = column
    } else {
      chosen = model.column(0, must > 0 ? 1 : 0, 1, true)
      column = model.column(0, must, most, true)
      model.row(0, INF, [column, chosen], [1, -least])
      model.row(-INF, 0, [column, chosen], [1, -most])
    }
    this.projects.push({ project: p, column })
    for (const phase of phases) {
      for (const g of phase.groups) put(this.#byGroup, g, column, phase.need / this.money)
      this.#addPhase(phase, column, chosen, options.offer?.(phase) ?? phase.lots)
    }
  }

  #addPhase(phase: PreparedPhase, units: number, chosen: number, offer: ArrayLike<number>): void {
    const prep = this.#prep
    const { model, money } = this
    const p = phase.project
    const project = prep.projects[p]!
    const scalable = project.units !== null
    const most = phase.need * prep.unitsMax[p]!
    const lots = new Set<number>(Array.from(offer))
    for (const lot of phase.pins?.keys() ?? []) lots.add(lot)
    const amounts = { columns: [] as number[], values: [] as number[] }
    const matching = { columns: [] as number[], values: [] as number[] }
    const borrowed = { columns: [] as number[], values: [] as number[] }
    const used: number[] = []
    // Too small for two slices: one lot pays it whole, and its switch says all.
    const single =
      !scalable && (phase.need < 2 * Math.min(phase.need, prep.instance.rules.minSlice) || prep.instance.rules.maxSources === 1)
    for (const lot of lots) {
      const pin = phase.pins?.get(lot)
      const { maxShare, minShare } = prep.lots[lot]!
      const high = Math.min(sliceLimits(prep, lot, phase, most).most, this.#base.left(lot, project.category))
      const low = Math.max(sliceLimits(prep, lot, phase, scalable ? phase.need * prep.unitsMin[p]! : most).least, pin ?? 0)
      if (high < low && pin === undefined) continue
      if (single) {
        if (!this.#paysAlone(phase, lot, high, pin)) {
          if (pin !== undefined) model.row(1, INF, [], [])
          continue
        }
        used.push(this.#addWhole(phase, lot, pin !== undefined))
        continue
      }
      const whole = scalable && (maxShare !== null || minShare !== null || project.match !== null || project.maxDebtShare !== null)
      const scale = whole ? prep.grain : money
      const used1 = model.column(0, pin === undefined ? 0 : 1, 1, true)
      const amount = model.column(0, 0, Math.max(0, high) / scale, whole)
      model.row(-INF, 0, [amount, used1], [scale / money, -Math.max(0, high) / money])
      model.row(0, INF, [amount, used1], [scale / money, -low / money])
      if (scalable && maxShare !== null) model.row(-INF, 0, [amount, units], [scale / money, (-maxShare * phase.need) / money])
      if (scalable && minShare !== null) {
        const peak = (minShare * most) / money
        model.row(-peak, INF, [amount, units, used1], [scale / money, (-minShare * phase.need) / money, -peak])
      }
      this.slices.push({ phase: phase.index, lot, amount, scale, used: used1 })
      used.push(used1)
      const value = scale / money
      addTerm(amounts, amount, value)
      put(this.#byLot, lot, amount, value)
      const cap = prep.capOf(lot, project.category)
      if (cap >= 0) put(this.#byCap, cap, amount, value)
      const kind = moneyKind(prep.lots[lot]!, project)
      if (kind === MATCH) addTerm(matching, amount, value)
      if (kind === DEBT) addTerm(borrowed, amount, value)
    }
    if (single) {
      model.row(0, 0, [...used, units], [...used.map(() => 1), -1])
      return
    }
    model.row(0, 0, [...amounts.columns, units], [...amounts.values, -phase.need / money])
    model.row(-INF, 0, [...used, chosen], [...used.map(() => 1), -prep.instance.rules.maxSources])
    if (project.match !== null) {
      const least = scalable ? (project.match.minShare * phase.need) / money : phaseMatch(prep, phase, most) / money
      model.row(0, INF, [...matching.columns, units], [...matching.values, -least])
    }
    if (project.maxDebtShare !== null && borrowed.columns.length > 0) {
      const ceiling = scalable ? (project.maxDebtShare * phase.need) / money : phaseDebt(prep, phase, most) / money
      model.row(-INF, 0, [...borrowed.columns, units], [...borrowed.values, -ceiling])
    }
  }

  /** A slice that is the whole phase: its switch is its amount. */
  #addWhole(phase: PreparedPhase, lot: number, must: boolean): number {
    const { category } = this.#prep.projects[phase.project]!
    const column = this.model.column(0, must ? 1 : 0, 1, true)
    this.slices.push({ phase: phase.index, lot, amount: column, scale: phase.need, used: column })
    put(this.#byLot, lot, column, phase.need / this.money)
    const cap = this.#prep.capOf(lot, category)
    if (cap >= 0) put(this.#byCap, cap, column, phase.need / this.money)
    return column
  }

  /** Whether one lot may pay all of a phase that is too small for two slices. */
  #paysAlone(phase: PreparedPhase, lot: number, high: number, pin: number | undefined): boolean {
    const prep = this.#prep
    const { need } = phase
    if (high < need || (pin ?? 0) > need) return false
    const kind = prep.kindOf(lot, phase.project)
    if (kind !== MATCH && phaseMatch(prep, phase, need) > 0) return false
    return kind !== DEBT || phaseDebt(prep, phase, need) >= need
  }

  /** A phase whose lots stay the same: only how much each of them pays is open. */
  addKept(phase: PreparedPhase, lots: readonly number[]): void {
    const prep = this.#prep
    const { model, money } = this
    const project = prep.projects[phase.project]!
    const need = phase.need * this.#base.units[phase.project]!
    const columns: number[] = []
    const ofKind = (kind: number) => columns.filter((_, i) => prep.kindOf(lots[i]!, phase.project) === kind)
    for (const lot of lots) {
      const { least, most } = sliceLimits(prep, lot, phase, need)
      const amount = model.column(0, Math.max(least, phase.pins?.get(lot) ?? 0) / money, most / money)
      this.slices.push({ phase: phase.index, lot, amount, scale: money, used: -1 })
      columns.push(amount)
      put(this.#byLot, lot, amount, 1)
      const cap = prep.capOf(lot, project.category)
      if (cap >= 0) put(this.#byCap, cap, amount, 1)
    }
    const ones = (list: readonly number[]) => list.map(() => 1)
    model.row(need / money, need / money, columns, ones(columns))
    const [matching, borrowed] = [ofKind(MATCH), ofKind(DEBT)]
    if (project.match !== null) model.row(phaseMatch(prep, phase, need) / money, INF, matching, ones(matching))
    if (project.maxDebtShare !== null && borrowed.length > 0)
      model.row(-INF, phaseDebt(prep, phase, need) / money, borrowed, ones(borrowed))
  }

  addSums(): void {
    const base = this.#base
    const { money, model } = this
    for (const [lot, t] of this.#byLot) model.row(-INF, base.rest[lot]! / money, t.columns, t.values)
    for (const [cap, t] of this.#byCap) model.row(-INF, base.capRest[cap]! / money, t.columns, t.values)
    this.#prep.groups.forEach((group, g) => {
      const floor = Math.max(0, group.min - base.groupSum[g]!)
      const t = this.#byGroup.get(g)
      if (!t) {
        if (floor > 0) model.row(floor / money, INF, [], [])
        return
      }
      model.row(floor > 0 ? floor / money : -INF, group.max === null ? INF : (group.max - base.groupSum[g]!) / money, t.columns, t.values)
    })
  }
}

type Terms = { columns: number[]; values: number[] }

function put(map: Map<number, Terms>, key: number, column: number, value: number): void {
  let t = map.get(key)
  if (!t) {
    t = { columns: [], values: [] }
    map.set(key, t)
  }
  addTerm(t, column, value)
}

/** Coefficients of an objective over the model's columns, to be minimised, in benefit, model money or slices. */
export function objectiveCosts(m: SliceModel, name: Objective): Float64Array {
  const { prep } = m.base
  const costs = new Float64Array(m.model.columns)
  const sign = LARGER_IS_BETTER[name] ? -1 : 1
  if (name === 'benefit') for (const { project, column } of m.projects) costs[column] = sign * prep.projects[project]!.benefit
  if (name === 'statutory')
    for (const { project, column } of m.projects) {
      if (!prep.projects[project]!.statutory) continue
      costs[column] = (sign * prep.phasesOf[project]!.reduce((sum, x) => sum + prep.phases[x]!.need, 0)) / m.money
    }
  for (const s of m.slices) {
    const lot = prep.lots[s.lot]!
    if (name === 'slices' && s.used >= 0) costs[s.used] = 1
    if (name === 'debt' && lot.ledger === 'C') costs[s.amount] = s.scale / m.money
    if (name === 'ledgerA' && lot.ledger === 'A') costs[s.amount] = -s.scale / m.money
    if (name === 'expiring') costs[s.amount] = (-Math.max(0, prep.lastYear + 1 - lot.to) * s.scale) / m.money
  }
  return costs
}

/** Smallest step of an objective in the model's unit, used to turn "equal" into a bound that rounding cannot pass. */
export function objectiveStep(m: SliceModel, name: Objective): number {
  return name === 'benefit' || name === 'slices' ? 1 : m.base.prep.grain / m.money
}

/** The plan a solution of the model stands for; null when its amounts are not whole grains that add up. */
export function readPlan(m: SliceModel, values: ArrayLike<number>): Plan | null {
  const { prep } = m.base
  const plan = m.base.copy()
  for (const { project, column } of m.projects) plan.setUnits(project, Math.round(values[column]!))
  for (const s of m.slices) {
    if ((s.used >= 0 && values[s.used]! < 0.5) || plan.units[prep.phases[s.phase]!.project] === 0) continue
    const amount = Math.round((values[s.amount]! * s.scale) / prep.grain) * prep.grain
    if (amount > 0) plan.move(s.phase, s.lot, amount)
  }
  const inFull = (x: number) =>
    plan.sliceAmounts[x]!.reduce((a, b) => a + b, 0) === prep.phases[x]!.need * plan.units[prep.phases[x]!.project]!
  return m.kept.every(inFull) && m.projects.every(({ project }) => prep.phasesOf[project]!.every(inFull)) ? plan : null
}

/** The columns of a plan that agrees with the model's base outside the free projects, as a start for the solver. */
export function startValues(m: SliceModel, plan: Plan): Float64Array {
  const values = new Float64Array(m.model.columns)
  for (const { project, column } of m.projects) {
    values[column] = plan.units[project]!
    if (plan.prep.unitsMax[project]! > 1) values[column - 1] = plan.units[project]! > 0 ? 1 : 0
  }
  for (const s of m.slices) {
    const amount = plan.amount(s.phase, s.lot)
    values[s.amount] = amount / s.scale
    if (s.used >= 0) values[s.used] = amount > 0 ? 1 : 0
  }
  return values
}
