/**
 * Which lot may pay which project in which year, with the rule that forbids it, and how large a slice may be.
 * The rounding is the format's: products are rounded to 1e-6 first, then cut to whole grains.
 */
import type { Instance, Lot, Project, Region } from './format.ts'

export type Forbidden =
  | 'YEAR'
  | 'NEGATIVE_LIST'
  | 'LEDGER'
  | 'CATEGORY'
  | 'HOUSEHOLD'
  | 'DEBT_FOR_HOUSEHOLD'
  | 'REGION'
  | 'INDUSTRY'
  | 'FORBIDDEN_BY_HAND'

/** Ids of each region's whole subtree, itself included. */
export function subtrees(regions: readonly Region[]): ReadonlyMap<string, ReadonlySet<string>> {
  const children = new Map<string, string[]>()
  for (const r of regions) if (r.parent !== null) children.set(r.parent, [...(children.get(r.parent) ?? []), r.id])
  const result = new Map<string, Set<string>>()
  for (const { id } of regions) {
    const inside = new Set([id])
    for (const at of inside) for (const child of children.get(at) ?? []) inside.add(child)
    result.set(id, inside)
  }
  return result
}

/** Why `lot` may not pay `project` in `year`, or null when it may. The first rule that forbids it, in the order above. */
export interface Compatibility {
  may(lot: Lot, project: Project, year: number): Forbidden | null
}

export function compatibility(instance: Instance): Compatibility {
  const inside = subtrees(instance.regions)
  const earmark = new Map<string, ReadonlySet<string>>()
  for (const lot of instance.lots) {
    if (lot.regions === null) continue
    earmark.set(lot.id, new Set(lot.regions.flatMap((id) => [...(inside.get(id) ?? [])])))
  }
  const forbidden = new Set(instance.overrides.forbid.map((f) => `${f.lot}\n${f.project}`))
  return {
    may(lot, project, year) {
      if (year < lot.from || year > lot.to) return 'YEAR'
      if (project.banned) return 'NEGATIVE_LIST'
      if (lot.ledger === 'A' ? !project.poverty : !(project.poverty || project.agri)) return 'LEDGER'
      if (!lot.categories.includes(project.category)) return 'CATEGORY'
      if (lot.household && !project.household) return 'HOUSEHOLD'
      if (lot.ledger === 'C' && project.household) return 'DEBT_FOR_HOUSEHOLD'
      if (lot.regions !== null && !earmark.get(lot.id)!.has(project.region)) return 'REGION'
      if (lot.industries !== null && (project.industry === null || !lot.industries.includes(project.industry))) return 'INDUSTRY'
      return forbidden.size > 0 && forbidden.has(`${lot.id}\n${project.id}`) ? 'FORBIDDEN_BY_HAND' : null
    },
  }
}

const settle = (product: number) => Math.round(product * 1e6) / 1e6
const floorGrain = (share: number, need: number, grain: number) => Math.floor(settle(share * (need / grain))) * grain
const ceilGrain = (share: number, need: number, grain: number) => Math.ceil(settle(share * (need / grain))) * grain

/** Largest slice of a lot for a phase that needs `need` in all. */
export function largestSlice(maxShare: number | null, need: number, grain: number): number {
  return maxShare === null ? need : Math.min(need, floorGrain(maxShare, need, grain))
}

/** Smallest slice: `smallestNeed` is the phase's need at the project's smallest size. Never 0, never above `need`. */
export function smallestSlice(minShare: number | null, need: number, smallestNeed: number, minSlice: number, grain: number): number {
  const scatter = Math.min(smallestNeed, minSlice)
  const share = minShare === null ? 0 : ceilGrain(minShare, need, grain)
  return Math.min(Math.max(scatter, share, grain), need)
}

export function matchMinimum(minShare: number, need: number, grain: number): number {
  return ceilGrain(minShare, need, grain)
}

export function debtCeiling(maxDebtShare: number | null, need: number, grain: number): number {
  return maxDebtShare === null ? need : floorGrain(maxDebtShare, need, grain)
}
