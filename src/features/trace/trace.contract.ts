/** The way of every fen, in both directions: from document to payee and from payee to document. */
import { z } from 'zod'
import { fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { fourAmounts, momentQuery, stageAmounts } from '#features/ledger/ledger.contract.ts'

/** One way: a lot's money in one book and stage, of one project, contract and payee, and the claims that it goes by. */
export const tracePath = z.object({
  docNo: z.string(),
  lotId: z.string(),
  fundName: z.string(),
  department: z.string(),
  level: z.string(),
  book: z.string(),
  bookLabel: text,
  projectId: z.string().nullable(),
  projectCode: z.string().nullable(),
  projectName: z.string().nullable(),
  contractId: z.string().nullable(),
  contractNo: z.string().nullable(),
  /** The claim, where it goes by one alone. */
  claimId: z.string().nullable(),
  claimNo: z.string().nullable(),
  claims: z.array(z.object({ id: z.string(), no: z.string().nullable(), amountFen: fenOut })),
  payeeId: z.string().nullable(),
  payee: z.string().nullable(),
  stage: z.string(),
  stageLabel: text,
  amountFen: fenOut,
})

export const traceNode = z.object({
  id: z.string(),
  kind: z.enum(['level', 'department', 'document', 'lot', 'book', 'project', 'contract', 'payee', 'stage']),
  label: text,
})
export const traceLink = z.object({ from: z.string(), to: z.string(), amountFen: fenOut })

export const traceAnswer = z.object({
  subject: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  nodes: z.array(traceNode),
  links: z.array(traceLink),
  /** Where the money is now: a page of all ways, of which there are so many and which come to the subject's money, to the fen. */
  paths: z.array(tracePath),
  pathsTotal: z.number(),
  pathsFen: fenOut,
  sum: stageAmounts,
  four: fourAmounts,
  /** The first postings that moved it, oldest first, and whether there are more. */
  postings: z.array(
    z.object({ id: z.string(), kindLabel: text, businessDate: z.string(), actor: z.string(), basis: z.string(), amountFen: fenOut }),
  ),
  morePostings: z.boolean(),
})

/** kind: document | lot | project | contract | payment | payee | all (id `district`) */
const subject = z.object({ kind: z.enum(['document', 'lot', 'project', 'contract', 'payment', 'payee', 'all']), id: z.string() })

export const traceMoney = endpoint({
  method: 'GET',
  path: '/api/trace/:kind/:id',
  access: 'trace.read',
  summary: { zh: '追踪资金', en: 'Trace the money' },
  params: subject,
  query: z.object({
    ...momentQuery,
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: traceAnswer,
})

export const exportWays = endpoint({
  method: 'GET',
  path: '/api/trace/:kind/:id/ways.xlsx',
  access: 'trace.read',
  summary: { zh: '导出每一条去向', en: 'Export every path' },
  params: subject,
  query: z.object(momentQuery),
})

/** All money as it flows from departments through books to projects; the largest projects by name, the others as one. */
export const districtFlow = endpoint({
  method: 'GET',
  path: '/api/district-flow',
  access: 'trace.read',
  summary: { zh: '全区资金流向', en: 'The canal of the district' },
  response: z.object({ nodes: z.array(traceNode), links: z.array(traceLink) }),
})

/** Finds something to trace by number or name. */
export const findSubjects = endpoint({
  method: 'GET',
  path: '/api/trace-subjects',
  access: 'trace.read',
  summary: { zh: '查找可追踪的对象', en: 'Find something to trace' },
  query: z.object({ q: z.string().max(80).optional() }),
  response: z.object({
    rows: z.array(z.object({ kind: z.string(), kindLabel: text, id: z.string(), label: z.string(), detail: z.string() })),
  }),
})

/** The public page: what was allocated and paid, without login and without any personal number. */
export const publicOverview = endpoint({
  method: 'GET',
  path: '/api/public/overview',
  access: 'public',
  summary: { zh: '公示', en: 'Public notice' },
  response: z.object({
    district: z.string(),
    asOf: z.string(),
    sum: stageAmounts,
    chainHeads: z.array(z.object({ book: text, number: z.number(), hash: z.string() })),
    plans: z.array(
      z.object({
        name: z.string(),
        year: z.number(),
        decisionNo: z.string(),
        decidedOn: z.string(),
        projects: z.number(),
        amountFen: fenOut,
      }),
    ),
    projects: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        place: z.string(),
        category: text,
        reserved: fenOut,
        paid: fenOut,
        payees: z.array(z.string()),
      }),
    ),
  }),
})
