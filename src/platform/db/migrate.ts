/**
 * Brings a database to today's schema: numbered SQL files `NNNN-title.sql`, forward only, each in one transaction with
 * its entry in `schema_migration`. An applied file never changes (checksum), and two servers starting at once take turns.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault, must, refusals } from '#kernel/outcome.ts'
import type { Database } from './database.ts'
import { failureOf } from './failure.ts'
import { lockName, rows, sql, type Tx } from './sql.ts'

const refuse = refusals({
  migration_changed: {
    kind: 'conflict',
    zh: '迁移文件 {file} 在执行之后被改动过，数据库结构与程序不再对得上。请恢复原文件，改动另写新的迁移',
    en:
      'The migration {file} was changed after it had been applied, so schema and program no longer agree. ' +
      'Restore it, and put the change into a new migration',
  },
  migration_unknown: {
    kind: 'conflict',
    zh: '数据库已执行迁移 {file}，而本程序没有这个文件：数据库比程序新。请使用更新版本的程序',
    en: 'The database has had the migration {file}, which this program does not have: the database is newer. Use a newer program',
  },
  migration_late: {
    kind: 'conflict',
    zh: '迁移 {file} 的编号排在已执行的 {latest} 之前。迁移只能向前，请把它编到最后',
    en: 'The migration {file} is numbered before {latest}, which has been applied already. Migrations only go forward: number it last',
  },
})

interface Migration {
  readonly number: number
  /** `0001-people` */
  readonly file: string
  readonly text: string
  readonly checksum: string
}

/** Returns the names of the files applied now. Throws Refused when files and database disagree, Fault when a file fails. */
export async function migrate(database: Database, folder: string, log: (line: string) => void = () => {}): Promise<string[]> {
  const migrations = await readMigrations(folder)
  await database.transaction(async (tx) => {
    await lockName(tx, LOCK)
    await sql`create table if not exists schema_migration (
      number integer primary key,
      file text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`.execute(tx)
    compare(migrations, await applied(tx))
  })
  const done: string[] = []
  for (const migration of migrations) {
    if (await database.transaction((tx) => apply(tx, migration))) {
      done.push(migration.file)
      log(migration.file)
    }
  }
  return done
}

const LOCK = 'headgate schema migration'
const NAME = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const name of names) {
    const number = Number(NAME.exec(name)?.[1] ?? Number.NaN)
    if (!Number.isInteger(number)) throw new Fault('migration', `${name} is not named NNNN-title.sql`)
    if (migrations.at(-1)?.number === number) throw new Fault('migration', `${name} has the number of ${migrations.at(-1)?.file}`)
    // A checkout on Windows may rewrite line ends; that is no change of the migration.
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
    migrations.push({ number, file: name.slice(0, -'.sql'.length), text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

type Applied = Pick<Migration, 'number' | 'file' | 'checksum'>

const applied = (tx: Tx): Promise<Applied[]> => rows(tx, sql<Applied>`select number, file, checksum from schema_migration order by number`)

function compare(migrations: readonly Migration[], before: readonly Applied[]): void {
  const latest = before.at(-1)
  for (const one of before) {
    const same = migrations.find((migration) => migration.number === one.number)
    if (!same) must(refuse('migration_unknown', { file: one.file }))
    else if (same.checksum !== one.checksum) must(refuse('migration_changed', { file: same.file }))
  }
  for (const migration of migrations) {
    const isNew = !before.some((one) => one.number === migration.number)
    if (isNew && latest && migration.number < latest.number) must(refuse('migration_late', { file: migration.file, latest: latest.file }))
  }
}

/** False when it was applied before, perhaps by another server while this one waited. */
async function apply(tx: Tx, migration: Migration): Promise<boolean> {
  await lockName(tx, LOCK)
  if ((await applied(tx)).some((one) => one.number === migration.number)) return false
  try {
    await sql.raw(migration.text).execute(tx)
  } catch (error) {
    const failure = failureOf(error)
    throw new Fault('migration', `${migration.file}: ${failure?.message ?? String(error)}${failure?.where ? ` (${failure.where})` : ''}`)
  }
  const { number, file, checksum } = migration
  await sql`insert into schema_migration (number, file, checksum) values (${number}, ${file}, ${checksum})`.execute(tx)
  return true
}
