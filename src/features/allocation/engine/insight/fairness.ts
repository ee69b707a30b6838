/** How evenly money falls on places: per household, before and after a plan, with the Gini coefficient weighted by households. */

export interface Place {
  readonly id: string
  readonly households: number
  readonly poorHouseholds: number
  /** Fen. */
  readonly before: bigint
  readonly plan: bigint
}

export interface Spread {
  /** 0: every household has the same; towards 1: one place has all. Null when nobody has anything or no households are known. */
  readonly gini: number | null
  /** Most and least of a household, in fen, over places with households. */
  readonly most: bigint
  readonly least: bigint
}

/** Fen per household, rounded down; null without households. */
export const perHousehold = (fen: bigint, households: number): bigint | null => (households > 0 ? fen / BigInt(households) : null)

/** Gini coefficient of values weighted by how many have them. */
export function gini(values: readonly { readonly value: number; readonly weight: number }[]): number | null {
  const sorted = values.filter((v) => v.weight > 0).sort((a, b) => a.value - b.value)
  const weight = sorted.reduce((sum, v) => sum + v.weight, 0)
  const total = sorted.reduce((sum, v) => sum + v.value * v.weight, 0)
  if (weight === 0 || total <= 0) return null
  let reached = 0
  let below = 0
  for (const v of sorted) {
    const next = reached + v.value * v.weight
    below += v.weight * (reached + next)
    reached = next
  }
  return Math.max(0, 1 - below / (weight * total))
}

export function spreadOf(places: readonly Place[], money: (place: Place) => bigint): Spread {
  const known = places.filter((p) => p.households > 0)
  const each = known.map((p) => perHousehold(money(p), p.households)!)
  return {
    gini: gini(known.map((p) => ({ value: Number(money(p)) / p.households, weight: p.households }))),
    most: each.reduce((a, b) => (b > a ? b : a), 0n),
    least: each.reduce((a, b) => (b < a ? b : a), each[0] ?? 0n),
  }
}
