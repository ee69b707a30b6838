import { expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { decideIncome, type Income } from './income.model.ts'

const income = (more: Partial<Income> = {}): Income => ({
  kind: 'interest',
  book: 'poverty',
  docNo: '结息[2017]2号',
  documentOn: civilDate('2017-06-20'),
  name: '专户利息',
  department: '区财政局',
  receivedOn: civilDate('2017-06-21'),
  bankReference: '收1',
  amountFen: fen(100n),
  ...more,
})
const decide = (more: Partial<Income>, registered: string[] = []) =>
  decideIncome(income(more), new Set(registered), civilDate('2017-06-30'))

test.each<[string, Partial<Income>, string]>([
  ['interest of the poverty book', {}, 'ok'],
  ['interest of the financing book', { book: 'financing' }, 'ok'],
  ['nothing', { amountFen: fen(0n) }, 'income_not_positive'],
  ['tomorrow', { receivedOn: civilDate('2017-07-01') }, 'income_in_future'],
  ['a paper after the money', { documentOn: civilDate('2017-06-22') }, 'document_after_receipt'],
  ['asset income in the poverty book', { kind: 'asset-income' }, 'income_wrong_book'],
  ['asset income for a road', { kind: 'asset-income', book: 'coordination', uses: ['road'] }, 'income_wrong_use'],
  ['asset income for relief', { kind: 'asset-income', book: 'coordination', uses: ['relief'] }, 'ok'],
  ['a drawdown in the coordination book', { kind: 'drawdown', book: 'coordination' }, 'income_wrong_book'],
  [
    'interest of the coordination book for relief, which its money does not pay',
    { book: 'coordination', uses: ['relief'] },
    'income_wrong_use',
  ],
])('%s: %s', (_, more, code) => {
  const outcome = decide(more)
  expect(outcome.ok ? 'ok' : outcome.refusal.code).toBe(code)
})

test('the same paper cannot be registered twice, however its brackets are written', () => {
  const outcome = decide({}, ['结息〔2017〕2号'])
  expect(outcome.ok ? 'ok' : outcome.refusal.code).toBe('document_registered')
})

test('asset income has exactly the three uses; interest those of its book', () => {
  const uses = (more: Partial<Income>) => {
    const outcome = decide(more)
    return outcome.ok ? outcome.value.uses : []
  }
  expect(uses({ kind: 'asset-income', book: 'coordination' })).toEqual(['relief', 'industry', 'public-service'])
  expect(uses({})).toContain('relocation')
  expect(uses({ book: 'coordination' })).not.toContain('relocation')
})
