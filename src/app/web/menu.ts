/** The menu by the report's own words. An entry without a permission is for everybody who is signed in. */
import type { Text } from '#kernel/outcome.ts'
import type { Permission } from '#policy/roles.ts'

export interface MenuEntry {
  readonly path: string
  readonly label: Text
  readonly permission?: Permission
  /** Opens beside the application: another entry of the web build. */
  readonly outside?: true
}

export interface MenuSection {
  readonly key: string
  /** null: the entries stand alone at the top. */
  readonly label: Text | null
  readonly entries: readonly MenuEntry[]
}

export const menu: readonly MenuSection[] = [
  { key: 'desk', label: null, entries: [{ path: '/', label: { zh: '工作台', en: 'My desk' } }] },
  {
    key: 'list',
    label: { zh: '一张清单', en: 'One list' },
    entries: [
      { path: '/money', label: { zh: '资金清单', en: 'Money' }, permission: 'funds.read' },
      { path: '/money/import', label: { zh: '导入资金文件', en: 'Import documents' }, permission: 'funds.import' },
      { path: '/money/receipts', label: { zh: '登记到账', en: 'Record receipts' }, permission: 'funds.receive' },
      { path: '/money/income', label: { zh: '登记利息收益', en: 'Register income' }, permission: 'funds.receive' },
      { path: '/money/adjust', label: { zh: '用表格调整', en: 'Adjust by table' }, permission: 'funds.adjust' },
      { path: '/supplements', label: { zh: '专账间补充', en: 'Supplements' }, permission: 'ledger.read' },
      { path: '/promises', label: { zh: '待到账预留', en: 'Promises' }, permission: 'ledger.read' },
      { path: '/carry-over', label: { zh: '结转结余', en: 'Carry-over' }, permission: 'ledger.read' },
    ],
  },
  {
    key: 'books',
    label: { zh: '账务', en: 'The books' },
    entries: [
      { path: '/books', label: { zh: '三个专账', en: 'Three books' }, permission: 'funds.read' },
      { path: '/books/postings', label: { zh: '记账记录', en: 'Postings' }, permission: 'ledger.read' },
      { path: '/vouchers', label: { zh: '记账凭证', en: 'Vouchers' }, permission: 'ledger.read' },
      { path: '/statements', label: { zh: '账簿报表', en: 'Statements' }, permission: 'ledger.read' },
      { path: '/bank', label: { zh: '银行对账', en: 'Bank' }, permission: 'bank.read' },
      { path: '/periods', label: { zh: '结账', en: 'Closing' }, permission: 'ledger.read' },
      { path: '/books/keepers', label: { zh: '专账记账人', en: 'Keepers' }, permission: 'ledger.read' },
    ],
  },
  {
    key: 'library',
    label: { zh: '一个项目库', en: 'One library' },
    entries: [
      { path: '/projects', label: { zh: '项目库', en: 'Projects' }, permission: 'projects.read' },
      { path: '/projects/import', label: { zh: '导入项目', en: 'Import projects' }, permission: 'projects.import' },
    ],
  },
  {
    key: 'tap',
    label: { zh: '一个龙头', en: 'One tap' },
    entries: [
      { path: '/scenarios', label: { zh: '测算口径', en: 'Scenarios' }, permission: 'allocation.read' },
      { path: '/plans', label: { zh: '分配方案', en: 'Allocation plans' }, permission: 'allocation.read' },
      { path: '/matches', label: { zh: '资金项目对接', en: 'Money and projects' }, permission: 'allocation.read' },
      { path: '/contracts', label: { zh: '合同', en: 'Contracts' }, permission: 'contracts.read' },
      { path: '/claims', label: { zh: '报账', en: 'Claims' }, permission: 'claims.read' },
      { path: '/payments', label: { zh: '支付', en: 'Payments' }, permission: 'payments.read' },
    ],
  },
  {
    key: 'blueprint',
    label: { zh: '一张蓝图', en: 'One blueprint' },
    entries: [
      { path: '/blueprint', label: { zh: '蓝图总览', en: 'Overview' }, permission: 'allocation.read' },
      { path: '/credit', label: { zh: '各记其功', en: 'Credit' }, permission: 'allocation.read' },
    ],
  },
  {
    key: 'rules',
    label: { zh: '负面清单', en: 'Rules' },
    entries: [{ path: '/rules', label: { zh: '用途与规则', en: 'Rules in force' } }],
  },
  {
    key: 'oversight',
    label: { zh: '监管', en: 'Oversight' },
    entries: [
      { path: '/trace', label: { zh: '资金追踪', en: 'Trace money' }, permission: 'trace.read' },
      { path: '/events', label: { zh: '操作记录', en: 'Record of actions' }, permission: 'audit.read' },
      { path: '/verify', label: { zh: '账簿校验', en: 'Verify the books' }, permission: 'audit.read' },
    ],
  },
  {
    key: 'social',
    label: { zh: '社会资本', en: 'Social capital' },
    entries: [
      { path: '/leverage', label: { zh: '融资撬动', en: 'Leverage' }, permission: 'funds.read' },
      { path: '/financing', label: { zh: '城投融资', en: 'Financing' }, permission: 'financing.read' },
    ],
  },
  {
    key: 'public',
    label: { zh: '公示', en: 'Public' },
    entries: [{ path: '/public', label: { zh: '公示页', en: 'Public page' }, outside: true }],
  },
  {
    key: 'system',
    label: { zh: '系统', en: 'System' },
    entries: [{ path: '/people', label: { zh: '人员', en: 'People' }, permission: 'people.manage' }],
  },
]

/** Sections with the entries these permissions open; empty sections are left out. */
export function menuFor(permissions: readonly string[]): MenuSection[] {
  return menu
    .map((section) => ({
      ...section,
      entries: section.entries.filter((entry) => !entry.permission || permissions.includes(entry.permission)),
    }))
    .filter((section) => section.entries.length > 0)
}

/** The entry a page belongs to: the longest path that the address begins with. */
export function entryOf(address: string): string {
  const paths = menu.flatMap((section) => section.entries.map((entry) => entry.path))
  const fits = paths.filter((path) => address === path || (path !== '/' && address.startsWith(`${path}/`)))
  return fits.sort((a, b) => b.length - a.length)[0] ?? ''
}
