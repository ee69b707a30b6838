/** CSV and tab-separated text in UTF-8, UTF-16 or GBK (read as its superset GB 18030). Ragged rows are kept as they are. */
import { Unreadable } from './sheet-refusals.ts'
import { type Cell, SHEET_LIMITS, type Sheet, type SheetRow } from './cells.ts'

export function readCsv(bytes: Uint8Array): { readonly encoding: string; readonly sheets: readonly Sheet[] } {
  const { text, encoding } = decode(bytes)
  const delimiter = delimiterOf(text)
  if (delimiter === null) throw new Unreadable('not_a_spreadsheet', { what: '一般文本', whatEn: 'plain text' })
  const rows: SheetRow[] = []
  let cells = 0
  let row = 0
  for (const fields of split(text, delimiter)) {
    row++
    if (row > SHEET_LIMITS.rows) throw new Unreadable('too_many_cells', { what: '行数', whatEn: 'rows', limit: SHEET_LIMITS.rows })
    const found = new Map<number, Cell>()
    fields.forEach((field, index) => {
      if (field === '') return
      found.set(index + 1, { text: field, kind: /^-?\d+(?:\.\d+)?$/.test(field) ? 'number' : 'text' })
    })
    cells += found.size
    if (fields.length > SHEET_LIMITS.columns && [...found.keys()].some((column) => column > SHEET_LIMITS.columns))
      throw new Unreadable('too_many_cells', { what: '列数', whatEn: 'columns', limit: SHEET_LIMITS.columns })
    if (cells > SHEET_LIMITS.cells) throw new Unreadable('too_many_cells', { what: '单元格数', whatEn: 'cells', limit: SHEET_LIMITS.cells })
    if (found.size > 0) rows.push({ row, cells: found })
  }
  return { encoding, sheets: [{ name: 'csv', rows, merges: [] }] }
}

function decode(bytes: Uint8Array): { text: string; encoding: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  for (const [label, encoding] of [
    ['utf-8', marked ? 'UTF-8 BOM' : 'UTF-8'],
    ['gb18030', 'GBK'],
  ] as const) {
    try {
      return { text: new TextDecoder(label, { fatal: true }).decode(bytes), encoding }
    } catch {
      // not this encoding: try the next one
    }
  }
  throw new Unreadable('not_a_spreadsheet', { what: '编码不明的文本', whatEn: 'text in an unknown encoding' })
}

/** The candidate that occurs in most of the first lines; null when no line has any. */
function delimiterOf(text: string): string | null {
  const lines = text
    .slice(0, 65_536)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50)
  let best: string | null = null
  let most = 0
  for (const candidate of [',', '\t', ';', '|']) {
    const count = lines.filter((line) => line.includes(candidate)).length
    if (count > most) [best, most] = [candidate, count]
  }
  return best
}

/** RFC 4180 with the usual leniency: a quote inside an unquoted field is an ordinary character. */
function* split(text: string, delimiter: string): Generator<string[]> {
  const end = text.length
  let at = 0
  while (at < end) {
    const fields: string[] = []
    for (;;) {
      const [field, next] = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter)
      if (field.length > SHEET_LIMITS.cellCharacters)
        throw new Unreadable('too_many_cells', { what: '单元格字数', whatEn: 'characters in a cell', limit: SHEET_LIMITS.cellCharacters })
      fields.push(field)
      at = next
      if (text[at] !== delimiter) break
      at++
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    yield fields
  }
}

function plain(text: string, from: number, delimiter: string): [string, number] {
  let at = from
  for (; at < text.length; at++) {
    const c = text[at]
    if (c === delimiter || c === '\n' || c === '\r') break
  }
  return [text.slice(from, at), at]
}

function quoted(text: string, from: number, delimiter: string): [string, number] {
  let value = ''
  let at = from + 1
  for (;;) {
    const close = text.indexOf('"', at)
    if (close < 0) return [value + text.slice(at), text.length]
    value += text.slice(at, close)
    if (text[close + 1] !== '"') {
      const [rest, next] = plain(text, close + 1, delimiter)
      return [value + rest, next]
    }
    value += '"'
    at = close + 2
  }
}
