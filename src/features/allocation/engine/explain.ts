/** Why each project went without and each lot kept money. Every reason is true of the plan and is checked by verify.ts. */
import type { Idle, IdleReason, Unfunded } from './format.ts'
import { payPhase } from './pay.ts'
import { Plan } from './plan.ts'
import { type Prepared, sliceLimits } from './prepare.ts'

export function explainUnfunded(plan: Plan): Unfunded[] {
  const { prep } = plan
  const alone = new Plan(prep)
  const costs = { lots: new Float64Array(prep.lots.length), slice: 0 }
  return prep.projects.flatMap((project, p) => (plan.units[p]! > 0 ? [] : [{ project: project.id, ...reason(plan, alone, p, costs) }]))
}

function reason(plan: Plan, alone: Plan, p: number, costs: { lots: Float64Array; slice: number }): Omit<Unfunded, 'project'> {
  const { prep } = plan
  if (prep.projects[p]!.banned) return { reason: 'NEGATIVE_LIST', detail: {} }
  if (prep.excluded[p]) return { reason: 'EXCLUDED', detail: {} }
  const phases = prep.phasesOf[p]!.map((x) => prep.phases[x]!)
  const empty = phases.find((phase) => phase.lots.length === 0)
  if (empty) return { reason: 'NO_COMPATIBLE_LOT', detail: { year: empty.year } }
  const least = prep.unitsMin[p]!
  const payable = (from: Plan, units: number) => phases.find((phase) => payPhase(from, phase, phase.need * units, costs) === null)
  const tooBig = payable(alone, least)
  if (tooBig) return { reason: 'TOO_BIG_FOR_COMPATIBLE_LOTS', detail: { year: tooBig.year, need: tooBig.need * least } }
  const group = plan.groupOver(p, least)
  if (group >= 0) return { reason: 'GROUP_CAP', detail: { group: prep.groups[group]!.id } }
  const stuck = payable(plan, least)
  if (!stuck) return { reason: 'OUTCOMPETED', detail: { rule: worthless(prep, p) ? 'objectives' : 'phases-together' } }
  const category = prep.projects[p]!.category
  const left = stuck.lots.reduce((sum, lot) => sum + plan.left(lot, category), 0)
  const need = stuck.need * least
  if (left < need) return { reason: 'OUTCOMPETED', detail: { year: stuck.year, need, left } }
  return { reason: 'MONEY_LEFT_TOO_SMALL', detail: { year: stuck.year, need, left, rule: 'slices' } }
}

/** Funding it would not help, or would cost an objective that comes before benefit. */
function worthless(prep: Prepared, p: number): boolean {
  return prep.projects[p]!.benefit === 0 || prep.instance.rules.objectives.filter((o) => o !== 'statutory')[0] !== 'benefit'
}

export function explainIdle(plan: Plan): Idle[] {
  const { prep } = plan
  const waiting = new Uint8Array(prep.lots.length)
  const possible = new Uint8Array(prep.lots.length)
  const capped = new Uint8Array(prep.lots.length)
  for (const phase of prep.phases) {
    const p = phase.project
    if (!prep.open[p]) continue
    const unmet = plan.units[p] === 0
    for (const lot of phase.lots) {
      possible[lot] = 1
      if (!unmet) continue
      waiting[lot] = 1
      const cap = prep.capOf(lot, prep.projects[p]!.category)
      if (cap >= 0 && plan.capRest[cap]! < sliceLimits(prep, lot, phase, phase.need * prep.unitsMin[p]!).least) capped[lot] = 1
    }
  }
  return prep.lots.flatMap((lot, l) => {
    if (plan.rest[l]! <= 0) return []
    return [{ lot: lot.id, amount: plan.rest[l]!, reason: idleReason(prep, plan, l, possible, waiting, capped) }]
  })
}

function idleReason(prep: Prepared, plan: Plan, l: number, possible: Uint8Array, waiting: Uint8Array, capped: Uint8Array): IdleReason {
  if (!possible[l]) return 'NO_PROJECT'
  if (!waiting[l]) return 'ALL_SERVED'
  if (capped[l]) return 'CAP_REACHED'
  return plan.rest[l]! < prep.instance.rules.minSlice ? 'TOO_SMALL' : 'RULES_BIND'
}
