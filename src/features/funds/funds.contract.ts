/** One list of money (一张清单): documents, lots, receipts, import. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { corrections, previewShape } from '#features/imports/imports.contract.ts'
import { fourAmounts, stageAmounts } from '#features/ledger/ledger.contract.ts'
import { type ListFace, listFaces, type ListGrouping, listGroupings, type LotState, lotStates } from '#policy/fund-lists.ts'

export const lotRow = z.object({
  id: z.string(),
  docNo: z.string(),
  fundName: z.string(),
  catalogueCode: z.string(),
  catalogueLabel: text,
  level: z.string(),
  levelLabel: text,
  department: z.string(),
  book: z.string(),
  bookLabel: text,
  nature: z.string(),
  natureLabel: text,
  poolClass: z.string(),
  poolClassLabel: text,
  uses: z.array(z.string()),
  useLabels: z.array(text),
  fiscalYear: z.number(),
  usableTo: z.number(),
  lapsesOn: z.string(),
  carriedFrom: z.number().nullable(),
  /** What is announced, adjustments included; the same as `four.announced`. */
  amountFen: fenOut,
  receivedFen: fenOut,
  amounts: stageAmounts,
  four: fourAmounts,
  /** What the clocks say today: `overdue`, `idle`, `expiring`, `lapsed`, each with its days. */
  marks: z.array(z.object({ mark: z.string(), days: z.number(), label: text, because: text, grave: z.boolean() })),
})

const lotNarrowing = z.object({
  level: z.string().optional(),
  department: z.string().optional(),
  nature: z.string().optional(),
  book: z.string().optional(),
  year: z.coerce.number().int().optional(),
  catalogue: z.string().optional(),
  poolClass: z.string().optional(),
  /** A division code: lots that may be used there; in the other faces, projects there. */
  region: z
    .string()
    .regex(/^\d{6,12}$/)
    .optional(),
  /** Only lots with money in this stage, e.g. `expected`. */
  stage: z.string().optional(),
  state: z.enum(Object.keys(lotStates) as [LotState, ...LotState[]]).optional(),
  /** For `expiring`: within so many days. */
  days: z.coerce.number().int().min(0).max(3650).optional(),
})

export const lotFilter = listQuery.extend(lotNarrowing.shape)

const facets = z.object({
  levels: z.array(z.string()),
  departments: z.array(z.string()),
  years: z.array(z.number()),
  natures: z.array(z.string()),
  catalogue: z.array(z.string()),
})

/** Sums over the whole filtered list, not only this page. */
const sums = { sum: stageAmounts, four: fourAmounts, facets }

export const listLots = endpoint({
  method: 'GET',
  path: '/api/lots',
  access: 'funds.read',
  summary: { zh: '一张清单', en: 'The list of money' },
  query: lotFilter,
  response: listOf(lotRow).extend(sums),
})

const grouping = z.enum(Object.keys(listGroupings) as [ListGrouping, ...ListGrouping[]])

export const groupLots = endpoint({
  method: 'GET',
  path: '/api/lots/groups',
  access: 'funds.read',
  summary: { zh: '一张清单的分组小计', en: 'The list of money by groups' },
  query: lotFilter.extend({ group: grouping.default('level') }),
  response: listOf(
    z.object({ key: z.string(), label: text, lots: z.number(), receivedFen: fenOut, amounts: stageAmounts, four: fourAmounts }),
  ).extend(sums),
})

const useRow = z.object({
  id: z.string(),
  lotId: z.string(),
  docNo: z.string(),
  fundName: z.string(),
  levelLabel: text,
  department: z.string(),
  bookLabel: text,
  fiscalYear: z.number(),
  projectId: z.string(),
  project: z.string(),
  projectCode: z.string(),
  place: z.string(),
  categoryLabel: text,
  responsibleUnit: z.string(),
  amounts: stageAmounts,
  four: fourAmounts,
})

export const listUses = endpoint({
  method: 'GET',
  path: '/api/lots/uses',
  access: 'funds.read',
  summary: { zh: '使用清单', en: 'What the money pays' },
  query: lotFilter,
  response: listOf(useRow).extend(sums),
})

export const listDuties = endpoint({
  method: 'GET',
  path: '/api/lots/duties',
  access: 'funds.read',
  summary: { zh: '责任清单', en: 'Who answers for the money' },
  query: lotFilter,
  response: listOf(
    useRow.extend({
      contractId: z.string(),
      contractNo: z.string().nullable(),
      contract: z.string().nullable(),
      contractor: z.string().nullable(),
      signedOn: z.string().nullable(),
      unpaidFen: fenOut,
      lapsesOn: z.string(),
      daysLeft: z.number(),
    }),
  ).extend(sums),
})

export const exportLots = endpoint({
  method: 'GET',
  path: '/api/lots/export.xlsx',
  access: 'funds.read',
  summary: { zh: '导出清单', en: 'Export the list' },
  query: lotFilter.extend({
    face: z.enum(Object.keys(listFaces) as [ListFace, ...ListFace[]]).default('source'),
    group: grouping.optional().catch(undefined),
  }),
})

export const lotTemplate = endpoint({
  method: 'GET',
  path: '/api/lots/template.xlsx',
  access: 'funds.import',
  summary: { zh: '资金文件登记表（模板）', en: 'Template for fund documents' },
})

export const showLot = endpoint({
  method: 'GET',
  path: '/api/lots/:id',
  access: 'funds.read',
  summary: { zh: '一笔资金', en: 'One lot' },
  params: z.object({ id: z.string() }),
  response: lotRow.extend({
    purpose: z.string(),
    documentKind: text,
    issuer: z.string().nullable(),
    issuedOn: z.string().nullable(),
    receivedOn: z.string().nullable(),
    funcCode: z.string().nullable(),
    funcLabel: text,
    econCode: z.string().nullable(),
    econLabel: text,
    poolReason: z.string().nullable(),
    /** What the officer wrote and what the catalogue says, in one sentence. */
    poolWhy: text,
    usableUntil: z.string().nullable(),
    regions: z.array(z.object({ code: z.string(), name: z.string() })),
    sourceFile: z.object({ name: z.string(), sheet: z.string(), row: z.number() }).nullable(),
    projects: z.array(z.object({ id: z.string(), code: z.string(), name: z.string(), amounts: stageAmounts, four: fourAmounts })),
    /** Adjustments, latest first: who, when, by which document, why, and each entry before and after. */
    history: z.array(
      z.object({
        version: z.number(),
        at: z.string(),
        by: z.string(),
        document: z.string(),
        reason: z.string(),
        changeFen: fenOut,
        postingId: z.string().nullable(),
        changes: z.array(z.object({ field: z.string(), label: text, before: text, after: text })),
      }),
    ),
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
  nature: z.string().nullable(),
  funcCode: z.string().nullable(),
  econCode: z.string().nullable(),
  poolReason: z.string().nullable(),
  issuer: z.string().nullable(),
  issuedOn: z.string().nullable(),
  receivedOn: z.string().nullable(),
  usableUntil: z.string().nullable(),
  carriedFrom: z.number().nullable(),
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
