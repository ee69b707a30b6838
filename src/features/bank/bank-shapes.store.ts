/** Rows of the bank as they look on the wire. */
import { maskAccount } from '#kernel/check-digits.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BankItemKey, bankItemKinds } from '#policy/bank-matching.ts'
import { books } from '#policy/books.ts'
import type { AccountRow, BankLineRow } from './bank.store.ts'
import { bookLineLabel, type BookLineRow } from './book-lines.store.ts'
import type { MatchRule } from './matching-evidence.model.ts'
import type { ReconciliationState } from './reconciliation.model.ts'

export const accountOut = (a: AccountRow) => ({
  id: a.account_id,
  bankName: a.bank_name,
  accountNo: a.account_no,
  accountName: a.account_name,
  purpose: a.purpose,
  openedOn: a.opened_on,
  closedOn: a.closed_on,
  replaces: a.replaces,
})

export const tailOf = (accountNo: string): string => accountNo.slice(-4)

export const bankLineOut = (l: BankLineRow) => {
  const kind = l.item_kind === null ? null : bankItemKinds[l.item_kind as BankItemKey]
  return {
    id: l.line_id,
    statementId: l.statement_id,
    accountTail: tailOf(l.account_no),
    ofSeveral: l.of_several,
    on: l.booked_on,
    amountFen: l.amount_fen,
    balanceFen: l.balance_fen,
    counterparty: l.counterparty,
    counterpartyAccountMasked: l.counterparty_account === '' ? '' : maskAccount(l.counterparty_account),
    reference: l.reference,
    summary: l.summary,
    parts: l.details.length,
    matchId: l.match_id,
    item: kind ? { kind: l.item_kind!, label: kind.label, note: l.item_note ?? '', hint: kind.hint } : null,
  }
}

export const bookLineOut = (l: BookLineRow) => ({
  id: l.posting_id,
  on: l.business_date,
  amountFen: l.amount_fen,
  book: l.book,
  bookLabel: books[l.book].label,
  label: bookLineLabel(l),
  voucherNo: l.voucher_no,
  basis: l.basis,
  parties: [...(l.payees.length > 0 ? l.payees : l.departments)],
  funds: [...l.funds],
  documents: [...l.documents],
  orderNos: [...l.order_nos],
  matchId: l.match_id,
})

export const ruleLabels: Readonly<Record<MatchRule | 'hand', Text>> = {
  reversal: { zh: '红字冲销抵销', en: 'reversal' },
  reference: { zh: '流水号', en: 'reference' },
  name: { zh: '金额、日期、户名', en: 'amount, day, name' },
  amount: { zh: '金额、日期', en: 'amount, day' },
  details: { zh: '批量明细', en: 'parts of a batch' },
  batch: { zh: '多笔合计', en: 'several together' },
  returned: { zh: '付出又退回', en: 'paid and returned' },
  moved: { zh: '换户划转', en: 'moved to the successor' },
  hand: { zh: '人工', en: 'by hand' },
}

export const ruleLabelOf = (rule: string): Text => ruleLabels[rule as MatchRule] ?? { zh: rule, en: rule }

export const stateLabels: Readonly<Record<ReconciliationState, Text>> = {
  balanced: { zh: '已平', en: 'balanced' },
  unbalanced: { zh: '不平', en: 'not balanced' },
  incomplete: { zh: '对账单不全', en: 'statements missing' },
  'no-statement': { zh: '没有对账单', en: 'no statement' },
}
