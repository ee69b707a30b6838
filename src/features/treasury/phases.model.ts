/** Phases of a project by year: planned once, changed by decisions, never below what is given to them already. Pure. */
import { type Fen, fen, formatFen, least, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { phaseTerms } from '#policy/carry-over.ts'
import { refuse } from './treasury.model.ts'

export interface Phase {
  readonly year: number
  readonly needFen: Fen
}

export interface FilledPhase extends Phase {
  readonly filledFen: Fen
}

const inOrder = (phases: readonly Phase[]): Phase[] => [...phases].sort((a, b) => a.year - b.year)

/** Money given to a project fills its phases from the first on; what is over all phases stays with the last. */
export function fillPhases(phases: readonly Phase[], allocatedFen: Fen): FilledPhase[] {
  let left = allocatedFen
  const ordered = inOrder(phases)
  return ordered.map((phase, i) => {
    const filledFen = i === ordered.length - 1 ? left : least(left, phase.needFen)
    left = subtract(left, filledFen)
    return { ...phase, filledFen }
  })
}

/** Which years a part of the money lies in, when `before` was given earlier: the phases that a promise waits for. */
export function phasesOf(phases: readonly Phase[], before: Fen, amount: Fen): number[] {
  const [without, withIt] = [fillPhases(phases, before), fillPhases(phases, fen(before + amount))]
  return withIt.flatMap((phase, i) => (phase.filledFen > without[i]!.filledFen ? [phase.year] : []))
}

export const needUpTo = (phases: readonly Phase[], year: number): Fen => sum(phases.filter((p) => p.year <= year).map((p) => p.needFen))

export interface PhasesNow {
  readonly projectId: string
  readonly name: string
  readonly year: number
  readonly phases: readonly Phase[]
  readonly allocatedFen: Fen
  /** The last version; 1 while the phases are as they came into the library. */
  readonly version: number
}

export interface PhasesInput {
  readonly projectId: string
  readonly phases: readonly Phase[]
  readonly document: string
  readonly reason: string
}

export function decidePhases(input: PhasesInput, now: PhasesNow | undefined): Outcome<{ now: PhasesNow; phases: readonly Phase[] }> {
  if (!now) return refuse('project_unknown', { project: input.projectId })
  const phases = inOrder(input.phases)
  const [first] = phases
  if (!first) return refuse('phases_empty')
  const twice = phases.find((p, i) => p.year === phases[i - 1]?.year)
  if (twice) return refuse('phase_twice', { year: twice.year })
  const empty = phases.find((p) => p.needFen <= 0n)
  if (empty) return refuse('phase_not_positive', { year: empty.year })
  if (first.year !== now.year) return refuse('phase_first_year', { first: now.year, year: first.year })
  const last = now.year + phaseTerms.mostYears - 1
  const far = phases.find((p) => p.year > last)
  if (far) return refuse('phase_too_far', { year: far.year, first: now.year, years: phaseTerms.mostYears, last })
  for (const { year, filledFen } of fillPhases(now.phases, now.allocatedFen)) {
    const needFen = phases.find((p) => p.year === year)?.needFen ?? fen(0n)
    if (filledFen > needFen) return refuse('phase_below_allocated', { year, allocated: formatFen(filledFen), need: formatFen(needFen) })
  }
  // The first version that is kept is the library's own, and no version may be below what is allocated (I17).
  const library = sum(now.phases.map((p) => p.needFen))
  if (now.version === 1 && now.allocatedFen > library)
    return refuse('phase_library_below', {
      project: now.name,
      need: formatFen(library),
      allocated: formatFen(now.allocatedFen),
      over: formatFen(subtract(now.allocatedFen, library)),
    })
  const same =
    phases.length === now.phases.length &&
    inOrder(now.phases).every((p, i) => p.year === phases[i]!.year && p.needFen === phases[i]!.needFen)
  return same ? refuse('phases_same') : ok({ now, phases })
}
