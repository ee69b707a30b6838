/** Journal, detail ledger and general ledger as tables. Pure. */
import { magnitude } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import { ledgerLabels } from '#policy/statements.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import type { Ledger } from './entries.model.ts'
import { detailAddress, everythingBefore, type StatementQuery, voucherAddress } from './statement-query.model.ts'
import type { GeneralAccount } from './statements.model.ts'
import { type Cell, figured, money, plain, sideOf, type StatementTable, subjectWords, type TableRow, toned, words } from './table.model.ts'
import { type Detail, detailWords, summaryOf, voucherWord } from './vouchers.model.ts'

/** A line with its names, as the store gives it. */
export interface ShownLine {
  readonly day: string
  readonly book: BookKey
  readonly no: number
  readonly ledger: Ledger
  readonly subject: SubjectCode
  readonly against: SubjectCode | null
  readonly debitFen: bigint
  readonly creditFen: bigint
  readonly kind: Parameters<typeof summaryOf>[0]['kind']
  readonly entryKind: Parameters<typeof summaryOf>[0]['entryKind']
  readonly basis: string
  readonly detail: Detail
}

const orNothing = (amount: bigint): bigint | null => (amount === 0n ? null : amount)

/** Red letters for what is turned round; the voucher's number, which stands second, leads to it. */
const entryRow = (line: ShownLine, cells: readonly Cell[]): TableRow => ({
  cells,
  tone: line.debitFen < 0n || line.creditFen < 0n ? 'red' : 'plain',
  links: [{ at: 1, href: voucherAddress(line.book, line.day, line.no) }],
})

const voucherCell = (q: StatementQuery, line: ShownLine): Text => {
  const word = voucherWord(line.no)
  if (q.books.length === 1) return { zh: word, en: word }
  const { zh, en } = books[line.book].label
  return { zh: `${zh.replace('专账', '')} ${word}`, en: `${en.replace(' book', '')} ${word}` }
}

export function journalTable(q: StatementQuery, lines: readonly ShownLine[], total: number): StatementTable {
  return {
    columns: [
      words('day', '日期', 'Date', 'date'),
      words('voucher', '凭证号', 'Voucher', 'code'),
      words('summary', '摘要', 'Summary'),
      words('ledger', '账', 'Ledger', 'code'),
      words('subject', '科目', 'Title'),
      words('detail', '明细', 'Detail'),
      money('debit', '借方', 'Debit'),
      money('credit', '贷方', 'Credit'),
    ],
    rows: lines.map((l) =>
      entryRow(l, [
        l.day,
        voucherCell(q, l),
        summaryOf(l),
        ledgerLabels[l.ledger],
        subjectWords(l.subject),
        detailWords(l.detail),
        orNothing(l.debitFen),
        orNothing(l.creditFen),
      ]),
    ),
    proofs: [],
    lines: total,
  }
}

export interface DetailPage {
  readonly lines: readonly ShownLine[]
  readonly total: number
  /** The balance before the first line here: debit less credit. */
  readonly beforeFen: bigint
  readonly first: boolean
  readonly last: boolean
  /** Debit and credit of the whole span, and of the year, and the balance at the end. */
  readonly sums: {
    readonly debit: bigint
    readonly credit: bigint
    readonly yearDebit: bigint
    readonly yearCredit: bigint
    readonly closing: bigint
  }
}

export function detailTable(q: StatementQuery, page: DetailPage): StatementTable {
  const balanceCells = (balance: bigint): Cell[] => [sideOf(balance), magnitude(balance)]
  const note = (zh: string, en: string, debit: bigint | null, credit: bigint | null, balance: bigint): TableRow =>
    toned('sum', [null, null, { zh, en }, null, null, debit, credit, ...balanceCells(balance)])
  const rows: TableRow[] = [
    page.first
      ? note('期初余额', 'Opening balance', null, null, page.beforeFen)
      : note('承前页', 'Brought forward', null, null, page.beforeFen),
  ]
  let balance = page.beforeFen
  for (const l of page.lines) {
    balance += l.debitFen - l.creditFen
    const cells: Cell[] = [
      l.day,
      voucherCell(q, l),
      summaryOf(l),
      l.against ? subjectWords(l.against) : { zh: '结转', en: 'Closing' },
      detailWords(l.detail),
      orNothing(l.debitFen),
      orNothing(l.creditFen),
      ...balanceCells(balance),
    ]
    rows.push(entryRow(l, cells))
  }
  const { sums } = page
  if (page.last) {
    rows.push(note('本期合计', 'This period', sums.debit, sums.credit, sums.closing))
    rows.push(note('本年累计', 'This year', sums.yearDebit, sums.yearCredit, sums.closing))
  } else rows.push(note('过次页', 'Carried forward', null, null, balance))
  const holds = !page.last || balance === sums.closing
  return {
    columns: [
      words('day', '日期', 'Date', 'date'),
      words('voucher', '凭证号', 'Voucher', 'code'),
      words('summary', '摘要', 'Summary'),
      words('against', '对方科目', 'Against'),
      words('detail', '明细', 'Detail'),
      money('debit', '借方', 'Debit'),
      money('credit', '贷方', 'Credit'),
      words('side', '方向', 'Side', 'code'),
      money('balance', '余额', 'Balance'),
    ],
    rows,
    proofs: page.last ? [{ holds, label: { zh: '逐笔余额与总账余额一致', en: 'The running balance meets the general ledger' } }] : [],
    lines: page.total,
  }
}

export function generalTable(q: StatementQuery, accounts: readonly GeneralAccount[]): StatementTable {
  const rows: TableRow[] = []
  for (const account of accounts) {
    const of = (period: string) => detailAddress(q, account.subject, { period })
    const opening = toned(
      'head',
      [subjectWords(account.subject), null, { zh: '期初余额', en: 'Opening balance' }, null, null, ...sideCells(account.opening)],
      detailAddress(q, account.subject),
    )
    rows.push(figured(opening, behind(of(everythingBefore(q.span.from)))))
    for (const m of account.months) {
      const month = plain([null, m.month, { zh: '本月合计', en: 'Month' }, m.debit, m.credit, ...sideCells(m.balance)], of(m.month))
      const year = [null, null, { zh: '本年累计', en: 'Year to date' }, m.yearDebit, m.yearCredit, ...sideCells(m.balance)]
      rows.push(figured(month, behind(of(m.month))))
      rows.push(figured(toned('sum', year), behind(of(`${m.month.slice(0, 4)}-01..${m.month}`))))
    }
  }
  return {
    columns: [
      words('subject', '科目', 'Title'),
      words('month', '月份', 'Month', 'date'),
      words('summary', '摘要', 'Summary'),
      money('debit', '借方', 'Debit'),
      money('credit', '贷方', 'Credit'),
      words('side', '方向', 'Side', 'code'),
      money('balance', '余额', 'Balance'),
    ],
    rows,
    proofs: [],
    lines: null,
  }
}

/** One address behind debit, credit and balance. */
const behind = (href: string): (string | null)[] => [null, null, null, href, href, null, href]

const sideCells = (balance: bigint): Cell[] => [sideOf(balance), magnitude(balance)]
