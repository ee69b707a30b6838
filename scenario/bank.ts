/**
 * The demo district's bank: the statement of June 2017 for its special account, imported and matched through the commands. One line of
 * it, the bank's interest, is left for a person to explain; the statement of July has not come yet. Amounts are invented.
 */
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, formatFen, sum } from '#kernel/money.ts'
import { importStatement, previewStatement } from '#features/bank/bank.commands.ts'
import { bookBalancesOn } from '#features/bank/book-lines.store.ts'
import { confirmMatches } from '#features/bank/matching.commands.ts'
import { loadMatching } from '#features/bank/reconciliation.store.ts'
import { keepFile } from '#platform/files.ts'
import { contractors } from './contractors.ts'
import type { DemoDistrict } from './demo.ts'

interface BankLine {
  readonly on: string
  readonly amountFen: Fen
  readonly counterparty: string
  readonly summary: string
  readonly reference: string
}

const [road, tea] = [contractors[0].accountName, contractors[1].accountName]

/** What the bank says of June: one advance paid, interest, and one advance that went out and came back. */
const june: readonly BankLine[] = [
  { on: '2017-06-16', amountFen: fen(-540_000_00n), counterparty: road, summary: '转账支出 预付款', reference: '中行付2017061603' },
  { on: '2017-06-21', amountFen: fen(22_228_55n), counterparty: '', summary: '结息', reference: '中行息2017062101' },
  { on: '2017-06-26', amountFen: fen(-700_000_00n), counterparty: tea, summary: '转账支出 预付款', reference: '中行付2017062602' },
  { on: '2017-06-28', amountFen: fen(700_000_00n), counterparty: tea, summary: '退汇 收款行行号有误', reference: '中行退2017062801' },
]

export async function loadBank(demo: DemoDistrict, accountNo: string): Promise<void> {
  const today = demo.calendar.goTo('2017-07-20')
  const { database, district } = demo
  const openingFen = sum((await bookBalancesOn(database.db, district, civilDate('2017-05-31'))).values())
  const bytes = new TextEncoder().encode(statement(accountNo, openingFen))
  const { fileId } = await demo.as('finance', keepFile('bank.reconcile'), {
    name: '专户对账单2017年6月(示例).csv',
    mediaType: 'text/csv',
    bytes,
  })
  const input = { fileId, given: { from: civilDate('2017-06-01'), to: civilDate('2017-06-30') } }
  const { contentHash } = await previewStatement(database.db, district, today, input)
  await demo.as('finance', importStatement, { ...input, contentHash })
  const { matches } = await loadMatching(database.db, district)
  await demo.as('finance', confirmMatches, { keys: matches.map((m) => m.key) })
}

/** As the bank exports it: one column for each side, and the balance after each line. */
function statement(accountNo: string, openingFen: Fen): string {
  const yuan = (amount: bigint) => formatFen(amount).replaceAll(',', '')
  const head = [`账号：${accountNo},期初余额：${yuan(openingFen)}`, '交易日期,借方发生额,贷方发生额,余额,对方户名,摘要,交易流水号']
  let balance: bigint = openingFen
  const rows = june.map((l) => {
    balance += l.amountFen
    const sides = l.amountFen < 0n ? [yuan(-l.amountFen), ''] : ['', yuan(l.amountFen)]
    return [l.on, ...sides, yuan(balance), l.counterparty, l.summary, l.reference].join(',')
  })
  return [...head, ...rows].join('\n')
}
