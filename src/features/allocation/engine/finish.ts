/** Leaves nothing undone: fills what still fits, repairs the waterfall, and again until neither changes anything. */
import { fund, grow } from './fund.ts'
import { fillInOrder, habitCosts } from './greedy.ts'
import type { Plan } from './plan.ts'
import { repairWaterfall } from './waterfall.ts'

export function fill(plan: Plan, order: readonly number[]): void {
  const { prep } = plan
  const costs = habitCosts(prep)
  for (let round = 0; round < 8; round++) {
    let changed = false
    if (round === 0) fillInOrder(plan, order, costs)
    for (const p of order) {
      if (plan.units[p] === 0 && round > 0 && fund(plan, p, costs) > 0) changed = true
      else if (prep.unitsMax[p]! > plan.units[p]! && grow(plan, p, costs)) changed = true
    }
    if (repairWaterfall(plan) === 0 && !changed) return
  }
}
