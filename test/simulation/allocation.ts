/** Allocation plans in the auditor's books: drafts as they were drawn up, what is against adopting one, and what an adoption posts. */
import type { Auditor } from './auditor.ts'
import { bare, type Moved, placeOf, total } from './book-rules.ts'
import { openBooks, those } from './judge-books.ts'
import { standingOf } from './plans.ts'
import type { RequestOf } from './requests.ts'

export interface Slice {
  readonly lot: string
  readonly project: string
  readonly year: number
  readonly amount: bigint
}

/** Reserved money of a project that an adjustment takes back to its lot. */
export type Release = Omit<Slice, 'year'>

export interface Plan {
  /** The plan that it adjusts. */
  readonly parent: string | null
  readonly slices: readonly Slice[]
  readonly releases: readonly Release[]
  state: 'draft' | 'adopted' | 'discarded'
}

/** Money fills the phases from the first on: what the year still lacks. What a contract saved of the first phase is not lacking. */
export function openIn(a: Auditor, id: string, year: number, back = 0n): bigint {
  const project = a.projects.get(id)!
  if (year === project.year && [...a.contracts.values()].some((c) => c.project === id)) return 0n
  let left = a.given(id) - back
  for (const phase of project.phases) {
    const filled = left < phase.need ? left : phase.need
    if (phase.year === year) return phase.need - filled
    left -= filled
  }
  return 0n
}

/** Projects that the plan and its adopted adjustments gave money to. */
export const familyOf = (a: Auditor, parent: string): Set<string> =>
  new Set(
    [...a.plans].flatMap(([id, p]) =>
      p.state === 'adopted' && (id === parent || p.parent === parent) ? p.slices.map((s) => s.project) : [],
    ),
  )

const sumOf = (parts: readonly Release[], matches: (r: Release) => boolean): bigint => total(parts.filter(matches))

export function planReasons(a: Auditor, r: RequestOf<'adopt' | 'discard'>): string[] {
  const plan = a.plans.get(r.plan)
  if (!plan) return ['plan_unknown']
  const decided = those(['plan_not_draft', plan.state !== 'draft'])
  if (r.act === 'discard') return decided
  const { slices, releases } = plan
  const family = plan.parent === null ? new Set<string>() : familyOf(a, plan.parent)
  const books = [...new Set([...slices, ...releases].map((s) => a.lots.get(s.lot)!.book))]
  const contracted = (id: string) => [...a.contracts.values()].some((c) => c.project === id)
  return [
    ...decided,
    ...those(
      ['decided_in_future', r.on > a.today],
      ['release_elsewhere', releases.some((x) => !family.has(x.project))],
      ['touches_contract', releases.some((x) => contracted(x.project))],
      ['release_too_much', releases.some((x) => sumOf(releases, (y) => y.lot === x.lot && y.project === x.project) > reservedOf(a, x))],
      ['world_changed', slices.some((s) => changed(a, s, slices, releases))],
      ['lot_undecided', slices.some((s) => standingOf(a, s.lot, r.on) === 'decide')],
      ['basis_missing', r.basis.trim() === ''],
    ),
    ...openBooks(a, books, r.on),
  ]
}

export const reservedOf = (a: Auditor, { lot, project }: Pick<Release, 'lot' | 'project'>): bigint =>
  a.held(placeOf('reserved', { ...bare(lot, a.lots.get(lot)!.book), project }))

/** The lot has not enough left for all that the plan wants of it, the year lacks another amount than it is given, or it may not pay. */
function changed(a: Auditor, s: Slice, slices: readonly Slice[], releases: readonly Release[]): boolean {
  const available = a.held(placeOf('available', bare(s.lot, a.lots.get(s.lot)!.book))) + sumOf(releases, (r) => r.lot === s.lot)
  const given = total(slices.filter((x) => x.project === s.project && x.year === s.year))
  const open = openIn(
    a,
    s.project,
    s.year,
    sumOf(releases, (r) => r.project === s.project),
  )
  return sumOf(slices, (x) => x.lot === s.lot) > available || given !== open || !a.mayPay(s.lot, s.project)
}

/** First what goes back, then what is given: a posting for each project and book. */
export function bookPlan(a: Auditor, r: RequestOf<'adopt' | 'discard'>): void {
  const plan = a.plans.get(r.plan)!
  plan.state = r.act === 'adopt' ? 'adopted' : 'discarded'
  if (r.act === 'discard') return
  const back = byProject(plan.releases, (x) => a.step(placeAt(a, x), 'reserved', 'available', x.amount))
  const given = byProject(plan.slices, (x) => a.step(placeAt(a, x), 'available', 'reserved', x.amount))
  a.books.open([...back, ...given].flat())
  for (const moves of back) a.books.post({ kind: 'release', date: r.on, who: r.who, moves })
  for (const moves of given) a.books.post({ kind: 'reservation', date: r.on, who: r.who, moves })
}

const placeAt = (a: Auditor, { lot, project }: Release) => ({ ...bare(lot, a.lots.get(lot)!.book), project })

function byProject(parts: readonly Release[], moveOf: (part: Release) => Moved): Moved[][] {
  const sorted = [...parts].sort((x, y) => (`${x.project} ${x.lot}` < `${y.project} ${y.lot}` ? -1 : 1))
  return [...new Set(sorted.map((x) => x.project))].map((project) => sorted.filter((x) => x.project === project).map(moveOf))
}
