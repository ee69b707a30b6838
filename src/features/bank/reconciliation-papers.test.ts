/** On paper and in the spreadsheet a month without a statement claims neither corrected balances nor a difference. */
import { expect, test } from 'vitest'
import { fen, ZERO } from '#kernel/money.ts'
import { civilDate } from '#kernel/civil-date.ts'
import { reportOf, sheetOf } from './reconciliation-papers.store.ts'
import type { ReconciliationTable } from './reconciliation-views.store.ts'

const month = (state: ReconciliationTable['state']): ReconciliationTable => ({
  month: '2017-03',
  on: civilDate('2017-03-31'),
  state,
  stateLabel: { zh: '没有对账单', en: 'no statement' },
  accounts: [],
  books: [],
  bookFen: fen(24_613_600_00n),
  bankFen: ZERO,
  bankInFen: ZERO,
  bankOutFen: ZERO,
  bookInFen: ZERO,
  bookOutFen: fen(24_613_600_00n),
  adjustedBookFen: fen(24_613_600_00n),
  adjustedBankFen: fen(-24_613_600_00n),
  differenceFen: fen(49_227_200_00n),
  verdict: { zh: '不符', en: 'they differ' },
  bank: [],
  book: [],
  unexplained: 0,
  notes: [],
})
const labels = (rows: readonly (readonly unknown[])[], at: number) => rows.map((row) => String(row[at]))

test('without a statement only the balance of the books is printed', () => {
  expect(labels(sheetOf(month('no-statement')).rows, 0)).toEqual(['账面余额（101 专户存款，三个专账合计）'])
  const report = reportOf(month('no-statement'), '茅箭区', '赵敏')
  expect(
    labels(
      report.rows.map((r) => r.cells),
      1,
    ),
  ).toEqual(['账面余额（101 专户存款，三个专账合计）'])
})

test('with one, both corrected balances and what lies between them', () => {
  expect(labels(sheetOf(month('unbalanced')).rows, 0)).toContain('差额（不符）')
  expect(labels(sheetOf(month('unbalanced')).rows, 0)).toHaveLength(9)
})
