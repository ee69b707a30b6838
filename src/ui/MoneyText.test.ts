import { expect, test } from 'vitest'
import { formatMoney } from './MoneyText.tsx'

test('元 and 万元 show every fen, 亿元 rounds half away from zero to four decimals', () => {
  expect(formatMoney('1508001713', '元')).toBe('15,080,017.13')
  expect(formatMoney('1508001713', '万元')).toBe('1,508.001713')
  expect(formatMoney('1508000000', '万元')).toBe('1,508.00')
  expect(formatMoney('12345500000', '亿元')).toBe('1.2346')
  expect(formatMoney(-12345500000n, '亿元')).toBe('-1.2346')
})
