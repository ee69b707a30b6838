import type { Text } from '#kernel/outcome.ts'

/** States of a payment order (domain §1.13). */
export const paymentStates = {
  sent: { zh: '已发银行', en: 'Sent to the bank' },
  paid: { zh: '已支付', en: 'Paid' },
  returned: { zh: '银行退回', en: 'Returned' },
  'late-returned': { zh: '付后退回', en: 'Returned after payment' },
} as const satisfies Record<string, Text>

export type PaymentState = keyof typeof paymentStates
