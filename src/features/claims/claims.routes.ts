/** Claims, bound to their endpoints. */
import { capitalNumerals, fen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import type { AvailableAction } from '#kernel/workflow.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import { findEvents } from '#platform/event-log.ts'
import { findFile, keepFile, loadContent, refuse as refuseFile } from '#platform/files.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { claimWorkflow } from '#policy/claim-workflow.ts'
import { type PaperCode, papers as paperLabels, type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { signOff } from '#policy/sign-off.ts'
import { certifiedOf, isCertified, leftFor } from './claim-money.model.ts'
import { loadContractMoney, moneyOf } from './claim-money.store.ts'
import { changeClaim, compileClaim, sendBackClaim, signClaim, submitClaim } from './claims.commands.ts'
import * as contract from './claims.contract.ts'
import { covers, maySendBack, maySign, refuse, step } from './claims.model.ts'
import {
  type ClaimRow,
  factsOf,
  findClaim,
  listClaims,
  ordersOf,
  paidBefore,
  returnsOf,
  type SignatureRow,
  signaturesOf,
} from './claims.store.ts'

const claimOut = (c: ClaimRow) => ({
  id: c.claim_id,
  claimNo: c.claim_no,
  kind: c.kind,
  kindLabel: paymentKinds[c.kind as PaymentKindKey].label,
  state: c.state,
  stateLabel: claimWorkflow.states[c.state].label,
  contractId: c.contract_id,
  contractNo: c.contract_no,
  projectId: c.project_id,
  projectName: c.project_name,
  contractor: c.contractor,
  amountFen: c.amount_fen,
  compiledBy: c.compiler,
  compiledAt: c.compiled_at,
  since: c.state_since,
})

/** Every action the page may draw, allowed or with the reason why not; the same guards as the commands. */
function actionsFor(c: ClaimRow, signatures: readonly SignatureRow[], actor: Actor): AvailableAction[] {
  const facts = factsOf(c, signatures)
  const signer = { personId: actor.personId, role: actor.role, scope: actor.scope }
  const because = (outcome: Outcome<unknown>): Text | null => (outcome.ok ? null : outcome.refusal.message)
  const one = (name: string, label: Text, reason: Text | null): AvailableAction => ({
    name,
    label,
    allowed: reason === null,
    because: reason,
  })
  const own = c.compiled_by === actor.personId
  const notOwn = refuse('not_compiler', { name: c.compiler }).refusal.message
  const draft = because(step('submit', c.state))
  const orderable = because(step('order', c.state))
  const reopenable = because(step('reopen', c.state))
  const notYours: Text = { zh: '由财政局办理', en: 'The finance bureau does this' }
  const { actions } = claimWorkflow
  return [
    one('change', { zh: '修改', en: 'Change' }, draft ?? (own ? null : notOwn)),
    one('submit', actions.submit.label, draft ?? (own ? null : notOwn)),
    one('sign', { zh: '审签', en: 'Sign' }, because(maySign(facts, signer, null))),
    one('send-back', actions['send-back'].label, because(maySendBack(facts, signer))),
    one('order', actions.order.label, orderable ?? (mayDo(actor, 'payments.order') ? null : notYours)),
    one('reopen', actions.reopen.label, reopenable ?? (mayDo(actor, 'payments.order') ? null : notYours)),
  ]
}

function chainOf(c: ClaimRow, signatures: readonly SignatureRow[]) {
  return signOff.levels.map((level) => {
    const s = signatures.find((x) => x.level === level.level)
    return {
      level: level.level,
      label: level.label,
      asserts: level.asserts,
      signedBy: s?.name ?? null,
      signedAt: s?.signed_at ?? null,
      opinion: s?.opinion ?? null,
      valid: s ? s.content_hash === c.content_hash : null,
    }
  })
}

async function detail(services: Services, actor: Actor, c: ClaimRow) {
  const on = services.database.db
  const { district } = actor
  const signatures = await signaturesOf(on, district, c.claim_id, c.version)
  const { money } = await loadContractMoney(on, district, c.contract_id, c.claim_id)
  const parts = { recoverFen: fen(c.recover_fen), retainFen: fen(c.retain_fen), deferFen: fen(c.defer_fen) }
  const files = await Promise.all(c.papers.map((p) => findFile(on, district, p.fileId)))
  const events = await findEvents(on, district, { subject: c.claim_id, limit: 100, offset: 0 })
  return {
    ...claimOut(c),
    invoiceNo: c.invoice_no,
    invoiceDate: c.invoice_date,
    description: c.description,
    statement: c.statement,
    certifiedFen: isCertified(c.kind) ? certifiedOf(fen(c.amount_fen), parts) : 0n,
    ...parts,
    contractAmountFen: c.contract_amount,
    paidBeforeFen: await paidBefore(on, district, c.contract_id, c.claim_id),
    remainingFen: leftFor(c.kind, money),
    capitalNumerals: capitalNumerals(fen(c.amount_fen)),
    contentHash: c.content_hash,
    papers: c.papers.map((p, i) => ({
      code: p.code,
      label: paperLabels[p.code as PaperCode] ?? { zh: p.code, en: p.code },
      fileId: p.fileId,
      fileName: files[i]?.name ?? '',
      sha256: p.sha256,
      size: files[i]?.size ?? 0,
    })),
    chain: chainOf(c, signatures),
    returns: (await returnsOf(on, district, c.claim_id)).map((r) => ({ by: r.name, at: r.returned_at, level: r.level, reason: r.reason })),
    payments: (await ordersOf(on, district, c.claim_id)).map((o) => ({
      id: o.payment_id,
      orderNo: o.order_no,
      state: o.state,
      at: o.ordered_at,
      note: o.return_reason,
    })),
    money: await moneyOf(on, district, c),
    history: events.rows.map((e) => ({
      at: e.recordedAt,
      sentence: { zh: `${e.actor} ${e.sentence.zh}`, en: `${e.actor}: ${e.sentence.en}` },
    })),
    actions: actionsFor(c, signatures, actor),
  }
}

export function claimsRoutes(services: Services): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.listClaims, async ({ actor, query }) => {
      const { page, pageSize, state, mine, ...filter } = query
      const found = await listClaims(database.db, actor.district, {
        ...filter,
        ...(state ? { states: state.split(',') } : {}),
        ...(mine ? { compiledBy: actor.personId } : {}),
        ...(actor.scope && /^\d+$/.test(actor.scope) ? { scope: actor.scope } : {}),
        limit: pageSize,
        offset: (page - 1) * pageSize,
      })
      return { rows: found.rows.map(claimOut), total: found.total }
    }),
    bind(contract.showClaim, async ({ actor, params }) => {
      const claim = await findClaim(database.db, actor.district, params.id)
      if (!claim) return refuse('claim_unknown', { claim: params.id })
      if (!covers(actor.scope, claim.region)) return refuse('outside_scope', { place: claim.place })
      return ok(await detail(services, actor, claim))
    }),
    bind(contract.compileClaim, ({ actor, key, body }) => runCommand(database, compileClaim, body, { actor, key, clock })),
    bind(contract.changeClaim, ({ actor, key, params, body }) =>
      runCommand(database, changeClaim, { ...body, claimId: params.id }, { actor, key, clock }),
    ),
    bind(contract.submitClaim, ({ actor, key, params }) =>
      runCommand(database, submitClaim, { claimId: params.id }, { actor, key, clock }),
    ),
    bind(contract.signClaim, ({ actor, key, params, body }) =>
      runCommand(database, signClaim, { ...body, claimId: params.id }, { actor, key, clock }),
    ),
    bind(contract.sendBackClaim, ({ actor, key, params, body }) =>
      runCommand(database, sendBackClaim, { ...body, claimId: params.id }, { actor, key, clock }),
    ),
    bind(contract.uploadFile, async ({ actor, key, file }) => {
      const kept = await runCommand(database, keepFile('claims.compile'), file!, { actor, key, clock })
      if (!kept.ok) return kept
      const { fileId, name, sha256, size } = kept.value
      return ok({ fileId, fileName: name, sha256, size })
    }),
    bind(contract.downloadFile, async ({ actor, params, reply }) => {
      const file = await loadContent(database.db, actor.district, params.id)
      if (!file) return refuseFile('file_unknown')
      return reply
        .type('application/octet-stream')
        .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
        .header('X-Content-Type-Options', 'nosniff')
        .send(Buffer.from(file.bytes))
    }),
  ]
}
