import type { Text } from '#kernel/outcome.ts'

/**
 * How the lines of a bank statement are matched with the books, and what a line may be that the books do not have yet.
 * Basis: 《会计基础工作规范》第六十二条, the bank journal is compared with the statements of the bank; domain §2.4, control C-60.
 */
export const bankMatching = {
  /** The same money may stand this many days apart when amount and name tell that it is the same. */
  windowDays: 7,
  /** When the bank's own reference agrees, the days count less. */
  referenceDays: 45,
  /** A reference shorter than this is looked for as a whole, never inside a longer text. */
  referenceInTextFrom: 6,
  /** One line against several: only close in time, only few, and only when a single combination fits. */
  batch: { windowDays: 3, mostLines: 10, mostCandidates: 18, mostSteps: 20_000 },
  /** A debit and the credit that brings it back. */
  returnDays: 30,
  /** Words of a bank for money that came back. */
  returnWords: ['退汇', '退回', '退票', '冲正', '付款失败', 'RETURN', 'REVERSAL'],
  /** How far the nearest candidate may be and is still worth naming. */
  nearest: { days: 60, percent: 20 },
  /** After so many days a line without its match is a to-do. */
  staleDays: 5,
  /** A statement longer than this is imported in parts. */
  mostStatementLines: 20_000,
} as const

interface BankItemKind {
  readonly label: Text
  /** Which way the money went at the bank. */
  readonly side: 'in' | 'out' | 'both'
  readonly hint: Text
}

/** What an unmatched line of the bank is (未达账项), and what follows from it. */
export const bankItemKinds = {
  interest: {
    label: { zh: '专户利息', en: 'Account interest' },
    side: 'in',
    hint: { zh: '按银行结息单登记专户利息，入账后与本行勾对', en: 'Post the interest by the advice of the bank, then match it' },
  },
  'bank-charge': {
    label: { zh: '银行手续费', en: 'Bank charge' },
    side: 'out',
    hint: { zh: '专户资金不得列支手续费，请银行退回或由单位经费承担', en: 'The account does not bear charges; ask the bank to return it' },
  },
  'receipt-not-booked': {
    label: { zh: '银行已收、账未收', en: 'Received, not booked' },
    side: 'in',
    hint: { zh: '在“登记到账”中按银行回单登记', en: 'Record the receipt by the bank advice' },
  },
  'payment-not-booked': {
    label: { zh: '银行已付、账未付', en: 'Paid, not booked' },
    side: 'out',
    hint: { zh: '在支付令上登记银行回单', en: 'Record the bank result on the payment order' },
  },
  'returned-payment': {
    label: { zh: '退汇待处理', en: 'Returned payment' },
    side: 'in',
    hint: { zh: '在支付令上登记退回，退款回到合同', en: 'Record the return on the payment order' },
  },
  'bank-error': {
    label: { zh: '银行记错，已联系更正', en: 'Mistake of the bank' },
    side: 'both',
    hint: { zh: '保留与银行联系的记录，更正后与更正行勾对', en: 'Keep the correspondence; match it with the correction' },
  },
} as const satisfies Record<string, BankItemKind>

export type BankItemKey = keyof typeof bankItemKinds
