/** The pages of allocation plans. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/plans',
    title: { zh: '分配方案', en: 'Allocation plans' },
    permission: 'allocation.read',
    load: () => import('./PlansPage.tsx').then(({ PlansPage }) => ({ Page: PlansPage })),
  },
  {
    path: '/plans/new',
    title: { zh: '测算分配方案', en: 'Solve a plan' },
    permission: 'allocation.solve',
    load: () => import('./NewPlanPage.tsx').then(({ NewPlanPage }) => ({ Page: NewPlanPage })),
  },
  {
    path: '/plans/$id',
    title: { zh: '分配方案', en: 'Plan' },
    permission: 'allocation.read',
    load: () => import('./PlanPage.tsx').then(({ PlanPage }) => ({ Page: PlanPage })),
  },
]
