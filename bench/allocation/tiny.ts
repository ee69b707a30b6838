/** Instances small enough to try every plan, with every feature of the format: for tests against the true optimum. */
import type { Cap, Instance, Ledger, Level, Lot, Project } from '#features/allocation/engine/format.ts'
import { INSTANCE_FORMAT, OBJECTIVES } from '#features/allocation/engine/format.ts'
import { Random } from './generate.ts'

const GRAIN = 50_000
const YEARS = [2024, 2025]
const TOWNS = ['T1', 'T2']
const CATEGORIES = ['road', 'water', 'housing']

export function tinyInstance(seed: number): Instance {
  const r = new Random(seed)
  const projects = Array.from({ length: r.integer(3, 4) }, (_, i) => tinyProject(r, i))
  const lots = Array.from({ length: r.integer(3, 4) }, (_, i) => tinyLot(r, i))
  const pinned = r.chance(0.3) ? r.pick(projects) : null
  return {
    format: INSTANCE_FORMAT,
    name: `tiny-${seed}`,
    seed,
    years: YEARS,
    rules: { grain: GRAIN, minSlice: 2 * GRAIN, maxSources: r.integer(1, 3), objectives: OBJECTIVES },
    regions: [{ id: 'C', parent: null, kind: 'county' }, ...TOWNS.map((id) => ({ id, parent: 'C', kind: 'township' }))],
    lots,
    projects,
    groups: [
      { id: 'G-town', region: r.pick(['C', 'T1']), village: null, projects: null, years: null, min: 0, max: r.integer(4, 12) * GRAIN },
      {
        id: 'G-list',
        region: null,
        village: null,
        projects: projects.slice(0, 2).map((p) => p.id),
        years: r.chance(0.5) ? [2024] : null,
        min: r.chance(0.2) ? GRAIN : 0,
        max: null,
      },
      { id: 'G-village', region: null, village: 'V1', projects: null, years: [2025], min: 0, max: r.integer(2, 8) * GRAIN },
    ],
    overrides: {
      pin: pinned ? [{ lot: r.pick(lots).id, project: pinned.id, year: null, amount: r.chance(0.5) ? 2 * GRAIN : null }] : [],
      forbid: r.chance(0.4) ? [{ lot: r.pick(lots).id, project: r.pick(projects).id }] : [],
      include: r.chance(0.15) ? [r.pick(projects).id] : [],
      exclude: r.chance(0.15) ? [r.pick(projects).id] : [],
    },
  }
}

function tinyProject(r: Random, i: number): Project {
  const category = r.pick(CATEGORIES)
  const units = r.chance(0.25) ? { min: r.integer(1, 2), max: r.integer(2, 3) } : null
  const years = r.chance(0.3) ? YEARS : [r.pick(YEARS)]
  return {
    id: `P${i + 1}`,
    region: r.pick(TOWNS),
    village: r.pick(['V1', 'V2']),
    category,
    industry: r.chance(0.4) ? r.pick(['tea', 'herbs']) : null,
    poverty: r.chance(0.7),
    agri: r.chance(0.7),
    household: category === 'housing' && r.chance(0.5),
    banned: r.chance(0.05),
    statutory: r.chance(0.25),
    score: r.integer(40, 99),
    benefit: r.integer(1, 60),
    households: r.integer(1, 50),
    phases: years.map((year) => ({ year, need: (units ? r.integer(1, 2) : r.integer(1, 6)) * GRAIN })),
    units,
    match: r.chance(0.25) ? { levels: r.some<Level>(['county', 'city', 'province'], 1, 2), minShare: r.pick([0.2, 0.35]) } : null,
    maxDebtShare: r.chance(0.4) ? r.pick([0.3, 0.5]) : null,
  }
}

function tinyLot(r: Random, i: number): Lot {
  const ledger = r.pick<Ledger>(['A', 'B', 'B', 'C'])
  const categories = r.some(CATEGORIES, 2, 3)
  const caps: Cap[] = r.chance(0.25) ? [{ categories: [categories[0]!], max: r.integer(2, 5) * GRAIN }] : []
  const from = r.pick(YEARS)
  return {
    id: `L${i + 1}`,
    dept: '财政局',
    ledger,
    level: ledger === 'C' ? 'debt' : r.pick<Level>(['central', 'province', 'city', 'county']),
    amount: r.integer(2, 9) * GRAIN,
    from: r.chance(0.7) ? 2024 : from,
    to: r.chance(0.7) ? 2025 : from,
    categories,
    household: r.chance(0.1),
    regions: r.chance(0.2) ? [r.pick(['C', ...TOWNS])] : null,
    industries: r.chance(0.1) ? ['tea'] : null,
    maxShare: r.chance(0.25) ? r.pick([0.5, 0.7]) : null,
    minShare: r.chance(0.2) ? r.pick([0.3, 0.5]) : null,
    caps,
  }
}
