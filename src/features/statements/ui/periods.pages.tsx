/** The page of closing. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/periods',
    title: { zh: '结账', en: 'Closing' },
    permission: 'ledger.read',
    load: () => import('./PeriodsPage.tsx').then(({ PeriodsPage }) => ({ Page: PeriodsPage })),
  },
]
