import { describe, expect, it } from 'vitest'
import { generate } from '../../../../bench/allocation/generate.ts'
import { fundAt } from './fund.ts'
import { greedyPlan, habitCosts } from './greedy.ts'
import { randomFrom } from './improve.ts'
import { firstBreach } from './legal.ts'
import { prepare } from './prepare.ts'
import { lotCosts, ruinAndRecreate } from './ruin.ts'

describe('ruin and recreate', () => {
  it('betters a plan and hands back one that breaks no rule and whose books add up', () => {
    const prep = prepare(generate('county', 2))
    const start = greedyPlan(prep)
    expect(firstBreach(start)).toBeNull()
    const before = start.objectives()
    const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
    const worth = Float64Array.from(prep.projects, (p) => p.benefit / 100)
    const plan = ruinAndRecreate(start.copy(), limits, {
      worth,
      prices: lotCosts(prep, new Float64Array(prep.lots.length)),
      keep: (p) => prep.projects[p]!.statutory,
      random: randomFrom(1),
      enough: Number.POSITIVE_INFINITY,
      span: 1000,
      turns: 3000,
      onBest: (best) => expect(firstBreach(best)).toBeNull(),
    })
    expect(firstBreach(plan)).toBeNull()
    expect(plan.objectives().benefit).toBeGreaterThan(before.benefit)
    expect(plan.objectives().statutory).toBeGreaterThanOrEqual(before.statutory)
    for (const [l, lot] of prep.lots.entries()) {
      const paid = [...plan.paidBy[l]!].reduce((sum, x) => sum + plan.amount(x, l), 0)
      expect(plan.rest[l]).toBe(lot.amount - paid)
    }
  })

  it('squeezes a choice in: only its projects are touched, and of those it could not pay some are paid', () => {
    const prep = prepare(generate('county', 2))
    const start = greedyPlan(prep)
    const chosen = (p: number) => p % 3 !== 0
    const missing = (plan: typeof start) => prep.projects.filter((_, p) => chosen(p) && prep.open[p] === 1 && plan.units[p] === 0).length
    const must = (p: number) => prep.forced[p] === 1 || prep.projects[p]!.statutory
    for (let p = 0; p < prep.projects.length; p++) if (!must(p) && (!chosen(p) || p % 5 === 0)) start.remove(p)
    const plan = ruinAndRecreate(
      start.copy(),
      { deadline: performance.now() + 600_000, seed: 1, stopped: () => false },
      {
        worth: Float64Array.from(prep.projects, (p) => p.benefit / 100),
        prices: lotCosts(prep, new Float64Array(prep.lots.length)),
        keep: (p) => prep.projects[p]!.statutory,
        random: randomFrom(1),
        enough: Number.POSITIVE_INFINITY,
        span: 0,
        turns: 400,
        wanted: Int32Array.from(prep.projects, (_, p) => (chosen(p) ? prep.unitsMax[p]! : 0)),
        onBest: () => {},
      },
    )
    expect(firstBreach(plan)).toBeNull()
    expect(missing(plan)).toBeLessThan(missing(start))
    prep.projects.forEach((_, i) => void (chosen(i) || must(i) || expect(plan.units[i]).toBe(0)))
  })

  it('brings a project that was paid in part to the units wanted', () => {
    const prep = prepare(generate('county', 2))
    const whole = greedyPlan(prep)
    const wanted = whole.units.slice()
    const large = prep.projects.findIndex((_, p) => wanted[p]! > prep.unitsMin[p]!)
    const start = whole.copy()
    start.remove(large)
    expect(fundAt(start, large, prep.unitsMin[large]!, habitCosts(prep))).toBe(true)
    const plan = ruinAndRecreate(
      start,
      { deadline: performance.now() + 600_000, seed: 1, stopped: () => false },
      {
        worth: Float64Array.from(prep.projects, (p) => p.benefit / 100),
        prices: lotCosts(prep, new Float64Array(prep.lots.length)),
        keep: (p) => prep.projects[p]!.statutory,
        random: randomFrom(1),
        enough: whole.objectives().benefit - 1e-6,
        span: 0,
        turns: 40,
        wanted,
        onBest: () => {},
      },
    )
    expect(firstBreach(plan)).toBeNull()
    expect(plan.units[large]).toBe(wanted[large])
  })
})
