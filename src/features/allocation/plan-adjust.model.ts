/** An adjustment of an adopted plan: what may go back to its lots, what stays because a contract holds it, and who gains and who loses. Pure. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import type { BookKey } from '#policy/books.ts'
import type { SliceFen, World } from './allocation.model.ts'
import type { OpenPhase } from './instance.model.ts'
import type { ChangeKind } from './plan-compare.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export const refuse = refusals({
  parent_not_adopted: {
    kind: 'conflict',
    zh: '方案“{plan}”现在是“{state}”，只有已采纳的方案才能调整',
    en: 'The plan "{plan}" is "{state}"; only an adopted plan can be adjusted',
  },
  parent_is_adjustment: {
    kind: 'conflict',
    zh: '“{plan}”本身是调整方案，请从原方案“{parent}”再编制一次调整',
    en: '"{plan}" is an adjustment itself; start another one from "{parent}"',
  },
  touches_contract: {
    kind: 'rule-not-met',
    zh: '项目 {project} 已签 {count} 份合同，它的资金不能通过调整方案收回；要减少合同，请先办合同核减',
    en: 'Project {project} has {count} contracts; an adjustment takes nothing from it. Reduce the contract first',
  },
  touches_supplement: {
    kind: 'rule-not-met',
    zh: '项目 {project} 上的“{lot}”是专账间补充来的，请先在“专账间补充”里退回',
    en: 'The money of "{lot}" on project {project} came from another book; give the supplement back first',
  },
  release_too_much: {
    kind: 'conflict',
    zh: '项目 {project} 上“{lot}”可收回 {have} 元，要收回 {want} 元；请减少，或刷新后重做',
    en: 'Of "{lot}" on project {project} {have} yuan can go back, {want} are asked; take less or reload',
  },
  release_elsewhere: {
    kind: 'invalid',
    zh: '项目 {project} 不是这个方案安排的，不能在这里收回',
    en: 'Project {project} was not funded by this plan; nothing of it can go back here',
  },
  adjusts_nothing: {
    kind: 'rule-not-met',
    zh: '调整方案既没有收回、也没有安排任何资金，请选要收回的资金或要安排的项目',
    en: 'The adjustment neither takes back nor gives anything; choose what it changes',
  },
  give_incomplete: {
    kind: 'rule-not-met',
    zh: '项目 {project} 在 {year} 年还需 {need} 元，手工安排了 {given} 元；请安排足额',
    en: 'Project {project} still needs {need} yuan in {year}, {given} are given by hand; give it in full',
  },
  give_unknown: {
    kind: 'rule-not-met',
    zh: '项目 {project} 现在不需要资金，或不在项目库里，不能安排',
    en: 'Project {project} needs no money now, or is not in the library',
  },
  give_infeasible: {
    kind: 'rule-not-met',
    zh: '按原方案的口径做不到：{what}请换资金、换项目，或多收回一些',
    en: 'This cannot be done under the terms of the plan: {whatEn} Choose other money or other projects, or take more back',
  },
})

export interface ReleaseFen {
  readonly lotId: string
  readonly book: BookKey
  readonly projectId: string
  readonly amountFen: Fen
}

/** Reserved money of one lot on one project, as it lies in the books. */
export interface Holding {
  readonly lotId: string
  readonly book: BookKey
  readonly projectId: string
  readonly reservedFen: Fen
  readonly lotBook: BookKey
  readonly lotName: string
  readonly project: string
  readonly contracts: number
}

/** Why it may not go back, or null. */
export function fixedBecause(h: Holding): Text | null {
  if (h.contracts > 0) return { zh: `已签 ${h.contracts} 份合同，不能收回`, en: `${h.contracts} contracts; it stays` }
  if (h.book !== h.lotBook) return { zh: '专账间补充的资金，先办退回', en: 'from another book; give the supplement back first' }
  return null
}

const keyOf = (r: { lotId: string; book: string; projectId: string }) => `${r.lotId}/${r.book}/${r.projectId}`

/** Every release must still be free: no contract on the project, and no more than lies there. */
export function checkReleases(
  releases: readonly ReleaseFen[],
  holdings: readonly Holding[],
  family: ReadonlySet<string>,
): Outcome<readonly ReleaseFen[]> {
  const there = new Map(holdings.map((h) => [keyOf(h), h]))
  for (const [key, own] of groupBy(releases, keyOf)) {
    const [{ projectId }] = own as [ReleaseFen]
    const held = there.get(key)
    const project = held?.project ?? holdings.find((h) => h.projectId === projectId)?.project ?? projectId
    if (!family.has(projectId)) return refuse('release_elsewhere', { project })
    const contracts = holdings.find((h) => h.projectId === projectId)?.contracts ?? 0
    if (contracts > 0) return refuse('touches_contract', { project, count: contracts })
    if (held && held.book !== held.lotBook) return refuse('touches_supplement', { project, lot: held.lotName })
    const want = own.reduce((sum, r) => sum + r.amountFen, 0n)
    if (want <= 0n || !held || held.reservedFen < want)
      return refuse('release_too_much', {
        project,
        lot: held?.lotName ?? '',
        have: formatFen(held?.reservedFen ?? 0n),
        want: formatFen(want),
      })
  }
  return ok(releases)
}

/** What goes back, by project. */
export function backOf(releases: readonly ReleaseFen[]): Map<string, bigint> {
  const back = new Map<string, bigint>()
  for (const r of releases) back.set(r.projectId, (back.get(r.projectId) ?? 0n) + r.amountFen)
  return back
}

/** What a family of adopted steps keeps for each project and year; what goes back is taken from the latest year first. */
export function keptOf(steps: readonly Step[]): { projectId: string; year: number; amountFen: Fen }[] {
  const back = backOf(steps.flatMap((s) => s.releases))
  return [
    ...groupBy(
      steps.flatMap((s) => s.slices),
      (s) => s.projectId,
    ),
  ].flatMap(([projectId, own]) => {
    let gone = back.get(projectId) ?? 0n
    return [...groupBy(own, (s) => s.year)]
      .sort(([a], [b]) => b - a)
      .flatMap(([year, parts]) => {
        const given = parts.reduce((sum, s) => sum + s.amountFen, 0n)
        const taken = gone < given ? gone : given
        gone -= taken
        return given > taken ? [{ projectId, year, amountFen: fen(given - taken) }] : []
      })
  })
}

/** Who can still get and give money when an adjustment is solved. */
interface Open {
  readonly projects: readonly { readonly projectId: string; readonly begun: boolean }[]
  readonly lots: readonly { readonly lotId: string }[]
}

/** The terms a plan was solved under, as far as they speak of what is still open; what was settled by its adoption stays settled. */
export function openTerms(terms: ScenarioTerms, { projects, lots }: Open, leaveOut: readonly string[]): ScenarioTerms {
  const out = new Set([...terms.excludeProjects, ...leaveOut])
  const begun = new Map(projects.map((p) => [p.projectId, p.begun]))
  const there = new Set(lots.map((l) => l.lotId))
  const waits = (projectId: string) => begun.has(projectId) && !out.has(projectId)
  return {
    ...terms,
    includeProjects: terms.includeProjects.filter(waits),
    excludeProjects: [...out],
    matching: terms.matching.filter((m) => begun.has(m.projectId)),
    scalable: terms.scalable.filter((s) => begun.get(s.projectId) === false),
    pins: terms.pins.filter((p) => waits(p.projectId) && there.has(p.lotId)),
  }
}

/** What is given by hand under the same caps: in the plan's first year, each project in full; floors do not bind it. */
export function handTerms(terms: ScenarioTerms, gives: readonly { lotId: string; projectId: string; amountFen: Fen }[]): ScenarioTerms {
  const chosen = new Set(gives.map((g) => g.projectId))
  return {
    ...terms,
    limits: terms.limits.map((l) => ({ ...l, minFen: 0n })),
    includeProjects: [...chosen],
    excludeProjects: terms.excludeProjects.filter((id) => !chosen.has(id)),
    matching: terms.matching.filter((m) => chosen.has(m.projectId)),
    scalable: [],
    pins: gives.map((g) => ({ ...g, year: terms.year })),
  }
}

export interface Difference {
  readonly id: string
  readonly beforeFen: Fen
  readonly releasedFen: Fen
  readonly givenFen: Fen
  readonly afterFen: Fen
  readonly kind: ChangeKind
}

/** One adopted step of a plan's family: the plan itself, or an adjustment. */
export interface Step {
  readonly slices: readonly SliceFen[]
  readonly releases: readonly ReleaseFen[]
}

/** What the family of a plan had given before, what this step takes back and gives, by project or by lot. Unchanged rows are left out. */
export function differenceOf(before: readonly Step[], step: Step, by: 'projectId' | 'lotId'): Difference[] {
  const total = (parts: readonly (SliceFen | ReleaseFen)[], id: string) =>
    parts.reduce((sum, p) => (p[by] === id ? sum + p.amountFen : sum), 0n)
  const ids = [...new Set([...step.releases, ...step.slices].map((p) => p[by]))]
  const rows = ids.map((id): Difference => {
    const beforeFen = before.reduce((sum, b) => sum + total(b.slices, id) - total(b.releases, id), 0n)
    const [releasedFen, givenFen] = [total(step.releases, id), total(step.slices, id)]
    const afterFen = beforeFen - releasedFen + givenFen
    return {
      id,
      beforeFen: fen(beforeFen),
      releasedFen: fen(releasedFen),
      givenFen: fen(givenFen),
      afterFen: fen(afterFen),
      kind: kindOf(beforeFen, afterFen),
    }
  })
  return rows.sort((a, b) => {
    const [x, y] = [a.afterFen - a.beforeFen, b.afterFen - b.beforeFen]
    return x === y ? a.id.localeCompare(b.id) : x > y ? -1 : 1
  })
}

function kindOf(before: bigint, after: bigint): ChangeKind {
  if (before === after) return 'moved'
  if (before === 0n) return 'gained'
  if (after === 0n) return 'lost'
  return after > before ? 'more' : 'less'
}

/** The world as it will be when the releases have gone back: more available, and the phases they had filled open again. */
export function afterReleases(world: World, releases: readonly ReleaseFen[], reopened: ReadonlyMap<string, readonly OpenPhase[]>): World {
  if (releases.length === 0) return world
  const available = new Map(world.available)
  for (const r of releases) {
    const lot = available.get(r.lotId)
    if (lot && lot.book === r.book) available.set(r.lotId, { ...lot, balanceFen: fen(lot.balanceFen + r.amountFen) })
  }
  const projects = new Map(world.projects)
  for (const [id, phases] of reopened) {
    const project = projects.get(id)
    if (project) projects.set(id, { ...project, phases })
  }
  return { ...world, available, projects }
}
