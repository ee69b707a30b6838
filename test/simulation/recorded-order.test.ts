/** What happened at one moment is put in the order in which it was saved, not in which it was asked. */
import { expect, test } from 'vitest'
import type { DeskCall } from './requests.ts'
import { type Answered, type Call, inRecordedOrder } from './recorded-order.ts'

const AT = '2018-01-15T00:00:00.000Z'
const posting = (id: string, number: bigint): Answered => ({ id, at: AT, book: 'poverty', number, amount: 1n })
const call = (arrival: number, ids: readonly string[]): Call => ({
  call: { who: 'finance', key: '', desk: arrival % 2, items: ids.map((key) => ({ key })) } as unknown as DeskCall,
  answers: ids.map((id) => ({ ok: true, value: { id, hash: id } })),
  arrival,
})
const line = { who: 'finance', command: 'ledger.post', key: '', at: AT, sentence: '批量记账 2 笔，共 0.02 元' }
const order = (calls: readonly Call[], numbers: readonly [bigint, bigint]) => {
  const answered = new Map([posting('a', numbers[0]), posting('b', numbers[1])].map((p) => [p.id, p]))
  const { ordered, faults } = inRecordedOrder([line], calls, answered)
  return [faults, ordered.map((deed) => ('call' in deed ? deed.arrival : -1))]
}

test('a call whose posting another call had saved with its own comes after it, though it was asked before', () => {
  expect(order([call(1, ['b']), call(2, ['a', 'b'])], [62n, 63n])).toEqual([[], [2, 1]])
})

test('a call that saved its posting first stays before the one that repeats it', () => {
  expect(order([call(1, ['b']), call(2, ['a', 'b'])], [63n, 62n])).toEqual([[], [1, 2]])
})
