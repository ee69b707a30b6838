/**
 * The money of a claim: certified value = paid + advance recovered + retention withheld + left until the settlement, to the fen; and
 * what the contract, its terms and its settlement allow. Each no says the figures. Pure.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { add, type Fen, formatFen, least, most, share, subtract, sum, ZERO } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { isWorks, monthsLater, rateText, rulesOn, type Terms } from '#features/contracts/contract-terms.model.ts'
import { acceptancePaper, certifiedKinds, drawnFrom, paidAs, paidAsInCategory } from '#policy/contract-money.ts'
import { type PaymentKindKey, paymentKinds } from '#policy/papers.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'

export const refuse = refusals({
  amount_exceeds_contract: {
    kind: 'rule-not-met',
    zh: '报账 {amount} 元超过合同还可报的 {left} 元（合同未付 {committed} 元，其他在途报账 {open} 元）',
    en: 'The claim of {amount} is above what is left of the contract, {left} (unpaid {committed}, other open claims {open})',
  },
  amount_exceeds_retention: {
    kind: 'rule-not-met',
    zh: '报账质保金 {amount} 元超过可退的 {left} 元（已预留质保金 {retained} 元，其他在途报账 {open} 元）',
    en: 'The claim of {amount} is above the retention that is left, {left} (retained {retained}, other open claims {open})',
  },
  no_advance: {
    kind: 'rule-not-met',
    zh: '这份合同的钱按“{paid}”入账，没有预付款（预付款只用于工程）；请改为“进度款”，可以分几次报账',
    en: 'Money of this contract is "{paidEn}", which has no advance (works alone do); claim it as progress, in several parts if need be',
  },
  no_retention: {
    kind: 'rule-not-met',
    zh: '这份合同的钱按“{paid}”入账，不留质保金（质保金只用于工程），不能预留 {retain} 元；请把预留质保金改为 0',
    en: 'Money of this contract is "{paidEn}", which has no retention (works alone do), so {retain} cannot be withheld; make it 0',
  },
  advance_above_cap: {
    kind: 'rule-not-met',
    zh: '预付款累计 {all} 元超过合同约定的 {rate}，即 {cap} 元（合同额 {contract} 元，此前预付 {before} 元）',
    en: 'Advances of {all} are above the agreed {rate}, that is {cap} (contract {contract}, advanced before {before})',
  },
  recovery_above_advance: {
    kind: 'rule-not-met',
    zh: '扣回预付款 {recover} 元超过尚未扣回的 {left} 元（未扣回 {advanced} 元，其他报账正在扣回 {open} 元）',
    en: 'Recovering {recover} is above the advance that is left, {left} (not recovered {advanced}, in other claims {open})',
  },
  advance_left: {
    kind: 'rule-not-met',
    zh: '结算款须把预付款扣完：还有 {left} 元未扣回，本次只扣 {recover} 元',
    en: 'The final payment recovers all of the advance: {left} is left, the claim recovers {recover}',
  },
  retention_not_agreed: {
    kind: 'rule-not-met',
    zh: '合同没有约定质保金，不能预留 {retain} 元；请把质保金改为 0，或先登记合同的付款约定',
    en: 'The contract agrees no retention, so {retain} cannot be withheld; make it 0, or record the terms of the contract first',
  },
  retention_above_rate: {
    kind: 'rule-not-met',
    zh: '预留质保金 {retain} 元超过 {rate} 即 {cap} 元（计算基数 {of} 元）',
    en: 'Withholding {retain} is above {rate}, that is {cap} (of {of})',
  },
  progress_above_cap: {
    kind: 'rule-not-met',
    zh: '结算审定以前，进度款（连同扣回的预付款）累计 {paid} 元超过计量价款 {certified} 元的 {rate}，即 {cap} 元（超 {over} 元）；超出部分请留待结算',
    en: 'Before the settlement, {paid} (with the advance recovered) is above {rate} of the certified {certified}, that is {cap} (by {over}); leave the rest until the settlement',
  },
  deferred_below_zero: {
    kind: 'rule-not-met',
    zh: '本次补付以前留待结算的 {released} 元，超过累计留待结算的 {before} 元',
    en: 'Paying {released} of what was left until the settlement is above the {before} that was left',
  },
  certified_above_contract: {
    kind: 'rule-not-met',
    zh: '累计计量价款 {all} 元超过{basis} {value} 元（此前已报 {before} 元，本次 {certified} 元）',
    en: 'The certified value of {all} is above the {basisEn} of {value} (before {before}, now {certified})',
  },
  settlement_first: {
    kind: 'rule-not-met',
    zh: '合同约定了付款比例，{kind}须在结算审定之后办理；请财政局先登记结算审定',
    en: 'The contract has payment terms: "{kindEn}" comes after the audited settlement; the finance bureau records it first',
  },
  retention_not_due: {
    kind: 'rule-not-met',
    zh: '缺陷责任期从 {from} 起 {months} 个月，{due} 期满以后才能退质保金',
    en: 'The defect period of {months} months began on {from}; the retention is due from {due}',
  },
  claimed_above_audited: {
    kind: 'rule-not-met',
    zh: '加上本次 {amount} 元，已付、在途和预留共 {all} 元，超过审定额 {audited} 元',
    en: 'With this {amount}, what is paid, under way and withheld is {all}, above the audited value of {audited}',
  },
})

/** The parts of a claim beside what it pays. All zero in a simple claim, whose certified value is what it pays. */
export interface Parts {
  readonly recoverFen: Fen
  readonly retainFen: Fen
  /** Below zero where what was left before is paid now. */
  readonly deferFen: Fen
}

export const NO_PARTS: Parts = { recoverFen: ZERO, retainFen: ZERO, deferFen: ZERO }

export const isSimple = (p: Parts): boolean => p.recoverFen === 0n && p.retainFen === 0n && p.deferFen === 0n

export const certifiedOf = (amountFen: Fen, p: Parts): Fen => sum([amountFen, p.recoverFen, p.retainFen, p.deferFen])

export const isCertified = (kind: string): boolean => (certifiedKinds as readonly string[]).includes(kind)

/** What the contract of a claim holds and has been claimed for; all "before" and "open" leave out the claim itself. */
export interface ContractMoney {
  /** Of its project. */
  readonly category: string
  readonly contractFen: Fen
  readonly committedFen: Fen
  readonly retainedFen: Fen
  readonly advancedFen: Fen
  /** Paid, ordered, returned, retained and advanced, with what orders at the bank will withhold. */
  readonly usedFen: Fen
  /** Of claims that are not ordered yet, with what all unpaid ones will withhold. */
  readonly openFen: Fen
  readonly openRetentionFen: Fen
  readonly openRecoverFen: Fen
  readonly advanceBeforeFen: Fen
  readonly certifiedBeforeFen: Fen
  /** What progress and final claims pay and recover. */
  readonly settledBeforeFen: Fen
  readonly retainBeforeFen: Fen
  readonly deferBeforeFen: Fen
  readonly terms: Terms | null
  readonly audited: { readonly fen: Fen; readonly acceptedOn: CivilDate } | null
}

export interface ClaimMoney extends Parts {
  readonly kind: PaymentKindKey
  readonly amountFen: Fen
  /** What the person wrote as certified value; zero where nothing was written. */
  readonly certifiedFen: Fen
  readonly papers: readonly { readonly code: string }[]
}

const finding = (field: string, amount: Fen, zh: string, en: string): Finding => ({ field, value: formatFen(amount), message: { zh, en } })

/** What is wrong with the figures alone. */
export function checkFigures(c: Omit<ClaimMoney, 'kind' | 'papers'> & { readonly kind: string }): Finding[] {
  const found: Finding[] = []
  if (c.amountFen <= 0n) found.push(finding('amountFen', c.amountFen, '报账金额必须大于零', 'The amount of the claim must be above zero'))
  if (c.recoverFen < 0n) found.push(finding('recoverFen', c.recoverFen, '扣回预付款不能小于零', 'The advance recovered is not below zero'))
  if (c.retainFen < 0n) found.push(finding('retainFen', c.retainFen, '预留质保金不能小于零', 'The retention is not below zero'))
  if (isSimple(c) && c.certifiedFen === 0n) return found
  const parts = certifiedOf(c.amountFen, c)
  if (!isCertified(c.kind))
    found.push(finding('kind', parts, '只有进度款和结算款才有计量价款、扣回和预留', 'Only progress and final payments are certified'))
  else if (parts <= 0n)
    found.push(
      finding(
        'certifiedFen',
        parts,
        '计量价款必须大于零；补付的留待结算款超过了本次计量，请核对',
        'The certified value must be above zero; what was left before and is paid now exceeds it, check it',
      ),
    )
  else if (parts !== c.certifiedFen)
    found.push(
      finding(
        'certifiedFen',
        c.certifiedFen,
        `计量价款须等于本次支付 + 扣回预付款 + 预留质保金 + 留待结算，合计 ${formatFen(parts)} 元，相差 ${formatFen(subtract(c.certifiedFen, parts))} 元`,
        `The certified value is paid + recovered + retained + left, ${formatFen(parts)} in all; it differs by ${formatFen(subtract(c.certifiedFen, parts))}`,
      ),
    )
  return found
}

/** What the contract, its terms and its settlement do not allow; the money itself first. */
export function checkAllowed(c: ClaimMoney, m: ContractMoney, today: CivilDate): Outcome<null> {
  const drawn = drawnFrom[c.kind] === 'retained' ? checkRetention(c, m, today) : checkCommitted(c, m)
  if (!drawn.ok || c.kind === 'retention') return drawn
  if (c.kind === 'advance') return checkAdvance(c, m)
  const parts = checkParts(c, m, today)
  if (!parts.ok) return parts
  return c.kind === 'final' ? checkFinal(c, m) : checkProgress(c, m)
}

function checkCommitted(c: ClaimMoney, m: ContractMoney): Outcome<null> {
  const left = subtract(m.committedFen, m.openFen)
  const wanted = add(c.amountFen, c.retainFen)
  if (wanted > left)
    return refuse('amount_exceeds_contract', {
      amount: formatFen(wanted),
      left: formatFen(left),
      committed: formatFen(m.committedFen),
      open: formatFen(m.openFen),
    })
  if (m.audited && add(m.usedFen, wanted) > m.audited.fen)
    return refuse('claimed_above_audited', {
      amount: formatFen(wanted),
      all: formatFen(add(m.usedFen, wanted)),
      audited: formatFen(m.audited.fen),
    })
  return ok(null)
}

function checkRetention(c: ClaimMoney, m: ContractMoney, today: CivilDate): Outcome<null> {
  const left = subtract(m.retainedFen, m.openRetentionFen)
  if (c.amountFen > left)
    return refuse('amount_exceeds_retention', {
      amount: formatFen(c.amountFen),
      left: formatFen(left),
      retained: formatFen(m.retainedFen),
      open: formatFen(m.openRetentionFen),
    })
  if (!m.terms) return ok(null)
  if (!m.audited) return refuse('settlement_first', { kind: '质保金', kindEn: 'Retention' })
  const from = m.audited.acceptedOn
  const due = monthsLater(from, m.terms.retentionMonths)
  return today < due ? refuse('retention_not_due', { from, months: m.terms.retentionMonths, due }) : ok(null)
}

function checkAdvance(c: ClaimMoney, m: ContractMoney): Outcome<null> {
  if (!isWorks(m.category)) return refuse('no_advance', paidText(m))
  if (!m.terms) return ok(null)
  const cap = share(m.contractFen, BigInt(m.terms.advanceRate), 10_000n)
  const all = add(m.advanceBeforeFen, c.amountFen)
  if (all <= cap) return ok(null)
  return refuse('advance_above_cap', {
    all: formatFen(all),
    rate: rateText(m.terms.advanceRate),
    cap: formatFen(cap),
    contract: formatFen(m.contractFen),
    before: formatFen(m.advanceBeforeFen),
  })
}

function checkParts(c: ClaimMoney, m: ContractMoney, today: CivilDate): Outcome<null> {
  const left = subtract(m.advancedFen, m.openRecoverFen)
  if (c.recoverFen > left)
    return refuse('recovery_above_advance', {
      recover: formatFen(c.recoverFen),
      left: formatFen(left),
      advanced: formatFen(m.advancedFen),
      open: formatFen(m.openRecoverFen),
    })
  if (c.retainFen > 0n) {
    const retention = checkWithheld(c, m, today)
    if (!retention.ok) return retention
  }
  const deferred = add(m.deferBeforeFen, c.deferFen)
  if (deferred < 0n)
    return refuse('deferred_below_zero', { released: formatFen(subtract(ZERO, c.deferFen)), before: formatFen(m.deferBeforeFen) })
  const certified = certifiedOf(c.amountFen, c)
  const all = add(m.certifiedBeforeFen, certified)
  const value = m.audited?.fen ?? m.contractFen
  if (all <= value) return ok(null)
  return refuse('certified_above_contract', {
    all: formatFen(all),
    value: formatFen(value),
    basis: m.audited ? '审定额' : '合同额',
    basisEn: m.audited ? 'audited value' : 'contract amount',
    before: formatFen(m.certifiedBeforeFen),
    certified: formatFen(certified),
  })
}

/** The agreed rate, and never more than the rules of the day allow: of this claim, and in the end of the settlement as a whole. */
function checkWithheld(c: ClaimMoney, m: ContractMoney, today: CivilDate): Outcome<null> {
  if (!isWorks(m.category)) return refuse('no_retention', { ...paidText(m), retain: formatFen(c.retainFen) })
  if (!m.terms || m.terms.retentionRate === 0) return refuse('retention_not_agreed', { retain: formatFen(c.retainFen) })
  const rate = Math.min(m.terms.retentionRate, rulesOn(today, m.category).retentionMost)
  const whole = c.kind === 'final' ? m.audited : null
  const of = whole ? whole.fen : certifiedOf(c.amountFen, c)
  const cap = most(ZERO, subtract(share(of, BigInt(rate), 10_000n), whole ? m.retainBeforeFen : ZERO))
  if (c.retainFen <= cap) return ok(null)
  return refuse('retention_above_rate', {
    retain: formatFen(c.retainFen),
    rate: rateText(rate),
    cap: formatFen(cap),
    of: formatFen(of),
  })
}

function checkProgress(c: ClaimMoney, m: ContractMoney): Outcome<null> {
  if (!m.terms || m.audited) return ok(null)
  const accepted = c.papers.some((p) => p.code === acceptancePaper)
  const rate = accepted ? m.terms.acceptedRate : m.terms.progressRate
  const certified = add(m.certifiedBeforeFen, certifiedOf(c.amountFen, c))
  const cap = share(certified, BigInt(rate), 10_000n)
  const paid = sum([m.settledBeforeFen, c.amountFen, c.recoverFen])
  if (paid <= cap) return ok(null)
  return refuse('progress_above_cap', {
    paid: formatFen(paid),
    certified: formatFen(certified),
    rate: rateText(rate),
    cap: formatFen(cap),
    over: formatFen(subtract(paid, cap)),
  })
}

function checkFinal(c: ClaimMoney, m: ContractMoney): Outcome<null> {
  if (m.terms && !m.audited) return refuse('settlement_first', { kind: '结算款', kindEn: 'Final payment' })
  const left = subtract(m.advancedFen, m.openRecoverFen)
  if (c.recoverFen === left) return ok(null)
  return refuse('advance_left', { left: formatFen(left), recover: formatFen(c.recoverFen) })
}

/** Where the money of a claim of this kind waits. */
export const stageOf = (kind: string): 'committed' | 'retained' => drawnFrom[kind as PaymentKindKey]

/** What the bank's "paid" posts for a claim of this kind on a project of this category. */
export function postedAs(kind: string, category: string): PostingKindKey {
  const general = paidAs[kind as PaymentKindKey]
  const special = (paidAsInCategory as Partial<Record<string, PostingKindKey>>)[category]
  return general === 'payment' && special ? special : general
}

function paidText({ category }: ContractMoney) {
  const { label } = postings[postedAs('progress', category)]
  return { paid: label.zh, paidEn: label.en }
}

/** Kinds of claim for such a contract; what was once withheld is still released. */
export const kindsFor = (m: ContractMoney): PaymentKindKey[] =>
  (Object.keys(paymentKinds) as PaymentKindKey[]).filter(
    (kind) => isWorks(m.category) || isCertified(kind) || (kind === 'retention' && m.retainedFen > 0n),
  )

/** What a claim of this kind may still ask for. */
export const leftFor = (kind: string, m: ContractMoney): Fen =>
  stageOf(kind) === 'retained' ? subtract(m.retainedFen, m.openRetentionFen) : subtract(m.committedFen, m.openFen)

export interface Usual extends Parts {
  readonly certifiedFen: Fen
  readonly amountFen: Fen
}

/**
 * The parts of a claim as contract and policy would have them: the advance back in the share of the contract that it was, retention by
 * the rate of the day, at most what may be paid by now, the rest left until the settlement. The final claim takes what is left of
 * everything. Whole fen, rounded down, and the certified value is their sum.
 */
export function usualParts(
  kind: 'progress' | 'final',
  certifiedFen: Fen | null,
  m: ContractMoney,
  accepted: boolean,
  today: CivilDate,
): Usual {
  const value = m.audited?.fen ?? m.contractFen
  const certified = certifiedFen ?? most(ZERO, subtract(value, m.certifiedBeforeFen))
  const advanceLeft = most(ZERO, subtract(m.advancedFen, m.openRecoverFen))
  const proRata = m.contractFen > 0n ? share(certified, m.advanceBeforeFen, m.contractFen) : ZERO
  const rate = BigInt(m.terms ? Math.min(m.terms.retentionRate, rulesOn(today, m.category).retentionMost) : 0)
  const whole = subtract(share(value, rate, 10_000n), m.retainBeforeFen)
  const recoverFen = kind === 'final' ? advanceLeft : least(proRata, advanceLeft)
  const retainFen = kind === 'final' ? most(ZERO, whole) : share(certified, rate, 10_000n)
  const rest = sum([certified, m.deferBeforeFen, subtract(ZERO, recoverFen), subtract(ZERO, retainFen)])
  const amountFen = most(ZERO, least(rest, subtract(dueBy(kind, certified, m, accepted), recoverFen)))
  return {
    certifiedFen: certified,
    amountFen,
    recoverFen,
    retainFen,
    deferFen: subtract(certified, sum([amountFen, recoverFen, retainFen])),
  }
}

/** What may be paid and recovered by now, less what was. */
function dueBy(kind: 'progress' | 'final', certified: Fen, m: ContractMoney, accepted: boolean): Fen {
  const all = add(m.certifiedBeforeFen, certified)
  const due =
    m.terms && kind === 'progress' && !m.audited ? share(all, BigInt(accepted ? m.terms.acceptedRate : m.terms.progressRate), 10_000n) : all
  return subtract(due, m.settledBeforeFen)
}
