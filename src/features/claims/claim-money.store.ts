/** What the contract of a claim holds, in rows: what is left to claim, and what its terms and settlement say. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen, sum } from '#kernel/money.ts'
import { takeExpiringFirst } from '#features/ledger/holdings.model.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import { moneyByLot } from '#features/projects/projects.store.ts'
import { findTerms, inForce, settlementsOf } from '#features/contracts/contract-money.store.ts'
import { row, sql, theRow } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type ContractMoney, stageOf } from './claim-money.model.ts'
import type { Caps } from './claims.model.ts'
import { type ClaimRow, orderedByLot } from './claims.store.ts'

interface Sums {
  readonly category: string
  readonly amount_fen: bigint
  readonly signed_on: CivilDate
  readonly committed: bigint
  readonly retained: bigint
  readonly advanced: bigint
  readonly used: bigint
  readonly open: bigint
  readonly open_retention: bigint
  readonly open_recover: bigint
  readonly withholding: bigint
  readonly advances: bigint
  readonly certified: bigint
  readonly settled: bigint
  readonly retain: bigint
  readonly defer: bigint
}

/** `exceptClaim` is the claim being changed, or the one that is about to be paid. */
export async function loadContractMoney(on: Executor, district: string, contractId: string, exceptClaim: string | null) {
  const m = await theRow(
    on,
    sql<Sums>`select p.category, k.amount_fen, k.signed_on, a.*, c.* from contract k
      join project p on p.district = k.district and p.project_id = k.project_id
      left join lateral (
        select coalesce(sum(balance_fen) filter (where stage = 'committed'), 0)::bigint as committed,
          coalesce(sum(balance_fen) filter (where stage = 'retained'), 0)::bigint as retained,
          coalesce(sum(balance_fen) filter (where stage = 'advanced'), 0)::bigint as advanced,
          coalesce(sum(balance_fen) filter (where stage in ('ordered', 'returned', 'retained', 'advanced', 'paid')), 0)::bigint as used
        from account where district = k.district and contract_id = k.contract_id and contract_id <> '') a on true
      left join lateral (
        select
          coalesce(sum(case when state in ('ordered', 'paid', 'bank-returned') or kind = 'retention' then 0 else amount_fen end
            + case when state = 'paid' then 0 else retain_fen end), 0)::bigint as open,
          coalesce(sum(amount_fen) filter (where kind = 'retention' and state not in ('ordered', 'paid', 'bank-returned')), 0)::bigint
            as open_retention,
          coalesce(sum(recover_fen) filter (where state <> 'paid'), 0)::bigint as open_recover,
          coalesce(sum(retain_fen) filter (where state = 'ordered'), 0)::bigint as withholding,
          coalesce(sum(amount_fen) filter (where kind = 'advance'), 0)::bigint as advances,
          coalesce(sum(amount_fen + recover_fen + retain_fen + defer_fen) filter (where kind in ('progress', 'final')), 0)::bigint
            as certified,
          coalesce(sum(amount_fen + recover_fen) filter (where kind in ('progress', 'final')), 0)::bigint as settled,
          coalesce(sum(retain_fen), 0)::bigint as retain,
          coalesce(sum(defer_fen), 0)::bigint as defer
        from claim where district = k.district and contract_id = k.contract_id and claim_id is distinct from ${exceptClaim}) c on true
      where k.district = ${district} and k.contract_id = ${contractId}`,
  )
  const alive = inForce(await settlementsOf(on, district, contractId))
  const money: ContractMoney = {
    category: m.category,
    contractFen: fen(m.amount_fen),
    committedFen: fen(m.committed),
    retainedFen: fen(m.retained),
    advancedFen: fen(m.advanced),
    usedFen: fen(m.used + m.withholding),
    openFen: fen(m.open),
    openRetentionFen: fen(m.open_retention),
    openRecoverFen: fen(m.open_recover),
    advanceBeforeFen: fen(m.advances),
    certifiedBeforeFen: fen(m.certified),
    settledBeforeFen: fen(m.settled),
    retainBeforeFen: fen(m.retain),
    deferBeforeFen: fen(m.defer),
    terms: await findTerms(on, district, contractId),
    audited: alive && { fen: fen(alive.audited_fen), acceptedOn: alive.accepted_on! },
  }
  return { money, signedOn: m.signed_on }
}

/** What a claim of this contract may still ask for. */
export async function loadCaps(
  on: Executor,
  district: string,
  contractId: string,
  invoiceNo: string,
  exceptClaim: string | null,
): Promise<Caps> {
  const { money, signedOn } = await loadContractMoney(on, district, contractId, exceptClaim)
  const used = invoiceNo
    ? await row(
        on,
        sql<{ claim_no: string }>`select claim_no from claim where district = ${district} and invoice_no = ${invoiceNo}
          and claim_id is distinct from ${exceptClaim} order by claim_no limit 1`,
      )
    : undefined
  return { money, invoiceUsedIn: used?.claim_no ?? null, contractSignedOn: signedOn }
}

const lotOut = (m: { lot_id: string; doc_no: string; fund_name: string; book: string }, amountFen: bigint) => ({
  lotId: m.lot_id,
  docNo: m.doc_no,
  fundName: m.fund_name,
  book: m.book,
  amountFen,
})

/** As it was ordered; before that, what the rule would take from the contract's lots if it were ordered now. */
export async function moneyOf(on: Executor, district: string, c: ClaimRow) {
  const own = ['ordered', 'paid', 'bank-returned'].includes(c.state) ? await orderedByLot(on, district, c.claim_id, c.version) : []
  if (own.length > 0) return own.map((m) => lotOut(m, m.amount))
  const stage = stageOf(c.kind)
  const held = (await moneyByLot(on, district, { contractId: c.contract_id })).filter((m) => m[stage] > 0n)
  const holdings = held.map((m) => ({ account: nameAccount(m.lot_id, m.book, stage), balanceFen: fen(m[stage]), usableTo: m.usable_to }))
  if (c.amount_fen > sum(holdings.map((h) => h.balanceFen))) return []
  return takeExpiringFirst(fen(c.amount_fen), holdings).map((t) => lotOut(held.find((m) => m.lot_id === t.account.lotId)!, t.amountFen))
}
