/** Drafts of plans by the real way: the live world, the problem made of it, the slices laid on it by hand and checked, and the plan kept. */
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { keepPlan } from '#features/allocation/allocation.commands.ts'
import { buildInstance } from '#features/allocation/allocation.model.ts'
import { loadWorld } from '#features/allocation/allocation.store.ts'
import { checkByHand } from '#features/allocation/desk.model.ts'
import { type Result, RESULT_FORMAT } from '#features/allocation/engine/format.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { keepAdjustment, worldAfterReleases } from '#features/allocation/plan-adjust.commands.ts'
import type { BookKey } from '#policy/books.ts'
import type { District } from './district.ts'
import type { Draft } from './workload-plans.ts'

/** So many lots may pay one project here: the books are what is tested, not the habits of plans. */
const MAX_SOURCES = 99

/** Gives the id under which the plan is kept; null where the rules of plans are against it, such as stronger money that lies idle. */
export async function keepDraft({ world }: District, { parent, slices, releases }: Draft, bookOf: (lot: string) => string) {
  const year = Number(world.today().slice(0, 4))
  const terms = { ...standardTerms(year), minSliceFen: 1n, maxSources: MAX_SOURCES }
  const back = releases.map((r) => ({ lotId: r.lot, book: bookOf(r.lot) as BookKey, projectId: r.project, amountFen: fen(r.amount) }))
  const taking = { parentId: parent ?? '', releases: back }
  const live = parent
    ? must(await world.act('pool_office', worldAfterReleases, { ...taking, years: 'first' }, { preview: true })).world
    : await loadWorld(world.database.db, world.district, year, { today: world.today() })
  const { instance, step } = buildInstance('方案', terms, live.lots, live.projects, live.regions)
  const given = slices.map((s) => ({ lotId: s.lot, projectId: s.project, year: s.year, amountFen: fen(s.amount) }))
  const nothing: Result = { format: RESULT_FORMAT, instance: '方案', status: 'feasible', funded: [], slices: [], unfunded: [], idle: [] }
  const { kept } = checkByHand({ instance, step, result: nothing }, '方案', given)
  if (!kept) return null
  const plan = { name: '方案', settings: { ...terms, year }, ...kept, step, comparison: {} }
  if (!parent) return (await world.do('pool_office', keepPlan, plan)).planId
  return (await world.do('pool_office', keepAdjustment, { ...taking, ...plan, cause: '调整', document: '调整文件' })).planId
}
