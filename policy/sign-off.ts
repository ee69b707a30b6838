import type { Text } from '#kernel/outcome.ts'
import type { Permission, RoleKey } from './roles.ts'

/**
 * The five-level sign-off (五级审签). No text that defines Maojian's own five levels is known; this is the default of
 * domain §1.12: five organisations, each asserting something else, by five different people.
 */
interface SignOffLevel {
  readonly level: 1 | 2 | 3 | 4 | 5
  readonly label: Text
  readonly asserts: Text
  readonly roles: readonly RoleKey[]
  readonly permission: Permission
  /** Working days a claim should wait here at most. */
  readonly workingDays: number
}

export const signOff = {
  code: 'five-level',
  since: '2015-01-01',
  basis: { zh: '区级统筹资金报账制管理办法', en: 'District rules on reimbursement of pooled funds' },
  levels: [
    {
      level: 1,
      label: { zh: '实施单位', en: 'Implementing body' },
      asserts: { zh: '事项属实，凭证真实', en: 'The facts happened; the vouchers are genuine' },
      roles: ['village'],
      permission: 'claims.sign.L1',
      workingDays: 2,
    },
    {
      level: 2,
      label: { zh: '乡镇', en: 'Township' },
      asserts: { zh: '已到现场核实，村级决议合规', en: 'Checked on site; the village decision is in order' },
      roles: ['township'],
      permission: 'claims.sign.L2',
      workingDays: 2,
    },
    {
      level: 3,
      label: { zh: '主管部门', en: 'Competent department' },
      asserts: { zh: '真实、合法、完整，符合方案和标准', en: 'True, lawful and complete; as planned and to standard' },
      roles: ['dept'],
      permission: 'claims.sign.L3',
      workingDays: 3,
    },
    {
      level: 4,
      label: { zh: '区统筹办', en: 'Coordination office' },
      asserts: { zh: '指标、专账、限额、账户均已核对', en: 'Quota, book, limits and account are checked' },
      roles: ['pool_office'],
      permission: 'claims.sign.L4',
      workingDays: 3,
    },
    {
      level: 5,
      label: { zh: '区领导', en: 'District leader' },
      asserts: { zh: '同意支付', en: 'Payment is authorised' },
      roles: ['leader'],
      permission: 'claims.sign.L5',
      workingDays: 2,
    },
  ],
} as const satisfies {
  code: string
  since: string
  basis: Text
  levels: readonly SignOffLevel[]
}
