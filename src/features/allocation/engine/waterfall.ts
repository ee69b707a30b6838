/**
 * The waterfall's repair: wherever money of a stronger ledger (A before B before C) lies idle and could take over a slice or a
 * legal part of it, it does. Every step lowers debt, or keeps debt and raises ledger A, so it ends.
 */
import type { Plan } from './plan.ts'
import { MATCH, phaseMatch, type Prepared, type PreparedPhase, sliceLimits } from './prepare.ts'

const RANK = { A: 0, B: 1, C: 2 } as const

/** Moves money until no slice has a direct substitute left idle. */
export function repairWaterfall(plan: Plan): number {
  const { prep } = plan
  let moved = 0
  for (let again = true; again; ) {
    again = false
    for (const phase of prep.phases) {
      if (plan.units[phase.project] === 0) continue
      const idle = idleLots(plan, phase)
      if (idle.length === 0) continue
      for (const lot of [...plan.sliceLots[phase.index]!].sort((a, b) => rank(prep, b) - rank(prep, a))) {
        for (const stronger of idle) {
          if (rank(prep, stronger) >= rank(prep, lot)) continue
          const take = takeOver(plan, phase, lot, stronger)
          if (take === 0) continue
          plan.move(phase.index, lot, -take)
          plan.move(phase.index, stronger, take)
          moved += take
          again = true
        }
      }
    }
  }
  return moved
}

const rank = (prep: Prepared, lot: number) => RANK[prep.lots[lot]!.ledger]

function idleLots(plan: Plan, phase: PreparedPhase): number[] {
  const lots: number[] = []
  for (const lot of phase.lots) if (plan.rest[lot]! > 0 && rank(plan.prep, lot) < 2) lots.push(lot)
  return lots.length > 1 ? lots.sort((a, b) => rank(plan.prep, a) - rank(plan.prep, b)) : lots
}

/** Most yuan that `stronger` can take over from the slice of `lot`, with every rule kept; 0 when nothing goes. */
export function takeOver(plan: Plan, phase: PreparedPhase, lot: number, stronger: number): number {
  const { prep } = plan
  const slice = plan.amount(phase.index, lot)
  if (slice === 0) return 0
  const project = prep.projects[phase.project]!
  const need = phase.need * plan.units[phase.project]!
  const has = plan.amount(phase.index, stronger)
  const into = sliceLimits(prep, stronger, phase, need)
  const from = sliceLimits(prep, lot, phase, need)
  const pin = phase.pins?.get(lot)
  let room = Math.min(slice, roomFor(plan, lot, stronger, project.category), into.most - has)
  if (prep.kindOf(lot, phase.project) === MATCH && prep.kindOf(stronger, phase.project) !== MATCH) {
    let matched = 0
    plan.sliceLots[phase.index]!.forEach((l, i) => {
      if (prep.kindOf(l, phase.project) === MATCH) matched += plan.sliceAmounts[phase.index]![i]!
    })
    room = Math.min(room, matched - phaseMatch(prep, phase, need))
  }
  const least = Math.max(prep.grain, into.least - has)
  if (room === slice && slice >= least && pin === undefined) return slice
  const sources = plan.sliceLots[phase.index]!.length + (has === 0 ? 1 : 0)
  if (sources > prep.instance.rules.maxSources) return 0
  const part = Math.min(room, slice - Math.max(from.least, pin ?? 0))
  return part >= least ? part : 0
}

function roomFor(plan: Plan, lot: number, stronger: number, category: string): number {
  return lot === stronger ? 0 : plan.left(stronger, category)
}
