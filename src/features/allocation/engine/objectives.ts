/** The six objectives of a result, recomputed from its words alone, and how two results compare under an instance's order. */
import type { Instance, Objectives, Result } from './format.ts'
import { LARGER_IS_BETTER } from './format.ts'

export function objectives(instance: Instance, result: Pick<Result, 'funded' | 'slices'>): Objectives {
  const projects = new Map(instance.projects.map((p) => [p.id, p]))
  const lots = new Map(instance.lots.map((l) => [l.id, l]))
  const lastYear = Math.max(...instance.years)
  const total: Objectives = { statutory: 0, benefit: 0, debt: 0, ledgerA: 0, expiring: 0, slices: result.slices.length }
  for (const { project: id, units } of result.funded) {
    const project = projects.get(id)!
    total.benefit += project.benefit * units
    if (project.statutory) for (const phase of project.phases) total.statutory += phase.need * units
  }
  for (const slice of result.slices) {
    const lot = lots.get(slice.lot)!
    if (lot.ledger === 'C') total.debt += slice.amount
    if (lot.ledger === 'A') total.ledgerA += slice.amount
    total.expiring += slice.amount * Math.max(0, lastYear + 1 - lot.to)
  }
  return total
}

/** Positive when `a` is better than `b` under the instance's order, 0 when equal in every listed objective. */
export function compareObjectives(instance: Instance, a: Objectives, b: Objectives): number {
  for (const name of instance.rules.objectives) {
    const difference = LARGER_IS_BETTER[name] ? a[name] - b[name] : b[name] - a[name]
    if (Math.abs(difference) > 1e-6) return difference
  }
  return 0
}
