/** A plan under work: units funded, slices by phase, and what is left of every lot, cap and group. Copies are cheap. */
import type { Objectives, Slice } from './format.ts'
import type { Prepared } from './prepare.ts'

export interface Payment {
  readonly lots: readonly number[]
  readonly amounts: readonly number[]
}

export class Plan {
  readonly prep: Prepared
  readonly rest: Float64Array
  readonly capRest: Float64Array
  readonly groupSum: Float64Array
  /** 0: not funded. */
  readonly units: Int32Array
  readonly sliceLots: number[][]
  readonly sliceAmounts: number[][]
  /** Phases each lot pays. */
  readonly paidBy: readonly Set<number>[]
  /** Since `mark()`: moves as (phase, lot, delta) and units as (-1, project, delta); null when nothing is being tried. */
  #journal: number[] | null = null

  constructor(prep: Prepared, from?: Plan) {
    this.prep = prep
    this.rest = from ? from.rest.slice() : Float64Array.from(prep.lots, (l) => l.amount)
    this.capRest = from ? from.capRest.slice() : Float64Array.from(prep.caps, (c) => c.max)
    this.groupSum = from ? from.groupSum.slice() : new Float64Array(prep.groups.length)
    this.units = from ? from.units.slice() : new Int32Array(prep.projects.length)
    this.sliceLots = from ? from.sliceLots.map((x) => (x.length > 0 ? x.slice() : x)) : prep.phases.map(() => [])
    this.sliceAmounts = from ? from.sliceAmounts.map((x) => (x.length > 0 ? x.slice() : x)) : prep.phases.map(() => [])
    this.paidBy = prep.lots.map((_, l) => new Set(from?.paidBy[l]))
  }

  /** Starts (or goes on) remembering moves; `rollback(mark)` undoes everything after the mark. */
  mark(): number {
    this.#journal ??= []
    return this.#journal.length
  }

  rollback(mark: number): void {
    const journal = this.#journal!
    while (journal.length > mark) {
      const delta = journal.pop()!
      const lot = journal.pop()!
      const phase = journal.pop()!
      if (phase < 0) this.setUnits(lot, this.units[lot]! - delta)
      else this.move(phase, lot, -delta)
      journal.length -= 3
    }
  }

  /** Ends remembering; what was tried stays. */
  keep(): void {
    this.#journal = null
  }

  copy(): Plan {
    return new Plan(this.prep, this)
  }

  /** Money a lot could still give a phase's category: what is left of it and of its cap. */
  left(lot: number, category: string): number {
    const cap = this.prep.capOf(lot, category)
    return cap < 0 ? this.rest[lot]! : Math.min(this.rest[lot]!, this.capRest[cap]!)
  }

  amount(phase: number, lot: number): number {
    const at = this.sliceLots[phase]!.indexOf(lot)
    return at < 0 ? 0 : this.sliceAmounts[phase]![at]!
  }

  /** Adds `delta` (may be negative) to a slice; a slice that reaches 0 goes. */
  move(phase: number, lot: number, delta: number): void {
    const lots = this.sliceLots[phase]!
    const amounts = this.sliceAmounts[phase]!
    const at = lots.indexOf(lot)
    if (at < 0) {
      this.sliceLots[phase] = [...lots, lot]
      this.sliceAmounts[phase] = [...amounts, delta]
      this.paidBy[lot]!.add(phase)
    } else if (amounts[at]! + delta === 0) {
      this.sliceLots[phase] = lots.filter((_, i) => i !== at)
      this.sliceAmounts[phase] = amounts.filter((_, i) => i !== at)
      this.paidBy[lot]!.delete(phase)
    } else amounts[at] = amounts[at]! + delta
    this.rest[lot]! -= delta
    const cap = this.prep.capOf(lot, this.prep.projects[this.prep.phases[phase]!.project]!.category)
    if (cap >= 0) this.capRest[cap]! -= delta
    this.#journal?.push(phase, lot, delta)
  }

  pay(phase: number, payment: Payment): void {
    payment.lots.forEach((lot, i) => this.move(phase, lot, payment.amounts[i]!))
  }

  clearPhase(phase: number): void {
    const lots = this.sliceLots[phase]!
    const amounts = this.sliceAmounts[phase]!
    for (let i = lots.length - 1; i >= 0; i--) this.move(phase, lots[i]!, -amounts[i]!)
  }

  setUnits(project: number, units: number): void {
    const delta = units - this.units[project]!
    this.#journal?.push(-1, project, delta)
    for (const x of this.prep.phasesOf[project]!) {
      const phase = this.prep.phases[x]!
      for (const g of phase.groups) this.groupSum[g]! += delta * phase.need
    }
    this.units[project] = units
  }

  remove(project: number): void {
    for (const x of this.prep.phasesOf[project]!) this.clearPhase(x)
    this.setUnits(project, 0)
  }

  /** First group whose ceiling `units` more of the project would pass, or -1. */
  groupOver(project: number, units: number): number {
    const add = new Map<number, number>()
    for (const x of this.prep.phasesOf[project]!) {
      const phase = this.prep.phases[x]!
      for (const g of phase.groups) add.set(g, (add.get(g) ?? 0) + phase.need * units)
    }
    for (const [g, sum] of add) {
      const max = this.prep.groups[g]!.max
      if (max !== null && this.groupSum[g]! + sum > max) return g
    }
    return -1
  }

  groupUnder(): number {
    return this.prep.groups.findIndex((group, g) => this.groupSum[g]! < group.min)
  }

  slices(): Slice[] {
    const { phases, lots, projects } = this.prep
    return phases.flatMap((phase) =>
      this.sliceLots[phase.index]!.map((lot, i) => ({
        lot: lots[lot]!.id,
        project: projects[phase.project]!.id,
        year: phase.year,
        amount: this.sliceAmounts[phase.index]![i]!,
      })),
    )
  }

  objectives(): Objectives {
    const { prep } = this
    const total: Objectives = { statutory: 0, benefit: 0, debt: 0, ledgerA: 0, expiring: 0, slices: 0 }
    prep.projects.forEach((project, i) => {
      const units = this.units[i]!
      if (units === 0) return
      total.benefit += project.benefit * units
      if (project.statutory) for (const x of prep.phasesOf[i]!) total.statutory += prep.phases[x]!.need * units
    })
    prep.lots.forEach((lot, l) => {
      const used = lot.amount - this.rest[l]!
      if (lot.ledger === 'C') total.debt += used
      if (lot.ledger === 'A') total.ledgerA += used
      total.expiring += used * Math.max(0, prep.lastYear + 1 - lot.to)
    })
    for (const lots of this.sliceLots) total.slices += lots.length
    return total
  }
}

/** Whether a plan is better in what the search betters: statutory need, then benefit. */
export function isBetter(a: Plan, than: Plan | null): boolean {
  if (!than) return true
  const [x, y] = [a.objectives(), than.objectives()]
  return x.statutory > y.statutory || (x.statutory === y.statutory && x.benefit > y.benefit)
}
