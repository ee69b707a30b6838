import type { Text } from '#kernel/outcome.ts'

/**
 * The one list (一张清单) in its three faces: where money comes from, what it pays, who answers for it. What stands in each, on the
 * page and in the spreadsheet, is said here once. Basis: the report “一张清单”; 广元市 来源清单、使用清单、责任清单.
 */
interface ListColumn {
  readonly key: string
  readonly label: Text
  readonly kind: 'text' | 'money' | 'number' | 'date'
  /** Characters in the spreadsheet. */
  readonly sheet: number
  /** Pixels on the page; without it the column stands in the spreadsheet alone. */
  readonly page?: number
  readonly sortable?: true
  /** May be edited in the exported spreadsheet and comes in again as an adjustment. */
  readonly editable?: true
}

const ORIGIN = [
  { key: 'docNo', label: { zh: '文号', en: 'Document' }, kind: 'text', sheet: 24 },
  { key: 'level', label: { zh: '级次', en: 'Level' }, kind: 'text', sheet: 8, page: 58, sortable: true },
] as const satisfies readonly ListColumn[]

export const sourceColumns = [
  { key: 'lotId', label: { zh: '资金编号', en: 'Lot' }, kind: 'text', sheet: 34 },
  { key: 'fundName', label: { zh: '资金名称', en: 'Fund' }, kind: 'text', sheet: 34, page: 212, sortable: true, editable: true },
  ...ORIGIN,
  { key: 'department', label: { zh: '主管部门', en: 'Department' }, kind: 'text', sheet: 18, page: 94, sortable: true, editable: true },
  { key: 'book', label: { zh: '专账', en: 'Book' }, kind: 'text', sheet: 14, page: 98, sortable: true },
  { key: 'fiscalYear', label: { zh: '年度', en: 'Year' }, kind: 'number', sheet: 8, page: 56, sortable: true },
  { key: 'nature', label: { zh: '资金性质', en: 'Nature' }, kind: 'text', sheet: 14, editable: true },
  { key: 'catalogue', label: { zh: '资金目录', en: 'Catalogue' }, kind: 'text', sheet: 30, editable: true },
  { key: 'poolClass', label: { zh: '统筹类别', en: 'Pooling' }, kind: 'text', sheet: 18, editable: true },
  { key: 'poolReason', label: { zh: '不可整合原因', en: 'Why not pooled' }, kind: 'text', sheet: 28, editable: true },
  { key: 'uses', label: { zh: '可用于', en: 'May pay for' }, kind: 'text', sheet: 30, editable: true },
  { key: 'funcCode', label: { zh: '功能科目', en: 'Functional subject' }, kind: 'text', sheet: 12, editable: true },
  { key: 'econCode', label: { zh: '经济科目', en: 'Economic subject' }, kind: 'text', sheet: 12, editable: true },
  { key: 'purpose', label: { zh: '文件用途', en: 'Purpose' }, kind: 'text', sheet: 30, editable: true },
  { key: 'lapsesOn', label: { zh: '资金到期日', en: 'Lapses on' }, kind: 'date', sheet: 14, editable: true },
  { key: 'carriedFrom', label: { zh: '原资金年度', en: 'Carried over from' }, kind: 'number', sheet: 12, editable: true },
  { key: 'issuedOn', label: { zh: '发文日期', en: 'Issued on' }, kind: 'date', sheet: 14 },
  { key: 'receivedOn', label: { zh: '收文日期', en: 'Received on' }, kind: 'date', sheet: 14 },
  { key: 'announced', label: { zh: '指标下达', en: 'Announced' }, kind: 'money', sheet: 16, page: 84, sortable: true, editable: true },
  { key: 'received', label: { zh: '已到账', en: 'Received' }, kind: 'money', sheet: 16 },
  { key: 'expected', label: { zh: '未到账', en: 'Not received' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'available', label: { zh: '可安排', en: 'Available' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'allocated', label: { zh: '安排', en: 'Allocated' }, kind: 'money', sheet: 16, page: 84, sortable: true },
  { key: 'reserved', label: { zh: '待签约', en: 'Reserved' }, kind: 'money', sheet: 16 },
  { key: 'committed', label: { zh: '已签约', en: 'Committed' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'onTheWay', label: { zh: '支付中', en: 'On its way' }, kind: 'money', sheet: 16 },
  { key: 'paid', label: { zh: '支付', en: 'Paid' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'recognised', label: { zh: '审定', en: 'Audited' }, kind: 'money', sheet: 16, page: 80, sortable: true },
] as const satisfies readonly ListColumn[]

export const useColumns = [
  { key: 'project', label: { zh: '项目', en: 'Project' }, kind: 'text', sheet: 34, page: 214, sortable: true },
  { key: 'projectCode', label: { zh: '项目编号', en: 'Project code' }, kind: 'text', sheet: 16 },
  { key: 'place', label: { zh: '地点', en: 'Place' }, kind: 'text', sheet: 16, page: 92 },
  { key: 'category', label: { zh: '用途', en: 'Use' }, kind: 'text', sheet: 12, page: 72 },
  { key: 'fundName', label: { zh: '用的资金', en: 'Paid from' }, kind: 'text', sheet: 34, page: 196, sortable: true },
  ...ORIGIN,
  { key: 'department', label: { zh: '主管部门', en: 'Department' }, kind: 'text', sheet: 18 },
  { key: 'book', label: { zh: '专账', en: 'Book' }, kind: 'text', sheet: 14 },
  { key: 'fiscalYear', label: { zh: '年度', en: 'Year' }, kind: 'number', sheet: 8 },
  { key: 'allocated', label: { zh: '安排', en: 'Allocated' }, kind: 'money', sheet: 16, page: 84, sortable: true },
  { key: 'promised', label: { zh: '待到账预留', en: 'Promised' }, kind: 'money', sheet: 16 },
  { key: 'reserved', label: { zh: '待签约', en: 'Reserved' }, kind: 'money', sheet: 16, page: 80 },
  { key: 'committed', label: { zh: '已签约', en: 'Committed' }, kind: 'money', sheet: 16, page: 80 },
  { key: 'onTheWay', label: { zh: '支付中', en: 'On its way' }, kind: 'money', sheet: 16, page: 80 },
  { key: 'paid', label: { zh: '支付', en: 'Paid' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'recognised', label: { zh: '审定', en: 'Audited' }, kind: 'money', sheet: 16, page: 80, sortable: true },
] as const satisfies readonly ListColumn[]

export const dutyColumns = [
  { key: 'responsibleUnit', label: { zh: '责任单位', en: 'Responsible unit' }, kind: 'text', sheet: 20, page: 112, sortable: true },
  { key: 'department', label: { zh: '主管部门', en: 'Department' }, kind: 'text', sheet: 18, page: 100, sortable: true },
  { key: 'project', label: { zh: '项目', en: 'Project' }, kind: 'text', sheet: 34, page: 190, sortable: true },
  { key: 'projectCode', label: { zh: '项目编号', en: 'Project code' }, kind: 'text', sheet: 16 },
  { key: 'contract', label: { zh: '合同', en: 'Contract' }, kind: 'text', sheet: 30, page: 150 },
  { key: 'contractor', label: { zh: '承包单位', en: 'Contractor' }, kind: 'text', sheet: 28 },
  { key: 'signedOn', label: { zh: '签约日期', en: 'Signed on' }, kind: 'date', sheet: 14 },
  { key: 'fundName', label: { zh: '用的资金', en: 'Paid from' }, kind: 'text', sheet: 34, page: 176, sortable: true },
  ...ORIGIN,
  { key: 'allocated', label: { zh: '安排', en: 'Allocated' }, kind: 'money', sheet: 16, page: 84, sortable: true },
  { key: 'paid', label: { zh: '支付', en: 'Paid' }, kind: 'money', sheet: 16, page: 80, sortable: true },
  { key: 'unpaid', label: { zh: '还没有支付', en: 'Not paid yet' }, kind: 'money', sheet: 16, page: 88, sortable: true },
  { key: 'lapsesOn', label: { zh: '资金到期日', en: 'Lapses on' }, kind: 'date', sheet: 14, page: 100, sortable: true },
] as const satisfies readonly ListColumn[]

export const listFaces = {
  source: {
    label: { zh: '来源清单', en: 'Where it comes from' },
    hint: {
      zh: '每一行是一份资金文件里的一笔钱。不管以后并到哪里，它的文号、级次、主管部门和用途一直跟着它。',
      en: 'Each line is one amount of one fund document. Wherever it goes, it keeps its document, level, department and permitted uses.',
    },
  },
  use: {
    label: { zh: '使用清单', en: 'What it pays' },
    hint: {
      zh: '每一行是一笔资金用在一个项目上的钱：安排了多少、签约多少、支付多少、审定多少。',
      en: 'Each line is what one lot gives to one project: allocated, under contract, paid, found by audit.',
    },
  },
  duty: {
    label: { zh: '责任清单', en: 'Who answers' },
    hint: {
      zh: '每一行说明这笔钱由谁负责：主管部门、责任单位、项目、合同，以及什么时候必须用完。',
      en: 'Each line says who answers for the money: department, responsible unit, project, contract, and until when it must be spent.',
    },
  },
} as const satisfies Record<string, { readonly label: Text; readonly hint: Text }>

export type ListFace = keyof typeof listFaces

export const listGroupings = {
  level: { zh: '按级次', en: 'By level' },
  nature: { zh: '按资金性质', en: 'By nature' },
  department: { zh: '按主管部门', en: 'By department' },
  book: { zh: '按专账', en: 'By book' },
  year: { zh: '按年度', en: 'By year' },
  catalogue: { zh: '按资金目录', en: 'By catalogue' },
} as const satisfies Record<string, Text>

export type ListGrouping = keyof typeof listGroupings

/** What a reader may ask for; the clocks are in fund-terms.ts. */
export const lotStates = {
  expected: { zh: '未到账', en: 'Not received' },
  overdue: { zh: '逾期未到账', en: 'Receipt overdue' },
  idle: { zh: '闲置（到账未安排）', en: 'Idle: received, not allocated' },
  expiring: { zh: '即将到期', en: 'Lapses soon' },
  lapsed: { zh: '已到期未用完', en: 'Lapsed and unspent' },
  used: { zh: '已用完', en: 'Fully used' },
} as const satisfies Record<string, Text>

export type LotState = keyof typeof lotStates

interface TemplateColumn {
  readonly key: string
  /** Read again by these very words, see import-words.ts. */
  readonly header: string
  readonly kind: 'text' | 'money' | 'number' | 'date'
  readonly sheet: number
  readonly required?: true
  /** Which list the cell offers. */
  readonly choices?: 'level' | 'department' | 'nature' | 'book' | 'catalogue' | 'poolClass' | 'use' | 'functional' | 'economic' | 'place'
  readonly help: string
  readonly example: string
}

/** The template for fund documents (资金文件登记表): one row a lot. What is left empty is worked out by the rules in fund-catalogue.ts. */
export const templateColumns = [
  {
    key: 'docNo',
    header: '文号',
    kind: 'text',
    sheet: 24,
    required: true,
    help: '指标文件的文号；同一文件的几笔资金写同一文号',
    example: '鄂财农发〔2017〕12号',
  },
  {
    key: 'fundName',
    header: '资金名称',
    kind: 'text',
    sheet: 30,
    required: true,
    help: '文件里的资金名称',
    example: '中央财政专项扶贫资金',
  },
  { key: 'level', header: '级次', kind: 'text', sheet: 10, required: true, choices: 'level', help: '钱由哪一级安排', example: '中央' },
  {
    key: 'department',
    header: '主管部门',
    kind: 'text',
    sheet: 18,
    required: true,
    choices: 'department',
    help: '谁家的资金；统筹使用后仍记在它名下',
    example: '区扶贫办',
  },
  { key: 'year', header: '年度', kind: 'number', sheet: 8, required: true, help: '资金年度，四位数字', example: '2017' },
  {
    key: 'amount',
    header: '金额（万元）',
    kind: 'number',
    sheet: 18,
    required: true,
    help: '单位是万元，最多六位小数（精确到分）',
    example: '860',
  },
  { key: 'purpose', header: '用途', kind: 'text', sheet: 30, help: '文件规定的用途，照抄', example: '产业发展、村组道路' },
  {
    key: 'use1',
    header: '可用于',
    kind: 'text',
    sheet: 12,
    choices: 'use',
    help: '文件允许的用途，逐个选；都留空时按“用途”和资金目录判断',
    example: '产业发展',
  },
  { key: 'use2', header: '可用于（二）', kind: 'text', sheet: 12, choices: 'use', help: '第二种用途', example: '道路桥梁' },
  { key: 'use3', header: '可用于（三）', kind: 'text', sheet: 12, choices: 'use', help: '第三种用途', example: '' },
  { key: 'use4', header: '可用于（四）', kind: 'text', sheet: 12, choices: 'use', help: '第四种用途', example: '' },
  {
    key: 'nature',
    header: '资金性质',
    kind: 'text',
    sheet: 14,
    choices: 'nature',
    help: '留空时：财政级次为一般公共预算，融资为借款，社会为捐赠',
    example: '一般公共预算',
  },
  {
    key: 'catalogue',
    header: '资金目录',
    kind: 'text',
    sheet: 30,
    choices: 'catalogue',
    help: '国办发〔2016〕22号的二十项（C01–C20）和省、市、区、融资、收益的补充；留空时按名称判断',
    example: 'C01 财政专项扶贫资金',
  },
  { key: 'book', header: '记入专账', kind: 'text', sheet: 14, choices: 'book', help: '留空时按资金目录', example: '扶贫专账' },
  { key: 'poolClass', header: '统筹类别', kind: 'text', sheet: 20, choices: 'poolClass', help: '留空时按资金目录', example: '可统筹整合' },
  { key: 'poolReason', header: '不可整合原因', kind: 'text', sheet: 24, help: '按目录可以统筹而不统筹的，必须写明原因', example: '' },
  {
    key: 'funcCode',
    header: '功能科目',
    kind: 'text',
    sheet: 20,
    choices: 'functional',
    help: '支出功能分类编码',
    example: '2130505 生产发展',
  },
  { key: 'econCode', header: '经济科目', kind: 'text', sheet: 20, choices: 'economic', help: '支出经济分类编码，可以不填', example: '' },
  { key: 'issuer', header: '发文单位', kind: 'text', sheet: 18, help: '文件由谁印发', example: '湖北省财政厅' },
  { key: 'issuedOn', header: '发文日期', kind: 'date', sheet: 13, help: '例如 2017-02-20', example: '2017-02-20' },
  { key: 'receivedOn', header: '收文日期', kind: 'date', sheet: 13, help: '30 日下达期和闲置天数从这一天算起', example: '2017-03-01' },
  {
    key: 'usableUntil',
    header: '资金到期日',
    kind: 'date',
    sheet: 13,
    help: '文件写明的最后期限；留空时为资金年度的次年年底',
    example: '',
  },
  { key: 'carriedFrom', header: '原资金年度', kind: 'number', sheet: 12, help: '上年结转来的，写原来的年度', example: '' },
  {
    key: 'regions',
    header: '限用地域',
    kind: 'text',
    sheet: 16,
    choices: 'place',
    help: '文件限定只用于某乡镇或某村的，写名称；不限的留空',
    example: '',
  },
] as const satisfies readonly TemplateColumn[]

export type TemplateChoices = NonNullable<TemplateColumn['choices']>

/** Rows prepared for typing in the template. */
export const templateRows = 2000
