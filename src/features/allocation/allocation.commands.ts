/** Keeping a solved plan, adopting it by a decision, discarding it. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { type Fen, formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { atStage, byBook, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { checkWorld, partSizes, refuse, type SliceFen, toFen, type World } from './allocation.model.ts'
import { checkLimits } from './plan-limits.model.ts'
import { findPlan, insertPlan, lockWorld, markAdopted, markDiscarded, type NewPlan, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'
import type { Before } from './instance.model.ts'
import { loadGiven, loadRegions } from './live-world.store.ts'
import { afterReleases, backOf, checkReleases, type Holding, type ReleaseFen } from './plan-adjust.model.ts'
import { familyProjects, keepPostings, loadHoldings, loadKept, planReleases, postedLines, reopenedPhases } from './plan-adjust.store.ts'
import { checkConsent, consentRuleOn, type Standing } from './plan-review.model.ts'
import { loadStanding } from './plan-review.store.ts'

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
  /** Why it goes on though a department objected or did not answer. */
  readonly overReason?: string | undefined
}

interface AdoptState {
  readonly plan: PlanRow | undefined
  readonly slices: readonly SliceFen[]
  readonly releases: readonly ReleaseFen[]
  readonly holdings: readonly Holding[]
  readonly family: ReadonlySet<string>
  readonly standing: Standing
  readonly world: World
  /** What limits count beside the plan, and what places are called. */
  readonly before: Before
  readonly regionNames: ReadonlyMap<string, string>
}

interface Adoption {
  readonly plan: PlanRow
  readonly drafts: readonly PostingDraft[]
  readonly projectIds: readonly string[]
}

async function loadAdoption(context: CommandContext, { planId }: { readonly planId: string }): Promise<AdoptState> {
  const { tx, district } = context
  await lockBooks(context)
  const plan = await findPlan(tx, district, planId, true)
  const slices = await planSlices(tx, district, planId)
  const releases = await planReleases(tx, district, planId)
  const parent = plan?.parent_id ?? null
  const reopened = await reopenedPhases(tx, district, releases)
  const { regionNames } = await loadRegions(tx, district)
  return {
    plan,
    slices,
    releases,
    holdings: parent ? await loadHoldings(tx, district, parent, true) : [],
    family: parent ? await familyProjects(tx, district, parent) : new Set(),
    standing: await loadStanding(tx, district, planId),
    world: afterReleases(await lockWorld(tx, district, slices), releases, reopened),
    before: {
      given: plan ? await loadGiven(tx, district, plan.problem.years, backOf(releases)) : [],
      kept: parent ? await loadKept(tx, district, parent, releases) : [],
    },
    regionNames,
  }
}

/** Everything but the consent of the departments: a trial run shows what would be posted before they have answered. */
function decideAdoption(state: AdoptState, input: AdoptInput, today: CivilDate): Outcome<Adoption> {
  const { plan, slices, releases, world } = state
  if (!plan) return refuse('plan_unknown', { plan: input.planId })
  if (!(planWorkflow.actions.adopt.from as readonly string[]).includes(plan.state))
    return refuse('plan_not_draft', { state: planWorkflow.states[plan.state].label.zh })
  if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn })
  if (plan.status === 'infeasible') return refuse('plan_empty')
  const violations = verify(plan.problem, plan.proposal)
  if (violations.length > 0) return refuse('plan_unverified', { violation: `${violations[0]!.rule} ${violations[0]!.at}` })
  const free = checkReleases(releases, state.holdings, state.family)
  if (!free.ok) return free
  if (slices.length > 0 || releases.length === 0) {
    const checked = checkWorld(slices, world, partSizes(plan.problem, plan.proposal))
    if (!checked.ok) return checked
    const within = checkLimits(plan, state.before, state.regionNames)
    if (!within.ok) return within
  }
  const drafts = [...releasePostings(releases, input), ...reservations(slices, world, input)]
  return ok({ plan, drafts, projectIds: [...new Set([...releases, ...slices].map((s) => s.projectId))] })
}

async function carryOut(context: CommandContext, { plan, drafts, projectIds }: Adoption, input: AdoptInput) {
  const posted = await post(context, drafts)
  const { tx, district, actor, now } = context
  await keepPostings(
    tx,
    district,
    plan.plan_id,
    posted.map((p) => p.id),
  )
  const overReason = input.overReason?.trim() ?? ''
  await markAdopted(tx, district, plan.plan_id, { ...input, overReason, by: actor.personId, now })
  const given = posted.filter((_, i) => drafts[i]!.kind === 'reservation')
  const taken = posted.filter((_, i) => drafts[i]!.kind === 'release')
  const amountFen: Fen = sum(given.map((p) => p.amountFen))
  return { postings: posted.length, amountFen, releasedFen: sum(taken.map((p) => p.amountFen)), projectIds }
}

export const adoptPlan = defineCommand({
  name: 'allocation.adopt',
  permission: 'allocation.adopt',
  load: (context, input: AdoptInput) => loadAdoption(context, input),
  decide: (state, input, { today, actor }): Outcome<Adoption> => {
    const decided = decideAdoption(state, input, today)
    if (!decided.ok) return decided
    const consent = checkConsent(state.standing, input.overReason ?? '', consentRuleOn(today, actor.district))
    return consent.ok ? decided : consent
  },
  save: carryOut,
  sentence: (result, { plan }, input) => {
    const over = input.overReason?.trim() ? `（部门意见没有齐仍然采纳，理由：${input.overReason.trim()}）` : ''
    const overEn = input.overReason?.trim() ? ` (adopted without full consent: ${input.overReason.trim()})` : ''
    if (plan.parent_id)
      return {
        zh: `依据 ${input.decisionNo} 采纳调整方案，收回 ${formatFen(result.releasedFen)} 元，安排 ${formatFen(result.amountFen)} 元${over}`,
        en: `Adopted the adjustment by ${input.decisionNo}: ${formatFen(result.releasedFen)} yuan back, ${formatFen(result.amountFen)} given${overEn}`,
      }
    return {
      zh: `依据 ${input.decisionNo} 采纳分配方案，向 ${result.projectIds.length} 个项目安排 ${formatFen(result.amountFen)} 元${over}`,
      en: `Adopted the plan by ${input.decisionNo}: ${formatFen(result.amountFen)} yuan to ${result.projectIds.length} projects${overEn}`,
    }
  },
  subjects: (result, _, { planId }) => [planId, ...result.projectIds],
})

/** The trial run: does all that the adoption does and reads back what is in the books then. It is run as a preview and leaves nothing. */
export const previewAdoption = defineCommand({
  name: 'allocation.adopt.preview',
  permission: 'allocation.adopt',
  load: (context, input: AdoptInput) => loadAdoption(context, input),
  decide: (state, input, { today }): Outcome<Adoption> => decideAdoption(state, input, today),
  save: async (context, decision, input) => {
    const done = await carryOut(context, decision, input)
    return { ...done, lines: await postedLines(context.tx, context.district, decision.plan.plan_id) }
  },
  sentence: () => ({ zh: '试算采纳', en: 'Tried an adoption' }),
  subjects: (_, __, { planId }) => [planId],
})

/** One posting for each project and book; the years of a project and lot are one move. */
function reservations(slices: readonly SliceFen[], world: World, input: AdoptInput): PostingDraft[] {
  return [...groupBy(slices, (s) => s.projectId).values()].flatMap((own) =>
    byBook({
      kind: 'reservation',
      businessDate: input.decidedOn,
      basis: input.decisionNo,
      moves: [...groupBy(own, (s) => s.lotId).values()].map((parts) => {
        const { lotId, projectId } = parts[0]!
        const from = nameAccount(lotId, world.available.get(lotId)!.book, 'available')
        return { from, to: atStage(from, 'reserved', { projectId }), amountFen: sum(parts.map((s) => s.amountFen)) }
      }),
    }),
  )
}

/** What an adjustment takes back goes to the very lots it came from. */
export function releasePostings(releases: readonly ReleaseFen[], on: { decidedOn: CivilDate; decisionNo: string }): PostingDraft[] {
  return [...groupBy(releases, (r) => r.projectId).values()].flatMap((own) =>
    byBook({
      kind: 'release',
      businessDate: on.decidedOn,
      basis: on.decisionNo,
      moves: own.map((r) => {
        const from = nameAccount(r.lotId, r.book, 'reserved', { projectId: r.projectId })
        return { from, to: atStage(from, 'available'), amountFen: r.amountFen }
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
    if (!(planWorkflow.actions.discard.from as readonly string[]).includes(plan.state))
      return refuse('plan_not_draft', { state: planWorkflow.states[plan.state].label.zh })
    return ok(plan)
  },
  save: async (context, plan) => {
    await markDiscarded(context.tx, context.district, plan.plan_id)
    return {}
  },
  sentence: (_, plan) => ({ zh: `作废方案草案“${plan.name}”`, en: `Discarded the draft plan "${plan.name}"` }),
  subjects: (_, plan) => [plan.plan_id],
})
