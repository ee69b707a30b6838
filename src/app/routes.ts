/** Every endpoint of the product in one list. */
import type { Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { allocationRoutes } from '#features/allocation/allocation.routes.ts'
import type { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { claimsRoutes } from '#features/claims/claims.routes.ts'
import { contractsRoutes } from '#features/contracts/contracts.routes.ts'
import { fundsRoutes } from '#features/funds/funds.routes.ts'
import { ledgerRoutes } from '#features/ledger/ledger.routes.ts'
import { paymentsRoutes } from '#features/payments/payments.routes.ts'
import { peopleRoutes } from '#features/people/people.routes.ts'
import { projectsRoutes } from '#features/projects/projects.routes.ts'
import { traceRoutes } from '#features/trace/trace.routes.ts'
import { taskRoutes } from './tasks.ts'

export const allRoutes = (services: Services, runs: SolveRuns): Binding[] => [
  ...peopleRoutes(services),
  ...taskRoutes(services),
  ...ledgerRoutes(services),
  ...fundsRoutes(services),
  ...projectsRoutes(services),
  ...allocationRoutes(services, runs),
  ...contractsRoutes(services),
  ...claimsRoutes(services),
  ...paymentsRoutes(services),
  ...traceRoutes(services),
]
