import type { Workflow } from '#kernel/workflow.ts'
import type { Permission } from './roles.ts'

/** The life of a claim (报账). Basis: domain §1.11. Any change of content after a signature voids the signatures. */

export type ClaimState = 'draft' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'approved' | 'ordered' | 'paid' | 'bank-returned'
export type ClaimAction =
  | 'submit'
  | 'sign-L1'
  | 'sign-L2'
  | 'sign-L3'
  | 'sign-L4'
  | 'sign-L5'
  | 'send-back'
  | 'order'
  | 'record-paid'
  | 'record-returned'
  | 'reopen'
  | 'late-return'

export const claimWorkflow = {
  initial: 'draft',
  states: {
    draft: { label: { zh: '草稿', en: 'Draft' } },
    L1: { label: { zh: '待实施单位审签', en: 'Waiting for level 1: implementing body' } },
    L2: { label: { zh: '待乡镇审签', en: 'Waiting for level 2: township' } },
    L3: { label: { zh: '待主管部门审签', en: 'Waiting for level 3: department' } },
    L4: { label: { zh: '待统筹办审签', en: 'Waiting for level 4: coordination office' } },
    L5: { label: { zh: '待区领导审签', en: 'Waiting for level 5: leader' } },
    approved: { label: { zh: '审签完毕，待支付', en: 'Signed, ready to pay' } },
    ordered: { label: { zh: '已开支付令，待银行', en: 'Ordered, waiting for the bank' } },
    paid: { label: { zh: '已支付', en: 'Paid' }, final: true },
    'bank-returned': { label: { zh: '银行退回', en: 'Returned by the bank' } },
  },
  actions: {
    submit: { from: ['draft'], to: 'L1', permission: 'claims.compile', label: { zh: '提交审签', en: 'Submit for signature' } },
    'sign-L1': { from: ['L1'], to: 'L2', permission: 'claims.sign.L1', label: { zh: '一级审签', en: 'Sign at level 1' } },
    'sign-L2': { from: ['L2'], to: 'L3', permission: 'claims.sign.L2', label: { zh: '二级审签', en: 'Sign at level 2' } },
    'sign-L3': { from: ['L3'], to: 'L4', permission: 'claims.sign.L3', label: { zh: '三级审签', en: 'Sign at level 3' } },
    'sign-L4': { from: ['L4'], to: 'L5', permission: 'claims.sign.L4', label: { zh: '四级审签', en: 'Sign at level 4' } },
    'sign-L5': { from: ['L5'], to: 'approved', permission: 'claims.sign.L5', label: { zh: '五级审签', en: 'Sign at level 5' } },
    'send-back': {
      from: ['L1', 'L2', 'L3', 'L4', 'L5'],
      to: 'draft',
      permission: 'claims.read',
      label: { zh: '退回', en: 'Send back' },
    },
    order: { from: ['approved'], to: 'ordered', permission: 'payments.order', label: { zh: '开具支付令', en: 'Issue payment order' } },
    'record-paid': { from: ['ordered'], to: 'paid', permission: 'payments.result', label: { zh: '登记已付', en: 'Record as paid' } },
    'record-returned': {
      from: ['ordered'],
      to: 'bank-returned',
      permission: 'payments.result',
      label: { zh: '登记退回', en: 'Record as returned' },
    },
    reopen: {
      from: ['bank-returned'],
      to: 'draft',
      permission: 'payments.order',
      label: { zh: '退款回合同，重新报账', en: 'Put the money back to the contract and claim again' },
    },
    // Paid is the end, unless the bank gives the money back later.
    'late-return': {
      from: ['paid'],
      to: 'draft',
      permission: 'payments.order',
      label: { zh: '登记付后退回', en: 'Record a return after payment' },
    },
  },
} as const satisfies Workflow<ClaimState, ClaimAction, Permission>
