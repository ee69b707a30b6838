import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { byPlaces } from './by-places.ts'
import { worths } from './certificate.ts'
import { choose } from './choose.ts'
import { classify } from './classes.ts'
import { prepare } from './prepare.ts'
import { dealMoney, relax } from './relax.ts'

const SHAPE = { projects: 300, lots: 40, counties: 2, towns: 8, years: [2024, 2025], cover: 0.5 }
const instance = generateShape(SHAPE, 'places', 3)
const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const law = { kind: 'all' } as const
const prep = prepare(instance)
const classes = classify(prep, true)

describe('deciding place by place', () => {
  it('keeps the law and the money that few places share, and decides the same again', async () => {
    const relaxed = await relax(prep, classes, law, limits, null)
    const { units } = (await byPlaces(prep, classes, relaxed, law, limits))!
    prep.projects.forEach((p, i) => void (p.statutory && prep.open[i] && expect(units[i]).toBe(prep.unitsMax[i])))
    expect(units.every((x, p) => x === 0 || (x >= prep.unitsMin[p]! && x <= prep.unitsMax[p]!))).toBe(true)
    const regions = prep.lots.map((_, lot) => {
      const phases = prep.phases.filter((x) => prep.open[x.project] && x.lots.includes(lot))
      return new Set(phases.map((x) => prep.projects[x.project]!.region)).size
    })
    expect(regions.some((n) => n > 10) && regions.some((n) => n > 0 && n <= 3)).toBe(true)
    // Were the money of many places without limit, the decided projects could be paid.
    const lots = instance.lots.map((l, i) =>
      regions[i]! > 10 ? { ...l, amount: 1e12, caps: l.caps.map((c) => ({ ...c, max: 1e12 })) } : l,
    )
    const groups = instance.groups.filter((g) => g.region !== null)
    const rich = prepare({ ...instance, lots, groups })
    expect(await dealMoney(rich, classify(rich, true), units, new Float64Array(lots.length), limits, null)).not.toBeNull()
    expect([...(await byPlaces(prep, classes, relaxed, law, limits))!.units]).toEqual([...units])
  }, 120_000)

  it('makes a small core choose better', async () => {
    const relaxed = await relax(prep, classes, law, limits, null)
    const worth = worths(prep, classes, relaxed.prices, law)
    const decided = (await byPlaces(prep, classes, relaxed, law, limits))!
    const options = { core: 40, seconds: 60, gap: 1e-4 }
    const alone = await choose(prep, classes, relaxed, worth, law, limits, options)
    const after = await choose(prep, classes, relaxed, worth, law, limits, { ...options, decided })
    expect(after!.benefit).toBeGreaterThan(alone!.benefit)
    expect(after!.benefit).toBeLessThanOrEqual(relaxed.bound)
  }, 240_000)

  it('leaves it to the choice where no money lies in places', async () => {
    const everywhere = prepare({ ...instance, lots: instance.lots.map((l) => ({ ...l, regions: null })) })
    const all = classify(everywhere, true)
    expect(await byPlaces(everywhere, all, await relax(everywhere, all, law, limits, null), law, limits)).toBeNull()
  }, 60_000)
})
