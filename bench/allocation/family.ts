/** The awkward members of the family: many plans of the same worth, wishes that clash, money tied by hand. */
import type { Instance } from '#features/allocation/engine/format.ts'
import { generateShape, Random } from './generate.ts'
import { tinyInstance } from './tiny.ts'

const FREE = { pin: [], forbid: [], include: [], exclude: [] } as const

/** Every need, benefit and amount is one of two: ties everywhere, an empty lot, a project that brings nothing. */
export function degenerate(seed: number): Instance {
  return flatten(tinyInstance(seed), 2 * 50_000, seed)
}

/** The same at a size that is searched, not solved exactly. */
export function degenerateCounty(seed: number): Instance {
  const shape = { projects: 150, lots: 24, counties: 1, towns: 4, years: [2024, 2025], cover: 0.5 }
  return flatten(generateShape(shape, `degenerate-${seed}`, seed), 400_000, seed)
}

function flatten(base: Instance, step: number, seed: number): Instance {
  const { grain } = base.rules
  const r = new Random(seed)
  const two = () => step * (1 + r.integer(0, 1))
  const everything = [...new Set(base.projects.map((p) => p.category))]
  const open = { categories: everything, regions: null, industries: null, household: false, caps: [], maxShare: null, minShare: null }
  const years = { from: Math.min(...base.years), to: Math.max(...base.years) }
  const lots = base.lots.map((l, i) => ({ ...l, ...open, ...years, amount: i === 0 ? 0 : Math.ceil(base.projects.length / 8) * two() }))
  const projects = base.projects.map((p, i) => ({
    ...p,
    benefit: i === 0 ? 0 : 10,
    units: null,
    phases: p.phases.map(({ year }) => ({ year, need: two() })),
  }))
  return { ...base, name: `degenerate-${seed}`, rules: { ...base.rules, grain }, lots, projects, groups: [], overrides: FREE }
}

/** Wishes that cannot all be kept, each by itself possible: two pins on one lot, a ceiling under an inclusion, a floor on the excluded. */
export function infeasible(seed: number): Instance {
  return clash(tinyInstance(seed), seed)
}

export function infeasibleCounty(seed: number): Instance {
  return clash(generateShape({ projects: 300, lots: 40, counties: 1, towns: 8, years: [2024, 2025, 2026], cover: 0.55 }, '', seed), seed)
}

function clash(base: Instance, seed: number): Instance {
  const [first, second, third] = base.projects
  const lot = base.lots[0]!
  const need = first!.phases[0]!.need
  const all = [...new Set(base.projects.map((p) => p.category))]
  const open = { ...lot, ledger: 'B', level: 'city', from: 1999, to: 2099, categories: all, household: false, regions: null } as const
  const wide = { ...open, industries: null, maxShare: null, minShare: null, caps: [], amount: need }
  const plain = { poverty: true, agri: true, household: false, banned: false, units: null, match: null, maxDebtShare: null } as const
  const projects = base.projects.map((p, i) => (i < 3 ? { ...p, ...plain, phases: [{ year: p.phases[0]!.year, need }] } : p))
  const whole = { region: null, village: null, projects: [third!.id], years: null }
  const group = (id: string, min: number, max: number | null) => ({ id, ...whole, min, max })
  const instance = { ...base, name: `infeasible-${seed}`, lots: [wide, ...base.lots.slice(1)], projects, groups: base.groups }
  const pin = (project: string) => ({ lot: lot.id, project, year: null, amount: need })
  if (seed % 3 === 0)
    return { ...instance, groups: [], overrides: { ...FREE, pin: [pin(first!.id), pin(second!.id)], include: [third!.id] } }
  if (seed % 3 === 1)
    return { ...instance, groups: [group('G-ceiling', 0, need - base.rules.grain)], overrides: { ...FREE, include: [third!.id] } }
  return { ...instance, groups: [group('G-floor', need, null)], overrides: { ...FREE, pin: [pin(first!.id)], exclude: [third!.id] } }
}

/** Money tied by hand wherever the rules allow it: at least two pins, some with an amount. */
export function pinned(seed: number): Instance {
  return tie(tinyInstance(seed), 2, seed)
}

export function pinnedCounty(seed: number): Instance {
  return tie(generateShape({ projects: 300, lots: 40, counties: 1, towns: 8, years: [2024, 2025, 2026], cover: 0.55 }, '', seed), 15, seed)
}

function tie(base: Instance, count: number, seed: number): Instance {
  const r = new Random(seed)
  const left = new Map(base.lots.map((l) => [l.id, l.amount]))
  const pins: { lot: string; project: string; year: number; amount: number | null }[] = []
  for (const p of base.projects) {
    if (pins.length === count) break
    if (p.banned || !p.poverty || p.household || p.units !== null || p.match !== null) continue
    const { year, need } = p.phases[0]!
    const lot = base.lots.find(
      (l) =>
        l.ledger !== 'C' &&
        l.categories.includes(p.category) &&
        year >= l.from &&
        year <= l.to &&
        left.get(l.id)! >= need &&
        l.regions === null &&
        l.industries === null &&
        !l.household &&
        l.maxShare === null &&
        l.caps.length === 0,
    )
    if (!lot || p.phases.length > 1) continue
    left.set(lot.id, left.get(lot.id)! - need)
    pins.push({ lot: lot.id, project: p.id, year, amount: r.chance(0.5) ? null : need })
  }
  return { ...base, name: `pinned-${seed}`, groups: [], overrides: { ...FREE, pin: pins } }
}
