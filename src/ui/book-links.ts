/** Addresses of vouchers and statements for whatever money is about: a lot, a department, a project. Pure. */
import type { Text } from '#kernel/outcome.ts'

export interface BookScope {
  readonly lot?: string
  readonly department?: string
  readonly project?: string
}

export interface BookLink {
  readonly label: Text
  readonly to: string
}

/** From the year the money is of to this one; of next year's money only that year. */
export const yearsOf = (first: number, today: string): string => {
  const last = Number(today.slice(0, 4))
  return first < last ? `${first}..${last}` : String(first)
}

const statement = (name: string, scope: BookScope, period: string, more: Readonly<Record<string, string>> = {}): string =>
  `/statements?${new URLSearchParams({ statement: name, period, ...scope, ...more }).toString()}`

/** Entries with their vouchers, the account at the bank, and the execution of quota, each narrowed to the scope. */
export function bookLinks(scope: BookScope, period: string): BookLink[] {
  const by = scope.project ? 'lot' : scope.lot ? 'project' : 'lot'
  return [
    { label: { zh: '分录和凭证', en: 'Entries and vouchers' }, to: statement('journal', scope, period) },
    { label: { zh: '专户存款明细', en: 'Bank account ledger' }, to: statement('detail', scope, period, { subject: '101' }) },
    { label: { zh: '收支表', en: 'Income and expenditure' }, to: statement('income', scope, period) },
    { label: { zh: '指标执行', en: 'Execution of quota' }, to: statement('execution', scope, period, { by }) },
  ]
}
