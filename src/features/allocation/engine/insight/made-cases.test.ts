/** Small problems made by hand: each rule stands alone, so that the reason, the change and its size can be read off the page. */
import { describe, expect, it } from 'vitest'
import { type Instance, INSTANCE_FORMAT, type Lot, OBJECTIVES, type Project, type Result, RESULT_FORMAT, type Slice } from '../format.ts'
import { Plan } from '../plan.ts'
import { verify } from '../verify.ts'
import { type BrokenRule, ruleReader } from './broken-rules.ts'
import { compatibility } from '../compatible.ts'
import { tinyInstance } from '../../../../../bench/allocation/tiny.ts'
import { fragmentationOf } from './fragmentation.ts'
import { answer } from './insight.ts'
import { remediesOf } from './smallest.ts'
import { toResult } from '../result.ts'
import { planOf, restOf } from './rest.ts'
import { prepare } from '../prepare.ts'
import { whyUnfunded } from './why-unfunded.ts'

const lot = (id: string, amount: number, part: Partial<Lot> = {}): Lot => ({
  id,
  dept: '',
  ledger: 'A',
  level: 'province',
  amount,
  from: 2017,
  to: 2018,
  categories: ['road'],
  household: false,
  regions: null,
  industries: null,
  maxShare: null,
  minShare: null,
  caps: [],
  ...part,
})

const project = (id: string, need: number, part: Partial<Project> = {}): Project => ({
  id,
  region: 'C',
  village: null,
  category: 'road',
  industry: null,
  poverty: true,
  agri: true,
  household: false,
  banned: false,
  statutory: false,
  score: 1,
  benefit: 1,
  households: 10,
  phases: [{ year: 2017, need }],
  units: null,
  match: null,
  maxDebtShare: null,
  ...part,
})

const problem = (lots: Lot[], projects: Project[], part: Partial<Instance> = {}): Instance => ({
  format: INSTANCE_FORMAT,
  name: 'made',
  seed: 1,
  years: [2017, 2018],
  rules: { grain: 1, minSlice: 1, maxSources: 3, objectives: OBJECTIVES },
  regions: [
    { id: 'C', parent: null, kind: 'county' },
    { id: 'T', parent: 'C', kind: 'township' },
  ],
  lots,
  projects,
  groups: [],
  overrides: { pin: [], forbid: [], include: [], exclude: [] },
  ...part,
})

/** The plan that pays these slices and nothing else, with reasons; the independent check must accept it. */
function planned(instance: Instance, slices: Slice[]): Result {
  const funded = [...new Set(slices.map((s) => s.project))].map((id) => ({ project: id, units: 1 }))
  const result = toResult(planOf(prepare(instance), { funded, slices }), 'feasible')
  expect(result.format).toBe(RESULT_FORMAT)
  expect(verify(instance, result)).toEqual([])
  return result
}

async function look(instance: Instance, slices: Slice[], id: string) {
  const rest = restOf(instance, planned(instance, slices))
  const rules = ruleReader(instance)
  const wanted = rest.unfunded.find((p) => p.id === id)!
  const found = await remediesOf(rest, rules, wanted)
  const why = whyUnfunded(rest, rules, wanted, new Plan(rest.prep))
  return { why, found: Object.fromEntries(found.found.map((f) => [f.change.kind, f])), tried: found.tried, asItIs: found.asItIs }
}

describe('one rule at a time', () => {
  it('money gone: names who has it, and the least money that helps', async () => {
    const { why, found } = await look(
      problem([lot('L', 500)], [project('rich', 400), project('poor', 300)]),
      [{ lot: 'L', project: 'rich', year: 2017, amount: 400 }],
      'poor',
    )
    expect(why.phases[0]).toMatchObject({ stuck: 'money-gone', had: 500, left: 100, takers: [{ project: 'rich', amount: 400 }] })
    expect(found['more-money']).toMatchObject({ change: { lot: 'L', amount: 200 }, size: 200 })
    expect(found['smaller']).toMatchObject({ change: { amount: 200 } })
    expect(found['max-sources']).toBeUndefined()
  })

  it('pieces: three lots of 40 do not pay 100 with two sources; one more source does', async () => {
    const rules = { grain: 1, minSlice: 1, maxSources: 2, objectives: OBJECTIVES }
    const { why, found } = await look(problem([lot('a', 40), lot('b', 40), lot('c', 40)], [project('p', 100)], { rules }), [], 'p')
    expect(why.phases[0]).toMatchObject({ stuck: 'never-enough', pieces: 3, largest: 40 })
    expect(found['max-sources']).toMatchObject({ change: { to: 3 }, size: 20 })
    expect(found['more-money']).toMatchObject({ size: 20 })
  })

  it('least slice: 30 and 70 are there, 50 is the least; 30 would do, 31 would not', async () => {
    const rules = { grain: 1, minSlice: 50, maxSources: 3, objectives: OBJECTIVES }
    const { found } = await look(problem([lot('a', 30), lot('b', 70)], [project('p', 100)], { rules }), [], 'p')
    expect(found['min-slice']).toMatchObject({ change: { to: 30 }, size: 30 })
  })

  it('a cap on a use is named with limit and use, and raised by just what lacks', async () => {
    const capped = lot('L', 500, { caps: [{ categories: ['road'], max: 250 }] })
    const slices = [{ lot: 'L', project: 'first', year: 2017, amount: 200 }]
    const { why, found } = await look(problem([capped], [project('first', 200), project('p', 120)]), slices, 'p')
    expect(why.phases[0]!.fullCaps).toEqual([{ lot: 'L', cap: 0, limit: 250, used: 200 }])
    expect(found['lot-cap']).toMatchObject({ change: { amount: 70 }, size: 70 })
    expect(found['more-money']).toBeUndefined()
  })

  it('a ceiling of a place is named with what is used, and raised by just what lacks', async () => {
    const groups = [{ id: 'township:T', region: 'T', village: null, projects: null, years: null, min: 0, max: 300 }]
    const own = { region: 'T' }
    const slices = [{ lot: 'L', project: 'first', year: 2017, amount: 200 }]
    const { why, found } = await look(
      problem([lot('L', 900)], [project('first', 200, own), project('p', 150, own)], { groups }),
      slices,
      'p',
    )
    expect(why.groups).toEqual([{ group: 'township:T', limit: 300, used: 200, needed: 150 }])
    expect(found['group-max']).toMatchObject({ change: { group: 'township:T', amount: 50 }, size: 50 })
    expect(found['more-money']).toBeUndefined()
  })

  it('use, earmark and year: the lot that breaks one rule is the nearest, and widening it is proven', async () => {
    const lots = [
      lot('water', 100, { categories: ['water'] }),
      lot('town', 100, { regions: ['T'] }),
      lot('late', 100, { from: 2018, to: 2018 }),
      lot('far', 900, { categories: ['water'], regions: ['T'] }),
    ]
    const { why, found } = await look(problem(lots, [project('p', 80)]), [], 'p')
    expect(why.phases[0]!.stuck).toBe('no-lot')
    expect(why.phases[0]!.near.map((n) => [n.lot, n.broken.map((b) => b.rule)])).toEqual([
      ['water', ['use']],
      ['town', ['region']],
      ['late', ['year']],
    ])
    for (const kind of ['use', 'region', 'year', 'new-money']) expect(found[kind]).toMatchObject({ size: 80 })
  })

  it('co-funding and debt share are loosened by thousandths', async () => {
    const match = { levels: ['county'] as const, minShare: 0.3 }
    const lots = [lot('p', 500), lot('c', 20, { level: 'county' })]
    const matched = await look(problem(lots, [project('m', 100, { match })]), [], 'm')
    expect(matched.why.phases[0]!.match).toEqual({ needed: 30, left: 20 })
    expect(matched.found['match']).toMatchObject({ change: { permille: 200 }, size: 10 })
    const debt = [lot('a', 60), lot('d', 500, { ledger: 'C', level: 'debt' })]
    const borrowed = await look(problem(debt, [project('b', 100, { maxDebtShare: 0.2 })]), [], 'b')
    expect(borrowed.why.phases[0]!.debt).toEqual({ ceiling: 20, otherLeft: 60 })
    expect(borrowed.found['debt-share']).toMatchObject({ change: { permille: 400 }, size: 20 })
  })

  it('law is not offered as a change: books, households, the negative list', async () => {
    const lots = [lot('poor', 900), lot('debt', 900, { ledger: 'C', level: 'debt' })]
    const { found, tried } = await look(problem(lots, [project('p', 80, { poverty: false, agri: false })]), [], 'p')
    expect(found).toEqual({})
    expect(tried.length).toBeGreaterThan(0)
    expect((await look(problem(lots, [project('p', 80, { banned: true })]), [], 'p')).tried).toEqual([])
  })

  it('two years that each lack money get the least for each', async () => {
    const phases = [
      { year: 2017, need: 100 },
      { year: 2018, need: 100 },
    ]
    const lots = [lot('early', 60, { to: 2017 }), lot('late', 30, { from: 2018 })]
    const { found } = await look(problem(lots, [project('p', 100, { phases })]), [], 'p')
    expect(found['together']).toMatchObject({
      size: 110,
      change: {
        parts: [
          { year: 2017, amount: 40 },
          { year: 2018, amount: 70 },
        ],
      },
    })
  })

  it('room for a project the goals leave out is said as room', async () => {
    const { asItIs, found } = await look(problem([lot('L', 500)], [project('p', 80, { benefit: 0 })]), [], 'p')
    expect(asItIs).toEqual({ shifted: 0 })
    expect(found).toEqual({})
  })

  it('new money that is stronger than debt takes over from it, and says how much changed places', async () => {
    const lots = [lot('d', 300, { ledger: 'C', level: 'debt', categories: ['road'] }), lot('w', 200, { categories: ['water'] })]
    const slices = [{ lot: 'd', project: 'first', year: 2017, amount: 200 }]
    const { found } = await look(problem(lots, [project('first', 200), project('p', 150)]), slices, 'p')
    expect(found['more-money']).toMatchObject({ change: { lot: 'd', amount: 50 }, shifted: 0 })
    expect(found['use']).toMatchObject({ change: { lot: 'w', category: 'road' }, size: 150, shifted: 50 })
  })
})

it('reads the same rules as the solver, only all of them', () => {
  const seen = new Set<BrokenRule['rule']>()
  for (let seed = 1; seed <= 80; seed++) {
    const instance = tinyInstance(seed)
    const [rules, first] = [ruleReader(instance), compatibility(instance)]
    for (const p of instance.projects)
      for (const l of instance.lots)
        for (const year of instance.years) {
          const broken = rules.broken(l, p, year)
          for (const b of broken) seen.add(b.rule)
          expect(broken.length === 0).toBe(first.may(l, p, year) === null)
        }
  }
  expect(seen.size).toBe(9)
})

it('measures scatter by pairs of project and lot, and money by the year it lapses', () => {
  const instance = problem(
    [lot('a', 100, { to: 2017 }), lot('b', 100, { ledger: 'C', level: 'debt' })],
    [project('p', 90), project('q', 50)],
  )
  const slices = [
    { lot: 'a', project: 'p', year: 2017, amount: 60 },
    { lot: 'b', project: 'p', year: 2017, amount: 30 },
    { lot: 'b', project: 'q', year: 2017, amount: 50 },
  ]
  expect(fragmentationOf(instance, { slices })).toMatchObject({
    slices: 3,
    links: 3,
    projects: 2,
    lots: 2,
    mostSources: 2,
    oneSource: 1,
    mostSlices: 2,
    smallest: 30,
    median: 50,
    allocated: 140,
    debt: 80,
    lapses: [
      { year: 2017, used: 60, left: 40 },
      { year: 2018, used: 80, left: 20 },
    ],
  })
})

it('looks ahead as far as asked, and solves again with more money', async () => {
  const instance = problem([lot('L', 500)], [project('rich', 400, { benefit: 9 }), project('p', 300), project('q', 350)])
  const result = { ...planned(instance, [{ lot: 'L', project: 'rich', year: 2017, amount: 400 }]), status: 'optimal' as const }
  const ahead = await answer(instance, result, { kind: 'overview', ahead: 1, seconds: 600, places: [] })
  expect(ahead.unfunded.map((u) => u.remedies !== null)).toEqual([true, false])
  expect(ahead.prices).toBeNull()
  expect(await answer(instance, result, { kind: 'project', project: 'rich' })).toBeNull()
  expect((await answer(instance, result, { kind: 'project', project: 'q' }))!.remedies!.found[0]).toMatchObject({ size: 250 })
  expect(await answer(instance, result, { kind: 'resolve', extra: 200, seconds: 30 })).toEqual([{ lot: 'L', gain: 1, exact: true }])
})

it('prices a township by the best its projects could do, never above their own benefit a yuan', async () => {
  const instance = problem([lot('L', 100)], [project('in', 100, { region: 'T', benefit: 50 }), project('out', 100, { benefit: 80 })])
  const certificate = { lots: { L: 0.6 }, caps: {}, groups: {} }
  const result = { ...planned(instance, [{ lot: 'L', project: 'out', year: 2017, amount: 100 }]), certificate }
  const { prices } = await answer(instance, result, { kind: 'overview', ahead: 0, seconds: 600, places: ['T', 'C'] })
  expect(prices).toMatchObject({
    lots: [{ id: 'L', price: 0.6 }],
    places: [
      { id: 'C', price: 0.6 },
      { id: 'T', price: 0.5 },
    ],
  })
})
