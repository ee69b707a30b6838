/** The live world a plan is solved from: lots with money, projects that wait for it, and the divisions. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { fen } from '#kernel/money.ts'
import { type RawBuilder, rows, sql, theRow } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type StageKey, stages } from '#policy/books.ts'
import type { ProjectState } from '#policy/project-workflow.ts'
import { standingOf } from '#features/ledger/carry-clock.model.ts'
import { loadLotFacts, loadPurposes } from '#features/ledger/ledger.store.ts'
import { projectState } from '#features/projects/projects.store.ts'
import type { Region } from './engine/format.ts'
import { filledPhases, type Given, type LotSupply, openPhases, type ProjectDemand } from './instance.model.ts'

/** Stages that tie money to a project or have spent it on one. */
export const TIED = (Object.keys(stages) as StageKey[]).filter((s) => (stages[s].counts as readonly string[]).includes('allocated'))

/** Projects that can wait for money: those in the library, and begun ones for their later phases. */
const waiting = (district: string, first: number, last: number) => sql`
  p.district = ${district} and exists (select 1 from project_phase f
    where f.district = p.district and f.project_id = p.project_id and f.year between ${first} and ${last})`

/** How many projects have a phase in these years, counted before any of them is loaded. */
export const countWaiting = async (on: Executor, district: string, first: number, last: number): Promise<number> =>
  Number((await theRow(on, sql<{ n: bigint }>`select count(*) as n from project p where ${waiting(district, first, last)}`)).n)

export interface WorldOptions {
  /** So many years of phases, from `year` on. */
  readonly horizon?: number
  /** Lots whose unspent money must be decided on first are held back on this day. */
  readonly today?: CivilDate
}

/** Lots with money that can be spent in the years, and the projects that wait for money then. */
export async function loadWorld(on: Executor, district: string, year: number, options: WorldOptions = {}) {
  const last = year + (options.horizon ?? 1) - 1
  return {
    ...(await loadSupply(on, district, year, options)),
    projects: await loadDemands(on, district, year, last),
    given: await loadGiven(on, district, yearsFrom(year, last)),
    kept: [],
    ...(await loadRegions(on, district)),
  }
}

/** The lots alone. */
export async function loadSupply(on: Executor, district: string, year: number, { horizon = 1, today }: WorldOptions = {}) {
  const facts = await loadLotFacts(on, district, null)
  const last = year + horizon - 1
  const lotRows = await rows(
    on,
    sql<{ lot_id: string; level: string; department: string; fiscal_year: number; available: bigint }>`
      select l.lot_id, l.level, l.department, l.fiscal_year, sum(a.balance_fen)::bigint as available from lot l
      join account a on a.district = l.district and a.lot_id = l.lot_id and a.stage = 'available' and a.book = l.book
      where l.district = ${district} and l.fiscal_year <= ${last} and l.usable_to >= ${year} and a.balance_fen > 0
      group by l.lot_id, l.level, l.department, l.fiscal_year order by l.lot_id`,
  )
  const all: LotSupply[] = lotRows.map((l) => ({
    ...facts.get(l.lot_id)!,
    level: l.level,
    department: l.department,
    from: l.fiscal_year,
    availableFen: fen(l.available),
  }))
  const undecided = (l: LotSupply) => today !== undefined && l.clock !== undefined && standingOf(l.clock, today).standing === 'decide'
  return {
    lots: all.filter((l) => !undecided(l)),
    /** Money that nothing new may be given from before somebody has decided what becomes of it. */
    heldLots: all.filter(undecided),
  }
}

const yearsFrom = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** What is tied to projects or spent on them, laid on their phases of these years; `back` of a project is about to be taken from it. */
export async function loadGiven(
  on: Executor,
  district: string,
  years: readonly number[],
  back: ReadonlyMap<string, bigint> = new Map(),
): Promise<Given[]> {
  const found = await rows(
    on,
    sql<{ project_id: string; region: string | null; category: string; tied: bigint }>`
      select p.project_id, p.region, p.category, g.tied from (
        select a.project_id, sum(a.balance_fen)::bigint as tied from account a
        where a.district = ${district} and a.project_id <> '' and a.stage = any(${TIED}::text[])
        group by a.project_id having sum(a.balance_fen) > 0) g
      join project p on p.district = ${district} and p.project_id = g.project_id order by p.project_id`,
  )
  const phases = await phasesOf(
    on,
    district,
    found.map((f) => f.project_id),
  )
  return found.flatMap(({ project_id: projectId, region, category, tied }) => {
    const allocatedFen = fen(tied - (back.get(projectId) ?? 0n))
    return filledPhases({ allocatedFen, phases: phases.get(projectId) ?? [] }).flatMap(({ year, filled }) =>
      filled > 0n && years.includes(year) ? [{ projectId, region: region ?? district, category, year, amountFen: filled }] : [],
    )
  })
}

interface StandingRow {
  readonly project_id: string
  readonly code: string
  readonly region: string | null
  readonly households: number
  readonly score: number
  readonly year: number
  readonly state: ProjectState
  readonly tied: bigint
}

/** Projects as they stand, with what of their phases is still open in these years. */
async function loadStandings(on: Executor, district: string, where: RawBuilder<unknown>, years: readonly number[] | null) {
  const found = await rows(
    on,
    sql<StandingRow>`select p.project_id, p.code, p.region, p.households, p.score, p.year, ${projectState('p')} as state,
        (select coalesce(sum(a.balance_fen), 0)::bigint from account a where a.district = p.district and a.project_id = p.project_id
          and a.project_id <> '' and a.stage = any(${TIED}::text[])) as tied
      from project p where ${where} order by p.code`,
  )
  const taking = found.filter((p) => p.state === 'in-library' || p.state === 'funded' || p.state === 'contracted')
  const phases = await phasesOf(
    on,
    district,
    taking.map((p) => p.project_id),
  )
  return taking.map((p) => ({
    ...p,
    open: openPhases({ ...p, allocatedFen: fen(p.tied), phases: phases.get(p.project_id) ?? [] }, years),
  }))
}

/** What is open of each phase of these projects, in the years given or in whatever year. */
export async function openPhasesOf(on: Executor, district: string, projectIds: readonly string[], first?: number, last?: number) {
  const where = sql`p.district = ${district} and p.project_id = any(${[...projectIds]}::text[])`
  const years = first === undefined || last === undefined ? null : yearsFrom(first, last)
  return new Map((await loadStandings(on, district, where, years)).map((p) => [p.project_id, p.open]))
}

async function loadDemands(on: Executor, district: string, first: number, last: number): Promise<ProjectDemand[]> {
  const found = (await loadStandings(on, district, waiting(district, first, last), yearsFrom(first, last))).filter(
    (p) => p.open.phases.length > 0,
  )
  const purposes = await loadPurposes(
    on,
    district,
    found.map((p) => p.project_id),
  )
  return found.map(({ project_id, region, code, households, score, tied, open }) => ({
    ...purposes.get(project_id)!,
    code,
    region: region ?? district,
    households,
    score,
    begun: tied > 0n,
    ...open,
  }))
}

async function phasesOf(on: Executor, district: string, projectIds: readonly string[]) {
  const found = await rows(
    on,
    sql<{ project_id: string; year: number; need_fen: bigint }>`select project_id, year, need_fen from project_phase
      where district = ${district} and project_id = any(${[...projectIds]}::text[]) order by project_id, year`,
  )
  const grouped = groupBy(found, (f) => f.project_id)
  return new Map([...grouped].map(([id, own]) => [id, own.map((f) => ({ year: f.year, needFen: fen(f.need_fen) }))]))
}

export async function loadRegions(on: Executor, district: string): Promise<{ regions: Region[]; regionNames: Map<string, string> }> {
  const found = await rows(
    on,
    sql<{
      code: string
      name: string
      parent: string | null
      level: string
    }>`select code, name, parent, level from division where district = ${district} order by code`,
  )
  const known = new Set(found.map((f) => f.code))
  const regions = found.map((f) => ({ id: f.code, parent: f.parent && known.has(f.parent) ? f.parent : null, kind: f.level }))
  const regionNames = new Map(found.map((f) => [f.code, f.name]))
  return { regions: known.has(district) ? regions : [{ id: district, parent: null, kind: 'county' }, ...regions], regionNames }
}
