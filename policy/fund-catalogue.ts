import type { Text } from '#kernel/outcome.ts'
import type { BookKey } from './books.ts'
import type { CategoryKey } from './categories.ts'

/**
 * What is known of each kind of money: the words that name it, its book, the uses its documents permit, and why it may not be pooled.
 * Basis: 国办发〔2016〕22号, whose central list is C01–C20; P, M and D are what province, city and district add, F financing,
 * A asset income, S society, R what is owed to named persons. An officer corrects a lot when its own document says otherwise.
 */
interface FundKind {
  readonly label: Text
  readonly words: readonly string[]
  readonly book: BookKey
  readonly poolClass: PoolClass
  readonly uses: readonly CategoryKey[]
  readonly basis: string
  /** Why it is not pooled, or which part of it is not. */
  readonly limit?: Text
}

export type PoolClass = 'poolable' | 'earmarked' | 'personal'

export const fundLevels = {
  central: { zh: '中央', en: 'Central' },
  province: { zh: '省级', en: 'Province' },
  city: { zh: '市级', en: 'City' },
  district: { zh: '区县级', en: 'District' },
  financing: { zh: '融资', en: 'Financing' },
  social: { zh: '社会', en: 'Social' },
} as const satisfies Record<string, Text>

export type FundLevel = keyof typeof fundLevels

const POVERTY = [
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
] as const
const WATER = ['water', 'ecology', 'industry', 'environment'] as const
const FARMING = ['industry', 'water', 'road', 'employment'] as const
const VILLAGE = ['road', 'water', 'environment', 'public-service', 'industry'] as const
const AGRICULTURE = ['industry', 'road', 'water', 'environment', 'public-service', 'other'] as const
const TOWED = ['industry', 'road', 'water', 'environment', 'relocation', 'public-service'] as const

const TO_PERSONS: Text = {
  zh: '对象是到人到户的补助，不得统筹用于生产和基础设施',
  en: 'Owed to named households; it may not be pooled for production or infrastructure',
}

export const fundCatalogue = {
  C01: {
    label: { zh: '财政专项扶贫资金', en: 'Fiscal poverty relief fund (later: bridging fund)' },
    words: ['扶贫', '衔接', '乡村振兴补助', '少数民族发展', '以工代赈', '雨露', '易地'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: POVERTY,
    basis: '国办发〔2016〕22号第1项；财农〔2017〕8号、财农〔2021〕19号',
  },
  C02: {
    label: { zh: '农田水利设施建设和水土保持补助资金', en: 'Farm irrigation works and soil conservation' },
    words: ['水利', '水土保持', '饮水', '小农水'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: WATER,
    basis: '国办发〔2016〕22号第2项',
  },
  C03: {
    label: { zh: '现代农业生产发展资金', en: 'Modern agricultural production' },
    words: ['农业生产', '现代农业', '产业发展'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: FARMING,
    basis: '国办发〔2016〕22号第3项',
  },
  C04: {
    label: { zh: '农业技术推广与服务补助资金', en: 'Farming techniques and services' },
    words: ['技术推广', '农技'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'employment'],
    basis: '国办发〔2016〕22号第4项',
  },
  C05: {
    label: { zh: '林业补助资金', en: 'Forestry' },
    words: ['林业', '造林', '退耕'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['ecology', 'industry'],
    basis: '国办发〔2016〕22号第5项',
  },
  C06: {
    label: { zh: '农业综合开发补助资金', en: 'Comprehensive agricultural development' },
    words: ['农业综合开发', '农发'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: FARMING,
    basis: '国办发〔2016〕22号第6项',
  },
  C07: {
    label: { zh: '农村综合改革转移支付', en: 'Rural comprehensive reform' },
    words: ['综合改革', '一事一议', '美丽乡村', '村级公益'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: VILLAGE,
    basis: '国办发〔2016〕22号第7项',
  },
  C08: {
    label: { zh: '新增建设用地土地有偿使用费安排的高标准基本农田建设补助资金', en: 'Farmland works from fees on new building land' },
    words: ['高标准', '基本农田', '土地整治', '土地有偿使用费'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'water', 'road', 'ecology'],
    basis: '国办发〔2016〕22号第8项',
  },
  C09: {
    label: { zh: '农村环境连片整治示范资金', en: 'Rural environment in joined areas' },
    words: ['环境', '人居', '污水', '垃圾', '厕所'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['environment', 'water', 'public-service'],
    basis: '国办发〔2016〕22号第9项',
  },
  C10: {
    label: { zh: '车辆购置税收入补助地方用于一般公路建设项目资金', en: 'Vehicle purchase tax for general roads' },
    words: ['车购税', '车辆购置税', '农村公路', '公路', '道路'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['road'],
    basis: '国办发〔2016〕22号第10项',
    limit: { zh: '只有支持农村公路的部分可以统筹', en: 'Only the part for rural roads is pooled' },
  },
  C11: {
    label: { zh: '农村危房改造补助资金', en: 'Dilapidated rural houses' },
    words: ['危房'],
    book: 'poverty',
    poolClass: 'personal',
    uses: ['housing'],
    basis: '国办发〔2016〕22号第11项；报告“五个防止”：到户到人资金不得用于基础设施',
    limit: TO_PERSONS,
  },
  C12: {
    label: { zh: '中央专项彩票公益金支持扶贫资金', en: 'Central lottery fund for poverty relief' },
    words: ['彩票公益金', '彩票'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: ['industry', 'road', 'water', 'environment', 'public-service', 'employment'],
    basis: '国办发〔2016〕22号第12项',
  },
  C13: {
    label: { zh: '产粮大县奖励资金', en: 'Reward of great grain counties' },
    words: ['产粮大县'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: FARMING,
    basis: '国办发〔2016〕22号第13项',
  },
  C14: {
    label: { zh: '生猪（牛羊）调出大县奖励资金', en: 'Reward of great livestock counties' },
    words: ['生猪', '牛羊调出', '调出大县'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'environment', 'water'],
    basis: '国办发〔2016〕22号第14项',
    limit: { zh: '只有省级统筹部分可以统筹', en: 'Only the part that the province coordinates is pooled' },
  },
  C15: {
    label: { zh: '农业资源及生态保护补助资金', en: 'Agricultural resources and ecology' },
    words: ['农业资源', '生态保护补助', '耕地保护', '草原'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['ecology', 'industry', 'environment'],
    basis: '国办发〔2016〕22号第15项',
    limit: { zh: '对农民的直接补贴除外', en: 'Direct subsidies to farmers are not pooled' },
  },
  C16: {
    label: { zh: '服务业发展专项资金', en: 'Services (new rural commerce)' },
    words: ['服务业', '新农村现代流通', '电商进农村', '电子商务进农村'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'employment'],
    basis: '国办发〔2016〕22号第16项',
    limit: { zh: '只有支持新农村现代流通服务网络工程的部分可以统筹', en: 'Only the part for the rural commerce network is pooled' },
  },
  C17: {
    label: { zh: '江河湖库水系综合整治资金', en: 'Rivers, lakes and reservoirs' },
    words: ['水系', '江河湖库', '中小河流'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['water', 'ecology', 'environment'],
    basis: '国办发〔2016〕22号第17项',
  },
  C18: {
    label: { zh: '全国山洪灾害防治经费', en: 'Flash flood prevention' },
    words: ['山洪'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['water', 'ecology', 'public-service'],
    basis: '国办发〔2016〕22号第18项',
  },
  C19: {
    label: { zh: '旅游发展基金', en: 'Tourism development fund' },
    words: ['旅游'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'environment', 'road'],
    basis: '国办发〔2016〕22号第19项',
  },
  C20: {
    label: { zh: '中央预算内投资用于“三农”建设部分', en: 'Central budget investment in agriculture' },
    words: ['预算内投资', '中央基建投资'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: VILLAGE,
    basis: '国办发〔2016〕22号第20项',
    limit: { zh: '重大引调水、重点水源、生态建设等国家重大工程除外', en: 'Great national water and ecology works are not pooled' },
  },
  P01: {
    label: { zh: '省级财政专项扶贫（衔接）资金', en: 'Provincial poverty relief fund' },
    words: ['扶贫', '衔接', '乡村振兴补助'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: POVERTY,
    basis: '本省统筹整合实施办法；财农〔2017〕8号',
  },
  P02: {
    label: { zh: '省级农田水利和水土保持资金', en: 'Provincial irrigation and soil conservation' },
    words: ['水利', '水土保持', '饮水', '山洪', '水系', '中小河流'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: WATER,
    basis: '本省统筹整合实施办法',
  },
  P03: {
    label: { zh: '省级农业发展资金', en: 'Provincial agricultural development' },
    words: ['农业', '产业', '林业', '技术推广', '产粮', '生猪', '旅游'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['industry', 'water', 'road', 'employment', 'ecology', 'environment'],
    basis: '本省统筹整合实施办法',
  },
  P04: {
    label: { zh: '省级农村公路资金', en: 'Provincial rural roads' },
    words: ['公路', '道路', '车购税', '车辆购置税', '燃油税'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: ['road'],
    basis: '本省统筹整合实施办法',
  },
  P05: {
    label: { zh: '省级农村综合改革和环境整治资金', en: 'Provincial rural reform and environment' },
    words: ['综合改革', '一事一议', '美丽乡村', '环境', '人居', '污水', '垃圾', '厕所'],
    book: 'coordination',
    poolClass: 'poolable',
    uses: VILLAGE,
    basis: '本省统筹整合实施办法',
  },
  P09: {
    label: { zh: '省级其他涉农资金', en: 'Other provincial agricultural money' },
    words: [],
    book: 'coordination',
    poolClass: 'poolable',
    uses: AGRICULTURE,
    basis: '本省统筹整合实施办法',
  },
  M01: {
    label: { zh: '市级财政专项扶贫资金', en: 'City poverty relief fund' },
    words: ['扶贫', '衔接', '乡村振兴'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: POVERTY,
    basis: '市级资金管理办法；国办发〔2016〕22号',
  },
  M09: {
    label: { zh: '市级其他涉农资金', en: 'Other city agricultural money' },
    words: [],
    book: 'coordination',
    poolClass: 'poolable',
    uses: AGRICULTURE,
    basis: '市级资金管理办法；国办发〔2016〕22号',
  },
  D01: {
    label: { zh: '其他涉农资金', en: 'Other agriculture-related money' },
    words: [],
    book: 'coordination',
    poolClass: 'poolable',
    uses: AGRICULTURE,
    basis: '国办发〔2016〕22号',
  },
  D02: {
    label: { zh: '区级财政扶贫（衔接）资金', en: 'District poverty relief fund' },
    words: ['扶贫', '衔接', '乡村振兴'],
    book: 'poverty',
    poolClass: 'poolable',
    uses: POVERTY,
    basis: '区级预算；财农〔2017〕8号',
  },
  F01: {
    label: { zh: '城投融资', en: 'City investment financing' },
    words: ['融资', '城投', '贷款'],
    book: 'financing',
    poolClass: 'poolable',
    uses: TOWED,
    basis: '报告：城投融资专账弥补扶贫专账和统筹资金不足',
  },
  F02: {
    label: { zh: '政府债券安排的资金', en: 'Government bonds' },
    words: ['债券'],
    book: 'financing',
    poolClass: 'earmarked',
    uses: TOWED,
    basis: '财预〔2017〕50号：举借的债务只能用于公益性资本支出',
    limit: { zh: '债券资金须用于核准的公益性项目，不得改作经常性支出', en: 'Bond money stays with the approved public works' },
  },
  A01: {
    label: { zh: '扶贫资产收益', en: 'Income from poverty assets' },
    words: ['资产收益', '光伏收益', '分红'],
    book: 'coordination',
    poolClass: 'earmarked',
    uses: ['relief', 'industry', 'public-service'],
    basis: '报告：资产收益只用于兜底救助、产业发展、贫困村公共服务',
    limit: { zh: '资产收益只用于兜底救助、产业发展、贫困村公共服务', en: 'Relief, industry and public services of poor villages only' },
  },
  S01: {
    label: { zh: '社会帮扶和东西部协作资金', en: 'Donations and partner regions' },
    words: ['协作', '捐赠', '帮扶', '援助'],
    book: 'poverty',
    poolClass: 'earmarked',
    uses: POVERTY,
    basis: '慈善法：捐赠财产按捐赠协议约定的用途使用',
    limit: { zh: '按捐赠（协作）协议约定的用途使用', en: 'Used as the donor or partner agreed' },
  },
  R01: {
    label: { zh: '低保、特困供养等生活保障资金', en: 'Living allowances' },
    words: ['低保', '五保', '特困', '临时救助'],
    book: 'poverty',
    poolClass: 'personal',
    uses: ['relief'],
    basis: '报告“五个防止”：生活保障资金不得用于生产和基础设施',
    limit: TO_PERSONS,
  },
} as const satisfies Record<string, FundKind>

export type FundCatalogueCode = keyof typeof fundCatalogue

/** Which families of the catalogue money of a level is looked up in, by the letter of the code; the code it is when no word says more. */
export const catalogueOfLevel = {
  central: { families: ['C', 'R', 'A'], otherwise: 'D01' },
  province: { families: ['P', 'R', 'A'], otherwise: 'P09' },
  city: { families: ['M', 'R', 'A'], otherwise: 'M09' },
  district: { families: ['D', 'R', 'A'], otherwise: 'D01' },
  financing: { families: ['F'], otherwise: 'F01' },
  social: { families: ['S', 'A'], otherwise: 'S01' },
} as const satisfies Record<FundLevel, { readonly families: readonly string[]; readonly otherwise: FundCatalogueCode }>
