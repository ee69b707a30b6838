import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import type { World } from './allocation.model.ts'
import { standardTerms } from './instance.model.ts'
import {
  afterReleases,
  checkReleases,
  differenceOf,
  fixedBecause,
  handTerms,
  type Holding,
  keptOf,
  openTerms,
} from './plan-adjust.model.ts'

const holding = (changes: Partial<Holding> = {}): Holding => ({
  lotId: '甲',
  book: 'poverty',
  projectId: '路',
  reservedFen: fen(100n),
  lotBook: 'poverty',
  lotName: '甲文件',
  project: 'XM-1 路',
  contracts: 0,
  ...changes,
})
const release = (amount: bigint, projectId = '路', book: Holding['book'] = 'poverty') => ({
  lotId: '甲',
  book,
  projectId,
  amountFen: fen(amount),
})

describe('what may go back', () => {
  const family = new Set(['路', '桥'])
  const code = (releases: ReturnType<typeof release>[], holdings: Holding[]) => {
    const checked = checkReleases(releases, holdings, family)
    return checked.ok ? 'ok' : checked.refusal.code
  }

  test('is free money of the plan, no more than lies there, also when it is asked for in parts', () => {
    expect(code([release(100n)], [holding()])).toBe('ok')
    expect(code([release(60n), release(41n)], [holding()])).toBe('release_too_much')
    expect(code([release(0n)], [holding()])).toBe('release_too_much')
    expect(code([release(1n, '桥')], [holding()])).toBe('release_too_much')
    expect(code([release(1n, '塘')], [holding({ projectId: '塘' })])).toBe('release_elsewhere')
  })

  test('is never money of a project with a contract, nor of a supplement', () => {
    expect(code([release(1n)], [holding({ contracts: 2 })])).toBe('touches_contract')
    expect(code([release(1n)], [holding({ lotBook: 'coordination' })])).toBe('touches_supplement')
    expect(fixedBecause(holding({ contracts: 2 }))!.zh).toContain('2 份合同')
    expect(fixedBecause(holding({ lotBook: 'coordination' }))).not.toBe(null)
    expect(fixedBecause(holding())).toBe(null)
  })
})

test('the difference is before, back, given and after, to the fen, over all that was adopted before', () => {
  const slice = (lotId: string, projectId: string, amount: bigint) => ({ lotId, projectId, year: 2017, amountFen: fen(amount) })
  const before = [
    { slices: [slice('甲', '路', 100n), slice('乙', '桥', 40n)], releases: [] },
    { slices: [slice('乙', '塘', 30n)], releases: [release(20n)] },
  ]
  const step = { slices: [slice('甲', '渠', 50n), slice('乙', '桥', 5n)], releases: [release(80n)] }
  expect(differenceOf(before, step, 'projectId')).toEqual([
    { id: '渠', beforeFen: 0n, releasedFen: 0n, givenFen: 50n, afterFen: 50n, kind: 'gained' },
    { id: '桥', beforeFen: 40n, releasedFen: 0n, givenFen: 5n, afterFen: 45n, kind: 'more' },
    { id: '路', beforeFen: 80n, releasedFen: 80n, givenFen: 0n, afterFen: 0n, kind: 'lost' },
  ])
  const lots = differenceOf(before, step, 'lotId')
  expect(lots.map((l) => [l.id, l.afterFen - l.beforeFen])).toEqual([
    ['乙', 5n],
    ['甲', -30n],
  ])
})

test('after the releases more is available and the phases they filled are open again', () => {
  const world: World = {
    available: new Map([['甲', { book: 'poverty', balanceFen: fen(10n) }]]),
    projects: new Map([['路', { code: 'XM-1', state: 'funded', needFen: fen(100n), phases: [] }]]),
    lots: new Map(),
    purposes: new Map(),
  }
  const reopened = new Map([['路', [{ year: 2017, needFen: fen(100n), openFen: fen(100n) }]]])
  const after = afterReleases(world, [release(100n)], reopened)
  expect(after.available.get('甲')!.balanceFen).toBe(110n)
  expect(after.projects.get('路')!.phases).toHaveLength(1)
  // Money of another book does not become available in this one.
  expect(afterReleases(world, [release(100n, '路', 'coordination')], reopened).available.get('甲')!.balanceFen).toBe(10n)
  expect(afterReleases(world, [], new Map())).toBe(world)
})

test('what a family keeps: slices by project and year, what went back taken from the latest year first', () => {
  const slice = (lotId: string, projectId: string, year: number, amount: bigint) => ({ lotId, projectId, year, amountFen: fen(amount) })
  const steps = [
    {
      slices: [slice('甲', '路', 2017, 60n), slice('乙', '路', 2017, 40n), slice('甲', '路', 2018, 30n), slice('乙', '桥', 2017, 50n)],
      releases: [],
    },
    { slices: [slice('甲', '塘', 2017, 20n)], releases: [release(45n), { ...release(50n, '桥'), lotId: '乙' }] },
  ]
  expect(keptOf(steps)).toEqual([
    { projectId: '路', year: 2017, amountFen: 85n },
    { projectId: '塘', year: 2017, amountFen: 20n },
  ])
})

describe('the terms of an adjustment', () => {
  const terms = {
    ...standardTerms(2017),
    villageMaxFen: 500n,
    limits: [{ label: '路', on: { kind: 'category' as const, category: 'road' }, years: null, minFen: 100n, maxFen: 900n }],
    includeProjects: ['路', '桥', '塘'],
    excludeProjects: ['渠'],
    scalable: ['桥', '塘'].map((projectId) => ({ projectId, units: 2, minUnits: 1 })),
    pins: [
      { lotId: '甲', projectId: '桥', year: null, amountFen: 1n },
      { lotId: '空', projectId: '桥', year: null, amountFen: 1n },
      { lotId: '甲', projectId: '路', year: null, amountFen: 1n },
    ],
  }
  const open = {
    projects: [
      { projectId: '桥', begun: false },
      { projectId: '塘', begun: true },
    ],
    lots: [{ lotId: '甲' }],
  }

  test('are those of the plan, as far as they speak of what is still open', () => {
    const left = openTerms(terms, open, ['塘'])
    expect([left.villageMaxFen, left.limits, left.objectives]).toEqual([terms.villageMaxFen, terms.limits, terms.objectives])
    expect([left.includeProjects, left.excludeProjects]).toEqual([['桥'], ['渠', '塘']])
    expect(left.scalable.map((s) => s.projectId)).toEqual(['桥'])
    expect(left.pins).toEqual([terms.pins[0]])
  })

  test('keep their caps for what is given by hand, and let the floors go', () => {
    const hand = handTerms(terms, [{ lotId: '甲', projectId: '渠', amountFen: fen(70n) }])
    expect([hand.villageMaxFen, hand.limits[0]!.maxFen, hand.limits[0]!.minFen]).toEqual([500n, 900n, 0n])
    expect([hand.includeProjects, hand.excludeProjects]).toEqual([['渠'], []])
    expect(hand.pins).toEqual([{ lotId: '甲', projectId: '渠', year: 2017, amountFen: 70n }])
  })
})
