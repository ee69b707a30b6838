/** The published tables of test/fixtures, with what was read from them by hand: the only source of figures for journeys. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../fixtures/published', import.meta.url))

interface Expected {
  readonly year: number
  readonly published_total: { readonly fen: string }
  readonly import: { readonly rows: number; readonly sum_of_rows_fen: string }
  readonly sheets: readonly {
    readonly rows: readonly { readonly row: number; readonly project_name: string; readonly amount_fen: string }[]
  }[]
}

export interface PublishedTable {
  readonly file: string
  readonly year: number
  readonly totalFen: bigint
  readonly rows: readonly { readonly row: number; readonly name: string; readonly amountFen: bigint }[]
}

/** name: the file's name without its ending. */
export function published(name: string): PublishedTable {
  const expected = JSON.parse(readFileSync(path.join(FOLDER, `${name}.expected.json`), 'utf8')) as Expected
  const rows = expected.sheets.flatMap((sheet) => sheet.rows)
  return {
    file: path.join(FOLDER, `${name}.xlsx`),
    year: expected.year,
    totalFen: BigInt(expected.published_total.fen),
    rows: rows.map((row) => ({ row: row.row, name: row.project_name, amountFen: BigInt(row.amount_fen) })),
  }
}
