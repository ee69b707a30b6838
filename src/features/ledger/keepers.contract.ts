/** Keepers of the books: who keeps which book from when to when, by which document. */
import { z } from 'zod'
import { action, dateIn, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const keeper = z.object({
  keeperNo: z.string(),
  book: z.string(),
  bookLabel: text,
  personId: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  document: z.string(),
  endDocument: z.string().nullable(),
  onDuty: z.boolean(),
})

export const listKeepers = endpoint({
  method: 'GET',
  path: '/api/ledger/keepers',
  access: 'ledger.read',
  summary: { zh: '专账记账人', en: 'Keepers of the books' },
  response: z.object({
    keepers: z.array(keeper),
    /** Who may be appointed. */
    candidates: z.array(z.object({ personId: z.string(), name: z.string(), roleLabel: text })),
    actions: z.array(action),
  }),
})

export const appoint = endpoint({
  method: 'POST',
  path: '/api/ledger/keepers',
  access: 'ledger.appoint',
  summary: { zh: '任命记账人', en: 'Appoint a keeper' },
  body: z.object({ book: z.string(), personId: z.string(), from: dateIn, document: z.string().trim().min(1).max(120) }),
  response: z.object({ keeperNo: z.string() }),
})

export const relieve = endpoint({
  method: 'POST',
  path: '/api/ledger/keepers/:no/relieve',
  access: 'ledger.appoint',
  summary: { zh: '解除记账人', en: 'Relieve a keeper' },
  params: z.object({ no: z.string().regex(/^\d{1,9}$/) }),
  body: z.object({ to: dateIn, document: z.string().trim().min(1).max(120) }),
  response: z.object({ keeperNo: z.string() }),
})
