/** Exact texts of spreadsheet numbers and dates: what Excel shows, never a float tail. */
import { addDays, civilDate } from '#kernel/civil-date.ts'

/** Plain decimal text without exponent. Whole numbers stay as written; fractions keep Excel's 15 significant digits. */
export function numberText(raw: string): string {
  const text = raw.trim()
  if (/^-?\d{1,40}$/.test(text)) return text
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  return expand(String(Number(value.toPrecision(15))))
}

function expand(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const digits = whole + fraction
  const point = whole.length + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}${digits.length > point ? `.${digits.slice(point)}` : ''}`
}

const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 57, 58])

export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.has(id)
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
  return /[yd]/i.test(bare) || /m.*月|月.*日/i.test(code)
}

/** `YYYY-MM-DD` of a serial day number; null outside 1900–2199, where a "date" is a number with a wrong format. */
export function dateText(raw: string, from1904: boolean): string | null {
  const serial = Math.floor(Number(raw))
  if (!Number.isFinite(serial) || serial < 1 || serial > 109_574) return null
  if (from1904) return addDays(civilDate('1904-01-01'), serial)
  // Excel believes in 29 February 1900: serials before it count from one day later.
  return addDays(civilDate('1900-01-01'), serial < 60 ? serial - 1 : serial - 2)
}
