import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { engines, MIGRATIONS } from '../../../test/support/database.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { describeSchema } from '../../../test/support/schema-snapshot.ts'
import { rows, sql } from './sql.ts'

describe.each(engines())('migrations on $name', ({ openEmpty }) => {
  let database: Database
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'headgate-migrate-'))
    put('0001-first', 'create table a (id integer);\ninsert into a values (1);')
    put('0002-second-step', 'create function f() returns integer language sql as $$ select 2; $$;\ninsert into a values (f());')
    database = await openEmpty()
  })
  afterEach(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const put = (name: string, text: string): void => writeFileSync(join(folder, `${name}.sql`), text)
  const ids = async () => (await rows(database.db, sql<{ id: number }>`select id from a order by id`)).map(({ id }) => id)
  const refusal = (code: string) => expect.objectContaining({ refusal: expect.objectContaining({ code }) })

  test('are applied in order, once, and said', async () => {
    const said: string[] = []
    expect(await migrate(database, folder, (line) => said.push(line))).toEqual(['0001-first', '0002-second-step'])
    expect(said).toEqual(['0001-first', '0002-second-step'])
    expect(await migrate(database, folder)).toEqual([])
    put('0003-third', 'insert into a values (3)')
    expect(await migrate(database, folder)).toEqual(['0003-third'])
    expect(await ids()).toEqual([1, 2, 3])
  })

  test('are applied once by servers that start together', async () => {
    const done = await Promise.all([migrate(database, folder), migrate(database, folder), migrate(database, folder)])
    expect(done.flat().sort()).toEqual(['0001-first', '0002-second-step'])
    expect(await ids()).toEqual([1, 2])
  })

  test('fail as a whole, name the file, and keep what came before', async () => {
    put('0003-broken', 'insert into a values (3); insert into nothing values (1);')
    await expect(migrate(database, folder)).rejects.toThrow('0003-broken: 42P01')
    expect(await ids()).toEqual([1, 2])
    put('0003-broken', 'insert into a values (3)')
    expect(await migrate(database, folder)).toEqual(['0003-broken'])
  })

  test('refuse an applied file that was changed, but not changed line ends', async () => {
    await migrate(database, folder)
    put('0001-first', 'create table a (id integer);\r\ninsert into a values (1);')
    expect(await migrate(database, folder)).toEqual([])
    put('0001-first', 'create table a (id bigint);\ninsert into a values (1);')
    await expect(migrate(database, folder)).rejects.toEqual(refusal('migration_changed'))
  })

  test('refuse a database that is newer than the program, and a number before the last', async () => {
    await migrate(database, folder)
    renameSync(join(folder, '0001-first.sql'), join(folder, 'kept'))
    await expect(migrate(database, folder)).rejects.toEqual(refusal('migration_unknown'))
    renameSync(join(folder, 'kept'), join(folder, '0001-first.sql'))
    put('0000-late', 'select 1')
    await expect(migrate(database, folder)).rejects.toEqual(refusal('migration_late'))
  })

  test('have names of one form and each its number', async () => {
    put('0002-again', 'select 1')
    await expect(migrate(database, folder)).rejects.toThrow('has the number of')
    rmSync(join(folder, '0002-again.sql'))
    put('Third', 'select 1')
    await expect(migrate(database, folder)).rejects.toThrow('not named')
  })

  test('of this project give the same described schema on every engine, and it says everything', async () => {
    await migrate(database, MIGRATIONS)
    const described = await describeSchema(database.db)
    expect(described).toBe(await schemaOfFirstEngine(described))
    await sql`create view v as select number from schema_migration`.execute(database.db)
    await sql`create domain fen as bigint check (value >= 0)`.execute(database.db)
    await sql`create table extra (id integer primary key, kind text default 'x' check (kind <> ''), unique (kind))`.execute(database.db)
    await sql`create index extra_kind on extra (lower(kind))`.execute(database.db)
    const more = await describeSchema(database.db)
    for (const line of [
      'view v (number integer)',
      'domain fen bigint',
      "  kind text default 'x'::text",
      "  constraint extra_kind_check CHECK ((kind <> ''::text))",
      '  constraint extra_kind_key UNIQUE (kind)',
      '  index CREATE INDEX extra_kind ON extra USING btree (lower(kind))',
    ])
      expect(more).toContain(line)
  })
})

let first: string | undefined
async function schemaOfFirstEngine(described: string): Promise<string> {
  first ??= described
  return first
}
