/** Fund tables made for a test, in the shape counties publish them, each wrong in one place. */
import { type Cell, type CellValue, writeXlsx } from 'hucre'
import { writeWorkbook } from '#platform/sheets/writer.ts'

export interface FundLine {
  readonly docNo: string
  readonly fundName: string
  /** What stands in the amount cell, in 万元; `=` begins a formula. */
  readonly amount: string
}

const HEAD = ['序号', '资金名称', '文号', '资金级次', '主管部门', '年度', '金额(万元)'] as const
/** The row of the sheet that holds line `index`: title, head, then data. */
export const rowOfLine = (index: number): number => index + 3

const cellsOf = (line: FundLine, index: number): string[] => [
  String(index + 1),
  line.fundName,
  line.docNo,
  '省级',
  '区农业农村局',
  '2021',
  line.amount,
]

const TITLE = '2021年衔接资金清单'

/** total: what the file prints as its sum, in 万元. */
export async function fundSheet(lines: readonly FundLine[], total?: string): Promise<Buffer> {
  const sum = total === undefined ? [] : [['合计', '', '', '', '', '', total]]
  const columns = HEAD.map((header) => ({ header, kind: 'text' as const }))
  return Buffer.from(await writeWorkbook([{ name: '清单', lead: [TITLE], columns, rows: [...lines.map(cellsOf), ...sum] }]))
}

/** The same table with formulas in the amount column; a formula keeps no result, as when a program wrote it. */
export async function sheetWithFormulas(lines: readonly FundLine[]): Promise<Buffer> {
  const cells = new Map<string, Partial<Cell>>()
  const rows: CellValue[][] = [[TITLE], [...HEAD]]
  lines.forEach((line, index) => {
    const values: CellValue[] = cellsOf(line, index)
    if (line.amount.startsWith('=')) {
      values[6] = null
      cells.set(`${index + 2},6`, { formula: line.amount.slice(1) })
    }
    rows.push(values)
  })
  return Buffer.from(await writeXlsx({ sheets: [{ name: '清单', rows, cells }] }))
}
