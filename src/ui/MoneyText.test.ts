import { expect, test } from 'vitest'
import { digitsFor, formatMoney } from './MoneyText.tsx'

test('元 and 万元 show every fen, 亿元 rounds half away from zero to four decimals', () => {
  expect(formatMoney('1508001713', '元')).toBe('15,080,017.13')
  expect(formatMoney('1508001713', '万元')).toBe('1,508.001713')
  expect(formatMoney('1508000000', '万元')).toBe('1,508.00')
  expect(formatMoney('12345500000', '亿元')).toBe('1.2346')
  expect(formatMoney(-12345500000n, '亿元')).toBe('-1.2346')
})

test('a column has as many decimals as its longest amount, at least two, and no amount loses a fen', () => {
  const column = ['40000000', '3974444', null, '4900000']
  expect(digitsFor(column, '万元')).toBe(6)
  expect(digitsFor(['40000000', null], '万元')).toBe(2)
  expect(digitsFor([], '元')).toBe(2)
  expect(digitsFor(['3974444'], '元')).toBe(2)
  expect(column.flatMap((fen) => (fen === null ? [] : [formatMoney(fen, '万元', false, 6)]))).toEqual(['40.000000', '3.974444', '4.900000'])
})

test('rounding to two decimals of 万元 never shows something as nothing', () => {
  expect(formatMoney('98381109', '万元', true)).toBe('98.38')
  expect(formatMoney('500', '万元', true)).toBe('0.0005')
  expect(formatMoney('-500', '万元', true)).toBe('-0.0005')
  expect(formatMoney('0', '万元', true)).toBe('0.00')
})
