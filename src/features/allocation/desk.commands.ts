/** A plan changed by hand, kept as a draft of its own: the plan it began from stays as it was. */
import { type Fen, formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { refuse as refusePlan, type SliceFen } from './allocation.model.ts'
import { insertPlan, type NewPlan } from './allocation.store.ts'
import { checkByHand, type HandSlice, refuse, sameSlices, slicesOf } from './desk.model.ts'
import { type Names, tell } from './desk-words.model.ts'
import { type DeskPlan, deskNames, findDeskPlan } from './desk.store.ts'
import type { Places } from './matches.model.ts'
import { loadPlaces } from './matches.store.ts'
import { compare } from './solve-runs.commands.ts'

/** Drafts can be changed by hand; what was decided or thrown away cannot. */
export function openForHand(plan: DeskPlan): Outcome<null> {
  if (plan.state !== 'draft' && plan.state !== 'consulting')
    return refuse('hand_final', { state: planWorkflow.states[plan.state].label.zh })
  if (plan.adjusts) return refuse('hand_adjusts', { name: plan.name })
  return plan.result.status === 'infeasible' ? refuse('hand_unsolved') : ok(null)
}

export interface KeepByHandInput {
  readonly planId: string
  readonly name: string
  readonly slices: readonly HandSlice[]
}

interface KeepState {
  readonly plan: DeskPlan | undefined
  readonly names: Names | null
  readonly places: Places
}

interface KeptByHand {
  readonly parent: DeskPlan
  readonly plan: Omit<NewPlan, 'planId'>
}

export const keepByHand = defineCommand({
  name: 'allocation.keep-by-hand',
  permission: 'allocation.solve',
  load: async ({ tx, district }, input: KeepByHandInput): Promise<KeepState> => {
    const plan = await findDeskPlan(tx, district, input.planId)
    const places = await loadPlaces(tx, district)
    return { plan, places, names: plan ? await deskNames(tx, district, plan, places) : null }
  },
  decide: ({ plan, names, places }, input): Outcome<KeptByHand> => {
    if (!plan || !names) return refusePlan('plan_unknown', { plan: input.planId })
    const open = openForHand(plan)
    if (!open.ok) return open
    if (input.slices.length === 0) return refuse('hand_empty')
    if (sameSlices(slicesOf(plan), input.slices)) return refuse('hand_same', { name: plan.name })
    const { kept, violations, leftOut } = checkByHand(plan, input.name, input.slices)
    if (!kept) {
      const told = violations.map(tell(plan, input.slices, names, places))
      return refuse(
        'hand_broken',
        { count: violations.length },
        told.map((t) => ({ field: t.projectId ? names.project(t.projectId) : t.lotId ? names.lot(t.lotId) : undefined, message: t.text })),
      )
    }
    const slices: SliceFen[] = input.slices.map((s) => ({ ...s }))
    const settings = { ...plan.settings, parentPlan: plan.planId, method: 'by-hand', leftOut }
    return ok({
      parent: plan,
      plan: {
        name: input.name,
        settings,
        instance: kept.instance,
        result: kept.result,
        step: plan.step,
        slices,
        scenarioId: plan.scenarioId,
        scenarioVersion: plan.scenarioVersion,
        // The habit is not held to what a person left out: both are measured on the problem as it was asked.
        comparison: compare(plan.instance, kept.result, plan.step),
      },
    })
  },
  save: async (context, { plan }) => {
    const planId = context.newId('plan')
    await insertPlan(context.tx, context.district, { ...plan, planId }, context.actor.personId, context.now)
    const amountFen: Fen = sum(plan.slices.map((s) => s.amountFen))
    return { planId, amountFen }
  },
  sentence: (result, { parent }, input) => ({
    zh: `在方案“${parent.name}”上手工调整，另存为“${input.name}”，安排 ${formatFen(result.amountFen)} 元`,
    en: `Changed the plan "${parent.name}" by hand and kept it as "${input.name}", allocating ${formatFen(result.amountFen)} yuan`,
  }),
  subjects: (result, { parent }) => [result.planId, parent.planId],
})
