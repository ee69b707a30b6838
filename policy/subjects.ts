import type { Text } from '#kernel/outcome.ts'
import type { StageKey } from './books.ts'

/**
 * Account titles (会计科目). Two books beside each other and never mixed: the cash book (资金账) of what happened at the bank
 * and what is owed; the quota book (指标账) of what was announced, allocated, signed and used, with memoranda. Basis: domain
 * §2.4, which follows 财政总会计制度 in kind; the numbers are those of the special account's own sub-ledger.
 */
interface Subject {
  readonly label: Text
  readonly ledger: 'cash' | 'quota'
  readonly nature: 'asset' | 'liability' | 'net' | 'income' | 'expense' | 'memo'
  /** On which side its balance normally stands. */
  readonly side: 'debit' | 'credit'
}

export const subjects = {
  '101': { label: { zh: '专户存款', en: 'Special account at the bank' }, ledger: 'cash', nature: 'asset', side: 'debit' },
  '111': { label: { zh: '预付工程款', en: 'Advances to contractors' }, ledger: 'cash', nature: 'asset', side: 'debit' },
  '112': { label: { zh: '应收回款', en: 'Money to be recovered' }, ledger: 'cash', nature: 'asset', side: 'debit' },
  '121': { label: { zh: '风险补偿金', en: 'Risk funds at banks' }, ledger: 'cash', nature: 'asset', side: 'debit' },
  '122': { label: { zh: '应收代偿款', en: 'Compensation to be recovered' }, ledger: 'cash', nature: 'asset', side: 'debit' },
  '201': { label: { zh: '融资借入', en: 'Financing borrowed' }, ledger: 'cash', nature: 'liability', side: 'credit' },
  '211': { label: { zh: '应付质保金', en: 'Retention payable' }, ledger: 'cash', nature: 'liability', side: 'credit' },
  '301': { label: { zh: '结转资金', en: 'Carried-over money' }, ledger: 'cash', nature: 'net', side: 'credit' },
  '302': { label: { zh: '结余资金', en: 'Surplus money' }, ledger: 'cash', nature: 'net', side: 'credit' },
  '401': { label: { zh: '拨入资金', en: 'Money granted' }, ledger: 'cash', nature: 'income', side: 'credit' },
  '402': { label: { zh: '利息收入', en: 'Interest received' }, ledger: 'cash', nature: 'income', side: 'credit' },
  '403': { label: { zh: '资产收益收入', en: 'Asset income' }, ledger: 'cash', nature: 'income', side: 'credit' },
  '404': { label: { zh: '调入资金', en: 'Supplement received' }, ledger: 'cash', nature: 'income', side: 'credit' },
  '501': { label: { zh: '项目支出', en: 'Project expenditure' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '502': { label: { zh: '调出资金', en: 'Supplement given' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '503': { label: { zh: '到户补助', en: 'Payments to households' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '504': { label: { zh: '奖补贴息', en: 'Rewards and interest subsidies' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '505': { label: { zh: '风险补偿支出', en: 'Risk compensation lost' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '601': { label: { zh: '上缴资金', en: 'Money returned to the treasury' }, ledger: 'cash', nature: 'expense', side: 'debit' },
  '801': { label: { zh: '指标来源', en: 'Source of quota' }, ledger: 'quota', nature: 'memo', side: 'credit' },
  '811': { label: { zh: '待安排指标', en: 'Quota to be allocated' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '812': { label: { zh: '待到账预留指标', en: 'Quota promised before receipt' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '813': { label: { zh: '已安排指标', en: 'Quota allocated' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '814': { label: { zh: '已签约指标', en: 'Quota under contract' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '815': { label: { zh: '支付在途指标', en: 'Quota on its way' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '816': { label: { zh: '已支付指标', en: 'Quota paid' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '817': { label: { zh: '已上缴指标', en: 'Quota returned' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '820': { label: { zh: '审定对应', en: 'Counterpart of audited cost' }, ledger: 'quota', nature: 'memo', side: 'credit' },
  '821': { label: { zh: '审定成本', en: 'Audited cost' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '830': { label: { zh: '融资出借方', en: 'Lenders' }, ledger: 'quota', nature: 'memo', side: 'credit' },
  '831': { label: { zh: '融资本金未还', en: 'Principal owed' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '832': { label: { zh: '融资本金已还', en: 'Principal repaid' }, ledger: 'quota', nature: 'memo', side: 'debit' },
  '840': { label: { zh: '结转对应', en: 'Counterpart of money carried over' }, ledger: 'quota', nature: 'memo', side: 'credit' },
  '841': { label: { zh: '结转下年指标', en: 'Quota carried over' }, ledger: 'quota', nature: 'memo', side: 'debit' },
} as const satisfies Record<string, Subject>

export type SubjectCode = keyof typeof subjects

/** The quota book follows the stages: money that changes its subject is a debit of the new and a credit of the old one. */
export const quotaSubject = {
  source: '801',
  expected: '811',
  available: '811',
  promised: '812',
  reserved: '813',
  committed: '814',
  returned: '814',
  retained: '814',
  ordered: '815',
  advanced: '816',
  paid: '816',
  recoverable: '816',
  placed: '816',
  compensated: '816',
  treasury: '817',
  unrecognised: '820',
  recognised: '821',
  lender: '830',
  owed: '831',
  repaid: '832',
  uncarried: '840',
  carried: '841',
  // Closing the year concerns the cash book alone; its lines are kept with the closing itself.
  result: null,
  surplus: null,
} as const satisfies Record<StageKey, SubjectCode | null>
