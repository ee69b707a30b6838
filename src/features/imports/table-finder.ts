/** Finds the tables of a sheet: their titles, unit lines, header rows and the rows that may hold data. */
import type { MoneyUnit } from '#kernel/money.ts'
import { unitOf } from './amount-text.ts'
import { EXACT, meaningOf } from './headers.ts'
import { type Grid, squash, tidy } from './sheet-grid.ts'

export interface TableSpot {
  readonly headerRows: readonly number[]
  /** header texts of one column, top to bottom, through merges and group cells */
  path(column: number): readonly string[]
  /** rows above the header that belong to this table */
  readonly above: readonly { readonly row: number; readonly what: 'title' | 'unit' | 'note' }[]
  readonly firstRow: number
  readonly lastRow: number
  readonly title: string
  readonly unitLine: MoneyUnit | null
  readonly unitInTitle: MoneyUnit | null
}

const MAX_HEADER_ROWS = 4
const isNumeric = (text: string): boolean => /^[+-]?[\d,]*\.?\d+(?:亿|亿元|万|万元|元|%)?$/.test(squash(text))

/** `单位:万元`, `金额单位:人民币元`, `单位:户、万元` */
export function unitInLine(text: string): MoneyUnit | null {
  const match = /单位(?:[::]|均?为|是)(.*)$/.exec(squash(text))
  return unitOf(/(亿元|万元|元)/.exec(match?.[1] ?? '')?.[1])
}

const texts = (grid: Grid, row: number): string[] => grid.cellsOf(row).map(([, cell]) => squash(cell.text))

export function startsHeader(grid: Grid, row: number): boolean {
  const cells = texts(grid, row)
  if (cells.length < 2 || cells.some((text) => isNumeric(text) || text.length > 40)) return false
  const meanings = cells.map(meaningOf)
  const matched = meanings.filter((meaning) => meaning !== null).length
  const exact = meanings.filter((meaning) => (meaning?.score ?? 0) >= EXACT).length
  if (exact >= 2 && matched * 2 >= cells.length) return new Set(cells).size > 1
  return exact >= 1 && cells.length >= 3 && matched * 10 >= cells.length * 6 && meanings.some((m) => m?.is === 'money')
}

function continuesHeader(grid: Grid, top: number, row: number): boolean {
  const cells = grid.cellsOf(row)
  if (cells.length === 0 || cells.some(([, cell]) => isNumeric(cell.text))) return false
  const reaches =
    cells.length > 0 &&
    columns(grid).some((column) => {
      const area = grid.area(row, column)
      return area !== undefined && area.top >= top && area.top < row && area.bottom >= row
    })
  if (reaches) return true
  const underGroups = cells.every(([column]) => {
    const above = grid.area(row - 1, column)
    return above !== undefined && above.right > above.left
  })
  if (underGroups) return true
  // without merges (CSV): sub-headers stand where the row above has a group or a gap
  const known = cells.filter(([, cell]) => meaningOf(cell.text) !== null).length
  const gaps = cells.filter(([column]) => grid.own(row - 1, column) === undefined).length
  return known * 2 >= cells.length && gaps > 0 && grid.own(row, cells[0]![0]) !== undefined && !grid.own(row, 1)
}

const columns = (grid: Grid): number[] => Array.from({ length: grid.lastColumn }, (_, i) => i + 1)

/** A line of column numbers under the header: `1 2 3 4`, `甲 乙 1 2`, `A B C`. */
export function isColumnNumbers(grid: Grid, row: number): boolean {
  const cells = texts(grid, row)
  if (cells.length < 3) return false
  const figures = cells.filter((text) => !/^[甲乙丙丁A-Z]$/.test(text)).map((text) => /^\(?(\d{1,2})\)?(?:=.*)?$/.exec(text)?.[1])
  if (figures.some((figure) => figure === undefined)) return false
  const numbers = figures.map(Number)
  return numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1) && (numbers.length === 0 || numbers[0] === 1)
}

/** A row above a header that is a group line over it, not a title: several short texts, or a merge that reaches down. */
function isUpperHeader(grid: Grid, row: number): boolean {
  const cells = grid.cellsOf(row)
  if (cells.length < 2 || cells.some(([, c]) => isNumeric(c.text) || /[::]/.test(c.text) || squash(c.text).length > 20)) return false
  return cells.some(([column]) => {
    const area = grid.area(row, column)
    return area !== undefined && (area.bottom > row || area.right > area.left)
  })
}

function headerAt(grid: Grid, row: number): number[] {
  const rows = [row]
  while (isUpperHeader(grid, rows[0]! - 1) && rows.length < MAX_HEADER_ROWS) rows.unshift(rows[0]! - 1)
  for (let next = row + 1; next <= grid.lastRow && rows.length < MAX_HEADER_ROWS && continuesHeader(grid, rows[0]!, next); next++)
    rows.push(next)
  const after = rows.at(-1)! + 1
  if (isColumnNumbers(grid, after)) rows.push(after)
  return rows
}

const sameHeader = (grid: Grid, a: readonly number[], b: readonly number[]): boolean =>
  a.map((row) => texts(grid, row).join('|')).join('\n') === b.map((row) => texts(grid, row).join('|')).join('\n')

export function findTables(grid: Grid, forced?: readonly number[]): TableSpot[] {
  const headers = forced && forced.length > 0 ? runs(forced) : foundHeaders(grid)
  const spots: TableSpot[] = []
  headers.forEach((headerRows, index) => {
    const previousEnd = spots.at(-1)?.lastRow ?? 0
    const next = headers[index + 1]
    const firstRow = headerRows.at(-1)! + 1
    const lastRow = next ? endBefore(grid, firstRow, next[0]!) : grid.lastRow
    spots.push(spotOf(grid, headerRows, previousEnd + 1, firstRow, lastRow))
  })
  return spots
}

function runs(rows: readonly number[]): number[][] {
  const groups: number[][] = []
  for (const row of [...rows].sort((a, b) => a - b)) {
    const last = groups.at(-1)
    if (last && last.at(-1) === row - 1) last.push(row)
    else groups.push([row])
  }
  return groups
}

/** A header printed again at a page break does not begin a new table. */
function foundHeaders(grid: Grid): number[][] {
  const headers: number[][] = []
  for (let row = 1; row <= grid.lastRow; row++) {
    if (!startsHeader(grid, row)) continue
    const rows = headerAt(grid, row)
    const last = headers.at(-1)
    if (!last || !sameHeader(grid, last, rows)) headers.push(rows)
    row = rows.at(-1)!
  }
  return headers
}

/** The last row before the titles and unit lines of the next table. */
function endBefore(grid: Grid, firstRow: number, nextHeader: number): number {
  let row = nextHeader - 1
  while (row >= firstRow) {
    const cells = grid.cellsOf(row)
    const only = cells.length === 1 ? squash(cells[0]![1].text) : ''
    const isLead = cells.length === 0 || (only !== '' && !isNumeric(only) && !/^(?:备注|注|说明|合计|小计)/.test(only))
    if (!isLead && !(cells.length <= 3 && cells.some(([, c]) => unitInLine(c.text)))) break
    row--
  }
  // blank rows directly after the data stay with the table above
  while (row + 1 < nextHeader && grid.cellsOf(row + 1).length === 0) row++
  return row
}

function spotOf(grid: Grid, headerRows: readonly number[], from: number, firstRow: number, lastRow: number): TableSpot {
  const above: TableSpot['above'][number][] = []
  let title = ''
  let unitLine: MoneyUnit | null = null
  let unitInTitle: MoneyUnit | null = null
  for (let row = from; row < headerRows[0]!; row++) {
    const cells = grid.cellsOf(row)
    if (cells.length === 0) continue
    const line = cells.map(([, cell]) => tidy(cell.text)).join(' ')
    const unit =
      cells.map(([, cell]) => unitInLine(cell.text)).find((u) => u !== null) ?? unitOf(/^[((]?(亿元|万元|元)[))]?$/.exec(squash(line))?.[1])
    const isTitle =
      title === '' &&
      squash(line).length >= 4 &&
      !/^附[件表]?\d*[::]?$/.test(squash(line)) &&
      (unit === null || /[表单划案]|项目|资金/.test(squash(line).replace(/[((]?单位.*/, '')))
    if (isTitle) {
      title = line
      unitInTitle = unit ?? unitOf(/[((](?:单位[::])?(亿元|万元|元)[))]/.exec(squash(line))?.[1])
    } else if (unit) unitLine = unit
    above.push({ row, what: isTitle ? 'title' : unit ? 'unit' : 'note' })
  }
  for (let row = firstRow; row <= lastRow && unitLine === null; row++) {
    const cells = grid.cellsOf(row)
    // a note inside or under the table: "注:以上资金单位为万元"
    if (cells.length === 1) unitLine = unitInLine(cells[0]![1].text)
  }
  return { headerRows, path: (column) => pathOf(grid, headerRows, column), above, firstRow, lastRow, title, unitLine, unitInTitle }
}

function pathOf(grid: Grid, headerRows: readonly number[], column: number): string[] {
  const path: string[] = []
  headerRows.forEach((row, level) => {
    if (headerRows.length > 1 && isColumnNumbers(grid, row)) return
    const cell = grid.at(row, column) ?? (level < headerRows.length - 1 ? groupLeft(grid, headerRows, level, column) : undefined)
    const text = cell ? tidy(cell.text) : ''
    if (text !== '' && path.at(-1) !== text) path.push(text)
  })
  return path
}

/** In files without merges a group header stands over its first column only and means the empty ones to its right too. */
function groupLeft(grid: Grid, headerRows: readonly number[], level: number, column: number) {
  const row = headerRows[level]!
  const below = headerRows[level + 1]!
  if (!grid.own(below, column)) return undefined
  for (let left = column - 1; left >= 1; left--) {
    const cell = grid.own(row, left)
    if (!cell) continue
    return grid.own(below, left) && !grid.area(row, left) ? cell : undefined
  }
  return undefined
}
