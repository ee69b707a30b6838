/** A free reversal: who may begin one and why not, the first day it may carry, and the red voucher against the one it cancels. */
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { openFrom, type ReversalFacts, turnedRound, whyNotReversed } from './reversal.model.ts'
import { linesOfPosting, type VoucherSource } from './vouchers.model.ts'

const keeper = { personId: 'zhao', from: civilDate('2017-01-03'), to: null }
const facts: ReversalFacts = {
  mayPost: true,
  personId: 'zhao',
  today: civilDate('2017-08-01'),
  book: 'poverty',
  entryKind: 'interest',
  reversed: false,
  state: { closedThrough: 0, keepers: [keeper] },
}
const why = (change: Partial<ReversalFacts>) => whyNotReversed({ ...facts, ...change })?.zh ?? null

describe('who may reverse', () => {
  test('a keeper on duty may', () => {
    expect(why({})).toBeNull()
  })

  test.each([
    ['reversed already', { reversed: true }, '已经冲销过'],
    ['undone by its own act', { entryKind: 'payment' as const }, '“支付成功”不能由记账员冲销；请由原业务办理'],
    ['the closing of a year', { entryKind: 'year-close' as const }, '请到“结账”页面撤销'],
    ['no permission', { mayPost: false }, '由财政局的记账人办理'],
    ['kept by somebody else', { state: { closedThrough: 0, keepers: [{ ...keeper, personId: 'qian' }] } }, '您不是扶贫专账'],
    ['keeper of another book', { state: { closedThrough: 0, keepers: [] } }, '您不是扶贫专账在 2017-08-01 的记账人'],
    [
      'keeper no longer',
      { state: { closedThrough: 0, keepers: [{ ...keeper, to: civilDate('2017-07-31') }] } },
      '您不是扶贫专账在 2017-08-01 的记账人',
    ],
    ['keeper not yet', { state: { closedThrough: 0, keepers: [{ ...keeper, from: civilDate('2017-08-02') }] } }, '您不是扶贫专账'],
  ])('not when %s', (_, change, words) => {
    expect(why(change)).toContain(words)
  })
})

test('the first day is that of the posting, or the first that no book it touches has closed', () => {
  const day = civilDate('2017-03-20')
  expect(openFrom(day, [0])).toBe('2017-03-20')
  expect(openFrom(day, [201702])).toBe('2017-03-20')
  expect(openFrom(day, [201703, 0])).toBe('2017-04-01')
  expect(openFrom(day, [201703, 201712])).toBe('2018-01-01')
})

test('the red voucher has the same lines below zero, on both books of a supplement', () => {
  const move = {
    fromBook: 'financing',
    from: 'available',
    toBook: 'poverty',
    to: 'reserved',
    amountFen: 60_000_00n,
    detail: 'lot',
  } as const
  const source: VoucherSource<string> = { book: 'financing', entryKind: 'supplement', red: false, moves: [move], closing: [] }
  const amounts = (s: VoucherSource<string>) =>
    linesOfPosting(s).map(({ book, ledger, subject, debitFen, creditFen }) => ({ book, ledger, subject, net: debitFen - creditFen }))
  const before = amounts(source)
  expect(before.length).toBeGreaterThan(4)
  expect(amounts(turnedRound(source))).toEqual(before.map((line) => ({ ...line, net: -line.net })))
  expect(amounts(turnedRound(turnedRound(source)))).toEqual(before)
})
