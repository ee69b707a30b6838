/** What is wrong or odd between rows and about their words: names, places, numbers, documents, duplicates, fees. */
import { canonical } from '#kernel/json.ts'
import { formatFen, share, sum } from '#kernel/money.ts'
import { MANAGEMENT_FEE_PERCENT } from '#policy/import-words.ts'
import { sameLevel } from './amount-checks.ts'
import type { Column } from './columns.ts'
import { docNoState, docNoYear } from './document-number.ts'
import { withoutPersonalNumbers } from './fund-words.ts'
import type { FindingList } from './import-findings.ts'
import type { ImportFields, ImportRow } from './import-preview.ts'
import { cellName, squash } from './sheet-grid.ts'
import { type DataLine, seqLevelOf } from './table-lines.ts'

export interface TableRows {
  readonly sheet: string
  readonly columns: readonly Column[]
  readonly lines: readonly DataLine[]
  readonly rows: readonly ImportRow[]
  readonly findings: FindingList
}

const has = (table: TableRows, field: string): boolean => table.columns.some((column) => column.field === field)
const cellOf = (table: TableRows, row: ImportRow, field: string): string | undefined => {
  const column = table.columns.find((one) => one.field === field)
  return column ? cellName(row.row, column.column + row.shifted) : undefined
}

export function checkProjects(table: TableRows): void {
  checkNames(table)
  checkPlaces(table)
  checkSequence(table)
  const total = sum(table.rows.flatMap((row) => (row.amountFen === null ? [] : [row.amountFen])))
  for (const row of table.rows) {
    if (!row.fields.managementFee || row.amountFen === null || row.amountFen <= share(total, BigInt(MANAGEMENT_FEE_PERCENT), 100n)) continue
    table.findings.add(
      'fee_above_rate',
      { sheet: table.sheet, row: row.row, cell: row.amountCell, field: 'amount', value: formatFen(row.amountFen) },
      { amount: formatFen(row.amountFen), sum: formatFen(total), percent: MANAGEMENT_FEE_PERCENT },
    )
  }
}

function checkNames(table: TableRows): void {
  for (const { row, fields, amountFen } of table.rows) {
    const named = fields.projectName ?? fields.village ?? fields.township ?? fields.location ?? fields.county ?? fields.responsibleUnit
    if (amountFen === null || named !== null) continue
    table.findings.add('name_missing', { sheet: table.sheet, row, field: 'projectName', value: '' }, { label: '项目名称' })
  }
}

/** A place column that is filled almost everywhere makes an empty place worth a look. */
function checkPlaces(table: TableRows): void {
  const labels = { village: '村', township: '乡镇', location: '建设地点' } as const
  for (const field of ['village', 'township', 'location'] as const) {
    if (!has(table, field)) continue
    const empty = table.rows.filter((row) => row.fields[field] === null)
    if (empty.length === 0 || empty.length * 2 > table.rows.length) continue
    for (const row of empty)
      table.findings.add(
        'no_place',
        { sheet: table.sheet, row: row.row, cell: cellOf(table, row, field), field, value: '' },
        { label: labels[field] },
      )
  }
}

function checkSequence(table: TableRows): void {
  let before: { value: number; row: number; group: string | null } | null = null
  for (const line of table.lines) {
    if (seqLevelOf(line.seq) !== 3) continue
    const value = Number(/\d+/.exec(squash(line.seq!))![0])
    if (before && before.group === line.group && before.value !== value) {
      const place = { sheet: table.sheet, row: line.row, field: 'seq', value: line.seq! }
      if (value > before.value + 1) table.findings.add('seq_gap', place, { before: before.value })
      else if (value < before.value && value !== 1) table.findings.add('seq_gap', place, { before: before.value })
    }
    before = { value, row: line.row, group: line.group }
  }
}

const keyOf = (row: ImportRow, names: readonly (keyof ImportFields)[]): string => names.map((name) => canonical(row.fields[name])).join('|')
const PLACES = ['county', 'township', 'village', 'location'] as const

/** Rows of all sheets: the same line twice, for projects and for fund documents. */
export function checkDuplicates(kind: 'funds' | 'projects', rows: readonly ImportRow[], findings: FindingList): void {
  const seen = new Map<string, ImportRow>()
  const documents = new Map<string, ImportRow>()
  for (const row of rows) {
    if (row.amountFen === null) continue
    const { docNo } = row.fields
    if (kind === 'funds' && docNo === null) continue
    const place = {
      sheet: row.sheet,
      row: row.row,
      field: kind === 'funds' ? 'docNo' : 'projectName',
      value: docNo ?? row.fields.projectName ?? '',
    }
    const document = `${keyOf(row, ['docNo', 'fundName', 'purpose', ...PLACES])}`
    const line = kind === 'funds' ? `${document}|${row.amountFen}` : `${keyOf(row, ['projectName', 'content', ...PLACES])}|${row.amountFen}`
    const twin = seen.get(line)
    const other = documents.get(document)
    if (twin) findings.add(kind === 'funds' ? 'duplicate_document' : 'duplicate_row', place, { other: `${twin.row}` })
    else if (kind === 'funds' && other) findings.add('document_twice', place, { other: other.row })
    if (!twin) seen.set(line, row)
    if (!other) documents.set(document, row)
  }
}

/** A numbered, named line is a row; that it equals all the others together is worth a question all the same. */
export function checkLooksLikeTotal(table: TableRows): void {
  const all = sum(table.rows.flatMap((row) => (row.amountFen === null ? [] : [row.amountFen])))
  if (table.rows.length < 4 || all === 0n) return
  for (const row of [table.rows[0]!, table.rows.at(-1)!]) {
    if (row.amountFen === null || row.amountFen * 2n !== all) continue
    const place = { sheet: table.sheet, row: row.row, cell: row.amountCell, field: 'amount' }
    table.findings.add('looks_like_total', place, { published: formatFen(row.amountFen) })
  }
}

export function checkFunds(table: TableRows): void {
  for (const row of table.rows) {
    const { docNo, fundName, level, year } = row.fields
    const place = { sheet: table.sheet, row: row.row }
    if (fundName === null) table.findings.add('name_missing', { ...place, field: 'fundName', value: '' }, { label: '资金名称' })
    if (docNo === null) table.findings.add('doc_no_missing', { ...place, cell: cellOf(table, row, 'docNo'), field: 'docNo', value: '' })
    else if (row.derived.docNo === undefined) checkDocNo(table, row, docNo, year)
    if (level === null) table.findings.add('level_unknown', { ...place, cell: cellOf(table, row, 'level'), field: 'level', value: '' })
    else if (row.derived.level === undefined && !sameLevel(level, fundName))
      table.findings.add(
        'level_differs',
        { ...place, cell: cellOf(table, row, 'level'), field: 'level', value: level },
        { label: fundName ?? '' },
      )
  }
  checkSequence(table)
}

function checkDocNo(table: TableRows, row: ImportRow, docNo: string, year: number | null): void {
  const place = { sheet: table.sheet, row: row.row, cell: cellOf(table, row, 'docNo'), field: 'docNo', value: docNo }
  const state = docNoState(docNo)
  if (state === 'several') table.findings.add('doc_no_several', place)
  else if (state === 'odd') table.findings.add('doc_no_odd', place)
  const own = docNoYear(docNo)
  // money of a year is often announced at the end of the year before
  if (own !== null && year !== null && row.derived.year === undefined && Math.abs(own - year) > 1)
    table.findings.add('doc_no_year', place, { year })
}

export function checkPersonal(table: TableRows): void {
  for (const column of table.columns)
    if (column.field === 'personal')
      table.findings.add('personal_column', {
        sheet: table.sheet,
        cell: column.letter,
        field: 'personal',
        value: column.header || column.letter,
      })
  for (const line of table.lines)
    for (const column of table.columns) {
      const text = column.field === 'personal' ? '' : (line.cell(column.column)?.text ?? '')
      if (withoutPersonalNumbers(text).found)
        table.findings.add('personal_number', {
          sheet: table.sheet,
          row: line.row,
          cell: cellName(line.row, column.column),
          field: column.field,
        })
    }
}
