/** Statements and vouchers. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/statements',
    title: { zh: '账簿报表', en: 'Statements' },
    permission: 'ledger.read',
    load: () => import('./StatementsPage.tsx').then(({ StatementsPage }) => ({ Page: StatementsPage })),
  },
  {
    path: '/vouchers',
    title: { zh: '记账凭证', en: 'Vouchers' },
    permission: 'ledger.read',
    load: () => import('./VouchersPage.tsx').then(({ VouchersPage }) => ({ Page: VouchersPage })),
  },
  {
    path: '/vouchers/$book/$month/$no',
    title: { zh: '记账凭证', en: 'Voucher' },
    permission: 'ledger.read',
    load: () => import('./VoucherPage.tsx').then(({ VoucherPage }) => ({ Page: VoucherPage })),
  },
]
