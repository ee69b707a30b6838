/** Sorts the rows of a table into data lines and everything else: blanks, notes, group titles, totals, repeated headers. */
import type { MoneyUnit } from '#kernel/money.ts'
import { REMARK_WORDS, SUBTOTAL_WORDS, TOTAL_WORDS } from '#policy/import-words.ts'
import { type AmountReading, readAmount } from './amount-text.ts'
import type { Column } from './columns.ts'
import { type CellText, type Grid, squash, tidy, wordsOf } from './sheet-grid.ts'
import { isColumnNumbers, startsHeader, type TableSpot, unitInLine } from './table-finder.ts'

export interface DataLine {
  readonly row: number
  readonly shift: -1 | 0 | 1
  readonly seq: string | null
  readonly seqLevel: number
  /** the group title that stands above, as published */
  readonly group: string | null
  readonly readings: readonly AmountReading[]
  /** false when the amount cell belongs to a merge that began in a row above */
  readonly cell: (column: number) => CellText | undefined
}

export interface LabelledTotal {
  readonly row: number
  readonly label: string
  readonly kind: 'total' | 'subtotal'
  /** position among the data lines: how many stand before it */
  readonly after: number
  readonly readings: readonly AmountReading[]
}

export interface NotData {
  readonly row: number
  readonly reason: string
}

export interface TableLines {
  readonly data: readonly DataLine[]
  readonly totals: readonly LabelledTotal[]
  readonly notData: readonly NotData[]
  readonly notes: readonly string[]
  /** rows swallowed by an amount merged from above, with the row it began in */
  readonly continued: readonly { readonly row: number; readonly from: number }[]
}

const TOTALS = wordsOf(TOTAL_WORDS)
const SUBTOTALS = wordsOf(SUBTOTAL_WORDS)
const REMARKS = wordsOf(REMARK_WORDS)
const MAX_LABEL = 18
const DITTO = /^\s*(?:同上|〃|″)\s*$/

/** `合  计`, `小计:`, `产业发展合计`, `合计(10个)`; null for anything longer or other. */
export function totalLabel(raw: string): 'total' | 'subtotal' | null {
  const text = squash(raw)
    .replace(/\([^)]*\)/g, '')
    .replace(/[::;。、]+$/, '')
  if (text.length > MAX_LABEL || text === '') return null
  if (TOTALS.includes(text)) return 'total'
  if (SUBTOTALS.some((word) => text === word || text.endsWith(word) || text.startsWith(word))) return 'subtotal'
  if (TOTALS.some((word) => word.length >= 2 && word !== '累计' && text.endsWith(word))) return 'subtotal'
  return TOTALS.some((word) => word !== '累计' && word !== '共计' && text.startsWith(word)) && text.length <= 12 ? 'total' : null
}

/** 1 for 一、, 2 for (一), 3 for 1., 4 for (1) or 1.1; 0 when it is no number. */
export function seqLevelOf(raw: string | null): number {
  const text = squash(raw ?? '')
  if (/^第?[一二三四五六七八九十]{1,3}[、.部类]?$/.test(text)) return 1
  if (/^\([一二三四五六七八九十]{1,3}\)[、.]?$/.test(text)) return 2
  if (/^\d{1,5}[.、]?$/.test(text)) return 3
  if (/^(?:\(\d{1,3}\)|\d{1,3}[.-]\d{1,3}|\d{1,3}\)|[①-⑳])[、.]?$/.test(text)) return 4
  return 0
}

interface Context {
  readonly grid: Grid
  readonly spot: TableSpot
  readonly columns: readonly Column[]
  readonly amount: readonly Column[]
  readonly unitFor: (column: Column) => MoneyUnit
  readonly ignored: (row: number) => boolean
}

export function readLines(context: Context): TableLines {
  const { grid, spot, amount } = context
  const out = {
    data: [] as DataLine[],
    totals: [] as LabelledTotal[],
    notData: [] as NotData[],
    notes: [] as string[],
    continued: [] as { row: number; from: number }[],
  }
  let [group, afterRemark]: [string | null, boolean] = [null, false]
  const skip = (row: number, reason: string) => out.notData.push({ row, reason })
  for (let row = spot.firstRow; row <= spot.lastRow; row++) {
    const cells = grid.cellsOf(row)
    const shift = shiftOf(context, row)
    const readings = amount.map((column) => readAmount(grid.own(row, column.column + shift), context.unitFor(column)))
    const hasMoney = readings.some((reading) => reading.problem !== 'blank')
    const first = cells[0] ? tidy(cells[0][1].text) : ''
    const label = labelOf(context, row)
    if (cells.length === 0) skip(row, grid.onlySpaces(row) ? 'blank row (one cell holds a space)' : 'blank row')
    else if (context.ignored(row)) skip(row, 'ignored by hand')
    else if (isColumnNumbers(grid, row) && row === spot.firstRow) skip(row, 'column numbers')
    else if (startsHeader(grid, row)) skip(row, 'header repeated')
    else if (label) {
      out.totals.push({ row, label: label.text, kind: label.kind, after: out.data.length, readings })
      skip(row, label.kind)
    } else if (REMARKS.some((word) => squash(first).startsWith(word)) && !hasMoney) {
      afterRemark = true
      out.notes.push(first)
      skip(row, 'remark')
    } else if (!hasMoney && mergedFrom(context, row) !== null) {
      const from = mergedFrom(context, row)!
      out.continued.push({ row, from })
      skip(row, `continues row ${from}: the amount is merged`)
    } else if (isLone(context, row, hasMoney)) {
      if (cells.some(([, cell]) => unitInLine(cell.text))) skip(row, 'unit line')
      else if (afterRemark || squash(first).length > 40 || noDataAfter(context, row)) {
        out.notes.push(first)
        skip(row, 'remark')
      } else {
        group = groupName(cells.map(([, cell]) => tidy(cell.text)))
        skip(row, 'group title (category of the rows below)')
      }
    } else out.data.push(lineOf(context, row, shift, group, readings))
  }
  return out
}

function lineOf(context: Context, row: number, shift: -1 | 0 | 1, group: string | null, readings: readonly AmountReading[]): DataLine {
  const { grid, columns } = context
  const first = columns[0]?.column ?? 1
  const cell = (column: number) => {
    if (shift === -1 && column + shift < first) return undefined
    let from = row
    while (from > context.spot.firstRow && DITTO.test(grid.at(from, column + shift)?.text ?? '')) from--
    return grid.at(from, column + shift)
  }
  const seqColumn = columns.find((column) => column.field === 'seq')
  const seqText = seqColumn ? tidy(cell(seqColumn.column)?.text ?? '') : ''
  const seq = seqText === '' ? null : seqText
  return { row, shift, seq, seqLevel: seqLevelOf(seq), group, readings, cell }
}

const groupName = (texts: readonly string[]): string =>
  texts
    .filter((text) => seqLevelOf(text) === 0)
    .join(' ')
    .replace(/^(?:[一二三四五六七八九十]+|\([一二三四五六七八九十]+\)|\d+)[、..]\s*/, '') || texts.join(' ')

/** The first texts of a row, left of or besides the money, may be a total's label. */
function labelOf({ grid, columns }: Context, row: number): { text: string; kind: 'total' | 'subtotal' } | null {
  const money = new Set(columns.filter((c) => ['amount', 'source', 'part', 'totalInvestment'].includes(c.field)).map((c) => c.column))
  const texts = grid.cellsOf(row).filter(([column, cell]) => !money.has(column) && cell.kind === 'text')
  for (const [column, cell] of texts.slice(0, 3)) {
    if (columns.find((c) => c.column === column)?.field === 'remark') continue
    const kind = totalLabel(cell.text)
    if (kind) return { text: tidy(cell.text), kind }
  }
  // "合" and "计" in two cells
  const joined = texts.map(([, cell]) => squash(cell.text)).join('')
  return joined === '合计' || joined === '总计'
    ? { text: joined, kind: 'total' }
    : joined === '小计'
      ? { text: joined, kind: 'subtotal' }
      : null
}

/** One text alone (or a group number and a text) without money: a group title or a note, never a line. */
function isLone({ grid, columns }: Context, row: number, hasMoney: boolean): boolean {
  if (hasMoney) return false
  const cells = grid.cellsOf(row)
  if (cells.some(([, cell]) => cell.kind === 'error' || cell.formula !== undefined)) return false
  if (cells.length === 1) {
    const field = columns.find((column) => column.column === cells[0]![0])?.field
    return !['amount', 'village', 'township'].includes(field ?? '') || cells[0]![1].kind === 'text'
  }
  const level = seqLevelOf(cells[0]![1].text)
  return cells.length === 2 && (level === 1 || level === 2)
}

const noDataAfter = ({ grid, spot, amount }: Context, row: number): boolean => {
  for (let next = row + 1; next <= spot.lastRow; next++) if (amount.some((column) => grid.own(next, column.column))) return false
  return true
}

function mergedFrom({ grid, amount }: Context, row: number): number | null {
  const area = amount[0] ? grid.area(row, amount[0].column) : undefined
  return area && area.top < row && area.right === area.left ? area.top : null
}

/** −1 when the whole row stands one column to the left, +1 to the right; judged by the amount, the number and the width. */
function shiftOf({ grid, columns, amount, unitFor }: Context, row: number): -1 | 0 | 1 {
  const column = amount.length === 1 ? amount[0]! : null
  if (!column || grid.cellsOf(row).some(([c]) => grid.area(row, c))) return 0
  const here = readAmount(grid.own(row, column.column), unitFor(column))
  if (here.problem !== 'text' && here.problem !== 'several') return 0
  const isNumber = (at: number): boolean => readAmount(grid.own(row, at), unitFor(column)).problem === null
  const seq = columns.find((c) => c.field === 'seq')
  const last = columns.filter((c) => c.path.length > 0).at(-1)!.column
  const seqAt = (at: number): boolean => seqLevelOf(grid.own(row, at)?.text ?? null) > 0
  const ends = grid.cellsOf(row).at(-1)?.[0] ?? 0
  const own = (at: number): boolean => grid.own(row, at) !== undefined
  if (isNumber(column.column + 1) && (seq ? !seqAt(seq.column) && seqAt(seq.column + 1) : ends === last + 1)) return 1
  if (isNumber(column.column - 1) && (seq ? own(seq.column) && !seqAt(seq.column) : ends < last)) return -1
  return 0
}
