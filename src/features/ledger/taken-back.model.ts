/**
 * Money that was paid and is refunded, cut by an audit, recovered or placed in a risk fund: the reduction stands under the very title of
 * the payment, so which kind of posting it is follows from how each account was paid into. Pure.
 */
import { type PostingKindKey, takenBackAs } from '#policy/postings.ts'
import { accountText, byBook, type HowPaid, type Move, type PostingDraft } from './ledger.model.ts'
import { kindFor, takesBack, type TakingBack } from './paid-title.model.ts'

const fromPaid = (m: Move): boolean => m.from.stage === 'paid'

/** Whether what it may post depends on how its accounts were paid into. */
export const asksHowPaid = (draft: PostingDraft): boolean => takesBack(draft.kind) && draft.moves.some(fromPaid)

/** One draft for each kind and book; what was not paid stays with the kind it came with. */
export function byTitle(draft: PostingDraft & { readonly kind: TakingBack }, howPaid: HowPaid): PostingDraft[] {
  const kinds = new Map<PostingKindKey, Move[]>()
  for (const move of draft.moves) {
    const paidAs = fromPaid(move) ? howPaid.get(accountText(move.from)) : undefined
    const kind = (paidAs && kindFor(draft.kind, paidAs)) ?? draft.kind
    kinds.set(kind, [...(kinds.get(kind) ?? []), move])
  }
  return Object.values(takenBackAs[draft.kind]).flatMap((kind) => {
    const moves = kinds.get(kind)
    return moves ? byBook({ ...draft, kind, moves }) : []
  })
}
