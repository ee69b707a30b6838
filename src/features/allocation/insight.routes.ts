/** Explanations of a plan, bound to their endpoints. A plan never changes, so what was worked out for it is kept. */
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'
import type { Actor } from '#platform/command.ts'
import { bind, type Binding, sendSheet, type SheetOut } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { insightBasis } from '#policy/allocation-reasons.ts'
import { refuse } from './allocation.model.ts'
import { findPlan, planNames, type PlanRow, planSlices } from './allocation.store.ts'
import type { Answers, Overview, Question } from './engine/insight/insight.ts'
import { askInWorker } from './engine/insight/run-in-worker.ts'
import * as contract from './insight.contract.ts'
import { lapseRows, perPlace, placeFigures, quotedSteps, scatterRows, spreadsOf } from './insight-figures.model.ts'
import { Told } from './insight-told.model.ts'
import { loadDivisions, loadPlaceProjects } from './insight.store.ts'

const refuseInsight = refusals({
  project_has_money: {
    kind: 'not-found',
    zh: '项目 {project} 在这个方案里已安排资金或不在方案里，没有未安排原因可说明',
    en: 'Project {project} has money in this plan or is not part of it; there is nothing to explain',
  },
  lot_not_idle: {
    kind: 'not-found',
    zh: '资金 {lot} 在这个方案里没有剩余或不在方案里',
    en: 'Nothing of lot {lot} is left in this plan, or it is not part of it',
  },
  too_large_to_resolve: {
    kind: 'rule-not-met',
    zh: '方案规模较大，逐笔重新求解太久；请看按影子价格的估算',
    en: 'The plan is too large to be solved again for every lot; see the estimate by prices',
  },
})

/** Changes that are looked for before anybody asks: of so many projects and lots, for so long. The spreadsheet waits for all of them. */
const AHEAD = { ahead: 200, seconds: 8 }
const ALL = { ahead: 100_000, seconds: 600 }
const KEPT = 16
const RESOLVE_SECONDS = 15

/** Answers that were worked out, the ones asked for last. One worker thinks at a time. */
class PlanAnswers {
  readonly #kept = new Map<string, Promise<unknown>>()
  #last: Promise<unknown> = Promise.resolve()

  ask<Q extends Question>(district: string, plan: PlanRow, question: Q): Promise<Answers[Q['kind']]> {
    const key = JSON.stringify([district, plan.plan_id, question])
    const known = this.#kept.get(key) as Promise<Answers[Q['kind']]> | undefined
    this.#kept.delete(key)
    const found = known ?? this.#think(() => askInWorker(plan.problem, plan.proposal, question))
    this.#kept.set(key, found)
    found.catch(() => this.#kept.delete(key))
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(old)
    }
    return found
  }

  #think<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

const townshipsOf = (plan: PlanRow) => plan.problem.regions.filter((r) => r.kind === 'township').map((r) => r.id)

export function insightRoutes(services: Services): Binding[] {
  const answers = new PlanAnswers()
  const overviewOf = (actor: Actor, plan: PlanRow, far = AHEAD) =>
    answers.ask(actor.district, plan, { kind: 'overview', ...far, places: townshipsOf(plan) })
  /** Does something with a plan and its words, or refuses an unknown plan. */
  const withPlan = async <T>(
    actor: Actor,
    planId: string,
    work: (plan: PlanRow, told: Told) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => {
    const on = services.database.db
    const plan = await findPlan(on, actor.district, planId)
    if (!plan) return refuse('plan_unknown', { plan: planId })
    const divisions = new Map((await loadDivisions(on, actor.district)).map((d) => [d.code, d.name]))
    return work(plan, new Told(plan, await planNames(on, actor.district), divisions))
  }
  return [
    bind(contract.planInsight, ({ actor, params }) =>
      withPlan(actor, params.id, async (plan, told) => {
        const overview = await overviewOf(actor, plan)
        const { plan: mine, greedy } = overview.fragmentation
        return ok({
          unfunded: overview.unfunded.map((u) => told.unfunded(u)),
          idle: overview.idle.map((i) => told.idle(i)),
          worth: told.worth(overview),
          mayResolve: overview.small && plan.proposal.status === 'optimal',
          fairness: await fairnessOf(services, actor, plan, told),
          scatter: scatterRows(mine, greedy, plan.year, plan.scale_fen),
          lapses: lapseRows(mine, greedy, plan.scale_fen),
        })
      }),
    ),
    bind(contract.projectInsight, ({ actor, params: { id, projectId } }) =>
      withPlan(actor, id, async (plan, told) => {
        const known = (await overviewOf(actor, plan)).unfunded.find((u) => u.why.project === projectId)
        const found = known?.remedies ? known : await answers.ask(actor.district, plan, { kind: 'project', project: projectId })
        return found ? ok(told.projectDetail(found)) : refuseInsight('project_has_money', { project: projectId })
      }),
    ),
    bind(contract.lotInsight, ({ actor, params: { id, lotId } }) =>
      withPlan(actor, id, async (plan, told) => {
        const known = (await overviewOf(actor, plan)).idle.find((i) => i.why.lot === lotId)
        const found = known?.remedies ? known : await answers.ask(actor.district, plan, { kind: 'lot', lot: lotId })
        return found ? ok(told.lotDetail(found)) : refuseInsight('lot_not_idle', { lot: lotId })
      }),
    ),
    bind(contract.resolvedWorth, ({ actor, params }) =>
      withPlan(actor, params.id, async (plan, told) => {
        const { small } = await overviewOf(actor, plan)
        if (!small || plan.proposal.status !== 'optimal') return refuseInsight('too_large_to_resolve')
        const { steps, fen, yuan } = quotedSteps(plan.scale_fen)
        const found = await answers.ask(actor.district, plan, { kind: 'resolve', extra: steps, seconds: RESOLVE_SECONDS })
        const lots = found.map(({ lot, gain, exact }) => told.resolved(lot, yuan, gain, exact))
        return ok({ basis: insightBasis.resolved, extraFen: fen, lots })
      }),
    ),
    bind(contract.exportUnfunded, ({ actor, params, reply }) =>
      withPlan(actor, params.id, async (plan, told) => {
        const overview = await overviewOf(actor, plan, ALL)
        return ok(await sendSheet(reply, `${plan.name}未安排项目.xlsx`, unfundedSheet(told, overview)))
      }),
    ),
  ]
}

async function fairnessOf(services: Services, actor: Actor, plan: PlanRow, { divisions }: Told) {
  const on = services.database.db
  const planFen = new Map<string, bigint>()
  for (const s of await planSlices(on, actor.district, plan.plan_id))
    planFen.set(s.projectId, (planFen.get(s.projectId) ?? 0n) + s.amountFen)
  const projects = await loadPlaceProjects(on, actor.district, plan.year, plan.created_at)
  const places = placeFigures(plan.problem.regions, projects, planFen)
  return {
    basis: insightBasis.households,
    places: places.map((p) => ({
      id: p.id,
      name: divisions.get(p.id) ?? p.id,
      level: p.level,
      township: p.township === null ? '' : (divisions.get(p.township) ?? p.township),
      households: p.households,
      poorHouseholds: p.poorHouseholds,
      beforeFen: p.before,
      planFen: p.plan,
      ...perPlace(p),
    })),
    spreads: spreadsOf(places),
  }
}

function unfundedSheet(told: Told, overview: Overview): SheetOut {
  const { plan } = told
  return {
    name: '未安排项目',
    lead: [`${plan.name} ${plan.year} 年未安排项目、原因与最小改变`, '金额单位：元'],
    columns: [
      { header: '项目编号', kind: 'text' },
      { header: '项目名称', kind: 'text', width: 30 },
      { header: '所在地', kind: 'text' },
      { header: '类别', kind: 'text' },
      { header: '得分', kind: 'number' },
      { header: '受益户', kind: 'number' },
      { header: '需要资金', kind: 'money' },
      { header: '原因', kind: 'text' },
      { header: '说明', kind: 'text', width: 70 },
      { header: '能安排它的最小改变', kind: 'text', width: 50 },
      { header: '涉及金额', kind: 'money' },
      { header: '试过而不成的改变', kind: 'text', width: 40 },
    ],
    rows: overview.unfunded.map((u) => told.sheetRow(u)),
  }
}
