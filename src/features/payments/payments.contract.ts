/** Payment orders and what the bank answered. */
import { z } from 'zod'
import { action, dateIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'

export const paymentRow = z.object({
  id: z.string(),
  orderNo: z.string(),
  state: z.string(),
  stateLabel: text,
  claimId: z.string(),
  claimNo: z.string(),
  projectName: z.string(),
  payee: z.string(),
  accountNoMasked: z.string(),
  bankName: z.string(),
  amountFen: fenOut,
  orderedOn: z.string(),
  orderedBy: z.string(),
  resultOn: z.string().nullable(),
  bankReference: z.string().nullable(),
  returnReason: z.string().nullable(),
  /** The bank gave the money back after it had paid. */
  lateReturn: z.object({ on: z.string(), reference: z.string(), reason: z.string() }).nullable(),
})

export const listPayments = endpoint({
  method: 'GET',
  path: '/api/payments',
  access: 'payments.read',
  summary: { zh: '支付令', en: 'Payment orders' },
  query: listQuery.extend({ state: z.string().optional() }),
  response: listOf(paymentRow).extend({ sum: z.object({ ordered: fenOut, paid: fenOut, returned: fenOut, lateReturned: fenOut }) }),
})

export const showPayment = endpoint({
  method: 'GET',
  path: '/api/payments/:id',
  access: 'payments.read',
  summary: { zh: '一笔支付', en: 'One payment' },
  params: z.object({ id: z.string() }),
  response: paymentRow.extend({
    capitalNumerals: z.string(),
    /** A returned payment whose money is back on the contract. */
    moneyBack: z.boolean(),
    money: z.array(
      z.object({ lotId: z.string(), docNo: z.string(), fundName: z.string(), book: z.string(), bookLabel: text, amountFen: fenOut }),
    ),
    kindLabel: text,
    /** What the claim recovers of the advance and withholds, beside the payment. */
    certifiedFen: fenOut,
    recoverFen: fenOut,
    retainFen: fenOut,
    deferFen: fenOut,
    signatures: z.array(z.object({ level: z.number(), label: text, by: z.string(), at: z.string() })),
    actions: z.array(action),
  }),
})

export const orderPayment = endpoint({
  method: 'POST',
  path: '/api/claims/:id/order',
  access: 'payments.order',
  summary: { zh: '开具支付令', en: 'Issue a payment order' },
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.string(), orderNo: z.string() }),
})

/** What the bank said about one order. The same answer twice is one answer; a different one is refused. */
export const recordResult = endpoint({
  method: 'POST',
  path: '/api/payments/:id/result',
  access: 'payments.result',
  summary: { zh: '登记银行回单', en: 'Record the bank result' },
  params: z.object({ id: z.string() }),
  body: z.object({
    result: z.enum(['paid', 'returned']),
    resultOn: dateIn,
    bankReference: z.string().min(1).max(80),
    returnReason: z.string().max(200).optional(),
  }),
  response: z.object({ state: z.string() }),
})

/** A returned payment: the money goes back to the contract, the claim back to its compiler. */
export const reopenClaim = endpoint({
  method: 'POST',
  path: '/api/claims/:id/reopen',
  access: 'payments.order',
  summary: { zh: '退款回合同', en: 'Put returned money back to the contract' },
  params: z.object({ id: z.string() }),
  body: z.object({ reason: z.string().min(2).max(300) }),
  response: z.object({ state: z.string() }),
})

/** What was paid came back: the money goes to the lots it came from, recovery and retention are undone, the claim is open again. */
export const recordLateReturn = endpoint({
  method: 'POST',
  path: '/api/payments/:id/late-return',
  access: 'payments.order',
  summary: { zh: '登记付后退回', en: 'Record a return after payment' },
  params: z.object({ id: z.string() }),
  body: z.object({
    returnedOn: dateIn,
    bankReference: z.string().trim().min(1).max(80),
    reason: z.string().trim().min(2).max(300),
    preview: z.boolean().default(false),
  }),
  response: z.object({
    state: z.string(),
    posted: z.array(z.object({ id: z.string(), book: z.string(), kind: z.string(), reverses: z.string().nullable(), amountFen: fenOut })),
  }),
})
