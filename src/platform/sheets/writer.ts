/**
 * Writes workbooks for exports and templates. Money arrives as fen and leaves as an exact number of yuan with two decimals;
 * a text that begins with = + - @ stays text; text columns keep the format `@` below the rows, so that typed codes survive.
 */
import { type Fen, magnitude } from '#kernel/money.ts'
import { type Cell, type CellValue, letterToCol, writeXlsx, type WriteSheet } from 'hucre'

export interface WrittenColumn {
  readonly header: string
  /** characters; without it the header decides */
  readonly width?: number
  readonly kind: 'text' | 'money' | 'number' | 'date'
}

/** money: Fen; number: number or bigint; date: `YYYY-MM-DD`; null leaves the cell empty. */
export type WrittenValue = string | number | bigint | Fen | null

export interface WrittenSheet {
  readonly name: string
  /** lines above the header, each merged over the table: title, unit */
  readonly lead?: readonly string[]
  readonly columns: readonly WrittenColumn[]
  readonly rows: readonly (readonly WrittenValue[])[]
  /** lists to choose from, by column letter or header; they are kept in a hidden sheet */
  readonly dropDowns?: readonly {
    readonly column: string
    readonly values: readonly string[]
    /** Other values may be typed as well. */
    readonly open?: boolean
  }[]
  /** empty rows prepared for typing in a template */
  readonly blankRows?: number
}

const FORMATS: Record<WrittenColumn['kind'], string> = { text: '@', money: '#,##0.00', number: 'General', date: 'yyyy-mm-dd' }
const LISTS = '选项'
/** Excel keeps 15 digits of a number; an amount with more is written as text rather than rounded. */
const EXACT_FEN = 999_999_999_999_999n
const MIN_WIDTH = 10

export async function writeWorkbook(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  const lists: { readonly values: readonly string[] }[] = []
  const written = sheets.map((sheet) => toSheet(sheet, lists))
  if (lists.length > 0) written.push(listSheet(lists))
  return writeXlsx({ sheets: written })
}

function toSheet(sheet: WrittenSheet, lists: { readonly values: readonly string[] }[]): WriteSheet {
  const lead = sheet.lead ?? []
  const top = lead.length + 1
  const rows: CellValue[][] = [...lead.map((text): CellValue[] => [text]), sheet.columns.map((column) => column.header)]
  for (const row of sheet.rows) rows.push(sheet.columns.map((column, i) => toValue(row[i] ?? null, column.kind)))
  const last = top + sheet.rows.length + (sheet.blankRows ?? 0)
  const cells = new Map<string, Partial<Cell>>()
  sheet.columns.forEach((column, c) => {
    cells.set(`${top - 1},${c}`, {
      style: { font: { bold: true }, alignment: { horizontal: 'center', vertical: 'center', wrapText: true } },
    })
    if (column.kind !== 'number') for (let r = top; r < last; r++) cells.set(`${r},${c}`, { style: { numFmt: FORMATS[column.kind] } })
  })
  lead.forEach((_, r) => {
    cells.set(`${r},0`, { style: { font: { bold: r === 0 }, alignment: { horizontal: r === 0 ? 'center' : 'right' } } })
  })
  const right = sheet.columns.length - 1
  return {
    name: sheet.name,
    rows,
    cells,
    columns: sheet.columns.map((column) => ({ width: column.width ?? Math.max(MIN_WIDTH, column.header.length * 2 + 2) })),
    merges: right > 0 ? lead.map((_, r) => ({ startRow: r, endRow: r, startCol: 0, endCol: right })) : [],
    freezePane: { rows: top },
    dataValidations: (sheet.dropDowns ?? []).map((dropDown) => validation(sheet, dropDown, top + 1, Math.max(last, top + 1), lists)),
  }
}

function toValue(value: WrittenValue, kind: WrittenColumn['kind']): CellValue {
  if (value === null || value === '') return null
  if (kind === 'money') {
    const amount = BigInt(value)
    // parsing the decimal text gives the double nearest to it, which Excel shows and stores as that decimal
    return amount > EXACT_FEN || amount < -EXACT_FEN ? plainYuan(amount) : Number(plainYuan(amount))
  }
  if (kind === 'number') return typeof value === 'bigint' ? Number(value) : value
  return String(value)
}

function plainYuan(amount: bigint): string {
  const text = magnitude(amount).toString().padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`
}

type DropDown = NonNullable<WrittenSheet['dropDowns']>[number]

function validation(sheet: WrittenSheet, dropDown: DropDown, from: number, to: number, lists: { readonly values: readonly string[] }[]) {
  const index = sheet.columns.findIndex((column) => column.header === dropDown.column)
  const letter = index < 0 ? dropDown.column : letterOf(index)
  if (index < 0 && (!/^[A-Z]{1,3}$/.test(letter) || letterToCol(letter) >= sheet.columns.length))
    throw new RangeError(`no column ${dropDown.column} in ${sheet.name}`)
  lists.push({ values: dropDown.values })
  const source = letterOf(lists.length - 1)
  return {
    type: 'list' as const,
    range: `${letter}${from}:${letter}${to}`,
    formula1: `'${LISTS}'!$${source}$1:$${source}$${Math.max(1, dropDown.values.length)}`,
    allowBlank: true,
    showErrorMessage: dropDown.open !== true,
    errorTitle: '请从列表中选择 / Choose from the list',
    errorMessage: '这里只能填写列表中的值。Only values of the list are possible here.',
  }
}

function letterOf(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

/** Choices live in a hidden sheet: a list inside the rule itself may not exceed 255 characters. */
function listSheet(lists: readonly { readonly values: readonly string[] }[]): WriteSheet {
  const height = Math.max(...lists.map((list) => list.values.length), 1)
  const rows = Array.from({ length: height }, (_, r): CellValue[] => lists.map((list) => list.values[r] ?? null))
  return { name: LISTS, rows, hidden: true }
}
