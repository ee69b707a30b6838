import { expect, it } from 'vitest'
import { formatInstant } from './instant.ts'

it('shows an instant on the Shanghai clock, over midnight too', () => {
  expect(formatInstant('2017-03-02T06:05:09.123Z')).toBe('2017-03-02 14:05')
  expect(formatInstant('2017-12-31T16:00:00Z')).toBe('2018-01-01 00:00')
})

it('leaves plain dates and odd text as they are', () => {
  expect(formatInstant('2017-03-02')).toBe('2017-03-02')
  expect(formatInstant('T?')).toBe('T?')
  expect(formatInstant(null)).toBe('')
})
