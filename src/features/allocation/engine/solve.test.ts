import { describe, expect, it } from 'vitest'
import { generate, generateShape, Random } from '../../../../bench/allocation/generate.ts'
import { tinyInstance } from '../../../../bench/allocation/tiny.ts'
import { bruteForce } from '../../../../test/support/brute-force.ts'
import type { Instance } from './format.ts'
import { parseInstance } from './parse.ts'
import { greedyPlan } from './greedy.ts'
import { objectives } from './objectives.ts'
import { prepare } from './prepare.ts'
import { type Progress, solve } from './solve.ts'
import { verify } from './verify.ts'

/** Fourteen projects and six lots that pay any of them, amounts to the fen, money for some two thirds. */
function toTheFen(): Instance {
  const random = new Random(14)
  const base = tinyInstance(1)
  const wan = (least: number, most: number) => random.integer(least * 1_000_000, most * 1_000_000)
  const projects = Array.from({ length: 14 }, (_, i) => ({
    ...base.projects[0]!,
    id: `P${i + 1}`,
    industry: null,
    category: 'road',
    poverty: true,
    household: false,
    banned: false,
    statutory: false,
    benefit: random.integer(300, 990),
    phases: [{ year: 2024, need: wan(20, 150) }],
    units: null,
    match: null,
    maxDebtShare: null,
  }))
  const lots = (['A', 'B', 'C', 'A', 'B', 'B'] as const).map((ledger, i) => ({
    ...base.lots[0]!,
    id: `L${i + 1}`,
    ledger,
    level: ledger === 'C' ? ('debt' as const) : ('county' as const),
    amount: wan(80, 180),
    from: 2024,
    to: 2025,
    categories: ['road'],
    household: false,
    regions: null,
    industries: null,
    maxShare: null,
    minShare: null,
    caps: [],
  }))
  const rules = { ...base.rules, grain: 1, minSlice: 1_000_000, maxSources: 3 }
  return { ...base, name: 'fen', rules, projects, lots, groups: [], overrides: { pin: [], forbid: [], include: [], exclude: [] } }
}

describe('solve', () => {
  it('proves as much with a lot that is too small for any slice as without it', async () => {
    const instance = generate('county', 1)
    const pooled = instance.lots.find((l) => l.ledger === 'B')!
    const crumbs = {
      ...pooled,
      id: 'crumbs',
      amount: instance.rules.grain,
      from: 0,
      to: 9999,
      household: false,
      maxShare: null,
      minShare: null,
      categories: [...new Set(instance.lots.flatMap((l) => l.categories))],
      regions: null,
      industries: null,
      caps: [],
    }
    const bounds = []
    for (const lots of [instance.lots, [...instance.lots, crumbs]])
      bounds.push((await solve({ ...instance, lots }, { seconds: 4, seed: 1 })).bounds!.benefit)
    const [without, withCrumbs] = bounds as [number, number]
    expect(withCrumbs).toBeGreaterThan(without * 0.999)
    expect(withCrumbs).toBeLessThan(without * 1.002)
  })

  it('meets the true optimum, objective by objective, on every tiny instance', async () => {
    let optimal = 0
    let infeasible = 0
    for (let seed = 1; seed <= 90; seed++) {
      const instance = tinyInstance(seed)
      if (!parseInstance(instance).ok) continue
      const truth = bruteForce(instance)
      const result = await solve(instance, { seconds: 20, seed: 1 })
      expect(verify(instance, result), `seed ${seed}`).toEqual([])
      if (truth === null) {
        infeasible++
        expect([result.status, (result.conflict ?? []).length > 0], `seed ${seed}`).toEqual(['infeasible', true])
      } else {
        optimal++
        expect([result.status, objectives(instance, result)], `seed ${seed}`).toEqual(['optimal', truth])
      }
    }
    expect(optimal).toBeGreaterThan(20)
    expect(infeasible).toBeGreaterThan(5)
  }, 60_000)

  it('names a smallest set of conflicting wishes: without any one of them there is a plan', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const instance = tinyInstance(seed)
      if (!parseInstance(instance).ok) continue
      const result = await solve(instance, { seconds: 20, seed: 1 })
      if (result.status !== 'infeasible') continue
      for (const wish of result.wishes!) {
        const { pin, include, exclude, forbid } = instance.overrides
        const relaxed: Instance = {
          ...instance,
          groups: instance.groups.map((g) => ({
            ...g,
            min: wish.kind === 'group-min' && wish.group === g.id ? 0 : g.min,
            max: wish.kind === 'group-max' && wish.group === g.id ? null : g.max,
          })),
          overrides: {
            pin: wish.kind === 'pin' ? [] : pin,
            include: wish.kind === 'include' ? include.filter((id) => id !== wish.project) : include,
            exclude: wish.kind === 'exclude' ? exclude.filter((id) => id !== wish.project) : exclude,
            forbid: wish.kind === 'forbid' ? [] : forbid,
          },
        }
        const again = await solve(relaxed, { seconds: 20, seed: 1 })
        const others = again.status === 'infeasible' ? JSON.stringify(again.wishes) : ''
        expect(others, `seed ${seed}: ${wish.kind} was not needed`).not.toBe(JSON.stringify(result.wishes))
      }
    }
  }, 60_000)

  it('proves fewest slices of a page of amounts to the fen, where every lot is split somewhere', async () => {
    const instance = toTheFen()
    const result = await solve(instance, { seconds: 600, seed: 1 })
    expect(verify(instance, result)).toEqual([])
    const { debt, ledgerA, slices } = objectives(instance, result)
    const [a, b, c] = ['A', 'B', 'C'].map((x) => instance.lots.filter((l) => l.ledger === x).reduce((sum, l) => sum + l.amount, 0))
    const need = instance.projects
      .filter((p) => result.funded.some((f) => f.project === p.id))
      .reduce((sum, p) => sum + p.phases[0]!.need, 0)
    // Debt for what A and B cannot pay: all five of their lots are spent, and no lots and projects happen to be equal to the fen.
    expect([result.status, ledgerA, debt, debt < c!]).toEqual(['optimal', a, need - a! - b!, true])
    expect(slices).toBe(result.funded.length + 5)
  }, 60_000)

  it('gives the same answer for the same input and seed', async () => {
    const instance = tinyInstance(7)
    const once = await solve(instance, { seconds: 20, seed: 5 })
    expect(await solve(instance, { seconds: 20, seed: 5 })).toEqual(once)
  })

  it('plans a county far above the spreadsheet habit, near its own proven bound, and tells its progress', async () => {
    const county = generate('county', 2)
    const news: Progress[] = []
    const near = {
      get aborted() {
        return (news.at(-1)?.gap ?? 1) < 0.05
      },
    }
    const result = await solve(county, { seconds: 600, seed: 1, onProgress: (p) => news.push(p), signal: near })
    expect(verify(county, result)).toEqual([])
    const reached = objectives(county, result).benefit
    expect(reached).toBeGreaterThan(1.1 * greedyPlan(prepare(county)).objectives().benefit)
    expect(reached).toBeGreaterThan(0.9 * result.bounds!.benefit!)
    expect(news.at(-1)!.phase).toBe('done')
    const bests = news.flatMap((p) => (p.best === null ? [] : [p.best]))
    expect(bests).toEqual([...bests].sort((a, b) => a - b))
  }, 120_000)

  it('tells its progress all through an exact solve, and cancelled there hands over the best plan it has', async () => {
    const shape = { projects: 200, lots: 30, counties: 1, towns: 4, years: [2024, 2025], cover: 2 }
    const instance = generateShape(shape, 'exact', 2)
    const exact: Progress[] = []
    const result = await solve(instance, {
      seconds: 3600,
      seed: 3,
      onProgress: (p) => void (p.phase === 'exact' && exact.push(p)),
      signal: {
        get aborted() {
          return exact.length > 6 && exact.at(-1)!.bound !== null
        },
      },
    })
    const { best, bound, gap } = exact.at(-1)!
    expect(exact.length).toBeGreaterThan(6)
    expect(gap).toBeCloseTo((bound! - best!) / bound!, 9)
    expect(result.status).toBe('feasible')
    expect(verify(instance, result)).toEqual([])
    expect(objectives(instance, result).benefit).toBeGreaterThanOrEqual(best!)
    expect(result.bounds!.benefit!).toBeGreaterThanOrEqual(objectives(instance, result).benefit)
  }, 120_000)

  it.each(['relax', 'choose', 'neighbourhoods'])(
    'cancelled at “%s” it hands over a verified plan',
    async (phase) => {
      const county = generate('county', 2)
      let reached = false
      const result = await solve(county, {
        seconds: 3600,
        seed: 1,
        onProgress: (p) => void (reached ||= p.phase === phase),
        signal: {
          get aborted() {
            return reached
          },
        },
      })
      expect(reached).toBe(true)
      expect(verify(county, result)).toEqual([])
      expect(result.funded.length).toBeGreaterThan(0)
      expect(result.certificate).toBeDefined()
    },
    120_000,
  )

  it('still answers when nothing can be funded', async () => {
    const instance = { ...tinyInstance(3), lots: [], groups: [], overrides: { pin: [], forbid: [], include: [], exclude: [] } }
    const result = await solve(instance, { seconds: 5, seed: 1 })
    expect([result.status, result.funded.length, result.bounds?.benefit]).toEqual(['optimal', 0, 0])
    expect(verify(instance, result)).toEqual([])
  })

  it('calls the empty plan of a county without a yuan optimal, with the bound 0', async () => {
    const county = generate('county', 1)
    const instance = {
      ...county,
      lots: county.lots.map((l) => ({ ...l, amount: 0, caps: [] })),
      groups: [],
      overrides: { pin: [], forbid: [], include: [], exclude: [] },
    }
    const result = await solve(instance, { seconds: 5, seed: 1 })
    expect([result.status, result.funded.length, result.bounds?.benefit]).toEqual(['optimal', 0, 0])
    expect(verify(instance, result)).toEqual([])
  })

  it('keeps the part of the law that money allows, and proves the bound at that amount', async () => {
    const base = generate('county', 3)
    const instance = {
      ...base,
      lots: base.lots.map((l) => ({ ...l, amount: Math.round(l.amount / 1500) * 100 })),
      projects: base.projects.map((p, i) => ({ ...p, statutory: i % 2 === 0 })),
      groups: [],
      overrides: { pin: [], forbid: [], include: [], exclude: [] },
    }
    const result = await solve(instance, { seconds: 4, seed: 1 })
    expect(verify(instance, result)).toEqual([])
    expect(result.certificate?.statutory).toBeGreaterThan(0)
    expect(objectives(instance, result).statutory).toBeGreaterThan(greedyPlan(prepare(instance)).objectives().statutory * 0.99)
  }, 30_000)
})
