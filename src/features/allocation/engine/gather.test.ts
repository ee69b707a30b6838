import { describe, expect, it } from 'vitest'
import { generate } from '../../../../bench/allocation/generate.ts'
import { Gathering } from './gather.ts'
import { greedyPlan } from './greedy.ts'
import { firstBreach } from './legal.ts'
import { prepare } from './prepare.ts'

describe('gathering money on one lot', () => {
  it('passes slices on until enough is there, breaks no rule, and leaves the plan as it was where it fails', () => {
    const prep = prepare(generate('county', 1))
    const plan = greedyPlan(prep)
    let brought = 0
    for (let lot = 0; lot < prep.lots.length; lot++) {
      const before = plan.copy()
      const amount = 1000 * prep.grain
      plan.mark()
      const enough = new Gathering(plan, 2000).gather(lot, amount)
      plan.keep()
      expect(firstBreach(plan)).toBeNull()
      if (enough) {
        brought++
        expect(plan.rest[lot]).toBeGreaterThanOrEqual(before.rest[lot]! + amount)
        expect(plan.objectives().benefit).toBe(before.objectives().benefit)
      } else expect([...plan.rest]).toEqual([...before.rest])
    }
    expect(brought).toBeGreaterThan(0)
  })
})
