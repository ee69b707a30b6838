/** Who paid whom, in both directions: index scans over the accounts, nothing is computed again. At another moment the accounts as they stood. */
import { row, rows, type RawBuilder, sql, theRow } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AmountKey, type StageKey, stages } from '#policy/books.ts'
import { accountsAt, isNow, laterThan } from '#features/ledger/accounts-at.store.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { placesOf, sumsHelp } from '#features/ledger/settled.store.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import type { TraceRow } from './trace.model.ts'

export type SubjectKind = 'document' | 'lot' | 'project' | 'contract' | 'payment' | 'payee' | 'all'

/** Where money itself lies; audited cost, debt and closings are other sides of the same lots and no way of money. */
const MONEY = (Object.keys(stages) as StageKey[]).filter((key) => stages[key].side === 'money' && key !== 'source')

/** Which accounts belong to the subject. */
function accountsOf(district: string, kind: SubjectKind, id: string): RawBuilder<unknown> {
  const of: Record<SubjectKind, RawBuilder<unknown>> = {
    document: sql`a.lot_id in (select l.lot_id from lot l where l.district = ${district} and l.doc_id = ${id})`,
    lot: sql`a.lot_id = ${id}`,
    project: sql`a.project_id = ${id}`,
    contract: sql`a.contract_id = ${id}`,
    payment: sql`a.claim_id = (select o.claim_id from payment_order o where o.district = ${district} and o.payment_id = ${id})`,
    payee: sql`a.payee_id = ${id}`,
    all: sql`true`,
  }
  return sql`a.district = ${district} and ${of[kind]}`
}

export const tracePaths = (on: Executor, district: string, kind: SubjectKind, id: string, moment: Moment = {}) =>
  rows(
    on,
    sql<TraceRow>`select l.doc_id, d.doc_no, a.lot_id, l.fund_name, l.department, l.level, a.book, a.project_id, p.code as project_code,
        p.name as project_name, p.category, a.contract_id, k.contract_no, a.claim_id, c.claim_no, a.payee_id, r.name as payee, a.stage, a.balance_fen
      from ${accountsAt(district, moment)} a
      join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join project p on p.district = a.district and p.project_id = a.project_id
      left join contract k on k.district = a.district and k.contract_id = a.contract_id
      left join claim c on c.district = a.district and c.claim_id = a.claim_id
      left join contractor r on r.district = a.district and r.contractor_id = coalesce(nullif(a.payee_id, ''), k.contractor_id)
      where ${accountsOf(district, kind, id)} and a.balance_fen > 0 and a.stage = any(${MONEY}::text[])
      order by d.doc_no, l.line, a.book, p.code nulls first, k.contract_no nulls first, a.account_id`,
  )

export const traceSum = (on: Executor, district: string, kind: SubjectKind, id: string, moment: Moment = {}) =>
  theRow(on, sql<StageAmounts>`select ${stageSums('a')} from ${accountsAt(district, moment)} a where ${accountsOf(district, kind, id)}`)

/** Subjects whose journal is kept; a document's is that of its lots. */
function placesFor(district: string, kind: SubjectKind, id: string): RawBuilder<unknown> | null {
  if (kind === 'document')
    return placesOf(district, 'lot', sql`array(select l.lot_id from lot l where l.district = ${district} and l.doc_id = ${id})`)
  return kind === 'payment' || kind === 'all' ? null : placesOf(district, kind, sql`${[id]}::text[]`)
}

/** Each posting that moved money of the subject, with the amount; to be joined with `posting p`. */
const movedBy = (district: string, kind: SubjectKind, id: string) => sql`(
  with mine as (select a.account_id from account a where ${accountsOf(district, kind, id)})
  select posting_id, sum(amount_fen)::bigint as amount from (
    select m.posting_id, m.line, m.amount_fen from mine join move m on m.district = ${district} and m.from_account = mine.account_id
    union
    select m.posting_id, m.line, m.amount_fen from mine join move m on m.district = ${district} and m.to_account = mine.account_id) m
  group by posting_id) moved join posting p on p.district = ${district} and p.posting_id = moved.posting_id`

/** The same from the settled journal, of each chain no more than the first: a chain is recorded in its own order. */
const firstOf = (district: string, places: RawBuilder<unknown>, limit: number) => sql`(
  select j.chain, j.number, sum(abs(j.amount_fen))::bigint as amount, row_number() over (partition by j.chain order by j.number) as place
  from (${places}) j group by j.chain, j.number) moved
  join posting p on p.book = moved.chain and p.district = ${district} and p.number = moved.number and moved.place <= ${limit}`

/** The first postings that moved money of the subject, in the order in which they were recorded. */
export async function tracePostings(on: Executor, district: string, kind: SubjectKind, id: string, limit: number, moment: Moment = {}) {
  const places = isNow(moment) && (await sumsHelp(on, district)) ? placesFor(district, kind, id) : null
  return rows(
    on,
    sql<{ posting_id: string; kind: string; business_date: string; recorded_at: string; actor: string; basis: string; amount: bigint }>`
      select p.posting_id, p.kind, p.business_date, p.recorded_at, w.name as actor, p.basis, moved.amount
      from ${places ? firstOf(district, places, limit) : movedBy(district, kind, id)}
      join person w on w.district = p.district and w.person_id = p.person_id
      where not ${laterThan('p', moment)} order by p.recorded_at, p.book, p.number limit ${limit}`,
  )
}

export async function subjectLabel(on: Executor, district: string, kind: SubjectKind, id: string): Promise<string | undefined> {
  const of: Record<SubjectKind, RawBuilder<{ label: string }>> = {
    document: sql`select doc_no || ' ' || title as label from fund_document where district = ${district} and doc_id = ${id}`,
    lot: sql`select d.doc_no || ' ' || l.fund_name as label from lot l
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id where l.district = ${district} and l.lot_id = ${id}`,
    project: sql`select code || ' ' || name as label from project where district = ${district} and project_id = ${id}`,
    contract: sql`select contract_no || ' ' || name as label from contract where district = ${district} and contract_id = ${id}`,
    payment: sql`select order_no || ' ' || payee_name as label from payment_order where district = ${district} and payment_id = ${id}`,
    payee: sql`select name as label from contractor where district = ${district} and contractor_id = ${id}`,
    all: sql`select name as label from district where district = ${district}`,
  }
  return (await row(on, of[kind]))?.label
}

/** Finds an id by the number that people know: a document number, project code, contract, claim or order number, a payee's name. */
export const findSubjects = (on: Executor, district: string, q: string, limit: number) =>
  rows(
    on,
    sql<{ kind: SubjectKind; id: string; label: string; detail: string }>`
      select * from (
        select 'document' as kind, doc_id as id, doc_no as label, title as detail, 1 as rank from fund_document
          where district = ${district} and (doc_no ilike ${`%${q}%`} or title ilike ${`%${q}%`} or doc_id = ${q})
        union all
        select 'lot', lot_id, fund_name, department, 2 from lot where district = ${district} and (fund_name ilike ${`%${q}%`} or lot_id = ${q})
        union all
        select 'project', project_id, code || ' ' || name, place, 3 from project
          where district = ${district} and (code ilike ${`%${q}%`} or name ilike ${`%${q}%`} or project_id = ${q})
        union all
        select 'contract', contract_id, contract_no || ' ' || name, '', 4 from contract
          where district = ${district} and (contract_no ilike ${`%${q}%`} or name ilike ${`%${q}%`} or contract_id = ${q})
        union all
        select 'payment', payment_id, order_no, payee_name, 5 from payment_order
          where district = ${district} and (order_no ilike ${`%${q}%`} or payee_name ilike ${`%${q}%`} or payment_id = ${q})
        union all
        select 'payee', contractor_id, name, bank_name, 6 from contractor
          where district = ${district} and (name ilike ${`%${q}%`} or credit_code ilike ${`%${q}%`} or contractor_id = ${q})
      ) s order by rank, label limit ${limit}`,
  )

export const publicPlans = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ name: string; year: number; decision_no: string; decided_on: string; projects: bigint; amount: bigint }>`
      select p.name, p.year, p.decision_no, p.decided_on, count(distinct s.project_id) as projects, sum(s.amount_fen)::bigint as amount
      from plan p join plan_slice s on s.district = p.district and s.plan_id = p.plan_id
      where p.district = ${district} and p.state = 'adopted' group by p.plan_id, p.name, p.year, p.decision_no, p.decided_on
      order by p.decided_on desc`,
  )

/** The stages that one of the four amounts counts. */
const counting = (key: AmountKey): StageKey[] =>
  (Object.keys(stages) as StageKey[]).filter((stage) => (stages[stage].counts as readonly AmountKey[]).includes(key))

export const publicProjects = (on: Executor, district: string) =>
  rows(
    on,
    sql<{ code: string; name: string; place: string; category: string; allocated: bigint; paid: bigint; payees: string[] }>`
      select p.code, p.name, p.place, p.category,
        coalesce(sum(a.balance_fen) filter (where a.stage = any(${counting('allocated')}::text[])), 0)::bigint as allocated,
        coalesce(sum(a.balance_fen) filter (where a.stage = any(${counting('paid')}::text[])), 0)::bigint as paid,
        coalesce(array_agg(distinct r.name) filter (where a.stage = 'paid'), '{}') as payees
      from project p join account a on a.district = p.district and a.project_id = p.project_id
      left join contractor r on r.district = a.district and r.contractor_id = a.payee_id
      where p.district = ${district} group by p.project_id, p.code, p.name, p.place, p.category order by p.code limit 500`,
  )
