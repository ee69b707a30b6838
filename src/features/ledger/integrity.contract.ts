/** The proof that nothing was changed: printed heads looked up on the chain, and the choice of the hash. */
import { z } from 'zod'
import { text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

export const checkPrintedHead = endpoint({
  method: 'GET',
  path: '/api/ledger/heads',
  access: 'audit.read',
  summary: { zh: '核对凭证上的校验码', en: 'Check the chain code of a voucher' },
  /** `headgate:<district>:<book>:<number>:<hash>` as the QR holds it, or `book:number:beginning of the hash`; one a line (a letter's QR holds several). */
  query: z.object({ code: z.string().min(1).max(1000) }),
  response: z.object({
    heads: z.array(
      z.object({
        verdict: z.enum(['kept', 'rewritten', 'cut']),
        sentence: text,
        book: z.string(),
        number: z.number(),
        postingId: z.string().nullable(),
      }),
    ),
  }),
})

export const chooseHash = endpoint({
  method: 'POST',
  path: '/api/ledger/hash',
  access: 'people.manage',
  summary: { zh: '选择杂凑算法', en: 'Choose the hash algorithm' },
  body: z.object({ algorithm: z.string().max(20) }),
  response: z.object({ format: z.number() }),
})
