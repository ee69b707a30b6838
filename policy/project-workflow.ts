import type { Workflow } from '#kernel/workflow.ts'
import type { Permission } from './roles.ts'

/** The life of a project from the library on (domain §1.8); the path into the library comes before it. */

export type ProjectState = 'in-library' | 'funded' | 'contracted'
export type ProjectAction = 'fund' | 'contract'

export const projectWorkflow = {
  initial: 'in-library',
  states: {
    'in-library': { label: { zh: '已入库', en: 'In the library' } },
    funded: { label: { zh: '已安排资金', en: 'Funded' } },
    contracted: { label: { zh: '已签约', en: 'Contracted' }, final: true },
  },
  actions: {
    fund: {
      from: ['in-library'],
      to: 'funded',
      permission: 'allocation.adopt',
      label: { zh: '安排资金', en: 'Fund' },
    },
    contract: {
      from: ['funded', 'contracted'],
      to: 'contracted',
      permission: 'contracts.register',
      label: { zh: '登记合同', en: 'Register a contract' },
    },
  },
} as const satisfies Workflow<ProjectState, ProjectAction, Permission>
