/**
 * Journal and detail ledger, page by page. Which days a page needs, and which books on them, is read off the turnover, so the last page
 * of a million lines costs what the first one does; lines are projected from the vouchers of those days in their order, no further than
 * the page goes, and only the lines shown are given their names.
 */
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import { addDays, addMonths, type CivilDate } from '#kernel/civil-date.ts'
import { placesOf } from '#features/ledger/settled.store.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books, type StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { closingIn, type ClosingRow } from './closing.model.ts'
import { type DayCount, linesIn, placeOf } from './day-pages.model.ts'
import type { Slice } from './divided.model.ts'
import { entriesOf, type Ledger, linesOf } from './entries.model.ts'
import { detailKey, detailsOf } from './entry-details.store.ts'
import { firstDay, lastDay, type Span } from './span.model.ts'
import {
  closingRows,
  type CountedTurnover,
  type DayTurnover,
  isWhole,
  monthNumber,
  movesJoined,
  orientedMove,
  type Subjects,
  transition,
  type TransitionRow,
  turnoverBy,
  type View,
} from './turnover.store.ts'
import type { Detail } from './vouchers.model.ts'

export interface LineQuery extends View {
  readonly books: readonly BookKey[]
  readonly span: Span
  readonly ledger?: Ledger | undefined
  readonly subject?: SubjectCode | undefined
}

interface BareLine {
  readonly postingId: string
  /** Of the move, or below zero of the closing line. */
  readonly line: number
  readonly day: CivilDate
  readonly book: BookKey
  readonly no: number
  readonly ledger: Ledger
  readonly subject: SubjectCode
  readonly against: SubjectCode | null
  readonly debitFen: bigint
  readonly creditFen: bigint
}

export interface EntryLine extends BareLine {
  readonly kind: PostingKindKey | 'reversal'
  readonly entryKind: PostingKindKey
  readonly basis: string
  readonly detail: Detail
}

export interface EntryPage {
  readonly lines: readonly EntryLine[]
  readonly total: number
  /** What the lines of earlier pages come to: debit less credit. */
  readonly beforeFen: bigint
}

const NOTHING: EntryPage = { lines: [], total: 0, beforeFen: 0n }

interface DaySum extends DayCount {
  readonly netFen: bigint
}

/** Lines and their sum by month, by day and book in the order of the journal, or as a whole: `2017-03`, `2017-03-15 1`, ``. */
async function daySums(
  on: Executor,
  district: string,
  unit: 'whole' | 'month' | 'day',
  q: LineQuery,
  closing: readonly ClosingRow[],
  turnover?: readonly DayTurnover[],
): Promise<DaySum[]> {
  const days = new Map<string, { lines: number; netFen: bigint }>()
  const put = (day: string, book: BookKey, lines: number, netFen: bigint) => {
    const key = unit === 'whole' ? '' : unit === 'month' ? day.slice(0, 7) : stretchKey(day, book)
    const at = days.get(key) ?? { lines: 0, netFen: 0n }
    days.set(key, { lines: at.lines + lines, netFen: at.netFen + netFen })
  }
  for (const t of turnover ?? (await turnoverBy(on, district, unit, q.span, q)))
    for (const book of q.books) {
      const lines = linesOf(t, [book], q)
      if (lines === 0) continue
      let net = 0n
      for (const e of entriesOf(t))
        if (e.book === book) net += (e.debit === q.subject ? t.amountFen : 0n) - (e.credit === q.subject ? t.amountFen : 0n)
      put(t.day, book, t.moves * lines, net)
    }
  for (const c of closingIn(closing, q.span))
    if (isAsked(closingLine(c), q)) put(c.day, c.book, 1, q.subject ? c.debitFen - c.creditFen : 0n)
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, sum]) => ({ day, ...sum }))
}

const ORDER = Object.keys(books) as BookKey[]
const place = (book: BookKey): number => ORDER.indexOf(book)
const stretchKey = (day: string, book: BookKey): string => `${day} ${place(book)}`
const isAsked = ({ book, ledger, subject }: BareLine, q: LineQuery): boolean =>
  q.books.includes(book) && (!q.ledger || ledger === q.ledger) && (!q.subject || subject === q.subject)

/** `summed` is the turnover of the span, where it is known already. */
export async function entryPage(
  on: Executor,
  district: string,
  q: LineQuery,
  { offset, limit }: Slice,
  summed?: readonly CountedTurnover[],
): Promise<EntryPage> {
  const closing = await closingRows(on, district, q, q.span.to)
  const { months, total, first } = await monthsFor(on, district, q, closing, offset + limit, summed)
  const inMonths = placeOf(months, offset, limit)
  if (!inMonths) return { ...NOTHING, total }
  const monthSpan = narrowed(q.span, firstDay(inMonths.first), lastDay(inMonths.last))
  const days = first && inMonths.last === months[0]!.day ? first : await daySums(on, district, 'day', { ...q, span: monthSpan }, closing)
  const at = placeOf(days, inMonths.skip, limit)
  if (!at) return { ...NOTHING, total }
  const net = (sums: readonly DaySum[], before: string) => sums.reduce((sum, d) => sum + (d.day < before ? d.netFen : 0n), 0n)
  const stretches = days.filter(({ day }) => day >= at.first && day <= at.last).map(({ day }) => day)
  const bare = isWhole(q.scope)
    ? await linesOfStretches(on, district, q, closing, stretches, at.skip + limit)
    : await linesOfScope(on, district, q, closing, stretches, at.skip + limit)
  const shown = bare.slice(at.skip, at.skip + limit)
  const skipped = bare.slice(0, at.skip).reduce((sum, l) => sum + l.debitFen - l.creditFen, 0n)
  return { lines: await named(on, district, shown), total, beforeFen: net(months, inMonths.first) + net(days, at.first) + skipped }
}

/**
 * How many lines there are, and the months that hold so many of them from the beginning of the span on. A department or a level has thousands
 * of sums a month; most pages that anybody looks at lie in the first, whose days are read at once.
 */
async function monthsFor(
  on: Executor,
  district: string,
  q: LineQuery,
  closing: readonly ClosingRow[],
  upTo: number,
  summed: readonly CountedTurnover[] | undefined,
): Promise<{ months: DaySum[]; total: number; first?: DaySum[] }> {
  const { lot, project } = q.scope
  if (!q.subjects || lot || project) {
    const months = await daySums(on, district, 'month', q, closing)
    return { months, total: linesIn(months) }
  }
  const whole = summed?.map((t) => ({ ...t, day: '', amountFen: t.period }))
  const total = linesIn(await daySums(on, district, 'whole', q, closing, whole))
  if (total === 0) return { months: [], total }
  const beginning = q.span.from.slice(0, 7)
  const first = await daySums(on, district, 'day', { ...q, span: narrowed(q.span, q.span.from, lastDay(beginning)) }, closing)
  const months: DaySum[] = [{ day: beginning, lines: linesIn(first), netFen: first.reduce((sum, d) => sum + d.netFen, 0n) }]
  for (
    let [from, many] = [firstDay(addMonths(q.span.from, 1).slice(0, 7)), 1];
    from <= q.span.to && linesIn(months) < Math.min(upTo, total);
    many *= 2
  ) {
    const to = lastDay(addMonths(from, many - 1).slice(0, 7))
    months.push(...(await daySums(on, district, 'month', { ...q, span: narrowed(q.span, from, to) }, closing)))
    from = addDays(to, 1)
  }
  return { months, total, first }
}

const narrowed = (span: Span, from: string, to: string): Span => ({
  ...span,
  from: (from > span.from ? from : span.from) as CivilDate,
  to: (to < span.to ? to : span.to) as CivilDate,
})

/** Kinds that can have a line of what is asked for, so that others are not even read. */
function kindsOf(q: LineQuery): string[] {
  return (Object.keys(postings) as PostingKindKey[]).filter((kind) =>
    postings[kind].moves.some(({ from, to }) => {
      const crosses = 'crossesBooks' in postings[kind]
      const entries = entriesOf({ kind, from, to, fromBook: 'financing', toBook: crosses ? 'poverty' : 'financing' })
      return entries.some((e) => (!q.ledger || e.ledger === q.ledger) && (!q.subject || e.debit === q.subject || e.credit === q.subject))
    }),
  )
}

interface MoveRow {
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

/** Lines of these stretches of one lot, project, department or level: at least `most` where there are so many. */
async function linesOfScope(
  on: Executor,
  district: string,
  q: LineQuery,
  closing: readonly ClosingRow[],
  stretches: readonly string[],
  most: number,
): Promise<BareLine[]> {
  const span = narrowed(q.span, stretches[0]!.slice(0, 10), stretches.at(-1)!.slice(0, 10))
  const wanted = new Set(stretches)
  const of = [...new Set(stretches.map((stretch) => ORDER[Number(stretch.slice(11))]!))]
  const moves = q.subjects ? await movesInJournal(on, district, { ...q, span }, q.subjects, stretches[0]!, most) : movesJoined(district, q)
  const found = await rows(
    on,
    sql<MoveRow>`select m.posting_id, m.line, p.business_date, p.book, p.voucher_no, p.other_voucher_no, p.entry_kind as kind, ${orientedMove}
      from ${moves} where p.district = ${district}
        and p.business_date between ${span.from} and ${span.to} and (p.book = any(${of}::text[]) or p.other_book = any(${of}::text[]))
        and not ${laterThan('p', q)} and p.entry_kind = any(${kindsOf(q)}::text[])`,
  )
  return [...found.flatMap(linesOfMove), ...closingIn(closing, span).map(closingLine)]
    .filter((line) => isAsked(line, q) && wanted.has(stretchKey(line.day, line.book)))
    .sort(inOrder)
}

/**
 * As `movesJoined`, from the settled journal: the postings of these days that touched the scope, and of each the moves that did. Every move
 * that has a line has one at the least, so no more of them are read than lines are wanted: within a month vouchers are numbered in the
 * order of the chain. Supplements have a number in either book and are all read, as is what is not settled yet.
 */
async function movesInJournal(on: Executor, district: string, q: LineQuery, { kind, ids }: Subjects, first: string, most: number) {
  const own = kind === 'lot' ? sql`m.lot_id = any(${ids})` : sql`(f.project_id = any(${ids}) or t.project_id = any(${ids}))`
  const ways = await rows(
    on,
    sql<TransitionRow & { no: number }>`select transition_no as no, kind, from_stage, to_stage, book as from_book, to_book from transition
      where district = ${district}`,
  )
  const lined = ways.filter((way) => linesOf(transition(way), q.books, q) > 0)
  const numbers = (crossing: boolean) => lined.filter((way) => (way.from_book !== way.to_book) === crossing).map(({ no }) => no)
  const places = sql`select p.chain, p.number from (${placesOf(district, kind, ids, q.span)}) p`
  const stretch = sql`p.day, array_position(${ORDER}::text[], p.chain) - 1`
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

/** The first lines of these stretches: at least `most` where there are so many. */
async function linesOfStretches(
  on: Executor,
  district: string,
  q: LineQuery,
  closing: readonly ClosingRow[],
  stretches: readonly string[],
  most: number,
): Promise<BareLine[]> {
  const lines: BareLine[] = []
  for (const stretch of stretches) {
    if (lines.length >= most) break
    const [day, book] = [stretch.slice(0, 10) as CivilDate, ORDER[Number(stretch.slice(11))]!]
    const own = closing.filter((c) => c.day === day && c.book === book).map(closingLine)
    const found: BareLine[] = []
    let [after, read] = [0, 0]
    do {
      const wanted = most - lines.length - found.length
      // What a closing wrote stands among the others, wherever its voucher does: then the day is read to its end.
      const many = own.length > 0 ? WHOLE_STRETCH : vouchersFor(wanted, found.length, read)
      const moves = await vouchersOf(on, district, q, { day, book, after, many })
      found.push(...moves.flatMap(linesOfMove).filter((line) => line.book === book && isAsked(line, q)))
      const vouchers = new Set(moves.map((m) => m.posting_id)).size
      if (vouchers < many) break
      read += vouchers
      after = Math.max(...moves.map((m) => numberIn(m, book)))
    } while (own.length > 0 || lines.length + found.length < most)
    lines.push(...[...found, ...own.filter((line) => isAsked(line, q))].sort(inOrder))
  }
  return lines
}

const WHOLE_STRETCH = 2_000

/** How many vouchers to read for so many lines: a few to begin with, for some have a hundred lines, then by what those read had. */
const vouchersFor = (lines: number, found: number, read: number): number =>
  Math.min(WHOLE_STRETCH, found > 0 ? Math.ceil((lines * read) / found) + 1 : Math.max(8, read * 4, lines >> 3))

interface Stretch {
  readonly day: CivilDate
  readonly book: BookKey
  /** The voucher number that the vouchers come after. */
  readonly after: number
  readonly many: number
}

/** The moves of the next vouchers of a day in a book, those of supplements that it received among them. */
const vouchersOf = (on: Executor, district: string, q: LineQuery, { day, book, after, many }: Stretch) => {
  const fits = sql`p.business_date = ${day} and p.district = ${district} and p.entry_kind = any(${kindsOf(q)}::text[])
    and not ${laterThan('p', q)}`
  return rows(
    on,
    sql<MoveRow>`select m.posting_id, m.line, p.business_date, p.book, p.voucher_no, p.other_voucher_no, p.entry_kind as kind, ${orientedMove}
      from (
        select * from (
          (select p.*, p.voucher_no as no from posting p where p.book = ${book} and p.voucher_no > ${after} and ${fits}
            order by p.voucher_no limit ${many})
          union all
          (select p.*, p.other_voucher_no as no from posting p where p.other_book = ${book} and p.month = ${monthNumber(day)}
            and p.other_voucher_no > ${after} and ${fits} order by p.other_voucher_no limit ${many})) either
        order by no limit ${many}) p
      join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account`,
  )
}

const numberIn = (r: MoveRow, book: BookKey): number => (book === r.book ? r.voucher_no : r.other_voucher_no!)

function linesOfMove(r: MoveRow): BareLine[] {
  const entries = entriesOf({ kind: r.kind, from: r.from_stage, to: r.to_stage, fromBook: r.from_book, toBook: r.to_book })
  return entries.flatMap((e) => {
    const at = { postingId: r.posting_id, line: r.line, day: r.business_date, book: e.book, no: numberIn(r, e.book), ledger: e.ledger }
    return [
      { ...at, subject: e.debit, against: e.credit, debitFen: r.amount_fen, creditFen: 0n },
      { ...at, subject: e.credit, against: e.debit, debitFen: 0n, creditFen: r.amount_fen },
    ]
  })
}

const inOrder = (a: BareLine, b: BareLine): number =>
  compare(a.day, b.day) ||
  place(a.book) - place(b.book) ||
  a.no - b.no ||
  compare(a.ledger, b.ledger) ||
  Math.abs(a.line) - Math.abs(b.line)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const closingLine = (r: ClosingRow): BareLine => ({
  postingId: r.postingId,
  line: -r.line,
  day: r.day,
  book: r.book,
  no: r.no,
  ledger: subjects[r.subject].ledger,
  subject: r.subject,
  against: null,
  debitFen: r.debitFen,
  creditFen: r.creditFen,
})

interface NameRow {
  readonly posting_id: string
  readonly line: number
  readonly kind: PostingKindKey | 'reversal'
  readonly entry_kind: PostingKindKey
  readonly basis: string
}

async function named(on: Executor, district: string, lines: readonly BareLine[]): Promise<EntryLine[]> {
  const ids = [...new Set(lines.map((l) => l.postingId))]
  const heads = await rows(
    on,
    sql<NameRow>`select posting_id, kind, entry_kind, basis from posting where district = ${district} and posting_id = any(${ids}::text[])`,
  )
  const details = await detailsOf(on, district, ids)
  const headOf = new Map(heads.map((h) => [h.posting_id, h]))
  return lines.map((l) => {
    const head = headOf.get(l.postingId)!
    return {
      ...l,
      kind: head.kind,
      entryKind: head.entry_kind,
      basis: head.basis,
      detail: details.get(detailKey(l.postingId, l.line))!,
    }
  })
}
