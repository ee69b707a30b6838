/** One tap (一个龙头): solve a plan, look at it, adopt it by a decision. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { scenarioDefaults, scenarioLimits } from '#policy/scenario-terms.ts'

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
  publishedNo: z.string().nullable(),
  /** The adopted plan that this one adjusts. */
  parentId: z.string().nullable(),
  parentName: z.string().nullable(),
  /** Under which terms it was solved; null: the standard ones. */
  scenario: z.object({ id: z.string(), version: z.number(), name: z.string() }).nullable(),
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
  department: z.string(),
  projectId: z.string(),
  projectCode: z.string(),
  projectName: z.string(),
  unit: z.string(),
  year: z.number(),
  amountFen: fenOut,
  /** Money of the reader's own department, or for a project of its own. */
  own: z.boolean(),
})

const planRelease = z.object({
  lotId: z.string(),
  docNo: z.string(),
  fundName: z.string(),
  book: z.string(),
  projectId: z.string(),
  projectCode: z.string(),
  projectName: z.string(),
  amountFen: fenOut,
})

export const postingLine = z.object({
  postingId: z.string(),
  kind: z.string(),
  kindLabel: text,
  book: z.string(),
  bookLabel: text,
  lotId: z.string(),
  lot: z.string(),
  projectId: z.string(),
  project: z.string(),
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
      .object({
        decisionNo: z.string(),
        decidedOn: z.string(),
        minutes: z.string(),
        adoptedAt: z.string(),
        adoptedBy: z.string(),
        overReason: z.string().nullable(),
      })
      .nullable(),
    publication: z.object({ documentNo: z.string(), publishedOn: z.string(), by: z.string() }).nullable(),
    ownDepartment: z.string().nullable(),
    adjustment: z.object({ cause: z.string(), document: z.string() }).nullable(),
    releases: z.array(planRelease),
    adjustments: z.array(
      z.object({ id: z.string(), name: z.string(), state: z.string(), stateLabel: text, decisionNo: z.string().nullable() }),
    ),
    consent: z.object({
      round: z.number(),
      departments: z.number(),
      answered: z.number(),
      missing: text.nullable(),
      demand: text.nullable(),
    }),
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
    /** A scenario, in its last version unless one is named; or else the short form below. */
    scenarioId: z.string().max(60).optional(),
    scenarioVersion: z.number().int().min(1).optional(),
    year: z.number().int().min(2000).max(2100).optional(),
    /** Most distinct lots a project, and the smallest slice (anti-scatter). */
    maxSources: z.number().int().min(1).max(20).default(scenarioDefaults.maxSources),
    minSliceFen: fenIn.prefault(scenarioDefaults.minSliceFen),
    seconds: z.number().int().min(1).max(scenarioLimits.seconds).default(scenarioDefaults.seconds),
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
    stopping: z.boolean(),
    name: z.string(),
    lots: z.number(),
    projects: z.number(),
    phase: z.string(),
    seconds: z.number(),
    /** What the person allowed. */
    limit: z.number(),
    notes: z.array(text),
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
  body: z.object({
    decisionNo: z.string().min(1).max(80),
    decidedOn: dateIn,
    minutes: z.string().min(1).max(2000),
    overReason: z.string().max(500).optional(),
  }),
  response: z.object({ postings: z.number(), amountFen: fenOut, releasedFen: fenOut }),
})

/** The trial run: exactly what the adoption would write into the books now. Nothing is kept. */
export const previewAdoption = endpoint({
  method: 'POST',
  path: '/api/plans/:id/adopt/preview',
  access: 'allocation.adopt',
  summary: { zh: '采纳前试算', en: 'What an adoption would post' },
  params: z.object({ id: z.string() }),
  body: z.object({ decisionNo: z.string().max(80).optional(), decidedOn: dateIn.optional() }),
  response: z.object({ postings: z.number(), amountFen: fenOut, releasedFen: fenOut, lines: z.array(postingLine) }),
})

/** What the adoption wrote. */
export const planPostings = endpoint({
  method: 'GET',
  path: '/api/plans/:id/postings',
  access: 'allocation.read',
  summary: { zh: '方案的记账', en: 'Postings of a plan' },
  params: z.object({ id: z.string() }),
  response: z.object({ lines: z.array(postingLine) }),
})

export const exportSlices = endpoint({
  method: 'GET',
  path: '/api/plans/:id/slices.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出资金安排', en: 'Export the slices' },
  params: z.object({ id: z.string() }),
})

export const discardPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/discard',
  access: 'allocation.solve',
  summary: { zh: '作废草案', en: 'Discard a draft' },
  params: z.object({ id: z.string() }),
  response: z.object({}),
})
