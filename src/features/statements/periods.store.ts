/** Periods in rows: what is closed, who closed it, what a year's closing has to close. */
import { type CivilDate, lastDayOfYear } from '#kernel/civil-date.ts'
import { lockHeads } from '#features/ledger/accounts.store.ts'
import { laterThan } from '#features/ledger/accounts-at.store.ts'
import { json, rows, run, sql, tableOf, theRow, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, type StageKey, stages } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import type { CloseLine, LotTurnover, PeriodState } from './periods.model.ts'

export type PeriodAction = 'close' | 'reopen' | 'year-close' | 'year-reopen'

export interface PeriodEvent {
  readonly book: BookKey
  readonly event_no: bigint
  readonly month: number
  readonly action: PeriodAction
  readonly reason: string
  readonly person_id: string
  readonly person: string
  readonly recorded_at: string
}

export const periodEvents = (on: Executor, district: string) =>
  rows(
    on,
    sql<PeriodEvent>`select e.book, e.event_no, e.month, e.action, e.reason, e.person_id, p.name as person, e.recorded_at
      from period_event e join person p on p.district = e.district and p.person_id = e.person_id
      where e.district = ${district} order by e.book, e.event_no`,
  )

export const periodRows = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ book: BookKey; month: number; vouchers: number }>`select book, month, vouchers from period
      where district = ${district} order by book, month`,
  )

/** Locks the book's head, so that nothing is posted while it closes. */
export async function lockPeriodState(tx: Tx, district: string, book: BookKey): Promise<PeriodState> {
  await lockHeads(tx, district, [book])
  return (await periodStates(tx, district)).find((s) => s.book === book)!
}

export async function periodStates(on: Executor, district: string): Promise<PeriodState[]> {
  const [heads, months, events, years] = [
    await rows(
      on,
      sql<{ book: BookKey; closed: number }>`select book, closed_through as closed from chain_head where district = ${district}`,
    ),
    await periodRows(on, district),
    await periodEvents(on, district),
    await closedYears(on, district),
  ]
  return (['poverty', 'coordination', 'financing'] as const).map((book) => {
    const closedThrough = heads.find((h) => h.book === book)?.closed ?? 0
    const closing = events.filter((e) => e.book === book && e.action === 'close' && e.month === closedThrough).at(-1)
    return {
      book,
      closedThrough,
      firstMonth: months.find((m) => m.book === book)?.month ?? 0,
      closedYears: years.filter((y) => y.book === book).map((y) => ({ year: y.year, amountFen: y.amount_fen })),
      closedBy: closedThrough > 0 ? (closing?.person_id ?? null) : null,
    }
  })
}

/** Years whose closing stands: posted and not reversed. */
const closedYears = (on: Executor, district: string) =>
  rows(
    on,
    sql<{
      book: BookKey
      year: number
      posting_id: string
      amount_fen: bigint
    }>`select p.book, (p.month / 100)::integer as year, p.posting_id,
        p.amount_fen from posting p
      where p.district = ${district} and p.kind = 'year-close' and not exists (
        select 1 from posting r where r.district = p.district and r.reverses = p.posting_id)`,
  )

export interface NewPeriodEvent {
  readonly book: BookKey
  readonly month: number
  readonly action: PeriodAction
  readonly reason: string
  readonly evidence: unknown
  readonly by: string
  readonly now: string
}

export async function insertPeriodEvent(tx: Tx, district: string, e: NewPeriodEvent): Promise<void> {
  await run(
    tx,
    sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
      select ${district}, ${e.book}, coalesce(max(event_no), 0) + 1, ${e.month}, ${e.action}, ${e.reason}, ${json(e.evidence)}, ${e.by}, ${e.now}
      from period_event where district = ${district} and book = ${e.book}`,
  )
}

export async function setClosedThrough(tx: Tx, district: string, book: BookKey, month: number): Promise<void> {
  await run(tx, sql`update chain_head set closed_through = ${month} where district = ${district} and book = ${book}`)
}

/** What a closing keeps as evidence: the head of the chain, and what the stages held at the end of the month. */
export async function closingEvidence(on: Executor, district: string, book: BookKey) {
  const head = await theRow(
    on,
    sql<{ number: bigint; hash: string }>`select number, hash from chain_head where district = ${district} and book = ${book}`,
  )
  const found = await rows(
    on,
    sql<{ stage: StageKey; amount: bigint }>`select stage, sum(balance_fen)::bigint as amount from account
      where district = ${district} and book = ${book} group by stage having sum(balance_fen) <> 0 order by stage`,
  )
  return { head, stages: Object.fromEntries(found.map((f) => [f.stage, String(f.amount)])) }
}

const IN_BANK = (Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)

/** Whether the account held money at the end of the month or money went through it. */
export async function bankTouched(on: Executor, district: string, month: number): Promise<boolean> {
  const found = await theRow(
    on,
    sql<{ touched: boolean }>`select exists (
        select 1 from turnover t where t.district = ${district}
          and (t.from_stage = any(${IN_BANK}::text[])) <> (t.to_stage = any(${IN_BANK}::text[]))
          and extract(year from t.business_date) * 100 + extract(month from t.business_date) <= ${month}) as touched`,
  )
  return found.touched
}

/** Everything that touched income or expenditure of the book in the year, by lot. Reversals count below zero. */
export const yearTurnover = (on: Executor, district: string, book: BookKey, year: number) => {
  const through: CivilDate = lastDayOfYear(year)
  const red = (yes: string, no: string) => sql`case when p.red then ${sql.raw(yes)} else ${sql.raw(no)} end`
  return rows(
    on,
    sql<LotTurnover & { kind: PostingKindKey }>`select m.lot_id as "lotId", l.usable_to as "usableTo", p.entry_kind as kind,
        ${red('t.stage', 'f.stage')} as "from", ${red('f.stage', 't.stage')} as "to",
        ${red('t.book', 'f.book')} as "fromBook", ${red('f.book', 't.book')} as "toBook",
        sum(case when p.red then -m.amount_fen else m.amount_fen end)::bigint as "amountFen"
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      join lot l on l.district = m.district and l.lot_id = m.lot_id
      where p.district = ${district} and (p.book = ${book} or p.other_book = ${book}) and p.month between ${year * 100 + 1} and ${year * 100 + 12}
        and not ${laterThan('p', { asOf: through })} and p.entry_kind <> 'year-close'
      group by 1, 2, 3, 4, 5, 6, 7`,
  )
}

export async function insertCloseLines(tx: Tx, district: string, postingId: string, lines: readonly CloseLine[]): Promise<void> {
  const columns = { line: 'integer', lot: 'text', subject: 'text', debit: 'bigint', credit: 'bigint' } as const
  const records = lines.map((l, i) => ({ line: i + 1, lot: l.lotId, subject: l.subject, debit: l.debitFen, credit: l.creditFen }))
  await run(
    tx,
    sql`insert into year_close_line (district, posting_id, line, lot_id, subject, debit_fen, credit_fen)
      select ${district}, ${postingId}, line, lot, subject, debit, credit from ${tableOf('c', columns, records)}`,
  )
}

export const yearClosingPosting = async (on: Executor, district: string, book: BookKey, year: number): Promise<string | null> =>
  (await closedYears(on, district)).find((y) => y.book === book && y.year === year)?.posting_id ?? null
