/** Pages of the financing book. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/financing',
    title: { zh: '城投融资', en: 'Financing' },
    permission: 'financing.read',
    load: async () => ({ Page: (await import('./FinancingPage.tsx')).FinancingPage }),
  },
  {
    path: '/financing/loans/$id',
    title: { zh: '一份融资合同', en: 'One agreement' },
    permission: 'financing.read',
    load: async () => ({ Page: (await import('./LoanPage.tsx')).LoanPage }),
  },
]
