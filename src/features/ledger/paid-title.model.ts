/** The title that money was paid under, and which kind an act on it is by that title: what policy says, read. Pure. */
import { ok, type Outcome } from '#kernel/outcome.ts'
import { paidUnder, type PostingKindKey, postings, takenBackAs } from '#policy/postings.ts'
import { subjects } from '#policy/subjects.ts'
import { refuse } from './ledger-refusals.model.ts'

/** An act that takes paid money back, named by its kind for works. */
export type TakingBack = keyof typeof takenBackAs
type Title = '501' | (typeof paidUnder)[keyof typeof paidUnder]

const acts = new Map<string, TakingBack>(
  (Object.keys(takenBackAs) as TakingBack[]).flatMap((act) => Object.values(takenBackAs[act]).map((kind) => [kind, act] as const)),
)

export const takesBack = (kind: string): boolean => acts.has(kind)

const titleOf = (paidAs: PostingKindKey): Title => (paidUnder as Partial<Record<string, Title>>)[paidAs] ?? '501'

/** Undefined where the act is not for money paid in this way. */
export const kindFor = (act: TakingBack, paidAs: PostingKindKey): PostingKindKey | undefined =>
  (takenBackAs[act] as Partial<Record<Title, PostingKindKey>>)[titleOf(paidAs)]

/** The title that a kind lowers is the one the payment stands under. */
export function checkPaidAs(kind: PostingKindKey, paidAs: PostingKindKey): Outcome<null> {
  const act = acts.get(kind)
  const right = act && kindFor(act, paidAs)
  if (!act || right === kind) return ok(null)
  const [label, paid, title] = [postings[kind].label, postings[paidAs].label, titleOf(paidAs)]
  const under = { title: `${title} ${subjects[title].label.zh}`, titleEn: `${title} ${subjects[title].label.en}` }
  const facts = { kind: label.zh, kindEn: label.en, paid: paid.zh, paidEn: paid.en, ...under }
  if (!right) return refuse('not_of_payment', facts)
  return refuse('title_differs', { ...facts, right: postings[right].label.zh, rightEn: postings[right].label.en, name: right })
}
