/** Workbooks from literal rows, for the tests of understanding. */
import type { ImportPreview } from '#features/imports/imports.model.ts'
import type { Area, CellText, WorkbookCells } from '#features/imports/sheet-grid.ts'

export type Value = string | number | null | { readonly formula: string; readonly value?: string; readonly error?: true }

export function book(
  rows: readonly (readonly Value[])[],
  merges: readonly string[] = [],
  more: Partial<WorkbookCells> = {},
): WorkbookCells {
  const column = (letters: string): number => [...letters].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0)
  const cellOf = (value: Exclude<Value, null>): CellText => {
    if (typeof value === 'object') return { text: value.value ?? '', kind: value.error ? 'error' : 'number', formula: value.formula }
    return { text: String(value), kind: typeof value === 'number' ? 'number' : 'text' }
  }
  const areas = merges.map((text): Area => {
    const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(text)!
    return { left: column(left!), top: Number(top), right: column(right!), bottom: Number(bottom) }
  })
  const cells = rows.map((values, i) => ({
    row: i + 1,
    cells: new Map(values.flatMap((value, c): [number, CellText][] => (value === null || value === '' ? [] : [[c + 1, cellOf(value)]]))),
  }))
  return { fileName: '表.xlsx', format: 'xlsx', sheets: [{ name: 'Sheet1', rows: cells, merges: areas }], ...more }
}

export const codes = (preview: ImportPreview): string[] => [...preview.errors, ...preview.warnings].map((one) => one.code)
export const find = (preview: ImportPreview, code: string) => [...preview.errors, ...preview.warnings].filter((one) => one.code === code)
export const amounts = (preview: ImportPreview): (string | null)[] =>
  preview.rows.map((row) => (row.amountFen === null ? null : String(row.amountFen)))
