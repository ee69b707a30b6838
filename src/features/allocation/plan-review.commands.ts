/** Asking the departments, their answers, comments, and the publication of an adopted plan. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { defineCommand } from '#platform/command.ts'
import { type PlanAnswer, planAnswers } from '#policy/plan-consent.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { refuse as refusePlan } from './allocation.model.ts'
import { findPlan, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'
import { type AskedDepartment, checkAnswer, checkConsult, refuse, type Standing } from './plan-review.model.ts'
import { insertAnswer, insertComment, insertRound, loadStanding, markPublished, planDepartments } from './plan-review.store.ts'

const stateWord = (plan: PlanRow) => planWorkflow.states[plan.state].label.zh

export const consultPlan = defineCommand({
  name: 'allocation.consult',
  permission: 'allocation.solve',
  load: async (context, { planId }: { readonly planId: string; readonly note: string }) => ({
    plan: await findPlan(context.tx, context.district, planId, true),
    standing: await loadStanding(context.tx, context.district, planId),
    departments: await planDepartments(context.tx, context.district, planId),
  }),
  decide: ({ plan, standing, departments }, input): Outcome<{ plan: PlanRow; round: number; asked: readonly AskedDepartment[] }> => {
    if (!plan) return refusePlan('plan_unknown', { plan: input.planId })
    if (!(planWorkflow.actions.consult.from as readonly string[]).includes(plan.state))
      return refusePlan('plan_not_draft', { state: stateWord(plan) })
    if (departments.length === 0) return refusePlan('plan_empty')
    const violations = verify(plan.problem, plan.proposal)
    if (violations.length > 0) return refusePlan('plan_unverified', { violation: `${violations[0]!.rule} ${violations[0]!.at}` })
    const asked = checkConsult(standing, departments)
    return asked.ok ? ok({ plan, round: standing.round + 1, asked: asked.value }) : asked
  },
  save: async (context, { plan, round, asked }, { note }) => {
    await insertRound(context.tx, context.district, {
      planId: plan.plan_id,
      round,
      note: note.trim(),
      asked,
      by: context.actor.personId,
      now: context.now,
    })
    return { round, departments: asked.filter((d) => d.reachable).map((d) => d.department) }
  },
  sentence: (result, { plan }) => ({
    zh: `就方案“${plan.name}”第 ${result.round} 次征求${result.departments.join('、')}的意见`,
    en: `Asked ${result.departments.join(', ')} about the plan "${plan.name}", round ${result.round}`,
  }),
  subjects: (_, { plan }) => [plan.plan_id],
})

interface AnswerInput {
  readonly planId: string
  readonly answer: PlanAnswer
  readonly words: string
}

export const answerPlan = defineCommand({
  name: 'allocation.answer',
  permission: 'allocation.answer',
  load: async (context, { planId }: AnswerInput) => ({
    plan: await findPlan(context.tx, context.district, planId, true),
    standing: await loadStanding(context.tx, context.district, planId),
  }),
  decide: ({ plan, standing }, input, { actor }): Outcome<{ plan: PlanRow; standing: Standing; department: string }> => {
    if (!plan) return refusePlan('plan_unknown', { plan: input.planId })
    if (plan.state !== 'consulting') return refuse('not_consulting', { state: stateWord(plan) })
    const department = actor.scope ?? ''
    const checked = checkAnswer(standing, department, input.answer, input.words)
    return checked.ok ? ok({ plan, standing, department }) : checked
  },
  save: async (context, { plan, standing, department }, { answer, words }) => {
    await insertAnswer(context.tx, context.district, {
      planId: plan.plan_id,
      round: standing.round,
      department,
      answer,
      words: words.trim(),
      by: context.actor.personId,
      now: context.now,
    })
    return { round: standing.round }
  },
  sentence: (result, { plan, department }, { answer }) => ({
    zh: `${department}对方案“${plan.name}”第 ${result.round} 轮答复：${planAnswers[answer].label.zh}`,
    en: `${department} answered round ${result.round} of the plan "${plan.name}": ${planAnswers[answer].label.en}`,
  }),
  subjects: (_, { plan }) => [plan.plan_id],
})

interface CommentInput {
  readonly planId: string
  readonly projectId: string | null
  readonly lotId: string | null
  readonly words: string
}

export const commentPlan = defineCommand({
  name: 'allocation.comment',
  permission: 'allocation.comment',
  load: async (context, { planId }: CommentInput) => ({
    plan: await findPlan(context.tx, context.district, planId, true),
    slices: await planSlices(context.tx, context.district, planId),
  }),
  decide: ({ plan, slices }, input): Outcome<PlanRow> => {
    if (!plan) return refusePlan('plan_unknown', { plan: input.planId })
    if (plan.state === 'discarded') return refuse('comment_discarded')
    if (input.words.trim() === '') return refuse('comment_nothing')
    const { projectId, lotId } = input
    const projects = new Set([...plan.problem.projects.map((p) => p.id), ...slices.map((s) => s.projectId)])
    if (projectId && !projects.has(projectId)) return refuse('comment_elsewhere', { id: projectId })
    const lots = new Set([...plan.problem.lots.map((l) => l.id), ...slices.map((s) => s.lotId)])
    if (lotId && (projectId || !lots.has(lotId))) return refuse('comment_elsewhere', { id: lotId })
    return ok(plan)
  },
  save: async (context, plan, { projectId, lotId, words }) => ({
    commentNo: await insertComment(context.tx, context.district, {
      planId: plan.plan_id,
      projectId,
      lotId,
      words: words.trim(),
      by: context.actor.personId,
      now: context.now,
    }),
  }),
  sentence: (result, plan) => ({
    zh: `对方案“${plan.name}”写了第 ${result.commentNo} 条意见`,
    en: `Comment ${result.commentNo} on the plan "${plan.name}"`,
  }),
  subjects: (_, plan, { projectId, lotId }) => [plan.plan_id, ...[projectId, lotId].filter((id) => id !== null)],
})

interface PublishInput {
  readonly planId: string
  readonly documentNo: string
  readonly publishedOn: CivilDate
}

export const publishPlan = defineCommand({
  name: 'allocation.publish',
  permission: 'allocation.publish',
  load: (context, { planId }: PublishInput) => findPlan(context.tx, context.district, planId, true),
  decide: (plan, input, { today }): Outcome<PlanRow> => {
    if (!plan) return refusePlan('plan_unknown', { plan: input.planId })
    if (plan.state !== 'adopted') return refuse('not_adopted', { state: stateWord(plan) })
    if (input.publishedOn > today || input.publishedOn < plan.decided_on!)
      return refuse('published_wrong_day', { date: input.publishedOn, decided: plan.decided_on! })
    return ok(plan)
  },
  save: async (context, plan, input) => {
    await markPublished(context.tx, context.district, plan.plan_id, { ...input, by: context.actor.personId, now: context.now })
    return {}
  },
  sentence: (_, plan, input) => ({
    zh: `以 ${input.documentNo} 公布方案“${plan.name}”`,
    en: `Published the plan "${plan.name}" by ${input.documentNo}`,
  }),
  subjects: (_, plan) => [plan.plan_id],
})
