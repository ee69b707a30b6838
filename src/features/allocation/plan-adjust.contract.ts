/** Adjusting an adopted plan: what may go back, drawing up an adjustment, and its difference to what was adopted. */
import { z } from 'zod'
import { fenIn, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { scenarioDefaults, scenarioLimits } from '#policy/scenario-terms.ts'

const planId = z.object({ id: z.string() })

export const adjustmentBase = endpoint({
  method: 'GET',
  path: '/api/plans/:id/adjustable',
  access: 'allocation.solve',
  summary: { zh: '可以调整的资金', en: 'What an adjustment may take back' },
  params: planId,
  response: z.object({
    plan: z.object({ id: z.string(), name: z.string(), year: z.number(), decisionNo: z.string() }),
    holdings: z.array(
      z.object({
        lotId: z.string(),
        lot: z.string(),
        book: z.string(),
        bookLabel: text,
        projectId: z.string(),
        project: z.string(),
        reservedFen: fenOut,
        fixed: text.nullable(),
      }),
    ),
    /** Lots that have money now. */
    lots: z.array(z.object({ lotId: z.string(), lot: z.string(), availableFen: fenOut })),
    /** The terms the plan was solved under, in sentences; an adjustment keeps them. */
    said: z.array(z.object({ key: z.string(), field: z.string(), text })),
  }),
})

export const drawUpAdjustment = endpoint({
  method: 'POST',
  path: '/api/plans/:id/adjustments',
  access: 'allocation.solve',
  summary: { zh: '编制调整方案', en: 'Draw up an adjustment' },
  params: planId,
  body: z.object({
    name: z.string().min(1).max(80),
    cause: z.string().min(2).max(500),
    document: z.string().min(1).max(80),
    releases: z
      .array(
        z.object({ projectId: z.string(), lotId: z.string(), book: z.enum(['poverty', 'coordination', 'financing']), amountFen: fenIn }),
      )
      .max(2000),
    /** `solve`: what is free is worked out anew; `hand`: exactly these; `none`: it only goes back. */
    give: z.enum(['solve', 'hand', 'none']),
    gives: z
      .array(z.object({ projectId: z.string(), lotId: z.string(), amountFen: fenIn }))
      .max(200)
      .default([]),
    /** Projects that a solve leaves out, e.g. those the money was taken from. */
    leaveOut: z.array(z.string()).max(2000).default([]),
    seconds: z.number().int().min(1).max(scenarioLimits.seconds).default(scenarioDefaults.seconds),
  }),
  /** A draft, or the solve that will keep one: its progress is read and stopped like that of any plan. */
  response: z.object({ planId: z.string().nullable(), runId: z.string().nullable() }),
})

const row = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  beforeFen: fenOut,
  releasedFen: fenOut,
  givenFen: fenOut,
  afterFen: fenOut,
  changeFen: fenOut,
  kind: z.string(),
  label: text,
  because: text,
})

export const showDifference = endpoint({
  method: 'GET',
  path: '/api/plans/:id/difference',
  access: 'allocation.read',
  summary: { zh: '调整方案与原方案的差额', en: 'What an adjustment changes' },
  params: planId,
  response: z.object({ projects: z.array(row), lots: z.array(row) }),
})
