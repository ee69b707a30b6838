/** The review of a plan: departments asked and their answers, comments, publication. */
import { z } from 'zod'
import { action, dateIn, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const planId = z.object({ id: z.string() })

const answered = z.object({ answer: z.string(), label: text, words: z.string(), by: z.string(), at: z.string() })

const round = z.object({
  round: z.number(),
  note: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  departments: z.array(
    z.object({ department: z.string(), reachable: z.boolean(), givesFen: fenOut, getsFen: fenOut, answered: answered.nullable() }),
  ),
})

export const showReview = endpoint({
  method: 'GET',
  path: '/api/plans/:id/review',
  access: 'allocation.read',
  summary: { zh: '方案的征求意见', en: 'Review of a plan' },
  params: planId,
  response: z.object({
    /** Latest first. */
    rounds: z.array(round),
    /** Who would be asked now. */
    concerned: z.array(z.object({ department: z.string(), reachable: z.boolean(), givesFen: fenOut, getsFen: fenOut })),
    missing: text.nullable(),
    /** What the rule of the district demands before an adoption; null: a recorded reason is enough. */
    demand: text.nullable(),
    ownDepartment: z.string().nullable(),
    actions: z.array(action),
    comments: z.array(
      z.object({
        no: z.number(),
        projectId: z.string().nullable(),
        lotId: z.string().nullable(),
        about: z.string().nullable(),
        words: z.string(),
        by: z.string(),
        role: text.nullable(),
        at: z.string(),
      }),
    ),
  }),
})

export const consultPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/consult',
  access: 'allocation.solve',
  summary: { zh: '征求部门意见', en: 'Ask the departments' },
  params: planId,
  body: z.object({ note: z.string().max(500).default('') }),
  response: z.object({ round: z.number(), departments: z.array(z.string()) }),
})

export const answerPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/answer',
  access: 'allocation.answer',
  summary: { zh: '答复征求意见', en: 'Answer for the department' },
  params: planId,
  body: z.object({ answer: z.enum(['agree', 'remark', 'object']), words: z.string().max(1000).default('') }),
  response: z.object({ round: z.number() }),
})

export const commentPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/comments',
  access: 'allocation.comment',
  summary: { zh: '写意见', en: 'Comment on a plan' },
  params: planId,
  body: z.object({
    projectId: z.string().max(40).nullable().default(null),
    lotId: z.string().max(40).nullable().default(null),
    words: z.string().min(1).max(1000),
  }),
  response: z.object({ commentNo: z.number() }),
})

export const publishPlan = endpoint({
  method: 'POST',
  path: '/api/plans/:id/publish',
  access: 'allocation.publish',
  summary: { zh: '公布方案', en: 'Publish a plan' },
  params: planId,
  body: z.object({ documentNo: z.string().min(1).max(80), publishedOn: dateIn }),
  response: z.object({}),
})
