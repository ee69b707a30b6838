import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { worths } from './certificate.ts'
import { choose } from './choose.ts'
import { classify } from './classes.ts'
import { randomFrom } from './improve.ts'
import { type Guide, Neighbourhoods } from './neighbourhood.ts'
import { place } from './place.ts'
import type { Plan } from './plan.ts'
import { prepare } from './prepare.ts'
import { relax } from './relax.ts'

const SHAPE = { projects: 120, lots: 14, counties: 1, towns: 4, years: [2024, 2025], cover: 0.5 }
const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const law = { kind: 'all' } as const
const prep = prepare(generateShape(SHAPE, 'around', 3))
const classes = classify(prep, true)

/** A placed plan, and a guide whose choice is that plan. */
async function placed(): Promise<{ plan: Plan; guide: Guide }> {
  const relaxed = await relax(prep, classes, law, limits, null)
  const worth = worths(prep, classes, relaxed.prices, law)
  const choice = (await choose(prep, classes, relaxed, worth, law, limits, { core: 40, seconds: 60, gap: 1e-3 }))!
  const costs = new Float64Array(prep.lots.length)
  const { plan } = (await place(prep, classes, choice.units, { quotas: choice.quotas, flowCosts: relaxed.flowCosts }, costs, limits))!
  const quotas = classes.list.map((c) => Float64Array.from(c.lots, (lot) => c.phases.reduce((sum, x) => sum + plan.amount(x, lot), 0)))
  const { prices, flowCosts } = relaxed
  const keep = (p: number) => prep.projects[p]!.statutory
  return { plan, guide: { prep, classes, prices, worth, flowCosts, choice: { units: plan.units.slice(), quotas }, keep } }
}

describe('where neighbourhoods begin', () => {
  it('first where the plan loses more than its choice, and less often where it was tried', async () => {
    const { plan, guide } = await placed()
    const missing = prep.projects.findIndex((p, i) => plan.units[i]! > 0 && !p.statutory && guide.worth[i]! > 0)
    plan.remove(missing)
    const first = Array.from({ length: 100 }, (_, k) => new Neighbourhoods(guide, randomFrom(k + 1)).seed(plan))
    const hits = first.filter((p) => p === missing).length
    const blind = Array.from({ length: 100 }, (_, k) => new Neighbourhoods({ ...guide, choice: null }, randomFrom(k + 1)).seed(plan))
    expect(hits).toBeGreaterThan(1.4 * blind.filter((p) => p === missing).length)
    const around = new Neighbourhoods(guide, randomFrom(1))
    const later = Array.from({ length: 100 }, () => around.seed(plan)).filter((p) => p === missing).length
    expect(later).toBeLessThan(hits / 2)
  }, 60_000)
})
