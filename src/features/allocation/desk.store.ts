/** The plan that is changed by hand, with what its problem speaks of by name. */
import type { PlanState } from '#policy/plan-workflow.ts'
import { row, rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { Parent } from './desk.model.ts'
import type { Places } from './matches.model.ts'
import type { Names } from './desk-words.model.ts'
import type { NewPlan } from './allocation.store.ts'
import type { Instance, Result } from './engine/format.ts'
import { beforeOf } from './scenario.model.ts'
import { limitName } from './scenario-words.model.ts'

/** What a plan by hand says besides: from which plan it came, and which projects a person left out that could have been paid. */
export type KeptSettings = NewPlan['settings'] & {
  readonly parentPlan?: string
  readonly method?: string
  readonly leftOut?: readonly string[]
}

export interface DeskPlan extends Parent {
  readonly planId: string
  readonly name: string
  readonly year: number
  readonly state: PlanState
  /** As stored: amounts are decimal text. */
  readonly settings: KeptSettings
  readonly scenarioId: string | null
  readonly scenarioVersion: number | null
  /** It draws money back from projects as well, which the desk does not do. */
  readonly adjusts: boolean
}

export async function findDeskPlan(on: Executor, district: string, planId: string): Promise<DeskPlan | undefined> {
  const p = await row(
    on,
    sql<{
      plan_id: string
      name: string
      year: number
      state: PlanState
      problem: Instance
      proposal: Result
      scale_fen: bigint
      settings: KeptSettings
      scenario_id: string | null
      scenario_version: number | null
      adjusts: boolean
    }>`select p.plan_id, p.name, p.year, p.state, p.problem, p.proposal, p.scale_fen, p.settings, p.scenario_id, p.scenario_version,
        p.parent_id is not null as adjusts
      from plan p where p.district = ${district} and p.plan_id = ${planId}`,
  )
  if (!p) return undefined
  return {
    planId: p.plan_id,
    name: p.name,
    year: p.year,
    state: p.state,
    instance: asAsked(p.problem, p.settings.leftOut ?? []),
    result: p.proposal,
    step: p.scale_fen,
    settings: p.settings,
    scenarioId: p.scenario_id,
    scenarioVersion: p.scenario_version,
    adjusts: p.adjusts,
  }
}

/** The problem without what a person left out by hand: that was a choice, not a term, and may be taken back. */
const asAsked = (problem: Instance, leftOut: readonly string[]): Instance => ({
  ...problem,
  overrides: { ...problem.overrides, exclude: problem.overrides.exclude.filter((id) => !leftOut.includes(id)) },
})

export interface DeskLot {
  readonly lot_id: string
  readonly doc_no: string
  readonly fund_name: string
}

export interface DeskProject {
  readonly project_id: string
  readonly code: string
  readonly name: string
}

export interface DeskNames extends Names {
  readonly lots: ReadonlyMap<string, DeskLot>
  readonly projects: ReadonlyMap<string, DeskProject>
}

/** Names of the lots, projects and groups of a problem; groups are called as the terms of the plan or the place call them. */
export async function deskNames(on: Executor, district: string, { instance, settings }: DeskPlan, places: Places): Promise<DeskNames> {
  const lotIds = instance.lots.map((l) => l.id)
  const projectIds = instance.projects.map((p) => p.id)
  const lots = await rows(
    on,
    sql<DeskLot>`select l.lot_id, d.doc_no, l.fund_name from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where l.district = ${district} and l.lot_id = any(${lotIds}::text[])`,
  )
  const projects = await rows(
    on,
    sql<DeskProject>`select project_id, code, name from project where district = ${district} and project_id = any(${projectIds}::text[])`,
  )
  const byLot = new Map(lots.map((l) => [l.lot_id, l]))
  const byProject = new Map(projects.map((p) => [p.project_id, p]))
  return {
    lots: byLot,
    projects: byProject,
    lot: (id) => byLot.get(id)?.fund_name ?? id,
    project: (id) => byProject.get(id)?.name ?? id,
    group: (id) => {
      const [kind, name] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]
      const label = kind === 'limit' ? settings.terms?.limits[Number(name)]?.label : places.get(name)
      const named = label ?? id
      return limitName({ zh: named, en: named }, beforeOf(settings)(id))
    },
  }
}
