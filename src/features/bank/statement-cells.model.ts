/** What single cells of a bank statement say: days, signed amounts, headers, and the labels beside the table. Pure. */
import { type CivilDate, parseCivilDate } from '#kernel/civil-date.ts'
import { type Fen, negate, parseFen, ZERO } from '#kernel/money.ts'
import { type CellText, squash, wordsOf } from '#features/imports/sheet-grid.ts'
import { BANK_HEADER_WORDS, type BankField, IN_SIGNS, OUT_SIGNS } from '#policy/bank-statement-words.ts'
import { EMPTY_SIGNS } from '#policy/import-words.ts'

/** `2017-03-20 10:11:12`, `20170320101112`, `2017年3月20日`, `2017.3.20`, `2017/03/20`: the day of it, or null. */
export function dayIn(raw: string): CivilDate | null {
  const text = raw.normalize('NFKC').trim()
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?![\d])/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})(?:\D.*|\d{6}(?:\d{3})?)?$/.exec(text)
  if (!match) return null
  return parseCivilDate(`${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`)
}

/** Both days of `2017-03-01 至 2017-03-31`, `20170301-20170331`. */
export function daysIn(raw: string): { from: CivilDate; to: CivilDate } | null {
  const text = raw.normalize('NFKC')
  const found = [...text.matchAll(/\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(?<!\d)(?:19|20)\d{6}(?!\d)/g)].map((m) => dayIn(m[0]))
  const [from, to] = found
  return found.length === 2 && from && to ? { from, to } : null
}

export interface Money {
  readonly fen: Fen | null
  /** Nothing stands there, or a zero that only fills the other side's column. */
  readonly blank: boolean
}

const EMPTY = new Set(wordsOf(EMPTY_SIGNS))

/** A signed amount; `(1,000.00)` is below zero. `fen: null` without `blank`: it is no amount. */
export function moneyOf(cell: CellText | undefined): Money {
  if (!cell) return { fen: ZERO, blank: true }
  if (cell.kind === 'date' || cell.kind === 'error' || (cell.formula !== undefined && cell.text === '')) return { fen: null, blank: false }
  const text = squash(cell.text)
    .replace(/^(?:CNY|RMB|人民币)/i, '')
    .replace(/元$/, '')
  if (text === '' || EMPTY.has(text)) return { fen: ZERO, blank: true }
  const inBrackets = /^\((.+)\)$/.exec(text)
  const value = parseFen((inBrackets?.[1] ?? text).replace(/^([+-])[¥￥]/, '$1'))
  if (value === null) return { fen: null, blank: false }
  return { fen: inBrackets ? negate(value) : value, blank: value === 0n }
}

const OUT = new Set(wordsOf(OUT_SIGNS))
const IN = new Set(wordsOf(IN_SIGNS))

export function signOf(text: string): 1n | -1n | null {
  const word = squash(text).toUpperCase()
  return OUT.has(word) ? -1n : IN.has(word) ? 1n : null
}

const WORDS = (Object.entries(BANK_HEADER_WORDS) as [BankField, string][]).flatMap(([field, list]) =>
  wordsOf(list).map((word) => ({ word: squash(word), field })),
)

/** What a header means. Whole words win; then the longest word inside it, unless what it looks like is known to be something else. */
export function fieldOf(header: string): BankField | null {
  const text = squash(header)
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[::*]/g, '')
  if (text === '' || text.length > 40) return null
  const plain = text.replace(/\([^)]*\)/g, '')
  const whole = WORDS.find(({ word }) => word === text) ?? WORDS.find(({ word }) => word === plain)
  if (whole) return whole.field
  const inside = WORDS.filter(({ word }) => word.length >= 3 && plain.includes(word)).sort((a, b) => b.word.length - a.word.length)
  return inside[0]?.field ?? null
}

/** `账号：4200…`, or the label in one cell and the value in the next. `labels` are squashed words. */
export function valueAfter(text: string, next: string | null, labels: readonly string[]): string | null {
  const plain = squash(text)
  for (const label of labels) {
    if (plain === label || plain === `${label}:`) return next === null ? null : squash(next)
    if (plain.startsWith(`${label}:`)) return plain.slice(label.length + 1) || (next === null ? null : squash(next))
    const inside = plain.indexOf(`${label}:`)
    // Several labels in one cell: `账号:1234 户名:某局 期初余额:1.00` loses its spaces, so the value ends at the next label.
    if (inside > 0) return plain.slice(inside + label.length + 1)
  }
  return null
}

export const labelsOf = (list: string): string[] => wordsOf(list).map(squash)
