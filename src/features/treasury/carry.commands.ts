/** Decisions about unspent money, one lot at a time, and the run at the end of a year for all of them. */
import { lastDayOfYear } from '#kernel/civil-date.ts'
import { formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import type { LotFields } from '#features/funds/adjust.model.ts'
import { insertVersions, loadLotsNow } from '#features/funds/adjust.store.ts'
import type { PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { Executor } from '#platform/db/tables.ts'
import { hashOf } from '#platform/hash.ts'
import { carryActions } from '#policy/carry-over.ts'
import { type CarryDecision, type CarryInput, decideCarry, decideYearEnd, proposeYearEnd, type YearEndProposal } from './carry.model.ts'
import { insertCarryDecisions, loadUnspent } from './carry.store.ts'
import { refuse } from './treasury.model.ts'

export const decideOnLot = defineCommand({
  name: 'treasury.carry',
  permission: 'treasury.carry',
  load: async (context, input: CarryInput) => {
    await lockBooks(context)
    const [lot] = await loadUnspent(context.tx, context.district, { lotIds: [input.lotId] })
    return lot
  },
  decide: (lot, input, { today }) => decideCarry(input, lot, today),
  save: async (context, decision, input) => {
    const [posted] = decision.draft ? await post(context, [decision.draft]) : []
    const about = { document: input.document, reason: input.reason, by: context.actor.personId, now: context.now }
    if (decision.usableTo > decision.lot.usableTo) await extendUse(context, decision, about)
    await insertCarryDecisions(context.tx, context.district, [{ ...decision, postingId: posted?.id ?? null }], {
      ...about,
      decidedOn: input.decidedOn,
    })
    return { lotId: decision.lot.lotId, postingId: posted?.id ?? null, amountFen: decision.amountFen, usableTo: decision.usableTo }
  },
  sentence: (result, { lot, action }, input) => ({
    zh: `“${lot.name}”${carryActions[action].label.zh} ${formatFen(result.amountFen)} 元${result.usableTo > lot.usableTo ? `，使用年限延长到 ${result.usableTo} 年` : ''}，依据 ${input.document}`,
    en: `${carryActions[action].label.en} of "${lot.name}", ${formatFen(result.amountFen)} yuan${result.usableTo > lot.usableTo ? `, usable to ${result.usableTo}` : ''}, basis ${input.document}`,
  }),
  subjects: (result) => [result.lotId, ...(result.postingId ? [result.postingId] : [])],
})

/** The years of use are part of what describes a lot, so a longer term is a version of it. */
async function extendUse(
  context: CommandContext,
  { lot, usableTo }: CarryDecision,
  about: { readonly document: string; readonly reason: string; readonly by: string; readonly now: string },
): Promise<void> {
  const now = (await loadLotsNow(context.tx, context.district, [lot.lotId])).get(lot.lotId)!
  const after: LotFields = { ...now, usableTo, usableUntil: null }
  const change = { lot: now, after, changeFen: sum([]), changed: ['usableTo' as const], postingId: null }
  await insertVersions(context.tx, context.district, [change], about)
}

export interface YearEndPreview {
  readonly proposal: YearEndProposal
  /** Names what was seen; the confirm must name the same. */
  readonly contentHash: string
}

export async function previewYearEnd(on: Executor, district: string, year: number): Promise<YearEndPreview> {
  const proposal = proposeYearEnd(year, await loadUnspent(on, district, { asOf: lastDayOfYear(year), notCarriedIn: year }))
  const seen = proposal.carry.map((l) => [l.lotId, l.unspentFen, l.carriedFen])
  return { proposal, contentHash: hashOf([year, seen]) }
}

export interface YearEndInput {
  readonly year: number
  readonly document: string
  readonly contentHash: string
}

export const carryYearEnd = defineCommand({
  name: 'treasury.year-end',
  permission: 'treasury.carry',
  load: async (context, input: YearEndInput) => {
    await lockBooks(context)
    return previewYearEnd(context.tx, context.district, input.year)
  },
  decide: ({ proposal, contentHash }, input, { today }): Outcome<{ proposal: YearEndProposal; drafts: PostingDraft[] }> => {
    const drafts = decideYearEnd(proposal, input.document, today)
    if (!drafts.ok) return drafts
    return contentHash === input.contentHash ? ok({ proposal, drafts: drafts.value }) : refuse('figures_changed')
  },
  save: async (context, { proposal, drafts }, input) => {
    const posted = await post(context, drafts)
    const postingOf = new Map(posted.map((p) => [p.book, p.id]))
    await insertCarryDecisions(
      context.tx,
      context.district,
      proposal.carry.map((lot) => ({
        lot,
        action: 'year-end' as const,
        year: input.year,
        amountFen: lot.unspentFen,
        usableTo: lot.usableTo,
        postingId: postingOf.get(lot.book)!,
      })),
      {
        document: input.document,
        reason: `${input.year}年年终结转`,
        decidedOn: lastDayOfYear(input.year),
        by: context.actor.personId,
        now: context.now,
      },
    )
    return {
      lots: proposal.carry.length,
      apart: proposal.apart.length,
      amountFen: sum(proposal.carry.map((l) => l.unspentFen)),
      postingIds: posted.map((p) => p.id),
    }
  },
  sentence: (result, _, input) => ({
    zh: `${input.year} 年年终结转 ${result.lots} 笔资金，共 ${formatFen(result.amountFen)} 元，依据 ${input.document}`,
    en: `Carried ${result.lots} lots, ${formatFen(result.amountFen)} yuan, over the end of ${input.year}, basis ${input.document}`,
  }),
  subjects: (result, { proposal }) => [...result.postingIds, ...proposal.carry.map((l) => l.lotId).slice(0, 100)],
})
