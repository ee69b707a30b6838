/** Recording that the bank gave back what it had paid; the claim is a draft again, nothing of its signatures remains. */
import { formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { loadClaim } from '#features/claims/claims.commands.ts'
import { setClaimState } from '#features/claims/claims.store.ts'
import type { PostingDraft } from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, lockHoldings, post } from '#features/ledger/ledger.store.ts'
import { type CommandContext, defineCommand } from '#platform/command.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { decideLateReturn, type LateReturnInput, type LateReturnState } from './late-return.model.ts'
import { refuse } from './payments.model.ts'
import { findPayment, markLateReturn, orderOfReference, type PaymentRow } from './payments.store.ts'

type Input = LateReturnInput & { readonly paymentId: string }

async function load(context: CommandContext, input: Input): Promise<(LateReturnState & { payment: PaymentRow }) | null> {
  await lockBooks(context)
  const { tx, district } = context
  const payment = await findPayment(tx, district, input.paymentId, true)
  if (!payment) return null
  const { claim } = await loadClaim(context, payment.claim_id)
  const posted = []
  if (payment.state === 'paid') for (const id of payment.result_postings ?? []) posted.push(await loadMoves(tx, district, id))
  const used = await orderOfReference(tx, district, input.bankReference)
  return {
    payment,
    order: { orderNo: payment.order_no, state: payment.state, resultOn: payment.result_on },
    claim: { state: claim!.state, kind: claim!.kind },
    posted,
    held: await lockHoldings(tx, district, claim!.kind === 'advance' ? 'advanced' : 'paid', { claimId: payment.claim_id }),
    referenceUsedBy: used?.order_no ?? null,
  }
}

interface Decided {
  readonly payment: PaymentRow
  readonly drafts: readonly PostingDraft[]
  readonly next: ClaimState
}

export const recordLateReturn = defineCommand({
  name: 'payments.late-return',
  permission: 'payments.order',
  load,
  decide: (state, input: Input, { today }): Outcome<Decided> => {
    if (!state) return refuse('payment_unknown', { payment: input.paymentId })
    const decided = decideLateReturn(state, input, today)
    return decided.ok ? ok({ ...decided.value, payment: state.payment }) : decided
  },
  save: async (context, { payment, drafts, next }, input) => {
    const { tx, district, actor, now } = context
    const posted = await post(context, drafts)
    await markLateReturn(tx, district, payment.payment_id, {
      on: input.returnedOn,
      reference: input.bankReference,
      reason: input.reason,
      by: actor.personId,
      now,
    })
    await setClaimState(tx, district, payment.claim_id, next, now, true)
    return {
      state: 'late-returned',
      posted: posted.map((p, i) => ({
        id: p.id,
        book: p.book as string,
        kind: drafts[i]!.kind as string,
        reverses: (drafts[i]!.reverses?.entryKind ?? null) as string | null,
        amountFen: p.amountFen,
      })),
    }
  },
  sentence: (_, { payment }, input) => ({
    zh: `登记支付令 ${payment.order_no} 付后退回 ${formatFen(payment.amount_fen)} 元，银行通知 ${input.bankReference}：${input.reason}`,
    en: `Recorded order ${payment.order_no} as returned after payment, ${formatFen(payment.amount_fen)} yuan, advice ${input.bankReference}: ${input.reason}`,
  }),
  subjects: (result, { payment }) => [payment.payment_id, payment.claim_id, ...result.posted.map((p) => p.id)],
})
