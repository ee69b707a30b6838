/**
 * Whether one project can be paid from what a plan leaves, and the proof of it on the whole problem. The trial is exact: phases one by
 * one first, then in turn, and where only their interplay decides, the exact model.
 */
import { feasiblePlan } from '../exact.ts'
import type { Instance, Project, Slice } from '../format.ts'
import { fundAt } from '../fund.ts'
import { habitCosts } from '../greedy.ts'
import { firstBreach } from '../legal.ts'
import { payPhase } from '../pay.ts'
import { Plan } from '../plan.ts'
import { prepare } from '../prepare.ts'
import { toResult } from '../result.ts'
import { verify } from '../verify.ts'
import { repairWaterfall } from '../waterfall.ts'
import { applyChange, type Change } from './changes.ts'
import { planOf, type Rest } from './rest.ts'

const PATIENCE = 2000

/** The slices that pay the only project of the problem at its least size, or null when no set of slices does. */
export async function fit(alone: Instance): Promise<readonly Slice[] | null> {
  const prep = prepare(alone)
  const plan = new Plan(prep)
  const costs = habitCosts(prep)
  const units = prep.unitsMin[0]!
  if (!prep.open[0] || plan.groupOver(0, units) >= 0) return null
  const phases = prep.phasesOf[0]!.map((x) => prep.phases[x]!)
  if (phases.some((phase) => payPhase(plan, phase, phase.need * units, costs) === null)) return null
  if (fundAt(plan, 0, units, costs)) return plan.slices()
  if (phases.length === 1) return null
  const forced = { ...alone, overrides: { ...alone.overrides, include: [alone.projects[0]!.id] } }
  const limits = { deadline: performance.now() + PATIENCE, seed: 1, stopped: () => false }
  const { plan: found } = await feasiblePlan(new Plan(prepare(forced)), limits)
  return found?.slices() ?? null
}

export interface Proof {
  /** How the project would be paid. */
  readonly slices: readonly Slice[]
  /** Money of projects already funded that other lots would pay instead, so that debt stays last; nobody gets less. */
  readonly shifted: number
}

/**
 * Builds the whole changed problem with the plan's slices and the new ones, and asks the independent check. Projects that stay without
 * money are left out of it: they touch no rule, only the list of reasons.
 */
export function prove(rest: Rest, project: Project, change: Change | null, slices: readonly Slice[]): Proof | null {
  const whole = change ? applyChange(rest.instance, change) : rest.instance
  const changed = whole.projects.find((p) => p.id === project.id) ?? project
  const funded = [...rest.result.funded, { project: project.id, units: changed.units?.min ?? 1 }]
  const kept = onlyProjects(whole, new Set(funded.map((f) => f.project)))
  const plan = planOf(prepare(kept), { funded, slices: [...rest.result.slices, ...slices] })
  if (firstBreach(plan) !== null) return null
  repairWaterfall(plan)
  const result = toResult(plan, 'feasible')
  if (verify(kept, result).length > 0) return null
  const own = result.slices.filter((s) => s.project === project.id)
  return { slices: own, shifted: shiftedMoney(rest, result.slices) }
}

/** The problem with some of its projects only. */
export function onlyProjects(instance: Instance, keep: ReadonlySet<string>): Instance {
  const { pin, forbid, include, exclude } = instance.overrides
  return {
    ...instance,
    projects: instance.projects.filter((p) => keep.has(p.id)),
    overrides: {
      pin: pin.filter((p) => keep.has(p.project)),
      forbid: forbid.filter((f) => keep.has(f.project)),
      include: include.filter((id) => keep.has(id)),
      exclude: exclude.filter((id) => keep.has(id)),
    },
  }
}

/** Money of projects the plan funds that comes from other lots than before. */
export function shiftedMoney(rest: Rest, slices: readonly Slice[]): number {
  const key = (s: Slice) => `${s.lot}\n${s.project}\n${s.year}`
  const before = new Map(rest.result.slices.map((s) => [key(s), s.amount]))
  const old = new Set(rest.result.funded.map((f) => f.project))
  let gained = 0
  for (const s of slices) if (old.has(s.project)) gained += Math.max(0, s.amount - (before.get(key(s)) ?? 0))
  return gained
}

/** Money of the slices from one lot. */
export const fromLot = (slices: readonly Slice[], lot: string): number => slices.reduce((sum, s) => sum + (s.lot === lot ? s.amount : 0), 0)
