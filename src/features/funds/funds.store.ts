/** Fund documents and lots go into rows; what of them is locked before money is received. The list is in lot-list.store.ts. */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, fen, sum } from '#kernel/money.ts'
import { type AccountRow, accountOf } from '#features/ledger/accounts.store.ts'
import type { AccountName } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import type { DocumentKind } from '#policy/fund-terms.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'

/** Which of these document numbers are registered already. */
export async function registeredDocNos(on: Executor, district: string, docNos: readonly string[]): Promise<Set<string>> {
  const found = await rows(
    on,
    sql<{
      key: string
    }>`select doc_no_key as key from fund_document where district = ${district} and doc_no_key = any(${[...docNos]}::text[])`,
  )
  return new Set(found.map((f) => f.key))
}

export interface NewDocument {
  readonly docId: string
  readonly docNo: string
  readonly title: string
  readonly level: string
  readonly issuedOn: string | null
  readonly fileId: string | null
  readonly kind?: DocumentKind
  readonly issuer?: string | null
  readonly receivedOn?: string | null
}

export interface NewLot {
  readonly lotId: string
  readonly docId: string
  readonly line: number
  readonly fundName: string
  readonly catalogueCode: string
  readonly level: string
  readonly department: string
  readonly poolClass: string
  readonly book: BookKey
  readonly year: number
  readonly usableTo: number
  readonly amountFen: bigint
  readonly purpose: string
  readonly uses: readonly string[]
  readonly nature?: string | null
  readonly funcCode?: string | null
  readonly econCode?: string | null
  readonly poolReason?: string | null
  readonly usableUntil?: string | null
  readonly carriedFrom?: number | null
  readonly regions?: readonly string[] | null
  readonly source: { readonly fileId: string; readonly name: string; readonly sheet: string; readonly row: number } | null
}

export async function insertDocuments(tx: Tx, district: string, documents: readonly NewDocument[], by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into fund_document (district, doc_id, doc_no, doc_no_key, title, level, issued_on, file_id, kind, issuer, received_on,
        registered_by, registered_at)
      select ${district}, doc_id, doc_no, doc_no, title, level, issued_on, file_id, kind, issuer, received_on, ${by}, ${now} from ${tableOf(
        'x',
        {
          doc_id: 'text',
          doc_no: 'text',
          title: 'text',
          level: 'text',
          issued_on: 'date',
          file_id: 'text',
          kind: 'text',
          issuer: 'text',
          received_on: 'date',
        },
        documents.map((d) => ({
          doc_id: d.docId,
          doc_no: d.docNo,
          title: d.title,
          level: d.level,
          issued_on: d.issuedOn,
          file_id: d.fileId,
          kind: d.kind ?? 'quota',
          issuer: d.issuer ?? null,
          received_on: d.receivedOn ?? null,
        })),
      )}`,
  )
}

export async function insertLots(tx: Tx, district: string, lots: readonly NewLot[], now: string): Promise<void> {
  await run(
    tx,
    sql`insert into lot (district, lot_id, doc_id, line, fund_name, catalogue_code, level, department, pool_class, book, fiscal_year,
        usable_to, amount_fen, purpose, source, nature, func_code, econ_code, pool_reason, usable_until, carried_from, regions, created_at)
      select ${district}, lot_id, doc_id, line, fund_name, catalogue_code, level, department, pool_class, book, fiscal_year, usable_to,
        amount_fen, purpose, source, nature, func_code, econ_code, pool_reason, usable_until, carried_from,
        case when regions is null then null else array(select jsonb_array_elements_text(regions)) end, ${now} from ${tableOf(
          'x',
          {
            lot_id: 'text',
            doc_id: 'text',
            line: 'integer',
            fund_name: 'text',
            catalogue_code: 'text',
            level: 'text',
            department: 'text',
            pool_class: 'text',
            book: 'text',
            fiscal_year: 'integer',
            usable_to: 'integer',
            amount_fen: 'bigint',
            purpose: 'text',
            source: 'jsonb',
            nature: 'text',
            func_code: 'text',
            econ_code: 'text',
            pool_reason: 'text',
            usable_until: 'date',
            carried_from: 'integer',
            regions: 'jsonb',
          },
          lots.map((l) => ({
            lot_id: l.lotId,
            doc_id: l.docId,
            line: l.line,
            fund_name: l.fundName,
            catalogue_code: l.catalogueCode,
            level: l.level,
            department: l.department,
            pool_class: l.poolClass,
            book: l.book,
            fiscal_year: l.year,
            usable_to: l.usableTo,
            amount_fen: l.amountFen,
            purpose: l.purpose,
            source: l.source,
            nature: l.nature ?? null,
            func_code: l.funcCode ?? null,
            econ_code: l.econCode ?? null,
            pool_reason: l.poolReason ?? null,
            usable_until: l.usableUntil ?? null,
            carried_from: l.carriedFrom ?? null,
            regions: l.regions ?? null,
          })),
        )}`,
  )
  const uses = lots.flatMap((l) => l.uses.map((use) => ({ lot_id: l.lotId, use_code: use })))
  await run(
    tx,
    sql`insert into lot_use (district, lot_id, use_code)
      select ${district}, lot_id, use_code from ${tableOf('x', { lot_id: 'text', use_code: 'text' }, uses)}`,
  )
}

export interface Awaited {
  readonly name: string
  readonly book: BookKey
  /** What was announced and has not come, promised or not. */
  readonly expectedFen: Fen
  /** Promised to projects first, in the order of the promises; then what is free. */
  readonly accounts: readonly { readonly account: AccountName; readonly balanceFen: Fen }[]
}

/** What each lot still expects, locked; with the name that a person knows it by. */
export async function lockExpected(tx: Tx, district: string, lotIds: readonly string[]): Promise<Map<string, Awaited>> {
  const found = await rows(
    tx,
    sql<AccountRow & { name: string }>`
      select a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id, a.balance_fen,
        d.doc_no || ' ' || l.fund_name as name
      from account a join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where a.district = ${district} and a.stage in ('expected', 'promised') and a.lot_id = any(${[...lotIds]}::text[])
      order by a.account_id for update of a`,
  )
  const waiting = await waitingSince(
    tx,
    district,
    found.filter((f) => f.stage === 'promised').map((f) => f.account_id),
  )
  const place = (f: AccountRow): bigint => waiting.get(f.account_id) ?? 0n
  return new Map(
    [...groupBy(found, (f) => f.lot_id)].map(([lotId, own]) => {
      const promised = own.filter((f) => f.stage === 'promised').sort((a, b) => (place(a) < place(b) ? -1 : 1))
      const inLine = [...promised, ...own.filter((f) => f.stage === 'expected')]
      const accounts = inLine.map((f) => ({ account: accountOf(f), balanceFen: fen(f.balance_fen) }))
      return [lotId, { name: own[0]!.name, book: own[0]!.book, expectedFen: sum(accounts.map((a) => a.balanceFen)), accounts }]
    }),
  )
}

/** The posting with which each wait began, by its number in the book: the first promise after the account was last empty. */
async function waitingSince(tx: Tx, district: string, accountIds: readonly bigint[]): Promise<Map<bigint, bigint>> {
  if (accountIds.length < 2) return new Map()
  const found = await rows(
    tx,
    sql<{ account_id: bigint; number: bigint }>`
      select account_id, max(number) as number from (
        select k.account_id, p.number, d.delta, sum(d.delta) over (partition by k.account_id order by p.number, m.line) - d.delta as before
        from unnest(${[...accountIds]}::bigint[]) as k(account_id)
        join move m on m.district = ${district} and k.account_id in (m.from_account, m.to_account)
        join posting p on p.district = m.district and p.posting_id = m.posting_id
        cross join lateral (select case when m.to_account = k.account_id then m.amount_fen else -m.amount_fen end as delta) d) steps
      where delta > 0 and before = 0 group by account_id`,
  )
  return new Map(found.map((f) => [f.account_id, f.number]))
}
