import { fen } from '#kernel/money.ts'
import { expect, test } from 'vitest'
import { readWorkbook } from './workbook.ts'
import { writeWorkbook } from './writer.ts'

test('what is written is read back to the fen and to the letter', async () => {
  const rows = [
    ['=1+1', fen(150800171n), 12, '2017-03-05'],
    ['+86', fen(-1n), null, null],
    ['-5', fen(0n), 3.5, '2024-02-29'],
    ['@cmd|calc', fen(999_999_999_999_999n), null, null],
    ['大', fen(1_234_567_890_123_456_789n), null, null],
    ['6222021234567890123', fen(10n), 0, null],
    [' <&>"\'\n换行', null, null, null],
  ] as const
  const bytes = await writeWorkbook([
    {
      name: '资金',
      lead: ['茅箭区资金清单', '单位:元'],
      columns: [
        { header: '文字', kind: 'text', width: 30 },
        { header: '金额(元)', kind: 'money' },
        { header: '户数', kind: 'number' },
        { header: '日期', kind: 'date' },
      ],
      rows,
      dropDowns: [{ column: '文字', values: Array.from({ length: 300 }, (_, i) => `选项${i}`) }],
      blankRows: 5,
    },
  ])
  const read = await readWorkbook(bytes, 'x.xlsx')
  if (!read.ok) throw new Error(read.refusal.message.en)
  const [sheet, lists] = read.value.sheets
  expect(lists).toMatchObject({ name: '选项', hidden: true })
  expect(lists!.rows).toHaveLength(300)
  expect(sheet!.merges).toEqual([
    { top: 1, left: 1, bottom: 1, right: 4 },
    { top: 2, left: 1, bottom: 2, right: 4 },
  ])
  const texts = sheet!.rows.map((row) => [1, 2, 3, 4].map((column) => row.cells.get(column)?.text ?? null))
  expect(texts).toEqual([
    ['茅箭区资金清单', null, null, null],
    ['单位:元', null, null, null],
    ['文字', '金额(元)', '户数', '日期'],
    ['=1+1', '1508001.71', '12', '2017-03-05'],
    ['+86', '-0.01', null, null],
    ['-5', '0', '3.5', '2024-02-29'],
    ['@cmd|calc', '9999999999999.99', null, null],
    ['大', '12345678901234567.89', null, null],
    ['6222021234567890123', '0.1', '0', null],
    [' <&>"\'\n换行', null, null, null],
  ])
  const kinds = [...sheet!.rows[3]!.cells.values()].map((cell) => cell.kind)
  expect(kinds[0]).toBe('text')
  expect(kinds[1]).toBe('number')
  expect([...sheet!.rows[3]!.cells.values()].every((cell) => cell.formula === undefined)).toBe(true)
})

test('a list for a column that is not there is a mistake of the program', async () => {
  const sheet = { name: 'a', columns: [{ header: 'x', kind: 'text' as const }], rows: [], dropDowns: [{ column: 'Z', values: ['1'] }] }
  await expect(writeWorkbook([sheet])).rejects.toThrow(RangeError)
})
