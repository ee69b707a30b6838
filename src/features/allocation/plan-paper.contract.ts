/** A plan on paper, and the published plan for everybody. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

export const planPaper = endpoint({
  method: 'GET',
  path: '/api/plans/:id/paper.docx',
  access: 'allocation.read',
  summary: { zh: '打印实施方案（Word）', en: 'The plan as a Word document' },
  params: z.object({ id: z.string() }),
})

const publicRow = z.object({
  id: z.string(),
  name: z.string(),
  year: z.number(),
  decisionNo: z.string(),
  documentNo: z.string(),
  publishedOn: z.string(),
  /** The plan that it adjusts. */
  adjusts: z.string().nullable(),
  projects: z.number(),
  amountFen: fenOut,
})

export const publicPlans = endpoint({
  method: 'GET',
  path: '/api/public/plans',
  access: 'public',
  summary: { zh: '已公布的年度方案', en: 'Published plans' },
  response: z.object({ district: z.string(), plans: z.array(publicRow) }),
})

export const publicPlan = endpoint({
  method: 'GET',
  path: '/api/public/plans/:id',
  access: 'public',
  summary: { zh: '已公布的一个方案', en: 'One published plan' },
  params: z.object({ id: z.string() }),
  response: publicRow.extend({
    district: z.string(),
    decidedOn: z.string(),
    cause: z.string().nullable(),
    sources: z.array(
      z.object({ docNo: z.string(), fundName: z.string(), level: text, department: z.string(), book: text, amountFen: fenOut }),
    ),
    uses: z.array(
      z.object({
        code: z.string(),
        project: z.string(),
        place: z.string(),
        category: text,
        content: z.string(),
        docNo: z.string(),
        year: z.number(),
        amountFen: fenOut,
      }),
    ),
    duties: z.array(
      z.object({
        unit: z.string(),
        departments: z.array(z.string()),
        code: z.string(),
        project: z.string(),
        usableTo: z.number(),
        amountFen: fenOut,
      }),
    ),
  }),
})
