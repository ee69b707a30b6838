/**
 * The ledger's writing half: one way to post, used by every command that moves money. Chain heads are locked first, then
 * accounts, always in the same order; the pure guard decides; one call writes postings and moves, and the database moves the
 * balances (I11) and checks again.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import type { CommandContext } from '#platform/command.ts'
import { row, rows, sql, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type BookKey, books, type StageKey } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import {
  chainBook,
  decidePosting,
  type LotFacts,
  type Move,
  nameAccount,
  otherBook,
  type PostingDraft,
  type PurposeFacts,
  type Reversed,
} from './ledger.model.ts'
import { refuse } from './ledger-refusals.model.ts'
import { PostingBatch } from './posting-batch.store.ts'
import { loadBookStates, takeVouchers } from './book-state.store.ts'
import { type AccountRow, accountOf, loadHowPaid, lockAccounts, lockHeads, openAccounts } from './accounts.store.ts'

export interface Posted {
  readonly id: string
  readonly book: BookKey
  readonly number: bigint
  readonly hash: string
  readonly amountFen: Fen
}

/** Posts all drafts or none; throws Refused with the rule's words. Call it once in a command, with everything it posts. */
export async function post(context: CommandContext, drafts: readonly PostingDraft[]): Promise<Posted[]> {
  if (drafts.length === 0) return []
  const { tx, district } = context
  const touched = [...new Set(drafts.flatMap((d) => [chainBook(d), otherBook(d) ?? chainBook(d)]))]
  const heads = await lockHeads(tx, district, touched)
  const lots = await loadLotFacts(tx, district, [...new Set(drafts.flatMap((d) => d.moves.map((m) => m.from.lotId)))])
  const projectIds = [...new Set(drafts.flatMap((d) => d.moves.map((m) => m.to.projectId)))].filter((id) => id !== '')
  const purposes = await loadPurposes(tx, district, projectIds)
  const books = await loadBookStates(tx, district, heads)
  const held = await lockAccounts(tx, district, drafts)
  const howPaid = await loadHowPaid(tx, district, drafts)
  const balances = new Map(held.balances)
  const facts = { today: context.today, balances, lots, purposes, books, personId: context.actor.personId, howPaid }
  const keepers = drafts.map((draft) => {
    const decided = must(decidePosting(draft, facts))
    for (const [account, balance] of decided.balances) balances.set(account, balance)
    return decided.keeperId
  })
  const vouchers = await takeVouchers(tx, district, drafts)
  const ids = await openAccounts(tx, district, drafts, held.ids)
  const batch = new PostingBatch(district, context.now, heads)
  batch.addRequest(context.actor.personId, context.key, null)
  const posted = drafts.map((draft, i) =>
    batch.addPosting(context.newId('posting'), { draft, keeperId: keepers[i]!, voucher: vouchers[i]! }, ids),
  )
  await batch.write(tx, null, null)
  return posted
}

/**
 * Takes the books before anything else is read that a posting depends on. Every command that posts calls it first in its
 * `load`, so that commands queue at one place and never wait for each other in a circle.
 */
export async function lockBooks(context: CommandContext): Promise<void> {
  await lockHeads(context.tx, context.district, Object.keys(books))
}

/** The day the clocks of a lot start on; `d` is its document. */
export const lotSince = sql`coalesce(d.received_on, d.issued_on, (d.registered_at at time zone 'Asia/Shanghai')::date)`

export async function loadLotFacts(on: Executor, district: string, ids: readonly string[] | null): Promise<Map<string, LotFacts>> {
  const found = await rows(
    on,
    sql<{
      lot_id: string
      doc_no: string
      fund_name: string
      book: BookKey
      pool_class: string
      regions: string[] | null
      usable_to: number
      uses: string[]
      since: CivilDate
      decided_on: CivilDate | null
    }>`
      select l.lot_id, d.doc_no, l.fund_name, l.book, l.pool_class, l.regions, l.usable_to,
        array(select u.use_code from lot_use u where u.district = l.district and u.lot_id = l.lot_id order by u.use_code) as uses,
        ${lotSince} as since,
        (select max(c.decided_on) from carry_decision c where c.district = l.district and c.lot_id = l.lot_id
          and c.action <> 'year-end' and not exists (select 1 from posting r
            where r.district = c.district and r.reverses = c.posting_id)) as decided_on
      from lot l join fund_document d on d.district = l.district and d.doc_id = l.doc_id
      where l.district = ${district} ${ids ? sql`and l.lot_id = any(${[...ids]}::text[])` : sql``}`,
  )
  return new Map(
    found.map((l) => [
      l.lot_id,
      {
        lotId: l.lot_id,
        name: `${l.doc_no} ${l.fund_name}`,
        uses: l.uses,
        book: l.book,
        poolClass: l.pool_class,
        regions: l.regions,
        usableTo: l.usable_to,
        clock: { since: l.since, decidedOn: l.decided_on },
      },
    ]),
  )
}

export async function loadPurposes(on: Executor, district: string, ids: readonly string[] | null): Promise<Map<string, PurposeFacts>> {
  if (ids?.length === 0) return new Map()
  const found = await rows(
    on,
    sql<{
      project_id: string
      name: string
      category: string
      poverty: boolean
      agriculture: boolean
      household: boolean
      region: string | null
      year: number
    }>`
      select project_id, name, category, poverty, agriculture, household, region, year from project
      where district = ${district} ${ids ? sql`and project_id = any(${[...ids]}::text[])` : sql``}`,
  )
  return new Map(
    found.map((p) => [
      p.project_id,
      {
        projectId: p.project_id,
        name: p.name,
        category: p.category,
        poverty: p.poverty,
        agriculture: p.agriculture,
        household: p.household,
        regions: divisionsAbove(p.region ?? district),
        year: p.year,
      },
    ]),
  )
}

/** 420302202200 → itself, its township 420302202, its district 420302. */
const divisionsAbove = (code: string): string[] => [code, code.slice(0, 9), code.slice(0, 6)].filter((c, i, all) => all.indexOf(c) === i)

/** What the accounts of one stage hold, for a project, contract or claim; locked so that what was read stays true. */
export async function lockHoldings(
  tx: Tx,
  district: string,
  stage: StageKey,
  of: { readonly projectId?: string; readonly contractId?: string; readonly claimId?: string },
) {
  const found = await rows(
    tx,
    sql<
      AccountRow & { usable_to: number }
    >`select a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id,
        a.balance_fen, l.usable_to
      from account a join lot l on l.district = a.district and l.lot_id = a.lot_id
      where a.district = ${district} and a.stage = ${stage} and a.balance_fen > 0
      ${of.projectId ? sql`and a.project_id = ${of.projectId}` : sql``}
      ${of.contractId ? sql`and a.contract_id = ${of.contractId}` : sql``}
      ${of.claimId ? sql`and a.claim_id = ${of.claimId}` : sql``}
      order by a.account_id for update of a`,
  )
  return found.map((r) => ({ account: accountOf(r), balanceFen: fen(r.balance_fen), usableTo: r.usable_to }))
}

export interface Original {
  readonly reverses: Reversed
  readonly moves: readonly Move[]
}

/** The moves of an earlier posting, for its reversal. Refused when it does not exist or is reversed already. */
export async function loadMoves(tx: Tx, district: string, postingId: string): Promise<Original> {
  const known = await row(
    tx,
    sql<{ book: BookKey; entry_kind: PostingKindKey; red: boolean; reversed: boolean }>`select p.book, p.entry_kind, p.red,
        exists (select 1 from posting r where r.district = p.district and r.reverses = p.posting_id) as reversed
      from posting p where p.district = ${district} and p.posting_id = ${postingId}`,
  )
  if (!known) return must(refuse('unknown_posting', { posting: postingId }))
  if (known.reversed) return must(refuse('already_reversed', { posting: postingId }))
  const found = await rows(
    tx,
    sql<{ [K in keyof AccountRow as `f_${K}` | `t_${K}`]: AccountRow[K] } & { amount_fen: bigint }>`
      select m.amount_fen, f.lot_id as f_lot_id, f.book as f_book, f.stage as f_stage, f.project_id as f_project_id,
        f.contract_id as f_contract_id, f.claim_id as f_claim_id, f.payee_id as f_payee_id,
        t.lot_id as t_lot_id, t.book as t_book, t.stage as t_stage, t.project_id as t_project_id,
        t.contract_id as t_contract_id, t.claim_id as t_claim_id, t.payee_id as t_payee_id
      from move m join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where m.district = ${district} and m.posting_id = ${postingId} order by m.line`,
  )
  const moves = found.map((r) => ({
    from: nameAccount(r.f_lot_id, r.f_book, r.f_stage, {
      projectId: r.f_project_id,
      contractId: r.f_contract_id,
      claimId: r.f_claim_id,
      payeeId: r.f_payee_id,
    }),
    to: nameAccount(r.t_lot_id, r.t_book, r.t_stage, {
      projectId: r.t_project_id,
      contractId: r.t_contract_id,
      claimId: r.t_claim_id,
      payeeId: r.t_payee_id,
    }),
    amountFen: fen(r.amount_fen),
  }))
  return { reverses: { postingId, book: known.book, entryKind: known.entry_kind, red: known.red }, moves }
}
