/** A payment order: only for a claim with five valid signatures on its current content, only to the contract's own account. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { formatFen, sum } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { atStage, byBook, type Holding, type PostingDraft, takeExpiringFirst } from '#features/ledger/ledger.model.ts'
import { step } from '#features/claims/claims.model.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { type PaymentState, paymentStates } from '#policy/payment-workflow.ts'
import { signOff } from '#policy/sign-off.ts'

export const refuse = refusals({
  claim_unknown: { kind: 'not-found', zh: '没有编号为 {claim} 的报账', en: 'There is no claim {claim}' },
  payment_unknown: { kind: 'not-found', zh: '没有编号为 {payment} 的支付令', en: 'There is no payment order {payment}' },
  signatures_incomplete: {
    kind: 'rule-not-met',
    zh: '有效签字只有 {count} 个，须五级五人签齐才能支付；请退回重新审签',
    en: 'Only {count} valid signatures; all five levels by five people are needed before paying',
  },
  content_altered: {
    kind: 'rule-not-met',
    zh: '报账内容与签字时不一致，不能支付；请退回重新审签',
    en: 'The claim is not what was signed; it cannot be paid. Send it back to be signed again',
  },
  signer_pays: {
    kind: 'forbidden',
    zh: '您签过这份报账，不能再开支付令；请由其他同事办理',
    en: 'You signed this claim and cannot order its payment; a colleague must',
  },
  contract_short: {
    kind: 'rule-not-met',
    zh: '合同可付资金只有 {left} 元，不够 {amount} 元',
    en: 'The contract holds {left} yuan, not {amount}',
  },
  result_in_future: {
    kind: 'invalid',
    zh: '银行回单日期 {date} 晚于今天，请改正',
    en: 'The date of the bank result {date} is in the future',
  },
  result_before_order: {
    kind: 'invalid',
    zh: '银行回单日期 {date} 早于支付令日期 {ordered}，请核对回单',
    en: 'The bank result of {date} is before the order of {ordered}; check it',
  },
  reason_missing: { kind: 'invalid', zh: '请填写银行退回的原因', en: 'Give the reason why the bank returned it' },
  result_known: {
    kind: 'conflict',
    zh: '支付令 {order} 已登记为“{state}”（{reference}），不能改登；如回单有误请与银行核对',
    en: 'Order {order} is recorded as "{state}" ({reference}); it cannot be recorded otherwise',
  },
  reference_used: {
    kind: 'conflict',
    zh: '银行流水号 {reference} 已用于支付令 {order}，请核对',
    en: 'The bank reference {reference} belongs to order {order}; check it',
  },
})

export interface OrderState {
  readonly claim: {
    readonly state: ClaimState
    readonly claimNo: string
    readonly amountFen: bigint
    readonly storedHash: string
    /** Hash of the content as it stands now, computed again from the rows. */
    readonly currentHash: string
  }
  readonly signatures: readonly { readonly level: number; readonly personId: string; readonly contentHash: string }[]
  readonly committed: readonly Holding[]
}

export function decideOrder(
  state: OrderState,
  ids: { readonly claimId: string; readonly payeeId: string },
  personId: string,
  today: CivilDate,
): Outcome<{ drafts: PostingDraft[]; next: ClaimState }> {
  const { claim } = state
  const next = step('order', claim.state)
  if (!next.ok) return next
  if (claim.currentHash !== claim.storedHash) return refuse('content_altered')
  const valid = state.signatures.filter((s) => s.contentHash === claim.currentHash)
  const complete = signOff.levels.every((l) => valid.some((s) => s.level === l.level))
  if (!complete || new Set(valid.map((s) => s.personId)).size !== signOff.levels.length)
    return refuse('signatures_incomplete', { count: valid.length })
  if (valid.some((s) => s.personId === personId)) return refuse('signer_pays')
  const left = sum(state.committed.map((h) => h.balanceFen))
  if (claim.amountFen > left) return refuse('contract_short', { left: formatFen(left), amount: formatFen(claim.amountFen) })
  const parts = takeExpiringFirst(claim.amountFen as typeof left, state.committed)
  const drafts = byBook({
    kind: 'payment-order',
    businessDate: today,
    basis: claim.claimNo,
    moves: parts.map(({ account, amountFen }) => ({ from: account, to: atStage(account, 'ordered', ids), amountFen })),
  })
  return ok({ drafts, next: next.value })
}

export interface ResultInput {
  readonly result: 'paid' | 'returned'
  readonly resultOn: CivilDate
  readonly bankReference: string
  readonly returnReason?: string | undefined
}

export interface ResultState {
  readonly order: {
    readonly orderNo: string
    readonly state: PaymentState
    readonly orderedOn: CivilDate
    readonly bankReference: string | null
  }
  readonly claimState: ClaimState
  readonly ordered: readonly Holding[]
  readonly referenceUsedBy: string | null
}

/** `null`: the bank said the same thing before; there is nothing to do and nothing wrong. */
export function decideResult(
  state: ResultState,
  input: ResultInput,
  today: CivilDate,
): Outcome<{ drafts: PostingDraft[]; next: ClaimState } | null> {
  const { order } = state
  if (order.state !== 'sent') {
    if (order.state === input.result && order.bankReference === input.bankReference) return ok(null)
    return refuse('result_known', {
      order: order.orderNo,
      state: paymentStates[order.state].zh,
      reference: order.bankReference ?? '',
    })
  }
  if (state.referenceUsedBy) return refuse('reference_used', { reference: input.bankReference, order: state.referenceUsedBy })
  if (input.resultOn > today) return refuse('result_in_future', { date: input.resultOn })
  if (input.resultOn < order.orderedOn) return refuse('result_before_order', { date: input.resultOn, ordered: order.orderedOn })
  if (input.result === 'returned' && !input.returnReason?.trim()) return refuse('reason_missing')
  const next = step(input.result === 'paid' ? 'record-paid' : 'record-returned', state.claimState)
  if (!next.ok) return next
  const drafts = byBook({
    kind: input.result === 'paid' ? 'payment' : 'bank-return',
    businessDate: input.resultOn,
    basis: input.bankReference,
    reason: input.returnReason,
    moves: state.ordered.map((h) => ({ from: h.account, to: atStage(h.account, input.result), amountFen: h.balanceFen })),
  })
  return ok({ drafts, next: next.value })
}

/** Returned money goes back to the contract it came from, lot by lot; the claim goes back to its compiler. */
export function decideReopen(
  claimState: ClaimState,
  returned: readonly Holding[],
  basis: string,
  reason: string,
  today: CivilDate,
): Outcome<{ drafts: PostingDraft[]; next: ClaimState }> {
  const next = step('reopen', claimState)
  if (!next.ok) return next
  const drafts = byBook({
    kind: 'return-to-contract',
    businessDate: today,
    basis,
    reason,
    moves: returned.map((h) => ({ from: h.account, to: atStage(h.account, 'committed'), amountFen: h.balanceFen })),
  })
  return ok({ drafts, next: next.value })
}
