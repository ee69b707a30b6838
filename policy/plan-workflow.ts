import type { Text } from '#kernel/outcome.ts'
import type { Workflow } from '#kernel/workflow.ts'
import type { Permission } from './roles.ts'

/**
 * The life of an allocation plan: nothing is posted before a decision adopts it. An adopted plan is changed by an adjustment plan of its
 * own. Basis: 年度统筹整合使用财政涉农资金实施方案 is decided by the leading group and published, adjustments too (国开办发〔2018〕11号).
 */

export type PlanState = 'draft' | 'consulting' | 'adopted' | 'published' | 'discarded'
export type PlanAction = 'consult' | 'adopt' | 'publish' | 'discard'

export const planWorkflow = {
  initial: 'draft',
  states: {
    draft: { label: { zh: '草案', en: 'Draft' } },
    consulting: { label: { zh: '征求意见', en: 'Consulting' } },
    adopted: { label: { zh: '已采纳', en: 'Adopted' } },
    published: { label: { zh: '已公布', en: 'Published' }, final: true },
    discarded: { label: { zh: '已作废', en: 'Discarded' }, final: true },
  },
  actions: {
    consult: {
      from: ['draft', 'consulting'],
      to: 'consulting',
      permission: 'allocation.solve',
      label: { zh: '征求部门意见', en: 'Ask the departments' },
    },
    adopt: {
      from: ['draft', 'consulting'],
      to: 'adopted',
      permission: 'allocation.adopt',
      label: { zh: '采纳方案', en: 'Adopt the plan' },
    },
    publish: { from: ['adopted'], to: 'published', permission: 'allocation.publish', label: { zh: '公布方案', en: 'Publish the plan' } },
    discard: {
      from: ['draft', 'consulting'],
      to: 'discarded',
      permission: 'allocation.solve',
      label: { zh: '作废草案', en: 'Discard the draft' },
    },
  },
} as const satisfies Workflow<PlanState, PlanAction, Permission>

/** What is done beside a plan without changing its own state. */
export const planActs = {
  adjust: { from: ['adopted', 'published'], permission: 'allocation.solve', label: { zh: '编制调整方案', en: 'Draw up an adjustment' } },
  comment: {
    from: ['draft', 'consulting', 'adopted', 'published'],
    permission: 'allocation.comment',
    label: { zh: '写意见', en: 'Comment' },
  },
  answer: { from: ['consulting'], permission: 'allocation.answer', label: { zh: '答复征求意见', en: 'Answer for the department' } },
} as const satisfies Record<string, { readonly from: readonly PlanState[]; readonly permission: Permission; readonly label: Text }>

export type PlanAct = keyof typeof planActs
