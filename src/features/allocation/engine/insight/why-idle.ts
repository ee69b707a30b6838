/** Why money of a lot is left, in numbers, and the smallest change that would put it to use. */
import type { IdleReason, Project } from '../format.ts'
import { Plan } from '../plan.ts'
import { sliceLimits } from '../prepare.ts'
import type { BrokenRule, RuleReader } from './broken-rules.ts'
import { applyChange, type Change, type ChangeKind, NEW_PROJECT } from './changes.ts'
import { fit, fromLot, prove } from './fit.ts'
import { aloneWithRest, type Rest } from './rest.ts'
import { changeOfLot, mostLess, type Remedies, remediesOf, type Remedy } from './smallest.ts'
import { type FullCap, whyUnfunded } from './why-unfunded.ts'

/** A project without money that the lot does not pay, and what stands between: rules, or its share of the need. */
export interface NearProject {
  readonly project: string
  readonly need: number
  readonly broken: readonly BrokenRule[]
  /** With no rule broken: what this lot can give it, what all its lots can, and the least lawful slice. */
  readonly gives: number
  readonly allGive: number
  readonly least: number
}

export interface IdleWhy {
  readonly lot: string
  readonly amount: number
  readonly had: number
  readonly reason: IdleReason
  /** Projects it may pay: funded by now, and still waiting. */
  readonly served: number
  readonly waiting: number
  readonly lastYear: number
  readonly fullCaps: readonly FullCap[]
  readonly near: readonly NearProject[]
}

export interface IdleRemedy extends Remedy {
  readonly project: string
  /** How much of what is left of this lot it would use; money the change itself adds is not counted. */
  readonly uses: number
}

export interface IdleRemedies {
  readonly found: readonly IdleRemedy[]
  readonly tried: readonly ChangeKind[]
}

const NEAREST = 3
const PROJECTS = 6
const KEPT = 4

/** Waiting projects beside the lot: those that break fewest rules, those with more benefit first. */
function beside(rest: Rest, rules: RuleReader, lotId: string): { project: Project; broken: readonly BrokenRule[] }[] {
  const lot = rest.lots.get(lotId)!
  return rest.unfunded
    .filter((p) => !p.banned)
    .map((project) => {
      const lists = project.phases.map(({ year }) => rules.broken(lot, project, year))
      return { project, broken: lists.sort((a, b) => a.length - b.length)[0]! }
    })
    .sort((a, b) => a.broken.length - b.broken.length || b.project.benefit - a.project.benefit)
}

export function whyIdle(rest: Rest, rules: RuleReader, lotId: string): IdleWhy {
  const { prep, plan } = rest
  const l = prep.lotIndex.get(lotId)!
  const lot = prep.lots[l]!
  const waiting = beside(rest, rules, lotId)
  const may = new Set<number>()
  for (const phase of prep.phases) if (phase.lots.includes(l)) may.add(phase.project)
  const empty = new Plan(prep)
  const near = waiting.slice(0, NEAREST).map(({ project, broken }): NearProject => {
    const p = prep.projectIndex.get(project.id)!
    const phases = prep.phasesOf[p]!.map((x) => prep.phases[x]!)
    const own = phases.find((phase) => phase.lots.includes(l)) ?? phases[0]!
    const need = own.need * prep.unitsMin[p]!
    const gives = broken.length > 0 ? 0 : plan.left(l, project.category)
    const allGive = Array.from(own.lots).reduce((sum, at) => sum + plan.left(at, project.category), 0)
    return { project: project.id, need, broken, gives, allGive, least: sliceLimits(prep, l, own, need).least }
  })
  const waitingProject = waiting.find((w) => w.broken.length === 0)?.project
  const caps = waitingProject ? whyUnfunded(rest, rules, waitingProject, empty).phases.flatMap((x) => x.fullCaps) : []
  return {
    lot: lotId,
    amount: plan.rest[l]!,
    had: lot.amount,
    reason: rest.result.idle.find((i) => i.lot === lotId)?.reason ?? 'NO_PROJECT',
    served: [...may].filter((p) => plan.units[p]! > 0).length,
    waiting: [...may].filter((p) => plan.units[p] === 0).length,
    lastYear: lot.to,
    fullCaps: caps.filter((c) => c.lot === lotId),
    near,
  }
}

/**
 * The smallest changes after which money of this lot pays a project that waits now, or a new one that fits it. `known` are remedies
 * of projects that were looked for already; what is found here is added.
 */
export async function idleRemedies(rest: Rest, rules: RuleReader, lotId: string, known: Map<string, Remedies>): Promise<IdleRemedies> {
  const found: IdleRemedy[] = []
  const tried = new Set<ChangeKind>()
  const left = rest.plan.rest[rest.prep.lotIndex.get(lotId)!]!
  const keep = (project: string, remedy: Remedy) => {
    const uses = Math.min(fromLot(remedy.slices, lotId), left)
    if (uses > 0) found.push({ ...remedy, project, uses })
  }
  for (const { project, broken } of beside(rest, rules, lotId).slice(0, PROJECTS)) {
    if (broken.length === 0) {
      const all = known.get(project.id) ?? (await remediesOf(rest, rules, project))
      known.set(project.id, all)
      for (const kind of all.tried) tried.add(kind)
      for (const remedy of all.found) keep(project.id, remedy)
    } else await widen(rest, rules, lotId, project, keep, tried)
  }
  await newProject(rest, lotId, keep, tried)
  found.sort((a, b) => Number(a.project === NEW_PROJECT) - Number(b.project === NEW_PROJECT) || a.size - b.size || b.uses - a.uses)
  const last = found.filter((f) => f.project === NEW_PROJECT)
  const others = found.filter((f) => f.project !== NEW_PROJECT).slice(0, KEPT)
  return { found: [...others, ...last], tried: [...tried] }
}

type Keep = (project: string, remedy: Remedy) => void

/** One wider rule of the lot alone; if its money is too little for the project, with a project that much smaller. */
async function widen(rest: Rest, rules: RuleReader, lotId: string, project: Project, keep: Keep, tried: Set<ChangeKind>): Promise<void> {
  const change = changeOfLot(rules, lotId, project, rest)
  if (!change) return
  tried.add(change.kind)
  const alone = aloneWithRest(rest, project)
  const attempt = async (all: Change): Promise<boolean> => {
    const slices = await fit(applyChange(alone, all))
    const proof = slices && prove(rest, project, all, slices)
    if (proof) keep(project.id, { ...proof, change: all, size: Math.max(fromLot(proof.slices, lotId), moneyIn(all)) })
    return proof !== null
  }
  if (await attempt(change)) return
  const [phase] = project.phases
  if (project.phases.length > 1 || project.units || !phase) return
  const { grain } = rest.instance.rules
  const at = (steps: number): Change => ({
    kind: 'together',
    parts: [change, { kind: 'smaller', project: project.id, year: phase.year, amount: steps * grain }],
  })
  const works = async (steps: number) => (await fit(applyChange(alone, at(steps)))) !== null
  let good = mostLess(phase.need, grain) / grain
  if (good < 1 || !(await works(good))) return
  let bad = 0
  while (good - bad > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (await works(middle)) good = middle
    else bad = middle
  }
  await attempt(at(good))
}

const moneyIn = (change: Change): number =>
  change.kind === 'together' ? change.parts.reduce((sum, part) => sum + moneyIn(part), 0) : 'amount' in change ? change.amount : 0

/** What always works while a lawful slice is left: a new project of the lot's own kind. */
async function newProject(rest: Rest, lotId: string, keep: Keep, tried: Set<ChangeKind>): Promise<void> {
  const lot = rest.lots.get(lotId)!
  tried.add('new-project')
  for (const category of lot.categories) {
    const amount = rest.plan.left(rest.prep.lotIndex.get(lotId)!, category)
    if (amount <= 0) continue
    const change: Change = { kind: 'new-project', like: lotId, category, amount }
    const whole = applyChange(rest.instance, change)
    const project = whole.projects.at(-1)!
    const slices = await fit(aloneWithRest(rest, project))
    const proof = slices && prove(rest, project, change, slices)
    if (!proof) continue
    keep(project.id, { ...proof, change, size: amount })
    return
  }
}
