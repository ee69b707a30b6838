/**
 * Plain SQL, made pleasant: `rows(tx, sql<{ id: string }>`select …`)`. A value in `${}` is always a parameter, bound the
 * same on both engines: bigint for int8, arrays for `::text[]` and `::bigint[]`, `json()` for jsonb, ISO text for times.
 */
import { CompiledQuery, type RawBuilder, sql, type Transaction } from 'kysely'
import { Fault } from '#kernel/outcome.ts'
import { PREPARED } from './driver.ts'
import type { Executor, Tables } from './tables.ts'
import { encodeJson } from './value.ts'

export type { RawBuilder, Transaction } from 'kysely'
export { sql } from 'kysely'
export { PREPARED } from './driver.ts'
export type Tx = Transaction<Tables>

export async function rows<T>(on: Executor, query: RawBuilder<T>): Promise<T[]> {
  return (await query.execute(on)).rows
}

/** The one row, or undefined. More than one is a fault of the statement. */
export async function row<T>(on: Executor, query: RawBuilder<T>): Promise<T | undefined> {
  const found = await rows(on, query)
  if (found.length > 1) throw new Fault('sql', `one row expected, ${found.length} found`)
  return found[0]
}

/** The one row that must be there. */
export async function theRow<T>(on: Executor, query: RawBuilder<T>): Promise<T> {
  const found = await row(on, query)
  if (found === undefined) throw new Fault('sql', 'one row expected, none found')
  return found
}

/** Runs a statement that writes and says how many rows it wrote. */
export async function run(on: Executor, query: RawBuilder<unknown>): Promise<number> {
  return Number((await query.execute(on)).numAffectedRows ?? 0n)
}

/** A jsonb parameter of any JSON value, arrays and plain text included; a bigint inside becomes decimal text. */
export const json = (value: unknown): RawBuilder<unknown> => sql`${encodeJson(value)}::jsonb`

export type ColumnType = 'text' | 'bigint' | 'integer' | 'numeric' | 'boolean' | 'date' | 'timestamptz' | 'jsonb' | 'bytea'

/**
 * Records as a table, one array parameter a column, for set-based statements of any size:
 * sql`insert into lot (district, id, amount) select ${district}, id, amount from ${tableOf('t', { id: 'text', amount: 'bigint' }, lots)}`
 */
export function tableOf<const C extends Readonly<Record<string, ColumnType>>>(
  alias: string,
  columns: C,
  records: readonly { readonly [K in keyof C]: unknown }[],
): RawBuilder<unknown> {
  const names = Object.keys(columns)
  const arrays = names.map((name) => {
    const type = columns[name]!
    const values = records.map((record) => (type === 'jsonb' ? jsonOrNull(record[name]) : record[name]))
    return sql`${values}::${sql.raw(type)}[]`
  })
  return sql`unnest(${sql.join(arrays)}) as ${sql.id(alias)}(${sql.join(names.map((name) => sql.id(name)))})`
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : encodeJson(value))

let savepoints = 0

/** Runs `work` so that its failure undoes only its own statements and leaves the transaction usable. */
export async function withSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const name = sql.id(`sp_${++savepoints}`)
  await sql`savepoint ${name}`.execute(tx)
  try {
    const result = await work()
    await sql`release savepoint ${name}`.execute(tx)
    return result
  } catch (error) {
    await sql`rollback to savepoint ${name}`.execute(tx)
    await sql`release savepoint ${name}`.execute(tx)
    throw error
  }
}

/** Waits until no other transaction holds the name; held until this one ends. Names are hashed to PostgreSQL's 64 bits. */
export async function lockName(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

/** `select name(…)`: parameters are text or null, as PostgreSQL reads them. Outside a transaction it is one of its own. */
export async function callFunction(on: Executor, name: string, parameters: readonly (string | null)[]): Promise<void> {
  await on.executeQuery(
    CompiledQuery.raw(`${PREPARED} select ${name}(${parameters.map((_, i) => `$${i + 1}`).join(',')})`, [...parameters]),
  )
}
