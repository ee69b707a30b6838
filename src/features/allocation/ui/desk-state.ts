/** A plan under the hand: slices by lot, project and year, every change undone and redone, and the sums that follow. Pure. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { checkDesk, deskPartners, showDesk } from '../desk.contract.ts'

export type Desk = AnswerOf<typeof showDesk>
export type DeskLot = Desk['lots'][number]
export type DeskProject = Desk['projects'][number]
export type Partner = AnswerOf<typeof deskPartners>['partners'][number]
export type Checked = AnswerOf<typeof checkDesk>
export type Told = Checked['violations'][number]

export interface Place {
  readonly lotId: string
  readonly projectId: string
  readonly year: number
}

export interface Slice extends Place {
  readonly amountFen: bigint
}

export type Slices = ReadonlyMap<string, Slice>

export const keyOf = ({ lotId, projectId, year }: Place): string => `${lotId} ${projectId} ${year}`

export const slicesFrom = (list: readonly (Place & { readonly amountFen: string | bigint })[]): Slices =>
  new Map(list.map((s) => [keyOf(s), { ...s, amountFen: BigInt(s.amountFen) }]))

export const wire = (slices: Slices) => [...slices.values()].map((s) => ({ ...s, amountFen: s.amountFen.toString() }))

/** Puts an amount in a place; nothing, or less, takes the slice away. */
export function put(slices: Slices, place: Place, amountFen: bigint): Slices {
  const next = new Map(slices)
  const { lotId, projectId, year } = place
  if (amountFen > 0n) next.set(keyOf(place), { lotId, projectId, year, amountFen })
  else next.delete(keyOf(place))
  return next
}

export const amountAt = (slices: Slices, place: Place): bigint => slices.get(keyOf(place))?.amountFen ?? 0n

export const unfund = (slices: Slices, projectId: string): Slices => new Map([...slices].filter(([, s]) => s.projectId !== projectId))

/** Takes over a part of one slice by another lot. */
export function takeOver(slices: Slices, mend: NonNullable<Told['mend']>): Slices {
  const { projectId, year } = mend
  const [from, to] = [
    { lotId: mend.lotId, projectId, year },
    { lotId: mend.byLotId, projectId, year },
  ]
  const amount = BigInt(mend.amountFen)
  return put(put(slices, from, amountAt(slices, from) - amount), to, amountAt(slices, to) + amount)
}

export const sameSlices = (a: Slices, b: Slices): boolean =>
  a.size === b.size && [...a].every(([key, slice]) => b.get(key)?.amountFen === slice.amountFen)

/** What differs from where it began, nothing for what is gone: short enough to be remembered however large the plan is. */
export const editsOf = (original: Slices, slices: Slices): Slice[] => [
  ...[...slices.values()].filter((s) => original.get(keyOf(s))?.amountFen !== s.amountFen),
  ...[...original.values()].filter((s) => !slices.has(keyOf(s))).map((s) => ({ ...s, amountFen: 0n })),
]

export const withEdits = (original: Slices, edits: readonly Slice[]): Slices => {
  const next = new Map(original)
  for (const s of edits) if (s.amountFen > 0n) next.set(keyOf(s), s)
  for (const s of edits) if (s.amountFen <= 0n) next.delete(keyOf(s))
  return next
}

interface Version {
  readonly no: number
  readonly slices: Slices
}

export interface History {
  readonly past: readonly Version[]
  readonly now: Version
  readonly future: readonly Version[]
  /** The next version's number: no two versions of a visit share one, so answers are kept by it. */
  readonly next: number
}

export type Change = { readonly to: (slices: Slices) => Slices } | 'undo' | 'redo'

export const begin = (slices: Slices): History => ({ past: [], now: { no: 0, slices }, future: [], next: 1 })

export function follow(history: History, change: Change): History {
  const { past, now, future, next } = history
  if (change === 'undo') {
    const last = past.at(-1)
    return last ? { past: past.slice(0, -1), now: last, future: [now, ...future], next } : history
  }
  if (change === 'redo') {
    const [first, ...rest] = future
    return first ? { past: [...past, now], now: first, future: rest, next } : history
  }
  const slices = change.to(now.slices)
  if (sameSlices(slices, now.slices)) return history
  return { past: [...past, now], now: { no: next, slices }, future: [], next: next + 1 }
}

export interface Sums {
  /** Left of each lot; below zero when it is overdrawn. */
  readonly left: ReadonlyMap<string, bigint>
  /** Given to each project, and what it needs for the size that its money means; zero need: not funded. */
  readonly given: ReadonlyMap<string, bigint>
  readonly lacks: ReadonlyMap<string, bigint>
}

const ceil = (a: bigint, b: bigint): bigint => (a + b - 1n) / b

/** Units a project's money means: by its fullest year, within what it may have. */
function unitsOf(project: DeskProject, byYear: ReadonlyMap<number, bigint>): bigint {
  const [min, max] = project.units ? [BigInt(project.units.min), BigInt(project.units.max)] : [1n, 1n]
  const asked = project.phases.map((p) => ceil(byYear.get(p.year) ?? 0n, BigInt(p.needFen)))
  const most = asked.reduce((a, b) => (a > b ? a : b), min)
  return most > max ? max : most
}

export const needOf = (project: DeskProject, units = BigInt(project.units?.max ?? 1)): bigint =>
  project.phases.reduce((sum, p) => sum + BigInt(p.needFen) * units, 0n)

export function sumsOf(desk: Desk, slices: Slices): Sums {
  const left = new Map(desk.lots.map((l) => [l.id, BigInt(l.amountFen)]))
  const byYear = new Map<string, Map<number, bigint>>()
  for (const s of slices.values()) {
    left.set(s.lotId, (left.get(s.lotId) ?? 0n) - s.amountFen)
    const years = byYear.get(s.projectId) ?? new Map<number, bigint>()
    years.set(s.year, (years.get(s.year) ?? 0n) + s.amountFen)
    byYear.set(s.projectId, years)
  }
  const given = new Map<string, bigint>()
  const lacks = new Map<string, bigint>()
  for (const project of desk.projects) {
    const years = byYear.get(project.id)
    const sum = [...(years?.values() ?? [])].reduce((a, b) => a + b, 0n)
    given.set(project.id, sum)
    lacks.set(project.id, (years ? needOf(project, unitsOf(project, years)) : needOf(project)) - sum)
  }
  return { left, given, lacks }
}

/** What differs from the plan it began from: slices new or changed, pairs that are gone, projects that lost all their money. */
export function changesOf(desk: Desk, slices: Slices) {
  const original = slicesFrom(desk.slices)
  const changed = [...slices.values()].filter((s) => original.get(keyOf(s))?.amountFen !== s.amountFen)
  const pairs = new Set([...slices.values()].map((s) => `${s.lotId} ${s.projectId}`))
  const gone = new Map<string, Place>()
  for (const s of original.values()) if (!pairs.has(`${s.lotId} ${s.projectId}`)) gone.set(`${s.lotId} ${s.projectId}`, s)
  const funded = new Set([...slices.values()].map((s) => s.projectId))
  const unfunded = [...new Set([...original.values()].map((s) => s.projectId))].filter((id) => !funded.has(id))
  return { changed, gone: [...gone.values()], unfunded }
}
