/** The money of a contract besides its payments: terms, settlement, fines, releases, refunds, recoveries; each can be previewed. */
import { z } from 'zod'
import { dateIn, fenIn, fenOut } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

/** Rates in hundredths of a percent: 3000 is 30 %. */
export const terms = z.object({
  advanceRate: z.number().int().min(0).max(10_000),
  progressRate: z.number().int().min(1).max(10_000),
  acceptedRate: z.number().int().min(1).max(10_000),
  retentionRate: z.number().int().min(0).max(10_000),
  retentionMonths: z.number().int().min(0).max(120),
})

export const settlementRow = z.object({
  number: z.number(),
  /** Null for a withdrawal. */
  auditedFen: fenOut.nullable(),
  cutFen: fenOut.nullable(),
  overFen: fenOut.nullable(),
  auditedOn: z.string(),
  acceptedOn: z.string().nullable(),
  auditor: z.string().nullable(),
  reportNo: z.string(),
  reportFile: z.object({ fileId: z.string(), fileName: z.string() }).nullable(),
  reason: z.string(),
  recordedBy: z.string(),
  recordedAt: z.string(),
})

/** 合同额、审定额、审减额、已付、应付、应收回 */
export const standing = z.object({
  contractFen: fenOut,
  auditedFen: fenOut.nullable(),
  cutFen: fenOut.nullable(),
  paidFen: fenOut,
  payableFen: fenOut,
  recoverableFen: fenOut,
})

/** What was posted, or would be: lot by lot. */
const acted = z.object({
  posted: z.array(
    z.object({
      id: z.string(),
      book: z.string(),
      kind: z.string(),
      reverses: z.string().nullable(),
      amountFen: fenOut,
      moves: z.array(z.object({ lotId: z.string(), from: z.string(), to: z.string(), amountFen: fenOut })),
    }),
  ),
})

const params = z.object({ id: z.string() })
/** Everything is checked and worked out, nothing is kept. */
const preview = z.boolean().default(false)

export const recordTerms = endpoint({
  method: 'POST',
  path: '/api/contracts/:id/terms',
  access: 'contracts.register',
  summary: { zh: '登记付款约定', en: 'Record payment terms' },
  params,
  body: z.object({ terms }),
  response: z.object({}),
})

export const uploadReport = endpoint({
  method: 'POST',
  path: '/api/contract-files',
  access: 'ledger.post',
  summary: { zh: '上传结算审核报告', en: 'Upload a settlement audit report' },
  upload: true,
  response: z.object({ fileId: z.string(), fileName: z.string(), sha256: z.string(), size: z.number() }),
})

export const openReport = endpoint({
  method: 'GET',
  path: '/api/contract-files/:id',
  access: 'contracts.read',
  summary: { zh: '查看结算审核报告', en: 'Open a settlement audit report' },
  params,
})

export const settleContract = endpoint({
  method: 'POST',
  path: '/api/contracts/:id/settlement',
  access: 'ledger.post',
  summary: { zh: '登记结算审定', en: 'Record the audited settlement' },
  params,
  body: z.object({
    auditedFen: fenIn,
    auditedOn: dateIn,
    acceptedOn: dateIn,
    auditor: z.string().trim().min(2).max(120),
    reportNo: z.string().trim().min(1).max(80),
    reportFile: z.string().min(1),
    note: z.string().max(300).optional(),
    preview,
  }),
  response: acted,
})

export const withdrawSettlement = endpoint({
  method: 'POST',
  path: '/api/contracts/:id/settlement/withdraw',
  access: 'ledger.post',
  summary: { zh: '撤回结算审定', en: 'Withdraw the settlement' },
  params,
  body: z.object({ on: dateIn, basis: z.string().trim().min(1).max(80), reason: z.string().trim().min(2).max(300), preview }),
  response: acted,
})

export const changeContractMoney = endpoint({
  method: 'POST',
  path: '/api/contracts/:id/money',
  access: 'ledger.post',
  summary: { zh: '合同款核减、扣罚、退款、收回', en: 'Release, fine, refund or recover money of a contract' },
  params,
  body: z.object({
    act: z.enum(['release', 'fine', 'refund', 'recovery']),
    /** Where it is taken from, where there is a choice: committed or retained for a fine, paid or advanced for a refund. */
    from: z.string().max(20).optional(),
    amountFen: fenIn,
    on: dateIn,
    basis: z.string().max(80),
    reason: z.string().max(300).optional(),
    preview,
  }),
  response: acted,
})
