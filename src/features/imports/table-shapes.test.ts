/** The shapes that counties invent: which column is the money, what is a total, where a row really stands. */
import { expect, test } from 'vitest'
import { type ImportOverrides, previewJson, understand } from './imports.model.ts'
import { amounts, book, codes, find, type Value } from '../../../test/support/made-book.ts'

test('the money of this allotment is chosen, the other figures are kept', () => {
  const header = ['项目编号', '项目名称', '总投资(万元)', '已拨资金(万元)', '本次安排资金(万元)', '结余(万元)', '实施单位']
  const preview = understand(
    'projects',
    book([header, ['001', '甲', 500, 100, 200.5, 0, '水利局'], ['002', '乙', 300, 0, 150, 1, '农业局']]),
  )
  expect(amounts(preview)).toEqual(['200500000', '150000000'])
  expect(preview.rows[0]!.otherAmounts.map((one) => [one.field, one.cell, String(one.amountFen)])).toEqual([
    ['totalInvestment', 'C2', '500000000'],
    ['paid', 'D2', '100000000'],
    ['surplus', 'F2', '0'],
  ])
  const own = understand(
    'projects',
    book([
      ['项目名称', '总投资', '财政资金', '自筹资金'],
      ['甲', 100, 80, 20],
      ['乙', 50, 50, ''],
    ]),
    { sheets: { Sheet1: { unit: '万元' } } },
  )
  expect(amounts(own)).toEqual(['80000000', '50000000'])
  expect(own.warnings).toEqual([])
})

test('shares by level: a fitting total is the amount, otherwise the shares are added up and it is said', () => {
  const merged = ['D1:F1', 'A1:A2', 'B1:B2', 'C1:C2']
  const head: Value[][] = [
    ['序号', '项目名称', '总投资(万元)', '资金来源(万元)', '', ''],
    ['', '', '', '中央', '省级', '县级'],
  ]
  const fits = understand('projects', book([...head, [1, '甲', 100, 60, 40, ''], [2, '乙', 50, '', 20, 30]], merged))
  expect(amounts(fits)).toEqual(['100000000', '50000000'])
  expect(fits.rows[1]!.fundingSources).toEqual([
    { level: '省', name: '省级', amountFen: 20000000n },
    { level: '县', name: '县级', amountFen: 30000000n },
  ])
  expect(fits.warnings).toEqual([])
  const less = understand('projects', book([...head, [1, '甲', 100, 30, 10, ''], [2, '乙', 50, '', 20, 10]], merged))
  expect(amounts(less)).toEqual(['40000000', '30000000'])
  expect(less.rows[0]!.amountCell).toBe('D3+E3+F3')
  expect(codes(less)).toContain('amount_sum_of_columns')
})

test('groups with Chinese numbers, subtotals without a label and a grand total are not rows', () => {
  const preview = understand(
    'projects',
    book([
      ['序号', '项目名称', '建设地点', '资金规模(万元)'],
      ['', '', '', 300],
      ['一', '产业发展', '', 200],
      ['(一)', '种植', '', 120],
      [1, '甲', 'A村', 70],
      [2, '乙', 'B村', 50],
      ['(二)', '养殖', '', 80],
      [3, '丙', 'C村', 80],
      ['二', '基础设施', '', 100],
      [4, '丁', 'D村', 100],
    ]),
  )
  expect(preview.rows.map((row) => [row.row, row.fields.category])).toEqual([
    [5, '种植'],
    [6, '种植'],
    [8, '养殖'],
    [10, '基础设施'],
  ])
  expect(preview.publishedTotalFen).toBe(300000000n)
  expect(preview.sheets[0]!.totals.every((one) => one.equal)).toBe(true)
})

test('subtotals that look like details are found by adding up', () => {
  const rows: Value[][] = [
    ['项目名称', '金额(万元)'],
    ['产业类', 300],
    ['甲', 100],
    ['乙', 200],
    ['基建类', 500],
    ['丙', 150],
    ['丁', 250],
    ['戊', 100],
  ]
  const preview = understand('projects', book(rows))
  expect(preview.rows.map((row) => row.row)).toEqual([3, 4, 6, 7, 8])
  expect(find(preview, 'total_unlabelled').map((one) => one.row)).toEqual([2, 5])
})

test('an ordinary numbered line stays a row even when it equals the others', () => {
  const preview = understand(
    'projects',
    book([
      ['序号', '项目名称', '村', '金额(万元)'],
      [1, '甲', 'A村', 30],
      [2, '乙', 'B村', 10],
      [3, '丙', 'C村', 20],
      [4, '管理', '', 60],
    ]),
  )
  expect(amounts(preview)).toEqual(['30000000', '10000000', '20000000', '60000000'])
  expect(find(preview, 'looks_like_total')).toMatchObject([{ row: 5, cell: 'D5' }])
})

test('merged towns, rows shifted to the right, ditto marks, amounts over two rows', () => {
  const towns = understand(
    'projects',
    book(
      [
        ['乡镇', '村', '项目名称', '金额(万元)'],
        ['甲镇', 'A村', '路', 10],
        ['', 'B村', '桥', 20],
        ['乙镇', 'C村', '渠', 5],
      ],
      ['A2:A3'],
    ),
  )
  expect(towns.rows.map((row) => row.fields.township)).toEqual(['甲镇', '甲镇', '乙镇'])
  const shifted = understand(
    'projects',
    book([
      ['序号', '项目名称', '金额(万元)', '地点'],
      [1, '甲', 10, 'x'],
      ['', 2, '乙', 20, 'y'],
      [3, '丙', 30, 'z'],
    ]),
  )
  expect(shifted.rows.map((row) => [row.fields.projectName, row.amountCell, row.fields.location])).toEqual([
    ['甲', 'C2', 'x'],
    ['乙', 'D3', 'y'],
    ['丙', 'C4', 'z'],
  ])
  expect(codes(shifted)).toEqual(['row_shifted_right'])
  const ditto = understand(
    'projects',
    book([
      ['项目名称', '地点', '金额(万元)'],
      ['甲', 'A村', 10],
      ['乙', '同上', 20],
      ['丙', '〃', 30],
    ]),
  )
  expect(ditto.rows.map((row) => row.fields.location)).toEqual(['A村', 'A村', 'A村'])
  const over = understand(
    'projects',
    book(
      [
        ['序号', '项目名称', '村', '金额(万元)'],
        [1, '甲', 'A村', 10],
        ['', '', 'B村', ''],
        [2, '乙', 'C村', 20],
      ],
      ['A2:A3', 'B2:B3', 'D2:D3'],
    ),
  )
  expect(amounts(over)).toEqual(['10000000', '20000000'])
  expect(codes(over)).toEqual(['amount_over_rows'])
})

test('towns whose merges were lost are filled down; an empty village is not', () => {
  const csv = book(
    [
      ['乡镇', '村', '项目', '金额(万元)'],
      ['甲镇', 'A村', '路', 10],
      ['', 'B村', '桥', 20],
      ['', 'C村', '渠', 5],
      ['乙镇', '', '灯', 6],
    ],
    [],
    { format: 'csv' },
  )
  const preview = understand('projects', csv)
  expect(preview.rows.map((row) => [row.fields.township, row.fields.village])).toEqual([
    ['甲镇', 'A村'],
    ['甲镇', 'B村'],
    ['甲镇', 'C村'],
    ['乙镇', null],
  ])
  expect(codes(preview)).toEqual(['place_filled_down', 'no_place'])
})

test('personal data is left out and said', () => {
  const preview = understand(
    'projects',
    book([
      ['项目名称', '金额(万元)', '项目负责人', '联系电话', '备注'],
      ['甲', 1, '张三', '13812345678', '有事打 13987654321'],
      ['乙', 2, '李四', '13712345678', ''],
    ]),
  )
  expect(JSON.stringify(previewJson(preview))).not.toMatch(/张三|李四|1[3-9]\d{9}/)
  expect(codes(preview)).toEqual(expect.arrayContaining(['personal_column', 'personal_number']))
})

test('columns, unit, header rows and rows are corrected by hand', () => {
  const workbook = book([['甲表'], ['什么', '哪里', '多少', '多少二'], ['路', 'A镇', 10, 99], ['桥', 'B镇', 20, 98], ['渠', 'C镇', 30, 97]])
  expect(codes(understand('projects', workbook))).toEqual(['no_table', 'sheet_without_table'])
  const overrides: ImportOverrides = {
    sheets: { Sheet1: { headerRows: [2], columns: { A: 'projectName', B: 'township', C: 'ignore', D: 'amount' }, unit: '元' } },
    ignoreRows: [{ sheet: 'Sheet1', row: 4 }],
  }
  const preview = understand('projects', workbook, overrides)
  expect(preview.rows.map((row) => [row.row, row.fields.projectName, row.fields.township, String(row.amountFen)])).toEqual([
    [3, '路', 'A镇', '9900'],
    [5, '渠', 'C镇', '9700'],
  ])
  expect(preview.sheets[0]).toMatchObject({ unit: '元', unitFrom: 'corrected', columns: { C: { field: 'ignore' } } })
  expect(preview.errors).toEqual([])
})

test('units: in a note, mixed in cells, missing, absurd', () => {
  const rows: Value[][] = [
    ['项目', '补助资金'],
    ['甲', 10],
    ['乙', '5000元'],
    ['丙', 30],
  ]
  const noted = understand('projects', book([...rows, ['注:以上金额单位为万元']]))
  expect(amounts(noted)).toEqual(['10000000', '500000', '30000000'])
  expect(find(noted, 'units_mixed')).toMatchObject([{ row: 3, cell: 'B3', value: '元' }])
  expect(
    codes(
      understand(
        'projects',
        book([
          ['项目', '补助资金'],
          ['甲', 10],
          ['乙', 20],
        ]),
      ),
    ),
  ).toEqual(['unit_assumed'])
  const yuan = understand(
    'projects',
    book([
      ['项目', '补助资金'],
      ['甲', 454082],
      ['乙', 200000],
    ]),
  )
  expect(amounts(yuan)).toEqual(['45408200', '20000000'])
  expect(yuan.sheets[0]).toMatchObject({ unit: '元', unitFrom: 'assumed' })
  expect(
    codes(
      understand(
        'projects',
        book([
          ['项目', '补助资金(万元)'],
          ['甲', 454082],
          ['乙', 200000],
        ]),
      ),
    ),
  ).toEqual(['unit_odd'])
})

test('numbers missing or twice, the same project twice, summary and details', () => {
  const preview = understand(
    'projects',
    book([
      ['序号', '项目名称', '村', '金额(万元)'],
      [1, '甲', 'A村', 1],
      [2, '甲', 'A村', 1],
      [5, '乙', 'B村', 3],
      [5, '丙', 'B村', 4],
    ]),
  )
  expect(codes(preview)).toEqual(['seq_gap', 'duplicate_row'])
  const twice = understand(
    'projects',
    book([
      ['乡镇', '金额(万元)'],
      ['甲镇', 30],
      ['乙镇', 20],
      ['合计', 50],
      [],
      ['明细表如下'],
      ['乡镇', '项目', '金额(万元)'],
      ['甲镇', 'a', 10],
      ['甲镇', 'b', 20],
      ['乙镇', 'c', 20],
      ['合计', '', 50],
    ]),
  )
  expect(codes(twice)).toContain('same_money_twice')
})

test('a header printed again on the next page, column numbers and hidden sheets', () => {
  const header = ['序号', '项目名称', '村', '金额(万元)']
  const paged = understand('projects', book([header, ['1', '2', '3', '4'], [1, '甲', 'A村', 1], header, [2, '乙', 'B村', 2]]))
  expect(amounts(paged)).toEqual(['1000000', '2000000'])
  const base = book([header, [1, '甲', 'A村', 1]])
  const hidden = { ...base, sheets: [...base.sheets, { ...base.sheets[0]!, name: '草稿', hidden: true }] }
  const preview = understand('projects', hidden)
  expect(preview.rows).toHaveLength(1)
  expect(codes(preview)).toEqual(['hidden_sheet'])
})

test('an empty or foreign table is one sentence, not a crash', () => {
  expect(codes(understand('funds', book([['会议通知'], ['请各单位参加']])))).toEqual(['no_table', 'sheet_without_table'])
  expect(codes(understand('funds', book([['序号', '资金名称', '文号', '金额(万元)']])))).toEqual(['no_rows'])
  expect(
    codes(
      understand(
        'projects',
        book([
          ['项目名称', '建设地点', '备注'],
          ['甲', 'A村', ''],
        ]),
      ),
    ),
  ).toContain('no_amount_column')
  const preview = understand(
    'projects',
    book([
      ['项目名称', '建设地点', '备注'],
      ['甲', 'A村', ''],
    ]),
  )
  expect(previewJson(preview, 'en')).toMatchObject({ rows: [], totals: { rows: 0, amountFen: '0' } })
})

test('group lines in a text column, names and levels of a fund list, counties as the only name', () => {
  const grouped = understand(
    'funds',
    book([
      ['级次', '资金名称', '合计(万元)', '文号'],
      ['一、中央资金', '', 300, ''],
      ['中央', '财政专项扶贫资金', 200, '豫财农〔2019〕1号'],
      ['中央', '水利发展资金', 100, '豫财农〔2019〕2号'],
      ['二、省级资金', '', 100, ''],
      ['省', '省级扶贫资金', 100, '豫财农〔2019〕3号'],
      ['总计', '', 400, ''],
    ]),
  )
  expect(grouped.rows.map((row) => row.row)).toEqual([3, 4, 6])
  expect(grouped.errors).toEqual([])
  expect(grouped.publishedTotalFen).toBe(400000000n)
  const named = understand(
    'funds',
    book([
      ['名称', '来源', '总额(万元)', '文号'],
      ['农田水利补助', '省级', 20, '川财农〔2025〕1号'],
      ['危房改造', '中央', 30.5, '川财农〔2025〕2号'],
    ]),
  )
  expect(named.rows.map((row) => [row.fields.fundName, row.fields.level])).toEqual([
    ['农田水利补助', '省'],
    ['危房改造', '中央'],
  ])
  const counties = understand(
    'projects',
    book([
      ['县区', '金额(万元)'],
      ['甲县', 1],
      ['乙县', 2],
      ['丙县', 4],
    ]),
  )
  expect(counties.rows.map((row) => row.fields.county)).toEqual(['甲县', '乙县', '丙县'])
  const whole = understand(
    'projects',
    book([
      ['县区', '金额(万元)'],
      ['全市', 7],
      ['甲县', 1],
      ['乙县', 2],
      ['丙县', 4],
    ]),
  )
  expect(whole.rows).toHaveLength(3)
})

test('其中 says a part of the amount, 单位 alone is an office', () => {
  const part = understand(
    'projects',
    book([
      ['项目名称', '计划投入(万元)', '其中:中央资金(万元)'],
      ['渠', 30, 30],
      ['路', 60, 30],
      ['桥', 50, 20],
    ]),
  )
  expect(amounts(part)).toEqual(['30000000', '60000000', '50000000'])
  expect(part.rows[1]!.fundingSources).toEqual([{ level: '中央', name: '中央资金', amountFen: 30000000n }])
  expect(find(part, 'sources_differ').map((one) => one.row)).toEqual([3, 4])
  const office = understand(
    'projects',
    book([
      ['序号', '单位', '金额'],
      [1, '甲镇', '10万元'],
      [2, '乙镇', '20万元'],
      ['合', '计', '30万元'],
    ]),
  )
  expect(office.rows.map((row) => row.fields.responsibleUnit)).toEqual(['甲镇', '乙镇'])
  expect(office.publishedTotalFen).toBe(30000000n)
})
