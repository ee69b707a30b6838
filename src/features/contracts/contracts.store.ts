/** Contractors and contracts in rows. */
import { row, rows, run, type RawBuilder, sql, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { accountsAt, instantOf } from '#features/ledger/accounts-at.store.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import type { Moment } from '#features/ledger/moment.model.ts'
import { stageSums } from '#features/ledger/stage-sums.store.ts'
import type { ContractInput } from './contracts.model.ts'

export interface ContractorRow {
  readonly contractor_id: string
  readonly name: string
  readonly credit_code: string
  readonly bank_name: string
  readonly account_no: string
}

export const findContractor = (on: Executor, district: string, creditCode: string) =>
  row(
    on,
    sql<ContractorRow>`select contractor_id, name, credit_code, bank_name, account_no from contractor
      where district = ${district} and credit_code = ${creditCode}`,
  )

export const searchContractors = (on: Executor, district: string, q: string | undefined) =>
  rows(
    on,
    sql<ContractorRow>`select contractor_id, name, credit_code, bank_name, account_no from contractor where district = ${district}
      ${q ? sql`and (name ilike ${`%${q}%`} or credit_code ilike ${`%${q}%`})` : sql``} order by name limit 20`,
  )

export const contractNoTaken = async (on: Executor, district: string, contractNo: string): Promise<boolean> =>
  (await row(on, sql`select 1 from contract where district = ${district} and contract_no = ${contractNo}`)) !== undefined

export const hasTerms = async (on: Executor, district: string, contractId: string): Promise<boolean> =>
  (await row(on, sql`select 1 from contract_terms where district = ${district} and contract_id = ${contractId}`)) !== undefined

export const insertContractor = (tx: Tx, district: string, id: string, c: ContractInput['contractor'], by: string, now: string) =>
  run(
    tx,
    sql`insert into contractor (district, contractor_id, name, credit_code, bank_name, account_no, account_name, created_by, created_at)
      values (${district}, ${id}, ${c.name}, ${c.creditCode}, ${c.bankName}, ${c.accountNo}, ${c.accountName}, ${by}, ${now})`,
  )

export const insertContract = (
  tx: Tx,
  district: string,
  c: { id: string; contractorId: string; input: ContractInput; by: string; now: string },
) =>
  run(
    tx,
    sql`insert into contract (district, contract_id, contract_no, name, project_id, contractor_id, signed_on, amount_fen, created_by, created_at)
      values (${district}, ${c.id}, ${c.input.contractNo}, ${c.input.name}, ${c.input.projectId}, ${c.contractorId}, ${c.input.signedOn},
        ${c.input.amountFen}, ${c.by}, ${c.now})`,
  )

export interface ContractRow extends StageAmounts {
  readonly contract_id: string
  readonly contract_no: string
  readonly name: string
  readonly project_id: string
  readonly project_code: string
  readonly project_name: string
  readonly category: string
  readonly region: string | null
  readonly responsible_unit: string
  readonly contractor_id: string
  readonly contractor: string
  readonly credit_code: string
  readonly account_no: string
  readonly bank_name: string
  readonly signed_on: string
  readonly amount_fen: bigint
}

const select = (district: string, where: RawBuilder<unknown>, moment: Moment = {}) => sql`
  select c.contract_id, c.contract_no, c.name, c.project_id, p.code as project_code, p.name as project_name, p.category, p.region, p.responsible_unit,
    c.contractor_id, r.name as contractor, r.credit_code, r.account_no, r.bank_name, c.signed_on, c.amount_fen, b.*
  from contract c
  join project p on p.district = c.district and p.project_id = c.project_id
  join contractor r on r.district = c.district and r.contractor_id = c.contractor_id
  left join lateral (
    select ${stageSums('a')} from ${accountsAt(district, moment)} a
    where a.district = c.district and a.contract_id = c.contract_id and a.contract_id <> '') b on true
  where ${where}`

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  contractNo: sql`x.contract_no`,
  name: sql`x.name`,
  projectName: sql`x.project_name`,
  contractor: sql`x.contractor`,
  signedOn: sql`x.signed_on`,
  amountFen: sql`x.amount_fen`,
  paid: sql`x.paid`,
}

export async function listContracts(
  on: Executor,
  district: string,
  f: {
    q?: string | undefined
    project?: string | undefined
    sort?: string | undefined
    /** Only contracts that were signed and known then, with their money as it stood. */
    moment?: Moment | undefined
    limit: number
    offset: number
  },
) {
  const { moment = {} } = f
  const where = sql`c.district = ${district}
    ${moment.asOf ? sql`and c.signed_on <= ${moment.asOf}::date` : sql``}
    ${moment.knownAt ? sql`and c.created_at <= ${instantOf(moment.knownAt)}::timestamptz` : sql``}
    ${f.project ? sql`and c.project_id = ${f.project}` : sql``}
    ${f.q ? sql`and (c.contract_no ilike ${`%${f.q}%`} or c.name ilike ${`%${f.q}%`} or r.name ilike ${`%${f.q}%`} or p.name ilike ${`%${f.q}%`})` : sql``}`
  const column = SORTS[f.sort?.replace(/^-/, '') ?? '']
  const order = column ? sql`${column} ${f.sort!.startsWith('-') ? sql`desc` : sql`asc`}, x.contract_id` : sql`x.contract_id desc`
  const found = await rows(
    on,
    sql<ContractRow>`select x.* from (${select(district, where, moment)}) x order by ${order} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from (${select(district, where)}) x`)
  return { rows: found, total: Number(count!.n) }
}

export const findContract = (on: Executor, district: string, contractId: string) =>
  row(on, sql<ContractRow>`${select(district, sql`c.district = ${district} and c.contract_id = ${contractId}`)}`)

export const claimsOfContract = (on: Executor, district: string, contractId: string) =>
  rows(
    on,
    sql<{
      id: string
      claim_no: string
      kind: string
      state: string
      amount_fen: bigint
      recover_fen: bigint
      retain_fen: bigint
      defer_fen: bigint
    }>`select claim_id as id, claim_no, kind, state, amount_fen, recover_fen, retain_fen, defer_fen
      from claim where district = ${district} and contract_id = ${contractId} order by claim_no`,
  )
