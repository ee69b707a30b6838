/** The shape of the explanations as the pages read it. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { planInsight } from '../insight.contract.ts'

export type Insight = AnswerOf<typeof planInsight>
