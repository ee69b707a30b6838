/**
 * The words of the allocation problem and its answer: `fund-alloc-instance/1` and `fund-alloc-result/1`.
 * All money here is a whole number of yuan held in a plain number (the optimiser's own arithmetic); `parseInstance` (parse.ts)
 * guarantees that every amount is a safe integer and a multiple of the grain, so sums below 2^53 are exact.
 */

export const INSTANCE_FORMAT = 'fund-alloc-instance/1'
export const RESULT_FORMAT = 'fund-alloc-result/1'

export const OBJECTIVES = ['statutory', 'benefit', 'debt', 'ledgerA', 'expiring', 'slices'] as const
export type Objective = (typeof OBJECTIVES)[number]
/** Every objective as a whole number; see `LARGER_IS_BETTER` for its direction. */
export type Objectives = Record<Objective, number>
export const LARGER_IS_BETTER: Record<Objective, boolean> = {
  statutory: true,
  benefit: true,
  debt: false,
  ledgerA: true,
  expiring: true,
  slices: false,
}

export type Ledger = 'A' | 'B' | 'C'
export const LEDGERS: readonly Ledger[] = ['A', 'B', 'C']
export const LEVELS = ['central', 'province', 'city', 'county', 'debt'] as const
export type Level = (typeof LEVELS)[number]

export interface Rules {
  readonly grain: number
  readonly minSlice: number
  readonly maxSources: number
  readonly objectives: readonly Objective[]
}

export interface Region {
  readonly id: string
  readonly parent: string | null
  readonly kind: string
}

export interface Cap {
  readonly categories: readonly string[]
  readonly max: number
}

export interface Lot {
  readonly id: string
  readonly dept: string
  readonly ledger: Ledger
  readonly level: Level
  readonly amount: number
  readonly from: number
  readonly to: number
  readonly categories: readonly string[]
  readonly household: boolean
  readonly regions: readonly string[] | null
  readonly industries: readonly string[] | null
  readonly maxShare: number | null
  readonly minShare: number | null
  readonly caps: readonly Cap[]
}

export interface Phase {
  readonly year: number
  readonly need: number
}

export interface Project {
  readonly id: string
  readonly region: string
  readonly village: string | null
  readonly category: string
  readonly industry: string | null
  readonly poverty: boolean
  readonly agri: boolean
  readonly household: boolean
  readonly banned: boolean
  readonly statutory: boolean
  readonly score: number
  readonly benefit: number
  readonly households: number
  readonly phases: readonly Phase[]
  readonly units: { readonly min: number; readonly max: number } | null
  readonly match: { readonly levels: readonly Level[]; readonly minShare: number } | null
  readonly maxDebtShare: number | null
}

export interface Group {
  readonly id: string
  readonly region: string | null
  readonly village: string | null
  readonly projects: readonly string[] | null
  readonly years: readonly number[] | null
  readonly min: number
  readonly max: number | null
}

export interface Pin {
  readonly lot: string
  readonly project: string
  readonly year: number | null
  readonly amount: number | null
}

export interface Overrides {
  readonly pin: readonly Pin[]
  readonly forbid: readonly { readonly lot: string; readonly project: string }[]
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

export interface Instance {
  readonly format: typeof INSTANCE_FORMAT
  readonly name: string
  readonly seed: number
  readonly years: readonly number[]
  readonly rules: Rules
  readonly regions: readonly Region[]
  readonly lots: readonly Lot[]
  readonly projects: readonly Project[]
  readonly groups: readonly Group[]
  readonly overrides: Overrides
}

export interface Funded {
  readonly project: string
  readonly units: number
}

export interface Slice {
  readonly lot: string
  readonly project: string
  readonly year: number
  readonly amount: number
}

/** Shadow prices in benefit per yuan; see `certificate.ts` for the bound they prove. */
export interface Certificate {
  readonly lots: Readonly<Record<string, number>>
  readonly caps: Readonly<Record<string, number>>
  readonly groups: Readonly<Record<string, number>>
  readonly statutory?: number
}

export const UNFUNDED_REASONS = [
  'NEGATIVE_LIST',
  'EXCLUDED',
  'NO_COMPATIBLE_LOT',
  'TOO_BIG_FOR_COMPATIBLE_LOTS',
  'GROUP_CAP',
  'MONEY_LEFT_TOO_SMALL',
  'OUTCOMPETED',
] as const
export type UnfundedReason = (typeof UNFUNDED_REASONS)[number]

export interface Unfunded {
  readonly project: string
  readonly reason: UnfundedReason
  readonly detail: Readonly<Record<string, string | number>>
}

export const IDLE_REASONS = ['NO_PROJECT', 'ALL_SERVED', 'CAP_REACHED', 'TOO_SMALL', 'RULES_BIND'] as const
export type IdleReason = (typeof IDLE_REASONS)[number]

export interface Idle {
  readonly lot: string
  readonly amount: number
  readonly reason: IdleReason
}

/** One wish of the officer, as named in a conflict. */
export type Wish =
  | { readonly kind: 'pin'; readonly lot: string; readonly project: string; readonly year: number | null; readonly amount: number | null }
  | { readonly kind: 'forbid'; readonly lot: string; readonly project: string }
  | { readonly kind: 'include' | 'exclude'; readonly project: string }
  | { readonly kind: 'group-min' | 'group-max'; readonly group: string; readonly amount: number }

export interface Result {
  readonly format: typeof RESULT_FORMAT
  readonly instance: string
  readonly status: 'feasible' | 'optimal' | 'infeasible'
  readonly funded: readonly Funded[]
  readonly slices: readonly Slice[]
  readonly bounds?: { readonly statutory?: number; readonly benefit?: number }
  readonly certificate?: Certificate
  readonly unfunded: readonly Unfunded[]
  readonly idle: readonly Idle[]
  /** Only when infeasible: ids of the lots, projects and groups of a smallest set of conflicting wishes, and the wishes themselves. */
  readonly conflict?: readonly string[]
  readonly wishes?: readonly Wish[]
}
