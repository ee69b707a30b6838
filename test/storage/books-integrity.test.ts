/**
 * What the chain, its hash by setting, and printed heads prove. Each forgery is done to the database itself, triggers off, in a
 * transaction that is undone; a forger who covers every track is caught by what was printed, and by nothing else.
 */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { chooseHash } from '#features/ledger/hash.commands.ts'
import { headText, readHead } from '#features/ledger/heads.model.ts'
import { checkHead } from '#features/ledger/heads.store.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import { type Verification, verifyBooks } from '#features/ledger/verify.store.ts'
import { canonical } from '#kernel/json.ts'
import { must } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql, theRow, type Tx } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { answerTo, coverTracks, hashAnew, undone } from './books-forger.ts'

interface Link {
  readonly number: bigint
  readonly previous_hash: string
  readonly hash: string
  readonly bytes: string
  readonly format: number
}

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let d: string
  let [lot, road] = ['', '']
  /** Codes of all postings of the poverty book, as vouchers carry them. */
  let printed: string[] = []

  const chain = (district: string, book = 'poverty') =>
    rows(
      database.db,
      sql<Link>`select number, previous_hash, hash, bytes, format from posting where district = ${district} and book = ${book} order by number`,
    )

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    d = w.district
    ;[lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
    ;[road] = (await w.projects({ name: '路', category: 'road', needFen: 900_00n })) as [string]
    await w.receive([lot, 800_00n])
    const first = await w.reserve(road, [lot, 100_00n])
    await w.do('finance', postByHand, { ...w.byHand('', undefined), reverses: first.id })
    for (const amount of [10_00n, 20_00n, 30_00n]) await w.reserve(road, [lot, amount])
    printed = (await chain(d)).map((p) => headText(d, 'poverty', p.number, p.hash))
  })

  const after = (...tampers: ((tx: Tx) => Promise<unknown>)[]): Promise<{ v: Verification; heads: string[] }> =>
    undone(database, async (tx) => {
      await run(tx, sql`set local session_replication_role = replica`)
      for (const tamper of tampers) await tamper(tx)
      const heads = []
      for (const code of printed) heads.push((await checkHead(tx, d, must(readHead(code, d)))).verdict)
      return { v: await verifyBooks(tx, d), heads }
    })
  const broken = (v: Verification) => [...new Set(v.faults.map((f) => f.invariant))].sort()
  const doing = (text: ReturnType<typeof sql>) => (tx: Tx) => run(tx, text)
  const cover = (tx: Tx) => coverTracks(tx, d)
  const deletePosting = (number: bigint) => async (tx: Tx) => {
    const { posting_id: id } = await theRow(
      tx,
      sql<{ posting_id: string }>`select posting_id from posting where district = ${d} and book = 'poverty' and number = ${number}`,
    )
    await run(tx, sql`delete from move where district = ${d} and posting_id = ${id}`)
    await run(tx, sql`delete from posting where district = ${d} and posting_id = ${id}`)
  }

  test('untouched, the books are whole and every printed code is kept', async () => {
    const { v, heads } = await after(async () => null)
    expect(v.faults).toEqual([])
    expect(heads).toEqual(Array.from({ length: 7 }, () => 'kept'))
  })

  describe('printed heads', () => {
    test('a tail removed, the head left behind', async () => {
      const { v, heads } = await after(deletePosting(7n))
      expect(broken(v)).toContain('I4')
      expect(heads.at(-1)).toBe('cut')
    })

    test('a tail removed with head, balances, turnover and vouchers set back, and its sentence silenced', async () => {
      const silence = doing(
        sql`update audit_event set subjects = '{}' where district = ${d} and seq = (select max(seq) from audit_event where district = ${d})`,
      )
      const { v, heads } = await after(deletePosting(7n), cover)
      expect(v.faults.map((f) => f.detail.en).join()).toMatch(/names posting pst_.* not on the books/)
      expect(heads.at(-1)).toBe('cut')
      expect(heads.slice(0, -1).every((verdict) => verdict === 'kept')).toBe(true)
      // Whoever silences the sentence breaks the record's own chain.
      expect(broken((await after(deletePosting(7n), cover, silence)).v)).toEqual(['I4'])
    })

    const rewriteFrom = (from: bigint) => async (tx: Tx) => {
      await hashAnew(tx, d, 'poverty', (bytes, number) => (number < from ? bytes : bytes.replace('茅扶组', '某扶组')))
      await run(
        tx,
        sql`update posting set basis = replace(basis, '茅扶组', '某扶组') where district = ${d} and book = 'poverty' and number >= ${from}`,
      )
    }

    test('history rewritten with right hashes and its head: only paper tells', async () => {
      const { v, heads } = await after(rewriteFrom(1n), cover)
      expect(v.faults).toEqual([])
      // The first that quotes the decision is number 3; all that follow hang on it.
      expect(heads).toEqual(['kept', 'kept', 'rewritten', 'rewritten', 'rewritten', 'rewritten', 'rewritten'])
    })

    test('a whole fork swapped in: the stem is kept, the branch is not', async () => {
      const { v, heads } = await after(rewriteFrom(6n), cover)
      expect(v.faults).toEqual([])
      expect(heads).toEqual(['kept', 'kept', 'kept', 'kept', 'kept', 'rewritten', 'rewritten'])
    })

    test('one taken out of the middle, the rest moved up and hashed anew', async () => {
      const moveUp = async (tx: Tx) => {
        for (const [n, to] of [
          [6n, 5n],
          [7n, 6n],
        ] as const)
          await run(
            tx,
            sql`update posting set number = ${to}, voucher_no = ${Number(to)} where district = ${d} and book = 'poverty' and number = ${n}`,
          )
        await hashAnew(tx, d, 'poverty', (bytes, number) => {
          const facts = JSON.parse(bytes) as { number: string; voucher: { no: number } }
          return canonical({ ...facts, number: number.toString(), voucher: { ...facts.voucher, no: Number(number) } })
        })
      }
      const { v, heads } = await after(deletePosting(5n), moveUp, cover)
      // The books agree with themselves; the record of actions still names what is gone.
      expect(broken(v)).toEqual(['I4'])
      expect(v.faults.every((f) => f.detail.en.includes('not on the books'))).toBe(true)
      expect(heads).toEqual(['kept', 'kept', 'kept', 'kept', 'rewritten', 'rewritten', 'cut'])
    })

    test('codes typed from paper by hand', async () => {
      const [seventh] = (await chain(d)).slice(-1)
      const typed = async (code: string) => (await checkHead(database.db, d, must(readHead(code, d)))).verdict
      expect(await typed(`扶贫专账：7：${seventh!.hash.slice(0, 8)}`)).toBe('kept')
      expect(await typed(`poverty:6:${seventh!.hash.slice(0, 8)}`)).toBe('rewritten')
      expect(await typed(`poverty:8:${seventh!.hash.slice(0, 8)}`)).toBe('cut')
      expect(await typed(`coordination:1:${seventh!.hash.slice(0, 8)}`)).toBe('cut')
    })
  })

  describe('the columns of a voucher', () => {
    test.each<[string, ReturnType<typeof sql>]>([
      ['voucher_no', sql`voucher_no + 100`],
      ['other_book', sql`'coordination', other_voucher_no = 1`],
      ['keeper_id', sql`'usr_other'`],
      ['entry_kind', sql`'release'`],
      ['red', sql`not red`],
      ['format', sql`1`],
      ['format', sql`3`],
    ])('%s', async (column, value) => {
      const change = sql`update posting set ${sql.id(column)} = ${value} where district = ${d} and book = 'poverty' and number = 6`
      expect(broken((await after(doing(change))).v)).toContain('I4')
    })
  })

  describe('what is counted beside the chain', () => {
    const vouchers = (change: string) =>
      doing(sql`update period set vouchers = ${sql.raw(change)} where district = ${d} and book = 'poverty'`)
    test('voucher counters', async () => {
      expect(broken((await after(vouchers('vouchers + 1'))).v)).toEqual(['I16'])
      expect(broken((await after(vouchers('vouchers - 1'))).v)).toEqual(['I16'])
      expect(broken((await after(doing(sql`delete from period where district = ${d}`))).v)).toEqual(['I16'])
    })

    test('turnover', async () => {
      const where = sql`where district = ${d} and kind = 'receipt'`
      expect(broken((await after(doing(sql`update turnover set amount_fen = amount_fen + 1 ${where}`))).v)).toEqual(['I11'])
      expect(broken((await after(doing(sql`update turnover set moves = moves + 1 ${where}`))).v)).toEqual(['I11'])
      expect(broken((await after(doing(sql`delete from turnover ${where}`))).v)).toEqual(['I11'])
      const invent = sql`insert into turnover (district, book, to_book, business_date, kind, from_stage, to_stage, amount_fen, moves)
        select district, book, to_book, business_date - 1, kind, from_stage, to_stage, amount_fen, moves from turnover ${where}`
      expect(broken((await after(doing(invent))).v)).toEqual(['I11'])
    })

    test('a posting without a sentence in the record of actions', async () => {
      const key = doing(sql`update posting set command_key = 'other' where district = ${d} and book = 'poverty' and number = 6`)
      expect(broken((await after(key)).v)).toEqual(['I4', 'I7'])
    })
  })

  describe('keepers and closed months', () => {
    test('an appointment struck out, or made to begin later', async () => {
      expect(broken((await after(doing(sql`delete from book_keeper where district = ${d} and book = 'poverty'`))).v)).toEqual(['I15'])
      const later = sql`update book_keeper set from_date = '2017-03-02' where district = ${d} and book = 'poverty'`
      expect(broken((await after(doing(later))).v)).toEqual(['I15'])
    })

    test('relieved later for an earlier day: what was posted in between stays good', async () => {
      const relieve = (on: string) =>
        doing(sql`insert into book_keeper_end (district, keeper_no, to_date, document, ended_by, ended_at)
          select district, keeper_no, '2017-02-28', '解除', person_id, ${on} from book_keeper where district = ${d} and book = 'poverty'`)
      expect((await after(relieve('2017-05-01T00:00:00Z'))).v.faults).toEqual([])
      expect(broken((await after(relieve('2017-02-20T00:00:00Z'))).v)).toEqual(['I15'])
    })

    /** A closing that the record of actions puts right after the receipt, which is number 2 of the book. */
    const event = (no: number, action: string, seq: string, month = 201703) =>
      doing(sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
        select district, 'poverty', ${no}, ${month}, ${action}, '月末', '{}', person_id, recorded_at from audit_event
        where district = ${d} and seq = ${sql.raw(seq)}`)
    const receiptSeq = `(select min(seq) from audit_event where district = '000000' and command = 'funds.receive')`
    const at = (offset: number) => `(${receiptSeq.replace('000000', d)} + ${offset})`
    const closedThrough = (month: number) =>
      doing(sql`update chain_head set closed_through = ${month} where district = ${d} and book = 'poverty'`)

    test('a posting in a closed month', async () => {
      const { v } = await after(event(1, 'close', at(0)), closedThrough(201703))
      expect(v.faults.map((f) => f.detail.en)).toEqual([3, 4, 5, 6, 7].map((n) => `Book poverty, posting ${n} was made in a closed month`))
    })

    test('reopened before it was posted to, nothing is wrong; closed again, what follows is', async () => {
      const reopened = [event(1, 'close', at(0)), event(2, 'reopen', at(0))]
      expect((await after(...reopened)).v.faults).toEqual([])
      const again = await after(...reopened, event(3, 'close', at(2)), closedThrough(201703))
      expect(again.v.faults.map((f) => f.detail.en)).toEqual([5, 6, 7].map((n) => `Book poverty, posting ${n} was made in a closed month`))
    })

    test('an earlier month may be closed while this one is posted to', async () => {
      expect((await after(event(1, 'close', at(0), 201702), closedThrough(201702))).v.faults).toEqual([])
    })

    test('a head that says another month than its closings', async () => {
      expect(broken((await after(closedThrough(201702))).v)).toEqual(['I15'])
      expect(broken((await after(event(1, 'close', at(0), 201702))).v)).toEqual(['I15'])
      const reopened = [event(1, 'close', at(0), 201702), event(2, 'reopen', at(0), 201702)]
      expect(broken((await after(...reopened, closedThrough(201702))).v)).toEqual(['I15'])
    })

    test('a closing that kept the hash of another posting than stands there', async () => {
      const kept = (hash: string) => (tx: Tx) =>
        run(
          tx,
          sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
            values (${d}, 'poverty', 1, 201702, 'close', '月末',
              jsonb_build_object('head', jsonb_build_object('number', 3, 'hash', ${hash}::text)), 'usr', now())`,
        )
      const third = (await chain(d))[2]!
      expect((await after(kept(third.hash), closedThrough(201702))).v.faults).toEqual([])
      expect(broken((await after(kept('0'.repeat(64)), closedThrough(201702))).v)).toEqual(['I4'])
    })
  })

  test.each(['posting', 'move', 'audit_event', 'account', 'book_keeper', 'turnover'])(
    'a guard of %s switched off is told',
    async (table) => {
      const { v } = await after(doing(sql`alter table ${sql.id(table)} disable trigger user`))
      expect(v.faults.map((f) => f.detail.en).join()).toContain(`guard ${table}.`)
    },
  )

  test('rules in the database that are no longer those of policy', async () => {
    const wider = doing(sql`insert into posting_transition (kind, from_stage, to_stage) values ('release', 'paid', 'available')`)
    expect(broken((await after(wider)).v)).toEqual(['I6'])
    const uphill = doing(sql`insert into book_help (giver, receiver) values ('poverty', 'financing')`)
    expect(broken((await after(uphill)).v)).toEqual(['I14'])
  })

  describe('the database refuses to change or take away', () => {
    const end = (tx: Tx) =>
      run(
        tx,
        sql`insert into book_keeper_end (district, keeper_no, to_date, document, ended_by, ended_at)
          select district, keeper_no, '2017-12-31', '解除', person_id, now() from book_keeper where district = ${d} limit 1`,
      )
    const tables = ['posting', 'move', 'lot', 'audit_event', 'book_keeper', 'book_keeper_end', 'period_event', 'turnover']
    test.each(tables)('%s', async (table) => {
      const given = async (tx: Tx) => {
        if (table === 'period_event')
          await run(
            tx,
            sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
          values (${d}, 'poverty', 1, 201702, 'close', '月末', '{}', 'usr', now())`,
          )
        if (table === 'book_keeper_end') await end(tx)
      }
      for (const act of [
        sql`update ${sql.id(table)} set district = district where district = ${d}`,
        sql`delete from ${sql.id(table)} where district = ${d}`,
        sql`truncate ${sql.id(table)} cascade`,
      ])
        expect(
          await answerTo(database, async (tx) => {
            await given(tx)
            await run(tx, act)
          }),
        ).toMatch(/^HG0(04|11)$/)
    })
    test.each(['period', 'chain_head', 'event_head'])('%s, which moves on, is never taken away', async (table) => {
      expect(await answerTo(database, (tx) => run(tx, sql`delete from ${sql.id(table)} where district = ${d}`))).toBe('HG004')
      expect(await answerTo(database, (tx) => run(tx, sql`truncate ${sql.id(table)} cascade`))).toBe('HG004')
    })
  })

  describe('the hash by setting', () => {
    const hashed = (name: 'sha256' | 'sm3', link: Link) => createHash(name).update(`${link.previous_hash}\n${link.bytes}`).digest('hex')

    test('a chain may change from SHA-256 to SM3 and back, link by link, and stays whole', async () => {
      const own = await World.open(database)
      const [some] = (await own.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 100_00n })) as [string]
      await own.do('admin', chooseHash, { algorithm: 'sm3' })
      await own.receive([some, 50_00n])
      await own.do('admin', chooseHash, { algorithm: 'sha256' })
      await own.receive([some, 50_00n])
      const links = await chain(own.district)
      expect(links.map((l) => l.format)).toEqual([2, 3, 2])
      expect(links.map((l) => l.hash)).toEqual([hashed('sha256', links[0]!), hashed('sm3', links[1]!), hashed('sha256', links[2]!)])
      const events = await rows(
        database.db,
        sql<Link>`select seq as number, previous_hash, hash, bytes, format from audit_event where district = ${own.district} order by seq`,
      )
      expect(events.map((e) => e.format)).toEqual([2, 3, 3, 2, 2])
      expect(events.map((e) => e.hash)).toEqual(events.map((e) => hashed(e.format === 3 ? 'sm3' : 'sha256', e)))
      const v = await verifyBooks(database.db, own.district)
      expect(v.faults).toEqual([])
      expect([v.heads.map((h) => h.algorithm), v.record.algorithm]).toEqual([['sha256', 'sha256', 'sha256'], 'sha256'])
      for (const table of ['posting', 'audit_event']) {
        const lie = sql`update ${sql.id(table)} set format = 2 where district = ${own.district} and format = 3`
        const told = await undone(database, async (tx) => {
          await run(tx, sql`set local session_replication_role = replica`)
          await run(tx, lie)
          return verifyBooks(tx, own.district)
        })
        expect(broken(told)).toEqual(['I4'])
      }
    })

    test('a district that begins with SM3 is hashed with it from the first link on', async () => {
      const own = await World.open(database)
      await run(database.db, sql`update district set hash_format = 3 where district = ${own.district}`)
      await own.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 100_00n })
      const links = await chain(own.district)
      expect(links.map((l) => [l.format, l.hash])).toEqual([[3, hashed('sm3', links[0]!)]])
      const v = await verifyBooks(database.db, own.district)
      expect([v.ok, v.record.algorithm, v.heads[0]!.algorithm]).toEqual([true, 'sm3', 'sm3'])
    })

    test('only the administrator chooses, among those there are, and not twice', async () => {
      const own = await World.open(database)
      const code = async (who: 'admin' | 'finance', algorithm: string) => {
        const outcome = await own.act(who, chooseHash, { algorithm })
        return outcome.ok ? 'ok' : outcome.refusal.code
      }
      expect(await code('finance', 'sm3')).toBe('not_permitted')
      expect(await code('admin', 'md5')).toBe('hash_unknown')
      expect(await code('admin', 'sha256')).toBe('hash_already')
      expect(await code('admin', 'sm3')).toBe('ok')
      expect(await code('admin', 'sm3')).toBe('hash_already')
    })
  })

  // Last, for it adds to the books.
  test('a tail removed of many posted together, whose sentence names only how far they reached', async () => {
    const three = Array.from({ length: 3 }, (_, i) => ({ ...w.byHand('reservation', road, [lot, 1_00n]), key: `together ${i}` }))
    await new PostingDesk(database, w.clock).post(w.actor('finance'), 'together', three)
    const { number } = (await chain(d)).at(-1)!
    expect((await after(async () => null)).v.faults).toEqual([])
    const { v } = await after(deletePosting(number), cover)
    expect(v.faults.map((f) => f.detail.en).join()).toContain(`names posting poverty#${number}, which is not on the books`)
  })
})
