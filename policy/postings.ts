import type { Text } from '#kernel/outcome.ts'
import type { StageKey } from './books.ts'

/** What each business act does to the books. A move not listed here cannot be posted (I6). Basis: domain §1.11–1.13, §2.4. */

interface PostingKind {
  readonly label: Text
  readonly from: StageKey
  readonly to: StageKey
  readonly basis: Text
  /** A treasurer may post it by hand with a basis; the others come only from their own command. */
  readonly byHand: boolean
  /** A treasurer may reverse it; the others go back by a business act of their own, which keeps claim and order in step. */
  readonly reversible: boolean
}

export const postings = {
  announcement: {
    label: { zh: '资金下达', en: 'Announcement' },
    from: 'source',
    to: 'expected',
    basis: { zh: '资金指标文件', en: 'Fund document' },
    byHand: false,
    reversible: true,
  },
  receipt: {
    label: { zh: '资金到账', en: 'Receipt' },
    from: 'expected',
    to: 'available',
    basis: { zh: '银行收款回单', en: 'Bank receipt' },
    byHand: true,
    reversible: true,
  },
  reservation: {
    label: { zh: '安排到项目', en: 'Reservation' },
    from: 'available',
    to: 'reserved',
    basis: { zh: '采纳分配方案的决定', en: 'Decision that adopts the plan' },
    byHand: true,
    reversible: true,
  },
  release: {
    label: { zh: '收回安排', en: 'Release of a reservation' },
    from: 'reserved',
    to: 'available',
    basis: { zh: '调整方案的决定', en: 'Decision that changes the plan' },
    byHand: true,
    reversible: true,
  },
  commitment: {
    label: { zh: '签订合同', en: 'Commitment' },
    from: 'reserved',
    to: 'committed',
    basis: { zh: '合同', en: 'Contract' },
    byHand: false,
    reversible: false,
  },
  'payment-order': {
    label: { zh: '开具支付令', en: 'Payment order' },
    from: 'committed',
    to: 'ordered',
    basis: { zh: '五级审签完毕的报账单', en: 'Claim with five signatures' },
    byHand: false,
    reversible: false,
  },
  payment: {
    label: { zh: '支付成功', en: 'Payment' },
    from: 'ordered',
    to: 'paid',
    basis: { zh: '银行付款回单', en: 'Bank debit advice' },
    byHand: false,
    reversible: false,
  },
  'bank-return': {
    label: { zh: '银行退回', en: 'Return by the bank' },
    from: 'ordered',
    to: 'returned',
    basis: { zh: '银行退回通知', en: 'Bank return advice' },
    byHand: false,
    reversible: false,
  },
  'return-to-contract': {
    label: { zh: '退款回到合同', en: 'Returned money back to the contract' },
    from: 'returned',
    to: 'committed',
    basis: { zh: '银行退回通知', en: 'Bank return advice' },
    byHand: false,
    reversible: false,
  },
} as const satisfies Record<string, PostingKind>

export type PostingKindKey = keyof typeof postings

/** A correction: the moves of an earlier posting turned round, naming it. Never an edit (I4). */
export const reversal = { label: { zh: '红字冲销', en: 'Reversal' } } as const
