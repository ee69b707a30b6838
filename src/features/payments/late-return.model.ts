/** The bank gives back what it had paid: cash to the very lots, recovery and retention of the claim in red, the claim open again. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { formatFen, sum } from '#kernel/money.ts'
import { invariant, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { groupBy } from '#kernel/collect.ts'
import { stageOf } from '#features/claims/claim-money.model.ts'
import { step } from '#features/claims/claims.model.ts'
import type { Holding } from '#features/ledger/holdings.model.ts'
import { accountText, atStage, byBook, type Move, type PostingDraft, type Reversed, reversed } from '#features/ledger/ledger.model.ts'
import { stages } from '#policy/books.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { givenBackAs } from '#policy/contract-money.ts'
import { type PaymentState, paymentStates } from '#policy/payment-workflow.ts'
import type { PostingKindKey } from '#policy/postings.ts'

export const refuse = refusals({
  not_paid: {
    kind: 'conflict',
    zh: '支付令 {order} 现在是“{state}”，只有已支付的才能登记付后退回',
    en: 'Order {order} is "{stateEn}"; only a paid one can be returned after payment',
  },
  result_before_now: {
    kind: 'conflict',
    zh: '支付令 {order} 由旧版程序登记付款，没有留下记账编号，不能自动退回；请由记账员办理退款',
    en: 'Order {order} was paid by an older version that kept no postings; record a refund instead',
  },
  late_in_future: { kind: 'invalid', zh: '退回日期 {date} 晚于今天，请改正', en: 'The date of the return {date} is in the future' },
  late_before_paid: {
    kind: 'invalid',
    zh: '退回日期 {date} 早于付款日期 {paid}，请核对银行通知',
    en: 'The return of {date} is before the payment of {paid}; check the advice',
  },
  reference_used: {
    kind: 'conflict',
    zh: '银行流水号 {reference} 已用于支付令 {order}，请核对',
    en: 'The bank reference {reference} belongs to order {order}; check it',
  },
  moved_on: {
    kind: 'rule-not-met',
    zh: '这笔付款在“{stage}”只剩 {held} 元，不够退回 {amount} 元：其余已扣回、退款或转为应收回。请先撤回那些办理',
    en: 'Only {held} of this payment is still in "{stageEn}", not {amount}: the rest was recovered, refunded or is to be recovered; undo that first',
  },
})

export interface LateReturnInput {
  readonly returnedOn: CivilDate
  readonly bankReference: string
  readonly reason: string
}

interface Posted {
  readonly reverses: Reversed
  readonly moves: readonly Move[]
}

export interface LateReturnState {
  readonly order: { readonly orderNo: string; readonly state: PaymentState; readonly resultOn: CivilDate | null }
  readonly claim: { readonly state: ClaimState; readonly kind: string }
  /** What the result posted, in the order in which it was posted. */
  readonly posted: readonly Posted[]
  /** What the accounts that were paid into hold now. */
  readonly held: readonly Holding[]
  readonly referenceUsedBy: string | null
}

export function decideLateReturn(
  state: LateReturnState,
  input: LateReturnInput,
  today: CivilDate,
): Outcome<{ readonly drafts: PostingDraft[]; readonly next: ClaimState }> {
  const { order, claim } = state
  const label = paymentStates[order.state]
  if (order.state !== 'paid') return refuse('not_paid', { order: order.orderNo, state: label.zh, stateEn: label.en })
  if (state.posted.length === 0) return refuse('result_before_now', { order: order.orderNo })
  if (state.referenceUsedBy) return refuse('reference_used', { reference: input.bankReference, order: state.referenceUsedBy })
  if (input.returnedOn > today) return refuse('late_in_future', { date: input.returnedOn })
  if (order.resultOn && input.returnedOn < order.resultOn)
    return refuse('late_before_paid', { date: input.returnedOn, paid: order.resultOn })
  const next = step('late-return', claim.state)
  if (!next.ok) return next
  const base = { businessDate: input.returnedOn, basis: input.bankReference, reason: input.reason }
  const cash = state.posted.filter((p) => p.reverses.entryKind in givenBackAs)
  const kind = (givenBackAs as Partial<Record<PostingKindKey, PostingKindKey>>)[cash[0]?.reverses.entryKind ?? 'receipt']
  invariant(kind, 'I6', 'a paid order posted a payment')
  const paid = cash.flatMap((p) => p.moves)
  const there = checkThere(paid, state.held)
  if (!there.ok) return there
  const withIt = state.posted
    .filter((p) => !cash.includes(p))
    .map((p): PostingDraft => ({ ...base, kind: 'reversal', reverses: p.reverses, moves: reversed(p.moves) }))
  const back = paid.map((m) => ({ from: m.to, to: atStage(m.to, stageOf(claim.kind)), amountFen: m.amountFen }))
  return ok({ drafts: [...withIt, ...byBook({ ...base, kind, moves: back })], next: next.value })
}

/** Each account still holds what was paid into it. */
function checkThere(paid: readonly Move[], held: readonly Holding[]): Outcome<null> {
  const balances = new Map(held.map((h) => [accountText(h.account), h.balanceFen]))
  const wanted = groupBy(paid, (m) => accountText(m.to))
  const short = [...wanted].some(([name, moves]) => (balances.get(name) ?? 0n) < sum(moves.map((m) => m.amountFen)))
  if (!short) return ok(null)
  const stage = stages[paid[0]!.to.stage].label
  return refuse('moved_on', {
    stage: stage.zh,
    stageEn: stage.en,
    held: formatFen(sum(held.map((h) => h.balanceFen))),
    amount: formatFen(sum(paid.map((m) => m.amountFen))),
  })
}
