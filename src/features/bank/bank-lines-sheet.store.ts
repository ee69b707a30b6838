/** Lines of the bank as a spreadsheet: each with the number of its account, for whoever sorts them outside. */
import type { SheetOut } from '#platform/http/bind.ts'
import type { BankLineRow } from './bank.store.ts'
import { bankLineOut } from './bank-shapes.store.ts'

export const linesSheet = (lines: readonly BankLineRow[]): SheetOut => ({
  name: '银行流水',
  columns: [
    { header: '专户账号', kind: 'text', width: 24 },
    { header: '日期', kind: 'text', width: 12 },
    { header: '收入（元）', kind: 'money', width: 16 },
    { header: '支出（元）', kind: 'money', width: 16 },
    { header: '余额（元）', kind: 'money', width: 16 },
    { header: '对方户名', kind: 'text', width: 30 },
    { header: '对方账号', kind: 'text', width: 24 },
    { header: '摘要', kind: 'text', width: 30 },
    { header: '流水号', kind: 'text', width: 22 },
    { header: '勾对', kind: 'text', width: 24 },
  ],
  rows: lines.map((l) => {
    const { counterpartyAccountMasked, item, matchId } = bankLineOut(l)
    return [
      l.account_no,
      l.booked_on,
      l.amount_fen > 0n ? l.amount_fen : null,
      l.amount_fen < 0n ? -l.amount_fen : null,
      l.balance_fen,
      l.counterparty,
      counterpartyAccountMasked,
      l.summary,
      l.reference,
      matchId ? '已勾对' : item ? [item.label.zh, item.note].filter((t) => t !== '').join('：') : '未勾对',
    ]
  }),
})
