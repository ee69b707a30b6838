/** Claims (报账): compile with papers, five signatures bound to the exact content, send back. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { terms } from '#features/contracts/contract-money.contract.ts'

export const claimRow = z.object({
  id: z.string(),
  claimNo: z.string(),
  kind: z.string(),
  kindLabel: text,
  state: z.string(),
  stateLabel: text,
  contractId: z.string(),
  contractNo: z.string(),
  projectId: z.string(),
  projectName: z.string(),
  contractor: z.string(),
  amountFen: fenOut,
  compiledBy: z.string(),
  compiledAt: z.string(),
  /** Since when it has been in this state. */
  since: z.string(),
})

export const listClaims = endpoint({
  method: 'GET',
  path: '/api/claims',
  access: 'claims.read',
  summary: { zh: '报账', en: 'Claims' },
  query: listQuery.extend({ state: z.string().optional(), mine: z.enum(['yes']).optional() }),
  response: listOf(claimRow),
})

const paperRef = z.object({ code: z.string(), fileId: z.string() })

/** What a person writes; a simple claim leaves the parts out. */
const written = z.object({
  kind: z.string(),
  /** What is paid. */
  amountFen: fenIn,
  certifiedFen: fenIn.optional(),
  recoverFen: fenIn.optional(),
  retainFen: fenIn.optional(),
  /** Below zero where what an earlier claim left until the settlement is paid now. */
  deferFen: fenIn.optional(),
  invoiceNo: z.string().max(40),
  invoiceDate: dateIn.nullable(),
  description: z.string().min(1).max(500),
  /** The responsibility statement the named person makes, word for word. */
  statement: z.string().min(1).max(500),
  papers: z.array(paperRef).max(40),
})

/** What a claim of this kind may ask for, and the parts that contract and policy would give it. */
export const offerClaim = endpoint({
  method: 'GET',
  path: '/api/contracts/:id/claim-offer',
  access: 'claims.compile',
  summary: { zh: '报账金额测算', en: 'What a claim may ask for' },
  params: z.object({ id: z.string() }),
  query: z.object({
    kind: z.string(),
    /** In fen; without it what is left of the contract. */
    certifiedFen: fenIn.optional(),
    accepted: z.enum(['yes']).optional(),
    /** The claim that is being changed. */
    claim: z.string().optional(),
  }),
  response: z.object({
    /** Of the project. */
    category: z.string(),
    /** Kinds of claim that such a contract has: only works have an advance and a retention. */
    kinds: z.array(z.string()),
    /** Fen that a claim of this kind may still ask for. */
    leftFen: fenOut,
    advanceLeftFen: fenOut,
    deferredFen: fenOut,
    contractFen: fenOut,
    auditedFen: fenOut.nullable(),
    terms: terms.nullable(),
    /** The claim states a certified value: the kind does, and the contract has terms or an advance to recover. */
    certified: z.boolean(),
    usual: z.object({ certifiedFen: fenOut, amountFen: fenOut, recoverFen: fenOut, retainFen: fenOut, deferFen: fenOut }).nullable(),
    /** Why the parts cannot be as they would be, in words. */
    refusal: text.nullable(),
  }),
})

export const showClaim = endpoint({
  method: 'GET',
  path: '/api/claims/:id',
  access: 'claims.read',
  summary: { zh: '一份报账', en: 'One claim' },
  params: z.object({ id: z.string() }),
  response: claimRow.extend({
    invoiceNo: z.string(),
    invoiceDate: z.string().nullable(),
    description: z.string(),
    statement: z.string(),
    /** certified = amount + recovered + retained + left until the settlement; in a simple claim the amount. Zero where nothing is certified. */
    certifiedFen: fenOut,
    recoverFen: fenOut,
    retainFen: fenOut,
    deferFen: fenOut,
    contractAmountFen: fenOut,
    paidBeforeFen: fenOut,
    remainingFen: fenOut,
    capitalNumerals: z.string(),
    contentHash: z.string(),
    papers: z.array(
      z.object({ code: z.string(), label: text, fileId: z.string(), fileName: z.string(), sha256: z.string(), size: z.number() }),
    ),
    /** The five levels in order, signed or not. */
    chain: z.array(
      z.object({
        level: z.number(),
        label: text,
        asserts: text,
        signedBy: z.string().nullable(),
        signedAt: z.string().nullable(),
        opinion: z.string().nullable(),
        /** The signature covers exactly this content; false when the content has changed since. */
        valid: z.boolean().nullable(),
      }),
    ),
    returns: z.array(z.object({ by: z.string(), at: z.string(), level: z.string(), reason: z.string() })),
    payments: z.array(z.object({ id: z.string(), orderNo: z.string(), state: z.string(), at: z.string(), note: z.string().nullable() })),
    /** Which lots the claim draws on, if it were ordered now or as it was ordered. */
    money: z.array(z.object({ lotId: z.string(), docNo: z.string(), fundName: z.string(), book: z.string(), amountFen: fenOut })),
    history: z.array(z.object({ at: z.string(), sentence: text })),
    actions: z.array(action),
  }),
})

export const compileClaim = endpoint({
  method: 'POST',
  path: '/api/claims',
  access: 'claims.compile',
  summary: { zh: '编制报账', en: 'Compile a claim' },
  body: written.extend({ contractId: z.string() }),
  response: z.object({ id: z.string() }),
})

/** Changes a draft; any earlier signature dies with the change. */
export const changeClaim = endpoint({
  method: 'PUT',
  path: '/api/claims/:id',
  access: 'claims.compile',
  summary: { zh: '修改报账', en: 'Change a claim' },
  params: z.object({ id: z.string() }),
  body: written,
  response: z.object({}),
})

export const submitClaim = endpoint({
  method: 'POST',
  path: '/api/claims/:id/submit',
  access: 'claims.compile',
  summary: { zh: '提交审签', en: 'Submit for signature' },
  params: z.object({ id: z.string() }),
  response: z.object({ state: z.string() }),
})

/** One signature. The password is asked again, and the hash says what the signer saw. */
export const signClaim = endpoint({
  method: 'POST',
  path: '/api/claims/:id/sign',
  access: 'claims.read',
  summary: { zh: '审签', en: 'Sign' },
  params: z.object({ id: z.string() }),
  body: z.object({ contentHash: z.string(), opinion: z.string().min(1).max(300), password: z.string().min(1).max(256) }),
  response: z.object({ state: z.string() }),
})

export const sendBackClaim = endpoint({
  method: 'POST',
  path: '/api/claims/:id/send-back',
  access: 'claims.read',
  summary: { zh: '退回', en: 'Send back' },
  params: z.object({ id: z.string() }),
  body: z.object({ reason: z.string().min(2).max(300) }),
  response: z.object({ state: z.string() }),
})

export const uploadFile = endpoint({
  method: 'POST',
  path: '/api/files',
  access: 'claims.compile',
  summary: { zh: '上传附件', en: 'Upload a paper' },
  upload: true,
  response: z.object({ fileId: z.string(), fileName: z.string(), sha256: z.string(), size: z.number() }),
})

export const downloadFile = endpoint({
  method: 'GET',
  path: '/api/files/:id',
  access: 'claims.read',
  summary: { zh: '查看附件', en: 'Open a paper' },
  params: z.object({ id: z.string() }),
})
