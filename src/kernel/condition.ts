/**
 * Conditions are trees of facts and comparisons. Evaluation is three-valued (true, false, unknown) and returns the same
 * tree with what was found, so that "why" is drawn, not computed again. No strings are evaluated; the tree is JSON-safe.
 */
import type { Text } from './outcome.ts'

export type FactValue = string | boolean | number | bigint | readonly string[] | null
/** An absent name is "not known yet"; null is "known to be empty". */
export type FactSet = Readonly<Record<string, FactValue | undefined>>

/** A comparison has a fact on the left and either a literal or another fact on the right. */
export type Operand = { readonly value: FactValue } | { readonly fact: string }

export type Condition =
  | { readonly all: readonly Condition[]; readonly label?: Text }
  | { readonly any: readonly Condition[]; readonly label?: Text }
  | { readonly not: Condition; readonly label?: Text }
  | ({ readonly fact: string; readonly is: Comparison; readonly label?: Text } & { readonly than: Operand })

export type Truth = 'true' | 'false' | 'unknown'

export interface Verdict {
  readonly truth: Truth
  readonly condition: Condition
  readonly found?: FactValue | undefined
  readonly against?: FactValue | undefined
  readonly parts: readonly Verdict[]
}

type Comparer = (left: FactValue, right: FactValue) => boolean
const isList = (v: FactValue): v is readonly string[] => Array.isArray(v)
const ordered =
  (test: (a: number | bigint | string, b: number | bigint | string) => boolean): Comparer =>
  (a, b) => {
    const comparable = (v: FactValue): v is number | bigint | string =>
      typeof v === 'number' || typeof v === 'bigint' || typeof v === 'string'
    return comparable(a) && comparable(b) && test(a, b)
  }

/** The typed table of comparisons: a name that is not here does not compile. */
export const COMPARISONS = {
  equal: (a, b) => a === b,
  'not-equal': (a, b) => a !== b,
  'at-least': ordered((a, b) => a >= b),
  'at-most': ordered((a, b) => a <= b),
  'more-than': ordered((a, b) => a > b),
  'less-than': ordered((a, b) => a < b),
  /** the left value stands in the right list */
  'one-of': (a, b) => isList(b) && typeof a === 'string' && b.includes(a),
  /** the lists share at least one value */
  shares: (a, b) => isList(a) && isList(b) && a.some((v) => b.includes(v)),
  /** an empty right side means "no limit" */
  'within-or-free': (a, b) =>
    b === null || (isList(b) && (typeof a === 'string' ? b.includes(a) : isList(a) && a.some((v) => b.includes(v)))),
} as const satisfies Record<string, Comparer>

export type Comparison = keyof typeof COMPARISONS

const opposite: Record<Truth, Truth> = { true: 'false', false: 'true', unknown: 'unknown' }

export function evaluate(condition: Condition, facts: FactSet): Verdict {
  if ('all' in condition) {
    const parts = condition.all.map((c) => evaluate(c, facts))
    const truth = parts.some((p) => p.truth === 'false') ? 'false' : parts.some((p) => p.truth === 'unknown') ? 'unknown' : 'true'
    return { truth, condition, parts }
  }
  if ('any' in condition) {
    const parts = condition.any.map((c) => evaluate(c, facts))
    const truth = parts.some((p) => p.truth === 'true') ? 'true' : parts.some((p) => p.truth === 'unknown') ? 'unknown' : 'false'
    return { truth, condition, parts }
  }
  if ('not' in condition) {
    const part = evaluate(condition.not, facts)
    return { truth: opposite[part.truth], condition, parts: [part] }
  }
  const found = facts[condition.fact]
  const against = 'value' in condition.than ? condition.than.value : facts[condition.than.fact]
  if (found === undefined || against === undefined) return { truth: 'unknown', condition, found, against, parts: [] }
  const holds = COMPARISONS[condition.is](found, against)
  return { truth: holds ? 'true' : 'false', condition, found, against, parts: [] }
}

/** The nearest labelled conditions that made the verdict false (or unknown): what a person is told. */
export function failures(verdict: Verdict, wanted: Truth = 'true'): Verdict[] {
  if (verdict.truth === wanted) return []
  if (verdict.condition.label || verdict.parts.length === 0) return [verdict]
  const inner = 'not' in verdict.condition ? opposite[wanted] : wanted
  return verdict.parts.flatMap((p) => failures(p, inner))
}

/** Every fact a condition asks about; used to refuse a rule that names one that does not exist. */
export function factsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(factsOf)
  if ('any' in condition) return condition.any.flatMap(factsOf)
  if ('not' in condition) return factsOf(condition.not)
  return 'fact' in condition.than ? [condition.fact, condition.than.fact] : [condition.fact]
}
