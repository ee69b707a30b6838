/** The reconciliation as accountants keep it: both sides, then the open items with their age; as a spreadsheet and as a printed table. */
import { magnitude } from '#kernel/money.ts'
import type { ReportRow, TableReport } from '#platform/documents/table-report.ts'
import type { SheetOut } from '#platform/http/bind.ts'
import type { ReconciliationTable } from './reconciliation-views.store.ts'

interface Item {
  readonly on: string
  readonly amountFen: bigint
  readonly text: string
  readonly reference: string
  readonly age: number
}

const joined = (parts: readonly string[]): string => parts.filter((p) => p !== '').join('；')

/** The four lists of open items, each with its name. Without a statement nobody knows what the bank lacks. */
function itemsOf(t: ReconciliationTable): readonly { readonly name: string; readonly items: readonly Item[] }[] {
  const accountOf = (l: ReconciliationTable['bank'][number]) => (t.accounts.length > 1 ? `尾号 ${l.accountTail}` : '')
  const bank = t.bank.map(
    (l): Item => ({ ...l, text: joined([accountOf(l), l.counterparty, l.summary, l.item?.label.zh ?? '', l.item?.note ?? '']) }),
  )
  const book = t.book.map((l): Item => ({ ...l, text: joined([l.bookLabel.zh, l.label.zh, ...l.parties, ...l.funds]), reference: l.basis }))
  if (t.state === 'no-statement') return []
  return [
    { name: '银行已收、账上未收', items: bank.filter((i) => i.amountFen > 0n) },
    { name: '银行已付、账上未付', items: bank.filter((i) => i.amountFen < 0n) },
    { name: '账上已收、银行未收', items: book.filter((i) => i.amountFen > 0n) },
    { name: '账上已付、银行未付', items: book.filter((i) => i.amountFen < 0n) },
  ]
}

interface Sum {
  readonly label: string
  readonly fen: bigint
  readonly strong: boolean
}

const line = (label: string, fen: bigint): Sum => ({ label, fen, strong: false })
const result = (label: string, fen: bigint): Sum => ({ label, fen, strong: true })

/** What the account's own statement says at the end of the month, and how far it can be relied on. */
export const accountState = (a: { readonly closedOn: string | null; readonly complete: boolean }): string =>
  a.closedOn !== null ? `${a.closedOn} 销户` : a.complete ? '对账单到月末' : '对账单不全'

/** Without a statement there is nothing to compare the books with: no corrected balances and no difference are claimed. */
function sumsOf(t: ReconciliationTable): readonly Sum[] {
  const books = [
    line('账面余额（101 专户存款，三个专账合计）', t.bookFen),
    ...t.books.map((b) => line(`　其中：${b.label.zh}`, b.balanceFen)),
  ]
  if (t.state === 'no-statement') return books
  const accounts = t.accounts.map((a) => line(`　其中：${a.bankName} ${a.accountNo}（${accountState(a)}）`, a.balanceFen))
  return [
    ...books,
    line('加：银行已收、账上未收', t.bankInFen),
    line('减：银行已付、账上未付', t.bankOutFen),
    result('调节后账面余额', t.adjustedBookFen),
    line('银行对账单余额', t.bankFen),
    ...(accounts.length > 1 ? accounts : []),
    line('加：账上已收、银行未收', t.bookInFen),
    line('减：账上已付、银行未付', t.bookOutFen),
    result('调节后银行余额', t.adjustedBankFen),
    result(`差额（${t.verdict.zh}）`, t.differenceFen),
  ]
}

const accountsOf = (t: ReconciliationTable): string => t.accounts.map((a) => `${a.bankName} ${a.accountNo}`).join('；')

export function sheetOf(t: ReconciliationTable): SheetOut {
  return {
    name: '余额调节表',
    lead: [`银行存款余额调节表（${t.on}）`, `${accountsOf(t)}　${t.stateLabel.zh}　单位：元`],
    columns: [
      { header: '项目', kind: 'text', width: 40 },
      { header: '日期', kind: 'text', width: 12 },
      { header: '金额（元）', kind: 'money', width: 18 },
      { header: '内容', kind: 'text', width: 50 },
      { header: '流水号／依据', kind: 'text', width: 26 },
      { header: '已过天数', kind: 'number', width: 10 },
    ],
    rows: [
      ...sumsOf(t).map(({ label, fen }) => [label, '', fen, '', '', null]),
      ...itemsOf(t).flatMap(({ name, items }) => items.map((i) => [name, i.on, magnitude(i.amountFen), i.text, i.reference, i.age])),
    ],
  }
}

export function reportOf(t: ReconciliationTable, office: string, by: string): TableReport {
  const sums = sumsOf(t).map(
    ({ label, fen, strong }): ReportRow => ({ cells: [null, label, null, null, fen], tone: strong ? 'sum' : 'plain' }),
  )
  const items = itemsOf(t).flatMap(({ name, items: list }): ReportRow[] =>
    list.length === 0
      ? []
      : [
          { cells: [null, `${name}（${list.length} 笔）`, null, null, null], tone: 'head' },
          ...list.map((i): ReportRow => ({ cells: [i.on, i.text, i.reference, String(i.age), magnitude(i.amountFen)], tone: 'plain' })),
          { cells: [null, '小计', null, null, list.reduce((all, i) => all + magnitude(i.amountFen), 0n)], tone: 'sum' },
        ],
  )
  return {
    title: '银行存款余额调节表',
    office,
    facts: [`截至 ${t.on}`, accountsOf(t) || '没有登记专户', t.stateLabel.zh],
    columns: [
      { title: '日期', kind: 'date' },
      { title: '项目', kind: 'text' },
      { title: '流水号／依据', kind: 'text' },
      { title: '天数', kind: 'count' },
      { title: '金额', kind: 'money' },
    ],
    rows: [...sums, ...items],
    notes: t.notes.map((n) => n.zh),
    signatures: [
      { label: '负责人', name: null },
      { label: '复核', name: null },
      { label: '编制', name: by },
    ],
    landscape: false,
  }
}
