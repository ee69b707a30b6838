import { expect, it } from 'vitest'
import { waysSheet } from './ways-sheet.model.ts'

it('tells one claim by its number, several each with what went by it, and sums all ways', () => {
  const way = {
    docNo: '甲〔2017〕1号',
    fundName: '产业资金',
    department: '区农业局',
    bookLabel: { zh: '扶贫专账' },
    projectCode: null,
    projectName: null,
    contractNo: 'HT-1',
    payee: '公司',
    stageLabel: { zh: '已支付' },
  }
  const { rows, lead } = waysSheet(
    '村路',
    [
      { ...way, claims: [{ id: 'clm_1', no: 'BZ-1', amountFen: 100_00n }], amountFen: 100_00n },
      {
        ...way,
        claims: [
          { id: 'clm_1', no: 'BZ-1', amountFen: 1_00n },
          { id: 'clm_2', no: null, amountFen: 2_50n },
        ],
        amountFen: 3_50n,
      },
    ],
    { asOf: '2017-05-31', knownAt: '2017-06-30' },
  )
  expect(rows.map((row) => row[7])).toEqual(['BZ-1', 'BZ-1 1.00 元、clm_2 2.50 元', ''])
  expect(rows.at(-1)!.at(-1)).toBe(103_50n)
  expect(lead[1]).toContain('2017-05-31')
})
