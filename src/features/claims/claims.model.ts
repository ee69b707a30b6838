/**
 * Claims and their five signatures. A signature covers the hash of the exact content: contract, payee account, amount,
 * invoice, statement and the content of every paper. Any change makes a new version, on which nobody has signed (I10). Pure.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, ZERO } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { nextState, notInState } from '#kernel/workflow.ts'
import { type ClaimAction, type ClaimState, claimWorkflow } from '#policy/claim-workflow.ts'
import { type PaperCode, papers as paperLabels, type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { signOff } from '#policy/sign-off.ts'
import { checkAllowed, checkFigures, type ContractMoney, type Parts } from './claim-money.model.ts'

export const refuse = refusals({
  claim_unknown: { kind: 'not-found', zh: '没有编号为 {claim} 的报账', en: 'There is no claim {claim}' },
  contract_unknown: { kind: 'not-found', zh: '没有编号为 {contract} 的合同', en: 'There is no contract {contract}' },
  not_in_state: { kind: 'conflict', zh: '{why}', en: '{whyEn}' },
  not_compiler: {
    kind: 'forbidden',
    zh: '只有编制人 {name} 能修改或提交这份报账',
    en: 'Only {name}, who compiled it, may change or submit this claim',
  },
  claim_invalid: {
    kind: 'invalid',
    zh: '报账有 {count} 处填写不对，请按提示改正',
    en: '{count} entries of the claim are not right; correct them as shown',
  },
  claim_incomplete: {
    kind: 'rule-not-met',
    zh: '报账还缺 {count} 项，补齐后才能提交审签',
    en: '{count} things are missing; complete them before submitting',
  },
  invoice_used: {
    kind: 'rule-not-met',
    zh: '发票 {invoice} 已用于报账 {claim}，同一张发票不能报两次；请核对发票号码',
    en: 'Invoice {invoice} is used in claim {claim} already; an invoice is claimed once',
  },
  own_claim: {
    kind: 'forbidden',
    zh: '您是这份报账的编制人，不能审签自己的报账；请由其他同事审签',
    en: 'You compiled this claim and cannot sign it; a colleague must',
  },
  signed_before: {
    kind: 'forbidden',
    zh: '您已在第 {level} 级签过这份报账，一个人只能签一级；请由其他同事审签',
    en: 'You have signed this claim at level {level}; one person signs one level',
  },
  wrong_level: {
    kind: 'forbidden',
    zh: '现在轮到第 {level} 级“{label}”审签，您的岗位不签这一级',
    en: 'It is the turn of level {level} ({label}); your role does not sign it',
  },
  outside_scope: {
    kind: 'forbidden',
    zh: '这个项目在 {place}，不在您负责的范围内',
    en: 'This project lies in {place}, outside your area',
  },
  content_changed: {
    kind: 'conflict',
    zh: '您看到之后报账内容已改动，没有签字。请重新打开、看过再签',
    en: 'The claim has changed since you looked; nothing was signed. Open it again, read it, then sign',
  },
  wrong_password: {
    kind: 'forbidden',
    zh: '密码不对，没有签字。请重新输入您自己的登录密码',
    en: 'The password is wrong; nothing was signed. Enter your own password again',
  },
  papers_unknown: {
    kind: 'not-found',
    zh: '附件“{paper}”没有上传成功，请重新上传',
    en: 'The paper "{paper}" is not there; upload it again',
  },
})

export interface PaperRef {
  readonly code: string
  readonly fileId: string
}

export interface ClaimInput {
  readonly kind: string
  readonly amountFen: Fen
  /** A simple claim leaves these out: then what it pays is its certified value. */
  readonly certifiedFen?: Fen | undefined
  readonly recoverFen?: Fen | undefined
  readonly retainFen?: Fen | undefined
  readonly deferFen?: Fen | undefined
  readonly invoiceNo: string
  readonly invoiceDate: CivilDate | null
  readonly description: string
  readonly statement: string
  readonly papers: readonly PaperRef[]
}

/** What is signed, word for word. Its canonical bytes are hashed; the order of papers is by code. */
export interface ClaimContent {
  readonly claimNo: string
  readonly contractId: string
  readonly contractNo: string
  readonly payee: {
    readonly id: string
    readonly name: string
    readonly creditCode: string
    readonly bankName: string
    readonly accountNo: string
  }
  readonly kind: string
  readonly amountFen: bigint
  /** Absent in a simple claim, so that claims signed before there were parts keep their hash. */
  readonly parts?: {
    readonly certifiedFen: bigint
    readonly recoverFen: bigint
    readonly retainFen: bigint
    readonly deferFen: bigint
  }
  readonly invoiceNo: string
  readonly invoiceDate: string | null
  readonly description: string
  readonly statement: string
  readonly papers: readonly { readonly code: string; readonly sha256: string }[]
}

export interface Caps {
  readonly money: ContractMoney
  /** Another claim that names the same invoice. */
  readonly invoiceUsedIn: string | null
  readonly contractSignedOn: CivilDate
}

export const partsOf = (input: ClaimInput): Parts => ({
  recoverFen: input.recoverFen ?? ZERO,
  retainFen: input.retainFen ?? ZERO,
  deferFen: input.deferFen ?? ZERO,
})

const isKind = (kind: string): kind is PaymentKindKey => kind in paymentKinds

const finding = (field: string, value: string, zh: string, en: string): Finding => ({ field, value, message: { zh, en } })

export function checkContent(input: ClaimInput, caps: Caps, today: CivilDate): Outcome<null> {
  const found: Finding[] = []
  if (!isKind(input.kind))
    found.push(finding('kind', input.kind, '没有这种付款类型，请从列表中选', 'There is no such kind of payment; choose from the list'))
  const figures = { certifiedFen: input.certifiedFen ?? ZERO, amountFen: input.amountFen, ...partsOf(input) }
  found.push(...checkFigures({ ...figures, kind: input.kind }))
  if (input.invoiceDate && input.invoiceDate > today)
    found.push(finding('invoiceDate', input.invoiceDate, '开票日期晚于今天，请核对发票', 'The invoice is dated in the future; check it'))
  if (input.invoiceDate && input.invoiceDate < caps.contractSignedOn)
    found.push(
      finding(
        'invoiceDate',
        input.invoiceDate,
        `开票日期早于合同签订日期 ${caps.contractSignedOn}，请核对发票`,
        `The invoice is dated before the contract (${caps.contractSignedOn}); check it`,
      ),
    )
  if (found.length > 0) return refuse('claim_invalid', { count: found.length }, found)
  const allowed = checkAllowed({ ...figures, kind: input.kind as PaymentKindKey, papers: input.papers }, caps.money, today)
  if (!allowed.ok) return allowed
  if (caps.invoiceUsedIn) return refuse('invoice_used', { invoice: input.invoiceNo, claim: caps.invoiceUsedIn })
  return ok(null)
}

/** What must be there before anybody is asked to sign: the papers of this kind of payment, and the invoice. */
export function checkComplete(claim: {
  kind: string
  invoiceNo: string
  invoiceDate: string | null
  papers: readonly { code: string }[]
}): Outcome<null> {
  if (!isKind(claim.kind)) return refuse('claim_invalid', { count: 1 })
  const required: readonly PaperCode[] = paymentKinds[claim.kind].required
  const missing = required
    .filter((code) => !claim.papers.some((p) => p.code === code))
    .map((code) =>
      finding(`papers.${code}`, '', `缺少“${paperLabels[code].zh}”，请上传`, `"${paperLabels[code].en}" is missing; upload it`),
    )
  if (required.includes('V18') && (claim.invoiceNo === '' || !claim.invoiceDate))
    missing.push(finding('invoiceNo', claim.invoiceNo, '请填写发票号码和开票日期', 'Enter the number and date of the invoice'))
  return missing.length > 0 ? refuse('claim_incomplete', { count: missing.length }, missing) : ok(null)
}

export interface ClaimFacts {
  readonly state: ClaimState
  readonly compiledBy: string
  readonly compilerName: string
  readonly contentHash: string
  readonly region: string | null
  readonly place: string
  readonly signatures: readonly { readonly level: number; readonly personId: string }[]
}

export interface Signer {
  readonly personId: string
  readonly role: string
  readonly scope: string | null
}

export function step(action: ClaimAction, state: ClaimState): Outcome<ClaimState> {
  const next = nextState(claimWorkflow, action, state)
  if (next) return ok(next)
  const why = notInState(claimWorkflow, action, state)
  return refuse('not_in_state', { why: why.zh, whyEn: why.en })
}

/** Codes contain each other from the left: a township covers its villages, and a village takes part in its township's projects. */
export const covers = (scope: string | null, region: string | null): boolean =>
  scope === null || region === null || !/^\d+$/.test(scope) || region.startsWith(scope) || scope.startsWith(region)

export const levelOf = (state: ClaimState) => signOff.levels.find((l) => `L${l.level}` === state)

/** May this person sign now? Every reason not to, in order. `hash` is what the signer saw; null asks for the button only. */
export function maySign(claim: ClaimFacts, signer: Signer, hash: string | null): Outcome<{ level: 1 | 2 | 3 | 4 | 5; next: ClaimState }> {
  const level = levelOf(claim.state)
  if (!level) {
    const why = claimWorkflow.states[claim.state].label
    return refuse('not_in_state', { why: `现在是“${why.zh}”，不在审签中`, whyEn: `It is "${why.en}", not waiting for a signature` })
  }
  if (!(level.roles as readonly string[]).includes(signer.role)) return refuse('wrong_level', { level: level.level, label: level.label.zh })
  if (claim.compiledBy === signer.personId) return refuse('own_claim')
  const earlier = claim.signatures.find((s) => s.personId === signer.personId)
  if (earlier) return refuse('signed_before', { level: earlier.level })
  if (!covers(signer.scope, claim.region)) return refuse('outside_scope', { place: claim.place })
  if (hash !== null && hash !== claim.contentHash) return refuse('content_changed')
  const next = step(`sign-L${level.level}`, claim.state)
  return next.ok ? ok({ level: level.level, next: next.value }) : next
}

/** Whoever may sign at this level may send it back from this level. */
export function maySendBack(claim: ClaimFacts, signer: Signer): Outcome<ClaimState> {
  const may = maySign(claim, signer, null)
  return may.ok ? step('send-back', claim.state) : may
}
