/** What a statement, a transaction and a value mean is the same on both engines: every line here runs on each. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Refused } from '#kernel/outcome.ts'
import { engines } from '../../../test/support/database.ts'
import { type Database, openDatabase } from './database.ts'
import { type DatabaseFailure, failureOf, violates } from './failure.ts'
import { json, lockName, row, rows, run, sql, tableOf, theRow, withSavepoint } from './sql.ts'

const failure = (code: string) => expect.objectContaining({ name: 'DatabaseFailure', code })

describe.each(engines())('on $name', ({ openEmpty }) => {
  let database: Database
  beforeAll(async () => {
    database = await openEmpty()
    await sql
      .raw(`
        create table account (id text primary key, fen bigint not null constraint account_not_below_zero check (fen >= 0));
        create table note (id bigint generated always as identity primary key, text text not null unique);
        create function refuse_change() returns trigger language plpgsql as $$
          begin raise exception 'I4: append only' using errcode = 'HG004', hint = '冲销'; end $$;
        create trigger append_only before update or delete on note for each row execute function refuse_change();`)
      .execute(database.db)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await sql`truncate account, note`.execute(database.db)
    await sql`insert into account values ('甲', 100), ('乙', 0)`.execute(database.db)
  })

  describe('values', () => {
    test.each([
      ['bigint', 'bigint', 9_223_372_036_854_775_807n],
      ['bigint', 'bigint', -1n],
      ['integer', 'integer', -2_147_483_648],
      ['numeric', 'numeric', '123456789012345678901234567890.10'],
      ['double precision', 'double precision', 0.1],
      ['boolean', 'boolean', false],
      ['text', 'text', '茅箭区 "quoted" \\ back\n{a,b} \u{2A6D6}'],
      ['date', 'date', '2016-02-29'],
      ['timestamptz', 'timestamptz', '2017-12-31T16:00:00.123Z'],
      ['timestamptz with microseconds', 'timestamptz', '2017-12-31T16:00:00.123456Z'],
      ['bytea', 'bytea', new Uint8Array([0, 255, 92, 39])],
      ['jsonb object', 'jsonb', { zh: '元', list: [1, null, 'x'], deep: { yes: true } }],
      ['uuid', 'uuid', '00000000-0000-4000-8000-000000000001'],
      ['null', 'bigint', null],
      ['text[]', 'text[]', ['', 'NULL', '"', '\\', ',', '{}', '县', null]],
      ['empty text[]', 'text[]', []],
      ['bigint[]', 'bigint[]', [9_007_199_254_740_993n, null, -5n]],
      [
        'integer[][]',
        'integer[]',
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['date[]', 'date[]', ['2015-01-01', null]],
      ['timestamptz[]', 'timestamptz[]', ['2015-01-01T00:00:00.000Z']],
      ['numeric[]', 'numeric[]', ['0.10', '1']],
      ['boolean[]', 'boolean[]', [true, null, false]],
      ['jsonb[]', 'jsonb[]', [{ a: [1] }, { b: '"' }]],
    ])('%s comes back as it went in', async (_name, type, value) => {
      const back = await theRow(database.db, sql<{ value: unknown }>`select ${value}::${sql.raw(type)} as value`)
      expect(back.value).toEqual(value)
    })

    test.each([['a list'], [[1, 'two', null]], [null], [{ amount: 5 }], [true]])('json(%j) is bound as jsonb', async (value) => {
      const back = await theRow(
        database.db,
        sql<{ value: unknown; type: string }>`select ${json(value)} as value, pg_typeof(${json(value)})::text as type`,
      )
      expect(back).toEqual({ value, type: 'jsonb' })
    })

    test('a bigint in json becomes decimal text, exactly', async () => {
      const { value } = await theRow(database.db, sql<{ value: unknown }>`select ${json({ fen: 9_007_199_254_740_993n })} as value`)
      expect(value).toEqual({ fen: '9007199254740993' })
    })

    test('count is bigint, a sum of bigint is numeric and so text, and cast it is bigint', async () => {
      const found = await theRow(database.db, sql`select count(*) as n, sum(fen) as total, sum(fen)::bigint as fen from account`)
      expect(found).toEqual({ n: 2n, total: '100', fen: 100n })
    })

    test('times are UTC whatever the zone of machine and server', async () => {
      const found = await theRow(
        database.db,
        sql`select current_setting('timezone') as zone, '2017-01-01 08:00:00+08'::timestamptz as time`,
      )
      expect(found).toEqual({ zone: 'UTC', time: '2017-01-01T00:00:00.000Z' })
    })

    test('records go in and out as a table, thousands at once', async () => {
      const records = Array.from({ length: 5000 }, (_, i) => ({
        id: `户${i}`,
        fen: BigInt(i),
        tags: i % 2 ? { i } : null,
        on: '2016-05-01',
      }))
      const from = tableOf('r', { id: 'text', fen: 'bigint', tags: 'jsonb', on: 'date' }, records)
      expect(await rows(database.db, sql`select id, fen, tags, "on" from ${from} order by fen`)).toEqual(records)
      const none = tableOf('r', { id: 'text', fen: 'bigint' }, [])
      expect(await run(database.db, sql`insert into account select id, fen from ${none}`)).toBe(0)
    })
  })

  describe('statements', () => {
    test('say how many rows they wrote, and on conflict leaves the other row alone', async () => {
      expect(await run(database.db, sql`update account set fen = fen + 1`)).toBe(2)
      expect(await run(database.db, sql`insert into account values ('甲', 5) on conflict (id) do nothing`)).toBe(0)
      const merged = sql<{
        fen: bigint
      }>`insert into account values ('甲', 5) on conflict (id) do update set fen = account.fen + excluded.fen returning fen`
      expect(await rows(database.db, merged)).toEqual([{ fen: 106n }])
      expect(await run(database.db, sql`delete from account where id = 'none'`)).toBe(0)
    })

    test('one row, no row, and a row too many', async () => {
      expect(await row(database.db, sql`select 1 as one where false`)).toBeUndefined()
      await expect(row(database.db, sql`select * from account`)).rejects.toThrow('one row expected')
      await expect(theRow(database.db, sql`select 1 where false`)).rejects.toThrow('none found')
    })

    test('a failure names code, constraint and table, and not the values', async () => {
      const error = await run(database.db, sql`update account set fen = fen - ${200n} where id = ${'甲'}`).catch((e: unknown) => e)
      expect(error).toMatchObject({ name: 'DatabaseFailure', code: '23514', constraint: 'account_not_below_zero', table: 'account' })
      expect(violates(error, 'account_not_below_zero')).toBe(true)
      expect(`${JSON.stringify(error)} ${(error as DatabaseFailure).stack}`).not.toContain('甲')
      await expect(run(database.db, sql`insert into note (text) values ('a'), ('a')`)).rejects.toMatchObject({
        constraint: 'note_text_key',
      })
    })

    test('a trigger of ours refuses with our own code, words and hint', async () => {
      await run(database.db, sql`insert into note (text) values ('once')`)
      const error = await run(database.db, sql`update note set text = 'other'`).catch((e: unknown) => e)
      expect(failureOf(new Error('wrapped', { cause: error }))).toMatchObject({ code: 'HG004', hint: '冲销' })
      expect(failureOf(error)?.message).toContain('I4: append only')
    })

    test('after a failure the next statement works, many times over', async () => {
      for (let i = 0; i < 50; i++) await expect(rows(database.db, sql`select ${'x'}::integer`)).rejects.toEqual(failure('22P02'))
      expect(await rows(database.db, sql`select ${1}::integer as one`)).toEqual([{ one: 1 }])
    })
  })

  describe('transactions', () => {
    const balance = async (id: string) => (await theRow(database.db, sql<{ fen: bigint }>`select fen from account where id = ${id}`)).fen

    test('commit what they return from', async () => {
      const value = await database.transaction(async (tx) => {
        await run(tx, sql`update account set fen = 7 where id = '乙'`)
        return 'done'
      })
      expect(value).toBe('done')
      expect(await balance('乙')).toBe(7n)
    })

    test('leave nothing behind when they throw, and throw the very same error', async () => {
      const mine = new Error('mine')
      const work = database.transaction(async (tx) => {
        await run(tx, sql`update account set fen = 7`)
        throw mine
      })
      await expect(work).rejects.toBe(mine)
      expect(await balance('甲')).toBe(100n)
    })

    test('do not pretend to commit after a failure that was swallowed', async () => {
      const work = database.transaction(async (tx) => {
        await run(tx, sql`update account set fen = 7 where id = '乙'`)
        await run(tx, sql`update account set fen = -1`).catch(() => {})
      })
      await expect(work).rejects.toThrow('commit')
      expect(await balance('乙')).toBe(0n)
    })

    test('go on after a failure inside a savepoint, nested too', async () => {
      await database.transaction(async (tx) => {
        await run(tx, sql`update account set fen = 1 where id = '甲'`)
        const inner = withSavepoint(tx, async () => {
          await run(tx, sql`update account set fen = 2 where id = '甲'`)
          await withSavepoint(tx, () => run(tx, sql`update account set fen = -1 where id = '甲'`))
        })
        await expect(inner).rejects.toEqual(failure('23514'))
        await withSavepoint(tx, () => run(tx, sql`update account set fen = 3 where id = '乙'`))
      })
      expect([await balance('甲'), await balance('乙')]).toEqual([1n, 3n])
    })

    test('read only ones cannot write', async () => {
      const work = database.transaction((tx) => run(tx, sql`update account set fen = 7`), { readOnly: true })
      await expect(work).rejects.toEqual(failure('25006'))
    })

    test('keep a row that is locked for update to themselves', async () => {
      const adds = Array.from({ length: 40 }, () =>
        database.transaction(async (tx) => {
          const { fen } = await theRow(tx, sql<{ fen: bigint }>`select fen from account where id = '乙' for update`)
          await new Promise((resolve) => setImmediate(resolve))
          await run(tx, sql`update account set fen = ${fen + 1n} where id = '乙'`)
        }),
      )
      await Promise.all(adds)
      expect(await balance('乙')).toBe(40n)
    })

    test('are never seen half done', async () => {
      const transfers = Array.from({ length: 30 }, (_, i) =>
        database
          .transaction(async (tx) => {
            await run(tx, sql`update account set fen = fen - 1 where id = '甲'`)
            await new Promise((resolve) => setImmediate(resolve))
            await run(tx, sql`update account set fen = fen + 1 where id = '乙'`)
            if (i % 3 === 0) throw new Error('back')
          })
          .catch(() => {}),
      )
      const looks = Array.from({ length: 30 }, () => theRow(database.db, sql`select sum(fen)::bigint as fen from account`))
      for (const look of await Promise.all(looks)) expect(look).toEqual({ fen: 100n })
      await Promise.all(transfers)
      expect(await balance('乙')).toBe(20n)
    })

    test('serializable ones behave as if one after the other, by being run again', async () => {
      let runs = 0
      const takeOne = () =>
        database.transaction(
          async (tx) => {
            const name = `n${++runs}`
            const { n } = await theRow(tx, sql<{ n: bigint }>`select count(*) as n from note`)
            await new Promise((resolve) => setImmediate(resolve))
            if (n < 3n) await run(tx, sql`insert into note (text) values (${name})`)
          },
          { isolation: 'serializable' },
        )
      await Promise.all(Array.from({ length: 6 }, takeOne))
      expect(await theRow(database.db, sql`select count(*) as n from note`)).toEqual({ n: 3n })
      expect(runs).toBeGreaterThanOrEqual(6)
    })

    test('are run again after a serialization failure or deadlock, with a fresh start, and not for ever', async () => {
      let runs = 0
      const failing = (until: number, code: string) =>
        database.transaction(async (tx) => {
          runs++
          await run(tx, sql`insert into note (text) values ('again')`)
          if (runs < until) await sql.raw(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`).execute(tx)
        })
      await failing(3, '40001')
      expect(runs).toBe(3)
      await sql`truncate note`.execute(database.db)
      await failing(5, '40P01')
      expect(runs).toBe(5)
      await sql`truncate note`.execute(database.db)
      runs = 0
      await expect(failing(Number.POSITIVE_INFINITY, '40001')).rejects.toEqual(failure('40001'))
      expect(runs).toBe(8)
      runs = 0
      await expect(failing(2, '23505')).rejects.toEqual(failure('23505'))
      expect(runs).toBe(1)
    })

    test('take turns under a name', async () => {
      let inside = 0
      let most = 0
      const works = Array.from({ length: 12 }, () =>
        database.transaction(async (tx) => {
          await lockName(tx, '年度结转')
          most = Math.max(most, ++inside)
          await rows(tx, sql`select pg_sleep(0.002)`)
          inside--
        }),
      )
      await Promise.all(works)
      expect(most).toBe(1)
    })

    test('refuse the database itself and another transaction inside, but not afterwards', async () => {
      await expect(database.transaction(() => rows(database.db, sql`select 1`))).rejects.toThrow('inside a transaction')
      await expect(database.transaction(() => database.transaction(async () => 1))).rejects.toThrow('inside a transaction')
      let later: Promise<unknown> | undefined
      let go = (): void => {}
      await database.transaction(async () => {
        const gate = new Promise<void>((resolve) => {
          go = resolve
        })
        later = gate.then(() => rows(database.db, sql`select 1 as one`))
      })
      go()
      expect(await later).toEqual([{ one: 1 }])
    })
  })

  describe('what is asked for in order', () => {
    const add = (fen: number) => sql`update account set fen = fen + ${fen} where id = '甲'`.execute(database.inOrder)
    const write = async (text: string) => {
      await sql`insert into note (text) select ${text} || fen from account where id = '甲'`.execute(database.inOrder)
      return text
    }

    test('happens in that order without waiting for answers, and a failure leaves what comes behind it alone', async () => {
      const asked = [add(1), write('first '), add(-1000), write('second '), add(1), write('third ')]
      const settled = await Promise.allSettled(asked)
      expect(settled.map((s) => s.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
      const notes = await rows(database.db, sql<{ text: string }>`select text from note order by id`)
      expect(notes.map((n) => n.text)).toEqual(['first 101', 'second 101', 'third 102'])
    })

    test('goes on upon a new connection after the old one was lost', async () => {
      if (database.engine === 'embedded') return
      const { pid } = await theRow(database.inOrder, sql<{ pid: number }>`select pg_backend_pid() as pid`)
      const under = sql`select pg_sleep(30)`.execute(database.inOrder)
      const behind = write('behind ')
      const lost = Promise.allSettled([under, behind])
      await sql`select pg_terminate_backend(${pid})`.execute(database.db)
      expect((await lost).map((s) => s.status)).toEqual(['rejected', 'rejected'])
      expect(await write('after ')).toBe('after ')
      expect(await rows(database.db, sql`select text from note`)).toEqual([{ text: 'after 100' }])
    })
  })

  test('closing waits for what is running, can be done twice, and ends all use', async () => {
    const other = await openEmpty()
    await sql`create table t (id integer)`.execute(other.db)
    const running = other.transaction(async (tx) => {
      await run(tx, sql`insert into t values (1)`)
      await new Promise((resolve) => setImmediate(resolve))
      return run(tx, sql`insert into t values (2)`)
    })
    await new Promise((resolve) => setImmediate(resolve))
    const closing = Promise.all([other.close(), other.close()])
    expect(await running).toBe(1)
    await closing
    await expect(rows(other.db, sql`select 1`)).rejects.toThrow('closed')
  })
})

describe('what cannot be opened', () => {
  const refusalOf = async (url: string) => {
    const error: unknown = await openDatabase({ url }).catch((reason: unknown) => reason)
    return error instanceof Refused ? error.refusal : expect.fail(`no refusal: ${String(error)}`)
  }

  test('a server that does not answer is refused in words, without the password', async () => {
    const refusal = await refusalOf('postgresql://someone:geheim@127.0.0.1:1/headgate')
    expect(refusal.code).toBe('database_unreachable')
    expect(refusal.message.en).toContain('127.0.0.1:1/headgate')
    expect(JSON.stringify(refusal)).not.toContain('geheim')
  })

  test.each(['mysql://someone:geheim@host/x', 'no address geheim'])('a wrong address is refused in words: %s', async (url) => {
    const refusal = await refusalOf(url)
    expect(refusal.code).toBe('database_address_invalid')
    expect(JSON.stringify(refusal)).not.toContain('geheim')
  })

  test('exactly one kind of database is asked for', async () => {
    await expect(openDatabase({})).rejects.toThrow('exactly one')
    await expect(openDatabase({ memory: true, dataFolder: 'x' })).rejects.toThrow('exactly one')
  })
})
