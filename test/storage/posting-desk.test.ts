/**
 * The posting desk under fire, on both engines: many at once, the same again, refused in the middle, beside commands of the general
 * path, beside another desk on the same database, and after facts it remembered have changed. The books are replayed each time.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, type Outcome } from '#kernel/outcome.ts'
import { insertKeepers } from '#features/ledger/book-state.store.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import { nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import type { ItemAnswer } from '#features/ledger/posting-round.commands.ts'
import { supplement } from '#features/treasury/supplements.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { defineCommand, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql, theRow } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { snapshot } from './books-forger.ts'

const codeOf = (o: Outcome<unknown>) => (o.ok ? 'ok' : o.refusal.code)
const tally = (list: readonly string[]) => Object.fromEntries([...new Set(list)].sort().map((x) => [x, list.filter((y) => y === x).length]))

/** What a treasurer cannot do by hand; here it puts its drafts through the general path. */
const postDrafts = defineCommand({
  name: 'test.post',
  permission: 'ledger.post',
  load: (context, _: readonly PostingDraft[]) => lockBooks(context),
  decide: (_, drafts) => ({ ok: true as const, value: drafts }),
  save: (context, drafts) => post(context, drafts),
  sentence: () => ({ zh: '试验', en: 'Test' }),
  subjects: () => [],
})

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let desk: PostingDesk
  let [A, B, debt, road, school] = ['', '', '', '', '']
  beforeAll(async () => {
    database = await open()
  })
  beforeEach(async () => {
    w = await World.open(database)
    desk = new PostingDesk(database, w.clock)
    const literal = { docNo: '甲〔2017〕1号', uses: ['road'] as const, amountFen: 1_000_00n }
    ;[A, B, debt] = (await w.lots(literal, literal, { ...literal, book: 'financing' })) as [string, string, string]
    ;[road, school] = (await w.projects(
      { name: '产业路', category: 'road', needFen: 1_000_00n },
      { name: '小学', category: 'education', needFen: 1_000_00n },
    )) as [string, string]
    await w.receive([A, 1_000_00n], [B, 1_000_00n], [debt, 1_000_00n])
  })

  let serial = 0
  const item = (amount: bigint, lot = A, more: Partial<PostingInput> = {}): PostingInput => ({
    ...w.byHand('reservation', road, [lot, amount]),
    key: `k${++serial}`,
    ...more,
  })
  const send = (inputs: readonly PostingInput[], on = desk, who: 'finance' | 'finance2' = 'finance'): Promise<ItemAnswer[]> =>
    on.post(w.actor(who), `r${++serial}`, inputs)
  const one = async (input: PostingInput, on = desk): Promise<ItemAnswer> => (await send([input], on))[0]!
  const faults = async () => (await verifyBooks(database.db, w.district)).faults
  const events = () =>
    rows(
      database.db,
      sql<{ command: string; command_key: string; zh: string }>`select command, command_key, sentence ->> 'zh' as zh from audit_event
        where district = ${w.district} order by seq`,
    )

  test('200 at once on one lot never overdraw it, and each gets its own answer', async () => {
    const each = 7_77n
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => send([item(each)], desk, i % 2 ? 'finance' : 'finance2')))
    expect(tally(answers.flat().map(codeOf))).toEqual({ ok: 128, would_go_negative: 72 })
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: each * 128n, available: 1_000_00n - each * 128n })
    expect(new Set(answers.flat().flatMap((a) => (a.ok ? [a.value.id] : []))).size).toBe(128)
    expect(await faults()).toEqual([])
  })

  test('two desks that know nothing of each other never overdraw a lot either', async () => {
    const other = new PostingDesk(database, w.clock)
    const answers: ItemAnswer[] = []
    for (let round = 0; round < 10; round++)
      answers.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => one(item(7_77n), i % 2 ? desk : other)))))
    expect(tally(answers.map(codeOf))).toEqual({ ok: 128, would_go_negative: 72 })
    expect(await faults()).toEqual([])
  })

  test('the same key from 20 at once, over two desks, is one effect and one answer; another body under it is refused', async () => {
    const other = new PostingDesk(database, w.clock)
    const input = item(10_00n)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => one(input, i % 2 ? desk : other)))
    expect(new Set(answers.map((a) => (a.ok ? a.value.id : a.refusal.code))).size).toBe(1)
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 10_00n, available: 990_00n })
    const again = await one(input, new PostingDesk(database, w.clock))
    expect(again).toEqual(answers[0])
    expect(codeOf(await one({ ...input, basis: '另一份文件' }))).toBe('key_reused')
    const [first, second] = await send([item(1n, A, { key: 'twice' }), item(1n, A, { key: 'twice' })])
    expect(first).toEqual(second)
    expect((await send([item(1n, A, { key: 'differ' }), item(2n, A, { key: 'differ' })])).map(codeOf)).toEqual(['ok', 'key_reused'])
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 10_02n, available: 989_98n })
    expect(await faults()).toEqual([])
  })

  test('a key that was taken when keys still stood in the log of commands alone is answered as at first', async () => {
    const input = item(10_00n)
    const old = must(
      await runCommand(database, postByHand, input, { actor: w.actor('finance'), clock: w.clock, key: `posting:${input.key}` }),
    )
    const migration = readFileSync(join(import.meta.dirname, '../../migrations/0020-claimed-keys.sql'), 'utf8')
    const moved = /alter table posting disable trigger[^]*?alter table posting enable trigger append_only;/.exec(migration)!
    for (const statement of moved[0].split(';').slice(0, -1)) await run(database.db, sql`${sql.raw(statement)}`)
    expect(await one(input)).toEqual({ ok: true, value: { id: old.id, hash: old.hash } })
    expect(codeOf(await one({ ...input, basis: '另一份文件' }))).toBe('key_reused')
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 10_00n, available: 990_00n })
    expect(await faults()).toEqual([])
  })

  test('the same key again is answered as at first, though the books would now refuse it', async () => {
    await send([item(1n)])
    const all = item(999_99n)
    const first = await one(all)
    expect(codeOf(first)).toBe('ok')
    const before = (await events()).length
    expect([await one(all), await one(all)]).toEqual([first, first])
    expect((await send([item(1n), all])).map(codeOf)).toEqual(['would_go_negative', 'ok'])
    expect(codeOf(await one({ ...all, basis: '另一份文件' }))).toBe('key_reused')
    expect((await events()).slice(before).map((e) => e.command)).toEqual(['ledger.post.refused', 'ledger.post.refused'])
    // Also while the first is still on its way.
    const rest = item(1_000_00n, B)
    const answers = Array.from({ length: 6 }, async (_, i) => {
      for (let turns = i; turns > 0; turns--) await new Promise(setImmediate)
      return one(rest)
    })
    expect(new Set((await Promise.all(answers)).map((a) => (a.ok ? a.value.id : a.refusal.code))).size).toBe(1)
    expect(await faults()).toEqual([])
  })

  test('a key is its own person’s: another may use the same', async () => {
    const input = item(5_00n)
    const [mine, theirs] = await Promise.all([send([input], desk, 'finance'), send([input], desk, 'finance2')])
    expect([mine, theirs].flat().map(codeOf)).toEqual(['ok', 'ok'])
    expect(await w.stages(A)).toMatchObject({ reserved: 10_00n })
  })

  test.each(['not remembered yet', 'remembered'])('refused items spoil no others and leave their sentence alone (%s)', async (state) => {
    if (state === 'remembered') await send([item(1n), item(1n, B)])
    const before = await snapshot(database, w.district)
    const eventsBefore = (await events()).length
    const refused = [
      item(5_000_00n),
      item(1n, A, { businessDate: civilDate('2030-01-01') }),
      { ...item(1n), moves: [{ lotId: A, projectId: school, amountFen: fen(1n) }] },
      { ...item(1n), moves: [{ lotId: 'lot_none', projectId: road, amountFen: fen(1n) }] },
      { ...item(1n), kind: 'payment' },
      { ...item(1n), moves: [{ lotId: A, projectId: road, amountFen: fen(0n) }] },
      { ...item(1n), moves: [] },
      { ...item(1n), kind: 'reversal', reverses: 'pst_none', moves: undefined },
    ]
    const none = await send(refused)
    expect(none.map(codeOf)).toEqual([
      'would_go_negative',
      'date_in_future',
      'use_not_permitted',
      'unknown_lot',
      'kind_not_by_hand',
      'amount_must_be_positive',
      'nothing_to_post',
      'unknown_posting',
    ])
    const after = await snapshot(database, w.district)
    expect(
      Object.keys(after)
        .filter((table) => JSON.stringify(after[table]) !== JSON.stringify(before[table]))
        .sort(),
    ).toEqual(['audit_event', 'event_head'].filter((table) => table in after))
    const said = (await events()).slice(eventsBefore)
    expect(said.map((e) => e.command)).toEqual(refused.map(() => 'ledger.post.refused'))
    expect(said.map((e) => e.command_key)).toEqual(refused.map((r) => `posting:${r.key}`))
    const mixed = await send([item(400_00n), refused[0]!, item(400_00n), item(400_00n), refused[3]!, item(200_00n)])
    expect(mixed.map(codeOf)).toEqual([
      'ok',
      'would_go_negative',
      'ok',
      'would_go_negative',
      'unknown_lot',
      state === 'remembered' ? 'would_go_negative' : 'ok',
    ])
    expect(await faults()).toEqual([])
  })

  test('a request of many leaves one sentence that says which numbers it covers', async () => {
    await send([item(1n)])
    const head = await theRow(
      database.db,
      sql<{ number: bigint }>`select number from chain_head where district = ${w.district} and book = 'poverty'`,
    )
    await send(Array.from({ length: 60 }, () => item(1n)))
    const said = (await events()).at(-1)!
    expect(said.zh).toBe(`批量记账 60 笔，共 0.60 元：扶贫专账第 ${head.number + 1n} 至 ${head.number + 60n} 号`)
    expect(await faults()).toEqual([])
  })

  test('a posting over lots of two books is one item, all or nothing', async () => {
    const both = (a: bigint, d: bigint): PostingInput => ({ ...w.byHand('reservation', road, [A, a], [debt, d]), key: `k${++serial}` })
    const input = both(1_00n, 2_00n)
    const first = await one(input)
    expect(codeOf(first)).toBe('ok')
    expect(await one(input)).toEqual(first)
    expect(await one(input, new PostingDesk(database, w.clock))).toEqual(first)
    expect(codeOf(await one(both(1_00n, 5_000_00n)))).toBe('would_go_negative')
    expect(await w.stages(A)).toMatchObject({ reserved: 1_00n })
    expect(await w.stages(debt)).toMatchObject({ reserved: 2_00n })
    expect(await faults()).toEqual([])
  })

  test('reversals: of what was posted, once, also when both come at the same moment', async () => {
    const first = await one(item(10_00n))
    const second = await one(item(20_00n))
    const ids = [first, second].map((a) => (a.ok ? a.value.id : ''))
    const reverse = (id: string): PostingInput => ({
      key: `k${++serial}`,
      kind: 'reversal',
      businessDate: w.today(),
      basis: '更正',
      reverses: id,
    })
    expect((await send([reverse(ids[0]!), reverse(ids[0]!), item(1_00n)])).map(codeOf)).toEqual(['ok', 'already_reversed', 'ok'])
    expect((await Promise.all([one(reverse(ids[1]!)), one(reverse(ids[1]!))])).map(codeOf).sort()).toEqual(['already_reversed', 'ok'])
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 1_00n, available: 999_00n })
    expect(await faults()).toEqual([])
  })

  test('commands of the general path at the same time: nothing is lost, nothing overdrawn, nobody waits in a circle', async () => {
    const work = Array.from({ length: 120 }, (_, i) => {
      const input = item(10_00n, i % 4 < 2 ? A : B)
      return i % 2 === 0
        ? one(input)
        : runCommand(database, postByHand, input, { actor: w.actor('finance2'), clock: w.clock, key: input.key })
    })
    const codes = (await Promise.all<Outcome<unknown>>(work)).map(codeOf)
    expect(tally(codes)).toEqual({ ok: 120 })
    expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 600_00n, available: 400_00n })
    expect(await w.stages(B)).toEqual({ source: -1_000_00n, reserved: 600_00n, available: 400_00n })
    expect(await faults()).toEqual([])
  })

  test('the general path posts a thousand drafts at once', async () => {
    const from = nameAccount(A, 'poverty', 'available')
    const to = nameAccount(A, 'poverty', 'reserved', { projectId: road })
    const draft: PostingDraft = { kind: 'reservation', businessDate: w.today(), basis: '方案', moves: [{ from, to, amountFen: fen(1n) }] }
    const posted = await w.do(
      'finance',
      postDrafts,
      Array.from({ length: 1000 }, () => draft),
    )
    expect(posted.map((p) => p.number)).toEqual(Array.from({ length: 1000 }, (_, i) => posted[0]!.number + BigInt(i)))
    expect(await w.stages(A)).toMatchObject({ reserved: 10_00n })
    expect(await faults()).toEqual([])
  })

  describe('what it remembers', () => {
    beforeEach(async () => {
      expect((await send([item(1_00n), item(1_00n, debt)])).map(codeOf)).toEqual(['ok', 'ok'])
    })

    test('money that others moved', async () => {
      await w.reserve(road, [A, 900_00n])
      expect(codeOf(await one(item(200_00n)))).toBe('would_go_negative')
      expect(codeOf(await one(item(99_00n)))).toBe('ok')
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 1_000_00n })
    })

    test('money that a supplement brought from another book', async () => {
      const [big] = (await w.projects({ name: '大路', category: 'road', needFen: 5_000_00n })) as [string]
      const about = { projectId: big, year: 2017, document: '补充决定', reason: '缺口', decidedOn: w.today() }
      await w.do('finance', supplement, { ...about, giver: 'financing', receiver: 'poverty', amountFen: fen(500_00n) })
      expect(codeOf(await one(item(499_00n, debt)))).toBe('ok')
      expect(codeOf(await one(item(1n, debt)))).toBe('would_go_negative')
      expect(codeOf(await one(item(1_00n)))).toBe('ok')
      expect(await faults()).toEqual([])
    })

    test('what a project is for', async () => {
      const other = (await w.projects({ name: '便民路', category: 'road', needFen: 1_00n }))[0]!
      await database.transaction((tx) =>
        run(tx, sql`update project set year = 2099 where district = ${w.district} and project_id = ${other}`),
      )
      await database.transaction((tx) =>
        run(tx, sql`update project set year = 2099 where district = ${w.district} and project_id = ${road}`),
      )
      expect(codeOf(await one(item(1n)))).toBe('use_not_permitted')
    })

    test('who keeps the book', async () => {
      const keepers = await rows(
        database.db,
        sql<{
          keeper_no: bigint
        }>`select keeper_no from book_keeper where district = ${w.district} and book = 'poverty' and person_id = ${w.actor('finance').personId}`,
      )
      await database.transaction((tx) =>
        run(
          tx,
          sql`insert into book_keeper_end (district, keeper_no, to_date, document, ended_by, ended_at)
            select ${w.district}, n, '2017-02-01', '免', 'x', ${w.clock.now()} from unnest(${keepers.map((k) => k.keeper_no)}::bigint[]) n`,
        ),
      )
      expect(codeOf(await one(item(1n)))).toBe('not_keeper')
      const again = { no: 1000n, book: 'poverty', personId: w.actor('finance').personId, from: w.today(), document: '任' }
      await database.transaction((tx) => insertKeepers(tx, w.district, [again], 'x', w.clock.now()))
      expect(codeOf(await one(item(1n)))).toBe('ok')
    })

    test('nothing of what the database did not take: one request it cannot store fails alone', async () => {
      const answers = await Promise.allSettled([send([item(1_00n)]), send([item(1_00n, A, { basis: 'a\u0000b' })]), send([item(2_00n)])])
      expect(answers.map((a) => a.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await w.stages(A)).toMatchObject({ reserved: 4_00n })
      expect(codeOf(await one(item(996_00n)))).toBe('ok')
      expect(await faults()).toEqual([])
    })
  })

  test('requests that keep coming while others are on their way: each is answered once and truly, whatever fails beside it', async () => {
    const other = new PostingDesk(database, w.clock)
    const poison = new Set([23, 61])
    const shared = item(1_00n, B, { key: 'shared' })
    const answers: Promise<PromiseSettledResult<ItemAnswer>>[] = []
    const ask = (input: PostingInput, on: PostingDesk) =>
      one(input, on).then(
        (value) => ({ status: 'fulfilled' as const, value }),
        (reason: unknown) => ({ status: 'rejected' as const, reason }),
      )
    for (let i = 0; i < 120; i++) {
      const on = i % 4 === 3 ? other : desk
      if (poison.has(i)) answers.push(ask(item(1n, A, { basis: 'a\u0000b' }), on))
      else if (i % 20 === 7) answers.push(ask(shared, on))
      else if (i % 20 === 11) answers.push(ask(item(2_000_00n), on))
      else answers.push(ask(item(3_00n, i % 2 ? A : B), on))
      if (i === 70) void runCommand(database, postDrafts, [], { actor: w.actor('finance'), clock: w.clock, key: 'beside' })
      // One, several or many arrive in one turn of the event loop.
      for (let turns = i % 3; turns > 0; turns--) await new Promise(setImmediate)
    }
    const got = (await Promise.all(answers)).map((a) => (a.status === 'rejected' ? 'rejected' : codeOf(a.value)))
    expect(tally(got)).toEqual({ ok: 112, rejected: 2, would_go_negative: 6 })
    expect([...poison].map((i) => got[i])).toEqual(['rejected', 'rejected'])
    const [a, b] = [await w.stages(A), await w.stages(B)]
    expect((a['reserved'] ?? 0n) + (b['reserved'] ?? 0n)).toBe(3_00n * 106n + 1_00n)
    expect(await faults()).toEqual([])
  })

  test('what was sent behind a batch that fails, or decided upon it, is answered all the same', async () => {
    const answers: Promise<string>[] = []
    for (let i = 0; i < 90; i++) {
      const input = i % 15 === 10 ? item(1n, A, { basis: 'a\u0000b' }) : item(1_00n, i % 2 ? A : B)
      answers.push(one(input).then(codeOf, () => 'rejected'))
      // Enough of them for one batch in the database, one behind it and one that is being decided.
      if (i % 3 === 0) await new Promise(setImmediate)
    }
    expect(tally(await Promise.all(answers))).toEqual({ ok: 84, rejected: 6 })
    const [a, b] = [await w.stages(A), await w.stages(B)]
    expect((a['reserved'] ?? 0n) + (b['reserved'] ?? 0n)).toBe(84_00n)
    expect(await faults()).toEqual([])
  })

  test('who may not post is told so, and it is recorded', async () => {
    const answers = await desk.post(w.actor('dept'), '', [item(1n)])
    expect(answers.map(codeOf)).toEqual(['not_permitted'])
    expect((await events()).at(-1)!.command).toBe('ledger.post.refused')
  })
})
