import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { factsOf } from '#kernel/condition.ts'
import { fen } from '#kernel/money.ts'
import { permits } from '#features/ledger/ledger.model.ts'
import { books, type BookKey } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { useReasons } from '#policy/match-reasons.ts'
import { permittedUse } from '#policy/permitted-use.ts'
import { lotsFor, type MatchLot, type MatchProject, openNeed, openPhases, pairOf, projectsFor } from './matches.model.ts'

const TODAY = civilDate('2017-06-01')
const places = new Map([
  ['420302', '茅箭区'],
  ['420302201', '茅塔乡'],
  ['420302202', '大川镇'],
])

const lot = (id: string, more: Partial<MatchLot['facts']> = {}, money: Partial<Omit<MatchLot, 'facts'>> = {}): MatchLot => ({
  facts: {
    lotId: id,
    name: `文号 ${id}`,
    uses: ['road'],
    book: 'poverty',
    poolClass: 'poolable',
    regions: null,
    usableTo: 2018,
    clock: { since: civilDate('2017-03-01'), decidedOn: null },
    ...more,
  },
  docNo: '文号',
  fundName: id,
  department: '扶贫办',
  from: 2017,
  announcedFen: fen(900_00n),
  expectedFen: fen(0n),
  availableFen: fen(900_00n),
  ...money,
})

const project = (id: string, more: Partial<MatchProject['facts']> = {}, rest: Partial<Omit<MatchProject, 'facts'>> = {}): MatchProject => ({
  facts: {
    projectId: id,
    name: `项目${id}`,
    category: 'road',
    poverty: true,
    agriculture: true,
    household: false,
    year: 2017,
    regions: ['420302201', '420302'],
    ...more,
  },
  code: `XM-${id}`,
  place: '茅塔乡',
  state: 'in-library',
  stateLabel: { zh: '已入库', en: 'In the library' },
  score: 100,
  households: 10,
  statutory: false,
  givenFen: fen(0n),
  phases: [{ year: 2017, needFen: fen(400_00n) }],
  ...rest,
})

const lots = fc
  .record({
    uses: fc.subarray(Object.keys(categories) as CategoryKey[]),
    book: fc.constantFrom(...(Object.keys(books) as BookKey[])),
    poolClass: fc.constantFrom('poolable', 'earmarked', 'personal'),
    regions: fc.constantFrom(null, ['420302201'], ['420302202'], ['420302']),
    usableTo: fc.integer({ min: 2016, max: 2019 }),
    since: fc.constantFrom(civilDate('2014-05-01'), civilDate('2016-03-01'), civilDate('2017-03-01')),
    from: fc.integer({ min: 2015, max: 2018 }),
    available: fc.constantFrom(0n, 1n, 300_00n, 9000_00n),
    expected: fc.constantFrom(0n, 500_00n),
  })
  .map(({ since, from, available, expected, ...facts }) =>
    lot('L', { ...facts, clock: { since, decidedOn: null } }, { from, availableFen: fen(available), expectedFen: fen(expected) }),
  )

const projects = fc
  .record({
    category: fc.constantFrom(...(Object.keys(categories) as CategoryKey[])),
    poverty: fc.boolean(),
    agriculture: fc.boolean(),
    household: fc.boolean(),
    regions: fc.constantFrom(['420302201', '420302'], ['420302202', '420302'], ['420302']),
    needs: fc.array(fc.bigInt({ min: 1n, max: 500_00n }), { minLength: 0, maxLength: 3 }),
    given: fc.constantFrom(0n, 100_00n, 400_00n, 900_00n),
  })
  .map(({ needs, given, ...facts }) =>
    project('P', facts, { givenFen: fen(given), phases: needs.map((need, i) => ({ year: 2017 + i, needFen: fen(need) })) }),
  )

describe('a lot and a project', () => {
  test('either it can pay or there is a reason, and it can exactly when rules, years, money, need and clock allow it', () => {
    fc.assert(
      fc.property(lots, projects, (l, p) => {
        const pair = pairOf(l, p, places, TODAY)
        const years = openPhases(p).filter(
          ({ year, openFen }) => openFen > 0n && year >= l.from && permits(l.facts, { ...p.facts, year }).truth === 'true',
        )
        const stale = l.facts.clock!.since < '2015-06-01'
        const should = years.length > 0 && l.availableFen > 0n && !stale
        expect(pair.can).toBe(should)
        expect(pair.because.length === 0).toBe(pair.can)
        const open = years.reduce((sum, y) => sum + y.openFen, 0n)
        expect(pair.couldFen).toBe(should ? (open < l.availableFen ? open : l.availableFen) : 0n)
        for (const { zh, en } of pair.because) expect(`${zh}${en}`).not.toMatch(/[{}]|undefined/)
      }),
      { numRuns: 500 },
    )
  })

  test('every part of permitted use has a sentence of its own', () => {
    for (const part of permittedUse.all) expect(useReasons[factsOf(part).join(',')], part.label.en).toBeDefined()
  })

  test('reasons name the values that clash', () => {
    const far = lot(
      'L',
      { uses: ['water', 'road'], regions: ['420302202'], usableTo: 2016 },
      { availableFen: fen(0n), expectedFen: fen(500_00n) },
    )
    const found = pairOf(far, project('P', { category: 'industry' }), places, TODAY).because.map((b) => b.zh)
    expect(found).toEqual([
      '资金文件只允许用于饮水水利、道路桥梁，项目属于产业发展',
      '资金限用于大川镇，项目在茅塔乡',
      '资金只能用到 2016 年，项目 2017 年用钱',
      '没有可安排的余额：下达 900.00 元，其中 500.00 元还没有到账',
    ])
    const full = project('P', {}, { givenFen: fen(400_00n) })
    expect(pairOf(lot('L'), full, places, TODAY).because.map((b) => b.zh)).toEqual(['项目不缺钱：需要 400.00 元，已安排 400.00 元'])
    const old = lot('L', { clock: { since: civilDate('2015-01-01'), decidedOn: null } })
    expect(pairOf(old, project('P'), places, TODAY).because[0]!.zh).toContain('29 个月')
  })

  test('money given counts for the earliest year first', () => {
    const phases = [
      { year: 2017, needFen: fen(400n) },
      { year: 2018, needFen: fen(600n) },
    ]
    const p = project('P', {}, { givenFen: fen(500n), phases })
    expect(openPhases(p).map((x) => x.openFen)).toEqual([500n])
    expect(openNeed(p)).toBe(500n)
    // What a contract saved in the first year is no need.
    const saved = project('P', {}, { givenFen: fen(400n), phases: [{ year: 2017, needFen: fen(500n) }], state: 'contracted' })
    expect(openNeed(saved)).toBe(0n)
  })
})

describe('the order', () => {
  const order = (list: readonly MatchLot[]) => lotsFor(project('P'), list, places, TODAY).map((m) => m.lot.facts.lotId)

  test('of lots: book, then expiry, then how narrow, then area, then whether it covers the need, then how much', () => {
    const lots = [
      lot('debt', { book: 'financing', usableTo: 2017 }),
      lot('small', {}, { availableFen: fen(100_00n) }),
      lot('covers', {}, { availableFen: fen(400_00n) }),
      lot('large', {}, { availableFen: fen(900_00n) }),
      lot('local', { regions: ['420302201'] }, { availableFen: fen(100_00n) }),
      lot('wide', { uses: ['road', 'water'] }),
      lot('soon', { usableTo: 2017, uses: ['road', 'water'] }),
      lot('pooled', { book: 'coordination', usableTo: 2017 }),
    ]
    expect(order(lots)).toEqual(['soon', 'local', 'large', 'covers', 'small', 'wide', 'pooled', 'debt'])
    expect(order([...lots].reverse())).toEqual(order(lots))
  })

  test('who cannot stands behind whoever can', () => {
    expect(order([lot('no', { uses: ['water'] }), lot('debt', { book: 'financing' })])).toEqual(['debt', 'no'])
  })

  test('of projects: the law, then what has begun, then the score, then households, then the smaller need', () => {
    const phases = [
      { year: 2017, needFen: fen(100_00n) },
      { year: 2018, needFen: fen(100_00n) },
    ]
    const list = [
      project('many', {}, { households: 90 }),
      project('cheap', {}, { phases: [{ year: 2017, needFen: fen(1n) }] }),
      project('plain'),
      project('high', {}, { score: 300 }),
      project('begun', {}, { state: 'contracted', givenFen: fen(100_00n), phases, score: 1 }),
      project('law', {}, { statutory: true, score: 0 }),
    ]
    const found = projectsFor(lot('L'), list, places, TODAY).map((m) => m.project.facts.projectId)
    expect(found).toEqual(['law', 'begun', 'high', 'many', 'cheap', 'plain'])
  })
})
