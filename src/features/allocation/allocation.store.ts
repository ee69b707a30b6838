/** Plans in rows, and what an adoption must still find. */
import { fen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { BookKey } from '#policy/books.ts'
import type { PlanState } from '#policy/plan-workflow.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { json, type RawBuilder, row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { projectState } from '#features/projects/projects.store.ts'
import type { PlanSettings, SliceFen, World } from './allocation.model.ts'
import type { KeptTerms } from './desk-around.model.ts'
import type { Instance, Result } from './engine/format.ts'
import { openPhasesOf } from './live-world.store.ts'
import type { StoredBefore, StoredTerms } from './scenario.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export { loadWorld } from './live-world.store.ts'

export interface NewPlan {
  readonly planId: string
  readonly name: string
  readonly settings: PlanSettings & {
    /** The terms it was solved under and what was to be said about them; plans from before there were scenarios have none. */
    readonly terms?: ScenarioTerms
    readonly notes?: readonly Text[]
    /** What its groups counted that was given before it, by the group's id. */
    readonly before?: StoredBefore
  }
  readonly scenarioId?: string | null
  readonly scenarioVersion?: number | null
  readonly instance: Instance
  readonly result: Result
  readonly step: bigint
  readonly comparison: Readonly<Record<string, { readonly plan: string; readonly greedy: string }>>
  readonly slices: readonly SliceFen[]
}

export async function insertPlan(tx: Tx, district: string, plan: NewPlan, by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into plan (district, plan_id, name, year, state, status, problem, proposal, scale_fen, comparison, settings,
        scenario_id, scenario_version, created_by, created_at)
      values (${district}, ${plan.planId}, ${plan.name}, ${plan.settings.year}, 'draft', ${plan.result.status}, ${json(plan.instance)},
        ${json(plan.result)}, ${plan.step}, ${json(plan.comparison)}, ${json(plan.settings)},
        ${plan.scenarioId ?? null}, ${plan.scenarioVersion ?? null}, ${by}, ${now})`,
  )
  await run(
    tx,
    sql`insert into plan_slice (district, plan_id, lot_id, project_id, year, amount_fen)
      select ${district}, ${plan.planId}, lot_id, project_id, year, amount_fen from ${tableOf(
        'x',
        { lot_id: 'text', project_id: 'text', year: 'integer', amount_fen: 'bigint' },
        plan.slices.map((s) => ({ lot_id: s.lotId, project_id: s.projectId, year: s.year, amount_fen: s.amountFen })),
      )}`,
  )
}

export interface PlanRow {
  readonly plan_id: string
  readonly name: string
  readonly year: number
  readonly state: PlanState
  readonly status: string
  readonly problem: Instance
  readonly proposal: Result
  readonly scale_fen: bigint
  readonly comparison: Record<string, { plan: string; greedy: string }>
  readonly created_by: string
  readonly created_at: string
  readonly decision_no: string | null
  readonly decided_on: string | null
  readonly minutes: string | null
  readonly adopted_by: string | null
  readonly adopted_at: string | null
  readonly over_reason: string | null
  readonly published_no: string | null
  readonly published_on: string | null
  readonly published_by: string | null
  /** An adjustment names the plan it changes, and why by which document. */
  readonly parent_id: string | null
  readonly parent_name: string | null
  readonly cause: string | null
  readonly cause_document: string | null
  readonly scenario_id: string | null
  readonly scenario_version: number | null
  /** As the scenario was called in that version. */
  readonly scenario_name: string | null
  readonly settings: KeptTerms & { readonly terms?: StoredTerms; readonly before?: StoredBefore }
  readonly funded: bigint
  readonly allocated: bigint
  readonly all_projects: number
}

/** A published plan is an adopted one that is public. */
const planState = sql`case when p.published_no is not null then 'published' else p.state end`

const planColumns = sql`p.plan_id, p.name, p.year, ${planState} as state, p.status, p.scale_fen, p.comparison, p.created_at, p.decision_no,
  p.decided_on, p.minutes, p.adopted_at, p.over_reason, p.published_no, p.published_on, p.parent_id, p.cause, p.cause_document,
  p.scenario_id, p.scenario_version,
  (select c.name from scenario c where c.district = p.district and c.scenario_id = p.scenario_id and c.version = p.scenario_version)
    as scenario_name,
  (select x.name from plan x where x.district = p.district and x.plan_id = p.parent_id) as parent_name,
  (select w.name from person w where w.district = p.district and w.person_id = p.published_by) as published_by,
  jsonb_array_length(p.problem -> 'projects') as all_projects,
  (select w.name from person w where w.district = p.district and w.person_id = p.created_by) as created_by,
  (select w.name from person w where w.district = p.district and w.person_id = p.adopted_by) as adopted_by,
  (select count(distinct s.project_id) from plan_slice s where s.district = p.district and s.plan_id = p.plan_id) as funded,
  (select coalesce(sum(s.amount_fen), 0)::bigint from plan_slice s where s.district = p.district and s.plan_id = p.plan_id) as allocated`

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  year: sql`p.year`,
  createdAt: sql`p.created_at`,
  allocatedFen: sql`allocated`,
}

/** Newest first unless a column is asked for. */
function planOrder(sort: string | undefined): RawBuilder<unknown> {
  const column = SORTS[sort?.replace(/^-/, '') ?? '']
  if (!column) return sql`p.created_at desc, p.plan_id desc`
  return sql`${column} ${sort!.startsWith('-') ? sql`desc` : sql`asc`}, p.plan_id desc`
}

export async function listPlans(
  on: Executor,
  district: string,
  f: {
    q?: string | undefined
    year?: number | undefined
    state?: string | undefined
    sort?: string | undefined
    limit: number
    offset: number
  },
) {
  const inState = f.state === 'published' ? sql`and p.published_no is not null` : f.state ? sql`and p.state = ${f.state}` : sql``
  const where = sql`p.district = ${district}
    ${f.q ? sql`and (p.name ilike ${`%${f.q}%`} or p.decision_no ilike ${`%${f.q}%`})` : sql``}
    ${f.year ? sql`and p.year = ${f.year}` : sql``} ${inState}`
  const found = await rows(
    on,
    sql<PlanRow>`select ${planColumns} from plan p where ${where} order by ${planOrder(f.sort)} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from plan p where ${where}`)
  return { rows: found, total: Number(count!.n) }
}

export const findPlan = (on: Executor, district: string, planId: string, lock = false) =>
  row(
    on,
    sql<PlanRow>`select ${planColumns}, p.problem, p.proposal, p.settings from plan p
      where p.district = ${district} and p.plan_id = ${planId} ${lock ? sql`for update of p` : sql``}`,
  )

export const planSlices = async (on: Executor, district: string, planId: string): Promise<SliceFen[]> =>
  (
    await rows(
      on,
      sql<{
        lot_id: string
        project_id: string
        year: number
        amount_fen: bigint
      }>`select lot_id, project_id, year, amount_fen from plan_slice
        where district = ${district} and plan_id = ${planId} order by project_id, lot_id`,
    )
  ).map((s) => ({ lotId: s.lot_id, projectId: s.project_id, year: s.year, amountFen: fen(s.amount_fen) }))

/** What the slices touch, locked, as it is now. */
export async function lockWorld(tx: Tx, district: string, slices: readonly SliceFen[]): Promise<World> {
  const lotIds = [...new Set(slices.map((s) => s.lotId))]
  const projectIds = [...new Set(slices.map((s) => s.projectId))]
  const available = await rows(
    tx,
    sql<{ lot_id: string; book: BookKey; balance_fen: bigint }>`select a.lot_id, a.book, a.balance_fen from account a
      join lot l on l.district = a.district and l.lot_id = a.lot_id and l.book = a.book
      where a.district = ${district} and a.stage = 'available' and a.lot_id = any(${lotIds}::text[]) order by a.account_id for update of a`,
  )
  const projects = await rows(
    tx,
    sql<{
      project_id: string
      code: string
      state: ProjectState
      need_fen: bigint
    }>`select p.project_id, p.code, ${projectState('p')} as state,
        (select f.need_fen from project_phase f where f.district = p.district and f.project_id = p.project_id and f.year = p.year) as need_fen
      from project p where p.district = ${district} and p.project_id = any(${projectIds}::text[]) order by p.project_id for update of p`,
  )
  const open = await openPhasesOf(tx, district, projectIds)
  return {
    available: new Map(available.map((a) => [a.lot_id, { book: a.book, balanceFen: fen(a.balance_fen) }])),
    projects: new Map(
      projects.map((p) => [
        p.project_id,
        { code: p.code, state: p.state, needFen: fen(p.need_fen), phases: open.get(p.project_id)?.phases ?? [] },
      ]),
    ),
    lots: await loadLotFacts(tx, district, lotIds),
    purposes: await loadPurposes(tx, district, projectIds),
  }
}

export const markAdopted = (
  tx: Tx,
  district: string,
  planId: string,
  a: { decisionNo: string; decidedOn: string; minutes: string; overReason: string; by: string; now: string },
) =>
  run(
    tx,
    sql`update plan set state = 'adopted', decision_no = ${a.decisionNo}, decided_on = ${a.decidedOn}, minutes = ${a.minutes},
      over_reason = ${a.overReason === '' ? null : a.overReason}, adopted_by = ${a.by}, adopted_at = ${a.now}
      where district = ${district} and plan_id = ${planId} and state in ('draft', 'consulting')`,
  )

export const markDiscarded = (tx: Tx, district: string, planId: string) =>
  run(
    tx,
    sql`update plan set state = 'discarded'
    where district = ${district} and plan_id = ${planId} and state in ('draft', 'consulting')`,
  )

/** Names for what a plan speaks of. */
export async function planNames(on: Executor, district: string) {
  const lots = await rows(
    on,
    sql<{ lot_id: string; doc_no: string; fund_name: string; book: BookKey; department: string }>`select l.lot_id, d.doc_no, l.fund_name,
        l.book, l.department from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id where l.district = ${district}`,
  )
  const projects = await rows(
    on,
    sql<{ project_id: string; code: string; name: string; unit: string; need_fen: bigint }>`select p.project_id, p.code, p.name,
      p.responsible_unit as unit,
      (select coalesce(sum(f.need_fen), 0)::bigint from project_phase f where f.district = p.district and f.project_id = p.project_id) as need_fen
      from project p where p.district = ${district}`,
  )
  return { lots: new Map(lots.map((l) => [l.lot_id, l])), projects: new Map(projects.map((p) => [p.project_id, p])) }
}
