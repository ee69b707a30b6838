/** Adjustments, bound to their endpoints. A solve runs like any other, watched and stopped by its id; what is given by hand is laid out at once. */
import { fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { buildInstance, refuse as refusePlan } from './allocation.model.ts'
import { findPlan, type PlanRow } from './allocation.store.ts'
import { termsBehind } from './desk-around.model.ts'
import type { Result } from './engine/format.ts'
import { allocateInWorker } from './engine/run-in-worker.ts'
import { checkGives, type Give, keepAdjustment, worldAfterReleases } from './plan-adjust.commands.ts'
import * as contract from './plan-adjust.contract.ts'
import { type Difference, fixedBecause, handTerms, openTerms, refuse, type ReleaseFen } from './plan-adjust.model.ts'
import { loadHoldings } from './plan-adjust.store.ts'
import { changeKinds } from './plan-compare.model.ts'
import { loadDifference } from './plan-difference.store.ts'
import { unmetFloors } from './plan-limits.model.ts'
import { loadSupply } from './live-world.store.ts'
import { namesWith } from './problem.store.ts'
import { buildProblem, type LiveWorld, type Problem } from './scenario-problem.model.ts'
import { termNames } from './scenario.store.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import { conflictWords, saidTerms } from './scenario-words.model.ts'
import { compare, settingsOf, type Solved, type SolveRuns } from './solve-runs.commands.ts'

export interface AskedAdjustment {
  readonly name: string
  readonly cause: string
  readonly document: string
  readonly releases: readonly ReleaseFen[]
  readonly give: 'solve' | 'hand' | 'none'
  readonly gives: readonly Give[]
  readonly leaveOut: readonly string[]
  readonly seconds: number
}

interface Drawn {
  /** A draft, when nothing had to be searched for. */
  readonly planId: string | null
  /** A solve that is running and keeps the draft when it is done. */
  readonly runId: string | null
}

export async function drawUp(
  services: Services,
  runs: SolveRuns,
  actor: Actor,
  parentId: string,
  asked: AskedAdjustment,
  key: string,
): Promise<Outcome<Drawn>> {
  const { database, clock } = services
  const taking = { parentId, releases: asked.releases }
  const trying = { ...taking, years: asked.give === 'solve' ? ('all' as const) : ('first' as const) }
  const tried = await runCommand(database, worldAfterReleases, trying, { actor, key: `${key}:world`, clock, preview: true })
  if (!tried.ok) return tried
  const { parent, world, terms: behind } = tried.value
  const built =
    asked.give === 'solve'
      ? await solvable(services, actor, { name: asked.name, terms: openTerms(behind, world, asked.leaveOut), world })
      : byHand(asked, behind, world)
  if (!built.ok) return built
  const { terms, problem } = built.value
  const plan = {
    name: asked.name,
    settings: { ...settingsOf(terms), terms, notes: problem.notes, before: Object.fromEntries(problem.before) },
    scenarioId: parent.scenario_id,
    scenarioVersion: parent.scenario_version,
    instance: problem.instance,
    step: problem.step,
  }
  const words = { cause: asked.cause, document: asked.document }
  const keep = async ({ remarks, ...solved }: Solved, as: string) => {
    if (solved.result.status === 'infeasible')
      return refuse('give_infeasible', { ...(await clashOf(services, actor, terms, problem, solved.result)) })
    const floors =
      asked.give === 'solve'
        ? []
        : unmetFloors(behind, { problem: problem.instance, proposal: solved.result, scale_fen: problem.step }, problem.before)
    const settings = { ...plan.settings, notes: [...plan.settings.notes, ...floors, ...remarks] }
    return runCommand(database, keepAdjustment, { ...plan, ...solved, ...taking, ...words, settings }, { actor, key: as, clock })
  }
  if (asked.give === 'solve') return ok({ planId: null, runId: runs.watch(actor.district, { plan, seconds: asked.seconds, keep }) })
  const { instance, step } = problem
  const result = await allocateInWorker(instance, { seconds: asked.seconds, seed: instance.seed }).result
  const comparison = result.status === 'infeasible' ? {} : compare(instance, result, step)
  const kept = await keep({ result, comparison, remarks: [] }, key)
  return kept.ok ? ok({ planId: kept.value.planId, runId: null }) : kept
}

type Adjustable = Pick<Problem, 'instance' | 'step' | 'notes' | 'before'>

/** The whole problem of the scenario, checked like any other before it is solved. */
async function solvable(
  { database }: Services,
  actor: Actor,
  { name, terms, world }: { name: string; terms: ScenarioTerms; world: LiveWorld },
): Promise<Outcome<{ terms: ScenarioTerms; problem: Adjustable }>> {
  const names = namesWith(await termNames(database.db, actor.district, terms), world)
  const problem = buildProblem(name, terms, world, names)
  return problem.ok ? ok({ terms, problem: problem.value }) : problem
}

/** Exactly what is given by hand, or nothing, under the caps of the scenario. */
function byHand(asked: AskedAdjustment, behind: ScenarioTerms, world: LiveWorld): Outcome<{ terms: ScenarioTerms; problem: Adjustable }> {
  const gives = asked.give === 'hand' ? asked.gives : []
  const chosen = checkGives(gives, world.projects, behind.year)
  if (!chosen.ok) return chosen
  const terms = handTerms(behind, gives)
  return ok({ terms, problem: { ...buildInstance(asked.name, terms, world.lots, chosen.value, world.regions, world), notes: [] } })
}

/** What contradicts, by the terms' own words. */
async function clashOf({ database }: Services, actor: Actor, terms: ScenarioTerms, { instance, before }: Adjustable, result: Result) {
  const named = { ...terms, statutoryProjects: [...terms.statutoryProjects, ...instance.projects.map((p) => p.id)] }
  const names = await termNames(database.db, actor.district, named)
  const { sentence } = conflictWords(result, terms, names, new Map(), (group) => before.get(group) ?? 0n)!
  return { what: sentence.zh, whatEn: sentence.en }
}

async function baseOut({ database, clock }: Services, actor: Actor, plan: PlanRow) {
  const holdings = await loadHoldings(database.db, actor.district, plan.plan_id)
  const { lots } = await loadSupply(database.db, actor.district, plan.year, { today: clock.today() })
  const terms = termsBehind(plan.settings)
  return {
    said: saidTerms(terms, await termNames(database.db, actor.district, terms)),
    plan: { id: plan.plan_id, name: plan.name, year: plan.year, decisionNo: plan.decision_no ?? '' },
    holdings: holdings.map((h) => ({
      lotId: h.lotId,
      lot: h.lotName,
      book: h.book,
      bookLabel: books[h.book].label,
      projectId: h.projectId,
      project: h.project,
      reservedFen: h.reservedFen,
      fixed: fixedBecause(h),
    })),
    lots: lots.map((l) => ({ lotId: l.lotId, lot: l.name, availableFen: l.availableFen })),
  }
}

const differenceRow = (d: Difference, named: { code: string; name: string }, because: Text) => ({
  ...d,
  ...named,
  changeFen: fen(d.afterFen - d.beforeFen),
  label: changeKinds[d.kind],
  because,
})

const whyLot = (d: Difference): Text => ({
  zh: `收回 ${formatFen(d.releasedFen, '万元')} 万元，重新安排 ${formatFen(d.givenFen, '万元')} 万元`,
  en: `${formatFen(d.releasedFen)} yuan back, ${formatFen(d.givenFen)} yuan given anew`,
})

export function planAdjustRoutes(services: Services, runs: SolveRuns): Binding[] {
  const { database } = services
  const known = async (actor: Actor, id: string): Promise<Outcome<PlanRow>> => {
    const plan = await findPlan(database.db, actor.district, id)
    return plan ? ok(plan) : refusePlan('plan_unknown', { plan: id })
  }
  return [
    bind(contract.adjustmentBase, async ({ actor, params }) => {
      const plan = await known(actor, params.id)
      return plan.ok ? ok(await baseOut(services, actor, plan.value)) : plan
    }),
    bind(contract.drawUpAdjustment, ({ actor, key, params, body }) => drawUp(services, runs, actor, params.id, body, key)),
    bind(contract.showDifference, async ({ actor, params }) => {
      const plan = await known(actor, params.id)
      if (!plan.ok) return plan
      const found = await loadDifference(database.db, actor.district, plan.value)
      return ok({
        projects: found.projects.map((d) => {
          const project = found.projectOf.get(d.id)
          return differenceRow(d, { code: project?.code ?? '', name: project?.name ?? d.id }, found.whyProject(d))
        }),
        lots: found.lots.map((d) => {
          const lot = found.lotOf.get(d.id)
          return differenceRow(d, { code: lot?.docNo ?? '', name: lot?.fundName ?? d.id }, whyLot(d))
        }),
      })
    }),
  ]
}
