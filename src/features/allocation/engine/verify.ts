/**
 * The independent check of a result: written from the format alone, sharing only format.ts with the solver. Returns every
 * violation of a hard rule and every claim (reason, idle rest, bound, certificate) that is not true. An empty list means: may be shown.
 */
import type { Instance, Objectives, Result } from './format.ts'
import { RESULT_FORMAT } from './format.ts'
import { type Books, layOut, type Paid, type Say, shareCeil, shareFloor, sliceBounds } from './verify-books.ts'
import { checkBound, provenBound } from './verify-bound.ts'
import { checkReasons } from './verify-reasons.ts'
import { checkWaterfall } from './verify-waterfall.ts'

export interface Violation {
  readonly rule: string
  readonly at: string
  readonly detail: string
}

export function verify(instance: Instance, result: Result): Violation[] {
  const out: Violation[] = []
  const say = (rule: string, at: string, detail: string) => void out.push({ rule, at, detail })
  if (result.format !== RESULT_FORMAT) say('format', 'format', `is ${String(result.format)}`)
  if (result.instance !== instance.name) say('instance', 'instance', `is ${result.instance}, not ${instance.name}`)
  if (result.status === 'infeasible') {
    if (result.funded.length + result.slices.length > 0) say('infeasible', 'status', 'an infeasible result must fund nothing')
    return out
  }
  const books = layOut(instance, result, say)
  if (!books) return out
  for (const paid of books.paid) checkPhase(books, paid, say)
  checkSums(books, say)
  checkWishes(books, say)
  if (out.length > 0) return out
  checkWaterfall(books, say)
  checkReasons(books, result, say)
  checkBound(books, result, say)
  return out
}

/** The upper bound on benefit that the result's certificate proves, recomputed here; null without a certificate. */
export function certifiedBound(instance: Instance, result: Result): number | null {
  if (result.status === 'infeasible' || !result.certificate) return null
  const books = layOut(instance, result, () => undefined)
  return books && provenBound(books, result.certificate)
}

function checkPhase({ instance, lots, legal }: Books, { project, units, year, need, slices }: Paid, say: Say): void {
  const { grain, maxSources } = instance.rules
  const at = `${project.id} ${year}`
  let sum = 0
  let matched = 0
  let debt = 0
  for (const [id, amount] of slices) {
    const lot = lots.get(id)!
    const [low, high] = sliceBounds(instance, lot, project, need / units, need)
    if (!legal(lot, project, year)) say('compatible', `${id}→${at}`, 'the lot may not pay this phase')
    if (amount < low) say('smallest-slice', `${id}→${at}`, `${amount} < ${low}`)
    if (amount > high) say('largest-slice', `${id}→${at}`, `${amount} > ${high}`)
    sum += amount
    if (lot.ledger === 'C') debt += amount
    else if (project.match?.levels.includes(lot.level)) matched += amount
  }
  if (sum !== need) say('in-full', at, `paid ${sum} of ${need}`)
  if (slices.size > maxSources) say('max-sources', at, `${slices.size} lots`)
  if (project.match && matched < shareCeil(project.match.minShare, need, grain)) say('match', at, `co-funding is ${matched}`)
  if (project.maxDebtShare !== null && debt > shareFloor(project.maxDebtShare, need, grain)) say('debt-share', at, `debt is ${debt}`)
}

function checkSums(b: Books, say: Say): void {
  for (const lot of b.instance.lots) {
    if (b.left.get(lot.id)! < 0) say('lot', lot.id, `overdrawn by ${-b.left.get(lot.id)!}`)
    lot.caps.forEach((cap, k) => {
      const left = cap.categories.length > 0 ? b.capLeft(lot, cap.categories[0]!) : 0
      if (left < 0) say('cap', `${lot.id}#${k}`, `passed by ${-left}`)
    })
  }
  for (const g of b.instance.groups) {
    const sum = b.groupSum.get(g.id)!
    if (sum < g.min) say('group-min', g.id, `${sum} < ${g.min}`)
    if (g.max !== null && sum > g.max) say('group-max', g.id, `${sum} > ${g.max}`)
  }
}

function checkWishes(b: Books, say: Say): void {
  const { pin, include, exclude } = b.instance.overrides
  for (const id of include) if (!b.units.has(id)) say('include', id, 'not funded')
  for (const id of exclude) if (b.units.has(id)) say('exclude', id, 'funded')
  for (const p of pin) {
    const year = p.year ?? b.projects.get(p.project)!.phases[0]!.year
    const phase = b.paid.find((x) => x.project.id === p.project && x.year === year)
    const amount = phase?.slices.get(p.lot) ?? 0
    if (amount === 0 || amount < (p.amount ?? 0)) say('pin', `${p.lot}→${p.project} ${year}`, `slice is ${amount}`)
  }
}

/** Objectives of the books, for callers that show them beside a verification. */
export function verifiedObjectives(instance: Instance, result: Result): Objectives | null {
  const b = layOut(instance, result, () => undefined)
  if (!b) return null
  const last = Math.max(...instance.years)
  const total: Objectives = { statutory: 0, benefit: 0, debt: 0, ledgerA: 0, expiring: 0, slices: 0 }
  for (const [id, units] of b.units) total.benefit += b.projects.get(id)!.benefit * units
  for (const { project, need, slices } of b.paid) {
    if (project.statutory) total.statutory += need
    total.slices += slices.size
    for (const [id, amount] of slices) {
      const lot = b.lots.get(id)!
      if (lot.ledger === 'C') total.debt += amount
      if (lot.ledger === 'A') total.ledgerA += amount
      total.expiring += amount * Math.max(0, last + 1 - lot.to)
    }
  }
  return total
}
