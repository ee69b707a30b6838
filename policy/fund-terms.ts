import type { Text } from '#kernel/outcome.ts'
import type { BookKey } from './books.ts'
import type { CategoryKey } from './categories.ts'
import type { FundCatalogueCode, FundLevel, PoolClass } from './fund-catalogue.ts'
import type { PostingKindKey } from './postings.ts'

/** How long money may be used: what is unspent for two years in a row is taken back. Basis: 国办发〔2014〕70号 (盘活财政存量资金). */
export const fundTerms = {
  usableYears: 2,
  since: '2015-01-01',
} as const

/**
 * The clocks of a lot, in days from the day its document was received (else issued, else registered).
 * Basis: the audit findings behind controls C-05 to C-07; 财预〔2014〕250号 on handing money down within 30 days.
 */
export const fundClocks = {
  /** Announced longer ago than this and not in the account: the receipt is overdue. */
  receiptDueDays: 30,
  /** In the account and not given to a project for longer than this: idle. */
  idleDays: 30,
  /** Idle for so long that the list shows it as a warning. */
  idleWarnDays: 60,
  /** Unspent for a year: red. Unspent for two years: given back or given out anew. */
  unspentRedDays: 365,
  unspentTakenBackDays: 730,
  /** Lapses within so many days unless the reader asks for another number. */
  expiringDays: 90,
} as const

/** 资金性质. Basis: domain list of a fund lot; 财政部 政府收支分类. */
export const fundNatures = {
  budget: { label: { zh: '一般公共预算', en: 'General budget' }, words: ['一般公共预算', '公共预算', '一般预算', '财政拨款'] },
  'government-fund': { label: { zh: '政府性基金', en: 'Government fund' }, words: ['政府性基金', '基金预算'] },
  bond: { label: { zh: '债券', en: 'Bond' }, words: ['债券'] },
  loan: { label: { zh: '借款', en: 'Loan' }, words: ['借款', '贷款', '融资'] },
  'asset-income': { label: { zh: '资产收益', en: 'Asset income' }, words: ['资产收益'] },
  donation: { label: { zh: '捐赠', en: 'Donation' }, words: ['捐赠', '捐款', '社会'] },
} as const satisfies Record<string, { readonly label: Text; readonly words: readonly string[] }>

export type FundNature = keyof typeof fundNatures

/** What money of a level is by nature while its document does not say. */
export const natureOfLevel = {
  central: 'budget',
  province: 'budget',
  city: 'budget',
  district: 'budget',
  financing: 'loan',
  social: 'donation',
} as const satisfies Record<FundLevel, FundNature>

/** May it be pooled with other money? Basis: 国办发〔2016〕22号; the report's five preventions. */
export const poolClasses = {
  poolable: {
    label: { zh: '可统筹整合', en: 'May be pooled' },
    why: { zh: '属于统筹整合范围', en: 'Within the range that may be pooled' },
  },
  earmarked: {
    label: { zh: '专项，不可整合', en: 'Earmarked' },
    why: { zh: '文件规定专款专用', en: 'Its document ties it to one use' },
  },
  personal: {
    label: { zh: '到人到户，不可整合', en: 'Due to persons' },
    why: { zh: '对象是到人到户的补助', en: 'Owed to named persons or households' },
  },
} as const satisfies Record<PoolClass, { readonly label: Text; readonly why: Text }>

/** The only uses of income from poverty assets. Basis: the report (兜底救助、产业发展、贫困村公共服务). */
export const assetIncomeUses = ['relief', 'industry', 'public-service'] as const satisfies readonly CategoryKey[]

/** The document that stands behind money which is not announced but simply comes. */
export const documentKinds = {
  quota: { label: { zh: '指标文件', en: 'Fund document' } },
  interest: { label: { zh: '结息单', en: 'Interest statement' } },
  'asset-income': { label: { zh: '收益分配单', en: 'Distribution of income' } },
  drawdown: { label: { zh: '提款通知', en: 'Drawdown notice' } },
} as const satisfies Record<string, { readonly label: Text }>

export type DocumentKind = keyof typeof documentKinds

/**
 * Money that comes without being announced: which document it rests on, which book it goes to, and which kind of fund it then is.
 * Basis: interest belongs to the money it was earned on (扶贫资金管理办法); the report “资产收益”, “城投融资专账”.
 */
interface IncomeKind {
  readonly label: Text
  readonly document: DocumentKind
  readonly posting: PostingKindKey
  readonly level: FundLevel
  readonly nature: FundNature
  /** The kind of fund it is, by the book that may take it; a book that is absent may not. */
  readonly books: Readonly<Partial<Record<BookKey, FundCatalogueCode>>>
}

export const incomeKinds = {
  interest: {
    label: { zh: '专户利息', en: 'Account interest' },
    document: 'interest',
    posting: 'interest',
    level: 'district',
    nature: 'budget',
    books: { poverty: 'D02', coordination: 'D01', financing: 'F01' },
  },
  'asset-income': {
    label: { zh: '资产收益', en: 'Asset income' },
    document: 'asset-income',
    posting: 'asset-income',
    level: 'district',
    nature: 'asset-income',
    books: { coordination: 'A01' },
  },
  drawdown: {
    label: { zh: '融资提款', en: 'Financing drawdown' },
    document: 'drawdown',
    posting: 'financing-drawdown',
    level: 'financing',
    nature: 'loan',
    books: { financing: 'F01' },
  },
} as const satisfies Record<string, IncomeKind>

export type IncomeKindKey = keyof typeof incomeKinds
