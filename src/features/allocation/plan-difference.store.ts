/** What an adjustment changes, with the names and the reasons of who gains and who loses. */
import { formatFen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { unfundedReasons } from '#policy/allocation-reasons.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type PlanRow, planSlices } from './allocation.store.ts'
import { type Difference, differenceOf } from './plan-adjust.model.ts'
import { familySteps, planReleases } from './plan-adjust.store.ts'
import type { PlanLot, PlanProject } from './plan-compare.model.ts'
import { loadPlanLots, loadPlanProjects } from './plan-compare.store.ts'

export interface PlanDifference {
  readonly projects: readonly Difference[]
  readonly lots: readonly Difference[]
  readonly projectOf: ReadonlyMap<string, PlanProject>
  readonly lotOf: ReadonlyMap<string, PlanLot>
  readonly whyProject: (d: Difference) => Text
}

/** What an adjustment changes against what its family had adopted before it. */
export async function loadDifference(on: Executor, district: string, plan: PlanRow): Promise<PlanDifference> {
  const step = { slices: await planSlices(on, district, plan.plan_id), releases: await planReleases(on, district, plan.plan_id) }
  const before = plan.parent_id ? await familySteps(on, district, plan.parent_id, plan.adopted_at) : []
  const [projects, lots] = [differenceOf(before, step, 'projectId'), differenceOf(before, step, 'lotId')]
  const reasons = new Map(plan.proposal.unfunded.map((u) => [u.project, unfundedReasons[u.reason]]))
  const lotOf = await loadPlanLots(
    on,
    district,
    lots.map((l) => l.id),
  )
  const projectOf = await loadPlanProjects(
    on,
    district,
    projects.map((p) => p.id),
  )
  const documents = (parts: readonly { projectId: string; lotId: string }[], id: string) =>
    [...new Set(parts.filter((p) => p.projectId === id).map((p) => lotOf.get(p.lotId)?.docNo ?? p.lotId))].join('、')
  const whyProject = (d: Difference): Text => {
    const [back, given] = [documents(step.releases, d.id), documents(step.slices, d.id)]
    const why = d.afterFen < d.beforeFen ? reasons.get(d.id) : undefined
    const zh = [
      d.releasedFen > 0n ? `收回 ${formatFen(d.releasedFen, '万元')} 万元，退回${back}` : '',
      d.givenFen > 0n ? `由${given}安排 ${formatFen(d.givenFen, '万元')} 万元` : '',
      why ? why.zh : '',
    ]
    const en = [
      d.releasedFen > 0n ? `${formatFen(d.releasedFen)} yuan back to ${back}` : '',
      d.givenFen > 0n ? `${formatFen(d.givenFen)} yuan from ${given}` : '',
      why ? why.en : '',
    ]
    return { zh: zh.filter((t) => t !== '').join('；'), en: en.filter((t) => t !== '').join('; ') }
  }
  return { projects, lots, projectOf, lotOf, whyProject }
}
