/** The pages of allocation plans. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/scenarios',
    title: { zh: '测算口径', en: 'Scenarios' },
    permission: 'allocation.read',
    load: () => import('./ScenariosPage.tsx').then(({ ScenariosPage }) => ({ Page: ScenariosPage })),
  },
  {
    path: '/scenarios/new',
    title: { zh: '建立测算口径', en: 'New scenario' },
    permission: 'allocation.solve',
    load: () => import('./NewScenarioPage.tsx').then(({ NewScenarioPage }) => ({ Page: NewScenarioPage })),
  },
  {
    path: '/scenarios/$id',
    title: { zh: '测算口径', en: 'Scenario' },
    permission: 'allocation.read',
    load: () => import('./ScenarioPage.tsx').then(({ ScenarioPage }) => ({ Page: ScenarioPage })),
  },
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
    path: '/plans/compare',
    title: { zh: '方案比较', en: 'Plans side by side' },
    permission: 'allocation.read',
    load: () => import('./PlanComparePage.tsx').then(({ PlanComparePage }) => ({ Page: PlanComparePage })),
  },
  {
    path: '/plans/$id/adjust',
    title: { zh: '编制调整方案', en: 'Draw up an adjustment' },
    permission: 'allocation.solve',
    load: () => import('./PlanAdjustPage.tsx').then(({ PlanAdjustPage }) => ({ Page: PlanAdjustPage })),
  },
  {
    path: '/plans/$id',
    title: { zh: '分配方案', en: 'Plan' },
    permission: 'allocation.read',
    load: () => import('./PlanPage.tsx').then(({ PlanPage }) => ({ Page: PlanPage })),
  },
  {
    path: '/plans/$id/desk',
    title: { zh: '手工调整方案', en: 'Plan by hand' },
    permission: 'allocation.solve',
    load: () => import('./DeskPage.tsx').then(({ DeskPage }) => ({ Page: DeskPage })),
  },
  {
    path: '/matches',
    title: { zh: '资金项目对接', en: 'Money and projects' },
    permission: 'allocation.read',
    load: () => import('./MatchesPage.tsx').then(({ MatchesPage }) => ({ Page: MatchesPage })),
  },
]
