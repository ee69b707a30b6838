import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { fundCatalogue } from '#policy/fund-catalogue.ts'
import type { FundingSource, ImportFields, ImportRow } from '#features/imports/import-preview.ts'
import { checkDrafts, warnDrafts } from './draft-checks.model.ts'
import { catalogueOf, levelKey, usesOf } from './fund-words.model.ts'
import { draftLots, type FundDefaults } from './funds.model.ts'
import { checkReceipt } from './receipts.model.ts'

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

  test.each([
    ['省级财政专项扶贫资金', 'province', 'P01'],
    ['农村公路建设资金', 'province', 'P04'],
    ['某项资金', 'province', 'P09'],
    ['市级扶贫专项资金', 'city', 'M01'],
    ['区级财政扶贫配套资金', 'district', 'D02'],
    ['其他配套', 'district', 'D01'],
    ['城投融资资金', 'financing', 'F01'],
    ['政府一般债券', 'financing', 'F02'],
    ['东西部协作资金', 'social', 'S01'],
    ['光伏资产收益', 'district', 'A01'],
    ['农村危房改造补助资金', 'province', 'C11'],
  ] as const)('"%s" of the %s level is of kind %s', (name, level, code) => {
    expect(catalogueOf(name, '', level)).toBe(code)
  })

  test('all twenty kinds of the central list are there, each found by its own name', () => {
    const codes = Object.keys(fundCatalogue).filter((code) => code.startsWith('C'))
    expect(codes).toEqual(Array.from({ length: 20 }, (_, i) => `C${String(i + 1).padStart(2, '0')}`))
    for (const code of codes) expect([code, catalogueOf(fundCatalogue[code as 'C01'].label.zh, '', 'central')]).toEqual([code, code])
  })

  test('what a list of lots in our own shape says is taken as it stands', () => {
    const own = draft({
      ...full,
      catalogue: 'C02 农田水利设施建设和水土保持补助资金',
      book: '统筹专账',
      poolClass: '专项，不可整合',
      poolReason: '专户另有规定',
      uses: '饮水水利、生态扶贫',
      fundNature: '政府性基金',
      budgetSubject: '2130505 生产发展',
      economicSubject: '31005',
      usableUntil: '2019-06-30',
      carriedFrom: 2016,
    })
    expect(own).toMatchObject({
      catalogueCode: 'C02',
      book: 'coordination',
      poolClass: 'earmarked',
      poolReason: '专户另有规定',
      uses: ['water', 'ecology'],
      nature: 'government-fund',
      funcCode: '2130505',
      econCode: '31005',
      usableUntil: '2019-06-30',
      usableTo: 2019,
      carriedFrom: 2016,
      unread: [],
    })
  })

  test('places it is limited to are read by their names', () => {
    const places = [
      { code: '420302201', name: '茅塔乡' },
      { code: '420302100', name: '大川镇' },
    ]
    const [lot] = draftLots([row({ ...full, regions: '茅塔乡、大川镇' })], {}, '', places)
    expect(lot!.regions).toEqual(['420302201', '420302100'])
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
      ['鄂财农发〔2017〕12号', 'province', 'P02', 40n],
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

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a nature that is none', { fundNature: '私房钱' }, ['资金性质']],
    ['a use that is none, among others that are', { uses: '饮水水利、办公楼' }, ['可用于']],
    ['a kind that is not in the catalogue', { catalogue: 'C77' }, ['资金目录']],
    ['a place that is not here', { regions: '别县某村' }, ['限用地域']],
    ['a last day that is no date', { usableUntil: '年底前' }, ['资金到期日']],
    ['poolable money called earmarked without a reason', { poolClass: '专项，不可整合' }, ['不可整合原因']],
    ['fiscal money in the financing book', { book: '城投融资专账' }, ['记入专账']],
    ['carried over from its own year', { carriedFrom: 2017 }, ['原资金年度']],
    ['asset income for roads', { catalogue: 'A01', uses: '道路桥梁' }, ['可用于']],
    ['asset income in the poverty book', { catalogue: 'A01', book: '扶贫专账', uses: '产业发展' }, ['记入专账']],
  ])('%s', (_, more, fields) => {
    expect(wrong({ ...full, ...more }).map(([, field]) => field)).toEqual(fields)
  })

  test('subjects are judged by the table of their year', () => {
    const warned = (year: number, budgetSubject: string) =>
      warnDrafts(draftLots([row({ ...full, year, budgetSubject })], {})).map((f) => f.value)
    expect(warned(2017, '2130505 生产发展')).toEqual([])
    expect(warned(2017, '2139999')).toEqual(['2139999'])
    expect(warned(2019, '21306')).toEqual([])
    expect(warned(2020, '21306')).toEqual(['21306'])
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
