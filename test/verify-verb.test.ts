/** `headgate verify` on a district of its own that begins with SM3: what it prints, printed codes, and its exit code. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '#app/config.ts'
import { servicesOn } from '#app/open.ts'
import { runVerb } from '#app/verb.ts'
import { databaseVerbs } from '#app/verbs.ts'
import { firstRun } from '#features/people/people.commands.ts'
import { must, Refused } from '#kernel/outcome.ts'
import { systemClock } from '#platform/clock.ts'
import type { Database } from '#platform/db/database.ts'
import { migrate } from '#platform/db/migrate.ts'
import { run, sql, theRow } from '#platform/db/sql.ts'
import { engines, MIGRATIONS } from './support/database.ts'

let database: Database

beforeAll(async () => {
  database = await engines()[0]!.openEmpty()
  await migrate(database, MIGRATIONS)
  must(
    await firstRun(database, systemClock, {
      district: { code: '420302', name: '茅箭区', demo: false },
      divisions: [{ code: '420302', name: '茅箭区', level: 'district', parent: null }],
      administrator: { username: 'admin', name: '管理员', passwordHash: '' },
      hash: 'sm3',
    }),
  )
})
afterAll(() => database.close())

async function verify(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const said = { out: [] as string[], err: [] as string[] }
  const io = { out: (text: string) => void said.out.push(text), err: (text: string) => void said.err.push(text) }
  const exit = await runVerb(databaseVerbs['verify']!, args, io, async () => servicesOn(database))
  return { exit, out: said.out.join('\n'), err: said.err.join('\n') }
}

test('an untouched district is whole, and says which hash its next link uses', async () => {
  const { exit, out } = await verify()
  expect(exit).toBe(0)
  expect(out).toMatch(/record #1 [0-9a-f]{64} SM3/)
  const first = await theRow(database.db, sql<{ format: number }>`select format from audit_event where seq = 1`)
  expect(first.format).toBe(3)
})

test('a printed code that is not on the chain fails the check, one that cannot be read is wrong use', async () => {
  const gone = await verify('--head', 'poverty:3:9F3A61C0')
  expect(gone.exit).toBe(1)
  expect(gone.out).toContain('链上没有扶贫专账第 3 笔')
  const json = await verify('--json', '--head', 'poverty:3:9F3A61C0', '--head', 'coordination:1:9F3A61C0')
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, printed: [{ verdict: 'cut' }, { verdict: 'cut' }] })
  const unreadable = await verify('--head', 'poverty')
  expect(unreadable.exit).toBe(2)
  expect(unreadable.err).toContain('看不懂校验码“poverty”')
})

test('a rewritten record of actions is told, with exit code 1', async () => {
  await run(database.db, sql`alter table audit_event disable trigger user`)
  await run(database.db, sql`update audit_event set actor = '别人'`)
  const { exit, out } = await verify()
  expect(exit).toBe(1)
  expect(out).toContain('操作记录第 1 条与链不符')
  expect(out).toContain('guard audit_event.append_only is switched off')
})

test('HEADGATE_HASH chooses among the algorithms there are', () => {
  expect(readConfig({}).hash).toBe('sha256')
  expect(readConfig({ HEADGATE_HASH: 'sm3' }).hash).toBe('sm3')
  expect(() => readConfig({ HEADGATE_HASH: 'md5' })).toThrow(Refused)
})
