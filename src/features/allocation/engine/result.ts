/** A plan put into the words of `fund-alloc-result/1`, with its reasons. */
import { explainIdle, explainUnfunded } from './explain.ts'
import type { Result } from './format.ts'
import { RESULT_FORMAT } from './format.ts'
import type { Plan } from './plan.ts'

export type Proof = Pick<Result, 'bounds' | 'certificate'>

export function toResult(plan: Plan, status: 'feasible' | 'optimal', proof: Proof = {}): Result {
  const { prep } = plan
  return {
    format: RESULT_FORMAT,
    instance: prep.instance.name,
    status,
    funded: prep.projects.flatMap((p, i) => (plan.units[i]! > 0 ? [{ project: p.id, units: plan.units[i]! }] : [])),
    slices: plan.slices(),
    ...proof,
    unfunded: explainUnfunded(plan),
    idle: explainIdle(plan),
  }
}
