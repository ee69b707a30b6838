/**
 * Income and expenditure, and the execution of quota, divided by lot, project, department or level. At the end of a month the settled sums
 * tell, by whole years and months: each way that money goes weighs on some figures, and only what a page shows gets its name. On a day
 * within a month, or as known at a moment, it is read from the moves. Lots and projects come page by page.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import type { Text } from '#kernel/outcome.ts'
import { accountsAt, laterThan } from '#features/ledger/accounts-at.store.ts'
import { fourAmounts, NO_MONEY, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { heldNow, sumsHelp } from '#features/ledger/settled.store.ts'
import { stageAmountsOf, stageSums } from '#features/ledger/stage-sums.store.ts'
import { row, rows, type RawBuilder, sql, tableOf } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AmountKey, type BookKey, books } from '#policy/books.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import type { Grouping } from '#policy/statements.ts'
import type { SubjectCode } from '#policy/subjects.ts'
import {
  addedUp,
  type Division,
  type Execution,
  type Figures,
  type Group,
  INCOME_KINDS,
  incomeFigures,
  type Slice,
  type Weight,
  weightsOfExecution,
  weightsOfIncome,
} from './divided.model.ts'
import { lastDay, settledMonths, type Span } from './span.model.ts'
import type { StatementQuery } from './statement-query.model.ts'
import { stageBalances, type Turnover } from './sums.model.ts'
import { isWhole, monthNumber, movesJoined, orientedMove, type Scope, scopeOf, sumTurnover, viewOf, WHOLE } from './turnover.store.ts'

type By = Exclude<Grouping, 'book'>

/** Lots and projects are many; departments and levels stand on one page. */
const isPaged = (by: Grouping): boolean => by === 'lot' || by === 'project'

/** Whether the settled sums tell: at the end of a month, as known now, and where lots and projects are not asked for together. */
const isSummed = async (on: Executor, district: string, { moment, span, ...q }: StatementQuery, by: By): Promise<boolean> => {
  const scope = scopeOf(q)
  if (moment.knownAt || span.to !== lastDay(span.to.slice(0, 7)) || (by === 'project' ? !isWhole(scope) : scope.project)) return false
  return sumsHelp(on, district)
}

export async function dividedIncome(
  on: Executor,
  district: string,
  q: StatementQuery,
  by: By,
  slice: Slice,
): Promise<Division<Figures<SubjectCode>>> {
  if (!(await isSummed(on, district, q, by))) return paged(by, await incomeByMoves(on, district, q, by), slice, addedUp)
  const { span, books: wanted } = q
  const summed = { by, scope: scopeOf(q), span, since: span.from, weights: weightsOfIncome(wanted), slice }
  const whole = async () => incomeFigures(await sumTurnover(on, district, span, WHOLE), wanted)
  return (await withUntied(await summedBy(on, district, summed), summed, whole)) as Division<Figures<SubjectCode>>
}

/** The four amounts at the end of the span, by whatever is asked. */
export async function dividedExecution(on: Executor, district: string, q: StatementQuery, slice: Slice): Promise<Division<Execution>> {
  const by = q.by ?? 'book'
  const scope = scopeOf(q)
  const ofBooks = async () => {
    const happened = await sumTurnover(on, district, q.span, await viewOf(on, district, scope, q.moment.knownAt))
    return executionOfBooks(happened, q.books)
  }
  if (by === 'book') return paged(by, await ofBooks(), slice, executionOf)
  if (by === 'project' && scope.project) return ofOneProject(on, district, scope.project, await ofBooks())
  if (!(await isSummed(on, district, q, by))) return paged(by, await executionByAccounts(on, district, q, by), slice, executionOf)
  const weights = weightsOfExecution(q.books, by === 'project')
  const summed = { by, scope, span: q.span, weights, slice }
  const whole = async () => fourFigures(executionOf((await ofBooks()).map((g) => g.of)))
  const { groups, total, count } = await withUntied(await summedBy(on, district, summed), summed, whole)
  return { groups: groups.map((g) => ({ ...g, of: fourOf(g.of) })), total: fourOf(total), count }
}

async function ofOneProject(
  on: Executor,
  district: string,
  key: string,
  ofBooks: readonly Group<Execution>[],
): Promise<Division<Execution>> {
  const of = fourOf(fourFigures(executionOf(ofBooks.map((g) => g.of))))
  if (fourFigures(of).size === 0) return { groups: [], total: of, count: 0 }
  const label = (await groupLabels(on, district, 'project', [key])).get(key) ?? unnamed('project')
  return { groups: [{ key, label, of }], total: of, count: 1 }
}

const AMOUNTS = Object.keys(fourAmounts(NO_MONEY)) as AmountKey[]
/** A supplement moves between books, so it is told of books alone. */
const fourOf = (figures: Figures): Execution => ({
  four: Object.fromEntries(AMOUNTS.map((key) => [key, figures.get(key) ?? 0n])) as Record<AmountKey, bigint>,
  supplementFen: 0n,
})
const fourFigures = ({ four }: Execution): Figures<AmountKey> =>
  new Map(AMOUNTS.flatMap((key) => (four[key] === 0n ? [] : [[key, four[key]] as const])))

const executionOf = (all: readonly Execution[]): Execution => ({
  four: fourOf(addedUp(all.map(fourFigures))).four,
  supplementFen: all.reduce((sum, e) => sum + e.supplementFen, 0n),
})

interface SummedQuery {
  readonly by: By
  readonly scope: Scope
  readonly span: Span
  /** The first day that counts; without it everything up to the end of the span. */
  readonly since?: CivilDate
  readonly weights: readonly Weight[]
  readonly slice: Slice
}

/** What no project has: whatever the whole has above all projects. */
async function withUntied(
  found: Division<Figures> & { readonly count: number },
  { by, slice }: SummedQuery,
  whole: () => Promise<Figures>,
): Promise<Division<Figures>> {
  if (by !== 'project') return isPaged(by) ? found : { ...found, groups: [...found.groups].sort(byLabel), count: null }
  const all = await whole()
  const rest = addedUp([all, new Map([...found.total].map(([name, amount]) => [name, -amount]))])
  const untied = new Map([...rest].filter(([, amount]) => amount !== 0n))
  const { count } = found
  if (untied.size === 0) return found
  const here = slice.offset <= count && count < slice.offset + slice.limit
  const last = { key: '', label: unnamed('project'), of: untied }
  return { groups: here ? [...found.groups, last] : found.groups, total: addedUp([found.total, untied]), count: count + 1 }
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
  return {
    figures,
    lists,
    numbers: known.flatMap(({ no }) => (no <= last ? [no] : [])),
    ways: known.flatMap(({ no, of }) => (no > last ? [{ ...of[0]!, no }] : [])),
  }
}

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

interface Divided {
  readonly subject: RawBuilder<unknown>
  readonly label: RawBuilder<unknown>
  readonly joined: (district: string, scope: Scope) => RawBuilder<unknown>
  readonly named: (district: string, scope: Scope) => RawBuilder<unknown>
}

/** A page of the lots or projects that have a figure, or all departments or levels that do; in the order of their names. */
async function summedBy(on: Executor, district: string, q: SummedQuery): Promise<Division<Figures> & { readonly count: number }> {
  const { by, scope, span, since, weights, slice } = q
  const { figures, lists, numbers, ways } = await weigh(on, district, weights)
  if (figures.length === 0) return { groups: [], total: new Map(), count: 0 }
  const { subject, label, joined, named } = DIVIDED[by]
  const each = (of: (column: RawBuilder<unknown>, i: number) => RawBuilder<unknown>, by = sql`, `) =>
    sql.join(
      figures.map((_, i) => of(sql.id(`f${i}`), i)),
      by,
    )
  const months = settledMonths(span, since ? 'within' : 'upTo').map(
    ({ first, last }) => sql`select s.subject_id, s.transition_no, s.amount_fen from subject_turnover s where s.district = ${district}
      and s.transition_no = any(${numbers}::integer[]) and s.month between ${first} and ${last} union all`,
  )
  const touched =
    by === 'project' ? sql`values (nullif(u.to_project, '')), (nullif(nullif(u.from_project, ''), u.to_project))` : sql`values (u.lot_id)`
  const found = await rows(
    on,
    sql<FigureRow>`with each_subject as materialized (
        select ${subject} as subject_id, ${each((f, i) => sql`sum(e.amount_fen * ${lists[i]!}[e.no])::bigint as ${f}`)}
        from (${sql.join(months, sql` `)}
          select x.subject_id, w.no, u.amount_fen from unsettled(${district}) u join ${tableOf('w', WAY, ways)} on u.kind = w.kind
            and u.from_book = w."fromBook" and u.to_book = w."toBook" and u.from_stage = w."from" and u.to_stage = w."to"
          cross join lateral (${touched}) x(subject_id)
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
  const figuresOf = (fen: readonly (string | null)[]): Figures => new Map(figures.map((name, i) => [name, BigInt(fen[i] ?? 0)] as const))
  const kept = (of: Figures): Figures => new Map([...of].filter(([, amount]) => amount !== 0n))
  const groups = found.flatMap(({ key, label, fen }) =>
    key === null ? [] : [{ key, label: labelOf(by, key, label!), of: kept(figuresOf(fen)) }],
  )
  const sums = figuresOf(found.find((f) => f.key === null && f.groups === null)!.fen)
  const used = kept(figuresOf(counted.fen))
  const total = new Map([...sums].filter(([name]) => used.has(name)))
  return { groups: groups.sort(byLabel), total, count: Number(counted.groups) }
}

/** All groups in their order; of lots and projects a page. */
function paged<T>(by: Grouping, groups: readonly Group<T>[], { offset, limit }: Slice, total: (all: readonly T[]) => T): Division<T> {
  const all = { groups, total: total(groups.map((g) => g.of)), count: null }
  return isPaged(by) ? { ...all, groups: groups.slice(offset, offset + limit), count: groups.length } : all
}

const groupKey: Readonly<Record<By, RawBuilder<unknown>>> = {
  lot: sql`m.lot_id`,
  department: sql`l.department`,
  level: sql`l.level`,
  project: sql`coalesce(nullif(t.project_id, ''), f.project_id)`,
}

/** Income and expenditure of the span from the moves. */
async function incomeByMoves(on: Executor, district: string, q: StatementQuery, by: By): Promise<Group<Figures<SubjectCode>>[]> {
  const { span } = q
  const view = { scope: scopeOf(q), knownAt: q.moment.knownAt, settled: false }
  const found = await rows(
    on,
    sql<Turnover & { key: string }>`select x.key, x.kind, x.from_book as "fromBook", x.to_book as "toBook", x.from_stage as "from",
        x.to_stage as "to", 0::bigint as before, sum(x.amount_fen)::bigint as period, 0::bigint as year
      from (select ${groupKey[by]} as key, p.entry_kind as kind, ${orientedMove} from ${movesJoined(district, view)}
        join lot l on l.district = m.district and l.lot_id = m.lot_id
        where p.district = ${district} and p.month between ${monthNumber(span.from)} and ${monthNumber(span.to)}
          and p.business_date between ${span.from} and ${span.to} and p.entry_kind = any(${[...INCOME_KINDS]}::text[])
          and not ${laterThan('p', { knownAt: view.knownAt })}) x
      group by 1, 2, 3, 4, 5, 6`,
  )
  const labels = await groupLabels(on, district, by, [...new Set(found.map((f) => f.key))])
  return [...groupBy(found, (f) => f.key)]
    .map(([key, own]) => ({ key, label: labels.get(key) ?? unnamed(by), of: incomeFigures(own, q.books) }))
    .filter((g) => g.of.size > 0)
    .sort(byLabel)
}

const byLabel = (a: { key: string; label: Text }, b: { key: string; label: Text }): number =>
  Number(a.key === '') - Number(b.key === '') || compare(a.label.zh, b.label.zh) || compare(a.key, b.key)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const unnamed = (by: Grouping): Text =>
  by === 'project' ? { zh: '未安排到项目', en: 'Not tied to a project' } : { zh: '未注明', en: 'Not named' }

/** `name` is what a lot or project is called. */
function labelOf(by: Grouping, key: string, name: string): Text {
  if (key === '') return unnamed(by)
  if (by === 'book') return books[key as BookKey].label
  if (by === 'level' && Object.hasOwn(fundLevels, key)) return fundLevels[key as keyof typeof fundLevels]
  return { zh: name, en: name }
}

async function groupLabels(on: Executor, district: string, by: Grouping, keys: readonly string[]): Promise<Map<string, Text>> {
  if (!isPaged(by)) return new Map(keys.map((key) => [key, labelOf(by, key, key)]))
  const found = await rows(
    on,
    by === 'lot'
      ? sql<{ key: string; label: string }>`select l.lot_id as key, d.doc_no || ' ' || l.fund_name as label from lot l
          join fund_document d on d.district = l.district and d.doc_id = l.doc_id
          where l.district = ${district} and l.lot_id = any(${[...keys]}::text[])`
      : sql<{ key: string; label: string }>`select project_id as key, code || ' ' || name as label from project
          where district = ${district} and project_id = any(${[...keys]}::text[])`,
  )
  return new Map(found.map((f) => [f.key, labelOf(by, f.key, f.label)]))
}

/** From what lots hold now; at another moment from the accounts as they stood. */
async function executionByAccounts(on: Executor, district: string, q: StatementQuery, by: By): Promise<Group<Execution>[]> {
  const { knownAt } = q.moment
  const { project, ...lots } = scopeOf(q)
  const key = { lot: sql`a.lot_id`, project: sql`a.project_id`, department: sql`l.department`, level: sql`l.level` }[by]
  const asOf = (await happenedAfter(on, district, q.span.to)) ? q.span.to : undefined
  const whose = sql`${project ? sql`x.project_id = ${project}` : sql`true`}
    ${isWhole(lots) ? sql`` : sql`and x.lot_id in (select l.lot_id from lot l where l.district = ${district} ${ofScope(lots)})`}`
  const held =
    asOf || knownAt ? accountsAt(district, { asOf, knownAt }, isWhole(scopeOf(q)) ? undefined : whose) : await heldNow(on, district)
  const found = await rows(
    on,
    sql<StageAmounts & { key: string }>`select x.key, ${stageSums('x')}
      from (select ${key} as key, a.stage, sum(a.balance_fen) as balance_fen
        from ${held} a join lot l on l.district = ${district} and l.lot_id = a.lot_id
        where a.balance_fen <> 0 ${q.books.length === 3 ? sql`` : sql`and a.book = any(${[...q.books]}::text[])`} ${ofScope(lots)}
          ${project ? sql`and a.project_id = ${project}` : sql``}
        group by 1, 2) x
      group by x.key`,
  )
  const labels = await groupLabels(
    on,
    district,
    by,
    found.map((f) => f.key),
  )
  return found
    .map((f) => ({
      key: f.key,
      label: labels.get(f.key) ?? unnamed(by),
      of: { four: fourAmounts(stageAmountsOf(f)), supplementFen: 0n },
    }))
    .filter(({ of }) => Object.values(of.four).some((amount) => amount !== 0n))
    .sort(byLabel)
}

/**
 * The books are read off the turnover, on any day alike; those of a project off its own moves, whose other ends lie where nothing is counted.
 */
function executionOfBooks(turnover: readonly Turnover[], wanted: readonly BookKey[]): Group<Execution>[] {
  return wanted.flatMap((book) => {
    const held = stageBalances(turnover, [book])
    const four = fourAmounts({ ...NO_MONEY, ...Object.fromEntries(held), announced: -(held.get('source') ?? 0n) })
    const of = { four, supplementFen: suppliedTo(turnover, book) }
    return of.supplementFen !== 0n || Object.values(four).some((amount) => amount !== 0n)
      ? [{ key: book, label: books[book].label, of }]
      : []
  })
}

/** What came into a book from others, less what went there. */
const suppliedTo = (turnover: readonly Turnover[], book: BookKey): bigint =>
  turnover.reduce((sum, t) => {
    if (t.fromBook === t.toBook) return sum
    const fen = t.before + t.period
    return sum + (t.toBook === book ? fen : 0n) - (t.fromBook === book ? fen : 0n)
  }, 0n)

/** Lots of a scope, `l`. */
const ofScope = ({ lot, department, level }: Scope) => sql`${lot ? sql`and l.lot_id = ${lot}` : sql``}
  ${department ? sql`and l.department = ${department}` : sql``} ${level ? sql`and l.level = ${level}` : sql``}`

/** Whether looking back at a day differs from looking at now. */
async function happenedAfter(on: Executor, district: string, day: CivilDate): Promise<boolean> {
  const found = await row(
    on,
    sql<{ later: boolean }>`select exists (select 1 from turnover where district = ${district} and book = any(${Object.keys(books)}::text[])
      and business_date > ${day}) as later`,
  )
  return found!.later
}
