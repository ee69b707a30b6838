/**
 * The instance turned into numbered arrays: lots, phases, caps and groups by index, and for each phase the lots that may pay it.
 * Phases with the same category, place, marks and year share one list, so a province fits in memory.
 */
import { compatibility, debtCeiling, largestSlice, matchMinimum, smallestSlice, subtrees } from './compatible.ts'
import type { Group, Instance, Lot, Project } from './format.ts'

export interface PreparedPhase {
  readonly index: number
  readonly project: number
  readonly year: number
  /** Need of one unit. */
  readonly need: number
  /** Lots that may pay it, ascending. */
  readonly lots: Int32Array
  /** Number of that list: phases with the same one share it. */
  readonly list: number
  readonly groups: readonly number[]
  /** Pinned lots with the least amount asked for (0: any legal slice). */
  readonly pins: ReadonlyMap<number, number> | null
}

export interface PreparedCap {
  readonly lot: number
  readonly id: string
  readonly max: number
}

export interface Prepared {
  readonly instance: Instance
  readonly grain: number
  readonly lots: readonly Lot[]
  readonly projects: readonly Project[]
  readonly phases: readonly PreparedPhase[]
  readonly phasesOf: readonly (readonly number[])[]
  readonly caps: readonly PreparedCap[]
  /** Cap that a lot's payment for a category falls under, or -1. */
  capOf(lot: number, category: string): number
  /** What a lot's money counts as in a project: 0 ordinary, MATCH co-funding, DEBT ledger C. */
  kindOf(lot: number, project: number): 0 | 1 | 2
  readonly groups: readonly Group[]
  readonly unitsMin: Int32Array
  readonly unitsMax: Int32Array
  /** Pinned or included: funded in every legal plan. */
  readonly forced: Uint8Array
  readonly excluded: Uint8Array
  /** Projects that no rule keeps out by itself: not banned, not excluded, every phase has a lot that may pay it. */
  readonly open: Uint8Array
  readonly lastYear: number
  readonly lotIndex: ReadonlyMap<string, number>
  readonly projectIndex: ReadonlyMap<string, number>
  /** Pins no plan can keep: the lot may not pay the project. */
  readonly impossiblePins: readonly number[]
}

export function prepare(instance: Instance): Prepared {
  const { lots, projects, groups, overrides } = instance
  const lotIndex = new Map(lots.map((l, i) => [l.id, i]))
  const projectIndex = new Map(projects.map((p, i) => [p.id, i]))
  const caps: PreparedCap[] = []
  const capTable = lots.map((lot, l) => {
    const table = new Map<string, number>()
    lot.caps.forEach((cap, k) => {
      for (const category of cap.categories) table.set(category, caps.length)
      caps.push({ lot: l, id: `${lot.id}#${k}`, max: cap.max })
    })
    return table
  })
  const levelNames = [...new Set(lots.map((l) => l.level))]
  const levels = Int32Array.from(lots, (l) => (l.ledger === 'C' ? 0 : 1 << levelNames.indexOf(l.level)))
  const matching = Int32Array.from(projects, (p) =>
    (p.match?.levels ?? []).reduce((mask, level) => (levelNames.includes(level) ? mask | (1 << levelNames.indexOf(level)) : mask), 0),
  )
  const forced = new Uint8Array(projects.length)
  const excluded = new Uint8Array(projects.length)
  for (const id of overrides.exclude) excluded[projectIndex.get(id)!] = 1
  for (const id of overrides.include) forced[projectIndex.get(id)!] = 1
  const pins = readPins(instance, lotIndex, projectIndex, forced)
  const phases = listPhases(instance, projectIndex, pins)
  const phasesOf: number[][] = projects.map(() => [])
  for (const phase of phases) phasesOf[phase.project]!.push(phase.index)
  const open = new Uint8Array(projects.length)
  projects.forEach((p, i) => {
    open[i] = !p.banned && !excluded[i] && phasesOf[i]!.every((x) => phases[x]!.lots.length > 0) ? 1 : 0
  })
  return {
    instance,
    grain: instance.rules.grain,
    lots,
    projects,
    phases,
    phasesOf,
    caps,
    capOf: (lot, category) => (capTable[lot]!.size === 0 ? -1 : (capTable[lot]!.get(category) ?? -1)),
    kindOf: (lot, project) => (levels[lot] === 0 ? DEBT : (levels[lot]! & matching[project]!) !== 0 ? MATCH : 0),
    groups,
    unitsMin: Int32Array.from(projects, (p) => p.units?.min ?? 1),
    unitsMax: Int32Array.from(projects, (p) => p.units?.max ?? 1),
    forced,
    excluded,
    open,
    lastYear: Math.max(...instance.years),
    lotIndex,
    projectIndex,
    impossiblePins: overrides.pin.flatMap((pin, i) => {
      const p = projectIndex.get(pin.project)!
      const year = pin.year ?? projects[p]!.phases[0]!.year
      const phase = phasesOf[p]!.map((x) => phases[x]!).find((x) => x.year === year)!
      return phase.lots.includes(lotIndex.get(pin.lot)!) ? [] : [i]
    }),
  }
}

type Pins = Map<number, Map<number, Map<number, number>>>

function readPins(instance: Instance, lots: ReadonlyMap<string, number>, projects: ReadonlyMap<string, number>, forced: Uint8Array): Pins {
  const pins: Pins = new Map()
  for (const pin of instance.overrides.pin) {
    const p = projects.get(pin.project)!
    const l = lots.get(pin.lot)!
    const year = pin.year ?? instance.projects[p]!.phases[0]!.year
    forced[p] = 1
    const years = pins.get(p) ?? new Map<number, Map<number, number>>()
    const slices = years.get(year) ?? new Map<number, number>()
    slices.set(l, Math.max(slices.get(l) ?? 0, pin.amount ?? 0))
    years.set(year, slices)
    pins.set(p, years)
  }
  return pins
}

function listPhases(instance: Instance, projectIndex: ReadonlyMap<string, number>, pins: Pins): PreparedPhase[] {
  const rule = compatibility(instance)
  const member = membership(instance)
  const byHand = new Set(instance.overrides.forbid.map((f) => projectIndex.get(f.project)!))
  const shared = new Map<string, { readonly lots: Int32Array; readonly list: number }>()
  const phases: PreparedPhase[] = []
  instance.projects.forEach((project, i) => {
    const marks = `${project.category}\n${project.region}\n${project.industry ?? ''}\n${+project.poverty}${+project.agri}${+project.household}${+project.banned}`
    const memberOf = member(project)
    for (const { year, need } of project.phases) {
      const key = byHand.has(i) ? `${marks}\n${year}\n${project.id}` : `${marks}\n${year}`
      let payers = shared.get(key)
      if (!payers) {
        const lots = Int32Array.from(instance.lots.flatMap((lot, l) => (rule.may(lot, project, year) === null ? [l] : [])))
        payers = { lots, list: shared.size }
        shared.set(key, payers)
      }
      const groups = memberOf.filter((g) => instance.groups[g]!.years?.includes(year) ?? true)
      phases.push({ index: phases.length, project: i, year, need, ...payers, groups, pins: pins.get(i)?.get(year) ?? null })
    }
  })
  return phases
}

/** Groups a project belongs to by region subtree, village and list (all that are given must hold). */
function membership(instance: Instance): (project: Project) => readonly number[] {
  const inside = subtrees(instance.regions)
  const byRegion = new Map<string, number[]>()
  const byProject = new Map<string, number[]>()
  const everywhere: number[] = []
  const push = (map: Map<string, number[]>, key: string, g: number) => {
    const list = map.get(key)
    if (list) list.push(g)
    else map.set(key, [g])
  }
  instance.groups.forEach((group, g) => {
    if (group.projects !== null) for (const id of new Set(group.projects)) push(byProject, id, g)
    else if (group.region !== null) for (const id of inside.get(group.region) ?? []) push(byRegion, id, g)
    else everywhere.push(g)
  })
  return (project) =>
    [...(byProject.get(project.id) ?? []), ...(byRegion.get(project.region) ?? []), ...everywhere].filter((g) => {
      const group = instance.groups[g]!
      if (group.village !== null && group.village !== project.village) return false
      return group.projects === null || group.region === null || inside.get(group.region)!.has(project.region)
    })
}

/** Largest and smallest slice of a lot for a phase that needs `need` (already times units). */
export function sliceLimits(prep: Prepared, lot: number, phase: PreparedPhase, need: number): { least: number; most: number } {
  const { maxShare, minShare } = prep.lots[lot]!
  const smallest = phase.need * prep.unitsMin[phase.project]!
  if (minShare === null && maxShare === null) {
    return { least: Math.min(need, Math.max(prep.grain, Math.min(smallest, prep.instance.rules.minSlice))), most: need }
  }
  return {
    least: smallestSlice(minShare, need, smallest, prep.instance.rules.minSlice, prep.grain),
    most: largestSlice(maxShare, need, prep.grain),
  }
}

export function phaseMatch(prep: Prepared, phase: PreparedPhase, need: number): number {
  const match = prep.projects[phase.project]!.match
  return match === null ? 0 : matchMinimum(match.minShare, need, prep.grain)
}

export function phaseDebt(prep: Prepared, phase: PreparedPhase, need: number): number {
  return debtCeiling(prep.projects[phase.project]!.maxDebtShare, need, prep.grain)
}

export const MATCH = 1
export const DEBT = 2
/** What a lot's money counts as in a project: 0 ordinary, MATCH co-funding, DEBT ledger C. */
export function moneyKind(lot: Lot, project: Project): 0 | 1 | 2 {
  if (lot.ledger === 'C') return DEBT
  return project.match?.levels.includes(lot.level) ? MATCH : 0
}
