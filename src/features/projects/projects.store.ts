/** The project library in rows. */
import type { AmountKey, BookKey } from '#policy/books.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { row, rows, run, type RawBuilder, sql, tableOf, theRow, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { accountsAt, instantOf } from '#features/ledger/accounts-at.store.ts'
import { COUNTED, type StageAmounts } from '#features/ledger/amounts.model.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'

export interface NewProject {
  readonly projectId: string
  readonly code: string
  readonly name: string
  readonly nameKey: string
  readonly year: number
  readonly category: string
  readonly poverty: boolean
  readonly agriculture: boolean
  readonly household: boolean
  readonly region: string | null
  readonly place: string
  readonly location: string
  readonly content: string
  readonly responsibleUnit: string
  readonly households: number
  readonly score: number
  readonly state: ProjectState
  readonly needFen: bigint
  readonly source: { readonly fileId: string; readonly name: string; readonly sheet: string; readonly row: number } | null
}

export async function insertProjects(tx: Tx, district: string, projects: readonly NewProject[], by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into project (district, project_id, code, name, name_key, year, category, poverty, agriculture, household, region, place,
        location, content, responsible_unit, households, score, state, source, created_by, created_at)
      select ${district}, id, code, name, name_key, year, category, poverty, agriculture, household, region, place, location, content,
        responsible_unit, households, score, state, source, ${by}, ${now} from ${tableOf(
          'x',
          {
            id: 'text',
            code: 'text',
            name: 'text',
            name_key: 'text',
            year: 'integer',
            category: 'text',
            poverty: 'boolean',
            agriculture: 'boolean',
            household: 'boolean',
            region: 'text',
            place: 'text',
            location: 'text',
            content: 'text',
            responsible_unit: 'text',
            households: 'integer',
            score: 'integer',
            state: 'text',
            source: 'jsonb',
          },
          projects.map((p) => ({ ...p, id: p.projectId, name_key: p.nameKey, responsible_unit: p.responsibleUnit })),
        )}`,
  )
  await run(
    tx,
    sql`insert into project_phase (district, project_id, year, need_fen)
      select ${district}, id, year, need_fen from ${tableOf(
        'x',
        { id: 'text', year: 'integer', need_fen: 'bigint' },
        projects.map((p) => ({ id: p.projectId, year: p.year, need_fen: p.needFen })),
      )}`,
  )
}

/** Takes `count` numbers of a counter; without gaps, because they are taken in the transaction that uses them. Returns the first. */
export async function takeNumbers(tx: Tx, district: string, name: string, count: number): Promise<bigint> {
  const taken = await theRow(
    tx,
    sql<{ value: bigint }>`insert into counter (district, name, value) values (${district}, ${name}, ${BigInt(count)})
      on conflict (district, name) do update set value = counter.value + ${BigInt(count)} returning value`,
  )
  return taken.value - BigInt(count) + 1n
}

/**
 * Where a project stands is told by its money and contracts, so that a reservation released by hand or reversed puts it
 * back by itself; the stored state says how far it has come in the library.
 */
export const projectState = (alias: string, district = '', moment: Moment = {}): RawBuilder<ProjectState> => {
  const { asOf, knownAt } = moment
  const of = (column: string) => sql.ref(`${alias}.${column}`)
  return sql`case
    when exists (select 1 from contract k where k.district = ${of('district')} and k.project_id = ${of('project_id')}
      ${asOf ? sql`and k.signed_on <= ${asOf}::date` : sql``} ${knownAt ? sql`and k.created_at <= ${instantOf(knownAt)}::timestamptz` : sql``})
      then 'contracted'
    when exists (select 1 from ${accountsAt(district, moment)} m
      where m.district = ${of('district')} and m.project_id = ${of('project_id')} and m.balance_fen > 0) then 'funded'
    else ${of('state')} end`
}

export interface ProjectRow extends StageAmounts {
  readonly project_id: string
  readonly code: string
  readonly name: string
  readonly year: number
  readonly category: string
  readonly poverty: boolean
  readonly agriculture: boolean
  readonly household: boolean
  readonly region: string | null
  readonly place: string
  readonly location: string
  readonly content: string
  readonly responsible_unit: string
  readonly households: number
  readonly score: number
  readonly state: ProjectState
  readonly source: { fileId: string; name: string; sheet: string; row: number } | null
  readonly need_fen: bigint
}

export interface ProjectFilter {
  readonly q?: string | undefined
  readonly year?: number | undefined
  readonly category?: string | undefined
  readonly state?: string | undefined
  readonly region?: string | undefined
  /** Money as it stood then; everything else as it is. */
  readonly moment?: Moment | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

const where = (district: string, f: Partial<ProjectFilter>): RawBuilder<unknown> => sql`p.district = ${district}
  ${
    f.q
      ? sql`and (p.name ilike ${`%${f.q}%`} or p.code ilike ${`%${f.q}%`} or p.place ilike ${`%${f.q}%`} or p.responsible_unit ilike ${`%${f.q}%`} or p.content ilike ${`%${f.q}%`})`
      : sql``
  }
  ${f.moment?.knownAt ? sql`and p.created_at <= ${instantOf(f.moment.knownAt)}::timestamptz` : sql``}
  ${f.year ? sql`and p.year = ${f.year}` : sql``}
  ${f.category ? sql`and p.category = ${f.category}` : sql``}
  ${f.state ? sql`and ${projectState('p', district, f.moment)} = ${f.state}` : sql``}
  ${f.region ? sql`and p.region like ${`${f.region}%`}` : sql``}`

function amountOf(key: AmountKey): RawBuilder<unknown> {
  return sql.join(
    COUNTED[key].map((stage) => sql.ref(`x.${stage}`)),
    sql` + `,
  )
}

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  code: sql`x.code`,
  name: sql`x.name`,
  year: sql`x.year`,
  category: sql`x.category`,
  place: sql`x.place`,
  responsibleUnit: sql`x.responsible_unit`,
  state: sql`x.state`,
  score: sql`x.score`,
  households: sql`x.households`,
  needFen: sql`x.need_fen`,
  allocated: amountOf('allocated'),
  paid: amountOf('paid'),
  recognised: amountOf('recognised'),
}

const orderBy = (sort: string | undefined): RawBuilder<unknown> => {
  const column = SORTS[sort?.replace(/^-/, '') ?? '']
  return column ? sql`${column} ${sort!.startsWith('-') ? sql`desc` : sql`asc`}, x.code` : sql`x.year desc, x.score desc, x.code`
}

const projectSelect = (district: string, f: Partial<ProjectFilter>) => sql`
  select p.project_id, p.code, p.name, p.year, p.category, p.poverty, p.agriculture, p.household, p.region, p.place, p.location, p.content,
    p.responsible_unit, p.households, p.score, ${projectState('p', district, f.moment)} as state, p.source, n.need_fen, b.*
  from project p
  left join lateral (
    select coalesce(sum(f.need_fen), 0)::bigint as need_fen from project_phase f
    where f.district = p.district and f.project_id = p.project_id) n on true
  left join lateral (
    select ${stageSums('a')} from ${accountsAt(district, f.moment ?? {})} a
    where a.district = p.district and a.project_id = p.project_id and a.project_id <> '') b on true
  where ${where(district, f)}`

export async function listProjects(on: Executor, district: string, f: ProjectFilter): Promise<{ rows: ProjectRow[]; total: number }> {
  const found = await rows(
    on,
    sql<ProjectRow>`select x.* from (${projectSelect(district, f)}) x order by ${orderBy(f.sort)} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from project p where ${where(district, f)}`)
  return { rows: found, total: Number(count!.n) }
}

export async function sumProjects(on: Executor, district: string, f: Partial<ProjectFilter>) {
  const need = await theRow(
    on,
    sql<{ need: bigint }>`select coalesce(sum(f.need_fen), 0)::bigint as need from project p
      join project_phase f on f.district = p.district and f.project_id = p.project_id where ${where(district, f)}`,
  )
  const money = await theRow(
    on,
    sql<StageAmounts>`select ${stageSums('a')} from project p
      join ${accountsAt(district, f.moment ?? {})} a on a.district = p.district and a.project_id = p.project_id where ${where(district, f)}`,
  )
  return { need: need.need, money }
}

export const findProject = (on: Executor, district: string, projectId: string) =>
  row(on, sql<ProjectRow>`select x.* from (${projectSelect(district, {})}) x where x.project_id = ${projectId}`)

export const projectYears = async (on: Executor, district: string): Promise<number[]> =>
  (await rows(on, sql<{ year: number }>`select distinct year from project where district = ${district} order by year desc`)).map(
    (y) => y.year,
  )

export const projectPhases = (on: Executor, district: string, projectId: string) =>
  rows(
    on,
    sql<{ year: number; need_fen: bigint }>`select year, need_fen from project_phase
      where district = ${district} and project_id = ${projectId} order by year`,
  )

/** Money of a project (or contract) by lot. */
export const moneyByLot = (on: Executor, district: string, of: { projectId?: string; contractId?: string; claimId?: string }) =>
  rows(
    on,
    sql<StageAmounts & { lot_id: string; doc_no: string; fund_name: string; book: BookKey; usable_to: number }>`
      select a.lot_id, d.doc_no, l.fund_name, a.book, l.usable_to, ${stageSums('a')} from account a
      join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where a.district = ${district}
        ${of.projectId ? sql`and a.project_id = ${of.projectId}` : sql``}
        ${of.contractId ? sql`and a.contract_id = ${of.contractId}` : sql``}
        ${of.claimId ? sql`and a.claim_id = ${of.claimId}` : sql``}
      group by a.lot_id, d.doc_no, l.fund_name, a.book, l.usable_to order by a.book, d.doc_no`,
  )

export const availableByLot = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ lot_id: string; doc_no: string; fund_name: string; book: string; available: bigint }>`
      select l.lot_id, d.doc_no, l.fund_name, l.book, coalesce(sum(a.balance_fen), 0)::bigint as available from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join account a on a.district = l.district and a.lot_id = l.lot_id and a.stage = 'available'
      where l.district = ${district} group by l.lot_id, d.doc_no, l.fund_name, l.book, l.usable_to order by l.usable_to, l.lot_id`,
  )

export const contractsOfProject = (on: Executor, district: string, projectId: string) =>
  rows(
    on,
    sql<{ id: string; contract_no: string; contractor: string; amount_fen: bigint }>`
      select c.contract_id as id, c.contract_no, r.name as contractor, c.amount_fen from contract c
      join contractor r on r.district = c.district and r.contractor_id = c.contractor_id
      where c.district = ${district} and c.project_id = ${projectId} order by c.contract_no`,
  )

/** Code of every project that is the same as one of these. */
export async function findSame(on: Executor, district: string, nameKeys: readonly string[]) {
  return rows(
    on,
    sql<{ code: string; year: number; name: string; place: string; need_fen: bigint }>`
      select p.code, p.year, p.name, p.place, f.need_fen from project p
      join project_phase f on f.district = p.district and f.project_id = p.project_id
      where p.district = ${district} and p.name_key = any(${[...nameKeys]}::text[])`,
  )
}

export const lockProjects = (tx: Tx, district: string, projectIds: readonly string[]) =>
  rows(
    tx,
    sql<{ project_id: string; code: string; name: string; category: string; state: ProjectState; responsible_unit: string }>`
      select p.project_id, p.code, p.name, p.category, ${projectState('p')} as state, p.responsible_unit from project p
      where p.district = ${district} and p.project_id = any(${[...projectIds]}::text[]) order by p.project_id for update of p`,
  )
