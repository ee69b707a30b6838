/** From what a fund table says to the lots that would be registered: kind of fund, book, class, permitted uses, years. Pure. */
import { type CivilDate, parseCivilDate, yearOf } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import { refusals } from '#kernel/outcome.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { fundNameIn } from '#features/imports/fund-words.ts'
import type { ImportFields, ImportRow } from '#features/imports/import-preview.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import { type FundCatalogueCode, fundCatalogue, type FundLevel, type PoolClass } from '#policy/fund-catalogue.ts'
import { type FundNature, fundTerms } from '#policy/fund-terms.ts'
import {
  bookKey,
  catalogueKey,
  catalogueOf,
  levelKey,
  natureKey,
  natureOf,
  poolClassKey,
  regionsIn,
  subjectCode,
  usesIn,
  usesOf,
  wordedKind,
} from './fund-words.model.ts'

export interface LotDraft {
  readonly sheet: string
  readonly row: number
  readonly docNo: string | null
  readonly issuer: string | null
  readonly issuedOn: CivilDate | null
  readonly receivedOn: CivilDate | null
  readonly fundName: string
  readonly catalogueCode: FundCatalogueCode
  readonly level: FundLevel | null
  readonly department: string
  readonly nature: FundNature | null
  readonly funcCode: string | null
  readonly econCode: string | null
  readonly book: BookKey
  readonly poolClass: PoolClass
  /** What the officer wrote; the catalogue's own reason stands in policy. */
  readonly poolReason: string | null
  readonly uses: readonly CategoryKey[]
  readonly year: number | null
  readonly usableTo: number | null
  readonly usableUntil: CivilDate | null
  readonly carriedFrom: number | null
  /** Codes of the places it is limited to; null when it is free. */
  readonly regions: readonly string[] | null
  readonly amountFen: Fen | null
  readonly purpose: string
  readonly leftOut: boolean
  /** Words in columns of ours that mean nothing there. */
  readonly unread: readonly { readonly field: string; readonly value: string }[]
  /** The id in a list that was exported from here. */
  readonly exported: string | null
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

/** What a table may name and only the district knows. */
export type Places = readonly { readonly code: string; readonly name: string }[]

/** `title` is the table's own: a list of projects under the title of a fund spends that fund. */
export function draftLots(
  rows: readonly (ImportRow & { readonly leftOut: boolean })[],
  defaults: FundDefaults,
  title = '',
  places: Places = [],
): LotDraft[] {
  return rows.flatMap((row) => {
    const parts = row.fundingSources.filter((s) => s.amountFen !== null)
    const split = row.fundingSources.length > 1 && parts.length === row.fundingSources.length
    const lines = split
      ? parts.map((s) => ({ name: s.name, level: s.level, docNo: s.docNo ?? row.fields.docNo, amountFen: s.amountFen }))
      : [{ name: row.fields.fundName, level: row.fields.level, docNo: row.fields.docNo, amountFen: row.amountFen }]
    return lines.map((line) => draftOf(row, nameByTitle(line, title), defaults, places))
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

function draftOf(row: ImportRow & { readonly leftOut: boolean }, line: Line, defaults: FundDefaults, places: Places): LotDraft {
  const { fields } = row
  const purpose = fields.purpose ?? line.purpose ?? fields.content ?? ''
  const only = row.fundingSources.length === 1 ? row.fundingSources[0]!.name : null
  const fundName = line.name ?? fields.fundName ?? only ?? defaults.fundName ?? fields.projectName ?? ''
  const level = levelKey(line.level) ?? levelKey(defaults.level) ?? (defaults.level as FundLevel | undefined) ?? null
  const words = new Words()
  const code =
    words.read('catalogue', fields.catalogue, catalogueKey) ?? catalogueOf(fundName, `${fields.projectName ?? ''} ${purpose}`, level)
  const kind = fundCatalogue[code]
  const docNo = line.docNo ?? defaults.docNo ?? null
  return {
    sheet: row.sheet,
    row: row.row,
    docNo: docNo === null ? null : normaliseDocNo(docNo),
    issuer: fields.issuer ?? null,
    issuedOn: fields.issuedOn ? parseCivilDate(fields.issuedOn) : null,
    receivedOn: fields.receivedOn ? parseCivilDate(fields.receivedOn) : null,
    fundName,
    catalogueCode: code,
    level,
    department: fields.department ?? defaults.department ?? '',
    nature: words.read('nature', fields.fundNature, natureKey) ?? (level === null ? null : natureOf(code, level)),
    funcCode: subjectCode(fields.budgetSubject ?? null, 'functional'),
    econCode: subjectCode(fields.economicSubject ?? null, 'economic'),
    book: words.read('book', fields.book, bookKey) ?? kind.book,
    poolClass: words.read('poolClass', fields.poolClass, poolClassKey) ?? kind.poolClass,
    poolReason: fields.poolReason ?? null,
    uses: words.uses(fields.uses) ?? usesOf(code, purpose),
    ...words.years(fields, defaults),
    regions: words.regions(fields.regions, places),
    amountFen: line.amountFen,
    purpose,
    leftOut: row.leftOut,
    unread: words.unread,
    exported: Object.values(row.cells ?? {}).find((cell) => /^lot_[0-9a-z]{26}$/.test(cell)) ?? null,
  }
}

/** Reads cells that must hold a word of ours, and keeps those that do not. */
class Words {
  readonly unread: { field: string; value: string }[] = []

  read<T>(field: string, said: string | null | undefined, meaning: (said: string) => T | null): T | null {
    if (!said) return null
    const found = meaning(said)
    if (found === null) this.unread.push({ field, value: said })
    return found
  }

  uses(said: string | null | undefined): readonly CategoryKey[] | null {
    if (!said) return null
    const { uses, unknown } = usesIn(said)
    for (const value of unknown) this.unread.push({ field: 'uses', value })
    return uses.length > 0 ? uses : null
  }

  regions(said: string | null | undefined, places: Places): readonly string[] | null {
    if (!said) return null
    const { codes, unknown } = regionsIn(said, places)
    for (const value of unknown) this.unread.push({ field: 'regions', value })
    return codes.length > 0 ? codes : null
  }

  years(fields: ImportFields, defaults: FundDefaults) {
    const year = fields.year ?? defaults.year ?? null
    const usableUntil = this.read('usableUntil', fields.usableUntil, parseCivilDate)
    const usableTo = usableUntil === null ? null : yearOf(usableUntil)
    return {
      year,
      usableUntil,
      usableTo: usableTo ?? (year === null ? null : year + fundTerms.usableYears - 1),
      carriedFrom: fields.carriedFrom ?? null,
    }
  }
}
