/** The classes that are measured: how an instance is made, its time, and which seeds. */
import type { Instance } from '#features/allocation/engine/format.ts'
import { degenerateCounty, infeasibleCounty, pinnedCounty } from './family.ts'
import { generate } from './generate.ts'

export interface Case {
  readonly make: (seed: number) => Instance
  readonly seconds: number
  readonly seeds: readonly number[]
  /** In a quick run: the time, or left out. */
  readonly quick: number | null
}

export const CASES = {
  county: { make: (seed) => generate('county', seed), seconds: 5, seeds: [1, 2, 3, 4], quick: 2 },
  city: { make: (seed) => generate('city', seed), seconds: 20, seeds: [1, 2], quick: null },
  province: { make: (seed) => generate('province', seed), seconds: 120, seeds: [1], quick: null },
  degenerate: { make: degenerateCounty, seconds: 5, seeds: [1], quick: 2 },
  infeasible: { make: infeasibleCounty, seconds: 5, seeds: [1, 2, 3], quick: 2 },
  pinned: { make: pinnedCounty, seconds: 5, seeds: [1], quick: 2 },
} as const satisfies Record<string, Case>
export type CaseName = keyof typeof CASES
