/** Scattered or whole: sources a project, slices a lot, sizes of slices, lapsing money, debt and what public money draws along. */
import type { Instance, Result } from '../format.ts'

export interface YearOfLapse {
  readonly year: number
  readonly used: number
  readonly left: number
}

export interface Fragmentation {
  readonly slices: number
  /** Pairs of a project and a lot that pays it, whatever the number of years. */
  readonly links: number
  readonly projects: number
  readonly lots: number
  /** Distinct lots of the project that has most. */
  readonly mostSources: number
  readonly oneSource: number
  readonly mostSlices: number
  readonly smallest: number
  readonly median: number
  readonly allocated: number
  readonly debt: number
  /** Money by the last year of its lots. */
  readonly lapses: readonly YearOfLapse[]
}

export function fragmentationOf(instance: Instance, result: Pick<Result, 'slices'>): Fragmentation {
  const amounts = result.slices.map((s) => s.amount).sort((a, b) => a - b)
  const lots = new Map(instance.lots.map((l) => [l.id, l]))
  const sources = new Map<string, Set<string>>()
  const uses = new Map<string, number>()
  const used = new Map<string, number>()
  let debt = 0
  for (const s of result.slices) {
    sources.set(s.project, (sources.get(s.project) ?? new Set()).add(s.lot))
    uses.set(s.lot, (uses.get(s.lot) ?? 0) + 1)
    used.set(s.lot, (used.get(s.lot) ?? 0) + s.amount)
    if (lots.get(s.lot)!.ledger === 'C') debt += s.amount
  }
  const lapses = new Map<number, { used: number; left: number }>()
  for (const lot of instance.lots) {
    const year = lapses.get(lot.to) ?? { used: 0, left: 0 }
    const taken = used.get(lot.id) ?? 0
    lapses.set(lot.to, { used: year.used + taken, left: year.left + lot.amount - taken })
  }
  return {
    slices: amounts.length,
    links: [...sources.values()].reduce((sum, own) => sum + own.size, 0),
    projects: sources.size,
    lots: uses.size,
    mostSources: Math.max(0, ...[...sources.values()].map((s) => s.size)),
    oneSource: [...sources.values()].filter((s) => s.size === 1).length,
    mostSlices: Math.max(0, ...uses.values()),
    smallest: amounts[0] ?? 0,
    median: medianOf(amounts),
    allocated: amounts.reduce((a, b) => a + b, 0),
    debt,
    lapses: [...lapses].sort((a, b) => a[0] - b[0]).map(([year, sums]) => ({ year, ...sums })),
  }
}

/** The middle of a sorted list; of two middles the lower, so that it is a slice that exists. */
const medianOf = (sorted: readonly number[]): number => sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
