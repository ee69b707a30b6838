/** The true reason of a project without money, in numbers: which rule shuts which lot, what was left, and who has the rest. */
import type { Project, UnfundedReason } from '../format.ts'
import { payPhase } from '../pay.ts'
import type { Plan } from '../plan.ts'
import { DEBT, MATCH, type PreparedPhase, phaseDebt, phaseMatch, sliceLimits } from '../prepare.ts'
import type { BrokenRule, RuleReader } from './broken-rules.ts'
import type { Rest } from './rest.ts'

/** A lot that may not pay, with every rule it breaks. */
export interface NearLot {
  readonly lot: string
  readonly left: number
  readonly broken: readonly BrokenRule[]
}

export interface Taker {
  readonly project: string
  readonly amount: number
}

export interface FullCap {
  readonly lot: string
  readonly cap: number
  readonly limit: number
  readonly used: number
}

/** What stands in the way of one phase: nothing, no lot at all, even all money, money gone, or money in pieces that do not fit. */
export type Stuck = 'nothing' | 'no-lot' | 'never-enough' | 'money-gone' | 'pieces'

export interface PhaseWhy {
  readonly year: number
  readonly need: number
  readonly stuck: Stuck
  /** Lots that may pay it, what they had, what they can still give. */
  readonly lots: number
  readonly had: number
  readonly left: number
  /** Lots with anything left for it, the largest piece, and how many are smaller than a lawful slice. */
  readonly pieces: number
  readonly largest: number
  readonly tooSmall: number
  readonly takers: readonly Taker[]
  readonly otherTakers: number
  readonly fullCaps: readonly FullCap[]
  readonly near: readonly NearLot[]
  /** Co-funding asked for and what is left of it; null without such a rule. */
  readonly match: { readonly needed: number; readonly left: number } | null
  /** Most debt allowed and what other money is left; null without such a rule. */
  readonly debt: { readonly ceiling: number; readonly otherLeft: number } | null
}

export interface FullGroup {
  readonly group: string
  readonly limit: number
  readonly used: number
  readonly needed: number
}

export interface UnfundedWhy {
  readonly project: string
  readonly reason: UnfundedReason
  readonly rule: string | null
  readonly need: number
  /** Marked as of poverty or agriculture; without a mark no book may pay it. */
  readonly marked: boolean
  readonly groups: readonly FullGroup[]
  readonly phases: readonly PhaseWhy[]
}

const NEAREST = 3
const TAKERS = 4

export function whyUnfunded(rest: Rest, rules: RuleReader, project: Project, empty: Plan): UnfundedWhy {
  const { prep, result } = rest
  const p = prep.projectIndex.get(project.id)!
  const units = prep.unitsMin[p]!
  const stated = result.unfunded.find((u) => u.project === project.id)
  const phases = prep.phasesOf[p]!.map((x) => phaseWhy(rest, rules, project, prep.phases[x]!, units, empty))
  return {
    project: project.id,
    reason: stated?.reason ?? 'OUTCOMPETED',
    rule: typeof stated?.detail['rule'] === 'string' ? stated.detail['rule'] : null,
    need: phases.reduce((sum, x) => sum + x.need, 0),
    marked: project.poverty || project.agri,
    groups: fullGroups(rest, p, units),
    phases,
  }
}

function fullGroups({ prep, plan }: Rest, p: number, units: number): FullGroup[] {
  const needed = new Map<number, number>()
  for (const x of prep.phasesOf[p]!) {
    const { groups, need } = prep.phases[x]!
    for (const g of groups) needed.set(g, (needed.get(g) ?? 0) + need * units)
  }
  return [...needed].flatMap(([g, amount]) => {
    const { id, max } = prep.groups[g]!
    const used = plan.groupSum[g]!
    return max !== null && used + amount > max ? [{ group: id, limit: max, used, needed: amount }] : []
  })
}

function phaseWhy(rest: Rest, rules: RuleReader, project: Project, phase: PreparedPhase, units: number, empty: Plan): PhaseWhy {
  const { prep, plan } = rest
  const need = phase.need * units
  const costs = { lots: new Float64Array(prep.lots.length), slice: 0 }
  const lots = [...phase.lots]
  const left = lots.map((l) => plan.left(l, project.category))
  const pieces = left.filter((amount) => amount > 0)
  const sum = pieces.reduce((a, b) => a + b, 0)
  const pays = (from: Plan) => payPhase(from, phase, need, costs) !== null
  const takers = takersOf(rest, lots)
  const ofKind = (kind: number) => lots.reduce((total, l, i) => total + (prep.kindOf(l, phase.project) === kind ? left[i]! : 0), 0)
  return {
    year: phase.year,
    need,
    stuck: lots.length === 0 ? 'no-lot' : pays(plan) ? 'nothing' : !pays(empty) ? 'never-enough' : sum < need ? 'money-gone' : 'pieces',
    lots: lots.length,
    had: lots.reduce((total, l) => total + empty.left(l, project.category), 0),
    left: sum,
    pieces: pieces.length,
    largest: Math.max(0, ...pieces),
    tooSmall: lots.filter((l, i) => left[i]! > 0 && left[i]! < sliceLimits(prep, l, phase, need).least).length,
    takers: takers.slice(0, TAKERS),
    otherTakers: Math.max(0, takers.length - TAKERS),
    fullCaps: lots.flatMap((l) => fullCap(rest, l, project, need)),
    near: lots.length > 0 ? [] : nearest(rest, rules, project, phase.year),
    match: project.match && { needed: phaseMatch(prep, phase, need), left: ofKind(MATCH) },
    debt: project.maxDebtShare === null ? null : { ceiling: phaseDebt(prep, phase, need), otherLeft: sum - ofKind(DEBT) },
  }
}

/** Who holds the money of these lots, most first. */
function takersOf({ prep, plan }: Rest, lots: readonly number[]): Taker[] {
  const amounts = new Map<number, number>()
  for (const l of lots)
    for (const x of plan.paidBy[l]!) {
      const p = prep.phases[x]!.project
      amounts.set(p, (amounts.get(p) ?? 0) + plan.amount(x, l))
    }
  return [...amounts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([p, amount]) => ({ project: prep.projects[p]!.id, amount }))
}

/** The cap that holds a lot back although it has money the phase could use. */
function fullCap({ prep, plan }: Rest, l: number, project: Project, need: number): FullCap[] {
  const at = prep.capOf(l, project.category)
  if (at < 0 || plan.capRest[at]! >= Math.min(need, plan.rest[l]!)) return []
  const { id, max } = prep.caps[at]!
  return [{ lot: prep.lots[l]!.id, cap: Number(id.slice(id.lastIndexOf('#') + 1)), limit: max, used: max - plan.capRest[at]! }]
}

/** Lots with money that break the fewest rules, those with more money first. */
export function nearest(rest: Rest, rules: RuleReader, project: Project, year: number, most = NEAREST): NearLot[] {
  return rest.prep.lots
    .map((lot, l) => ({ lot: lot.id, left: rest.plan.rest[l]!, broken: rules.broken(lot, project, year) }))
    .filter((x) => x.left > 0)
    .sort((a, b) => a.broken.length - b.broken.length || b.left - a.left)
    .slice(0, most)
}
