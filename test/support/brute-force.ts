/**
 * Tries every plan of a tiny instance: the truth the solver is tested against. Written from the format, with its own reading of
 * every rule but the waterfall, which it asks the independent check for. Exponential: a handful of projects and lots only.
 */
import type { Instance, Lot, Objectives, Phase, Project, Result, Slice } from '#features/allocation/engine/format.ts'
import { RESULT_FORMAT } from '#features/allocation/engine/format.ts'
import { compareObjectives, objectives } from '#features/allocation/engine/objectives.ts'
import { verify } from '#features/allocation/engine/verify.ts'

/** The best objectives of any legal plan, or null when there is none. */
export function bruteForce(instance: Instance): Objectives | null {
  const search = new BruteForce(instance)
  search.project(0)
  return search.best
}

class BruteForce {
  best: Objectives | null = null
  readonly #i: Instance
  readonly #left: Map<string, number>
  readonly #capLeft = new Map<string, number>()
  readonly #funded: { project: string; units: number }[] = []
  readonly #slices: Slice[] = []

  constructor(instance: Instance) {
    this.#i = instance
    this.#left = new Map(instance.lots.map((l) => [l.id, l.amount]))
    for (const l of instance.lots) l.caps.forEach((c, k) => void this.#capLeft.set(`${l.id}#${k}`, c.max))
  }

  project(at: number): void {
    const p = this.#i.projects[at]
    if (!p) return this.#leaf()
    const { include, exclude, pin } = this.#i.overrides
    const must = include.includes(p.id) || pin.some((x) => x.project === p.id)
    if (!must) this.project(at + 1)
    if (p.banned || exclude.includes(p.id)) return
    for (let units = p.units?.min ?? 1; units <= (p.units?.max ?? 1); units++) {
      this.#funded.push({ project: p.id, units })
      this.#phase(p, units, 0, at)
      this.#funded.pop()
    }
  }

  #phase(p: Project, units: number, k: number, at: number): void {
    const phase = p.phases[k]
    if (!phase) return this.project(at + 1)
    const lots = this.#i.lots.filter((l) => this.#legal(l, p, phase.year))
    this.#pay(p, units, phase, lots, 0, phase.need * units, [], () => this.#phase(p, units, k + 1, at))
  }

  #pay(p: Project, units: number, phase: Phase, lots: readonly Lot[], from: number, open: number, part: Slice[], next: () => void): void {
    if (open === 0) {
      if (this.#phaseLegal(p, units, phase, part)) {
        this.#slices.push(...part)
        next()
        this.#slices.length -= part.length
      }
      return
    }
    const lot = lots[from]
    if (!lot) return
    this.#pay(p, units, phase, lots, from + 1, open, part, next)
    if (part.length === this.#i.rules.maxSources) return
    const key = `${lot.id}#${lot.caps.findIndex((c) => c.categories.includes(p.category))}`
    const most = Math.min(open, this.#left.get(lot.id)!, this.#capLeft.get(key) ?? open)
    for (let amount = this.#i.rules.grain; amount <= most; amount += this.#i.rules.grain) {
      this.#book(lot.id, key, -amount)
      this.#pay(p, units, phase, lots, from + 1, open - amount, [...part, { lot: lot.id, project: p.id, year: phase.year, amount }], next)
      this.#book(lot.id, key, amount)
    }
  }

  #book(lot: string, cap: string, amount: number): void {
    this.#left.set(lot, this.#left.get(lot)! + amount)
    if (this.#capLeft.has(cap)) this.#capLeft.set(cap, this.#capLeft.get(cap)! + amount)
  }

  #legal(l: Lot, p: Project, year: number): boolean {
    const { regions, overrides } = this.#i
    const up = (id: string): string[] => [id, ...regions.filter((r) => r.id === id && r.parent !== null).flatMap((r) => up(r.parent!))]
    if (year < l.from || year > l.to || !l.categories.includes(p.category)) return false
    if (l.ledger === 'A' && !p.poverty) return false
    if (!p.poverty && !p.agri) return false
    if (l.household && !p.household) return false
    if (l.ledger === 'C' && p.household) return false
    if (l.regions && !up(p.region).some((r) => l.regions!.includes(r))) return false
    if (l.industries && !l.industries.includes(p.industry ?? '')) return false
    return !overrides.forbid.some((f) => f.lot === l.id && f.project === p.id)
  }

  #phaseLegal(p: Project, units: number, phase: Phase, slices: readonly Slice[]): boolean {
    const { grain, minSlice } = this.#i.rules
    const n = phase.need * units
    const whole = (x: number) => Math.round((x / grain) * 1e6) / 1e6
    let matched = 0
    let debt = 0
    for (const s of slices) {
      const l = this.#i.lots.find((x) => x.id === s.lot)!
      const least = Math.min(
        n,
        Math.max(Math.min(phase.need * (p.units?.min ?? 1), minSlice), Math.ceil(whole((l.minShare ?? 0) * n)) * grain),
      )
      const most = l.maxShare === null ? n : Math.floor(whole(l.maxShare * n)) * grain
      if (s.amount < least || s.amount > most) return false
      if (l.ledger === 'C') debt += s.amount
      else if (p.match?.levels.includes(l.level)) matched += s.amount
    }
    if (p.match && matched < Math.ceil(whole(p.match.minShare * n)) * grain) return false
    if (p.maxDebtShare !== null && debt > Math.floor(whole(p.maxDebtShare * n)) * grain) return false
    return this.#i.overrides.pin.every((pin) => {
      if (pin.project !== p.id || (pin.year ?? p.phases[0]!.year) !== phase.year) return true
      const slice = slices.find((s) => s.lot === pin.lot)
      return slice !== undefined && slice.amount >= (pin.amount ?? 0)
    })
  }

  #leaf(): void {
    const result: Result = {
      format: RESULT_FORMAT,
      instance: this.#i.name,
      status: 'feasible',
      funded: this.#funded.map((f) => ({ ...f })),
      slices: [...this.#slices],
      unfunded: [],
      idle: [],
    }
    const value = objectives(this.#i, result)
    if (this.best && compareObjectives(this.#i, value, this.best) <= 0) return
    const broken = verify(this.#i, result).filter((v) => !['unfunded', 'reason', 'idle'].includes(v.rule))
    if (broken.length === 0) this.best = value
  }
}
