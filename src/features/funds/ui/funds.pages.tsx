/** Pages of the one list of money. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: readonly PageDefinition[] = [
  {
    path: '/money',
    title: { zh: '资金清单', en: 'The list of money' },
    permission: 'funds.read',
    load: async () => ({ Page: (await import('./MoneyPage.tsx')).MoneyPage }),
  },
  {
    path: '/money/import',
    title: { zh: '导入资金文件', en: 'Import fund documents' },
    permission: 'funds.import',
    load: async () => ({ Page: (await import('./FundImportPage.tsx')).FundImportPage }),
  },
  {
    path: '/money/receipts',
    title: { zh: '登记到账', en: 'Record receipts' },
    permission: 'funds.receive',
    load: async () => ({ Page: (await import('./ReceiptsPage.tsx')).ReceiptsPage }),
  },
  {
    path: '/money/income',
    title: { zh: '登记利息收益', en: 'Register income' },
    permission: 'funds.receive',
    load: async () => ({ Page: (await import('./IncomePage.tsx')).IncomePage }),
  },
  {
    path: '/money/adjust',
    title: { zh: '用表格调整资金', en: 'Adjust lots by a table' },
    permission: 'funds.adjust',
    load: async () => ({ Page: (await import('./LotSheetPage.tsx')).LotSheetPage }),
  },
  {
    path: '/money/lots/$id',
    title: { zh: '一笔资金', en: 'One lot' },
    permission: 'funds.read',
    load: async () => ({ Page: (await import('./LotPage.tsx')).LotPage }),
  },
]
