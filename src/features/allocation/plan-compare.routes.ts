/** Plans side by side, bound to the page and to a spreadsheet. */
import { ok, type Outcome } from '#kernel/outcome.ts'
import type { Actor } from '#platform/command.ts'
import { bind, type Binding, type SheetOut } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import { planMeasures, unfundedReasons, unsolved } from '#policy/allocation-reasons.ts'
import { books } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { planWorkflow } from '#policy/plan-workflow.ts'
import { refuse as refusePlan } from './allocation.model.ts'
import { findPlan, type PlanRow, planSlices } from './allocation.store.ts'
import * as contract from './plan-compare.contract.ts'
import {
  changeKinds,
  type ComparedGroup,
  type ComparedPlan,
  type ComparedRow,
  compareGroups,
  compareLots,
  compareProjects,
  type PlanLot,
  type PlanProject,
  refuse,
} from './plan-compare.model.ts'
import { loadPlanLots, loadPlanProjects } from './plan-compare.store.ts'

interface Comparison {
  readonly plans: readonly PlanRow[]
  readonly projects: readonly ComparedRow[]
  readonly lots: readonly ComparedRow[]
  readonly townships: readonly ComparedGroup[]
  readonly categories: readonly ComparedGroup[]
  readonly lotOf: ReadonlyMap<string, PlanLot>
  readonly projectOf: ReadonlyMap<string, PlanProject>
}

const UNITS: Readonly<Record<string, 'fen' | 'count' | 'points'>> = { benefit: 'points', funded: 'count', slices: 'count' }

async function compare({ database }: Services, actor: Actor, asked: readonly string[]): Promise<Outcome<Comparison>> {
  const [on, district] = [database.db, actor.district]
  if (new Set(asked).size !== asked.length || asked.length < 2) return refuse('compare_two')
  const found: PlanRow[] = []
  for (const id of asked) {
    const plan = await findPlan(on, district, id)
    if (!plan) return refusePlan('plan_unknown', { plan: id })
    found.push(plan)
  }
  const plans = await Promise.all(found.map(async (p) => comparedOf(p, await planSlices(on, district, p.plan_id))))
  const projectOf = await loadPlanProjects(on, district, [...new Set(plans.flatMap((p) => [...p.projectIds]))])
  const lotOf = await loadPlanLots(on, district, [...new Set(plans.flatMap((p) => [...p.lotIds]))])
  const names = {
    lot: (id: string) => lotOf.get(id)?.docNo ?? id,
    project: (id: string) => projectOf.get(id)?.name ?? id,
  }
  return ok({
    plans: found,
    projects: compareProjects(plans, names).sort((a, b) =>
      (projectOf.get(a.id)?.code ?? '').localeCompare(projectOf.get(b.id)?.code ?? ''),
    ),
    lots: compareLots(plans, names),
    townships: compareGroups(plans, (id) => projectOf.get(id)?.townshipName ?? '全区'),
    categories: compareGroups(plans, (id) => projectOf.get(id)?.category ?? ''),
    lotOf,
    projectOf,
  })
}

function comparedOf(plan: PlanRow, slices: ComparedPlan['slices']): ComparedPlan {
  return {
    planId: plan.plan_id,
    slices,
    projectIds: new Set([...plan.problem.projects.map((p) => p.id), ...slices.map((s) => s.projectId)]),
    lotIds: new Set([...plan.problem.lots.map((l) => l.id), ...slices.map((s) => s.lotId)]),
    unfunded:
      plan.status === 'infeasible'
        ? new Map(plan.problem.projects.map((p) => [p.id, unsolved]))
        : new Map(plan.proposal.unfunded.map((u) => [u.project, unfundedReasons[u.reason]])),
  }
}

const changesOut = (row: ComparedRow) => ({
  amounts: [...row.amounts],
  changes: row.changes.map((c) => ({ ...c, label: changeKinds[c.kind] })),
})

const projectOut = (row: ComparedRow, { projectOf }: Comparison) => {
  const project = projectOf.get(row.id)
  return {
    ...row,
    code: project?.code ?? '',
    name: project?.name ?? row.id,
    of: project?.townshipName ?? '',
    group: project ? categories[project.category].label : { zh: '', en: '' },
    ...changesOut(row),
  }
}

const lotOut = (row: ComparedRow, { lotOf }: Comparison) => {
  const lot = lotOf.get(row.id)
  return {
    ...row,
    code: lot?.docNo ?? '',
    name: lot?.fundName ?? row.id,
    of: lot?.department ?? '',
    group: lot ? books[lot.book].label : { zh: '', en: '' },
    ...changesOut(row),
  }
}

function measuresOut(plans: readonly PlanRow[]) {
  const keys = Object.keys(planMeasures).filter((key) => plans.some((p) => p.comparison[key])) as (keyof typeof planMeasures)[]
  return keys.map((key) => ({
    key,
    label: planMeasures[key],
    unit: UNITS[key] ?? ('fen' as const),
    values: plans.map((p) => p.comparison[key]?.plan ?? null),
  }))
}

const columnsOf = (g: ComparedGroup) => ({ amounts: [...g.amounts], projects: [...g.projects] })
const townshipOut = (g: ComparedGroup) => ({ ...g, ...columnsOf(g), label: { zh: g.key, en: g.key } })
const categoryOut = (g: ComparedGroup) => ({
  ...g,
  ...columnsOf(g),
  label: categories[g.key as CategoryKey]?.label ?? { zh: g.key, en: g.key },
})

function comparisonOut(c: Comparison) {
  return {
    plans: c.plans.map((p) => ({
      id: p.plan_id,
      name: p.name,
      state: p.state,
      stateLabel: planWorkflow.states[p.state].label,
      allocatedFen: p.allocated,
      fundedProjects: Number(p.funded),
    })),
    measures: measuresOut(c.plans),
    projects: c.projects.map((r) => projectOut(r, c)),
    lots: c.lots.map((r) => lotOut(r, c)),
    townships: c.townships.map(townshipOut),
    categories: c.categories.map(categoryOut),
  }
}

type Out = ReturnType<typeof projectOut>

/** The same rows as on the page, with a line of totals. */
function rowsSheet(
  name: string,
  heads: readonly [string, string, string, string],
  plans: readonly PlanRow[],
  rows: readonly Out[],
): SheetOut {
  const others = plans.slice(1)
  const totals = plans.map((_, i) => rows.reduce((sum, r) => sum + r.amounts[i]!, 0n))
  return {
    name,
    columns: [
      ...heads.map((header) => ({ header, kind: 'text' as const, width: header.length > 3 ? 34 : 18 })),
      ...plans.map((p) => ({ header: `${p.name}（元）`, kind: 'money' as const, width: 20 })),
      ...others.flatMap((p) => [
        { header: `变化：${p.name}`, kind: 'text' as const, width: 16 },
        { header: `原因：${p.name}`, kind: 'text' as const, width: 60 },
      ]),
    ],
    rows: [
      ...rows.map((r) => [r.code, r.name, r.of, r.group.zh, ...r.amounts, ...r.changes.flatMap((c) => [c.label.zh, c.because.zh])]),
      ['合计', null, null, null, ...totals, ...others.flatMap(() => [null, null])],
    ],
  }
}

const groupSheet = (name: string, plans: readonly PlanRow[], groups: readonly (ComparedGroup & { label: { zh: string } })[]): SheetOut => ({
  name,
  columns: [
    { header: name, kind: 'text', width: 20 },
    ...plans.flatMap((p) => [
      { header: `${p.name}（元）`, kind: 'money' as const, width: 20 },
      { header: `${p.name}（项目数）`, kind: 'number' as const, width: 14 },
    ]),
  ],
  rows: groups.map((g) => [g.label.zh, ...plans.flatMap((_, i) => [g.amounts[i]!, g.projects[i]!])]),
})

export function comparisonSheets(c: Comparison): SheetOut[] {
  return [
    rowsSheet(
      '项目',
      ['项目编号', '项目', '乡镇', '类别'],
      c.plans,
      c.projects.map((r) => projectOut(r, c)),
    ),
    rowsSheet(
      '资金',
      ['文号', '资金名称', '部门', '专账'],
      c.plans,
      c.lots.map((r) => lotOut(r, c)),
    ),
    groupSheet('乡镇', c.plans, c.townships.map(townshipOut)),
    groupSheet('类别', c.plans, c.categories.map(categoryOut)),
  ]
}

const ids = (query: { a: string; b: string; c?: string | undefined }) => [query.a, query.b, ...(query.c ? [query.c] : [])]

export function planCompareRoutes(services: Services): Binding[] {
  return [
    bind(contract.comparePlans, async ({ actor, query }) => {
      const found = await compare(services, actor, ids(query))
      return found.ok ? ok(comparisonOut(found.value)) : found
    }),
    bind(contract.exportComparison, async ({ actor, query, reply }): Promise<unknown> => {
      const found = await compare(services, actor, ids(query))
      if (!found.ok) return found
      const bytes = await writeWorkbook(comparisonSheets(found.value))
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent('方案比较.xlsx')}`)
        .send(Buffer.from(bytes))
    }),
  ]
}
