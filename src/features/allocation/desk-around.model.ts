/** Solving again around what was set by hand: chosen slices become pins, removed pairs bans, unfunded projects are left out. Pure. */
import { ok, type Outcome } from '#kernel/outcome.ts'
import { type HandSlice, type Parent, refuse } from './desk.model.ts'
import type { Names } from './desk-words.model.ts'
import { type PlanSettings, termsOf } from './instance.model.ts'
import { readTerms, type StoredTerms } from './scenario.model.ts'
import type { BanTerm, PinTerm, ScenarioTerms } from './scenario-terms.model.ts'

export interface Around {
  readonly pins: readonly HandSlice[]
  readonly bans: readonly { readonly lotId: string; readonly projectId: string }[]
  readonly excludeProjects: readonly string[]
}

/** What a plan keeps of the terms it was solved under; amounts are decimal text. Plans from before scenarios have the short form only. */
export interface KeptTerms extends Omit<PlanSettings, 'minSliceFen'> {
  readonly minSliceFen: bigint | string
  readonly terms?: unknown
}

/** What a plan was solved under. */
export function termsBehind(kept: KeptTerms): ScenarioTerms {
  if (kept.terms) return readTerms(kept.terms as StoredTerms, false)
  const { year, maxSources, excludeProjects, includeProjects } = kept
  return termsOf({ year, maxSources, excludeProjects, includeProjects, minSliceFen: BigInt(kept.minSliceFen) })
}

/** The terms of the plan with what was set by hand put over them: a pin lifts a ban on the same pair and the other way round. */
export function aroundTerms(plan: Parent & { readonly settings: KeptTerms }, around: Around, names: Names): Outcome<ScenarioTerms> {
  const { instance } = plan
  const lots = new Set(instance.lots.map((l) => l.id))
  const projects = new Map(instance.projects.map((p) => [p.id, p]))
  const pairs = [...around.pins, ...around.bans]
  const strange = pairs.find((p) => !lots.has(p.lotId) || !projects.has(p.projectId))
  if (strange) return refuse('around_unknown', { what: lots.has(strange.lotId) ? strange.projectId : strange.lotId })
  const stray = around.excludeProjects.find((id) => !projects.has(id))
  if (stray !== undefined) return refuse('around_unknown', { what: stray })
  const dated = around.pins.find((s) => !projects.get(s.projectId)!.phases.some((x) => x.year === s.year))
  if (dated) return refuse('around_unknown', { what: `${names.project(dated.projectId)} ${dated.year}` })

  const terms = termsBehind(plan.settings)
  const keyOf = (p: BanTerm) => `${p.lotId}\n${p.projectId}`
  const pinned = new Set(around.pins.map(keyOf))
  const banned = new Map(around.bans.filter((b) => !pinned.has(keyOf(b))).map((b) => [keyOf(b), b]))
  const kept = new Set(around.pins.map((p) => p.projectId))
  const out = new Set([...terms.excludeProjects, ...around.excludeProjects].filter((id) => !kept.has(id)))
  return ok({
    ...terms,
    pins: [
      ...terms.pins.filter((p) => !pinned.has(keyOf(p)) && !banned.has(keyOf(p))),
      ...around.pins.map(({ lotId, projectId, year, amountFen }): PinTerm => ({ lotId, projectId, year, amountFen })),
    ],
    bans: [...terms.bans.filter((b) => !pinned.has(keyOf(b)) && !banned.has(keyOf(b))), ...banned.values()],
    excludeProjects: [...out],
    includeProjects: terms.includeProjects.filter((id) => !out.has(id)),
  })
}
