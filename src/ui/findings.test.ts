import { expect, test } from 'vitest'
import { groupFindings } from './findings.ts'

const said = (zh: string) => ({ zh, en: zh })
const at = (row: number, zh: string, more: { sheet?: string; field?: string; value?: string } = {}) => ({
  sheet: '一览表',
  field: 'amount',
  ...more,
  row,
  message: said(zh),
})

test('the same sentence about several rows stands once, with every row', () => {
  const groups = groupFindings([at(3, '金额缺少'), at(4, '类别“甲”不存在'), at(5, '金额缺少'), at(9, '金额缺少')])
  expect(groups.map((g) => [g.message.zh, g.places.map((p) => p.row)])).toEqual([
    ['金额缺少', [3, 5, 9]],
    ['类别“甲”不存在', [4]],
  ])
})

test('a row named inside the sentence does not keep it apart; another sheet, column or reason does', () => {
  const groups = groupFindings([
    at(3, '第 3 行：金额为零'),
    at(8, '第 8 行：金额为零'),
    at(8, '金额为零', { sheet: '附表' }),
    at(9, '金额为零', { field: 'balance' }),
  ])
  expect(groups.map((g) => [g.message.zh, g.places.map((p) => p.row)])).toEqual([
    ['金额为零', [3, 8]],
    ['金额为零', [8]],
    ['金额为零', [9]],
  ])
})

test('a single finding keeps its own words; a value is shown only where all rows have it', () => {
  expect(groupFindings([at(3, '第 3 行：金额为零', { value: '0' })])[0]).toMatchObject({ message: said('第 3 行：金额为零'), value: '0' })
  const apart = groupFindings([at(1, '看不懂', { value: '甲' }), at(2, '看不懂', { value: '乙' })])
  expect([apart.length, apart[0]!.value]).toEqual([1, undefined])
  expect(groupFindings([at(1, '看不懂', { value: '甲' }), at(2, '看不懂', { value: '甲' })])[0]!.value).toBe('甲')
})

test('what is said of the whole table is never put together', () => {
  const whole = { message: said('没有表头') }
  expect(groupFindings([whole, whole])).toHaveLength(2)
})

test('another value in the cell is the same mistake; the sentence then names none, and a cell named in front does not keep it apart', () => {
  const bad = (row: number, value: string) => at(row, `H${row}：金额“${value}”不是数字。`, { value })
  const groups = groupFindings([bad(2, '很多'), bad(3, '很多'), bad(4, '不详')])
  expect(groups.map((g) => [g.message.zh, g.value, g.places.length])).toEqual([['金额“…”不是数字。', undefined, 3]])
  expect(groupFindings([bad(2, '很多'), bad(3, '很多')])[0]).toMatchObject({ message: { zh: '金额“很多”不是数字。' }, value: '很多' })
})
