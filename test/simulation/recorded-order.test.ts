/** What happened at one moment is put in the order in which it was saved, not in which it was asked. */
import { expect, test } from 'vitest'
import type { Answer } from './auditor-desk.ts'
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

test('of two calls that were refused the same key, the one that was refused more is found where all of it is', () => {
  const refusal = { message: { zh: '已用', en: 'Used' }, code: 'key_reused' }
  const refused = (arrival: number, keys: readonly string[]): Call => ({
    ...call(arrival, keys),
    answers: keys.map(() => ({ ok: false, refusal }) as unknown as Answer),
  })
  const no = (key: string, at: string) => ({
    who: 'finance',
    command: 'ledger.post.refused',
    key: `posting:${key}`,
    at,
    sentence: '未办成：已用',
  })
  const later = AT.replace('00.000', '00.001')
  const lines = [no('a', AT), no('b', AT), no('a', later)]
  const { ordered, faults } = inRecordedOrder(lines, [refused(1, ['a']), refused(2, ['a', 'b'])], new Map())
  expect([faults, ordered.map((deed) => ('call' in deed ? deed.arrival : -1))]).toEqual([[], [2, 1]])
})
