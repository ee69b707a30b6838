/**
 * Between the books and the solver: the problem is built from live lots and projects, amounts in steps of the largest
 * unit that divides every need, and the answer is turned back into fen. Pure; what is adopted is checked here again.
 */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { invariant, ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { type LotFacts, permits, type PurposeFacts } from '#features/ledger/ledger.model.ts'
import { books, type BookKey } from '#policy/books.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { INSTANCE_FORMAT, type Instance, type Level, type Lot, OBJECTIVES, type Project, type Region } from './engine/format.ts'

export const refuse = refusals({
  nothing_to_allocate: {
    kind: 'rule-not-met',
    zh: '{year} 年没有可安排的资金；请先登记资金文件和到账',
    en: 'No money is available for {year}; register fund documents and receipts first',
  },
  no_projects: {
    kind: 'rule-not-met',
    zh: '项目库里没有 {year} 年待安排的项目；请先导入项目',
    en: 'The library has no project of {year} waiting for money; import projects first',
  },
  plan_unknown: { kind: 'not-found', zh: '没有编号为 {plan} 的方案', en: 'There is no plan {plan}' },
  run_unknown: { kind: 'not-found', zh: '这次测算已结束或不存在，请重新测算', en: 'This solve has ended or never was; start it again' },
  plan_not_draft: { kind: 'conflict', zh: '方案已经是“{state}”，不能再办理', en: 'The plan is already "{state}"' },
  plan_unverified: {
    kind: 'rule-not-met',
    zh: '方案没有通过独立核验，不能采纳：{violation}',
    en: 'The plan does not pass the independent check and cannot be adopted: {violation}',
  },
  plan_empty: { kind: 'rule-not-met', zh: '方案没有安排任何资金', en: 'The plan allocates nothing' },
  world_changed: {
    kind: 'conflict',
    zh: '测算之后情况已变化：{what}；请重新测算',
    en: 'Things have changed since the plan was solved: {what}; solve it again',
  },
  decided_in_future: { kind: 'invalid', zh: '决定日期 {date} 晚于今天，请改正', en: 'The date of the decision {date} is in the future' },
})

export interface LotSupply extends LotFacts {
  readonly level: string
  readonly department: string
  readonly from: number
  readonly availableFen: Fen
}

export interface ProjectDemand extends PurposeFacts {
  readonly code: string
  readonly region: string
  readonly households: number
  readonly score: number
  readonly needFen: Fen
}

export interface PlanSettings {
  readonly year: number
  readonly maxSources: number
  readonly minSliceFen: bigint
  readonly excludeProjects: readonly string[]
  readonly includeProjects: readonly string[]
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))

/** The largest step that divides every need: the solver counts in whole steps, so no fen is ever rounded. */
export const stepOf = (needs: readonly bigint[]): bigint => needs.reduce((step, need) => gcd(step, need), 0n) || 1n

const LEVELS: Readonly<Record<string, Level>> = {
  central: 'central',
  province: 'province',
  city: 'city',
  district: 'county',
  social: 'county',
  financing: 'county',
}

/** Steps fit a plain number: the optimiser is one of the two places where money may be one. */
const inSteps = (amount: bigint, step: bigint): number => {
  const steps = amount / step
  invariant(steps <= BigInt(Number.MAX_SAFE_INTEGER), 'allocation', 'amount too large for the solver')
  return Number(steps)
}

export function buildInstance(
  name: string,
  settings: PlanSettings,
  lots: readonly LotSupply[],
  projects: readonly ProjectDemand[],
  regions: readonly Region[],
): { instance: Instance; step: bigint } {
  const step = stepOf(projects.map((p) => p.needFen))
  const instance: Instance = {
    format: INSTANCE_FORMAT,
    name,
    seed: 1,
    years: [settings.year],
    rules: {
      grain: 1,
      minSlice: Math.max(1, inSteps(settings.minSliceFen, step)),
      maxSources: settings.maxSources,
      objectives: [...OBJECTIVES],
    },
    regions,
    lots: lots.map((l) => lotOf(l, step)).filter((l) => l.amount > 0),
    projects: projects.map((p) => projectOf(p, settings.year, step)),
    groups: [],
    overrides: { pin: [], forbid: [], include: settings.includeProjects, exclude: settings.excludeProjects },
  }
  return { instance, step }
}

const lotOf = (l: LotSupply, step: bigint): Lot => ({
  id: l.lotId,
  dept: l.department,
  ledger: books[l.book].letter,
  level: l.book === 'financing' ? 'debt' : (LEVELS[l.level] ?? 'county'),
  amount: inSteps(l.availableFen, step),
  from: l.from,
  to: l.usableTo,
  categories: l.uses,
  household: l.poolClass === 'personal',
  regions: l.regions,
  industries: null,
  maxShare: null,
  minShare: null,
  caps: [],
})

const projectOf = (p: ProjectDemand, year: number, step: bigint): Project => ({
  id: p.projectId,
  region: p.region,
  village: null,
  category: p.category,
  industry: null,
  poverty: p.poverty,
  agri: p.agriculture,
  household: p.household,
  banned: false,
  statutory: false,
  score: p.score,
  benefit: p.score,
  households: p.households,
  phases: [{ year, need: inSteps(p.needFen, step) }],
  units: null,
  match: null,
  maxDebtShare: null,
})

export interface SliceFen {
  readonly lotId: string
  readonly projectId: string
  readonly year: number
  readonly amountFen: Fen
}

/** The world as it is when a plan is to be adopted. */
export interface World {
  readonly available: ReadonlyMap<string, { readonly book: BookKey; readonly balanceFen: Fen }>
  readonly projects: ReadonlyMap<string, { readonly code: string; readonly state: ProjectState; readonly needFen: Fen }>
  readonly lots: ReadonlyMap<string, LotFacts>
  readonly purposes: ReadonlyMap<string, PurposeFacts>
}

/** Every slice must still be payable, every project still waiting and funded in full; else the plan is out of date. */
export function checkWorld(slices: readonly SliceFen[], world: World): Outcome<null> {
  if (slices.length === 0) return refuse('plan_empty')
  for (const [lotId, own] of groupBy(slices, (s) => s.lotId)) {
    const lot = world.available.get(lotId)
    const wanted = own.reduce((sum, s) => sum + s.amountFen, 0n)
    const name = world.lots.get(lotId)?.name ?? lotId
    if (!lot || lot.balanceFen < wanted)
      return refuse('world_changed', {
        what: `“${name}”现有可安排 ${formatFen(lot?.balanceFen ?? 0n)} 元，方案要用 ${formatFen(wanted)} 元`,
      })
  }
  for (const [projectId, own] of groupBy(slices, (s) => s.projectId)) {
    const project = world.projects.get(projectId)
    if (!project || project.state !== 'in-library')
      return refuse('world_changed', { what: `项目 ${project?.code ?? projectId} 已不在待安排状态` })
    const given = own.reduce((sum, s) => sum + s.amountFen, 0n)
    if (given !== project.needFen)
      return refuse('world_changed', { what: `项目 ${project.code} 需 ${formatFen(project.needFen)} 元，方案给 ${formatFen(given)} 元` })
  }
  for (const s of slices) {
    const lot = world.lots.get(s.lotId)
    const purpose = world.purposes.get(s.projectId)
    if (!lot || !purpose || permits(lot, purpose).truth !== 'true')
      return refuse('world_changed', { what: `“${lot?.name ?? s.lotId}”不再允许用于项目 ${purpose?.name ?? s.projectId}` })
  }
  return ok(null)
}

export const toFen = (steps: number, step: bigint): Fen => fen(BigInt(steps) * step)
