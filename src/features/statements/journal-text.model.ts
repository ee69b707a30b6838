/**
 * The books as a plain-text accounting journal that hledger and ledger read alike: one transaction for each voucher and ledger, amounts
 * in CNY with two decimals straight from the fen, nothing in a name or a remark that either tool would take for syntax. Pure.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { magnitude } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import { books } from '#policy/books.ts'
import { ledgerLabels } from '#policy/statements.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { type Ledger, subjectsOf } from './entries.model.ts'
import { detailWords, kindLabel, type VoucherLine, type VoucherSource } from './vouchers.model.ts'

export const LEDGERS = ['cash', 'quota'] as const satisfies readonly Ledger[]

export const journalFile = (book: BookKey, ledger: Ledger): string => `${book}-${ledger}.journal`
export const MAIN_FILE = 'main.journal'

/** 123456 → 1234.56 CNY */
export function amountText(amount: bigint): string {
  const digits = magnitude(amount).toString().padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)} CNY`
}

/** Ids are letters, digits and `_`: safe in both tools. */
export const accountOf = (book: BookKey, ledger: Ledger, subject: SubjectCode, lotId: string, projectId: string): string =>
  [book, ledger, subject, lotId, ...(projectId ? [projectId] : [])].join(':')

/** Free text as a remark: one line, and none of the marks that mean a comment, a tag, a date or a note to one of the tools. */
export const remark = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/;/g, '；')
    .replace(/\|/g, '｜')
    .replace(/:/g, '：')
    .replace(/\[/g, '〔')
    .replace(/\]/g, '〕')
    .replace(/\s+/g, ' ')
    .trim()

export interface JournalVoucher extends Pick<VoucherSource, 'book' | 'entryKind'> {
  readonly kind: Parameters<typeof kindLabel>[0]['kind']
  readonly postingId: string
  readonly number: bigint
  readonly hash: string
  readonly businessDate: CivilDate
  readonly basis: string
  readonly reason: string | null
}

/** The transaction of a voucher in one ledger, ending in an empty line; empty when it has no lines there. */
export function transactionText(voucher: JournalVoucher, book: BookKey, no: number, ledger: Ledger, lines: readonly VoucherLine[]): string {
  const own = lines.filter((l) => l.ledger === ledger)
  if (own.length === 0) return ''
  const code = `${book}-${voucher.businessDate.slice(0, 7)}-${String(no).padStart(4, '0')}`
  return [
    `${voucher.businessDate} * (${code}) ${remark(`${kindLabel(voucher).zh} ${voucher.basis}`)}`,
    `    ; posting: ${voucher.postingId}`,
    `    ; chain: ${voucher.book} ${voucher.number}`,
    `    ; hash: ${voucher.hash}`,
    ...(voucher.reason ? [`    ; reason: ${remark(voucher.reason)}`] : []),
    ...own.map((l) => {
      const account = accountOf(book, ledger, l.subject, l.detail.lotId, l.detail.projectId)
      return `    ${account}  ${amountText(l.debitFen - l.creditFen)}  ; ${remark(detailWords(l.detail))}`
    }),
    '',
    '',
  ].join('\n')
}

export type AccountBalances = ReadonlyMap<string, bigint>

const inOrder = (balances: AccountBalances): [string, bigint][] => [...balances].sort(([a], [b]) => (a < b ? -1 : 1))

/** What earlier years left, as the first transaction. */
export function openingText(book: BookKey, date: CivilDate, balances: AccountBalances): string {
  const open = inOrder(balances).filter(([, amount]) => amount !== 0n)
  if (open.length === 0) return ''
  return [
    `${date} * (${book}-${date.slice(0, 4)}-opening) 年初余额`,
    ...open.map(([name, amount]) => `    ${name}  ${amountText(amount)}`),
    '',
    '',
  ].join('\n')
}

/** Every account with the balance that the books say it has; a tool that computes another one stops here. */
export function assertionText(book: BookKey, date: CivilDate, balances: AccountBalances): string {
  if (balances.size === 0) return ''
  return [
    `${date} * (${book}-${date}-closing) 期末余额核对`,
    ...inOrder(balances).map(([name, amount]) => `    ${name}  0.00 CNY = ${amountText(amount)}`),
    '',
    '',
  ].join('\n')
}

const COMMODITY = ['commodity CNY', '    format 1000.00 CNY', '', ''].join('\n')

export const fileHead = (district: string, book: BookKey, ledger: Ledger): string =>
  [`; ${remark(district)} ${books[book].label.zh} ${ledgerLabels[ledger].zh}`, ''].join('\n') + COMMODITY

export interface Legend {
  readonly id: string
  readonly label: string
}

/** The file to give to a tool: it takes in the others, and says what the numbers and ids mean. */
export function mainText(district: string, period: string, legend: readonly Legend[]): string {
  const files = (Object.keys(books) as BookKey[]).flatMap((book) => LEDGERS.map((ledger) => journalFile(book, ledger)))
  return [
    `; ${remark(`${district} 三个专账 ${period}`)}`,
    '; book:ledger:subject:lot:project',
    ...subjectsOf().map((code) => `; ${code} ${subjects[code].label.zh} ${subjects[code].label.en}`),
    ...legend.map(({ id, label }) => `; ${id} ${remark(label)}`),
    '',
    COMMODITY,
    ...files.map((file) => `include ${file}`),
    '',
  ].join('\n')
}
