/** The pages of contracts. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/contracts',
    title: { zh: '合同', en: 'Contracts' },
    permission: 'contracts.read',
    load: () => import('./ContractsPage.tsx').then(({ ContractsPage }) => ({ Page: ContractsPage })),
  },
  {
    path: '/contracts/new',
    title: { zh: '登记合同', en: 'Register a contract' },
    permission: 'contracts.register',
    load: () => import('./NewContractPage.tsx').then(({ NewContractPage }) => ({ Page: NewContractPage })),
  },
  {
    path: '/contracts/$id',
    title: { zh: '合同', en: 'Contract' },
    permission: 'contracts.read',
    load: () => import('./ContractPage.tsx').then(({ ContractPage }) => ({ Page: ContractPage })),
  },
]
