/** Lots and projects as they stand in the books now, for seeking each other. */
import { fen } from '#kernel/money.ts'
import { projectWorkflow, type ProjectState } from '#policy/project-workflow.ts'
import { type BookKey, type StageKey, stages } from '#policy/books.ts'
import { type RawBuilder, rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { projectState } from '#features/projects/projects.store.ts'
import type { MatchLot, MatchProject, Places } from './matches.model.ts'

/** Stages that tie money to a project or have spent it on one. */
const ALLOCATED = (Object.keys(stages) as StageKey[]).filter((s) => (stages[s].counts as readonly string[]).includes('allocated'))

/** What a project `p` was given. */
const GIVEN = sql`select coalesce(sum(a.balance_fen), 0)::bigint as given from account a
  where a.district = p.district and a.project_id = p.project_id and a.project_id <> '' and a.stage = any(${ALLOCATED}::text[])`

/** Every lot, or the one named; only its money in its own book counts as available, as when a plan is solved. */
export async function loadMatchLots(on: Executor, district: string, lotId: string | null): Promise<MatchLot[]> {
  const found = await rows(
    on,
    sql<{
      lot_id: string
      doc_no: string
      fund_name: string
      department: string
      fiscal_year: number
      announced: bigint
      expected: bigint
      available: bigint
    }>`select l.lot_id, d.doc_no, l.fund_name, l.department, l.fiscal_year, b.announced, b.expected, b.available from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join lateral (select
          coalesce(-sum(a.balance_fen) filter (where a.stage = 'source'), 0)::bigint as announced,
          coalesce(sum(a.balance_fen) filter (where a.stage = 'expected'), 0)::bigint as expected,
          coalesce(sum(a.balance_fen) filter (where a.stage = 'available' and a.book = l.book), 0)::bigint as available
        from account a where a.district = l.district and a.lot_id = l.lot_id) b on true
      where l.district = ${district} ${lotId === null ? sql`` : sql`and l.lot_id = ${lotId}`} order by l.lot_id`,
  )
  const facts = await loadLotFacts(on, district, lotId === null ? null : [lotId])
  return found.map((l) => ({
    facts: facts.get(l.lot_id)!,
    docNo: l.doc_no,
    fundName: l.fund_name,
    department: l.department,
    from: l.fiscal_year,
    announcedFen: fen(l.announced),
    expectedFen: fen(l.expected),
    availableFen: fen(l.available),
  }))
}

export async function loadMatchProjects(on: Executor, district: string, projectId: string | null): Promise<MatchProject[]> {
  const found = await rows(
    on,
    sql<{
      project_id: string
      code: string
      place: string
      state: ProjectState
      score: number
      households: number
      given: bigint
      years: number[]
      needs: bigint[]
    }>`select p.project_id, p.code, p.place, ${projectState('p')} as state, p.score, p.households,
        (${GIVEN}) as given,
        array(select f.year from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year) as years,
        array(select f.need_fen from project_phase f where f.district = p.district and f.project_id = p.project_id order by f.year) as needs
      from project p where p.district = ${district} ${projectId === null ? sql`` : sql`and p.project_id = ${projectId}`} order by p.code`,
  )
  const purposes = await loadPurposes(on, district, projectId === null ? null : [projectId])
  const statutory = await statutoryProjects(on, district)
  return found.map((p) => ({
    facts: purposes.get(p.project_id)!,
    code: p.code,
    place: p.place,
    state: p.state,
    stateLabel: projectWorkflow.states[p.state].label,
    score: p.score,
    households: p.households,
    statutory: statutory.has(p.project_id),
    givenFen: fen(p.given),
    phases: p.years.map((year, i) => ({ year, needFen: fen(p.needs[i]!) })),
  }))
}

/** Projects that the newest plan of any year was told the law demands; the library itself does not say so. */
async function statutoryProjects(on: Executor, district: string): Promise<ReadonlySet<string>> {
  const found = await rows(
    on,
    sql<{ id: string }>`select x.project ->> 'id' as id from (
        select distinct on (p.year) p.problem from plan p where p.district = ${district} order by p.year, p.created_at desc, p.plan_id desc) n
      cross join lateral jsonb_array_elements(n.problem -> 'projects') as x(project) where x.project -> 'statutory' = 'true'::jsonb`,
  )
  return new Set(found.map((f) => f.id))
}

export async function loadPlaces(on: Executor, district: string): Promise<Places> {
  const found = await rows(on, sql<{ code: string; name: string }>`select code, name from division where district = ${district}`)
  return new Map(found.map((f) => [f.code, f.name]))
}

interface Asked {
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** A column of the list, then a fixed order, so that pages never overlap. */
function ordered(columns: Readonly<Record<string, RawBuilder<unknown>>>, sort: string | undefined, otherwise: RawBuilder<unknown>) {
  const column = columns[sort?.replace(/^-/, '') ?? '']
  return column ? sql`${column} ${sort!.startsWith('-') ? sql`desc` : sql`asc`}, ${otherwise}` : otherwise
}

const PROJECT_SORTS = {
  code: sql`x.code`,
  name: sql`x.name`,
  score: sql`x.score`,
  households: sql`x.households`,
  needFen: sql`x.need`,
  openFen: sql`x.open`,
}

/** A page of a relation, with the count and the sum of one of its amounts over all of it: worked out once, so that the two never differ. */
async function pageOf<Row>(
  on: Executor,
  relation: RawBuilder<unknown>,
  amount: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  { limit, offset }: Asked,
) {
  const found = await rows(
    on,
    sql<Row & { readonly total: bigint; readonly sum: bigint; readonly nth: bigint | null }>`
      with x as materialized (${relation}), whole as (select count(*) as total, coalesce(sum(${amount}), 0)::bigint as sum from x)
      select whole.total, whole.sum, page.* from whole left join
        (select x.*, row_number() over (order by ${order}) as nth from x order by nth limit ${limit} offset ${offset}) page on true
      order by page.nth`,
  )
  const { total, sum } = found[0]!
  return { rows: found.filter((r) => r.nth !== null), total: Number(total), sumFen: sum }
}

/** Projects that lack money. What a contract saved in the first year is no need, as when a plan is solved. Their state is found once for each. */
export async function seekingProjects(
  on: Executor,
  district: string,
  { category, region, ...asked }: Asked & { readonly category?: string | undefined; readonly region?: string | undefined },
) {
  const { q, sort } = asked
  const like = `%${q ?? ''}%`
  const lacking = sql`
    with n as materialized (
      select p.project_id, p.code, p.name, p.place, p.category, p.score, p.households, ${projectState('p')} as state, f.need, f.first, g.given
      from project p
      join lateral (select coalesce(sum(f.need_fen), 0)::bigint as need,
          coalesce(sum(f.need_fen) filter (where f.year = p.year), 0)::bigint as first
        from project_phase f where f.district = p.district and f.project_id = p.project_id) f on true
      join lateral (${GIVEN}) g on true
      where p.district = ${district}
        ${q ? sql`and (p.name ilike ${like} or p.code ilike ${like} or p.place ilike ${like})` : sql``}
        ${category ? sql`and p.category = ${category}` : sql``} ${region ? sql`and p.region like ${`${region}%`}` : sql``})
    select * from (
      select n.*, (case when n.state = 'contracted' then n.need - n.first - greatest(0, n.given - n.first) else n.need - n.given end)::bigint as open
      from n) o where o.open > 0`
  return pageOf<{
    project_id: string
    code: string
    name: string
    place: string
    category: string
    score: number
    households: number
    state: ProjectState
    need: bigint
    open: bigint
  }>(on, lacking, sql`x.open`, ordered(PROJECT_SORTS, sort, sql`x.score desc, x.code`), asked)
}

const LOT_SORTS = {
  docNo: sql`x.doc_no`,
  fundName: sql`x.fund_name`,
  department: sql`x.department`,
  usableTo: sql`x.usable_to`,
  availableFen: sql`x.available`,
}

/** Lots with money in their own book. */
export async function seekingLots(on: Executor, district: string, { book, ...asked }: Asked & { readonly book?: BookKey | undefined }) {
  const { q, sort } = asked
  const like = `%${q ?? ''}%`
  const having = sql`
    select l.lot_id, d.doc_no, l.fund_name, l.department, l.book, l.usable_to, sum(a.balance_fen)::bigint as available,
      array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses
    from lot l
    join fund_document d on d.district = l.district and d.doc_id = l.doc_id
    join account a on a.district = l.district and a.lot_id = l.lot_id and a.stage = 'available' and a.book = l.book
    where l.district = ${district}
      ${q ? sql`and (l.fund_name ilike ${like} or d.doc_no ilike ${like} or l.department ilike ${like})` : sql``}
      ${book ? sql`and l.book = ${book}` : sql``}
    group by l.district, l.lot_id, d.doc_no, l.fund_name, l.department, l.book, l.usable_to having sum(a.balance_fen) > 0`
  return pageOf<{
    lot_id: string
    doc_no: string
    fund_name: string
    department: string
    book: BookKey
    usable_to: number
    available: bigint
    uses: string[]
  }>(on, having, sql`x.available`, ordered(LOT_SORTS, sort, sql`x.usable_to, x.available desc, x.lot_id`), asked)
}
