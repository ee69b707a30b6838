/**
 * Both ways at any time: which lots can pay a project and which projects a lot can pay, from the books as they are. Whoever cannot has
 * at least one reason, and each reason is true of the two. Pure; the rules are policy/permitted-use.ts, the order policy/match-order.ts.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { factsOf, failures } from '#kernel/condition.ts'
import { type Fen, fen, formatFen, least, sum, ZERO } from '#kernel/money.ts'
import { type Facts, fill, type Text } from '#kernel/outcome.ts'
import { carryRuleOn, standingOf } from '#features/ledger/carry-clock.model.ts'
import { type LotFacts, permits, type PurposeFacts } from '#features/ledger/ledger.model.ts'
import { books, type BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type LotOrderKey, lotOrder, type ProjectOrderKey, projectOrder } from '#policy/match-order.ts'
import { type MatchReasonKey, matchReasons, useReasons } from '#policy/match-reasons.ts'
import { type OpenPhase, openPhases as openPhasesNow } from './instance.model.ts'

export interface MatchLot {
  readonly facts: LotFacts
  readonly docNo: string
  readonly fundName: string
  readonly department: string
  /** First year its money may be used. */
  readonly from: number
  readonly announcedFen: Fen
  readonly expectedFen: Fen
  readonly availableFen: Fen
}

export interface MatchProject {
  readonly facts: PurposeFacts
  readonly code: string
  readonly place: string
  readonly state: string
  readonly stateLabel: Text
  readonly score: number
  readonly households: number
  readonly statutory: boolean
  /** What is tied to it or spent on it, and what it needs in each year, earliest first. */
  readonly givenFen: Fen
  readonly phases: readonly Phase[]
}

interface Phase {
  readonly year: number
  readonly needFen: Fen
}

/** What one lot and one project are to each other now. */
export interface Pair {
  readonly can: boolean
  /** The most the lot could give now; zero when it cannot. */
  readonly couldFen: Fen
  /** Years it could pay. */
  readonly years: readonly number[]
  /** Empty exactly when it can. */
  readonly because: readonly Text[]
}

/** What is open of each phase: the problem's own reading of money given and contracts signed, so that both ways say what a solve would do. */
export function openPhases(project: Pick<MatchProject, 'facts' | 'state' | 'phases' | 'givenFen'>): readonly OpenPhase[] {
  const { facts, state, phases, givenFen } = project
  return openPhasesNow({ year: facts.year, state, allocatedFen: givenFen, phases }, null).phases
}

export const openNeed = (project: Parameters<typeof openPhases>[0]): Fen => sum(openPhases(project).map((p) => p.openFen))

/** Names of divisions by code, as far as they are known. */
export type Places = ReadonlyMap<string, string>

const listZh = (names: readonly string[]) => names.join('、')

/** The words of a list of categories in both languages. */
export const usesOf = (codes: readonly string[]): { zh: string; en: string } => {
  const known = codes.map((code) => categories[code as CategoryKey]?.label ?? { zh: code, en: code })
  return { zh: listZh(known.map((k) => k.zh)) || '（没有登记用途）', en: known.map((k) => k.en).join(', ') || '(none registered)' }
}

export const reasonText = (key: MatchReasonKey, facts: Facts): Text => ({
  zh: fill(matchReasons[key].zh, facts),
  en: fill(matchReasons[key].en, facts),
})

/** The values that clash, by the names the sentences use. */
function valuesOf(lot: MatchLot, project: MatchProject, year: number, places: Places): Facts {
  const uses = usesOf(lot.facts.uses)
  const category = usesOf([project.facts.category])
  const regions = (lot.facts.regions ?? []).map((code) => places.get(code) ?? code)
  const place = places.get(project.facts.regions[0] ?? '') ?? project.place
  const { label } = books[lot.facts.book]
  return {
    uses: uses.zh,
    usesEn: uses.en,
    category: category.zh,
    categoryEn: category.en,
    book: label.zh,
    bookEn: label.en,
    regions: listZh(regions),
    regionsEn: regions.join(', '),
    place,
    placeEn: place,
    usableTo: lot.facts.usableTo,
    from: lot.from,
    year,
  }
}

/** Rules of use and years that keep the lot from the project in one year; empty: none does. */
function rulesAgainst(lot: MatchLot, project: MatchProject, year: number, places: Places): Text[] {
  const values = valuesOf(lot, project, year, places)
  const broken = failures(permits(lot.facts, { ...project.facts, year })).map(({ condition }) => {
    const key = useReasons[factsOf(condition).join(',')] ?? useReasons[[...new Set(factsOf(condition))].join(',')]
    if (key) return reasonText(key, values)
    return reasonText('OTHER', { rule: condition.label?.zh ?? '', ruleEn: condition.label?.en ?? '' })
  })
  return year < lot.from ? [...broken, reasonText('EARLY', values)] : broken
}

/** What keeps the lot from giving anything to anybody today. */
function stopped(lot: MatchLot, today: CivilDate): Text[] {
  const out: Text[] = []
  const rule = carryRuleOn(today)
  if (lot.facts.clock && rule) {
    const { standing, months } = standingOf(lot.facts.clock, today)
    if (standing === 'decide') out.push(reasonText('STOPPED', { months, limit: rule.decideMonths, rule: rule.basis }))
  }
  if (lot.availableFen > 0n) return out
  const amounts = { announced: formatFen(lot.announcedFen), expected: formatFen(lot.expectedFen) }
  return [...out, reasonText(lot.expectedFen > 0n ? 'NOT_RECEIVED' : 'NO_MONEY', amounts)]
}

export function pairOf(lot: MatchLot, project: MatchProject, places: Places, today: CivilDate): Pair {
  const open = openPhases(project)
  const need = sum(project.phases.map((phase) => phase.needFen))
  const none = open.length > 0 ? [] : [reasonText('NO_NEED', { need: formatFen(need), given: formatFen(project.givenFen) })]
  const asked = open.length > 0 ? open : [{ year: project.facts.year, openFen: ZERO }]
  const byYear = asked.map(({ year, openFen }) => ({ year, openFen, against: rulesAgainst(lot, project, year, places) }))
  const fit = byYear.filter((y) => y.against.length === 0)
  const rules = fit.length > 0 ? [] : distinct(byYear.flatMap((y) => y.against))
  const because = [...rules, ...none, ...stopped(lot, today)]
  if (because.length > 0) return { can: false, couldFen: ZERO, years: [], because }
  const couldFen = least(lot.availableFen, fen(fit.reduce((total, y) => total + y.openFen, 0n)))
  return { can: true, couldFen, years: fit.map((y) => y.year), because }
}

const distinct = (texts: readonly Text[]): Text[] => texts.filter((text, i) => texts.findIndex((t) => t.zh === text.zh) === i)

type Compare<T> = (a: T, b: T) => number

const bookRank: Readonly<Record<BookKey, number>> = { poverty: 0, coordination: 1, financing: 2 }
const size = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1)

export interface LotMatch extends Pair {
  readonly lot: MatchLot
}

const lotRules = (needFen: Fen): Readonly<Record<LotOrderKey, Compare<LotMatch>>> => ({
  book: (a, b) => bookRank[a.lot.facts.book] - bookRank[b.lot.facts.book],
  expiry: (a, b) => a.lot.facts.usableTo - b.lot.facts.usableTo,
  earmark: (a, b) => a.lot.facts.uses.length - b.lot.facts.uses.length,
  region: (a, b) => Number(a.lot.facts.regions === null) - Number(b.lot.facts.regions === null),
  covers: (a, b) => Number(b.couldFen >= needFen) - Number(a.couldFen >= needFen),
  available: (a, b) => size(b.lot.availableFen, a.lot.availableFen),
})

export interface ProjectMatch extends Pair {
  readonly project: MatchProject
  readonly openFen: Fen
}

/** Its work has begun or its first year is paid, and a later year still needs money. */
export const isRunning = (project: MatchProject): boolean => project.state !== 'in-library' && openNeed(project) > 0n

const projectRules: Readonly<Record<ProjectOrderKey, Compare<ProjectMatch>>> = {
  statutory: (a, b) => Number(b.project.statutory) - Number(a.project.statutory),
  running: (a, b) => Number(isRunning(b.project)) - Number(isRunning(a.project)),
  score: (a, b) => b.project.score - a.project.score,
  households: (a, b) => b.project.households - a.project.households,
  need: (a, b) => size(a.openFen, b.openFen),
}

/** Whoever can comes first, by the rules in their order; whoever cannot follows, the fewest reasons first. */
function ranked<T extends Pair>(found: T[], rules: readonly Compare<T>[], name: (match: T) => string): T[] {
  return found.sort((a, b) => {
    if (a.can !== b.can) return a.can ? -1 : 1
    if (!a.can) return a.because.length - b.because.length || (name(a) < name(b) ? -1 : 1)
    for (const rule of rules) {
      const first = rule(a, b)
      if (first !== 0) return first
    }
    return name(a) < name(b) ? -1 : 1
  })
}

export function lotsFor(project: MatchProject, lots: readonly MatchLot[], places: Places, today: CivilDate): LotMatch[] {
  const rules = lotRules(openNeed(project))
  return ranked(
    lots.map((lot) => ({ ...pairOf(lot, project, places, today), lot })),
    lotOrder.map(({ by }) => rules[by]),
    ({ lot }) => `${lot.docNo} ${lot.fundName} ${lot.facts.lotId}`,
  )
}

export function projectsFor(lot: MatchLot, projects: readonly MatchProject[], places: Places, today: CivilDate): ProjectMatch[] {
  return ranked(
    projects.map((project) => ({ ...pairOf(lot, project, places, today), project, openFen: openNeed(project) })),
    projectOrder.map(({ by }) => projectRules[by]),
    ({ project }) => project.code,
  )
}
