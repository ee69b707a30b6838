/**
 * Old binary .xls through hucre, in a worker with a memory and time limit: a hostile sheet may span 20 million cells.
 * The format gives no formulas here, only their results.
 */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { numberText } from './numbers.ts'
import { Unreadable } from './sheet-refusals.ts'
import { type Cell, type Merge, SHEET_LIMITS, type Sheet, type SheetRow } from './cells.ts'

type RawValue = string | number | boolean | Date | null
interface RawSheet {
  readonly name: string
  readonly rows: readonly (readonly RawValue[] | undefined)[]
  readonly merges: readonly { startRow: number; startCol: number; endRow: number; endCol: number }[]
}
type Answer = { readonly sheets: readonly RawSheet[] } | { readonly error: string }

const WORKER = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.module)
  .then((hucre) => hucre.readXls(workerData.bytes))
  .then((book) => book.sheets.map((s) => ({ name: s.name, rows: s.rows, merges: s.merges ?? [] })))
  .then((sheets) => parentPort.postMessage({ sheets }), (error) => parentPort.postMessage({ error: String(error && error.message) }))
`

export async function readOldXls(bytes: Uint8Array): Promise<Sheet[]> {
  if (holds(bytes, 'EncryptedPackage') || hasFilePass(bytes)) throw new Unreadable('password_protected')
  if (holds(bytes, 'WordDocument')) throw new Unreadable('not_a_spreadsheet', { what: 'Word 文档', whatEn: 'a Word document' })
  if (!holds(bytes, 'Workbook') && !holds(bytes, 'Book'))
    throw new Unreadable('not_a_spreadsheet', { what: 'Office 文档', whatEn: 'an Office document' })
  const answer = await inWorker(bytes)
  if ('error' in answer) throw new Unreadable('file_damaged', { detail: answer.error })
  return answer.sheets.map(toSheet)
}

/** Stream names stand in the file as UTF-16. */
const holds = (bytes: Uint8Array, name: string): boolean => Buffer.from(bytes).includes(Buffer.from(name, 'utf16le'))

/** An encrypted .xls has a FILEPASS record (0x2F) directly after its first record; its texts would be noise. */
function hasFilePass(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes)
  let at = buffer.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]))
  if (at < 0) return false
  for (let records = 0; records < 8 && at + 4 <= buffer.length; records++) {
    if (buffer.readUInt16LE(at) === 0x2f) return true
    at += 4 + buffer.readUInt16LE(at + 2)
  }
  return false
}

function inWorker(bytes: Uint8Array): Promise<Answer> {
  const module = pathToFileURL(createRequire(import.meta.url).resolve('hucre')).href
  const worker = new Worker(WORKER, {
    eval: true,
    workerData: { module, bytes },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: SHEET_LIMITS.xlsMegabytes },
  })
  return new Promise<Answer>((resolve) => {
    const timer = setTimeout(() => resolve({ error: 'too long' }), SHEET_LIMITS.xlsMilliseconds)
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    worker.once('message', finish)
    worker.once('error', (error) => finish({ error: error.message }))
    worker.once('exit', () => finish({ error: 'stopped' }))
  }).finally(() => void worker.terminate())
}

function toSheet(raw: RawSheet): Sheet {
  const rows: SheetRow[] = []
  raw.rows.forEach((values, index) => {
    const cells = new Map<number, Cell>()
    values?.forEach((value, column) => {
      const cell = toCell(value)
      if (cell) cells.set(column + 1, cell)
    })
    if (cells.size > 0) rows.push({ row: index + 1, cells })
  })
  const merges = raw.merges.map((m): Merge => ({ top: m.startRow + 1, left: m.startCol + 1, bottom: m.endRow + 1, right: m.endCol + 1 }))
  return { name: raw.name, rows, merges }
}

function toCell(value: RawValue): Cell | null {
  if (value === null || value === '') return null
  if (typeof value === 'number') return { text: numberText(String(value)), kind: 'number' }
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'boolean' }
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10), kind: 'date' }
  return { text: value, kind: /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERR!)$/.test(value) ? 'error' : 'text' }
}
