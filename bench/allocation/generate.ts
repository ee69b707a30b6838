/**
 * Instances of the allocation problem by class and seed, every feature of the format in them. The same arguments give the same
 * instance: the generator carries its own random numbers. `small` is small enough to try every plan (see the engine's tests).
 */
import { pathToFileURL } from 'node:url'
import type { Cap, Group, Instance, Ledger, Level, Lot, Project, Region } from '#features/allocation/engine/format.ts'
import { INSTANCE_FORMAT, OBJECTIVES } from '#features/allocation/engine/format.ts'

export interface Shape {
  readonly projects: number
  readonly lots: number
  readonly counties: number
  readonly towns: number
  readonly years: readonly number[]
  /** Money as a share of all needs. */
  readonly cover: number
}

export const SHAPES = {
  small: { projects: 6, lots: 5, counties: 1, towns: 2, years: [2024, 2025], cover: 0.55 },
  county: { projects: 300, lots: 40, counties: 1, towns: 8, years: [2024, 2025, 2026], cover: 0.55 },
  city: { projects: 3000, lots: 150, counties: 6, towns: 8, years: [2024, 2025, 2026], cover: 0.55 },
  province: { projects: 30000, lots: 600, counties: 40, towns: 10, years: [2024, 2025, 2026], cover: 0.55 },
} as const satisfies Record<string, Shape>
export type ShapeName = keyof typeof SHAPES

const CATEGORIES = ['road', 'water', 'industry', 'housing', 'education', 'health', 'tourism', 'power']
const INDUSTRIES = ['tea', 'herbs', 'flowers', 'pigs']
const DEPARTMENTS = ['财政局', '扶贫办', '交通局', '水利局', '农业局', '教育局', '住建局', '发改局']

export class Random {
  #state: number
  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 12345) >>> 0
  }
  /** Uniform in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1))
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }
  chance(p: number): boolean {
    return this.next() < p
  }
  some<T>(list: readonly T[], least: number, most: number): T[] {
    const rest = [...list]
    const count = Math.min(rest.length, this.integer(least, most))
    return Array.from({ length: count }, () => rest.splice(Math.floor(this.next() * rest.length), 1)[0]!)
  }
}

export function generate(name: ShapeName, seed: number): Instance {
  return generateShape(SHAPES[name], `${name}-${seed}`, seed, name === 'small')
}

export function generateShape(shape: Shape, name: string, seed: number, small = false): Instance {
  const random = new Random(seed)
  const grain = small ? 1000 : 100
  const regions = makeRegions(shape)
  const towns = regions.filter((r) => r.kind === 'township')
  const projects = Array.from({ length: shape.projects }, (_, i) => makeProject(random, i, towns, shape, grain, small))
  const need = projects.reduce((sum, p) => sum + p.phases.reduce((a, x) => a + x.need, 0) * (p.units?.max ?? 1), 0)
  const lots = makeLots(random, shape, regions, (need * shape.cover) / shape.lots, grain, small)
  const rules = { grain, minSlice: small ? 100_000 : 100_000, maxSources: small ? random.integer(2, 3) : 3, objectives: OBJECTIVES }
  const groups = makeGroups(random, shape, regions, projects, need, grain, small)
  return {
    format: INSTANCE_FORMAT,
    name,
    seed,
    years: shape.years,
    rules,
    regions,
    lots,
    projects,
    groups,
    overrides: makeOverrides(random, lots, projects, small),
  }
}

function makeRegions(shape: Shape): Region[] {
  const regions: Region[] = []
  if (shape.counties > 1) regions.push({ id: 'R', parent: null, kind: 'city' })
  for (let c = 0; c < shape.counties; c++) {
    const county = `C${c}`
    regions.push({ id: county, parent: shape.counties > 1 ? 'R' : null, kind: 'county' })
    for (let t = 0; t < shape.towns; t++) regions.push({ id: `${county}T${t}`, parent: county, kind: 'township' })
  }
  return regions
}

function makeProject(random: Random, i: number, towns: readonly Region[], shape: Shape, grain: number, small: boolean): Project {
  const round = (x: number) => Math.max(1, Math.round(x / grain)) * grain
  const region = random.pick(towns).id
  const category = random.pick(small ? CATEGORIES.slice(0, 3) : CATEGORIES)
  const household = category === 'housing' && random.chance(0.5)
  const units = random.chance(small ? 0.2 : 0.08)
    ? { min: random.integer(1, small ? 2 : 5), max: random.integer(small ? 2 : 6, small ? 4 : 40) }
    : null
  const phases = random.some(shape.years, 1, random.chance(0.3) ? 2 : 1).sort((a, b) => a - b)
  const size = units ? random.integer(3, 9) * 10_000 : Math.exp(random.next() * 3.4) * 120_000
  const needs = phases.map((year) => ({ year, need: round(size * (0.7 + 0.6 * random.next())) }))
  const total = needs.reduce((a, x) => a + x.need, 0)
  return {
    id: `P${String(i + 1).padStart(5, '0')}`,
    region,
    village: `${region}-V${random.integer(1, 6)}`,
    category,
    industry: category === 'industry' || category === 'tourism' ? random.pick(INDUSTRIES) : null,
    poverty: random.chance(0.6),
    agri: random.chance(0.6),
    household,
    banned: random.chance(0.02),
    statutory: random.chance(0.05),
    score: random.integer(40, 99),
    benefit: Math.max(1, Math.round((total / 1000) * (0.4 + 1.2 * random.next()))),
    households: random.integer(5, 300),
    phases: needs,
    units,
    match: random.chance(0.08) ? { levels: ['county', 'city'] satisfies Level[], minShare: random.pick([0.1, 0.2, 0.3]) } : null,
    maxDebtShare: random.chance(0.3) ? random.pick([0.3, 0.5, 0.7]) : null,
  }
}

function makeLots(random: Random, shape: Shape, regions: readonly Region[], mean: number, grain: number, small: boolean): Lot[] {
  return Array.from({ length: shape.lots }, (_, i): Lot => {
    const ledger: Ledger = random.pick(['A', 'A', 'B', 'B', 'B', 'C'])
    const level: Level = ledger === 'C' ? 'debt' : random.pick(['central', 'province', 'city', 'county'])
    const from = random.pick(shape.years)
    const to = Math.min(shape.years.at(-1)!, from + random.integer(0, 2))
    const categories = random.some(small ? CATEGORIES.slice(0, 3) : CATEGORIES, small ? 2 : 2, small ? 3 : 6)
    const caps: Cap[] = []
    const amount = Math.round((mean * (0.3 + 1.4 * random.next())) / grain) * grain
    if (categories.length > 2 && random.chance(0.2))
      caps.push({ categories: categories.slice(0, 1), max: Math.round((amount * 0.4) / grain) * grain })
    const local = random.chance(shape.counties > 1 ? 0.6 : 0.25)
    return {
      id: `L${String(i + 1).padStart(4, '0')}`,
      dept: random.pick(DEPARTMENTS),
      ledger,
      level,
      amount,
      from,
      to,
      categories,
      household: random.chance(0.06),
      regions: local ? random.some(regions, 1, 2).map((r) => r.id) : null,
      industries: random.chance(0.06) ? random.some(INDUSTRIES, 1, 2) : null,
      maxShare: random.chance(0.12) ? random.pick([0.5, 0.6, 0.8]) : null,
      minShare: random.chance(0.08) ? random.pick([0.1, 0.2, 0.3]) : null,
      caps,
    }
  })
}

function makeGroups(
  random: Random,
  shape: Shape,
  regions: readonly Region[],
  projects: readonly Project[],
  need: number,
  grain: number,
  small: boolean,
): Group[] {
  const floor = (x: number) => Math.floor(x / grain) * grain
  const groups: Group[] = []
  const towns = regions.filter((r) => r.kind === 'township')
  for (const town of towns) {
    if (!random.chance(small ? 0.4 : 0.8)) continue
    const share = projects
      .filter((p) => p.region === town.id)
      .reduce((a, p) => a + p.phases.reduce((b, x) => b + x.need, 0) * (p.units?.max ?? 1), 0)
    groups.push({
      id: `cap-${town.id}`,
      region: town.id,
      village: null,
      projects: null,
      years: null,
      min: 0,
      max: floor(share * (0.5 + 0.4 * random.next())),
    })
  }
  const year = random.pick(shape.years)
  groups.push({ id: `year-${year}`, region: null, village: null, projects: null, years: [year], min: 0, max: floor(need * 0.3) })
  const listed = random.some(projects.slice(0, 200), 2, small ? 3 : 20).map((p) => p.id)
  const least = Math.min(
    ...projects.filter((p) => listed.includes(p.id)).map((p) => p.phases.reduce((a, x) => a + x.need, 0) * (p.units?.min ?? 1)),
  )
  groups.push({
    id: 'platform-1',
    region: null,
    village: null,
    projects: listed,
    years: null,
    min: random.chance(small ? 0.3 : 1) ? least : 0,
    max: null,
  })
  return groups
}

function makeOverrides(random: Random, lots: readonly Lot[], projects: readonly Project[], small: boolean): Instance['overrides'] {
  const legal = (l: Lot, p: Project) =>
    !p.banned &&
    p.poverty &&
    l.regions === null &&
    l.industries === null &&
    !l.household &&
    l.ledger !== 'C' &&
    l.maxShare === null &&
    l.caps.length === 0
  const pins: { lot: string; project: string; year: null; amount: number | null }[] = []
  for (let tries = 0; tries < (small ? 3 : 40) && pins.length < (small ? 1 : 3); tries++) {
    const p = random.pick(projects)
    const l = random.pick(lots)
    const year = p.phases[0]!.year
    if (p.match !== null || p.units !== null || !legal(l, p) || !l.categories.includes(p.category) || year < l.from || year > l.to) continue
    if (l.amount < p.phases[0]!.need) continue
    pins.push({ lot: l.id, project: p.id, year: null, amount: random.chance(0.5) ? null : p.phases[0]!.need })
  }
  const pinned = new Set(pins.map((p) => p.project))
  const others = projects.filter((p) => !pinned.has(p.id))
  return {
    pin: pins,
    forbid: others.length > 0 ? [{ lot: random.pick(lots).id, project: random.pick(others).id }] : [],
    include: [],
    exclude: random.chance(small ? 0.3 : 1) && others.length > 0 ? [random.pick(others).id] : [],
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name, seed] = process.argv.slice(2)
  if (!name || !(name in SHAPES)) {
    process.stderr.write(`usage: generate.ts ${Object.keys(SHAPES).join('|')} [SEED]\n`)
    process.exit(2)
  }
  process.stdout.write(`${JSON.stringify(generate(name as ShapeName, Number(seed ?? 1)))}\n`)
}
