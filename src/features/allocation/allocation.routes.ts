/** One tap, bound to its endpoints. */
import { ok } from '#kernel/outcome.ts'
import { availableActions } from '#kernel/workflow.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { attempt, bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { idleReasons, planMeasures, unfundedReasons } from '#policy/allocation-reasons.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { adoptPlan, discardPlan } from './allocation.commands.ts'
import * as contract from './allocation.contract.ts'
import { refuse, toFen } from './allocation.model.ts'
import { findPlan, listPlans, planNames, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'
import type { SolveRuns } from './solve-runs.commands.ts'

const planOut = (p: PlanRow) => ({
  id: p.plan_id,
  name: p.name,
  year: p.year,
  state: p.state,
  stateLabel: planWorkflow.states[p.state].label,
  status: p.status,
  fundedProjects: Number(p.funded),
  allProjects: p.all_projects,
  allocatedFen: p.allocated,
  decisionNo: p.decision_no,
  createdAt: p.created_at,
  createdBy: p.created_by,
})

const units: Readonly<Record<string, 'fen' | 'count' | 'points'>> = { benefit: 'points', funded: 'count', slices: 'count' }

async function planDetail(services: Services, actor: Actor, p: PlanRow) {
  const on = services.database.db
  const names = await planNames(on, actor.district)
  const slices = await planSlices(on, actor.district, p.plan_id)
  const violations = p.proposal.status === 'infeasible' ? [] : verify(p.problem, p.proposal)
  const bound = p.proposal.bounds?.benefit
  const benefit = Number(p.comparison['benefit']?.plan ?? '0')
  return {
    ...planOut(p),
    slices: slices.map((s) => {
      const [lot, project] = [names.lots.get(s.lotId)!, names.projects.get(s.projectId)!]
      return {
        lotId: s.lotId,
        docNo: lot.doc_no,
        fundName: lot.fund_name,
        book: lot.book,
        projectId: s.projectId,
        projectCode: project.code,
        projectName: project.name,
        year: s.year,
        amountFen: s.amountFen,
      }
    }),
    unfunded: p.proposal.unfunded.map((u) => {
      const project = names.projects.get(u.project)!
      return {
        projectId: u.project,
        code: project.code,
        name: project.name,
        needFen: project.need_fen,
        reason: u.reason,
        because: unfundedReasons[u.reason],
      }
    }),
    idle: p.proposal.idle.map((i) => {
      const lot = names.lots.get(i.lot)!
      return {
        lotId: i.lot,
        docNo: lot.doc_no,
        fundName: lot.fund_name,
        amountFen: toFen(i.amount, p.scale_fen),
        reason: i.reason,
        because: idleReasons[i.reason],
      }
    }),
    comparison: Object.entries(p.comparison).map(([key, values]) => ({
      key,
      label: planMeasures[key as keyof typeof planMeasures],
      plan: values.plan,
      greedy: values.greedy,
      unit: units[key] ?? ('fen' as const),
    })),
    bound: bound === undefined ? null : { benefit: String(bound), gapPercent: gapText(bound, benefit) },
    verified: violations.length === 0,
    violations: violations.map((v) => ({ zh: `${v.rule}：${v.at} ${v.detail}`, en: `${v.rule}: ${v.at} ${v.detail}` })),
    adoption: adoptionOut(p),
    actions: availableActions(
      planWorkflow,
      p.state,
      (permission) => mayDo(actor, permission),
      (action) => (action === 'adopt' && slices.length === 0 ? { zh: '方案没有安排任何资金', en: 'The plan allocates nothing' } : null),
    ),
  }
}

const adoptionOut = (p: PlanRow) =>
  p.decision_no === null
    ? null
    : {
        decisionNo: p.decision_no,
        decidedOn: p.decided_on!,
        minutes: p.minutes!,
        adoptedAt: p.adopted_at!,
        adoptedBy: p.adopted_by!,
      }

const gapText = (bound: number, reached: number): string => (bound <= 0 ? '0' : (Math.max(0, (bound - reached) / bound) * 100).toFixed(2))

export function allocationRoutes(services: Services, runs: SolveRuns): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listPlans, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listPlans(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      return { rows: found.rows.map(planOut), total: found.total }
    }),
    bind(contract.showPlan, async ({ actor, params }) => {
      const plan = await findPlan(database.db, actor.district, params.id)
      return plan ? ok(await planDetail(services, actor, plan)) : refuse('plan_unknown', { plan: params.id })
    }),
    bind(contract.solvePlan, ({ actor, body }) =>
      attempt(async () => ({
        runId: await runs.start(
          actor,
          body.name,
          {
            year: body.year,
            maxSources: body.maxSources,
            minSliceFen: body.minSliceFen,
            excludeProjects: body.excludeProjects ?? [],
            includeProjects: body.includeProjects ?? [],
          },
          body.seconds,
        ),
      })),
    ),
    bind(contract.solveProgress, async ({ actor, params }) => {
      const run = runs.find(actor.district, params.runId)
      if (!run) return refuse('run_unknown')
      const { state, phase, seconds, bound, best, gapPercent, planId, message } = run
      return ok({ state, phase, seconds, bound, best, gapPercent, planId, message })
    }),
    bind(contract.cancelSolve, async ({ actor, params }) => (runs.cancel(actor.district, params.runId) ? ok({}) : refuse('run_unknown'))),
    bind(contract.adoptPlan, ({ actor, key, params, body }) =>
      runCommand(database, adoptPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.discardPlan, ({ actor, key, params }) => runCommand(database, discardPlan, { planId: params.id }, { actor, key, clock })),
  ]
}
