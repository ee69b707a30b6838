/** The desk of a draft plan: money is moved by hand, tested while it is moved, and kept as a new draft. */
import { z } from 'zod'
import { fenIn, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const MOST_SLICES = 20_000
const MOST_PAIRS = 2000

const sliceIn = z.object({ lotId: z.string().max(80), projectId: z.string().max(80), year: z.number().int(), amountFen: fenIn })
const slicesIn = z.array(sliceIn).max(MOST_SLICES)
const pairIn = z.object({ lotId: z.string().max(80), projectId: z.string().max(80) })

const sliceOut = z.object({ lotId: z.string(), projectId: z.string(), year: z.number(), amountFen: fenOut })

export const showDesk = endpoint({
  method: 'GET',
  path: '/api/plans/:id/desk',
  access: 'allocation.solve',
  summary: { zh: '方案调整台', en: 'The desk of a plan' },
  params: z.object({ id: z.string() }),
  response: z.object({
    id: z.string(),
    name: z.string(),
    /** Name proposed for the plan by hand, and for one solved around it. */
    nameByHand: z.string(),
    nameAgain: z.string(),
    year: z.number(),
    /** Why it cannot be changed by hand, or null. */
    closed: text.nullable(),
    stepFen: fenOut,
    maxSources: z.number(),
    minSliceFen: fenOut,
    lots: z.array(
      z.object({
        id: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        book: z.string(),
        bookLabel: text,
        usableTo: z.number(),
        usesText: text,
        amountFen: fenOut,
      }),
    ),
    projects: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        name: z.string(),
        categoryLabel: text,
        statutory: z.boolean(),
        score: z.number(),
        /** Need of one unit in each year, and how many units there may be. */
        phases: z.array(z.object({ year: z.number(), needFen: fenOut })),
        units: z.object({ min: z.number(), max: z.number() }).nullable(),
      }),
    ),
    slices: z.array(sliceOut),
  }),
})

export const deskPartners = endpoint({
  method: 'POST',
  path: '/api/plans/:id/desk/partners',
  access: 'allocation.solve',
  summary: { zh: '谁能给、能给多少', en: 'Who can give or take, and how much' },
  params: z.object({ id: z.string() }),
  body: z.object({ slices: slicesIn, lotId: z.string().max(80).optional(), projectId: z.string().max(80).optional() }),
  response: z.object({
    partners: z.array(
      z.object({
        id: z.string(),
        /** The year it could give most at once, and that amount; null: it cannot. */
        year: z.number().nullable(),
        mostFen: fenOut,
        years: z.array(z.object({ year: z.number(), mostFen: fenOut })),
        /** Of a lot's projects the first reason alone: there may be thousands. */
        because: z.array(text),
      }),
    ),
  }),
})

const told = z.object({
  rule: z.string(),
  text,
  lotId: z.string().nullable(),
  projectId: z.string().nullable(),
  year: z.number().nullable(),
  /** A change that mends it: so much of the slice of `lotId` is taken over by `byLotId`. */
  mend: z.object({ lotId: z.string(), byLotId: z.string(), projectId: z.string(), year: z.number(), amountFen: fenOut }).nullable(),
})

export const checkDesk = endpoint({
  method: 'POST',
  path: '/api/plans/:id/desk/check',
  access: 'allocation.solve',
  summary: { zh: '核验手工方案', en: 'Check a plan by hand' },
  params: z.object({ id: z.string() }),
  body: z.object({ slices: slicesIn }),
  response: z.object({
    ok: z.boolean(),
    violations: z.array(told),
    hints: z.array(told),
    leftOut: z.array(z.object({ projectId: z.string(), text })),
    measures: z.array(
      z.object({ key: z.string(), label: text, unit: z.enum(['fen', 'count', 'points']), original: z.string(), now: z.string() }),
    ),
  }),
})

export const keepByHand = endpoint({
  method: 'POST',
  path: '/api/plans/:id/desk/keep',
  access: 'allocation.solve',
  summary: { zh: '保存为新草案', en: 'Keep as a new draft' },
  params: z.object({ id: z.string() }),
  body: z.object({ name: z.string().min(1).max(80), slices: slicesIn }),
  response: z.object({ planId: z.string(), amountFen: fenOut }),
})

export const solveAround = endpoint({
  method: 'POST',
  path: '/api/plans/:id/desk/solve-around',
  access: 'allocation.solve',
  summary: { zh: '围绕手工安排重新测算', en: 'Solve again around what was set by hand' },
  params: z.object({ id: z.string() }),
  body: z.object({
    name: z.string().min(1).max(80),
    seconds: z.number().int().min(1).max(120).default(10),
    /** Slices that must stay, each with at least this amount. */
    pins: z.array(sliceIn).max(MOST_PAIRS),
    /** A lot that must not pay a project, and projects that get nothing. */
    bans: z.array(pairIn).max(MOST_PAIRS),
    excludeProjects: z.array(z.string().max(80)).max(MOST_PAIRS),
  }),
  response: z.object({ runId: z.string() }),
})
