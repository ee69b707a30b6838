/**
 * The time machine of the books: accounts as they stood at the end of a business day, as they were known at a moment, or both. Today's
 * balances less whatever happened later or was recorded later: nothing is stored for it, so it cannot differ from the books.
 */
import { type CivilDate, civilDateOfInstant } from '#kernel/civil-date.ts'
import { type RawBuilder, sql } from '#platform/db/sql.ts'
import type { Moment } from './moment.model.ts'

export const isNow = ({ asOf, knownAt }: Moment): boolean => !asOf && !knownAt

/** A civil date means the end of that day in Shanghai. */
export const instantOf = (knownAt: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(knownAt) ? `${knownAt}T23:59:59.999+08:00` : knownAt)

/** The day in Shanghai that a moment is on. */
export const dayOf = (knownAt: string): CivilDate => civilDateOfInstant(Date.parse(instantOf(knownAt)))

/** True for a posting (aliased `alias`) that had not happened, or was not known, at the moment. */
export const laterThan = (alias: string, { asOf, knownAt }: Moment): RawBuilder<unknown> => {
  const date = sql.ref(`${alias}.business_date`)
  const recorded = sql.ref(`${alias}.recorded_at`)
  if (asOf && knownAt) return sql`(${date} > ${asOf}::date or ${recorded} > ${instantOf(knownAt)}::timestamptz)`
  if (asOf) return sql`${date} > ${asOf}::date`
  if (knownAt) return sql`${recorded} > ${instantOf(knownAt)}::timestamptz`
  return sql`false`
}

/**
 * In place of `account` after `from` or `join`, with its columns: `from ${accountsAt(district, moment)} a`. Where a condition on `x` says
 * whose accounts are asked for, it costs what happened to those alone.
 */
export function accountsAt(district: string, moment: Moment, whose?: RawBuilder<unknown>): RawBuilder<unknown> {
  const own = whose ? sql`x.district = ${district} and ${whose}` : sql`x.district = ${district}`
  if (isNow(moment)) return whose ? sql`(select x.* from account x where ${own})` : sql`account`
  const later = (end: RawBuilder<unknown>) => sql`from move m join posting p on p.district = m.district and p.posting_id = m.posting_id
    where m.district = ${district} and ${end} and ${laterThan('p', moment)}`
  const each = sql`cross join lateral (select
      (select coalesce(sum(m.amount_fen), 0) ${later(sql`m.to_account = x.account_id`)})
      - (select coalesce(sum(m.amount_fen), 0) ${later(sql`m.from_account = x.account_id`)}) as delta) l`
  const all = sql`left join (
      select account_id, sum(delta) as delta from (
        select m.from_account as account_id, -m.amount_fen as delta ${later(sql`true`)}
        union all
        select m.to_account, m.amount_fen ${later(sql`true`)}) each_side
      group by account_id) l on l.account_id = x.account_id`
  return sql`(
    select x.district, x.account_id, x.lot_id, x.book, x.stage, x.project_id, x.contract_id, x.claim_id, x.payee_id,
      (x.balance_fen - coalesce(l.delta, 0))::bigint as balance_fen
    from account x ${whose ? each : all} where ${own})`
}
