import { expect, test } from 'vitest'
import { findingsByRow, parseHeaderRows, withRows, withSheet, type SheetHead } from './import-shapes.ts'

test('header rows are read as people write them, and nothing else is', () => {
  expect(parseHeaderRows('3')).toEqual([3])
  expect(parseHeaderRows('3,4')).toEqual([3, 4])
  expect(parseHeaderRows('第3、4行')).toEqual([3, 4])
  expect(parseHeaderRows('3-5')).toEqual([3, 4, 5])
  for (const wrong of ['', '0', '4-3', '3-9', 'three', '3,,4', '-1']) expect(parseHeaderRows(wrong)).toBeNull()
})

test('a correction of one column keeps what was corrected before, in this sheet and in others', () => {
  const first = withSheet({}, '表1', { unit: '元' })
  const second = withSheet(first, '表1', { columns: { D: 'amount' } })
  const third = withSheet(withSheet(second, '表2', { unit: '万元' }), '表1', { columns: { E: 'ignore' } })
  expect(third.sheets).toEqual({ 表1: { unit: '元', columns: { D: 'amount', E: 'ignore' } }, 表2: { unit: '万元' } })
})

test('rows are left out once and taken back', () => {
  const out = withRows(withRows({}, ['表1!5'], true), ['表1!5', '表1!6'], true)
  expect(out.leaveOut).toEqual(['表1!5', '表1!6'])
  expect(withRows(out, ['表1!5'], false).leaveOut).toEqual(['表1!6'])
})

test('findings go to their row; without a sheet to the first one; without a row to none', () => {
  const sheet: SheetHead = { sheet: '表1', unit: '元', unitFrom: 'line', headerRows: [1], columns: {}, notData: [] }
  const message = { zh: '', en: '' }
  const found = findingsByRow([{ sheet: '表2', row: 5, message }, { row: 5, message }, { message }], [sheet])
  expect([...found.keys()]).toEqual(['表2!5', '表1!5'])
})
