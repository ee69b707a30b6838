/** Every page of the application, feature by feature. A feature's pages are routes as soon as they stand here. */
import { pages as allocation } from '#features/allocation/ui/allocation.pages.tsx'
import { pages as bank } from '#features/bank/ui/bank.pages.tsx'
import { pages as claims } from '#features/claims/ui/claims.pages.tsx'
import { pages as contracts } from '#features/contracts/ui/contracts.pages.tsx'
import { pages as financing } from '#features/financing/ui/financing.pages.tsx'
import { pages as funds } from '#features/funds/ui/funds.pages.tsx'
import { pages as ledger } from '#features/ledger/ui/ledger.pages.tsx'
import { pages as payments } from '#features/payments/ui/payments.pages.tsx'
import { pages as periods } from '#features/statements/ui/periods.pages.tsx'
import { pages as people } from '#features/people/ui/people.pages.tsx'
import { pages as projects } from '#features/projects/ui/projects.pages.tsx'
import { pages as trace } from '#features/trace/ui/trace.pages.tsx'
import { pages as statements } from '#features/statements/ui/statements.pages.tsx'
import { pages as treasury } from '#features/treasury/ui/treasury.pages.tsx'
import type { PageDefinition } from '#ui/pages.ts'

const desk: PageDefinition = {
  path: '/',
  title: { zh: '工作台', en: 'My desk' },
  load: async () => ({ Page: (await import('./HomePage.tsx')).HomePage }),
}

export const allPages: readonly PageDefinition[] = [
  desk,
  ...people,
  ...ledger,
  ...funds,
  ...projects,
  ...allocation,
  ...contracts,
  ...claims,
  ...payments,
  ...periods,
  ...statements,
  ...bank,
  ...treasury,
  ...financing,
  ...trace,
]
