/** What was asked of a statement, checked and understood; and the address of the page that shows it, for drilling down. Pure. */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { type Moment, readMoment } from '#features/ledger/moment.model.ts'
import { type BookKey, books } from '#policy/books.ts'
import { type Grouping, type StatementName, statements } from '#policy/statements.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { type Ledger, subjectsOf } from './entries.model.ts'
import { cutSpan, parseSpan, type Span } from './span.model.ts'
import { refuse } from './statement-refusals.model.ts'

/** As it stands in the address and on the wire. */
export interface RawQuery {
  readonly book?: string | undefined
  readonly period?: string | undefined
  readonly asOf?: string | undefined
  readonly knownAt?: string | undefined
  readonly ledger?: Ledger | undefined
  readonly subject?: string | undefined
  readonly by?: Grouping | undefined
  readonly lot?: string | undefined
  readonly project?: string | undefined
  readonly department?: string | undefined
  readonly level?: string | undefined
}

export interface StatementQuery {
  readonly name: StatementName
  readonly books: readonly BookKey[]
  readonly bookLabel: Text
  readonly span: Span
  readonly moment: Moment
  readonly ledger: Ledger | undefined
  readonly subject: SubjectCode | undefined
  readonly by: Grouping | undefined
  readonly raw: RawQuery
}

const ALL_BOOKS = Object.keys(books) as BookKey[]
export const allBooksLabel: Text = { zh: '三个专账合计', en: 'All three books' }

export const readBook = (text: string): Outcome<BookKey> => {
  const book = ALL_BOOKS.find((key) => key === text)
  return book ? ok(book) : refuse('book_unknown', { book: text.slice(0, 40) })
}

export function readQuery(name: string, raw: RawQuery, today: CivilDate): Outcome<StatementQuery> {
  if (!Object.hasOwn(statements, name))
    return refuse('statement_unknown', { name: name.slice(0, 40), names: Object.keys(statements).join(', ') })
  const wanted = raw.book ?? 'all'
  const book = wanted === 'all' ? ok(null) : readBook(wanted)
  if (!book.ok) return book
  const moment = readMoment({ asOf: raw.asOf, knownAt: raw.knownAt }, today)
  if (!moment.ok) return moment
  const asOf = moment.value.asOf as CivilDate | undefined
  const asked = parseSpan(raw.period, asOf ?? today)
  if (!asked.ok) return asked
  const span = cutSpan(asked.value, asOf)
  if (!span.ok) return span
  if (name === 'detail' && !raw.subject) return refuse('subject_missing')
  if (raw.subject && !Object.hasOwn(subjects, raw.subject))
    return refuse('subject_unknown', { subject: raw.subject.slice(0, 20), subjects: subjectsOf().join('、') })
  return ok({
    name: name as StatementName,
    books: book.value ? [book.value] : ALL_BOOKS,
    bookLabel: book.value ? books[book.value].label : allBooksLabel,
    span: span.value,
    moment: moment.value,
    ledger: raw.ledger,
    subject: raw.subject as SubjectCode | undefined,
    by: raw.by,
    raw,
  })
}

/** The page of a statement with this query, changed in some places. */
export function addressOf(name: StatementName, raw: RawQuery, changes: Partial<RawQuery> = {}): string {
  const query = new URLSearchParams({ statement: name })
  for (const [key, value] of Object.entries({ ...raw, ...changes })) if (value) query.set(key, String(value))
  return `/statements?${query.toString()}`
}

/** The detail ledger of a title: the lines that a figure of this statement is the sum of, narrowed as the statement is. */
export const detailAddress = (q: StatementQuery, subject: SubjectCode, changes: Partial<RawQuery> = {}): string =>
  addressOf('detail', q.raw, { subject, ledger: undefined, by: undefined, ...changes })

/** From January to the end of what is shown. */
export const yearToDate = ({ span }: StatementQuery): string => `${span.yearFrom.slice(0, 7)}..${span.to.slice(0, 7)}`

/** Everything before a day: what an opening balance is made of. */
export const everythingBefore = (day: CivilDate): string => {
  const last = addDays(day, -1)
  return `${FIRST_YEAR}..${last.slice(5, 7) === '12' ? last.slice(0, 4) : last.slice(0, 7)}`
}
/** Earlier than any book. */
const FIRST_YEAR = '1990'

export const voucherAddress = (book: BookKey, day: string, no: number): string => `/vouchers/${book}/${day.slice(0, 7)}/${no}`
