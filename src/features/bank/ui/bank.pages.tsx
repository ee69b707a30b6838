/** Pages of the bank beside the books. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/bank',
    title: { zh: '银行对账', en: 'Bank' },
    permission: 'bank.read',
    load: async () => ({ Page: (await import('./BankPage.tsx')).BankPage }),
  },
  {
    path: '/bank/import',
    title: { zh: '导入银行对账单', en: 'Import a bank statement' },
    permission: 'bank.reconcile',
    load: async () => ({ Page: (await import('./StatementImportPage.tsx')).StatementImportPage }),
  },
  {
    path: '/bank/match',
    title: { zh: '银行勾对', en: 'Match with the bank' },
    permission: 'bank.read',
    load: async () => ({ Page: (await import('./MatchPage.tsx')).MatchPage }),
  },
  {
    path: '/bank/reconciliation',
    title: { zh: '余额调节表', en: 'Bank reconciliation' },
    permission: 'bank.read',
    load: async () => ({ Page: (await import('./ReconciliationPage.tsx')).ReconciliationPage }),
  },
  {
    path: '/bank/lines',
    title: { zh: '银行流水', en: 'Bank lines' },
    permission: 'bank.read',
    load: async () => ({ Page: (await import('./BankLinesPage.tsx')).BankLinesPage }),
  },
]
