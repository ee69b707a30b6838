/** Scenarios in rows, each version one row, and the names of what terms speak of. */
import { lockName, row, rows, run, sql, json, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { Instance, Result } from './engine/format.ts'
import type { NamedDivision, NamedProject, TermNames } from './scenario-checks.model.ts'
import { mentioned, readTerms, type Scenario, type StoredBefore, type StoredTerms } from './scenario.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export interface ScenarioRow {
  readonly scenario_id: string
  readonly version: number
  readonly name: string
  readonly year: number
  readonly terms: StoredTerms
  readonly retired: boolean
  readonly note: string
  readonly created_at: string
  readonly created_by: string | null
  readonly plans: number
}

const columns = sql`s.scenario_id, s.version, s.name, s.year, s.terms, s.retired, s.note, s.created_at,
  (select w.name from person w where w.district = s.district and w.person_id = s.created_by) as created_by,
  (select count(*)::integer from plan p where p.district = s.district and p.scenario_id = s.scenario_id) as plans`

/** The last version of each. */
const current = (district: string) => sql`s.district = ${district} and not exists (select 1 from scenario n
  where n.district = s.district and n.scenario_id = s.scenario_id and n.version > s.version)`

export interface ScenarioFilter {
  readonly q?: string | undefined
  readonly year?: number | undefined
  readonly state?: 'active' | 'retired' | undefined
  readonly limit: number
  readonly offset: number
}

export async function listScenarios(on: Executor, district: string, f: ScenarioFilter): Promise<{ rows: ScenarioRow[]; total: number }> {
  const where = sql`${current(district)} ${f.q ? sql`and (s.name ilike ${`%${f.q}%`} or s.note ilike ${`%${f.q}%`})` : sql``}
    ${f.year ? sql`and s.year = ${f.year}` : sql``} ${f.state ? sql`and s.retired = ${f.state === 'retired'}` : sql``}`
  const found = await rows(
    on,
    sql<ScenarioRow>`select ${columns} from scenario s where ${where}
      order by s.retired, s.year desc, s.created_at desc, s.scenario_id limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from scenario s where ${where}`)
  return { rows: found, total: Number(count!.n) }
}

/** The given version, or the last. */
export const findScenario = (on: Executor, district: string, scenarioId: string, version?: number) =>
  row(
    on,
    version === undefined
      ? sql<ScenarioRow>`select ${columns} from scenario s where ${current(district)} and s.scenario_id = ${scenarioId}`
      : sql<ScenarioRow>`select ${columns} from scenario s
          where s.district = ${district} and s.scenario_id = ${scenarioId} and s.version = ${version}`,
  )

export const scenarioVersions = (on: Executor, district: string, scenarioId: string) =>
  rows(
    on,
    sql<ScenarioRow>`select ${columns} from scenario s
      where s.district = ${district} and s.scenario_id = ${scenarioId} order by s.version desc`,
  )

export const scenarioOf = (r: ScenarioRow): Scenario => ({
  scenarioId: r.scenario_id,
  version: r.version,
  name: r.name,
  retired: r.retired,
  terms: readTerms(r.terms),
})

/** Changes of scenarios queue here, so that names and versions are judged one after the other. */
export const lockScenarios = (tx: Tx, district: string): Promise<void> => lockName(tx, `scenarios of ${district}`)

export const scenariosNamed = async (on: Executor, district: string, name: string): Promise<string[]> =>
  (
    await rows(
      on,
      sql<{ scenario_id: string }>`select s.scenario_id from scenario s
        where ${current(district)} and not s.retired and s.name = ${name} order by s.scenario_id`,
    )
  ).map((s) => s.scenario_id)

export const insertScenario = (tx: Tx, district: string, s: Scenario & { readonly note: string }, by: string, now: string) =>
  run(
    tx,
    sql`insert into scenario (district, scenario_id, version, name, year, terms, retired, note, created_by, created_at)
      values (${district}, ${s.scenarioId}, ${s.version}, ${s.name}, ${s.terms.year}, ${json(s.terms)}, ${s.retired}, ${s.note}, ${by}, ${now})`,
  )

/** Names of every division, and of the lots and projects that terms mention. */
export async function termNames(on: Executor, district: string, terms: ScenarioTerms): Promise<TermNames> {
  const ids = mentioned(terms)
  const lots = await rows(
    on,
    sql<{ lot_id: string; name: string }>`select l.lot_id, d.doc_no || ' ' || l.fund_name as name from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where l.district = ${district} and l.lot_id = any(${ids.lots}::text[])`,
  )
  const projects = await rows(
    on,
    sql<NamedProject & { project_id: string }>`select project_id, name, coalesce(region, ${district}) as region, category from project
      where district = ${district} and project_id = any(${ids.projects}::text[])`,
  )
  const divisions = await rows(
    on,
    sql<NamedDivision & { code: string }>`select code, name, level, parent from division where district = ${district}`,
  )
  return {
    lots: new Map(lots.map((l) => [l.lot_id, l.name])),
    projects: new Map(projects.map(({ project_id, ...p }) => [project_id, p])),
    regions: new Map(divisions.map(({ code, ...d }) => [code, d])),
  }
}

/** The terms a plan was solved under, where they are kept, and the scenario they came from. */
export const planTerms = (on: Executor, district: string, planId: string) =>
  row(
    on,
    sql<{
      scenario_id: string | null
      scenario_version: number | null
      scenario_name: string | null
      settings: {
        readonly terms?: StoredTerms
        readonly before?: StoredBefore
        readonly notes?: readonly { readonly zh: string; readonly en: string }[]
      }
      proposal: Result
      /** Only of an infeasible plan, for what its projects need. */
      problem: Instance | null
      scale_fen: bigint
    }>`select p.scenario_id, p.scenario_version, p.settings, p.proposal, p.scale_fen,
        case when p.status = 'infeasible' then p.problem end as problem,
        (select s.name from scenario s where s.district = p.district and s.scenario_id = p.scenario_id and s.version = p.scenario_version)
          as scenario_name
      from plan p where p.district = ${district} and p.plan_id = ${planId}`,
  )
