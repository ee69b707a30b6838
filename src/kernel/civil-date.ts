/**
 * A civil date in Asia/Shanghai as text `YYYY-MM-DD`: sortable, comparable with < and >, without hours or zones.
 * Instants (when something was recorded) are ISO texts in UTC and come from `platform/clock`, nowhere else.
 */
import { Fault } from './outcome.ts'

declare const brand: unique symbol
export type CivilDate = string & { readonly [brand]: 'CivilDate' }

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/

export function parseCivilDate(text: string): CivilDate | null {
  const match = PATTERN.exec(text)
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null
  return text as CivilDate
}

/** For literals in policy, scenario and tests: a wrong date is a fault of the program. */
export function civilDate(text: string): CivilDate {
  const date = parseCivilDate(text)
  if (!date) throw new Fault('civil-date', `not a date: ${text}`)
  return date
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

const toDays = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000
const fromDays = (days: number): CivilDate => new Date(days * 86_400_000).toISOString().slice(0, 10) as CivilDate

export const addDays = (date: CivilDate, days: number): CivilDate => fromDays(toDays(date) + days)

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: CivilDate, b: CivilDate): number => toDays(b) - toDays(a)

export const yearOf = (date: CivilDate): number => Number(date.slice(0, 4))
export const monthOf = (date: CivilDate): number => Number(date.slice(5, 7))
/** Year and month as one number: 2017-03-15 → 201703. */
export const monthKey = (date: CivilDate): number => yearOf(date) * 100 + monthOf(date)
/** The same day so many months later, or the last day of that month where it is shorter: 2017-01-31 + 1 → 2017-02-28. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  const day = Math.min(Number(date.slice(8)), daysInMonth(year, month))
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as CivilDate
}

/** Whole months from `a` to `b`: 2017-01-31 to 2017-02-28 is one. Zero when `b` is earlier. */
export function monthsBetween(a: CivilDate, b: CivilDate): number {
  const months = (yearOf(b) - yearOf(a)) * 12 + monthOf(b) - monthOf(a)
  return Math.max(0, addMonths(a, months) <= b ? months : months - 1)
}

export const lastDayOfYear = (year: number): CivilDate => `${year}-12-31` as CivilDate

/** The civil date in Shanghai (UTC+8, no daylight saving since 1991) of an instant in milliseconds. */
export const civilDateOfInstant = (milliseconds: number): CivilDate => fromDays(Math.floor((milliseconds + 8 * 3_600_000) / 86_400_000))

export const formatDate = (date: CivilDate, language: 'zh' | 'en'): string =>
  language === 'zh' ? `${date.slice(0, 4)}年${Number(date.slice(5, 7))}月${Number(date.slice(8))}日` : date
