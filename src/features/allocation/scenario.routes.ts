/** Scenarios, bound to their endpoints. */
import { fen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { runCommand } from '#platform/command.ts'
import { attempt, bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { refuse } from './allocation.model.ts'
import { type ProjectChoice, seekLots, seekProjects, type Sought } from './choices.store.ts'
import type { Instance } from './engine/format.ts'
import { standardTerms, toFen } from './instance.model.ts'
import { loadProblem } from './problem.store.ts'
import { createScenario, retireScenario, reviseScenario } from './scenario.commands.ts'
import * as contract from './scenario.contract.ts'
import { beforeOf, readTerms, refuseScenario } from './scenario.model.ts'
import type { LiveWorld } from './scenario-problem.model.ts'
import { findScenario, listScenarios, planTerms, type ScenarioRow, scenarioVersions, termNames } from './scenario.store.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import { conflictWords, saidTerms } from './scenario-words.model.ts'

const countOf = (t: ScenarioTerms): number =>
  [t.limits, t.lots, t.statutoryProjects, t.includeProjects, t.excludeProjects, t.scalable, t.matching, t.pins, t.bans].reduce(
    (n, list) => n + list.length,
    1 + [t.villageMaxFen, t.townshipMaxFen, t.maxDebtPermille].filter((x) => x !== null).length,
  )

const rowOut = (r: ScenarioRow) => {
  const terms = readTerms(r.terms)
  return {
    id: r.scenario_id,
    version: r.version,
    name: r.name,
    year: r.year,
    horizon: terms.horizon,
    retired: r.retired,
    note: r.note,
    plans: r.plans,
    termCount: countOf(terms),
    createdAt: r.created_at,
    createdBy: r.created_by,
  }
}

const liveOut = (world: LiveWorld) => ({
  lots: world.lots.length,
  availableFen: sum(world.lots.map((l) => l.availableFen)),
  projects: world.projects.length,
  needFen: sum(world.projects.flatMap((p) => p.phases.map((x) => x.openFen))),
  due: world.projects.filter((p) => p.due).length,
})

/** What the shapes of the wire allow to be changed. */
const mutable = (terms: ScenarioTerms) => structuredClone(terms) as Mutable<ScenarioTerms>

type Mutable<T> = T extends bigint
  ? T
  : T extends readonly (infer U)[]
    ? Mutable<U>[]
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T

async function showOne(services: Services, district: string, id: string, version: number | undefined) {
  const on = services.database.db
  const last = await findScenario(on, district, id)
  if (!last) return refuseScenario('scenario_unknown', { scenario: id })
  const found = version === undefined ? last : await findScenario(on, district, id, version)
  if (!found) return refuseScenario('scenario_version_unknown', { name: last.name, version: version ?? 0, last: last.version })
  const terms = readTerms(found.terms)
  const versions = await scenarioVersions(on, district, id)
  return ok({
    ...rowOut(found),
    terms: mutable(terms),
    said: saidTerms(terms, await termNames(on, district, terms)),
    lastVersion: last.version,
    versions: versions.map((v) => ({
      version: v.version,
      name: v.name,
      note: v.note,
      retired: v.retired,
      createdAt: v.created_at,
      createdBy: v.created_by,
    })),
  })
}

async function check(services: Services, district: string, terms: ScenarioTerms) {
  const { world, names, problem } = await loadProblem(services.database.db, {
    district,
    name: 'check',
    terms,
    today: services.clock.today(),
  })
  const refusal = problem.ok ? null : problem.refusal
  return {
    findings: [...(refusal?.findings ?? [])],
    notes: problem.ok ? [...problem.value.notes] : [],
    said: saidTerms(terms, names),
    live: world && liveOut(world),
    refusal: refusal === null ? null : refusal.message,
  }
}

/** The divisions, and what a scenario names: with its money of today, or by name alone where there is none. */
async function choices(services: Services, district: string, query: { scenario?: string | undefined; version?: number | undefined }) {
  const on = services.database.db
  const chosen = query.scenario ? await findScenario(on, district, query.scenario, query.version) : undefined
  const terms = chosen ? readTerms(chosen.terms) : standardTerms(0)
  const names = await termNames(on, district, terms)
  const years = { first: terms.year, last: terms.year + terms.horizon - 1 }
  const lots = await seekLots(on, district, { ...years, by: { ids: [...names.lots.keys()] } })
  const projects = await seekProjects(on, district, { ...years, by: { ids: [...names.projects.keys()] } })
  const [lotIds, projectIds] = [new Set(lots.rows.map((l) => l.id)), new Set(projects.rows.map((p) => p.id))]
  const goneLots = [...names.lots].filter(([id]) => !lotIds.has(id))
  const goneProjects = [...names.projects].filter(([id]) => !projectIds.has(id))
  return {
    lots: [...lots.rows, ...goneLots.map(([id, name]) => ({ id, name, book: '', availableFen: fen(0n), usableTo: 0 }))],
    projects: [
      ...projects.rows.map(projectOut),
      ...goneProjects.map(([id, { name }]) => ({ id, code: '', name, place: '', needFen: fen(0n), years: [], due: false })),
    ],
    regions: [...names.regions].map(([code, { name, level }]) => ({ code, name, level })),
  }
}

const projectOut = (p: ProjectChoice) => ({ ...p, years: [...p.years] })

const soughtBy = ({ q, year, horizon }: { q: string; year: number; horizon: number }): Sought => ({
  by: { q },
  first: year,
  last: year + horizon - 1,
})

/** At its smallest size, as the plan's own problem has it. */
const needsOf = (problem: Instance | null, step: bigint) =>
  new Map(
    (problem?.projects ?? []).map((p) => [p.id, toFen(p.phases.reduce((sum, x) => sum + x.need, 0) * (p.units?.min ?? 1), step)] as const),
  )

async function conflictOf(services: Services, district: string, planId: string) {
  const on = services.database.db
  const plan = await planTerms(on, district, planId)
  if (!plan) return refuse('plan_unknown', { plan: planId })
  const terms = plan.settings.terms ? readTerms(plan.settings.terms, false) : null
  // A begun project that is funded first stands in a conflict though no term names it.
  const clashing = (plan.proposal.wishes ?? []).flatMap((w) => ('project' in w ? [w.project] : []))
  const asked = terms ?? standardTerms(0)
  const names = await termNames(on, district, { ...asked, statutoryProjects: [...asked.statutoryProjects, ...clashing] })
  const words = terms ? conflictWords(plan.proposal, terms, names, needsOf(plan.problem, plan.scale_fen), beforeOf(plan.settings)) : null
  return ok({
    conflict: words && { sentence: words.sentence, terms: [...words.terms] },
    notes: [...(plan.settings.notes ?? [])],
    said: terms ? saidTerms(terms, names) : [],
    scenario: plan.scenario_id === null ? null : { id: plan.scenario_id, version: plan.scenario_version!, name: plan.scenario_name ?? '' },
  })
}

export function scenarioRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listScenarios, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listScenarios(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      return { rows: found.rows.map(rowOut), total: found.total }
    }),
    bind(contract.termChoices, ({ actor, query }) => choices(services, actor.district, query)),
    bind(contract.lotChoices, async ({ actor, query }) => {
      const { rows, more } = await seekLots(database.db, actor.district, soughtBy(query))
      return { rows: [...rows], more }
    }),
    bind(contract.projectChoices, async ({ actor, query }) => {
      const { rows, more } = await seekProjects(database.db, actor.district, soughtBy(query))
      return { rows: rows.map(projectOut), more }
    }),
    bind(contract.checkTerms, ({ actor, body }) => attempt(() => check(services, actor.district, body.terms))),
    bind(contract.showScenario, ({ actor, params, query }) => showOne(services, actor.district, params.id, query.version)),
    bind(contract.createScenario, ({ actor, key, body }) => runCommand(database, createScenario, body, { actor, key, clock })),
    bind(contract.reviseScenario, ({ actor, key, params, body }) =>
      runCommand(database, reviseScenario, { ...body, scenarioId: params.id }, { actor, key, clock }),
    ),
    bind(contract.retireScenario, ({ actor, key, params, body }) =>
      runCommand(database, retireScenario, { ...body, scenarioId: params.id }, { actor, key, clock }),
    ),
    bind(contract.copyScenario, async ({ actor, key, params, body }): Promise<Outcome<{ scenarioId: string; version: number }>> => {
      const found = await findScenario(database.db, actor.district, params.id, body.version)
      if (!found) return refuseScenario('scenario_unknown', { scenario: params.id })
      const note = `复制自“${found.name}”第 ${found.version} 版`
      return runCommand(database, createScenario, { name: body.name, note, terms: readTerms(found.terms) }, { actor, key, clock })
    }),
    bind(contract.planConflict, ({ actor, params }) => conflictOf(services, actor.district, params.id)),
  ]
}
