/**
 * What happens to the money of a contract besides its payments: the audited settlement with its cut, fines, releases, refunds and
 * recoveries. Money always goes back to the very lots it came from. Pure.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { add, type Fen, formatFen, least, split, subtract, sum, ZERO } from '#kernel/money.ts'
import { type Finding, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { groupBy } from '#kernel/collect.ts'
import { type Holding, takeInProportion } from '#features/ledger/holdings.model.ts'
import {
  atStage,
  byBook,
  type HowPaid,
  type Move,
  nameAccount,
  type PostingDraft,
  type Reversed,
  reversed,
} from '#features/ledger/ledger.model.ts'
import { byTitle } from '#features/ledger/taken-back.model.ts'
import { type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'

export const refuse = refusals({
  contract_unknown: { kind: 'not-found', zh: '没有编号为 {contract} 的合同', en: 'There is no contract {contract}' },
  act_invalid: { kind: 'invalid', zh: '有 {count} 处填写不对，请按提示改正', en: '{count} entries are not right; correct them as shown' },
  settled_already: {
    kind: 'conflict',
    zh: '合同已审定结算 {audited} 元（{report}）；如有更正，请先撤回原审定，再登记新的',
    en: 'The contract is settled at {audited} ({report}); withdraw that settlement before recording another',
  },
  not_settled: { kind: 'conflict', zh: '合同还没有审定结算，不能撤回', en: 'The contract has no settlement to withdraw' },
  payment_under_way: {
    kind: 'rule-not-met',
    zh: '合同有 {amount} 元在支付途中（已开支付令或银行退回未处理），请等银行结果登记并处理完再办',
    en: '{amount} of the contract is on its way (ordered or returned); first record and settle what the bank says',
  },
  audited_above_contract: {
    kind: 'rule-not-met',
    zh: '审定额 {audited} 元超过合同可结算额 {value} 元（超 {over} 元）；增加的工程须先签补充合同、安排资金',
    en: 'The audited value {audited} is above the {value} of the contract (by {over}); extra work needs a contract and money first',
  },
  cut_above_money: {
    kind: 'rule-not-met',
    zh: '审减 {cut} 元，而合同未付、质保金和已付款一共只有 {money} 元；还有预付款 {advanced} 元未扣回，请先办理退款',
    en: 'The cut of {cut} is above the {money} unpaid, retained and paid; {advanced} of the advance is not recovered; have it refunded first',
  },
  more_than_there: {
    kind: 'rule-not-met',
    zh: '“{stage}”只有 {held} 元可办“{kind}”，不够 {amount} 元（差 {short} 元）',
    en: 'Only {held} in "{stageEn}" is free for "{kindEn}", not {amount} (short by {short})',
  },
})

/** The settlement in force. */
export interface Settlement {
  readonly number: number
  readonly auditedFen: Fen
  readonly reportNo: string
}

/** All the money of one contract, locked. */
export interface ContractState {
  readonly contract: { readonly id: string; readonly projectId: string; readonly signedOn: CivilDate } | undefined
  readonly holdings: readonly Holding[]
  /** What orders at the bank will withhold and recover when they are paid. */
  readonly pendingRetainFen: Fen
  readonly pendingRecoverFen: Fen
  /** Fines taken from the contract; they are no part of its value. */
  readonly finesFen: Fen
  readonly settlement: Settlement | null
  readonly reportThere: boolean
  /** Of its paid accounts. */
  readonly howPaid: HowPaid
}

const held = (state: ContractState, ...names: readonly StageKey[]): Holding[] =>
  state.holdings.filter((h) => names.includes(h.account.stage))
const total = (holdings: readonly Holding[]): Fen => sum(holdings.map((h) => h.balanceFen))

export interface SettlementInput {
  readonly auditedFen: Fen
  readonly auditedOn: CivilDate
  /** When the work was accepted: the defect period runs from here. */
  readonly acceptedOn: CivilDate
  readonly auditor: string
  readonly reportNo: string
}

export interface SettlementDecision {
  readonly drafts: readonly PostingDraft[]
  readonly cutFen: Fen
  /** Of the cut, what was paid already and must come back. */
  readonly overFen: Fen
}

export function decideSettlement(state: ContractState, input: SettlementInput, today: CivilDate): Outcome<SettlementDecision> {
  const { contract, settlement } = state
  if (!contract) return refuse('contract_unknown', { contract: '' })
  const findings = checkSettlement(state, input, today)
  if (findings.length > 0) return refuse('act_invalid', { count: findings.length }, findings)
  if (settlement) return refuse('settled_already', { audited: formatFen(settlement.auditedFen), report: settlement.reportNo })
  const onTheWay = total(held(state, 'ordered', 'returned'))
  if (onTheWay > 0n) return refuse('payment_under_way', { amount: formatFen(onTheWay) })
  const money = total(held(state, 'committed', 'retained', 'advanced', 'paid'))
  const value = money > 0n ? add(money, state.finesFen) : ZERO
  if (input.auditedFen > value)
    return refuse('audited_above_contract', {
      audited: formatFen(input.auditedFen),
      value: formatFen(value),
      over: formatFen(subtract(input.auditedFen, value)),
    })
  const cutFen = subtract(value, input.auditedFen)
  const cut = cutMoves(state, cutFen)
  if (!cut)
    return refuse('cut_above_money', {
      cut: formatFen(cutFen),
      money: formatFen(total(held(state, 'committed', 'retained', 'paid'))),
      advanced: formatFen(total(held(state, 'advanced'))),
    })
  const base = { businessDate: input.auditedOn, basis: input.reportNo }
  const drafts = [
    ...byBook({ ...base, kind: 'settlement-audit', moves: recognise(state, cut, contract.projectId, contract.id, input.auditedFen) }),
    ...byTitle({ ...base, kind: 'audit-cut', moves: cut }, state.howPaid),
  ]
  return ok({ drafts, cutFen, overFen: sum(cut.filter((m) => m.to.stage === 'recoverable').map((m) => m.amountFen)) })
}

function checkSettlement(state: ContractState, input: SettlementInput, today: CivilDate): Finding[] {
  const found: Finding[] = []
  const say = (field: string, value: string, zh: string, en: string) => found.push({ field, value, message: { zh, en } })
  const signedOn = state.contract!.signedOn
  if (input.auditedFen <= 0n) say('auditedFen', formatFen(input.auditedFen), '审定额必须大于零', 'The audited value must be above zero')
  if (input.auditedOn > today)
    say('auditedOn', input.auditedOn, '审定日期晚于今天，请核对报告', 'The audit is dated in the future; check the report')
  if (input.acceptedOn > input.auditedOn)
    say('acceptedOn', input.acceptedOn, '验收日期晚于审定日期，请核对', 'The acceptance is dated after the audit; check it')
  if (input.acceptedOn < signedOn)
    say(
      'acceptedOn',
      input.acceptedOn,
      `验收日期早于合同签订日期 ${signedOn}，请核对`,
      `The acceptance is dated before the contract (${signedOn}); check it`,
    )
  if (!state.reportThere)
    say('reportFile', '', '结算审核报告没有上传成功，请重新上传', 'The settlement audit report is not there; upload it again')
  return found
}

/**
 * What the audit cuts is taken first from what is not yet committed to be paid, then from what was withheld, and only the rest from what
 * was paid, which must come back: nobody chases money that still lies at the bank. Null where all of it does not suffice.
 */
function cutMoves(state: ContractState, cutFen: Fen): Move[] | null {
  const ways: readonly (readonly [StageKey, StageKey])[] = [
    ['committed', 'reserved'],
    ['retained', 'reserved'],
    ['paid', 'recoverable'],
  ]
  let left = cutFen
  const moves: Move[] = []
  for (const [from, to] of ways) {
    const holdings = held(state, from)
    const take = least(left, total(holdings))
    if (take <= 0n) continue
    moves.push(...moved(take, holdings, to))
    left = subtract(left, take)
  }
  return left > 0n ? null : moves
}

const moved = (amountFen: Fen, holdings: readonly Holding[], to: StageKey): Move[] =>
  takeInProportion(amountFen, holdings).map((part) => ({ from: part.account, to: atStage(part.account, to), amountFen: part.amountFen }))

/**
 * The audited cost of each lot, in proportion to the money it leaves in the contract after the cut, by largest remainder: where nothing
 * was fined, each lot's audited cost is then exactly what it will have paid.
 */
function recognise(state: ContractState, cut: readonly Move[], projectId: string, contractId: string, auditedFen: Fen): Move[] {
  const lots = [...groupBy(held(state, 'committed', 'retained', 'advanced', 'paid'), (h) => h.account.lotId)]
  const leaves = lots.map(([lotId, holdings]) =>
    subtract(total(holdings), sum(cut.filter((m) => m.from.lotId === lotId).map((m) => m.amountFen))),
  )
  const weights = sum(leaves) > 0n ? leaves : lots.map(([, holdings]) => total(holdings))
  const parts = split(auditedFen, weights)
  return lots.flatMap(([lotId, holdings], i) => {
    const from = nameAccount(lotId, holdings[0]!.account.book, 'unrecognised')
    const to = atStage(from, 'recognised', { projectId, contractId })
    return parts[i]! > 0n ? [{ from, to, amountFen: parts[i]! }] : []
  })
}

export interface WithdrawalInput {
  readonly on: CivilDate
  readonly basis: string
  readonly reason: string
}

/** A mistaken settlement is undone as a whole: all that it posted, in red. */
export function decideWithdrawal(
  state: ContractState,
  originals: readonly { readonly reverses: Reversed; readonly moves: readonly Move[] }[],
  input: WithdrawalInput,
): Outcome<{ readonly drafts: readonly PostingDraft[]; readonly settlement: Settlement }> {
  if (!state.contract) return refuse('contract_unknown', { contract: '' })
  const { settlement } = state
  if (!settlement) return refuse('not_settled')
  const drafts = originals.map(
    (o): PostingDraft => ({
      kind: 'reversal',
      businessDate: input.on,
      basis: input.basis,
      reason: input.reason,
      reverses: o.reverses,
      moves: reversed(o.moves),
    }),
  )
  return ok({ drafts, settlement })
}

/** The smaller acts, each a move of one amount between two stages of the contract. */
export const contractActs = {
  release: { kind: 'contract-release', from: ['committed'], to: 'reserved' },
  fine: { kind: 'fine', from: ['committed', 'retained'], to: 'reserved' },
  refund: { kind: 'refund', from: ['paid', 'advanced'], to: 'reserved' },
  recovery: { kind: 'recovery', from: ['recoverable'], to: 'reserved' },
} as const satisfies Record<string, { kind: PostingKindKey; from: readonly StageKey[]; to: StageKey }>

export type ContractAct = keyof typeof contractActs

export interface ActInput {
  readonly act: ContractAct
  /** Where the money is taken from, where there is a choice. */
  readonly from?: string | undefined
  readonly amountFen: Fen
  readonly on: CivilDate
  /** The decision, or the number of the bank's receipt. */
  readonly basis: string
  readonly reason?: string | undefined
}

/** In proportion to what each lot holds there, so that money goes back to the lots as it came. */
export function decideAct(state: ContractState, input: ActInput, today: CivilDate): Outcome<readonly PostingDraft[]> {
  if (!state.contract) return refuse('contract_unknown', { contract: '' })
  const { kind, from, to } = contractActs[input.act]
  const stage = (input.from ?? from[0]) as StageKey
  const findings = checkAct(input, stage, today)
  if (findings.length > 0) return refuse('act_invalid', { count: findings.length }, findings)
  const holdings = held(state, stage)
  const kept = stage === 'committed' ? state.pendingRetainFen : stage === 'advanced' ? state.pendingRecoverFen : ZERO
  const free = subtract(total(holdings), kept)
  if (input.amountFen > free)
    return refuse('more_than_there', {
      stage: stages[stage].label.zh,
      stageEn: stages[stage].label.en,
      kind: postings[kind].label.zh,
      kindEn: postings[kind].label.en,
      held: formatFen(free),
      amount: formatFen(input.amountFen),
      short: formatFen(subtract(input.amountFen, free)),
    })
  const moves = moved(input.amountFen, holdings, to)
  const base = { businessDate: input.on, basis: input.basis, reason: input.reason, moves }
  return ok(kind === 'refund' ? byTitle({ ...base, kind }, state.howPaid) : byBook({ ...base, kind }))
}

function checkAct(input: ActInput, stage: StageKey, today: CivilDate): Finding[] {
  const { from } = contractActs[input.act]
  const found: Finding[] = []
  const say = (field: string, value: string, zh: string, en: string) => found.push({ field, value, message: { zh, en } })
  if (!(from as readonly StageKey[]).includes(stage)) {
    const names = (language: 'zh' | 'en') => from.map((s) => stages[s].label[language]).join(language === 'zh' ? '、' : ', ')
    say('from', stage, `只能从“${names('zh')}”办理，请重新选择`, `Choose among: ${names('en')}`)
  }
  if (input.amountFen <= 0n) say('amountFen', formatFen(input.amountFen), '金额必须大于零', 'The amount must be above zero')
  if (input.on > today) say('on', input.on, '日期晚于今天，请改正', 'The date is in the future; correct it')
  if (input.basis.trim() === '') say('basis', '', '请填写决定文号或回单号', 'Give the number of the decision or receipt')
  return found
}
