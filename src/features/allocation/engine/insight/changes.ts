/**
 * Changes of a problem that an officer could bring about: more money, a higher limit, a wider earmark, a smaller project. Each is
 * data, so that it can be applied to the problem, tried one step smaller, and put into words.
 */
import type { Cap, Instance, Ledger, Level, Lot, Project } from '../format.ts'

export type Change =
  | { readonly kind: 'more-money'; readonly lot: string; readonly amount: number }
  | {
      readonly kind: 'new-money'
      readonly ledger: Ledger
      readonly level: Level
      readonly category: string
      readonly year: number
      readonly amount: number
    }
  | { readonly kind: 'lot-cap'; readonly lot: string; readonly cap: number; readonly amount: number }
  | { readonly kind: 'group-max'; readonly group: string; readonly amount: number }
  | { readonly kind: 'max-sources'; readonly to: number }
  | { readonly kind: 'min-slice'; readonly to: number }
  | { readonly kind: 'smaller'; readonly project: string; readonly year: number; readonly amount: number }
  | { readonly kind: 'fewer-units'; readonly project: string; readonly to: number }
  | { readonly kind: 'use'; readonly lot: string; readonly category: string }
  | { readonly kind: 'region'; readonly lot: string; readonly region: string }
  | { readonly kind: 'industry'; readonly lot: string; readonly industry: string }
  | { readonly kind: 'year'; readonly lot: string; readonly year: number }
  | { readonly kind: 'unban'; readonly lot: string; readonly project: string }
  | { readonly kind: 'admit'; readonly project: string }
  | { readonly kind: 'match'; readonly project: string; readonly permille: number }
  | { readonly kind: 'debt-share'; readonly project: string; readonly permille: number }
  | { readonly kind: 'lot-share'; readonly lot: string; readonly permille: number }
  | { readonly kind: 'new-project'; readonly like: string; readonly category: string; readonly amount: number }
  | { readonly kind: 'together'; readonly parts: readonly Change[] }

export type ChangeKind = Change['kind']

/** What a change adds to the problem carries these names. */
export const newLotId = (year: number): string => `+lot ${year}`
export const NEW_PROJECT = '+project'

/** The problem after the change; the given one stays as it is. */
export function applyChange(instance: Instance, change: Change): Instance {
  switch (change.kind) {
    case 'more-money':
      return withLot(instance, change.lot, (l) => ({ amount: l.amount + change.amount }))
    case 'new-money':
      return { ...instance, lots: [...instance.lots, newLot(change)] }
    case 'lot-cap':
      return withLot(instance, change.lot, (l) => ({
        caps: l.caps.map((c, k): Cap => (k === change.cap ? { ...c, max: c.max + change.amount } : c)),
      }))
    case 'group-max':
      return {
        ...instance,
        groups: instance.groups.map((g) => (g.id === change.group && g.max !== null ? { ...g, max: g.max + change.amount } : g)),
      }
    case 'max-sources':
      return { ...instance, rules: { ...instance.rules, maxSources: change.to } }
    case 'min-slice':
      return { ...instance, rules: { ...instance.rules, minSlice: change.to } }
    case 'use':
      return withLot(instance, change.lot, (l) => ({ categories: [...l.categories, change.category] }))
    case 'region':
      return withLot(instance, change.lot, (l) => ({ regions: [...(l.regions ?? []), change.region] }))
    case 'industry':
      return withLot(instance, change.lot, (l) => ({ industries: [...(l.industries ?? []), change.industry] }))
    case 'year':
      return withLot(instance, change.lot, (l) => ({ from: Math.min(l.from, change.year), to: Math.max(l.to, change.year) }))
    case 'lot-share':
      return withLot(instance, change.lot, () => ({ maxShare: change.permille / 1000 }))
    case 'unban': {
      const forbid = instance.overrides.forbid.filter((f) => f.lot !== change.lot || f.project !== change.project)
      return { ...instance, overrides: { ...instance.overrides, forbid } }
    }
    case 'admit': {
      const exclude = instance.overrides.exclude.filter((id) => id !== change.project)
      return { ...instance, overrides: { ...instance.overrides, exclude } }
    }
    case 'new-project':
      return { ...instance, projects: [...instance.projects, newProject(instance, change)] }
    case 'together':
      return change.parts.reduce(applyChange, instance)
    default:
      return withProject(instance, change.project, (p) => ofProject(p, change))
  }
}

type ProjectChange = Extract<Change, { readonly kind: 'smaller' | 'fewer-units' | 'match' | 'debt-share' }>

function ofProject(p: Project, change: ProjectChange): Partial<Project> {
  if (change.kind === 'smaller')
    return { phases: p.phases.map((x) => (x.year === change.year ? { ...x, need: x.need - change.amount } : x)) }
  if (change.kind === 'fewer-units') return { units: { min: change.to, max: p.units?.max ?? change.to } }
  if (change.kind === 'match') return { match: p.match && { ...p.match, minShare: change.permille / 1000 } }
  return { maxDebtShare: change.permille / 1000 }
}

const withLot = (instance: Instance, id: string, part: (l: Lot) => Partial<Lot>): Instance => ({
  ...instance,
  lots: instance.lots.map((l) => (l.id === id ? { ...l, ...part(l) } : l)),
})

const withProject = (instance: Instance, id: string, part: (p: Project) => Partial<Project>): Instance => ({
  ...instance,
  projects: instance.projects.map((p) => (p.id === id ? { ...p, ...part(p) } : p)),
})

/** Money of the book and year the project needs, free of earmarks and shares. */
const newLot = (c: Extract<Change, { kind: 'new-money' }>): Lot => ({
  id: newLotId(c.year),
  dept: '',
  ledger: c.ledger,
  level: c.level,
  amount: c.amount,
  from: c.year,
  to: c.year,
  categories: [c.category],
  household: false,
  regions: null,
  industries: null,
  maxShare: null,
  minShare: null,
  caps: [],
})

/** A project that only the rules of the lot shape: its use, its place, its year. */
function newProject(instance: Instance, c: Extract<Change, { kind: 'new-project' }>): Project {
  const lot = instance.lots.find((l) => l.id === c.like)!
  const years = instance.years.filter((y) => y >= lot.from && y <= lot.to)
  return {
    id: NEW_PROJECT,
    region: lot.regions?.[0] ?? instance.regions.find((r) => r.parent === null)?.id ?? instance.regions[0]!.id,
    village: null,
    category: c.category,
    industry: lot.industries?.[0] ?? null,
    poverty: true,
    agri: true,
    household: lot.household,
    banned: false,
    statutory: false,
    score: 0,
    benefit: 1,
    households: 0,
    phases: [{ year: years[0] ?? instance.years[0]!, need: c.amount }],
    units: null,
    match: null,
    maxDebtShare: null,
  }
}

/** The same change one step smaller: a grain, a source, a thousandth. Null when it has no size, or its size is one step. */
export function oneStepLess(instance: Instance, change: Change): Change | null {
  const { grain } = instance.rules
  switch (change.kind) {
    case 'more-money':
    case 'new-money':
    case 'lot-cap':
    case 'group-max':
    case 'smaller':
      return change.amount > grain ? { ...change, amount: change.amount - grain } : null
    case 'max-sources':
      return change.to - 1 > instance.rules.maxSources ? { ...change, to: change.to - 1 } : null
    case 'min-slice':
      return change.to + grain < instance.rules.minSlice ? { ...change, to: change.to + grain } : null
    case 'fewer-units': {
      const min = instance.projects.find((p) => p.id === change.project)?.units?.min ?? 0
      return change.to + 1 < min ? { ...change, to: change.to + 1 } : null
    }
    case 'match':
      return { ...change, permille: change.permille + 1 }
    case 'debt-share':
    case 'lot-share':
      return { ...change, permille: change.permille - 1 }
    default:
      return null
  }
}
