/** The kinds of printable documents, and which layout makes the sheets of each. */
import type { Sheet } from './sheet.ts'
import { layoutLetter, type StatementLetter } from './statement-letter.ts'
import { layoutReport, type TableReport } from './table-report.ts'
import { layoutVouchers, type VoucherDocument, type VoucherPaper } from './voucher.ts'

/** Data of each kind. */
export interface Documents {
  readonly vouchers: VoucherPaper & { readonly vouchers: readonly VoucherDocument[] }
  readonly report: TableReport
  readonly letter: StatementLetter
}

export type DocumentKind = keyof Documents

const layouts: { readonly [K in DocumentKind]: (data: Documents[K]) => Sheet[] } = {
  vouchers: (data) => layoutVouchers(data.vouchers, data),
  report: layoutReport,
  letter: layoutLetter,
}

export const layout = <K extends DocumentKind>(kind: K, data: Documents[K]): Sheet[] => layouts[kind](data)
