/** Terms as the page holds them: the shape of the wire, money as decimal text of fen, with small helpers to change one part. */
import type { InputOf } from '#contract/endpoint.ts'
import { scenarioDefaults } from '#policy/scenario-terms.ts'
import type { AnswerOf } from '#ui/answer-of.ts'
import type { createScenario, termChoices } from '../scenario.contract.ts'

export type WireTerms = InputOf<NonNullable<(typeof createScenario)['body']>>['terms']
type Named = AnswerOf<typeof termChoices>
export type LotChoice = Named['lots'][number]
export type ProjectChoice = Named['projects'][number]

/** What terms can be about: divisions from a list; lots and projects are sought for these years, and known by their words once seen. */
export interface Choices {
  readonly regions: Named['regions']
  readonly years: { readonly year: number; readonly horizon: number }
  readonly known: Map<string, string>
}

/** What a scenario starts from, by policy. */
export const standardWire = (year: number): WireTerms => ({
  year,
  horizon: scenarioDefaults.horizon,
  objectives: [...scenarioDefaults.objectives],
  maxSources: scenarioDefaults.maxSources,
  minSliceFen: scenarioDefaults.minSliceFen,
  villageMaxFen: null,
  townshipMaxFen: null,
  capsCountGiven: true,
  limitsCountGiven: true,
  maxDebtPermille: null,
  limits: [],
  lots: [],
  statutoryProjects: [],
  includeProjects: [],
  excludeProjects: [],
  scalable: [],
  matching: [],
  pins: [],
  bans: [],
})

/** What AmountInput says of a text that is no amount. */
const NO_AMOUNT = 'invalid'

/** Whether some field holds no amount or no choice yet, so that nothing should be sent. */
export function isUnfinished(value: unknown): boolean {
  if (value === NO_AMOUNT || value === '') return true
  if (Array.isArray(value)) return value.some(isUnfinished)
  if (value !== null && typeof value === 'object') return Object.values(value).some(isUnfinished)
  return false
}

export const replaced = <T>(list: readonly T[], index: number, change: Partial<T>): T[] =>
  list.map((one, i) => (i === index ? { ...one, ...change } : one))

export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)

/** Names of the first part of a field's path; `pins.0.amountFen` belongs to the section `pins`. */
const SECTIONS: Readonly<Record<string, string>> = {
  year: 'goals',
  horizon: 'goals',
  objectives: 'goals',
  maxSources: 'sources',
  minSliceFen: 'sources',
  villageMaxFen: 'village',
  townshipMaxFen: 'village',
  capsCountGiven: 'village',
  limitsCountGiven: 'limits',
  maxDebtPermille: 'debtShare',
  statutoryProjects: 'statutory',
  includeProjects: 'include',
  excludeProjects: 'exclude',
}

export function sectionOf(field: string): { readonly section: string; readonly row: number | null } {
  const [head = '', index] = field.replace(/^terms\./, '').split('.')
  return { section: SECTIONS[head] ?? head, row: index !== undefined && /^\d+$/.test(index) ? Number(index) : null }
}
