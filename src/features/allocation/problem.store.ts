/** The problem of a scenario from the books as they are now. Nothing large is loaded before it is known that it may be solved. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import type { Executor } from '#platform/db/tables.ts'
import { scenarioLimits } from '#policy/scenario-terms.ts'
import { refuse } from './allocation.model.ts'
import { countWaiting, loadWorld } from './live-world.store.ts'
import { termsOf } from './instance.model.ts'
import { readTerms, refuseScenario } from './scenario.model.ts'
import { structureFindings, type TermNames } from './scenario-checks.model.ts'
import { buildProblem, type LiveWorld, type Problem } from './scenario-problem.model.ts'
import { findScenario, termNames } from './scenario.store.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

const NOTHING: LiveWorld = { lots: [], heldLots: [], projects: [], regions: [], given: [], kept: [] }

interface TermsAsked {
  readonly scenarioId?: string | undefined
  readonly scenarioVersion?: number | undefined
  readonly year?: number | undefined
  readonly maxSources: number
  readonly minSliceFen: bigint
  readonly includeProjects?: readonly string[] | undefined
  readonly excludeProjects?: readonly string[] | undefined
}

interface TermsMeant {
  readonly terms: ScenarioTerms
  /** The scenario they come from and its version. */
  readonly scenario: { readonly scenarioId: string; readonly version: number } | null
}

/** The terms a request means: those of a scenario, or the short form for one year. */
export async function askedTerms(on: Executor, district: string, asked: TermsAsked): Promise<Outcome<TermsMeant>> {
  const { scenarioId, scenarioVersion, year, maxSources, minSliceFen, includeProjects = [], excludeProjects = [] } = asked
  if (scenarioId === undefined) {
    if (year === undefined) return refuse('year_missing')
    return ok({ terms: termsOf({ year, maxSources, minSliceFen, includeProjects, excludeProjects }), scenario: null })
  }
  const last = await findScenario(on, district, scenarioId)
  if (!last) return refuseScenario('scenario_unknown', { scenario: scenarioId })
  const { name, version } = last
  if (last.retired) return refuseScenario('scenario_retired', { name })
  const found = scenarioVersion === undefined ? last : await findScenario(on, district, scenarioId, scenarioVersion)
  if (!found) return refuseScenario('scenario_version_unknown', { name, version: scenarioVersion ?? version, last: version })
  return ok({ terms: readTerms(found.terms), scenario: { scenarioId, version: found.version } })
}

interface Asked {
  readonly district: string
  readonly name: string
  readonly terms: ScenarioTerms
  readonly today: CivilDate
}

interface Loaded {
  /** null: the terms were refused before anything was loaded. */
  readonly world: LiveWorld | null
  readonly names: TermNames
  readonly problem: Outcome<Problem>
}

export async function loadProblem(on: Executor, { district, name, terms, today }: Asked): Promise<Loaded> {
  const mentionedNames = await termNames(on, district, terms)
  const refused = (problem: Outcome<Problem>) => ({ world: null, names: mentionedNames, problem })
  if (structureFindings(terms, mentionedNames).length > 0) return refused(buildProblem(name, terms, NOTHING, mentionedNames))
  const count = await countWaiting(on, district, terms.year, terms.year + terms.horizon - 1)
  if (count > scenarioLimits.projects)
    return refused(refuse('too_many_projects', { year: terms.year, count, limit: scenarioLimits.projects }))
  const world = await loadWorld(on, district, terms.year, { horizon: terms.horizon, today })
  const names = namesWith(mentionedNames, world)
  return { world, names, problem: buildProblem(name, terms, world, names) }
}

/** Limits ask where every project lies, not only the ones the terms name. */
export function namesWith(names: TermNames, world: LiveWorld): TermNames {
  const lots = new Map([...world.lots, ...world.heldLots].map((l) => [l.lotId, l.name]))
  const projects = new Map(world.projects.map((p) => [p.projectId, { name: p.name, region: p.region, category: p.category }]))
  return { regions: names.regions, lots: new Map([...names.lots, ...lots]), projects: new Map([...names.projects, ...projects]) }
}
