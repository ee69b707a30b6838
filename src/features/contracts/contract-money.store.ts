/** Terms, settlements and the money of a contract in rows. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { howPaidOf } from '#features/ledger/accounts.store.ts'
import { lockHoldings } from '#features/ledger/ledger.store.ts'
import { row, rows, run, sql, theRow, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { StageKey } from '#policy/books.ts'
import type { ContractState, SettlementInput, WithdrawalInput } from './contract-money.model.ts'
import type { Terms } from './contract-terms.model.ts'

export const insertTerms = (tx: Tx, district: string, contractId: string, t: Terms, by: string, now: string) =>
  run(
    tx,
    sql`insert into contract_terms (district, contract_id, advance_rate, progress_rate, accepted_rate, retention_rate, retention_months,
        recorded_by, recorded_at)
      values (${district}, ${contractId}, ${t.advanceRate}, ${t.progressRate}, ${t.acceptedRate}, ${t.retentionRate}, ${t.retentionMonths},
        ${by}, ${now})`,
  )

/** Null where the contract says nothing. */
export async function findTerms(on: Executor, district: string, contractId: string): Promise<Terms | null> {
  const found = await row(
    on,
    sql<{ advance_rate: number; progress_rate: number; accepted_rate: number; retention_rate: number; retention_months: number }>`
      select advance_rate, progress_rate, accepted_rate, retention_rate, retention_months from contract_terms
      where district = ${district} and contract_id = ${contractId}`,
  )
  return found
    ? {
        advanceRate: found.advance_rate,
        progressRate: found.progress_rate,
        acceptedRate: found.accepted_rate,
        retentionRate: found.retention_rate,
        retentionMonths: found.retention_months,
      }
    : null
}

export interface SettlementRow {
  readonly number: number
  readonly audited_fen: bigint | null
  readonly cut_fen: bigint | null
  readonly over_fen: bigint | null
  readonly audited_on: CivilDate
  readonly accepted_on: CivilDate | null
  readonly auditor: string | null
  readonly report_no: string
  readonly report_file: string | null
  readonly file_name: string | null
  readonly reason: string
  readonly postings: string[]
  readonly recorded_by: string
  readonly recorded_at: string
}

/** All that was recorded, withdrawals too, oldest first. */
export const settlementsOf = (on: Executor, district: string, contractId: string) =>
  rows(
    on,
    sql<SettlementRow>`select s.number, s.audited_fen, s.cut_fen, s.over_fen, s.audited_on, s.accepted_on, s.auditor, s.report_no,
        s.report_file, f.name as file_name, s.reason, s.postings, w.name as recorded_by, s.recorded_at
      from settlement s
      join person w on w.district = s.district and w.person_id = s.recorded_by
      left join file f on f.district = s.district and f.file_id = s.report_file
      where s.district = ${district} and s.contract_id = ${contractId} order by s.number`,
  )

/** The one in force: the last row, unless that is a withdrawal. */
export function inForce(settlements: readonly SettlementRow[]): (SettlementRow & { readonly audited_fen: bigint }) | null {
  const last = settlements.at(-1)
  return last && last.audited_fen !== null ? { ...last, audited_fen: last.audited_fen } : null
}

export const insertSettlement = (
  tx: Tx,
  district: string,
  s: {
    contractId: string
    number: number
    input: SettlementInput & { readonly reportFile: string; readonly note?: string | undefined }
    cutFen: Fen
    overFen: Fen
    postings: readonly string[]
    by: string
    now: string
  },
) =>
  run(
    tx,
    sql`insert into settlement (district, contract_id, number, audited_fen, cut_fen, over_fen, audited_on, accepted_on, auditor, report_no,
        report_file, reason, postings, recorded_by, recorded_at)
      values (${district}, ${s.contractId}, ${s.number}, ${s.input.auditedFen}, ${s.cutFen}, ${s.overFen}, ${s.input.auditedOn},
        ${s.input.acceptedOn}, ${s.input.auditor}, ${s.input.reportNo}, ${s.input.reportFile}, ${s.input.note ?? ''},
        ${[...s.postings]}::text[], ${s.by}, ${s.now})`,
  )

export const insertWithdrawal = (
  tx: Tx,
  district: string,
  s: { contractId: string; number: number; input: WithdrawalInput; postings: readonly string[]; by: string; now: string },
) =>
  run(
    tx,
    sql`insert into settlement (district, contract_id, number, audited_on, report_no, reason, postings, recorded_by, recorded_at)
      values (${district}, ${s.contractId}, ${s.number}, ${s.input.on}, ${s.input.basis}, ${s.input.reason}, ${[...s.postings]}::text[],
        ${s.by}, ${s.now})`,
  )

const MONEY: readonly StageKey[] = ['committed', 'ordered', 'returned', 'retained', 'advanced', 'paid', 'recoverable']

/** What orders at the bank will withhold and recover once they are paid. */
export async function pendingOf(on: Executor, district: string, contractId: string): Promise<{ retainFen: Fen; recoverFen: Fen }> {
  const found = await theRow(
    on,
    sql<{
      retain: bigint
      recover: bigint
    }>`select coalesce(sum(retain_fen), 0)::bigint as retain, coalesce(sum(recover_fen), 0)::bigint as recover
      from claim where district = ${district} and contract_id = ${contractId} and state = 'ordered'`,
  )
  return { retainFen: fen(found.retain), recoverFen: fen(found.recover) }
}

/** Fines taken from a contract, those taken back in red left out. */
export async function finesOf(on: Executor, district: string, contractId: string): Promise<Fen> {
  const found = await theRow(
    on,
    sql<{ fines: bigint }>`select coalesce(sum(case when p.red then -m.amount_fen else m.amount_fen end), 0)::bigint as fines
      from account a
      join move m on m.district = a.district and a.account_id in (m.from_account, m.to_account)
      join posting p on p.district = m.district and p.posting_id = m.posting_id
      where a.district = ${district} and a.contract_id = ${contractId} and a.contract_id <> ''
        and a.stage in ('committed', 'retained') and p.entry_kind = 'fine'`,
  )
  return fen(found.fines)
}

/** Everything that an act on the money of a contract depends on; the caller has locked the books. */
export async function lockContractMoney(
  tx: Tx,
  district: string,
  contractId: string,
  reportFile: string | null = null,
): Promise<ContractState & { readonly settlements: readonly SettlementRow[] }> {
  const contract = await row(
    tx,
    sql<{ id: string; project_id: string; signed_on: CivilDate }>`select contract_id as id, project_id, signed_on from contract
      where district = ${district} and contract_id = ${contractId} for update`,
  )
  const holdings = []
  for (const stage of contract ? MONEY : []) holdings.push(...(await lockHoldings(tx, district, stage, { contractId })))
  const settlements = await settlementsOf(tx, district, contractId)
  const alive = inForce(settlements)
  const pending = await pendingOf(tx, district, contractId)
  const file = reportFile ? await row(tx, sql`select 1 from file where district = ${district} and file_id = ${reportFile}`) : undefined
  return {
    contract: contract && { id: contract.id, projectId: contract.project_id, signedOn: contract.signed_on },
    holdings,
    pendingRetainFen: pending.retainFen,
    pendingRecoverFen: pending.recoverFen,
    finesFen: await finesOf(tx, district, contractId),
    settlement: alive && { number: alive.number, auditedFen: fen(alive.audited_fen), reportNo: alive.report_no },
    settlements,
    howPaid: await howPaidOf(
      tx,
      district,
      holdings.map((h) => h.account).filter((a) => a.stage === 'paid'),
    ),
    reportThere: file !== undefined,
  }
}

/** Only what a settlement names is opened here; the papers of claims have their own door. */
export const isReport = async (on: Executor, district: string, fileId: string): Promise<boolean> =>
  (await row(on, sql`select 1 from settlement where district = ${district} and report_file = ${fileId} limit 1`)) !== undefined
