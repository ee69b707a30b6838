/**
 * The embedded engine: PostgreSQL 18 in WebAssembly, in this process, one connection. Transactions queue for it in order
 * of arrival and never mix. On a folder every commit is on the disk before it is acknowledged; in memory nothing is kept.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { messages, PGlite, type PGliteOptions, protocol } from '@electric-sql/pglite'
import { Fault } from '#kernel/outcome.ts'
import { type Answer, type Channel, type ChannelSource, readTag } from './driver.ts'
import { DatabaseFailure } from './failure.ts'
import { keepHouse } from './housekeeping.ts'
import { SyncedFolder, syncFolder, syncTree } from './synced-folder.ts'
import { parserOf } from './value.ts'

/** How long statements may follow each other before timers, sockets and signals get their turn. */
const TURN_MILLISECONDS = 8

/** After how many uses of the connection the house is looked after. */
const HOUSEKEEPING_EVERY = 256

const inMemory = PGlite.defaultStartParams
const setting = (name: string, value: string): string[] => ['-c', `${name}=${value}`]

/** Without `-F`, which turns syncing off. The flush hints write through mmap here, which would only cost time. */
const onDisk = [
  ...inMemory.filter((parameter) => parameter !== '-F'),
  ...setting('fsync', 'on'),
  ...setting('wal_sync_method', 'fsync'),
  ...setting('synchronous_commit', 'on'),
  ...setting('full_page_writes', 'on'),
  ...setting('checkpoint_flush_after', '0'),
  ...setting('backend_flush_after', '0'),
]

/** Opens (and on first use makes) the database in `folder`, which the caller has locked. */
export async function openFolder(folder: string, sync?: (descriptor: number) => void): Promise<EmbeddedEngine> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await makeCluster(folder)
  return new EmbeddedEngine(await PGlite.create({ fs: new SyncedFolder(folder, sync), startParams: onDisk }), HOUSEKEEPING_EVERY)
}

/** `template` is a dump of another one (`EmbeddedEngine.dump`), which boots five times faster than from nothing. */
export async function openMemory(template?: Blob): Promise<EmbeddedEngine> {
  const options: PGliteOptions = { startParams: inMemory }
  return new EmbeddedEngine(await PGlite.create(template ? { ...options, loadDataDir: template } : options))
}

/** The first start, made beside and moved into place when it is whole: a kill in the middle leaves no half database. */
async function makeCluster(folder: string): Promise<void> {
  const building = `${folder}.building`
  rmSync(building, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(building, { recursive: true })
  const engine = await PGlite.create({ fs: new SyncedFolder(building, () => {}), startParams: onDisk })
  await engine.close()
  syncTree(building)
  renameSync(building, folder)
  syncFolder(join(folder, '..'))
}

export class EmbeddedEngine implements ChannelSource {
  readonly #engine: PGlite
  #last: Promise<void> = Promise.resolve()
  #turnBegan = performance.now()
  #stopped: 'closed' | 'broken' | undefined
  #uses = 0
  readonly #housekeepingEvery: number

  constructor(engine: PGlite, housekeepingEvery = Number.POSITIVE_INFINITY) {
    this.#engine = engine
    this.#housekeepingEvery = housekeepingEvery
    this.#watch()
  }

  /**
   * When PostgreSQL stops hard (a disk that does not sync, no memory left), PGlite swallows that and feeds the dead engine
   * for ever, without a turn for anybody else. So the one function that ends so is watched, and the feeding cut off.
   */
  #watch(): void {
    const module = this.#engine.Module
    const once = module._PostgresMainLoopOnce
    module._PostgresMainLoopOnce = () => {
      try {
        once()
      } catch (error) {
        if (!isErrorJump(error)) this.#stopped = 'broken'
        throw error
      }
    }
    const remaining = module._pq_buffer_remaining_data
    module._pq_buffer_remaining_data = () => (this.#stopped ? 0 : remaining())
  }

  /** The request as long as the engine lives; nothing, once it does not. */
  #whileAlive(message: Uint8Array): Uint8Array {
    const { length } = message
    return Object.defineProperty(message, 'length', { get: () => (this.#stopped ? 0 : length) })
  }

  async acquire(): Promise<Channel> {
    const before = this.#last
    let free = (): void => {}
    this.#last = new Promise((resolve) => {
      free = resolve
    })
    await before
    const release = (): void => {
      if (++this.#uses % this.#housekeepingEvery === 0) void this.#keepHouse()
      free()
    }
    return { query: (text, parameters) => this.#query(text, parameters), release }
  }

  /** Here everything is carried out in the order in which it was asked for. */
  line(): Promise<Channel> {
    return this.acquire()
  }

  /** Takes its turn in the queue like everybody else. */
  async #keepHouse(): Promise<void> {
    const channel = await this.acquire()
    try {
      if (!this.#stopped) await keepHouse(channel)
    } catch {
      // A failure here is no failure of anybody's work: the next statement says so if the engine is broken, else it is tried again.
    } finally {
      channel.release(false)
    }
  }

  async #query(text: string, parameters: readonly (string | null)[]): Promise<Answer> {
    if (this.#stopped) throw new Fault('embedded', `the embedded database is ${this.#stopped}`)
    if (performance.now() - this.#turnBegan > TURN_MILLISECONDS) {
      // The engine answers synchronously: without this a long run of statements would starve everything else.
      await new Promise((resolve) => setImmediate(resolve))
      this.#turnBegan = performance.now()
    }
    try {
      return readAnswer(await this.#engine.execProtocolStream(this.#whileAlive(request(text, parameters)), { syncToFs: false }))
    } catch (error) {
      if (error instanceof messages.DatabaseError) throw new DatabaseFailure(error, text)
      this.#stopped = 'broken'
      throw error
    }
  }

  /** The whole cluster as a tar archive; for templates of memory databases. */
  async dump(): Promise<Blob> {
    const channel = await this.acquire()
    try {
      return await this.#engine.dumpDataDir('none')
    } finally {
      channel.release(false)
    }
  }

  /** Waits for what is running, writes a checkpoint and stops. */
  async close(): Promise<void> {
    const channel = await this.acquire()
    try {
      if (this.#stopped === 'closed') return
      const wasBroken = this.#stopped === 'broken'
      this.#stopped = 'closed'
      if (!wasBroken) await this.#engine.close()
    } finally {
      channel.release(false)
    }
  }
}

/** An SQL error leaves the engine by a long jump with this exit code and comes back; every other way out is its end. */
const isErrorJump = (error: unknown): boolean => typeof error === 'object' && error !== null && 'status' in error && error.status === 100

/** One message for the whole exchange; PGlite's own `query` asks for the types first, in five. */
function request(text: string, parameters: readonly (string | null)[]): Uint8Array {
  const { serialize } = protocol
  if (parameters.length === 0) return serialize.query(text)
  return Buffer.concat([
    serialize.parse({ text }),
    serialize.bind({ values: [...parameters] }),
    serialize.describe({ type: 'P' }),
    serialize.execute({}),
    serialize.sync(),
  ])
}

type Message = Awaited<ReturnType<PGlite['execProtocolStream']>>[number]

function readAnswer(answer: readonly Message[]): Answer {
  let fields: { readonly name: string; readonly parse: (text: string) => unknown }[] = []
  let rows: Record<string, unknown>[] = []
  let tag = ''
  let ready = false
  for (const message of answer) {
    if (message instanceof messages.RowDescriptionMessage) {
      fields = message.fields.map((field) => ({ name: field.name, parse: parserOf(field.dataTypeID) }))
      rows = []
    } else if (message instanceof messages.DataRowMessage) {
      const row: Record<string, unknown> = {}
      message.fields.forEach((text, index) => {
        const field = fields[index]!
        row[field.name] = text === null ? null : field.parse(text)
      })
      rows.push(row)
    } else if (message instanceof messages.CommandCompleteMessage) {
      tag = message.text
    } else if (message.name === 'readyForQuery') {
      ready = true
    }
  }
  // The engine swallows its own crash (a failed disk sync, memory exhausted): the missing last word is how one sees it.
  if (!ready) throw new Fault('embedded', 'the embedded database stopped answering; start the program again')
  return { rows, ...readTag(tag) }
}
