/** What both import previews answer alike. */
import type { Finding, Text } from '#kernel/outcome.ts'
import type { ImportPreview } from './import-preview.ts'
import { fieldLabels } from './field-labels.ts'

interface Checked {
  readonly errors: readonly Finding[]
  readonly warnings: readonly Finding[]
  readonly contentHash: string
}

export function previewOut({ fileId, kept }: { readonly fileId: string; readonly kept: ImportPreview }, checked: Checked) {
  const fieldNames: { name: string; label: Text }[] = Object.entries(fieldLabels).map(([name, label]) => ({ name, label }))
  return {
    fileId,
    fileName: kept.fileName,
    title: kept.title || null,
    sheets: kept.sheets.map((s) => ({
      sheet: s.sheet,
      unit: s.unit,
      unitFrom: s.unitFrom,
      headerRows: [...s.headerRows],
      columns: { ...s.columns },
      notData: s.notData.map((n) => ({ ...n })),
    })),
    fieldNames,
    errors: [...kept.errors, ...checked.errors],
    warnings: [...kept.warnings, ...checked.warnings],
    totals: kept.totals,
    publishedTotalFen: kept.publishedTotalFen,
    contentHash: checked.contentHash,
  }
}
