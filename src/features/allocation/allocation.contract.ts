/** One tap (一个龙头): solve a plan, look at it, adopt it by a decision. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

export const planRow = z.object({
  id: z.string(),
  name: z.string(),
  year: z.number(),
  state: z.string(),
  stateLabel: text,
  status: z.string(),
  fundedProjects: z.number(),
  allProjects: z.number(),
  allocatedFen: fenOut,
  decisionNo: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
})

export const listPlans = endpoint({
  method: 'GET',
  path: '/api/plans',
  access: 'allocation.read',
  summary: { zh: '分配方案', en: 'Allocation plans' },
  query: listQuery.extend({ year: z.coerce.number().int().optional(), state: z.string().optional() }),
  response: listOf(planRow),
})

const planSlice = z.object({
  lotId: z.string(),
  docNo: z.string(),
  fundName: z.string(),
  book: z.string(),
  projectId: z.string(),
  projectCode: z.string(),
  projectName: z.string(),
  year: z.number(),
  amountFen: fenOut,
})

export const showPlan = endpoint({
  method: 'GET',
  path: '/api/plans/:id',
  access: 'allocation.read',
  summary: { zh: '一个方案', en: 'One plan' },
  params: z.object({ id: z.string() }),
  response: planRow.extend({
    slices: z.array(planSlice),
    unfunded: z.array(
      z.object({ projectId: z.string(), code: z.string(), name: z.string(), needFen: fenOut, reason: z.string(), because: text }),
    ),
    idle: z.array(
      z.object({ lotId: z.string(), docNo: z.string(), fundName: z.string(), amountFen: fenOut, reason: z.string(), because: text }),
    ),
    /** What the spreadsheet habit (by rank, first money that fits) would have done, on the same problem. */
    comparison: z.array(
      z.object({ key: z.string(), label: text, plan: z.string(), greedy: z.string(), unit: z.enum(['fen', 'count', 'points']) }),
    ),
    bound: z.object({ benefit: z.string(), gapPercent: z.string() }).nullable(),
    verified: z.boolean(),
    violations: z.array(text),
    adoption: z
      .object({ decisionNo: z.string(), decidedOn: z.string(), minutes: z.string(), adoptedAt: z.string(), adoptedBy: z.string() })
      .nullable(),
    actions: z.array(action),
  }),
})

export const solvePlan = endpoint({
  method: 'POST',
  path: '/api/plans',
  access: 'allocation.solve',
  summary: { zh: '测算方案', en: 'Solve a plan' },
  body: z.object({
    name: z.string().min(1).max(80),
    year: z.number().int().min(2000).max(2100),
    /** Most distinct lots a project, and the smallest slice (anti-scatter). */
    maxSources: z.number().int().min(1).max(20),
    minSliceFen: fenIn,
    seconds: z.number().int().min(1).max(120).default(10),
    /** Leave these projects or lots out of this plan. */
    excludeProjects: z.array(z.string()).max(2000).optional(),
    includeProjects: z.array(z.string()).max(2000).optional(),
  }),
  response: z.object({ runId: z.string() }),
})

/** Progress of a running solve; `planId` is there when it is done. */
export const solveProgress = endpoint({
  method: 'GET',
  path: '/api/plans/runs/:runId',
  access: 'allocation.solve',
  summary: { zh: '测算进度', en: 'Progress of a solve' },
  params: z.object({ runId: z.string() }),
  response: z.object({
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    phase: z.string(),
    seconds: z.number(),
    bound: z.number().nullable(),
    best: z.number().nullable(),
    gapPercent: z.number().nullable(),
    planId: z.string().nullable(),
    message: text.nullable(),
  }),
})

export const cancelSolve = endpoint({
  method: 'POST',
  path: '/api/plans/runs/:runId/cancel',
  access: 'allocation.solve',
  summary: { zh: '停止测算,保留最好的结果', en: 'Stop and keep the best found' },
  params: z.object({ runId: z.string() }),
  response: z.object({}),
})

export const adoptPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/adopt',
  access: 'allocation.adopt',
  summary: { zh: '采纳方案', en: 'Adopt the plan' },
  params: z.object({ id: z.string() }),
  body: z.object({ decisionNo: z.string().min(1).max(80), decidedOn: dateIn, minutes: z.string().min(1).max(2000) }),
  response: z.object({ postings: z.number(), amountFen: fenOut }),
})

export const discardPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/discard',
  access: 'allocation.solve',
  summary: { zh: '作废草案', en: 'Discard a draft' },
  params: z.object({ id: z.string() }),
  response: z.object({}),
})
