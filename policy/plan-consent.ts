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

/** How far the answers bind: `optional` leaves the decision open to a recorded reason, `all` waits for every department that was asked. */
export interface ConsentRule {
  readonly from: string
  /** Division codes of the districts it holds for. */
  readonly districts: 'everywhere' | readonly string[]
  readonly answers: 'optional' | 'all'
  readonly basis: Text
}

/**
 * Rules hold from their date on, in the order of their dates; of those that have begun where the district lies the last one is the one. A
 * district that requires consent adds a line with its code, the day its rule takes effect and the document.
 */
export const consentRules: readonly ConsentRule[] = [
  {
    from: '2016-04-22',
    districts: 'everywhere',
    answers: 'optional',
    basis: { zh: '国办发〔2016〕22号；区统筹办征求意见规则', en: "国办发〔2016〕22号; the office's rule on consent" },
  },
]
