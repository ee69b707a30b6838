/** The books: four columns of money, postings, the chain, and the posting API of design §9.3. */
import { z } from 'zod'
import { dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

/** Money by stage; every list shows these columns and never mixes them. */
export const stageAmounts = z.object({
  announced: fenOut,
  expected: fenOut,
  promised: fenOut,
  available: fenOut,
  reserved: fenOut,
  committed: fenOut,
  ordered: fenOut,
  returned: fenOut,
  retained: fenOut,
  advanced: fenOut,
  paid: fenOut,
  recoverable: fenOut,
  placed: fenOut,
  compensated: fenOut,
  treasury: fenOut,
  recognised: fenOut,
})

/** The time machine: `asOf` a business date, `knownAt` a recorded date or instant. Read by `readMoment`, which refuses in words. */
export const momentQuery = { asOf: z.string().max(40).optional(), knownAt: z.string().max(40).optional() }

/** The four amounts that are never mixed: 指标下达 · 安排 · 支付 · 审定. */
export const fourAmounts = z.object({ announced: fenOut, allocated: fenOut, paid: fenOut, recognised: fenOut })

export const bookSummary = endpoint({
  method: 'GET',
  path: '/api/ledger/books',
  access: 'funds.read',
  summary: { zh: '三个专账的余额', en: 'Balances of the three books' },
  query: z.object(momentQuery),
  response: z.object({
    books: z.array(
      z.object({
        book: z.string(),
        label: text,
        lots: z.number(),
        amounts: stageAmounts,
        four: fourAmounts,
        inBank: fenOut,
        closedThrough: z.string().nullable(),
      }),
    ),
  }),
})

const moveRow = z.object({
  lotId: z.string(),
  lotName: z.string(),
  docNo: z.string(),
  book: z.string(),
  from: text,
  to: text,
  department: z.string(),
  projectId: z.string(),
  project: z.string().nullable(),
  contract: z.string().nullable(),
  payee: z.string().nullable(),
  amountFen: fenOut,
})

export const posting = z.object({
  id: z.string(),
  book: z.string(),
  number: z.number(),
  kind: z.string(),
  kindLabel: text,
  businessDate: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  basis: z.string(),
  reason: z.string().nullable(),
  reverses: z.string().nullable(),
  reversedBy: z.string().nullable(),
  amountFen: fenOut,
  hash: z.string(),
  /** `2017-03`, and the number within it: 记字第 12 号. */
  month: z.string(),
  voucherNo: z.number(),
  keeper: z.string().nullable(),
})

export const listPostings = endpoint({
  method: 'GET',
  path: '/api/ledger/postings',
  access: 'ledger.read',
  summary: { zh: '记账记录', en: 'Postings' },
  query: listQuery.extend({
    book: z.string().optional(),
    kind: z.string().optional(),
    lot: z.string().optional(),
    project: z.string().optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    ...momentQuery,
  }),
  response: listOf(posting),
})

export const showPosting = endpoint({
  method: 'GET',
  path: '/api/ledger/postings/:id',
  access: 'ledger.read',
  summary: { zh: '一笔记账', en: 'One posting' },
  params: z.object({ id: z.string() }),
  response: posting.extend({ moves: z.array(moveRow), previousHash: z.string(), chainCode: z.string() }),
})

/**
 * A treasurer's posting by hand, of any kind that policy/postings.ts marks so, or a reversal. A kind with one move needs no stages; of
 * several, `from` and `to` choose. What the stages are kept by (project, contract, claim, payee) is given where it applies.
 */
export const postingRequest = z.object({
  key: z.string().min(1).max(120),
  kind: z.string(),
  businessDate: dateIn,
  basis: z.string().min(1).max(200),
  reason: z.string().max(500).optional(),
  /** What the sender believes the moves add up to; a posting that adds up to something else is refused. */
  totalFen: fenIn.optional(),
  /** For a reversal: the posting that is turned round; moves must then be absent. */
  reverses: z.string().optional(),
  moves: z
    .array(
      z.object({
        lotId: z.string(),
        projectId: z.string().optional(),
        contractId: z.string().optional(),
        claimId: z.string().optional(),
        payeeId: z.string().optional(),
        from: z.string().optional(),
        to: z.string().optional(),
        amountFen: fenIn,
      }),
    )
    .max(1000)
    .optional(),
})

export const postToLedger = endpoint({
  method: 'POST',
  path: '/api/ledger/postings',
  access: 'ledger.post',
  summary: { zh: '记账(一笔或多笔)', en: 'Post one or many' },
  forPrograms: true,
  body: z.union([postingRequest, z.array(postingRequest).min(1).max(1000)]),
  response: z.object({
    results: z.array(
      z.union([
        z.object({ key: z.string(), ok: z.literal(true), id: z.string(), hash: z.string() }),
        z.object({ key: z.string(), ok: z.literal(false), code: z.string(), message: text }),
      ]),
    ),
  }),
})

export const verifyBooks = endpoint({
  method: 'GET',
  path: '/api/ledger/verify',
  access: 'audit.read',
  summary: { zh: '校验账簿', en: 'Verify the books' },
  response: z.object({
    ok: z.boolean(),
    postings: z.number(),
    accounts: z.number(),
    events: z.number(),
    heads: z.array(z.object({ book: z.string(), number: z.number(), hash: z.string(), algorithm: z.string() })),
    record: z.object({ number: z.number(), hash: z.string(), algorithm: z.string() }),
    faults: z.array(z.object({ invariant: z.string(), detail: text })),
  }),
})
