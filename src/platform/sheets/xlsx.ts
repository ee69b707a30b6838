/**
 * Own reader of .xlsx on yauzl and saxes: streams each part, keeps only what a cell says (value, formula, kind) and the
 * merges. Document types are refused, so no entity is ever expanded. Works for strict OOXML too (names without prefix).
 */
import { SaxesParser } from 'saxes'
import { dateText, isDateFormat, numberText } from './numbers.ts'
import { Unreadable } from './sheet-refusals.ts'
import { type Cell, type Merge, SHEET_LIMITS, type Sheet, type SheetRow } from './cells.ts'
import { openZip, type ZipParts } from './zip-parts.ts'

type Attributes = Readonly<Record<string, string>>
interface Handler {
  open(name: string, attributes: Attributes): void
  close?(name: string): void
  text?(text: string): void
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

async function parse(parts: ZipParts, name: string, handler: Handler): Promise<void> {
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (error) => {
    throw new Unreadable('file_damaged', { detail: `${name}: ${error.message.slice(0, 80)}` })
  })
  parser.on('doctype', () => {
    throw new Unreadable('file_is_a_bomb', { detail: `${name}: DOCTYPE` })
  })
  parser.on('opentag', (tag) => handler.open(bare(tag.name), tag.attributes as Attributes))
  parser.on('closetag', (tag) => handler.close?.(bare(tag.name)))
  parser.on('text', (text) => handler.text?.(text))
  parser.on('cdata', (text) => handler.text?.(text))
  await parts.read(name, (chunk) => {
    if (chunk.includes('<!DOCTYPE')) throw new Unreadable('file_is_a_bomb', { detail: `${name}: DOCTYPE` })
    parser.write(chunk)
  })
  parser.close()
}

export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  const parts = await openZip(bytes)
  refuseOtherPackages(parts.names)
  const book = await readBook(parts)
  const relations = await readRelations(parts, book.path)
  const strings = await readStrings(parts, relations.get('sharedStrings'))
  const dateStyles = await readDateStyles(parts, relations.get('styles'))
  const sheets: Sheet[] = []
  const budget = { cells: SHEET_LIMITS.cells }
  for (const { name, relation, hidden } of book.sheets) {
    const path = relations.get(relation)
    // chart sheets and dialogs have no cells
    if (path === undefined || !path.includes('worksheets/')) continue
    sheets.push({
      ...(await readSheet(parts, path, { strings, dateStyles, from1904: book.from1904, budget })),
      name,
      ...(hidden ? { hidden } : {}),
    })
  }
  return sheets
}

function refuseOtherPackages(names: ReadonlySet<string>): void {
  const has = (pattern: RegExp): boolean => [...names].some((name) => pattern.test(name))
  if (has(/^xl\/workbook\.bin$/))
    throw new Unreadable('other_spreadsheet', { what: '.xlsb 二进制工作簿', whatEn: 'a binary .xlsb workbook' })
  if (has(/^word\//)) throw new Unreadable('not_a_spreadsheet', { what: 'Word 文档', whatEn: 'a Word document' })
  if (has(/^ppt\//)) throw new Unreadable('not_a_spreadsheet', { what: 'PPT 演示文稿', whatEn: 'a presentation' })
  if (has(/^content\.xml$/)) throw new Unreadable('other_spreadsheet', { what: '.ods 或 WPS 其他格式', whatEn: 'an OpenDocument file' })
  if (!has(/workbook\d*\.xml$/)) throw new Unreadable('not_a_spreadsheet', { what: '压缩包', whatEn: 'an archive' })
}

async function readBook(parts: ZipParts) {
  const path = [...parts.names].find((name) => name === 'xl/workbook.xml') ?? [...parts.names].find((n) => /workbook\d*\.xml$/.test(n))!
  const sheets: { name: string; relation: string; hidden: boolean }[] = []
  let from1904 = false
  await parse(parts, path, {
    open(name, a) {
      if (name === 'workbookPr') from1904 = a.date1904 === '1' || a.date1904 === 'true'
      if (name !== 'sheet') return
      const relation = Object.entries(a).find(([key]) => bare(key) === 'id' && key.includes(':'))?.[1] ?? ''
      sheets.push({ name: a.name ?? '', relation, hidden: a.state === 'hidden' || a.state === 'veryHidden' })
      if (sheets.length > SHEET_LIMITS.sheets)
        throw new Unreadable('too_many_cells', { what: '工作表数', whatEn: 'sheets', limit: SHEET_LIMITS.sheets })
    },
  })
  return { path, sheets, from1904 }
}

/** Relation id → path, and besides `sharedStrings` and `styles` by their type. */
async function readRelations(parts: ZipParts, bookPath: string): Promise<Map<string, string>> {
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1)
  const found = new Map<string, string>()
  await parse(parts, `${folder}_rels/${bookPath.slice(folder.length)}.rels`, {
    open(name, a) {
      if (name !== 'Relationship' || a.TargetMode === 'External') return
      const target = (a.Target ?? '').replaceAll('\\', '/')
      const path = target.startsWith('/') ? target.slice(1) : folder + target.replace(/^\.\//, '')
      const type = (a.Type ?? '').slice((a.Type ?? '').lastIndexOf('/') + 1)
      found.set(a.Id ?? '', path)
      if (type === 'sharedStrings' || type === 'styles') found.set(type, path)
    },
  })
  return found
}

async function readStrings(parts: ZipParts, path: string | undefined): Promise<string[]> {
  const strings: string[] = []
  if (path === undefined || !parts.names.has(path)) return strings
  let [current, phonetic, inText] = ['', false, false]
  await parse(parts, path, {
    open(name) {
      if (name === 'si') current = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = !phonetic
    },
    text(text) {
      if (inText) current = grow(current, text)
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') strings.push(current)
      if (strings.length > SHEET_LIMITS.cells)
        throw new Unreadable('too_many_cells', { what: '文字数', whatEn: 'strings', limit: SHEET_LIMITS.cells })
    },
  })
  return strings
}

function grow(text: string, more: string): string {
  if (text.length + more.length > SHEET_LIMITS.cellCharacters)
    throw new Unreadable('too_many_cells', { what: '单元格字数', whatEn: 'characters in a cell', limit: SHEET_LIMITS.cellCharacters })
  return text + more
}

/** For each cell style: does it show a date? */
async function readDateStyles(parts: ZipParts, path: string | undefined): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  if (path === undefined || !parts.names.has(path)) return []
  let inside = false
  await parse(parts, path, {
    open(name, a) {
      if (name === 'numFmt') codes.set(Number(a.numFmtId), a.formatCode ?? '')
      else if (name === 'cellXfs') inside = true
      else if (name === 'xf' && inside) ids.push(Number(a.numFmtId ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inside = false
    },
  })
  return ids.map((id) => isDateFormat(id, codes.get(id)))
}

interface SheetContext {
  readonly strings: readonly string[]
  readonly dateStyles: readonly boolean[]
  readonly from1904: boolean
  readonly budget: { cells: number }
}

async function readSheet(parts: ZipParts, path: string, context: SheetContext): Promise<Omit<Sheet, 'name'>> {
  const rows: SheetRow[] = []
  const merges: Merge[] = []
  const shared = new Map<string, string>()
  let row = { row: 0, cells: new Map<number, Cell>(), hidden: false }
  let cell = { column: 0, type: 'n', style: 0, value: '', formula: null as string | null, sharedId: '' }
  let target: 'value' | 'formula' | null = null
  let phonetic = false
  const finishCell = () => {
    if (cell.formula === '' && cell.sharedId !== '') cell.formula = shared.get(cell.sharedId) ?? ''
    else if (cell.formula && cell.sharedId !== '') shared.set(cell.sharedId, cell.formula)
    const made = makeCell(cell, context)
    if (!made) return
    if (--context.budget.cells < 0) throw new Unreadable('too_many_cells', { what: '单元格数', whatEn: 'cells', limit: SHEET_LIMITS.cells })
    if (cell.column > SHEET_LIMITS.columns)
      throw new Unreadable('too_many_cells', { what: '列数', whatEn: 'columns', limit: SHEET_LIMITS.columns })
    row.cells.set(cell.column, made)
  }
  const finishRow = () => {
    if (row.cells.size === 0) return
    if (row.row > SHEET_LIMITS.rows) throw new Unreadable('too_many_cells', { what: '行数', whatEn: 'rows', limit: SHEET_LIMITS.rows })
    rows.push({ row: row.row, cells: row.cells, ...(row.hidden ? { hidden: true } : {}) })
  }
  await parse(parts, path, {
    open(name, a) {
      if (name === 'row') row = { row: a.r ? Number(a.r) : row.row + 1, cells: new Map(), hidden: a.hidden === '1' || a.hidden === 'true' }
      else if (name === 'c') {
        const column = a.r ? columnOf(a.r) : cell.column + 1
        cell = { column, type: a.t ?? 'n', style: Number(a.s ?? 0), value: '', formula: null, sharedId: '' }
      } else if (name === 'f') {
        cell.formula = ''
        cell.sharedId = a.t === 'shared' ? (a.si ?? '') : ''
        target = 'formula'
      } else if (name === 'rPh') phonetic = true
      else if (name === 'v' || name === 't') target = phonetic ? null : 'value'
      else if (name === 'mergeCell' && merges.length < SHEET_LIMITS.merges) merges.push(...mergeOf(a.ref ?? ''))
      if (name === 'row') cell.column = 0
    },
    text(text) {
      if (target === 'value') cell.value = grow(cell.value, text)
      else if (target === 'formula') cell.formula = grow(cell.formula ?? '', text)
    },
    close(name) {
      if (name === 'v' || name === 't' || name === 'f') target = null
      else if (name === 'rPh') phonetic = false
      else if (name === 'c') finishCell()
      else if (name === 'row') finishRow()
    },
  })
  return { rows: rows.sort((a, b) => a.row - b.row), merges }
}

function makeCell(raw: { type: string; style: number; value: string; formula: string | null }, context: SheetContext): Cell | null {
  const formula = raw.formula === null ? {} : { formula: raw.formula }
  if (raw.value === '') return raw.formula === null ? null : { text: '', kind: 'text', ...formula }
  if (raw.type === 's') {
    const text = context.strings[Number(raw.value)] ?? ''
    return text === '' ? null : { text, kind: 'text', ...formula }
  }
  if (raw.type === 'str' || raw.type === 'inlineStr') return { text: raw.value, kind: 'text', ...formula }
  if (raw.type === 'b') return { text: raw.value.trim() === '1' ? 'TRUE' : 'FALSE', kind: 'boolean', ...formula }
  if (raw.type === 'e') return { text: raw.value, kind: 'error', ...formula }
  if (raw.type === 'd') return { text: raw.value.slice(0, 10), kind: 'date', ...formula }
  const date = context.dateStyles[raw.style] ? dateText(raw.value, context.from1904) : null
  if (date) return { text: date, kind: 'date', ...formula }
  return { text: numberText(raw.value), kind: 'number', ...formula }
}

function columnOf(reference: string): number {
  let column = 0
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~0x20
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  if (column < 1 || column > 16_384) throw new Unreadable('file_damaged', { detail: `cell ${reference.slice(0, 12)}` })
  return column
}

function mergeOf(reference: string): Merge[] {
  const match = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(reference)
  if (!match) return []
  return [{ top: Number(match[2]), left: columnOf(match[1]!), bottom: Number(match[4]), right: columnOf(match[3]!) }]
}
