/** A result laid out for checking: sums recomputed from its slices, rules read anew from the format. Part of the independent check. */
import type { Instance, Lot, Project, Result } from './format.ts'

/** One funded phase with its slices, as the checks read it. */
export interface Paid {
  readonly project: Project
  readonly units: number
  readonly year: number
  readonly need: number
  readonly slices: Map<string, number>
}

/** The result laid out for checking: sums recomputed from the slices, never taken from the solver. */
export interface Books {
  readonly instance: Instance
  readonly lots: ReadonlyMap<string, Lot>
  readonly projects: ReadonlyMap<string, Project>
  readonly paid: readonly Paid[]
  readonly units: ReadonlyMap<string, number>
  readonly left: ReadonlyMap<string, number>
  /** What is left of the cap a lot has on a category; infinite without one. */
  capLeft(lot: Lot, category: string): number
  readonly groupSum: ReadonlyMap<string, number>
  inGroup(group: Instance['groups'][number], project: Project): boolean
  readonly legal: (lot: Lot, project: Project, year: number) => boolean
  /** Least pinned amount of a slice, or undefined. */
  pinned(lot: string, project: string, year: number): number | undefined
}

export const shareFloor = (share: number, need: number, grain: number) => Math.floor(Math.round((share * need * 1e6) / grain) / 1e6) * grain
export const shareCeil = (share: number, need: number, grain: number) => Math.ceil(Math.round((share * need * 1e6) / grain) / 1e6) * grain

export function sliceBounds(instance: Instance, lot: Lot, project: Project, phaseNeed: number, need: number): [number, number] {
  const { grain, minSlice } = instance.rules
  let low = Math.min(phaseNeed * (project.units?.min ?? 1), minSlice)
  if (lot.minShare !== null) low = Math.max(low, shareCeil(lot.minShare, need, grain))
  if (low > need) low = need
  return [low, lot.maxShare === null ? need : shareFloor(lot.maxShare, need, grain)]
}

export type Say = (rule: string, at: string, detail: string) => void

/** The books of a result; null when its words do not even name things that exist. */
export function layOut(instance: Instance, result: Result, say: Say): Books | null {
  const lots = new Map(instance.lots.map((l) => [l.id, l]))
  const projects = new Map(instance.projects.map((p) => [p.id, p]))
  const units = new Map<string, number>()
  let broken = false
  const bad: Say = (rule, at, detail) => {
    broken = true
    say(rule, at, detail)
  }
  for (const f of result.funded) {
    const p = projects.get(f.project)
    if (!p) bad('unknown', f.project, 'funded project is unknown')
    else if (units.has(f.project)) bad('twice', f.project, 'funded twice')
    else if (!Number.isInteger(f.units) || f.units < (p.units?.min ?? 1) || f.units > (p.units?.max ?? 1))
      bad('units', f.project, `${f.units} units`)
    units.set(f.project, f.units)
  }
  const paid: Paid[] = []
  const byPhase = new Map<string, Paid>()
  for (const p of instance.projects) {
    const size = units.get(p.id)
    if (size === undefined) continue
    for (const { year, need } of p.phases) {
      const phase = { project: p, units: size, year, need: need * size, slices: new Map<string, number>() }
      paid.push(phase)
      byPhase.set(`${p.id} ${year}`, phase)
    }
  }
  for (const s of result.slices) {
    const at = `${s.lot}→${s.project} ${s.year}`
    const phase = byPhase.get(`${s.project} ${s.year}`)
    if (!phase || !lots.has(s.lot)) bad('unknown', at, 'slice without a funded phase or a known lot')
    else if (phase.slices.has(s.lot)) bad('twice', at, 'two slices of one lot for one phase')
    else if (!Number.isSafeInteger(s.amount) || s.amount <= 0 || s.amount % instance.rules.grain !== 0)
      bad('grain', at, `amount ${s.amount}`)
    else phase.slices.set(s.lot, s.amount)
  }
  return broken ? null : books(instance, lots, projects, units, paid)
}

function books(
  instance: Instance,
  lots: ReadonlyMap<string, Lot>,
  projects: ReadonlyMap<string, Project>,
  units: ReadonlyMap<string, number>,
  paid: readonly Paid[],
): Books {
  const parents = new Map(instance.regions.map((r) => [r.id, r.parent]))
  const above = new Map<string, Set<string>>()
  for (const { id } of instance.regions) {
    const chain = new Set<string>()
    for (let at: string | null | undefined = id; at != null; at = parents.get(at)) chain.add(at)
    above.set(id, chain)
  }
  const within = (place: string, regions: readonly string[]) => regions.some((r) => above.get(place)?.has(r))
  const listed = new Map(instance.groups.map((g) => [g, g.projects && new Set(g.projects)]))
  const inGroup: Books['inGroup'] = (g, p) =>
    (g.region === null || within(p.region, [g.region])) &&
    (g.village === null || g.village === p.village) &&
    (g.projects === null || listed.get(g)!.has(p.id))
  const left = new Map(instance.lots.map((l) => [l.id, l.amount]))
  const capUsed = new Map<string, number>()
  const capKey = (lot: Lot, category: string) => `${lot.id}#${lot.caps.findIndex((c) => c.categories.includes(category))}`
  for (const phase of paid)
    for (const [lot, amount] of phase.slices) {
      left.set(lot, left.get(lot)! - amount)
      const key = capKey(lots.get(lot)!, phase.project.category)
      capUsed.set(key, (capUsed.get(key) ?? 0) + amount)
    }
  const groupSum = new Map<string, number>()
  for (const g of instance.groups) {
    let sum = 0
    for (const phase of paid) if ((g.years === null || g.years.includes(phase.year)) && inGroup(g, phase.project)) sum += phase.need
    groupSum.set(g.id, sum)
  }
  const forbidden = new Set(instance.overrides.forbid.map((f) => JSON.stringify([f.lot, f.project])))
  const pins = new Map<string, number>()
  for (const pin of instance.overrides.pin) {
    const key = JSON.stringify([pin.lot, pin.project, pin.year ?? projects.get(pin.project)!.phases[0]!.year])
    pins.set(key, Math.max(pins.get(key) ?? 0, pin.amount ?? 0))
  }
  return {
    instance,
    lots,
    projects,
    paid,
    units,
    left,
    capLeft: (lot, category) => {
      const cap = lot.caps.find((c) => c.categories.includes(category))
      return cap ? cap.max - (capUsed.get(capKey(lot, category)) ?? 0) : Number.POSITIVE_INFINITY
    },
    groupSum,
    inGroup,
    legal: (lot, p, year) =>
      lot.from <= year &&
      year <= lot.to &&
      !p.banned &&
      (p.poverty || (lot.ledger !== 'A' && p.agri)) &&
      lot.categories.includes(p.category) &&
      (!lot.household || p.household) &&
      !(lot.ledger === 'C' && p.household) &&
      (lot.regions === null || within(p.region, lot.regions)) &&
      (lot.industries === null || (p.industry !== null && lot.industries.includes(p.industry))) &&
      !(forbidden.size > 0 && forbidden.has(JSON.stringify([lot.id, p.id]))),
    pinned: (lot, project, year) => (pins.size === 0 ? undefined : pins.get(JSON.stringify([lot, project, year]))),
  }
}
