/** One list of money (一张清单): documents, lots, receipts, import. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { corrections, previewShape } from '#features/imports/imports.contract.ts'
import { stageAmounts } from '#features/ledger/ledger.contract.ts'

export const lotRow = z.object({
  id: z.string(),
  docNo: z.string(),
  fundName: z.string(),
  catalogueCode: z.string(),
  level: z.string(),
  levelLabel: text,
  department: z.string(),
  book: z.string(),
  bookLabel: text,
  poolClass: z.string(),
  uses: z.array(z.string()),
  useLabels: z.array(text),
  fiscalYear: z.number(),
  usableTo: z.number(),
  amountFen: fenOut,
  amounts: stageAmounts,
})

export const lotFilter = listQuery.extend({
  level: z.string().optional(),
  department: z.string().optional(),
  book: z.string().optional(),
  year: z.coerce.number().int().optional(),
  /** Only lots with money in this stage, e.g. `expected`. */
  stage: z.string().optional(),
})

export const listLots = endpoint({
  method: 'GET',
  path: '/api/lots',
  access: 'funds.read',
  summary: { zh: '一张清单', en: 'The list of money' },
  query: lotFilter,
  response: listOf(lotRow).extend({
    /** Sums over the whole filtered list, not only this page. */
    sum: stageAmounts,
    facets: z.object({ levels: z.array(z.string()), departments: z.array(z.string()), years: z.array(z.number()) }),
  }),
})

export const exportLots = endpoint({
  method: 'GET',
  path: '/api/lots/export.xlsx',
  access: 'funds.read',
  summary: { zh: '导出清单', en: 'Export the list' },
  query: lotFilter,
})

export const showLot = endpoint({
  method: 'GET',
  path: '/api/lots/:id',
  access: 'funds.read',
  summary: { zh: '一笔资金', en: 'One lot' },
  params: z.object({ id: z.string() }),
  response: lotRow.extend({
    purpose: z.string(),
    issuedOn: z.string().nullable(),
    sourceFile: z.object({ name: z.string(), sheet: z.string(), row: z.number() }).nullable(),
    projects: z.array(z.object({ id: z.string(), code: z.string(), name: z.string(), amounts: stageAmounts })),
    actions: z.array(action),
  }),
})

/** Uploads a sheet (or names one already uploaded, with corrections) and shows what would be registered. */
const fundDefaults = z.object({
  fundName: z.string().max(120).optional(),
  docNo: z.string().max(80).optional(),
  level: z.string().optional(),
  department: z.string().max(80).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
})

export const fundDraft = z.object({
  sheet: z.string(),
  row: z.number(),
  docNo: z.string().nullable(),
  fundName: z.string(),
  catalogueCode: z.string(),
  catalogueLabel: text,
  level: z.string().nullable(),
  department: z.string(),
  book: z.string(),
  poolClass: z.string(),
  uses: z.array(z.string()),
  year: z.number().nullable(),
  amountFen: fenOut.nullable(),
  purpose: z.string(),
  /** Left out by the officer. */
  leftOut: z.boolean(),
})

export const previewFunds = endpoint({
  method: 'POST',
  path: '/api/imports/funds/preview',
  access: 'funds.import',
  summary: { zh: '预览资金表', en: 'Preview a fund table' },
  upload: true,
  response: previewShape.extend({ rows: z.array(fundDraft) }),
})

export const previewFundsAgain = endpoint({
  method: 'POST',
  path: '/api/imports/funds/preview-again',
  access: 'funds.import',
  summary: { zh: '改正后再预览', en: 'Preview again with corrections' },
  body: z.object({ fileId: z.string(), corrections, defaults: fundDefaults }),
  response: previewShape.extend({ rows: z.array(fundDraft) }),
})

export const confirmFunds = endpoint({
  method: 'POST',
  path: '/api/imports/funds/confirm',
  access: 'funds.import',
  summary: { zh: '确认登记', en: 'Confirm and register' },
  body: z.object({ fileId: z.string(), corrections, defaults: fundDefaults, contentHash: z.string() }),
  response: z.object({ documents: z.number(), lots: z.number(), amountFen: fenOut }),
})

/** Money arrives at the bank: each line names the lot and what came. */
export const recordReceipt = endpoint({
  method: 'POST',
  path: '/api/lots/receipts',
  access: 'funds.receive',
  summary: { zh: '登记到账', en: 'Record a receipt' },
  body: z.object({
    receivedOn: dateIn,
    bankReference: z.string().min(1).max(80),
    lines: z
      .array(z.object({ lotId: z.string(), amountFen: fenIn }))
      .min(1)
      .max(500),
  }),
  response: z.object({ postingId: z.string(), amountFen: fenOut }),
})
