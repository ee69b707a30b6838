import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { FundingSource, ImportFields, ImportRow } from '#features/imports/import-preview.ts'
import { catalogueOf, checkDrafts, checkReceipt, draftLots, type FundDefaults, levelKey, usesOf } from './funds.model.ts'

const NOTHING = {
  docNo: null,
  fundName: null,
  level: null,
  department: null,
  year: null,
  issuedOn: null,
  purpose: null,
  content: null,
  projectName: null,
}
const row = (
  fields: Partial<ImportFields>,
  more: { amount?: bigint; sources?: readonly FundingSource[]; leftOut?: boolean; row?: number } = {},
) =>
  ({
    sheet: '一览表',
    row: more.row ?? 5,
    amountFen: fen(more.amount ?? 100n),
    fundingSources: more.sources ?? [],
    leftOut: more.leftOut ?? false,
    fields: { ...NOTHING, ...fields },
  }) as unknown as ImportRow & { leftOut: boolean }
const full = {
  docNo: '鄂财农发[2017]12号',
  fundName: '中央财政专项扶贫资金',
  level: '中央',
  department: '区扶贫办',
  year: 2017,
  purpose: '村组道路',
}
const draft = (fields: Partial<ImportFields>, defaults: FundDefaults = {}) => draftLots([row(fields)], defaults)[0]!

describe('what a table says of a lot', () => {
  test.each([
    ['中央', 'central'],
    ['省级', 'province'],
    ['广西壮族自治区', 'province'],
    ['市级', 'city'],
    ['区级', 'district'],
    ['县级', 'district'],
    ['政府债券', 'financing'],
    ['东西部协作', 'social'],
    ['', null],
    [null, null],
    ['其他', null],
  ])('level "%s" is %s', (said, key) => {
    expect(levelKey(said)).toBe(key)
  })

  test.each([
    ['中央财政专项扶贫资金', '', 'C01'],
    ['车辆购置税补助农村公路资金', '', 'C10'],
    ['农田水利建设资金', '', 'C02'],
    ['农村危房改造补助资金', '', 'C11'],
    ['扶贫资金(危房改造)', '', 'C11'],
    ['某项资金', '农村低保补助', 'R01'],
    ['某项资金', '', 'D01'],
  ])('"%s" for "%s" is of kind %s', (name, purpose, code) => {
    expect(catalogueOf(name, purpose)).toBe(code)
  })

  test('a document that names its purpose permits that purpose alone; one that does not, what its kind permits', () => {
    expect(usesOf('C10', '安全饮水和村组道路')).toEqual(['water', 'road'])
    expect(usesOf('C10', '按规定使用')).toEqual(['road'])
  })

  test('a whole line becomes a lot, with the book, the class and the years of its kind', () => {
    expect(draft(full)).toMatchObject({
      docNo: '鄂财农发〔2017〕12号',
      catalogueCode: 'C01',
      level: 'central',
      book: 'poverty',
      poolClass: 'poolable',
      uses: ['road'],
      year: 2017,
      usableTo: 2018,
      amountFen: 100n,
    })
  })

  test('financing goes to the financing book whatever its name says', () => {
    expect(draft({ ...full, level: '融资' })).toMatchObject({ catalogueCode: 'F01', level: 'financing', book: 'financing' })
  })

  test('what the line does not say comes from above; what it says stays', () => {
    const defaults = { docNo: '茅财农〔2017〕3号', level: '区级', department: '区财政局', year: 2016 }
    expect(draft({ fundName: '配套资金' }, defaults)).toMatchObject({
      docNo: '茅财农〔2017〕3号',
      level: 'district',
      department: '区财政局',
      year: 2016,
    })
    expect(draft(full, defaults)).toMatchObject({ docNo: '鄂财农发〔2017〕12号', level: 'central', department: '区扶贫办', year: 2017 })
  })

  test('a line with several sources becomes a lot for each, every fen kept', () => {
    const sources = [
      { level: '中央', name: '中央财政专项扶贫资金', docNo: '甲〔2017〕1号', amountFen: fen(60n) },
      { level: '省级', name: '农田水利建设资金', amountFen: fen(40n) },
    ]
    const lots = draftLots([row(full, { amount: 100n, sources })], {})
    expect(lots.map((l) => [l.docNo, l.level, l.catalogueCode, l.amountFen])).toEqual([
      ['甲〔2017〕1号', 'central', 'C01', 60n],
      ['鄂财农发〔2017〕12号', 'province', 'C02', 40n],
    ])
  })
})

describe('what is wrong with a draft', () => {
  const wrong = (fields: Partial<ImportFields>, registered: readonly string[] = [], leftOut = false) =>
    checkDrafts(draftLots([row(fields, { leftOut })], {}), new Set(registered)).map((f) => [f.row, f.field])

  test.each<[string, Partial<ImportFields>, [number, string][]]>([
    ['nothing', full, []],
    ['no level', { ...full, level: null }, [[5, '资金级次']]],
    ['no year', { ...full, year: null }, [[5, '年度']]],
    ['no department', { ...full, department: null }, [[5, '主管部门']]],
    [
      'nothing is there',
      {},
      [
        [5, '资金级次'],
        [5, '年度'],
        [5, '主管部门'],
      ],
    ],
  ])('%s', (_, fields, expected) => {
    expect(wrong(fields)).toEqual(expected)
  })

  test('a document registered before, however its brackets are written; a row left out is not asked', () => {
    expect(wrong(full, ['鄂财农发〔2017〕12号'])).toEqual([[5, '文号']])
    expect(wrong(full, ['鄂财农发〔2017〕12号'], true)).toEqual([])
  })
})

describe('a receipt', () => {
  const today = civilDate('2017-06-30')
  const expected = new Map([
    ['A', { name: '甲', expectedFen: fen(100n) }],
    ['B', { name: '乙', expectedFen: fen(0n) }],
  ])
  const check = (receivedOn: string, ...lines: [string, bigint][]) => {
    const outcome = checkReceipt(
      { receivedOn: civilDate(receivedOn), lines: lines.map(([lotId, amount]) => ({ lotId, amountFen: fen(amount) })) },
      expected,
      today,
    )
    return outcome.ok ? 'ok' : outcome.refusal.code
  }

  test.each<[string, string, [string, bigint][], string]>([
    ['all that is expected', '2017-06-30', [['A', 100n]], 'ok'],
    ['a part', '2017-06-01', [['A', 1n]], 'ok'],
    ['a fen more', '2017-06-30', [['A', 101n]], 'receipt_too_large'],
    ['a lot that has come in full', '2017-06-30', [['B', 1n]], 'receipt_too_large'],
    ['tomorrow', '2017-07-01', [['A', 1n]], 'receipt_in_future'],
    ['an unknown lot', '2017-06-30', [['Z', 1n]], 'lot_unknown'],
    [
      'the same lot twice',
      '2017-06-30',
      [
        ['A', 1n],
        ['A', 1n],
      ],
      'lot_twice',
    ],
  ])('%s', (_, on, lines, code) => {
    expect(check(on, ...lines)).toBe(code)
  })
})

describe('a list of projects under the title of a fund', () => {
  const project = { fundName: '水果基地', level: '中央', docNo: '湘财预〔2020〕24号', year: 2020, department: '区扶贫办' }

  test('spends that fund: the title names it, the line says what for', () => {
    const [lot] = draftLots([row(project)], {}, '北塔区2020年第一批中央财政扶贫专项资金安排表')
    expect(lot).toMatchObject({
      fundName: '第一批中央财政扶贫专项资金',
      book: 'poverty',
      catalogueCode: 'C01',
      purpose: '水果基地',
      uses: ['industry'],
    })
  })

  test('keeps the name of a line that names its own fund, and of a title that names none', () => {
    const own = { ...project, fundName: '车辆购置税补助资金' }
    expect(draftLots([row(own)], {}, '2020年中央财政扶贫专项资金安排表')[0]!.fundName).toBe('车辆购置税补助资金')
    expect(draftLots([row(project)], {}, '2020年项目安排表')[0]!.fundName).toBe('水果基地')
  })
})
