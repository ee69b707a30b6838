/**
 * Statements divided by lot, project, department or level, off the settled sums: each way that money goes weighs on some figures, and only
 * what a page shows gets its name. Departments and levels have sums of their own.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import type { Text } from '#kernel/outcome.ts'
import { rows, type RawBuilder, sql, tableOf } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books } from '#policy/books.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import type { Grouping } from '#policy/statements.ts'
import type { Division, Figures, Slice, Weight } from './divided.model.ts'
import { type MonthRange, settledMonths, type Span } from './span.model.ts'
import { groupOf, isWhole, ofScope, type Scope } from './turnover.store.ts'

export type By = Exclude<Grouping, 'book'>

/** Lots and projects are many; departments and levels stand on one page. */
export const isPaged = (by: Grouping): boolean => by === 'lot' || by === 'project'

export interface SummedQuery {
  readonly by: By
  readonly scope: Scope
  readonly span: Span
  /** The first day that counts; without it everything up to the end of the span. */
  readonly since?: CivilDate
  readonly weights: readonly Weight[]
  readonly slice: Slice
}

const WAY = { no: 'integer', kind: 'text', from: 'text', to: 'text', fromBook: 'text', toBook: 'text' } as const

interface FigureRow {
  /** Null in what all groups come to, and where groups are counted. */
  readonly key: string | null
  readonly label: string | null
  readonly groups: bigint | null
  readonly fen: string[]
}

/**
 * How much each way weighs in each of the figures: a list a figure, in which a way of the settled sums stands at its number, and one that
 * only moves not settled yet have gone behind them all.
 */
async function weigh(on: Executor, district: string, weights: readonly Weight[]) {
  const named = groupBy(weights, (w) => [w.kind, w.fromBook, w.toBook, w.from, w.to].join(' '))
  const went = await rows(
    on,
    sql<{ no: number | null; way: string }>`select transition_no as no, concat_ws(' ', kind, book, to_book, from_stage, to_stage) as way
      from transition where district = ${district}
      union select null, concat_ws(' ', kind, from_book, to_book, from_stage, to_stage) from unsettled(${district})`,
  )
  const last = Math.max(0, ...went.map(({ no }) => no ?? 0))
  const known = went.filter(({ way }) => named.has(way)).map(({ no, way }, i) => ({ no: no ?? last + 1 + i, of: named.get(way)! }))
  const figures = [...new Set(known.flatMap(({ of }) => of.map((w) => w.figure)))]
  const lists = figures.map((figure) => {
    const list = Array.from({ length: last + 1 + known.length }, () => 0n)
    for (const { no, of } of known) list[no - 1] = of.find((w) => w.figure === figure)?.weight ?? 0n
    return sql`(${list}::bigint[])`
  })
  const within = (figure: string) => known.filter(({ of }) => of.some((w) => w.figure === figure)).map(({ no }) => no)
  return {
    figures,
    lists,
    /** The ways that weigh on a figure. */
    within,
    numbers: known.flatMap(({ no }) => (no <= last ? [no] : [])),
    ways: known.flatMap(({ no, of }) => (no > last ? [{ ...of[0]!, no }] : [])),
  }
}

/** Where the sums stand; departments and levels have their own, unless only some of their lots are asked for. */
function settledSums(district: string, by: By, scope: Scope): { from: RawBuilder<unknown>; own: boolean } {
  const own = (by === 'department' || by === 'level') && (isWhole(scope) || groupOf(scope)?.kind === by)
  const name = own ? groupOf(scope)?.name : undefined
  return own
    ? {
        from: sql`(select g.district, g.name as subject_id, g.time as month, g.transition_no, g.amount_fen from group_turnover g
          where g.kind = ${by} and g.district = ${district} ${name === undefined ? sql`` : sql`and g.name = ${name}`})`,
        own,
      }
    : { from: sql`subject_turnover`, own }
}

/** What is summed (`s`) of these ways in these months and years: subject_id, no, amount_fen; each part is followed by `union all`. */
const inSums = (district: string, from: RawBuilder<unknown>, nos: readonly number[], times: readonly MonthRange[], which = sql``) =>
  sql.join(
    times.map(
      ({ first, last }) => sql`select s.subject_id, s.transition_no as no, s.amount_fen from ${from} s where s.district = ${district}
        and s.transition_no = any(${[...nos]}::integer[]) and s.month between ${first} and ${last} ${which} union all`,
    ),
    sql` `,
  )

type Way = Readonly<Record<keyof typeof WAY, unknown>>

/** Moves `u` that are not settled yet, with the number of their way `w`. */
const late = (district: string, ways: readonly Way[]) => sql`unsettled(${district}) u join ${tableOf('w', WAY, ways)}
  on u.kind = w.kind and u.from_book = w."fromBook" and u.to_book = w."toBook" and u.from_stage = w."from" and u.to_stage = w."to"`

const byLots = (column: RawBuilder<unknown>) => ({
  subject: column,
  joined: (district: string, scope: Scope) => sql`join lot l on l.district = ${district} and l.lot_id = e.subject_id ${ofScope(scope)}`,
  label: sql`s.subject_id`,
  named: () => sql``,
})

/** By what figures are summed, and how it is found and called: departments and levels through their lots, lots and projects by themselves. */
const DIVIDED: Readonly<Record<By, Divided>> = {
  department: byLots(sql`l.department`),
  level: byLots(sql`l.level`),
  lot: {
    subject: sql`e.subject_id`,
    joined: () => sql``,
    label: sql`d.doc_no || ' ' || l.fund_name`,
    named: (district, scope) => sql`join lot l on l.district = ${district} and l.lot_id = s.subject_id ${ofScope(scope)}
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id`,
  },
  project: {
    subject: sql`e.subject_id`,
    joined: () => sql``,
    label: sql`l.code || ' ' || l.name`,
    named: (district) => sql`join project l on l.district = ${district} and l.project_id = s.subject_id`,
  },
}

/** By sums of their own. */
const OWN: Divided = { subject: sql`e.subject_id`, joined: () => sql``, label: sql`s.subject_id`, named: () => sql`` }

interface Divided {
  readonly subject: RawBuilder<unknown>
  readonly label: RawBuilder<unknown>
  readonly joined: (district: string, scope: Scope) => RawBuilder<unknown>
  readonly named: (district: string, scope: Scope) => RawBuilder<unknown>
}

/** A page of the lots or projects that have a figure, or all departments or levels that do; in the order of their names. */
export async function summedBy(on: Executor, district: string, q: SummedQuery): Promise<Division<Figures> & { readonly count: number }> {
  const { by, scope, span, since, weights, slice } = q
  const { figures, lists, numbers, ways } = await weigh(on, district, weights)
  if (figures.length === 0) return { groups: [], total: new Map(), count: 0 }
  const sums = settledSums(district, by, scope)
  const { subject, label, joined, named } = sums.own ? OWN : DIVIDED[by]
  const each = (of: (column: RawBuilder<unknown>, i: number) => RawBuilder<unknown>, by = sql`, `) =>
    sql.join(
      figures.map((_, i) => of(sql.id(`f${i}`), i)),
      by,
    )
  const lots = sql`select l.* from lot l where l.district = ${district} and l.lot_id = u.lot_id ${ofScope(scope)}`
  const touched = sums.own
    ? sql`select l.${sql.id(by)} from (${lots}) l`
    : by === 'project'
      ? sql`values (nullif(u.to_project, '')), (nullif(nullif(u.from_project, ''), u.to_project))`
      : sql`values (u.lot_id)`
  const found = await rows(
    on,
    sql<FigureRow>`with each_subject as materialized (
        select ${subject} as subject_id, ${each((f, i) => sql`sum(e.amount_fen * ${lists[i]!}[e.no])::bigint as ${f}`)}
        from (${inSums(district, sums.from, numbers, settledMonths(span, since ? 'within' : 'upTo'))}
          select x.subject_id, w.no, u.amount_fen from ${late(district, ways)} cross join lateral (${touched}) x(subject_id)
          where u.business_date <= ${span.to} ${since ? sql`and u.business_date >= ${since}` : sql``}) e(subject_id, no, amount_fen)
        ${joined(district, scope)} group by 1),
      given as materialized (select s.subject_id as key, ${label} as label, ${each((f) => sql`s.${f}`)}
        from each_subject s ${named(district, scope)} where ${each((f) => sql`s.${f} <> 0`, sql` or `)}),
      page as (select * from given g
        order by g.label collate "C", g.key ${isPaged(by) ? sql`limit ${slice.limit} offset ${slice.offset}` : sql``})
      select p.key, p.label, null::bigint as groups, array[${each((f) => sql`p.${f}`)}]::text[] as fen from page p
      union all select null, null, null, array[${each((f) => sql`sum(${f})`)}]::text[] from given
      union all select null, null, count(*), array[${each((f) => sql`count(*) filter (where ${f} <> 0)`)}]::text[] from given`,
  )
  const counted = found.find((f) => f.groups !== null)!
  const groups = found.flatMap(({ key, label, fen }) =>
    key === null ? [] : [{ key, label: labelOf(by, key, label!), of: figuresIn(figures, fen) }],
  )
  const all = found.find((f) => f.key === null && f.groups === null)!.fen
  // What cancels out is still a figure of the whole.
  const used = figuresIn(figures, counted.fen)
  const total: Figures = new Map(figures.flatMap((name, i) => (used.has(name) ? [[name, BigInt(all[i] ?? 0)] as const] : [])))
  return { groups: groups.sort(byLabel), total, count: Number(counted.groups) }
}

/**
 * As `summedBy` of lots, their page first: nearly every lot that has any figure has this one, for its money came from somewhere, so the sums
 * of one figure say who is listed. Only lots that moved otherwise and are not among them are looked at one by one, and all figures are
 * summed for the page alone. What all of them come to is the caller's to tell.
 */
export async function lotsByFigure(on: Executor, district: string, figure: string, q: SummedQuery) {
  const { scope, span, weights, slice } = q
  const { figures, lists, within, numbers, ways } = await weigh(on, district, weights)
  const at = figures.indexOf(figure)
  if (at < 0) return null
  const first = within(figure)
  const rest = [...new Set(figures.flatMap((name) => (name === figure ? [] : within(name))))]
  const sumsOf = (which: RawBuilder<unknown>, nos: readonly number[]) => {
    const settled = inSums(district, sql`subject_turnover`, nos, settledMonths(span, 'upTo'), which)
    return sql`(${settled} select s.subject_id, s.no, s.amount_fen from late s where s.no = any(${[...nos]}::integer[]) ${which}) e`
  }
  const weighed = lists.map((list) => sql`coalesce(sum(e.amount_fen * ${list}[e.no]), 0)::bigint`)
  const all = [...numbers, ...ways.map(({ no }) => no)]
  const ofLot = (id: RawBuilder<unknown>) => sumsOf(sql`and s.subject_id = ${id}`, all)
  const any = sql.join(
    weighed.map((sum) => sql`${sum} <> 0`),
    sql` or `,
  )
  const found = await rows(
    on,
    sql<FigureRow>`with late as materialized (select u.lot_id as subject_id, w.no, u.amount_fen from ${late(district, ways)}
        where u.business_date <= ${span.to}),
      listed as materialized (select e.subject_id from ${sumsOf(sql``, first)} group by 1 having ${weighed[at]!} <> 0),
      others as materialized (select distinct e.subject_id from ${sumsOf(sql``, rest)}
        where not exists (select 1 from listed x where x.subject_id = e.subject_id)),
      given as materialized (select l.lot_id as key, d.doc_no || ' ' || l.fund_name as label
        from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
        where l.district = ${district} ${ofScope(scope)} and (l.lot_id in (select subject_id from listed)
          or l.lot_id in (select subject_id from others) and exists (select 1 from ${ofLot(sql`l.lot_id`)} having ${any}))),
      page as (select * from given g order by g.label collate "C", g.key limit ${slice.limit} offset ${slice.offset})
      select p.key, p.label, null::bigint as groups, (select array[${sql.join(weighed)}]::text[] from ${ofLot(sql`p.key`)}) as fen
        from page p
      union all select null, null, count(*), null from given`,
  )
  const groups = found.flatMap(({ key, label, fen }) =>
    key === null ? [] : [{ key, label: labelOf('lot', key, label!), of: figuresIn(figures, fen) }],
  )
  return { groups: groups.sort(byLabel), count: Number(found.find((f) => f.groups !== null)!.groups) }
}

const figuresIn = (names: readonly string[], fen: readonly (string | null)[]): Figures =>
  new Map(names.map((name, i) => [name, BigInt(fen[i] ?? 0)] as const).filter(([, amount]) => amount !== 0n))

export const byLabel = (a: { key: string; label: Text }, b: { key: string; label: Text }): number =>
  Number(a.key === '') - Number(b.key === '') || compare(a.label.zh, b.label.zh) || compare(a.key, b.key)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const unnamed = (by: Grouping): Text =>
  by === 'project' ? { zh: '未安排到项目', en: 'Not tied to a project' } : { zh: '未注明', en: 'Not named' }

/** `name` is what a lot or project is called. */
export function labelOf(by: Grouping, key: string, name: string): Text {
  if (key === '') return unnamed(by)
  if (by === 'book') return books[key as BookKey].label
  if (by === 'level' && Object.hasOwn(fundLevels, key)) return fundLevels[key as keyof typeof fundLevels]
  return { zh: name, en: name }
}
