/**
 * Somebody who sees to it that the favourite book gets closed: the statement of the bank, its lines, one month after the other, the year;
 * and now and then back again. Chance alone seldom does all of that in a season.
 */
import { addDay } from './book-rules.ts'
import { closedYear, lastDay, nextOf, unexplainedLines, yearOpen } from './judge-periods.ts'
import type { Request } from './requests.ts'
import type { Workload } from './workload.ts'
import { statement } from './workload-treasury.ts'

/** How often a December or a year is opened again that was closed. */
const BACK = 0.08

export function drawClosing(w: Workload): Request | null {
  const { a, chance } = w
  const book = w.favourite
  const year = Number(a.today.slice(0, 4)) - 1
  const closed = a.books.closed.get(book) ?? 0
  if (closed === year * 100 + 12 && chance.chance(BACK))
    return { act: 'reopen-month', who: w.who('reopen-month'), book, month: closed, reason: '漏记' }
  const next = nextOf(a, book)
  if (next === 0 || lastDay(next) >= a.today) return null
  const who = w.who('close')
  if (a.bank.to < lastDay(next)) return statement(w, who)
  const [line] = unexplainedLines(a, lastDay(next))
  if (line) {
    const kind = chance.pick(line.amount > 0n ? ['receipt-not-booked', 'interest'] : ['payment-not-booked', 'bank-charge'])
    return (chance.chance(0.4) && w.draw('match')) || { act: 'explain', who, line: line.no, kind }
  }
  const closing = Math.floor(next / 100)
  if (next % 100 !== 12) return { act: 'close', who, book, month: next, reason: '' }
  const keeper = chance.chance(0.9) ? a.books.onDuty(book, addDay(`${closing + 1}-01-01`, -1))[0]?.who : who
  const acting = { who: keeper ?? who, book, year: closing, reason: '漏记' }
  const stands = closedYear(a, book, closing) !== undefined
  if (stands && (yearOpen(a, book, closing) || chance.chance(BACK * 3))) return { act: 'reopen-year', ...acting }
  if (!stands && yearOpen(a, book, closing)) return { act: 'close-year', ...acting }
  return { act: 'close', who, book, month: next, reason: '' }
}
