/**
 * Places money on chosen projects slice by slice: a transport programme over (lot, phase) whose corners are whole grains with
 * few splits, dived until no slice is too small and no phase has too many sources. A phase may go short at the price of its
 * benefit, so the dive never dies; projects that end short are given back.
 */
import type { Classes } from './classes.ts'
import { type Limits, LinearModel, Solver } from './linear-model.ts'
import { phaseBreach } from './legal.ts'
import { Plan } from './plan.ts'
import { DEBT, MATCH, moneyKind, type Prepared, phaseDebt, phaseMatch, sliceLimits } from './prepare.ts'

export interface Placed {
  readonly plan: Plan
  /** Chosen projects that could not be paid. */
  readonly left: readonly number[]
}

/** By class and lot: yuan the class was dealt, and what a yuan costs in benefit; they rank a phase's lots when not all fit the model. */
export interface Offered {
  readonly quotas: readonly Float64Array[]
  readonly flowCosts: readonly Float64Array[]
}

interface Column {
  readonly phase: number
  readonly lot: number
  readonly least: number
  readonly most: number
  readonly pin: boolean
  state: 'open' | 'shut' | 'held'
}

const COLUMNS = 200_000
const ROUNDS = 14
const INF = Number.POSITIVE_INFINITY

export async function place(
  prep: Prepared,
  classes: Classes,
  units: ArrayLike<number>,
  offered: Offered,
  lotCosts: ArrayLike<number>,
  limits: Limits,
): Promise<Placed | null> {
  const p = new Placement(prep, classes, units, offered, lotCosts)
  const solver = await Solver.open(p.model)
  try {
    let values: Float64Array | null = null
    for (let round = 0; round < ROUNDS; round++) {
      const run = solver.run(limits, { solver: 'simplex', presolve: round === 0 ? 'on' : 'off' })
      if (!run.values) break
      values = run.values
      if (run.status !== 'optimal' || p.tighten(values, solver) === 0) break
    }
    return values && p.read(values)
  } finally {
    solver.close()
  }
}

class Placement {
  readonly model = new LinearModel()
  readonly #prep: Prepared
  readonly #units: ArrayLike<number>
  readonly #money: number
  readonly #columns: Column[] = []
  readonly #ofPhase = new Map<number, number[]>()
  readonly #heldOnLot = new Map<number, number>()
  readonly #heldOnCap = new Map<number, number>()

  constructor(prep: Prepared, classes: Classes, units: ArrayLike<number>, offered: Offered, lotCosts: ArrayLike<number>) {
    this.#prep = prep
    this.#units = units
    const funded = prep.phases.filter((x) => units[x.project]! > 0)
    const average = funded.reduce((sum, x) => sum + x.need * units[x.project]!, 0) / Math.max(1, funded.length)
    this.#money = 10 ** Math.round(Math.log10(Math.max(prep.grain, average)))
    const few = Math.max(5, Math.floor(COLUMNS / Math.max(1, funded.length)))
    const byLot = prep.lots.map(() => [] as number[])
    const byCap = prep.caps.map(() => [] as number[])
    for (const phase of funded) {
      const need = phase.need * units[phase.project]!
      const c = classes.list[classes.ofPhase[phase.index]!]!
      const quota = offered.quotas[c.index]!
      const dear = offered.flowCosts[c.index]!
      const project = prep.projects[phase.project]!
      let order = Array.from(c.lots, (_, i) => i)
      if (order.length > few) order = order.sort((a, b) => quota[b]! - quota[a]! || dear[a]! - dear[b]! || a - b).slice(0, few)
      const own: number[] = []
      for (const i of order) {
        const lot = c.lots[i]!
        const pin = phase.pins?.get(lot)
        const { least, most } = sliceLimits(prep, lot, phase, need)
        if (most < least || prep.lots[lot]!.amount < least) continue
        own.push(
          this.#column(
            { phase: phase.index, lot, least: Math.max(least, pin ?? 0), most, pin: pin !== undefined, state: 'open' },
            lotCosts,
          ),
        )
        byLot[lot]!.push(own.at(-1)!)
        if (c.caps[i]! >= 0) byCap[c.caps[i]!]!.push(own.at(-1)!)
      }
      this.#ofPhase.set(phase.index, own)
      this.#phaseRows(phase.index, need, own, project.benefit / this.#needOf(phase.project))
    }
    byLot.forEach((own, lot) => void (own.length > 0 && this.model.row(-INF, prep.lots[lot]!.amount / this.#money, own, ones(own))))
    byCap.forEach((own, cap) => void (own.length > 0 && this.model.row(-INF, prep.caps[cap]!.max / this.#money, own, ones(own))))
  }

  #needOf(project: number): number {
    return this.#prep.phasesOf[project]!.reduce((sum, x) => sum + this.#prep.phases[x]!.need, 0)
  }

  #column(c: Column, lotCosts: ArrayLike<number>): number {
    this.#columns.push(c)
    return this.model.column(lotCosts[c.lot]!, c.pin ? c.least / this.#money : 0, c.most / this.#money)
  }

  /** Paid in full or short at a price; co-funding and debt share. `worth` is benefit per yuan. */
  #phaseRows(x: number, need: number, own: number[], worth: number): void {
    const prep = this.#prep
    const phase = prep.phases[x]!
    const project = prep.projects[phase.project]!
    const price = prep.forced[phase.project] || project.statutory ? 1e7 : 1e4 + 1e5 * Math.min(10, worth * 1000)
    const short = this.model.column(price, 0, need / this.#money)
    this.#columns.push({ phase: x, lot: -1, least: 0, most: 0, pin: false, state: 'open' })
    this.model.row(need / this.#money, need / this.#money, [...own, short], [...ones(own), 1])
    const ofKind = (kind: number) => own.filter((i) => moneyKind(prep.lots[this.#columns[i]!.lot]!, project) === kind)
    if (project.match) {
      const matching = ofKind(MATCH)
      this.model.row(phaseMatch(prep, phase, need) / this.#money, INF, [...matching, short], [...ones(matching), 1])
    }
    const borrowed = ofKind(DEBT)
    if (project.maxDebtShare !== null && borrowed.length > 0)
      this.model.row(-INF, phaseDebt(prep, phase, need) / this.#money, borrowed, ones(borrowed))
  }

  /** Shuts or holds the slices that are too small, and the smallest of too many. Returns how many it decided. */
  tighten(values: Float64Array, solver: Solver): number {
    const { maxSources } = this.#prep.instance.rules
    const step = (0.5 * this.#prep.grain) / this.#money
    let decided = 0
    const set = (i: number, state: 'shut' | 'held') => {
      const c = this.#columns[i]!
      c.state = state
      decided++
      if (state === 'shut') solver.setBounds(i, 0, 0)
      else solver.setBounds(i, c.least / this.#money, c.most / this.#money)
    }
    for (const own of this.#ofPhase.values()) {
      const used = own.filter((i) => values[i]! > step).sort((a, b) => values[a]! - values[b]!)
      const small = used.filter((i) => values[i]! < this.#columns[i]!.least / this.#money - step && this.#columns[i]!.state === 'open')
      const worst = small[0]
      if (worst !== undefined) {
        const c = this.#columns[worst]!
        const near = used.length <= maxSources && values[worst]! > 0.5 * (c.least / this.#money)
        set(worst, near && this.#canHold(c, own) ? 'held' : 'shut')
      } else if (used.length > maxSources) {
        const free = used.find((i) => this.#columns[i]!.state === 'open')
        if (free !== undefined) set(free, 'shut')
      }
    }
    return decided
  }

  /** Whether the least amounts held so far leave room for one more, in its phase, its debt share, its lot and its cap. */
  #canHold(c: Column, own: readonly number[]): boolean {
    const prep = this.#prep
    const phase = prep.phases[c.phase]!
    const project = prep.projects[phase.project]!
    const need = phase.need * this.#units[phase.project]!
    const held = own.map((i) => this.#columns[i]!).filter((o) => o.state === 'held' || o.pin)
    const least = held.reduce((sum, o) => sum + o.least, c.least)
    const isDebt = (o: Column) => moneyKind(prep.lots[o.lot]!, project) === DEBT
    const isMatch = (o: Column) => moneyKind(prep.lots[o.lot]!, project) === MATCH
    const debt = [...held, c].filter(isDebt).reduce((sum, o) => sum + o.least, 0)
    const others = [...held, c].filter((o) => !isMatch(o)).reduce((sum, o) => sum + o.least, 0)
    if (least > need || debt > phaseDebt(prep, phase, need) || others > need - phaseMatch(prep, phase, need)) return false
    const onLot = (this.#heldOnLot.get(c.lot) ?? 0) + c.least
    const cap = prep.capOf(c.lot, project.category)
    const onCap = cap < 0 ? 0 : (this.#heldOnCap.get(cap) ?? 0) + c.least
    if (onLot > prep.lots[c.lot]!.amount || (cap >= 0 && onCap > prep.caps[cap]!.max)) return false
    this.#heldOnLot.set(c.lot, onLot)
    if (cap >= 0) this.#heldOnCap.set(cap, onCap)
    return true
  }

  read(values: Float64Array): Placed {
    const prep = this.#prep
    const plan = new Plan(prep)
    for (let p = 0; p < prep.projects.length; p++) if (this.#units[p]! > 0) plan.setUnits(p, this.#units[p]!)
    this.#columns.forEach((c, i) => {
      if (c.lot < 0) return
      const amount = Math.round((values[i]! * this.#money) / prep.grain) * prep.grain
      if (amount > 0) plan.move(c.phase, c.lot, amount)
    })
    const left = new Set<number>()
    for (const x of this.#ofPhase.keys()) if (phaseBreach(plan, prep.phases[x]!) !== null) left.add(prep.phases[x]!.project)
    for (const p of left) plan.remove(p)
    for (let lot = 0; lot < prep.lots.length; lot++) {
      for (const x of Array.from(plan.paidBy[lot]!)) {
        if (plan.rest[lot]! >= 0) break
        left.add(prep.phases[x]!.project)
        plan.remove(prep.phases[x]!.project)
      }
    }
    return { plan, left: [...left] }
  }
}

const ones = (list: readonly number[]) => new Array<number>(list.length).fill(1)
