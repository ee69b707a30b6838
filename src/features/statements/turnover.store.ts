/**
 * What happened, summed: from the table `turnover` where the whole book is asked for, from the settled sums and journals where a lot, a
 * project, a department or a level is. Looked at as known at a moment, what was recorded later is taken off the whole book again, from the
 * settled sums by the day of recording; of a part of it the moves are read through their indexes.
 */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import type { Transition } from '#features/ledger/entries.model.ts'
import {
  daysOf,
  type JournalSpan,
  namedIn,
  recordedLater,
  type SumGroup,
  sumsHelp,
  sumsOfGroup,
  UNSETTLED,
} from '#features/ledger/settled.store.ts'
import { type RawBuilder, rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { BookKey } from '#policy/books.ts'
import type { ClosingRow } from './closing.model.ts'
import { firstDay, lastDay, settledMonths, type Span } from './span.model.ts'
import type { StatementQuery } from './statement-query.model.ts'
import type { Turnover } from './sums.model.ts'

/** Narrows statements to some of the money; nothing given is all of it. */
export interface Scope {
  readonly lot?: string | undefined
  readonly project?: string | undefined
  readonly department?: string | undefined
  readonly level?: string | undefined
}

export interface View {
  readonly scope: Scope
  readonly knownAt?: string | undefined
  /** The settled sums have come so far that they help. */
  readonly settled: boolean
  /** Of a scope that they answer: whose sums and journals those are. */
  readonly subjects?: Subjects | undefined
}

export interface Subjects {
  readonly kind: 'lot' | 'project'
  /** Of a group the way to find them: its own sums are read without. */
  readonly ids: RawBuilder<unknown>
  readonly group?: SumGroup | undefined
}

export const scopeOf = ({ raw }: Pick<StatementQuery, 'raw'>): Scope => ({
  lot: raw.lot,
  project: raw.project,
  department: raw.department,
  level: raw.level,
})

export const isWhole = ({ lot, project, department, level }: Scope): boolean => !lot && !project && !department && !level

const red = (yes: RawBuilder<unknown>, no: RawBuilder<unknown>) => sql`case when p.red then ${yes} else ${no} end`

/** Columns of a move `m` of a posting `p` between accounts `f` and `t`, in the direction of the entries that it shows. */
export const orientedMove = sql`${red(sql`t.book`, sql`f.book`)} as from_book, ${red(sql`f.book`, sql`t.book`)} as to_book,
  ${red(sql`t.stage`, sql`f.stage`)} as from_stage, ${red(sql`f.stage`, sql`t.stage`)} as to_stage,
  ${red(sql`-m.amount_fen`, sql`m.amount_fen`)} as amount_fen`

export const WHOLE: View = { scope: {}, settled: false }

/** How to look: on the settled sums where they answer and have come far enough. */
export async function viewOf(on: Executor, district: string, scope: Scope, knownAt: string | undefined): Promise<View> {
  const helps = isWhole(scope) ? knownAt !== undefined : knownAt === undefined && !(scope.project && (scope.lot || ofLots(scope)))
  const settled = helps && (await sumsHelp(on, district))
  return { scope, knownAt, settled, subjects: settled && !isWhole(scope) ? await subjectsOf(on, district, scope) : undefined }
}

const ofLots = ({ department, level }: Scope): boolean => Boolean(department ?? level)

async function subjectsOf(on: Executor, district: string, scope: Scope): Promise<Subjects> {
  if (scope.project) return { kind: 'project', ids: sql`${[scope.project]}::text[]` }
  const group = groupOf(scope)
  return { kind: 'lot', ids: group ? sql`array(${lotsOf(district, scope)})` : await lotIds(on, district, scope), group }
}

/** A scope that is nothing but a department or a level. */
export function groupOf({ lot, project, department, level }: Scope): SumGroup | undefined {
  if (lot || project || (department && level)) return undefined
  if (department) return { kind: 'department', name: department }
  return level ? { kind: 'level', name: level } : undefined
}

/** Lots of a scope, `l`. */
export const ofScope = ({ lot, department, level }: Scope) => sql`${lot ? sql`and l.lot_id = ${lot}` : sql``}
  ${department ? sql`and l.department = ${department}` : sql``} ${level ? sql`and l.level = ${level}` : sql``}`

const lotsOf = (district: string, scope: Scope) =>
  sql<{ id: string }>`select l.lot_id as id from lot l where l.district = ${district} ${ofScope(scope)}`

/** Looked up before, not within: a statement that knows how many there are is planned for so many. */
export const lotIds = async (on: Executor, district: string, scope: Scope): Promise<RawBuilder<unknown>> =>
  sql`${(await rows(on, sql<{ id: string }>`${lotsOf(district, scope)} order by 1`)).map(({ id }) => id)}::text[]`

/** The accounts of a scope, found once: those of a project, else those of its lots. Their moves are then read through indexes. */
const accountsOf = (district: string, { lot, project, department, level }: Scope) => sql`array(
  select a.account_id from account a join lot s on s.district = a.district and s.lot_id = a.lot_id
  where a.district = ${district} ${project ? sql`and a.project_id = ${project}` : sql``} ${lot ? sql`and a.lot_id = ${lot}` : sql``}
    ${department ? sql`and s.department = ${department}` : sql``} ${level ? sql`and s.level = ${level}` : sql``})`

/** In place of `move` after `from`. Both ends of a move are of one lot, so its first account tells; a project may stand at either. */
function movesOf(district: string, { scope }: View): RawBuilder<unknown> {
  if (isWhole(scope)) return sql`move`
  const own = (column: RawBuilder<unknown>) =>
    sql`select x.* from move x where x.district = ${district} and ${column} = any(${accountsOf(district, scope)})`
  return scope.project ? sql`(${own(sql`x.from_account`)} union ${own(sql`x.to_account`)})` : sql`(${own(sql`x.from_account`)})`
}

/** Moves `m` of a view with their postings `p` and accounts `f` and `t`. */
export const movesJoined = (district: string, view: View): RawBuilder<unknown> => sql`${movesOf(district, view)} m
  join posting p on p.district = m.district and p.posting_id = m.posting_id
  join account f on f.district = m.district and f.account_id = m.from_account
  join account t on t.district = m.district and t.account_id = m.to_account`

const fromMoves = (district: string, view: View, where: RawBuilder<unknown>, sign: 1 | -1) => sql`
  select p.business_date, p.entry_kind as kind, ${orientedMove}, ${sql.lit(sign)} as moves, ${sql.lit(sign)} as sign
  from ${movesJoined(district, view)} where m.district = ${district} and ${where}`

/** Of a settled scope, as `happened`: months (and years) as they are summed, then day by day what no whole month tells. */
function ofSubjects(district: string, { kind, ids, group }: Subjects, span: Span, unit: Unit): RawBuilder<unknown> {
  const summed = unit === 'day' ? [] : settledMonths(span, unit)
  const months = summed.map(({ first, last }) =>
    group
      ? sql`select g.*, 1 as sign from (${sumsOfGroup(district, group, first, last)}) g`
      : sql`
      select make_date(case when s.month < 10000 then s.month else s.month / 100 end, case when s.month < 10000 then 1 else s.month % 100 end, 1)
          as business_date, k.kind, k.book as from_book, k.to_book, k.from_stage, k.to_stage, s.fen as amount_fen, s.moves::integer as moves,
          1 as sign
        from (select s.month, s.transition_no, sum(s.amount_fen)::bigint as fen, sum(s.moves) as moves from subject_turnover s
          where s.district = ${district} and s.subject_id = any(${ids}) and s.month between ${first} and ${last} group by 1, 2
          -- Dates are made of the sums, not of each row to be compared.
          offset 0) s
        join transition k on k.district = ${district} and k.transition_no = s.transition_no`,
  )
  const from = unit === 'day' ? span.from : span.to === lastDay(span.to.slice(0, 7)) ? null : firstDay(span.to.slice(0, 7))
  const days = (days: JournalSpan) => sql`select d.*, 1 as sign from (${daysOf(district, kind, ids, days, group)}) d`
  // The journal tells what is not settled yet of its days; of the months that are summed it is read here.
  const until = from === null ? span.to : addDays(from, -1)
  const late = sql`select ${UNSETTLED}, 1, 1 from unsettled(${district}) u where ${namedIn(kind, ids)} and u.business_date <= ${until}`
  const parts = [...months, ...(from === null ? [] : [days({ from, to: span.to })]), ...(unit === 'day' ? [] : [late])]
  return sql`(${sql.join(parts, sql` union all `)}) x`
}

export const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7))

/** What a reading looks at: everything up to the end of a span, divided where the span and its year begin; the span; its months; or its days. */
type Unit = 'upTo' | 'within' | 'month' | 'day'

/** A relation `x` of business_date, kind, from_book, to_book, from_stage, to_stage, amount_fen, moves, up to the end of a span. */
function happened(district: string, view: View, span: Span, unit: Unit): RawBuilder<unknown> {
  const { scope, knownAt, settled, subjects } = view
  const { to } = span
  const until = sql`p.business_date <= ${to}`
  if (!isWhole(scope)) {
    if (settled && subjects) return ofSubjects(district, subjects, span, unit)
    return sql`(${fromMoves(district, view, sql`${until} and not ${laterThan('p', { knownAt })}`, 1)}) x`
  }
  const all = sql`select business_date, kind, book as from_book, to_book, from_stage, to_stage, amount_fen, moves::integer as moves, 1 as sign
    from turnover where district = ${district} and business_date <= ${to}`
  if (!knownAt) return sql`(${all}) x`
  if (settled) return sql`(${all} union all ${recordedLater(district, knownAt, sql`business_date <= ${to}`)}) x`
  return sql`(${all} union all ${fromMoves(district, WHOLE, sql`${until} and ${laterThan('p', { knownAt })}`, -1)}) x`
}

export interface TransitionRow {
  readonly kind: Transition['kind']
  readonly from_stage: Transition['from']
  readonly to_stage: Transition['to']
  readonly from_book: BookKey
  readonly to_book: BookKey
}

export const transition = (r: TransitionRow): Transition => ({
  kind: r.kind,
  from: r.from_stage,
  to: r.to_stage,
  fromBook: r.from_book,
  toBook: r.to_book,
})

/** With the moves of the span. */
export type CountedTurnover = Turnover & { readonly moves: number }

interface Counted {
  readonly before: bigint
  readonly period: bigint
  readonly year: bigint
  readonly moves: bigint
}

/** `sign` turns the amounts of what is taken off again; counts carry it already. */
const AMOUNT = sql`x.amount_fen * x.sign`

export async function sumTurnover(on: Executor, district: string, span: Span, view: View): Promise<CountedTurnover[]> {
  const found = await rows(
    on,
    sql<TransitionRow & Counted>`select x.kind, x.from_book, x.to_book, x.from_stage, x.to_stage, ${buckets(span, AMOUNT)},
        coalesce(sum(x.moves) filter (where x.business_date >= ${span.from}), 0)::bigint as moves
      from ${happened(district, view, span, 'upTo')} group by 1, 2, 3, 4, 5`,
  )
  return found.map((r) => ({ ...transition(r), before: r.before, period: r.period, year: r.year, moves: Number(r.moves) }))
}

const buckets = ({ from, yearFrom }: Span, amount: RawBuilder<unknown>) => sql`
  coalesce(sum(${amount}) filter (where x.business_date < ${from}), 0)::bigint as before,
  coalesce(sum(${amount}) filter (where x.business_date >= ${from}), 0)::bigint as period,
  coalesce(sum(${amount}) filter (where x.business_date >= ${yearFrom}), 0)::bigint as year`

export interface DayTurnover extends Transition {
  /** `2017-03`, or `2017-03-15`. */
  readonly day: string
  readonly amountFen: bigint
  readonly moves: number
}

const NAMES = { whole: sql`''`, month: sql`to_char(x.business_date, 'YYYY-MM')`, day: sql`to_char(x.business_date, 'YYYY-MM-DD')` } as const

/** The same of the span alone: by month, by day, or as a whole, whose `day` is empty. */
export async function turnoverBy(on: Executor, district: string, unit: keyof typeof NAMES, span: Span, view: View): Promise<DayTurnover[]> {
  const day = NAMES[unit]
  const found = await rows(
    on,
    sql<TransitionRow & { day: string; amount: bigint; moves: bigint }>`select ${day} as day, x.kind, x.from_book, x.to_book, x.from_stage,
        x.to_stage, sum(${AMOUNT})::bigint as amount, sum(x.moves) as moves
      from ${happened(district, view, span, unit === 'whole' ? 'within' : unit)} where x.business_date >= ${span.from}
      group by 1, 2, 3, 4, 5, 6 order by 1`,
  )
  return found.map((r) => ({ ...transition(r), day: r.day, amountFen: r.amount, moves: Number(r.moves) }))
}

/** Every line of a year's closing up to a day and, in red, of what took it back. */
export async function closingRows(on: Executor, district: string, { scope, knownAt }: View, to: CivilDate): Promise<ClosingRow[]> {
  if (scope.project) return []
  return rows(
    on,
    sql<ClosingRow>`with recursive closing as (
        select distinct y.posting_id, y.posting_id as root from year_close_line y where y.district = ${district}
        union all
        select r.posting_id, c.root from closing c join posting r on r.district = ${district} and r.reverses = c.posting_id)
      select p.posting_id as "postingId", y.line, p.business_date as day, p.book, p.voucher_no as no, y.lot_id as "lotId", y.subject,
        case when p.red then -y.debit_fen else y.debit_fen end as "debitFen",
        case when p.red then -y.credit_fen else y.credit_fen end as "creditFen"
      from closing c
      join posting p on p.district = ${district} and p.posting_id = c.posting_id
      join year_close_line y on y.district = ${district} and y.posting_id = c.root
      join lot s on s.district = ${district} and s.lot_id = y.lot_id
      where p.business_date <= ${to} and not ${laterThan('p', { knownAt })} ${scope.lot ? sql`and y.lot_id = ${scope.lot}` : sql``}
        ${scope.department ? sql`and s.department = ${scope.department}` : sql``} ${scope.level ? sql`and s.level = ${scope.level}` : sql``}`,
  )
}
