/** Ordering a payment, recording what the bank answered, putting returned money back. */
import { yearOf } from '#kernel/civil-date.ts'
import { fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { stageOf } from '#features/claims/claim-money.model.ts'
import { loadContractMoney } from '#features/claims/claim-money.store.ts'
import { loadClaim } from '#features/claims/claims.commands.ts'
import { type ClaimRow, contentHashOf, setClaimState, type SignatureRow } from '#features/claims/claims.store.ts'
import { pendingOf } from '#features/contracts/contract-money.store.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import type { PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, lockHoldings, post } from '#features/ledger/ledger.store.ts'
import { takeNumbers } from '#features/projects/projects.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { decideOrder, decideReopen, decideResult, refuse, type ResultInput, type ResultState } from './payments.model.ts'
import { findPayment, insertPayment, latestOrder, markResult, orderOfReference, type PaymentRow } from './payments.store.ts'

interface Decided {
  readonly drafts: PostingDraft[]
  readonly next: ClaimState
  readonly claim: ClaimRow
}

async function loadOrderMoney({ tx, district }: CommandContext, claim: ClaimRow) {
  const { money } = await loadContractMoney(tx, district, claim.contract_id, claim.claim_id)
  const pending = await pendingOf(tx, district, claim.contract_id)
  return {
    held: await lockHoldings(tx, district, stageOf(claim.kind), { contractId: claim.contract_id }),
    advancedFen: money.advancedFen,
    pendingRetainFen: pending.retainFen,
    pendingRecoverFen: pending.recoverFen,
    usedFen: money.usedFen,
    auditedFen: money.audited?.fen ?? null,
  }
}

export const orderPayment = defineCommand({
  name: 'payments.order',
  permission: 'payments.order',
  load: async (context, input: { readonly claimId: string }) => {
    await lockBooks(context)
    const { claim, signatures } = await loadClaim(context, input.claimId)
    return { claim, signatures, money: claim ? await loadOrderMoney(context, claim) : null }
  },
  decide: ({ claim, signatures, money }, input, { actor, today }): Outcome<Decided> => {
    if (!claim || !money) return refuse('claim_unknown', { claim: input.claimId })
    const decided = decideOrder(
      {
        claim: {
          state: claim.state,
          claimNo: claim.claim_no,
          kind: claim.kind,
          amountFen: fen(claim.amount_fen),
          recoverFen: fen(claim.recover_fen),
          retainFen: fen(claim.retain_fen),
          storedHash: claim.content_hash,
          currentHash: contentHashOf(claim),
        },
        signatures: signatures.map((s: SignatureRow) => ({ level: s.level, personId: s.person_id, contentHash: s.content_hash })),
        ...money,
      },
      { claimId: claim.claim_id, payeeId: claim.contractor_id },
      actor.personId,
      today,
    )
    return decided.ok ? ok({ ...decided.value, claim }) : decided
  },
  save: async (context, { drafts, next, claim }) => {
    const { tx, district, actor, now, today } = context
    const id = context.newId('paymentOrder')
    const number = await takeNumbers(tx, district, `payment-${yearOf(today)}`, 1)
    const orderNo = `ZF${yearOf(today)}-${String(number).padStart(4, '0')}`
    await insertPayment(tx, district, {
      id,
      orderNo,
      claimId: claim.claim_id,
      version: claim.version,
      payee: { id: claim.contractor_id, name: claim.contractor, accountNo: claim.account_no, bankName: claim.bank_name },
      amountFen: claim.amount_fen,
      on: today,
      by: actor.personId,
      now,
    })
    await post(context, drafts)
    await setClaimState(tx, district, claim.claim_id, next, now)
    return { id, orderNo }
  },
  sentence: (result, { claim }) => ({
    zh: `开具支付令 ${result.orderNo}：向${claim.contractor}支付 ${formatFen(claim.amount_fen)} 元（报账 ${claim.claim_no}）`,
    en: `Ordered payment ${result.orderNo}: ${formatFen(claim.amount_fen)} yuan to ${claim.contractor} (claim ${claim.claim_no})`,
  }),
  subjects: (result, { claim }) => [result.id, claim.claim_id],
})

interface ResultDecision {
  readonly payment: PaymentRow
  readonly decided: { readonly drafts: PostingDraft[]; readonly next: ClaimState } | null
}

export const recordResult = defineCommand({
  name: 'payments.result',
  permission: 'payments.result',
  load: async (context, input: ResultInput & { readonly paymentId: string }): Promise<(ResultState & { payment: PaymentRow }) | null> => {
    await lockBooks(context)
    const { tx, district } = context
    const payment = await findPayment(tx, district, input.paymentId, true)
    if (!payment) return null
    const { claim } = await loadClaim(context, payment.claim_id)
    const used = await orderOfReference(tx, district, input.bankReference)
    return {
      payment,
      order: {
        orderNo: payment.order_no,
        state: payment.state,
        orderedOn: payment.ordered_on,
        bankReference: payment.bank_reference,
      },
      claim: {
        state: claim!.state,
        claimNo: claim!.claim_no,
        kind: claim!.kind,
        category: claim!.category,
        recoverFen: fen(claim!.recover_fen),
        retainFen: fen(claim!.retain_fen),
      },
      ordered: await lockHoldings(tx, district, 'ordered', { claimId: payment.claim_id }),
      advanced: claim!.recover_fen > 0n ? await lockHoldings(tx, district, 'advanced', { contractId: claim!.contract_id }) : [],
      committed: claim!.retain_fen > 0n ? await lockHoldings(tx, district, 'committed', { contractId: claim!.contract_id }) : [],
      referenceUsedBy: used && used.payment_id !== payment.payment_id ? used.order_no : null,
    }
  },
  decide: (state, input, { today }): Outcome<ResultDecision> => {
    if (!state) return refuse('payment_unknown', { payment: input.paymentId })
    const decided = decideResult(state, input, today)
    return decided.ok ? ok({ payment: state.payment, decided: decided.value }) : decided
  },
  save: async (context, { payment, decided }, input) => {
    if (!decided) return { state: payment.state }
    const posted = await post(context, decided.drafts)
    await markResult(context.tx, context.district, payment.payment_id, {
      state: input.result,
      postings: posted.map((p) => p.id),
      on: input.resultOn,
      reference: input.bankReference,
      reason: input.result === 'returned' ? (input.returnReason ?? null) : null,
      by: context.actor.personId,
      now: context.now,
    })
    await setClaimState(context.tx, context.district, payment.claim_id, decided.next, context.now)
    return { state: input.result as PaymentRow['state'] }
  },
  sentence: (_, { payment }, input) =>
    input.result === 'paid'
      ? {
          zh: `登记支付令 ${payment.order_no} 已支付，银行流水 ${input.bankReference}`,
          en: `Recorded order ${payment.order_no} as paid, bank reference ${input.bankReference}`,
        }
      : {
          zh: `登记支付令 ${payment.order_no} 被银行退回：${input.returnReason ?? ''}`,
          en: `Recorded order ${payment.order_no} as returned: ${input.returnReason ?? ''}`,
        },
  subjects: (_, { payment }) => [payment.payment_id, payment.claim_id],
})

export const reopenClaim = defineCommand({
  name: 'payments.reopen',
  permission: 'payments.order',
  load: async (context, input: { readonly claimId: string; readonly reason: string }) => {
    await lockBooks(context)
    const { claim } = await loadClaim(context, input.claimId)
    const order = claim ? await latestOrder(context.tx, context.district, input.claimId) : undefined
    const returned: Holding[] = claim ? await lockHoldings(context.tx, context.district, 'returned', { claimId: input.claimId }) : []
    return { claim, order, returned }
  },
  decide: ({ claim, order, returned }, input, { today }): Outcome<Decided> => {
    if (!claim) return refuse('claim_unknown', { claim: input.claimId })
    const decided = decideReopen(claim, returned, order?.bank_reference ?? claim.claim_no, input.reason, today)
    return decided.ok ? ok({ ...decided.value, claim }) : decided
  },
  save: async (context, { drafts, next, claim }) => {
    await post(context, drafts)
    await setClaimState(context.tx, context.district, claim.claim_id, next, context.now, true)
    return { state: next }
  },
  sentence: (_, { claim }, input) => ({
    zh: `报账 ${claim.claim_no} 的退款回到合同，重新报账：${input.reason}`,
    en: `Put the returned money of claim ${claim.claim_no} back to the contract: ${input.reason}`,
  }),
  subjects: (_, { claim }) => [claim.claim_id],
})
