/** Unspent money by lot, as it is or as it was at the end of a day, and what was decided about it. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { UNSPENT } from '#features/funds/lot-clocks.model.ts'
import { accountsAt } from '#features/ledger/accounts-at.store.ts'
import { loadLotFacts } from '#features/ledger/ledger.store.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { CarryActionKey } from '#policy/carry-over.ts'
import type { CarryDecision, UnspentLot } from './carry.model.ts'

export interface UnspentFilter {
  readonly lotIds?: readonly string[]
  /** The end of this day; now when absent. What is carried is always as it is now. */
  readonly asOf?: CivilDate
  /** Leaves out the lots that the run of this year has carried. */
  readonly notCarriedIn?: number
}

interface UnspentRow {
  readonly lot_id: string
  readonly unspent: bigint
  readonly available: bigint
  readonly carried: bigint
  readonly decisions: number
}

export async function loadUnspent(on: Executor, district: string, f: UnspentFilter): Promise<UnspentLot[]> {
  const found = await rows(
    on,
    sql<UnspentRow>`select l.lot_id,
        coalesce(sum(a.balance_fen) filter (where a.stage = any(${[...UNSPENT]}::text[])), 0)::bigint as unspent,
        coalesce(sum(a.balance_fen) filter (where a.stage = 'available' and a.book = l.book), 0)::bigint as available,
        coalesce((select sum(c.balance_fen) from account c where c.district = l.district and c.lot_id = l.lot_id and c.stage = 'carried'), 0)::bigint
          as carried,
        (select count(*) from carry_decision c where c.district = l.district and c.lot_id = l.lot_id)::integer as decisions
      from lot l left join ${accountsAt(district, f.asOf ? { asOf: f.asOf } : {})} a on a.district = l.district and a.lot_id = l.lot_id
      where l.district = ${district} ${f.lotIds ? sql`and l.lot_id = any(${[...f.lotIds]}::text[])` : sql``}
        ${
          f.notCarriedIn === undefined
            ? sql``
            : sql`and not exists (select 1 from carry_decision c where c.district = l.district and c.lot_id = l.lot_id
                and c.action = 'year-end' and c.year = ${f.notCarriedIn}
                and not exists (select 1 from posting r where r.district = c.district and r.reverses = c.posting_id))`
        }
      group by l.district, l.lot_id, l.book
      ${f.lotIds ? sql`` : sql`having coalesce(sum(a.balance_fen) filter (where a.stage = any(${[...UNSPENT]}::text[])), 0) > 0`}
      order by l.lot_id`,
  )
  const facts = await loadLotFacts(
    on,
    district,
    found.map((r) => r.lot_id),
  )
  return found.map((r) => ({
    ...facts.get(r.lot_id)!,
    unspentFen: fen(r.unspent),
    availableFen: fen(r.available),
    carriedFen: fen(r.carried),
    decisions: r.decisions,
  }))
}

export type NewCarryDecision = Omit<CarryDecision, 'draft'> & { readonly postingId: string | null }

export const insertCarryDecisions = (
  tx: Tx,
  district: string,
  decisions: readonly NewCarryDecision[],
  about: { readonly document: string; readonly reason: string; readonly decidedOn: CivilDate; readonly by: string; readonly now: string },
) =>
  run(
    tx,
    sql`insert into carry_decision (district, lot_id, decision_no, action, year, amount_fen, posting_id, document, reason, decided_on,
        usable_to_before, usable_to_after, decided_by, decided_at)
      select ${district}, lot_id, no, action, year, amount_fen, posting_id, ${about.document}, ${about.reason}, ${about.decidedOn}, before, after,
        ${about.by}, ${about.now} from ${tableOf(
          'x',
          {
            lot_id: 'text',
            no: 'integer',
            action: 'text',
            year: 'integer',
            amount_fen: 'bigint',
            posting_id: 'text',
            before: 'integer',
            after: 'integer',
          },
          decisions.map((d) => ({
            lot_id: d.lot.lotId,
            no: d.lot.decisions + 1,
            action: d.action,
            year: d.year,
            amount_fen: d.amountFen,
            posting_id: d.postingId,
            before: d.lot.usableTo,
            after: d.usableTo,
          })),
        )}`,
  )

export interface CarryRow {
  readonly lot_id: string
  readonly lot: string
  readonly action: CarryActionKey
  readonly year: number
  readonly amount_fen: bigint
  readonly posting_id: string | null
  readonly document: string
  readonly reason: string
  readonly decided_on: CivilDate
  readonly usable_to_before: number
  readonly usable_to_after: number
  readonly decided_by: string | null
  readonly reversed: boolean
}

export const carryRows = (on: Executor, district: string, limit: number) =>
  rows(
    on,
    sql<CarryRow>`select c.lot_id, d.doc_no || ' ' || l.fund_name as lot, c.action, c.year, c.amount_fen, c.posting_id, c.document, c.reason,
        c.decided_on, c.usable_to_before, c.usable_to_after, w.name as decided_by,
        exists (select 1 from posting r where r.district = c.district and r.reverses = c.posting_id) as reversed
      from carry_decision c join lot l on l.district = c.district and l.lot_id = c.lot_id
      join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      left join person w on w.district = c.district and w.person_id = c.decided_by
      where c.district = ${district} order by c.decided_at desc, c.lot_id limit ${limit}`,
  )
