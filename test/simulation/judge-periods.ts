/** What is against closing and opening months and years, appointing and relieving keepers, and the officer at the bank's statements. */
import type { Auditor } from './auditor.ts'
import { addDay, after, monthOf } from './book-rules.ts'
import { Books } from './books.ts'
import { keptBooks, reversal, those } from './judge-books.ts'
import { yearClosing } from './plans.ts'
import type { RequestOf } from './requests.ts'

export type PeriodRequest = RequestOf<'close' | 'reopen-month' | 'close-year' | 'reopen-year' | 'appoint' | 'relieve'>

export function periodReasons(a: Auditor, r: PeriodRequest): string[] {
  switch (r.act) {
    case 'close':
      return close(a, r.book, r.month)
    case 'reopen-month': {
      const last = a.books.closed.get(r.book) ?? 0
      const by = a.closings.findLast((c) => c.book === r.book && c.month === last)?.who
      return those(
        ['reason_missing', r.reason.trim() === ''],
        ['nothing_closed', last === 0],
        ['not_last', r.month !== last],
        ['own_closing', last > 0 && by === r.who],
      )
    }
    case 'close-year': {
      const date = `${r.year}-12-31`
      return [
        ...those(
          ['year_closed', closedYear(a, r.book, r.year) !== undefined],
          ['month_not_over', date >= a.today],
          ['year_months_open', nextOf(a, r.book) < r.year * 100 + 12],
          ['year_empty', yearClosing(a, r.book, r.year).moves.length === 0],
        ),
        ...keptBooks(a, r.who, [r.book], date),
      ]
    }
    case 'reopen-year': {
      const closed = closedYear(a, r.book, r.year)
      const missing = those(['reason_missing', r.reason.trim() === ''])
      return closed ? [...missing, ...reversal(a, closed, r.who, closed.date)] : [...missing, 'nothing_closed']
    }
    case 'appoint':
      return those(['cannot_keep', a.officers.get(r.person)!.role !== 'finance'], ['keeper_already', a.books.keeps(r.person, r.book, r.on)])
    case 'relieve': {
      const keeper = a.books.keepers[r.keeper - 1]
      if (!keeper) return ['keeper_unknown']
      return those(
        ['keeper_ended', keeper.to !== null],
        ['ends_before_start', r.on < keeper.from],
        ['would_be_unkept', !keptFrom(a, keeper.book, addDay(r.on), r.keeper)],
      )
    }
  }
}

/** Whether every day from then on has a keeper, without this one. */
function keptFrom(a: Auditor, book: string, from: string, without: number): boolean {
  for (let day = from; ; ) {
    const onDuty = a.books.onDuty(book, day).filter((k) => k.no !== without)
    if (onDuty.length === 0) return false
    if (onDuty.some((k) => k.to === null)) return true
    day = addDay(
      onDuty
        .map((k) => k.to!)
        .sort()
        .at(-1)!,
    )
  }
}

/** The closing of the year that stands. */
export const closedYear = (a: Auditor, book: string, year: number) =>
  a.books.written.find(
    (w) => w.kind === 'year-close' && w.reverses === null && !w.reversed && w.book === book && w.date === `${year}-12-31`,
  )

/** The month to close next; 0 for a book in which nothing happened. */
export function nextOf(a: Auditor, book: string): number {
  const closed = a.books.closed.get(book) ?? 0
  return closed > 0 ? after(closed) : a.books.firstMonth(book)
}

export const lastDay = (month: number): string => new Date(Date.UTC(Math.floor(month / 100), month % 100, 0)).toISOString().slice(0, 10)

function close(a: Auditor, book: string, month: number): string[] {
  const day = lastDay(month)
  const covered = a.bank.to >= day && day >= '2017-01-31'
  const touched = a.books.written.some((w) => monthOf(w.date) <= month && Books.crosses(w))
  return those(
    ['month_closed', month <= (a.books.closed.get(book) ?? 0)],
    ['out_of_order', month !== nextOf(a, book)],
    ['month_not_over', month >= monthOf(a.today)],
    ['bank_lines_unexplained', unexplainedLines(a, day).length > 0],
    ['bank_statement_missing', touched && !covered],
    ['year_not_closed', month % 100 === 12 && yearOpen(a, book, Math.floor(month / 100))],
  )
}

/** Lines of the bank up to the day whose other side had not come by then, and that nobody has explained. */
export const unexplainedLines = (a: Auditor, day: string) =>
  [...a.bank.lines.values()].filter(
    (l) => l.on <= day && l.kind === null && (l.match === null || a.bank.matches.get(l.match)!.settled > day),
  )

/** Income or expenditure that the closing of the year has not taken, or no longer as it did. */
export function yearOpen(a: Auditor, book: string, year: number): boolean {
  const amount = yearClosing(a, book, year).moves.reduce((sum, m) => sum + m.amount, 0n)
  const closed = closedYear(a, book, year)
  return amount !== (closed ? closed.moves.reduce((sum, m) => sum + m.amount, 0n) : 0n)
}

const INTO = ['interest', 'receipt-not-booked', 'returned-payment']
const OUT = ['bank-charge', 'payment-not-booked']

export function bankReasons(a: Auditor, r: RequestOf<'statement' | 'match' | 'explain' | 'undo'>): string[] {
  switch (r.act) {
    case 'statement':
      return those(['statement_has_errors', r.to > a.today || r.lines.some((l) => l.on < r.from || l.on > r.to)])
    case 'match': {
      const [lines, book] = [r.bank.map((no) => a.bank.lines.get(no)!), r.book.map((id) => a.posting(id)!)]
      const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)
      return those(
        ['nothing_chosen', lines.length + book.length < 2],
        ['line_unknown', book.some((w) => !Books.crosses(w) || Books.atBank(w) === 0n)],
        ['line_matched', lines.some((l) => l.match !== null) || book.some((w) => w.matched !== null)],
        ['sides_differ', sum(lines.map((l) => l.amount)) !== sum(book.map((w) => Books.atBank(w)))],
        ['reason_needed', (lines.length === 0 || book.length === 0) && r.note.trim() === ''],
      )
    }
    case 'explain': {
      const line = a.bank.lines.get(r.line)
      if (!line) return ['line_unknown']
      return those(['line_matched', line.match !== null], ['item_wrong_side', (line.amount > 0n ? OUT : INTO).includes(r.kind)])
    }
    case 'undo': {
      const match = a.bank.matches.get(r.match)
      return match ? those(['match_undone', match.undone]) : ['match_unknown']
    }
  }
}
