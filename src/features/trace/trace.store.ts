/**
 * Who paid whom, in both directions: ways from what lots are known to hold, and the claims of the ways that a page shows from the accounts
 * themselves. At another moment the accounts as they stood.
 */
import { row, rows, type RawBuilder, sql, theRow } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type AmountKey, type StageKey, stages } from '#policy/books.ts'
import { accountsAt, isNow, laterThan } from '#features/ledger/accounts-at.store.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { firstPlacesOf, heldNow, type JournalOf, sumsHelp } from '#features/ledger/settled.store.ts'
import { stageAmountsOf, stageSums } from '#features/ledger/stage-sums.store.ts'
import { type CanalRow, type FlowRow, MOST_PROJECTS, OUT, type TraceRow } from './trace.model.ts'

export type SubjectKind = 'document' | 'lot' | 'project' | 'contract' | 'payment' | 'payee' | 'all'

/** Where money itself lies; audited cost, debt and closings are other sides of the same lots and no way of money. */
const MONEY = (Object.keys(stages) as StageKey[]).filter((key) => stages[key].side === 'money' && key !== 'source')

/** Which places (aliased `alias`) belong to the subject. */
function placedBy(alias: string, district: string, kind: SubjectKind, id: string): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const of: Record<SubjectKind, RawBuilder<unknown>> = {
    document: sql`${column('lot_id')} in (select l.lot_id from lot l where l.district = ${district} and l.doc_id = ${id})`,
    lot: sql`${column('lot_id')} = ${id}`,
    project: sql`${column('project_id')} = ${id}`,
    contract: sql`${column('contract_id')} = ${id}`,
    payment: sql`${column('claim_id')} = (select o.claim_id from payment_order o where o.district = ${district} and o.payment_id = ${id})`,
    payee: sql`${column('payee_id')} = ${id}`,
    all: sql`true`,
  }
  return of[kind]
}

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
}

/** What lies where of the subject's money, claims apart only where a payment is asked for; one place may come in several rows. */
async function placesOfMoney(on: Executor, district: string, { kind, id }: Subject, moment: Moment): Promise<RawBuilder<unknown>> {
  const summed = isNow(moment) && kind !== 'payment'
  const places = summed ? await heldNow(on, district) : accountsAt(district, moment, placedBy('x', district, kind, id))
  return sql`(select a.* from ${places} a where ${placedBy('a', district, kind, id)})`
}

/** Ways of money: each lot's money in one book and stage, of one project, contract and payee. */
const waysIn = (places: RawBuilder<unknown>) => sql`(
  select a.lot_id, a.project_id, a.contract_id, a.payee_id, a.book, a.stage, sum(a.balance_fen)::bigint as balance_fen from ${places} a
  where a.stage = any(${MONEY}::text[]) group by 1, 2, 3, 4, 5, 6 having sum(a.balance_fen) > 0)`

export interface Slice {
  readonly offset: number
  /** Without it all that follow. */
  readonly limit?: number | undefined
}

/** Everything that is shown of a subject's money but its postings: read together, for each part is made of the same ways. */
export interface TraceView {
  readonly paths: readonly TraceRow[]
  /** How many ways there are, and what they come to. */
  readonly ways: bigint
  readonly fen: bigint
  readonly flow: readonly FlowRow[]
  readonly sum: StageAmounts
}

type InJson<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] }

interface ViewRow extends StageAmounts {
  readonly paths: readonly InJson<TraceRow>[]
  readonly ways: bigint
  readonly fen: bigint
  readonly flow: readonly InJson<FlowRow>[]
}

/**
 * A page of the ways in the order of their documents, each with the claims that it goes by. What a way is called is looked up for the page
 * alone, and texts are compared where they stand once, not way by way. The picture shows documents, books, projects (categories where there
 * are many projects), payees where they have the money, and stages.
 */
export async function traceView(
  on: Executor,
  district: string,
  subject: Subject,
  { offset, limit }: Slice,
  moment: Moment = {},
): Promise<TraceView> {
  const places = await placesOfMoney(on, district, subject, moment)
  const own = sql`${placedBy('x', district, subject.kind, subject.id)} and x.lot_id = w.lot_id and x.book = w.book and x.stage = w.stage
    and x.project_id = w.project_id and x.contract_id = w.contract_id and x.payee_id = w.payee_id and x.claim_id <> ''`
  const found = await theRow(
    on,
    sql<ViewRow>`with place as materialized (select * from ${places} a),
      way as materialized (
        select a.lot_id, a.project_id, a.contract_id, a.payee_id, a.book, a.stage, l.line, l.doc_id, d.doc_no, sum(a.balance_fen)::bigint as balance_fen
        from place a join lot l on l.district = ${district} and l.lot_id = a.lot_id
        join fund_document d on d.district = l.district and d.doc_id = l.doc_id
        where a.stage = any(${MONEY}::text[]) group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(a.balance_fen) > 0),
      page as materialized (
        select w.*, row_number() over () as place from (
          select w.* from way w left join project p on p.district = ${district} and p.project_id = w.project_id
          order by w.doc_no collate "C", w.line, w.book collate "C", p.code collate "C" nulls first, w.contract_id collate "C",
            w.stage collate "C", w.lot_id collate "C", w.payee_id collate "C"
          ${limit === undefined ? sql`` : sql`limit ${limit}`} offset ${offset}) w),
      paths as (
        select w.doc_id, w.doc_no, w.lot_id, l.fund_name, l.department, l.level, w.book, w.project_id, p.code as project_code,
          p.name as project_name, w.contract_id, k.contract_no, w.payee_id, r.name as payee, w.stage, w.balance_fen::text as balance_fen, w.place,
          coalesce((
            select jsonb_agg(jsonb_build_object('id', a.claim_id, 'no', c.claim_no, 'amountFen', a.balance_fen::text) order by c.claim_no, a.claim_id)
            from ${accountsAt(district, moment, own)} a left join claim c on c.district = a.district and c.claim_id = a.claim_id
            where a.balance_fen > 0), '[]') as claims
        from page w
        join lot l on l.district = ${district} and l.lot_id = w.lot_id
        left join project p on p.district = l.district and p.project_id = w.project_id
        left join contract k on k.district = l.district and k.contract_id = w.contract_id
        left join contractor r on r.district = l.district and r.contractor_id = coalesce(nullif(w.payee_id, ''), k.contractor_id)),
      drawn as materialized (
        select w.doc_id, w.project_id, w.book, w.stage, case when w.stage = any(${OUT}::text[]) then w.payee_id end as payee_id,
          sum(w.balance_fen) as fen from way w group by 1, 2, 3, 4, 5),
      many as (select count(*) > ${MOST_PROJECTS}::integer as grouped from (select from drawn group by project_id) each_project),
      seen as (
        select w.doc_id, w.book, case when g.grouped then null else p.project_id end as project_id,
          case when g.grouped then null else p.code || ' ' || p.name end as project, p.category, w.payee_id, w.stage, sum(w.fen)::text as fen
        from drawn w cross join many g left join project p on p.district = ${district} and p.project_id = w.project_id
        group by 1, 2, 3, 4, 5, 6, 7),
      flow as (
        select s.doc_id, d.doc_no, s.book, s.project_id, s.project, s.category, r.contractor_id as payee_id, r.name as payee, s.stage, s.fen
        from seen s join fund_document d on d.district = ${district} and d.doc_id = s.doc_id
        left join contractor r on r.district = d.district and r.contractor_id = s.payee_id
        order by d.doc_no collate "C", s.book, s.project collate "C" nulls first, s.category, r.name, s.stage)
      select ${stageSums('a')}, (select count(*) from way) as ways, (select coalesce(sum(balance_fen), 0)::bigint from way) as fen,
        (select coalesce(json_agg(p order by p.place), '[]') from paths p) as paths, (select coalesce(json_agg(f), '[]') from flow f) as flow
      from (select stage, sum(balance_fen) as balance_fen from place group by stage) a`,
  )
  return {
    paths: found.paths.map((p) => ({ ...p, balance_fen: BigInt(p.balance_fen) })),
    ways: found.ways,
    fen: found.fen,
    flow: found.flow.map((f) => ({ ...f, fen: BigInt(f.fen) })),
    sum: stageAmountsOf(found),
  }
}

/** Projects that the picture of the whole district names. */
const NAMED_PROJECTS = 10

export async function canalRows(on: Executor, district: string) {
  const places = await placesOfMoney(on, district, { kind: 'all', id: '' }, {})
  return rows(
    on,
    sql<CanalRow>`with lying as materialized (
        select l.department, w.book, w.project_id, w.stage, sum(w.balance_fen)::bigint as fen from ${waysIn(places)} w
        join lot l on l.district = ${district} and l.lot_id = w.lot_id group by 1, 2, 3, 4),
      ranked as (select project_id, row_number() over (order by sum(fen) desc, project_id) as place, count(*) over () as many from lying
        where project_id <> '' group by project_id),
      named as (select r.project_id, r.many - ${NAMED_PROJECTS}::integer as others, p.name,
          r.place <= ${NAMED_PROJECTS}::integer or r.many = ${NAMED_PROJECTS}::integer + 1 as kept
        from ranked r join project p on p.district = ${district} and p.project_id = r.project_id)
      select l.department, l.book, case when coalesce(n.kept, true) then l.project_id end as project_id, case when n.kept then n.name end as project,
        l.stage, coalesce(n.others, 0) as others, sum(l.fen)::bigint as fen
      from lying l left join named n on n.project_id = l.project_id group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 5`,
  )
}

/** Subjects whose journal is kept; a document's is that of its lots. */
function journalOf(district: string, { kind, id }: Subject): { kind: JournalOf; ids: RawBuilder<unknown> } | null {
  if (kind === 'document')
    return { kind: 'lot', ids: sql`array(select l.lot_id from lot l where l.district = ${district} and l.doc_id = ${id})` }
  return kind === 'payment' || kind === 'all' ? null : { kind, ids: sql`${[id]}::text[]` }
}

/** Each posting that moved money of the subject, with the amount; to be joined with `posting p`. */
const movedBy = (district: string, { kind, id }: Subject) => sql`(
  with mine as (select a.account_id from account a where a.district = ${district} and ${placedBy('a', district, kind, id)})
  select posting_id, sum(amount_fen)::bigint as amount, false as more from (
    select m.posting_id, m.line, m.amount_fen from mine join move m on m.district = ${district} and m.from_account = mine.account_id
    union
    select m.posting_id, m.line, m.amount_fen from mine join move m on m.district = ${district} and m.to_account = mine.account_id) m
  group by posting_id) moved join posting p on p.district = ${district} and p.posting_id = moved.posting_id`

/** The same from the settled journal, of each chain no more than the first. */
const firstOf = (district: string, places: RawBuilder<unknown>, limit: number) => sql`(
  select j.chain, j.number, sum(abs(j.amount_fen))::bigint as amount, bool_or(j.more) as more,
    row_number() over (partition by j.chain order by j.number) as place
  from (${places}) j group by j.chain, j.number) moved
  join posting p on p.book = moved.chain and p.district = ${district} and p.number = moved.number and moved.place <= ${limit}`

interface MovedRow {
  readonly posting_id: string
  readonly kind: string
  readonly business_date: string
  readonly recorded_at: string
  readonly actor: string
  readonly basis: string
  readonly amount: bigint
  readonly more: boolean
}

/** The first postings that moved money of the subject, in the order in which they were recorded. */
export async function tracePostings(on: Executor, district: string, subject: Subject, limit: number, moment: Moment = {}) {
  const read = (moved: RawBuilder<unknown>) =>
    rows(
      on,
      sql<MovedRow>`select p.posting_id, p.kind, p.business_date, p.recorded_at, w.name as actor, p.basis, moved.amount, moved.more
        from ${moved} join person w on w.district = p.district and w.person_id = p.person_id
        where not ${laterThan('p', moment)} order by p.recorded_at, p.book, p.number limit ${limit}`,
    )
  const journal = isNow(moment) && (await sumsHelp(on, district)) ? journalOf(district, subject) : null
  if (!journal) return read(movedBy(district, subject))
  const first = (moves: number) => read(firstOf(district, firstPlacesOf(district, journal.kind, journal.ids, moves), limit))
  // A posting may be many moves of the subject: where so few postings were so many, everything is read.
  const found = await first(2 * limit)
  return found.length < limit && found.some(({ more }) => more) ? first(Number.MAX_SAFE_INTEGER) : found
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
