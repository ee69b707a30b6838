/** Claims, papers and signatures in rows. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import type { ClaimState } from '#policy/claim-workflow.ts'
import { json, row, rows, run, type RawBuilder, sql, theRow, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { hashOf } from '#platform/hash.ts'
import { certifiedOf, isSimple, type Parts } from './claim-money.model.ts'
import type { ClaimContent, ClaimFacts } from './claims.model.ts'

export interface StoredPaper {
  readonly code: string
  readonly fileId: string
  readonly sha256: string
}

export interface ClaimRow {
  readonly claim_id: string
  readonly claim_no: string
  readonly contract_id: string
  readonly contract_no: string
  readonly contract_amount: bigint
  readonly signed_on: CivilDate
  readonly project_id: string
  readonly project_name: string
  readonly category: string
  readonly region: string | null
  readonly place: string
  readonly contractor_id: string
  readonly contractor: string
  readonly credit_code: string
  readonly bank_name: string
  readonly account_no: string
  readonly kind: string
  readonly amount_fen: bigint
  readonly recover_fen: bigint
  readonly retain_fen: bigint
  readonly defer_fen: bigint
  readonly invoice_no: string
  readonly invoice_date: string | null
  readonly description: string
  readonly statement: string
  readonly papers: StoredPaper[]
  readonly state: ClaimState
  readonly version: number
  readonly content_hash: string
  readonly compiled_by: string
  readonly compiler: string
  readonly compiled_at: string
  readonly state_since: string
}

const select = (where: RawBuilder<unknown>) => sql`
  select c.claim_id, c.claim_no, c.contract_id, k.contract_no, k.amount_fen as contract_amount, k.signed_on, k.project_id,
    p.name as project_name, p.category, p.region, p.place, k.contractor_id, r.name as contractor, r.credit_code, r.bank_name,
    r.account_no, c.kind, c.amount_fen, c.recover_fen, c.retain_fen, c.defer_fen, c.invoice_no, c.invoice_date, c.description,
    c.statement, c.papers, c.state, c.version, c.content_hash, c.compiled_by, w.name as compiler, c.compiled_at, c.state_since
  from claim c
  join contract k on k.district = c.district and k.contract_id = c.contract_id
  join project p on p.district = k.district and p.project_id = k.project_id
  join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
  join person w on w.district = c.district and w.person_id = c.compiled_by
  where ${where}`

export const findClaim = (on: Executor, district: string, claimId: string, lock = false) =>
  row(on, sql<ClaimRow>`${select(sql`c.district = ${district} and c.claim_id = ${claimId}`)} ${lock ? sql`for update of c` : sql``}`)

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  claimNo: sql`x.claim_no`,
  projectName: sql`x.project_name`,
  contractor: sql`x.contractor`,
  amountFen: sql`x.amount_fen`,
  state: sql`x.state`,
  since: sql`x.state_since`,
}

export async function listClaims(
  on: Executor,
  district: string,
  f: {
    q?: string | undefined
    states?: readonly string[] | undefined
    compiledBy?: string | undefined
    scope?: string | undefined
    sort?: string | undefined
    limit: number
    offset: number
  },
) {
  const where = sql`c.district = ${district}
    ${f.states ? sql`and c.state = any(${[...f.states]}::text[])` : sql``}
    ${f.compiledBy ? sql`and c.compiled_by = ${f.compiledBy}` : sql``}
    ${f.scope ? sql`and (p.region is null or p.region like ${`${f.scope}%`} or ${f.scope} like p.region || '%')` : sql``}
    ${f.q ? sql`and (c.claim_no ilike ${`%${f.q}%`} or p.name ilike ${`%${f.q}%`} or r.name ilike ${`%${f.q}%`} or k.contract_no ilike ${`%${f.q}%`})` : sql``}`
  const column = SORTS[f.sort?.replace(/^-/, '') ?? '']
  const order = column ? sql`${column} ${f.sort!.startsWith('-') ? sql`desc` : sql`asc`}, x.claim_id` : sql`x.state_since desc`
  const found = await rows(on, sql<ClaimRow>`select x.* from (${select(where)}) x order by ${order} limit ${f.limit} offset ${f.offset}`)
  const count = await row(on, sql<{ n: bigint }>`select count(*) as n from (${select(where)}) x`)
  return { rows: found, total: Number(count!.n) }
}

/** Papers with the hash of their content, in order of code; null when a file is not there. */
export async function resolvePapers(
  on: Executor,
  district: string,
  papers: readonly { code: string; fileId: string }[],
): Promise<StoredPaper[] | { missing: string }> {
  const found = await rows(
    on,
    sql<{ file_id: string; sha256: string }>`select file_id, sha256 from file where district = ${district}
      and file_id = any(${papers.map((p) => p.fileId)}::text[])`,
  )
  const hashes = new Map(found.map((f) => [f.file_id, f.sha256]))
  const missing = papers.find((p) => !hashes.has(p.fileId))
  if (missing) return { missing: missing.code }
  return papers
    .map((p) => ({ code: p.code, fileId: p.fileId, sha256: hashes.get(p.fileId)! }))
    .sort((a, b) => (a.code === b.code ? (a.fileId < b.fileId ? -1 : 1) : a.code < b.code ? -1 : 1))
}

/** The content of a claim as it stands in the rows: hashed when written, and again before it is paid. */
export function contentOf(c: {
  claim_no: string
  contract_id: string
  contract_no: string
  contractor_id: string
  contractor: string
  credit_code: string
  bank_name: string
  account_no: string
  kind: string
  amount_fen: bigint
  recover_fen: bigint
  retain_fen: bigint
  defer_fen: bigint
  invoice_no: string
  invoice_date: string | null
  description: string
  statement: string
  papers: readonly StoredPaper[]
}): ClaimContent {
  const parts = { recoverFen: fen(c.recover_fen), retainFen: fen(c.retain_fen), deferFen: fen(c.defer_fen) }
  return {
    claimNo: c.claim_no,
    contractId: c.contract_id,
    contractNo: c.contract_no,
    payee: { id: c.contractor_id, name: c.contractor, creditCode: c.credit_code, bankName: c.bank_name, accountNo: c.account_no },
    kind: c.kind,
    amountFen: c.amount_fen,
    ...(isSimple(parts) ? {} : { parts: { certifiedFen: certifiedOf(fen(c.amount_fen), parts), ...parts } }),
    invoiceNo: c.invoice_no,
    invoiceDate: c.invoice_date,
    description: c.description,
    statement: c.statement,
    papers: c.papers.map((p) => ({ code: p.code, sha256: p.sha256 })),
  }
}

export const contentHashOf = (c: Parameters<typeof contentOf>[0]): string => hashOf(contentOf(c))

export interface ClaimValues extends Parts {
  readonly kind: string
  readonly amountFen: bigint
  readonly invoiceNo: string
  readonly invoiceDate: string | null
  readonly description: string
  readonly statement: string
  readonly papers: readonly StoredPaper[]
  readonly contentHash: string
}

export const insertClaim = (
  tx: Tx,
  district: string,
  c: { id: string; claimNo: string; contractId: string; values: ClaimValues; by: string; now: string },
) =>
  run(
    tx,
    sql`insert into claim (district, claim_id, claim_no, contract_id, kind, amount_fen, recover_fen, retain_fen, defer_fen, invoice_no,
        invoice_date, description, statement, papers, state, content_hash, compiled_by, compiled_at, state_since)
      values (${district}, ${c.id}, ${c.claimNo}, ${c.contractId}, ${c.values.kind}, ${c.values.amountFen}, ${c.values.recoverFen},
        ${c.values.retainFen}, ${c.values.deferFen}, ${c.values.invoiceNo}, ${c.values.invoiceDate}, ${c.values.description},
        ${c.values.statement}, ${json(c.values.papers)}, 'draft', ${c.values.contentHash}, ${c.by}, ${c.now}, ${c.now})`,
  )

export const updateClaim = (tx: Tx, district: string, claimId: string, v: ClaimValues) =>
  run(
    tx,
    sql`update claim set kind = ${v.kind}, amount_fen = ${v.amountFen}, recover_fen = ${v.recoverFen}, retain_fen = ${v.retainFen},
      defer_fen = ${v.deferFen}, invoice_no = ${v.invoiceNo}, invoice_date = ${v.invoiceDate},
      description = ${v.description}, statement = ${v.statement}, papers = ${json(v.papers)}, content_hash = ${v.contentHash},
      version = version + 1 where district = ${district} and claim_id = ${claimId}`,
  )

/** `newVersion` voids the signatures: they name the version they saw. */
export const setClaimState = (tx: Tx, district: string, claimId: string, state: ClaimState, now: string, newVersion = false) =>
  run(
    tx,
    sql`update claim set state = ${state}, state_since = ${now}, version = version + ${newVersion ? 1 : 0}
      where district = ${district} and claim_id = ${claimId}`,
  )

export interface SignatureRow {
  readonly level: number
  readonly person_id: string
  readonly name: string
  readonly opinion: string
  readonly content_hash: string
  readonly signed_at: string
}

export const signaturesOf = (on: Executor, district: string, claimId: string, version: number) =>
  rows(
    on,
    sql<SignatureRow>`select s.level, s.person_id, w.name, s.opinion, s.content_hash, s.signed_at from claim_signature s
      join person w on w.district = s.district and w.person_id = s.person_id
      where s.district = ${district} and s.claim_id = ${claimId} and s.version = ${version} order by s.level`,
  )

export const insertSignature = (
  tx: Tx,
  district: string,
  s: { claimId: string; version: number; level: number; personId: string; opinion: string; contentHash: string; now: string },
) =>
  run(
    tx,
    sql`insert into claim_signature (district, claim_id, version, level, person_id, opinion, content_hash, signed_at)
      values (${district}, ${s.claimId}, ${s.version}, ${s.level}, ${s.personId}, ${s.opinion}, ${s.contentHash}, ${s.now})`,
  )

export const insertReturn = (
  tx: Tx,
  district: string,
  r: { claimId: string; version: number; personId: string; level: string; reason: string; now: string },
) =>
  run(
    tx,
    sql`insert into claim_return (district, claim_id, version, person_id, level, reason, returned_at)
      values (${district}, ${r.claimId}, ${r.version}, ${r.personId}, ${r.level}, ${r.reason}, ${r.now})`,
  )

export const returnsOf = (on: Executor, district: string, claimId: string) =>
  rows(
    on,
    sql<{
      name: string
      returned_at: string
      level: string
      reason: string
    }>`select w.name, r.returned_at, r.level, r.reason from claim_return r
      join person w on w.district = r.district and w.person_id = r.person_id
      where r.district = ${district} and r.claim_id = ${claimId} order by r.version`,
  )

export const ordersOf = (on: Executor, district: string, claimId: string) =>
  rows(
    on,
    sql<{ payment_id: string; order_no: string; state: string; ordered_at: string; return_reason: string | null }>`
      select payment_id, order_no, state, ordered_at, return_reason from payment_order
      where district = ${district} and claim_id = ${claimId} order by version`,
  )

/** The lots an order drew on, read from its own posting: what it was then, also after the money has moved on. */
export const orderedByLot = (on: Executor, district: string, claimId: string, version: number) =>
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
      where o.district = ${district} and o.claim_id = ${claimId} and o.version = ${version}
      group by m.lot_id, d.doc_no, l.fund_name, p.book order by p.book, d.doc_no`,
  )

/** What other claims of the contract have been paid. */
export async function paidBefore(on: Executor, district: string, contractId: string, claimId: string): Promise<bigint> {
  const { paid } = await theRow(
    on,
    sql<{ paid: bigint }>`select coalesce(sum(amount_fen), 0)::bigint as paid from claim
      where district = ${district} and contract_id = ${contractId} and state = 'paid' and claim_id <> ${claimId}`,
  )
  return paid
}

export const factsOf = (c: ClaimRow, signatures: readonly SignatureRow[]): ClaimFacts => ({
  state: c.state,
  compiledBy: c.compiled_by,
  compilerName: c.compiler,
  contentHash: c.content_hash,
  region: c.region,
  place: c.place,
  signatures: signatures.map((s) => ({ level: s.level, personId: s.person_id })),
})
