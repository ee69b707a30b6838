/**
 * The kysely dialect over a channel: one connection that takes text and parameters and gives rows. Both engines are
 * channels, so what a statement means (parameters, parsers, errors, commit) is decided once, here.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import { Fault } from '#kernel/outcome.ts'
import type { Tables } from './tables.ts'

export interface Answer {
  readonly rows: Record<string, unknown>[]
  /** Rows written, for insert, update, delete, merge; otherwise undefined. */
  readonly written: number | undefined
  /** First word of the command tag: `COMMIT`, `ROLLBACK`, `SELECT`. */
  readonly command: string
}

/**
 * One connection, used by one caller at a time. Without parameters the text may hold several statements, and the
 * answer is that of the last. Throws DatabaseFailure.
 */
export interface Channel {
  query(text: string, parameters: readonly (string | null)[]): Promise<Answer>
  /** `broken` when its state is unknown and it must not be used again. */
  release(broken: boolean): void
}

/** Marks a statement that is sent again and again, and whose plan does not depend on its values. */
export const PREPARED = '/* prepared */'

export interface ChannelSource {
  acquire(): Promise<Channel>
  /** A channel that several may use at once: what is asked is carried out in that order, each without waiting for answers before it. */
  line(): Promise<Channel>
  close(): Promise<void>
}

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/** Splits `INSERT 0 3` or `UPDATE 3` into the first word and the number of rows written. */
export function readTag(tag: string): { command: string; written: number | undefined } {
  const words = tag.split(' ')
  const command = words[0] ?? ''
  return { command, written: WRITES.has(command) ? Number(words.at(-1)) : undefined }
}

class Connection implements DatabaseConnection {
  readonly channel: Channel
  readonly #encode: (value: unknown) => string | null
  broken = false

  constructor(channel: Channel, encode: (value: unknown) => string | null) {
    this.channel = channel
    this.#encode = encode
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const answer = await this.run(query.sql, query.parameters)
    const rows = answer.rows as R[]
    return answer.written === undefined ? { rows } : { rows, numAffectedRows: BigInt(answer.written) }
  }

  run(text: string, parameters: readonly unknown[] = []): Promise<Answer> {
    return this.channel.query(text, parameters.map(this.#encode))
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator, and nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Fault('stream', 'results are not streamed: page through them')
  }
}

class ChannelDriver implements Driver {
  readonly #acquire: () => Promise<Channel>
  readonly #encode: (value: unknown) => string | null

  constructor(acquire: () => Promise<Channel>, encode: (value: unknown) => string | null) {
    this.#acquire = acquire
    this.#encode = encode
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(await this.#acquire(), this.#encode)
  }

  async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
    await connection.run(`begin${isolation}${settings.accessMode ? ` ${settings.accessMode}` : ''}`)
  }

  async commitTransaction(connection: Connection): Promise<void> {
    const answer = await connection.run('commit')
    // PostgreSQL answers the commit of a failed transaction with a quiet ROLLBACK: that must never pass for success.
    if (answer.command !== 'COMMIT') throw new Fault('commit', 'a statement failed, its error was swallowed, and nothing was saved')
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    try {
      await connection.run('rollback')
    } catch {
      // The error that led here matters more than this one; the connection is thrown away and the server rolls back.
      connection.broken = true
    }
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.channel.release(connection.broken)
  }

  async destroy(): Promise<void> {}
}

/** Over channels that whoever owns them closes. */
export function kyselyOver(acquire: () => Promise<Channel>, encode: (value: unknown) => string | null): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ChannelDriver(acquire, encode),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  return new Kysely<Tables>({ dialect })
}
