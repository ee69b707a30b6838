/** A contract as the server sends it to the page, and the words for rates. */
import type { AnswerOf } from '#ui/answer-of.ts'
import { paidAsInCategory, paidInFull, type PaymentRules, paymentRules } from '#policy/contract-money.ts'
import type { showContract } from '../contracts.contract.ts'

export type Contract = AnswerOf<typeof showContract>
export type Terms = NonNullable<Contract['terms']>

/** 3000 → 30%, 350 → 3.5% */
export const rateText = (rate: number): string => `${(rate / 100).toFixed(2).replace(/\.?0+$/, '')}%`

/** The rules in force on a day for money of a category; policy decides, the server checks again. */
export function rulesOf(date: string, category: string): PaymentRules {
  const rules = paymentRules.findLast((r) => r.since <= date) ?? paymentRules[0]
  return category in paidAsInCategory ? { ...rules, ...paidInFull } : rules
}

/** What a contract usually agrees on that day. */
export function usualTerms(date: string, category: string): Terms {
  const rules = rulesOf(date, category)
  return {
    advanceRate: rules.advanceMost,
    progressRate: rules.progressMost,
    acceptedRate: rules.acceptedMost,
    retentionRate: rules.retentionMost,
    retentionMonths: rules.retentionMonths,
  }
}
