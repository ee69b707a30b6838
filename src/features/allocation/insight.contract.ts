/** Why a plan is as it is: reasons in numbers, smallest changes, what more money is worth, who gets how much, how scattered it is. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const id = z.object({ id: z.string() })

/** A change that was proven by the independent check on the changed problem. */
export const remedy = z.object({
  kind: z.string(),
  text,
  /** Money that rests on the change. */
  sizeFen: fenOut,
  /** How the project would be paid. */
  slices: z.array(z.object({ lotId: z.string(), name: z.string(), year: z.number(), amountFen: fenOut })),
  /** Money of funded projects that would come from other lots instead; nobody gets less. */
  shiftedFen: fenOut,
})

export const unfundedRow = z.object({
  projectId: z.string(),
  code: z.string(),
  name: z.string(),
  place: z.string(),
  category: text,
  score: z.number(),
  households: z.number(),
  needFen: fenOut,
  cause: z.string(),
  causeLabel: text,
  facts: z.array(text),
  /** False: there are so many that this one is looked into when it is opened. */
  looked: z.boolean(),
  best: remedy.nullable(),
})

export const idleRow = z.object({
  lotId: z.string(),
  docNo: z.string(),
  name: z.string(),
  book: text,
  amountFen: fenOut,
  reason: z.string(),
  because: text,
  facts: z.array(text),
  looked: z.boolean(),
  best: remedy.extend({ projectId: z.string().nullable(), projectName: z.string(), usesFen: fenOut }).nullable(),
})

const worth = z.object({ id: z.string(), name: text, note: z.string(), points: z.string(), text })
const placeRow = z.object({
  id: z.string(),
  name: z.string(),
  level: z.enum(['township', 'village']),
  township: z.string(),
  households: z.number(),
  poorHouseholds: z.number(),
  beforeFen: fenOut,
  planFen: fenOut,
  /** Null: no households are known. */
  perHouseholdBeforeFen: fenOut.nullable(),
  perHouseholdAfterFen: fenOut.nullable(),
  perPoorBeforeFen: fenOut.nullable(),
  perPoorAfterFen: fenOut.nullable(),
})
const spread = z.object({ gini: z.string().nullable(), mostFen: fenOut, leastFen: fenOut })

export const planInsight = endpoint({
  method: 'GET',
  path: '/api/plans/:id/insight',
  access: 'allocation.read',
  summary: { zh: '方案说明', en: 'Explanations of a plan' },
  params: id,
  response: z.object({
    unfunded: z.array(unfundedRow),
    idle: z.array(idleRow),
    /** Null: the plan has no proof of a bound to take prices from. */
    worth: z.object({ basis: text, lots: z.array(worth), limits: z.array(worth), places: z.array(worth) }).nullable(),
    mayResolve: z.boolean(),
    fairness: z.object({
      basis: text,
      places: z.array(placeRow),
      spreads: z.array(z.object({ level: z.enum(['township', 'village']), before: spread, after: spread })),
    }),
    scatter: z.array(
      z.object({ key: z.string(), label: text, plan: z.string(), greedy: z.string(), unit: z.enum(['fen', 'count', 'points']) }),
    ),
    lapses: z.array(z.object({ year: z.number(), usedFen: fenOut, leftFen: fenOut, greedyUsedFen: fenOut, greedyLeftFen: fenOut })),
  }),
})

const tried = text.nullable()

export const projectInsight = endpoint({
  method: 'GET',
  path: '/api/plans/:id/insight/project/:projectId',
  access: 'allocation.read',
  summary: { zh: '一个项目为什么没有安排', en: 'Why a project goes without' },
  params: id.extend({ projectId: z.string() }),
  response: unfundedRow.extend({ remedies: z.array(remedy), tried }),
})

export const lotInsight = endpoint({
  method: 'GET',
  path: '/api/plans/:id/insight/lot/:lotId',
  access: 'allocation.read',
  summary: { zh: '一笔资金为什么闲置', en: 'Why money of a lot is left' },
  params: id.extend({ lotId: z.string() }),
  response: idleRow.extend({
    remedies: z.array(remedy.extend({ projectId: z.string().nullable(), projectName: z.string(), usesFen: fenOut })),
    tried,
  }),
})

export const resolvedWorth = endpoint({
  method: 'GET',
  path: '/api/plans/:id/insight/resolved',
  access: 'allocation.read',
  summary: { zh: '逐笔加 1 万元重新求解', en: 'Solved again with 10,000 yuan more in each lot' },
  params: id,
  response: z.object({
    basis: text,
    extraFen: fenOut,
    lots: z.array(z.object({ id: z.string(), name: z.string(), gain: z.string(), exact: z.boolean(), text })),
  }),
})

export const exportUnfunded = endpoint({
  method: 'GET',
  path: '/api/plans/:id/insight/unfunded.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出未安排项目及原因', en: 'Unfunded projects and reasons as a spreadsheet' },
  params: id,
})
