/** Adjustments, bound to their endpoints. The solve runs in its worker while the request waits; it is short and never posts. */
import { fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { buildInstance, type PlanSettings, refuse as refusePlan } from './allocation.model.ts'
import { findPlan, loadWorld, type PlanRow } from './allocation.store.ts'
import type { Result } from './engine/format.ts'
import { allocateInWorker } from './engine/run-in-worker.ts'
import { standardTerms } from './instance.model.ts'
import { checkGives, type Give, keepAdjustment, worldAfterReleases } from './plan-adjust.commands.ts'
import * as contract from './plan-adjust.contract.ts'
import { type Difference, fixedBecause, refuse, type ReleaseFen } from './plan-adjust.model.ts'
import { loadHoldings } from './plan-adjust.store.ts'
import { changeKinds } from './plan-compare.model.ts'
import { loadPlanLots, loadPlanProjects } from './plan-compare.store.ts'
import { loadDifference } from './plan-difference.store.ts'
import { compare } from './solve-runs.commands.ts'

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

/** The limits of the plan that is adjusted: how many lots a project, how small a slice. */
function limitsOf(parent: PlanRow): Pick<PlanSettings, 'maxSources' | 'minSliceFen'> {
  const standard = standardTerms(parent.year)
  const { maxSources, minSliceFen } = parent.settings
  return {
    maxSources: typeof maxSources === 'number' ? maxSources : standard.maxSources,
    minSliceFen: typeof minSliceFen === 'string' && /^\d+$/.test(minSliceFen) ? BigInt(minSliceFen) : standard.minSliceFen,
  }
}

export async function drawUp(services: Services, actor: Actor, parentId: string, asked: AskedAdjustment, key: string) {
  const { database, clock } = services
  const taking = { parentId, releases: asked.releases }
  const tried = await runCommand(database, worldAfterReleases, taking, { actor, key: `${key}:world`, clock, preview: true })
  if (!tried.ok) return tried
  const { parent, world } = tried.value
  const chosen =
    asked.give === 'hand' ? checkGives(asked.gives, world.projects, parent.year) : ok(asked.give === 'none' ? [] : world.projects)
  if (!chosen.ok) return chosen
  const settings = {
    year: parent.year,
    ...limitsOf(parent),
    excludeProjects: asked.give === 'solve' ? asked.leaveOut : [],
    includeProjects: asked.gives.map((g) => g.projectId),
  }
  const terms = { ...standardTerms(parent.year), ...settings, pins: asked.give === 'hand' ? asked.gives : [] }
  const { instance, step } = buildInstance(asked.name, terms, world.lots, chosen.value, world.regions)
  const result = await allocateInWorker(instance, { seconds: asked.seconds, seed: instance.seed }).result
  if (result.status === 'infeasible') return refuse('give_infeasible', { what: await conflictWords(services, actor, result) })
  const comparison = compare(instance, result, step)
  const { name, cause, document } = asked
  return runCommand(
    database,
    keepAdjustment,
    { ...taking, name, cause, document, settings, instance, result, step, comparison },
    { actor, key, clock },
  )
}

async function conflictWords({ database }: Services, actor: Actor, result: Result): Promise<string> {
  const ids = result.conflict ?? []
  const lots = await loadPlanLots(database.db, actor.district, ids)
  const projects = await loadPlanProjects(database.db, actor.district, ids)
  const named = ids.map((id) => projects.get(id)?.name ?? lots.get(id)?.docNo ?? id)
  return named.length > 0 ? `${named.join('、')}之间的条件互相矛盾` : '条件互相矛盾'
}

async function baseOut({ database, clock }: Services, actor: Actor, plan: PlanRow) {
  const holdings = await loadHoldings(database.db, actor.district, plan.plan_id)
  const world = await loadWorld(database.db, actor.district, plan.year, { today: clock.today() })
  return {
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
    waiting: world.projects.map((p) => ({
      projectId: p.projectId,
      project: `${p.code} ${p.name}`,
      openFen: p.phases.reduce((sum, x) => sum + x.openFen, 0n),
    })),
    lots: world.lots.map((l) => ({ lotId: l.lotId, lot: l.name, availableFen: l.availableFen })),
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

export function planAdjustRoutes(services: Services): Binding[] {
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
    bind(contract.drawUpAdjustment, ({ actor, key, params, body }) => drawUp(services, actor, params.id, body, key)),
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
