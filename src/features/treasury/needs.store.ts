/** What projects need and have, what lots could still give, and the supplements there were. Inside a command the books are held, so what is read stays true. */
import { fen } from '#kernel/money.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import { type AccountRow, accountOf } from '#features/ledger/accounts.store.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { type RawBuilder, row, rows, run, sql, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, type StageKey, stages } from '#policy/books.ts'
import type { Available, Help, ProjectNeed, SupplementInput } from './shortfall.model.ts'

/** Stages that tie money to a project or have spent it on one. */
export const ALLOCATED = (Object.keys(stages) as StageKey[]).filter((s) => (stages[s].counts as readonly string[]).includes('allocated'))

export interface NeedRow {
  readonly project_id: string
  readonly code: string
  readonly place: string
  readonly responsible_unit: string
  readonly need_fen: bigint
  readonly allocated_fen: bigint
}

export interface NeedFilter {
  readonly projectIds?: readonly string[]
  readonly q?: string | undefined
  /** Only projects that need more than they have. */
  readonly gap?: boolean
}

const needRows = (on: Executor, district: string, year: number, f: NeedFilter) =>
  rows(
    on,
    sql<NeedRow>`select * from (
      select p.project_id, p.code, p.place, p.responsible_unit,
        (select coalesce(sum(f.need_fen), 0)::bigint from project_phase f
          where f.district = p.district and f.project_id = p.project_id and f.year <= ${year}) as need_fen,
        (select coalesce(sum(a.balance_fen), 0)::bigint from account a
          where a.district = p.district and a.project_id = p.project_id and a.project_id <> '' and a.stage = any(${ALLOCATED}::text[])) as allocated_fen
      from project p where p.district = ${district} ${f.projectIds ? sql`and p.project_id = any(${[...f.projectIds]}::text[])` : sql``}
        ${f.q ? sql`and (p.name ilike ${`%${f.q}%`} or p.code ilike ${`%${f.q}%`} or p.place ilike ${`%${f.q}%`})` : sql``}) n
      ${f.gap ? sql`where n.need_fen > n.allocated_fen` : sql``} order by n.code`,
  )

/** The earliest year of any lot or phase; null in an empty district. */
export const firstYearOf = async (on: Executor, district: string): Promise<number | null> =>
  (await row(
    on,
    sql<{ year: number | null }>`select least(
        (select min(fiscal_year) from lot where district = ${district}),
        (select min(year) from project_phase where district = ${district})) as year`,
  ))!.year

export type NeededProject = ProjectNeed & { readonly code: string; readonly place: string; readonly responsibleUnit: string }

export async function loadNeeds(on: Executor, district: string, year: number, filter: NeedFilter): Promise<NeededProject[]> {
  const found = await needRows(on, district, year, filter)
  const purposes = await loadPurposes(
    on,
    district,
    found.map((f) => f.project_id),
  )
  return found.map((f) => ({
    ...purposes.get(f.project_id)!,
    code: f.code,
    place: f.place,
    responsibleUnit: f.responsible_unit,
    needFen: fen(f.need_fen),
    allocatedFen: fen(f.allocated_fen),
  }))
}

/** Every lot with money available, in the book where it lies. */
export async function loadAvailable(on: Executor, district: string): Promise<Available[]> {
  const found = await rows(
    on,
    sql<AccountRow>`select account_id, lot_id, book, stage, project_id, contract_id, claim_id, payee_id, balance_fen from account
      where district = ${district} and stage = 'available' and balance_fen > 0 order by account_id`,
  )
  const facts = await loadLotFacts(on, district, [...new Set(found.map((f) => f.lot_id))])
  return found.map((f) => ({ lot: facts.get(f.lot_id)!, account: accountOf(f), balanceFen: fen(f.balance_fen) }))
}

export interface NewSupplement {
  readonly id: string
  readonly postingId: string
  readonly input: SupplementInput
  readonly help: Help
  readonly by: string
  readonly now: string
}

export const insertSupplement = (tx: Tx, district: string, { id, postingId, input, help, by, now }: NewSupplement) =>
  run(
    tx,
    sql`insert into supplement (district, supplement_id, posting_id, giver, receiver, project_id, year, amount_fen, need_fen, allocated_fen,
        own_fen, fiscal_fen, shortfall_fen, document, reason, decided_on, decided_by, decided_at)
      values (${district}, ${id}, ${postingId}, ${input.giver}, ${input.receiver}, ${input.projectId}, ${input.year}, ${input.amountFen},
        ${help.needFen}, ${help.allocatedFen}, ${help.ownFen}, 0, ${help.shortfallFen}, ${input.document}, ${input.reason},
        ${input.decidedOn}, ${by}, ${now})`,
  )

export interface SupplementRow {
  readonly supplement_id: string
  readonly posting_id: string
  readonly giver: BookKey
  readonly receiver: BookKey
  readonly project_id: string
  readonly code: string
  readonly project: string
  readonly year: number
  readonly amount_fen: bigint
  readonly need_fen: bigint
  readonly allocated_fen: bigint
  readonly own_fen: bigint
  readonly shortfall_fen: bigint
  readonly document: string
  readonly reason: string
  readonly decided_on: CivilDate
  readonly decided_by: string
  readonly decided_at: string
  readonly reversed_by: string | null
}

const supplementSelect = (district: string, where: RawBuilder<unknown>) => sql<SupplementRow>`
  select s.supplement_id, s.posting_id, s.giver, s.receiver, s.project_id, p.code, p.name as project, s.year, s.amount_fen, s.need_fen,
    s.allocated_fen, s.own_fen, s.shortfall_fen, s.document, s.reason, s.decided_on, w.name as decided_by, s.decided_at,
    r.posting_id as reversed_by
  from supplement s join project p on p.district = s.district and p.project_id = s.project_id
  left join person w on w.district = s.district and w.person_id = s.decided_by
  left join posting r on r.district = s.district and r.reverses = s.posting_id
  where s.district = ${district} ${where} order by s.decided_at desc, s.supplement_id desc`

export const findSupplement = (on: Executor, district: string, id: string) =>
  row(on, supplementSelect(district, sql`and s.supplement_id = ${id}`))

export async function listSupplements(on: Executor, district: string, f: { q?: string | undefined; limit: number; offset: number }) {
  const where = f.q ? sql`and (p.name ilike ${`%${f.q}%`} or p.code ilike ${`%${f.q}%`} or s.document ilike ${`%${f.q}%`})` : sql``
  const found = await rows(on, sql<SupplementRow>`${supplementSelect(district, where)} limit ${f.limit} offset ${f.offset}`)
  const count = await row(
    on,
    sql<{ n: bigint }>`select count(*) as n from supplement s join project p on p.district = s.district and p.project_id = s.project_id
      where s.district = ${district} ${where}`,
  )
  return { rows: found, total: Number(count!.n) }
}
