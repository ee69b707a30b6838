/**
 * Databases for tests, migrated from `migrations/`. Each engine is booted once a worker and shared by its test files;
 * tests keep apart by a district of their own. PostgreSQL takes part when TEST_DATABASE_URL names a server, and then a
 * server that cannot be reached is a failure, never a skip.
 */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, openAsBlob, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#kernel/outcome.ts'
import { type Database, type Engine, openDatabase } from '#platform/db/database.ts'
import { openMemory } from '#platform/db/embedded.ts'
import { migrate } from '#platform/db/migrate.ts'
import { sql } from '#platform/db/sql.ts'

export const MIGRATIONS = join(import.meta.dirname, '../../migrations')

export interface TestEngine {
  readonly name: Engine
  /** The worker's own migrated database of this engine. Closing it does nothing: other files of the worker use it. */
  readonly open: () => Promise<Database>
  /** A new one without any schema, of this engine; the caller closes it. */
  readonly openEmpty: () => Promise<Database>
}

const serverUrl = process.env['TEST_DATABASE_URL']

/** For `describe.each(engines())('…on $name', ({ open }) => …)`. */
export function engines(): TestEngine[] {
  const embedded: TestEngine = { name: 'embedded', open: () => shared('embedded', openMigratedMemory), openEmpty: openEmptyMemory }
  if (!serverUrl) return [embedded]
  return [embedded, { name: 'postgresql', open: () => shared('postgresql', openMigratedServer), openEmpty: () => openServer('empty') }]
}

/** The embedded one, for tests of what no engine changes. */
export const openTestDatabase = (): Promise<Database> => shared('embedded', openMigratedMemory)

let districts = 0

/** A district code (six digits) that no other test of this worker uses; its row is the caller's to insert. */
export const freshDistrict = (): string => String(900_001 + districts++)

const opened = new Map<Engine, Promise<Database>>()

async function shared(engine: Engine, open: () => Promise<Database>): Promise<Database> {
  const known = opened.get(engine) ?? open()
  opened.set(engine, known)
  const database = await known
  return {
    engine: database.engine,
    db: database.db,
    inOrder: database.inOrder,
    transaction: (work, options) => database.transaction(work, options),
    close: async () => {},
  }
}

async function openMigratedMemory(): Promise<Database> {
  const database = await openEmptyMemory()
  await migrate(database, MIGRATIONS)
  return database
}

/** Making a cluster takes seconds, loading a copy half a second: one is kept between runs, by version of the engine. */
async function openEmptyMemory(): Promise<Database> {
  const root = join(import.meta.dirname, '../..')
  const version = createHash('sha256')
    .update(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json')))
    .digest('hex')
  const folder = join(root, 'node_modules/.cache/headgate')
  const file = join(folder, `cluster-${version.slice(0, 16)}.tar`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const engine = await openMemory()
    const aside = `${file}.${randomBytes(6).toString('hex')}`
    writeFileSync(aside, new Uint8Array(await (await engine.dump()).arrayBuffer()))
    await engine.close()
    renameSync(aside, file)
  }
  return openDatabase({ memory: true, template: await openAsBlob(file) })
}

async function openMigratedServer(): Promise<Database> {
  const database = await openServer('migrated')
  await migrate(database, MIGRATIONS)
  return database
}

let made = 0

/** A database of its own for this worker on the server, made anew. Its name, like the given one, says that it is for tests. */
async function openServer(purpose: string): Promise<Database> {
  const url = new URL(serverUrl ?? '')
  const name = decodeURIComponent(url.pathname.slice(1))
  if (!name.includes('test')) throw new Fault('TEST_DATABASE_URL', `the database is called ${name}; its name must contain "test"`)
  const own = `${name}_${purpose}_${process.env['VITEST_POOL_ID'] ?? '0'}_${++made}`
  const given = await openDatabase({ url: url.href, maxConnections: 1 })
  try {
    await sql`drop database if exists ${sql.id(own)} with (force)`.execute(given.db)
    await sql`create database ${sql.id(own)} template template0 encoding 'UTF8'`.execute(given.db)
  } finally {
    await given.close()
  }
  url.pathname = `/${encodeURIComponent(own)}`
  return openDatabase({ url: url.href, maxConnections: 20 })
}
