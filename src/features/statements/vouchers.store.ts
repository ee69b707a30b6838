/** Vouchers as they are read: the posting behind each, who signs, the papers it rests on, and whether a month's numbers are whole. */
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import { detailKey, detailsOf } from './entry-details.store.ts'
import { type ClosingLine, type Detail, gapsOf, type VoucherMove, type VoucherSource } from './vouchers.model.ts'

/** A posting with everything that its vouchers show, save papers and signatures. */
export interface VoucherPosting extends VoucherSource {
  readonly postingId: string
  readonly kind: PostingKindKey | 'reversal'
  readonly number: bigint
  readonly businessDate: CivilDate
  readonly month: number
  readonly recordedAt: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  readonly hash: string
  readonly voucherNo: number
  readonly otherBook: BookKey | null
  readonly otherVoucherNo: number | null
  readonly maker: string
  readonly keeper: string | null
}

interface PostingRow {
  readonly posting_id: string
  readonly book: BookKey
  readonly number: bigint
  readonly kind: PostingKindKey | 'reversal'
  readonly entry_kind: PostingKindKey
  readonly red: boolean
  readonly business_date: CivilDate
  readonly month: number
  readonly recorded_at: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  readonly hash: string
  readonly voucher_no: number
  readonly other_book: BookKey | null
  readonly other_voucher_no: number | null
  readonly maker: string
  readonly keeper: string | null
  readonly amount_fen: bigint
}

const columns = sql`p.posting_id, p.book, p.number, p.kind, p.entry_kind, p.red, p.business_date, p.month, p.recorded_at, p.basis, p.reason,
  p.reverses, p.hash, p.voucher_no, p.other_book, p.other_voucher_no, w.name as maker, p.amount_fen,
  (select k.name from person k where k.district = p.district and k.person_id = p.keeper_id) as keeper`
const joined = sql`posting p join person w on w.district = p.district and w.person_id = p.person_id`

/** The number of the voucher in one of the two books that a posting may touch. */
const noIn = (book: BookKey) => sql`case when p.book = ${book} then p.voucher_no else p.other_voucher_no end`
const inBook = (book: BookKey) => sql`(p.book = ${book} or p.other_book = ${book})`

export interface VoucherFilter {
  readonly book: BookKey
  readonly month: number
  readonly q?: string | undefined
}

const where = (district: string, { book, month, q }: VoucherFilter): RawBuilder<unknown> => sql`p.district = ${district} and ${inBook(book)}
  and p.month = ${month} ${
    q
      ? sql`and (p.basis ilike ${`%${q}%`} or p.reason ilike ${`%${q}%`} or w.name ilike ${`%${q}%`}
    or ${noIn(book)}::text = ${q.replace(/^记-?/, '')})`
      : sql``
  }`

export interface VoucherRow extends PostingRow {
  readonly no: number
  readonly reversed: boolean
}

export async function listVouchers(on: Executor, district: string, f: VoucherFilter, limit: number, offset: number) {
  const found = await rows(
    on,
    sql<VoucherRow>`select ${columns}, ${noIn(f.book)} as no,
        exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id) as reversed
      from ${joined} where ${where(district, f)} order by no limit ${limit} offset ${offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from ${joined} where ${where(district, f)}`)
  return { rows: found, total: Number(count!.n) }
}

export interface MonthCheck {
  /** The last number that was taken. */
  readonly last: number
  readonly missing: number[]
  readonly twice: number[]
}

/** 断号检查: are the numbers of the month's vouchers 1, 2, 3 … without a gap and without a double? */
export async function checkMonth(on: Executor, district: string, book: BookKey, month: number): Promise<MonthCheck> {
  const taken = await row(
    on,
    sql<{ vouchers: number }>`select vouchers from period where district = ${district} and book = ${book} and month = ${month}`,
  )
  const found = await rows(
    on,
    sql<{ no: number }>`select p.voucher_no as no from posting p where p.district = ${district} and p.book = ${book} and p.month = ${month}
      union all select p.other_voucher_no from posting p
        where p.district = ${district} and p.other_book = ${book} and p.month = ${month}`,
  )
  const last = taken?.vouchers ?? 0
  return {
    last,
    ...gapsOf(
      found.map((f) => f.no),
      last,
    ),
  }
}

/** Months that have vouchers, latest first. */
export const voucherMonths = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ book: BookKey; month: number; vouchers: number }>`select book, month, vouchers from period
      where district = ${district} and vouchers > 0 order by month desc, book`,
  )

export async function findVoucher(
  on: Executor,
  district: string,
  book: BookKey,
  month: number,
  no: number,
): Promise<VoucherPosting | null> {
  const of = sql`${inBook(book)} and p.month = ${month} and ${noIn(book)} = ${no}`
  return (await loadVouchers(on, district, of))[0] ?? null
}

/** A month's vouchers of one book in order, for printing and export. */
export async function vouchersOfMonth(
  on: Executor,
  district: string,
  book: BookKey,
  month: number,
  { asOf, knownAt }: Moment = {},
): Promise<VoucherPosting[]> {
  const of = sql`${inBook(book)} and p.month = ${month} and not ${laterThan('p', { asOf, knownAt })}`
  const found = await loadVouchers(on, district, of)
  return found.sort((a, b) => numberIn(a, book) - numberIn(b, book))
}

export const numberIn = (p: VoucherPosting, book: BookKey): number => (p.book === book ? p.voucherNo : p.otherVoucherNo!)

async function loadVouchers(on: Executor, district: string, of: RawBuilder<unknown>): Promise<VoucherPosting[]> {
  const heads = await rows(on, sql<PostingRow>`select ${columns} from ${joined} where p.district = ${district} and ${of}`)
  const ids = heads.map((h) => h.posting_id)
  const details = await detailsOf(on, district, ids)
  const moves = groupBy(await loadMoves(on, district, ids, details), (m) => m.postingId)
  const closing = heads.some((h) => h.entry_kind === 'year-close') ? await loadClosing(on, district, heads, details) : new Map()
  return heads.map((h) => ({
    postingId: h.posting_id,
    book: h.book,
    number: h.number,
    kind: h.kind,
    entryKind: h.entry_kind,
    red: h.red,
    businessDate: h.business_date,
    month: h.month,
    recordedAt: h.recorded_at,
    basis: h.basis,
    reason: h.reason,
    reverses: h.reverses,
    hash: h.hash,
    voucherNo: h.voucher_no,
    otherBook: h.other_book,
    otherVoucherNo: h.other_voucher_no,
    maker: h.maker,
    keeper: h.keeper,
    moves: moves.get(h.posting_id) ?? [],
    closing: (closing.get(h.posting_id) as ClosingLine[] | undefined) ?? [],
  }))
}

async function loadMoves(on: Executor, district: string, ids: readonly string[], details: ReadonlyMap<string, Detail>) {
  const found = await rows(
    on,
    sql<{
      posting_id: string
      line: number
      from_book: BookKey
      to_book: BookKey
      from_stage: StageKey
      to_stage: StageKey
      amount_fen: bigint
    }>`
      select m.posting_id, m.line, f.book as from_book, t.book as to_book, f.stage as from_stage, t.stage as to_stage, m.amount_fen
      from move m
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where m.district = ${district} and m.posting_id = any(${[...ids]}::text[]) order by m.posting_id, m.line`,
  )
  return found.map((m): VoucherMove & { postingId: string } => ({
    postingId: m.posting_id,
    fromBook: m.from_book,
    from: m.from_stage,
    toBook: m.to_book,
    to: m.to_stage,
    amountFen: m.amount_fen,
    detail: details.get(detailKey(m.posting_id, m.line))!,
  }))
}

/** Lines of the closing that each posting made or, through what it reverses, took back; as they were written, not yet in red. */
async function loadClosing(on: Executor, district: string, heads: readonly PostingRow[], details: ReadonlyMap<string, Detail>) {
  const ids = heads.filter((h) => h.entry_kind === 'year-close').map((h) => h.posting_id)
  const found = await rows(
    on,
    sql<{ posting_id: string; line: number; subject: SubjectCode; debit_fen: bigint; credit_fen: bigint }>`with recursive root as (
        select p.posting_id, p.posting_id as root, p.reverses from posting p
          where p.district = ${district} and p.posting_id = any(${ids}::text[])
        union all
        select r.posting_id, o.posting_id, o.reverses from root r join posting o on o.district = ${district} and o.posting_id = r.reverses)
      select r.posting_id, y.line, y.subject, y.debit_fen, y.credit_fen from root r
      join year_close_line y on y.district = ${district} and y.posting_id = r.root order by r.posting_id, y.line`,
  )
  const lines = found.map((l) => ({
    postingId: l.posting_id,
    subject: l.subject,
    debitFen: l.debit_fen,
    creditFen: l.credit_fen,
    detail: details.get(detailKey(l.posting_id, -l.line))!,
  }))
  return groupBy(lines, (l) => l.postingId)
}

export interface VoucherPaper {
  readonly file_id: string
  readonly name: string
  /** What it is: the code of a claim's paper, or `document` for the file of a fund document. */
  readonly code: string
  readonly of: string
}

/** The papers behind postings: those of the claims they pay; where there is no claim, the files of the fund documents. */
export async function papersOf(on: Executor, district: string, postings: readonly VoucherPosting[]): Promise<Map<string, VoucherPaper[]>> {
  const claims = [...new Set(postings.flatMap((p) => p.moves.map((m) => m.detail.claimId)))].filter((id) => id !== '')
  const lots = [...new Set(postings.flatMap((p) => p.moves.map((m) => m.detail.lotId)))]
  const ofClaims = await rows(
    on,
    sql<VoucherPaper & { claim_id: string }>`select c.claim_id, x.paper ->> 'fileId' as file_id, x.paper ->> 'code' as code,
        coalesce(f.name, '') as name, c.claim_no as of
      from claim c cross join lateral jsonb_array_elements(c.papers) with ordinality as x(paper, place)
      left join file f on f.district = c.district and f.file_id = x.paper ->> 'fileId'
      where c.district = ${district} and c.claim_id = any(${claims}::text[]) order by c.claim_no, x.place`,
  )
  const ofLots = await rows(
    on,
    sql<VoucherPaper & { lot_id: string }>`select l.lot_id, f.file_id, f.name, 'document' as code, d.doc_no as of
      from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join file f on f.district = d.district and f.file_id = d.file_id
      where l.district = ${district} and l.lot_id = any(${lots}::text[]) order by d.doc_no`,
  )
  return new Map(
    postings.map((p) => {
      const ids = new Set(p.moves.map((m) => m.detail.claimId))
      const own = ofClaims.filter((c) => ids.has(c.claim_id))
      const lotIds = new Set(p.moves.map((m) => m.detail.lotId))
      const documents = ofLots.filter((d) => lotIds.has(d.lot_id))
      const unique = [...new Map(documents.map((d) => [d.file_id, d])).values()]
      return [p.postingId, own.length > 0 ? own : unique]
    }),
  )
}

/** Who signed the claims of these postings, in order of level. */
export async function checkersOf(on: Executor, district: string, claimIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = await rows(
    on,
    sql<{ claim_id: string; name: string }>`select s.claim_id, w.name from claim_signature s
      join claim c on c.district = s.district and c.claim_id = s.claim_id and c.version = s.version
      join person w on w.district = s.district and w.person_id = s.person_id
      where s.district = ${district} and s.claim_id = any(${[...claimIds]}::text[]) order by s.claim_id, s.level`,
  )
  return new Map([...groupBy(found, (f) => f.claim_id)].map(([id, list]) => [id, list.map((f) => f.name)]))
}

export const districtName = async (on: Executor, district: string): Promise<string> =>
  (await row(on, sql<{ name: string }>`select name from district where district = ${district}`))?.name ?? district

export const findPostingVoucher = async (on: Executor, district: string, postingId: string): Promise<VoucherPosting | null> =>
  (await loadVouchers(on, district, sql`p.posting_id = ${postingId}`))[0] ?? null
