/** Lots and projects sought by what somebody types, a few at a time, whatever their number: for terms, plans and adjustments. */
import { type Fen, fen, sum } from '#kernel/money.ts'
import { type RawBuilder, rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { openPhasesOf, TIED } from './live-world.store.ts'

/** So many answer one search; whoever wants another types more of it. */
const SHOWN = 30

export interface Sought {
  /** Words of it, or the ids themselves. */
  readonly by: { readonly q: string } | { readonly ids: readonly string[] }
  readonly first: number
  readonly last: number
}

export interface Found<T> {
  readonly rows: readonly T[]
  readonly more: boolean
}

export interface LotChoice {
  readonly id: string
  readonly name: string
  readonly book: string
  readonly availableFen: Fen
  readonly usableTo: number
}

export interface ProjectChoice {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place: string
  readonly needFen: Fen
  readonly years: readonly number[]
  readonly due: boolean
}

/** Every word that was typed must be found somewhere; `%` and `_` are letters like any other. */
const anywhere = (q: string, columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => {
  const words = q.split(/\s+/).filter((word) => word !== '')
  const has = (word: string) =>
    columns.reduce((or, column) => sql`${or} or ${column} ilike ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`}`, sql`false`)
  return words.reduce((and, word) => sql`${and} and (${has(word)})`, sql`true`)
}

const asked = ({ by }: Sought, id: RawBuilder<unknown>, columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  'ids' in by ? sql`${id} = any(${[...by.ids]}::text[])` : anywhere(by.q, columns)

const fewOf = ({ by }: Sought): RawBuilder<unknown> => ('ids' in by ? sql`` : sql`limit ${SHOWN + 1}`)

const found = <T>({ by }: Sought, all: readonly T[]): Found<T> =>
  'ids' in by ? { rows: all, more: false } : { rows: all.slice(0, SHOWN), more: all.length > SHOWN }

/** Lots with money that can be spent in the years. */
export async function seekLots(on: Executor, district: string, sought: Sought): Promise<Found<LotChoice>> {
  const name = sql`d.doc_no || ' ' || l.fund_name`
  const lots = await rows(
    on,
    sql<{ lot_id: string; name: string; book: string; usable_to: number; available: bigint }>`
      select l.lot_id, ${name} as name, l.book, l.usable_to, sum(a.balance_fen)::bigint as available from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      join account a on a.district = l.district and a.lot_id = l.lot_id and a.stage = 'available' and a.book = l.book
      where l.district = ${district} and l.fiscal_year <= ${sought.last} and l.usable_to >= ${sought.first} and a.balance_fen > 0
        and ${asked(sought, sql`l.lot_id`, [name, sql`l.department`])}
      group by l.lot_id, d.doc_no, l.fund_name, l.book, l.usable_to order by d.doc_no, l.fund_name, l.lot_id ${fewOf(sought)}`,
  )
  return found(
    sought,
    lots.map((l) => ({ id: l.lot_id, name: l.name, book: l.book, availableFen: fen(l.available), usableTo: l.usable_to })),
  )
}

/** Projects with a phase of the years that still waits for money. */
export async function seekProjects(on: Executor, district: string, sought: Sought): Promise<Found<ProjectChoice>> {
  const { first, last } = sought
  const waiting = await rows(
    on,
    sql<{ project_id: string; code: string; name: string; place: string }>`select p.project_id, p.code, p.name, p.place from project p
      where p.district = ${district} and ${asked(sought, sql`p.project_id`, [sql`p.name`, sql`p.code`, sql`p.place`])}
        and exists (select 1 from project_phase f
          where f.district = p.district and f.project_id = p.project_id and f.year between ${first} and ${last})
        and (select coalesce(sum(a.balance_fen), 0) from account a
            where a.district = p.district and a.project_id = p.project_id and a.project_id <> '' and a.stage = any(${TIED}::text[]))
          < (select sum(f.need_fen) from project_phase f
            where f.district = p.district and f.project_id = p.project_id and f.year <= ${last})
      order by p.code ${fewOf(sought)}`,
  )
  const open = await openPhasesOf(
    on,
    district,
    waiting.map((p) => p.project_id),
    first,
    last,
  )
  const { rows: some, more } = found(sought, waiting)
  return {
    more,
    rows: some.flatMap(({ project_id: id, ...p }) => {
      const { phases, due } = open.get(id) ?? { phases: [], due: false }
      if (phases.length === 0) return []
      return [{ id, ...p, needFen: sum(phases.map((x) => x.openFen)), years: phases.map((x) => x.year), due }]
    }),
  }
}
