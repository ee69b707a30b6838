/** The time a statement speaks of: a month, several, or a year, cut off at the day it is looked at. Pure. */
import { type CivilDate, daysInMonth } from '#kernel/civil-date.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { refuse } from './statement-refusals.model.ts'

export interface Span {
  readonly from: CivilDate
  readonly to: CivilDate
  /** The first day of the year that `to` is in. */
  readonly yearFrom: CivilDate
  readonly label: Text
}

export const firstDay = (month: string): CivilDate => `${month}-01` as CivilDate
export const lastDay = (month: string): CivilDate => {
  const [year, number] = month.split('-').map(Number)
  return `${month}-${String(daysInMonth(year!, number!)).padStart(2, '0')}` as CivilDate
}

const MONTH = /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/
const YEAR = /^(19|20|21)\d{2}$/

const monthWords = (month: string): Text => ({ zh: `${month.slice(0, 4)}年${Number(month.slice(5))}月`, en: month })

/** `2017-03`, `2017`, or `2017-01..2017-06`; without it the year of today. */
export function parseSpan(text: string | undefined, today: CivilDate): Outcome<Span> {
  const wanted = text?.trim() || today.slice(0, 4)
  const [first = '', last = first, ...more] = wanted.split('..')
  const [a, b] = [monthsOf(first), monthsOf(last)]
  if (!a || !b || more.length > 0) return refuse('period_unreadable', { period: wanted.slice(0, 40) })
  if (b.to < a.from) return refuse('period_backwards', { first, last })
  const [from, to] = [firstDay(a.from), lastDay(b.to)]
  return ok({ from, to, yearFrom: `${to.slice(0, 4)}-01-01` as CivilDate, label: spanWords(first, last) })
}

function monthsOf(text: string): { from: string; to: string } | null {
  if (MONTH.test(text)) return { from: text, to: text }
  return YEAR.test(text) ? { from: `${text}-01`, to: `${text}-12` } : null
}

function spanWords(first: string, last: string): Text {
  const words = (part: string): Text => (part.length === 4 ? { zh: `${part}年度`, en: part } : monthWords(part))
  if (first === last) return words(first)
  return { zh: `${words(first).zh}至${words(last).zh}`, en: `${first} to ${last}` }
}

/** The span cut off at the day it is looked at. */
export function cutSpan(span: Span, asOf: CivilDate | undefined): Outcome<Span> {
  if (!asOf || asOf >= span.to) return ok(span)
  if (asOf < span.from) return refuse('as_of_before_period', { date: asOf, from: span.from })
  return ok({ ...span, to: asOf, yearFrom: `${asOf.slice(0, 4)}-01-01` as CivilDate })
}

/** Months of sums, as `subject_turnover` numbers them: 201703, or 2017 for a whole year. */
export interface MonthRange {
  readonly first: number
  readonly last: number
}

/**
 * Which sums make up a span, up to its last month that is whole: its months alone; `within` what happened in it, by whole years where
 * nothing divides them; `upTo` the same and everything before, divided where the span begins.
 */
export function settledMonths({ from, to }: Pick<Span, 'from' | 'to'>, unit: 'month' | 'within' | 'upTo'): MonthRange[] {
  const [year, month] = [Number(to.slice(0, 4)), Number(to.slice(5, 7))]
  const whole = to === lastDay(to.slice(0, 7))
  const last = whole ? year * 100 + month : month > 1 ? year * 100 + month - 1 : (year - 1) * 100 + 12
  const [firstYear, firstMonth] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  const first = firstYear * 100 + firstMonth
  if (unit === 'month') return ranges([first, last])
  const lastYear = last % 100 === 12 ? Math.floor(last / 100) : Math.floor(last / 100) - 1
  const rest = [(lastYear + 1) * 100 + 1, last] as const
  const upTo = unit === 'upTo'
  if (firstYear > lastYear) return upTo ? ranges([1, lastYear], rest) : ranges([first, last])
  if (firstMonth === 1) return ranges([upTo ? 1 : firstYear, lastYear], rest)
  const broken = [upTo ? firstYear * 100 + 1 : first, firstYear * 100 + 12] as const
  return ranges(...(upTo ? [[1, firstYear - 1] as const] : []), broken, [firstYear + 1, lastYear], rest)
}

const ranges = (...all: readonly (readonly [number, number])[]): MonthRange[] =>
  all.filter(([first, last]) => first <= last).map(([first, last]) => ({ first, last }))
