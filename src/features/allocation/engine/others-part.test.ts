import { describe, expect, it } from 'vitest'
import { generateShape } from '../../../../bench/allocation/generate.ts'
import { byPlaces } from './by-places.ts'
import { worths } from './certificate.ts'
import { choose } from './choose.ts'
import { classify } from './classes.ts'
import { LinearModel } from './linear-model.ts'
import { leaveSlice, othersParts, paidByOthers } from './others-part.ts'
import { prepare } from './prepare.ts'
import { relax } from './relax.ts'

const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }
const law = { kind: 'all' } as const
const SHAPE = { projects: 300, lots: 40, counties: 2, towns: 8, years: [2024, 2025], cover: 0.5 }

/** The most that a lot of a million can pay of what its neighbours need. */
async function mostPaid(need: number): Promise<number> {
  const model = new LinearModel()
  const paid = model.column(-1, 0, 10)
  const part = { classes: [], least: 100_000, most: 5_000_000 }
  leaveSlice(model, part, { columns: [paid], values: [-1], rest: -need / 100_000, money: 100_000 })
  return Math.round(-(await model.minimise(limits)).objective * 100_000)
}

describe('what others pay of all that a lot may pay', () => {
  it('is nothing, or at least a smallest slice', async () => {
    expect(await mostPaid(1_000_000)).toBe(1_000_000)
    // 40,000 yuan more than the lot has: another lot pays 100,000 of it, and 60,000 stay behind.
    expect(await mostPaid(1_040_000)).toBe(940_000)
    expect(await mostPaid(1_100_000)).toBe(1_000_000)
    expect(await mostPaid(3_000_000)).toBe(1_000_000)
  })

  it('is kept by places and by the choice after them', async () => {
    let [bound, free] = [0, 0]
    for (const seed of [3, 5, 6, 8, 9, 10]) {
      const prep = prepare(generateShape(SHAPE, `others-${seed}`, seed))
      const classes = classify(prep, true)
      const relaxed = await relax(prep, classes, law, limits, null)
      expect(relaxed.status).toBe('optimal')
      const parts = othersParts(prep, classes)
      const decided = (await byPlaces(prep, classes, relaxed, law, limits))!
      const worth = worths(prep, classes, relaxed.prices, law)
      const choice = (await choose(prep, classes, relaxed, worth, law, limits, { core: 60, seconds: 60, gap: 1e-4, decided }))!
      parts.forEach((part, lot) => {
        const regions = new Set(part.classes.flatMap((c) => c.phases.map((x) => prep.projects[prep.phases[x]!.project]!.region)))
        const before = paidByOthers(prep, part, lot, decided.quotas)
        const after = paidByOthers(prep, part, lot, choice.quotas)
        if (regions.size > 3 || before === Number.POSITIVE_INFINITY) return
        bound++
        for (const paid of [before, after]) if (paid > 1 && paid < part.least - 1) free++
      })
    }
    expect(bound).toBeGreaterThan(30)
    expect(free).toBe(0)
  }, 240_000)

  it('is counted from the quotas of all classes that the lot may pay, and not at all where others pay very much', async () => {
    const prep = prepare(generateShape(SHAPE, 'others', 7))
    const classes = classify(prep, true)
    const { quotas } = await relax(prep, classes, law, limits, null)
    const parts = othersParts(prep, classes)
    const sums = prep.lots.map((_, lot) =>
      classes.list.reduce((sum, c) => {
        if (!c.lots.includes(lot)) return sum
        return sum + quotas[c.index]!.reduce((all, amount, i) => all + (c.lots[i] === lot ? 0 : amount), 0)
      }, 0),
    )
    expect(Math.max(...sums)).toBeGreaterThan(50 * prep.instance.rules.minSlice)
    expect(Math.min(...sums)).toBeLessThan(50 * prep.instance.rules.minSlice)
    sums.forEach((sum, lot) => {
      const paid = paidByOthers(prep, parts[lot]!, lot, quotas)
      if (sum > 50 * prep.instance.rules.minSlice) expect(paid).toBe(Number.POSITIVE_INFINITY)
      else expect(paid).toBeCloseTo(sum, 3)
    })
  }, 60_000)
})
