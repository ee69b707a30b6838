/** The desk of a plan, bound to its endpoints. */
import type { Fen } from '#kernel/money.ts'
import { fill, must, ok, type Outcome } from '#kernel/outcome.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import { attempt, bind, type Binding } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { planMeasures } from '#policy/allocation-reasons.ts'
import { books } from '#policy/books.ts'
import { byHandWords } from '#policy/plan-violations.ts'
import { refuse as refusePlan, toFen } from './allocation.model.ts'
import { keepByHand, openForHand } from './desk.commands.ts'
import * as contract from './desk.contract.ts'
import { checkByHand, measuresBeside, refuse, slicesOf } from './desk.model.ts'
import { bookOf, offers, type YearOffer } from './desk-partners.model.ts'
import { oneForEachIdleLot, tell, tellLeftOut, type ToldViolation } from './desk-words.model.ts'
import { type DeskNames, type DeskPlan, deskNames, findDeskPlan } from './desk.store.ts'
import { aroundTerms } from './desk-around.model.ts'
import { type Places, usesOf } from './matches.model.ts'
import { loadPlaces } from './matches.store.ts'
import { reviseScenario } from './scenario.commands.ts'
import { findScenario, scenarioOf } from './scenario.store.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import type { SolveRuns } from './solve-runs.commands.ts'

interface Open {
  readonly plan: DeskPlan
  readonly names: DeskNames
  readonly places: Places
}

/** The plan with its names; a plan that can no longer be changed is still shown. */
async function openDesk({ database }: Services, district: string, planId: string): Promise<Outcome<Open>> {
  const plan = await findDeskPlan(database.db, district, planId)
  if (!plan) return refusePlan('plan_unknown', { plan: planId })
  const places = await loadPlaces(database.db, district)
  return ok({ plan, places, names: await deskNames(database.db, district, plan, places) })
}

const NAME_MOST = 80

/** `2017年第一批方案（手工调整）`; a second change of it is called the same, with a number. */
function nameFor(name: string, suffix: string): string {
  const bare = [byHandWords.suffix, byHandWords.again].reduce(
    (text, { zh }) => text.replace(new RegExp(`${zh.slice(0, -1)}(\\d*)）$`), ''),
    name,
  )
  const before = name.startsWith(`${bare}${suffix.slice(0, -1)}`) ? Number(/(\d*)）$/.exec(name)?.[1] || '1') : 0
  const tail = before === 0 ? suffix : `${suffix.slice(0, -1)}${before + 1}）`
  return `${bare.slice(0, NAME_MOST - tail.length)}${tail}`
}

function deskOut({ plan, names }: Open) {
  const { instance, step } = plan
  const open = openForHand(plan)
  return {
    id: plan.planId,
    name: plan.name,
    nameByHand: nameFor(plan.name, byHandWords.suffix.zh),
    nameAgain: nameFor(plan.name, byHandWords.again.zh),
    year: plan.year,
    closed: open.ok ? null : open.refusal.message,
    stepFen: step,
    maxSources: instance.rules.maxSources,
    minSliceFen: toFen(instance.rules.minSlice, step),
    lots: instance.lots.map((l) => ({
      id: l.id,
      docNo: names.lots.get(l.id)?.doc_no ?? '',
      fundName: names.lot(l.id),
      book: bookOf(l.ledger),
      bookLabel: books[bookOf(l.ledger)].label,
      usableTo: l.to,
      usesText: usesOf(l.categories),
      amountFen: toFen(l.amount, step),
    })),
    projects: instance.projects.map((p) => ({
      id: p.id,
      code: names.projects.get(p.id)?.code ?? '',
      name: names.project(p.id),
      categoryLabel: usesOf([p.category]),
      statutory: p.statutory,
      score: p.score,
      phases: p.phases.map(({ year, need }) => ({ year, needFen: toFen(need, step) })),
      units: p.units ? { min: p.units.min, max: p.units.max } : null,
    })),
    slices: slicesOf(plan),
  }
}

/** `reasons`: so many of those that keep it from giving; a card shows one. */
function partnerOut(id: string, found: readonly YearOffer[], step: bigint, reasons?: number) {
  const years = found.filter((y) => y.most > 0).map((y) => ({ year: y.year, mostFen: toFen(y.most, step) }))
  const best = years[0] ?? null
  const because = found.flatMap((y) => y.because).filter((text, i, all) => all.findIndex((t) => t.zh === text.zh) === i)
  return {
    id,
    year: best?.year ?? null,
    mostFen: best?.mostFen ?? (0n as Fen),
    years,
    because: best ? [] : because.slice(0, reasons),
  }
}

const toldOut = (told: ToldViolation, step: bigint) => ({
  rule: told.rule,
  text: told.text,
  lotId: told.lotId,
  projectId: told.projectId,
  year: told.year,
  mend: told.mend ? { ...told.mend, amountFen: toFen(told.mend.amount, step) } : null,
})

const partners = (services: Services): Binding =>
  bind(contract.deskPartners, async ({ actor, params, body }) => {
    const desk = await openDesk(services, actor.district, params.id)
    if (!desk.ok) return desk
    const { plan, names, places } = desk.value
    const offer = offers(plan, body.slices, places, (id) => names.group(id))
    const lot = plan.instance.lots.find((l) => l.id === body.lotId)
    if (lot) return ok({ partners: plan.instance.projects.map((p) => partnerOut(p.id, offer(lot, p), plan.step, 1)) })
    const project = plan.instance.projects.find((p) => p.id === body.projectId)
    if (project) return ok({ partners: plan.instance.lots.map((l) => partnerOut(l.id, offer(l, project), plan.step)) })
    return refuse('around_unknown', { what: body.lotId ?? body.projectId ?? '' })
  })

const check = (services: Services): Binding =>
  bind(contract.checkDesk, async ({ actor, params, body }) => {
    const desk = await openDesk(services, actor.district, params.id)
    if (!desk.ok) return desk
    const { plan, names, places } = desk.value
    const checked = checkByHand(plan, plan.instance.name, body.slices)
    const say = tell(plan, body.slices, names, places)
    return ok({
      ok: checked.kept !== null,
      violations: oneForEachIdleLot(checked.violations.map(say), names).map((told) => toldOut(told, plan.step)),
      hints: checked.hints.map((v) => toldOut(say(v), plan.step)),
      leftOut: checked.leftOut.map((projectId) => ({ projectId, text: tellLeftOut(plan, projectId, names) })),
      measures: measuresBeside(plan, body.slices).map((m) => ({ ...m, label: planMeasures[m.key] })),
    })
  })

export function deskRoutes(services: Services, runs: SolveRuns): Binding[] {
  const { database, clock } = services
  return [
    bind(contract.showDesk, async ({ actor, params }) => {
      const desk = await openDesk(services, actor.district, params.id)
      return desk.ok ? ok(deskOut(desk.value)) : desk
    }),
    partners(services),
    check(services),
    bind(contract.keepByHand, ({ actor, key, params, body }) =>
      runCommand(database, keepByHand, { planId: params.id, ...body }, { actor, key, clock }),
    ),
    bind(contract.solveAround, ({ actor, key, params, body }) =>
      attempt(async () => {
        const { plan, names } = must(await openDesk(services, actor.district, params.id))
        const terms = must(aroundTerms(plan, body, names))
        const scenario = must(await newVersion(services, actor, key, plan, terms))
        return { runId: await runs.start(actor, { name: body.name, terms, scenario, seconds: body.seconds }) }
      }),
    ),
  ]
}

/**
 * What was set by hand becomes a new version of the scenario the plan was solved under. One that others have changed or retired since
 * stays as they left it: then the terms are kept with the plan alone.
 */
async function newVersion(
  { database, clock }: Services,
  actor: Actor,
  key: string,
  plan: DeskPlan,
  terms: ScenarioTerms,
): Promise<Outcome<Kept>> {
  const { scenarioId, scenarioVersion: seen } = plan
  const found = scenarioId === null ? undefined : await findScenario(database.db, actor.district, scenarioId)
  if (!found || scenarioId === null || seen === null) return ok(null)
  const note = fill(byHandWords.version.zh, { plan: plan.name, pins: terms.pins.length, bans: terms.bans.length })
  const draft = { scenarioId, seen, name: scenarioOf(found).name, terms, note }
  const revised = await runCommand(database, reviseScenario, draft, { actor, clock, key: `${key}:terms` })
  if (revised.ok) return ok(revised.value)
  if (revised.refusal.code === 'scenario_same') return ok({ scenarioId, version: seen })
  return revised.refusal.code === 'scenario_moved_on' || revised.refusal.code === 'scenario_retired' ? ok(null) : revised
}

type Kept = { readonly scenarioId: string; readonly version: number } | null
