/** The review of a plan, bound to its endpoints. */
import { ok } from '#kernel/outcome.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { planAnswers } from '#policy/plan-consent.ts'
import { roles } from '#policy/roles.ts'
import { refuse } from './allocation.model.ts'
import { findPlan, type PlanRow, planSlices } from './allocation.store.ts'
import { planReleases } from './plan-adjust.store.ts'
import { answerPlan, commentPlan, consultPlan, publishPlan } from './plan-review.commands.ts'
import * as contract from './plan-review.contract.ts'
import { consentRuleOn, demandOf, departmentOf, missingConsent, planActions, type Standing } from './plan-review.model.ts'
import { type CommentRow, listComments, listRounds, loadStanding, planDepartments, roundStanding } from './plan-review.store.ts'

const roundOut = (standing: Standing, r: { note: string; asked_by: string; asked_at: string }) => ({
  round: standing.round,
  note: r.note,
  askedBy: r.asked_by,
  askedAt: r.asked_at,
  departments: standing.departments.map((d) => ({
    ...d,
    answered: d.answered ? { ...d.answered, label: planAnswers[d.answered.answer].label } : null,
  })),
})

const commentOut = (c: CommentRow) => ({
  no: c.comment_no,
  projectId: c.project_id,
  lotId: c.lot_id,
  about: c.about,
  words: c.words,
  by: c.name,
  role: c.role ? roles[c.role].label : null,
  at: c.written_at,
})

async function reviewOut({ database, clock }: Services, actor: Actor, plan: PlanRow) {
  const [on, district, id] = [database.db, actor.district, plan.plan_id]
  const standing = await loadStanding(on, district, id)
  const rounds = await listRounds(on, district, id)
  const moves = (await planSlices(on, district, id)).length + (await planReleases(on, district, id)).length > 0
  const department = departmentOf(actor)
  const rule = consentRuleOn(clock.today(), district)
  const at = { state: plan.state, standing, moves, isAdjustment: plan.parent_id !== null, department, rule }
  const all = planActions(at, (p) => mayDo(actor, p))
  return {
    rounds: await Promise.all(rounds.map(async (r) => roundOut(await roundStanding(on, district, id, r.round), r))),
    concerned: await planDepartments(on, district, id),
    missing: missingConsent(standing, rule),
    demand: demandOf(rule),
    ownDepartment: department,
    actions: all.filter((a) => ['consult', 'answer', 'comment'].includes(a.name)),
    comments: (await listComments(on, district, id)).map(commentOut),
  }
}

export function planReviewRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.showReview, async ({ actor, params }) => {
      const plan = await findPlan(database.db, actor.district, params.id)
      return plan ? ok(await reviewOut(services, actor, plan)) : refuse('plan_unknown', { plan: params.id })
    }),
    bind(contract.consultPlan, ({ actor, key, params, body }) =>
      runCommand(database, consultPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.answerPlan, ({ actor, key, params, body }) =>
      runCommand(database, answerPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.commentPlan, ({ actor, key, params, body }) =>
      runCommand(database, commentPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.publishPlan, ({ actor, key, params, body }) =>
      runCommand(database, publishPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
  ]
}
