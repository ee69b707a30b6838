/** What the explanations of a plan need beside the plan: names, places, and what each project had when the plan was solved. */
import type { Fen } from '#kernel/money.ts'
import { fen } from '#kernel/money.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { accountsAt } from '#features/ledger/accounts-at.store.ts'
import { type StageKey, stages } from '#policy/books.ts'

export interface DivisionRow {
  readonly code: string
  readonly name: string
  readonly level: string
  readonly parent: string | null
}

export const loadDivisions = (on: Executor, district: string): Promise<DivisionRow[]> =>
  rows(on, sql<DivisionRow>`select code, name, level, parent from division where district = ${district} order by code`)

const ALLOCATED = (Object.keys(stages) as StageKey[]).filter((key) => (stages[key].counts as readonly string[]).includes('allocated'))

export interface PlaceProject {
  readonly projectId: string
  readonly region: string
  readonly households: number
  readonly poverty: boolean
  readonly beforeFen: Fen
}

/** Projects that need money in the year, with what was allocated to them from the year's postings as known at the moment. */
export async function loadPlaceProjects(on: Executor, district: string, year: number, knownAt: string): Promise<PlaceProject[]> {
  const found = await rows(
    on,
    sql<{ project_id: string; region: string | null; households: number; poverty: boolean; before_fen: bigint }>`
      select p.project_id, p.region, p.households, p.poverty, coalesce(b.fen, 0)::bigint as before_fen from project p
      left join (
        select a.project_id, sum(a.balance_fen) as fen from ${accountsAt(district, { knownAt })} a
        where a.district = ${district} and a.project_id <> '' and a.stage = any(${ALLOCATED}::text[]) group by a.project_id
      ) b on b.project_id = p.project_id
      where p.district = ${district} and exists (
        select 1 from project_phase f where f.district = p.district and f.project_id = p.project_id and f.year = ${year})
      order by p.project_id`,
  )
  return found.map((p) => ({
    projectId: p.project_id,
    region: p.region ?? district,
    households: p.households,
    poverty: p.poverty,
    beforeFen: fen(p.before_fen),
  }))
}
