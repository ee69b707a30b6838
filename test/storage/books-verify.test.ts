/**
 * The third guard: somebody with every right on the database switches the triggers off and alters the books. Each case does
 * exactly that inside a transaction that is undone, and `verifyBooks` must name the invariant that is broken.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { settle, settleAll } from '#features/ledger/settled.store.ts'
import { type Verification, verifyBooks } from '#features/ledger/verify.store.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql, theRow, type Tx } from '#platform/db/sql.ts'
import { chainHash } from '#platform/hash.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { coverTracks, undone } from './books-forger.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let d: string
  let [A, B, road, school] = ['', '', '', '']
  let printed: Verification['heads'] = []

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    d = w.district
    const lots = await w.lots(
      { docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n },
      { docNo: '甲〔2017〕1号', uses: ['education'], amountFen: 1_000_00n },
    )
    const projects = await w.projects(
      { name: '路', category: 'road', needFen: 500_00n },
      { name: '校', category: 'education', needFen: 1n },
    )
    ;[A, B, road, school] = [...lots, ...projects] as [string, string, string, string]
    await w.receive([A, 800_00n], [B, 800_00n])
    const reserved = await w.reserve(road, [A, 300_00n])
    await w.do('finance', postByHand, { ...w.byHand('', undefined), reverses: reserved.id })
    await w.reserve(road, [A, 200_00n])
    const contract = await w.contract(road, 150_00n)
    await w.claim(contract, 50_00n)
    printed = (await verifyBooks(database.db, d)).heads
  })

  const after = (tamper: (tx: Tx) => Promise<unknown>): Promise<Verification> =>
    undone(database, async (tx) => {
      await run(tx, sql`set local session_replication_role = replica`)
      await tamper(tx)
      return verifyBooks(tx, d)
    })
  const broken = (v: Verification) => [...new Set(v.faults.map((f) => f.invariant))].sort()
  const having = (table: string, column: string, value: ReturnType<typeof sql>, where: ReturnType<typeof sql>) => (tx: Tx) =>
    run(tx, sql`update ${sql.id(table)} set ${sql.id(column)} = ${value} where district = ${d} and ${where}`)
  const statement = (text: ReturnType<typeof sql>) => (tx: Tx) => run(tx, text)
  const balance = (lot: string, stage: string, by: bigint) =>
    having('account', 'balance_fen', sql`balance_fen + ${by}`, sql`lot_id = ${lot} and stage = ${stage}`)
  const all =
    (...steps: ((tx: Tx) => Promise<unknown>)[]) =>
    async (tx: Tx) => {
      for (const step of steps) await step(tx)
    }

  test('the books are right as they stand', async () => {
    const v = await verifyBooks(database.db, d)
    expect([v.ok, v.faults, v.postings]).toEqual([true, [], 6])
    expect(v.heads.find((h) => h.book === 'poverty')!.number).toBe(6)
    expect(broken(await after(async () => null))).toEqual([])
  })

  describe('one column of one posting', () => {
    test.each<[string, ReturnType<typeof sql>]>([
      ['bytes', sql`overlay(bytes placing '9' from 30 for 1)`],
      ['bytes', sql`bytes || ' '`],
      ['bytes', sql`''`],
      ['kind', sql`'release'`],
      ['business_date', sql`business_date - 1`],
      ['recorded_at', sql`recorded_at + interval '1 millisecond'`],
      ['person_id', sql`'usr_other'`],
      ['command_key', sql`'other'`],
      ['basis', sql`basis || ' '`],
      ['reason', sql`'because'`],
      ['reverses', sql`'pst_other'`],
      ['number', sql`number + 100`],
      ['amount_fen', sql`amount_fen + 1`],
      ['previous_hash', sql`repeat('0', 64)`],
      ['hash', sql`repeat('0', 64)`],
    ])('%s', async (column, value) => {
      expect(broken(await after(having('posting', column, value, sql`number = 3`)))).toContain('I4')
    })
  })

  test('columns and bytes of one posting changed to agree with each other, the hash kept', async () => {
    const change = sql`update posting set basis = 'x' || basis, bytes = replace(bytes, '"basis":"', '"basis":"x')
      where district = ${d} and book = 'poverty' and number = 3`
    expect(broken(await after(statement(change)))).toEqual(['I4'])
  })

  describe('moves', () => {
    const third = () => sql`posting_id = (select posting_id from posting where district = ${d} and book = 'poverty' and number = 3)`
    test.each<[string, () => (tx: Tx) => Promise<unknown>, string[]]>([
      ['another amount', () => having('move', 'amount_fen', sql`amount_fen + 1`, third()), ['I11', 'I4', 'I6']],
      [
        'turned round',
        () => statement(sql`update move set (from_account, to_account) = (to_account, from_account) where district = ${d} and ${third()}`),
        ['I11', 'I4', 'I6'],
      ],
      ['under another lot', () => having('move', 'lot_id', sql`${'lot_other'}::text`, third()), ['I4']],
      ['one taken away', () => statement(sql`delete from move where district = ${d} and ${third()}`), ['I11', 'I4', 'I6']],
      [
        'one added',
        () =>
          statement(
            sql`insert into move select district, posting_id, 99, lot_id, from_account, to_account, 1 from move where district = ${d} and ${third()}`,
          ),
        ['I11', 'I4', 'I6'],
      ],
    ])('%s', async (_, tamper, invariants) => {
      expect(broken(await after(tamper()))).toEqual(invariants)
    })
  })

  describe('balances', () => {
    test('one changed: the lot no longer adds up', async () => {
      expect(broken(await after(balance(A, 'available', 1n)))).toEqual(['I11', 'I2'])
    })
    test('two changed so that the lot still adds up', async () => {
      expect(broken(await after(all(balance(A, 'available', -1n), balance(A, 'expected', 1n))))).toEqual(['I11'])
    })
    test('one below zero', async () => {
      const free = statement(sql`alter table account drop constraint account_not_below_zero`)
      const tamper = all(free, balance(A, 'available', -10_000_00n), balance(A, 'expected', 10_000_00n))
      expect(broken(await after(tamper))).toEqual(['I11', 'I3'])
    })
  })

  describe('settled sums', () => {
    /** Moved on by the database while its triggers are on; altered with the triggers off. */
    const settledAfter = (tamper: ReturnType<typeof sql>, some = false): Promise<Verification> =>
      undone(database, async (tx) => {
        if (some) await settle(tx, d, 3, 1)
        else await settleAll(tx, d)
        await run(tx, sql`set local session_replication_role = replica`)
        await run(tx, tamper)
        return verifyBooks(tx, d)
      })
    const english = (v: Verification) => v.faults.map((f) => f.detail.en)
    const one = (table: string, keys: ReturnType<typeof sql>, where: ReturnType<typeof sql>) => sql`update ${sql.id(table)} x
      set amount_fen = amount_fen + 1 where (${keys}) = (
        select ${keys} from ${sql.id(table)} x where x.district = ${d} and ${where} order by ${keys} limit 1)`
    const bySubject = (subject: string, year = false) =>
      one(
        'subject_turnover',
        sql`x.district, x.subject_id, x.month, x.transition_no`,
        sql`x.subject_id = ${subject} and (x.month < 10000) = ${year}::boolean`,
      )

    test('those that the database made are right, at the end and half-way', async () => {
      expect((await settledAfter(sql`select`)).faults).toEqual([])
      expect((await settledAfter(sql`select`, true)).faults).toEqual([])
    })
    test('one fen more in one sum, of a lot, of a project, of a year, of a day', async () => {
      expect(english(await settledAfter(bySubject(A, true)))).toEqual([
        `${A}, 2017, book poverty: the settled sum is not the sum of its moves`,
      ])
      expect(english(await settledAfter(bySubject(A)))).toEqual([`${A}, 201703, book poverty: the settled sum is not the sum of its moves`])
      expect(english(await settledAfter(bySubject(road), true))).toEqual([
        `${road}, 201703, book poverty: the settled sum is not the sum of its moves`,
      ])
      const group = (kind: string) => one('group_turnover', sql`x.district, x.kind, x.name, x.time, x.transition_no`, sql`x.kind = ${kind}`)
      const department = await theRow(database.db, sql<{ name: string }>`select department as name from lot where lot_id = ${A}`)
      expect(english(await settledAfter(group('department')))).toEqual([
        `${department.name}, 2017, book poverty: the settled sum is not the sum of its moves`,
      ])
      expect(english(await settledAfter(group('level'))).length).toBe(1)
      expect(english(await settledAfter(sql`delete from group_turnover where district = ${d}`)).length).toBeGreaterThan(1)
      const day = one('recorded_turnover', sql`x.district, x.recorded_on, x.business_date, x.transition_no`, sql`true`)
      expect(english(await settledAfter(day))).toEqual([
        'Recorded on 2017-03-01 for 2017-03-01, book poverty: the settled sum is not the sum of its moves',
      ])
    })
    test('a journal with another amount, another day, without its last line, or of nobody', async () => {
      const journal = (change: ReturnType<typeof sql>) =>
        sql`update subject_journal set ${change} where district = ${d} and subject_id = ${A}`
      for (const tamper of [
        journal(sql`amounts[1] = amounts[1] + 1`),
        journal(sql`days[1] = days[1] + 1`),
        journal(
          sql`numbers = trim_array(numbers, 1), days = trim_array(days, 1), transitions = trim_array(transitions, 1), amounts = trim_array(amounts, 1)`,
        ),
      ])
        expect(english(await settledAfter(tamper))).toEqual([`${A}, 201703, book poverty: the settled journal is not that of its moves`])
      const nobody = sql`update subject_journal set subject_id = 'lot_none' where district = ${d} and subject_id = ${A}`
      expect(english(await settledAfter(nobody)).length).toBeGreaterThan(1)
    })
    test('what a lot holds: one fen more, taken away, invented', async () => {
      const held = `${A}, book poverty: what it is said to hold is not the sum of its moves`
      const more = sql`update held set balance_fen = balance_fen + 1 where district = ${d} and lot_id = ${A} and stage = 'available'`
      expect(english(await settledAfter(more))).toEqual([held])
      expect(english(await settledAfter(sql`delete from held where district = ${d} and lot_id = ${A}`))).toEqual([held])
      const invented = sql`insert into held values (${d}, ${A}, '', '', 'poverty', 'treasury', 1, '')`
      expect(english(await settledAfter(invented, true))).toEqual([held])
    })
    test('one taken away, one invented, a way that is another, a number set back or ahead', async () => {
      const invented = sql`insert into subject_turnover select district, 'lot_none', 201701, transition_no, 1, 1 from transition
        where district = ${d} limit 1`
      const another = sql`update transition set to_stage = 'paid' where transition_no = (select max(transition_no) from transition where district = ${d})`
      for (const tamper of [
        sql`delete from subject_turnover where district = ${d} and subject_id = ${B}`,
        sql`delete from recorded_turnover where district = ${d}`,
        sql`delete from transition where district = ${d}`,
        invented,
        another,
        sql`update settled set number = number - 1 where district = ${d}`,
      ]) {
        const v = await settledAfter(tamper)
        expect(broken(v)).toEqual(['I11'])
        expect(english(v).join('\n')).toContain('settled sum')
      }
      expect(english(await settledAfter(sql`update settled set number = number + 1 where district = ${d}`))).toEqual([
        'Book poverty: the settled sums claim 7 postings, which is more than there are',
      ])
    })
  })

  describe('the chain', () => {
    const last = () => sql`(select posting_id from posting where district = ${d} and book = 'poverty' order by number desc limit 1)`
    /** The last posting and its moves taken away and its effect on everything but the head undone, as if it had never been. */
    const cut = () =>
      all(
        statement(sql`delete from move where district = ${d} and posting_id = ${last()}`),
        statement(sql`delete from posting where district = ${d} and posting_id = ${last()}`),
      )
    const cover = (tx: Tx) => coverTracks(tx, d)

    test('a tail cut off clean, the head left', async () => {
      const { number, hash } = printed.find((h) => h.book === 'poverty')!
      const head = statement(sql`update chain_head set number = ${number}, hash = ${hash} where district = ${d} and book = 'poverty'`)
      const v = await after(all(cut(), cover, head))
      expect(broken(v)).toEqual(['I4'])
      expect(v.postings).toBe(5)
    })

    test('a tail cut off with the head set back meets only the head that was printed before', async () => {
      const v = await after(all(cut(), cover))
      expect(broken(v)).toEqual([])
      expect(v.heads).not.toEqual(printed)
      expect(v.heads.find((h) => h.book === 'poverty')!.number).toBe(5)
    })

    test('a posting taken out of the middle', async () => {
      expect(broken(await after(statement(sql`delete from posting where district = ${d} and number = 3`)))).toEqual([
        'I11',
        'I16',
        'I4',
        'I6',
      ])
    })

    test('a head that was changed, and a head that is gone', async () => {
      expect(broken(await after(having('chain_head', 'hash', sql`repeat('0', 64)`, sql`book = 'poverty'`)))).toEqual(['I4'])
      expect(broken(await after(having('chain_head', 'number', sql`number + 1`, sql`book = 'poverty'`)))).toEqual(['I4'])
      expect(broken(await after(statement(sql`delete from chain_head where district = ${d}`)))).toEqual(['I11', 'I4'])
    })

    test('a fork: two postings after the same one', async () => {
      const free = statement(sql`alter table posting drop constraint posting_district_book_number_key`)
      const copy =
        statement(sql`insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key,
          basis, amount_fen, bytes, previous_hash, hash, voucher_no, keeper_id, entry_kind, format)
        select district, 'pst_fork', book, number, kind, business_date, recorded_at, person_id, command_key, basis, amount_fen, bytes,
          previous_hash, hash, 900, keeper_id, entry_kind, format from posting where district = ${d} and number = 4`)
      expect(broken(await after(all(free, copy)))).toEqual(['I16', 'I4', 'I6'])
    })

    test('history rewritten from the middle on, with right hashes all the way, does not meet the head', async () => {
      const rewrite = async (tx: Tx) => {
        let previous = ''
        for (let number = 1n; number <= 6n; number += 1n) {
          const p = await theRow(
            tx,
            sql<{ bytes: string }>`select bytes from posting where district = ${d} and book = 'poverty' and number = ${number}`,
          )
          const bytes = number === 3n ? p.bytes.replace('茅扶组', '某扶组') : p.bytes
          const hash = chainHash(previous, bytes)
          await run(
            tx,
            sql`update posting set bytes = ${bytes}, previous_hash = ${previous}, hash = ${hash},
            basis = case when number = 3 then replace(basis, '茅扶组', '某扶组') else basis end
            where district = ${d} and book = 'poverty' and number = ${number}`,
          )
          previous = hash
        }
      }
      expect(broken(await after(rewrite))).toEqual(['I4'])
      const v = await after(all(rewrite, cover))
      expect(broken(v)).toEqual([])
      expect(v.heads).not.toEqual(printed)
    })
  })

  describe('permitted use', () => {
    test('a use struck from the document, or the project made another', async () => {
      expect(broken(await after(statement(sql`delete from lot_use where district = ${d} and lot_id = ${A}`)))).toEqual(['I13'])
      expect(broken(await after(having('project', 'category', sql`'education'`, sql`project_id = ${road}`)))).toEqual(['I13'])
    })
    test('an account smuggled onto a project that the lot may not pay', async () => {
      const smuggle = statement(
        sql`insert into account (district, lot_id, book, stage, project_id) values (${d}, ${A}, 'poverty', 'reserved', ${school})`,
      )
      expect(broken(await after(smuggle))).toEqual(['I13'])
    })
  })

  describe('the record of actions', () => {
    const event = (column: string, value: ReturnType<typeof sql>) => having('audit_event', column, value, sql`seq = 5`)
    test.each<[string, ReturnType<typeof sql>]>([
      ['sentence', sql`jsonb_set(sentence, '{en}', '"nothing happened"')`],
      ['actor', sql`'别人'`],
      ['command', sql`'ledger.other'`],
      ['recorded_at', sql`recorded_at + interval '1 millisecond'`],
      ['bytes', sql`replace(bytes, '"seq"', '"sep"')`],
      ['previous_hash', sql`repeat('0', 64)`],
      ['hash', sql`repeat('0', 64)`],
      ['seq', sql`seq + 500`],
    ])('one column of one event: %s', async (column, value) => {
      expect(broken(await after(event(column, value)))).toEqual(['I4'])
    })

    test('an event taken out, the tail cut, the head changed', async () => {
      expect(broken(await after(statement(sql`delete from audit_event where district = ${d} and seq = 5`)))).toEqual(['I4', 'I7'])
      const tail = sql`delete from audit_event where district = ${d} and seq = (select max(seq) from audit_event where district = ${d})`
      expect(broken(await after(statement(tail)))).toEqual(['I4'])
      expect(broken(await after(statement(sql`update event_head set seq = seq + 1 where district = ${d}`)))).toEqual(['I4'])
      expect(broken(await after(statement(sql`delete from event_head where district = ${d}`)))).toEqual(['I4'])
    })
  })
})
