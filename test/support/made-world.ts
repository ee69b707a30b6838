/** A small district as literals: lots and projects a scenario is built on, and their names. */
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import type { Region } from '#features/allocation/engine/format.ts'
import { type LotSupply, type ProjectDemand, standardTerms } from '#features/allocation/instance.model.ts'
import type { TermNames } from '#features/allocation/scenario-checks.model.ts'
import { buildProblem, type LiveWorld } from '#features/allocation/scenario-problem.model.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'

export const WAN = 1_000_000n
export const REGIONS: Region[] = [
  { id: '420302', parent: null, kind: 'district' },
  { id: '420302201', parent: '420302', kind: 'township' },
  { id: '420302201201', parent: '420302201', kind: 'village' },
  { id: '420302201202', parent: '420302201', kind: 'village' },
  { id: '420302202', parent: '420302', kind: 'township' },
  { id: '420302202201', parent: '420302202', kind: 'village' },
]
const PLACE_NAMES: Record<string, string> = {
  '420302': '茅箭区',
  '420302201': '茅塔乡',
  '420302201201': '东沟村',
  '420302201202': '廖家村',
  '420302202': '大川镇',
  '420302202201': '卡子村',
}

export const lot = (lotId: string, wan: number, more: Partial<LotSupply> = {}): LotSupply => ({
  lotId,
  name: `资金${lotId}`,
  uses: ['road', 'water', 'industry'],
  book: 'poverty',
  poolClass: 'poolable',
  regions: null,
  usableTo: 2018,
  level: 'province',
  department: '区扶贫办',
  from: 2017,
  availableFen: fen(BigInt(wan) * WAN),
  ...more,
})

export const project = (projectId: string, wan: number, more: Partial<ProjectDemand> = {}): ProjectDemand => ({
  projectId,
  name: `项目${projectId}`,
  category: 'road',
  poverty: true,
  agriculture: true,
  household: false,
  regions: [],
  year: 2017,
  code: projectId,
  region: '420302201201',
  households: 10,
  score: 100,
  phases: [{ year: 2017, needFen: fen(BigInt(wan) * WAN), openFen: fen(BigInt(wan) * WAN) }],
  due: false,
  begun: false,
  ...more,
})

export const worldOf = (lots: LotSupply[], projects: ProjectDemand[], regions = REGIONS): LiveWorld => ({
  lots,
  heldLots: [],
  projects,
  regions,
  given: [],
  kept: [],
})

export const namesOf = (world: LiveWorld): TermNames => ({
  lots: new Map(world.lots.map((l) => [l.lotId, l.name])),
  projects: new Map(world.projects.map((p) => [p.projectId, { name: p.name, region: p.region, category: p.category }])),
  regions: new Map(REGIONS.map((r) => [r.id, { name: PLACE_NAMES[r.id]!, level: r.kind, parent: r.parent }])),
})

export const WORLD = worldOf(
  [lot('L1', 100), lot('L2', 60, { book: 'coordination', level: 'district' })],
  [project('P1', 80), project('P2', 50)],
)
export const terms = (more: Partial<ScenarioTerms>): ScenarioTerms => ({ ...standardTerms(2017), ...more })
export const build = (t: ScenarioTerms, world = WORLD) => buildProblem('测试', t, world, namesOf(world))
export const problem = (more: Partial<ScenarioTerms>, world = WORLD) => must(build(terms(more), world))
