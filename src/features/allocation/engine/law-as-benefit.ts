/** Where not all statutory projects can be funded: the search runs with their need as benefit, and its plans are taken over. */
import type { Instance } from './format.ts'
import { Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'

/** Statutory need as an overwhelming benefit, for instances where not all of it can be funded. */
export function withLawAsBenefit(instance: Instance): Instance {
  const density = instance.projects.map((p) => p.benefit / p.phases.reduce((a, x) => a + x.need, 0))
  const weight = 20 * Math.max(1e-9, ...density)
  return {
    ...instance,
    projects: instance.projects.map((p) =>
      p.statutory ? { ...p, benefit: p.benefit + weight * p.phases.reduce((a, x) => a + x.need, 0) } : p,
    ),
  }
}

/** The plan of an instance so changed, as a plan of the instance itself. */
export function transplant(plan: Plan, prep: Prepared): Plan {
  const copy = new Plan(prep)
  plan.units.forEach((units, p) => void (units > 0 && copy.setUnits(p, units)))
  for (const phase of prep.phases) copy.pay(phase.index, { lots: plan.sliceLots[phase.index]!, amounts: plan.sliceAmounts[phase.index]! })
  return copy
}
