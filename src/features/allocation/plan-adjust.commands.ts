/** Drawing up an adjustment of an adopted plan: the world once the money is back, and keeping what was worked out from it. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { defineCommand } from '#platform/command.ts'
import { planActs, planWorkflow } from '#policy/plan-workflow.ts'
import { releasePostings } from './allocation.commands.ts'
import { refuse as refusePlan, type SliceFen, toFen } from './allocation.model.ts'
import { findPlan, insertPlan, loadWorld, type NewPlan, type PlanRow } from './allocation.store.ts'
import { termsBehind } from './desk-around.model.ts'
import { verify } from './engine/verify.ts'
import { type ProjectDemand, yearsOf } from './instance.model.ts'
import { loadGiven } from './live-world.store.ts'
import { checkReleases, type Holding, refuse, type ReleaseFen } from './plan-adjust.model.ts'
import { familyProjects, insertAdjustment, loadHoldings, loadKept } from './plan-adjust.store.ts'

interface ParentState {
  readonly parent: PlanRow | undefined
  readonly holdings: readonly Holding[]
  readonly family: ReadonlySet<string>
}

interface Taking {
  readonly parentId: string
  readonly releases: readonly ReleaseFen[]
}

function checkParent({ parent, holdings, family }: ParentState, { parentId, releases }: Taking): Outcome<PlanRow> {
  if (!parent) return refusePlan('plan_unknown', { plan: parentId })
  if (!(planActs.adjust.from as readonly string[]).includes(parent.state))
    return refuse('parent_not_adopted', { plan: parent.name, state: planWorkflow.states[parent.state].label.zh })
  if (parent.parent_id) return refuse('parent_is_adjustment', { plan: parent.name, parent: parent.parent_name ?? '' })
  const checked = checkReleases(releases, holdings, family)
  return checked.ok ? ok(parent) : checked
}

/**
 * What could be given once the releases have gone back: they are really posted, the world is read, and the preview rolls all of it back.
 * So a solve sees exactly the world that the adoption will make.
 */
export const worldAfterReleases = defineCommand({
  name: 'allocation.adjust.preview',
  permission: 'allocation.solve',
  load: async (context, { parentId }: Taking & { readonly years: 'all' | 'first' }): Promise<ParentState> => {
    await lockBooks(context)
    return {
      parent: await findPlan(context.tx, context.district, parentId, true),
      holdings: await loadHoldings(context.tx, context.district, parentId, true),
      family: await familyProjects(context.tx, context.district, parentId),
    }
  },
  decide: (state, input) => checkParent(state, input),
  save: async (context, parent, { releases, years }) => {
    const { tx, district, today } = context
    await post(context, releasePostings(releases, { decidedOn: today, decisionNo: parent.decision_no! }))
    const terms = termsBehind(parent.settings)
    const world = await loadWorld(tx, district, parent.year, { horizon: years === 'all' ? terms.horizon : 1, today })
    const given = await loadGiven(tx, district, yearsOf(terms))
    return { parent, terms, world: { ...world, given, kept: await loadKept(tx, district, parent.plan_id, releases) } }
  },
  sentence: () => ({ zh: '试算调整', en: 'Tried an adjustment' }),
  subjects: (_, parent) => [parent.plan_id],
})

export interface Give {
  readonly lotId: string
  readonly projectId: string
  readonly amountFen: Fen
}

/** What is given by hand must be all that the project still needs in the year: half a project is not built. */
export function checkGives(gives: readonly Give[], projects: readonly ProjectDemand[], year: number): Outcome<readonly ProjectDemand[]> {
  const chosen: ProjectDemand[] = []
  for (const [projectId, own] of groupBy(gives, (g) => g.projectId)) {
    const project = projects.find((p) => p.projectId === projectId)
    const open = project?.phases.find((p) => p.year === year)
    if (!project || !open) return refuse('give_unknown', { project: project?.code ?? projectId })
    const given = sum(own.map((g) => g.amountFen))
    if (given !== open.openFen)
      return refuse('give_incomplete', { project: project.code, year, need: formatFen(open.openFen), given: formatFen(given) })
    chosen.push(project)
  }
  return ok(chosen)
}

interface AdjustmentInput extends Omit<NewPlan, 'planId' | 'slices'>, Taking {
  readonly cause: string
  readonly document: string
}

export const keepAdjustment = defineCommand({
  name: 'allocation.adjust',
  permission: 'allocation.solve',
  load: async (context, { parentId }: AdjustmentInput): Promise<ParentState> => ({
    parent: await findPlan(context.tx, context.district, parentId, true),
    holdings: await loadHoldings(context.tx, context.district, parentId),
    family: await familyProjects(context.tx, context.district, parentId),
  }),
  decide: (state, input): Outcome<{ parent: PlanRow; slices: readonly SliceFen[] }> => {
    const parent = checkParent(state, input)
    if (!parent.ok) return parent
    if (input.releases.length === 0 && input.result.slices.length === 0) return refuse('adjusts_nothing')
    const violations = verify(input.instance, input.result)
    if (violations.length > 0) return refusePlan('plan_unverified', { violation: `${violations[0]!.rule} ${violations[0]!.at}` })
    const slices = input.result.slices.map((s) => ({
      lotId: s.lot,
      projectId: s.project,
      year: s.year,
      amountFen: toFen(s.amount, input.step),
    }))
    return ok({ parent: parent.value, slices })
  },
  save: async (context, { parent, slices }, input) => {
    const planId = context.newId('plan')
    const { tx, district, actor, now } = context
    await insertPlan(tx, district, { ...input, planId, slices }, actor.personId, now)
    await insertAdjustment(tx, district, {
      planId,
      parentId: parent.plan_id,
      cause: input.cause.trim(),
      document: input.document.trim(),
      releases: input.releases,
    })
    const releasedFen = sum(input.releases.map((r) => r.amountFen))
    return { planId, releasedFen, amountFen: sum(slices.map((s) => s.amountFen)) }
  },
  sentence: (result, { parent }, input) => ({
    zh: `编制“${parent.name}”的调整方案：拟收回 ${formatFen(result.releasedFen)} 元，拟安排 ${formatFen(result.amountFen)} 元（${input.cause.trim()}）`,
    en: `Drew up an adjustment of "${parent.name}": ${formatFen(result.releasedFen)} yuan back, ${formatFen(result.amountFen)} to give`,
  }),
  subjects: (result, { parent }) => [result.planId, parent.plan_id],
})
