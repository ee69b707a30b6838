/** Compile, change, submit, sign, send back. */
import { fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { type ContractRow, findContract } from '#features/contracts/contracts.store.ts'
import { lockBooks } from '#features/ledger/ledger.store.ts'
import { passwordMatches } from '#features/people/people.store.ts'
import { takeNumbers } from '#features/projects/projects.store.ts'
import { type Actor, type CommandContext, defineCommand } from '#platform/command.ts'
import { yearOf } from '#kernel/civil-date.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { signOff } from '#policy/sign-off.ts'
import { certifiedOf, isSimple } from './claim-money.model.ts'
import { loadCaps } from './claim-money.store.ts'
import { type Caps, checkComplete, checkContent, type ClaimInput, maySendBack, maySign, partsOf, refuse, step } from './claims.model.ts'
import {
  type ClaimRow,
  type ClaimValues,
  contentHashOf,
  factsOf,
  findClaim,
  insertClaim,
  insertReturn,
  insertSignature,
  resolvePapers,
  setClaimState,
  type SignatureRow,
  signaturesOf,
  type StoredPaper,
  updateClaim,
} from './claims.store.ts'

const signerOf = (actor: Actor) => ({ personId: actor.personId, role: actor.role, scope: actor.scope })

interface ContentState {
  readonly contract: ContractRow | undefined
  readonly caps: Caps | null
  readonly papers: readonly StoredPaper[] | { missing: string }
  readonly claimNo: string
}

async function loadContent(context: CommandContext, contractId: string, input: ClaimInput, except: ClaimRow | null): Promise<ContentState> {
  const { tx, district } = context
  const contract = await findContract(tx, district, contractId)
  const caps = contract ? await loadCaps(tx, district, contractId, input.invoiceNo, except?.claim_id ?? null) : null
  const number = except ? '' : String(await takeNumbers(tx, district, `claim-${yearOf(context.today)}`, 1))
  const claimNo = except?.claim_no ?? `BZ${yearOf(context.today)}-${number.padStart(4, '0')}`
  return { contract, caps, papers: await resolvePapers(tx, district, input.papers), claimNo }
}

function valuesOf(state: ContentState, input: ClaimInput): Outcome<ClaimValues> {
  if (!Array.isArray(state.papers)) return refuse('papers_unknown', { paper: (state.papers as { missing: string }).missing })
  const contract = state.contract!
  const values = {
    kind: input.kind,
    amountFen: input.amountFen,
    ...partsOf(input),
    invoiceNo: input.invoiceNo,
    invoiceDate: input.invoiceDate,
    description: input.description,
    statement: input.statement,
    papers: state.papers as readonly StoredPaper[],
  }
  const contentHash = contentHashOf({
    claim_no: state.claimNo,
    contract_id: contract.contract_id,
    contract_no: contract.contract_no,
    contractor_id: contract.contractor_id,
    contractor: contract.contractor,
    credit_code: contract.credit_code,
    bank_name: contract.bank_name,
    account_no: contract.account_no,
    kind: values.kind,
    amount_fen: values.amountFen,
    recover_fen: values.recoverFen,
    retain_fen: values.retainFen,
    defer_fen: values.deferFen,
    invoice_no: values.invoiceNo,
    invoice_date: values.invoiceDate,
    description: values.description,
    statement: values.statement,
    papers: values.papers,
  })
  return ok({ ...values, contentHash })
}

export const compileClaim = defineCommand({
  name: 'claims.compile',
  permission: 'claims.compile',
  load: async (context, input: ClaimInput & { readonly contractId: string }) => {
    await lockBooks(context)
    return loadContent(context, input.contractId, input, null)
  },
  decide: (state, input, { today }): Outcome<{ values: ClaimValues; claimNo: string }> => {
    if (!state.contract || !state.caps) return refuse('contract_unknown', { contract: input.contractId })
    const checked = checkContent(input, state.caps, today)
    if (!checked.ok) return checked
    const values = valuesOf(state, input)
    return values.ok ? ok({ values: values.value, claimNo: state.claimNo }) : values
  },
  save: async (context, { values, claimNo }, input) => {
    const id = context.newId('claim')
    await insertClaim(context.tx, context.district, {
      id,
      claimNo,
      contractId: input.contractId,
      values,
      by: context.actor.personId,
      now: context.now,
    })
    return { id }
  },
  sentence: (_, { claimNo }, input) => ({
    zh: `编制报账 ${claimNo}，${formatFen(input.amountFen)} 元`,
    en: `Compiled claim ${claimNo} for ${formatFen(input.amountFen)} yuan`,
  }),
  subjects: (result, _, input) => [result.id, input.contractId],
})

export const changeClaim = defineCommand({
  name: 'claims.change',
  permission: 'claims.compile',
  load: async (context, input: ClaimInput & { readonly claimId: string }) => {
    await lockBooks(context)
    const claim = await findClaim(context.tx, context.district, input.claimId, true)
    return { claim, content: claim ? await loadContent(context, claim.contract_id, input, claim) : null }
  },
  decide: ({ claim, content }, input, { actor, today }): Outcome<{ values: ClaimValues; claim: ClaimRow }> => {
    if (!claim || !content?.caps) return refuse('claim_unknown', { claim: input.claimId })
    if (claim.compiled_by !== actor.personId) return refuse('not_compiler', { name: claim.compiler })
    const now = step('submit', claim.state)
    if (!now.ok) return now
    const checked = checkContent(input, content.caps, today)
    if (!checked.ok) return checked
    const values = valuesOf(content, input)
    return values.ok ? ok({ values: values.value, claim }) : values
  },
  save: async (context, { values, claim }) => {
    await updateClaim(context.tx, context.district, claim.claim_id, values)
    return {}
  },
  sentence: (_, { claim }, input) => ({
    zh: `修改报账 ${claim.claim_no}，金额 ${formatFen(claim.amount_fen)} → ${formatFen(input.amountFen)} 元，原有签字作废`,
    en: `Changed claim ${claim.claim_no} from ${formatFen(claim.amount_fen)} to ${formatFen(input.amountFen)} yuan; earlier signatures are void`,
  }),
  subjects: (_, { claim }) => [claim.claim_id],
})

/** As it was written: a simple claim names no certified value. */
function storedParts(claim: ClaimRow) {
  const parts = { recoverFen: fen(claim.recover_fen), retainFen: fen(claim.retain_fen), deferFen: fen(claim.defer_fen) }
  return isSimple(parts) ? {} : { ...parts, certifiedFen: certifiedOf(fen(claim.amount_fen), parts) }
}

interface ClaimAndSignatures {
  readonly claim: ClaimRow | undefined
  readonly signatures: readonly SignatureRow[]
}

export async function loadClaim(context: CommandContext, claimId: string): Promise<ClaimAndSignatures> {
  const claim = await findClaim(context.tx, context.district, claimId, true)
  return { claim, signatures: claim ? await signaturesOf(context.tx, context.district, claimId, claim.version) : [] }
}

export const submitClaim = defineCommand({
  name: 'claims.submit',
  permission: 'claims.compile',
  load: async (context, input: { readonly claimId: string }) => {
    await lockBooks(context)
    const claim = await findClaim(context.tx, context.district, input.claimId, true)
    const caps = claim ? await loadCaps(context.tx, context.district, claim.contract_id, claim.invoice_no, claim.claim_id) : null
    return { claim, caps }
  },
  decide: ({ claim, caps }, input, { actor, today }): Outcome<{ claim: ClaimRow; next: ClaimState }> => {
    if (!claim || !caps) return refuse('claim_unknown', { claim: input.claimId })
    if (claim.compiled_by !== actor.personId) return refuse('not_compiler', { name: claim.compiler })
    const next = step('submit', claim.state)
    if (!next.ok) return next
    const complete = checkComplete({
      kind: claim.kind,
      invoiceNo: claim.invoice_no,
      invoiceDate: claim.invoice_date,
      papers: claim.papers,
    })
    if (!complete.ok) return complete
    const content = checkContent(
      {
        kind: claim.kind,
        amountFen: fen(claim.amount_fen),
        ...storedParts(claim),
        invoiceNo: claim.invoice_no,
        invoiceDate: claim.invoice_date as ClaimInput['invoiceDate'],
        description: claim.description,
        statement: claim.statement,
        papers: claim.papers,
      },
      caps,
      today,
    )
    return content.ok ? ok({ claim, next: next.value }) : content
  },
  save: async (context, { claim, next }) => {
    await setClaimState(context.tx, context.district, claim.claim_id, next, context.now)
    return { state: next }
  },
  sentence: (_, { claim }) => ({ zh: `提交报账 ${claim.claim_no} 审签`, en: `Submitted claim ${claim.claim_no} for signature` }),
  subjects: (_, { claim }) => [claim.claim_id],
})

export const signClaim = defineCommand({
  name: 'claims.sign',
  permission: 'claims.read',
  identity: ({ password: _, ...rest }: { claimId: string; contentHash: string; opinion: string; password: string }) => rest,
  load: async (context, input: { claimId: string; contentHash: string; opinion: string; password: string }) => ({
    ...(await loadClaim(context, input.claimId)),
    passwordRight: await passwordMatches(context.tx, context.district, context.actor.personId, input.password),
  }),
  decide: ({ claim, signatures, passwordRight }, input, { actor }): Outcome<{ claim: ClaimRow; level: number; next: ClaimState }> => {
    if (!claim) return refuse('claim_unknown', { claim: input.claimId })
    const may = maySign(factsOf(claim, signatures), signerOf(actor), input.contentHash)
    if (!may.ok) return may
    if (!passwordRight) return refuse('wrong_password')
    return ok({ claim, ...may.value })
  },
  save: async (context, { claim, level, next }, input) => {
    await insertSignature(context.tx, context.district, {
      claimId: claim.claim_id,
      version: claim.version,
      level,
      personId: context.actor.personId,
      opinion: input.opinion,
      contentHash: claim.content_hash,
      now: context.now,
    })
    await setClaimState(context.tx, context.district, claim.claim_id, next, context.now)
    return { state: next }
  },
  sentence: (_, { claim, level }, input) => {
    const label = signOff.levels[level - 1]!.label
    return {
      zh: `第 ${level} 级“${label.zh}”审签报账 ${claim.claim_no}：${input.opinion}`,
      en: `Level ${level} (${label.en}) signed claim ${claim.claim_no}: ${input.opinion}`,
    }
  },
  subjects: (_, { claim }) => [claim.claim_id],
})

export const sendBackClaim = defineCommand({
  name: 'claims.send-back',
  permission: 'claims.read',
  load: (context, input: { readonly claimId: string; readonly reason: string }) => loadClaim(context, input.claimId),
  decide: ({ claim, signatures }, input, { actor }): Outcome<{ claim: ClaimRow; next: ClaimState }> => {
    if (!claim) return refuse('claim_unknown', { claim: input.claimId })
    const next = maySendBack(factsOf(claim, signatures), signerOf(actor))
    return next.ok ? ok({ claim, next: next.value }) : next
  },
  save: async (context, { claim, next }, input) => {
    await insertReturn(context.tx, context.district, {
      claimId: claim.claim_id,
      version: claim.version,
      personId: context.actor.personId,
      level: claim.state,
      reason: input.reason,
      now: context.now,
    })
    await setClaimState(context.tx, context.district, claim.claim_id, next, context.now, true)
    return { state: next }
  },
  sentence: (_, { claim }, input) => ({
    zh: `退回报账 ${claim.claim_no}：${input.reason}`,
    en: `Sent back claim ${claim.claim_no}: ${input.reason}`,
  }),
  subjects: (_, { claim }) => [claim.claim_id],
})
