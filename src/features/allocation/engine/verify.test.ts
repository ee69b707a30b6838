import { beforeAll, describe, expect, it } from 'vitest'
import { generate } from '../../../../bench/allocation/generate.ts'
import type { Instance, Lot, Project, Result } from './format.ts'
import { RESULT_FORMAT } from './format.ts'
import { solve } from './solve.ts'
import { certifiedBound, verify } from './verify.ts'

const G = 100_000
const lot = (id: string, more: Partial<Lot> = {}): Lot => ({
  id,
  dept: '财政局',
  ledger: 'A',
  level: 'county',
  amount: 10 * G,
  from: 2024,
  to: 2024,
  categories: ['road'],
  household: false,
  regions: null,
  industries: null,
  maxShare: null,
  minShare: null,
  caps: [],
  ...more,
})
const project = (id: string, more: Partial<Project> = {}): Project => ({
  id,
  region: 'T1',
  village: 'V1',
  category: 'road',
  industry: null,
  poverty: true,
  agri: true,
  household: false,
  banned: false,
  statutory: false,
  score: 80,
  benefit: 10,
  households: 1,
  phases: [{ year: 2024, need: 4 * G }],
  units: null,
  match: null,
  maxDebtShare: null,
  ...more,
})
const instance = (more: Partial<Instance>): Instance => ({
  format: 'fund-alloc-instance/1',
  name: 'planted',
  seed: 1,
  years: [2024],
  rules: { grain: 50_000, minSlice: G, maxSources: 2, objectives: ['statutory', 'benefit', 'debt', 'ledgerA', 'expiring', 'slices'] },
  regions: [{ id: 'T1', parent: null, kind: 'township' }],
  lots: [lot('L1'), lot('L2', { ledger: 'B' }), lot('L3', { ledger: 'C', level: 'debt' })],
  projects: [project('P1')],
  groups: [],
  overrides: { pin: [], forbid: [], include: [], exclude: [] },
  ...more,
})
const result = (slices: [string, number][], more: Partial<Result> = {}): Result => ({
  format: RESULT_FORMAT,
  instance: 'planted',
  status: 'feasible',
  funded: [{ project: 'P1', units: 1 }],
  slices: slices.map(([id, amount]) => ({ lot: id, project: 'P1', year: 2024, amount })),
  unfunded: [],
  idle: [
    ['L1', 10 * G],
    ['L2', 10 * G],
    ['L3', 10 * G],
  ].map(([id, amount]) => ({
    lot: id as string,
    amount: (amount as number) - slices.filter(([l]) => l === id).reduce((sum, [, a]) => sum + a, 0),
    reason: 'ALL_SERVED' as const,
  })),
  ...more,
})
const rules = (i: Instance, r: Result) => [...new Set(verify(i, r).map((v) => v.rule))]

describe('verify', () => {
  it('accepts a legal result', () => {
    expect(verify(instance({}), result([['L1', 4 * G]]))).toEqual([])
  })

  it.each<[string, Instance, Result, string]>([
    ['a phase paid in part', instance({}), result([['L1', 3 * G]]), 'in-full'],
    ['a slice off the grain', instance({}), result([['L1', 4 * G - 1]]), 'grain'],
    [
      'a slice below the smallest',
      instance({}),
      result([
        ['L1', 4 * G - 50_000],
        ['L2', 50_000],
      ]),
      'smallest-slice',
    ],
    [
      'a slice above the largest share',
      instance({ lots: [lot('L1', { maxShare: 0.5 }), lot('L2'), lot('L3')] }),
      result([['L1', 4 * G]]),
      'largest-slice',
    ],
    [
      'a slice below the smallest share',
      instance({ lots: [lot('L1', { minShare: 0.5 }), lot('L2'), lot('L3')] }),
      result([
        ['L1', G],
        ['L2', 3 * G],
      ]),
      'smallest-slice',
    ],
    [
      'too many sources',
      instance({ lots: [lot('L1'), lot('L2'), lot('L3')] }),
      result([
        ['L1', 2 * G],
        ['L2', G],
        ['L3', G],
      ]),
      'max-sources',
    ],
    [
      'a lot that may not pay',
      instance({ lots: [lot('L1', { categories: ['water'] }), lot('L2'), lot('L3')] }),
      result([['L1', 4 * G]]),
      'compatible',
    ],
    ['an overdrawn lot', instance({ lots: [lot('L1', { amount: 2 * G }), lot('L2'), lot('L3')] }), result([['L1', 4 * G]]), 'lot'],
    [
      'a cap passed',
      instance({ lots: [lot('L1', { caps: [{ categories: ['road'], max: G }] }), lot('L2'), lot('L3')] }),
      result([['L1', 4 * G]]),
      'cap',
    ],
    [
      'co-funding missing',
      instance({ projects: [project('P1', { match: { levels: ['city'], minShare: 0.25 } })] }),
      result([['L1', 4 * G]]),
      'match',
    ],
    [
      'too much debt',
      instance({ projects: [project('P1', { maxDebtShare: 0.25 })] }),
      result([
        ['L1', 2 * G],
        ['L3', 2 * G],
      ]),
      'debt-share',
    ],
    [
      'a group passed',
      instance({ groups: [{ id: 'g', region: 'T1', village: null, projects: null, years: null, min: 0, max: G }] }),
      result([['L1', 4 * G]]),
      'group-max',
    ],
    [
      'a floor missed',
      instance({ groups: [{ id: 'g', region: null, village: 'V1', projects: null, years: null, min: 5 * G, max: null }] }),
      result([['L1', 4 * G]]),
      'group-min',
    ],
    [
      'a pin not kept',
      instance({ overrides: { pin: [{ lot: 'L2', project: 'P1', year: null, amount: G }], forbid: [], include: [], exclude: [] } }),
      result([['L1', 4 * G]]),
      'pin',
    ],
    [
      'a ban not kept',
      instance({ overrides: { pin: [], forbid: [{ lot: 'L1', project: 'P1' }], include: [], exclude: [] } }),
      result([['L1', 4 * G]]),
      'compatible',
    ],
    [
      'an excluded project funded',
      instance({ overrides: { pin: [], forbid: [], include: [], exclude: ['P1'] } }),
      result([['L1', 4 * G]]),
      'exclude',
    ],
    ['units out of range', instance({}), result([['L1', 8 * G]], { funded: [{ project: 'P1', units: 2 }] }), 'units'],
    ['debt while ledger A is idle', instance({}), result([['L3', 4 * G]]), 'waterfall'],
    [
      'part of a slice that ledger A could take',
      instance({ lots: [lot('L1', { amount: 2 * G }), lot('L2', { ledger: 'B' }), lot('L3')] }),
      result([['L2', 4 * G]], {
        idle: [
          { lot: 'L1', amount: 2 * G, reason: 'ALL_SERVED' },
          { lot: 'L2', amount: 6 * G, reason: 'ALL_SERVED' },
          { lot: 'L3', amount: 10 * G, reason: 'ALL_SERVED' },
        ],
      }),
      'waterfall',
    ],
    ['a wrong rest', instance({}), result([['L1', 4 * G]], { idle: [] }), 'idle'],
    ['an unfunded project without a reason', instance({}), result([], { funded: [] }), 'unfunded'],
    [
      'a reason that is not true',
      instance({}),
      result([], { funded: [], unfunded: [{ project: 'P1', reason: 'OUTCOMPETED', detail: {} }] }),
      'reason',
    ],
    ['a bound below what was reached', instance({}), result([['L1', 4 * G]], { bounds: { benefit: 9 } }), 'bound'],
    [
      'a certificate that proves less than claimed',
      instance({}),
      result([['L1', 4 * G]], { bounds: { benefit: 10 }, certificate: { lots: { L2: 1 }, caps: {}, groups: {} } }),
      'certificate',
    ],
  ])('finds %s', (_, i, r, rule) => {
    expect(rules(i, r)).toContain(rule)
  })
})

describe('a solved county', () => {
  const county = generate('county', 4)
  let solved: Result
  beforeAll(async () => {
    solved = await solve(county, { seconds: 3, seed: 1 })
  }, 30_000)

  it('is legal, and its certificate proves the bound it claims', () => {
    expect(verify(county, solved)).toEqual([])
    expect(certifiedBound(county, solved)!).toBeLessThanOrEqual(solved.bounds!.benefit! + 1e-6)
  })

  it('is refused when one slice is moved, whichever it is', () => {
    for (let i = 0; i < solved.slices.length; i += 17) {
      const slices = solved.slices.map((s, k) => (k === i ? { ...s, amount: s.amount + county.rules.grain } : s))
      expect(verify(county, { ...solved, slices }).map((v) => v.rule)).toContain('in-full')
    }
  })
})
