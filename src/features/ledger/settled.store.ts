/**
 * Sums that are kept for what was posted a while ago: what went through each lot and project by month and year, and through each department
 * and level by day as well, the turnover by the day it was recorded, what lots hold for projects, and which postings touched a lot, project,
 * contract or payee. They follow the chain of each book up to a posting; the moves after it are read beside them. Nothing is done for a
 * posting itself, and whoever reads only reads: the server moves the sums on when there is time (src/app/settling.ts). However far they have
 * come, a reading is the same. The database makes the sums, of the moves alone, and takes them from nobody (migrations 0016, 0019, 0021 and
 * 0022).
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type RawBuilder, rows, run, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey } from '#policy/books.ts'
import { dayOf, instantOf } from './accounts-at.store.ts'

/** So few are read beside the sums more cheaply than they are summed. */
const WORTH = 300
/** With more than this outside the sums, they are no help. */
const FEW = 2_000n

interface Gap {
  readonly district: string
  readonly book: BookKey
  readonly head: bigint
  readonly settled: bigint
}

/** Of one district, or of all. */
const gaps = (on: Executor, district: string | null) =>
  rows(
    on,
    sql<Gap>`select h.district, h.book, h.number as head, coalesce(s.number, 0)::bigint as settled from chain_head h
      left join settled s on s.district = h.district and s.book = h.book
      ${district === null ? sql`` : sql`where h.district = ${district}`} order by h.district, h.book`,
  )

const outside = (found: readonly Gap[]): bigint => found.reduce((sum, g) => sum + g.head - g.settled, 0n)

/** Whether the sums have come so far that they help; if not, the moves are read. */
export const sumsHelp = async (on: Executor, district: string): Promise<boolean> => outside(await gaps(on, district)) <= FEW

/** Moves the sums on by at most `atOnce` postings of each book that has `worth` of them; says by how many altogether. */
export async function settle(on: Executor, district: string | null, atOnce: number, worth = WORTH): Promise<number> {
  let summed = 0
  for (const gap of await gaps(on, district)) {
    const left = Number(gap.head - gap.settled)
    if (left < worth) continue
    const step = Math.min(left, atOnce)
    await run(
      on,
      sql`insert into settled as s (district, book, number) values (${gap.district}, ${gap.book}, ${gap.settled + BigInt(step)})
        on conflict (district, book) do update set number = excluded.number where s.number < excluded.number`,
    )
    summed += step
  }
  return summed
}

/** Moves the sums on to the end of every chain, of one district or of all, while nobody waits. */
export async function settleAll(on: Executor, district: string | null): Promise<void> {
  while ((await settle(on, district, 50_000, 1)) > 0);
}

/**
 * What lots hold for projects, contracts and payees, in place of `account` where no claim is asked: columns lot_id, project_id, contract_id,
 * payee_id, book, stage, balance_fen. One place may come in several rows, which are to be added up.
 */
export const heldNow = async (on: Executor, district: string): Promise<RawBuilder<unknown>> =>
  (await sumsHelp(on, district))
    ? sql`(
        select h.lot_id, h.project_id, h.contract_id, h.payee_id, h.book, h.stage, h.balance_fen from held h where h.district = ${district}
        union all
        select u.lot_id, e.project_id, e.contract_id, e.payee_id, e.book, e.stage, e.fen from unsettled(${district}) u cross join lateral (values
          (u.from_project, u.from_contract, u.from_payee, u.from_book, u.from_stage, -u.amount_fen),
          (u.to_project, u.to_contract, u.to_payee, u.to_book, u.to_stage, u.amount_fen)) e(project_id, contract_id, payee_id, book, stage, fen))`
    : sql`(select a.lot_id, a.project_id, a.contract_id, a.payee_id, a.book, a.stage, a.balance_fen from account a
        where a.district = ${district} and a.balance_fen <> 0)`

/** Whose journal is kept, with the columns of `unsettled` that name it. */
export type JournalOf = 'lot' | 'project' | 'contract' | 'payee'

const NAMING: Readonly<Record<JournalOf, (ids: RawBuilder<unknown>) => RawBuilder<unknown>>> = {
  lot: (ids) => sql`u.lot_id = any(${ids})`,
  project: (ids) => sql`(u.from_project = any(${ids}) or u.to_project = any(${ids}))`,
  contract: (ids) => sql`(u.from_contract = any(${ids}) or u.to_contract = any(${ids}))`,
  payee: (ids) => sql`(u.from_payee = any(${ids}) or u.to_payee = any(${ids}))`,
}

/** True for an unsettled move (aliased `u`) that touches one of the subjects. */
export const namedIn = (kind: JournalOf, ids: RawBuilder<unknown>): RawBuilder<unknown> => NAMING[kind](ids)

export interface JournalSpan {
  readonly from: CivilDate
  readonly to: CivilDate
}

const numberOf = (day: CivilDate): number => Number(day.replaceAll('-', ''))

const within = (days: JournalSpan) => {
  const [from, to] = [numberOf(days.from), numberOf(days.to)]
  return sql`and j.month between ${Math.floor(from / 100)} and ${Math.floor(to / 100)} and j.month * 100 + e.day between ${from} and ${to}`
}
const happenedIn = (days: JournalSpan) => sql`and u.business_date between ${days.from} and ${days.to}`

/**
 * Where the postings stand that touched these subjects (`ids`: text[], of one kind), on which day and by which way that money goes; of what
 * is not settled yet without the way. Columns chain, number, day (20170315), transition_no.
 */
export const placesOf = (district: string, kind: JournalOf, ids: RawBuilder<unknown>, days: JournalSpan): RawBuilder<unknown> => sql`
  select j.book as chain, e.number, j.month * 100 + e.day as day, e.transition_no
    from subject_journal j cross join lateral unnest(j.numbers, j.days, j.transitions) e(number, day, transition_no)
    where j.district = ${district} and j.subject_id = any(${ids}) ${within(days)}
  union all
  select u.chain, u.number, null, null from unsettled(${district}) u where ${namedIn(kind, ids)} ${happenedIn(days)}`

/**
 * The first postings that touched these subjects, of each chain no further than its first `many` moves reach, by whole parts of the lists:
 * a chain is recorded in its own order. Columns chain, number, amount_fen of a move, and whether there is more.
 */
export const firstPlacesOf = (district: string, kind: JournalOf, ids: RawBuilder<unknown>, many: number): RawBuilder<unknown> => sql`
  select j.book as chain, e.number, e.amount_fen, w.more
    from (select book, part, n, sum(n) over (partition by book order by part) - n as before, sum(n) over (partition by book) > ${many} as more
      from (select j.book, j.part, sum(cardinality(j.numbers)) as n from subject_journal j
        where j.district = ${district} and j.subject_id = any(${ids}) group by 1, 2) sized) w
    join subject_journal j on j.district = ${district} and j.subject_id = any(${ids}) and j.book = w.book and j.part = w.part
      and w.before < ${many}
    cross join lateral unnest(j.numbers, j.amounts) e(number, amount_fen)
  union all
  select u.chain, u.number, u.amount_fen, false from unsettled(${district}) u where ${namedIn(kind, ids)}`

/** What has sums of its own beside those of its lots, whichever those are today. */
export interface SumGroup {
  readonly kind: 'department' | 'level'
  readonly name: string
}

const DATED = sql`make_date(case when g.time < 10000 then g.time when g.time < 1000000 then g.time / 100 else g.time / 10000 end,
  case when g.time < 10000 then 1 when g.time < 1000000 then g.time % 100 else g.time / 100 % 100 end,
  case when g.time < 1000000 then 1 else g.time % 100 end)`

/**
 * What went through a group by years (2017), months (201703) or days (20170315): columns business_date, kind, from_book, to_book, from_stage,
 * to_stage, amount_fen, moves.
 */
export const sumsOfGroup = (district: string, { kind, name }: SumGroup, first: number, last: number): RawBuilder<unknown> => sql`
  select ${DATED} as business_date, k.kind, k.book as from_book, k.to_book, k.from_stage, k.to_stage, g.amount_fen, g.moves::integer as moves
    from group_turnover g join transition k on k.district = g.district and k.transition_no = g.transition_no
    where g.district = ${district} and g.kind = ${kind} and g.name = ${name} and g.time between ${first} and ${last}`

/**
 * What went through these subjects day by day, read off the sums of a group where they are all of it: columns business_date, kind,
 * from_book, to_book, from_stage, to_stage, amount_fen, moves; a day may come in several rows.
 */
export const daysOf = (
  district: string,
  kind: JournalOf,
  ids: RawBuilder<unknown>,
  days: JournalSpan,
  group?: SumGroup,
): RawBuilder<unknown> => sql`
  ${group ? sumsOfGroup(district, group, numberOf(days.from), numberOf(days.to)) : daysInJournal(district, ids, days)}
  union all
  select ${UNSETTLED}, 1 from unsettled(${district}) u where ${namedIn(kind, ids)} ${happenedIn(days)}`

const daysInJournal = (district: string, ids: RawBuilder<unknown>, days: JournalSpan) => sql`
  select make_date(d.month / 100, d.month % 100, d.day) as business_date, k.kind, k.book as from_book, k.to_book, k.from_stage, k.to_stage,
      d.fen as amount_fen, d.moves
    from (select j.month, e.day, e.transition_no, sum(e.amount_fen)::bigint as fen, count(*)::integer as moves
      from subject_journal j cross join lateral unnest(j.days, j.transitions, j.amounts) e(day, transition_no, amount_fen)
      where j.district = ${district} and j.subject_id = any(${ids}) ${within(days)} group by 1, 2, 3 offset 0) d
    join transition k on k.district = ${district} and k.transition_no = d.transition_no`

export const UNSETTLED = sql`u.business_date, u.kind, u.from_book, u.to_book, u.from_stage, u.to_stage, u.amount_fen`

/**
 * What was recorded after a moment, to be taken off `turnover`: settled days, the rest of the moment's own day, and what is not settled
 * yet. `which` is said of `business_date`. Columns: business_date, kind, from_book, to_book, from_stage, to_stage, amount_fen, and twice
 * the sign, once for each move.
 */
export function recordedLater(district: string, knownAt: string, which: RawBuilder<unknown>): RawBuilder<unknown> {
  const day = dayOf(knownAt)
  const endOfDay = instantOf(day)
  const restOfDay = sql`
    union all
    select p.business_date, p.entry_kind, case when p.red then t.book else f.book end, case when p.red then f.book else t.book end,
        case when p.red then t.stage else f.stage end, case when p.red then f.stage else t.stage end,
        case when p.red then -m.amount_fen else m.amount_fen end, -1, -1
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where p.district = ${district} and ${which} and p.recorded_at > ${instantOf(knownAt)}::timestamptz
        and p.recorded_at <= ${endOfDay}::timestamptz`
  return sql`
    select r.business_date, k.kind, k.book, k.to_book, k.from_stage, k.to_stage, r.amount_fen, -r.moves::integer, -1
      from recorded_turnover r join transition k on k.district = r.district and k.transition_no = r.transition_no
      where r.district = ${district} and r.recorded_on > ${day} and ${which}
    union all
    select ${UNSETTLED}, -1, -1 from unsettled(${district}) u where u.recorded_at > ${endOfDay}::timestamptz and ${which}
    ${instantOf(knownAt) === endOfDay ? sql`` : restOfDay}`
}
