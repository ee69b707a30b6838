/**
 * Chain heads and accounts in rows: locked in one order, opened when they are missing, and known by name to the code and
 * by number to the database.
 */
import { type Fen, fen } from '#kernel/money.ts'
import { rows, run, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { BookKey, StageKey } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { type AccountName, accountText, nameAccount, type PostingDraft } from './ledger.model.ts'
import { asksHowPaid } from './taken-back.model.ts'

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

export interface Head {
  readonly number: bigint
  readonly hash: string
  /** The last closed month, 201703; 0 when none is. */
  readonly closedThrough: number
  readonly format: number
  /** How often the chain of another book moved money of this one. */
  readonly movedIn: bigint
}

export type Heads = Map<string, Head>

/** What a transaction holds already; it is asked for once in `load` and again in `post`. */
const headsHeld = new WeakMap<Tx, Heads>()

export async function lockHeads(tx: Tx, district: string, names: readonly string[]): Promise<Heads> {
  const held = headsHeld.get(tx)
  if (held && names.every((name) => held.has(name))) return held
  const sorted = [...names].sort()
  const lock = () =>
    rows(
      tx,
      sql<Head & { book: string }>`select book, number, hash, closed_through as "closedThrough", format, moved_in as "movedIn"
        from chain_head
        where district = ${district} and book = any(${sorted}::text[]) order by book for update`,
    )
  let found = await lock()
  if (found.length < sorted.length) {
    await run(
      tx,
      sql`insert into chain_head (district, book, number, hash, format)
        select d.district, b.book, 0, '', d.hash_format from district d, unnest(${sorted}::text[]) as b(book)
        where d.district = ${district} on conflict do nothing`,
    )
    found = await lock()
  }
  const heads: Heads = new Map(found.map(({ book, ...head }) => [book, head]))
  headsHeld.set(tx, heads)
  return heads
}

interface Held {
  readonly balances: ReadonlyMap<string, Fen>
  readonly ids: ReadonlyMap<string, bigint>
}

export interface FoundAccount {
  readonly account: AccountName
  readonly id: bigint
  readonly balanceFen: Fen
}

const foundAccount = (r: AccountRow): FoundAccount => ({ account: accountOf(r), id: r.account_id, balanceFen: fen(r.balance_fen) })

/** Those of the named accounts that exist. Whoever holds their books needs no lock on them. */
export async function findAccounts(tx: Tx, district: string, accounts: readonly AccountName[]): Promise<FoundAccount[]> {
  return (await lockExisting(tx, district, accounts)).map(foundAccount)
}

const accountSelect = sql`a.account_id, a.lot_id, a.book, a.stage, a.project_id, a.contract_id, a.claim_id, a.payee_id, a.balance_fen`

/** The accounts of a book that were opened last. */
export async function accountsOf(tx: Tx, district: string, book: BookKey, most: number): Promise<FoundAccount[]> {
  const found = await rows(
    tx,
    sql<AccountRow>`select ${accountSelect} from account a where a.district = ${district} and a.book = ${book}
      order by a.account_id desc limit ${most}`,
  )
  return found.map(foundAccount)
}

/** What the postings after a number of a book's chain moved. */
export async function accountsMovedSince(tx: Tx, district: string, book: BookKey, number: bigint): Promise<FoundAccount[]> {
  const found = await rows(
    tx,
    sql<AccountRow>`with moved as (
        select m.from_account, m.to_account from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
        where p.district = ${district} and p.book = ${book} and p.number > ${number})
      select ${accountSelect} from account a
      where a.district = ${district} and a.account_id in (select from_account from moved union select to_account from moved)
        and a.book = ${book}`,
  )
  return found.map(foundAccount)
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

const PAYS = (Object.keys(postings) as PostingKindKey[]).filter((kind) => postings[kind].moves.some((m) => m.to === 'paid'))

/** As what each account that these drafts take paid money from was paid into last; nothing is read for other drafts. */
export const loadHowPaid = (tx: Tx, district: string, drafts: readonly PostingDraft[]) =>
  howPaidOf(
    tx,
    district,
    distinctAccounts(drafts.filter(asksHowPaid)).filter((a) => a.stage === 'paid'),
  )

/** The same for paid accounts. */
export async function howPaidOf(tx: Tx, district: string, paid: readonly AccountName[]): Promise<ReadonlyMap<string, PostingKindKey>> {
  if (paid.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<AccountRow & { paid_as: PostingKindKey }>`select ${accountSelect}, x.entry_kind as paid_as
      from ${tableOf('k', accountColumns, paid.map(columnsOf))}
      join account a on a.district = ${district} and a.lot_id = k.lot_id and a.book = k.book and a.stage = k.stage
        and a.project_id = k.project_id and a.contract_id = k.contract_id and a.claim_id = k.claim_id and a.payee_id = k.payee_id
      join lateral (select p.entry_kind from move m join posting p on p.district = m.district and p.posting_id = m.posting_id
        where m.district = a.district and m.to_account = a.account_id and not p.red and p.entry_kind = any(${PAYS}::text[])
        order by p.number desc limit 1) x on true`,
  )
  return new Map(found.map((r) => [accountText(accountOf(r)), r.paid_as]))
}

/** Opens the accounts that are missing; nobody else can, for the books are held. */
export async function openAccounts(
  tx: Tx,
  district: string,
  drafts: readonly PostingDraft[],
  known: ReadonlyMap<string, bigint>,
): Promise<ReadonlyMap<string, bigint>> {
  const missing = distinctAccounts(drafts).filter((a) => !known.has(accountText(a)))
  if (missing.length === 0) return known
  const opened = await openAccountsNamed(tx, district, missing)
  return new Map([...known, ...opened.map(({ account, id }) => [accountText(account), id] as const)])
}

export async function openAccountsNamed(tx: Tx, district: string, accounts: readonly AccountName[]): Promise<FoundAccount[]> {
  const opened = await rows(
    tx,
    sql<AccountRow>`insert into account (district, lot_id, book, stage, project_id, contract_id, claim_id, payee_id)
      select ${district}, lot_id, book, stage, project_id, contract_id, claim_id, payee_id
      from ${tableOf('k', accountColumns, accounts.map(columnsOf))}
      returning account_id, lot_id, book, stage, project_id, contract_id, claim_id, payee_id, balance_fen`,
  )
  return opened.map(foundAccount)
}
