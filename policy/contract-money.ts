import type { Text } from '#kernel/outcome.ts'
import type { CategoryKey } from './categories.ts'
import type { PaymentKindKey } from './papers.ts'
import type { PostingKindKey } from './postings.ts'

/**
 * How the money of a contract is paid: what may be advanced, what of the certified value may be paid before the settlement, what is
 * retained and for how long. Rates are hundredths of a percent: 3000 is 30 %. Basis: domain §1.11.
 */
export interface PaymentRules {
  /** First day on which they hold. */
  readonly since: string
  readonly basis: Text
  /** Of the contract. */
  readonly advanceMost: number
  /** Of the certified value, what was advanced counted in: before and after acceptance; all of it after the settlement. */
  readonly progressMost: number
  readonly acceptedMost: number
  /** Of the certified value, and in the end of the settlement. */
  readonly retentionMost: number
  /** The defect period that a contract usually names, and the longest that is allowed, in months. */
  readonly retentionMonths: number
  readonly retentionMonthsMost: number
}

export const paymentRules = [
  {
    since: '2000-01-01',
    basis: { zh: '财建〔2004〕369号', en: 'Ministry of Finance (2004) 369' },
    advanceMost: 3000,
    progressMost: 8000,
    acceptedMost: 8500,
    retentionMost: 500,
    retentionMonths: 12,
    retentionMonthsMost: 24,
  },
  {
    since: '2017-07-01',
    basis: { zh: '财建〔2004〕369号、建质〔2017〕138号', en: 'Ministry of Finance (2004) 369, Ministry of Housing (2017) 138' },
    advanceMost: 3000,
    progressMost: 8000,
    acceptedMost: 8500,
    retentionMost: 300,
    retentionMonths: 12,
    retentionMonthsMost: 24,
  },
] as const satisfies readonly PaymentRules[]

/**
 * Advance and retention belong to works. Money for households and money for rewards goes out as it falls due, by instalments where it must:
 * neither its papers (domain §1.11) nor its entries (§2.4) know an advance or a retention, and the two rules above are of works alone.
 */
export const paidInFull = {
  advanceMost: 0,
  retentionMost: 0,
  basis: {
    zh: '到户和奖补资金不预付、不留质保金，财建〔2004〕369号和质保金规定只管建设工程',
    en: 'money for households and rewards has no advance and no retention; those rules are of works',
  },
} as const satisfies Partial<PaymentRules>

/** The paper that says the work is accepted: with it a progress claim may reach the higher rate. */
export const acceptancePaper = 'V15'

/** The kinds of claim that state a certified value, recover the advance and withhold retention. */
export const certifiedKinds = ['progress', 'final'] as const satisfies readonly PaymentKindKey[]

/** Where the money of a claim waits on the contract before it is ordered. */
export const drawnFrom = {
  advance: 'committed',
  progress: 'committed',
  final: 'committed',
  retention: 'retained',
} as const satisfies Record<PaymentKindKey, 'committed' | 'retained'>

/** What is posted when the bank has paid a claim of this kind. */
export const paidAs = {
  advance: 'advance',
  progress: 'payment',
  final: 'payment',
  retention: 'retention-payment',
} as const satisfies Record<PaymentKindKey, PostingKindKey>

/** Money for households and money for rewards and interest subsidies is posted as such, not as the cost of works. */
export const paidAsInCategory = {
  relief: 'household-batch',
  housing: 'household-batch',
  credit: 'reward',
} as const satisfies Partial<Record<CategoryKey, PostingKindKey>>

/** What is posted when the bank gives back what it had paid: the counterpart of each kind of payment. */
export const givenBackAs = {
  advance: 'late-return',
  payment: 'late-return',
  'retention-payment': 'late-return',
  'household-batch': 'household-late-return',
  reward: 'reward-late-return',
} as const satisfies Partial<Record<PostingKindKey, PostingKindKey>>
