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
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AmountKey, type BookKey, books } from '#policy/books.ts'
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
  weightsOfExecution,
  weightsOfIncome,
} from './divided.model.ts'
import { type By, byLabel, isPaged, labelOf, lotsByFigure, summedBy, type SummedQuery, unnamed } from './divided-sums.store.ts'
import { lastDay } from './span.model.ts'
import type { StatementQuery } from './statement-query.model.ts'
import { stageBalances, type Turnover } from './sums.model.ts'
import { isWhole, monthNumber, movesJoined, ofScope, orientedMove, scopeOf, sumTurnover, viewOf, WHOLE } from './turnover.store.ts'

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
  // Whatever a lot has was announced first.
  const lots = by === 'lot' ? await lotsByFigure(on, district, 'announced' satisfies AmountKey, summed) : null
  const { groups, total, count } = lots
    ? { ...lots, total: await whole() }
    : await withUntied(await summedBy(on, district, summed), summed, whole)
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

/** Whether looking back at a day differs from looking at now. */
async function happenedAfter(on: Executor, district: string, day: CivilDate): Promise<boolean> {
  const found = await row(
    on,
    sql<{ later: boolean }>`select exists (select 1 from turnover where district = ${district} and book = any(${Object.keys(books)}::text[])
      and business_date > ${day}) as later`,
  )
  return found!.later
}
