/**
 * Chain heads and accounts in rows: locked in one order, opened when they are missing, and known by name to the code and
 * by number to the database.
 */
import { type Fen, fen } from '#kernel/money.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { type AccountName, accountText, nameAccount, type PostingDraft } from './ledger.model.ts'

export interface AccountRow {
  readonly account_id: bigint
  readonly lot_id: string
  readonly book: BookKey
  readonly stage: StageKey
  readonly project_id: string
  readonly contract_id: string
  readonly claim_id: string
  readonly payee_id: string
  readonly balance_fen: bigint
}

export const accountOf = (r: AccountRow): AccountName =>
  nameAccount(r.lot_id, r.book, r.stage, {
    projectId: r.project_id,
    contractId: r.contract_id,
    claimId: r.claim_id,
    payeeId: r.payee_id,
  })

const accountColumns = {
  lot_id: 'text',
  book: 'text',
  stage: 'text',
  project_id: 'text',
  contract_id: 'text',
  claim_id: 'text',
  payee_id: 'text',
} as const

const columnsOf = (a: AccountName) => ({
  lot_id: a.lotId,
  book: a.book,
  stage: a.stage,
  project_id: a.projectId,
  contract_id: a.contractId,
  claim_id: a.claimId,
  payee_id: a.payeeId,
})

export type Heads = Map<string, { number: bigint; hash: string }>

/** What a transaction holds already; it is asked for once in `load` and again in `post`. */
const headsHeld = new WeakMap<Tx, Heads>()

export async function lockHeads(tx: Tx, district: string, names: readonly string[]): Promise<Heads> {
  const held = headsHeld.get(tx)
  if (held && names.every((name) => held.has(name))) return held
  const sorted = [...names].sort()
  const lock = () =>
    rows(
      tx,
      sql<{ book: string; number: bigint; hash: string }>`select book, number, hash from chain_head
        where district = ${district} and book = any(${sorted}::text[]) order by book for update`,
    )
  let found = await lock()
  if (found.length < sorted.length) {
    await run(
      tx,
      sql`insert into chain_head (district, book, number, hash)
        select ${district}, book, 0, '' from unnest(${sorted}::text[]) as b(book) on conflict do nothing`,
    )
    found = await lock()
  }
  const heads = new Map(found.map((h) => [h.book, { number: h.number, hash: h.hash }]))
  headsHeld.set(tx, heads)
  return heads
}

interface Held {
  readonly balances: ReadonlyMap<string, Fen>
  readonly ids: ReadonlyMap<string, bigint>
}

/** Every account the drafts touch, locked; one that does not exist yet holds nothing. */
export async function lockAccounts(tx: Tx, district: string, drafts: readonly PostingDraft[]): Promise<Held> {
  const found = await lockExisting(tx, district, distinctAccounts(drafts))
  return {
    balances: new Map(found.map((r) => [accountText(accountOf(r)), fen(r.balance_fen)])),
    ids: new Map(found.map((r) => [accountText(accountOf(r)), r.account_id])),
  }
}

function distinctAccounts(drafts: readonly PostingDraft[]): AccountName[] {
  const all = new Map<string, AccountName>()
  for (const draft of drafts)
    for (const { from, to } of draft.moves) {
      all.set(accountText(from), from)
      all.set(accountText(to), to)
    }
  return [...all.keys()].sort().map((key) => all.get(key)!)
}

const lockExisting = (tx: Tx, district: string, accounts: readonly AccountName[]) =>
  rows(
    tx,
    sql<AccountRow>`select a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id, a.balance_fen
      from ${tableOf('k', accountColumns, accounts.map(columnsOf))}
      join account a on a.district = ${district} and a.lot_id = k.lot_id and a.book = k.book and a.stage = k.stage
        and a.project_id = k.project_id and a.contract_id = k.contract_id and a.claim_id = k.claim_id and a.payee_id = k.payee_id
      order by a.account_id for update of a`,
  )

/** Opens the accounts that are missing; nobody else can, for the books are held. */
export async function openAccounts(
  tx: Tx,
  district: string,
  drafts: readonly PostingDraft[],
  known: ReadonlyMap<string, bigint>,
): Promise<ReadonlyMap<string, bigint>> {
  const missing = distinctAccounts(drafts).filter((a) => !known.has(accountText(a)))
  if (missing.length === 0) return known
  const opened = await rows(
    tx,
    sql<AccountRow>`insert into account (district, lot_id, book, stage, project_id, contract_id, claim_id, payee_id)
      select ${district}, lot_id, book, stage, project_id, contract_id, claim_id, payee_id
      from ${tableOf('k', accountColumns, missing.map(columnsOf))}
      returning account_id, lot_id, book, stage, project_id, contract_id, claim_id, payee_id, balance_fen`,
  )
  return new Map([...known, ...opened.map((r) => [accountText(accountOf(r)), r.account_id] as const)])
}
