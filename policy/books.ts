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

interface Stage {
  readonly label: Text
  /** Money in this stage lies in the special account at the bank (I9). */
  readonly inBank: boolean
  /** What the account of this stage is kept by, besides the lot. */
  readonly keyedBy: readonly ('project' | 'contract' | 'claim' | 'payee')[]
}

export const stages = {
  source: { label: { zh: '资金来源', en: 'Source' }, inBank: false, keyedBy: [] },
  expected: { label: { zh: '已下达未到账', en: 'Announced, not received' }, inBank: false, keyedBy: [] },
  available: { label: { zh: '可安排', en: 'Available' }, inBank: true, keyedBy: [] },
  reserved: { label: { zh: '已安排', en: 'Reserved for a project' }, inBank: true, keyedBy: ['project'] },
  committed: { label: { zh: '已签约', en: 'Committed to a contract' }, inBank: true, keyedBy: ['project', 'contract'] },
  ordered: { label: { zh: '已开支付令', en: 'Payment ordered' }, inBank: true, keyedBy: ['project', 'contract', 'claim', 'payee'] },
  returned: { label: { zh: '银行退回', en: 'Returned by the bank' }, inBank: true, keyedBy: ['project', 'contract', 'claim', 'payee'] },
  paid: { label: { zh: '已支付', en: 'Paid' }, inBank: false, keyedBy: ['project', 'contract', 'claim', 'payee'] },
} as const satisfies Record<string, Stage>

export type StageKey = keyof typeof stages
