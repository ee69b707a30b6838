/** A statement as a table that a page, a printer, a PDF and a spreadsheet show alike. Amounts are whole fen. */
import type { Text } from '#kernel/outcome.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'

export type Cell = string | bigint | Text | null

export interface TableColumn {
  readonly key: string
  readonly title: Text
  /** Stands above neighbouring columns that share it. */
  readonly group?: Text
  readonly kind: 'text' | 'code' | 'date' | 'money'
}

export interface TableRow {
  readonly cells: readonly Cell[]
  readonly tone: 'plain' | 'head' | 'sum' | 'total' | 'red'
  /** Where a figure comes from: the page to look at next, behind the cell at this place. */
  readonly links: readonly Link[]
  /** Cells that stand out in a row that does not. */
  readonly bold?: readonly number[]
}

export interface Link {
  readonly at: number
  readonly href: string
}

/** Something that must hold of the table, checked on its own figures. */
export interface Proof {
  readonly label: Text
  readonly holds: boolean
}

export interface StatementTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
  readonly proofs: readonly Proof[]
  /** Lines of the whole ledger when only a page of it is here. */
  readonly lines: number | null
}

/** The link stands behind the first cell that says something. */
export const toned = (tone: TableRow['tone'], cells: readonly Cell[], href: string | null = null): TableRow => ({
  cells,
  tone,
  links: href === null ? [] : [{ at: cells.findIndex((cell) => cell !== null), href }],
})
/** The same row with an address behind each amount that has one; an amount of zero is made of nothing and gets none. */
export const figured = (row: TableRow, hrefs: readonly (string | null)[]): TableRow => {
  const taken = new Set(row.links.map((l) => l.at))
  const more = row.cells.flatMap((cell, at): Link[] => {
    const href = hrefs[at] ?? null
    return href === null || taken.has(at) || typeof cell !== 'bigint' || cell === 0n ? [] : [{ at, href }]
  })
  return { ...row, links: [...row.links, ...more] }
}
export const plain = (cells: readonly Cell[], href: string | null = null): TableRow => toned('plain', cells, href)

export const money = (key: string, zh: string, en: string, group?: Text): TableColumn => ({
  key,
  title: { zh, en },
  kind: 'money',
  ...(group ? { group } : {}),
})
export const words = (key: string, zh: string, en: string, kind: TableColumn['kind'] = 'text'): TableColumn => ({
  key,
  title: { zh, en },
  kind,
})

export const subjectLabel = (code: SubjectCode): Text => subjects[code].label
export const subjectWords = (code: SubjectCode): Text => ({
  zh: `${code} ${subjects[code].label.zh}`,
  en: `${code} ${subjects[code].label.en}`,
})

/** On which side a balance stands; the amount beside it is then above zero. */
export const sideOf = (balance: bigint): Text =>
  balance > 0n ? { zh: '借', en: 'Dr' } : balance < 0n ? { zh: '贷', en: 'Cr' } : { zh: '平', en: '–' }
