/** Plans in rows, and the live world they are solved from. */
import { fen } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import type { PlanState } from '#policy/plan-workflow.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { json, row, rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { projectState } from '#features/projects/projects.store.ts'
import type { LotSupply, PlanSettings, ProjectDemand, SliceFen, World } from './allocation.model.ts'
import type { Instance, Region, Result } from './engine/format.ts'

/** Lots with money that can be spent in the year, and the year's projects that wait for money. */
export async function loadWorld(on: Executor, district: string, year: number) {
  const facts = await loadLotFacts(on, district, null)
  const lotRows = await rows(
    on,
    sql<{ lot_id: string; level: string; department: string; fiscal_year: number; available: bigint }>`
      select l.lot_id, l.level, l.department, l.fiscal_year, sum(a.balance_fen)::bigint as available from lot l
      join account a on a.district = l.district and a.lot_id = l.lot_id and a.stage = 'available' and a.book = l.book
      where l.district = ${district} and l.fiscal_year <= ${year} and l.usable_to >= ${year} and a.balance_fen > 0
      group by l.lot_id, l.level, l.department, l.fiscal_year order by l.lot_id`,
  )
  const projectRows = await rows(
    on,
    sql<{ project_id: string; code: string; region: string | null; households: number; score: number; need_fen: bigint }>`
      select p.project_id, p.code, p.region, p.households, p.score, f.need_fen from project p
      join project_phase f on f.district = p.district and f.project_id = p.project_id and f.year = ${year}
      where p.district = ${district} and ${projectState('p')} = 'in-library' order by p.code`,
  )
  const purposes = await loadPurposes(
    on,
    district,
    projectRows.map((p) => p.project_id),
  )
  const lots: LotSupply[] = lotRows.map((l) => ({
    ...facts.get(l.lot_id)!,
    level: l.level,
    department: l.department,
    from: l.fiscal_year,
    availableFen: fen(l.available),
  }))
  const projects: ProjectDemand[] = projectRows.map((p) => ({
    ...purposes.get(p.project_id)!,
    code: p.code,
    region: p.region ?? district,
    households: p.households,
    score: p.score,
    needFen: fen(p.need_fen),
  }))
  return { lots, projects, regions: await loadRegions(on, district) }
}

async function loadRegions(on: Executor, district: string): Promise<Region[]> {
  const found = await rows(
    on,
    sql<{
      code: string
      parent: string | null
      level: string
    }>`select code, parent, level from division where district = ${district} order by code`,
  )
  const known = new Set(found.map((f) => f.code))
  const regions = found.map((f) => ({ id: f.code, parent: f.parent && known.has(f.parent) ? f.parent : null, kind: f.level }))
  return known.has(district) ? regions : [{ id: district, parent: null, kind: 'county' }, ...regions]
}

export interface NewPlan {
  readonly planId: string
  readonly name: string
  readonly settings: PlanSettings
  readonly instance: Instance
  readonly result: Result
  readonly step: bigint
  readonly comparison: Readonly<Record<string, { readonly plan: string; readonly greedy: string }>>
  readonly slices: readonly SliceFen[]
}

export async function insertPlan(tx: Tx, district: string, plan: NewPlan, by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into plan (district, plan_id, name, year, state, status, problem, proposal, scale_fen, comparison, settings, created_by, created_at)
      values (${district}, ${plan.planId}, ${plan.name}, ${plan.settings.year}, 'draft', ${plan.result.status}, ${json(plan.instance)},
        ${json(plan.result)}, ${plan.step}, ${json(plan.comparison)}, ${json(plan.settings)}, ${by}, ${now})`,
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
  readonly funded: bigint
  readonly allocated: bigint
  readonly all_projects: number
}

const planColumns = sql`p.plan_id, p.name, p.year, p.state, p.status, p.scale_fen, p.comparison, p.created_at, p.decision_no, p.decided_on,
  p.minutes, p.adopted_at, jsonb_array_length(p.problem -> 'projects') as all_projects,
  (select w.name from person w where w.district = p.district and w.person_id = p.created_by) as created_by,
  (select w.name from person w where w.district = p.district and w.person_id = p.adopted_by) as adopted_by,
  (select count(distinct s.project_id) from plan_slice s where s.district = p.district and s.plan_id = p.plan_id) as funded,
  (select coalesce(sum(s.amount_fen), 0)::bigint from plan_slice s where s.district = p.district and s.plan_id = p.plan_id) as allocated`

export async function listPlans(
  on: Executor,
  district: string,
  f: { q?: string | undefined; year?: number | undefined; state?: string | undefined; limit: number; offset: number },
) {
  const where = sql`p.district = ${district}
    ${f.q ? sql`and (p.name ilike ${`%${f.q}%`} or p.decision_no ilike ${`%${f.q}%`})` : sql``}
    ${f.year ? sql`and p.year = ${f.year}` : sql``} ${f.state ? sql`and p.state = ${f.state}` : sql``}`
  const found = await rows(
    on,
    sql<PlanRow>`select ${planColumns} from plan p where ${where} order by p.created_at desc, p.plan_id desc limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from plan p where ${where}`)
  return { rows: found, total: Number(count!.n) }
}

export const findPlan = (on: Executor, district: string, planId: string, lock = false) =>
  row(
    on,
    sql<PlanRow>`select ${planColumns}, p.problem, p.proposal from plan p
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
  return {
    available: new Map(available.map((a) => [a.lot_id, { book: a.book, balanceFen: fen(a.balance_fen) }])),
    projects: new Map(projects.map((p) => [p.project_id, { code: p.code, state: p.state, needFen: fen(p.need_fen) }])),
    lots: await loadLotFacts(tx, district, lotIds),
    purposes: await loadPurposes(tx, district, projectIds),
  }
}

export const markAdopted = (
  tx: Tx,
  district: string,
  planId: string,
  a: { decisionNo: string; decidedOn: string; minutes: string; by: string; now: string },
) =>
  run(
    tx,
    sql`update plan set state = 'adopted', decision_no = ${a.decisionNo}, decided_on = ${a.decidedOn}, minutes = ${a.minutes},
      adopted_by = ${a.by}, adopted_at = ${a.now} where district = ${district} and plan_id = ${planId} and state = 'draft'`,
  )

export const markDiscarded = (tx: Tx, district: string, planId: string) =>
  run(tx, sql`update plan set state = 'discarded' where district = ${district} and plan_id = ${planId} and state = 'draft'`)

/** Names for what a plan speaks of. */
export async function planNames(on: Executor, district: string) {
  const lots = await rows(
    on,
    sql<{ lot_id: string; doc_no: string; fund_name: string; book: BookKey }>`select l.lot_id, d.doc_no, l.fund_name, l.book from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id where l.district = ${district}`,
  )
  const projects = await rows(
    on,
    sql<{ project_id: string; code: string; name: string; need_fen: bigint }>`select p.project_id, p.code, p.name,
      (select coalesce(sum(f.need_fen), 0)::bigint from project_phase f where f.district = p.district and f.project_id = p.project_id) as need_fen
      from project p where p.district = ${district}`,
  )
  return { lots: new Map(lots.map((l) => [l.lot_id, l])), projects: new Map(projects.map((p) => [p.project_id, p])) }
}
