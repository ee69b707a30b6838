/** What a spreadsheet is after reading, and the limits under which it is read. */

/** `text` of a number is its exact decimal text as Excel shows it (15 digits, no exponent, no float tail). */
export interface Cell {
  readonly text: string
  readonly kind: 'text' | 'number' | 'boolean' | 'date' | 'error'
  readonly formula?: string
}

/** `row` counts from 1 as the user sees it; `cells` are keyed by the column number from 1. Empty cells are absent. */
export interface SheetRow {
  readonly row: number
  readonly cells: ReadonlyMap<number, Cell>
  readonly hidden?: boolean
}

export interface Merge {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export interface Sheet {
  readonly name: string
  readonly rows: readonly SheetRow[]
  readonly merges: readonly Merge[]
  readonly hidden?: boolean
}

export interface Workbook {
  readonly fileName: string
  readonly format: 'xlsx' | 'xls' | 'csv'
  readonly encoding?: string
  readonly sheets: readonly Sheet[]
}

export const SHEET_LIMITS = {
  /** bytes of the file itself */
  bytes: 20 * 1024 * 1024,
  /** bytes of all parts after inflating, counted while inflating */
  inflatedBytes: 200 * 1024 * 1024,
  /** inflated over compressed, looked at once a part is larger than `ratioFrom` bytes */
  inflateRatio: 300,
  ratioFrom: 1024 * 1024,
  entries: 2000,
  sheets: 200,
  rows: 200_000,
  columns: 500,
  cells: 2_000_000,
  merges: 100_000,
  cellCharacters: 100_000,
  /** an old .xls is read in a worker of this size, for at most this long */
  xlsMegabytes: 512,
  xlsMilliseconds: 20_000,
} as const
