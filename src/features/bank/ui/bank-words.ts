/** Words and tones that the pages of the bank share. */
import type { Text } from '#kernel/outcome.ts'
import type { Crumb } from '#ui/PageHead.tsx'
import type { Tone } from '#ui/StateTag.tsx'

export const bankCrumb: Crumb = { label: { zh: '银行对账', en: 'Bank' }, to: '/bank' }

const stateTones: Readonly<Record<string, Tone>> = {
  balanced: 'good',
  unbalanced: 'bad',
  incomplete: 'waiting',
  'no-statement': 'neutral',
}

/** The sums of a month may agree while lines still wait to be explained; then it does not look finished. */
export function monthState(month: { readonly state: string; readonly stateLabel: Text; readonly unexplained: number }): {
  readonly label: Text
  readonly tone: Tone
} {
  const { state, stateLabel, unexplained } = month
  if (state !== 'balanced' || unexplained === 0) return { label: stateLabel, tone: stateTones[state] ?? 'neutral' }
  return {
    label: { zh: `${stateLabel.zh}，待说明 ${unexplained} 笔`, en: `${stateLabel.en}, ${unexplained} to be explained` },
    tone: 'waiting',
  }
}

export const confidenceWords = {
  certain: { label: { zh: '有把握', en: 'certain' }, tone: 'good' },
  likely: { label: { zh: '需人工核对', en: 'needs a person' }, tone: 'waiting' },
  hand: { label: { zh: '人工', en: 'by hand' }, tone: 'moving' },
} as const
