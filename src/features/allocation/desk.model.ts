/**
 * A plan changed by hand: slices in fen are laid on the problem of a kept plan, tested by the independent check, and made a result with
 * true reasons. What the remaining money could still pay but a person left out is said to be left out, never to lack money. Pure.
 */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { refusals } from '#kernel/outcome.ts'
import type { planMeasures } from '#policy/allocation-reasons.ts'
import { toFen } from './allocation.model.ts'
import type { Instance, Project, Result } from './engine/format.ts'
import { RESULT_FORMAT } from './engine/format.ts'
import { objectives } from './engine/objectives.ts'
import { Plan } from './engine/plan.ts'
import { prepare } from './engine/prepare.ts'
import { toResult } from './engine/result.ts'
import { layOut } from './engine/verify-books.ts'
import { checkWaterfall } from './engine/verify-waterfall.ts'
import { type Violation, verify } from './engine/verify.ts'

export const refuse = refusals({
  hand_final: {
    kind: 'conflict',
    zh: '方案已经是“{state}”，不能再在它上面调整；请从草案开始，或者重新测算',
    en: 'The plan is "{state}" and can no longer be changed by hand; start from a draft or solve again',
  },
  hand_adjusts: {
    kind: 'rule-not-met',
    zh: '“{name}”是调整方案，还要从项目收回资金，不能在调整台上改；请重新编制调整方案',
    en: '"{name}" is an adjustment that also draws money back, which the desk does not change; draw the adjustment up anew',
  },
  hand_unsolved: {
    kind: 'rule-not-met',
    zh: '这次测算的条件互相矛盾，没有方案可调整；请改条件再测算',
    en: 'The terms of this plan contradict, so there is nothing to change by hand; change the terms and solve again',
  },
  hand_empty: {
    kind: 'rule-not-met',
    zh: '没有安排任何资金，不能保存为方案',
    en: 'Nothing is given to any project; there is no plan to save',
  },
  hand_same: {
    kind: 'conflict',
    zh: '和“{name}”完全一样，没有改动，不必另存',
    en: 'It is the same as "{name}"; nothing was changed, so there is nothing to save',
  },
  hand_broken: {
    kind: 'rule-not-met',
    zh: '手工方案有 {count} 处不合规，没有保存。您的改动还在页面上，请按下面的提示改正后再保存',
    en: 'The plan by hand breaks rules in {count} places and was not saved. Your changes are still on the page; correct them as shown',
  },
  around_unknown: {
    kind: 'invalid',
    zh: '“{what}”不在这个方案的资金或项目里；请刷新页面后再选',
    en: '"{what}" is not of this plan; reload the page and choose again',
  },
})

export interface HandSlice {
  readonly lotId: string
  readonly projectId: string
  readonly year: number
  readonly amountFen: Fen
}

/** The plan that is changed: the question it answered, its answer, and fen in a step. */
export interface Parent {
  readonly instance: Instance
  readonly result: Result
  readonly step: bigint
}

export interface Checked {
  /** Broken rules; empty: it may be kept. */
  readonly violations: readonly Violation[]
  /** Stronger money that lies idle while weaker money pays; also told while other rules are still broken. */
  readonly hints: readonly Violation[]
  /** Unfunded projects the rest could still pay: kept as left out by hand. */
  readonly leftOut: readonly string[]
  /** Present when nothing is broken. */
  readonly kept: { readonly instance: Instance; readonly result: Result } | null
}

const CLAIMS = new Set(['unfunded', 'reason', 'idle', 'bound', 'certificate'])
/** Leaving a project out and dropping a bound that no longer holds each settle what they are about; a third round would be news. */
const ROUNDS = 3

/** How much of a project its slices mean: as many units as the fullest year asks for, within what it may have. */
export function unitsOf(project: Project, given: ReadonlyMap<number, number>): number {
  const [min, max] = project.units ? [project.units.min, project.units.max] : [1, 1]
  const asked = project.phases.map(({ year, need }) => Math.ceil((given.get(year) ?? 0) / need))
  return Math.min(max, Math.max(min, ...asked))
}

/** The slices as a bare result: nothing is said yet of what goes without. */
export function bareResult(parent: Parent, name: string, slices: readonly HandSlice[]): Result {
  const projects = new Map(parent.instance.projects.map((p) => [p.id, p]))
  const steps = slices.map((s) => ({ lot: s.lotId, project: s.projectId, year: s.year, amount: Number(s.amountFen / parent.step) }))
  const funded = [...groupBy(steps, (s) => s.project)].map(([project, own]) => {
    const given = new Map<number, number>()
    for (const s of own) given.set(s.year, (given.get(s.year) ?? 0) + s.amount)
    const known = projects.get(project)
    return { project, units: known ? unitsOf(known, given) : 1 }
  })
  return { format: RESULT_FORMAT, instance: name, status: 'feasible', funded, slices: steps, unfunded: [], idle: [] }
}

/** Tests the slices and, when no rule is broken, makes them a plan that can be kept. */
export function checkByHand(parent: Parent, name: string, slices: readonly HandSlice[]): Checked {
  const instance: Instance = { ...parent.instance, name }
  const bare = bareResult(parent, name, slices)
  const uneven = slices.filter((s) => s.amountFen % parent.step !== 0n || s.amountFen <= 0n)
  const steps: Violation[] = uneven.map((s) => ({ rule: 'step', at: `${s.lotId}→${s.projectId} ${s.year}`, detail: String(s.amountFen) }))
  const whole = { ...bare, slices: bare.slices.filter((s) => s.amount > 0) }
  const broken = verify(instance, uneven.length > 0 ? whole : bare).filter((v) => !CLAIMS.has(v.rule))
  const violations = [...steps, ...broken]
  const hints = violations.filter((v) => v.rule === 'waterfall')
  if (violations.length > 0) return { violations, hints: hints.length > 0 ? hints : idleHints(instance, whole), leftOut: [], kept: null }
  return settle(parent, instance, bare)
}

function idleHints(instance: Instance, result: Result): Violation[] {
  const hints: Violation[] = []
  const books = layOut(instance, result, () => undefined)
  if (books) checkWaterfall(books, (rule, at, detail) => void hints.push({ rule, at, detail }))
  return hints
}

/** Adds reasons and rests, until the independent check believes every one of them. */
function settle(parent: Parent, first: Instance, bare: Result): Checked {
  let instance = first
  let proof: Pick<Result, 'bounds' | 'certificate'> = {
    ...(parent.result.bounds ? { bounds: parent.result.bounds } : {}),
    ...(parent.result.certificate ? { certificate: parent.result.certificate } : {}),
  }
  const leftOut: string[] = []
  let found: Violation[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const result = toResult(planOf(instance, bare), 'feasible', proof)
    found = verify(instance, result)
    if (found.length === 0) return { violations: [], hints: [], leftOut, kept: { instance, result } }
    const untrue = found.filter((v) => v.rule === 'reason').map((v) => v.at)
    leftOut.push(...untrue)
    instance = { ...instance, overrides: { ...instance.overrides, exclude: [...instance.overrides.exclude, ...untrue] } }
    if (found.some((v) => v.rule === 'bound' || v.rule === 'certificate')) proof = {}
  }
  return { violations: found, hints: [], leftOut, kept: null }
}

function planOf(instance: Instance, bare: Result): Plan {
  const prep = prepare(instance)
  const plan = new Plan(prep)
  for (const { project, units } of bare.funded) plan.setUnits(prep.projectIndex.get(project)!, units)
  for (const { lot, project, year, amount } of bare.slices) {
    const phase = prep.phasesOf[prep.projectIndex.get(project)!]!.find((x) => prep.phases[x]!.year === year)!
    plan.move(phase, prep.lotIndex.get(lot)!, amount)
  }
  return plan
}

export interface MeasureRow {
  readonly key: keyof typeof planMeasures
  readonly unit: 'fen' | 'count' | 'points'
  readonly original: string
  readonly now: string
}

/** The plan by hand beside the one it began from, on the same problem. Slices of unknown things count for nothing. */
export function measuresBeside(parent: Parent, slices: readonly HandSlice[]): MeasureRow[] {
  const bare = bareResult(parent, parent.instance.name, slices)
  const lots = new Set(parent.instance.lots.map((l) => l.id))
  const projects = new Set(parent.instance.projects.map((p) => p.id))
  const known = {
    funded: bare.funded.filter((f) => projects.has(f.project)),
    slices: bare.slices.filter((s) => lots.has(s.lot) && projects.has(s.project)),
  }
  const original = figures(parent, parent.result)
  const now = figures(parent, known)
  return original.map(({ key, unit, value }, i) => ({ key, unit, original: value, now: now[i]!.value }))
}

function figures({ instance, step }: Parent, result: Pick<Result, 'funded' | 'slices'>) {
  const o = objectives(instance, result)
  const allocated = result.slices.reduce((total, s) => total + s.amount, 0)
  const all = instance.lots.reduce((total, l) => total + l.amount, 0)
  const money = (key: keyof typeof planMeasures, steps: number) => ({ key, unit: 'fen' as const, value: toFen(steps, step).toString() })
  const statutory = instance.projects.some((p) => p.statutory) ? [money('statutory', o.statutory)] : []
  return [
    ...statutory,
    { key: 'benefit' as const, unit: 'points' as const, value: String(Math.round(o.benefit)) },
    { key: 'funded' as const, unit: 'count' as const, value: String(result.funded.length) },
    money('allocated', allocated),
    money('ledgerA', o.ledgerA),
    money('debt', o.debt),
    { key: 'slices' as const, unit: 'count' as const, value: String(o.slices) },
    money('idle', all - allocated),
  ]
}

const keyOf = (s: HandSlice): string => `${s.lotId}\n${s.projectId}\n${s.year}\n${s.amountFen}`

export const sameSlices = (a: readonly HandSlice[], b: readonly HandSlice[]): boolean => {
  const known = new Set(a.map(keyOf))
  return a.length === b.length && b.every((s) => known.has(keyOf(s)))
}

/** The slices of a result, in fen. */
export const slicesOf = ({ result, step }: Parent): HandSlice[] =>
  result.slices.map((s) => ({ lotId: s.lot, projectId: s.project, year: s.year, amountFen: toFen(s.amount, step) }))

export const yuan = (steps: number, step: bigint): string => formatFen(toFen(steps, step))

/** Fen rounded to whole steps below and above. */
export const stepsAround = (amountFen: bigint, step: bigint): { lower: Fen; upper: Fen } => {
  const lower = amountFen - (amountFen % step)
  return { lower: fen(lower), upper: fen(lower + step) }
}
