/** The financing book: agreements, their calendars and cost, and what the borrowed money pays. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { stageAmounts } from '#features/ledger/ledger.contract.ts'
import { type DayCountKey, dayCounts, type InstrumentKey, instruments, type RepaymentKey, repayments } from '#policy/financing.ts'

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) => z.enum(Object.keys(table) as [K, ...K[]])
const words = (most: number) => z.string().trim().min(2).max(most)

const calendarLine = z.object({
  loanId: z.string(),
  agreementNo: z.string(),
  lender: z.string(),
  dueOn: z.string(),
  principalFen: fenOut,
  principalPaidFen: fenOut,
  interestFen: fenOut,
  interestPaidFen: fenOut,
  state: z.string(),
})

const cost = z.object({
  drawnFen: fenOut,
  repaidFen: fenOut,
  owedFen: fenOut,
  undrawnFen: fenOut,
  unusedFen: fenOut,
  interestToDateFen: fenOut,
  interestToEndFen: fenOut,
  interestPaidFen: fenOut,
})

const loanRow = z.object({
  id: z.string(),
  instrument: z.string(),
  lender: z.string(),
  borrower: z.string(),
  agreementNo: z.string(),
  lineFen: fenOut,
  ratePpm: z.number(),
  dayCount: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  interestMonths: z.number(),
  repayment: z.string(),
  principalMonths: z.number().nullable(),
  cost,
})

const borrowedRow = z.object({
  projectId: z.string().nullable(),
  code: z.string().nullable(),
  project: z.string().nullable(),
  /** Tied to the project or spent on it; without a project: what is in no project. */
  amountFen: fenOut,
  paidFen: fenOut,
  interestFen: fenOut,
})

export const showFinancing = endpoint({
  method: 'GET',
  path: '/api/financing',
  access: 'financing.read',
  summary: { zh: '城投融资专账', en: 'The financing book' },
  response: z.object({
    today: z.string(),
    notice: z.object({ from: z.string(), basis: z.string(), text }).nullable(),
    loans: z.array(loanRow),
    calendar: z.array(calendarLine),
    borrowed: z.array(borrowedRow),
    total: cost,
    /** Money of the book behind which no agreement stands. */
    loose: z.array(
      z.object({
        lotId: z.string(),
        docNo: z.string(),
        fundName: z.string(),
        announcedFen: fenOut,
        expectedFen: fenOut,
        receivedFen: fenOut,
        owedFen: fenOut,
      }),
    ),
  }),
})

export const showLoan = endpoint({
  method: 'GET',
  path: '/api/financing/loans/:id',
  access: 'financing.read',
  summary: { zh: '一份融资合同', en: 'One agreement' },
  params: z.object({ id: z.string() }),
  response: loanRow.extend({
    today: z.string(),
    notice: z.object({ from: z.string(), basis: z.string(), text }).nullable(),
    amounts: stageAmounts,
    schedule: z.array(z.object({ dueOn: z.string(), principalFen: fenOut })),
    calendar: z.array(calendarLine),
    borrowed: z.array(borrowedRow),
    principal: z.array(
      z.object({
        postingId: z.string(),
        kind: z.string(),
        kindLabel: text,
        on: z.string(),
        amountFen: fenOut,
        basis: z.string(),
        reason: z.string().nullable(),
        lotId: z.string(),
        reversed: z.boolean(),
      }),
    ),
    interest: z.array(z.object({ no: z.number(), on: z.string(), amountFen: fenOut, paidFrom: z.string(), document: z.string() })),
    actions: z.array(action),
  }),
})

export const registerLoan = endpoint({
  method: 'POST',
  path: '/api/financing/loans',
  access: 'financing.manage',
  summary: { zh: '登记融资合同', en: 'Register an agreement' },
  body: z.object({
    instrument: keysOf<InstrumentKey>(instruments),
    lender: words(80),
    borrower: words(80),
    agreementNo: words(80),
    lineFen: fenIn,
    ratePpm: z.number().int(),
    dayCount: keysOf<DayCountKey>(dayCounts),
    startsOn: dateIn,
    endsOn: dateIn,
    interestMonths: z.number().int(),
    repayment: keysOf<RepaymentKey>(repayments),
    principalMonths: z.number().int().optional(),
    schedule: z
      .array(z.object({ dueOn: dateIn, principalFen: fenIn }))
      .max(400)
      .optional(),
  }),
  response: z.object({ loanId: z.string() }),
})

const loanParam = z.object({ id: z.string() })
const document = words(120)

export const drawLoan = endpoint({
  method: 'POST',
  path: '/api/financing/loans/:id/drawdowns',
  access: 'financing.manage',
  summary: { zh: '登记提款', en: 'Record a drawdown' },
  params: loanParam,
  body: z.object({
    docNo: words(80),
    drawnOn: dateIn,
    bankReference: words(80),
    amountFen: fenIn,
    purpose: z.string().max(300).optional(),
  }),
  response: z.object({ lotId: z.string(), postingId: z.string(), amountFen: fenOut }),
})

const posted = z.object({ postingId: z.string(), amountFen: fenOut })

export const attachLot = endpoint({
  method: 'POST',
  path: '/api/financing/loans/:id/lots',
  access: 'financing.manage',
  summary: { zh: '把已到账的提款归入合同', en: 'Put a drawdown that came to its agreement' },
  params: loanParam,
  body: z.object({ lotId: z.string() }),
  response: z.object({ loanId: z.string(), amountFen: fenOut }),
})

export const repayLoan = endpoint({
  method: 'POST',
  path: '/api/financing/loans/:id/repayments',
  access: 'financing.manage',
  summary: { zh: '登记还本（账外资金）', en: 'Record a repayment from outside' },
  params: loanParam,
  body: z.object({ paidOn: dateIn, amountFen: fenIn, document, paidFrom: words(120) }),
  response: posted,
})

export const returnUnused = endpoint({
  method: 'POST',
  path: '/api/financing/loans/:id/returns',
  access: 'financing.manage',
  summary: { zh: '退还未用融资', en: 'Give unused money back' },
  params: loanParam,
  body: z.object({ returnedOn: dateIn, amountFen: fenIn, document, reason: words(300) }),
  response: posted,
})

export const recordInterest = endpoint({
  method: 'POST',
  path: '/api/financing/loans/:id/interest',
  access: 'financing.manage',
  summary: { zh: '登记付息（账外资金）', en: 'Record interest paid from outside' },
  params: loanParam,
  body: z.object({ paidOn: dateIn, amountFen: fenIn, document, paidFrom: words(120) }),
  response: z.object({ loanId: z.string(), amountFen: fenOut }),
})
