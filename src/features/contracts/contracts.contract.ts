/** Contractors and contracts: the only accounts that money can ever reach. */
import { z } from 'zod'
import { action, dateIn, fenIn, fenOut, listOf, listQuery, text } from '#contract/codecs.ts'
import { endpoint } from '#contract/endpoint.ts'
import { fourAmounts, momentQuery, stageAmounts } from '#features/ledger/ledger.contract.ts'
import { settlementRow, standing, terms } from './contract-money.contract.ts'

export const contractRow = z.object({
  id: z.string(),
  contractNo: z.string(),
  name: z.string(),
  projectId: z.string(),
  projectCode: z.string(),
  projectName: z.string(),
  /** Of the project: it decides how the money is posted, and only works have an advance and a retention. */
  category: z.string(),
  contractor: z.string(),
  creditCode: z.string(),
  accountNoMasked: z.string(),
  bankName: z.string(),
  signedOn: z.string(),
  amountFen: fenOut,
  amounts: stageAmounts,
  four: fourAmounts,
})

export const listContracts = endpoint({
  method: 'GET',
  path: '/api/contracts',
  access: 'contracts.read',
  summary: { zh: '合同', en: 'Contracts' },
  query: listQuery.extend({ project: z.string().optional(), ...momentQuery }),
  response: listOf(contractRow),
})

export const showContract = endpoint({
  method: 'GET',
  path: '/api/contracts/:id',
  access: 'contracts.read',
  summary: { zh: '一份合同', en: 'One contract' },
  params: z.object({ id: z.string() }),
  response: contractRow.extend({
    money: z.array(z.object({ lotId: z.string(), docNo: z.string(), fundName: z.string(), book: z.string(), amounts: stageAmounts })),
    claims: z.array(
      z.object({
        id: z.string(),
        claimNo: z.string(),
        kind: z.string(),
        state: z.string(),
        amountFen: fenOut,
        recoverFen: fenOut,
        retainFen: fenOut,
        deferFen: fenOut,
      }),
    ),
    terms: terms.nullable(),
    standing,
    /** Oldest first, withdrawn ones and their withdrawals too. */
    settlements: z.array(settlementRow),
    history: z.array(z.object({ at: z.string(), sentence: text })),
    actions: z.array(action),
  }),
})

export const registerContract = endpoint({
  method: 'POST',
  path: '/api/contracts',
  access: 'contracts.register',
  summary: { zh: '登记合同', en: 'Register a contract' },
  body: z.object({
    projectId: z.string(),
    contractNo: z.string().min(1).max(60),
    name: z.string().min(1).max(120),
    signedOn: dateIn,
    amountFen: fenIn,
    /** Absent where the contract says nothing of advance, progress and retention. */
    terms: terms.optional(),
    contractor: z.object({
      name: z.string().min(2).max(120),
      creditCode: z.string().min(1).max(30),
      bankName: z.string().min(2).max(120),
      accountNo: z.string().min(1).max(40),
      accountName: z.string().min(2).max(120),
    }),
  }),
  response: z.object({ id: z.string(), postingId: z.string() }),
})

/** Known contractors for the form, by name or credit code. */
export const findContractors = endpoint({
  method: 'GET',
  path: '/api/contractors',
  access: 'contracts.read',
  summary: { zh: '承包单位', en: 'Contractors' },
  query: z.object({ q: z.string().max(60).optional() }),
  response: z.object({
    rows: z.array(
      z.object({ id: z.string(), name: z.string(), creditCode: z.string(), bankName: z.string(), accountNoMasked: z.string() }),
    ),
  }),
})
