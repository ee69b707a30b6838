/** Pages that look over the whole: the way of the money, the blueprint, what fiscal money has drawn along. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/trace',
    title: { zh: '资金追踪', en: 'Trace money' },
    permission: 'trace.read',
    load: () => import('./FindPage.tsx').then(({ FindPage }) => ({ Page: FindPage })),
  },
  {
    path: '/trace/$kind/$id',
    title: { zh: '资金的来龙去脉', en: 'The way of the money' },
    permission: 'trace.read',
    load: () => import('./TracePage.tsx').then(({ TracePage }) => ({ Page: TracePage })),
  },
  {
    path: '/credit',
    title: { zh: '各部门资金成效', en: 'Credit of departments' },
    permission: 'trace.read',
    load: () => import('./CreditPage.tsx').then(({ CreditPage }) => ({ Page: CreditPage })),
  },
  {
    path: '/credit/$department',
    title: { zh: '部门资金成效', en: 'Credit of a department' },
    permission: 'trace.read',
    load: () => import('./CreditDepartmentPage.tsx').then(({ CreditDepartmentPage }) => ({ Page: CreditDepartmentPage })),
  },
  {
    path: '/blueprint',
    title: { zh: '一张蓝图', en: 'One blueprint' },
    permission: 'allocation.read',
    load: () => import('./BlueprintPage.tsx').then(({ BlueprintPage }) => ({ Page: BlueprintPage })),
  },
  {
    path: '/leverage',
    title: { zh: '融资撬动', en: 'Leverage' },
    permission: 'funds.read',
    load: () => import('./LeveragePage.tsx').then(({ LeveragePage }) => ({ Page: LeveragePage })),
  },
]
