import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import type { ImportFields, ImportRow } from '#features/imports/import-preview.ts'
import { categoryOf, checkDrafts, draftProjects, nameKey, placeOf, sameness, scoreOf } from './projects.model.ts'

const DIVISIONS = [
  { code: '420302', name: '茅箭区', level: 'district', parent: null },
  { code: '420302201', name: '大川镇', level: 'township', parent: '420302' },
  { code: '420302202', name: '茅塔乡', level: 'township', parent: '420302' },
  { code: '420302201200', name: '卡子村', level: 'village', parent: '420302201' },
  { code: '420302202201', name: '东沟村', level: 'village', parent: '420302202' },
  { code: '420302202202', name: '王家村民委员会', level: 'village', parent: '420302202' },
  { code: '420302201203', name: '王家村', level: 'village', parent: '420302201' },
] as const

const NOTHING = {
  projectName: null,
  village: null,
  township: null,
  location: null,
  content: null,
  category: null,
  responsibleUnit: null,
  households: null,
  year: null,
  managementFee: false,
}
const row = (fields: Partial<ImportFields>, more: { amount?: bigint; row?: number; leftOut?: boolean } = {}) =>
  ({
    sheet: '一览表',
    row: more.row ?? 4,
    amountFen: fen(more.amount ?? 100n),
    fundingSources: [],
    leftOut: more.leftOut ?? false,
    fields: { ...NOTHING, ...fields },
  }) as unknown as ImportRow & { leftOut: boolean }

describe('where a project is', () => {
  test.each<[string | null, string | null, string | null, string | null]>([
    ['东沟村', '茅塔乡', null, '420302202201'],
    ['东沟村', null, null, '420302202201'],
    ['茅塔乡东沟村', null, null, '420302202201'],
    ['王家村', '茅塔乡', null, '420302202202'],
    ['王家村', '大川镇', null, '420302201203'],
    ['王家村', null, null, null],
    [null, '大川镇', null, '420302201'],
    [null, null, '茅塔乡东沟村二组', '420302202201'],
    ['东沟村', '大川镇', null, '420302201'],
    ['远方村', null, null, null],
    [null, null, null, null],
  ])('village %s, township %s, location %s: %s', (village, township, location, code) => {
    expect(placeOf(village, township, location, DIVISIONS)?.code ?? null).toBe(code)
  })
})

test.each([
  [['道路桥梁', null, null], 'road'],
  [[null, '东沟村产业路硬化工程', null], 'road'],
  [[null, '危房改造', '修路'], 'housing'],
  [['产业发展', '道路硬化', null], 'industry'],
  [[null, '购置办公桌椅', null], 'other'],
  [[null, null, null], 'other'],
])('%s is of category %s', (texts, category) => {
  expect(categoryOf(...texts)).toBe(category)
})

test('the same name written otherwise is the same name', () => {
  expect(nameKey('东沟村 产业路(一期)')).toBe(nameKey('东沟村产业路（一期）'))
  expect(nameKey('东沟村产业路')).not.toBe(nameKey('东沟村产业路二期'))
})

test.each([
  [0, 100],
  [1, 101],
  [900, 1000],
  [901, 1000],
])('%i households are worth %i points', (households, points) => {
  expect(scoreOf(households)).toBe(points)
})

describe('drafts', () => {
  const road = { projectName: '东沟村产业路', village: '东沟村', township: '茅塔乡', category: '道路桥梁', households: 126, year: 2017 }
  const draft = (fields: Partial<ImportFields>, defaults = {}) => draftProjects([row(fields)], defaults, DIVISIONS)[0]!

  test('take what the row says, then what was said above the table', () => {
    expect(draft(road)).toMatchObject({
      category: 'road',
      place: '东沟村',
      regionCode: '420302202201',
      households: 126,
      year: 2017,
      poverty: true,
      needFen: 100n,
    })
    expect(
      draft({ ...road, year: null, responsibleUnit: null }, { year: 2018, responsibleUnit: '区交通局', poverty: false }),
    ).toMatchObject({
      year: 2018,
      responsibleUnit: '区交通局',
      poverty: false,
    })
    expect(draft({ ...road, managementFee: true }).category).toBe('management')
  })

  const check = (rows: Parameters<typeof draftProjects>[0], library: [string, string][] = []) =>
    checkDrafts(draftProjects(rows, {}, DIVISIONS), new Map(library))
  const inLibrary = sameness({ year: 2017, name: '东沟村 产业路', place: '东沟村', needFen: 100n })

  test.each<[string, Parameters<typeof draftProjects>[0], [string, string][], [number, string][]]>([
    ['nothing wrong', [row(road)], [], []],
    ['no name', [row({ ...road, projectName: null })], [], [[4, '项目名称']]],
    ['no year', [row({ ...road, year: null })], [], [[4, '年度']]],
    ['twice in the table', [row(road), row({ ...road, projectName: '东沟村产业路 ' }, { row: 9 })], [], [[9, '项目名称']]],
    ['twice, another amount', [row(road), row(road, { row: 9, amount: 101n })], [], []],
    ['in the library', [row(road)], [[inLibrary, 'XM2017-0001']], [[4, '项目名称']]],
    ['in the library, but left out', [row(road, { leftOut: true })], [[inLibrary, 'XM2017-0001']], []],
  ])('%s', (_, rows, library, expected) => {
    expect(check(rows, library).errors.map((e) => [e.row, e.field])).toEqual(expected)
  })

  test('a place outside the district is a warning that names the rows', () => {
    expect(check([row({ ...road, village: '远方村', township: null })]).warnings[0]!.message.zh).toContain('第 4 行“远方村”')
    expect(check([row(road)]).warnings).toEqual([])
  })
})
