import type { Text } from '#kernel/outcome.ts'

/** Borrowing behind the financing book: kinds, day counts, ways to repay, and what was allowed when. Basis: the report “城投融资专账”; domain §1.6. */

export const instruments = {
  loan: { label: { zh: '银行贷款', en: 'Bank loan' }, catalogue: 'F01', nature: 'loan' },
  bond: { label: { zh: '政府债券', en: 'Government bond' }, catalogue: 'F02', nature: 'bond' },
} as const

export type InstrumentKey = keyof typeof instruments

/** Interest is balance × rate × actual days ÷ days of the year, the first day counted and the last not (算头不算尾). */
export const dayCounts = {
  'actual-360': { label: { zh: '实际天数/360', en: 'Actual/360' }, days: 360 },
  'actual-365': { label: { zh: '实际天数/365', en: 'Actual/365' }, days: 365 },
} as const satisfies Record<string, { readonly label: Text; readonly days: number }>

export type DayCountKey = keyof typeof dayCounts

export const rounding = {
  zh: '利息按计息期一次计算，四舍五入到分',
  en: 'Interest is computed once for each period and rounded to the fen, half away from zero',
} as const satisfies Text

export const repayments = {
  bullet: { label: { zh: '到期一次还本', en: 'All at the end' } },
  equal: { label: { zh: '等额还本', en: 'Equal instalments of principal' } },
  schedule: { label: { zh: '按合同还款计划', en: 'By the schedule of the agreement' } },
} as const satisfies Record<string, { readonly label: Text }>

export type RepaymentKey = keyof typeof repayments

export const loanTerms = {
  /** Parts per million a year; above this an entry is taken for a slip (24 %). */
  mostRatePpm: 240_000,
  mostYears: 30,
  /** Whole months between two payments of interest or principal. */
  everyMonths: [1, 3, 6, 12],
  /** A payment is a to-do so many days before it is due. */
  dueWithinDays: 30,
} as const

/**
 * What the rules of a day say about borrowing through platforms. `allowed`: as agreed; `notice`: allowed with the notice shown;
 * `bonds-only`: new money comes from bonds alone, what is owed is repaid as agreed.
 */
interface FinancingProfile {
  readonly from: string
  readonly drawdowns: 'allowed' | 'notice' | 'bonds-only'
  readonly basis: string
  readonly notice: Text | null
}

export const financingProfiles = [
  { from: '2015-01-01', drawdowns: 'allowed', basis: '国发〔2014〕43号', notice: null },
  {
    from: '2017-04-26',
    drawdowns: 'notice',
    basis: '财预〔2017〕50号、财预〔2017〕87号',
    notice: {
      zh: '2017年4月起（财预〔2017〕50号、87号），融资平台新增举债不得由政府承诺偿还，也不得以财政资金、政府购买服务作为还款来源。新提款前请确认还款来源在财政之外。',
      en: 'Since April 2017 (Caiyu 2017/50 and 87) new borrowing by platforms may not be backed by the government or repaid from fiscal money or purchased services. Make sure that repayment comes from elsewhere before drawing.',
    },
  },
  {
    from: '2021-01-01',
    drawdowns: 'bonds-only',
    basis: '财预〔2017〕50号；财农〔2021〕19号：衔接资金不得用于偿还债务和垫资',
    notice: {
      zh: '2021年起城投融资专账不再新增贷款提款，只接收政府债券资金；已借的按合同由账外资金偿还。',
      en: 'From 2021 the financing book takes no new loans, government bonds only; what was borrowed is repaid from outside as agreed.',
    },
  },
] as const satisfies readonly FinancingProfile[]

/** Where the money for repayment and interest comes from: never from the three books. */
export const servicedFrom = {
  zh: '财政资金不得用于偿还债务：还本付息由借款人以专户以外的资金办理，这里只登记。',
  en: 'Fiscal money never services debt: the borrower pays principal and interest from outside this account; here it is only recorded.',
} as const satisfies Text
