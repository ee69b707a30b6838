import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { worths } from './certificate.ts'
import { betterChoice, Places } from './choice-search.ts'
import { type Choice, choose } from './choose.ts'
import { classify } from './classes.ts'
import { randomFrom } from './improve.ts'
import { prepare } from './prepare.ts'
import { dealMoney, relax } from './relax.ts'

const SHAPE = { projects: 120, lots: 14, counties: 1, towns: 4, years: [2024, 2025], cover: 0.5 }
const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const law = { kind: 'all' } as const

async function start() {
  const prep = prepare(generateShape(SHAPE, 'wide', 1))
  const classes = classify(prep, true)
  const relaxed = await relax(prep, classes, law, limits, null)
  const worth = worths(prep, classes, relaxed.prices, law)
  const choice = (await choose(prep, classes, relaxed, worth, law, limits, { core: 0, seconds: 60, gap: 0.03 }))!
  return { prep, classes, relaxed, worth, choice }
}

describe('the search from a choice', () => {
  it('finds a better choice that the money reaches and no worth beyond the bound, and the same one again', async () => {
    const { prep, classes, relaxed, worth, choice } = await start()
    const search = async () =>
      betterChoice(prep, classes, relaxed, worth, law, limits, choice, { until: limits.deadline, random: randomFrom(1) })
    const found = await search()
    expect(found.benefit).toBeGreaterThan(choice.benefit)
    expect(found.benefit).toBeLessThanOrEqual(relaxed.bound)
    expect(await dealMoney(prep, classes, found.units, new Float64Array(prep.lots.length), limits, null)).not.toBeNull()
    prep.projects.forEach((p, i) => void (p.statutory && prep.open[i] && expect(found.units[i]).toBe(prep.unitsMax[i])))
    expect([...(await search()).units]).toEqual([...found.units])
  }, 240_000)

  it('begins where the choice loses: at money left at a price, and frees what that money may pay', async () => {
    const { prep, classes, relaxed, worth, choice } = await start()
    const places = new Places(prep, classes, relaxed, new Float64Array(worth.length), law, randomFrom(1))
    const dear = relaxed.prices.lots.indexOf(Math.max(...relaxed.prices.lots))
    const idle: Choice = {
      ...choice,
      quotas: classes.list.map((c, k) =>
        Float64Array.from(c.lots, (lot, i) => (lot === dear || relaxed.flowCosts[k]![i]! > 0 ? 0 : choice.quotas[k]![i]!)),
      ),
    }
    const drawn = Array.from({ length: 40 }, () => places.draw(idle))
    expect(drawn.filter((lots) => lots.length === 1 && lots[0] === dear).length).toBeGreaterThan(10)
    const pays = (p: number) => prep.phasesOf[p]!.some((x) => prep.phases[x]!.lots.includes(dear))
    const share = (set: ReadonlySet<number>) => [...set].filter(pays).length / set.size
    expect(share(places.around([dear], 20))).toBeGreaterThan(share(places.around([], 20)))
  }, 120_000)
})
