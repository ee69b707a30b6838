import type { Text } from '#kernel/outcome.ts'

/** What money can be traced from. */
export const traceSubjects = {
  document: { zh: '资金文件', en: 'Fund document' },
  lot: { zh: '资金批次', en: 'Fund lot' },
  project: { zh: '项目', en: 'Project' },
  contract: { zh: '合同', en: 'Contract' },
  payment: { zh: '支付令', en: 'Payment order' },
  payee: { zh: '收款单位', en: 'Payee' },
  all: { zh: '全区', en: 'District' },
} as const satisfies Record<string, Text>
