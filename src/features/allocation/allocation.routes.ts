/** One tap, bound to its endpoints. */
import { must, ok } from '#kernel/outcome.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { attempt, bind, type Binding, sendSheet, type SheetOut } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { idleReasons, planMeasures, unfundedReasons } from '#policy/allocation-reasons.ts'
import { books } from '#policy/books.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { postings, reversal } from '#policy/postings.ts'
import { adoptPlan, discardPlan, previewAdoption } from './allocation.commands.ts'
import * as contract from './allocation.contract.ts'
import { refuse, type SliceFen, toFen } from './allocation.model.ts'
import { findPlan, listPlans, planNames, type PlanRow, planSlices } from './allocation.store.ts'
import { verify } from './engine/verify.ts'
import { adjustmentsOf, type PostedLine, planReleases, postedLines } from './plan-adjust.store.ts'
import { consentRuleOn, demandOf, departmentOf, missingConsent, planActions } from './plan-review.model.ts'
import { loadStanding } from './plan-review.store.ts'
import { askedTerms } from './problem.store.ts'
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
  publishedNo: p.published_no,
  parentId: p.parent_id,
  parentName: p.parent_name,
  scenario:
    p.scenario_id === null || p.scenario_version === null
      ? null
      : { id: p.scenario_id, version: p.scenario_version, name: p.scenario_name ?? '' },
  createdAt: p.created_at,
  createdBy: p.created_by,
})

const units: Readonly<Record<string, 'fen' | 'count' | 'points'>> = { benefit: 'points', funded: 'count', slices: 'count' }

async function planDetail(services: Services, actor: Actor, p: PlanRow) {
  const on = services.database.db
  const names = await planNames(on, actor.district)
  const slices = await planSlices(on, actor.district, p.plan_id)
  const releases = await planReleases(on, actor.district, p.plan_id)
  const standing = await loadStanding(on, actor.district, p.plan_id)
  const department = departmentOf(actor)
  const rule = consentRuleOn(services.clock.today(), actor.district)
  const violations = p.proposal.status === 'infeasible' ? [] : verify(p.problem, p.proposal)
  const bound = p.proposal.bounds?.benefit
  const benefit = Number(p.comparison['benefit']?.plan ?? '0')
  return {
    ...planOut(p),
    slices: slicesOut(slices, names, department),
    releases: releases.map((r) => ({ ...r, ...namesOf(r, names), book: r.book })),
    adjustments: (await adjustmentsOf(on, actor.district, p.plan_id)).map((a) => ({
      id: a.plan_id,
      name: a.name,
      state: a.state,
      stateLabel: planWorkflow.states[a.state].label,
      decisionNo: a.decision_no,
    })),
    ownDepartment: department,
    adjustment: p.cause && p.cause_document ? { cause: p.cause, document: p.cause_document } : null,
    publication: p.published_no ? { documentNo: p.published_no, publishedOn: p.published_on!, by: p.published_by ?? '' } : null,
    consent: {
      round: standing.round,
      departments: standing.departments.filter((d) => d.reachable).length,
      answered: standing.departments.filter((d) => d.answered).length,
      missing: missingConsent(standing, rule),
      demand: demandOf(rule),
    },
    ...leftoversOut(p, names),
    comparison: Object.entries(p.comparison).map(([key, values]) => ({
      key,
      label: planMeasures[key as keyof typeof planMeasures],
      plan: values.plan,
      greedy: values.greedy,
      unit: units[key] ?? ('fen' as const),
    })),
    bound: bound === undefined ? null : { benefit: String(bound), gapPercent: gapText(bound, benefit) },
    verified: p.proposal.status !== 'infeasible' && violations.length === 0,
    violations: violations.map((v) => ({ zh: `${v.rule}：${v.at} ${v.detail}`, en: `${v.rule}: ${v.at} ${v.detail}` })),
    adoption: adoptionOut(p),
    actions: planActions(
      { state: p.state, standing, moves: slices.length + releases.length > 0, isAdjustment: p.parent_id !== null, department, rule },
      (permission) => mayDo(actor, permission),
    ),
  }
}

type Names = Awaited<ReturnType<typeof planNames>>

/** Projects that went without and money that is left, each with its reason. */
const leftoversOut = ({ proposal, scale_fen: step }: PlanRow, names: Names) => ({
  unfunded: proposal.unfunded.map((u) => {
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
  idle: proposal.idle.map((i) => {
    const lot = names.lots.get(i.lot)!
    return {
      lotId: i.lot,
      docNo: lot.doc_no,
      fundName: lot.fund_name,
      amountFen: toFen(i.amount, step),
      reason: i.reason,
      because: idleReasons[i.reason],
    }
  }),
})

function namesOf({ lotId, projectId }: { lotId: string; projectId: string }, names: Names) {
  const [lot, project] = [names.lots.get(lotId)!, names.projects.get(projectId)!]
  return {
    lotId,
    docNo: lot.doc_no,
    fundName: lot.fund_name,
    book: lot.book,
    department: lot.department,
    projectId,
    projectCode: project.code,
    projectName: project.name,
    unit: project.unit,
  }
}

/** A department sees its own money and its own projects first. */
function slicesOut(slices: readonly SliceFen[], names: Names, department: string | null) {
  const out = slices.map((s) => {
    const named = namesOf(s, names)
    return {
      ...named,
      year: s.year,
      amountFen: s.amountFen,
      own: department !== null && [named.department, named.unit].includes(department),
    }
  })
  return [...out.filter((s) => s.own), ...out.filter((s) => !s.own)]
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
        overReason: p.over_reason,
      }

const gapText = (bound: number, reached: number): string => (bound <= 0 ? '0' : (Math.max(0, (bound - reached) / bound) * 100).toFixed(2))

const lineOut = (l: PostedLine) => ({
  ...l,
  kindLabel: l.kind === 'reversal' ? reversal.label : postings[l.kind].label,
  bookLabel: books[l.book].label,
})

function sliceSheet(slices: readonly SliceFen[], names: Names): SheetOut {
  const rows = slicesOut(slices, names, null)
  return {
    name: '资金安排',
    columns: [
      { header: '项目编号', kind: 'text', width: 16 },
      { header: '项目', kind: 'text', width: 34 },
      { header: '责任单位', kind: 'text', width: 18 },
      { header: '文号', kind: 'text', width: 24 },
      { header: '资金名称', kind: 'text', width: 34 },
      { header: '主管部门', kind: 'text', width: 18 },
      { header: '专账', kind: 'text', width: 14 },
      { header: '年度', kind: 'number', width: 8 },
      { header: '安排（元）', kind: 'money', width: 18 },
    ],
    rows: [
      ...rows.map((r) => [
        r.projectCode,
        r.projectName,
        r.unit,
        r.docNo,
        r.fundName,
        r.department,
        books[r.book].label.zh,
        r.year,
        r.amountFen,
      ]),
      ['合计', null, null, null, null, null, null, null, rows.reduce((total, r) => total + r.amountFen, 0n)],
    ],
  }
}

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
        runId: await runs.start(actor, { ...body, ...must(await askedTerms(services.database.db, actor.district, body)) }),
      })),
    ),
    bind(contract.solveProgress, async ({ actor, params }) => {
      const run = runs.find(actor.district, params.runId)
      return run ? ok({ ...run, notes: [...run.notes] }) : refuse('run_unknown')
    }),
    bind(contract.cancelSolve, async ({ actor, params }) => (runs.cancel(actor.district, params.runId) ? ok({}) : refuse('run_unknown'))),
    bind(contract.adoptPlan, ({ actor, key, params, body }) =>
      runCommand(database, adoptPlan, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.previewAdoption, async ({ actor, key, params, body }) => {
      const input = { planId: params.id, decisionNo: body.decisionNo ?? '待定', decidedOn: body.decidedOn ?? clock.today(), minutes: '' }
      const tried = await runCommand(database, previewAdoption, input, { actor, key, clock, preview: true })
      return tried.ok ? ok({ ...tried.value, lines: tried.value.lines.map(lineOut) }) : tried
    }),
    bind(contract.planPostings, async ({ actor, params }) => ({
      lines: (await postedLines(database.db, actor.district, params.id)).map(lineOut),
    })),
    bind(contract.exportSlices, async ({ actor, params, reply }): Promise<unknown> => {
      const plan = await findPlan(database.db, actor.district, params.id)
      if (!plan) return refuse('plan_unknown', { plan: params.id })
      const slices = await planSlices(database.db, actor.district, params.id)
      return sendSheet(reply, `${plan.name}.xlsx`, sliceSheet(slices, await planNames(database.db, actor.district)))
    }),
    bind(contract.discardPlan, ({ actor, key, params }) => runCommand(database, discardPlan, { planId: params.id }, { actor, key, clock })),
  ]
}
