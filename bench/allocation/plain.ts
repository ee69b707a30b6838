/**
 * The plain formulation of an instance as text in CPLEX LP format, for general solvers: written from the format paper alone, sharing
 * nothing with the engine. One binary for every slice. In the others' favour: amounts need not be whole grains and the waterfall is
 * left out. Statutory need comes first by weight. Money in units of 10,000 yuan.
 */
import type { Instance, Lot, Phase, Project } from '#features/allocation/engine/format.ts'

const UNIT = 10_000

export interface Slot {
  readonly lot: number
  readonly project: number
  readonly phase: number
}

/** Every (lot, phase) a slice may stand at. */
export function* slots(instance: Instance): Generator<Slot> {
  const parent = new Map(instance.regions.map((r) => [r.id, r.parent]))
  const within = (region: string, wanted: readonly string[]): boolean => {
    for (let at: string | null | undefined = region; at != null; at = parent.get(at)) if (wanted.includes(at)) return true
    return false
  }
  const forbidden = new Set(instance.overrides.forbid.map((f) => `${f.lot}\n${f.project}`))
  const excluded = new Set(instance.overrides.exclude)
  const fits = (l: Lot, p: Project, year: number) => {
    if (year < l.from || year > l.to || !l.categories.includes(p.category)) return false
    if (l.ledger === 'A' ? !p.poverty : !p.poverty && !p.agri) return false
    if ((l.household && !p.household) || (l.ledger === 'C' && p.household)) return false
    if (l.industries !== null && (p.industry === null || !l.industries.includes(p.industry))) return false
    if (l.regions !== null && !within(p.region, l.regions)) return false
    return !forbidden.has(`${l.id}\n${p.id}`)
  }
  for (const [project, p] of instance.projects.entries()) {
    if (p.banned || excluded.has(p.id)) continue
    for (const [phase, { year }] of p.phases.entries())
      for (const [lot, l] of instance.lots.entries()) if (fits(l, p, year)) yield { lot, project, phase }
  }
}

export function countSlots(instance: Instance): number {
  let count = 0
  for (const _ of slots(instance)) count++
  return count
}

type Term = readonly [coefficient: number, variable: string]

class Text {
  readonly rows: string[] = []
  #n = 0
  row(terms: readonly Term[], sign: '<=' | '>=' | '=', right: number): void {
    if (terms.length > 0) this.rows.push(` c${++this.#n}: ${sum(terms)} ${sign} ${number(right)}`)
  }
}

const number = (x: number) => (Math.abs(x) < 1e-12 ? '0' : String(Math.round(x * 1e10) / 1e10))
/** LP lines must not grow without end: ten terms each. */
const sum = (terms: readonly Term[]) =>
  terms.map(([c, v], i) => `${c < 0 ? '-' : i === 0 ? '' : '+'} ${number(Math.abs(c))} ${v}${i % 10 === 9 ? '\n  ' : ''}`).join(' ')

/** Weight of a yuan of statutory need: above what a yuan can bring anywhere. */
export function statutoryWeight(instance: Instance): number {
  return 20 * Math.max(1e-9, ...instance.projects.map((p) => p.benefit / p.phases.reduce((a, x) => a + x.need, 0)))
}

/** The whole model. Variables: u (units of a project), z (funded, where units may vary), x (amount) and b (used) of each slot. */
export function plainModel(instance: Instance): string {
  return new Writer(instance).text()
}

class Writer {
  readonly #i: Instance
  readonly #t = new Text()
  readonly #bounds: string[] = []
  readonly #binaries: string[] = []
  readonly #general: string[] = []
  readonly #byLot = new Map<string, Term[]>()

  constructor(instance: Instance) {
    this.#i = instance
  }

  text(): string {
    const phases = new Map<string, Slot[]>()
    for (const s of slots(this.#i)) put(phases, `${s.project}_${s.phase}`, s)
    const law = statutoryWeight(this.#i)
    const goal: Term[] = []
    for (const [index, p] of this.#i.projects.entries()) {
      const own = p.phases.map((_, k) => phases.get(`${index}_${k}`) ?? [])
      this.#units(
        index,
        p,
        own.every((list) => list.length > 0),
      )
      const need = p.phases.reduce((a, x) => a + x.need, 0)
      goal.push([p.benefit + (p.statutory ? law * need : 0), `u${index}`])
      own.forEach((list, k) => void (list.length > 0 && this.#phase(index, p, k, list)))
    }
    for (const [key, terms] of this.#byLot) this.#t.row(terms, '<=', Number(key.split('|')[1]) / UNIT)
    this.#groups()
    return [
      `Maximize\n obj: ${sum(goal)}`,
      `Subject To\n${this.#t.rows.join('\n')}`,
      `Bounds\n${this.#bounds.join('\n')}`,
      ...(this.#general.length > 0 ? [`Generals\n ${this.#general.join('\n ')}`] : []),
      `Binaries\n ${this.#binaries.join('\n ')}`,
      'End\n',
    ].join('\n')
  }

  #units(index: number, p: Project, payable: boolean): void {
    const { include, pin } = this.#i.overrides
    const must = include.includes(p.id) || pin.some((x) => x.project === p.id)
    if (p.units === null) this.#binaries.push(`u${index}`)
    else {
      this.#general.push(`u${index}`)
      this.#binaries.push(`z${index}`)
      this.#bounds.push(` 0 <= u${index} <= ${p.units.max}`)
      this.#t.row(
        [
          [1, `u${index}`],
          [-p.units.min, `z${index}`],
        ],
        '>=',
        0,
      )
      this.#t.row(
        [
          [1, `u${index}`],
          [-p.units.max, `z${index}`],
        ],
        '<=',
        0,
      )
    }
    if (must) this.#t.row([[1, `u${index}`]], '>=', p.units?.min ?? 1)
    if (!payable) this.#t.row([[1, `u${index}`]], '=', 0)
  }

  #phase(index: number, p: Project, k: number, list: readonly Slot[]): void {
    const { grain, minSlice, maxSources } = this.#i.rules
    const phase: Phase = p.phases[k]!
    const u = `u${index}`
    const most = phase.need * (p.units?.max ?? 1)
    const floor = (share: number) => Math.floor(Math.round((share * most * 1e6) / grain) / 1e6) * grain
    const ceil = (share: number) => Math.ceil(Math.round((share * most * 1e6) / grain) / 1e6) * grain
    const whole: Term[] = []
    const used: Term[] = []
    const match: Term[] = []
    const debt: Term[] = []
    for (const { lot } of list) {
      const l = this.#i.lots[lot]!
      const [x, b] = [`x${lot}_${index}_${k}`, `b${lot}_${index}_${k}`]
      const least = Math.min(phase.need * (p.units?.min ?? 1), minSlice)
      const fixedLeast = p.units === null && l.minShare !== null ? Math.min(most, Math.max(least, ceil(l.minShare))) : least
      const high = p.units === null && l.maxShare !== null ? floor(l.maxShare) : most
      this.#binaries.push(b)
      whole.push([1, x])
      used.push([1, b])
      this.#t.row(
        [
          [1, x],
          [-Math.min(high, l.amount) / UNIT, b],
        ],
        '<=',
        0,
      )
      this.#t.row(
        [
          [1, x],
          [-fixedLeast / UNIT, b],
        ],
        '>=',
        0,
      )
      if (p.units !== null && l.maxShare !== null)
        this.#t.row(
          [
            [1, x],
            [(-l.maxShare * phase.need) / UNIT, u],
          ],
          '<=',
          0,
        )
      if (p.units !== null && l.minShare !== null) {
        const peak = (l.minShare * most) / UNIT
        this.#t.row(
          [
            [1, x],
            [(-l.minShare * phase.need) / UNIT, u],
            [-peak, b],
          ],
          '>=',
          -peak,
        )
      }
      put(this.#byLot, `${l.id}|${l.amount}`, [1, x])
      l.caps.forEach((cap, c) => void (cap.categories.includes(p.category) && put(this.#byLot, `${l.id}#${c}|${cap.max}`, [1, x] as const)))
      if (l.ledger === 'C') debt.push([1, x])
      else if (p.match?.levels.includes(l.level)) match.push([1, x])
      this.#pins(l.id, p, phase.year, x, b)
    }
    this.#t.row([...whole, [-phase.need / UNIT, u]], '=', 0)
    this.#t.row([...used, [-maxSources, p.units === null ? u : `z${index}`]], '<=', 0)
    const part = (fixed: number, share: number) => -(p.units === null ? fixed : share * phase.need) / UNIT
    if (p.match !== null) this.#t.row([...match, [part(ceil(p.match.minShare), p.match.minShare), u]], '>=', 0)
    if (p.maxDebtShare !== null && debt.length > 0) this.#t.row([...debt, [part(floor(p.maxDebtShare), p.maxDebtShare), u]], '<=', 0)
  }

  #pins(lot: string, p: Project, year: number, x: string, b: string): void {
    for (const pin of this.#i.overrides.pin) {
      if (pin.lot !== lot || pin.project !== p.id || (pin.year ?? p.phases[0]!.year) !== year) continue
      this.#t.row([[1, b]], '>=', 1)
      if (pin.amount !== null) this.#t.row([[1, x]], '>=', pin.amount / UNIT)
    }
  }

  #groups(): void {
    const parent = new Map(this.#i.regions.map((r) => [r.id, r.parent]))
    const inside = (region: string, root: string): boolean => {
      for (let at: string | null | undefined = region; at != null; at = parent.get(at)) if (at === root) return true
      return false
    }
    for (const g of this.#i.groups) {
      const listed = g.projects === null ? null : new Set(g.projects)
      const terms: Term[] = []
      for (const [index, p] of this.#i.projects.entries()) {
        if (listed !== null && !listed.has(p.id)) continue
        if ((g.village !== null && g.village !== p.village) || (g.region !== null && !inside(p.region, g.region))) continue
        const need = p.phases.reduce((a, x) => a + (g.years === null || g.years.includes(x.year) ? x.need : 0), 0)
        if (need > 0) terms.push([need / UNIT, `u${index}`])
      }
      if (g.max !== null) this.#t.row(terms, '<=', g.max / UNIT)
      if (g.min > 0) this.#t.row(terms.length > 0 ? terms : [[0, 'u0']], '>=', g.min / UNIT)
    }
  }
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
