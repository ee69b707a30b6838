/** Scenarios kept by name in versions: what is stored, who may follow whom, and what stops a change. Pure. */
import { canonical } from '#kernel/json.ts'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import { scenarioLimits } from '#policy/scenario-terms.ts'
import { structureFindings, type TermNames } from './scenario-checks.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export const refuseScenario = refusals({
  scenario_unknown: {
    kind: 'not-found',
    zh: '没有编号为 {scenario} 的测算口径；请从列表里重新选择',
    en: 'There is no scenario {scenario}; choose one from the list',
  },
  scenario_version_unknown: {
    kind: 'not-found',
    zh: '测算口径“{name}”没有第 {version} 版；现有到第 {last} 版',
    en: 'The scenario “{name}” has no version {version}; the last is {last}',
  },
  scenario_retired: {
    kind: 'conflict',
    zh: '测算口径“{name}”已停用，不能再修改或据以测算；可复制成新的口径',
    en: 'The scenario “{name}” is retired; copy it to go on',
  },
  scenario_name_taken: {
    kind: 'conflict',
    zh: '已有名为“{name}”的测算口径；请换一个名称，或修改原来的口径',
    en: 'There is a scenario called “{name}” already; choose another name or revise that one',
  },
  scenario_moved_on: {
    kind: 'conflict',
    zh: '测算口径“{name}”已由他人改到第 {last} 版，您看的是第 {seen} 版；请刷新后在新版上修改',
    en: 'Somebody has changed “{name}” to version {last} while you were looking at version {seen}; reload and change that one',
  },
  scenario_same: { kind: 'invalid', zh: '内容与现行版本相同，没有需要保存的修改', en: 'Nothing differs from the present version' },
  terms_refused: {
    kind: 'invalid',
    zh: '测算口径有 {count} 处不对，请按提示改正后再保存',
    en: '{count} terms are not right; correct them as shown and save again',
  },
})

/** What a value becomes in jsonb and on the wire: money as decimal text. */
export type Stored<T> = T extends bigint
  ? string
  : T extends readonly (infer U)[]
    ? readonly Stored<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Stored<T[K]> }
      : T

export type StoredTerms = Stored<ScenarioTerms>

/** What the groups of a plan counted before it, by their ids. */
export type StoredBefore = Readonly<Record<string, bigint | string>>

export const beforeOf =
  ({ before }: { readonly before?: StoredBefore }) =>
  (group: string): bigint =>
    BigInt(before?.[group] ?? 0)

const big = (text: string | null): bigint | null => (text === null ? null : BigInt(text))

/**
 * Terms kept before caps, then limits, counted what was given, and before pins named a year, have none of it. A scenario that says nothing
 * counts what was given from now on; a plan that was solved before did not (`countGiven` false).
 */
type OlderTerms = Omit<StoredTerms, 'capsCountGiven' | 'limitsCountGiven' | 'pins'> & {
  readonly capsCountGiven?: boolean
  readonly limitsCountGiven?: boolean
  readonly pins: readonly (Omit<StoredTerms['pins'][number], 'year'> & { readonly year?: number | null })[]
}

export const readTerms = (stored: StoredTerms | OlderTerms, countGiven = true): ScenarioTerms => ({
  ...stored,
  capsCountGiven: stored.capsCountGiven ?? countGiven,
  limitsCountGiven: stored.limitsCountGiven ?? countGiven,
  minSliceFen: BigInt(stored.minSliceFen),
  villageMaxFen: big(stored.villageMaxFen),
  townshipMaxFen: big(stored.townshipMaxFen),
  limits: stored.limits.map((l) => ({ ...l, minFen: BigInt(l.minFen), maxFen: big(l.maxFen) })),
  lots: stored.lots.map((l) => ({ ...l, keepBackFen: BigInt(l.keepBackFen) })),
  pins: stored.pins.map((p) => ({ ...p, year: p.year ?? null, amountFen: big(p.amountFen) })),
})

export interface Scenario {
  readonly scenarioId: string
  readonly version: number
  readonly name: string
  readonly retired: boolean
  readonly terms: ScenarioTerms
}

export interface ScenarioDraft {
  readonly name: string
  readonly terms: ScenarioTerms
  readonly note: string
}

export interface ScenarioState {
  readonly current: Scenario | undefined
  /** Ids of the scenarios in force with this name. */
  readonly sameName: readonly string[]
  readonly names: TermNames
}

function checkDraft(draft: ScenarioDraft, { sameName, names }: ScenarioState, own: string | null): Outcome<null> {
  if (sameName.some((id) => id !== own)) return refuseScenario('scenario_name_taken', { name: draft.name })
  const findings = structureFindings(draft.terms, names)
  if (findings.length === 0) return ok(null)
  return refuseScenario('terms_refused', { count: findings.length }, findings.slice(0, scenarioLimits.findings))
}

export function decideCreate(draft: ScenarioDraft, state: ScenarioState): Outcome<ScenarioDraft> {
  const checked = checkDraft(draft, state, null)
  return checked.ok ? ok(draft) : checked
}

/** `seen` is the version the person changed; nobody overwrites what he has not seen. */
export function inForce(current: Scenario | undefined, scenarioId: string, seen: number): Outcome<Scenario> {
  if (!current) return refuseScenario('scenario_unknown', { scenario: scenarioId })
  const { name, version } = current
  if (current.retired) return refuseScenario('scenario_retired', { name })
  return version === seen ? ok(current) : refuseScenario('scenario_moved_on', { name, last: version, seen })
}

export function decideRevise(draft: ScenarioDraft, state: ScenarioState, scenarioId: string, seen: number): Outcome<Scenario> {
  const held = inForce(state.current, scenarioId, seen)
  if (!held.ok) return held
  const checked = checkDraft(draft, state, scenarioId)
  if (!checked.ok) return checked
  const { name, terms } = held.value
  if (name === draft.name && sameTerms(terms, draft.terms)) return refuseScenario('scenario_same')
  return ok({ ...held.value, name: draft.name, terms: draft.terms, version: seen + 1 })
}

const sameTerms = (a: ScenarioTerms, b: ScenarioTerms): boolean => canonical(a) === canonical(b)

/** Every lot, project and division the terms speak of, each once. */
export function mentioned(terms: ScenarioTerms): { lots: string[]; projects: string[] } {
  const lots = [terms.lots, terms.pins, terms.bans].flatMap((list) => list.map((t) => t.lotId))
  const projects = [
    ...terms.statutoryProjects,
    ...terms.includeProjects,
    ...terms.excludeProjects,
    ...[terms.scalable, terms.matching, terms.pins, terms.bans].flatMap((list) => list.map((t) => t.projectId)),
    ...terms.limits.flatMap((l) => (l.on.kind === 'projects' ? l.on.projectIds : [])),
  ]
  return { lots: [...new Set(lots)], projects: [...new Set(projects)] }
}
