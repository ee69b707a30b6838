/** The sentences with which a file is refused before anything is read from it; each says what to do next. */
import { refusals } from '#kernel/outcome.ts'

export const SHEET_REFUSALS = {
  file_empty: {
    kind: 'invalid',
    zh: '文件“{file}”是空的（0 字节）。请重新保存或重新下载后再上传。',
    en: 'The file "{file}" is empty (0 bytes). Save or download it again, then upload it.',
  },
  file_too_big: {
    kind: 'invalid',
    zh: '文件“{file}”有 {size} MB，超过上限 {limit} MB。请删去图片和多余的工作表，或拆成几个文件再上传。',
    en: 'The file "{file}" has {size} MB, more than the limit of {limit} MB. Remove pictures and spare sheets, or split it.',
  },
  not_a_spreadsheet: {
    kind: 'invalid',
    zh: '文件“{file}”不是电子表格（看起来是{what}）。请上传 .xlsx、.xls 或 .csv 文件。',
    en: 'The file "{file}" is no spreadsheet (it looks like {whatEn}). Upload an .xlsx, .xls or .csv file.',
  },
  other_spreadsheet: {
    kind: 'invalid',
    zh: '文件“{file}”是{what}，不能直接读取。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。',
    en: 'The file "{file}" is {whatEn}, which is not read here. Open it in WPS or Excel, save it as .xlsx and upload that.',
  },
  password_protected: {
    kind: 'invalid',
    zh: '文件“{file}”设了打开密码。请在 WPS 或 Excel 中取消密码，另存后再上传。',
    en: 'The file "{file}" is protected by a password. Remove the password in WPS or Excel, save it and upload it again.',
  },
  file_damaged: {
    kind: 'invalid',
    zh: '文件“{file}”已损坏或不完整（{detail}）。请重新下载，或用 WPS、Excel 打开后另存为 .xlsx。',
    en: 'The file "{file}" is damaged or incomplete ({detail}). Download it again, or open it and save it as .xlsx.',
  },
  file_is_a_bomb: {
    kind: 'invalid',
    zh: '文件“{file}”展开后异常庞大（{detail}），为安全起见不予读取。请把需要的单元格复制到新的工作簿，另存为 .xlsx。',
    en: 'The file "{file}" swells abnormally when unpacked ({detail}); it is not read. Copy the needed cells to a new workbook.',
  },
  too_many_cells: {
    kind: 'invalid',
    zh: '文件“{file}”的{what}超过上限 {limit}。请拆成几个文件再上传。',
    en: 'The file "{file}" has more than {limit} {whatEn}. Split it into several files.',
  },
  no_content: {
    kind: 'invalid',
    zh: '文件“{file}”里没有任何内容。请检查是否选错了文件。',
    en: 'There is nothing in the file "{file}". Check whether it is the right one.',
  },
} as const

export type SheetRefusal = keyof typeof SHEET_REFUSALS

export const refuseSheet = refusals(SHEET_REFUSALS)

/** Thrown inside the readers only; `readWorkbook` turns it into a refusal that names the file. */
export class Unreadable extends Error {
  readonly code: SheetRefusal
  readonly facts: Readonly<Record<string, string | number>>
  constructor(code: SheetRefusal, facts: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.name = 'Unreadable'
    this.code = code
    this.facts = facts
  }
}
