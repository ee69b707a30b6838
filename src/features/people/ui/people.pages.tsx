/** Pages of people: who works here, and what was done. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/people',
    title: { zh: '人员', en: 'People' },
    permission: 'people.manage',
    load: async () => ({ Page: (await import('./PeoplePage.tsx')).PeoplePage }),
  },
  {
    path: '/events',
    title: { zh: '操作记录', en: 'Record of actions' },
    permission: 'audit.read',
    load: async () => ({ Page: (await import('./EventsPage.tsx')).EventsPage }),
  },
]
