/** Fund documents and lots in rows; the one list with its filters. */
import { fen } from '#kernel/money.ts'
import type { BookKey } from '#policy/books.ts'
import { row, rows, run, type RawBuilder, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type StageAmounts, stageSums } from '#features/ledger/stage-sums.store.ts'

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
  readonly fileId: string
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
  readonly source: { readonly fileId: string; readonly name: string; readonly sheet: string; readonly row: number }
}

export async function insertDocuments(tx: Tx, district: string, documents: readonly NewDocument[], by: string, now: string): Promise<void> {
  await run(
    tx,
    sql`insert into fund_document (district, doc_id, doc_no, doc_no_key, title, level, issued_on, file_id, registered_by, registered_at)
      select ${district}, doc_id, doc_no, doc_no, title, level, issued_on, file_id, ${by}, ${now} from ${tableOf(
        'x',
        { doc_id: 'text', doc_no: 'text', title: 'text', level: 'text', issued_on: 'date', file_id: 'text' },
        documents.map((d) => ({
          doc_id: d.docId,
          doc_no: d.docNo,
          title: d.title,
          level: d.level,
          issued_on: d.issuedOn,
          file_id: d.fileId,
        })),
      )}`,
  )
}

export async function insertLots(tx: Tx, district: string, lots: readonly NewLot[], now: string): Promise<void> {
  await run(
    tx,
    sql`insert into lot (district, lot_id, doc_id, line, fund_name, catalogue_code, level, department, pool_class, book, fiscal_year,
        usable_to, amount_fen, purpose, source, created_at)
      select ${district}, lot_id, doc_id, line, fund_name, catalogue_code, level, department, pool_class, book, fiscal_year, usable_to,
        amount_fen, purpose, source, ${now} from ${tableOf(
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

export interface LotRow extends StageAmounts {
  readonly lot_id: string
  readonly doc_no: string
  readonly fund_name: string
  readonly catalogue_code: string
  readonly level: string
  readonly department: string
  readonly book: BookKey
  readonly pool_class: string
  readonly uses: string[]
  readonly fiscal_year: number
  readonly usable_to: number
  readonly amount_fen: bigint
  readonly purpose: string
  readonly issued_on: string | null
  readonly source: { fileId: string; name: string; sheet: string; row: number } | null
}

export interface LotFilter {
  readonly q?: string | undefined
  readonly level?: string | undefined
  readonly department?: string | undefined
  readonly book?: string | undefined
  readonly year?: number | undefined
  readonly stage?: string | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

const where = (district: string, f: Partial<LotFilter>): RawBuilder<unknown> => sql`l.district = ${district}
  ${f.q ? sql`and (d.doc_no ilike ${`%${f.q}%`} or l.fund_name ilike ${`%${f.q}%`} or l.department ilike ${`%${f.q}%`} or l.purpose ilike ${`%${f.q}%`})` : sql``}
  ${f.level ? sql`and l.level = ${f.level}` : sql``}
  ${f.department ? sql`and l.department = ${f.department}` : sql``}
  ${f.book ? sql`and l.book = ${f.book}` : sql``}
  ${f.year ? sql`and l.fiscal_year = ${f.year}` : sql``}
  ${
    f.stage
      ? sql`and exists (select 1 from account s where s.district = l.district and s.lot_id = l.lot_id and s.stage = ${f.stage} and s.balance_fen > 0)`
      : sql``
  }`

const SORTS: Readonly<Record<string, RawBuilder<unknown>>> = {
  docNo: sql`x.doc_no`,
  fundName: sql`x.fund_name`,
  level: sql`x.level`,
  department: sql`x.department`,
  book: sql`x.book`,
  fiscalYear: sql`x.fiscal_year`,
  amountFen: sql`x.amount_fen`,
  expected: sql`x.expected`,
  available: sql`x.available`,
  reserved: sql`x.reserved`,
  paid: sql`x.paid`,
}

const orderBy = (sort: string | undefined): RawBuilder<unknown> => {
  const column = SORTS[sort?.replace(/^-/, '') ?? '']
  return column ? sql`${column} ${sort!.startsWith('-') ? sql`desc` : sql`asc`}, x.lot_id` : sql`x.fiscal_year desc, x.doc_no, x.line`
}

const lotSelect = (district: string, f: Partial<LotFilter>) => sql`
  select l.lot_id, l.line, d.doc_no, l.fund_name, l.catalogue_code, l.level, l.department, l.book, l.pool_class, l.fiscal_year, l.usable_to,
    l.amount_fen, l.purpose, d.issued_on, l.source,
    array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses, b.*
  from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
  left join lateral (
    select ${stageSums('a')} from account a where a.district = l.district and a.lot_id = l.lot_id) b on true
  where ${where(district, f)}`

export async function listLots(on: Executor, district: string, f: LotFilter): Promise<{ rows: LotRow[]; total: number }> {
  const found = await rows(
    on,
    sql<LotRow>`select x.* from (${lotSelect(district, f)}) x order by ${orderBy(f.sort)} limit ${f.limit} offset ${f.offset}`,
  )
  const count = await row(
    on,
    sql<{
      n: bigint
    }>`select count(*) as n from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id where ${where(district, f)}`,
  )
  return { rows: found, total: Number(count!.n) }
}

export const sumLots = (on: Executor, district: string, f: Partial<LotFilter>) =>
  row(
    on,
    sql<StageAmounts>`select ${stageSums('a')} from account a
      join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id where a.district = ${district} and ${where(district, f)}`,
  )

export const findLot = (on: Executor, district: string, lotId: string) =>
  row(on, sql<LotRow>`select x.* from (${lotSelect(district, {})}) x where x.lot_id = ${lotId}`)

export async function lotFacets(on: Executor, district: string) {
  const found = await rows(
    on,
    sql<{
      level: string
      department: string
      year: number
    }>`select distinct level, department, fiscal_year as year from lot where district = ${district}`,
  )
  const distinct = <T extends string | number>(values: T[]): T[] => [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return {
    levels: distinct(found.map((f) => f.level)),
    departments: distinct(found.map((f) => f.department)),
    years: distinct(found.map((f) => f.year)),
  }
}

export const lotProjects = (on: Executor, district: string, lotId: string) =>
  rows(
    on,
    sql<StageAmounts & { id: string; code: string; name: string }>`select p.project_id as id, p.code, p.name, ${stageSums('a')}
      from account a join project p on p.district = a.district and p.project_id = a.project_id
      where a.district = ${district} and a.lot_id = ${lotId} group by p.project_id, p.code, p.name order by p.code`,
  )

/** What each lot still expects, locked; with the name that a person knows it by. */
export async function lockExpected(tx: Tx, district: string, lotIds: readonly string[]) {
  const found = await rows(
    tx,
    sql<{ lot_id: string; book: BookKey; name: string; balance_fen: bigint }>`
      select a.lot_id, a.book, d.doc_no || ' ' || l.fund_name as name, a.balance_fen from account a
      join lot l on l.district = a.district and l.lot_id = a.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where a.district = ${district} and a.stage = 'expected' and a.lot_id = any(${[...lotIds]}::text[])
      order by a.account_id for update of a`,
  )
  return new Map(found.map((f) => [f.lot_id, { name: f.name, book: f.book, expectedFen: fen(f.balance_fen) }]))
}
