/**
 * Raw SQL that goes round every pure guard, for tests of what the database itself refuses and of what `verify` finds.
 * By default a forged posting is right in every respect, so that a test spoils one thing and knows what was refused.
 */
import { failureOf } from '#platform/db/failure.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql, tableOf, theRow, type Tx } from '#platform/db/sql.ts'
import { chainHash } from '#platform/hash.ts'

export interface ForgedMove {
  readonly lot: string
  readonly from: bigint
  readonly to: bigint
  readonly amount: bigint
}

export interface Forgery {
  readonly moves: readonly ForgedMove[]
  readonly book?: string
  readonly number?: bigint
  readonly previousHash?: string
  readonly amount?: bigint
  readonly person?: string
  readonly key?: string
  readonly basis?: string
  readonly kind?: string
  readonly entryKind?: string
  readonly red?: boolean
  readonly reverses?: string
  readonly date?: string
  /** Instead of the next of its month. */
  readonly voucher?: number
  readonly otherBook?: string
}

/** The next voucher number of a book in a month, taken as the ledger takes it. */
async function nextVoucher(tx: Tx, district: string, book: string, month: number): Promise<number> {
  const taken = await theRow(
    tx,
    sql<{ vouchers: number }>`insert into period as p (district, book, month, vouchers) values (${district}, ${book}, ${month}, 1)
      on conflict (district, book, month) do update set vouchers = p.vouchers + 1 returning vouchers`,
  )
  return taken.vouchers
}

let serial = 0

/** One posting with its moves in one statement, as the ledger writes them, on the head of the chain. Returns its id. */
export async function forge(tx: Tx, district: string, f: Forgery): Promise<string> {
  const book = f.book ?? 'poverty'
  const head = await theRow(
    tx,
    sql<{ number: bigint; hash: string }>`select number, hash from chain_head where district = ${district} and book = ${book}`,
  )
  const id = `pst_forged${++serial}`
  const previous = f.previousHash ?? head.hash
  const amount = f.amount ?? f.moves.reduce((sum, m) => sum + m.amount, 0n)
  const date = f.date ?? '2017-03-01'
  const month = Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7))
  const voucher = f.voucher ?? (await nextVoucher(tx, district, book, month))
  const other = f.otherBook ? await nextVoucher(tx, district, f.otherBook, month) : null
  const kind = f.kind ?? 'reservation'
  const moves = f.moves.map((m, i) => ({ line: i + 1, lot: m.lot, from_id: m.from, to_id: m.to, amount: m.amount }))
  await run(
    tx,
    sql`with p as (
        insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, amount_fen,
          bytes, previous_hash, hash, voucher_no, other_book, other_voucher_no, entry_kind, red, reverses, format)
        values (${district}, ${id}, ${book}, ${f.number ?? head.number + 1n}, ${kind}, ${date}, '2017-03-01T01:00:00Z',
          ${f.person ?? 'usr_forger'}, ${f.key ?? 'key'}, ${f.basis ?? 'basis'}, ${amount}, '{}', ${previous}, ${chainHash(previous, '{}')},
          ${voucher}, ${f.otherBook ?? null}, ${other}, ${f.entryKind ?? kind}, ${f.red ?? false}, ${f.reverses ?? null}, 2))
      insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select ${district}, ${id}, line, lot, from_id, to_id, amount
      from ${tableOf('m', { line: 'integer', lot: 'text', from_id: 'bigint', to_id: 'bigint', amount: 'bigint' }, moves)}`,
  )
  return id
}

/** Sets the head of a chain to its last posting, as the ledger does after each. */
export const advanceHead = (tx: Tx, district: string, book = 'poverty') =>
  run(
    tx,
    sql`update chain_head h set (number, hash) = (select p.number, p.hash from posting p where p.district = ${district}
      and p.book = h.book order by p.number desc limit 1) where h.district = ${district} and h.book = ${book}`,
  )

/** Closes a month of the poverty book as the ledger would, with its recorded act. */
export async function forgeClosing(tx: Tx, district: string, month: number): Promise<void> {
  await run(
    tx,
    sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
      values (${district}, 'poverty', 1, ${month}, 'close', '结账', '{}', 'usr_forger', '2017-04-01T01:00:00Z')`,
  )
  await run(tx, sql`update chain_head set closed_through = ${month} where district = ${district} and book = 'poverty'`)
}

export interface RawAccount {
  readonly lot: string
  readonly stage: string
  readonly book?: string
  readonly project?: string
  readonly contract?: string
  readonly balance?: bigint
}

/** The account's number; opened when it is not there yet. */
export async function accountOf(tx: Tx, district: string, a: RawAccount): Promise<bigint> {
  const { lot, stage, book = 'poverty', project = '', contract = '', balance = 0n } = a
  await run(
    tx,
    sql`insert into account (district, lot_id, book, stage, project_id, contract_id, balance_fen)
      values (${district}, ${lot}, ${book}, ${stage}, ${project}, ${contract}, ${balance}) on conflict do nothing`,
  )
  const found = await theRow(
    tx,
    sql<{ account_id: bigint }>`select account_id from account where district = ${district} and lot_id = ${lot} and book = ${book}
      and stage = ${stage} and project_id = ${project} and contract_id = ${contract} and claim_id = ''`,
  )
  return found.account_id
}

/** A forger who knows the house: balances, turnover, voucher counters and heads made to agree with what postings and moves are left. */
export async function coverTracks(tx: Tx, district: string): Promise<void> {
  await run(
    tx,
    sql`update account a set balance_fen = coalesce((
        select sum(case when m.to_account = a.account_id then m.amount_fen else -m.amount_fen end) from move m
        where m.district = a.district and a.account_id in (m.from_account, m.to_account)), 0)
      where a.district = ${district}`,
  )
  await run(tx, sql`delete from turnover where district = ${district}`)
  await run(
    tx,
    sql`insert into turnover (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
      select p.district, case when p.red then t.book else f.book end, case when p.red then f.book else t.book end, p.business_date, p.entry_kind,
        case when p.red then t.stage else f.stage end, case when p.red then f.stage else t.stage end,
        sum(case when p.red then -m.amount_fen else m.amount_fen end), count(*)
      from posting p join move m on m.district = p.district and m.posting_id = p.posting_id
      join account f on f.district = m.district and f.account_id = m.from_account
      join account t on t.district = m.district and t.account_id = m.to_account
      where p.district = ${district} group by 1, 2, 3, 4, 5, 6, 7`,
  )
  await run(
    tx,
    sql`update period d set vouchers = coalesce((select max(no) from (
        select voucher_no as no from posting where district = d.district and book = d.book and month = d.month
        union all select other_voucher_no from posting where district = d.district and other_book = d.book and month = d.month) v), 0)
      where d.district = ${district}`,
  )
  await run(
    tx,
    sql`update chain_head h set (number, hash) = (select p.number, p.hash from posting p
        where p.district = h.district and p.book = h.book order by p.number desc limit 1)
      where h.district = ${district} and exists (select 1 from posting p where p.district = h.district and p.book = h.book)`,
  )
}

/** Writes the chain of a book anew with right hashes all the way, after `change` has been applied to the bytes of each posting. */
export async function hashAnew(tx: Tx, district: string, book: string, change: (bytes: string, number: bigint) => string): Promise<void> {
  const chain = await rows(
    tx,
    sql<{ posting_id: string; number: bigint; bytes: string; format: number }>`select posting_id, number, bytes, format from posting
      where district = ${district} and book = ${book} order by number`,
  )
  let previous = ''
  for (const p of chain) {
    const bytes = change(p.bytes, p.number)
    const hash = chainHash(previous, bytes, p.format)
    await run(
      tx,
      sql`update posting set bytes = ${bytes}, previous_hash = ${previous}, hash = ${hash}
        where district = ${district} and posting_id = ${p.posting_id}`,
    )
    previous = hash
  }
}

class Undo extends Error {
  readonly value: unknown
  constructor(value: unknown) {
    super('undo')
    this.value = value
  }
}

/** Does the work, keeps what it returned, and undoes everything it did. */
export async function undone<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await database.transaction(async (tx) => {
      throw new Undo(await work(tx))
    })
  } catch (error) {
    if (error instanceof Undo) return error.value as T
    throw error
  }
}

/** What the database says to the work: the constraint that a CHECK or unique index names, else the SQLSTATE; 'accepted' when it takes it. */
export async function answerTo(database: Database, work: (tx: Tx) => Promise<unknown>): Promise<string> {
  try {
    await undone(database, work)
    return 'accepted'
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) throw error
    return failure.code.startsWith('HG') ? failure.code : (failure.constraint ?? failure.code)
  }
}

/** Every table that has rows of this district, as one hash of all of them: two equal snapshots mean that nothing changed. */
export async function snapshot(database: Database, district: string): Promise<Record<string, string>> {
  const tables = await rows(
    database.db,
    sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = current_schema() and column_name = 'district' order by table_name`,
  )
  const hashes: [string, string][] = []
  for (const { name } of tables) {
    const found = await theRow(
      database.db,
      sql<{
        hash: string | null
      }>`select md5(string_agg(t::text, '|' order by t::text)) as hash from ${sql.id(name)} t where district = ${district}`,
    )
    if (found.hash !== null) hashes.push([name, found.hash])
  }
  return Object.fromEntries(hashes)
}

/** Names of the tables in which two snapshots differ. */
export const changed = (a: Record<string, string>, b: Record<string, string>): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort()
