/** A sheet as a grid that can be asked for any cell, its own or through a merge. What understanding needs of a workbook. */

export interface CellText {
  readonly text: string
  readonly kind: 'text' | 'number' | 'boolean' | 'date' | 'error'
  readonly formula?: string
}

export interface Area {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export interface SheetCells {
  readonly name: string
  readonly rows: readonly { readonly row: number; readonly cells: ReadonlyMap<number, CellText>; readonly hidden?: boolean }[]
  readonly merges: readonly Area[]
  readonly hidden?: boolean
}

export interface WorkbookCells {
  readonly fileName: string
  readonly format: 'xlsx' | 'xls' | 'csv'
  readonly encoding?: string
  readonly sheets: readonly SheetCells[]
}

export interface Grid {
  readonly name: string
  readonly lastRow: number
  readonly lastColumn: number
  readonly hiddenRows: readonly number[]
  /** the cell itself; a cell that holds only spaces counts as absent */
  own(row: number, column: number): CellText | undefined
  /** the cell itself, or the cell of the merge that covers it */
  at(row: number, column: number): CellText | undefined
  area(row: number, column: number): Area | undefined
  /** own cells of a row, left to right */
  cellsOf(row: number): readonly (readonly [number, CellText])[]
  /** true when the row stands in the file with nothing but spaces in it */
  onlySpaces(row: number): boolean
}

/** Merged cells are looked up in an index; areas beyond the used cells, and more than this many, are not worth a cell each. */
const MAX_COVERED = 1_000_000

const NONE: readonly (readonly [number, CellText])[] = []
const isFilled = (cell: CellText): boolean => cell.text.trim() !== '' || cell.formula !== undefined

export function gridOf(sheet: SheetCells): Grid {
  const rows = new Map<number, { readonly list: readonly (readonly [number, CellText])[]; readonly cells: ReadonlyMap<number, CellText> }>()
  const spaces = new Set<number>()
  let [lastRow, lastColumn] = [0, 0]
  for (const { row, cells } of sheet.rows) {
    const kept = [...cells].filter(([, cell]) => isFilled(cell)).sort((a, b) => a[0] - b[0])
    if (kept.length === 0) {
      spaces.add(row)
      continue
    }
    rows.set(row, { list: kept, cells })
    lastRow = Math.max(lastRow, row)
    lastColumn = Math.max(lastColumn, kept.at(-1)![0])
  }
  const areas = new Map<number, Area[]>()
  let covered = 0
  for (const area of sheet.merges) {
    const bottom = Math.min(area.bottom, lastRow)
    covered += Math.max(0, bottom - area.top + 1)
    if (covered > MAX_COVERED) break
    for (let row = area.top; row <= bottom; row++) areas.set(row, [...(areas.get(row) ?? []), area])
  }
  const own = (row: number, column: number): CellText | undefined => {
    const cell = rows.get(row)?.cells.get(column)
    return cell && isFilled(cell) ? cell : undefined
  }
  const area = (row: number, column: number): Area | undefined => areas.get(row)?.find((a) => a.left <= column && column <= a.right)
  return {
    name: sheet.name,
    lastRow,
    lastColumn,
    hiddenRows: sheet.rows.filter((r) => r.hidden && rows.has(r.row)).map((r) => r.row),
    own,
    at(row, column) {
      const merge = area(row, column)
      return own(row, column) ?? (merge ? own(merge.top, merge.left) : undefined)
    },
    area,
    cellsOf: (row) => rows.get(row)?.list ?? NONE,
    onlySpaces: (row) => spaces.has(row),
  }
}

export function letterOf(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

export const cellName = (row: number, column: number): string => `${letterOf(column)}${row}`

/** Most cells hold nothing that folding would change; asking first is several times faster. */
const PLAIN = /^[\w.\u4e00-\u9fff]*$/

/** For comparing: compatibility forms folded, all white space out. */
export const squash = (text: string): string => (PLAIN.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, ''))

/** For showing and storing: line breaks and runs of spaces become one space; between Chinese characters, none. */
export const tidy = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])/g, '')
    .trim()

export const wordsOf = (list: string): string[] => list.split(/\s+/).filter((word) => word !== '')
