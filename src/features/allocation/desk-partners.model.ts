/**
 * While a plan is changed by hand: what one lot could give each project, and one project take from each lot, beside the slices that
 * stand. Either there is an amount that is lawful now, or there are the reasons why there is none. Pure.
 */
import type { Text } from '#kernel/outcome.ts'
import { books, type BookKey } from '#policy/books.ts'
import { subtrees } from './engine/compatible.ts'
import type { Group, Instance, Ledger, Lot, Project } from './engine/format.ts'
import { shareFloor, sliceBounds } from './engine/verify-books.ts'
import { type HandSlice, type Parent, unitsOf, yuan } from './desk.model.ts'
import { type Places, reasonText, usesOf } from './matches.model.ts'

export const bookOf = (ledger: Ledger): BookKey => (Object.keys(books) as BookKey[]).find((key) => books[key].letter === ledger)!

/** Every rule of the problem that keeps the lot from the project in the year; empty exactly when the engine allows it. */
export function rulesOf(instance: Instance, places: Places): (lot: Lot, project: Project, year: number) => Text[] {
  const inside = subtrees(instance.regions)
  const forbidden = new Set(instance.overrides.forbid.map((f) => `${f.lot}\n${f.project}`))
  const nameOf = (code: string) => places.get(code) ?? code
  return (lot, project, year) => {
    const out: Text[] = []
    const [uses, category, book] = [usesOf(lot.categories), usesOf([project.category]), books[bookOf(lot.ledger)].label]
    const words = {
      uses: uses.zh,
      usesEn: uses.en,
      category: category.zh,
      categoryEn: category.en,
      book: book.zh,
      bookEn: book.en,
      usableTo: lot.to,
      from: lot.from,
      year,
      place: nameOf(project.region),
      placeEn: nameOf(project.region),
    }
    const say = (key: Parameters<typeof reasonText>[0], more = {}) => void out.push(reasonText(key, { ...words, ...more }))
    if (year > lot.to) say('YEAR')
    if (year < lot.from) say('EARLY')
    if (project.banned) say('NEGATIVE_LIST')
    if (lot.ledger === 'A' && !project.poverty) say('BOOK')
    if (lot.ledger !== 'A' && !project.poverty && !project.agri) say('FIELD')
    if (!lot.categories.includes(project.category)) say('USE')
    if (lot.household && !project.household) say('PERSONAL')
    if (lot.ledger === 'C' && project.household) say('DEBT_PERSONAL')
    if (lot.regions !== null && !lot.regions.some((r) => inside.get(r)?.has(project.region))) {
      const names = lot.regions.map(nameOf)
      say('REGION', { regions: names.join('、'), regionsEn: names.join(', ') })
    }
    if (lot.industries !== null && (project.industry === null || !lot.industries.includes(project.industry)))
      say('INDUSTRY', { industries: lot.industries.join('、'), industry: project.industry ?? '—' })
    if (forbidden.has(`${lot.id}\n${project.id}`)) say('FORBIDDEN_BY_HAND')
    return out
  }
}

export interface YearOffer {
  readonly year: number
  /** The most that keeps every rule a single slice can break, in steps; zero: see the reasons. */
  readonly most: number
  readonly because: readonly Text[]
}

/** What the slices have used up so far. Sums are of steps. */
class Standing {
  readonly left: Map<string, number>
  readonly #instance: Instance
  readonly #phases = new Map<string, Map<string, number>>()
  readonly #given = new Map<string, Map<number, number>>()
  readonly #capUsed = new Map<string, number>()
  readonly #lots: ReadonlyMap<string, Lot>
  readonly #projects: ReadonlyMap<string, Project>
  #sums: ReadonlyMap<Group, number> | null = null

  constructor({ instance, step }: Parent, slices: readonly HandSlice[]) {
    this.#instance = instance
    this.#lots = new Map(instance.lots.map((l) => [l.id, l]))
    this.#projects = new Map(instance.projects.map((p) => [p.id, p]))
    this.left = new Map(instance.lots.map((l) => [l.id, l.amount]))
    for (const s of slices) {
      const [lot, project, amount] = [this.#lots.get(s.lotId), this.#projects.get(s.projectId), Number(s.amountFen / step)]
      if (!lot || !project) continue
      this.left.set(lot.id, this.left.get(lot.id)! - amount)
      const phase = this.slices(project, s.year)
      phase.set(lot.id, (phase.get(lot.id) ?? 0) + amount)
      this.#phases.set(`${project.id} ${s.year}`, phase)
      const given = this.#given.get(project.id) ?? new Map<number, number>()
      given.set(s.year, (given.get(s.year) ?? 0) + amount)
      this.#given.set(project.id, given)
      const cap = capOf(lot, project.category)
      if (cap >= 0) this.#capUsed.set(`${lot.id}#${cap}`, (this.#capUsed.get(`${lot.id}#${cap}`) ?? 0) + amount)
    }
  }

  slices = (project: Project, year: number): Map<string, number> => this.#phases.get(`${project.id} ${year}`) ?? new Map()

  given = (project: Project): ReadonlyMap<number, number> => this.#given.get(project.id) ?? new Map()

  /** Units of a project with money; what it may grow to when it has none. */
  target(project: Project): number {
    const most = project.units?.max ?? 1
    const given = this.#given.get(project.id)
    return given ? Math.max(unitsOf(project, given), most) : most
  }

  capLeft(lot: Lot, category: string): number {
    const cap = capOf(lot, category)
    return cap < 0 ? Number.POSITIVE_INFINITY : lot.caps[cap]!.max - (this.#capUsed.get(`${lot.id}#${cap}`) ?? 0)
  }

  debt(project: Project, year: number): number {
    let total = 0
    for (const [id, amount] of this.slices(project, year)) if (this.#lots.get(id)!.ledger === 'C') total += amount
    return total
  }

  /** A group whose ceiling an unfunded project would pass, with what the group has now and what the project adds. */
  groupOver(project: Project, inside: ReadonlyMap<string, ReadonlySet<string>>): { group: Group; sum: number; own: number } | null {
    if (this.#given.has(project.id)) return null
    this.#sums ??= this.#groupSums(inside)
    for (const [group, sum] of this.#sums) {
      if (group.max === null || !isIn(group, project, inside)) continue
      const own = needIn(group, project, project.units?.min ?? 1)
      if (sum + own > group.max) return { group, sum, own }
    }
    return null
  }

  /** What each group has, added up once: a large plan is asked about for thousands of projects. */
  #groupSums(inside: ReadonlyMap<string, ReadonlySet<string>>): Map<Group, number> {
    const given = [...this.#given].map(([id, years]) => ({ project: this.#projects.get(id)!, years }))
    return new Map(
      this.#instance.groups.map((group) => [
        group,
        given.reduce(
          (all, { project, years }) => all + (isIn(group, project, inside) ? needIn(group, project, unitsOf(project, years)) : 0),
          0,
        ),
      ]),
    )
  }
}

const isIn = (g: Group, p: Project, inside: ReadonlyMap<string, ReadonlySet<string>>): boolean =>
  (g.region === null || (inside.get(g.region)?.has(p.region) ?? false)) &&
  (g.village === null || g.village === p.village) &&
  (g.projects === null || g.projects.includes(p.id))

const needIn = ({ years }: Group, p: Project, units: number): number =>
  p.phases.reduce((all, x) => all + (years === null || years.includes(x.year) ? x.need * units : 0), 0)

const capOf = (lot: Lot, category: string): number => lot.caps.findIndex((c) => c.categories.includes(category))

/** Says for a lot and a project, year by year, how much is lawful now, or why nothing is. */
export function offers(parent: Parent, slices: readonly HandSlice[], places: Places, groupName: (id: string) => Text) {
  const { instance, step } = parent
  const standing = new Standing(parent, slices)
  const rules = rulesOf(instance, places)
  const inside = subtrees(instance.regions)
  const excluded = new Set(instance.overrides.exclude)
  return (lot: Lot, project: Project): YearOffer[] => {
    const own: Text[] = excluded.has(project.id) ? [reasonText('EXCLUDED', {})] : []
    const over = standing.groupOver(project, inside)
    if (over) {
      const amounts = { most: yuan(over.group.max!, step), given: yuan(over.sum, step), need: yuan(over.own, step) }
      const name = groupName(over.group.id)
      own.push(reasonText('GROUP', { group: name.zh, groupEn: name.en, ...amounts }))
    }
    return project.phases.map(({ year, need }) => {
      const against = [...rules(lot, project, year), ...own]
      const room = roomFor(parent, standing, lot, project, year, need)
      const because = [...against, ...room.because]
      return { year, most: because.length > 0 ? 0 : room.most, because }
    })
  }
}

function roomFor({ instance, step }: Parent, standing: Standing, lot: Lot, project: Project, year: number, unitNeed: number) {
  const need = unitNeed * standing.target(project)
  const slices = standing.slices(project, year)
  const has = slices.get(lot.id) ?? 0
  const given = standing.given(project).get(year) ?? 0
  const [low, high] = sliceBounds(instance, lot, project, unitNeed, need)
  const left = standing.left.get(lot.id)!
  const cap = standing.capLeft(lot, project.category)
  const debtMost = project.maxDebtShare === null || lot.ledger !== 'C' ? need : shareFloor(project.maxDebtShare, need, instance.rules.grain)
  const debtGiven = lot.ledger === 'C' ? standing.debt(project, year) : 0
  const words = (steps: number) => yuan(Math.max(0, steps), step)
  const because: Text[] = []
  if (left <= 0) because.push(reasonText('LOT_EMPTY', { amount: words(lot.amount) }))
  if (given >= need) because.push(reasonText('FULL', { year, need: words(need), given: words(given) }))
  if (high - has <= 0) because.push(reasonText('SHARE', { share: `${Math.round((lot.maxShare ?? 1) * 1000) / 10}%`, given: words(has) }))
  const { zh, en } = usesOf([project.category])
  if (cap <= 0) because.push(reasonText('CAP', { category: zh, categoryEn: en, left: words(cap) }))
  if (debtGiven >= debtMost) because.push(reasonText('DEBT_SHARE', { year, most: words(debtMost), given: words(debtGiven) }))
  const { maxSources } = instance.rules
  if (has === 0 && slices.size >= maxSources) because.push(reasonText('SOURCES', { year, count: slices.size, max: maxSources }))
  const most = Math.max(0, Math.min(need - given, left, high - has, cap, debtMost - debtGiven))
  const least = Math.max(instance.rules.grain, low - has)
  if (because.length === 0 && most < least) because.push(reasonText('SMALL', { most: words(most), least: words(least) }))
  return { most, because }
}
