/** From what a fund table says to the lots that would be registered: level, kind of fund, book, permitted uses. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { parseCivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { fundNameIn } from '#features/imports/fund-words.ts'
import type { ImportRow } from '#features/imports/import-preview.ts'
import type { BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundCatalogueCode, fundCatalogue, type FundLevel } from '#policy/fund-catalogue.ts'
import { fundTerms } from '#policy/fund-terms.ts'

export interface LotDraft {
  readonly sheet: string
  readonly row: number
  readonly docNo: string | null
  readonly fundName: string
  readonly catalogueCode: FundCatalogueCode
  readonly level: FundLevel | null
  readonly department: string
  readonly book: BookKey
  readonly poolClass: string
  readonly uses: readonly CategoryKey[]
  readonly year: number | null
  readonly usableTo: number | null
  readonly issuedOn: CivilDate | null
  readonly amountFen: Fen | null
  readonly purpose: string
  readonly leftOut: boolean
}

export interface FundDefaults {
  readonly fundName?: string | undefined
  readonly docNo?: string | undefined
  readonly level?: string | undefined
  readonly department?: string | undefined
  readonly year?: number | undefined
}

export const refuse = refusals({
  receipt_too_large: {
    kind: 'rule-not-met',
    zh: '“{lot}”未到账的只有 {expected} 元，不能登记到账 {amount} 元',
    en: '"{lot}" still expects {expected} yuan; {amount} yuan cannot be received',
  },
  receipt_in_future: {
    kind: 'invalid',
    zh: '到账日期 {date} 晚于今天，请改正',
    en: 'The date of receipt {date} is in the future; correct it',
  },
  lot_twice: { kind: 'invalid', zh: '同一笔资金“{lot}”出现两次，请合并', en: 'The lot "{lot}" appears twice; put the amounts together' },
  lot_unknown: { kind: 'not-found', zh: '没有编号为 {lot} 的资金', en: 'There is no lot {lot}' },
})

const LEVEL_OF: readonly (readonly [RegExp, FundLevel])[] = [
  [/中央|国家/, 'central'],
  [/省|自治区/, 'province'],
  [/市|州/, 'city'],
  [/区|县/, 'district'],
  [/债券|贷款|融资/, 'financing'],
  [/社会|协作|帮扶|捐/, 'social'],
]

export function levelKey(said: string | null | undefined): FundLevel | null {
  if (!said) return null
  return LEVEL_OF.find(([pattern]) => pattern.test(said))?.[1] ?? null
}

/** The kind of fund whose longest word stands in the name, else in the purpose; otherwise other agriculture-related money. */
export const catalogueOf = (name: string, purpose: string): FundCatalogueCode => wordedKind(name) ?? wordedKind(purpose) ?? 'D01'

function wordedKind(text: string): FundCatalogueCode | null {
  let best: { code: FundCatalogueCode | null; length: number } = { code: null, length: 0 }
  for (const [code, kind] of Object.entries(fundCatalogue))
    for (const word of kind.words as readonly string[]) {
      const length = kind.poolClass === 'personal' ? word.length + 10 : word.length
      if (text.includes(word) && length > best.length) best = { code: code as FundCatalogueCode, length }
    }
  return best.code
}

/** A document that names its purpose permits that purpose; one that does not permits what its kind of fund permits. */
export function usesOf(code: FundCatalogueCode, purpose: string): readonly CategoryKey[] {
  const named = (Object.keys(categories) as CategoryKey[]).filter((key) =>
    (categories[key].words as readonly string[]).some((word) => purpose.includes(word)),
  )
  return named.length > 0 ? named : fundCatalogue[code].uses
}

/** `title` is the table's own: a list of projects under the title of a fund spends that fund. */
export function draftLots(rows: readonly (ImportRow & { readonly leftOut: boolean })[], defaults: FundDefaults, title = ''): LotDraft[] {
  return rows.flatMap((row) => {
    const parts = row.fundingSources.filter((s) => s.amountFen !== null)
    const split = row.fundingSources.length > 1 && parts.length === row.fundingSources.length
    const lines = split
      ? parts.map((s) => ({ name: s.name, level: s.level, docNo: s.docNo ?? row.fields.docNo, amountFen: s.amountFen }))
      : [{ name: row.fields.fundName, level: row.fields.level, docNo: row.fields.docNo, amountFen: row.amountFen }]
    return lines.map((line) => draftOf(row, nameByTitle(line, title), defaults))
  })
}

/** Where the line names no fund we know of but the title does, the title names the fund and the line what it is for. */
function nameByTitle(line: Line, title: string): Line {
  const named = fundNameIn(title)
  if (line.name === null || named === null || wordedKind(named) === null || FUND_WORDS.test(line.name)) return line
  return { ...line, name: named, purpose: line.name }
}

const FUND_WORDS = /资金|补助|经费|基金|公益金|债券|贷款|融资/

interface Line {
  readonly purpose?: string
  readonly name: string | null
  readonly level: string | null
  readonly docNo: string | null
  readonly amountFen: Fen | null
}

function draftOf(row: ImportRow & { readonly leftOut: boolean }, line: Line, defaults: FundDefaults): LotDraft {
  const { fields } = row
  const purpose = fields.purpose ?? line.purpose ?? fields.content ?? ''
  const only = row.fundingSources.length === 1 ? row.fundingSources[0]!.name : null
  const fundName = line.name ?? fields.fundName ?? only ?? defaults.fundName ?? fields.projectName ?? ''
  const code = catalogueOf(fundName, `${fields.projectName ?? ''} ${purpose}`)
  const level = levelKey(line.level) ?? levelKey(defaults.level) ?? (defaults.level as FundLevel | undefined) ?? null
  const kind = fundCatalogue[level === 'financing' ? 'F01' : code]
  const year = fields.year ?? defaults.year ?? null
  const docNo = line.docNo ?? defaults.docNo ?? null
  return {
    sheet: row.sheet,
    row: row.row,
    docNo: docNo === null ? null : normaliseDocNo(docNo),
    fundName,
    catalogueCode: level === 'financing' ? 'F01' : code,
    level,
    department: fields.department ?? defaults.department ?? '',
    book: kind.book,
    poolClass: kind.poolClass,
    uses: usesOf(level === 'financing' ? 'F01' : code, purpose),
    year,
    usableTo: year === null ? null : year + fundTerms.usableYears - 1,
    issuedOn: fields.issuedOn ? parseCivilDate(fields.issuedOn) : null,
    amountFen: line.amountFen,
    purpose,
    leftOut: row.leftOut,
  }
}

/** What the drafts lack, row by row, with the remedy. `registered` holds document numbers that the books know already. */
export function checkDrafts(drafts: readonly LotDraft[], registered: ReadonlySet<string>): Finding[] {
  return drafts
    .filter((d) => !d.leftOut)
    .flatMap((d) => {
      const at = { sheet: d.sheet, row: d.row }
      const findings: (Finding & { sheet: string; code: string })[] = []
      const say = (code: string, field: string, value: string, zh: string, en: string) =>
        findings.push({ ...at, code, field, value, message: { zh: `第 ${d.row} 行：${zh}`, en: `Row ${d.row}: ${en}` } })
      if (d.docNo && registered.has(d.docNo))
        say(
          'document_registered',
          '文号',
          d.docNo,
          `文件“${d.docNo}”已经登记过，同一文件不能登记两次；请核对文号，或剔除这一行`,
          `The document "${d.docNo}" is registered already; check the number or leave the row out`,
        )
      if (d.level === null)
        say(
          'level_missing',
          '资金级次',
          '',
          '看不出资金级次，请在“级次”列注明或在上方选择',
          'The level is not stated; name it in the column or choose it above',
        )
      if (d.year === null)
        say(
          'year_missing',
          '年度',
          '',
          '看不出资金年度，请在“年度”列注明或在上方填写',
          'The year is not stated; name it in the column or enter it above',
        )
      if (d.department === '')
        say('department_missing', '主管部门', '', '没有主管部门，请在上方填写', 'The department is missing; enter it above')
      return findings
    })
}

export interface ReceiptLine {
  readonly lotId: string
  readonly amountFen: Fen
}

/** A receipt may be at most what the lot still expects; the sentence names the lot and both figures. */
export function checkReceipt(
  input: { readonly receivedOn: CivilDate; readonly lines: readonly ReceiptLine[] },
  expected: ReadonlyMap<string, { readonly name: string; readonly expectedFen: Fen }>,
  today: CivilDate,
): Outcome<null> {
  if (input.receivedOn > today) return refuse('receipt_in_future', { date: input.receivedOn })
  const seen = new Set<string>()
  for (const line of input.lines) {
    const lot = expected.get(line.lotId)
    if (!lot) return refuse('lot_unknown', { lot: line.lotId })
    if (seen.has(line.lotId)) return refuse('lot_twice', { lot: lot.name })
    seen.add(line.lotId)
    if (line.amountFen > lot.expectedFen)
      return refuse('receipt_too_large', { lot: lot.name, expected: formatFen(lot.expectedFen), amount: formatFen(line.amountFen) })
  }
  return ok(null)
}
