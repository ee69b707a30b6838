/** The money of a contract from literals, for the tests of claims: nothing of anything but what is given. */
import { ZERO } from '#kernel/money.ts'
import type { ContractMoney } from '#features/claims/claim-money.model.ts'

export const contractMoney = (more: Partial<ContractMoney> = {}): ContractMoney => ({
  category: 'road',
  contractFen: ZERO,
  committedFen: ZERO,
  retainedFen: ZERO,
  advancedFen: ZERO,
  usedFen: ZERO,
  openFen: ZERO,
  openRetentionFen: ZERO,
  openRecoverFen: ZERO,
  advanceBeforeFen: ZERO,
  certifiedBeforeFen: ZERO,
  settledBeforeFen: ZERO,
  retainBeforeFen: ZERO,
  deferBeforeFen: ZERO,
  terms: null,
  audited: null,
  ...more,
})
