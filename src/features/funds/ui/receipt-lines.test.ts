import { expect, test } from 'vitest'
import { type ReceiptLine, sumOf, wrongWith } from './receipt-lines.ts'

const line = (lotId: string, expectedFen: string): ReceiptLine => ({ lotId, name: lotId, docNo: '', expectedFen })

test('all that is expected arrives unless something else is typed', () => {
  const lines = [line('a', '10050'), line('b', '200')]
  expect(sumOf(lines, {})).toBe(10250n)
  expect(sumOf(lines, { a: '50' })).toBe(250n)
})

test('an amount above what is expected is refused with both figures, and does not count', () => {
  const one = line('a', '10050')
  expect(wrongWith(one, { a: '10051' })?.zh).toBe('比未到账的 100.50 元多 0.01 元，请改小')
  expect(sumOf([one], { a: '10051' })).toBe(0n)
})

test('nothing, zero and what is no amount are refused', () => {
  for (const typed of [undefined, '0', 'invalid', '-5']) expect(wrongWith(line('a', '100'), { a: typed })).not.toBeNull()
  expect(wrongWith(line('a', '100'), { a: '100' })).toBeNull()
})
