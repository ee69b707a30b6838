/** Reading the books: balances of the three, postings, one posting. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { accountsAt, laterThan } from './accounts-at.store.ts'
import type { StageAmounts } from './amounts.model.ts'
import type { Moment } from './moment.model.ts'
import { recordedLater, sumsHelp } from './settled.store.ts'
import { stageSums } from './stage-sums.store.ts'

/**
 * What each stage of each book held at a moment, from the few rows of `turnover` that its balances are the sum of; what was recorded later
 * is taken off again where it is settled.
 */
export const stagesAt = (district: string, { asOf, knownAt }: Moment = {}) => {
  const until = asOf ? sql`business_date <= ${asOf}::date` : sql`true`
  const later = knownAt ? sql`union all select * from (${recordedLater(district, knownAt, until)}) l` : sql``
  return sql`(
    with happened (business_date, kind, from_book, to_book, from_stage, to_stage, fen, moves, sign) as (
      select business_date, kind, book, to_book, from_stage, to_stage, amount_fen, 1, 1 from turnover
        where district = ${district} and ${until} ${later})
    select book, stage, sum(fen) as balance_fen from (
      select to_book as book, to_stage as stage, fen * sign as fen from happened
      union all
      select from_book, from_stage, -fen * sign from happened) each_side
    group by book, stage)`
}

/** The lots of each book, and where supplements came, those that they came from: they are the few postings that name another book. */
const lotsOf = (district: string) => sql`(
  select book, sum(lots) as lots from (
    select l.book, count(*) as lots from lot l where l.district = ${district} group by l.book
    union all
    select p.other_book, count(distinct m.lot_id) from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join lot l on l.district = m.district and l.lot_id = m.lot_id and l.book <> p.other_book
      where p.district = ${district} and p.other_book is not null group by p.other_book) each_kind
  group by book)`

export async function bookSums(on: Executor, district: string, moment: Moment = {}) {
  const summed = !moment.knownAt || (await sumsHelp(on, district))
  return rows(
    on,
    sql<StageAmounts & { book: BookKey; lots: bigint; closed_through: number }>`
      select a.*, coalesce(n.lots, 0)::bigint as lots,
        (select h.closed_through from chain_head h where h.district = ${district} and h.book = a.book) as closed_through
      from (select s.book, ${stageSums('s')}
        from ${summed ? stagesAt(district, moment) : sql`(select * from ${accountsAt(district, moment)} y where y.district = ${district})`} s
        group by s.book) a
      left join ${lotsOf(district)} n on n.book = a.book`,
  )
}

export interface PostingRow {
  readonly posting_id: string
  readonly book: BookKey
  readonly number: bigint
  readonly kind: string
  readonly business_date: CivilDate
  readonly recorded_at: string
  readonly actor: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  readonly reversed_by: string | null
  readonly amount_fen: bigint
  readonly hash: string
  readonly previous_hash: string
  readonly month: number
  readonly voucher_no: number
  readonly keeper: string | null
}

export interface PostingFilter {
  readonly q?: string | undefined
  readonly book?: string | undefined
  readonly kind?: string | undefined
  readonly lot?: string | undefined
  readonly project?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly moment?: Moment | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** A reversal that had not happened or was not known yet does not show. */
const columns = (
  moment: Moment = {},
) => sql`p.posting_id, p.book, p.number, p.kind, p.business_date, p.recorded_at, w.name as actor, p.basis, p.reason, p.reverses,
  (select r.posting_id from posting r where r.district = p.district and r.reverses = p.posting_id and not ${laterThan('r', moment)}) as reversed_by,
  p.amount_fen, p.hash,
  p.previous_hash, p.month, p.voucher_no,
  (select k.name from person k where k.district = p.district and k.person_id = p.keeper_id) as keeper`

const touching = (district: string, account: RawBuilder<unknown>) => sql`and exists (
  select 1 from move m join account a on a.district = m.district and a.account_id in (m.from_account, m.to_account)
  where m.district = ${district} and m.posting_id = p.posting_id and ${account})`

const where = (district: string, f: Partial<PostingFilter>): RawBuilder<unknown> => sql`p.district = ${district}
  ${f.book ? sql`and p.book = ${f.book}` : sql``} ${f.kind ? sql`and p.kind = ${f.kind}` : sql``}
  ${f.from ? sql`and p.business_date >= ${f.from}` : sql``} ${f.to ? sql`and p.business_date <= ${f.to}` : sql``}
  ${f.q ? sql`and (p.basis ilike ${`%${f.q}%`} or p.reason ilike ${`%${f.q}%`} or p.posting_id = ${f.q})` : sql``}
  ${f.lot ? touching(district, sql`a.lot_id = ${f.lot}`) : sql``} ${f.project ? touching(district, sql`a.project_id = ${f.project}`) : sql``}
  ${f.moment ? sql`and not ${laterThan('p', f.moment)}` : sql``}`

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  number: sql`p.number`,
  businessDate: sql`p.business_date`,
  amountFen: sql`p.amount_fen`,
  kind: sql`p.kind`,
  book: sql`p.book`,
}

export async function listPostings(on: Executor, district: string, f: PostingFilter) {
  const column = SORTS[f.sort?.replace(/^-/, '') ?? '']
  const order = column
    ? sql`${column} ${f.sort!.startsWith('-') ? sql`desc` : sql`asc`}, p.posting_id`
    : sql`p.recorded_at desc, p.book, p.number desc`
  const found = await rows(
    on,
    sql<PostingRow>`select ${columns(f.moment)} from posting p join person w on w.district = p.district and w.person_id = p.person_id
      where ${where(district, f)} order by ${order} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from posting p where ${where(district, f)}`)
  return { rows: found, total: Number(count!.n) }
}

export const findPosting = (on: Executor, district: string, id: string) =>
  row(
    on,
    sql<PostingRow>`select ${columns()} from posting p join person w on w.district = p.district and w.person_id = p.person_id
      where p.district = ${district} and p.posting_id = ${id}`,
  )

export const movesOf = (on: Executor, district: string, postingId: string) =>
  rows(
    on,
    sql<{
      lot_id: string
      fund_name: string
      doc_no: string
      book: string
      from_stage: StageKey
      to_stage: StageKey
      department: string
      project_id: string
      project: string | null
      contract: string | null
      payee: string | null
      amount_fen: bigint
    }>`select m.lot_id, l.fund_name, d.doc_no, t.book, f.stage as from_stage, t.stage as to_stage, l.department,
        coalesce(p.project_id, '') as project_id, p.code || ' ' || p.name as project,
        k.contract_no as contract, r.name as payee, m.amount_fen
      from move m
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      join lot l on l.district = m.district and l.lot_id = m.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join project p on p.district = m.district and p.project_id = coalesce(nullif(t.project_id, ''), f.project_id)
      left join contract k on k.district = m.district and k.contract_id = coalesce(nullif(t.contract_id, ''), f.contract_id)
      left join contractor r on r.district = m.district and r.contractor_id = coalesce(nullif(t.payee_id, ''), f.payee_id)
      where m.district = ${district} and m.posting_id = ${postingId} order by m.line`,
  )
