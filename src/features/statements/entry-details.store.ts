/** What the lines of vouchers and closings are about: lot, project, contract, claim and payee, by their names. */
import { rows, sql, tableOf } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { Detail } from './vouchers.model.ts'

export const detailKey = (postingId: string, line: number): string => `${postingId}/${line}`

interface DetailRow {
  readonly posting_id: string
  readonly line: number
  readonly lot_id: string
  readonly fund_name: string
  readonly doc_no: string
  readonly project_id: string
  readonly project: string | null
  readonly contract_id: string
  readonly contract_no: string | null
  readonly claim_id: string
  readonly payee: string | null
}

/**
 * What each move of these postings is about, and each line of a closing; keyed by `detailKey`. An announcement may have a hundred moves of
 * which few are shown: with `only` no other moves are looked at.
 */
export async function detailsOf(
  on: Executor,
  district: string,
  postingIds: readonly string[],
  only?: readonly { readonly postingId: string; readonly line: number }[],
): Promise<Map<string, Detail>> {
  const either = (column: string) => sql`coalesce(nullif(${sql.ref(`t.${column}`)}, ''), ${sql.ref(`f.${column}`)})`
  const found = await rows(
    on,
    sql<DetailRow>`with recursive root as (
        select p.posting_id, p.posting_id as root, p.reverses from posting p
          where p.district = ${district} and p.posting_id = any(${[...postingIds]}::text[]) and p.entry_kind = 'year-close'
        union all
        select r.posting_id, o.posting_id, o.reverses from root r join posting o on o.district = ${district} and o.posting_id = r.reverses),
      about as (
        select m.posting_id, m.line, m.lot_id, ${either('project_id')} as project_id, ${either('contract_id')} as contract_id,
          ${either('claim_id')} as claim_id, ${either('payee_id')} as payee_id
        from ${only ? sql`${tableOf('o', { postingId: 'text', line: 'integer' }, only)} join` : sql``} move m
          ${only ? sql`on m.district = ${district} and m.posting_id = o."postingId" and m.line = o.line` : sql``}
        join account f on f.district = m.district and f.account_id = m.from_account
        join account t on t.district = m.district and t.account_id = m.to_account
        where m.district = ${district} and m.posting_id = any(${[...postingIds]}::text[])
        union all
        select r.posting_id, -y.line, y.lot_id, '', '', '', '' from root r
        join year_close_line y on y.district = ${district} and y.posting_id = r.root)
      select a.posting_id, a.line, a.lot_id, l.fund_name, d.doc_no, a.project_id, j.code || ' ' || j.name as project, a.contract_id,
        k.contract_no, a.claim_id, r.name as payee
      from about a
      join lot l on l.district = ${district} and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join project j on j.district = ${district} and j.project_id = a.project_id
      left join contract k on k.district = ${district} and k.contract_id = a.contract_id
      left join contractor r on r.district = ${district} and r.contractor_id = a.payee_id`,
  )
  return new Map(
    found.map((r) => [
      detailKey(r.posting_id, r.line),
      {
        lotId: r.lot_id,
        lot: r.fund_name,
        docNo: r.doc_no,
        projectId: r.project_id,
        project: r.project,
        contractId: r.contract_id,
        contract: r.contract_no,
        claimId: r.claim_id,
        payee: r.payee,
      },
    ]),
  )
}
