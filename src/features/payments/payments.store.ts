/** Payment orders in rows. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { BookKey } from '#policy/books.ts'
import type { PaymentState } from '#policy/payment-workflow.ts'
import { row, rows, run, type RawBuilder, sql, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'

export interface PaymentRow {
  readonly payment_id: string
  readonly order_no: string
  readonly claim_id: string
  readonly claim_no: string
  readonly version: number
  readonly project_name: string
  readonly payee_id: string
  readonly payee_name: string
  readonly account_no: string
  readonly bank_name: string
  readonly amount_fen: bigint
  readonly state: PaymentState
  readonly ordered_on: CivilDate
  readonly ordered_by: string
  readonly result_on: CivilDate | null
  readonly bank_reference: string | null
  readonly return_reason: string | null
  readonly result_postings: string[] | null
  readonly late_on: CivilDate | null
  readonly late_reference: string | null
  readonly late_reason: string | null
}

const select = (where: RawBuilder<unknown>) => sql`
  select o.payment_id, o.order_no, o.claim_id, c.claim_no, o.version, p.name as project_name, o.payee_id, o.payee_name, o.account_no,
    o.bank_name, o.amount_fen, o.state, o.ordered_on, w.name as ordered_by, o.result_on, o.bank_reference, o.return_reason,
    o.result_postings, o.late_on, o.late_reference, o.late_reason
  from payment_order o
  join claim c on c.district = o.district and c.claim_id = o.claim_id
  join contract k on k.district = c.district and k.contract_id = c.contract_id
  join project p on p.district = k.district and p.project_id = k.project_id
  join person w on w.district = o.district and w.person_id = o.ordered_by
  where ${where}`

export const findPayment = (on: Executor, district: string, paymentId: string, lock = false) =>
  row(on, sql<PaymentRow>`${select(sql`o.district = ${district} and o.payment_id = ${paymentId}`)} ${lock ? sql`for update of o` : sql``}`)

/** The latest order of a claim: the one that was returned. */
export const latestOrder = (on: Executor, district: string, claimId: string) =>
  row(on, sql<PaymentRow>`${select(sql`o.district = ${district} and o.claim_id = ${claimId}`)} order by o.version desc limit 1`)

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  orderNo: sql`x.order_no`,
  payee: sql`x.payee_name`,
  projectName: sql`x.project_name`,
  amountFen: sql`x.amount_fen`,
  orderedOn: sql`x.ordered_on`,
  resultOn: sql`x.result_on`,
  state: sql`x.state`,
}

export async function listPayments(
  on: Executor,
  district: string,
  f: { q?: string | undefined; state?: string | undefined; sort?: string | undefined; limit: number; offset: number },
) {
  const where = sql`o.district = ${district} ${f.state ? sql`and o.state = ${f.state}` : sql``}
    ${
      f.q
        ? sql`and (o.order_no ilike ${`%${f.q}%`} or o.payee_name ilike ${`%${f.q}%`} or p.name ilike ${`%${f.q}%`}
            or c.claim_no ilike ${`%${f.q}%`} or o.bank_reference ilike ${`%${f.q}%`} or o.late_reference ilike ${`%${f.q}%`})`
        : sql``
    }`
  const column = SORTS[f.sort?.replace(/^-/, '') ?? '']
  const order = column ? sql`${column} ${f.sort!.startsWith('-') ? sql`desc` : sql`asc`}, x.payment_id` : sql`x.payment_id desc`
  const found = await rows(on, sql<PaymentRow>`select x.* from (${select(where)}) x order by ${order} limit ${f.limit} offset ${f.offset}`)
  const totals = await rows(
    on,
    sql<{
      state: string
      n: bigint
      amount: bigint
    }>`select state, count(*) as n, sum(amount_fen)::bigint as amount from (${select(where)}) x group by state`,
  )
  const of = (state: string) => totals.find((t) => t.state === state)?.amount ?? 0n
  return {
    rows: found,
    total: totals.reduce((sum, t) => sum + Number(t.n), 0),
    sum: { ordered: of('sent'), paid: of('paid'), returned: of('returned'), lateReturned: of('late-returned') },
  }
}

/** The lots an order drew on, read from its own posting: what it was then, also after the money has come back. */
export const moneyOfOrder = (on: Executor, district: string, paymentId: string) =>
  rows(
    on,
    sql<{ lot_id: string; doc_no: string; fund_name: string; book: BookKey; amount: bigint }>`
      select m.lot_id, d.doc_no, l.fund_name, p.book, sum(m.amount_fen)::bigint as amount
      from payment_order o
      join posting p on p.district = o.district and p.kind = 'payment-order' and p.recorded_at = o.ordered_at
      join move m on m.district = p.district and m.posting_id = p.posting_id
      join account t on t.district = m.district and t.account_id = m.to_account and t.claim_id = o.claim_id
      join lot l on l.district = m.district and l.lot_id = m.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where o.district = ${district} and o.payment_id = ${paymentId}
      group by m.lot_id, d.doc_no, l.fund_name, p.book order by p.book, d.doc_no`,
  )

export const orderOfReference = (on: Executor, district: string, reference: string) =>
  row(
    on,
    sql<{ payment_id: string; order_no: string }>`select payment_id, order_no from payment_order
      where district = ${district} and (bank_reference = ${reference} or late_reference = ${reference})`,
  )

export const insertPayment = (
  tx: Tx,
  district: string,
  o: {
    id: string
    orderNo: string
    claimId: string
    version: number
    payee: { id: string; name: string; accountNo: string; bankName: string }
    amountFen: bigint
    on: string
    by: string
    now: string
  },
) =>
  run(
    tx,
    sql`insert into payment_order (district, payment_id, order_no, claim_id, version, payee_id, payee_name, account_no, bank_name, amount_fen,
        state, ordered_on, ordered_by, ordered_at)
      values (${district}, ${o.id}, ${o.orderNo}, ${o.claimId}, ${o.version}, ${o.payee.id}, ${o.payee.name}, ${o.payee.accountNo},
        ${o.payee.bankName}, ${o.amountFen}, 'sent', ${o.on}, ${o.by}, ${o.now})`,
  )

export const markResult = (
  tx: Tx,
  district: string,
  paymentId: string,
  r: { state: PaymentState; on: string; reference: string; reason: string | null; postings: readonly string[]; by: string; now: string },
) =>
  run(
    tx,
    sql`update payment_order set state = ${r.state}, result_on = ${r.on}, bank_reference = ${r.reference}, return_reason = ${r.reason},
      result_postings = ${[...r.postings]}::text[], result_by = ${r.by}, result_at = ${r.now} where district = ${district} and payment_id = ${paymentId}`,
  )

export const markLateReturn = (
  tx: Tx,
  district: string,
  paymentId: string,
  r: { on: string; reference: string; reason: string; by: string; now: string },
) =>
  run(
    tx,
    sql`update payment_order set state = 'late-returned', late_on = ${r.on}, late_reference = ${r.reference}, late_reason = ${r.reason},
      late_by = ${r.by}, late_at = ${r.now} where district = ${district} and payment_id = ${paymentId}`,
  )
