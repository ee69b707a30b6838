/** The ten published tables: every row, every amount, every source and every warning that their description asks for. */
import { readdirSync, readFileSync } from 'node:fs'
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { describe, expect, test } from 'vitest'
import { type ImportFinding, type ImportPreview, previewJson, understand } from './imports.model.ts'

interface ExpectedRow {
  readonly row: number
  readonly amount_cell: string
  readonly amount_fen: string
  readonly funding_sources?: readonly { level: string; amount_fen: string }[]
  readonly [name: string]: unknown
}
interface Expected {
  readonly file: string
  readonly year: number
  readonly sheets: readonly {
    sheet: string
    unit: string
    header_rows: number[]
    rows: ExpectedRow[]
    not_data: { row: number; reason: string }[]
    subtotal_and_total_rows: { row: number; kind: string; cells: Record<string, string>; equal: boolean }[]
  }[]
  readonly import: { rows: number; sum_of_rows_fen: string }
  readonly published_total?: { fen: string; where: string }
  readonly must_warn?: readonly { row?: number; cell?: string; text: string }[]
}

const FOLDER = new URL('../../../test/fixtures/published/', import.meta.url)
const descriptions = readdirSync(FOLDER).filter((name) => name.endsWith('.expected.json'))

async function load(description: string): Promise<{ expected: Expected; preview: ImportPreview }> {
  const expected = JSON.parse(readFileSync(new URL(description, FOLDER), 'utf8')) as Expected
  const workbook = must(await readWorkbook(readFileSync(new URL(expected.file, FOLDER)), expected.file))
  return { expected, preview: understand('projects', workbook) }
}

const names = (finding: ImportFinding, cell: string): boolean => (finding.cell ?? '').split('、').includes(cell)

test('there are ten', () => expect(descriptions).toHaveLength(10))

describe.each(descriptions)('%s', (description) => {
  test('rows, amounts, sources and fields', async () => {
    const { expected, preview } = await load(description)
    const rows = expected.sheets.flatMap((sheet) => sheet.rows)
    expect(preview.errors).toEqual([])
    expect(preview.rows.map((row) => [row.row, row.amountCell, String(row.amountFen)])).toEqual(
      rows.map((row) => [row.row, row.amount_cell, row.amount_fen]),
    )
    expect(preview.totals).toEqual({ rows: expected.import.rows, amountFen: BigInt(expected.import.sum_of_rows_fen) })
    rows.forEach((row, i) => {
      const { fields, fundingSources } = preview.rows[i]!
      if (row.funding_sources)
        expect(fundingSources.map((s) => [s.level, String(s.amountFen)])).toEqual(row.funding_sources.map((s) => [s.level, s.amount_fen]))
      for (const name of ['seq', 'village', 'township', 'location', 'content', 'nature'] as const)
        if (name in row) expect({ row: row.row, [name]: fields[name] }).toEqual({ row: row.row, [name]: row[name] })
      if ('responsible_unit' in row) expect(fields.responsibleUnit).toBe(row.responsible_unit)
      if ('households' in row) expect(fields.households).toBe(row.households)
      if ('quantity' in row) expect(fields.quantity).toBe(row.quantity)
      if ('budget_subjects' in row)
        expect(fields.budgetSubjects.map((s) => ({ code: s.code, amount_fen: String(s.amountFen) }))).toEqual(row.budget_subjects)
      if ('of_which_fen' in row) expect(String(fields.ofWhichFen)).toBe(row.of_which_fen)
      if ('category_in_source' in row) expect(fields.category).toBe(row.category_in_source)
      const named = Object.values(preview.sheets[0]!.columns).some((column) => column.field === 'projectName')
      if (named) expect(fields.projectName).toBe(row.project_name)
      else expect(fields.projectName).not.toBeNull()
    })
  })

  test('everything else in the file is accounted for', async () => {
    const { expected, preview } = await load(description)
    const wanted = expected.sheets[0]!
    expect(preview.sheets.flatMap((sheet) => sheet.headerRows)).toEqual(wanted.header_rows)
    expect(preview.sheets.every((sheet) => sheet.unit === wanted.unit)).toBe(true)
    const not = preview.sheets.flatMap((sheet) => sheet.notData).sort((a, b) => a.row - b.row)
    expect(not.map((one) => one.row)).toEqual(wanted.not_data.map((one) => one.row))
    const totals = preview.sheets.flatMap((sheet) => sheet.totals)
    expect(totals.map((one) => [one.row, one.kind, one.equal])).toEqual(
      wanted.subtotal_and_total_rows.map((one) => [one.row, one.kind, one.equal]),
    )
    totals.forEach((one, i) => expect(Object.values(wanted.subtotal_and_total_rows[i]!.cells)).toContain(String(one.amountFen)))
    const inFile = expected.published_total && !expected.published_total.where.startsWith('notice text')
    expect(preview.publishedTotalFen).toBe(inFile ? BigInt(expected.published_total.fen) : null)
  })

  test('it warns where it must', async () => {
    const { expected, preview } = await load(description)
    for (const must of expected.must_warn ?? []) {
      const found = preview.warnings.filter((one) => (must.cell ? names(one, must.cell) : must.row ? one.row === must.row : true))
      expect({ text: must.text, found: found.length > 0 }).toEqual({ text: must.text, found: true })
    }
    if (expected.file.startsWith('07')) expect(preview.warnings.map((one) => one.code)).toEqual(['unit_yuan', 'year_from_title'])
    if (expected.file.startsWith('19')) expect(preview.warnings[0]!.message.zh).toContain('相差 100.00 元')
    expect(preview.rows[0]!.fields.year ?? expected.year).toBe(expected.year)
  })

  test('a total from the notice, given by hand, is compared', async () => {
    const { expected } = await load(description)
    const workbook = must(await readWorkbook(readFileSync(new URL(expected.file, FOLDER)), expected.file))
    const preview = understand('projects', workbook, { publishedTotalFen: expected.published_total?.fen ?? '1' })
    const differs = expected.published_total?.fen !== expected.import.sum_of_rows_fen
    expect(preview.warnings.some((one) => one.code === 'published_total_differs')).toBe(differs)
  })

  test('the printed form is JSON with money as text', async () => {
    const { expected, preview } = await load(description)
    const json = JSON.parse(JSON.stringify(previewJson(preview))) as {
      rows: { amountFen: string }[]
      warnings: { message: string }[]
      totals: object
    }
    expect(json.rows.map((row) => row.amountFen)).toEqual(expected.sheets.flatMap((sheet) => sheet.rows.map((row) => row.amount_fen)))
    expect(json.totals).toMatchObject({ rows: expected.import.rows, amountFen: expected.import.sum_of_rows_fen })
    expect(json.warnings.every((one) => typeof one.message === 'string' && !/\{\w+\}/.test(one.message))).toBe(true)
  })
})
