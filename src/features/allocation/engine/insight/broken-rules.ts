/**
 * Every rule between a lot and a project's year that is broken, with the two values that clash. `compatible.ts` stops at the first;
 * an officer who looks for money needs them all, to see which lot is nearest.
 */
import { subtrees } from '../compatible.ts'
import type { Instance, Lot, Project } from '../format.ts'

export type BrokenRule =
  | { readonly rule: 'year'; readonly from: number; readonly to: number; readonly year: number }
  | { readonly rule: 'negative-list' }
  | { readonly rule: 'book'; readonly ledger: Lot['ledger']; readonly poverty: boolean; readonly agri: boolean }
  | { readonly rule: 'use'; readonly uses: readonly string[]; readonly category: string }
  | { readonly rule: 'household' }
  | { readonly rule: 'debt-for-household' }
  | { readonly rule: 'region'; readonly regions: readonly string[]; readonly region: string }
  | { readonly rule: 'industry'; readonly industries: readonly string[]; readonly industry: string | null }
  | { readonly rule: 'ban' }

export type BrokenRuleName = BrokenRule['rule']

export interface RuleReader {
  broken(lot: Lot, project: Project, year: number): readonly BrokenRule[]
}

export function ruleReader(instance: Instance): RuleReader {
  const inside = subtrees(instance.regions)
  const earmark = new Map<string, ReadonlySet<string>>()
  for (const { id, regions } of instance.lots) {
    if (regions) earmark.set(id, new Set(regions.flatMap((region) => [...(inside.get(region) ?? [])])))
  }
  const byHand = new Set(instance.overrides.forbid.map((f) => `${f.lot}\n${f.project}`))
  return {
    broken(lot, project, year) {
      const out: BrokenRule[] = []
      if (year < lot.from || year > lot.to) out.push({ rule: 'year', from: lot.from, to: lot.to, year })
      if (project.banned) out.push({ rule: 'negative-list' })
      if (!(project.poverty || (lot.ledger !== 'A' && project.agri)))
        out.push({ rule: 'book', ledger: lot.ledger, poverty: project.poverty, agri: project.agri })
      if (!lot.categories.includes(project.category)) out.push({ rule: 'use', uses: lot.categories, category: project.category })
      if (lot.household && !project.household) out.push({ rule: 'household' })
      if (lot.ledger === 'C' && project.household) out.push({ rule: 'debt-for-household' })
      if (lot.regions && !earmark.get(lot.id)!.has(project.region))
        out.push({ rule: 'region', regions: lot.regions, region: project.region })
      if (lot.industries && !lot.industries.includes(project.industry ?? ''))
        out.push({ rule: 'industry', industries: lot.industries, industry: project.industry })
      if (byHand.has(`${lot.id}\n${project.id}`)) out.push({ rule: 'ban' })
      return out
    },
  }
}
