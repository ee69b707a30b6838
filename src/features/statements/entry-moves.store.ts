/** The moves that journal and detail ledger are projected from, as they stand: a stretch of vouchers in their order, or what a scope's lists name. */
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import { placesOf } from '#features/ledger/settled.store.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books, type StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import { entriesOf, type Ledger, linesOf } from './entries.model.ts'
import type { Span } from './span.model.ts'
import { monthNumber, orientedMove, type Subjects, transition, type TransitionRow, type View } from './turnover.store.ts'

export interface LineQuery extends View {
  readonly books: readonly BookKey[]
  readonly span: Span
  readonly ledger?: Ledger | undefined
  readonly subject?: SubjectCode | undefined
}

/** Kinds that can have a line of what is asked for, so that others are not even read. */
export function kindsOf(q: LineQuery): string[] {
  return (Object.keys(postings) as PostingKindKey[]).filter((kind) =>
    postings[kind].moves.some(({ from, to }) => {
      const crosses = 'crossesBooks' in postings[kind]
      const entries = entriesOf({ kind, from, to, fromBook: 'financing', toBook: crosses ? 'poverty' : 'financing' })
      return entries.some((e) => (!q.ledger || e.ledger === q.ledger) && (!q.subject || e.debit === q.subject || e.credit === q.subject))
    }),
  )
}

export interface MoveRow {
  readonly posting_id: string
  readonly line: number
  readonly business_date: CivilDate
  readonly book: BookKey
  readonly voucher_no: number
  readonly other_voucher_no: number | null
  readonly kind: PostingKindKey
  readonly from_book: BookKey
  readonly to_book: BookKey
  readonly from_stage: StageKey
  readonly to_stage: StageKey
  readonly amount_fen: bigint
}

/** The number of a move's voucher in one of the books that it may touch. */
export const numberIn = (r: MoveRow, book: BookKey): number => (book === r.book ? r.voucher_no : r.other_voucher_no!)

/**
 * As `movesJoined`, from the settled journal: the postings of these days that touched the scope, and of each the moves that did. Every move
 * that has a line has one at the least, so no more of them are read than lines are wanted: within a month vouchers are numbered in the
 * order of the chain. Supplements have a number in either book and are all read, as is what is not settled yet.
 */
export async function movesInJournal(on: Executor, district: string, q: LineQuery, { kind, ids }: Subjects, first: string, most: number) {
  const own = kind === 'lot' ? sql`m.lot_id = any(${ids})` : sql`(f.project_id = any(${ids}) or t.project_id = any(${ids}))`
  const ways = await rows(
    on,
    sql<TransitionRow & { no: number }>`select transition_no as no, kind, from_stage, to_stage, book as from_book, to_book from transition
      where district = ${district}`,
  )
  const lined = ways.filter((way) => linesOf(transition(way), q.books, q) > 0)
  const numbers = (crossing: boolean) => lined.filter((way) => (way.from_book !== way.to_book) === crossing).map(({ no }) => no)
  const places = sql`select p.chain, p.number from (${placesOf(district, kind, ids, q.span)}) p`
  const stretch = sql`p.day, array_position(${Object.keys(books)}::text[], p.chain) - 1`
  return sql`(select distinct j.chain, j.number from (
      (${places} where p.transition_no = any(${numbers(false)}::integer[])
        and (${stretch}) >= (${Number(first.slice(0, 10).replaceAll('-', ''))}, ${Number(first.slice(11))})
        order by ${stretch}, p.number limit ${most})
      union all ${places} where p.transition_no is null or p.transition_no = any(${numbers(true)}::integer[])) j) n
    join posting p on p.book = n.chain and p.district = ${district} and p.number = n.number
    join move m on m.district = p.district and m.posting_id = p.posting_id
    join account f on f.district = m.district and f.account_id = m.from_account
    join account t on t.district = m.district and t.account_id = m.to_account and ${own}`
}

export interface Stretch {
  readonly day: CivilDate
  readonly book: BookKey
  /** The voucher number that the vouchers come after. */
  readonly after: number
  readonly many: number
}

/**
 * The next moves of a day in a book, by whole vouchers, those of supplements that it received among them: of the whole book, or of the lots
 * of a department or a level. Vouchers are looked through in their order and no further than it takes.
 */
export const movesOfStretch = (on: Executor, district: string, q: LineQuery, { day, book, after, many }: Stretch) => {
  const group = q.subjects?.group
  const lot = group ? sql`join lot l on l.district = m.district and l.lot_id = m.lot_id and l.${sql.id(group.kind)} = ${group.name}` : sql``
  const next = (no: 'voucher_no' | 'other_voucher_no', whose: 'book' | 'other_book') => sql`
    (select p.posting_id, p.business_date, p.book, p.voucher_no, p.other_voucher_no, p.entry_kind, p.red, p.${sql.id(no)} as no, m.line,
        m.from_account, m.to_account, m.amount_fen
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id ${lot}
      where p.${sql.id(whose)} = ${book} and p.${sql.id(no)} > ${after} and p.business_date = ${day} and p.district = ${district}
        ${whose === 'book' ? sql`` : sql`and p.month = ${monthNumber(day)}`} and p.entry_kind = any(${kindsOf(q)}::text[])
        and not ${laterThan('p', q)}
      order by p.${sql.id(no)} fetch first (${many}::integer) rows with ties)`
  return rows(
    on,
    sql<MoveRow>`select p.posting_id, p.line, p.business_date, p.book, p.voucher_no, p.other_voucher_no, p.entry_kind as kind, ${orientedMove}
      from (select * from (${next('voucher_no', 'book')} union all ${next('other_voucher_no', 'other_book')}) either
        order by no fetch first (${many}::integer) rows with ties) p
      cross join lateral (select p.amount_fen) m
      join account f on f.district = ${district} and f.account_id = p.from_account
      join account t on t.district = ${district} and t.account_id = p.to_account`,
  )
}
