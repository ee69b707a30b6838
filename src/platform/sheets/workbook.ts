/**
 * Reads the bytes of a spreadsheet into cells, whatever the file is called: .xlsx, old .xls, CSV in UTF-8, UTF-16 or GBK.
 * Guarantees bounded memory: every limit below is checked while reading, and a file beyond one is refused in words.
 */
import { type Outcome, ok } from '#kernel/outcome.ts'
import { SHEET_LIMITS, type SheetRow, type Workbook } from './cells.ts'
import { readCsv } from './csv.ts'
import { refuseSheet, Unreadable } from './sheet-refusals.ts'
import { type FileKind, sniff } from './sniff.ts'
import { readOldXls } from './xls.ts'
import { readXlsx } from './xlsx.ts'

export { SHEET_LIMITS } from './cells.ts'
export type { Cell, Merge, Sheet, SheetRow, Workbook } from './cells.ts'

const isBlank = (row: SheetRow): boolean => [...row.cells.values()].every((cell) => cell.text.trim() === '' && cell.formula === undefined)

const megabytes = (bytes: number): number => Math.ceil((bytes / 1024 / 1024) * 10) / 10

const OTHER: Record<Exclude<FileKind, 'zip' | 'ole' | 'text'>, { zh: string; en: string; spreadsheet?: true }> = {
  pdf: { zh: 'PDF 文件', en: 'a PDF file' },
  image: { zh: '图片', en: 'a picture' },
  html: { zh: '网页（有的系统把网页命名为 .xls）', en: 'a web page (some systems name it .xls)', spreadsheet: true },
  xml: { zh: 'XML 表格（2003 版）', en: 'an XML spreadsheet of 2003', spreadsheet: true },
  json: { zh: 'JSON 数据', en: 'JSON data' },
  rtf: { zh: 'RTF 文档', en: 'an RTF document' },
  binary: { zh: '二进制文件', en: 'a binary file' },
  archive: { zh: '压缩包', en: 'an archive' },
}

/** Looks at the content, never at the name. Refusals are sentences in both languages with the remedy. */
export async function readWorkbook(bytes: Uint8Array, fileName: string): Promise<Outcome<Workbook>> {
  const file = fileName
  try {
    if (bytes.length === 0) return refuseSheet('file_empty', { file })
    if (bytes.length > SHEET_LIMITS.bytes)
      return refuseSheet('file_too_big', { file, size: megabytes(bytes.length), limit: megabytes(SHEET_LIMITS.bytes) })
    const workbook = await read(sniff(bytes), bytes, fileName)
    if (workbook.sheets.every((sheet) => sheet.rows.every(isBlank))) return refuseSheet('no_content', { file })
    return ok(workbook)
  } catch (error) {
    if (error instanceof Unreadable) return refuseSheet(error.code, { ...error.facts, file })
    throw error
  }
}

async function read(kind: FileKind, bytes: Uint8Array, fileName: string): Promise<Workbook> {
  if (kind === 'zip') return { fileName, format: 'xlsx', sheets: await readXlsx(bytes) }
  if (kind === 'ole') return { fileName, format: 'xls', sheets: await readOldXls(bytes) }
  if (kind === 'text') return { fileName, format: 'csv', ...readCsv(bytes) }
  const other = OTHER[kind]
  throw new Unreadable(other.spreadsheet ? 'other_spreadsheet' : 'not_a_spreadsheet', { what: other.zh, whatEn: other.en })
}
