import { describe, expect, it } from 'vitest'
import { pinnedCounty } from '../../../../bench/allocation/family.ts'
import { boundOf } from './certificate.ts'
import { classify } from './classes.ts'
import { prepare, sliceLimits } from './prepare.ts'
import { relax } from './relax.ts'

const limits = { deadline: performance.now() + 600_000, seed: 1, stopped: () => false }

describe('classes that know of slices', () => {
  const prep = prepare(pinnedCounty(1))
  const sliced = classify(prep, true)
  const pinned = prep.phases.filter((x) => x.pins !== null && prep.open[x.project] === 1 && prep.unitsMax[x.project] === 1)

  it('a pinned phase is alone in its class, which must take the pinned money; the plain classes know nothing of it', () => {
    expect(pinned.length).toBeGreaterThan(5)
    for (const phase of pinned) {
      const c = sliced.list[sliced.ofPhase[phase.index]!]!
      expect(c.phases).toEqual([phase.index])
      for (const [lot, least] of phase.pins!) {
        const smallest = Math.max(least, sliceLimits(prep, lot, phase, phase.need).least)
        expect(c.floors[c.lots.indexOf(lot)]).toBe(smallest)
      }
    }
    for (const c of classify(prep).list) expect(Math.max(...c.floors)).toBe(0)
  })

  it('a phase whose pins leave less than a smallest slice has no other lot', () => {
    const { minSlice, maxSources } = prep.instance.rules
    let tied = 0
    for (const phase of pinned) {
      const c = sliced.list[sliced.ofPhase[phase.index]!]!
      const fixed = c.floors.reduce((sum, x) => sum + x, 0)
      if (phase.pins!.size < maxSources && phase.need - fixed >= Math.min(phase.need, minSlice)) continue
      tied++
      expect(new Set(c.lots)).toEqual(new Set(phase.pins!.keys()))
    }
    expect(tied).toBeGreaterThan(0)
  })

  it('who may not pay all of a phase leaves at least a smallest slice to others', () => {
    const { minSlice } = prep.instance.rules
    let tighter = 0
    for (const phase of prep.phases) {
      if (!prep.open[phase.project] || prep.unitsMax[phase.project] !== 1 || phase.need < 2 * minSlice) continue
      const c = sliced.list[sliced.ofPhase[phase.index]!]!
      const most = (phase.need - minSlice) / phase.need
      c.lots.forEach((lot, i) => {
        const share = prep.lots[lot]!.maxShare
        expect(c.shares[i]).toBe(share === null ? 1 : Math.min(share, most))
        if (share !== null && most < share) tighter++
      })
      const { maxDebtShare } = prep.projects[phase.project]!
      expect(c.debt).toBe(maxDebtShare === null ? 1 : Math.min(maxDebtShare, most))
    }
    expect(tighter).toBeGreaterThan(0)
  })

  it('the guide they give promises less than the plain relaxation, and its prices prove a bound too', async () => {
    const plain = classify(prep)
    const [narrow, wide] = [
      await relax(prep, sliced, { kind: 'all' }, limits, null),
      await relax(prep, plain, { kind: 'all' }, limits, null),
    ]
    const value = (r: typeof wide) => r.units.reduce((sum, units, p) => sum + units * prep.projects[p]!.benefit, 0)
    expect(value(narrow)).toBeLessThan(value(wide) - 1)
    expect(boundOf(prep, plain, narrow.prices, { kind: 'all' })).toBeGreaterThanOrEqual(wide.bound - 1e-3)
  })
})
