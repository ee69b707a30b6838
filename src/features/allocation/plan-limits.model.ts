/**
 * Whether a plan still keeps its scenario's limits when it is adopted: what was given or taken back since it was solved counts too, unless
 * the scenario says the plan alone; what an adjusted plan keeps counts in any case. Pure.
 */
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { worldChanged } from './allocation.model.ts'
import { subtrees } from './engine/compatible.ts'
import type { Group, Instance, Result } from './engine/format.ts'
import { type Before, groupBefore, groupIdOf, placesOf, toFen } from './instance.model.ts'
import { readTerms, type StoredTerms } from './scenario.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export interface LimitedPlan {
  readonly problem: Instance
  readonly proposal: Pick<Result, 'slices'>
  readonly scale_fen: bigint
  readonly settings: { readonly terms?: StoredTerms }
}

export function checkLimits(plan: LimitedPlan, before: Before, regionNames: ReadonlyMap<string, string>): Outcome<null> {
  if (!plan.settings.terms) return ok(null)
  const terms = readTerms(plan.settings.terms, false)
  const counted = groupBefore(terms, placesOf(plan.problem.regions), before)
  const given = givenByGroup(plan)
  for (const group of plan.problem.groups) {
    const { minFen, maxFen, name } = limitOf(terms, group, regionNames)
    const [has, gets] = [counted.get(group.id) ?? 0n, given.get(group.id) ?? 0n]
    const [earlier, more] = [formatFen(has), formatFen(gets)]
    if (maxFen !== null && has > 0n && gets > 0n && has + gets > maxFen)
      return worldChanged(
        `“${name}”最多 ${formatFen(maxFen)} 元，此前已安排 ${earlier} 元，方案再给 ${more} 元`,
        `“${name}” may have ${formatFen(maxFen)} yuan; ${earlier} were given before, the plan gives ${more} more`,
      )
    if (has + gets < minFen)
      return worldChanged(
        `“${name}”至少 ${formatFen(minFen)} 元，此前安排的现在只有 ${earlier} 元，方案再给 ${more} 元`,
        `“${name}” must have ${formatFen(minFen)} yuan; of what was given before ${earlier} are left, the plan gives ${more} more`,
      )
  }
  return ok(null)
}

/** What the plan gives to the members of each group in the years it counts. */
export function givenByGroup({ problem, proposal, scale_fen: step }: Omit<LimitedPlan, 'settings'>): Map<string, Fen> {
  const inside = subtrees(problem.regions)
  const projects = new Map(problem.projects.map((p) => [p.id, p]))
  return new Map(
    problem.groups.map((g) => {
      const listed = g.projects === null ? null : new Set(g.projects)
      const steps = proposal.slices.reduce((total, s) => {
        const project = projects.get(s.project)
        const member =
          project !== undefined &&
          (g.region === null || (inside.get(g.region)?.has(project.region) ?? false)) &&
          (listed === null || listed.has(s.project)) &&
          (g.years === null || g.years.includes(s.year))
        return member ? total + s.amount : total
      }, 0)
      return [g.id, toFen(steps, step)]
    }),
  )
}

function limitOf(terms: ScenarioTerms, { id }: Group, names: ReadonlyMap<string, string>) {
  const at = terms.limits.findIndex((_, i) => groupIdOf.limit(i) === id)
  const limit = terms.limits[at]
  if (limit) return { minFen: limit.minFen, maxFen: limit.maxFen, name: limit.label }
  const code = id.slice(id.indexOf(':') + 1)
  const maxFen = id === groupIdOf.village(code) ? terms.villageMaxFen : terms.townshipMaxFen
  return { minFen: 0n, maxFen, name: names.get(code) ?? code }
}

/** Floors that what is kept and given does not reach, in words: they bind a solve, not a decision by hand. */
export function unmetFloors(terms: ScenarioTerms, plan: Omit<LimitedPlan, 'settings'>, before: ReadonlyMap<string, Fen>): Text[] {
  const given = givenByGroup(plan)
  return terms.limits.flatMap(({ label, minFen }, i) => {
    const id = groupIdOf.limit(i)
    const has = fen((before.get(id) ?? 0n) + (given.get(id) ?? 0n))
    if (has >= minFen) return []
    const [floor, reached] = [formatFen(minFen), formatFen(has)]
    return [
      {
        zh: `口径里“${label}”的下限是 ${floor} 元，调整以后只有 ${reached} 元`,
        en: `The scenario's floor of “${label}” is ${floor} yuan; after the adjustment it has ${reached}`,
      },
    ]
  })
}
