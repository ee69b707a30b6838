/** Supplements between the books: with the shortfall proven and kept, and given back by reversal. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { type PostingDraft, reversed } from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, post } from '#features/ledger/ledger.store.ts'
import { defineCommand } from '#platform/command.ts'
import { books } from '#policy/books.ts'
import { findSupplement, insertSupplement, loadAvailable, loadNeeds, type SupplementRow } from './needs.store.ts'
import { decideSupplement, type SupplementInput } from './shortfall.model.ts'
import { refuse } from './treasury.model.ts'

export const supplement = defineCommand({
  name: 'treasury.supplement',
  permission: 'treasury.supplement',
  load: async (context, input: SupplementInput) => {
    await lockBooks(context)
    const [project] = await loadNeeds(context.tx, context.district, input.year, { projectIds: [input.projectId] })
    return { project, available: await loadAvailable(context.tx, context.district) }
  },
  decide: ({ project, available }, input, { today }) => decideSupplement(input, project, available, today),
  save: async (context, { draft, help }, input) => {
    const [posted] = await post(context, [draft])
    const id = context.newId('supplement')
    const about = { id, postingId: posted!.id, input, help, by: context.actor.personId, now: context.now }
    await insertSupplement(context.tx, context.district, about)
    const lots = draft.moves.map((m) => ({ lotId: m.from.lotId, amountFen: m.amountFen }))
    return { id, postingId: posted!.id, amountFen: posted!.amountFen, lots }
  },
  sentence: (result, { help, projectName }, input) => ({
    zh: `${books[input.giver].label.zh}补充${books[input.receiver].label.zh} ${formatFen(result.amountFen)} 元用于“${projectName}”，缺口 ${formatFen(help.shortfallFen)} 元，依据 ${input.document}`,
    en: `${books[input.giver].label.en} supplemented ${books[input.receiver].label.en} by ${formatFen(result.amountFen)} yuan for "${projectName}", shortfall ${formatFen(help.shortfallFen)}, basis ${input.document}`,
  }),
  subjects: (result, _, input) => [result.id, result.postingId, input.projectId, ...result.lots.map((l) => l.lotId)],
})

interface GiveBack {
  readonly supplementId: string
  readonly document: string
  readonly reason: string
  readonly decidedOn: CivilDate
}

/** The whole supplement goes back, lot by lot; what is under contract by then stays, and the books say so. */
export const giveBackSupplement = defineCommand({
  name: 'treasury.give-back',
  permission: 'treasury.supplement',
  load: async (context, input: GiveBack) => {
    await lockBooks(context)
    const found = await findSupplement(context.tx, context.district, input.supplementId)
    if (!found || found.reversed_by) return { found, original: null }
    return { found, original: await loadMoves(context.tx, context.district, found.posting_id) }
  },
  decide: ({ found, original }, input): Outcome<{ draft: PostingDraft; found: SupplementRow }> => {
    if (!found) return refuse('supplement_unknown', { supplement: input.supplementId })
    if (!original) return refuse('supplement_gone')
    const draft: PostingDraft = {
      kind: 'reversal',
      businessDate: input.decidedOn,
      basis: input.document,
      reason: input.reason,
      reverses: original.reverses,
      moves: reversed(original.moves),
    }
    return ok({ draft, found })
  },
  save: async (context, { draft }) => {
    const [posted] = await post(context, [draft])
    return { postingId: posted!.id, amountFen: posted!.amountFen }
  },
  sentence: (result, { found }, input) => ({
    zh: `退回${books[found.giver].label.zh}对“${found.project}”的补充 ${formatFen(result.amountFen)} 元，依据 ${input.document}`,
    en: `Gave ${formatFen(result.amountFen)} yuan for "${found.project}" back to ${books[found.giver].label.en}, basis ${input.document}`,
  }),
  subjects: (result, { found }) => [result.postingId, found.supplement_id, found.posting_id, found.project_id],
})
