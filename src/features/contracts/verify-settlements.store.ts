/** Settlements against the books: what is recognised of a contract is its audited value in force, and no more than that was used. */
import type { Text } from '#kernel/outcome.ts'
import { formatFen } from '#kernel/money.ts'
import { rows, sql } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'

interface Settled {
  readonly contract_no: string
  readonly audited: bigint | null
  readonly recognised: bigint
  readonly used: bigint
}

export async function settlementFaults(on: Executor, district: string): Promise<{ invariant: string; detail: Text }[]> {
  const contracts = await rows(
    on,
    sql<Settled>`select k.contract_no, contract_audited(k.district, k.contract_id) as audited, contract_used(k.district, k.contract_id) as used,
        coalesce(r.recognised, 0)::bigint as recognised
      from contract k
      left join lateral (
        select sum(a.balance_fen) as recognised from account a where a.district = k.district and a.contract_id = k.contract_id
          and a.contract_id <> '' and a.stage = 'recognised') r on true
      where k.district = ${district} and (r.recognised <> 0
        or exists (select 1 from settlement s where s.district = k.district and s.contract_id = k.contract_id))
      order by k.contract_no`,
  )
  const faults: { invariant: string; detail: Text }[] = []
  const say = (zh: string, en: string) => faults.push({ invariant: 'A2', detail: { zh, en } })
  for (const c of contracts) {
    const audited = c.audited ?? 0n
    if (c.recognised !== audited)
      say(
        `合同 ${c.contract_no} 的审定额是 ${formatFen(audited)} 元，账上审定成本是 ${formatFen(c.recognised)} 元`,
        `Contract ${c.contract_no} is settled at ${formatFen(audited)}, the books recognise ${formatFen(c.recognised)}`,
      )
    if (c.audited !== null && c.used > c.audited)
      say(
        `合同 ${c.contract_no} 已付、在途和预留共 ${formatFen(c.used)} 元，超过审定额 ${formatFen(c.audited)} 元`,
        `Of contract ${c.contract_no} ${formatFen(c.used)} is paid, under way or withheld, above the audited ${formatFen(c.audited)}`,
      )
  }
  return faults
}
