/** Words of agreements: rates, terms and the state of a due line. */
import type { Text } from '#kernel/outcome.ts'
import { type DayCountKey, dayCounts, type RepaymentKey, repayments } from '#policy/financing.ts'
import type { Tone } from '#ui/StateTag.tsx'

/** 47500 → 4.75% */
export const rateText = (ppm: number): string => `${ppm / 10_000}%`

/** `4.75` → 47500; null for what is no rate of at most four decimals. */
export function ratePpm(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text.normalize('NFKC').trim().replace(/%$/, ''))
  return match ? Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')) : null
}

export const lineStates: Readonly<Record<string, { readonly label: Text; readonly tone: Tone }>> = {
  paid: { label: { zh: '已还', en: 'paid' }, tone: 'good' },
  overdue: { label: { zh: '逾期', en: 'overdue' }, tone: 'bad' },
  due: { label: { zh: '即将到期', en: 'due soon' }, tone: 'waiting' },
  later: { label: { zh: '未到期', en: 'later' }, tone: 'neutral' },
}

interface Terms {
  readonly repayment: string
  readonly principalMonths: number | null
  readonly interestMonths: number
  readonly dayCount: string
}

const every = (months: number): Text =>
  months === 12
    ? { zh: '每年', en: 'yearly' }
    : months === 6
      ? { zh: '每半年', en: 'half-yearly' }
      : months === 3
        ? { zh: '每季', en: 'quarterly' }
        : { zh: '每月', en: 'monthly' }

export function repaymentText({ repayment, principalMonths }: Terms): Text {
  const { label } = repayments[repayment as RepaymentKey]
  if (principalMonths === null) return label
  const often = every(principalMonths)
  return { zh: `${often.zh}${label.zh}`, en: `${label.en}, ${often.en}` }
}

export function interestText({ interestMonths, dayCount }: Terms): Text {
  const [often, { label }] = [every(interestMonths), dayCounts[dayCount as DayCountKey]]
  return { zh: `${often.zh}付息，${label.zh}`, en: `${often.en}, ${label.en}` }
}

export const everyLabel = every
