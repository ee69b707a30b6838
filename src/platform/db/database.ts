/**
 * The one door to the database. Two engines, one meaning: PostgreSQL inside this process on a folder (default) or in
 * memory (tests), or a PostgreSQL server by its address. Everything that is written goes through `transaction`.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { Fault } from '#kernel/outcome.ts'
import { type Channel, type ChannelSource, kyselyOver } from './driver.ts'
import { type EmbeddedEngine, openFolder, openMemory } from './embedded.ts'
import { isWorthRetrying } from './failure.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { openServer } from './server.ts'
import type { Tables } from './tables.ts'
import { encode } from './value.ts'

export type Engine = 'embedded' | 'postgresql'

export interface TransactionOptions {
  /** `read committed` unless asked otherwise. */
  readonly isolation?: 'read committed' | 'serializable'
  readonly readOnly?: boolean
}

export interface Database {
  readonly engine: Engine
  /**
   * For single reads, and for one call of a function that is a transaction by itself. Inside a transaction use its `tx`: this one would
   * wait for the transaction that waits for it.
   */
  readonly db: Kysely<Tables>
  /**
   * For calls of functions that are transactions by themselves and follow one upon the other: they are carried out in the order in which
   * they are asked for, each sent without waiting for the answers of those before it.
   */
  readonly inOrder: Kysely<Tables>
  /**
   * Runs `work` in one transaction: it commits when `work` returns and rolls back when it throws. After a serialization
   * failure or a deadlock `work` runs again from the start, a few times, so it must have no effect but on `tx`.
   */
  transaction<T>(work: (tx: Transaction<Tables>) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Waits for what is running; afterwards the folder is free for another process. Closing twice is harmless. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** The embedded engine on this folder, which is made when it is missing, and locked against every other opener. */
  readonly dataFolder?: string
  /** A server: `postgresql://user:password@host:5432/name`. */
  readonly url?: string
  /** The embedded engine in memory; `template` (a dump of another) makes it boot faster. */
  readonly memory?: boolean
  readonly template?: Blob
  readonly maxConnections?: number
  readonly applicationName?: string
}

/** Opens exactly one of folder, server and memory. Throws Refused, in words, when the folder is taken or the server unfit. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataFolder, url, memory, template, maxConnections = 10, applicationName = 'headgate' } = options
  if ([dataFolder, url, memory || undefined].filter((given) => given !== undefined).length !== 1)
    throw new Fault('database', 'give exactly one of dataFolder, url and memory')
  if (url !== undefined) return new OpenDatabase('postgresql', await openServer({ url, maxConnections, applicationName }))
  if (dataFolder === undefined) return new OpenDatabase('embedded', await openMemory(template))
  const lock = await lockFolder(dataFolder)
  try {
    const engine = await openFolder(join(dataFolder, 'database'))
    return new OpenDatabase('embedded', locked(engine, lock))
  } catch (error) {
    lock.release()
    throw error
  }
}

function locked(engine: EmbeddedEngine, lock: FolderLock): ChannelSource {
  return {
    acquire: () => engine.acquire(),
    line: () => engine.line(),
    close: async () => {
      await engine.close()
      lock.release()
    },
  }
}

const ATTEMPTS = 8

/** Where the running code stands: in the work of which open database, and whether that work is still going on. */
interface Place {
  readonly of: OpenDatabase
  working: boolean
}

const place = new AsyncLocalStorage<Place>()
let atWork = 0

/** Knowing the place slows every promise of the program down, so it is known only while some transaction is at work. */
async function inPlace<T>(here: Place, work: () => Promise<T>): Promise<T> {
  atWork++
  try {
    return await place.run(here, work)
  } finally {
    here.working = false
    if (--atWork === 0) place.disable()
  }
}

class OpenDatabase implements Database {
  readonly engine: Engine
  readonly db: Kysely<Tables>
  readonly inOrder: Kysely<Tables>
  readonly #source: ChannelSource
  #closing: Promise<void> | undefined

  constructor(engine: Engine, source: ChannelSource) {
    this.engine = engine
    this.#source = source
    const guarded = (acquire: () => Promise<Channel>) => async () => {
      this.#refuseInsideWork()
      if (this.#closing) throw new Fault('database', 'the database is closed')
      return acquire()
    }
    this.db = kyselyOver(
      guarded(() => source.acquire()),
      encode,
    )
    this.inOrder = kyselyOver(
      guarded(() => source.line()),
      encode,
    )
  }

  /** On one connection it would wait for itself for ever; on a server it would see another world than its transaction. */
  #refuseInsideWork(): void {
    const at = place.getStore()
    if (at?.of === this && at.working) throw new Fault('transaction', 'inside a transaction use its tx, not the database')
  }

  async transaction<T>(work: (tx: Transaction<Tables>) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(work, options)
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthRetrying(error)) throw error
        await pause(randomInt(1, 4 << attempt))
      }
    }
  }

  async #once<T>(work: (tx: Transaction<Tables>) => Promise<T>, options: TransactionOptions): Promise<T> {
    const run = this.db
      .transaction()
      .setIsolationLevel(options.isolation ?? 'read committed')
      .setAccessMode(options.readOnly ? 'read only' : 'read write')
    return run.execute((tx) => {
      return inPlace({ of: this, working: true }, () => work(tx))
    })
  }

  close(): Promise<void> {
    this.#closing ??= this.#source.close()
    return this.#closing
  }
}
