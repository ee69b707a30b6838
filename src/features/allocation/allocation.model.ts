/** Between the books and the solver: what stops a solve or an adoption, and what is checked again before a plan is adopted. Pure. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { type LotFacts, permits, type PurposeFacts } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import type { Instance, Result } from './engine/format.ts'
import type { OpenPhase } from './instance.model.ts'

export { buildInstance, type LotSupply, type PlanSettings, type ProjectDemand, stepOf, toFen } from './instance.model.ts'

export const refuse = refusals({
  nothing_to_allocate: {
    kind: 'rule-not-met',
    zh: '{year} 年没有可安排的资金；请先登记资金文件和到账',
    en: 'No money is available for {year}; register fund documents and receipts first',
  },
  terms_wrong: {
    kind: 'rule-not-met',
    zh: '测算口径有 {count} 处与现有资金、项目或规则不符，没有开始测算；请按提示修改口径',
    en: 'The terms do not fit the money, the projects or the rules in {count} places; nothing was solved. Change them as shown',
  },
  too_many_projects: {
    kind: 'rule-not-met',
    zh: '{year} 年起待安排的项目有 {count} 个，超过一次测算的上限 {limit} 个；请缩短年限，或先在项目库里分批',
    en: '{count} projects wait for money from {year} on, more than the {limit} one solve takes; plan fewer years or enter them in batches',
  },
  year_missing: {
    kind: 'invalid',
    zh: '没有说明按哪个测算口径、哪一年测算；请选择测算口径，或填写年度',
    en: 'Neither a scenario nor a year is given; choose a scenario or enter the year',
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
    en: 'Things have changed since the plan was solved: {whatEn}; solve it again',
  },
  decided_in_future: { kind: 'invalid', zh: '决定日期 {date} 晚于今天，请改正', en: 'The date of the decision {date} is in the future' },
})

export interface SliceFen {
  readonly lotId: string
  readonly projectId: string
  readonly year: number
  readonly amountFen: Fen
}

interface WorldProject {
  readonly code: string
  readonly state: ProjectState
  /** What its first phase needs. */
  readonly needFen: Fen
  /** What is open of each phase; without them only the first phase of a project without money may be funded. */
  readonly phases?: readonly OpenPhase[]
}

/** The world as it is when a plan is to be adopted. */
export interface World {
  readonly available: ReadonlyMap<string, { readonly book: BookKey; readonly balanceFen: Fen }>
  readonly projects: ReadonlyMap<string, WorldProject>
  readonly lots: ReadonlyMap<string, LotFacts>
  readonly purposes: ReadonlyMap<string, PurposeFacts>
}

/** How much of a project that may be built in part a plan builds: so many of so many units. */
export type PartSizes = ReadonlyMap<string, { readonly units: number; readonly of: number }>

export function partSizes(problem: Instance, proposal: Result): PartSizes {
  const most = new Map(problem.projects.flatMap((p) => (p.units ? [[p.id, p.units.max] as const] : [])))
  return new Map(proposal.funded.flatMap((f) => (most.has(f.project) ? [[f.project, { units: f.units, of: most.get(f.project)! }]] : [])))
}

/** Every slice must still be payable, every phase still open and funded in full (or by whole units); else the plan is out of date. */
export function checkWorld(slices: readonly SliceFen[], world: World, sizes: PartSizes = new Map()): Outcome<null> {
  if (slices.length === 0) return refuse('plan_empty')
  for (const [lotId, own] of groupBy(slices, (s) => s.lotId)) {
    const lot = world.available.get(lotId)
    const wanted = own.reduce((sum, s) => sum + s.amountFen, 0n)
    const name = world.lots.get(lotId)?.name ?? lotId
    const [has, asked] = [formatFen(lot?.balanceFen ?? 0n), formatFen(wanted)]
    if (!lot || lot.balanceFen < wanted)
      return worldChanged(
        `“${name}”现有可安排 ${has} 元，方案要用 ${asked} 元`,
        `“${name}” has ${has} yuan available, the plan takes ${asked}`,
      )
  }
  for (const [projectId, own] of groupBy(slices, (s) => s.projectId)) {
    const changed = projectChanged(projectId, own, world, sizes)
    if (changed) return worldChanged(changed.zh, changed.en)
  }
  for (const s of slices) {
    const lot = world.lots.get(s.lotId)
    const purpose = world.purposes.get(s.projectId)
    if (lot && purpose && permits(lot, purpose).truth === 'true') continue
    const [from, to] = [lot?.name ?? s.lotId, purpose?.name ?? s.projectId]
    return worldChanged(`“${from}”不再允许用于项目 ${to}`, `“${from}” may no longer pay ${to}`)
  }
  return ok(null)
}

export const worldChanged = (zh: string, en: string) => refuse('world_changed', { what: zh, whatEn: en })

/** What about a project is no longer as the plan has it, or null. */
function projectChanged(projectId: string, slices: readonly SliceFen[], world: World, sizes: PartSizes): Text | null {
  const project = world.projects.get(projectId)
  const waiting = project?.state === 'in-library' || (project?.phases !== undefined && project.phases.length > 0)
  const code = project?.code ?? projectId
  if (!project || !waiting) return { zh: `项目 ${code} 已不在待安排状态`, en: `project ${code} no longer waits for money` }
  const part = sizes.get(projectId) ?? { units: 1, of: 1 }
  for (const [year, own] of groupBy(slices, (s) => s.year)) {
    const openFen = project.phases ? (project.phases.find((p) => p.year === year)?.openFen ?? fen(0n)) : project.needFen
    const wanted = (openFen / BigInt(part.of)) * BigInt(part.units)
    const given = own.reduce((sum, s) => sum + s.amountFen, 0n)
    const [needs, gets] = [formatFen(wanted), formatFen(given)]
    if (given !== wanted)
      return {
        zh: `项目 ${code} ${year} 年需 ${needs} 元，方案给 ${gets} 元`,
        en: `project ${code} needs ${needs} yuan in ${year}, the plan gives ${gets}`,
      }
  }
  return null
}
