/**
 * What a plan leaves: money of lots, room under caps and groups. With it a single project can be tried on a problem of its own that
 * is as strict as the whole, since what funded projects hold is simply no longer there.
 */
import type { Instance, Lot, Project, Result } from '../format.ts'
import { Plan } from '../plan.ts'
import { type Prepared, prepare } from '../prepare.ts'

export interface Rest {
  readonly instance: Instance
  readonly result: Result
  readonly prep: Prepared
  /** The plan laid out; never changed. */
  readonly plan: Plan
  readonly lots: ReadonlyMap<string, Lot>
  readonly projects: ReadonlyMap<string, Project>
  readonly unfunded: readonly Project[]
}

export function restOf(instance: Instance, result: Result): Rest {
  const prep = prepare(instance)
  return {
    instance,
    result,
    prep,
    plan: planOf(prep, result),
    lots: new Map(instance.lots.map((l) => [l.id, l])),
    projects: new Map(instance.projects.map((p) => [p.id, p])),
    unfunded: instance.projects.filter((p) => !result.funded.some((f) => f.project === p.id)),
  }
}

/** A result as a plan over the prepared problem (which may be a changed one that still knows its names). */
export function planOf(prep: Prepared, result: Pick<Result, 'funded' | 'slices'>): Plan {
  const plan = new Plan(prep)
  for (const { project, units } of result.funded) plan.setUnits(prep.projectIndex.get(project)!, units)
  for (const s of result.slices) {
    const phase = prep.phasesOf[prep.projectIndex.get(s.project)!]!.find((x) => prep.phases[x]!.year === s.year)!
    plan.move(phase, prep.lotIndex.get(s.lot)!, s.amount)
  }
  return plan
}

/** Money a lot could still give a category. */
export const leftFor = (rest: Rest, lot: string, category: string): number => rest.plan.left(rest.prep.lotIndex.get(lot)!, category)

/**
 * The problem of one project alone with what the plan leaves. Groups that have a floor keep none here: the plan already meets it, and a
 * further project only adds. Lots without money stay, for a change may bring money to them.
 */
export function aloneWithRest(rest: Rest, project: Project): Instance {
  const { instance, prep, plan } = rest
  const lots = instance.lots.map((lot, l): Lot => {
    const caps = lot.caps.map((cap) => {
      const at = cap.categories[0] === undefined ? -1 : prep.capOf(l, cap.categories[0])
      return at < 0 ? cap : { ...cap, max: plan.capRest[at]! }
    })
    return { ...lot, amount: plan.rest[l]!, caps }
  })
  const groups = instance.groups
    .map((g, i) => ({ ...g, min: 0, max: g.max === null ? null : g.max - plan.groupSum[i]! }))
    .filter((g) => g.max !== null)
  const { forbid, exclude } = instance.overrides
  return {
    ...instance,
    lots,
    projects: [project],
    groups,
    overrides: {
      pin: [],
      include: [],
      forbid: forbid.filter((f) => f.project === project.id),
      exclude: exclude.filter((id) => id === project.id),
    },
  }
}
