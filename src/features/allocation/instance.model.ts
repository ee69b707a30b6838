/**
 * From live lots, live projects and the terms of a scenario to the solver's problem. Amounts become whole steps of one size that divides
 * every need; whatever else is an amount is rounded so that no rule gets looser: what may be spent downwards, what must be spent upwards.
 */
import { type Fen, fen, gcd, least, ZERO } from '#kernel/money.ts'
import { invariant } from '#kernel/outcome.ts'
import type { LotFacts, PurposeFacts } from '#features/ledger/ledger.model.ts'
import { books } from '#policy/books.ts'
import { scenarioDefaults, scenarioLimits } from '#policy/scenario-terms.ts'
import {
  type Group,
  INSTANCE_FORMAT,
  type Instance,
  type Level,
  type Lot,
  OBJECTIVES,
  type Objective,
  type Project,
  type Region,
} from './engine/format.ts'
import type { Limit, ScenarioTerms } from './scenario-terms.model.ts'

export interface LotSupply extends LotFacts {
  readonly level: string
  readonly department: string
  readonly from: number
  readonly availableFen: Fen
}

/** A phase of a project: what it needs, and what of it no money is tied to yet. */
export interface OpenPhase {
  readonly year: number
  readonly needFen: Fen
  readonly openFen: Fen
}

export interface ProjectDemand extends PurposeFacts {
  readonly code: string
  readonly region: string
  readonly households: number
  readonly score: number
  /** Phases of the years in question with something open. */
  readonly phases: readonly OpenPhase[]
  /** A project that was begun in an earlier year: its later phase is funded first (B3). */
  readonly due: boolean
  /** Money is tied to it already. */
  readonly begun: boolean
}

/** Money tied to a project or spent on it, for its phase of one year. */
export interface Given {
  readonly projectId: string
  readonly region: string
  readonly category: string
  readonly year: number
  readonly amountFen: Fen
}

/** What limits count beside the plan itself. */
export interface Before {
  /** All that projects have for the years of the scenario. */
  readonly given: readonly Given[]
  /** Of an adopted plan that is adjusted: what it keeps. It counts also where the scenario says the plan alone. */
  readonly kept: readonly Given[]
}

const NOTHING_BEFORE: Before = { given: [], kept: [] }

/** The short form of a scenario, as plans are asked for without one. */
export interface PlanSettings {
  readonly year: number
  readonly maxSources: number
  readonly minSliceFen: bigint
  readonly excludeProjects: readonly string[]
  readonly includeProjects: readonly string[]
}

/** What policy starts a scenario from: the goals in their order, few lots a project, no small slices, nothing else. */
export const standardTerms = (year: number): ScenarioTerms => ({
  year,
  horizon: scenarioDefaults.horizon,
  objectives: [...scenarioDefaults.objectives] satisfies Objective[],
  maxSources: scenarioDefaults.maxSources,
  minSliceFen: BigInt(scenarioDefaults.minSliceFen),
  villageMaxFen: null,
  townshipMaxFen: null,
  capsCountGiven: true,
  limitsCountGiven: true,
  maxDebtPermille: null,
  limits: [],
  lots: [],
  statutoryProjects: [],
  includeProjects: [],
  excludeProjects: [],
  scalable: [],
  matching: [],
  pins: [],
  bans: [],
})

export const termsOf = ({ year, ...settings }: PlanSettings): ScenarioTerms => ({ ...standardTerms(year), ...settings })

export const yearsOf = ({ year, horizon }: Pick<ScenarioTerms, 'year' | 'horizon'>): number[] =>
  Array.from({ length: horizon }, (_, i) => year + i)

export interface ProjectStanding {
  readonly year: number
  readonly state: string
  readonly allocatedFen: Fen
  readonly phases: readonly { readonly year: number; readonly needFen: Fen }[]
}

/** Money fills the phases from the first on. */
export function filledPhases({ allocatedFen, phases }: Pick<ProjectStanding, 'allocatedFen' | 'phases'>) {
  let left = allocatedFen
  return [...phases]
    .sort((a, b) => a.year - b.year)
    .map(({ year, needFen }) => {
      const filled = least(left, needFen)
      left = fen(left - filled)
      return { year, needFen, filled }
    })
}

/** What of each phase of these years (null: any) is still open, and whether it is due. */
export function openPhases(project: ProjectStanding, years: readonly number[] | null): { phases: OpenPhase[]; due: boolean } {
  const phases: OpenPhase[] = []
  for (const { year, needFen, filled } of filledPhases(project)) {
    // A contract settles what the first phase costs: what it saved is not a need.
    const settled = project.state === 'contracted' && year === project.year
    if ((years === null || years.includes(year)) && filled < needFen && !settled)
      phases.push({ year, needFen, openFen: fen(needFen - filled) })
  }
  const begun = project.state === 'funded' || project.state === 'contracted'
  return { phases, due: begun && phases.some((p) => p.year > project.year) }
}

/** The largest step, up to policy's coarsest, that divides every need: the solver counts in whole steps, so no fen is ever rounded. */
export const stepOf = (needs: readonly bigint[]): bigint => needs.reduce(gcd, scenarioLimits.coarsestStepFen)

/** Levels of the solver. A lot of the financing book is debt whatever its level. */
export const LEVELS: Readonly<Record<string, Level>> = {
  central: 'central',
  province: 'province',
  city: 'city',
  district: 'county',
  social: 'county',
  financing: 'county',
}

/** Steps fit a plain number: the optimiser is one of the two places where money may be one. */
const asSteps = (steps: bigint): number => {
  invariant(steps <= BigInt(Number.MAX_SAFE_INTEGER), 'allocation', 'amount too large for the solver')
  return Number(steps)
}
/** What may be spent. */
const downSteps = (amount: bigint, step: bigint): number => asSteps(amount <= 0n ? 0n : amount / step)
/** What must be spent. */
const upSteps = (amount: bigint, step: bigint): number => asSteps(amount <= 0n ? 0n : (amount + step - 1n) / step)

export const toFen = (steps: number, step: bigint): Fen => fen(BigInt(steps) * step)

const unitsOf = (terms: ScenarioTerms, projectId: string): number => terms.scalable.find((s) => s.projectId === projectId)?.units ?? 1

export function buildInstance(
  name: string,
  asked: PlanSettings | ScenarioTerms,
  lots: readonly LotSupply[],
  projects: readonly ProjectDemand[],
  regions: readonly Region[],
  before: Before = NOTHING_BEFORE,
): { instance: Instance; step: bigint; before: ReadonlyMap<string, Fen> } {
  const terms = 'objectives' in asked ? asked : termsOf(asked)
  const units = new Map(terms.scalable.map((s) => [s.projectId, BigInt(s.units)]))
  const step = stepOf(projects.flatMap((p) => p.phases.map((x) => x.openFen / (units.get(p.projectId) ?? 1n))))
  const places = placesOf(regions)
  const taking = new Set(projects.map((p) => p.projectId))
  const supply = lots.map((l) => lotOf(l, terms, step)).filter((l) => l.amount > 0)
  const there = new Set(supply.map((l) => l.id))
  const known = projects.map((p) => projectOf(p, terms, step, places))
  const counted = groupBefore(terms, places, before)
  const instance: Instance = {
    format: INSTANCE_FORMAT,
    name,
    seed: 1,
    years: yearsOf(terms),
    rules: {
      grain: 1,
      minSlice: Math.max(1, upSteps(terms.minSliceFen, step)),
      maxSources: terms.maxSources,
      objectives: terms.objectives.filter((o) => OBJECTIVES.includes(o)),
    },
    regions,
    lots: supply,
    projects: known,
    groups: [
      ...terms.limits.map((limit, i) => limitGroup(limit, i, known, step, counted.get(groupIdOf.limit(i)) ?? ZERO)),
      ...placeGroups(terms, known, places, step, counted),
    ],
    overrides: {
      pin: terms.pins.map((p) => ({
        lot: p.lotId,
        project: p.projectId,
        year: p.year,
        amount: p.amountFen === null ? null : upSteps(p.amountFen, step),
      })),
      forbid: terms.bans.flatMap((b) => (there.has(b.lotId) && taking.has(b.projectId) ? [{ lot: b.lotId, project: b.projectId }] : [])),
      include: terms.includeProjects.filter((id) => taking.has(id)),
      exclude: terms.excludeProjects.filter((id) => taking.has(id)),
    },
  }
  return { instance, step, before: counted }
}

function lotOf(l: LotSupply, terms: ScenarioTerms, step: bigint): Lot {
  const asks = terms.lots.find((t) => t.lotId === l.lotId)
  const spendable = asks?.leaveOut ? 0n : l.availableFen - (asks?.keepBackFen ?? 0n)
  return {
    id: l.lotId,
    dept: l.department,
    ledger: books[l.book].letter,
    level: l.book === 'financing' ? 'debt' : (LEVELS[l.level] ?? 'county'),
    amount: downSteps(spendable, step),
    from: l.from,
    to: l.usableTo,
    categories: l.uses,
    household: l.poolClass === 'personal',
    regions: l.regions,
    industries: null,
    maxShare: shareOf(asks?.maxSharePermille),
    minShare: shareOf(asks?.minSharePermille),
    caps: [],
  }
}

const shareOf = (permille: number | null | undefined): number | null => (permille == null ? null : permille / 1000)

function projectOf(p: ProjectDemand, terms: ScenarioTerms, step: bigint, places: Places): Project {
  const scalable = terms.scalable.find((s) => s.projectId === p.projectId)
  const match = terms.matching.find((m) => m.projectId === p.projectId)
  const units = unitsOf(terms, p.projectId)
  return {
    id: p.projectId,
    region: places.known(p.region),
    village: places.above(p.region, 'village'),
    category: p.category,
    industry: null,
    poverty: p.poverty,
    agri: p.agriculture,
    household: p.household,
    banned: false,
    statutory: terms.statutoryProjects.includes(p.projectId),
    score: p.score,
    benefit: p.score / units,
    households: p.households,
    phases: p.phases.map(({ year, openFen }) => ({ year, need: asSteps(openFen / BigInt(units) / step) })),
    units: scalable ? { min: scalable.minUnits, max: scalable.units } : null,
    match: match ? { levels: [...new Set(match.levels.map((l) => LEVELS[l] ?? 'county'))], minShare: match.minSharePermille / 1000 } : null,
    maxDebtShare: shareOf(terms.maxDebtPermille),
  }
}

export interface Places {
  /** The division itself when it is on the list, else the nearest above it that is. */
  known(code: string): string
  /** The division of this level at or above the code. */
  above(code: string, level: string): string | null
  /** Whether the code is the division or lies below it. */
  within(code: string, division: string): boolean
}

/** Divisions by code. A chain that runs in a circle ends where it closes; that it does is said by the checks. */
export function placesOf(regions: readonly Region[]): Places {
  const byCode = new Map(regions.map((r) => [r.id, r]))
  const root = regions.find((r) => r.parent === null)?.id ?? ''
  const known = (code: string): string => [code, code.slice(0, 9), code.slice(0, 6)].find((c) => byCode.has(c)) ?? root
  const chain = (code: string): string[] => {
    const seen: string[] = []
    for (let at: string | null = known(code); at !== null && !seen.includes(at); at = byCode.get(at)?.parent ?? null) seen.push(at)
    return seen
  }
  return {
    known,
    above: (code, level) => chain(code).find((at) => byCode.get(at)?.kind === level) ?? null,
    within: (code, division) => chain(code).includes(division),
  }
}

/** Groups are named after the term they come from, so that a conflict can lead back to it. */
export const groupIdOf = {
  limit: (index: number | '') => `limit:${index}`,
  village: (code: string) => `village:${code}`,
  township: (code: string) => `township:${code}`,
}

/** What each group counts before the plan gives anything; groups for which that is nothing are left out. */
export function groupBefore(terms: ScenarioTerms, places: Places, { given, kept }: Before): Map<string, Fen> {
  const sums = new Map<string, Fen>()
  const add = (id: string, amountFen: Fen) => sums.set(id, fen((sums.get(id) ?? 0n) + amountFen))
  const years = yearsOf(terms)
  for (const g of terms.capsCountGiven ? given : kept) {
    if (!years.includes(g.year)) continue
    const [village, township] = [places.above(g.region, 'village'), places.above(g.region, 'township')]
    if (terms.villageMaxFen !== null && village) add(groupIdOf.village(village), g.amountFen)
    if (terms.townshipMaxFen !== null && township) add(groupIdOf.township(township), g.amountFen)
  }
  terms.limits.forEach((limit, i) => {
    for (const g of terms.limitsCountGiven ? given : kept)
      if ((limit.years ?? years).includes(g.year) && isCounted(limit, g, places)) add(groupIdOf.limit(i), g.amountFen)
  })
  return sums
}

function isCounted({ on }: Limit, { projectId, category, region }: Given, places: Places): boolean {
  if (on.kind === 'projects') return on.projectIds.includes(projectId)
  return on.kind === 'category' ? category === on.category : places.within(region, on.region)
}

function limitGroup({ on, years, minFen, maxFen }: Limit, index: number, projects: readonly Project[], step: bigint, before: Fen): Group {
  const named = new Set(on.kind === 'projects' ? on.projectIds : [])
  const listed =
    on.kind === 'region'
      ? null
      : on.kind === 'category'
        ? projects.filter((p) => p.category === on.category)
        : projects.filter((p) => named.has(p.id))
  return {
    id: groupIdOf.limit(index),
    region: on.kind === 'region' ? on.region : null,
    village: null,
    projects: listed?.map((p) => p.id) ?? null,
    years,
    min: upSteps(minFen - before, step),
    max: maxFen === null ? null : downSteps(maxFen - before, step),
  }
}

function placeGroups(
  terms: ScenarioTerms,
  projects: readonly Project[],
  places: Places,
  step: bigint,
  before: ReadonlyMap<string, Fen>,
): Group[] {
  const cap = (level: 'village' | 'township', maxFen: bigint | null): Group[] => {
    if (maxFen === null) return []
    const codes = new Set(projects.flatMap((p) => places.above(p.region, level) ?? []))
    return [...codes].map((region) => {
      const id = groupIdOf[level](region)
      const max = downSteps(maxFen - (before.get(id) ?? 0n), step)
      return { id, region, village: null, projects: null, years: null, min: 0, max }
    })
  }
  return [...cap('village', terms.villageMaxFen), ...cap('township', terms.townshipMaxFen)]
}
