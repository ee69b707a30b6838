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
  const moves = f.moves.map((m, i) => ({ line: i + 1, lot: m.lot, from_id: m.from, to_id: m.to, amount: m.amount }))
  await run(
    tx,
    sql`with p as (
        insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis, amount_fen,
          bytes, previous_hash, hash)
        values (${district}, ${id}, ${book}, ${f.number ?? head.number + 1n}, 'reservation', '2017-03-01', '2017-03-01T01:00:00Z',
          ${f.person ?? 'usr_forger'}, ${f.key ?? 'key'}, ${f.basis ?? 'basis'}, ${amount}, '{}', ${previous}, ${chainHash(previous, '{}')}))
      insert into move (district, posting_id, line, lot_id, from_account, to_account, amount_fen)
      select ${district}, ${id}, line, lot, from_id, to_id, amount
      from ${tableOf('m', { line: 'integer', lot: 'text', from_id: 'bigint', to_id: 'bigint', amount: 'bigint' }, moves)}`,
  )
  return id
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
