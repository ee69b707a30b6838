/** From a kept file to what it says: the same reading for preview and for confirm, so what is saved is what was seen. */
import { must, type Outcome } from '#kernel/outcome.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadContent, refuse } from '#platform/files.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import type { FieldName } from './columns.ts'
import type { ImportKind, ImportOverrides, ImportPreview, ImportRow } from './import-preview.ts'
import { understand } from './imports.model.ts'

export interface Corrections {
  readonly sheets?:
    | Record<
        string,
        {
          headerRows?: number[] | undefined
          columns?: Record<string, string> | undefined
          unit?: '元' | '万元' | '亿元' | undefined
        }
      >
    | undefined
  readonly leaveOut?: readonly string[] | undefined
}

export interface Reading {
  readonly fileId: string
  /** Without the rows that the officer left out. */
  readonly kept: ImportPreview
  readonly rows: readonly (ImportRow & { readonly leftOut: boolean })[]
}

/** `sheet!row`, the name of a row in corrections. */
const rowName = (r: { readonly sheet: string; readonly row: number }): string => `${r.sheet}!${r.row}`

export async function readKeptFile(
  on: Executor,
  district: string,
  fileId: string,
  kind: ImportKind,
  corrections: Corrections,
  defaults: NonNullable<ImportOverrides['defaults']>,
): Promise<Reading> {
  const file = await loadContent(on, district, fileId)
  if (!file) return must(refuse('file_unknown') as Outcome<Reading>)
  const workbook = must(await readWorkbook(file.bytes, file.name))
  const overrides: ImportOverrides = {
    sheets: Object.fromEntries(
      Object.entries(corrections.sheets ?? {}).map(([name, s]) => [
        name,
        {
          ...(s.headerRows ? { headerRows: s.headerRows } : {}),
          ...(s.columns ? { columns: s.columns as Record<string, FieldName | 'ignore'> } : {}),
          ...(s.unit ? { unit: s.unit } : {}),
        },
      ]),
    ),
    defaults,
  }
  const leaveOut = new Set(corrections.leaveOut ?? [])
  const all = understand(kind, workbook, overrides)
  const ignoreRows = all.rows.filter((r) => leaveOut.has(rowName(r))).map((r) => ({ sheet: r.sheet, row: r.row }))
  const kept = ignoreRows.length === 0 ? all : understand(kind, workbook, { ...overrides, ignoreRows })
  return { fileId, kept, rows: all.rows.map((r) => ({ ...r, leftOut: leaveOut.has(rowName(r)) })) }
}
