/** A payment order: only for a claim with five valid signatures on its current content, only to the contract's own account. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { add, type Fen, formatFen, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { type Holding, takeExpiringFirst, takeInProportion } from '#features/ledger/holdings.model.ts'
import { atStage, byBook, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { postedAs, stageOf } from '#features/claims/claim-money.model.ts'
import { step } from '#features/claims/claims.model.ts'
import { stages } from '#policy/books.ts'
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
  advance_short: {
    kind: 'rule-not-met',
    zh: '未扣回的预付款只有 {left} 元，不够本次扣回 {amount} 元；请退回重新编制',
    en: 'Only {left} of the advance is left to recover, not {amount}; send the claim back to be compiled again',
  },
  withheld_gone: {
    kind: 'rule-not-met',
    zh: '开支付令以后，“{stage}”被另行动用，只剩 {left} 元，不够随付款入账的 {amount} 元；请记账员先冲销那笔记账，再登记银行回单',
    en: 'Since the order, "{stageEn}" was used otherwise: {left} is left, not the {amount} that goes with the payment; reverse that posting first',
  },
  above_audited: {
    kind: 'rule-not-met',
    zh: '加上本次 {amount} 元，已付、在途和预留共 {all} 元，超过审定额 {audited} 元，不能支付',
    en: 'With this {amount}, what is paid, under way and withheld is {all}, above the audited {audited}; it cannot be paid',
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
    readonly kind: string
    readonly amountFen: Fen
    readonly recoverFen: Fen
    readonly retainFen: Fen
    readonly storedHash: string
    /** Hash of the content as it stands now, computed again from the rows. */
    readonly currentHash: string
  }
  readonly signatures: readonly { readonly level: number; readonly personId: string; readonly contentHash: string }[]
  /** What the contract holds at the stage that this kind of claim draws on. */
  readonly held: readonly Holding[]
  readonly advancedFen: Fen
  /** What other orders at the bank will withhold and recover when they are paid. */
  readonly pendingRetainFen: Fen
  readonly pendingRecoverFen: Fen
  readonly usedFen: Fen
  readonly auditedFen: Fen | null
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
  const enough = checkMoney(state)
  if (!enough.ok) return enough
  const parts = takeExpiringFirst(claim.amountFen, state.held)
  const drafts = byBook({
    kind: 'payment-order',
    businessDate: today,
    basis: claim.claimNo,
    moves: parts.map(({ account, amountFen }) => ({ from: account, to: atStage(account, 'ordered', ids), amountFen })),
  })
  return ok({ drafts, next: next.value })
}

/** The money is there, now and for what is posted when the bank has paid. */
function checkMoney(state: OrderState): Outcome<null> {
  const { claim } = state
  const committed = stageOf(claim.kind) === 'committed'
  const held = sum(state.held.map((h) => h.balanceFen))
  const left = committed ? subtract(held, state.pendingRetainFen) : held
  const wanted = add(claim.amountFen, claim.retainFen)
  if (wanted > left) return refuse('contract_short', { left: formatFen(left), amount: formatFen(wanted) })
  const advance = subtract(state.advancedFen, state.pendingRecoverFen)
  if (claim.recoverFen > advance) return refuse('advance_short', { left: formatFen(advance), amount: formatFen(claim.recoverFen) })
  const all = add(state.usedFen, wanted)
  if (committed && state.auditedFen !== null && all > state.auditedFen)
    return refuse('above_audited', { amount: formatFen(wanted), all: formatFen(all), audited: formatFen(state.auditedFen) })
  return ok(null)
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
  readonly claim: {
    readonly state: ClaimState
    readonly claimNo: string
    readonly kind: string
    readonly category: string
    readonly recoverFen: Fen
    readonly retainFen: Fen
  }
  readonly ordered: readonly Holding[]
  readonly advanced: readonly Holding[]
  readonly committed: readonly Holding[]
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
  const next = step(input.result === 'paid' ? 'record-paid' : 'record-returned', state.claim.state)
  if (!next.ok) return next
  const drafts = input.result === 'paid' ? paidDrafts(state, input) : ok(returnedDrafts(state, input))
  return drafts.ok ? ok({ drafts: drafts.value, next: next.value }) : drafts
}

const returnedDrafts = (state: ResultState, input: ResultInput): PostingDraft[] =>
  byBook({
    kind: 'bank-return',
    businessDate: input.resultOn,
    basis: input.bankReference,
    reason: input.returnReason,
    moves: state.ordered.map((h) => ({ from: h.account, to: atStage(h.account, 'returned'), amountFen: h.balanceFen })),
  })

const gone = (stage: 'advanced' | 'committed', left: Fen, amount: Fen) =>
  refuse('withheld_gone', {
    stage: stages[stage].label.zh,
    stageEn: stages[stage].label.en,
    left: formatFen(left),
    amount: formatFen(amount),
  })

/**
 * Recovery and retention are posted with the payment and not with the order: an order may come back, and then nothing was recovered or
 * withheld; and so all entries of one certificate bear the bank's date. What they will need is kept free from the order on.
 */
function paidDrafts(state: ResultState, input: ResultInput): Outcome<PostingDraft[]> {
  const { claim } = state
  const base = { businessDate: input.resultOn, basis: input.bankReference }
  const kind = postedAs(claim.kind, claim.category)
  const to = kind === 'advance' ? 'advanced' : 'paid'
  const drafts = byBook({
    ...base,
    kind,
    moves: state.ordered.map((h) => ({ from: h.account, to: atStage(h.account, to), amountFen: h.balanceFen })),
  })
  if (claim.recoverFen > 0n) {
    const left = sum(state.advanced.map((h) => h.balanceFen))
    if (claim.recoverFen > left) return gone('advanced', left, claim.recoverFen)
    // It stays with the claim that paid it out, so that each payment is traced to what it paid for.
    const moves = takeInProportion(claim.recoverFen, state.advanced).map((p) => ({
      from: p.account,
      to: atStage(p.account, 'paid'),
      amountFen: p.amountFen,
    }))
    drafts.push(...byBook({ ...base, kind: 'advance-recovery', reason: claim.claimNo, moves }))
  }
  if (claim.retainFen > 0n) {
    const left = sum(state.committed.map((h) => h.balanceFen))
    if (claim.retainFen > left) return gone('committed', left, claim.retainFen)
    const moves = takeInProportion(claim.retainFen, state.committed).map((p) => ({
      from: p.account,
      to: atStage(p.account, 'retained'),
      amountFen: p.amountFen,
    }))
    drafts.push(...byBook({ ...base, kind: 'retention', reason: claim.claimNo, moves }))
  }
  return ok(drafts)
}

/** Returned money goes back to where on the contract it came from, lot by lot; the claim goes back to its compiler. */
export function decideReopen(
  claim: { readonly state: ClaimState; readonly kind: string },
  returned: readonly Holding[],
  basis: string,
  reason: string,
  today: CivilDate,
): Outcome<{ drafts: PostingDraft[]; next: ClaimState }> {
  const next = step('reopen', claim.state)
  if (!next.ok) return next
  const drafts = byBook({
    kind: 'return-to-contract',
    businessDate: today,
    basis,
    reason,
    moves: returned.map((h) => ({ from: h.account, to: atStage(h.account, stageOf(claim.kind)), amountFen: h.balanceFen })),
  })
  return ok({ drafts, next: next.value })
}
