/** The shape of what was understood: rows, what is wrong with them, and where every figure stood. */
import type { Fen, MoneyUnit } from '#kernel/money.ts'
import type { Finding } from '#kernel/outcome.ts'
import type { FieldName } from './columns.ts'

export type ImportKind = 'funds' | 'projects'

/** What a person corrected, or what the notice says and the file does not. JSON-safe; keys of `columns` are letters. */
export interface ImportOverrides {
  readonly sheets?: Readonly<
    Record<
      string,
      {
        readonly skip?: boolean
        readonly headerRows?: readonly number[]
        readonly columns?: Readonly<Record<string, FieldName | 'ignore'>>
        readonly unit?: MoneyUnit
      }
    >
  >
  readonly ignoreRows?: readonly { readonly sheet: string; readonly row: number }[]
  /** values for every row that does not say them itself */
  readonly defaults?: {
    readonly docNo?: string
    readonly fundName?: string
    readonly level?: string
    readonly department?: string
    readonly year?: number
    readonly issuedOn?: string
    readonly purpose?: string
  }
  /** the total of the notice, as decimal text of fen, when the file prints none */
  readonly publishedTotalFen?: string
}

export interface FundingSource {
  readonly level: string | null
  readonly name: string | null
  readonly docNo?: string
  readonly amountFen: Fen | null
}

/** Texts are as published, white space tidied; null where the file says nothing. Numbers are whole counts. */
export interface ImportFields {
  readonly seq: string | null
  readonly projectName: string | null
  readonly village: string | null
  readonly township: string | null
  readonly county: string | null
  readonly city: string | null
  readonly location: string | null
  readonly content: string | null
  /** as published, or the group title above the row */
  readonly category: string | null
  /** one of our own categories, by the words in `category` or in the name */
  readonly categoryGuess: string | null
  readonly nature: string | null
  readonly households: number | null
  readonly population: number | null
  readonly benefit: string | null
  readonly responsibleUnit: string | null
  readonly department: string | null
  readonly fundName: string | null
  readonly docNo: string | null
  readonly level: string | null
  readonly year: number | null
  readonly issuedOn: string | null
  readonly purpose: string | null
  readonly fundNature: string | null
  readonly budgetSubject: string | null
  readonly economicSubject: string | null
  /** Of a list of lots in our own shape, as written there; `usableUntil` and `receivedOn` are dates where they can be read. */
  readonly receivedOn: string | null
  readonly issuer: string | null
  readonly book: string | null
  readonly poolClass: string | null
  readonly poolReason: string | null
  readonly catalogue: string | null
  readonly uses: string | null
  readonly usableUntil: string | null
  readonly carriedFrom: number | null
  readonly regions: string | null
  readonly budgetSubjects: readonly { readonly code: string; readonly amountFen: Fen | null }[]
  readonly projectCode: string | null
  readonly schedule: string | null
  readonly quantity: string | null
  readonly quantityUnit: string | null
  readonly standard: string | null
  readonly status: string | null
  readonly remark: string | null
  readonly amountRemark: string | null
  readonly ofWhichFen: Fen | null
  readonly managementFee: boolean
}

export interface OtherAmount {
  readonly field: FieldName
  readonly header: string
  readonly cell: string
  readonly amountFen: Fen
}

export interface ImportRow {
  readonly sheet: string
  readonly row: number
  /** null when the amount could not be read; then an error names the cell */
  readonly amountFen: Fen | null
  /** `E4`; `D4+E4` when the amount is a sum of columns */
  readonly amountCell?: string
  readonly fields: ImportFields
  readonly fundingSources: readonly FundingSource[]
  readonly otherAmounts: readonly OtherAmount[]
  /** which fields came from the title, a default or a neighbour instead of the row itself */
  readonly derived: Readonly<Record<string, 'title' | 'default' | 'document' | 'fund' | 'group'>>
  readonly shifted: -1 | 0 | 1
  /** what the file said, by column letter; personal columns are left out */
  readonly cells: Readonly<Record<string, string>>
}

export interface TotalRow {
  readonly row: number
  readonly label: string
  readonly kind: 'total' | 'subtotal'
  readonly amountFen: Fen | null
  /** what the rows it covers add up to */
  readonly sumFen: Fen
  readonly equal: boolean
}

export interface SheetPreview {
  readonly sheet: string
  /** 1, 2 … when several tables stand in one sheet; each has its own entry */
  readonly table: number
  readonly title: string
  readonly unit: MoneyUnit
  readonly unitFrom: 'cell' | 'header' | 'line' | 'title' | 'assumed' | 'corrected'
  readonly headerRows: readonly number[]
  readonly columns: Readonly<Record<string, { readonly field: FieldName | 'ignore'; readonly header: string }>>
  readonly notData: readonly { readonly row: number; readonly reason: string }[]
  readonly totals: readonly TotalRow[]
  readonly rows: number
  readonly amountFen: Fen
}

/** `row`, `field` and `value` as in Finding; `cell` is the address where one cell is meant. */
export interface ImportFinding extends Finding {
  readonly code: string
  readonly sheet?: string
  readonly cell?: string
}

export interface ImportPreview {
  readonly kind: ImportKind
  readonly fileName: string
  readonly title: string
  readonly sheets: readonly SheetPreview[]
  readonly rows: readonly ImportRow[]
  /** rows named here cannot be imported as they are */
  readonly errors: readonly ImportFinding[]
  readonly warnings: readonly ImportFinding[]
  readonly totals: { readonly rows: number; readonly amountFen: Fen }
  /** the total the file (or the notice, by override) publishes for the rows it covers */
  readonly publishedTotalFen: Fen | null
}
