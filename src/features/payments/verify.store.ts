/**
 * The whole check: the books, the record of actions, and for every payment that its five signatures, its claim and its
 * payee are still what they were when it was ordered (I10, A1).
 */
import type { Text } from '#kernel/outcome.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { signOff } from '#policy/sign-off.ts'
import { contentHashOf, findClaim } from '#features/claims/claims.store.ts'
import { settlementFaults } from '#features/contracts/verify-settlements.store.ts'
import { lotVersionFaults } from '#features/funds/adjust.store.ts'
import { type Verification, verifyBooks } from '#features/ledger/verify.store.ts'

export async function verifyEverything(on: Executor, district: string): Promise<Verification> {
  const books = await verifyBooks(on, district)
  const faults = [
    ...books.faults,
    ...(await lotVersionFaults(on, district)),
    ...(await settlementFaults(on, district)),
    ...(await verifyPayments(on, district)),
  ]
  return { ...books, ok: faults.length === 0, faults }
}

interface OrderRow {
  readonly payment_id: string
  readonly order_no: string
  readonly claim_id: string
  readonly version: number
  readonly amount_fen: bigint
  readonly account_no: string
  readonly payee_name: string
  readonly registered_account: string | null
  readonly registered_name: string | null
  readonly levels: bigint
  readonly people: bigint
  readonly hashes: string[]
}

async function verifyPayments(on: Executor, district: string): Promise<{ invariant: string; detail: Text }[]> {
  const orders = await rows(
    on,
    sql<OrderRow>`select o.payment_id, o.order_no, o.claim_id, o.version, o.amount_fen, o.account_no, o.payee_name,
        r.account_no as registered_account, r.name as registered_name,
        count(distinct s.level) as levels, count(distinct s.person_id) as people,
        coalesce(array_agg(distinct s.content_hash) filter (where s.content_hash is not null), '{}') as hashes
      from payment_order o
      left join contractor r on r.district = o.district and r.contractor_id = o.payee_id
      left join claim_signature s on s.district = o.district and s.claim_id = o.claim_id and s.version = o.version
      where o.district = ${district}
      group by o.payment_id, o.order_no, o.claim_id, o.version, o.amount_fen, o.account_no, o.payee_name, r.account_no, r.name
      order by o.order_no`,
  )
  const faults: { invariant: string; detail: Text }[] = []
  const say = (invariant: string, zh: string, en: string) => faults.push({ invariant, detail: { zh, en } })
  const needed = BigInt(signOff.levels.length)
  for (const o of orders) {
    if (o.levels !== needed || o.people !== needed || o.hashes.length !== 1)
      say(
        'I10',
        `支付令 ${o.order_no} 没有五级五人对同一内容的签字`,
        `Order ${o.order_no} lacks five signatures of five people on one content`,
      )
    if (o.registered_account !== o.account_no || o.registered_name !== o.payee_name)
      say('A1', `支付令 ${o.order_no} 的收款账户不是登记的账户`, `The account of order ${o.order_no} is not the registered one`)
    const claim = await findClaim(on, district, o.claim_id)
    // A claim that went back to draft after a returned payment has new content; its old order is held by the signatures.
    if (!claim || claim.version !== o.version) continue
    if (claim.amount_fen !== o.amount_fen || contentHashOf(claim) !== o.hashes[0])
      say('I10', `支付令 ${o.order_no} 的报账内容与签字时不符`, `The claim of order ${o.order_no} is not what was signed`)
  }
  return faults
}
