/** The pages of payment orders. */
import type { PageDefinition } from '#ui/pages.ts'

export const pages: PageDefinition[] = [
  {
    path: '/payments',
    title: { zh: '支付', en: 'Payments' },
    permission: 'payments.read',
    load: () => import('./PaymentsPage.tsx').then(({ PaymentsPage }) => ({ Page: PaymentsPage })),
  },
  {
    path: '/payments/new',
    title: { zh: '开具支付令', en: 'Issue a payment order' },
    permission: 'payments.order',
    load: () => import('./OrderPage.tsx').then(({ OrderPage }) => ({ Page: OrderPage })),
  },
  {
    path: '/payments/$id',
    title: { zh: '支付令', en: 'Payment order' },
    permission: 'payments.read',
    load: () => import('./PaymentPage.tsx').then(({ PaymentPage }) => ({ Page: PaymentPage })),
  },
]
