/**
 * Understands a spreadsheet as fund documents or as projects. Pure: bytes are read elsewhere, nothing is saved here.
 * Guarantees: every row of the file is either a row of the result or named in `notData` with the reason; no amount is
 * guessed; whatever was assumed or looks wrong is a finding with row, field, value and remedy.
 */
import { add, type Fen, fen, formatFen, sum, ZERO } from '#kernel/money.ts'
import { OWN_SHEETS } from '#policy/import-words.ts'
import { FindingList } from './import-findings.ts'
import type { ImportKind, ImportOverrides, ImportPreview, ImportRow, SheetPreview } from './import-preview.ts'
import { yearIn } from './fund-words.ts'
import { checkDuplicates } from './row-checks.ts'
import { gridOf, wordsOf, type WorkbookCells } from './sheet-grid.ts'
import { findTables } from './table-finder.ts'
import { readTable, type TableResult } from './table-reader.ts'
import { difference } from './table-totals.ts'

export type { FieldName } from './columns.ts'
export type {
  FundingSource,
  ImportFields,
  ImportFinding,
  ImportKind,
  ImportOverrides,
  ImportPreview,
  ImportRow,
  OtherAmount,
  SheetPreview,
  TotalRow,
} from './import-preview.ts'

export function understand(kind: ImportKind, workbook: WorkbookCells, overrides: ImportOverrides = {}): ImportPreview {
  const findings = new FindingList()
  const results: TableResult[] = []
  for (const sheet of workbook.sheets) results.push(...readSheet(kind, workbook, sheet, overrides, findings))
  const rows = results.flatMap((result) => result.rows)
  const sheets = results.map((result) => result.preview)
  checkDuplicates(kind, rows, findings)
  const title = sheets.find((sheet) => sheet.title !== '')?.title ?? ''
  checkYears(workbook.fileName, sheets, rows, findings)
  const number = results.find((result) => result.titleDocNo !== null)?.titleDocNo
  if (number && kind === 'funds') findings.add('doc_no_from_title', { field: 'docNo', value: number })
  const totals = { rows: rows.length, amountFen: sum(rows.map((row) => row.amountFen ?? ZERO)) }
  if (rows.length === 0) findings.add(sheets.length === 0 ? 'no_table' : 'no_rows', { field: 'table' })
  const publishedTotalFen = published(results, overrides)
  checkPublished(results, publishedTotalFen, totals.amountFen, findings)
  const { errors, warnings } = findings
  return { kind, fileName: workbook.fileName, title, sheets, rows, errors, warnings, totals, publishedTotalFen }
}

type SheetCells = WorkbookCells['sheets'][number]

const OWN: ReadonlySet<string> = new Set(wordsOf(OWN_SHEETS))

function readSheet(
  kind: ImportKind,
  workbook: WorkbookCells,
  sheet: SheetCells,
  overrides: ImportOverrides,
  findings: FindingList,
): TableResult[] {
  const own = overrides.sheets?.[sheet.name]
  if (own?.skip || OWN.has(sheet.name)) return []
  if (sheet.hidden && !own) {
    if (sheet.rows.length > 0) findings.add('hidden_sheet', { sheet: sheet.name, value: sheet.name })
    return []
  }
  const grid = gridOf(sheet)
  if (grid.lastRow === 0) return []
  const spots = findTables(grid, own?.headerRows)
  if (spots.length === 0) findings.add('sheet_without_table', { sheet: sheet.name, value: sheet.name })
  if (grid.hiddenRows.length > 0 && spots.length > 0)
    findings.add('hidden_rows', { sheet: sheet.name, value: grid.hiddenRows.slice(0, 20).join('、') })
  const typed = workbook.format !== 'csv'
  return spots.flatMap((spot, i) => readTable({ kind, grid, spot, table: i + 1, typed, overrides, findings }) ?? [])
}

/** A total by hand wins; else the printed totals of all tables that have rows, if every one of them prints one. */
function published(results: readonly TableResult[], overrides: ImportOverrides): Fen | null {
  if (overrides.publishedTotalFen !== undefined && /^\d{1,18}$/.test(overrides.publishedTotalFen))
    return fen(BigInt(overrides.publishedTotalFen))
  const filled = results.filter((result) => result.rows.length > 0)
  if (filled.length === 0) return null
  const grand = filled.at(-1)!.published
  const all = sum(filled.map((result) => result.preview.amountFen))
  if (filled.length > 1 && grand !== null && grand === all) return grand
  if (filled.some((result) => result.published === null)) return null
  return filled.reduce((total, result) => add(total, result.published!), ZERO)
}

function checkPublished(results: readonly TableResult[], total: Fen | null, rows: Fen, findings: FindingList): void {
  if (total !== null && total !== rows)
    findings.add(
      'published_total_differs',
      { field: 'total', value: formatFen(total) },
      { published: formatFen(total), sum: formatFen(rows), difference: formatFen(difference(total, rows)) },
    )
  const filled = results.filter((result) => result.rows.length > 0 && result.preview.amountFen > 0n)
  filled.forEach(({ preview }, i) => {
    const twin = filled.slice(0, i).find((other) => other.preview.amountFen === preview.amountFen && other.rows.length + preview.rows > 2)
    if (twin)
      findings.add(
        'same_money_twice',
        { sheet: preview.sheet, field: 'amount', value: nameOf(preview) },
        { where: nameOf(twin.preview), amount: formatFen(preview.amountFen) },
      )
  })
}

const nameOf = (preview: SheetPreview): string => [preview.sheet, preview.title].filter((text) => text !== '').join(' ')

function checkYears(fileName: string, sheets: readonly SheetPreview[], rows: readonly ImportRow[], findings: FindingList): void {
  const derived = rows.find((row) => row.derived.year === 'title')
  if (derived) findings.add('year_from_title', { field: 'year', value: String(derived.fields.year) })
  const years = new Set([fileName, ...sheets.flatMap((sheet) => [sheet.title, sheet.sheet])].flatMap((text) => yearIn(text) ?? []))
  if (years.size > 1) findings.add('years_differ', { field: 'year', value: [...years].join('、') })
}

export { previewJson } from './preview-json.ts'
