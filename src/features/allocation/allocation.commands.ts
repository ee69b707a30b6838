/** Keeping a solved plan, adopting it by a decision, discarding it. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { atStage, byBook, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { defineCommand } from '#platform/command.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { checkWorld, refuse, type SliceFen, toFen, type World } from './allocation.model.ts'
import { findPlan, insertPlan, lockWorld, markAdopted, markDiscarded, type NewPlan, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'

/** What a worker has solved, kept as a draft. It is verified before anybody sees it. */
export const keepPlan = defineCommand({
  name: 'allocation.keep',
  permission: 'allocation.solve',
  load: async (_context, _input: Omit<NewPlan, 'planId' | 'slices'>) => null,
  decide: (_, input): Outcome<readonly SliceFen[]> => {
    const violations = input.result.status === 'infeasible' ? [] : verify(input.instance, input.result)
    if (violations.length > 0) return refuse('plan_unverified', { violation: `${violations[0]!.rule} ${violations[0]!.at}` })
    return ok(
      input.result.slices.map((s) => ({
        lotId: s.lot,
        projectId: s.project,
        year: s.year,
        amountFen: toFen(s.amount, input.step),
      })),
    )
  },
  save: async (context, slices, input) => {
    const planId = context.newId('plan')
    await insertPlan(context.tx, context.district, { ...input, planId, slices }, context.actor.personId, context.now)
    return { planId, amountFen: sum(slices.map((s) => s.amountFen)) }
  },
  sentence: (result, _, input) => ({
    zh: `测算方案“${input.name}”，安排 ${formatFen(result.amountFen)} 元`,
    en: `Solved the plan "${input.name}", allocating ${formatFen(result.amountFen)} yuan`,
  }),
  subjects: (result) => [result.planId],
})

export interface AdoptInput {
  readonly planId: string
  readonly decisionNo: string
  readonly decidedOn: CivilDate
  readonly minutes: string
}

interface AdoptState {
  readonly plan: PlanRow | undefined
  readonly slices: readonly SliceFen[]
  readonly world: World
}

export const adoptPlan = defineCommand({
  name: 'allocation.adopt',
  permission: 'allocation.adopt',
  load: async (context, input: AdoptInput): Promise<AdoptState> => {
    await lockBooks(context)
    const plan = await findPlan(context.tx, context.district, input.planId, true)
    const slices = await planSlices(context.tx, context.district, input.planId)
    return { plan, slices, world: await lockWorld(context.tx, context.district, slices) }
  },
  decide: ({ plan, slices, world }, input, { today }): Outcome<{ drafts: PostingDraft[]; projectIds: string[]; planId: string }> => {
    if (!plan) return refuse('plan_unknown', { plan: input.planId })
    if (plan.state !== 'draft') return refuse('plan_not_draft', { state: planWorkflow.states[plan.state].label.zh })
    if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn })
    const violations = verify(plan.problem, plan.proposal)
    if (violations.length > 0) return refuse('plan_unverified', { violation: `${violations[0]!.rule} ${violations[0]!.at}` })
    const checked = checkWorld(slices, world)
    if (!checked.ok) return checked
    return ok({
      planId: plan.plan_id,
      drafts: reservations(slices, world, input),
      projectIds: [...new Set(slices.map((s) => s.projectId))],
    })
  },
  save: async (context, { drafts, projectIds, planId }, input) => {
    const posted = await post(context, drafts)
    await markAdopted(context.tx, context.district, planId, { ...input, by: context.actor.personId, now: context.now })
    const amountFen: Fen = sum(posted.map((p) => p.amountFen))
    return { postings: posted.length, amountFen, projectIds }
  },
  sentence: (result, _, input) => ({
    zh: `依据 ${input.decisionNo} 采纳分配方案，向 ${result.projectIds.length} 个项目安排 ${formatFen(result.amountFen)} 元`,
    en: `Adopted the plan by ${input.decisionNo}: ${formatFen(result.amountFen)} yuan to ${result.projectIds.length} projects`,
  }),
  subjects: (result, { planId }) => [planId, ...result.projectIds],
})

/** One posting for each project and book. */
function reservations(slices: readonly SliceFen[], world: World, input: AdoptInput): PostingDraft[] {
  return [...groupBy(slices, (s) => s.projectId).values()].flatMap((own) =>
    byBook({
      kind: 'reservation',
      businessDate: input.decidedOn,
      basis: input.decisionNo,
      moves: own.map((s) => {
        const from = nameAccount(s.lotId, world.available.get(s.lotId)!.book, 'available')
        return { from, to: atStage(from, 'reserved', { projectId: s.projectId }), amountFen: fen(s.amountFen) }
      }),
    }),
  )
}

export const discardPlan = defineCommand({
  name: 'allocation.discard',
  permission: 'allocation.solve',
  load: (context, input: { readonly planId: string }) => findPlan(context.tx, context.district, input.planId, true),
  decide: (plan, input): Outcome<PlanRow> => {
    if (!plan) return refuse('plan_unknown', { plan: input.planId })
    if (plan.state !== 'draft') return refuse('plan_not_draft', { state: planWorkflow.states[plan.state].label.zh })
    return ok(plan)
  },
  save: async (context, plan) => {
    await markDiscarded(context.tx, context.district, plan.plan_id)
    return {}
  },
  sentence: (_, plan) => ({ zh: `作废方案草案“${plan.name}”`, en: `Discarded the draft plan "${plan.name}"` }),
  subjects: (_, plan) => [plan.plan_id],
})
