/** Supplements, phases, promises and unspent money: what a treasurer asks and decides. */
import { z } from 'zod'
import { dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { type BookKey, books } from '#policy/books.ts'

const book = z.enum(Object.keys(books) as [BookKey, ...BookKey[]])
const year = z.coerce.number().int().min(2000).max(2100)
const document = z.string().trim().min(2).max(120)
const reason = z.string().trim().min(2).max(300)

const shortfallRow = z.object({
  projectId: z.string(),
  code: z.string(),
  name: z.string(),
  place: z.string(),
  unit: z.string(),
  receiver: z.string(),
  needFen: fenOut,
  allocatedFen: fenOut,
  ownFen: fenOut,
  shortfallFen: fenOut,
  helpers: z.array(z.object({ book: z.string(), availableFen: fenOut })),
})

export const listShortfalls = endpoint({
  method: 'GET',
  path: '/api/treasury/shortfalls',
  access: 'ledger.read',
  summary: { zh: '各专账的项目缺口', en: 'Shortfalls of projects by book' },
  query: listQuery.extend({ year: year.optional(), receiver: book.optional(), project: z.string().optional() }),
  /** `firstYear`: the earliest year that any money or phase of the district is of. */
  response: listOf(shortfallRow).extend({ year: z.number(), firstYear: z.number(), shortfallFen: fenOut }),
})

const supplementBody = z.object({
  giver: book,
  receiver: book,
  projectId: z.string(),
  year,
  amountFen: fenIn,
  document,
  reason,
  decidedOn: dateIn,
})

const supplementResult = z.object({
  id: z.string(),
  postingId: z.string(),
  amountFen: fenOut,
  lots: z.array(z.object({ lotId: z.string(), name: z.string(), usableTo: z.number(), amountFen: fenOut })),
})

export const previewSupplement = endpoint({
  method: 'POST',
  path: '/api/treasury/supplements/preview',
  access: 'treasury.supplement',
  summary: { zh: '预览补充', en: 'Preview a supplement' },
  body: supplementBody,
  response: supplementResult.omit({ id: true, postingId: true }),
})

export const makeSupplement = endpoint({
  method: 'POST',
  path: '/api/treasury/supplements',
  access: 'treasury.supplement',
  summary: { zh: '专账间补充', en: 'Supplement one book from another' },
  body: supplementBody,
  response: supplementResult.omit({ lots: true }),
})

export const giveBackSupplement = endpoint({
  method: 'POST',
  path: '/api/treasury/supplements/:id/give-back',
  access: 'treasury.supplement',
  summary: { zh: '退回补充', en: 'Give a supplement back' },
  params: z.object({ id: z.string() }),
  body: z.object({ document, reason, decidedOn: dateIn }),
  response: z.object({ postingId: z.string(), amountFen: fenOut }),
})

export const listSupplements = endpoint({
  method: 'GET',
  path: '/api/treasury/supplements',
  access: 'ledger.read',
  summary: { zh: '补充记录', en: 'Supplements there were' },
  query: listQuery,
  response: listOf(
    z.object({
      id: z.string(),
      postingId: z.string(),
      giver: z.string(),
      receiver: z.string(),
      projectId: z.string(),
      code: z.string(),
      project: z.string(),
      year: z.number(),
      amountFen: fenOut,
      needFen: fenOut,
      allocatedFen: fenOut,
      ownFen: fenOut,
      shortfallFen: fenOut,
      document: z.string(),
      reason: z.string(),
      decidedOn: z.string(),
      decidedBy: z.string().nullable(),
      givenBackBy: z.string().nullable(),
    }),
  ),
})

const phase = z.object({ year: z.number(), needFen: fenOut, filledFen: fenOut })

export const showPhases = endpoint({
  method: 'GET',
  path: '/api/treasury/projects/:id/phases',
  access: 'projects.read',
  summary: { zh: '项目年度阶段', en: 'Phases of a project' },
  params: z.object({ id: z.string() }),
  response: z.object({
    projectId: z.string(),
    name: z.string(),
    year: z.number(),
    lastYear: z.number(),
    allocatedFen: fenOut,
    phases: z.array(phase),
    versions: z.array(
      z.object({
        version: z.number(),
        phases: z.array(z.object({ year: z.number(), needFen: fenOut })),
        document: z.string(),
        reason: z.string(),
        by: z.string().nullable(),
        at: z.string(),
      }),
    ),
  }),
})

export const planPhases = endpoint({
  method: 'POST',
  path: '/api/treasury/projects/:id/phases',
  access: 'treasury.phases',
  summary: { zh: '规划年度阶段', en: 'Plan the phases of a project' },
  params: z.object({ id: z.string() }),
  body: z.object({
    phases: z
      .array(z.object({ year, needFen: fenIn }))
      .min(1)
      .max(10),
    document,
    reason,
  }),
  response: z.object({ projectId: z.string(), version: z.number(), needFen: fenOut }),
})

export const listPromises = endpoint({
  method: 'GET',
  path: '/api/treasury/promises',
  access: 'ledger.read',
  summary: { zh: '待到账预留', en: 'Promises that wait for money' },
  query: z.object({ lot: z.string().optional(), project: z.string().optional() }),
  response: z.object({
    rows: z.array(
      z.object({
        lotId: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        book: z.string(),
        projectId: z.string(),
        code: z.string(),
        project: z.string(),
        /** The phases that the money is for. */
        years: z.array(z.number()),
        promisedFen: fenOut,
        since: z.string(),
        days: z.number(),
        /** The lot was announced longer ago than money may take to come. */
        overdueDays: z.number(),
        postingId: z.string(),
        basis: z.string(),
        reason: z.string().nullable(),
      }),
    ),
    promisedFen: fenOut,
    overdueFen: fenOut,
  }),
})

/** Projects that need more than they have over all their phases, and lots that expect money. */
export const promiseChoices = endpoint({
  method: 'GET',
  path: '/api/treasury/promises/choices',
  access: 'treasury.promise',
  summary: { zh: '可预留的项目和资金', en: 'What may be promised to whom' },
  query: z.object({ project: z.string().optional(), year: year.optional() }),
  response: z.object({
    projects: z.array(
      z.object({
        id: z.string(),
        code: z.string(),
        name: z.string(),
        allocatedFen: fenOut,
        phases: z.array(z.object({ year: z.number(), needFen: fenOut, roomFen: fenOut })),
      }),
    ),
    lots: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        book: z.string(),
        usableTo: z.number(),
        expectedFen: fenOut,
        /** May it pay the chosen project's phase? The reasons when not. */
        permitted: z.boolean(),
        because: z.array(text),
      }),
    ),
  }),
})

const promiseBody = z.object({ projectId: z.string(), lotId: z.string(), amountFen: fenIn, document, reason, decidedOn: dateIn })
const posted = z.object({ postingId: z.string(), amountFen: fenOut })

export const makePromise = endpoint({
  method: 'POST',
  path: '/api/treasury/promises',
  access: 'treasury.promise',
  summary: { zh: '待到账预留', en: 'Promise money before it comes' },
  body: promiseBody.extend({ year }),
  response: posted,
})

export const releasePromise = endpoint({
  method: 'POST',
  path: '/api/treasury/promises/release',
  access: 'treasury.promise',
  summary: { zh: '收回预留', en: 'Release a promise' },
  body: promiseBody,
  response: posted,
})

const carryLot = z.object({
  lotId: z.string(),
  name: z.string(),
  book: z.string(),
  since: z.string(),
  months: z.number(),
  standing: z.string(),
  nextOn: z.string().nullable(),
  usableTo: z.number(),
  unspentFen: fenOut,
  availableFen: fenOut,
  carriedFen: fenOut,
})

export const carryBoard = endpoint({
  method: 'GET',
  path: '/api/treasury/carry-over',
  access: 'ledger.read',
  summary: { zh: '结转结余', en: 'Unspent money by age' },
  response: z.object({
    today: z.string(),
    rule: z.object({ warnMonths: z.number(), decideMonths: z.number(), holdsMonths: z.number(), basis: z.string() }).nullable(),
    sums: z.array(z.object({ standing: z.string(), lots: z.number(), unspentFen: fenOut, availableFen: fenOut })),
    rows: z.array(carryLot),
    decisions: z.array(
      z.object({
        lotId: z.string(),
        lot: z.string(),
        action: z.string(),
        year: z.number(),
        amountFen: fenOut,
        postingId: z.string().nullable(),
        document: z.string(),
        reason: z.string(),
        decidedOn: z.string(),
        usableToBefore: z.number(),
        usableToAfter: z.number(),
        decidedBy: z.string().nullable(),
        reversed: z.boolean(),
      }),
    ),
  }),
})

export const decideOnLot = endpoint({
  method: 'POST',
  path: '/api/treasury/carry-over',
  access: 'treasury.carry',
  summary: { zh: '决定结转、重新安排或上缴', en: 'Decide what becomes of unspent money' },
  body: z.object({
    lotId: z.string(),
    action: z.enum(['carry-over', 'reallocate', 'return']),
    amountFen: fenIn.optional(),
    usableTo: year.optional(),
    document,
    reason,
    decidedOn: dateIn,
  }),
  response: z.object({ lotId: z.string(), postingId: z.string().nullable(), amountFen: fenOut, usableTo: z.number() }),
})

export const previewYearEnd = endpoint({
  method: 'GET',
  path: '/api/treasury/year-end',
  access: 'treasury.carry',
  summary: { zh: '年终结转预览', en: 'What the yearly run would carry' },
  query: z.object({ year }),
  response: z.object({
    year: z.number(),
    carry: z.array(carryLot),
    apart: z.array(carryLot),
    amountFen: fenOut,
    contentHash: z.string(),
    over: z.boolean(),
  }),
})

export const carryYearEnd = endpoint({
  method: 'POST',
  path: '/api/treasury/year-end',
  access: 'treasury.carry',
  summary: { zh: '年终结转', en: 'Carry all unspent money over the end of a year' },
  body: z.object({ year, document, contentHash: z.string() }),
  response: z.object({ lots: z.number(), apart: z.number(), amountFen: fenOut }),
})
