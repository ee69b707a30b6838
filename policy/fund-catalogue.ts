import type { Text } from '#kernel/outcome.ts'
import type { BookKey } from './books.ts'
import type { CategoryKey } from './categories.ts'

/**
 * What is known of each kind of money: the words that name it, its book, and the uses its documents permit.
 * Basis: 国办发〔2016〕22号 list of poolable funds (C01–C20), 财农〔2017〕8号, 财农〔2021〕19号. An officer corrects a lot when its own document says otherwise.
 */
interface FundKind {
  readonly label: Text
  readonly words: readonly string[]
  readonly book: BookKey
  readonly poolClass: 'poolable' | 'earmarked' | 'personal'
  readonly uses: readonly CategoryKey[]
  readonly basis: string
}

export const fundLevels = {
  central: { zh: '中央', en: 'Central' },
  province: { zh: '省级', en: 'Province' },
  city: { zh: '市级', en: 'City' },
  district: { zh: '区县级', en: 'District' },
  financing: { zh: '融资', en: 'Financing' },
  social: { zh: '社会', en: 'Social' },
} as const satisfies Record<string, Text>

export type FundLevel = keyof typeof fundLevels

export const fundCatalogue = {
  C01: {
    label: { zh: '财政专项扶贫资金（衔接资金）', en: 'Fiscal poverty-relief fund (bridging fund)' },
    words: ['扶贫', '衔接', '乡村振兴补助', '少数民族发展', '以工代赈', '雨露', '易地'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: [
      'industry',
      'road',
      'water',
      'environment',
      'relocation',
      'credit',
      'education',
      'employment',
      'public-service',
      'ecology',
      'management',
      'other',
    ],
    basis: '财农〔2017〕8号、财农〔2021〕19号',
  },
  C02: {
    label: { zh: '农田水利和水土保持资金', en: 'Farm irrigation and soil conservation' },
    words: ['水利', '水土保持', '饮水', '小农水', '山洪', '水系'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['water', 'ecology', 'industry', 'environment'],
    basis: '国办发〔2016〕22号',
  },
  C03: {
    label: { zh: '农业生产发展资金', en: 'Agricultural production' },
    words: ['农业生产', '现代农业', '产业发展', '农业综合开发', '技术推广', '产粮大县', '生猪'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'water', 'road', 'employment'],
    basis: '国办发〔2016〕22号',
  },
  C05: {
    label: { zh: '林业补助资金', en: 'Forestry' },
    words: ['林业', '造林', '退耕'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['ecology', 'industry'],
    basis: '国办发〔2016〕22号',
  },
  C07: {
    label: { zh: '农村综合改革转移支付', en: 'Rural comprehensive reform' },
    words: ['综合改革', '一事一议', '美丽乡村', '村级公益'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['road', 'water', 'environment', 'public-service', 'industry'],
    basis: '国办发〔2016〕22号',
  },
  C09: {
    label: { zh: '农村环境整治资金', en: 'Rural environment' },
    words: ['环境', '人居', '污水', '垃圾', '厕所'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['environment', 'water', 'public-service'],
    basis: '国办发〔2016〕22号',
  },
  C10: {
    label: { zh: '车购税农村公路资金', en: 'Vehicle purchase tax for rural roads' },
    words: ['车购税', '车辆购置税', '农村公路', '公路', '道路'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['road'],
    basis: '国办发〔2016〕22号',
  },
  C11: {
    label: { zh: '农村危房改造补助', en: 'Dilapidated houses' },
    words: ['危房'],
    book: 'poverty',
    poolClass: 'personal',
    uses: ['housing'],
    basis: '报告“五个防止”：到户到人资金不得用于基础设施',
  },
  C19: {
    label: { zh: '旅游发展资金', en: 'Tourism' },
    words: ['旅游'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'environment', 'road'],
    basis: '国办发〔2016〕22号',
  },
  R01: {
    label: { zh: '低保、特困供养等生活保障资金', en: 'Living allowances' },
    words: ['低保', '五保', '特困', '临时救助'],
    book: 'poverty',
    poolClass: 'personal',
    uses: ['relief'],
    basis: '报告“五个防止”：生活保障资金不得用于生产和基础设施',
  },
  F01: {
    label: { zh: '城投融资', en: 'City investment financing' },
    words: ['融资', '城投', '贷款', '债券'],
    book: 'financing',
    poolClass: 'poolable',
    uses: ['industry', 'road', 'water', 'environment', 'relocation', 'public-service'],
    basis: '报告：城投融资专账弥补扶贫专账和统筹资金不足',
  },
  D01: {
    label: { zh: '其他涉农资金', en: 'Other agriculture-related money' },
    words: [],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'road', 'water', 'environment', 'public-service', 'other'],
    basis: '国办发〔2016〕22号',
  },
} as const satisfies Record<string, FundKind>

export type FundCatalogueCode = keyof typeof fundCatalogue
