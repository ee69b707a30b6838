/** Lots as they are before an adjustment, locked; their versions, and whether each lot still shows its last one. */
import { fen } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { FundCatalogueCode, PoolClass } from '#policy/fund-catalogue.ts'
import type { DocumentKind, FundNature } from '#policy/fund-terms.ts'
import type { LotChange, LotFields, LotNow } from './adjust.model.ts'
import { natureSql } from './lot-list.store.ts'

interface FieldColumns {
  readonly fund_name: string
  readonly catalogue_code: string
  readonly department: string
  readonly nature: string
  readonly func_code: string | null
  readonly econ_code: string | null
  readonly pool_class: string
  readonly pool_reason: string | null
  readonly usable_to: number
  readonly usable_until: string | null
  readonly carried_from: number | null
  readonly regions: string[] | null
  readonly purpose: string
  readonly uses: string[]
}

const fieldsFrom = (r: FieldColumns): LotFields => ({
  fundName: r.fund_name,
  catalogueCode: r.catalogue_code as FundCatalogueCode,
  department: r.department,
  nature: r.nature as FundNature,
  funcCode: r.func_code,
  econCode: r.econ_code,
  poolClass: r.pool_class as PoolClass,
  poolReason: r.pool_reason,
  usableTo: r.usable_to,
  usableUntil: r.usable_until as CivilDate | null,
  carriedFrom: r.carried_from,
  regions: r.regions,
  purpose: r.purpose,
  uses: r.uses as CategoryKey[],
})

interface LotNowRow extends FieldColumns {
  readonly lot_id: string
  readonly doc_no: string
  readonly kind: DocumentKind
  readonly book: BookKey
  readonly fiscal_year: number
  readonly announced: bigint
  readonly expected: bigint
  readonly reached: boolean
  readonly version: number
}

/** The lots that are named, as they are now. Inside a command the books are held, so what is read stays true. */
export async function loadLotsNow(on: Executor, district: string, lotIds: readonly string[]): Promise<Map<string, LotNow>> {
  const found = await rows(
    on,
    sql<LotNowRow>`select l.lot_id, d.doc_no, d.kind, l.book, l.fiscal_year, l.fund_name, l.catalogue_code, l.department,
        ${natureSql} as nature, l.func_code, l.econ_code, l.pool_class, l.pool_reason, l.usable_to, l.usable_until, l.carried_from,
        l.regions, l.purpose,
        array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses,
        coalesce(-sum(a.balance_fen) filter (where a.stage = 'source'), 0)::bigint as announced,
        coalesce(sum(a.balance_fen) filter (where a.stage = 'expected'), 0)::bigint as expected,
        coalesce(bool_or(a.project_id <> ''), false) as reached,
        coalesce((select max(v.version) from lot_version v where v.district = l.district and v.lot_id = l.lot_id), 1) as version
      from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join account a on a.district = l.district and a.lot_id = l.lot_id
      where l.district = ${district} and l.lot_id = any(${[...lotIds]}::text[])
      group by l.district, l.lot_id, d.district, d.doc_id`,
  )
  return new Map(
    found.map((r) => [
      r.lot_id,
      {
        ...fieldsFrom(r),
        lotId: r.lot_id,
        docNo: r.doc_no,
        documentKind: r.kind,
        book: r.book,
        fiscalYear: r.fiscal_year,
        announcedFen: fen(r.announced),
        freeExpectedFen: fen(r.expected),
        reachedProject: r.reached,
        version: r.version,
      },
    ]),
  )
}

export interface VersionFacts {
  readonly document: string
  readonly reason: string
  readonly by: string
  readonly now: string
}

const versionColumns = {
  lot_id: 'text',
  version: 'integer',
  fund_name: 'text',
  catalogue_code: 'text',
  department: 'text',
  nature: 'text',
  func_code: 'text',
  econ_code: 'text',
  pool_class: 'text',
  pool_reason: 'text',
  usable_to: 'integer',
  usable_until: 'date',
  carried_from: 'integer',
  regions: 'jsonb',
  purpose: 'text',
  uses: 'jsonb',
  change_fen: 'bigint',
  posting_id: 'text',
} as const

const columnsOf = (f: LotFields) => ({
  fund_name: f.fundName,
  catalogue_code: f.catalogueCode,
  department: f.department,
  nature: f.nature,
  func_code: f.funcCode,
  econ_code: f.econCode,
  pool_class: f.poolClass,
  pool_reason: f.poolReason,
  usable_to: f.usableTo,
  usable_until: f.usableUntil,
  carried_from: f.carriedFrom,
  regions: f.regions === null ? null : [...f.regions],
  purpose: f.purpose,
  uses: [...f.uses],
})

/** Writes the next version of each lot; before the first, the lot as it was registered, by whoever registered it. */
export async function insertVersions(
  tx: Tx,
  district: string,
  changes: readonly (LotChange & { readonly postingId: string | null })[],
  facts: VersionFacts,
): Promise<void> {
  const first = changes.filter((c) => c.lot.version === 1)
  const registered = first.map((c) => ({ lot_id: c.lot.lotId, version: 1, ...columnsOf(c.lot), change_fen: 0n, posting_id: null }))
  await run(
    tx,
    sql`insert into lot_version (district, lot_id, version, fund_name, catalogue_code, department, nature, func_code, econ_code,
        pool_class, pool_reason, usable_to, usable_until, carried_from, regions, purpose, uses, change_fen, posting_id, document, reason,
        changed_by, changed_at)
      select ${district}, x.lot_id, x.version, x.fund_name, x.catalogue_code, x.department, x.nature, x.func_code, x.econ_code, x.pool_class,
        x.pool_reason, x.usable_to, x.usable_until, x.carried_from,
        case when x.regions is null then null else array(select jsonb_array_elements_text(x.regions)) end, x.purpose,
        array(select jsonb_array_elements_text(x.uses)), 0, null, '', '', d.registered_by, l.created_at
      from ${tableOf('x', versionColumns, registered)}
      join lot l on l.district = ${district} and l.lot_id = x.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      on conflict do nothing`,
  )
  const next = changes.map((c) => ({
    lot_id: c.lot.lotId,
    version: c.lot.version + 1,
    ...columnsOf(c.after),
    change_fen: c.changeFen,
    posting_id: c.postingId,
  }))
  await run(
    tx,
    sql`insert into lot_version (district, lot_id, version, fund_name, catalogue_code, department, nature, func_code, econ_code,
        pool_class, pool_reason, usable_to, usable_until, carried_from, regions, purpose, uses, change_fen, posting_id, document, reason,
        changed_by, changed_at)
      select ${district}, x.lot_id, x.version, x.fund_name, x.catalogue_code, x.department, x.nature, x.func_code, x.econ_code, x.pool_class,
        x.pool_reason, x.usable_to, x.usable_until, x.carried_from,
        case when x.regions is null then null else array(select jsonb_array_elements_text(x.regions)) end, x.purpose,
        array(select jsonb_array_elements_text(x.uses)), x.change_fen, x.posting_id, ${facts.document}, ${facts.reason}, ${facts.by},
        ${facts.now}
      from ${tableOf('x', versionColumns, next)}`,
  )
}

export interface VersionRow {
  readonly version: number
  readonly fields: LotFields
  readonly changeFen: bigint
  readonly postingId: string | null
  readonly document: string
  readonly reason: string
  readonly by: string
  readonly at: string
}

/** From the first to the last; empty while the lot is as it was registered. */
export async function lotVersions(on: Executor, district: string, lotId: string): Promise<VersionRow[]> {
  const found = await rows(
    on,
    sql<
      FieldColumns & {
        version: number
        change_fen: bigint
        posting_id: string | null
        document: string
        reason: string
        by: string
        changed_at: string
      }
    >`select v.version, v.fund_name, v.catalogue_code, v.department, coalesce(v.nature, ${natureSql}) as nature, v.func_code, v.econ_code,
        v.pool_class, v.pool_reason, v.usable_to, v.usable_until, v.carried_from, v.regions, v.purpose, v.uses, v.change_fen, v.posting_id,
        v.document, v.reason, coalesce(p.name, v.changed_by) as by, v.changed_at
      from lot_version v join lot l on l.district = v.district and l.lot_id = v.lot_id
      left join person p on p.district = v.district and p.person_id = v.changed_by
      where v.district = ${district} and v.lot_id = ${lotId} order by v.version`,
  )
  return found.map((r) => ({
    version: r.version,
    fields: fieldsFrom(r),
    changeFen: r.change_fen,
    postingId: r.posting_id,
    document: r.document,
    reason: r.reason,
    by: r.by,
    at: r.changed_at,
  }))
}

/** Lots that do not show what their last version says: somebody went round the triggers. */
export async function lotVersionFaults(on: Executor, district: string): Promise<{ invariant: string; detail: Text }[]> {
  const strayed = await rows(
    on,
    sql<{ lot_id: string }>`select v.lot_id from (
        select distinct on (lot_id) * from lot_version where district = ${district} order by lot_id, version desc) v
      join lot l on l.district = v.district and l.lot_id = v.lot_id
      where (v.fund_name, v.catalogue_code, v.department, v.nature, v.func_code, v.econ_code, v.pool_class, v.pool_reason, v.usable_to,
          v.usable_until, v.carried_from, v.regions, v.purpose,
          array(select x from unnest(v.uses) x order by x collate "C"))
        is distinct from
        (l.fund_name, l.catalogue_code, l.department, l.nature, l.func_code, l.econ_code, l.pool_class, l.pool_reason, l.usable_to,
          l.usable_until, l.carried_from, l.regions, l.purpose,
          array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code collate "C"))`,
  )
  return strayed.map(({ lot_id: lot }) => ({
    invariant: 'I4',
    detail: { zh: `资金 ${lot} 与它最后一次调整的内容不符`, en: `Lot ${lot} is not what its last adjustment says` },
  }))
}
