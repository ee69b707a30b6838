/** Reads one statement: the sums or lines that it needs, turned into its table. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import type { Text } from '#kernel/outcome.ts'
import { accountsAt, laterThan } from '#features/ledger/accounts-at.store.ts'
import { fourAmounts, NO_MONEY, type StageAmounts } from '#features/ledger/amounts.model.ts'
import { stageAmountsOf, stageSums } from '#features/ledger/stage-sums.store.ts'
import { row, rows, type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { fundLevels } from '#policy/fund-catalogue.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import type { Grouping } from '#policy/statements.ts'
import { subjects } from '#policy/subjects.ts'
import { closingIn, closingTurnover } from './closing.model.ts'
import { entriesOf } from './entries.model.ts'
import { entryPage } from './entry-lines.store.ts'
import { detailTable, generalTable, journalTable } from './ledger-tables.model.ts'
import type { StatementQuery } from './statement-query.model.ts'
import {
  bankProof,
  type Execution,
  executionTable,
  type Group,
  incomeByTable,
  incomeTable,
  sheetTable,
  trialTable,
} from './statement-tables.model.ts'
import { generalLedger } from './statements.model.ts'
import { type ClosingTurnover, NO_SUM, stageBalances, subjectSums, type SubjectSums, type Turnover } from './sums.model.ts'
import type { StatementTable } from './table.model.ts'
import {
  closingRows,
  isWhole,
  movesJoined,
  orientedMove,
  type Scope,
  sumTurnover,
  turnoverBy,
  type View,
  viewOf,
} from './turnover.store.ts'

export interface Slice {
  readonly offset: number
  readonly limit: number
}

const scopeOf = ({ raw }: StatementQuery): Scope => ({ lot: raw.lot, project: raw.project, department: raw.department, level: raw.level })
const lookAt = (on: Executor, district: string, q: StatementQuery): Promise<View> => viewOf(on, district, scopeOf(q), q.moment.knownAt)

/** The sums of titles that a statement stands on; `turnover` also tells where the money lies. */
export async function sumsOf(on: Executor, district: string, q: StatementQuery) {
  const view = await lookAt(on, district, q)
  const turnover = await sumTurnover(on, district, q.span, view)
  const closing = closingTurnover(await closingRows(on, district, view, q.span.to), q.span)
  return { turnover, sums: subjectSums(turnover, closing, q.books) }
}

export async function statementTable(on: Executor, district: string, q: StatementQuery, slice: Slice): Promise<StatementTable> {
  switch (q.name) {
    case 'journal': {
      const page = await entryPage(on, district, { ...(await lookAt(on, district, q)), ...q }, slice.offset, slice.limit)
      return journalTable(q, page.lines, page.total)
    }
    case 'detail':
      return detailOf(on, district, q, slice)
    case 'general':
      return generalOf(on, district, q)
    case 'income':
      if (q.by && q.by !== 'book') return incomeByTable(q, await groupedIncome(on, district, q, q.by))
      return incomeOf(on, district, q)
    case 'execution':
      return executionTable(q, await executionGroups(on, district, q))
    default: {
      const { turnover, sums } = await sumsOf(on, district, q)
      const table = q.name === 'trial' ? trialTable(q, sums) : sheetTable(q, sums)
      const whole = isWhole(scopeOf(q))
      return whole ? { ...table, proofs: [...table.proofs, bankProof(sums, stageBalances(turnover, q.books))] } : table
    }
  }
}

async function incomeOf(on: Executor, district: string, q: StatementQuery): Promise<StatementTable> {
  const turnover = await sumTurnover(on, district, q.span, await lookAt(on, district, q))
  if (q.by !== 'book') return incomeTable(q, subjectSums(turnover, [], q.books))
  return incomeByTable(
    q,
    q.books.map((book) => ({ key: book, label: books[book].label, of: subjectSums(turnover, [], [book]) })),
  )
}

async function detailOf(on: Executor, district: string, q: StatementQuery, slice: Slice): Promise<StatementTable> {
  const { sums } = await sumsOf(on, district, q)
  const own = sums.get(q.subject!) ?? NO_SUM
  const page = await entryPage(on, district, { ...(await lookAt(on, district, q)), ...q, ledger: undefined }, slice.offset, slice.limit)
  return detailTable(q, {
    lines: page.lines,
    total: page.total,
    beforeFen: own.opening + page.beforeFen,
    first: slice.offset === 0,
    last: slice.offset + slice.limit >= page.total,
    sums: own,
  })
}

async function generalOf(on: Executor, district: string, q: StatementQuery): Promise<StatementTable> {
  const { sums } = await sumsOf(on, district, q)
  const view = await lookAt(on, district, q)
  const moved = groupBy(await turnoverBy(on, district, 'month', q.span, view), (t) => t.day)
  const closed = groupBy(closingIn(await closingRows(on, district, view, q.span.to), q.span), (c) => c.day.slice(0, 7))
  const months = [...new Set([...moved.keys(), ...closed.keys()])].sort()
  const bucket = (amount: bigint) => ({ before: 0n, period: amount, year: amount })
  const perMonth = months.map((month) => ({
    month,
    sums: subjectSums(
      (moved.get(month) ?? []).map((t): Turnover => ({ ...t, ...bucket(t.amountFen) })),
      (closed.get(month) ?? []).map((c): ClosingTurnover => ({ ...c, debit: bucket(c.debitFen), credit: bucket(c.creditFen) })),
      q.books,
    ),
  }))
  return generalTable(
    q,
    (['cash', 'quota'] as const)
      .filter((ledger) => !q.ledger || q.ledger === ledger)
      .flatMap((ledger) => generalLedger(perMonth, sums, ledger))
      .filter((account) => !q.subject || account.subject === q.subject),
  )
}

/** Kinds that touch income or expenditure in the cash book. */
const INCOME_KINDS = (Object.keys(postings) as PostingKindKey[]).filter((kind) =>
  postings[kind].moves.some(({ from, to }) => {
    const across = 'crossesBooks' in postings[kind]
    return entriesOf({ kind, from, to, fromBook: 'financing', toBook: across ? 'poverty' : 'financing' }).some((e) =>
      [e.debit, e.credit].some((code) => ['income', 'expense'].includes(subjects[code].nature)),
    )
  }),
)

const groupKey: Readonly<Record<Exclude<Grouping, 'book'>, RawBuilder<unknown>>> = {
  lot: sql`m.lot_id`,
  department: sql`l.department`,
  level: sql`l.level`,
  project: sql`coalesce(nullif(t.project_id, ''), f.project_id)`,
}

/** Income and expenditure of the span by lot, department, level or project. */
async function groupedIncome(
  on: Executor,
  district: string,
  q: StatementQuery,
  by: Exclude<Grouping, 'book'>,
): Promise<Group<SubjectSums>[]> {
  const { span } = q
  const view = await lookAt(on, district, q)
  const month = (date: string) => Number(date.slice(0, 7).replace('-', ''))
  const found = await rows(
    on,
    sql<Turnover & { key: string }>`select x.key, x.kind, x.from_book as "fromBook", x.to_book as "toBook", x.from_stage as "from",
        x.to_stage as "to", 0::bigint as before, sum(x.amount_fen)::bigint as period, 0::bigint as year
      from (select ${groupKey[by]} as key, p.entry_kind as kind, ${orientedMove} from ${movesJoined(district, view)}
        join lot l on l.district = m.district and l.lot_id = m.lot_id
        where p.district = ${district} and p.month between ${month(span.from)} and ${month(span.to)}
          and p.business_date between ${span.from} and ${span.to} and p.entry_kind = any(${INCOME_KINDS}::text[])
          and not ${laterThan('p', { knownAt: view.knownAt })}) x
      group by 1, 2, 3, 4, 5, 6`,
  )
  const labels = await groupLabels(on, district, by, [...new Set(found.map((f) => f.key))])
  return [...groupBy(found, (f) => f.key)]
    .map(([key, own]) => ({ key, label: labels.get(key) ?? unnamed(by), of: subjectSums(own, [], q.books) }))
    .sort(byLabel)
}

const byLabel = (a: { key: string; label: Text }, b: { key: string; label: Text }): number =>
  Number(a.key === '') - Number(b.key === '') || (a.label.zh < b.label.zh ? -1 : 1)

const unnamed = (by: Grouping): Text =>
  by === 'project' ? { zh: '未安排到项目', en: 'Not tied to a project' } : { zh: '未注明', en: 'Not named' }

async function groupLabels(on: Executor, district: string, by: Grouping, keys: readonly string[]): Promise<Map<string, Text>> {
  const same = (text: string): Text => ({ zh: text, en: text })
  if (by === 'book') return new Map(keys.map((key) => [key, books[key as BookKey].label]))
  if (by === 'level')
    return new Map(keys.map((key) => [key, Object.hasOwn(fundLevels, key) ? fundLevels[key as keyof typeof fundLevels] : same(key)]))
  if (by === 'department') return new Map(keys.filter((key) => key !== '').map((key) => [key, same(key)]))
  const found = await rows(
    on,
    by === 'lot'
      ? sql<{ key: string; label: string }>`select l.lot_id as key, d.doc_no || ' ' || l.fund_name as label from lot l
          join fund_document d on d.district = l.district and d.doc_id = l.doc_id
          where l.district = ${district} and l.lot_id = any(${[...keys]}::text[])`
      : sql<{ key: string; label: string }>`select project_id as key, code || ' ' || name as label from project
          where district = ${district} and project_id = any(${[...keys]}::text[])`,
  )
  return new Map(found.map((f) => [f.key, same(f.label)]))
}

const MONEY = (Object.keys(stages) as StageKey[]).filter((stage) => stages[stage].side === 'money')

/** The four amounts at the end of the span, by whatever is asked. */
async function executionGroups(on: Executor, district: string, q: StatementQuery): Promise<Group<Execution>[]> {
  const by = q.by ?? 'book'
  const scope = scopeOf(q)
  const { knownAt } = q.moment
  if (by === 'book' && isWhole(scope))
    return executionOfBooks(await sumTurnover(on, district, q.span, await lookAt(on, district, q)), q.books)
  const key = { book: sql`a.book`, lot: sql`a.lot_id`, project: sql`a.project_id`, department: sql`l.department`, level: sql`l.level` }[by]
  const asOf = (await happenedAfter(on, district, q.span.to)) ? q.span.to : undefined
  const found = await rows(
    on,
    sql<StageAmounts & { key: string; supplement: bigint }>`select x.key, ${stageSums('x')},
        coalesce(sum(x.balance_fen) filter (where x.stage = any(${MONEY}::text[])), 0)::bigint as supplement
      from (select ${key} as key, a.stage, sum(a.balance_fen) as balance_fen
        from ${accountsAt(district, { asOf, knownAt })} a join lot l on l.district = a.district and l.lot_id = a.lot_id
        where a.district = ${district} and a.balance_fen <> 0
          ${q.books.length === 3 ? sql`` : sql`and a.book = any(${[...q.books]}::text[])`} ${ofScope(scope)}
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
      of: { four: fourAmounts(stageAmountsOf(f)), supplementFen: f.supplement },
    }))
    .filter(({ of }) => Object.values(of.four).some((amount) => amount !== 0n))
    .sort(by === 'book' ? (a, b) => place(a.key) - place(b.key) : byLabel)
}

/** The books as wholes are read off the turnover, on any day alike. */
function executionOfBooks(turnover: readonly Turnover[], wanted: readonly BookKey[]): Group<Execution>[] {
  return wanted.flatMap((book) => {
    const held = stageBalances(turnover, [book])
    const amounts = { ...NO_MONEY, ...Object.fromEntries(held), announced: -(held.get('source') ?? 0n) }
    const of = { four: fourAmounts(amounts), supplementFen: MONEY.reduce((sum, stage) => sum + (held.get(stage) ?? 0n), 0n) }
    return Object.values(of.four).some((amount) => amount !== 0n) ? [{ key: book, label: books[book].label, of }] : []
  })
}

const place = (book: string): number => Object.keys(books).indexOf(book)

const ofScope = ({ lot, project, department, level }: Scope) => sql`${lot ? sql`and a.lot_id = ${lot}` : sql``}
  ${project ? sql`and a.project_id = ${project}` : sql``} ${department ? sql`and l.department = ${department}` : sql``}
  ${level ? sql`and l.level = ${level}` : sql``}`

/** Whether looking back at a day differs from looking at now. */
async function happenedAfter(on: Executor, district: string, day: CivilDate): Promise<boolean> {
  const found = await row(
    on,
    sql<{ later: boolean }>`select exists (select 1 from turnover where district = ${district} and book = any(${Object.keys(books)}::text[])
      and business_date > ${day}) as later`,
  )
  return found!.later
}
