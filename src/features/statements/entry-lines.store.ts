/**
 * Journal and detail ledger, page by page. Which days a page needs, and which books on them, is read off the turnover, so the last page
 * of a million lines costs what the first one does; lines are projected from the vouchers of those days in their order, no further than
 * the page goes, and only the lines shown are given their names.
 */
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import { addDays, addMonths, type CivilDate } from '#kernel/civil-date.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { closingIn, type ClosingRow } from './closing.model.ts'
import { type DayCount, linesIn, placeOf } from './day-pages.model.ts'
import type { Slice } from './divided.model.ts'
import { entriesOf, type Ledger, linesOf } from './entries.model.ts'
import { detailKey, detailsOf } from './entry-details.store.ts'
import { kindsOf, type LineQuery, movesInJournal, movesOfStretch, type MoveRow, numberIn } from './entry-moves.store.ts'
import { firstDay, lastDay, type Span } from './span.model.ts'
import {
  closingRows,
  type CountedTurnover,
  type DayTurnover,
  isWhole,
  lotIds,
  movesJoined,
  orientedMove,
  turnoverBy,
} from './turnover.store.ts'
import type { Detail } from './vouchers.model.ts'

/** What of the span was read already. */
interface Known {
  readonly turnover?: readonly CountedTurnover[]
  readonly closing?: readonly ClosingRow[]
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

export async function entryPage(
  on: Executor,
  district: string,
  q: LineQuery,
  { offset, limit }: Slice,
  known: Known = {},
): Promise<EntryPage> {
  const closing = known.closing ?? (await closingRows(on, district, q, q.span.to))
  const { months, total, first } = await monthsFor(on, district, q, closing, offset + limit, known.turnover)
  const inMonths = placeOf(months, offset, limit)
  if (!inMonths) return { ...NOTHING, total }
  const monthSpan = narrowed(q.span, firstDay(inMonths.first), lastDay(inMonths.last))
  const days = first && inMonths.last === months[0]!.day ? first : await daySums(on, district, 'day', { ...q, span: monthSpan }, closing)
  const at = placeOf(days, inMonths.skip, limit)
  if (!at) return { ...NOTHING, total }
  const net = (sums: readonly DaySum[], before: string) => sums.reduce((sum, d) => sum + (d.day < before ? d.netFen : 0n), 0n)
  const stretches = days.filter(({ day }) => day >= at.first && day <= at.last).map(({ day }) => day)
  const bare = (q.subjects?.group ? stretches.length <= FEW_STRETCHES : isWhole(q.scope))
    ? await linesOfStretches(on, district, q, closing, stretches, at.skip + limit)
    : await linesOfScope(on, district, q, closing, stretches, at.skip + limit)
  const shown = bare.slice(at.skip, at.skip + limit)
  const skipped = bare.slice(0, at.skip).reduce((sum, l) => sum + l.debitFen - l.creditFen, 0n)
  return { lines: await named(on, district, shown), total, beforeFen: net(months, inMonths.first) + net(days, at.first) + skipped }
}

/** Of a group that has so few lines that a page goes over more days, the journals of its lots are few and short. */
const FEW_STRETCHES = 10

/**
 * How many lines there are, and the months that hold so many of them from the beginning of the span on. Where a department and a level are
 * asked for together there are thousands of sums a month; most pages that anybody looks at lie in the first, whose days are read at once.
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
  if (!q.subjects || q.subjects.group || lot || project) {
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
  const { subjects, scope } = q
  const lots = subjects?.group ? { ...subjects, ids: await lotIds(on, district, scope) } : subjects
  const moves = lots ? await movesInJournal(on, district, { ...q, span }, lots, stretches[0]!, most) : movesJoined(district, q)
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

/** The first lines of these stretches, of the whole or of a group: at least `most` where there are so many. */
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
      const many = own.length > 0 ? MANY : movesFor(wanted, q.subject ? 1 : 2, found.length, read)
      const moves = await movesOfStretch(on, district, q, { day, book, after, many })
      found.push(...moves.flatMap(linesOfMove).filter((line) => line.book === book && isAsked(line, q)))
      if (moves.length < many) break
      read += moves.length
      after = Math.max(...moves.map((m) => numberIn(m, book)))
    } while (own.length > 0 || lines.length + found.length < most)
    lines.push(...[...found, ...own.filter((line) => isAsked(line, q))].sort(inOrder))
  }
  return lines
}

const MANY = 5_000

/** How many moves to read for so many lines: by those that most moves have, and after the first ones by what those read had. */
const movesFor = (lines: number, each: 1 | 2, found: number, read: number): number =>
  Math.min(MANY, found > 0 ? Math.ceil((lines * read) / found) + 1 : Math.max(8, read * 4, Math.ceil(lines / each)))

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
  const details = await detailsOf(on, district, ids, [...new Map(lines.map((l) => [detailKey(l.postingId, l.line), l])).values()])
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
