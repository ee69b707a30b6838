import type { Text } from '#kernel/outcome.ts'

/**
 * 支出功能分类 and 支出经济分类, as far as pooled money meets them, by the years in which a name is in force. Basis: 财政部 yearly
 * 政府收支分类科目. The subject table of a year is data: a new year is a new entry, an old one is never edited.
 */
interface Subject {
  readonly code: string
  /** The name from this year on, latest last; before the first year the code is not known. */
  readonly names: readonly { readonly from: number; readonly zh: string }[]
  /** The last year in which the code is in force. */
  readonly until?: number
}

export const functionalSubjects = [
  {
    code: '21305',
    names: [
      { from: 2007, zh: '扶贫' },
      { from: 2022, zh: '巩固脱贫攻坚成果衔接乡村振兴' },
    ],
  },
  { code: '2130501', names: [{ from: 2007, zh: '行政运行' }] },
  { code: '2130502', names: [{ from: 2007, zh: '一般行政管理事务' }] },
  { code: '2130503', names: [{ from: 2007, zh: '机关服务' }] },
  { code: '2130504', names: [{ from: 2007, zh: '农村基础设施建设' }] },
  { code: '2130505', names: [{ from: 2007, zh: '生产发展' }] },
  { code: '2130506', names: [{ from: 2007, zh: '社会发展' }] },
  {
    code: '2130507',
    names: [
      { from: 2007, zh: '扶贫贷款奖补和贴息' },
      { from: 2022, zh: '贷款奖补和贴息' },
    ],
  },
  { code: '2130508', names: [{ from: 2007, zh: '“三西”农业建设专项补助' }] },
  {
    code: '2130550',
    names: [
      { from: 2007, zh: '扶贫事业机构' },
      { from: 2022, zh: '事业运行' },
    ],
  },
  {
    code: '2130599',
    names: [
      { from: 2007, zh: '其他扶贫支出' },
      { from: 2022, zh: '其他巩固脱贫攻坚成果衔接乡村振兴支出' },
    ],
  },
  { code: '21301', names: [{ from: 2007, zh: '农业农村' }] },
  { code: '21302', names: [{ from: 2007, zh: '林业和草原' }] },
  { code: '21303', names: [{ from: 2007, zh: '水利' }] },
  { code: '2130305', names: [{ from: 2007, zh: '水利工程建设' }] },
  { code: '2130310', names: [{ from: 2007, zh: '水土保持' }] },
  { code: '2130316', names: [{ from: 2007, zh: '农村水利' }] },
  { code: '2130335', names: [{ from: 2007, zh: '农村供水' }] },
  { code: '21306', names: [{ from: 2007, zh: '农业综合开发' }], until: 2019 },
  { code: '21307', names: [{ from: 2007, zh: '农村综合改革' }] },
  { code: '2130701', names: [{ from: 2007, zh: '对村级公益事业建设的补助' }] },
  { code: '21308', names: [{ from: 2014, zh: '普惠金融发展支出' }] },
  { code: '2140104', names: [{ from: 2007, zh: '公路建设' }] },
  { code: '2210105', names: [{ from: 2007, zh: '农村危房改造' }] },
  { code: '2082201', names: [{ from: 2007, zh: '大中型水库移民后期扶持：移民补助' }] },
  { code: '2082202', names: [{ from: 2007, zh: '大中型水库移民后期扶持：基础设施建设和经济发展' }] },
  { code: '2110402', names: [{ from: 2007, zh: '农村环境保护' }] },
] as const satisfies readonly Subject[]

/** Departmental economic subjects with the governmental one that answers to it. Basis: 财政部 支出经济分类 of 2018. */
export const economicSubjects = [
  { code: '30226', zh: '劳务费', government: '50205' },
  { code: '30227', zh: '委托业务费', government: '50205' },
  { code: '30305', zh: '生活补助', government: '50901' },
  { code: '30306', zh: '救济费', government: '50901' },
  { code: '30308', zh: '助学金', government: '50902' },
  { code: '30309', zh: '奖励金', government: '50901' },
  { code: '30310', zh: '个人农业生产补贴', government: '50903' },
  { code: '30399', zh: '其他对个人和家庭的补助', government: '50999' },
  { code: '31001', zh: '房屋建筑物购建', government: '50301' },
  { code: '31003', zh: '专用设备购置', government: '50306' },
  { code: '31005', zh: '基础设施建设', government: '50302' },
  { code: '31006', zh: '大型修缮', government: '50307' },
  { code: '31204', zh: '费用补贴', government: '50701' },
  { code: '31205', zh: '利息补贴', government: '50702' },
  { code: '39908', zh: '对民间非营利组织和群众性自治组织补贴', government: '59908' },
] as const satisfies readonly { readonly code: string; readonly zh: string; readonly government: string }[]

/** Subjects that pooled money never pays: staff and running costs. Basis: 负面清单 N4, N5. */
export const subjectNotInTable: Text = {
  zh: '不在该年度的科目表里，请核对编码',
  en: 'is not in the table of subjects of that year; check the code',
}
