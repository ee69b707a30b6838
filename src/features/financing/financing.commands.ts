/** Agreements, drawdowns, repayments from outside, what is given back unused, and interest as a memorandum. */
import { formatFen } from '#kernel/money.ts'
import { normaliseDocNo } from '#features/imports/document-number.ts'
import { atStage, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import { lockName } from '#platform/db/sql.ts'
import {
  decideAttach,
  decideDraw,
  decideInterest,
  decideLoan,
  decideRepay,
  decideReturn,
  type DrawInput,
  type InterestInput,
  type LoanInput,
  type RepayInput,
  type ReturnInput,
} from './financing.model.ts'
import {
  agreementTaken,
  insertInterest,
  insertLoan,
  insertLoanLot,
  loadLoans,
  loadLoanState,
  looseDrawdown,
  writeDrawdown,
} from './financing.store.ts'

export const registerLoan = defineCommand({
  name: 'financing.register',
  permission: 'financing.manage',
  load: async (context, input: LoanInput) => {
    await lockName(context.tx, `loans ${context.district}`)
    return agreementTaken(context.tx, context.district, normaliseDocNo(input.agreementNo))
  },
  decide: (taken, input) => decideLoan(input, taken),
  save: async (context, decided) => {
    const loanId = context.newId('loan')
    const loan = { ...decided, loanId }
    await insertLoan(context.tx, context.district, loan, normaliseDocNo(loan.agreementNo), context.actor.personId, context.now)
    return { loanId }
  },
  sentence: (_, loan) => ({
    zh: `登记融资合同 ${loan.agreementNo}，${loan.lender}，合同金额 ${formatFen(loan.lineFen)} 元，${loan.startsOn} 至 ${loan.endsOn}`,
    en: `Registered the agreement ${loan.agreementNo} with ${loan.lender}, line ${formatFen(loan.lineFen)} yuan, ${loan.startsOn} to ${loan.endsOn}`,
  }),
  subjects: (result) => [result.loanId],
})

const loadState = async (context: CommandContext, loanId: string, docNo?: string) => {
  await lockBooks(context)
  return loadLoanState(context.tx, context.district, loanId, docNo)
}

export const drawLoan = defineCommand({
  name: 'financing.draw',
  permission: 'financing.manage',
  load: (context, input: DrawInput) => loadState(context, input.loanId, normaliseDocNo(input.docNo)),
  decide: (state, input, { today }) => decideDraw(input, state, today),
  save: async (context, { loan, docNo }, input) => {
    const lotId = await writeDrawdown(context, loan, docNo, input)
    const source = nameAccount(lotId, 'financing', 'source')
    const { amountFen, drawnOn, bankReference } = input
    const draft: PostingDraft = {
      kind: 'financing-drawdown',
      businessDate: drawnOn,
      basis: `${docNo}，${bankReference}`,
      moves: [
        { from: source, to: atStage(source, 'available'), amountFen },
        { from: atStage(source, 'lender'), to: atStage(source, 'owed'), amountFen },
      ],
    }
    const [posted] = await post(context, [draft])
    await insertLoanLot(context.tx, context.district, loan.loanId, lotId, posted!.id)
    return { lotId, postingId: posted!.id, amountFen }
  },
  sentence: (result, { loan }, input) => ({
    zh: `按合同 ${loan.agreementNo} 提款 ${formatFen(result.amountFen)} 元，提款通知 ${input.docNo}`,
    en: `Drew ${formatFen(result.amountFen)} yuan on ${loan.agreementNo}, notice ${input.docNo}`,
  }),
  subjects: (result, { loan }) => [loan.loanId, result.lotId, result.postingId],
})

export const attachLot = defineCommand({
  name: 'financing.attach',
  permission: 'financing.manage',
  load: async (context, input: { readonly loanId: string; readonly lotId: string }) => ({
    state: await loadState(context, input.loanId),
    loose: await looseDrawdown(context.tx, context.district, input.lotId),
  }),
  decide: ({ state, loose }, input) => decideAttach(input, state, loose),
  save: async (context, { loan, loose }, input) => {
    await insertLoanLot(context.tx, context.district, loan.loanId, input.lotId, loose.postingId)
    return { loanId: loan.loanId, amountFen: loose.amountFen }
  },
  sentence: (result, { loan }) => ({
    zh: `把提款 ${formatFen(result.amountFen)} 元归入合同 ${loan.agreementNo}`,
    en: `Put a drawdown of ${formatFen(result.amountFen)} yuan to the agreement ${loan.agreementNo}`,
  }),
  subjects: (result, _, input) => [result.loanId, input.lotId],
})

export const repayLoan = defineCommand({
  name: 'financing.repay',
  permission: 'financing.manage',
  load: (context, input: RepayInput) => loadState(context, input.loanId),
  decide: (state, input, { today }) => decideRepay(input, state, today),
  save: async (context, { draft }, input) => {
    const [posted] = await post(context, [draft])
    return { postingId: posted!.id, amountFen: input.amountFen }
  },
  sentence: (result, { loan }, input) => ({
    zh: `合同 ${loan.agreementNo} 由账外资金还本 ${formatFen(result.amountFen)} 元，来源：${input.paidFrom}，凭证 ${input.document}`,
    en: `${formatFen(result.amountFen)} yuan of ${loan.agreementNo} repaid from outside (${input.paidFrom}), proof ${input.document}`,
  }),
  subjects: (result, { loan }) => [loan.loanId, result.postingId],
})

export const returnUnused = defineCommand({
  name: 'financing.return',
  permission: 'financing.manage',
  load: (context, input: ReturnInput) => loadState(context, input.loanId),
  decide: (state, input, { today }) => decideReturn(input, state, today),
  save: async (context, { draft }, input) => {
    const [posted] = await post(context, [draft])
    return { postingId: posted!.id, amountFen: input.amountFen }
  },
  sentence: (result, { loan }, input) => ({
    zh: `合同 ${loan.agreementNo} 退还未用融资 ${formatFen(result.amountFen)} 元，依据 ${input.document}`,
    en: `Gave ${formatFen(result.amountFen)} unused yuan of ${loan.agreementNo} back, basis ${input.document}`,
  }),
  subjects: (result, { loan }) => [loan.loanId, result.postingId],
})

export const recordInterest = defineCommand({
  name: 'financing.interest',
  permission: 'financing.manage',
  load: async (context, input: InterestInput) => {
    await lockName(context.tx, `loans ${context.district}`)
    return (await loadLoans(context.tx, context.district, input.loanId))[0]
  },
  decide: (loan, input, { today }) => decideInterest(input, loan, today),
  save: async (context, loan, input) => {
    await insertInterest(context.tx, context.district, { ...input, by: context.actor.personId, now: context.now })
    return { loanId: loan.loanId, amountFen: input.amountFen }
  },
  sentence: (result, loan, input) => ({
    zh: `合同 ${loan.agreementNo} 由账外资金付息 ${formatFen(result.amountFen)} 元，来源：${input.paidFrom}，凭证 ${input.document}`,
    en: `Interest of ${formatFen(result.amountFen)} yuan on ${loan.agreementNo} paid from outside (${input.paidFrom}), proof ${input.document}`,
  }),
  subjects: (result) => [result.loanId],
})
