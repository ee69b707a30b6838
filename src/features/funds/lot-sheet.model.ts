/**
 * An exported source list that comes back edited: what it would change of each lot, or row by row why it cannot. Only what
 * policy/fund-lists.ts marks as editable may differ; everything else must be what the books say. Pure.
 */
import { parseCivilDate } from '#kernel/civil-date.ts'
import { fen, type Fen, formatFen, parseFen } from '#kernel/money.ts'
import type { Finding } from '#kernel/outcome.ts'
import { squash, type WorkbookCells } from '#features/imports/sheet-grid.ts'
import { sourceColumns } from '#policy/fund-lists.ts'
import type { Adjustment, LotFields } from './adjust.model.ts'
import { catalogueKey, natureKey, poolClassKey, subjectCode, usesIn } from './fund-words.model.ts'

type ColumnKey = (typeof sourceColumns)[number]['key']

export interface SheetLine {
  readonly sheet: string
  readonly row: number
  readonly lotId: string
  /** What stands in each column that the sheet has, as text. */
  readonly cells: ReadonlyMap<ColumnKey, string>
}

/** What the books would print in the same row; money in fen as text. */
export type PrintedLot = Readonly<Record<ColumnKey, string>>

export const headerOf = (column: { readonly label: { readonly zh: string }; readonly kind: string }): string =>
  column.kind === 'money' ? `${column.label.zh}（元）` : column.label.zh

const KEY_OF = new Map<string, ColumnKey>(sourceColumns.map((c) => [squash(headerOf(c)), c.key]))
const COLUMN = new Map<ColumnKey, (typeof sourceColumns)[number]>(sourceColumns.map((c) => [c.key, c]))

const say = (
  line: { sheet: string; row: number },
  field: string,
  code: string,
  zh: string,
  en: string,
): Finding & { sheet: string; code: string } => ({
  sheet: line.sheet,
  row: line.row,
  field,
  code,
  message: { zh: `第 ${line.row} 行：${zh}`, en: `Row ${line.row}: ${en}` },
})

/** Finds the table by its head (资金编号 and 指标下达) and reads the rows below; a file that is none of ours has no rows and says so. */
export function readLines(workbook: WorkbookCells): { readonly lines: readonly SheetLine[]; readonly findings: readonly Finding[] } {
  const lines: SheetLine[] = []
  const findings: Finding[] = []
  for (const sheet of workbook.sheets) {
    let head: Map<number, ColumnKey> | null = null
    for (const { row, cells } of sheet.rows) {
      const keys = [...cells].flatMap(([at, cell]): [number, ColumnKey][] => {
        const key = KEY_OF.get(squash(cell.text))
        return key === undefined ? [] : [[at, key]]
      })
      if (keys.some(([, key]) => key === 'lotId') && keys.some(([, key]) => key === 'announced')) {
        head = new Map(keys)
        continue
      }
      if (head === null) continue
      const said = new Map([...head].map(([at, key]) => [key, cells.get(at)?.text.trim() ?? ''] as const))
      const lotId = said.get('lotId') ?? ''
      const filled = [...said.values()].filter((text) => text !== '')
      if (filled.length === 0 || [...cells.values()].some((cell) => squash(cell.text) === '合计')) continue
      if (/^lot_[0-9a-z]{26}$/.test(lotId)) lines.push({ sheet: sheet.name, row, lotId, cells: said })
      else
        findings.push(
          say(
            { sheet: sheet.name, row },
            '资金编号',
            'lot_id_missing',
            `“${lotId}”不是资金编号；这里只能调整已登记的资金，新资金请到“导入资金文件”登记`,
            `"${lotId}" is no lot; only registered lots are adjusted here, new money is registered under "Import documents"`,
          ),
        )
    }
  }
  if (lines.length === 0 && findings.length === 0)
    findings.push({
      field: '表头',
      message: {
        zh: '没有找到“资金编号”和“指标下达（元）”两列；请上传从资金清单导出的来源清单',
        en: 'The columns 资金编号 and 指标下达（元） are not there; upload a source list that was exported from the list of money',
      },
    })
  return { lines, findings }
}

/** The adjustment a row asks for. `print` says what the books would write in it. */
export function adjustmentOf(line: SheetLine, print: PrintedLot): { readonly item: Adjustment; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  const fields: { -readonly [K in keyof LotFields]?: LotFields[K] } = {}
  let changeFen: Fen = fen(0n)
  for (const [key, text] of line.cells) {
    const column = COLUMN.get(key)!
    if (same(column, text, print[key])) continue
    const wrong = (zh: string, en: string) => findings.push(say(line, column.label.zh, 'cell_refused', zh, en))
    if (key === 'announced') {
      const amount = parseFen(text, '元')
      if (amount === null || amount < 0n) wrong(`“${text}”不是金额，请只填数字（元）`, `"${text}" is no amount in yuan`)
      else changeFen = fen(amount - BigInt(print.announced))
    } else if (!('editable' in column)) {
      const [shown, own] = column.kind === 'money' ? [text, formatFen(BigInt(print[key]))] : [text, print[key]]
      wrong(
        `“${column.label.zh}”不能在表里改（表上“${shown}”，账上“${own}”）；金额变动请办理相应业务，账上已有变化的请重新导出`,
        `"${column.label.en}" is not changed here (sheet "${shown}", books "${own}"); do the business itself, or export again if the books moved on`,
      )
    } else readField(key, text, fields, wrong)
  }
  const item = { lotId: line.lotId, row: line.row, ...(changeFen === 0n ? {} : { changeFen }), fields }
  return { item, findings }
}

function same(column: { readonly kind: string }, text: string, own: string): boolean {
  if (column.kind === 'money') {
    const amount = text === '' ? 0n : parseFen(text, '元')
    return amount !== null && amount === BigInt(own)
  }
  return squash(text) === squash(own)
}

type Wrong = (zh: string, en: string) => void
type Draft = { -readonly [K in keyof LotFields]?: LotFields[K] }

function readField(key: ColumnKey, text: string, fields: Draft, wrong: Wrong): void {
  const orNull = text === '' ? null : text
  const choice = <T>(found: T | null, set: (value: T) => void) =>
    found === null ? wrong(`“${text}”不是可填的内容，请从列表中选择`, `"${text}" is none of the choices`) : set(found)
  switch (key) {
    case 'fundName':
    case 'department':
    case 'purpose':
      fields[key] = text
      return
    case 'poolReason':
      fields.poolReason = orNull
      return
    case 'nature':
      return choice(natureKey(text), (value) => (fields.nature = value))
    case 'catalogue':
      return choice(catalogueKey(text), (value) => (fields.catalogueCode = value))
    case 'poolClass':
      return choice(poolClassKey(text), (value) => (fields.poolClass = value))
    case 'uses': {
      const { uses, unknown } = usesIn(text)
      if (unknown.length > 0) return wrong(`“${unknown.join('、')}”不是用途，请从列表中选择`, `"${unknown.join(', ')}" is no use of ours`)
      fields.uses = uses
      return
    }
    case 'funcCode':
    case 'econCode': {
      const code = orNull === null ? null : subjectCode(text, key === 'funcCode' ? 'functional' : 'economic')
      if (orNull !== null && code === null) return wrong(`“${text}”不是科目编码`, `"${text}" is no subject code`)
      fields[key] = code
      return
    }
    case 'lapsesOn':
      return choice(parseCivilDate(text), (value) => (fields.usableUntil = value))
    case 'carriedFrom': {
      if (orNull !== null && !/^(19|20)\d{2}$/.test(text)) return wrong(`“${text}”不是年度，请写四位数字`, `"${text}" is no year`)
      fields.carriedFrom = orNull === null ? null : Number(text)
      return
    }
    default:
  }
}
