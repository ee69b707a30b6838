/** Today's whole schema in one readable file: any change of it shows in the diff. `UPDATE_SNAPSHOT=1` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rows, sql } from '#platform/db/sql.ts'
import { MIGRATIONS, openTestDatabase } from '../support/database.ts'
import { describeSchema } from '../support/schema-snapshot.ts'

const FILE = join(MIGRATIONS, 'schema.snapshot.txt')

test('migrations/schema.snapshot.txt is the schema that the migrations make', async () => {
  const { db } = await openTestDatabase()
  const now = await describeSchema(db)
  if (process.env['UPDATE_SNAPSHOT']) writeFileSync(FILE, now)
  expect(now).toBe(readFileSync(FILE, 'utf8'))
})

test('every table that can grow has the district first in its primary key, and in every unique and foreign key', async () => {
  const { db } = await openTestDatabase()
  const keys = await rows(
    db,
    sql<{ table: string; kind: string; columns: string[] }>`
      select c.conrelid::regclass::text as "table", c.contype::text as kind,
        array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by k.i) as columns
      from pg_constraint c where c.contype in ('p', 'u', 'f') and c.connamespace = current_schema()::regnamespace`,
  )
  // What every district shares: the migrations themselves, and policy that the database guards by.
  const shared = ['schema_migration', 'posting_transition', 'book_help']
  const own = keys.filter((k) => !shared.includes(k.table))
  expect(own.length).toBeGreaterThan(30)
  expect(own.filter((k) => !k.columns.includes('district') || (k.kind === 'p' && k.columns[0] !== 'district'))).toEqual([])
})
