import type { Text } from '#kernel/outcome.ts'
import type { PostingKindKey } from './postings.ts'

/**
 * The clock of unspent money (结转结余): warned about, then decided on. Basis: 国办发〔2014〕70号 (what two budget years in a row have
 * not used is taken back and arranged anew); control C-06. Rules hold from their date; the last one that has begun is the one.
 */
interface CarryOverRule {
  readonly from: string
  /** Whole months since the lot's document was received (else issued, else registered). */
  readonly warnMonths: number
  /** From here on nothing new is given from the lot until somebody has decided what becomes of it. */
  readonly decideMonths: number
  /** A decision to carry over or to arrange anew holds so long, then the next is due. */
  readonly holdsMonths: number
  readonly basis: string
}

export const carryOverRules = [
  {
    from: '2014-12-30',
    warnMonths: 12,
    decideMonths: 24,
    holdsMonths: 12,
    basis: '国办发〔2014〕70号：连续两年未用完的结转资金由同级政府收回统筹使用',
  },
] as const satisfies readonly CarryOverRule[]

/** What stops while a decision is due: giving money to projects. Paying what is given already goes on. */
export const stoppedUndecided = ['reservation', 'promise', 'supplement'] as const satisfies readonly PostingKindKey[]

interface CarryAction {
  readonly label: Text
  /** Answers the question that the clock asks; the yearly carry-over alone does not. */
  readonly answers: boolean
}

export const carryActions = {
  'carry-over': { label: { zh: '结转继续使用', en: 'Carry over' }, answers: true },
  reallocate: { label: { zh: '限期重新安排', en: 'Arrange anew' }, answers: true },
  return: { label: { zh: '上缴国库', en: 'Return to the treasury' }, answers: true },
  'year-end': { label: { zh: '年终结转', en: 'Year-end carry-over' }, answers: false },
} as const satisfies Record<string, CarryAction>

export type CarryActionKey = keyof typeof carryActions

/** How far ahead a project is planned. Basis: the report, planned once and carried out in yearly phases (一次规划、分年实施). */
export const phaseTerms = { mostYears: 5 } as const
