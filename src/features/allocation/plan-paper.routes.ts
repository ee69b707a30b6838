/** The printed plan, and published plans for everybody. */
import { fen } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { findDistrict } from '#features/people/people.store.ts'
import { writeWord } from '#platform/documents/word.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { idleReasons, unfundedReasons } from '#policy/allocation-reasons.ts'
import { books } from '#policy/books.ts'
import { categories } from '#policy/categories.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { partSizes, refuse, toFen } from './allocation.model.ts'
import { findPlan, listPlans, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'
import { planReleases } from './plan-adjust.store.ts'
import { loadPlanLots, loadPlanProjects } from './plan-compare.store.ts'
import { loadDifference } from './plan-difference.store.ts'
import { masked, planLists } from './plan-lists.model.ts'
import * as contract from './plan-paper.contract.ts'
import { type PaperFacts, planPaper } from './plan-paper.model.ts'
import { loadStanding } from './plan-review.store.ts'

const refusePublic = refusals({
  not_published: {
    kind: 'not-found',
    zh: '没有公布过编号为 {plan} 的方案；请从公示页的方案列表打开',
    en: 'No plan {plan} has been published; open one from the list of the public page',
  },
})

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const MOST = 200

export async function paperFacts(services: Services, district: string, plan: PlanRow): Promise<PaperFacts> {
  const on = services.database.db
  const slices = await planSlices(on, district, plan.plan_id)
  const releases = await planReleases(on, district, plan.plan_id)
  const difference = plan.parent_id ? await loadDifference(on, district, plan) : null
  const parent = plan.parent_id ? await findPlan(on, district, plan.parent_id) : undefined
  const parts = [...slices, ...releases]
  return {
    district: (await findDistrict(on, district))?.name ?? '',
    plan: {
      name: plan.name,
      year: plan.year,
      stateLabel: planWorkflow.states[plan.state].label.zh,
      decisionNo: plan.decision_no,
      decidedOn: plan.decided_on,
      publishedNo: plan.published_no,
      overReason: plan.over_reason,
      cause: plan.cause,
      causeDocument: plan.cause_document,
      parentName: plan.parent_name,
      parentDecisionNo: parent?.decision_no ?? null,
    },
    slices,
    releases,
    difference: difference ? difference.projects.map((d) => ({ ...d, because: difference.whyProject(d) })) : [],
    unfunded: plan.proposal.unfunded.map((u) => ({ projectId: u.project, because: unfundedReasons[u.reason] })),
    idle: plan.proposal.idle.map((i) => ({ lotId: i.lot, amountFen: toFen(i.amount, plan.scale_fen), because: idleReasons[i.reason] })),
    rules: {
      objectives: plan.problem.rules.objectives,
      maxSources: plan.problem.rules.maxSources,
      minSliceFen: toFen(plan.problem.rules.minSlice, plan.scale_fen),
    },
    parts: partSizes(plan.problem, plan.proposal),
    standing: await loadStanding(on, district, plan.plan_id),
    verified: verify(plan.problem, plan.proposal).length === 0,
    lotOf: await loadPlanLots(on, district, [...new Set(parts.map((s) => s.lotId))]),
    projectOf: await loadPlanProjects(on, district, [...new Set(parts.map((s) => s.projectId))]),
  }
}

const publicRow = (p: PlanRow) => ({
  id: p.plan_id,
  name: p.name,
  year: p.year,
  decisionNo: p.decision_no!,
  documentNo: p.published_no!,
  publishedOn: p.published_on!,
  adjusts: p.parent_name,
  projects: Number(p.funded),
  amountFen: fen(p.allocated),
})

async function publicOut({ database }: Services, district: { code: string; name: string }, plan: PlanRow) {
  const on = database.db
  const slices = await planSlices(on, district.code, plan.plan_id)
  const lotOf = await loadPlanLots(on, district.code, [...new Set(slices.map((s) => s.lotId))])
  const projectOf = await loadPlanProjects(on, district.code, [...new Set(slices.map((s) => s.projectId))])
  const lists = planLists(slices, masked({ lotOf, projectOf }))
  return {
    ...publicRow(plan),
    district: district.name,
    decidedOn: plan.decided_on!,
    cause: plan.cause,
    sources: lists.sources.map((s) => ({ ...s, level: fundLevels[s.level], book: books[s.book].label })),
    uses: lists.uses.map((u) => ({ ...u, category: categories[u.category].label })),
    duties: lists.duties.map((d) => ({ ...d, departments: [...d.departments] })),
  }
}

export function planPaperRoutes(services: Services): Binding[] {
  const { database } = services
  return [
    bind(contract.planPaper, async ({ actor, params, reply }): Promise<unknown> => {
      const plan = await findPlan(database.db, actor.district, params.id)
      if (!plan) return refuse('plan_unknown', { plan: params.id })
      const bytes = await writeWord(planPaper(await paperFacts(services, actor.district, plan)))
      return reply
        .type(WORD)
        .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${plan.name}.docx`)}`)
        .send(Buffer.from(bytes))
    }),
    bind(contract.publicPlans, async ({ reply }) => {
      void reply.header('Cache-Control', 'public, max-age=60')
      const district = await findDistrict(database.db)
      if (!district) return { district: '', plans: [] }
      const found = await listPlans(database.db, district.code, { state: 'published', limit: MOST, offset: 0 })
      return { district: district.name, plans: found.rows.map(publicRow) }
    }),
    bind(contract.publicPlan, async ({ params, reply }): Promise<Outcome<Awaited<ReturnType<typeof publicOut>>>> => {
      void reply.header('Cache-Control', 'public, max-age=60')
      const district = await findDistrict(database.db)
      const plan = district ? await findPlan(database.db, district.code, params.id) : undefined
      if (!district || plan?.state !== 'published') return refusePublic('not_published', { plan: params.id })
      return ok(await publicOut(services, district, plan))
    }),
  ]
}
