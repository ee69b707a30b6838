/**
 * The side of the books: every posting that crosses the boundary of the bank is one line, in money that came in or went out.
 * The boundary is policy (`inBank` of the stages); a supplement between books stays inside it, a reversal crosses it back.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, ZERO } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books, stages, type StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import type { BookLine, ReturnNote } from './matching-evidence.model.ts'

const IN_BANK = (Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)
const crosses = (kind: PostingKindKey): boolean => postings[kind].moves.some((m) => stages[m.from].inBank !== stages[m.to].inBank)
const CROSSING_KINDS = (Object.keys(postings) as PostingKindKey[]).filter(crosses)
/** The money stays in the account, but the bank shows it going out and coming back. */
const RETURN_KIND = 'bank-return' satisfies PostingKindKey

export interface BookLineRow {
  readonly posting_id: string
  readonly book: BookKey
  readonly kind: string
  readonly entry_kind: PostingKindKey
  readonly red: boolean
  readonly voucher_no: number
  readonly month: number
  readonly business_date: CivilDate
  readonly basis: string
  readonly reverses: string | null
  readonly amount_fen: bigint
  readonly payees: readonly string[]
  readonly account_nos: readonly string[]
  readonly order_nos: readonly string[]
  readonly funds: readonly string[]
  readonly documents: readonly string[]
  readonly departments: readonly string[]
  readonly match_id: string | null
}

/** `x` sums what the posting moved over the boundary, and gathers whom it concerned. */
const crossing = sql`join lateral (
    select sum(case when t.stage = any(${IN_BANK}::text[]) then m.amount_fen else -m.amount_fen end)::bigint as amount_fen,
      array_agg(distinct m.lot_id) as lot_ids,
      array_agg(distinct t.payee_id) || array_agg(distinct f.payee_id) as payee_ids,
      array_agg(distinct t.claim_id) || array_agg(distinct f.claim_id) as claim_ids
    from move m
    join account f on f.district = m.district and f.account_id = m.from_account
    join account t on t.district = m.district and t.account_id = m.to_account
    where m.district = p.district and m.posting_id = p.posting_id
      and (f.stage = any(${IN_BANK}::text[])) <> (t.stage = any(${IN_BANK}::text[]))) x on x.amount_fen <> 0`

const bookSelect = sql`p.posting_id, p.book, p.kind, p.entry_kind, p.red, p.voucher_no, p.month, p.business_date, p.basis, p.reverses, x.amount_fen,
  array(select c.name from contractor c where c.district = p.district and c.contractor_id = any(x.payee_ids) order by c.name) as payees,
  array(select c.account_no from contractor c where c.district = p.district and c.contractor_id = any(x.payee_ids) order by c.account_no) as account_nos,
  array(select o.order_no from payment_order o where o.district = p.district and o.claim_id = any(x.claim_ids) and o.claim_id <> ''
    order by o.order_no) as order_nos,
  array(select distinct l.fund_name from lot l where l.district = p.district and l.lot_id = any(x.lot_ids) order by 1) as funds,
  array(select distinct d.doc_no from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
    where l.district = p.district and l.lot_id = any(x.lot_ids) order by 1) as documents,
  array(select distinct l.department from lot l where l.district = p.district and l.lot_id = any(x.lot_ids) and l.department <> '' order by 1)
    as departments, q.match_id`

const bookFrom = sql`posting p ${crossing}
  left join bank_match_line q on q.district = p.district and q.posting_id = p.posting_id and q.live`

const kinds = sql`p.entry_kind = any(${CROSSING_KINDS}::text[])`

/** Postings whose other side had not come by the day (`through`), or that have none at all. `since` leaves out what lies long behind. */
export const openBookLines = (on: Executor, district: string, through: CivilDate | null, since: CivilDate | null = null) =>
  rows(
    on,
    sql<BookLineRow>`select ${bookSelect} from ${bookFrom}
      where p.district = ${district} and ${kinds} ${since === null ? sql`` : sql`and p.business_date >= ${since}`} ${
        through === null
          ? sql`and q.match_id is null`
          : sql`and p.business_date <= ${through} and (q.match_id is null or q.settled_on > ${through})`
      } order by p.business_date, p.posting_id`,
  )

/** Every posting that is open on some day, without whom it concerned; see `openBankItems`. */
export const openBookItems = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ id: string; on: CivilDate; amount_fen: bigint; kind: null; settled: CivilDate | null }>`
      select p.posting_id as id, p.business_date as on, x.amount_fen, null as kind, q.settled_on as settled
      from posting p
      left join bank_match_line q on q.district = p.district and q.posting_id = p.posting_id and q.live
      join lateral (
        select sum(case when t.stage = any(${IN_BANK}::text[]) then m.amount_fen else -m.amount_fen end)::bigint as amount_fen
        from move m
        join account f on f.district = m.district and f.account_id = m.from_account
        join account t on t.district = m.district and t.account_id = m.to_account
        where m.district = p.district and m.posting_id = p.posting_id
          and (f.stage = any(${IN_BANK}::text[])) <> (t.stage = any(${IN_BANK}::text[]))) x on x.amount_fen <> 0
      where p.district = ${district} and ${kinds} and (q.match_id is null or q.settled_on > p.business_date)
      order by p.business_date, p.posting_id`,
  )

export const bookLinesByIds = (on: Executor, district: string, ids: readonly string[]) =>
  rows(
    on,
    sql<BookLineRow>`select ${bookSelect} from ${bookFrom}
      where p.district = ${district} and ${kinds} and p.posting_id = any(${[...ids]}::text[]) order by p.business_date, p.posting_id`,
  )

/** A basis may name several papers, the advice of the bank among them: `提款通知书1号，中行收2017071901`. */
const partsOf = (basis: string): string[] => basis.split(/[，,；;、\s]+/).filter((part) => part !== '')

export const bookLineOf = (r: BookLineRow): BookLine => ({
  id: r.posting_id,
  on: r.business_date,
  amountFen: fen(r.amount_fen),
  names: r.payees.length > 0 ? r.payees : r.departments,
  accountNos: r.account_nos,
  references: [...new Set([r.basis, ...partsOf(r.basis), ...r.order_nos, ...r.documents])],
  reverses: r.reverses,
})

/** How a line of the books is called. */
export const bookLineLabel = (r: BookLineRow): Text => {
  const { label } = postings[r.entry_kind]
  return r.kind === 'reversal' ? { zh: `${reversal.label.zh}：${label.zh}`, en: `${reversal.label.en}: ${label.en}` } : label
}

/** Payments that the books know to have come back and that were not reversed. */
export async function returnNotes(on: Executor, district: string): Promise<ReturnNote[]> {
  const found = await rows(
    on,
    sql<{ business_date: CivilDate; amount_fen: bigint; bases: string[] }>`
      select p.business_date, sum(p.amount_fen)::bigint as amount_fen, array_agg(distinct p.basis) as bases from posting p
      where p.district = ${district} and p.kind = ${RETURN_KIND}
        and not exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id)
      group by p.business_date, p.command_key order by p.business_date`,
  )
  return found.map((r) => ({ on: r.business_date, amountFen: fen(r.amount_fen), references: r.bases }))
}

/** 101 专户存款 of each book at the end of a day (I9). A supplement between books leaves the one and reaches the other. */
export async function bookBalancesOn(on: Executor, district: string, day: CivilDate): Promise<Map<BookKey, Fen>> {
  const found = await rows(
    on,
    sql<{ book: BookKey; balance: bigint }>`select book, sum(amount)::bigint as balance from (
        select to_book as book, amount_fen as amount from turnover
          where district = ${district} and business_date <= ${day} and to_stage = any(${IN_BANK}::text[])
        union all
        select book, -amount_fen from turnover
          where district = ${district} and business_date <= ${day} and from_stage = any(${IN_BANK}::text[])) e
      group by book`,
  )
  const balances = new Map(found.map((f) => [f.book, fen(f.balance)]))
  return new Map((Object.keys(books) as BookKey[]).map((book) => [book, balances.get(book) ?? ZERO]))
}

/** 101 of all books together at the end of each of these days. */
export async function bookTotalsOn(on: Executor, district: string, days: readonly CivilDate[]): Promise<Map<CivilDate, Fen>> {
  const found = await rows(
    on,
    sql<{ day: CivilDate; balance: bigint }>`
      select d.day, coalesce(sum(case when t.to_stage = any(${IN_BANK}::text[]) then t.amount_fen else -t.amount_fen end), 0)::bigint as balance
      from unnest(${[...days]}::date[]) as d(day)
      left join turnover t on t.district = ${district} and t.business_date <= d.day
        and (t.from_stage = any(${IN_BANK}::text[])) <> (t.to_stage = any(${IN_BANK}::text[]))
      group by d.day`,
  )
  return new Map(found.map((f) => [f.day, fen(f.balance)]))
}

/** The last day on which money went in or out in the books. */
export async function lastBookDay(on: Executor, district: string): Promise<CivilDate | null> {
  const found = await rows(
    on,
    sql<{ day: CivilDate | null }>`select max(business_date) as day from turnover where district = ${district}
      and (from_stage = any(${IN_BANK}::text[])) <> (to_stage = any(${IN_BANK}::text[]))`,
  )
  return found[0]?.day ?? null
}
