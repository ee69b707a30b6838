/** Figures of a plan beside its explanations: places and their shares, scatter beside the spreadsheet habit, lapsing money. Pure. */
import { formatFen } from '#kernel/money.ts'
import { scatterMeasures } from '#policy/allocation-reasons.ts'
import type { Region } from './engine/format.ts'
import { perHousehold, type Place, spreadOf } from './engine/insight/fairness.ts'
import type { Fragmentation } from './engine/insight/fragmentation.ts'
import { placesOf, toFen } from './instance.model.ts'

export interface ProjectOfPlace {
  readonly projectId: string
  readonly region: string
  readonly households: number
  readonly poverty: boolean
  readonly beforeFen: bigint
}

export const placeLevels = ['township', 'village'] as const
export type PlaceLevel = (typeof placeLevels)[number]

export interface PlaceFigures extends Place {
  readonly level: PlaceLevel
  readonly township: string | null
}

/** Every township and village that a project of the year lies in, with its households and its money before and by the plan. */
export function placeFigures(
  regions: readonly Region[],
  projects: readonly ProjectOfPlace[],
  planFen: ReadonlyMap<string, bigint>,
): PlaceFigures[] {
  const places = placesOf(regions)
  const out = new Map<string, PlaceFigures>()
  for (const p of projects)
    for (const level of placeLevels) {
      const id = places.above(p.region, level)
      if (id === null) continue
      const was = out.get(id)
      out.set(id, {
        id,
        level,
        township: level === 'village' ? places.above(id, 'township') : null,
        households: (was?.households ?? 0) + p.households,
        poorHouseholds: (was?.poorHouseholds ?? 0) + (p.poverty ? p.households : 0),
        before: (was?.before ?? 0n) + p.beforeFen,
        plan: (was?.plan ?? 0n) + (planFen.get(p.projectId) ?? 0n),
      })
    }
  return [...out.values()]
}

export const perPlace = (p: Place) => ({
  perHouseholdBeforeFen: perHousehold(p.before, p.households),
  perHouseholdAfterFen: perHousehold(p.before + p.plan, p.households),
  perPoorBeforeFen: perHousehold(p.before, p.poorHouseholds),
  perPoorAfterFen: perHousehold(p.before + p.plan, p.poorHouseholds),
})

const spreadOut = (places: readonly Place[], money: (p: Place) => bigint) => {
  const { gini, most, least } = spreadOf(places, money)
  return { gini: gini === null ? null : gini.toFixed(3), mostFen: most, leastFen: least }
}

export const spreadsOf = (places: readonly PlaceFigures[]) =>
  placeLevels.map((level) => {
    const own = places.filter((p) => p.level === level)
    return { level, before: spreadOut(own, (p) => p.before), after: spreadOut(own, (p) => p.before + p.plan) }
  })

type Figures = Record<keyof typeof scatterMeasures, string>

const MONEY: readonly (keyof Figures)[] = ['smallest', 'median', 'expiringUsed', 'expiringLeft', 'debtUsed']

const mean = (sum: number, of: number): string => (of === 0 ? '0' : String(Math.round((sum / of) * 100) / 100))

function figuresOf(f: Fragmentation, year: number, step: bigint): Figures {
  const money = (steps: number) => toFen(steps, step).toString()
  const lapsing = f.lapses.find((l) => l.year === year)
  const open = f.allocated - f.debt
  return {
    sources: mean(f.links, f.projects),
    mostSources: String(f.mostSources),
    oneSource: String(f.oneSource),
    slicesLot: mean(f.slices, f.lots),
    mostSlices: String(f.mostSlices),
    smallest: money(f.smallest),
    median: money(f.median),
    expiringUsed: money(lapsing?.used ?? 0),
    expiringLeft: money(lapsing?.left ?? 0),
    debtUsed: money(f.debt),
    leverage: mean(f.debt * 100, open),
  }
}

export function scatterRows(plan: Fragmentation, greedy: Fragmentation, year: number, step: bigint) {
  const [mine, habit] = [figuresOf(plan, year, step), figuresOf(greedy, year, step)]
  return (Object.keys(scatterMeasures) as (keyof Figures)[]).map((key) => ({
    key,
    label: scatterMeasures[key],
    plan: mine[key],
    greedy: habit[key],
    unit: MONEY.includes(key) ? ('fen' as const) : ('count' as const),
  }))
}

export const lapseRows = (plan: Fragmentation, greedy: Fragmentation, step: bigint) =>
  plan.lapses.map(({ year, used, left }) => {
    const habit = greedy.lapses.find((l) => l.year === year)
    return {
      year,
      usedFen: toFen(used, step),
      leftFen: toFen(left, step),
      greedyUsedFen: toFen(habit?.used ?? 0, step),
      greedyLeftFen: toFen(habit?.left ?? 0, step),
    }
  })

/** Ten thousand yuan: what prices are quoted for. */
export const QUOTED_FEN = 1_000_000n

/** Points of ten thousand yuan more at a price per step, to two decimals. */
export const pointsOf = (price: number, step: bigint): string => ((price * Number(QUOTED_FEN)) / Number(step)).toFixed(2)

/** Whole steps of ten thousand yuan, at least one; what it comes to when steps are larger. */
export function quotedSteps(step: bigint): { steps: number; fen: bigint; yuan: string } {
  const steps = Math.max(1, Number(QUOTED_FEN / step))
  const fen = toFen(steps, step)
  return { steps, fen, yuan: formatFen(fen).replace(/\.00$/, '') }
}
