/** The preview as `headgate import … --dry-run --json` prints it: money as decimal text of fen, sentences in one language. */
import { type Fen, formatFen } from '#kernel/money.ts'
import type { ImportFinding, ImportPreview, ImportRow } from './import-preview.ts'

type Language = 'zh' | 'en'
const text = (amount: Fen | null): string | null => (amount === null ? null : amount.toString())

export function previewJson(preview: ImportPreview, language: Language = 'zh'): object {
  return {
    kind: preview.kind,
    fileName: preview.fileName,
    title: preview.title,
    rows: preview.rows.map(rowJson),
    errors: preview.errors.map((finding) => findingJson(finding, language)),
    warnings: preview.warnings.map((finding) => findingJson(finding, language)),
    totals: { rows: preview.totals.rows, amountFen: text(preview.totals.amountFen), amount: formatFen(preview.totals.amountFen) },
    ...(preview.publishedTotalFen === null ? {} : { publishedTotalFen: text(preview.publishedTotalFen) }),
    sheets: preview.sheets.map((sheet) => ({
      ...sheet,
      amountFen: text(sheet.amountFen),
      totals: sheet.totals.map((total) => ({ ...total, amountFen: text(total.amountFen), sumFen: text(total.sumFen) })),
    })),
  }
}

function rowJson(row: ImportRow): object {
  const { fields } = row
  return {
    row: row.row,
    sheet: row.sheet,
    amountFen: text(row.amountFen),
    ...(row.amountCell ? { amountCell: row.amountCell } : {}),
    ...fields,
    ofWhichFen: text(fields.ofWhichFen),
    budgetSubjects: fields.budgetSubjects.map((subject) => ({ ...subject, amountFen: text(subject.amountFen) })),
    fundingSources: row.fundingSources.map((source) => ({ ...source, amountFen: text(source.amountFen) })),
    otherAmounts: row.otherAmounts.map((other) => ({ ...other, amountFen: text(other.amountFen) })),
    derived: row.derived,
    shifted: row.shifted,
    cells: row.cells,
  }
}

const findingJson = (finding: ImportFinding, language: Language): object => ({
  row: finding.row ?? null,
  field: finding.field ?? null,
  value: finding.value ?? null,
  message: finding.message[language],
  code: finding.code,
  sheet: finding.sheet ?? null,
  cell: finding.cell ?? null,
})
