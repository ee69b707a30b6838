/** The two other faces of the list: what lots give to projects, and who answers for it under which contract. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type StageAmounts, STAGE_COLUMNS } from '#features/ledger/amounts.model.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey } from '#policy/books.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import { amountSorts, lapsesOn, type LotFilter, lotWhere, orderBy, type Page } from './lot-list.store.ts'

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

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  project: sql`x.project`,
  fundName: sql`x.fund_name`,
  level: sql`x.level`,
  department: sql`x.department`,
  responsibleUnit: sql`x.responsible_unit`,
  lapsesOn: sql`x.lapses_on`,
}

/** By lot and project; with `byContract` also by contract, where the empty one is money that no contract holds yet. */
function selection(district: string, f: LotFilter, byContract: boolean): RawBuilder<unknown> {
  const { region, ...rest } = f
  const words = sql`or p.name ilike ${`%${f.q ?? ''}%`} or p.code ilike ${`%${f.q ?? ''}%`} or p.responsible_unit ilike ${`%${f.q ?? ''}%`}`
  return sql`select h.lot_id, d.doc_no, l.fund_name, l.level, l.department, l.book, l.fiscal_year, ${lapsesOn} as lapses_on,
      h.project_id, p.name as project, p.code as project_code, p.place, p.category, p.responsible_unit,
      h.contract_id, k.contract_no, k.name as contract, r.name as contractor, k.signed_on,
      ${sql.join(STAGE_COLUMNS.map((name) => sql.ref(`h.${name}`)))}
    from (select a.lot_id, a.project_id, ${byContract ? sql`a.contract_id` : sql`'' as contract_id`}, ${stageSums('a')} from account a
        where a.district = ${district} and a.project_id <> '' and a.balance_fen <> 0
        group by a.lot_id, a.project_id ${byContract ? sql`, a.contract_id` : sql``}) h
      join lot l on l.district = ${district} and l.lot_id = h.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join project p on p.district = l.district and p.project_id = h.project_id
      left join contract k on k.district = l.district and k.contract_id = h.contract_id
      left join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
    where ${lotWhere(district, rest, words)} ${region ? sql`and p.region like ${`${region}%`}` : sql``}`
}

export async function listUses(on: Executor, district: string, f: LotFilter & Page, byContract: boolean) {
  const all = selection(district, f, byContract)
  const own = byContract ? sql`x.responsible_unit, x.project_code, x.contract_no nulls first, x.doc_no` : sql`x.project_code, x.doc_no`
  const order = orderBy(f.sort, { ...SORTS, ...amountSorts('x') }, sql`${own}, x.lot_id`)
  const found = await rows(on, sql<UseRow>`select x.* from (${all}) x order by ${order} limit ${f.limit} offset ${f.offset}`)
  const whole = await row(
    on,
    sql<StageAmounts & { n: bigint }>`select count(*) as n, ${sql.join(
      STAGE_COLUMNS.map((name) => sql`coalesce(sum(${sql.ref(`x.${name}`)}), 0)::bigint as ${sql.id(name)}`),
    )} from (${all}) x`,
  )
  return { rows: found, total: Number(whole!.n), sum: whole! }
}
