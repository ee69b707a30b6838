/** Plans side by side: what moved between them, for whom, from which money and why. The first plan is what the others are held against. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { refusals, type Text } from '#kernel/outcome.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { FundLevel } from '#policy/fund-catalogue.ts'
import type { SliceFen } from './allocation.model.ts'

export const refuse = refusals({
  compare_two: { kind: 'invalid', zh: '请选两个或三个不同的方案来比较', en: 'Choose two or three different plans to compare' },
})

export interface PlanLot {
  readonly lotId: string
  readonly docNo: string
  readonly fundName: string
  readonly level: FundLevel
  readonly department: string
  readonly book: BookKey
  readonly poolClass: string
  readonly usableTo: number
  readonly catalogue: string
}

export interface PlanProject {
  readonly projectId: string
  readonly code: string
  readonly name: string
  readonly category: CategoryKey
  readonly poverty: boolean
  readonly household: boolean
  readonly place: string
  readonly content: string
  readonly unit: string
  readonly households: number
  /** Code and name of the township; '' and 全区 where the project is of no township. */
  readonly township: string
  readonly townshipName: string
  readonly village: string | null
  readonly villageName: string | null
  /** Of its phases as they stand now. */
  readonly needs: ReadonlyMap<number, Fen>
}

export interface ComparedPlan {
  readonly planId: string
  readonly slices: readonly SliceFen[]
  /** Everything its problem had: a project or lot that is not there was not thought of. */
  readonly projectIds: ReadonlySet<string>
  readonly lotIds: ReadonlySet<string>
  readonly unfunded: ReadonlyMap<string, Text>
}

export const changeKinds = {
  same: { zh: '没有变化', en: 'Unchanged' },
  gained: { zh: '新安排', en: 'Newly funded' },
  lost: { zh: '不再安排', en: 'No longer funded' },
  more: { zh: '增加', en: 'More' },
  less: { zh: '减少', en: 'Less' },
  moved: { zh: '换了资金或项目', en: 'Other money or projects' },
} as const satisfies Record<string, Text>

export type ChangeKind = keyof typeof changeKinds

export interface ComparedRow {
  readonly id: string
  readonly amounts: readonly Fen[]
  /** Against the first plan, one for each other plan. */
  readonly changes: readonly { readonly kind: ChangeKind; readonly because: Text }[]
  readonly changed: boolean
}

const total = (slices: readonly SliceFen[]): Fen => fen(slices.reduce((sum, s) => sum + s.amountFen, 0n))

/** `lot → amount` or `project → amount` of one row in one plan, the parts that are compared to see what moved. */
function partsBy(slices: readonly SliceFen[], key: (s: SliceFen) => string): Map<string, Fen> {
  return new Map([...groupBy(slices, key)].map(([id, own]) => [id, total(own)]))
}

const sameParts = (a: ReadonlyMap<string, Fen>, b: ReadonlyMap<string, Fen>): boolean =>
  a.size === b.size && [...a].every(([id, amount]) => b.get(id) === amount)

function kindOf(first: readonly SliceFen[], other: readonly SliceFen[], key: (s: SliceFen) => string): ChangeKind {
  const [before, after] = [total(first), total(other)]
  if (before === 0n && after === 0n) return 'same'
  if (before === 0n) return 'gained'
  if (after === 0n) return 'lost'
  if (before !== after) return after > before ? 'more' : 'less'
  return sameParts(partsBy(first, key), partsBy(other, key)) ? 'same' : 'moved'
}

const wan = (amount: bigint) => `${formatFen(amount, '万元')} 万元`
const wanEn = (amount: bigint) => `${formatFen(amount, '万元')} (10k yuan)`

export interface Names {
  readonly lot: (id: string) => string
  readonly project: (id: string) => string
}

/** Parts with their names, largest first, the first few of them. */
function listed(parts: ReadonlyMap<string, Fen>, name: (id: string) => string, most = 3): string {
  const sorted = [...parts].filter(([, amount]) => amount !== 0n).sort((a, b) => (a[1] === b[1] ? 0 : a[1] > b[1] ? -1 : 1))
  const words = sorted.slice(0, most).map(([id, amount]) => `${name(id)} ${wan(amount)}`)
  return sorted.length > most ? `${words.join('、')}等 ${sorted.length} 笔` : words.join('、')
}

const NOT_THOUGHT_OF: Text = { zh: '不在这个方案的测算范围里', en: 'not part of what this plan was solved from' }

export function compareProjects(plans: readonly ComparedPlan[], names: Names): ComparedRow[] {
  const byPlan = plans.map((p) => groupBy(p.slices, (s) => s.projectId))
  const ids = [...new Set(plans.flatMap((p) => [...p.projectIds, ...p.slices.map((s) => s.projectId)]))]
  return ids.map((id) => {
    const own = byPlan.map((slices) => slices.get(id) ?? [])
    const changes = plans.slice(1).map((plan, i) => {
      const kind = kindOf(own[0]!, own[i + 1]!, (s) => `${s.lotId}/${s.year}`)
      return { kind, because: whyProject(id, kind, [plans[0]!, plan], [own[0]!, own[i + 1]!], names) }
    })
    return { id, amounts: own.map(total), changes, changed: changes.some((c) => c.kind !== 'same') }
  })
}

type Pair<T> = readonly [T, T]

const whyNot = (plan: ComparedPlan, id: string): Text => plan.unfunded.get(id) ?? NOT_THOUGHT_OF

function whyProject(
  id: string,
  kind: ChangeKind,
  [first, other]: Pair<ComparedPlan>,
  [a, b]: Pair<readonly SliceFen[]>,
  names: Names,
): Text {
  const sources = (slices: readonly SliceFen[]) =>
    listed(
      partsBy(slices, (s) => s.lotId),
      names.lot,
    )
  if (kind === 'gained') {
    const why = whyNot(first, id)
    return { zh: `由${sources(b)}支付；前一方案没有安排：${why.zh}`, en: `Paid by ${sources(b)}; before: ${why.en}` }
  }
  if (kind === 'lost') return { zh: `没有安排：${whyNot(other, id).zh}`, en: `Not funded: ${whyNot(other, id).en}` }
  if (kind === 'more' || kind === 'less') {
    const [before, after] = [total(a), total(b)]
    return {
      zh: `安排 ${wan(before)} 变为 ${wan(after)}（规模或年度不同）`,
      en: `${wanEn(before)} becomes ${wanEn(after)} (another size or other years)`,
    }
  }
  if (kind === 'moved')
    return { zh: `金额不变，资金由${sources(a)}换为${sources(b)}`, en: `Same amount; paid by ${sources(b)} instead of ${sources(a)}` }
  return { zh: '', en: '' }
}

export function compareLots(plans: readonly ComparedPlan[], names: Names): ComparedRow[] {
  const byPlan = plans.map((p) => groupBy(p.slices, (s) => s.lotId))
  const ids = [...new Set(plans.flatMap((p) => [...p.lotIds, ...p.slices.map((s) => s.lotId)]))]
  return ids.map((id) => {
    const own = byPlan.map((slices) => slices.get(id) ?? [])
    const changes = plans.slice(1).map((_, i) => {
      const kind = kindOf(own[0]!, own[i + 1]!, (s) => `${s.projectId}/${s.year}`)
      return { kind, because: kind === 'same' ? { zh: '', en: '' } : whyLot([own[0]!, own[i + 1]!], names) }
    })
    return { id, amounts: own.map(total), changes, changed: changes.some((c) => c.kind !== 'same') }
  })
}

/** What the lot pays more of and what less of. */
function whyLot([a, b]: Pair<readonly SliceFen[]>, names: Names): Text {
  const [before, after] = [partsBy(a, (s) => s.projectId), partsBy(b, (s) => s.projectId)]
  const up = new Map<string, Fen>()
  const down = new Map<string, Fen>()
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(id) ?? 0n) - (before.get(id) ?? 0n)
    if (change > 0n) up.set(id, fen(change))
    if (change < 0n) down.set(id, fen(-change))
  }
  const zh = [up.size > 0 ? `多给${listed(up, names.project)}` : '', down.size > 0 ? `少给${listed(down, names.project)}` : '']
  const en = [up.size > 0 ? `more for ${listed(up, names.project)}` : '', down.size > 0 ? `less for ${listed(down, names.project)}` : '']
  return { zh: zh.filter((t) => t !== '').join('；'), en: en.filter((t) => t !== '').join('; ') }
}

export interface ComparedGroup {
  readonly key: string
  readonly amounts: readonly Fen[]
  readonly projects: readonly number[]
}

/** Money and projects of each township or category, plan by plan; largest in the first plan first. */
export function compareGroups(plans: readonly ComparedPlan[], keyOf: (projectId: string) => string): ComparedGroup[] {
  const groups = plans.map((p) => groupBy(p.slices, (s) => keyOf(s.projectId)))
  const keys = [...new Set(groups.flatMap((g) => [...g.keys()]))]
  return keys
    .map((key) => ({
      key,
      amounts: groups.map((g) => total(g.get(key) ?? [])),
      projects: groups.map((g) => new Set((g.get(key) ?? []).map((s) => s.projectId)).size),
    }))
    .sort((a, b) => (a.amounts[0]! === b.amounts[0]! ? a.key.localeCompare(b.key) : a.amounts[0]! > b.amounts[0]! ? -1 : 1))
}
