import type { Text } from '#kernel/outcome.ts'

/** One account, three books (一个专户、三个专账), and the stages money passes in each. Basis: the report; design §2. */

interface Book {
  readonly label: Text
  /** The letter of the allocation format: A is spent first, C last. */
  readonly letter: 'A' | 'B' | 'C'
  readonly purpose: Text
  readonly needs: 'poverty' | 'poverty-or-agriculture'
}

export const books = {
  poverty: {
    label: { zh: '扶贫专账', en: 'Poverty book' },
    letter: 'A',
    purpose: { zh: '按要求用途全部用于扶贫项目', en: 'All of it for poverty projects, for the required use' },
    needs: 'poverty',
  },
  coordination: {
    label: { zh: '统筹专账', en: 'Coordination book' },
    letter: 'B',
    purpose: { zh: '弥补扶贫资金不足或用于涉农项目', en: 'Covers shortfalls of the poverty book, or agricultural projects' },
    needs: 'poverty-or-agriculture',
  },
  financing: {
    label: { zh: '城投融资专账', en: 'Financing book' },
    letter: 'C',
    purpose: { zh: '弥补扶贫专账和统筹资金不足', en: 'Covers shortfalls of both others; debt is used last' },
    needs: 'poverty-or-agriculture',
  },
} as const satisfies Record<string, Book>

export type BookKey = keyof typeof books

/** Which books may help which: money goes downhill only (I14). A book helps the ones listed. */
export const helps = {
  financing: ['coordination', 'poverty'],
  coordination: ['poverty'],
  poverty: [],
} as const satisfies Record<BookKey, readonly BookKey[]>

/**
 * Sides never mix, and each sums to zero in every lot: where the money is; what its cost was found to be by audit; what is
 * owed to lenders; what was carried into the next year; what the year's closing brought to surplus.
 */
export type Side = 'money' | 'cost' | 'debt' | 'carry' | 'closing'

/** The four amounts that auditors compare and nobody may mix (domain §0.2): 指标 · 安排 · 支付 · 审定. */
export type AmountKey = 'announced' | 'allocated' | 'paid' | 'recognised'

interface Stage {
  readonly label: Text
  readonly side: Side
  /** Money in this stage lies in the special account at the bank (I9). */
  readonly inBank: boolean
  /** The other end of a side: below zero by what came out of it. */
  readonly open?: true
  /** What the account of this stage is kept by, besides the lot. */
  readonly keyedBy: readonly ('project' | 'contract' | 'claim' | 'payee')[]
  readonly counts: readonly AmountKey[]
}

export const stages = {
  source: { label: { zh: '资金来源', en: 'Source' }, side: 'money', inBank: false, open: true, keyedBy: [], counts: ['announced'] },
  expected: { label: { zh: '已下达未到账', en: 'Announced, not received' }, side: 'money', inBank: false, keyedBy: [], counts: [] },
  promised: {
    label: { zh: '待到账预留', en: 'Promised before receipt' },
    side: 'money',
    inBank: false,
    keyedBy: ['project'],
    counts: ['allocated'],
  },
  available: { label: { zh: '可安排', en: 'Available' }, side: 'money', inBank: true, keyedBy: [], counts: [] },
  reserved: {
    label: { zh: '已安排', en: 'Reserved for a project' },
    side: 'money',
    inBank: true,
    keyedBy: ['project'],
    counts: ['allocated'],
  },
  committed: {
    label: { zh: '已签约', en: 'Committed to a contract' },
    side: 'money',
    inBank: true,
    keyedBy: ['project', 'contract'],
    counts: ['allocated'],
  },
  ordered: {
    label: { zh: '已开支付令', en: 'Payment ordered' },
    side: 'money',
    inBank: true,
    keyedBy: ['project', 'contract', 'claim', 'payee'],
    counts: ['allocated'],
  },
  returned: {
    label: { zh: '银行退回', en: 'Returned by the bank' },
    side: 'money',
    inBank: true,
    keyedBy: ['project', 'contract', 'claim', 'payee'],
    counts: ['allocated'],
  },
  retained: {
    label: { zh: '质保金', en: 'Retained' },
    side: 'money',
    inBank: true,
    keyedBy: ['project', 'contract'],
    counts: ['allocated'],
  },
  advanced: {
    label: { zh: '预付款', en: 'Advanced' },
    side: 'money',
    inBank: false,
    keyedBy: ['project', 'contract', 'claim', 'payee'],
    counts: ['allocated', 'paid'],
  },
  paid: {
    label: { zh: '已支付', en: 'Paid' },
    side: 'money',
    inBank: false,
    keyedBy: ['project', 'contract', 'claim', 'payee'],
    counts: ['allocated', 'paid'],
  },
  recoverable: {
    label: { zh: '应收回', en: 'To be recovered' },
    side: 'money',
    inBank: false,
    keyedBy: ['project', 'contract', 'payee'],
    counts: ['allocated', 'paid'],
  },
  placed: {
    label: { zh: '风险补偿金', en: 'In a risk fund' },
    side: 'money',
    inBank: false,
    keyedBy: ['project', 'payee'],
    counts: ['allocated', 'paid'],
  },
  compensated: {
    label: { zh: '已代偿待追回', en: 'Compensated, to be recovered' },
    side: 'money',
    inBank: false,
    keyedBy: ['project', 'payee'],
    counts: ['allocated', 'paid'],
  },
  treasury: { label: { zh: '已上缴', en: 'Returned to the treasury' }, side: 'money', inBank: false, keyedBy: [], counts: [] },
  unrecognised: { label: { zh: '待审定', en: 'Not yet audited' }, side: 'cost', inBank: false, open: true, keyedBy: [], counts: [] },
  recognised: {
    label: { zh: '审定', en: 'Cost recognised after audit' },
    side: 'cost',
    inBank: false,
    keyedBy: ['project', 'contract'],
    counts: ['recognised'],
  },
  lender: { label: { zh: '出借方', en: 'Lender' }, side: 'debt', inBank: false, open: true, keyedBy: [], counts: [] },
  owed: { label: { zh: '融资本金未还', en: 'Principal owed' }, side: 'debt', inBank: false, keyedBy: [], counts: [] },
  repaid: { label: { zh: '融资本金已还', en: 'Principal repaid' }, side: 'debt', inBank: false, keyedBy: [], counts: [] },
  uncarried: { label: { zh: '未结转', en: 'Not carried over' }, side: 'carry', inBank: false, open: true, keyedBy: [], counts: [] },
  carried: { label: { zh: '结转下年', en: 'Carried over' }, side: 'carry', inBank: false, keyedBy: [], counts: [] },
  result: { label: { zh: '本年收支', en: 'Result of the year' }, side: 'closing', inBank: false, open: true, keyedBy: [], counts: [] },
  surplus: { label: { zh: '累计结余', en: 'Accumulated surplus' }, side: 'closing', inBank: false, open: true, keyedBy: [], counts: [] },
} as const satisfies Record<string, Stage>

export type StageKey = keyof typeof stages
