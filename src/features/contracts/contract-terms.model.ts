/** What a contract says about advance, progress and retention, held against the rules of the day it was signed. Pure. */
import { type CivilDate, daysInMonth, monthOf, yearOf } from '#kernel/civil-date.ts'
import type { Finding } from '#kernel/outcome.ts'
import { paidAsInCategory, paidInFull, type PaymentRules, paymentRules } from '#policy/contract-money.ts'

/** Rates in hundredths of a percent. */
export interface Terms {
  readonly advanceRate: number
  readonly progressRate: number
  readonly acceptedRate: number
  readonly retentionRate: number
  readonly retentionMonths: number
}

/** Only works have an advance and a retention. */
export const isWorks = (category: string): boolean => !(category in paidAsInCategory)

/** The rules in force on a day for money of a category: the latest that had begun. */
export function rulesOn(date: string, category: string): PaymentRules {
  const rules = paymentRules.findLast((r) => r.since <= date) ?? paymentRules[0]
  return isWorks(category) ? rules : { ...rules, ...paidInFull }
}

/** 3000 → 30%, 350 → 3.5% */
export const rateText = (rate: number): string => `${Math.floor(rate / 100)}${rate % 100 ? `.${String(rate % 100).padStart(2, '0')}` : ''}%`

const MOST = [
  ['advanceRate', 'advanceMost', { zh: '预付款比例', en: 'advance' }],
  ['progressRate', 'progressMost', { zh: '进度款比例', en: 'progress payment' }],
  ['acceptedRate', 'acceptedMost', { zh: '验收后付款比例', en: 'payment after acceptance' }],
  ['retentionRate', 'retentionMost', { zh: '质保金比例', en: 'retention' }],
] as const

/** Every term that the rules of the day of signature do not allow for such money, with the figure and what is allowed. */
export function checkTerms(terms: Terms, signedOn: CivilDate, category: string): Finding[] {
  const rules = rulesOn(signedOn, category)
  const found: Finding[] = []
  const say = (field: string, value: string, zh: string, en: string) => found.push({ field: `terms.${field}`, value, message: { zh, en } })
  for (const [field, most, label] of MOST)
    if (terms[field] > rules[most])
      say(
        field,
        rateText(terms[field]),
        `${label.zh} ${rateText(terms[field])} 超过 ${rateText(rules[most])}（${rules.basis.zh}），请改小`,
        `The ${label.en} of ${rateText(terms[field])} is above ${rateText(rules[most])} (${rules.basis.en}); lower it`,
      )
  if (terms.acceptedRate < terms.progressRate)
    say(
      'acceptedRate',
      rateText(terms.acceptedRate),
      `验收后付款比例不能低于进度款比例 ${rateText(terms.progressRate)}`,
      `What is paid after acceptance is not below the progress rate of ${rateText(terms.progressRate)}`,
    )
  if (terms.retentionMonths > rules.retentionMonthsMost)
    say(
      'retentionMonths',
      String(terms.retentionMonths),
      `缺陷责任期 ${terms.retentionMonths} 个月超过 ${rules.retentionMonthsMost} 个月，请改小`,
      `A defect period of ${terms.retentionMonths} months is above ${rules.retentionMonthsMost}; lower it`,
    )
  return found
}

/** The same day so many months later; the last of the month where there is no such day. */
export function monthsLater(date: CivilDate, months: number): CivilDate {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  const day = Math.min(Number(date.slice(8)), daysInMonth(year, month))
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as CivilDate
}
