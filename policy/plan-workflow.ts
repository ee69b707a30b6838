import type { Workflow } from '#kernel/workflow.ts'
import type { Permission } from './roles.ts'

/** The life of an allocation plan: nothing is posted before a decision adopts it. */

export type PlanState = 'draft' | 'adopted' | 'discarded'
export type PlanAction = 'adopt' | 'discard'

export const planWorkflow = {
  initial: 'draft',
  states: {
    draft: { label: { zh: '草案', en: 'Draft' } },
    adopted: { label: { zh: '已采纳', en: 'Adopted' }, final: true },
    discarded: { label: { zh: '已作废', en: 'Discarded' }, final: true },
  },
  actions: {
    adopt: { from: ['draft'], to: 'adopted', permission: 'allocation.adopt', label: { zh: '采纳方案', en: 'Adopt the plan' } },
    discard: { from: ['draft'], to: 'discarded', permission: 'allocation.solve', label: { zh: '作废草案', en: 'Discard the draft' } },
  },
} as const satisfies Workflow<PlanState, PlanAction, Permission>
