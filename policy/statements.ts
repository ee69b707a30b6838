import type { Text } from '#kernel/outcome.ts'

/** The ledgers and statements that are kept of each book, by their official names. Basis: 财政总会计制度 in kind, domain §2.4. */
export const statements = {
  trial: { zh: '试算平衡表', en: 'Trial balance' },
  sheet: { zh: '资产负债表', en: 'Balance sheet' },
  income: { zh: '收支表', en: 'Income and expenditure' },
  execution: { zh: '指标执行表', en: 'Execution of quota' },
  general: { zh: '总账', en: 'General ledger' },
  detail: { zh: '明细账', en: 'Detail ledger' },
  journal: { zh: '序时账', en: 'Journal' },
} as const satisfies Record<string, Text>

export type StatementName = keyof typeof statements

/** By what a statement may be divided. */
export const groupings = {
  book: { zh: '专账', en: 'Book' },
  level: { zh: '资金级次', en: 'Level' },
  department: { zh: '部门', en: 'Department' },
  lot: { zh: '资金', en: 'Lot' },
  project: { zh: '项目', en: 'Project' },
} as const satisfies Record<string, Text>

export type Grouping = keyof typeof groupings

/** Two books beside each other, never mixed. */
export const ledgerLabels = {
  cash: { zh: '资金账', en: 'Cash book' },
  quota: { zh: '指标账', en: 'Quota book' },
} as const satisfies Record<string, Text>
