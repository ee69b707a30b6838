/** Pages of a treasurer's decisions. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/supplements',
    title: { zh: '专账间补充', en: 'Supplements between books' },
    permission: 'ledger.read',
    load: async () => ({ Page: (await import('./SupplementsPage.tsx')).SupplementsPage }),
  },
  {
    path: '/promises',
    title: { zh: '待到账预留', en: 'Promises before receipt' },
    permission: 'ledger.read',
    load: async () => ({ Page: (await import('./PromisesPage.tsx')).PromisesPage }),
  },
  {
    path: '/phases/$id',
    title: { zh: '年度阶段', en: 'Phases' },
    permission: 'projects.read',
    load: async () => ({ Page: (await import('./PhasesPage.tsx')).PhasesPage }),
  },
  {
    path: '/carry-over',
    title: { zh: '结转结余', en: 'Carry-over' },
    permission: 'ledger.read',
    load: async () => ({ Page: (await import('./CarryOverPage.tsx')).CarryOverPage }),
  },
]
