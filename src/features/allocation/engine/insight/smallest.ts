/**
 * The smallest change that would fund a project with nothing taken from anybody. Every candidate is tried on the project's own problem,
 * shrunk until one step less no longer works, and then proven on the whole problem by the independent check.
 */
import type { Instance, Project, Slice } from '../format.ts'
import { smallestProjectPermille } from '#policy/allocation-reasons.ts'
import { debtCeiling, matchMinimum } from '../compatible.ts'
import type { BrokenRule, RuleReader } from './broken-rules.ts'
import { fundWithChains } from '../chain.ts'
import { habitCosts } from '../greedy.ts'
import { firstBreach } from '../legal.ts'
import { verify } from '../verify.ts'
import { repairWaterfall } from '../waterfall.ts'
import { toResult } from '../result.ts'
import { prepare } from '../prepare.ts'
import { applyChange, type Change, type ChangeKind } from './changes.ts'
import { fit, fromLot, onlyProjects, type Proof, prove, shiftedMoney } from './fit.ts'
import { aloneWithRest, planOf, type Rest } from './rest.ts'

/** A change that was proven, with how the project would be paid and how much money rests on the change. */
export interface Remedy extends Proof {
  readonly change: Change
  /** Steps of money that would not be lawful without the change: what remedies are ranked by. */
  readonly size: number
}

export interface Remedies {
  /** Smallest first. */
  readonly found: readonly Remedy[]
  /** What was tried, each kind once, when nothing was found as well as when something was. */
  readonly tried: readonly ChangeKind[]
  /** It could be paid with no change at all, when money of funded projects changes places (nobody gets less); the money that would. */
  readonly asItIs: { readonly shifted: number } | null
}

/** Of one kind of change the smallest few are worth reading. */
const PER_KIND = 2
/** Lots looked at for more money or a higher share: those that lack least. */
const LOTS = 6
/** Lots looked at for a wider use, place or time: those with most money left. */
const WIDER = 40
const CHAIN_NODES = 300
/** Between changes of one size: what the terms of the plan say, then what a paper about existing money says, then money, then the project. */
const PREFERRED: readonly ChangeKind[] = [
  ...(['admit', 'unban', 'max-sources', 'min-slice', 'group-max', 'lot-share', 'debt-share', 'match'] as const),
  ...([
    'use',
    'region',
    'industry',
    'year',
    'lot-cap',
    'more-money',
    'new-money',
    'fewer-units',
    'smaller',
    'new-project',
    'together',
  ] as const),
]

export async function remediesOf(rest: Rest, rules: RuleReader, project: Project): Promise<Remedies> {
  const search = new Search(rest, rules, project)
  await search.run()
  return search.remedies()
}

class Search {
  readonly #rest: Rest
  readonly #rules: RuleReader
  readonly #project: Project
  readonly #alone: Instance
  readonly #tried = new Set<ChangeKind>()
  readonly #found: Remedy[] = []
  #asItIs: Remedies['asItIs'] = null

  constructor(rest: Rest, rules: RuleReader, project: Project) {
    this.#rest = rest
    this.#rules = rules
    this.#project = project
    const alone = aloneWithRest(rest, project)
    const near = alone.lots.filter((lot) => {
      const broken = Math.min(...project.phases.map(({ year }) => rules.broken(lot, project, year).length))
      return broken === 0 || (broken === 1 && lot.amount > 0)
    })
    this.#alone = { ...alone, lots: near }
  }

  remedies(): Remedies {
    const kept = new Map<ChangeKind, number>()
    const found = [...this.#found]
      .sort((a, b) => a.size - b.size || PREFERRED.indexOf(a.change.kind) - PREFERRED.indexOf(b.change.kind))
      .filter(({ change }) => {
        const n = kept.get(change.kind) ?? 0
        kept.set(change.kind, n + 1)
        return n < PER_KIND
      })
    return { found, tried: [...this.#tried], asItIs: this.#asItIs }
  }

  async run(): Promise<void> {
    const project = this.#project
    if (project.banned) return
    if (this.#rest.instance.overrides.exclude.includes(project.id)) {
      await this.#attempt({ kind: 'admit', project: project.id })
      if (this.#found.length > 0) return
    }
    this.#asItIs = await withoutChange(this.#rest, project, this.#alone)
    if (this.#asItIs) return
    await this.#money([])
    await this.#limits()
    await this.#size()
    await this.#rulesOfLots()
    if (this.#found.length === 0) await this.#together()
  }

  /** More money in a lot that may pay it, or new money of the right kind. */
  async #money(before: readonly Change[]): Promise<void> {
    const base = before.reduce(applyChange, this.#alone)
    const years = this.#project.phases
    const may = base.lots.filter((l) => years.some(({ year }) => this.#rules.broken(l, this.#project, year).length === 0))
    for (const lot of may.sort((a, b) => b.amount - a.amount).slice(0, LOTS))
      await this.#shrink((amount) => ({ kind: 'more-money', lot: lot.id, amount }), this.#need(), before)
    for (const { year } of years)
      await this.#shrink(
        (amount) => ({
          kind: 'new-money',
          ledger: this.#project.poverty ? 'A' : 'B',
          level: this.#project.match?.levels.find((level) => level !== 'debt') ?? 'county',
          category: this.#project.category,
          year,
          amount,
        }),
        this.#need(),
        before,
      )
  }

  /** Caps of lots, ceilings of groups, most sources, least slice, shares. */
  async #limits(): Promise<void> {
    const { instance, plan } = this.#rest
    const { category, id } = this.#project
    const { grain, minSlice, maxSources } = instance.rules
    for (const lot of instance.lots)
      for (const [cap, { categories }] of lot.caps.entries())
        if (categories.includes(category) && plan.rest[this.#rest.prep.lotIndex.get(lot.id)!]! > 0)
          await this.#shrink((amount) => ({ kind: 'lot-cap', lot: lot.id, cap, amount }), this.#need())
    for (const part of this.#groupRaises()) await this.#attempt(part)
    for (let to = maxSources + 1; to <= maxSources + 3; to++) if (await this.#attempt({ kind: 'max-sources', to })) break
    if (minSlice > grain) await this.#shrink((amount) => ({ kind: 'min-slice', to: minSlice - amount }), minSlice - grain)
    const match = Math.round((this.#project.match?.minShare ?? 0) * 1000)
    if (match > 0) await this.#shrink((less) => ({ kind: 'match', project: id, permille: match - less }), match, [], 1)
    const debt = Math.round((this.#project.maxDebtShare ?? 1) * 1000)
    if (debt < 1000) await this.#shrink((more) => ({ kind: 'debt-share', project: id, permille: debt + more }), 1000 - debt, [], 1)
    for (const lot of instance.lots.filter((l) => l.maxShare !== null && l.categories.includes(category)).slice(0, LOTS)) {
      const share = Math.round(lot.maxShare! * 1000)
      await this.#shrink((more) => ({ kind: 'lot-share', lot: lot.id, permille: share + more }), 1000 - share, [], 1)
    }
  }

  /** A smaller project. */
  async #size(): Promise<void> {
    const { id, units, phases } = this.#project
    const { grain } = this.#rest.instance.rules
    if (units && units.min > 1)
      await this.#shrink((less) => ({ kind: 'fewer-units', project: id, to: units.min - less }), units.min - 1, [], 1)
    if (units) return
    for (const { year, need } of phases)
      if (need > grain) await this.#shrink((amount) => ({ kind: 'smaller', project: id, year, amount }), mostLess(need, grain))
  }

  /** Uses, earmarks and years of lots that break one rule only, bans by hand. */
  async #rulesOfLots(): Promise<void> {
    const wealthy = [...this.#alone.lots].filter((lot) => lot.amount > 0).sort((a, b) => b.amount - a.amount)
    for (const lot of wealthy.slice(0, WIDER)) {
      const change = changeOfLot(this.#rules, lot.id, this.#project, this.#rest)
      if (change) await this.#attempt(change)
    }
  }

  /** Nothing works by itself: higher ceilings with new money, a wider lot with new money. */
  async #together(): Promise<void> {
    const raises = this.#groupRaises()
    if (this.#rest.instance.overrides.exclude.includes(this.#project.id)) raises.unshift({ kind: 'admit', project: this.#project.id })
    if (raises.length > 0) await this.#money(raises)
    if (raises.length > 0) await this.#attempt(one(raises))
    if (this.#project.phases.length > 1) await this.#moneyForEachYear(raises)
  }

  /** Every year in turn gets the least new money that, with enough for the others, pays it. */
  async #moneyForEachYear(before: readonly Change[]): Promise<void> {
    const { poverty, category, match } = this.#project
    const units = this.#project.units?.min ?? 1
    const level = match?.levels.find((l) => l !== 'debt') ?? 'county'
    const amounts = this.#project.phases.map((x) => x.need * units)
    const parts = () =>
      this.#project.phases.flatMap(({ year }, i): Change[] =>
        amounts[i]! > 0 ? [{ kind: 'new-money', ledger: poverty ? 'A' : 'B', level, category, year, amount: amounts[i]! }] : [],
      )
    const works = async () => (await this.#try(one([...before, ...parts()]))) !== null
    if (!(await works())) return
    for (const [i, high] of amounts.entries()) {
      amounts[i] = 0
      if (await works()) continue
      amounts[i] = high
      let bad = 0
      const { grain } = this.#rest.instance.rules
      for (let good = high / grain; good - bad > 1; ) {
        const middle = Math.floor((good + bad) / 2)
        amounts[i] = middle * grain
        if (await works()) good = middle
        else bad = middle
        amounts[i] = good * grain
      }
    }
    await this.#attempt(one([...before, ...parts()]))
  }

  /** Ceilings of groups the project would pass, each raised by what it lacks. */
  #groupRaises(): Change[] {
    const { instance, plan, prep } = this.#rest
    const p = prep.projectIndex.get(this.#project.id)
    if (p === undefined) return []
    const needed = new Map<number, number>()
    for (const x of prep.phasesOf[p]!)
      for (const g of prep.phases[x]!.groups) needed.set(g, (needed.get(g) ?? 0) + prep.phases[x]!.need * prep.unitsMin[p]!)
    const raises = [...needed].flatMap(([g, amount]): Change[] => {
      const { id, max } = instance.groups[g]!
      const over = max === null ? 0 : plan.groupSum[g]! + amount - max
      return over > 0 ? [{ kind: 'group-max', group: id, amount: over }] : []
    })
    return raises.length > 1 ? [one(raises)] : raises
  }

  #need(): number {
    return this.#project.phases.reduce((sum, x) => sum + x.need, 0) * (this.#project.units?.min ?? 1)
  }

  /** The smallest amount at which a change works: the one kept works, one step less was tried and does not. */
  async #shrink(change: (amount: number) => Change, most: number, before: readonly Change[] = [], step?: number): Promise<boolean> {
    const grain = step ?? this.#rest.instance.rules.grain
    const at = (steps: number) => one([...before, change(steps * grain)])
    let good = Math.floor(most / grain)
    this.#tried.add(change(grain).kind)
    if (good < 1 || !(await this.#try(at(good)))) return false
    let bad = 0
    while (good - bad > 1) {
      const middle = Math.floor((good + bad) / 2)
      if (await this.#try(at(middle))) good = middle
      else bad = middle
    }
    return this.#attempt(at(good))
  }

  #try(change: Change): Promise<readonly Slice[] | null> {
    return fit(applyChange(this.#alone, change))
  }

  async #attempt(change: Change): Promise<boolean> {
    this.#tried.add(change.kind)
    const slices = await this.#try(change)
    const proof = slices && prove(this.#rest, this.#project, change, slices)
    if (!proof) return false
    this.#found.push({ ...proof, change, size: sizeOf(this.#rest, this.#project, change, proof.slices) })
    return true
  }
}

/** Whether the plan as it is has room for the project, straight away or by moving money between lots of funded projects. */
async function withoutChange(rest: Rest, project: Project, alone: Instance): Promise<Remedies['asItIs']> {
  const slices = await fit(alone)
  const straight = slices && prove(rest, project, null, slices)
  if (straight) return { shifted: straight.shifted }
  const p = rest.prep.projectIndex.get(project.id)
  if (p === undefined || !rest.prep.open[p]) return null
  const plan = rest.plan.copy()
  if (!fundWithChains(plan, p, rest.prep.unitsMin[p]!, habitCosts(rest.prep), CHAIN_NODES) || firstBreach(plan) !== null) return null
  repairWaterfall(plan)
  const kept = onlyProjects(rest.instance, new Set(rest.prep.projects.flatMap((q, i) => (plan.units[i]! > 0 ? [q.id] : []))))
  const { funded, slices: all } = toResult(plan, 'feasible')
  const result = toResult(planOf(prepare(kept), { funded, slices: all }), 'feasible')
  const unharmed = rest.result.funded.every((f) => funded.some((g) => g.project === f.project && g.units === f.units))
  return unharmed && verify(kept, result).length === 0 ? { shifted: shiftedMoney(rest, all) } : null
}

/** The most a project may be made smaller by and still be the same project, in whole grains. */
export const mostLess = (need: number, grain: number): number =>
  need - Math.max(grain, Math.ceil((need * smallestProjectPermille) / 1000 / grain) * grain)

const one = (parts: readonly Change[]): Change => (parts.length === 1 ? parts[0]! : { kind: 'together', parts })

/** The one thing to change about a lot so that it may pay the project in all the years it is needed for; null when more stands against it. */
export function changeOfLot(rules: RuleReader, lotId: string, project: Project, rest: Rest): Change | null {
  const lot = rest.lots.get(lotId)!
  const broken = project.phases.map(({ year }) => rules.broken(lot, project, year)).filter((list) => list.length > 0)
  const shortest = broken.sort((a, b) => a.length - b.length)[0]
  return shortest?.length === 1 ? changeFor(shortest[0]!, lotId, project) : null
}

/** What sets one rule aside. Books, marks of households and the negative list are law: nothing an office may change. */
export function changeFor(rule: BrokenRule, lot: string, project: Project): Change | null {
  if (rule.rule === 'use') return { kind: 'use', lot, category: rule.category }
  if (rule.rule === 'region') return { kind: 'region', lot, region: rule.region }
  if (rule.rule === 'year') return { kind: 'year', lot, year: rule.year }
  if (rule.rule === 'industry') return rule.industry === null ? null : { kind: 'industry', lot, industry: rule.industry }
  return rule.rule === 'ban' ? { kind: 'unban', lot, project: project.id } : null
}

/** Money that rests on the change. */
export function sizeOf(rest: Rest, project: Project, change: Change, slices: readonly Slice[]): number {
  const { rules } = rest.instance
  const units = project.units?.min ?? 1
  const total = slices.reduce((sum, s) => sum + s.amount, 0)
  switch (change.kind) {
    case 'more-money':
    case 'new-money':
    case 'lot-cap':
    case 'group-max':
    case 'smaller':
    case 'new-project':
      return change.amount
    case 'fewer-units':
      return project.phases.reduce((sum, x) => sum + x.need, 0) * (units - change.to)
    case 'use':
    case 'region':
    case 'industry':
    case 'year':
    case 'unban':
      return fromLot(slices, change.lot)
    case 'admit':
      return total
    case 'max-sources': {
      const beyond = (year: number) =>
        slices
          .filter((s) => s.year === year)
          .map((s) => s.amount)
          .sort((a, b) => b - a)
          .slice(rules.maxSources)
      return project.phases.flatMap((x) => beyond(x.year)).reduce((a, b) => a + b, 0)
    }
    case 'min-slice':
      return slices.reduce((sum, s) => (s.amount < rules.minSlice ? sum + s.amount : sum), 0)
    case 'match':
      return overYears(project, units, (need) => {
        const least = (share: number) => matchMinimum(share, need, rules.grain)
        return least(project.match?.minShare ?? 0) - least(change.permille / 1000)
      })
    case 'debt-share':
      return overYears(project, units, (need) => {
        const most = (share: number | null) => debtCeiling(share, need, rules.grain)
        return most(change.permille / 1000) - most(project.maxDebtShare)
      })
    case 'lot-share': {
      const lot = rest.lots.get(change.lot)!
      return slices.reduce((sum, s) => {
        const need = (project.phases.find((x) => x.year === s.year)?.need ?? 0) * units
        return s.lot === change.lot ? sum + Math.max(0, s.amount - debtCeiling(lot.maxShare, need, rules.grain)) : sum
      }, 0)
    }
    case 'together':
      return change.parts.reduce((sum, part) => sum + sizeOf(rest, project, part, slices), 0)
  }
}

const overYears = (project: Project, units: number, of: (need: number) => number): number =>
  project.phases.reduce((sum, x) => sum + of(x.need * units), 0)
