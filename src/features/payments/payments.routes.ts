/** Payment orders, bound to their endpoints. */
import { maskAccount } from '#kernel/check-digits.ts'
import { capitalNumerals, fen } from '#kernel/money.ts'
import { ok, type Text } from '#kernel/outcome.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { paymentStates } from '#policy/payment-workflow.ts'
import { signOff } from '#policy/sign-off.ts'
import { moneyByLot } from '#features/projects/projects.store.ts'
import { certifiedOf, isCertified } from '#features/claims/claim-money.model.ts'
import { findClaim, signaturesOf } from '#features/claims/claims.store.ts'
import { recordLateReturn } from './late-return.commands.ts'
import { orderPayment, recordResult, reopenClaim } from './payments.commands.ts'
import { verifyBooks } from '#features/ledger/ledger.contract.ts'
import * as contract from './payments.contract.ts'
import { verifyEverything } from './verify.store.ts'
import { refuse } from './payments.model.ts'
import { findPayment, listPayments, moneyOfOrder, type PaymentRow } from './payments.store.ts'

const paymentOut = (p: PaymentRow) => ({
  id: p.payment_id,
  orderNo: p.order_no,
  state: p.state,
  stateLabel: paymentStates[p.state],
  claimId: p.claim_id,
  claimNo: p.claim_no,
  projectName: p.project_name,
  payee: p.payee_name,
  accountNoMasked: maskAccount(p.account_no),
  bankName: p.bank_name,
  amountFen: p.amount_fen,
  orderedOn: p.ordered_on,
  orderedBy: p.ordered_by,
  resultOn: p.result_on,
  bankReference: p.bank_reference,
  returnReason: p.return_reason,
  lateReturn: p.late_on === null ? null : { on: p.late_on, reference: p.late_reference!, reason: p.late_reason! },
})

function actionsFor(p: PaymentRow, actor: Actor) {
  const done: Text | null =
    p.state === 'sent' ? null : { zh: `已登记为“${paymentStates[p.state].zh}”`, en: `Recorded as ${paymentStates[p.state].en}` }
  const because = done ?? (mayDo(actor, 'payments.result') ? null : { zh: '由财政局或代理银行登记', en: 'Finance or the bank records it' })
  const late = p.state === 'paid' && mayDo(actor, 'payments.order')
  return [
    ...(late
      ? [{ name: 'late-return', label: { zh: '登记付后退回', en: 'Record a return after payment' }, allowed: true, because: null }]
      : []),
    { name: 'paid', label: { zh: '登记已付', en: 'Record as paid' }, allowed: because === null, because },
    { name: 'returned', label: { zh: '登记退回', en: 'Record as returned' }, allowed: because === null, because },
  ]
}

export function paymentsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listPayments, async ({ actor, query }) => {
      const { page, pageSize, ...filter } = query
      const found = await listPayments(database.db, actor.district, { ...filter, limit: pageSize, offset: (page - 1) * pageSize })
      return { rows: found.rows.map(paymentOut), total: found.total, sum: found.sum }
    }),
    bind(contract.showPayment, async ({ actor, params }) => {
      const payment = await findPayment(database.db, actor.district, params.id)
      if (!payment) return refuse('payment_unknown', { payment: params.id })
      const claim = (await findClaim(database.db, actor.district, payment.claim_id))!
      const parts = { recoverFen: fen(claim.recover_fen), retainFen: fen(claim.retain_fen), deferFen: fen(claim.defer_fen) }
      const lying = await moneyByLot(database.db, actor.district, { claimId: payment.claim_id })
      const money = await moneyOfOrder(database.db, actor.district, params.id)
      const signatures = await signaturesOf(database.db, actor.district, payment.claim_id, payment.version)
      return ok({
        ...paymentOut(payment),
        capitalNumerals: capitalNumerals(fen(payment.amount_fen)),
        kindLabel: paymentKinds[claim.kind as PaymentKindKey].label,
        certifiedFen: isCertified(claim.kind) ? certifiedOf(fen(claim.amount_fen), parts) : 0n,
        ...parts,
        moneyBack: payment.state === 'returned' && lying.every((m) => m.returned === 0n),
        money: money.map((m) => ({
          lotId: m.lot_id,
          docNo: m.doc_no,
          fundName: m.fund_name,
          book: m.book,
          bookLabel: books[m.book].label,
          amountFen: m.amount,
        })),
        signatures: signatures.map((s) => ({
          level: s.level,
          label: signOff.levels[s.level - 1]!.label,
          by: s.name,
          at: s.signed_at,
        })),
        actions: actionsFor(payment, actor),
      })
    }),
    bind(verifyBooks, ({ actor }) => verifyEverything(database.db, actor.district)),
    bind(contract.orderPayment, ({ actor, key, params }) =>
      runCommand(database, orderPayment, { claimId: params.id }, { actor, key, clock }),
    ),
    bind(contract.recordResult, ({ actor, key, params, body }) =>
      runCommand(database, recordResult, { ...body, paymentId: params.id }, { actor, key, clock }),
    ),
    bind(contract.recordLateReturn, ({ actor, key, params, body: { preview, ...input } }) =>
      runCommand(database, recordLateReturn, { ...input, paymentId: params.id }, { actor, key, clock, preview }),
    ),
    bind(contract.reopenClaim, ({ actor, key, params, body }) =>
      runCommand(database, reopenClaim, { claimId: params.id, reason: body.reason }, { actor, key, clock }),
    ),
  ]
}
