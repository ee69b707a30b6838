/** Every endpoint of the product in one list. */
import type { Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import type { Standings } from '#platform/standing.ts'
import { allocationRoutes } from '#features/allocation/allocation.routes.ts'
import { deskRoutes } from '#features/allocation/desk.routes.ts'
import { matchRoutes } from '#features/allocation/matches.routes.ts'
import { insightRoutes } from '#features/allocation/insight.routes.ts'
import { scenarioRoutes } from '#features/allocation/scenario.routes.ts'
import { planAdjustRoutes } from '#features/allocation/plan-adjust.routes.ts'
import { planCompareRoutes } from '#features/allocation/plan-compare.routes.ts'
import { planPaperRoutes } from '#features/allocation/plan-paper.routes.ts'
import { planReviewRoutes } from '#features/allocation/plan-review.routes.ts'
import type { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { bankRoutes } from '#features/bank/bank.routes.ts'
import { reconciliationRoutes } from '#features/bank/reconciliation.routes.ts'
import { claimMoneyRoutes } from '#features/claims/claim-money.routes.ts'
import { claimsRoutes } from '#features/claims/claims.routes.ts'
import { contractMoneyRoutes } from '#features/contracts/contract-money.routes.ts'
import { contractsRoutes } from '#features/contracts/contracts.routes.ts'
import { financingRoutes } from '#features/financing/financing.routes.ts'
import { fundsRoutes } from '#features/funds/funds.routes.ts'
import { lotSheetRoutes } from '#features/funds/lot-sheets.routes.ts'
import { lotsRoutes } from '#features/funds/lots.routes.ts'
import { keepersRoutes } from '#features/ledger/keepers.routes.ts'
import { integrityRoutes } from '#features/ledger/integrity.routes.ts'
import { ledgerRoutes } from '#features/ledger/ledger.routes.ts'
import { paymentsRoutes } from '#features/payments/payments.routes.ts'
import { peopleRoutes } from '#features/people/people.routes.ts'
import { periodsRoutes } from '#features/statements/periods.routes.ts'
import { reversalRoutes } from '#features/statements/reversal.routes.ts'
import { statementsRoutes } from '#features/statements/statements.routes.ts'
import { vouchersRoutes } from '#features/statements/vouchers.routes.ts'
import { projectsRoutes } from '#features/projects/projects.routes.ts'
import { creditRoutes } from '#features/trace/credit.routes.ts'
import { traceRoutes } from '#features/trace/trace.routes.ts'
import { carryRoutes } from '#features/treasury/carry.routes.ts'
import { promiseRoutes } from '#features/treasury/promises.routes.ts'
import { treasuryRoutes } from '#features/treasury/treasury.routes.ts'
import { taskRoutes } from './tasks.ts'

export const allRoutes = (services: Services, runs: SolveRuns, standings: Standings): Binding[] => [
  ...peopleRoutes(services),
  ...taskRoutes(services),
  ...ledgerRoutes(services, standings),
  ...integrityRoutes(services),
  ...keepersRoutes(services),
  ...fundsRoutes(services),
  ...lotSheetRoutes(services),
  ...lotsRoutes(services),
  ...projectsRoutes(services),
  ...allocationRoutes(services, runs),
  ...planCompareRoutes(services),
  ...planReviewRoutes(services),
  ...planAdjustRoutes(services, runs),
  ...planPaperRoutes(services),
  ...scenarioRoutes(services),
  ...insightRoutes(services),
  ...deskRoutes(services, runs),
  ...matchRoutes(services),
  ...contractsRoutes(services),
  ...contractMoneyRoutes(services),
  ...claimsRoutes(services),
  ...claimMoneyRoutes(services),
  ...paymentsRoutes(services),
  ...periodsRoutes(services),
  ...statementsRoutes(services),
  ...vouchersRoutes(services),
  ...reversalRoutes(services),
  ...bankRoutes(services),
  ...reconciliationRoutes(services),
  ...treasuryRoutes(services),
  ...promiseRoutes(services),
  ...carryRoutes(services),
  ...financingRoutes(services),
  ...traceRoutes(services),
  ...creditRoutes(services),
]
