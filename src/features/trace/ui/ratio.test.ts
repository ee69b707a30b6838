import { expect, it } from 'vitest'
import { ratio } from './ratio.ts'

it('divides exactly and rounds half up', () => {
  expect(ratio(1n, 3n)).toBe('0.33')
  expect(ratio(2n, 3n)).toBe('0.67')
  expect(ratio(1005n, 1000n)).toBe('1.01')
  expect(ratio(900_719_925_474_099_300n, 900_719_925_474_099_300n)).toBe('1.00')
})
