/** The pages of claims. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/claims',
    title: { zh: '报账', en: 'Claims' },
    permission: 'claims.read',
    load: () => import('./ClaimsPage.tsx').then(({ ClaimsPage }) => ({ Page: ClaimsPage })),
  },
  {
    path: '/claims/new',
    title: { zh: '编制报账', en: 'Compile a claim' },
    permission: 'claims.compile',
    load: () => import('./NewClaimPage.tsx').then(({ NewClaimPage }) => ({ Page: NewClaimPage })),
  },
  {
    path: '/claims/$id',
    title: { zh: '报账单', en: 'Claim' },
    permission: 'claims.read',
    load: () => import('./ClaimPage.tsx').then(({ ClaimPage }) => ({ Page: ClaimPage })),
  },
  {
    path: '/claims/$id/edit',
    title: { zh: '修改报账', en: 'Change a claim' },
    permission: 'claims.compile',
    load: () => import('./EditClaimPage.tsx').then(({ EditClaimPage }) => ({ Page: EditClaimPage })),
  },
]
