/** Periods: which months of which book are closed, and the acts that close and reopen them. */
import { z } from 'zod'
import { action, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const month = z.object({
  month: z.string(),
  vouchers: z.number(),
  closed: z.boolean(),
  closedBy: z.string().nullable(),
  closedAt: z.string().nullable(),
})

const bookPeriods = z.object({
  book: z.string(),
  label: text,
  closedThrough: z.string().nullable(),
  /** The month that closes next, and what its bank reconciliation says. */
  next: z
    .object({
      month: z.string(),
      reconciliation: z.enum(['balanced', 'unbalanced', 'no-statement']),
      differenceFen: fenOut,
      /** Lines of the bank that are neither matched nor explained; while there are any the month cannot be closed. */
      unexplained: z.number(),
      yearOpen: z.boolean(),
    })
    .nullable(),
  closedYears: z.array(z.number()),
  months: z.array(month),
  actions: z.array(action),
})

export const listPeriods = endpoint({
  method: 'GET',
  path: '/api/periods',
  access: 'ledger.read',
  summary: { zh: '会计期间', en: 'Periods' },
  response: z.object({
    books: z.array(bookPeriods),
    events: z.array(
      z.object({ book: text, month: z.string(), action: text, reason: z.string(), person: z.string(), recordedAt: z.string() }),
    ),
  }),
})

const ofMonth = z.object({ book: z.string(), month: z.string() })
const ofYear = z.object({ book: z.string(), year: z.number().int().min(1990).max(2999) })
const reason = z.string().trim().max(300)

export const closeMonth = endpoint({
  method: 'POST',
  path: '/api/periods/close',
  access: 'ledger.close',
  summary: { zh: '月末结账', en: 'Close a month' },
  body: ofMonth,
  response: z.object({ book: z.string(), closedThrough: z.string() }),
})

export const reopenMonth = endpoint({
  method: 'POST',
  path: '/api/periods/reopen',
  access: 'ledger.reopen',
  summary: { zh: '反结账', en: 'Reopen a month' },
  body: ofMonth.extend({ reason }),
  response: z.object({ book: z.string(), closedThrough: z.string().nullable() }),
})

export const closeYear = endpoint({
  method: 'POST',
  path: '/api/periods/close-year',
  access: 'ledger.close',
  summary: { zh: '年终结账', en: 'Close a year' },
  body: ofYear,
  response: z.object({ postingId: z.string(), lines: z.number() }),
})

export const reopenYear = endpoint({
  method: 'POST',
  path: '/api/periods/reopen-year',
  access: 'ledger.close',
  summary: { zh: '撤销年终结账', en: 'Take back the closing of a year' },
  body: ofYear.extend({ reason }),
  response: z.object({ postingId: z.string() }),
})
