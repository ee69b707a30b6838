/** One project as the server shows it. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { showProject } from '../projects.contract.ts'

export type Project = AnswerOf<typeof showProject>
export type LotChoice = Project['lots'][number]
