import type { Text } from '#kernel/outcome.ts'

/**
 * Consent of the departments whose money a plan uses or whose projects it pays. Basis: 国办发〔2016〕22号 gives the right to pool and to
 * decide to the county, departments keep their duty for their projects; that the departments are asked, once a round, and that a decision
 * over an objection states its reason, is this district's own rule.
 */
export const planAnswers = {
  agree: { label: { zh: '同意', en: 'Agrees' }, words: false },
  remark: { label: { zh: '同意，有意见', en: 'Agrees with remarks' }, words: true },
  object: { label: { zh: '不同意', en: 'Objects' }, words: true },
} as const satisfies Record<string, { readonly label: Text; readonly words: boolean }>

export type PlanAnswer = keyof typeof planAnswers

export const planConsent = {
  basis: { zh: '国办发〔2016〕22号；区统筹办征求意见规则', en: "国办发〔2016〕22号; the office's rule on consent" },
  /** false: the leading group may decide on a plan that was never sent round; true: only with a recorded reason. */
  alwaysAsk: false,
} as const
