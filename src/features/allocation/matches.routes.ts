/** Both ways, bound to its endpoints. */
import { formatFen } from '#kernel/money.ts'
import { ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { bind, type Binding, sendSheet, type SheetOut } from '#platform/http/bind.ts'
import type { Services } from '#platform/services.ts'
import { books } from '#policy/books.ts'
import { lotOrder, projectOrder } from '#policy/match-order.ts'
import { projectWorkflow } from '#policy/project-workflow.ts'
import * as contract from './matches.contract.ts'
import {
  isRunning,
  lotsFor,
  type LotMatch,
  type MatchLot,
  type MatchProject,
  openNeed,
  openPhases,
  type Pair,
  type ProjectMatch,
  projectsFor,
  type Places,
  usesOf,
} from './matches.model.ts'
import { loadMatchLots, loadMatchProjects, loadPlaces, seekingLots, seekingProjects } from './matches.store.ts'

/** As many rows as a spreadsheet is given at most. */
const ALL_ROWS = 100_000

const refuse = refusals({
  project_unknown: { kind: 'not-found', zh: '没有编号为 {id} 的项目', en: 'There is no project {id}' },
  lot_unknown: { kind: 'not-found', zh: '没有编号为 {id} 的资金', en: 'There is no lot {id}' },
})

const pairOut = (pair: Pair, at: number) => ({
  rank: pair.can ? at + 1 : null,
  couldFen: pair.couldFen,
  years: [...pair.years],
  because: [...pair.because],
})

const orderOut = (rules: readonly { readonly label: Text; readonly reason: Text }[]) =>
  rules.map(({ label, reason }) => ({ label, reason }))

const lotRow = (match: LotMatch, at: number) => ({
  lotId: match.lot.facts.lotId,
  docNo: match.lot.docNo,
  fundName: match.lot.fundName,
  department: match.lot.department,
  book: match.lot.facts.book,
  bookLabel: books[match.lot.facts.book].label,
  usesText: usesOf(match.lot.facts.uses),
  usableTo: match.lot.facts.usableTo,
  availableFen: match.lot.availableFen,
  ...pairOut(match, at),
})

const projectRow = (match: ProjectMatch, at: number) => ({
  projectId: match.project.facts.projectId,
  code: match.project.code,
  name: match.project.facts.name,
  place: match.project.place,
  categoryLabel: usesOf([match.project.facts.category]),
  stateLabel: match.project.stateLabel,
  statutory: match.project.statutory,
  running: isRunning(match.project),
  score: match.project.score,
  households: match.project.households,
  openFen: match.openFen,
  ...pairOut(match, at),
})

function marksOf({ facts }: MatchProject): Text {
  const marks = [
    facts.poverty ? { zh: '扶贫项目', en: 'poverty project' } : null,
    facts.agriculture ? { zh: '涉农项目', en: 'agricultural' } : null,
    facts.household ? { zh: '到户到人', en: 'to households' } : null,
  ].filter((mark) => mark !== null)
  return { zh: marks.map((m) => m.zh).join('、'), en: marks.map((m) => m.en).join(', ') }
}

const projectOut = (p: MatchProject) => ({
  id: p.facts.projectId,
  code: p.code,
  name: p.facts.name,
  place: p.place,
  stateLabel: p.stateLabel,
  categoryLabel: usesOf([p.facts.category]),
  marks: marksOf(p),
  needFen: p.phases.reduce((total, x) => total + x.needFen, 0n),
  givenFen: p.givenFen,
  openFen: openNeed(p),
  phases: openPhases(p).map(({ year, needFen, openFen }) => ({ year, needFen, openFen })),
})

function lotOut(l: MatchLot, places: Places) {
  const regions = l.facts.regions?.map((code) => places.get(code) ?? code)
  return {
    id: l.facts.lotId,
    docNo: l.docNo,
    fundName: l.fundName,
    bookLabel: books[l.facts.book].label,
    usesText: usesOf(l.facts.uses),
    regionsText: regions ? { zh: regions.join('、'), en: regions.join(', ') } : { zh: '不限', en: 'anywhere' },
    personal: l.facts.poolClass === 'personal',
    from: l.from,
    usableTo: l.facts.usableTo,
    announcedFen: l.announcedFen,
    expectedFen: l.expectedFen,
    availableFen: l.availableFen,
  }
}

type LotRow = ReturnType<typeof lotRow>
type ProjectRow = ReturnType<typeof projectRow>

async function lotsOf(
  { database, clock }: Services,
  district: string,
  id: string,
): Promise<Outcome<{ project: MatchProject; rows: LotRow[] }>> {
  const on = database.db
  const [project] = await loadMatchProjects(on, district, id)
  if (!project) return refuse('project_unknown', { id })
  const matches = lotsFor(project, await loadMatchLots(on, district, null), await loadPlaces(on, district), clock.today())
  return ok({ project, rows: matches.map(lotRow) })
}

async function projectsOf(
  { database, clock }: Services,
  district: string,
  id: string,
): Promise<Outcome<{ lot: MatchLot; places: Places; rows: ProjectRow[] }>> {
  const on = database.db
  const [lot] = await loadMatchLots(on, district, id)
  if (!lot) return refuse('lot_unknown', { id })
  const places = await loadPlaces(on, district)
  const matches = projectsFor(lot, await loadMatchProjects(on, district, null), places, clock.today())
  return ok({ lot, places, rows: matches.map(projectRow) })
}

interface Narrow {
  readonly q?: string | undefined
  readonly show?: 'can' | 'cannot' | undefined
  readonly sort?: string | undefined
}

interface Paged {
  readonly page: number
  readonly pageSize: number
}

interface Ranked {
  readonly rank: number | null
}

type Key = string | number | bigint
type Columns<T> = Readonly<Record<string, (row: T) => Key>>

/** Where whoever has no rank stands when the list is sorted by it. */
const LAST = Number.MAX_SAFE_INTEGER

/** The list as the page shows it: narrowed by words and by whether it can, sorted by a column. */
function narrowed<T extends Ranked>(rows: readonly T[], { q, show, sort }: Narrow, words: (row: T) => string, columns: Columns<T>): T[] {
  const wanted = (q ?? '').trim().toLowerCase()
  const kept = rows.filter(
    (row) =>
      (show === undefined || (row.rank !== null) === (show === 'can')) && (wanted === '' || words(row).toLowerCase().includes(wanted)),
  )
  const column = columns[(sort ?? '').replace(/^-/, '')]
  if (!column) return kept
  const way = sort!.startsWith('-') ? -1 : 1
  return kept.sort((a, b) => {
    const [x, y] = [column(a), column(b)]
    return x === y ? 0 : x < y ? -way : way
  })
}

const why = (because: readonly Text[]) => because.map((b) => b.zh).join('；')
const said = (...texts: readonly Text[]) => texts.map((t) => `${t.zh} ${t.en}`).join(' ')
const lotWords = (r: LotRow) => `${r.docNo} ${r.fundName} ${r.department} ${said(r.bookLabel, r.usesText, ...r.because)}`
const projectWords = (r: ProjectRow) => `${r.code} ${r.name} ${r.place} ${said(r.categoryLabel, r.stateLabel, ...r.because)}`

function lotSheet(project: MatchProject, rows: readonly LotRow[]): SheetOut {
  return {
    name: '项目找资金',
    lead: [`${project.code} ${project.facts.name}`, `尚缺 ${formatFen(openNeed(project))} 元`],
    columns: [
      { header: '次序', kind: 'number', width: 8 },
      { header: '文号', kind: 'text', width: 22 },
      { header: '资金名称', kind: 'text', width: 34 },
      { header: '主管部门', kind: 'text', width: 18 },
      { header: '专账', kind: 'text', width: 12 },
      { header: '允许用途', kind: 'text', width: 28 },
      { header: '可用到', kind: 'number', width: 8 },
      { header: '可安排（元）', kind: 'money', width: 16 },
      { header: '现在能给（元）', kind: 'money', width: 16 },
      { header: '为什么不能', kind: 'text', width: 80 },
    ],
    rows: rows.map((r) => [
      r.rank,
      r.docNo,
      r.fundName,
      r.department,
      r.bookLabel.zh,
      r.usesText.zh,
      r.usableTo,
      r.availableFen,
      r.couldFen,
      why(r.because),
    ]),
  }
}

function projectSheet(lot: MatchLot, rows: readonly ProjectRow[]): SheetOut {
  return {
    name: '资金找项目',
    lead: [`${lot.docNo} ${lot.fundName}`, `可安排 ${formatFen(lot.availableFen)} 元`],
    columns: [
      { header: '次序', kind: 'number', width: 8 },
      { header: '项目编号', kind: 'text', width: 14 },
      { header: '项目名称', kind: 'text', width: 38 },
      { header: '地点', kind: 'text', width: 18 },
      { header: '类别', kind: 'text', width: 12 },
      { header: '状态', kind: 'text', width: 12 },
      { header: '得分', kind: 'number', width: 8 },
      { header: '受益户数', kind: 'number', width: 10 },
      { header: '尚缺（元）', kind: 'money', width: 16 },
      { header: '现在能给（元）', kind: 'money', width: 16 },
      { header: '为什么不能', kind: 'text', width: 80 },
    ],
    rows: rows.map((r) => [
      r.rank,
      r.code,
      r.name,
      r.place,
      r.categoryLabel.zh,
      r.stateLabel.zh,
      r.score,
      r.households,
      r.openFen,
      r.couldFen,
      why(r.because),
    ]),
  }
}

type Seeking<T extends (...args: never[]) => unknown> = Awaited<ReturnType<T>> extends { rows: (infer R)[] } ? R : never

const seekingProjectOut = (p: Seeking<typeof seekingProjects>) => ({
  id: p.project_id,
  code: p.code,
  name: p.name,
  place: p.place,
  categoryLabel: usesOf([p.category]),
  stateLabel: projectWorkflow.states[p.state].label,
  score: p.score,
  households: p.households,
  needFen: p.need,
  openFen: p.open,
})

const seekingLotOut = (l: Seeking<typeof seekingLots>) => ({
  id: l.lot_id,
  docNo: l.doc_no,
  fundName: l.fund_name,
  department: l.department,
  bookLabel: books[l.book].label,
  usesText: usesOf(l.uses),
  usableTo: l.usable_to,
  availableFen: l.available,
})

function seekingProjectSheet(rows: readonly ReturnType<typeof seekingProjectOut>[], sumFen: bigint): SheetOut {
  return {
    name: '缺钱的项目',
    columns: [
      { header: '项目编号', kind: 'text', width: 14 },
      { header: '项目名称', kind: 'text', width: 38 },
      { header: '地点', kind: 'text', width: 18 },
      { header: '类别', kind: 'text', width: 12 },
      { header: '状态', kind: 'text', width: 12 },
      { header: '得分', kind: 'number', width: 8 },
      { header: '受益户数', kind: 'number', width: 10 },
      { header: '需要（元）', kind: 'money', width: 16 },
      { header: '尚缺（元）', kind: 'money', width: 16 },
    ],
    rows: [
      ...rows.map((r) => [r.code, r.name, r.place, r.categoryLabel.zh, r.stateLabel.zh, r.score, r.households, r.needFen, r.openFen]),
      ['合计', null, null, null, null, null, null, null, sumFen],
    ],
  }
}

function seekingLotSheet(rows: readonly ReturnType<typeof seekingLotOut>[], sumFen: bigint): SheetOut {
  return {
    name: '有余额的资金',
    columns: [
      { header: '文号', kind: 'text', width: 22 },
      { header: '资金名称', kind: 'text', width: 34 },
      { header: '主管部门', kind: 'text', width: 18 },
      { header: '专账', kind: 'text', width: 12 },
      { header: '允许用途', kind: 'text', width: 28 },
      { header: '可用到', kind: 'number', width: 8 },
      { header: '可安排（元）', kind: 'money', width: 16 },
    ],
    rows: [
      ...rows.map((r) => [r.docNo, r.fundName, r.department, r.bookLabel.zh, r.usesText.zh, r.usableTo, r.availableFen]),
      ['合计', null, null, null, null, null, sumFen],
    ],
  }
}

const lotColumns: Columns<LotRow> = {
  rank: (r) => r.rank ?? LAST,
  docNo: (r) => r.docNo,
  fundName: (r) => r.fundName,
  usableTo: (r) => r.usableTo,
  availableFen: (r) => r.availableFen,
  couldFen: (r) => r.couldFen,
}

const projectColumns: Columns<ProjectRow> = {
  rank: (r) => r.rank ?? LAST,
  code: (r) => r.code,
  name: (r) => r.name,
  score: (r) => r.score,
  households: (r) => r.households,
  openFen: (r) => r.openFen,
  couldFen: (r) => r.couldFen,
}

/** A page of the narrowed list, with how many of what was searched can and cannot. */
function pageOf<T extends Ranked>(rows: readonly T[], query: Narrow & Paged, words: (row: T) => string, columns: Columns<T>) {
  const searched = narrowed(rows, { q: query.q }, words, columns)
  const kept = narrowed(rows, query, words, columns)
  const from = (query.page - 1) * query.pageSize
  const can = searched.filter((r) => r.rank !== null).length
  return { rows: kept.slice(from, from + query.pageSize), total: kept.length, facets: { all: searched.length, can } }
}

const ableOf = <T extends Ranked>(rows: readonly T[], amount: (row: T) => bigint) => {
  const can = rows.filter((r) => r.rank !== null)
  return { count: can.length, sumFen: can.reduce((total, r) => total + amount(r), 0n) }
}

const paged = <T extends Paged>({ page, pageSize, ...rest }: T) => ({ ...rest, limit: pageSize, offset: (page - 1) * pageSize })

export function matchRoutes(services: Services): Binding[] {
  const { database } = services
  return [
    bind(contract.seekingProjects, async ({ actor, query }) => {
      const found = await seekingProjects(database.db, actor.district, paged(query))
      return { ...found, rows: found.rows.map(seekingProjectOut) }
    }),
    bind(contract.exportSeekingProjects, async ({ actor, query, reply }) => {
      const found = await seekingProjects(database.db, actor.district, { ...query, limit: ALL_ROWS, offset: 0 })
      return sendSheet(reply, '缺钱的项目.xlsx', seekingProjectSheet(found.rows.map(seekingProjectOut), found.sumFen))
    }),
    bind(contract.seekingLots, async ({ actor, query }) => {
      const found = await seekingLots(database.db, actor.district, paged(query))
      return { ...found, rows: found.rows.map(seekingLotOut) }
    }),
    bind(contract.exportSeekingLots, async ({ actor, query, reply }) => {
      const found = await seekingLots(database.db, actor.district, { ...query, limit: ALL_ROWS, offset: 0 })
      return sendSheet(reply, '有余额的资金.xlsx', seekingLotSheet(found.rows.map(seekingLotOut), found.sumFen))
    }),
    bind(contract.matchedProject, async ({ actor, params }) => {
      const found = await lotsOf(services, actor.district, params.id)
      if (!found.ok) return found
      const { project, rows } = found.value
      return ok({ project: projectOut(project), order: orderOut(lotOrder), able: ableOf(rows, (r) => r.couldFen) })
    }),
    bind(contract.lotsForProject, async ({ actor, query }) => {
      const found = await lotsOf(services, actor.district, query.project)
      return found.ok ? ok(pageOf(found.value.rows, query, lotWords, lotColumns)) : found
    }),
    bind(contract.exportLotsForProject, async ({ actor, query, reply }) => {
      const found = await lotsOf(services, actor.district, query.project)
      if (!found.ok) return found
      const { project, rows } = found.value
      return sendSheet(reply, `${project.code}可用的资金.xlsx`, lotSheet(project, narrowed(rows, query, lotWords, lotColumns)))
    }),
    bind(contract.matchedLot, async ({ actor, params }) => {
      const found = await projectsOf(services, actor.district, params.id)
      if (!found.ok) return found
      const { lot, places, rows } = found.value
      return ok({ lot: lotOut(lot, places), order: orderOut(projectOrder), able: ableOf(rows, (r) => r.openFen) })
    }),
    bind(contract.projectsForLot, async ({ actor, query }) => {
      const found = await projectsOf(services, actor.district, query.lot)
      return found.ok ? ok(pageOf(found.value.rows, query, projectWords, projectColumns)) : found
    }),
    bind(contract.exportProjectsForLot, async ({ actor, query, reply }) => {
      const found = await projectsOf(services, actor.district, query.lot)
      if (!found.ok) return found
      const { lot, rows } = found.value
      return sendSheet(reply, `${lot.fundName}可付的项目.xlsx`, projectSheet(lot, narrowed(rows, query, projectWords, projectColumns)))
    }),
  ]
}
