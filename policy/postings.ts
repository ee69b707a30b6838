import type { PostingKind } from './posting-kind.ts'
import type { SubjectCode } from './subjects.ts'

// Who writes a kind, whether also by hand, and whether it can be reversed (see posting-kind.ts): the five ways there are.
const followsAct = { postedBy: 'act', byHand: false, reversible: false } as const
const actReversible = { postedBy: 'act', byHand: false, reversible: true } as const
const actOrHand = { postedBy: 'act', byHand: true, reversible: true } as const
const byCommand = { postedBy: 'keeper', byHand: false, reversible: true } as const
const byHand = { postedBy: 'keeper', byHand: true, reversible: true } as const

/**
 * What each business act does to the books: the moves it may make and, beside each, its entry in the cash book (debit, credit). A move
 * not listed here cannot be posted (I6). The entry in the quota book follows from the stages, see subjects.ts. Basis: domain §1.6, §1.11–1.17, §2.4.
 */
export const postings = {
  announcement: {
    label: { zh: '资金下达', en: 'Announcement' },
    moves: [{ from: 'source', to: 'expected' }],
    basis: { zh: '资金指标文件', en: 'Fund document', legal: '国办发〔2016〕22号' },
    ...followsAct,
  },
  'quota-cut': {
    label: { zh: '指标调减', en: 'Quota cut' },
    moves: [{ from: 'expected', to: 'source' }],
    basis: { zh: '上级调减指标的文件', en: 'Document that cuts the quota', legal: '国办发〔2016〕22号' },
    ...followsAct,
  },
  receipt: {
    label: { zh: '资金到账', en: 'Receipt' },
    moves: [
      { from: 'expected', to: 'available', cash: ['101', '401'] },
      { from: 'promised', to: 'reserved', cash: ['101', '401'] },
    ],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '财农〔2017〕8号' },
    ...byHand,
  },
  interest: {
    label: { zh: '专户利息', en: 'Account interest' },
    moves: [{ from: 'source', to: 'available', cash: ['101', '402'] }],
    basis: { zh: '银行结息单', en: 'Interest advice', legal: '财农〔2001〕93号' },
    ...byCommand,
  },
  'asset-income': {
    label: { zh: '资产收益', en: 'Asset income' },
    moves: [{ from: 'source', to: 'available', cash: ['101', '403'] }],
    basis: { zh: '收益分配文件和收款回单', en: 'Income decision and bank receipt', legal: '财农〔2017〕52号' },
    ...byCommand,
    books: ['coordination'],
  },
  'financing-drawdown': {
    label: { zh: '融资提款', en: 'Financing drawdown' },
    moves: [
      { from: 'source', to: 'available', cash: ['101', '201'] },
      { from: 'lender', to: 'owed' },
    ],
    basis: { zh: '贷款合同、提款通知和收款回单', en: 'Loan agreement, drawdown notice, bank receipt', legal: '报告“城投融资专账”' },
    ...byCommand,
    books: ['financing'],
  },
  'financing-repayment': {
    label: { zh: '融资还本（账外资金）', en: 'Financing repaid from outside' },
    moves: [{ from: 'owed', to: 'repaid', cash: ['201', '401'] }],
    basis: { zh: '借款人还款凭证', en: 'Proof of repayment by the borrower', legal: '财农〔2017〕8号：专项资金不得用于偿还债务' },
    ...byCommand,
    books: ['financing'],
  },
  'financing-return': {
    label: { zh: '融资结余退还', en: 'Unused financing returned' },
    moves: [
      { from: 'available', to: 'treasury', cash: ['401', '101'] },
      { from: 'owed', to: 'repaid', cash: ['201', '401'] },
    ],
    basis: { zh: '退款决定和付款回单', en: 'Decision and bank debit advice', legal: '财农〔2017〕8号：专项资金不得用于偿还债务' },
    ...byCommand,
    books: ['financing'],
  },
  supplement: {
    label: { zh: '专账间补充', en: 'Supplement between books' },
    moves: [{ from: 'available', to: 'reserved' }],
    basis: { zh: '补充决定和缺口测算', en: 'Decision with the computed shortfall', legal: '报告“1+3”管理：统筹专账、城投融资专账弥补不足' },
    ...byCommand,
    crossesBooks: true,
  },
  reservation: {
    label: { zh: '安排到项目', en: 'Reservation' },
    moves: [{ from: 'available', to: 'reserved' }],
    basis: { zh: '采纳分配方案的决定', en: 'Decision that adopts the plan', legal: '国办发〔2016〕22号' },
    ...actOrHand,
  },
  release: {
    label: { zh: '收回安排', en: 'Release of a reservation' },
    moves: [{ from: 'reserved', to: 'available' }],
    basis: { zh: '调整方案的决定', en: 'Decision that changes the plan', legal: '国办发〔2016〕22号' },
    ...actOrHand,
  },
  promise: {
    label: { zh: '待到账预留', en: 'Promise before receipt' },
    moves: [{ from: 'expected', to: 'promised' }],
    basis: { zh: '跨年度项目的决定', en: 'Decision on a project over several years', legal: '报告“跨年度统筹”' },
    ...actReversible,
  },
  'promise-release': {
    label: { zh: '收回预留', en: 'Release of a promise' },
    moves: [{ from: 'promised', to: 'expected' }],
    basis: { zh: '调整方案的决定', en: 'Decision that changes the plan', legal: '报告“跨年度统筹”' },
    ...actReversible,
  },
  commitment: {
    label: { zh: '签订合同', en: 'Commitment' },
    moves: [{ from: 'reserved', to: 'committed' }],
    basis: { zh: '合同', en: 'Contract', legal: '报告“统一招投标”' },
    ...followsAct,
  },
  'contract-release': {
    label: { zh: '合同核减退回', en: 'Release from a contract' },
    moves: [{ from: 'committed', to: 'reserved' }],
    basis: { zh: '终止或变更合同的决定', en: 'Decision that ends or changes the contract', legal: '报告“统一招投标”' },
    ...actOrHand,
  },
  'payment-order': {
    label: { zh: '开具支付令', en: 'Payment order' },
    moves: [
      { from: 'committed', to: 'ordered' },
      { from: 'retained', to: 'ordered' },
    ],
    basis: { zh: '五级审签完毕的报账单', en: 'Claim with five signatures', legal: '报告“五级审签”' },
    ...followsAct,
  },
  advance: {
    label: { zh: '支付预付款', en: 'Advance paid' },
    moves: [{ from: 'ordered', to: 'advanced', cash: ['111', '101'] }],
    basis: { zh: '银行付款回单', en: 'Bank debit advice', legal: '财建〔2004〕369号' },
    ...followsAct,
  },
  'advance-recovery': {
    label: { zh: '扣回预付款', en: 'Advance recovered' },
    moves: [{ from: 'advanced', to: 'paid', cash: ['501', '111'] }],
    basis: { zh: '进度款报账单', en: 'Claim for progress', legal: '财建〔2004〕369号' },
    ...followsAct,
  },
  payment: {
    label: { zh: '支付成功', en: 'Payment' },
    moves: [{ from: 'ordered', to: 'paid', cash: ['501', '101'] }],
    basis: { zh: '银行付款回单', en: 'Bank debit advice', legal: '报告“资金直达第三方”' },
    ...followsAct,
  },
  'household-batch': {
    label: { zh: '发放到户', en: 'Paid to households' },
    moves: [{ from: 'ordered', to: 'paid', cash: ['503', '101'] }],
    basis: { zh: '银行代发回单', en: 'Bank batch advice', legal: '报告“资金直达第三方”' },
    ...followsAct,
  },
  reward: {
    label: { zh: '兑付奖补', en: 'Reward paid' },
    moves: [{ from: 'ordered', to: 'paid', cash: ['504', '101'] }],
    basis: { zh: '银行付款回单', en: 'Bank debit advice', legal: '报告：带动贫困户奖补每户1000元' },
    ...followsAct,
  },
  retention: {
    label: { zh: '预留质保金', en: 'Retention withheld' },
    moves: [{ from: 'committed', to: 'retained', cash: ['501', '211'] }],
    basis: { zh: '结算审核报告', en: 'Settlement audit report', legal: '建质〔2017〕138号' },
    ...followsAct,
  },
  'retention-payment': {
    label: { zh: '支付质保金', en: 'Retention paid' },
    moves: [{ from: 'ordered', to: 'paid', cash: ['211', '101'] }],
    basis: { zh: '银行付款回单', en: 'Bank debit advice', legal: '建质〔2017〕138号' },
    ...followsAct,
  },
  'settlement-audit': {
    label: { zh: '审定结算', en: 'Settlement audited' },
    moves: [{ from: 'unrecognised', to: 'recognised' }],
    basis: { zh: '结算审核报告', en: 'Settlement audit report', legal: '报告“第三方验收、审计、结算”' },
    ...followsAct,
  },
  'audit-cut': {
    label: { zh: '审减', en: 'Audit cut' },
    moves: [
      { from: 'committed', to: 'reserved' },
      { from: 'retained', to: 'reserved', cash: ['211', '501'] },
      { from: 'paid', to: 'recoverable', cash: ['112', '501'] },
    ],
    basis: { zh: '结算审核报告', en: 'Settlement audit report', legal: '报告“第三方验收、审计、结算”' },
    ...byHand,
  },
  'household-audit-cut': {
    label: { zh: '到户资金审减', en: 'Audit cut of money paid to households' },
    moves: [{ from: 'paid', to: 'recoverable', cash: ['112', '503'] }],
    basis: { zh: '结算审核报告', en: 'Settlement audit report', legal: '报告“第三方验收、审计、结算”' },
    ...byHand,
  },
  'reward-audit-cut': {
    label: { zh: '奖补审减', en: 'Audit cut of a reward' },
    moves: [{ from: 'paid', to: 'recoverable', cash: ['112', '504'] }],
    basis: { zh: '结算审核报告', en: 'Settlement audit report', legal: '报告“第三方验收、审计、结算”' },
    ...byHand,
  },
  fine: {
    label: { zh: '扣罚', en: 'Fine' },
    moves: [
      { from: 'committed', to: 'reserved' },
      { from: 'retained', to: 'reserved', cash: ['211', '501'] },
    ],
    basis: { zh: '处罚或违约扣款决定', en: 'Decision on the fine', legal: '合同违约条款' },
    ...byHand,
  },
  'bank-return': {
    label: { zh: '银行退回', en: 'Return by the bank' },
    moves: [{ from: 'ordered', to: 'returned' }],
    basis: { zh: '银行退回通知', en: 'Bank return advice', legal: '国库集中支付退回规定' },
    ...followsAct,
  },
  'return-to-contract': {
    label: { zh: '退款回到合同', en: 'Returned money back to the contract' },
    moves: [
      { from: 'returned', to: 'committed' },
      { from: 'returned', to: 'retained' },
    ],
    basis: { zh: '银行退回通知', en: 'Bank return advice', legal: '国库集中支付退回规定' },
    ...followsAct,
  },
  'late-return': {
    label: { zh: '付后退回', en: 'Returned after payment' },
    moves: [
      { from: 'paid', to: 'committed', cash: ['101', '501'] },
      { from: 'advanced', to: 'committed', cash: ['101', '111'] },
      { from: 'paid', to: 'retained', cash: ['101', '211'] },
    ],
    basis: { zh: '银行退款通知', en: 'Bank advice of the return', legal: '国库集中支付退回规定' },
    ...followsAct,
  },
  'household-late-return': {
    label: { zh: '发放到户付后退回', en: 'Household payment returned after payment' },
    moves: [{ from: 'paid', to: 'committed', cash: ['101', '503'] }],
    basis: { zh: '银行代发退款通知', en: 'Bank advice of the return', legal: '国库集中支付退回规定' },
    ...followsAct,
  },
  'reward-late-return': {
    label: { zh: '奖补付后退回', en: 'Reward returned after payment' },
    moves: [{ from: 'paid', to: 'committed', cash: ['101', '504'] }],
    basis: { zh: '银行退款通知', en: 'Bank advice of the return', legal: '国库集中支付退回规定' },
    ...followsAct,
  },
  refund: {
    label: { zh: '收款方退款', en: 'Refund by the payee' },
    moves: [
      { from: 'paid', to: 'reserved', cash: ['101', '501'] },
      { from: 'advanced', to: 'reserved', cash: ['101', '111'] },
    ],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '退回原渠道' },
    ...byHand,
  },
  'household-refund': {
    label: { zh: '到户资金退款', en: 'Refund of money paid to households' },
    moves: [{ from: 'paid', to: 'reserved', cash: ['101', '503'] }],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '退回原渠道' },
    ...byHand,
  },
  'reward-refund': {
    label: { zh: '奖补退款', en: 'Refund of a reward' },
    moves: [{ from: 'paid', to: 'reserved', cash: ['101', '504'] }],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '退回原渠道' },
    ...byHand,
  },
  recovery: {
    label: { zh: '收回应收款', en: 'Recovery' },
    moves: [
      { from: 'recoverable', to: 'reserved', cash: ['101', '112'] },
      { from: 'recoverable', to: 'available', cash: ['101', '112'] },
    ],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '退回原渠道' },
    ...byHand,
  },
  'misuse-recovery': {
    label: { zh: '追回违规资金', en: 'Misused money recovered' },
    moves: [{ from: 'paid', to: 'available', cash: ['101', '501'] }],
    basis: { zh: '审计或纪检决定和收款回单', en: 'Finding and bank receipt', legal: '财政违法行为处罚处分条例' },
    ...byHand,
  },
  'household-misuse-recovery': {
    label: { zh: '追回违规到户资金', en: 'Misused household money recovered' },
    moves: [{ from: 'paid', to: 'available', cash: ['101', '503'] }],
    basis: { zh: '审计或纪检决定和收款回单', en: 'Finding and bank receipt', legal: '财政违法行为处罚处分条例' },
    ...byHand,
  },
  'reward-misuse-recovery': {
    label: { zh: '追回违规奖补', en: 'Misused reward recovered' },
    moves: [{ from: 'paid', to: 'available', cash: ['101', '504'] }],
    basis: { zh: '审计或纪检决定和收款回单', en: 'Finding and bank receipt', legal: '财政违法行为处罚处分条例' },
    ...byHand,
  },
  'risk-fund-placement': {
    label: { zh: '存入风险补偿金', en: 'Placed in a risk fund' },
    moves: [{ from: 'paid', to: 'placed', cash: ['121', '501'] }],
    basis: { zh: '合作协议和银行回单', en: 'Agreement and bank advice', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  'reward-risk-fund-placement': {
    label: { zh: '奖补贴息资金存入风险补偿金', en: 'Reward money placed in a risk fund' },
    moves: [{ from: 'paid', to: 'placed', cash: ['121', '504'] }],
    basis: { zh: '合作协议和银行回单', en: 'Agreement and bank advice', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  compensation: {
    label: { zh: '风险代偿', en: 'Compensation' },
    moves: [{ from: 'placed', to: 'compensated', cash: ['122', '121'] }],
    basis: { zh: '代偿审批和银行回单', en: 'Approval and bank advice', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  'compensation-recovery': {
    label: { zh: '代偿追回', en: 'Compensation recovered' },
    moves: [{ from: 'compensated', to: 'placed', cash: ['121', '122'] }],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  'compensation-loss': {
    label: { zh: '代偿核销', en: 'Compensation written off' },
    moves: [{ from: 'compensated', to: 'paid', cash: ['505', '122'] }],
    basis: { zh: '核销决定', en: 'Decision to write off', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  'compensation-loss-recovery': {
    label: { zh: '核销代偿收回', en: 'Written-off compensation recovered' },
    moves: [{ from: 'paid', to: 'placed', cash: ['121', '505'] }],
    basis: { zh: '银行收款回单', en: 'Bank receipt', legal: '国开办发〔2014〕78号' },
    ...byHand,
  },
  'return-to-treasury': {
    label: { zh: '上缴国库', en: 'Returned to the treasury' },
    moves: [{ from: 'available', to: 'treasury', cash: ['601', '101'] }],
    basis: { zh: '收回存量资金的文件和付款回单', en: 'Document and bank debit advice', legal: '国办发〔2014〕70号' },
    ...byHand,
  },
  'carry-over': {
    label: { zh: '结转下年', en: 'Carry-over' },
    moves: [
      { from: 'uncarried', to: 'carried' },
      { from: 'carried', to: 'uncarried' },
    ],
    basis: { zh: '结转决定', en: 'Decision to carry over', legal: '国办发〔2014〕70号' },
    ...byCommand,
  },
  'year-close': {
    label: { zh: '年终结账', en: 'Year-end closing' },
    moves: [
      { from: 'result', to: 'surplus' },
      { from: 'surplus', to: 'result' },
    ],
    basis: { zh: '年终结账', en: 'Year-end closing', legal: '财政总会计制度' },
    ...byCommand,
  },
} as const satisfies Record<string, PostingKind>

export type PostingKindKey = keyof typeof postings

/**
 * What takes paid money back or places it lowers the very title under which it was paid: the kind of each such act, by that title.
 * Where a title has none the act is not for that money.
 */
export const takenBackAs = {
  refund: { '501': 'refund', '503': 'household-refund', '504': 'reward-refund' },
  'audit-cut': { '501': 'audit-cut', '503': 'household-audit-cut', '504': 'reward-audit-cut' },
  'misuse-recovery': { '501': 'misuse-recovery', '503': 'household-misuse-recovery', '504': 'reward-misuse-recovery' },
  'risk-fund-placement': {
    '501': 'risk-fund-placement',
    '504': 'reward-risk-fund-placement',
    '505': 'compensation-loss-recovery',
  },
} as const satisfies Partial<Record<PostingKindKey, Partial<Record<SubjectCode, PostingKindKey>>>>

/** What is paid under a title of its own; all else is the cost of works, 501. */
export const paidUnder = {
  'household-batch': '503',
  reward: '504',
  'compensation-loss': '505',
} as const satisfies Partial<Record<PostingKindKey, SubjectCode>>

/** A supplement is two entries: money out of the giving book, money into the receiving one. */
export const supplementEntries = { giving: ['502', '101'], receiving: ['101', '404'] } as const satisfies Record<
  string,
  readonly [SubjectCode, SubjectCode]
>

/** A correction: the moves of an earlier posting turned round, naming it, in red. Never an edit (I4). */
export const reversal = { label: { zh: '红字冲销', en: 'Reversal' } } as const
