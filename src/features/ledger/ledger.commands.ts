/** A treasurer's posting by hand, with its basis: receipt, reservation, release, or the reversal of an earlier posting. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { atStage, byBook, type LotFacts, type Move, nameAccount, type PostingDraft, refuse, reversed } from './ledger.model.ts'
import { loadLotFacts, loadMoves, lockBooks, post, type Posted } from './ledger.store.ts'

export interface PostingInput {
  readonly key: string
  readonly kind: string
  readonly businessDate: CivilDate
  readonly basis: string
  readonly reason?: string | undefined
  readonly reverses?: string | undefined
  readonly moves?: readonly { readonly lotId: string; readonly projectId?: string | undefined; readonly amountFen: Fen }[] | undefined
}

/** Postings that a person writes, as drafts; `lots` gives each lot its book. */
export function draftByHand(
  input: PostingInput,
  lots: ReadonlyMap<string, LotFacts>,
  original: { readonly kind: string; readonly moves: readonly Move[] } | null,
): Outcome<PostingDraft> {
  const base = { businessDate: input.businessDate, basis: input.basis, reason: input.reason }
  if (original) {
    const reversible = original.kind === 'reversal' || postings[original.kind as PostingKindKey].reversible
    if (!reversible) return refuse('not_reversible', { kind: postings[original.kind as PostingKindKey].label.zh })
    return ok({ ...base, kind: 'reversal', reverses: input.reverses, moves: reversed(original.moves) })
  }
  const kind = postings[input.kind as PostingKindKey]
  if (!kind?.byHand) return refuse('kind_not_by_hand', { kind: kind?.label.zh ?? input.kind })
  const moves: Move[] = []
  for (const m of input.moves ?? []) {
    const lot = lots.get(m.lotId)
    if (!lot) return refuse('unknown_lot', { lot: m.lotId })
    const base = nameAccount(m.lotId, lot.book, kind.from, { projectId: m.projectId ?? '' })
    if ((kind.from === 'reserved' || kind.to === 'reserved') && !m.projectId) return refuse('unknown_project', { project: '' })
    moves.push({ from: atStage(base, kind.from), to: atStage(base, kind.to), amountFen: m.amountFen })
  }
  return ok({ ...base, kind: input.kind as PostingKindKey, moves })
}

export const postByHand = defineCommand({
  name: 'ledger.post',
  permission: 'ledger.post',
  load: async (context, input: PostingInput) => {
    await lockBooks(context)
    const original = input.reverses ? await loadMoves(context.tx, context.district, input.reverses) : null
    return {
      original,
      lots: await loadLotFacts(
        context.tx,
        context.district,
        (input.moves ?? []).map((m) => m.lotId),
      ),
    }
  },
  decide: ({ original, lots }, input): Outcome<PostingDraft[]> => {
    const draft = draftByHand(input, lots, original)
    if (!draft.ok) return draft
    return draft.value.moves.length === 0 ? refuse('nothing_to_post') : ok(original ? [draft.value] : byBook(draft.value))
  },
  /** The first posting and the sum of all: by hand over several books there is one for each book. */
  save: async (context, drafts): Promise<Posted & { readonly ids: readonly string[] }> => {
    const posted = await post(context, drafts)
    return { ...posted[0]!, amountFen: sum(posted.map((p) => p.amountFen)), ids: posted.map((p) => p.id) }
  },
  sentence: (posted, _, input) => {
    const label = input.reverses ? reversal.label : postings[input.kind as PostingKindKey].label
    return {
      zh: `记账“${label.zh}”${formatFen(posted.amountFen)} 元，依据 ${input.basis}${input.reverses ? `，冲销 ${input.reverses}` : ''}`,
      en: `Posted "${label.en}" of ${formatFen(posted.amountFen)} yuan, basis ${input.basis}${input.reverses ? `, reversing ${input.reverses}` : ''}`,
    }
  },
  subjects: (posted, _, input) => [
    ...posted.ids,
    ...(input.reverses ? [input.reverses] : []),
    ...(input.moves ?? []).map((m) => m.lotId).slice(0, 50),
  ],
})
