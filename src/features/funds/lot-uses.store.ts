/** The two other faces of the list: what lots give to projects, and who answers for it under which contract. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type StageAmounts, STAGE_COLUMNS } from '#features/ledger/amounts.model.ts'
import { heldNow } from '#features/ledger/settled.store.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import { rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey } from '#policy/books.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import { descending, isNarrowed, lapsesOn, type LotFilter, lotWhere, type Page, sortAmount } from './lot-list.store.ts'

export interface UseRow extends StageAmounts {
  readonly lot_id: string
  readonly doc_no: string
  readonly fund_name: string
  readonly level: FundLevel
  readonly department: string
  readonly book: BookKey
  readonly fiscal_year: number
  readonly lapses_on: CivilDate
  readonly project_id: string
  readonly project: string
  readonly project_code: string
  readonly place: string
  readonly category: string
  readonly responsible_unit: string
  readonly contract_id: string
  readonly contract_no: string | null
  readonly contract: string | null
  readonly contractor: string | null
  readonly signed_on: CivilDate | null
}

/** What rows can be in the order of, by the name that columns are sorted by. */
const ORDERS: Readonly<Record<string, RawBuilder<unknown>>> = {
  project: sql`p.name`,
  fundName: sql`l.fund_name`,
  level: sql`l.level`,
  department: sql`l.department`,
  responsibleUnit: sql`p.responsible_unit`,
  lapsesOn: lapsesOn,
}

const ALL_SUMS = (alias: string) => sql.join(STAGE_COLUMNS.map((name) => sql.ref(`${alias}.${name}`)))
const whole = (name: string) => sql.id(`whole_${name}`)

/**
 * By lot and project; with `byContract` also by contract, where the empty one is money that no contract holds yet. What lots
 * hold for projects is read once, for the page and for what the whole list comes to: no stage of it is below zero, so a row with a sum of
 * zero holds nothing. Projects are put in their order once; lots are looked at only where the list is narrowed or sorted by them, and
 * documents, names and amounts for the page alone.
 */
export async function listUses(on: Executor, district: string, f: LotFilter & Page, byContract: boolean) {
  const { region, ...rest } = f
  const words = sql`or p.name ilike ${`%${f.q ?? ''}%`} or p.code ilike ${`%${f.q ?? ''}%`} or p.responsible_unit ilike ${`%${f.q ?? ''}%`}`
  const key = byContract ? sql`h.lot_id, h.project_id, h.contract_id` : sql`h.lot_id, h.project_id`
  const same = (a: string, b: string) =>
    sql`${sql.ref(`${a}.lot_id`)} = ${sql.ref(`${b}.lot_id`)} and ${sql.ref(`${a}.project_id`)} = ${sql.ref(`${b}.project_id`)}
      ${byContract ? sql`and ${sql.ref(`${a}.contract_id`)} = ${sql.ref(`${b}.contract_id`)}` : sql``}`
  const amount = sortAmount('h', f.sort)
  const sorted = amount ? sql`h.amount` : ORDERS[f.sort?.replace(/^-/, '') ?? '']
  const wanted = sorted ? sql`x.wanted ${descending(f.sort)},` : sql``
  const order = sql`${wanted} x.nth_project, x.contract_no collate "C", x.doc_no collate "C", x.lot_id, x.contract_id`
  const ofLots = isNarrowed(f) || (sorted && !amount)
  const found = await rows(
    on,
    sql<UseRow & Record<string, bigint>>`
      with held as materialized (
        select a.lot_id, a.project_id, ${byContract ? sql`a.contract_id` : sql`''`} as contract_id, a.stage, a.balance_fen
        from ${await heldNow(on, district)} a where a.project_id <> ''),
      listed as materialized (
        select h.*, ${sorted ?? sql`null`} as wanted, p.nth as nth_project
        from (select ${key} ${byContract ? sql`` : sql`, '' as contract_id`}, ${amount ?? sql`0`} as amount from held h
          group by ${key} having sum(h.balance_fen) <> 0) h
        join (select p.*, row_number() over (order by ${byContract ? sql`p.responsible_unit,` : sql``} p.code, p.project_id) as nth
          from project p where p.district = ${district}) p on p.project_id = h.project_id
        ${
          ofLots
            ? sql`join lot l on l.district = ${district} and l.lot_id = h.lot_id
              join fund_document d on d.district = l.district and d.doc_id = l.doc_id where ${lotWhere(district, rest, words)}`
            : sql`where true`
        } ${region ? sql`and p.region like ${`${region}%`}` : sql``}),
      near as (select x.* from listed x order by ${wanted} x.nth_project fetch first (${f.offset + f.limit}::integer) rows with ties),
      page as (
        select x.* from (
          select n.*, coalesce(k.contract_no, '') as contract_no, d.doc_no from near n
          join lot l on l.district = ${district} and l.lot_id = n.lot_id
          join fund_document d on d.district = l.district and d.doc_id = l.doc_id
          left join contract k on k.district = l.district and k.contract_id = n.contract_id) x
        order by ${order} limit ${f.limit} offset ${f.offset}),
      amounts as (select ${key}, ${stageSums('h')} from page x join held h on ${same('h', 'x')} group by ${key}),
      stages as (select h.stage, sum(h.balance_fen) as balance_fen from held h
        ${isNarrowed(f) ? sql`where exists (select 1 from listed x where ${same('x', 'h')})` : sql``} group by h.stage),
      sums as (select ${stageSums('s')} from stages s)
      select (select count(*) from listed) as whole_n,
        ${sql.join(STAGE_COLUMNS.map((name) => sql`${sql.ref(`w.${name}`)} as ${whole(name)}`))},
        x.lot_id, x.project_id, x.contract_id, d.doc_no, l.fund_name, l.level, l.department, l.book, l.fiscal_year,
        ${lapsesOn} as lapses_on, p.name as project, p.code as project_code, p.place, p.category, p.responsible_unit, k.contract_no,
        k.name as contract, k.signed_on, r.name as contractor, ${ALL_SUMS('h')}
      from sums w left join page x on true left join amounts h on ${same('h', 'x')}
      left join lot l on l.district = ${district} and l.lot_id = x.lot_id
      left join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join project p on p.district = l.district and p.project_id = x.project_id
      left join contract k on k.district = l.district and k.contract_id = x.contract_id
      left join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
      order by ${order}`,
  )
  const first = found[0]!
  const sum = Object.fromEntries(STAGE_COLUMNS.map((name) => [name, first[`whole_${name}`]!])) as unknown as StageAmounts
  return { rows: found.filter((u) => u.lot_id !== null), total: Number(first['whole_n']!), sum }
}
