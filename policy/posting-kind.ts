import type { Text } from '#kernel/outcome.ts'
import type { BookKey, StageKey } from './books.ts'
import type { SubjectCode } from './subjects.ts'

/** What a kind of posting is: the moves it may make with their entries, the paper it rests on, who writes it and who may undo it. */

interface Transition {
  readonly from: StageKey
  readonly to: StageKey
  /** [debit, credit] in the cash book; absent where nothing happens at the bank and nothing becomes owed. */
  readonly cash?: readonly [SubjectCode, SubjectCode]
}

export interface PostingKind {
  readonly label: Text
  readonly moves: readonly Transition[]
  /** The paper it rests on, and the rule that asks for it. */
  readonly basis: Text & { readonly legal: string }
  /** `keeper`: an appointed keeper of the book writes it. `act`: it follows from a business act and is written for the keeper of the day. */
  readonly postedBy: 'keeper' | 'act'
  /** A keeper may post it by hand with a basis; the others come only from their own command. */
  readonly byHand: boolean
  /** A keeper may reverse it; the others go back by a business act of their own, which keeps claim and order in step. */
  readonly reversible: boolean
  /** Only in these books; in all when absent. */
  readonly books?: readonly BookKey[]
  /** Takes money of one book into another, downhill (I14). */
  readonly crossesBooks?: true
}
