/** The awkward members of the family, each against the truth: every plan tried, every certificate added up anew here. */
import { describe, expect, it } from 'vitest'
import { degenerate, infeasible, infeasibleCounty, pinned } from '../../../../bench/allocation/family.ts'
import { generate } from '../../../../bench/allocation/generate.ts'
import { tinyInstance } from '../../../../bench/allocation/tiny.ts'
import { bruteForce } from '../../../../test/support/brute-force.ts'
import type { Instance, Lot, Project, Result, Wish } from './format.ts'
import { objectives } from './objectives.ts'
import { parseInstance } from './parse.ts'
import { solve } from './solve.ts'
import { verify } from './verify.ts'

const seeds = Array.from({ length: 40 }, (_, i) => i + 1)
const answer = (instance: Instance) => solve(instance, { seconds: 60, seed: 1 })

/** The bound of the format paper, from a certificate that prices the law's duty: nothing here is the engine's. */
function bound(i: Instance, { certificate: c, funded }: Result): number {
  const parent = new Map(i.regions.map((r) => [r.id, r.parent]))
  const inside = (region: string | null, root: string): boolean =>
    region !== null && (region === root || inside(parent.get(region) ?? null, root))
  const may = (l: Lot, p: Project, year: number) =>
    year >= l.from &&
    year <= l.to &&
    l.categories.includes(p.category) &&
    (p.poverty || (l.ledger !== 'A' && p.agri)) &&
    (!l.household || p.household) &&
    !(l.ledger === 'C' && p.household) &&
    (l.regions?.some((r) => inside(p.region, r)) ?? true) &&
    (l.industries?.includes(p.industry ?? '') ?? true) &&
    !i.overrides.forbid.some((f) => f.lot === l.id && f.project === p.id)
  /** A yuan's cheapest payment: the co-funding first, then the cheapest within shares and debt ceiling. */
  const yuan = (p: Project, year: number) => {
    const offers = i.lots
      .filter((l) => may(l, p, year))
      .map((l) => {
        const k = l.caps.findIndex((cap) => cap.categories.includes(p.category))
        return { l, left: l.maxShare ?? 1, price: (c!.lots[l.id] ?? 0) + (k < 0 ? 0 : (c!.caps[`${l.id}#${k}`] ?? 0)) }
      })
      .sort((a, b) => a.price - b.price)
    let [open, cost, debt] = [1, 0, p.maxDebtShare ?? 1]
    const take = (o: (typeof offers)[number], most: number) => {
      const part = Math.min(o.left, open, most)
      o.left -= part
      open -= part
      cost += part * o.price
      return part
    }
    let match = p.match?.minShare ?? 0
    for (const o of offers) if (o.l.ledger !== 'C' && p.match?.levels.includes(o.l.level)) match -= take(o, match)
    for (const o of offers) {
      const part = take(o, o.l.ledger === 'C' ? debt : 1)
      if (o.l.ledger === 'C') debt -= part
    }
    return open > 1e-9 || match > 1e-9 ? Number.POSITIVE_INFINITY : cost
  }
  const sigma = c!.statutory ?? 0
  const units = new Map(funded.map((f) => [f.project, f.units]))
  const forced = new Set([...i.overrides.include, ...i.overrides.pin.map((x) => x.project)])
  let total = 0
  for (const l of i.lots) {
    total += l.amount * (c!.lots[l.id] ?? 0)
    l.caps.forEach((cap, k) => void (total += cap.max * (c!.caps[`${l.id}#${k}`] ?? 0)))
  }
  for (const g of i.groups) total += (c!.groups[g.id] ?? 0) * ((c!.groups[g.id] ?? 0) < 0 ? g.min : (g.max ?? 0))
  for (const p of i.projects) {
    let worth = p.benefit
    for (const { year, need } of p.phases) {
      if (p.statutory) total -= sigma * need * (units.get(p.id) ?? 0)
      worth += (p.statutory ? sigma : 0) * need - need * yuan(p, year)
      for (const g of i.groups) {
        const member =
          (g.projects?.includes(p.id) ?? true) &&
          (g.village ?? p.village) === p.village &&
          (g.region === null || inside(p.region, g.region))
        if (member && (g.years?.includes(year) ?? true)) worth -= need * (c!.groups[g.id] ?? 0)
      }
    }
    if (p.banned || i.overrides.exclude.includes(p.id)) continue
    if (worth > 0) total += worth * (p.units?.max ?? 1)
    else if (forced.has(p.id)) total += worth * (p.units?.min ?? 1)
  }
  return total
}

/** The instance with these wishes and no others. */
function only(i: Instance, wishes: readonly Wish[]): Instance {
  const has = (wish: Partial<Wish>) =>
    wishes.some((w) => Object.entries(wish).every(([key, v]) => (w as Record<string, unknown>)[key] === v))
  return {
    ...i,
    groups: i.groups.map((g) => ({
      ...g,
      min: has({ kind: 'group-min', group: g.id }) ? g.min : 0,
      max: has({ kind: 'group-max', group: g.id }) ? g.max : null,
    })),
    overrides: {
      pin: i.overrides.pin.filter((x) => has({ kind: 'pin', ...x })),
      forbid: i.overrides.forbid.filter((x) => has({ kind: 'forbid', ...x })),
      include: i.overrides.include.filter((project) => has({ kind: 'include', project })),
      exclude: i.overrides.exclude.filter((project) => has({ kind: 'exclude', project })),
    },
  }
}

describe('the family of instances', () => {
  it.each([
    ['degenerate', degenerate],
    ['pinned', pinned],
    ['as they come', tinyInstance],
  ])(
    '%s: the true optimum in every objective, verified, under a bound that adds up',
    async (_, make) => {
      let met = 0
      for (const seed of seeds) {
        const instance = make(seed)
        if (!parseInstance(instance).ok) continue
        const truth = bruteForce(instance)
        const result = await answer(instance)
        if (truth === null) {
          expect(result.status, `seed ${seed}`).toBe('infeasible')
          continue
        }
        met++
        expect([result.status, objectives(instance, result)], `seed ${seed}`).toEqual(['optimal', truth])
        expect(verify(instance, result), `seed ${seed}`).toEqual([])
        const proven = bound(instance, result)
        expect(proven, `seed ${seed}`).toBeGreaterThanOrEqual(truth.benefit - 1e-6)
        expect(result.bounds!.benefit!, `seed ${seed}`).toBeGreaterThanOrEqual(Math.min(proven, truth.benefit) - 1e-6)
        expect(Math.abs(result.bounds!.benefit! - Math.max(proven, truth.benefit)), `seed ${seed}`).toBeLessThan(1e-3)
      }
      expect(met).toBeGreaterThan(15)
    },
    240_000,
  )

  it('infeasible: the wishes named clash by themselves, and without any one of them there is a plan', async () => {
    for (const seed of seeds.slice(0, 15)) {
      const instance = infeasible(seed)
      expect(parseInstance(instance).ok, `seed ${seed}`).toBe(true)
      expect(bruteForce(instance), `seed ${seed}`).toBeNull()
      const result = await answer(instance)
      expect([result.status, result.funded.length], `seed ${seed}`).toEqual(['infeasible', 0])
      const wishes = result.wishes!
      expect(bruteForce(only(instance, wishes)), `seed ${seed}`).toBeNull()
      for (const wish of wishes) {
        const rest = wishes.filter((w) => w !== wish)
        expect(bruteForce(only(instance, rest)), `seed ${seed} without ${JSON.stringify(wish)}`).not.toBeNull()
      }
    }
  }, 240_000)

  it('the same input and seed give the same bytes while no time limit ends a step', async () => {
    for (const make of [tinyInstance, degenerate, infeasible, pinned]) {
      const instance = make(5)
      expect(JSON.stringify(await answer(instance))).toBe(JSON.stringify(await answer(instance)))
    }
    // Money for all: too large to be solved exactly, so it is searched, and the search ends at its goal long before its time.
    const county = generate('county', 1)
    const lots = county.lots.map((l) => ({ ...l, amount: 100 * l.amount, caps: [] }))
    const searched = { ...county, lots, groups: [], overrides: { pin: [], forbid: [], include: [], exclude: [] } }
    const run = () => solve(searched, { seconds: 900, seed: 3 })
    const [once, again] = [await run(), await run()]
    expect(verify(searched, once)).toEqual([])
    expect(JSON.stringify(again)).toBe(JSON.stringify(once))
  }, 240_000)

  it('a county whose pins ask more of a lot than it has is proven infeasible, not searched until the time is over', async () => {
    const result = await answer(infeasibleCounty(3))
    expect([result.status, result.wishes!.map((w) => w.kind)]).toEqual(['infeasible', ['pin', 'pin']])
  }, 90_000)
})
