/** Two or three plans side by side. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const asked = z.object({ a: z.string().max(40), b: z.string().max(40), c: z.string().max(40).optional() })

const change = z.object({ kind: z.string(), label: text, because: text })
const row = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  /** Township of a project, department of a lot. */
  of: z.string(),
  /** Category of a project, book of a lot. */
  group: text,
  amounts: z.array(fenOut),
  changes: z.array(change),
  changed: z.boolean(),
})
const group = z.object({ key: z.string(), label: text, amounts: z.array(fenOut), projects: z.array(z.number()) })

export const comparePlans = endpoint({
  method: 'GET',
  path: '/api/plans/compare',
  access: 'allocation.read',
  summary: { zh: '方案比较', en: 'Plans side by side' },
  query: asked,
  response: z.object({
    plans: z.array(
      z.object({ id: z.string(), name: z.string(), state: z.string(), stateLabel: text, allocatedFen: fenOut, fundedProjects: z.number() }),
    ),
    measures: z.array(
      z.object({ key: z.string(), label: text, unit: z.enum(['fen', 'count', 'points']), values: z.array(z.string().nullable()) }),
    ),
    projects: z.array(row),
    lots: z.array(row),
    townships: z.array(group),
    categories: z.array(group),
  }),
})

export const exportComparison = endpoint({
  method: 'GET',
  path: '/api/plans/compare.xlsx',
  access: 'allocation.read',
  summary: { zh: '导出方案比较', en: 'Export the comparison' },
  query: asked,
})
