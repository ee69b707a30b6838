/** Statements of the books and their vouchers. */
import { z } from 'zod'
import { fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

/** What a statement is asked for; the same in the address of its page. */
export const statementQuery = z.object({
  book: z.string().max(40).optional(),
  period: z.string().max(40).optional(),
  asOf: z.string().max(40).optional(),
  knownAt: z.string().max(40).optional(),
  ledger: z.enum(['cash', 'quota']).optional(),
  subject: z.string().max(20).optional(),
  by: z.enum(['book', 'level', 'department', 'lot', 'project']).optional(),
  lot: z.string().max(60).optional(),
  project: z.string().max(60).optional(),
  department: z.string().max(100).optional(),
  level: z.string().max(40).optional(),
})

const cell = z.union([z.bigint().transform((v) => v.toString()), z.string(), text, z.null()])

export const statementTable = z.object({
  columns: z.array(z.object({ key: z.string(), title: text, group: text.optional(), kind: z.enum(['text', 'code', 'date', 'money']) })),
  /** Money is fen as text. */
  rows: z.array(
    z.object({
      cells: z.array(cell),
      tone: z.enum(['plain', 'head', 'sum', 'total', 'red']),
      links: z.array(z.object({ at: z.number(), href: z.string() })),
      bold: z.array(z.number()).optional(),
    }),
  ),
  proofs: z.array(z.object({ label: text, holds: z.boolean() })),
  lines: z.number().nullable(),
})

export const showStatement = endpoint({
  method: 'GET',
  path: '/api/statements/tables/:name',
  access: 'ledger.read',
  summary: { zh: '账簿和报表', en: 'A statement of the books' },
  params: z.object({ name: z.string() }),
  query: statementQuery.extend({
    page: z.coerce.number().int().min(1).default(1),
    pageSize: z.coerce.number().int().min(10).max(500).default(100),
  }),
  response: z.object({
    name: z.string(),
    title: text,
    /** 2017年3月, and the day it is looked at where that is not the last. */
    period: text,
    moment: text.nullable(),
    scope: z.array(z.object({ key: z.enum(['lot', 'project', 'department', 'level', 'subject']), label: text })),
    table: statementTable,
    page: z.number(),
    pageSize: z.number(),
  }),
})

export const statementSheet = endpoint({
  method: 'GET',
  path: '/api/statements/tables/:name/excel',
  access: 'ledger.read',
  summary: { zh: '账簿和报表的 Excel', en: 'A statement as a spreadsheet' },
  params: z.object({ name: z.string() }),
  query: statementQuery,
})

export const statementPdf = endpoint({
  method: 'GET',
  path: '/api/statements/tables/:name/pdf',
  access: 'ledger.read',
  summary: { zh: '账簿和报表的 PDF', en: 'A statement as a PDF' },
  params: z.object({ name: z.string() }),
  query: statementQuery,
})

export const statementChoices = endpoint({
  method: 'GET',
  path: '/api/statements/choices',
  access: 'ledger.read',
  summary: { zh: '报表的可选条件', en: 'What statements can be narrowed to' },
  response: z.object({
    months: z.array(z.string()),
    departments: z.array(z.string()),
    levels: z.array(z.object({ key: z.string(), label: text })),
  }),
})

const voucherRow = z.object({
  book: z.string(),
  month: z.string(),
  no: z.number(),
  word: z.string(),
  businessDate: z.string(),
  summary: text,
  amountFen: fenOut,
  maker: z.string(),
  keeper: z.string().nullable(),
  red: z.boolean(),
  reversed: z.boolean(),
  postingId: z.string(),
})

export const listVouchers = endpoint({
  method: 'GET',
  path: '/api/statements/vouchers',
  access: 'ledger.read',
  summary: { zh: '一个月的记账凭证', en: 'Vouchers of a month' },
  query: listQuery.extend({ book: z.string().max(40).default('poverty'), month: z.string().max(20).optional() }),
  response: listOf(voucherRow).extend({
    book: z.string(),
    /** Null while the book has no vouchers at all. */
    month: z.string().nullable(),
    months: z.array(z.object({ month: z.string(), vouchers: z.number() })),
    check: z.object({ last: z.number(), missing: z.array(z.number()), twice: z.array(z.number()) }),
  }),
})

const voucherParams = z.object({ book: z.string(), month: z.string(), no: z.coerce.number().int().min(1) })

export const showVoucher = endpoint({
  method: 'GET',
  path: '/api/statements/vouchers/:book/:month/:no',
  access: 'ledger.read',
  summary: { zh: '一张记账凭证', en: 'One voucher' },
  params: voucherParams,
  response: voucherRow.extend({
    basis: z.string(),
    reason: z.string().nullable(),
    number: z.number(),
    hash: z.string(),
    /** What the QR code of the printed voucher says. */
    head: z.string(),
    recordedAt: z.string(),
    checkers: z.array(z.string()),
    claims: z.array(z.object({ id: z.string(), contractId: z.string() })),
    lines: z.array(
      z.object({
        ledger: z.enum(['cash', 'quota']),
        subject: z.string(),
        subjectLabel: text,
        lotId: z.string(),
        projectId: z.string(),
        contractId: z.string(),
        detail: z.string(),
        debitFen: fenOut,
        creditFen: fenOut,
      }),
    ),
    totals: z.array(z.object({ ledger: z.enum(['cash', 'quota']), debitFen: fenOut, creditFen: fenOut, capital: z.string() })),
    papers: z.array(z.object({ fileId: z.string(), name: z.string(), label: text, of: z.string() })),
    /** The voucher in the other book, of a supplement. */
    other: z.object({ book: z.string(), no: z.number() }).nullable(),
    last: z.number(),
  }),
})

export const voucherPdf = endpoint({
  method: 'GET',
  path: '/api/statements/vouchers/:book/:month/:no/pdf',
  access: 'ledger.read',
  summary: { zh: '一张记账凭证的 PDF', en: 'One voucher as a PDF' },
  params: voucherParams,
})

export const vouchersPdf = endpoint({
  method: 'GET',
  path: '/api/statements/vouchers/:book/:month/pdf',
  access: 'ledger.read',
  summary: { zh: '一个月记账凭证的 PDF', en: 'A month of vouchers as a PDF' },
  params: z.object({ book: z.string(), month: z.string() }),
})
