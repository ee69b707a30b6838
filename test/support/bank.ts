/** A special account and statements for a test world: written as the bank would, uploaded and confirmed by the real commands. */
import { type CivilDate, civilDate } from '#kernel/civil-date.ts'
import { formatFen } from '#kernel/money.ts'
import type { Outcome } from '#kernel/outcome.ts'
import { importStatement, previewStatement, registerAccount, type StatementPreview } from '#features/bank/bank.commands.ts'
import { confirmMatches } from '#features/bank/matching.commands.ts'
import { loadMatching } from '#features/bank/reconciliation.store.ts'
import type { StatementGiven } from '#features/bank/statement.model.ts'
import { keepFile } from '#platform/files.ts'
import type { World } from './world.ts'

export const ACCOUNT_NO = '42001520000000123456'

export interface StatementRow {
  readonly on: string
  readonly amountFen: bigint
  readonly counterparty?: string
  readonly counterpartyAccount?: string
  readonly reference?: string
  readonly summary?: string
}

/** CSV of a bank with one column for each side, from an opening balance. */
export function statementCsv(openingFen: bigint, lines: readonly StatementRow[], accountNo = ACCOUNT_NO): Uint8Array {
  let balance = openingFen
  const yuan = (amount: bigint) => formatFen(amount).replaceAll(',', '')
  const text = lines.map((l) => {
    balance += l.amountFen
    const [out, into] = l.amountFen < 0n ? [yuan(-l.amountFen), ''] : ['', yuan(l.amountFen)]
    return [l.on, out, into, yuan(balance), l.counterparty ?? '', l.counterpartyAccount ?? '', l.summary ?? '', l.reference ?? ''].join(',')
  })
  const head = [`账号：${accountNo},期初余额：${yuan(openingFen)}`, '交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,交易流水号']
  return new TextEncoder().encode([...head, ...text].join('\n'))
}

export class BankDesk {
  readonly w: World
  constructor(w: World) {
    this.w = w
  }

  register(accountNo = ACCOUNT_NO, openedOn = '2017-01-01', replaces?: string) {
    const account = {
      bankName: '中国银行十堰茅箭支行',
      accountNo,
      accountName: '茅箭区统筹整合资金专户',
      openedOn: civilDate(openedOn),
      document: '',
      replaces,
    }
    return this.w.do('finance', registerAccount, account)
  }

  async preview(bytes: Uint8Array, given: StatementGiven = {}, name = '对账单.csv'): Promise<StatementPreview> {
    const { fileId } = await this.w.do('finance', keepFile('bank.reconcile'), { name, mediaType: 'text/csv', bytes })
    return previewStatement(this.w.database.db, this.w.district, this.w.today(), { fileId, given })
  }

  async import(bytes: Uint8Array, from: string, to: string): Promise<Outcome<{ id: string; lines: number; known: number }>> {
    const given: { from: CivilDate; to: CivilDate } = { from: civilDate(from), to: civilDate(to) }
    const { fileId, contentHash } = await this.preview(bytes, given)
    return this.w.act('finance', importStatement, { fileId, given, contentHash })
  }

  matching() {
    return loadMatching(this.w.database.db, this.w.district)
  }

  /** Confirms what the rules are certain of, and `likely` too when asked. */
  async confirm(all = false): Promise<number> {
    const { matches } = await this.matching()
    const keys = matches.filter((m) => all || m.confidence === 'certain').map((m) => m.key)
    return (await this.w.do('finance', confirmMatches, { keys })).matches
  }
}
