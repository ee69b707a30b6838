/** Bad input, one case each: the finding names row, field, value and remedy, and nothing becomes 0. */
import { must } from '#kernel/outcome.ts'
import { readWorkbook } from '#platform/sheets/workbook.ts'
import { writeXlsx } from 'hucre'
import { describe, expect, test } from 'vitest'
import { understand } from './imports.model.ts'
import { amounts, book, codes, find, type Value } from '../../../test/support/made-book.ts'

const fundHeader = ['序号', '资金名称', '文号', '金额(万元)', '级次', '主管部门', '用途', '年度'] as const
const fundRow = (n: number, docNo: string, amount: Value): Value[] => [
  n,
  '中央财政专项扶贫资金',
  docNo,
  amount,
  '中央',
  '扶贫办',
  `产业${n}`,
  2017,
]

test('a fund list as an office keeps it, through a real .xlsx', async () => {
  const rows = [
    ['茅箭区2017年统筹整合财政涉农资金清单'],
    [null, null, null, null, null, null, null, '单位:万元'],
    ['序号', '资金名称', '文号', '金额(万元)', '级次', '主管部门', '用途', '年度'],
    [1, '财政专项扶贫资金', '鄂财农发[2017]12号', 1508.001713, '省级', '扶贫办', '产业发展', 2017],
    [2, '农村公路补助资金', '鄂财建发【2017】3 号', 67.90712, '省', '交通局', '道路', 2017],
    [3, '农田水利补助资金', '十财农(2017)8号', '20万元', '市级', '水利局', '渠道', 2017],
    ['合计', null, null, 1595.908833, null, null, null, null],
  ]
  const bytes = await writeXlsx({ sheets: [{ name: '清单', rows, merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 7 }] }] })
  const preview = understand('funds', must(await readWorkbook(bytes, '清单.xlsx')))
  expect(codes(preview)).toEqual([])
  expect(preview.title).toBe('茅箭区2017年统筹整合财政涉农资金清单')
  expect(
    preview.rows.map((row) => [
      row.fields.fundName,
      row.fields.docNo,
      row.amountFen,
      row.fields.level,
      row.fields.department,
      row.fields.purpose,
      row.fields.year,
    ]),
  ).toEqual([
    ['财政专项扶贫资金', '鄂财农发〔2017〕12号', 1508001713n, '省', '扶贫办', '产业发展', 2017],
    ['农村公路补助资金', '鄂财建发〔2017〕3号', 67907120n, '省', '交通局', '道路', 2017],
    ['农田水利补助资金', '十财农〔2017〕8号', 20000000n, '市', '水利局', '渠道', 2017],
  ])
  expect(preview.publishedTotalFen).toBe(1595908833n)
  expect(preview.sheets[0]).toMatchObject({
    sheet: '清单',
    unit: '万元',
    unitFrom: 'header',
    headerRows: [3],
    columns: { C: { field: 'docNo', header: '文号' } },
  })
})

describe('what is wrong with an amount', () => {
  const cases: readonly (readonly [Value, string])[] = [
    ['五万元整', 'amount_text'],
    ['见附件', 'amount_text'],
    ['20座', 'amount_text'],
    ['*元', 'amount_masked'],
    ['(略)', 'amount_masked'],
    ['', 'amount_blank'],
    ['   万元', 'amount_blank'],
    ['—', 'amount_blank'],
    [-3, 'amount_negative'],
    ['(100)', 'amount_negative'],
    [33.3333333, 'amount_too_fine'],
    ['中央30万元,省20万元', 'amount_several'],
    [{ formula: 'A1*2' }, 'amount_not_calculated'],
    [{ formula: 'A1/0', value: '#DIV/0!', error: true }, 'amount_cell_error'],
  ]
  test.each(cases)('%j is %s, never 0', (value, code) => {
    const preview = understand('funds', book([fundHeader, fundRow(1, '鄂财农〔2017〕1号', 10), fundRow(2, '鄂财农〔2017〕2号', value)]))
    expect(amounts(preview)).toEqual(['10000000', null])
    expect(preview.errors).toHaveLength(1)
    const [error] = preview.errors
    expect(error).toMatchObject({ code, sheet: 'Sheet1', row: 3, cell: 'D3', field: 'amount' })
    expect(error!.message.zh).toMatch(/^D3：.*(?:请|不能)/)
    expect(error!.message.en).toContain('D3')
    expect(preview.totals).toEqual({ rows: 2, amountFen: 10000000n })
  })

  test('a formula is used by its stored result, and said', () => {
    const preview = understand('funds', book([fundHeader, fundRow(1, '鄂财农〔2017〕1号', { formula: 'A2*5', value: '5' })]))
    expect(amounts(preview)).toEqual(['5000000'])
    expect(find(preview, 'amount_formula')[0]).toMatchObject({ row: 2, cell: 'D2', value: 'A2*5' })
  })
})

test('a missing document number is an error unless the title or a default names one', () => {
  const rows = [fundHeader, fundRow(1, '', 10), fundRow(2, '鄂财农〔2017〕2号', 20)]
  const missing = understand('funds', book(rows))
  expect(missing.errors).toMatchObject([{ code: 'doc_no_missing', row: 2, cell: 'C2', field: 'docNo' }])
  const titled = understand('funds', book([['关于下达2017年扶贫资金的通知(鄂财农发[2017]12号)'], ...rows]))
  expect(titled.errors).toEqual([])
  expect(titled.rows.map((row) => [row.fields.docNo, row.derived.docNo])).toEqual([
    ['鄂财农发〔2017〕12号', 'title'],
    ['鄂财农〔2017〕2号', undefined],
  ])
  expect(codes(titled)).toContain('doc_no_from_title')
  const given = understand('funds', book(rows), { defaults: { docNo: '十财农【2017】9号', level: '市' } })
  expect(given.rows[0]!.fields).toMatchObject({ docNo: '十财农〔2017〕9号', level: '中央' })
  expect(given.errors).toEqual([])
})

test('the same document line twice is an error that names both rows; a second amount is a question', () => {
  const again = [...fundRow(1, '鄂财农[2017]1 号', 10)]
  const other = [...fundRow(1, '鄂财农〔2017〕1号', 11)]
  const preview = understand('funds', book([fundHeader, fundRow(1, '鄂财农〔2017〕1号', 10), again, other]))
  expect(find(preview, 'duplicate_document')).toMatchObject([{ row: 3, field: 'docNo', value: '鄂财农〔2017〕1号' }])
  expect(find(preview, 'duplicate_document')[0]!.message.zh).toMatch(/第 3 行与第 2 行/)
  expect(find(preview, 'document_twice')).toMatchObject([{ row: 4 }])
})

test('odd document numbers are shown, not repaired', () => {
  const preview = understand(
    'funds',
    book([fundHeader, fundRow(1, '鄂财农202350号', 1), fundRow(2, '鄂财农〔2017〕148、149号', 2), fundRow(3, '鄂财农〔2013〕7号', 3)]),
  )
  expect(codes(preview)).toEqual(['doc_no_odd', 'doc_no_several', 'doc_no_year'])
})

test('a total that differs gives both figures, at the cell and for the file', () => {
  const preview = understand(
    'funds',
    book([fundHeader, fundRow(1, '鄂财农〔2017〕1号', 10), fundRow(2, '鄂财农〔2017〕2号', 20), ['合  计', '', '', 31]]),
  )
  expect(preview.publishedTotalFen).toBe(31000000n)
  expect(find(preview, 'total_differs')[0]).toMatchObject({ row: 4, cell: 'D4' })
  for (const code of ['total_differs', 'published_total_differs'])
    expect(find(preview, code)[0]!.message.zh).toMatch(/310,000\.00 元.*300,000\.00 元.*10,000\.00 元/)
})

test('a total that only the title or a note says is compared too', () => {
  const rows = [
    ['项目', '金额(万元)'],
    ['甲路', 10],
    ['乙桥', 20],
  ] as const
  expect(understand('projects', book([['某县资金安排表(共安排资金30万元)'], ...rows])).publishedTotalFen).toBe(30000000n)
  const noted = understand('projects', book([...rows, ['注:合计资金35万元。']]))
  expect(noted.publishedTotalFen).toBe(35000000n)
  expect(codes(noted)).toContain('published_total_differs')
})
