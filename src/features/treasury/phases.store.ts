/** Phases of projects with their versions, and the promises that wait for money. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { row, rows, run, sql, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadLotFacts, lotSince } from '#features/ledger/ledger.store.ts'
import type { BookKey } from '#policy/books.ts'
import { ALLOCATED } from './needs.store.ts'
import type { Phase, PhasesInput, PhasesNow } from './phases.model.ts'

interface NowRow {
  readonly project_id: string
  readonly name: string
  readonly year: number
  readonly allocated_fen: bigint
  readonly version: number
}

/** As it is; inside a command the project is locked. */
export async function loadPhases(on: Executor, district: string, projectId: string, lock = false): Promise<PhasesNow | undefined> {
  const found = await row(
    on,
    sql<NowRow>`select p.project_id, p.name, p.year,
        (select coalesce(sum(a.balance_fen), 0)::bigint from account a where a.district = p.district and a.project_id = p.project_id
          and a.project_id <> '' and a.stage = any(${ALLOCATED}::text[])) as allocated_fen,
        coalesce((select max(v.version) from project_phase_version v where v.district = p.district and v.project_id = p.project_id), 1) as version
      from project p where p.district = ${district} and p.project_id = ${projectId} ${lock ? sql`for update of p` : sql``}`,
  )
  if (!found) return undefined
  const phases = await phasesByProject(on, district, [projectId])
  return {
    projectId: found.project_id,
    name: found.name,
    year: found.year,
    phases: phases.get(projectId) ?? [],
    allocatedFen: fen(found.allocated_fen),
    version: found.version,
  }
}

export async function phasesByProject(on: Executor, district: string, projectIds: readonly string[]): Promise<Map<string, Phase[]>> {
  const found = await rows(
    on,
    sql<{ project_id: string; year: number; need_fen: bigint }>`select project_id, year, need_fen from project_phase
      where district = ${district} and project_id = any(${[...projectIds]}::text[]) order by project_id, year`,
  )
  const all = new Map<string, Phase[]>()
  for (const f of found) all.set(f.project_id, [...(all.get(f.project_id) ?? []), { year: f.year, needFen: fen(f.need_fen) }])
  return all
}

/** The next version; before the first, the phases as they came into the library. */
export async function insertPhases(
  tx: Tx,
  district: string,
  now: PhasesNow,
  phases: readonly Phase[],
  about: Pick<PhasesInput, 'document' | 'reason'> & { readonly by: string; readonly at: string },
): Promise<void> {
  const insert = (version: number, list: readonly Phase[], document: string, reason: string) =>
    run(
      tx,
      sql`insert into project_phase_version (district, project_id, version, years, needs_fen, document, reason, changed_by, changed_at)
        values (${district}, ${now.projectId}, ${version}, ${list.map((p) => p.year)}::integer[], ${list.map((p) => p.needFen)}::bigint[],
          ${document}, ${reason}, ${about.by}, ${about.at})`,
    )
  const first = await row(
    tx,
    sql<{ version: number }>`select version from project_phase_version
      where district = ${district} and project_id = ${now.projectId} and version = 1`,
  )
  if (!first) await insert(1, now.phases, '', '')
  await insert(now.version + 1, phases, about.document, about.reason)
}

export const phaseVersions = (on: Executor, district: string, projectId: string) =>
  rows(
    on,
    sql<{ version: number; years: number[]; needs_fen: bigint[]; document: string; reason: string; by: string | null; changed_at: string }>`
      select v.version, v.years, v.needs_fen, v.document, v.reason, w.name as by, v.changed_at from project_phase_version v
      left join person w on w.district = v.district and w.person_id = v.changed_by
      where v.district = ${district} and v.project_id = ${projectId} order by v.version`,
  )

export interface PromiseRow {
  readonly lot_id: string
  readonly doc_no: string
  readonly fund_name: string
  readonly book: BookKey
  readonly project_id: string
  readonly code: string
  readonly project: string
  readonly promised_fen: bigint
  /** Tied to the project or spent on it, promises included. */
  readonly allocated_fen: bigint
  /** Of the project, over all lots. */
  readonly all_promised_fen: bigint
  readonly since: CivilDate
  /** The day the lot's clocks start. */
  readonly lot_since: CivilDate
  readonly posting_id: string
  readonly basis: string
  readonly reason: string | null
}

/** Who waits for which lot. `since` is the day the wait began: the first promise after the account was last empty. */
export const promiseRows = (on: Executor, district: string, f: { readonly lotId?: string; readonly projectId?: string } = {}) =>
  rows(
    on,
    sql<PromiseRow>`
      with waiting as (
        select a.account_id, a.lot_id, a.book, a.project_id, a.balance_fen from account a
        where a.district = ${district} and a.stage = 'promised' and a.balance_fen > 0
          ${f.lotId ? sql`and a.lot_id = ${f.lotId}` : sql``} ${f.projectId ? sql`and a.project_id = ${f.projectId}` : sql``}),
      steps as (
        select w.account_id, p.posting_id, p.business_date, p.basis, p.reason, p.recorded_at, p.number,
          case when m.to_account = w.account_id then m.amount_fen else -m.amount_fen end as delta
        from waiting w join move m on m.district = ${district} and w.account_id in (m.from_account, m.to_account)
        join posting p on p.district = m.district and p.posting_id = m.posting_id),
      runs as (
        select s.*, sum(delta) over (partition by account_id order by number, posting_id) - delta as before from steps s),
      begun as (
        select distinct on (account_id) account_id, posting_id, business_date, number, basis, reason from runs
        where delta > 0 and before = 0 order by account_id, number desc, posting_id desc)
      select w.lot_id, d.doc_no, l.fund_name, w.book, w.project_id, p.code, p.name as project, w.balance_fen as promised_fen,
        (select coalesce(sum(a.balance_fen), 0)::bigint from account a where a.district = ${district} and a.project_id = w.project_id
          and a.project_id <> '' and a.stage = any(${ALLOCATED}::text[])) as allocated_fen,
        (sum(w.balance_fen) over (partition by w.project_id))::bigint as all_promised_fen,
        b.business_date as since, ${lotSince} as lot_since, b.posting_id, b.basis, b.reason
      from waiting w join begun b on b.account_id = w.account_id
      join lot l on l.district = ${district} and l.lot_id = w.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join project p on p.district = ${district} and p.project_id = w.project_id
      order by b.business_date, b.number, w.account_id`,
  )

/** Of one lot: what is announced and free, and what is promised to one project. */
export async function awaitedOf(on: Executor, district: string, lotId: string, projectId: string) {
  const found = await row(
    on,
    sql<{ expected: bigint; promised: bigint }>`select
        coalesce(sum(balance_fen) filter (where stage = 'expected'), 0)::bigint as expected,
        coalesce(sum(balance_fen) filter (where stage = 'promised' and project_id = ${projectId}), 0)::bigint as promised
      from account where district = ${district} and lot_id = ${lotId}`,
  )
  return { expectedFen: fen(found!.expected), promisedFen: fen(found!.promised) }
}

/** Lots with money that is announced, has not come and is promised to nobody. */
export async function expectingLots(on: Executor, district: string) {
  const found = await rows(
    on,
    sql<{ lot_id: string; expected: bigint }>`select lot_id, sum(balance_fen)::bigint as expected from account
      where district = ${district} and stage = 'expected' and balance_fen > 0 group by lot_id order by lot_id`,
  )
  const facts = await loadLotFacts(
    on,
    district,
    found.map((f) => f.lot_id),
  )
  return found.map((f) => ({ facts: facts.get(f.lot_id)!, expectedFen: fen(f.expected) }))
}
