/** How each line compares with the others of its table: what a hidden total lacks. */
import { WHOLE_COUNTY_WORDS } from '#policy/import-words.ts'
import type { Column } from './columns.ts'
import type { Weighed } from './hidden-totals.ts'
import { amountOf } from './line-fields.ts'
import { squash, wordsOf } from './sheet-grid.ts'
import type { DataLine } from './table-lines.ts'

/** Columns whose texts do not name what a line is about. */
const SILENT: readonly Column['field'][] = [
  'seq',
  'ignore',
  'source',
  'part',
  'totalInvestment',
  'amount',
  'quantity',
  'households',
  'population',
  'year',
]
const COUNTY = wordsOf(WHOLE_COUNTY_WORDS)
export const NAMING = [
  'projectName',
  'village',
  'township',
  'location',
  'content',
  'fundName',
  'docNo',
  'purpose',
  'responsibleUnit',
  'department',
  'category',
  'county',
] as const

/** How a line compares with the others: does it lack what nearly all of them say? */
export function weigh(data: readonly DataLine[], columns: readonly Column[], amount: readonly Column[]): Weighed[] {
  const text = (line: DataLine, column: Column): string => squash(line.cell(column.column)?.text ?? '')
  const shared = columns.filter((column) => {
    if (!(NAMING as readonly string[]).includes(column.field) && column.field !== 'seq') return false
    return data.filter((line) => text(line, column) !== '').length * 10 >= data.length * 6
  })
  const saying = columns.filter((column) => !SILENT.includes(column.field) && !amount.includes(column))
  return data.map((line): Weighed => {
    const first =
      columns
        .filter((column) => !amount.includes(column))
        .map((column) => text(line, column))
        .find((t) => t !== '') ?? ''
    return {
      row: line.row,
      amount: amountOf(line.readings),
      seq: line.seq,
      seqLevel: line.seqLevel > 0 ? line.seqLevel : prefixLevel(first),
      poorer: line.shift === 0 && isPoorer(shared, (column) => text(line, column) === ''),
      nameless: saying.length > 0 && saying.every((column) => text(line, column) === ''),
      wholeCounty: COUNTY.includes(first),
    }
  })
}

/** `一、中央资金` in the first text of a line is a group number as good as one in a column of its own. */
const prefixLevel = (text: string): number =>
  /^[一二三四五六七八九十]{1,3}[、.]/.test(text) ? 1 : /^\([一二三四五六七八九十]{1,3}\)/.test(text) ? 2 : 0

/** Without the number or the name that the others have, or without at least two and half of what they say. */
function isPoorer(shared: readonly Column[], empty: (column: Column) => boolean): boolean {
  const missing = shared.filter(empty)
  const name = NAMING.map((field) => shared.find((column) => column.field === field)).find((column) => column !== undefined)
  if (missing.some((column) => column.field === 'seq' || column === name)) return true
  return missing.length >= 2 && missing.length * 2 >= shared.length
}
