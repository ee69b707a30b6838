/** A free reversal: whether it may be written, the red voucher before it is, and a dry run. Posting itself is `POST /api/ledger/postings`. */
import { z } from 'zod'
import { action, dateIn, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

const params = z.object({ id: z.string() })

export const showReversal = endpoint({
  method: 'GET',
  path: '/api/statements/postings/:id/reversal',
  access: 'ledger.read',
  summary: { zh: '红字冲销：能不能冲、冲成什么样', en: 'Reversal of a posting: whether it may be, and how it would look' },
  params,
  response: z.object({
    action,
    /** The first day it may carry. */
    from: z.string(),
    summary: text,
    vouchers: z.array(
      z.object({
        book: z.string(),
        label: text,
        lines: z.array(
          z.object({
            ledger: z.enum(['cash', 'quota']),
            subject: z.string(),
            subjectLabel: text,
            detail: z.string(),
            debitFen: fenOut,
            creditFen: fenOut,
          }),
        ),
      }),
    ),
  }),
})

export const previewReversal = endpoint({
  method: 'POST',
  path: '/api/statements/postings/:id/reversal/preview',
  access: 'ledger.post',
  summary: { zh: '试记红字冲销', en: 'Try a reversal without keeping it' },
  params,
  body: z.object({ businessDate: dateIn, basis: z.string().trim().min(1).max(200), reason: z.string().trim().min(2).max(500) }),
  response: z.object({
    amountFen: fenOut,
    /** The number it would get in each book, if nobody posts in between. */
    vouchers: z.array(z.object({ book: z.string(), month: z.string(), no: z.number() })),
  }),
})
