import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

const filled = (capacity: number, count: number): Recent<number, string> => {
  const recent = new Recent<number, string>(capacity)
  for (let i = 0; i < count; i++) recent.set(i, `v${i}`)
  return recent
}
/** Asking changes what is kept, so each is asked of one filled anew. */
const kept = (capacity: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => i).filter((i) => filled(capacity, count).get(i) !== undefined)

test('keeps everything while there is room', () => {
  expect(kept(10, 5)).toEqual([0, 1, 2, 3, 4])
})

test('forgets the oldest, and never holds more than its bound', () => {
  for (const count of [11, 100, 103]) {
    const left = kept(10, count)
    expect(left.length).toBeGreaterThanOrEqual(5)
    expect(left.length).toBeLessThanOrEqual(10)
    expect(left).toEqual(Array.from({ length: left.length }, (_, i) => count - left.length + i))
  }
})

test('what is asked for again and again stays, however much else comes', () => {
  const recent = filled(10, 1)
  for (let i = 1; i < 1000; i++) {
    recent.set(i, 'x')
    expect(recent.get(0)).toBe('v0')
  }
})

test('holds the last value, and nothing once it is cleared', () => {
  const recent = filled(10, 3)
  recent.set(1, 'new')
  expect(recent.get(1)).toBe('new')
  recent.clear()
  expect([0, 1, 2].map((i) => recent.get(i))).toEqual([undefined, undefined, undefined])
})
