/** Reading the books: balances of the three, postings, one posting. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type StageAmounts, stageSums } from './stage-sums.store.ts'

export const bookSums = (on: Executor, district: string) =>
  rows(
    on,
    sql<StageAmounts & { book: BookKey; lots: bigint }>`select a.book, count(distinct a.lot_id) as lots, ${stageSums('a')}
      from account a where a.district = ${district} group by a.book`,
  )

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
}

export interface PostingFilter {
  readonly q?: string | undefined
  readonly book?: string | undefined
  readonly kind?: string | undefined
  readonly lot?: string | undefined
  readonly project?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

const columns = sql`p.posting_id, p.book, p.number, p.kind, p.business_date, p.recorded_at, w.name as actor, p.basis, p.reason, p.reverses,
  (select r.posting_id from posting r where r.district = p.district and r.reverses = p.posting_id) as reversed_by, p.amount_fen, p.hash,
  p.previous_hash`

const touching = (district: string, account: RawBuilder<unknown>) => sql`and exists (
  select 1 from move m join account a on a.district = m.district and a.account_id in (m.from_account, m.to_account)
  where m.district = ${district} and m.posting_id = p.posting_id and ${account})`

const where = (district: string, f: Partial<PostingFilter>): RawBuilder<unknown> => sql`p.district = ${district}
  ${f.book ? sql`and p.book = ${f.book}` : sql``} ${f.kind ? sql`and p.kind = ${f.kind}` : sql``}
  ${f.from ? sql`and p.business_date >= ${f.from}` : sql``} ${f.to ? sql`and p.business_date <= ${f.to}` : sql``}
  ${f.q ? sql`and (p.basis ilike ${`%${f.q}%`} or p.reason ilike ${`%${f.q}%`} or p.posting_id = ${f.q})` : sql``}
  ${f.lot ? touching(district, sql`a.lot_id = ${f.lot}`) : sql``} ${f.project ? touching(district, sql`a.project_id = ${f.project}`) : sql``}`

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
    sql<PostingRow>`select ${columns} from posting p join person w on w.district = p.district and w.person_id = p.person_id
      where ${where(district, f)} order by ${order} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from posting p where ${where(district, f)}`)
  return { rows: found, total: Number(count!.n) }
}

export const findPosting = (on: Executor, district: string, id: string) =>
  row(
    on,
    sql<PostingRow>`select ${columns} from posting p join person w on w.district = p.district and w.person_id = p.person_id
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
      project: string | null
      contract: string | null
      payee: string | null
      amount_fen: bigint
    }>`select m.lot_id, l.fund_name, d.doc_no, t.book, f.stage as from_stage, t.stage as to_stage, p.code || ' ' || p.name as project,
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
