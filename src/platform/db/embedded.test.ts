import { cpSync, fsyncSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { type EmbeddedEngine, openFolder } from './embedded.ts'
import { rows, sql, theRow } from './sql.ts'

const temporary = (): string => mkdtempSync(join(tmpdir(), 'headgate-embedded-'))

/** A database is made once and copied, because making one takes seconds. */
const original = temporary()
beforeAll(async () => {
  await (await openFolder(join(original, 'database'))).close()
})
afterAll(() => rmSync(original, { recursive: true, force: true }))

let root: string
let folder: string
beforeEach(() => {
  root = temporary()
  folder = join(root, 'database')
  cpSync(join(original, 'database'), folder, { recursive: true })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function ask(engine: EmbeddedEngine, text: string): Promise<Record<string, unknown>[]> {
  const channel = await engine.acquire()
  try {
    return (await channel.query(text, [])).rows
  } finally {
    channel.release(false)
  }
}

describe('a commit on a folder is on the disk before it is acknowledged', () => {
  test('each commit syncs the log, a read syncs nothing, and the engine runs with syncing on', async () => {
    const synced: string[] = []
    const engine = await openFolder(folder, (descriptor) => {
      fsyncSync(descriptor)
      synced.push(process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${descriptor}`) : 'pg_wal')
    })
    const settings = await ask(
      engine,
      `select name, setting from pg_settings
        where name in ('fsync', 'wal_sync_method', 'synchronous_commit', 'full_page_writes') order by name`,
    )
    expect(settings.map((one) => Object.values(one).join(' '))).toEqual([
      'fsync on',
      'full_page_writes on',
      'synchronous_commit on',
      'wal_sync_method fsync',
    ])
    await ask(engine, 'create table note (id integer)')
    for (let id = 1; id <= 20; id++) {
      synced.length = 0
      await ask(engine, `insert into note values (${id})`)
      expect(synced.filter((path) => path.includes('pg_wal')).length).toBeGreaterThanOrEqual(1)
    }
    synced.length = 0
    await ask(engine, 'select * from note')
    expect(synced).toEqual([])
    await ask(engine, 'checkpoint')
    expect(synced.some((path) => path.includes('base'))).toBe(true)
    await engine.close()
  })

  test('a folder is synced too when a name in it changed', async () => {
    const synced: string[] = []
    const engine = await openFolder(folder, (descriptor) => {
      fsyncSync(descriptor)
      if (process.platform === 'linux') synced.push(readlinkSync(`/proc/self/fd/${descriptor}`))
    })
    await ask(engine, 'select pg_switch_wal(); create table a (id integer); select pg_switch_wal(); insert into a values (1); checkpoint')
    if (process.platform === 'linux') expect(synced).toContain(join(folder, 'pg_wal'))
    await engine.close()
  })

  test('when the disk refuses to sync, the commit fails and nothing more is acknowledged', async () => {
    let broken = false
    const engine = await openFolder(folder, (descriptor) => {
      if (broken) throw new Error('EIO')
      fsyncSync(descriptor)
    })
    await ask(engine, 'create table note (id integer)')
    broken = true
    await expect(ask(engine, 'insert into note values (1)')).rejects.toThrow()
    broken = false
    await expect(ask(engine, 'insert into note values (2)')).rejects.toThrow()
    await engine.close()
    const again = await openFolder(folder)
    expect(await ask(again, 'select id from note where id = 2')).toEqual([])
    await again.close()
  })
})

test('a folder is looked after between transactions: checkpoints, vacuum, analyze', async () => {
  const database = await openDatabase({ dataFolder: root })
  const state = sql<{ point: string; vacuumed: boolean; analyzed: boolean }>`
    select checkpoint_lsn::text as point, last_vacuum is not null as vacuumed, last_analyze is not null as analyzed
    from pg_control_checkpoint() cross join pg_stat_user_tables where relname = 'note'`
  await sql`create table note (id integer primary key, text text)`.execute(database.db)
  const before = await theRow(database.db, state)
  await sql`insert into note select i, repeat(md5(i::text), 60) from generate_series(1, 10000) i`.execute(database.db)
  for (let i = 0; i < 3; i++) await sql`update note set text = repeat(md5(text), 60)`.execute(database.db)
  for (let i = 0; i < 600; i++) await sql`select 1`.execute(database.db)
  const after = await theRow(database.db, state)
  expect(after.point).not.toBe(before.point)
  expect(after).toMatchObject({ vacuumed: true, analyzed: true })
  await database.close()
})

describe('the folder', () => {
  test('keeps what was committed, and can be opened again after it was closed', async () => {
    const first = await openDatabase({ dataFolder: root })
    await sql`create table note (text text)`.execute(first.db)
    await first.transaction((tx) => rows(tx, sql`insert into note values (${'渠首'})`))
    await expect(openDatabase({ dataFolder: root })).rejects.toThrow('data_folder_open_here')
    await first.close()
    const second = await openDatabase({ dataFolder: root })
    expect(await rows(second.db, sql`select text from note`)).toEqual([{ text: '渠首' }])
    await second.close()
  })

  test('survives an end in the middle of its very first start', async () => {
    rmSync(folder, { recursive: true })
    mkdirSync(`${folder}.building/base`, { recursive: true })
    writeFileSync(`${folder}.building/PG_VERSION`, '18')
    mkdirSync(folder)
    const engine = await openFolder(folder)
    expect(await ask(engine, 'select 1 as one')).toEqual([{ one: 1 }])
    await engine.close()
  })

  test('is free again when it could not be opened', async () => {
    rmSync(join(folder, 'global'), { recursive: true })
    await expect(openDatabase({ dataFolder: root })).rejects.toThrow()
    rmSync(folder, { recursive: true })
    cpSync(join(original, 'database'), folder, { recursive: true })
    const database = await openDatabase({ dataFolder: root })
    await database.close()
  })
})

test('a long run of statements lets timers have their turn', async () => {
  const database = await openDatabase({ memory: true })
  let turned = false
  setTimeout(() => {
    turned = true
  })
  for (let i = 0; i < 100_000 && !turned; i++) await sql`select 1`.execute(database.db)
  expect(turned).toBe(true)
  await database.close()
})
