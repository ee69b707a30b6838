/** Words and tones that the pages of the bank share. */
import type { Crumb } from '#ui/PageHead.tsx'
import type { Tone } from '#ui/StateTag.tsx'

export const bankCrumb: Crumb = { label: { zh: '银行对账', en: 'Bank' }, to: '/bank' }

export const stateTones: Readonly<Record<string, Tone>> = {
  balanced: 'good',
  unbalanced: 'bad',
  incomplete: 'waiting',
  'no-statement': 'neutral',
}

export const confidenceWords = {
  certain: { label: { zh: '有把握', en: 'certain' }, tone: 'good' },
  likely: { label: { zh: '需人工核对', en: 'needs a person' }, tone: 'waiting' },
  hand: { label: { zh: '人工', en: 'by hand' }, tone: 'moving' },
} as const
