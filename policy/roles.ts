import type { Text } from '#kernel/outcome.ts'

/** Roles, what each may do, and which duties one person may not combine on one document. Basis: the report's actors (domain §1.2). */

export const permissions = {
  'funds.read': { zh: '查看资金清单', en: 'Read the list of money' },
  'funds.import': { zh: '登记资金文件', en: 'Register fund documents' },
  'funds.adjust': { zh: '调整资金指标', en: 'Adjust fund lots' },
  'funds.receive': { zh: '登记资金到账', en: 'Record money received' },
  'projects.read': { zh: '查看项目库', en: 'Read the project library' },
  'projects.import': { zh: '导入项目', en: 'Import projects' },
  'allocation.read': { zh: '查看分配方案', en: 'Read allocation plans' },
  'allocation.solve': { zh: '测算分配方案', en: 'Solve allocation plans' },
  'allocation.adopt': { zh: '录入决定、采纳方案', en: 'Adopt a plan by a decision' },
  'allocation.comment': { zh: '对分配方案写意见', en: 'Comment on allocation plans' },
  'allocation.answer': { zh: '代表部门答复征求意见', en: 'Answer for a department' },
  'allocation.publish': { zh: '公布分配方案', en: 'Publish allocation plans' },
  'contracts.read': { zh: '查看合同', en: 'Read contracts' },
  'contracts.register': { zh: '登记合同', en: 'Register contracts' },
  'claims.read': { zh: '查看报账', en: 'Read claims' },
  'claims.compile': { zh: '编制报账', en: 'Compile claims' },
  'claims.sign.L1': { zh: '一级审签', en: 'Sign at level 1' },
  'claims.sign.L2': { zh: '二级审签', en: 'Sign at level 2' },
  'claims.sign.L3': { zh: '三级审签', en: 'Sign at level 3' },
  'claims.sign.L4': { zh: '四级审签', en: 'Sign at level 4' },
  'claims.sign.L5': { zh: '五级审签', en: 'Sign at level 5' },
  'payments.read': { zh: '查看支付', en: 'Read payments' },
  'payments.order': { zh: '开具支付令', en: 'Issue payment orders' },
  'payments.result': { zh: '登记银行回单', en: 'Record bank results' },
  'ledger.read': { zh: '查看账簿', en: 'Read the books' },
  'ledger.post': { zh: '记账', en: 'Post to the books' },
  'ledger.appoint': { zh: '任命记账人', en: 'Appoint keepers of the books' },
  'ledger.close': { zh: '结账', en: 'Close periods' },
  'ledger.reopen': { zh: '反结账', en: 'Reopen periods' },
  'bank.read': { zh: '查看银行对账', en: 'Read bank statements and reconciliations' },
  'bank.reconcile': { zh: '银行对账', en: 'Import bank statements and match them' },
  'treasury.supplement': { zh: '专账间补充', en: 'Supplement one book from another' },
  'treasury.phases': { zh: '规划项目年度阶段', en: 'Plan the yearly phases of projects' },
  'treasury.promise': { zh: '待到账预留', en: 'Promise money before it comes' },
  'treasury.carry': { zh: '结转、上缴结余资金', en: 'Carry over or return unspent money' },
  'financing.read': { zh: '查看融资', en: 'Read the financing book' },
  'financing.manage': { zh: '登记融资合同、提款和还款', en: 'Register agreements, drawdowns and repayments' },
  'trace.read': { zh: '追踪资金', en: 'Trace the money' },
  'audit.read': { zh: '查看操作记录', en: 'Read the record of actions' },
  'people.manage': { zh: '管理人员', en: 'Manage people' },
} as const satisfies Record<string, Text>

export type Permission = keyof typeof permissions

interface Role {
  readonly label: Text
  readonly duty: Text
  /** The kind of place or body that a person of this role is bound to; writes outside it are refused. */
  readonly scope: 'district' | 'township' | 'village' | 'department' | 'none'
  readonly permissions: readonly Permission[]
}

const reading = [
  'funds.read',
  'projects.read',
  'allocation.read',
  'contracts.read',
  'claims.read',
  'payments.read',
  'trace.read',
] as const satisfies readonly Permission[]

export const roles = {
  village: {
    label: { zh: '村"两委"', en: 'Village committee' },
    duty: { zh: '申报项目；作为实施单位对报账事实一级审签', en: 'Proposes projects; signs claims first as the implementing body' },
    scope: 'village',
    permissions: ['projects.read', 'claims.read', 'trace.read', 'claims.sign.L1'],
  },
  village_sup: {
    label: { zh: '村务监督委员会', en: 'Village supervision committee' },
    duty: { zh: '见证村级决议和验收', en: 'Witnesses village decisions and acceptance' },
    scope: 'village',
    permissions: ['projects.read', 'claims.read', 'trace.read'],
  },
  township: {
    label: { zh: '乡镇（街道）', en: 'Township' },
    duty: { zh: '初审项目；到场核实后二级审签', en: 'Reviews projects first; signs second after checking on site' },
    scope: 'township',
    permissions: ['projects.read', 'claims.read', 'contracts.read', 'trace.read', 'claims.sign.L2'],
  },
  dept: {
    label: { zh: '项目主管部门', en: 'Competent department' },
    duty: {
      zh: '报账责任主体，对真实性、合法性、完整性负责',
      en: 'Answers for claims: their truth, legality and completeness',
    },
    scope: 'department',
    permissions: [...reading, 'allocation.comment', 'allocation.answer', 'contracts.register', 'claims.compile', 'claims.sign.L3'],
  },
  pov_office: {
    label: { zh: '扶贫办（乡村振兴）', en: 'Poverty relief office' },
    duty: { zh: '管理项目库', en: 'Keeps the project library' },
    scope: 'district',
    permissions: [...reading, 'allocation.comment', 'projects.import', 'treasury.phases'],
  },
  pool_office: {
    label: { zh: '区统筹办', en: 'Coordination office' },
    duty: { zh: '管理专户、一张清单，测算分配，四级审签', en: 'Holds the account and the list, allocates, signs fourth' },
    scope: 'district',
    permissions: [
      ...reading,
      'funds.import',
      'funds.adjust',
      'projects.import',
      'allocation.solve',
      'allocation.comment',
      'allocation.adopt',
      'allocation.publish',
      'claims.sign.L4',
      'ledger.read',
      'ledger.appoint',
      'ledger.reopen',
      'bank.read',
      'treasury.phases',
      'treasury.promise',
      'financing.read',
    ],
  },
  finance: {
    label: { zh: '财政局', en: 'Finance bureau' },
    duty: {
      zh: '登记到账、开支付令、登记银行回单、记账',
      en: 'Records receipts, issues payment orders, records bank results, keeps the books',
    },
    scope: 'district',
    permissions: [
      ...reading,
      'allocation.comment',
      'funds.receive',
      'payments.order',
      'payments.result',
      'ledger.read',
      'ledger.post',
      'ledger.close',
      'bank.read',
      'bank.reconcile',
      'treasury.supplement',
      'treasury.carry',
      'financing.read',
      'financing.manage',
    ],
  },
  leading_group: {
    label: { zh: '扶贫开发领导小组', en: 'Leading group' },
    duty: { zh: '审定项目库、年度方案', en: 'Decides on the library and the yearly plan' },
    scope: 'district',
    permissions: [
      ...reading,
      'allocation.comment',
      'allocation.adopt',
      'ledger.read',
      'ledger.appoint',
      'ledger.reopen',
      'audit.read',
      'bank.read',
      'financing.read',
    ],
  },
  leader: {
    label: { zh: '区领导', en: 'District leader' },
    duty: { zh: '五级审签', en: 'Signs last' },
    scope: 'district',
    permissions: [...reading, 'allocation.comment', 'claims.sign.L5', 'ledger.read', 'bank.read', 'financing.read'],
  },
  city_inv: {
    label: { zh: '城投公司', en: 'City investment company' },
    duty: { zh: '融资资金的借款人', en: 'Borrower behind the financing book' },
    scope: 'district',
    permissions: ['funds.read', 'trace.read', 'financing.read'],
  },
  bank: {
    label: { zh: '代理银行', en: 'Agent bank' },
    duty: { zh: '按支付令付款、反馈结果', en: 'Pays by order and reports the result' },
    scope: 'district',
    permissions: ['payments.read', 'payments.result', 'bank.read'],
  },
  third_party: {
    label: { zh: '第三方机构', en: 'Third-party agency' },
    duty: { zh: '验收、审计、评价', en: 'Accepts, audits, evaluates' },
    scope: 'none',
    permissions: ['projects.read'],
  },
  audit: {
    label: { zh: '审计局', en: 'Audit office' },
    duty: { zh: '查看一切，不改一字', en: 'Reads everything, changes nothing' },
    scope: 'district',
    permissions: [...reading, 'ledger.read', 'audit.read', 'bank.read', 'financing.read'],
  },
  discipline: {
    label: { zh: '纪委监委', en: 'Discipline inspection' },
    duty: { zh: '查看一切，不改一字', en: 'Reads everything, changes nothing' },
    scope: 'district',
    permissions: [...reading, 'ledger.read', 'audit.read', 'bank.read', 'financing.read'],
  },
  entity: {
    label: { zh: '市场主体', en: 'Firm or co-operative' },
    duty: { zh: '承接项目、带动农户', en: 'Carries out projects, leads households' },
    scope: 'none',
    permissions: [],
  },
  admin: {
    label: { zh: '系统管理员', en: 'Administrator' },
    duty: { zh: '管理人员和岗位，不经手资金', en: 'Manages people and roles; never touches money' },
    scope: 'district',
    permissions: ['people.manage', 'audit.read'],
  },
} as const satisfies Record<string, Role>

export type RoleKey = keyof typeof roles
