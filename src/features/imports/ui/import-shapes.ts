/** The preview as the wizard sees it, the same for funds and projects, and where findings belong in it. Pure. */
import type { Text } from '#kernel/outcome.ts'
import type { OutputOf } from '#contract/endpoint.ts'
import type { corrections, previewShape } from '../imports.contract.ts'

export type PreviewHead = OutputOf<typeof previewShape>
export type SheetHead = PreviewHead['sheets'][number]
export type ImportFinding = PreviewHead['errors'][number]
export type Corrections = OutputOf<typeof corrections>
export type SheetCorrections = NonNullable<Corrections['sheets']>[string]

export interface DraftBase {
  readonly sheet: string
  readonly row: number
  readonly leftOut: boolean
}
export type Preview<Row extends DraftBase> = PreviewHead & { readonly rows: readonly Row[] }

export interface DraftColumn<Row> {
  readonly key: string
  readonly title: Text
  readonly kind?: 'text' | 'money' | 'number'
  readonly value: (row: Row) => string | number | null
  /** What findings call this column: the field's key, or the word of the officer. */
  readonly fields: readonly string[]
  readonly width?: number
  /** Cuts long text after two lines. */
  readonly long?: boolean
}

/** How corrections and findings name a row of the file. */
export const rowName = (row: { readonly sheet: string; readonly row: number }): string => `${row.sheet}!${row.row}`

/** Findings by the row they are about. A finding without a sheet is about the row of that number in the only sheet. */
export function findingsByRow(findings: readonly ImportFinding[], sheets: readonly SheetHead[]): Map<string, ImportFinding[]> {
  const byRow = new Map<string, ImportFinding[]>()
  for (const finding of findings) {
    if (finding.row === undefined) continue
    const name = rowName({ sheet: finding.sheet ?? sheets[0]?.sheet ?? '', row: finding.row })
    byRow.set(name, [...(byRow.get(name) ?? []), finding])
  }
  return byRow
}

/** The findings of a row that mark one cell. */
export const findingsOfCell = (findings: readonly ImportFinding[], fields: readonly string[]): ImportFinding[] =>
  findings.filter((finding) => finding.field !== undefined && fields.includes(finding.field))

/** Changes what one sheet means, on top of what was corrected before. */
export function withSheet(now: Corrections, sheet: string, change: SheetCorrections): Corrections {
  const before = now.sheets?.[sheet] ?? {}
  const columns = { ...before.columns, ...change.columns }
  return { ...now, sheets: { ...now.sheets, [sheet]: { ...before, ...change, ...(Object.keys(columns).length > 0 ? { columns } : {}) } } }
}

export function withRows(now: Corrections, names: readonly string[], leaveOut: boolean): Corrections {
  const kept = (now.leaveOut ?? []).filter((name) => !names.includes(name))
  return { ...now, leaveOut: leaveOut ? [...kept, ...names] : kept }
}

/** `3,4` or `3-4` → [3, 4]; null for anything else. */
export function parseHeaderRows(text: string): number[] | null {
  const plain = text.normalize('NFKC').replace(/\s|行|第/g, '')
  const range = /^(\d{1,4})-(\d{1,4})$/.exec(plain)
  if (range) {
    const [first, last] = [Number(range[1]), Number(range[2])]
    return first > 0 && last >= first && last - first < 4 ? Array.from({ length: last - first + 1 }, (_, i) => first + i) : null
  }
  const rows = plain.split(/[,、]/)
  return rows.every((row) => /^[1-9]\d{0,3}$/.test(row)) ? rows.map(Number) : null
}
