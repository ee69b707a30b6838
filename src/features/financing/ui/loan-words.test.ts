/** Rates as people write them. */
import { expect, test } from 'vitest'
import { ratePpm, rateText } from './loan-words.ts'

test.each([
  ['4.75', 47_500],
  ['4.75%', 47_500],
  ['4．9', 49_000],
  ['4', 40_000],
  ['4.6555', 46_555],
  ['4.65555', null],
  ['-1', null],
  ['四', null],
  ['', null],
])('%s', (text, ppm) => {
  expect(ratePpm(text)).toBe(ppm)
})

test('and back', () => {
  expect([47_500, 49_000, 46_555].map(rateText)).toEqual(['4.75%', '4.9%', '4.6555%'])
})
