/** The one list: lots with what they are, where their money stands, and the clocks that run on them; filtered, grouped, summed. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { addDays } from '#kernel/civil-date.ts'
import { STAGE_COLUMNS, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { stagesAt } from '#features/ledger/ledger-list.store.ts'
import { heldNow } from '#features/ledger/settled.store.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { AmountKey, BookKey } from '#policy/books.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import type { ListGrouping, LotState } from '#policy/fund-lists.ts'
import { type DocumentKind, fundClocks, type FundNature, natureOfLevel } from '#policy/fund-terms.ts'
import { AWAITED, counts, moneyStages, UNSPENT } from './lot-clocks.model.ts'

export interface LotRow extends StageAmounts {
  readonly lot_id: string
  readonly doc_id: string
  readonly doc_no: string
  readonly doc_kind: DocumentKind
  readonly issuer: string | null
  readonly issued_on: CivilDate | null
  readonly received_on: CivilDate | null
  readonly fund_name: string
  readonly catalogue_code: string
  readonly level: FundLevel
  readonly department: string
  readonly book: BookKey
  readonly nature: FundNature
  readonly func_code: string | null
  readonly econ_code: string | null
  readonly pool_class: string
  readonly pool_reason: string | null
  readonly uses: string[]
  readonly fiscal_year: number
  readonly usable_to: number
  readonly usable_until: CivilDate | null
  readonly carried_from: number | null
  readonly regions: string[] | null
  readonly amount_fen: bigint
  readonly purpose: string
  readonly source: { fileId: string; name: string; sheet: string; row: number } | null
  /** From when the 30-day and the idle clock run. */
  readonly since: CivilDate
  readonly lapses_on: CivilDate
}

export interface LotFilter {
  readonly q?: string | undefined
  readonly level?: string | undefined
  readonly department?: string | undefined
  readonly nature?: string | undefined
  readonly book?: string | undefined
  readonly year?: number | undefined
  readonly catalogue?: string | undefined
  readonly poolClass?: string | undefined
  readonly region?: string | undefined
  /** Only lots with money in this stage. */
  readonly stage?: string | undefined
  readonly state?: LotState | undefined
  /** For `expiring`: within so many days. */
  readonly days?: number | undefined
  /** The day the clocks are read on; needed with `state`. */
  readonly today?: CivilDate | undefined
}

export interface Page {
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** 资金性质, also of lots registered before it was asked for: what money of their level is. */
export const natureSql = sql`coalesce(l.nature, case l.level ${sql.join(
  Object.entries(natureOfLevel).map(([level, nature]) => sql`when ${sql.lit(level)} then ${sql.lit(nature)}`),
  sql` `,
)} end)`

const SINCE = sql`coalesce(d.received_on, d.issued_on, (d.registered_at at time zone 'Asia/Shanghai')::date)`
export const lapsesOn = sql`coalesce(l.usable_until, make_date(l.usable_to, 12, 31))`

/** A project of this place may use a lot that is free or limited to the place or one above it. */
const inRegion = (region: string) => {
  const above = [region, region.slice(0, 9), region.slice(0, 6)]
  return sql`and (l.regions is null or l.regions && ${above}::text[])`
}

const columns = sql`l.lot_id, l.line, d.doc_id, d.doc_no, d.kind as doc_kind, d.issuer, d.issued_on, d.received_on, l.fund_name,
  l.catalogue_code, l.level, l.department, l.book, ${natureSql} as nature, l.func_code, l.econ_code, l.pool_class, l.pool_reason,
  l.fiscal_year, l.usable_to, l.usable_until, l.carried_from, l.regions, l.amount_fen, l.purpose, l.source, ${SINCE} as since,
  ${lapsesOn} as lapses_on,
  array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses`

const from = sql`lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id`
const amounts = sql`left join lateral (
  select ${stageSums('a')} from account a where a.district = l.district and a.lot_id = l.lot_id) b on true`

/** Conditions on the lot itself and its document; `l` and `d` are in reach. `words` may add places to search. */
export const lotWhere = (
  district: string,
  f: LotFilter,
  words: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> => sql`l.district = ${district}
  ${f.q ? sql`and (d.doc_no ilike ${`%${f.q}%`} or l.fund_name ilike ${`%${f.q}%`} or l.department ilike ${`%${f.q}%`} or l.purpose ilike ${`%${f.q}%`} ${words})` : sql``}
  ${f.level ? sql`and l.level = ${f.level}` : sql``}
  ${f.department ? sql`and l.department = ${f.department}` : sql``}
  ${f.nature ? sql`and ${natureSql} = ${f.nature}` : sql``}
  ${f.book ? sql`and l.book = ${f.book}` : sql``}
  ${f.year ? sql`and l.fiscal_year = ${f.year}` : sql``}
  ${f.catalogue ? sql`and l.catalogue_code = ${f.catalogue}` : sql``}
  ${f.poolClass ? sql`and l.pool_class = ${f.poolClass}` : sql``}
  ${f.region ? inRegion(f.region) : sql``}
  ${f.stage ? sql`and ${withMoneyIn(district, [f.stage])}` : sql``}
  ${f.state ? sql`and ${inState(district, f.state, f)}` : sql``}`

/** Asked once for the whole list, not lot by lot. */
const withMoneyIn = (district: string, names: readonly string[]) => sql`l.lot_id in (
  select s.lot_id from account s where s.district = ${district} and s.stage = any(${[...names]}::text[]) and s.balance_fen > 0)`

function inState(district: string, state: LotState, { today, days }: LotFilter): RawBuilder<unknown> {
  const day = today ?? sql`current_date`
  const within = (names: readonly string[]) => withMoneyIn(district, names)
  const longerThan = (limit: number) => sql`${SINCE} < ${today ? addDays(today, -limit) : sql`current_date - ${limit}::integer`}`
  switch (state) {
    case 'expected':
      return within(AWAITED)
    case 'overdue':
      return sql`${within(AWAITED)} and ${longerThan(fundClocks.receiptDueDays)}`
    case 'idle':
      return sql`${within(['available'])} and ${longerThan(fundClocks.idleDays)}`
    case 'expiring':
      return sql`${within(UNSPENT)} and ${lapsesOn} between ${day} and ${day}::date + ${days ?? fundClocks.expiringDays}::integer`
    case 'lapsed':
      return sql`${within(UNSPENT)} and ${lapsesOn} < ${day}`
    case 'used':
      return sql`${within(moneyStages)} and not (${within(UNSPENT)})`
  }
}

const ofAmount = (amount: AmountKey) => moneyStages.filter((name) => counts(name, amount))

const PLAIN_SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  docNo: sql`x.doc_no`,
  fundName: sql`x.fund_name`,
  level: sql`x.level`,
  department: sql`x.department`,
  book: sql`x.book`,
  fiscalYear: sql`x.fiscal_year`,
  lapsesOn: sql`x.lapses_on`,
  amountFen: sql`x.amount_fen`,
}

/** `-name` is descending; an unknown name is the list's own order. */
export function orderBy(sort: string | undefined, known: Readonly<Record<string, RawBuilder<unknown>>>, last: RawBuilder<unknown>) {
  const column = known[sort?.replace(/^-/, '') ?? '']
  return column ? sql`${column} ${sort!.startsWith('-') ? sql`desc` : sql`asc`}, ${last}` : last
}

const OWN_ORDER = sql`x.fiscal_year desc, x.doc_no, x.line`

/** Does anything narrow the list? Without it sums need not look at the lots at all. */
export const isNarrowed = ({ today: _today, days: _days, ...f }: LotFilter): boolean =>
  [f.q, f.level, f.department, f.nature, f.book, f.year, f.catalogue, f.poolClass, f.region, f.stage, f.state].some((value) => value)

/** The stages that an amount is sorted by, each added or taken off; null for columns that are no amount. */
const AMOUNT_STAGES: Readonly<Record<string, { readonly plus: readonly string[]; readonly minus: readonly string[] }>> = (() => {
  const of = (plus: readonly string[], minus: readonly string[] = []) => ({ plus, minus })
  return {
    allocated: of(ofAmount('allocated')),
    paid: of(ofAmount('paid')),
    unpaid: of(ofAmount('allocated'), ofAmount('paid')),
    onTheWay: of(['ordered', 'returned']),
    announced: of([], ['source']),
    ...Object.fromEntries(['promised', 'available', 'reserved', 'committed', 'recognised'].map((name) => [name, of([name])])),
    expected: of(AWAITED),
  }
})()

/** The one amount that a list is sorted by, summed from the accounts aliased `alias`; null when it is sorted by something else. */
export function sortAmount(alias: string, sort: string | undefined): RawBuilder<unknown> | null {
  const name = sort?.replace(/^-/, '') ?? ''
  if (!Object.hasOwn(AMOUNT_STAGES, name)) return null
  const { plus, minus } = AMOUNT_STAGES[name]!
  const [stage, fen] = [sql.ref(`${alias}.stage`), sql.ref(`${alias}.balance_fen`)]
  const once = minus.filter((m) => !plus.includes(m))
  const added = plus.filter((p) => !minus.includes(p))
  return sql`coalesce(sum(case when ${stage} = any(${added}::text[]) then ${fen} when ${stage} = any(${once}::text[]) then -${fen} end), 0)`
}

export const descending = (sort: string | undefined) => (sort?.startsWith('-') ? sql`desc` : sql`asc`)

/** The lots of one page in their order: what a page shows is read for these alone. */
async function pageIds(on: Executor, district: string, f: LotFilter & Page): Promise<string[]> {
  const { sort, limit, offset } = f
  const amount = sortAmount('a', sort)
  const page = amount
    ? sql<{ lot_id: string }>`select l.lot_id from ${from}
        left join (select a.lot_id, ${amount} as fen from ${await heldNow(on, district)} a group by a.lot_id) x on x.lot_id = l.lot_id
        where ${lotWhere(district, f)} order by coalesce(x.fen, 0) ${descending(sort)}, l.lot_id limit ${limit} offset ${offset}`
    : sql<{ lot_id: string }>`select x.lot_id from (
          select l.lot_id, l.line, d.doc_no, l.fund_name, l.level, l.department, l.book, l.fiscal_year, l.amount_fen, ${lapsesOn} as lapses_on
          from ${from} where ${lotWhere(district, f)}) x
        order by ${orderBy(sort, PLAIN_SORTS, OWN_ORDER)} limit ${limit} offset ${offset}`
  return (await rows(on, page)).map((r) => r.lot_id)
}

export async function listLots(on: Executor, district: string, f: LotFilter & Page): Promise<{ rows: LotRow[]; total: number }> {
  const ids = await pageIds(on, district, f)
  const found = new Map((await findLots(on, district, ids)).map((l) => [l.lot_id, l]))
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from ${from} where ${lotWhere(district, f)}`)
  return { rows: ids.map((id) => found.get(id)!), total: Number(count!.n) }
}

/** Of all lots from the turnover; of some from what they hold, stage by stage. */
export async function sumLots(on: Executor, district: string, f: LotFilter): Promise<StageAmounts | undefined> {
  const held = isNarrowed(f)
    ? sql`(select a.stage, sum(a.balance_fen) as balance_fen from ${await heldNow(on, district)} a
        where a.lot_id in (select l.lot_id from ${from} where ${lotWhere(district, f)}) group by 1)`
    : stagesAt(district)
  return row(on, sql<StageAmounts>`select ${stageSums('s')} from ${held} s`)
}

export const findLot = (on: Executor, district: string, lotId: string) =>
  row(on, sql<LotRow>`select ${columns}, b.* from ${from} ${amounts} where l.district = ${district} and l.lot_id = ${lotId}`)

export const findLots = (on: Executor, district: string, lotIds: readonly string[]) =>
  rows(
    on,
    sql<LotRow>`select ${columns}, b.* from ${from} ${amounts} where l.district = ${district} and l.lot_id = any(${[...lotIds]}::text[])`,
  )

export interface GroupRow extends StageAmounts {
  readonly key: string
  readonly lots: bigint
}

const GROUP_KEYS: Readonly<Record<ListGrouping, RawBuilder<unknown>>> = {
  level: sql`l.level`,
  nature: natureSql,
  department: sql`l.department`,
  book: sql`l.book`,
  year: sql`l.fiscal_year::text`,
  catalogue: sql`l.catalogue_code`,
}

/** One row a group, with what its lots hold; the sums of the groups are the sums of the list. */
export const groupLots = async (on: Executor, district: string, by: ListGrouping, f: LotFilter) =>
  rows(
    on,
    sql<GroupRow>`with counted as (select ${GROUP_KEYS[by]} as key, count(*) as lots from ${isNarrowed(f) ? from : sql`lot l`} where ${lotWhere(district, f)} group by 1),
      held as (select ${GROUP_KEYS[by]} as key, a.stage, sum(a.balance_fen) as balance_fen from ${await heldNow(on, district)} a
        join ${isNarrowed(f) ? sql`(${from})` : sql`lot l`} on l.lot_id = a.lot_id where ${lotWhere(district, f)} group by 1, 2),
      sums as (select h.key, ${stageSums('h')} from held h group by h.key)
      select c.key, c.lots, ${sql.join(STAGE_COLUMNS.map((name) => sql`coalesce(${sql.ref(`s.${name}`)}, 0)::bigint as ${sql.id(name)}`))}
      from counted c left join sums s on s.key is not distinct from c.key order by 1`,
  )

export async function lotFacets(on: Executor, district: string) {
  const found = await rows(
    on,
    sql<{ level: string; department: string; year: number; nature: string; catalogue: string }>`
      select distinct l.level, l.department, l.fiscal_year as year, ${natureSql} as nature, l.catalogue_code as catalogue
      from lot l where l.district = ${district}`,
  )
  const distinct = <T extends string | number>(values: T[]): T[] => [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return {
    levels: distinct(found.map((f) => f.level)),
    departments: distinct(found.map((f) => f.department)),
    years: distinct(found.map((f) => f.year)),
    natures: distinct(found.map((f) => f.nature)),
    catalogue: distinct(found.map((f) => f.catalogue)),
  }
}

/** Names to choose from: of lots, of departments that have people here, of units that answer for projects. */
export async function departmentNames(on: Executor, district: string): Promise<string[]> {
  const found = await rows(
    on,
    sql<{ name: string }>`select department as name from lot where district = ${district} and department <> ''
      union select scope from person where district = ${district} and role = 'dept' and scope <> ''
      union select responsible_unit from project where district = ${district} and responsible_unit <> '' order by 1`,
  )
  return found.map((f) => f.name)
}

/** What a lot holds for projects; one that it holds nothing for any more is not named. */
export const lotProjects = async (on: Executor, district: string, lotId: string) =>
  rows(
    on,
    sql<StageAmounts & { id: string; code: string; name: string }>`select p.project_id as id, p.code, p.name, ${stageSums('a')}
      from (select h.project_id, h.stage, sum(h.balance_fen) as balance_fen from ${await heldNow(on, district)} h
        where h.lot_id = ${lotId} and h.project_id <> '' group by 1, 2 having sum(h.balance_fen) <> 0) a
      join project p on p.district = ${district} and p.project_id = a.project_id group by p.project_id, p.code, p.name order by p.code`,
  )
