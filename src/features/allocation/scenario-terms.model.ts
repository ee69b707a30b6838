/**
 * The terms of a scenario (测算口径): the goals and limits under which a year's money is worked out to projects, as the coordination
 * office words them. A plan keeps the scenario and the version it was solved under.
 */
import type { Objective } from './engine/format.ts'

/** What a limit is about: a place with everything below it, a category of projects, or projects by name. */
export type LimitOn =
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'projects'; readonly projectIds: readonly string[] }

/** Money of the funded projects of one place, category or list: at least and at most. */
export interface Limit {
  readonly label: string
  readonly on: LimitOn
  /** Years it counts; null counts all years of the scenario together. */
  readonly years: readonly number[] | null
  readonly minFen: bigint
  readonly maxFen: bigint | null
}

/** What this scenario asks of one lot beyond its document. */
export interface LotTerm {
  readonly lotId: string
  readonly leaveOut: boolean
  /** Money of it that is kept back. */
  readonly keepBackFen: bigint
  /** It pays at most, and if anything at least, this share of any one phase; in thousandths. */
  readonly maxSharePermille: number | null
  readonly minSharePermille: number | null
}

/** A project that may be built in part: its need is for `units` equal units, of which at least `minUnits` are built. The price of a unit never changes. */
export interface Scalable {
  readonly projectId: string
  readonly units: number
  readonly minUnits: number
}

/** Money of these levels pays at least this share of each phase of a project. */
export interface Matching {
  readonly projectId: string
  readonly levels: readonly string[]
  readonly minSharePermille: number
}

export interface PinTerm {
  readonly lotId: string
  readonly projectId: string
  /** The phase it pays; null: the first that waits for money. */
  readonly year: number | null
  /** At least this much; null: any lawful slice. */
  readonly amountFen: bigint | null
}

export interface BanTerm {
  readonly lotId: string
  readonly projectId: string
}

export interface ScenarioTerms {
  readonly year: number
  /** How many years of phases are planned together, from `year` on. */
  readonly horizon: number
  readonly objectives: readonly Objective[]
  /** Anti-scatter (防“撒胡椒面”): most lots a phase, smallest slice. */
  readonly maxSources: number
  readonly minSliceFen: bigint
  /** Anti-showcase (防“造盆景”): most money one village, one township gets. */
  readonly villageMaxFen: bigint | null
  readonly townshipMaxFen: bigint | null
  /** Whether the two caps also count what the places were given before for the same years. */
  readonly capsCountGiven: boolean
  /** Most of one phase that the financing book pays; in thousandths. */
  readonly maxDebtPermille: number | null
  readonly limits: readonly Limit[]
  /** Whether the limits, floors and caps alike, also count what their projects were given before for the same years. */
  readonly limitsCountGiven: boolean
  readonly lots: readonly LotTerm[]
  readonly statutoryProjects: readonly string[]
  readonly includeProjects: readonly string[]
  readonly excludeProjects: readonly string[]
  readonly scalable: readonly Scalable[]
  readonly matching: readonly Matching[]
  readonly pins: readonly PinTerm[]
  readonly bans: readonly BanTerm[]
}
