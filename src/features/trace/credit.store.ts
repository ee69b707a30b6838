/** The money of departments at its finest grain, as of any moment. */
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AmountKey, type BookKey, type StageKey, stages } from '#policy/books.ts'
import { accountsAt, laterThan } from '#features/ledger/accounts-at.store.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import type { CreditFilter, CreditProject, CreditRow } from './credit.model.ts'
import type { CreditPath } from './trace.model.ts'

export const creditRows = (on: Executor, district: string, moment: Moment) =>
  rows(
    on,
    sql<CreditRow>`select l.department, l.level, l.fiscal_year as year, a.project_id, a.contract_id, ${stageSums('a')}
      from ${accountsAt(district, moment)} a join lot l on l.district = a.district and l.lot_id = a.lot_id
      where a.district = ${district} group by 1, 2, 3, 4, 5 having bool_or(a.balance_fen <> 0)`,
  )

export async function creditProjects(on: Executor, district: string): Promise<Map<string, CreditProject>> {
  const found = await rows(
    on,
    sql<CreditProject>`select p.project_id, p.code, p.name, p.category, p.year, p.place, p.region, p.households from project p
      where p.district = ${district} and exists (select 1 from account a where a.district = p.district and a.project_id = p.project_id)`,
  )
  return new Map(found.map((p) => [p.project_id, p]))
}

export async function divisionNames(on: Executor, district: string): Promise<Map<string, string>> {
  const found = await rows(on, sql<{ code: string; name: string }>`select code, name from division where district = ${district}`)
  return new Map(found.map((d) => [d.code, d.name]))
}

/** The stages that count as paid. */
const PAID = (Object.keys(stages) as StageKey[]).filter((stage) => (stages[stage].counts as readonly AmountKey[]).includes('paid'))

/** What left the account for projects in each month, less what came back. */
export const paidByMonth = (on: Executor, district: string, { department, level, year }: CreditFilter, moment: Moment) =>
  rows(
    on,
    sql<{ month: number; paid: bigint }>`
      select p.month, sum(case when t.stage = any(${PAID}::text[]) then m.amount_fen else -m.amount_fen end)::bigint as paid
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      join lot l on l.district = m.district and l.lot_id = m.lot_id
      where p.district = ${district} and (f.stage = any(${PAID}::text[])) <> (t.stage = any(${PAID}::text[])) and not ${laterThan('p', moment)}
        ${department === undefined ? sql`` : sql`and l.department = ${department}`} ${level === undefined ? sql`` : sql`and l.level = ${level}`}
        ${year === undefined ? sql`` : sql`and l.fiscal_year = ${year}`}
      group by 1 having sum(case when t.stage = any(${PAID}::text[]) then m.amount_fen else -m.amount_fen end) <> 0 order by 1`,
  )

const MONEY = (Object.keys(stages) as StageKey[]).filter((stage) => stages[stage].side === 'money' && stage !== 'source')

export const creditPaths = (on: Executor, district: string, { department, level, year }: CreditFilter, moment: Moment) =>
  rows(
    on,
    sql<CreditPath>`select l.level, a.book, a.project_id, p.name as project, p.category, a.stage, sum(a.balance_fen)::bigint as amount_fen
      from ${accountsAt(district, moment)} a join lot l on l.district = a.district and l.lot_id = a.lot_id
      left join project p on p.district = a.district and p.project_id = a.project_id
      where a.district = ${district} and a.balance_fen > 0 and a.stage = any(${MONEY}::text[])
        ${department === undefined ? sql`` : sql`and l.department = ${department}`} ${level === undefined ? sql`` : sql`and l.level = ${level}`}
        ${year === undefined ? sql`` : sql`and l.fiscal_year = ${year}`}
      group by 1, 2, 3, 4, 5, 6 order by 1, 2, 4 nulls first, 6`,
  )

/** The end of each chain as it was known then: what a statement of that moment stands on. */
export const headsAt = (on: Executor, district: string, { knownAt }: Moment) =>
  rows(
    on,
    sql<{ book: BookKey; number: bigint; hash: string }>`select distinct on (p.book) p.book, p.number, p.hash from posting p
      where p.district = ${district} and not ${laterThan('p', { knownAt })} order by p.book, p.number desc`,
  )
