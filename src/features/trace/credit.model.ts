/**
 * Departments' credit from the finest grain there is: the money of one department, level and year in one project, contract and stage.
 * Households are shared at that grain by largest remainder, so that every grouping adds up exactly. Rules: policy/credit.ts. Pure.
 */
import { groupBy } from '#kernel/collect.ts'
import { fen, split } from '#kernel/money.ts'
import { creditWeight, unfinishedStages } from '#policy/credit.ts'
import { fourAmounts, NO_MONEY, STAGE_COLUMNS, type StageAmounts } from '#features/ledger/amounts.model.ts'

/** Money of one department, level, year, project and contract; without a project while it is not allocated. */
export interface CreditRow extends StageAmounts {
  readonly department: string
  readonly level: string
  readonly year: number
  readonly project_id: string
  readonly contract_id: string
}

export interface CreditProject {
  readonly project_id: string
  readonly code: string
  readonly name: string
  readonly category: string
  readonly year: number
  readonly place: string
  /** The code of its village, township or district. */
  readonly region: string | null
  readonly households: number
}

/** What one department, level and year has in one project. */
export interface Part {
  readonly department: string
  readonly level: string
  readonly year: number
  readonly projectId: string
  readonly amounts: StageAmounts
  /** What decides: policy `creditWeight`. */
  readonly weight: bigint
  readonly households: bigint
  /** Paid by it, whole contract finished. */
  readonly finished: readonly string[]
}

export interface CreditFilter {
  readonly department?: string | undefined
  readonly level?: string | undefined
  readonly year?: number | undefined
}

const addAmounts = (a: StageAmounts, b: StageAmounts): StageAmounts =>
  Object.fromEntries(STAGE_COLUMNS.map((name) => [name, a[name] + b[name]])) as Record<keyof StageAmounts, bigint>

export const sumAmounts = (all: readonly StageAmounts[]): StageAmounts => all.reduce(addAmounts, NO_MONEY)

const weightOf = (amounts: StageAmounts): bigint => fourAmounts(amounts)[creditWeight]

/** Contracts that were paid and hold nothing any more. */
function finishedContracts(rows: readonly CreditRow[]): Set<string> {
  const whole = groupBy(
    rows.filter((r) => r.contract_id !== ''),
    (r) => r.contract_id,
  )
  return new Set(
    [...whole].flatMap(([id, parts]) => {
      const amounts = sumAmounts(parts)
      return fourAmounts(amounts).paid > 0n && unfinishedStages.every((stage) => amounts[stage] === 0n) ? [id] : []
    }),
  )
}

/** The whole district in parts, in a lasting order; money without a project is a part with none. */
export function creditParts(rows: readonly CreditRow[], projects: ReadonlyMap<string, CreditProject>): Part[] {
  const finished = finishedContracts(rows)
  const byPart = groupBy(rows, (r) => JSON.stringify([r.project_id, r.department, r.level, r.year]))
  const parts = [...byPart.keys()].sort().map((key): Part => {
    const own = byPart.get(key)!
    const amounts = sumAmounts(own)
    const { department, level, year, project_id: projectId } = own[0]!
    const paid = own.filter((r) => finished.has(r.contract_id) && fourAmounts(r).paid > 0n).map((r) => r.contract_id)
    return {
      department,
      level,
      year,
      projectId,
      amounts,
      weight: projectId === '' ? 0n : weightOf(amounts),
      households: 0n,
      finished: paid,
    }
  })
  return [...groupBy(parts, (p) => p.projectId).entries()].flatMap(([projectId, own]) => {
    const weights = own.map((p) => p.weight)
    if (projectId === '' || weights.every((w) => w === 0n)) return own
    // Households are counted out by the same largest remainder as fen are.
    const shares = split(fen(BigInt(projects.get(projectId)?.households ?? 0)), weights)
    return own.map((p, i) => ({ ...p, households: shares[i]! as bigint }))
  })
}

export interface Credit {
  readonly amounts: StageAmounts
  readonly projects: number
  readonly townships: number
  readonly villages: number
  readonly households: bigint
  readonly contractsFinished: number
}

const VILLAGE = 12
const TOWNSHIP = 9

const places = (parts: readonly Part[], projects: ReadonlyMap<string, CreditProject>, digits: number): Set<string> =>
  new Set(
    parts.flatMap((p) => {
      const region = p.weight > 0n ? projects.get(p.projectId)?.region : null
      return region && region.length >= digits ? [region.slice(0, digits)] : []
    }),
  )

export const inFilter =
  ({ department, level, year }: CreditFilter) =>
  (p: { readonly department: string; readonly level: string; readonly year: number }): boolean =>
    (department === undefined || p.department === department) &&
    (level === undefined || p.level === level) &&
    (year === undefined || p.year === year)

export const creditOf = (parts: readonly Part[], projects: ReadonlyMap<string, CreditProject>): Credit => ({
  amounts: sumAmounts(parts.map((p) => p.amounts)),
  projects: new Set(parts.filter((p) => p.weight > 0n).map((p) => p.projectId)).size,
  townships: places(parts, projects, TOWNSHIP).size,
  villages: places(parts, projects, VILLAGE).size,
  households: parts.reduce((all, p) => all + p.households, 0n),
  contractsFinished: new Set(parts.flatMap((p) => p.finished)).size,
})

/** One project of a department: its own money in it, beside all money in it. */
export interface ProjectShare {
  readonly project: CreditProject
  readonly amounts: StageAmounts
  readonly weight: bigint
  readonly whole: bigint
  readonly households: bigint
  readonly contractsFinished: number
}

/** Projects with money of `own`, the largest first; `all` are the parts of every department. */
export function projectShares(own: readonly Part[], all: readonly Part[], projects: ReadonlyMap<string, CreditProject>): ProjectShare[] {
  const whole = new Map<string, bigint>()
  for (const p of all) whole.set(p.projectId, (whole.get(p.projectId) ?? 0n) + p.weight)
  return [...groupBy(own, (p) => p.projectId).entries()]
    .flatMap(([id, parts]) => {
      const project = projects.get(id)
      const weight = parts.reduce((sum, p) => sum + p.weight, 0n)
      if (!project || weight === 0n) return []
      const { amounts, households, contractsFinished } = creditOf(parts, projects)
      return [{ project, amounts, weight, whole: whole.get(id)!, households, contractsFinished }]
    })
    .sort((a, b) => (a.weight === b.weight ? (a.project.code < b.project.code ? -1 : 1) : a.weight > b.weight ? -1 : 1))
}

/** Hundredths of a percent, rounded half up, for showing only. */
export const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 20_000n + whole) / (whole * 2n)) / 100)
