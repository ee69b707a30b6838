/**
 * Forgeries that raw SQL once got past the database or past verification, each closed: kept as tests of their own, because
 * each was a hole that a first reading did not see.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { findClaim } from '#features/claims/claims.store.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql, type Tx } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { accountOf, answerTo, undone } from './books-forger.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let d: string
  let [lot, road, paid, draft] = ['', '', '', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    d = w.district
    ;[lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
    ;[road] = (await w.projects({ name: '路', category: 'road', needFen: 500_00n })) as [string]
    await w.receive([lot, 800_00n])
    await w.reserve(road, [lot, 500_00n])
    const contract = await w.contract(road, 400_00n)
    ;[paid, draft] = [await w.claim(contract, 100_00n), await w.claim(contract, 50_00n)]
    await w.sign(paid)
    const { id } = await w.do('finance', orderPayment, { claimId: paid })
    await w.do('finance', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: '付1' })
  })

  describe('the database refuses', () => {
    test('a move added later to an old posting (I4, I8)', async () => {
      const answer = await answerTo(database, async (tx) => {
        const from = await accountOf(tx, d, { lot, stage: 'available' })
        const to = await accountOf(tx, d, { lot, stage: 'reserved', project: road })
        await run(
          tx,
          sql`insert into move select ${d}, posting_id, 99, ${lot}, ${from}::bigint, ${to}::bigint, 5 from posting
            where district = ${d} and book = 'poverty' and number = 1`,
        )
      })
      expect(answer).toMatch(/^HG/)
    })

    test('another use for a lot that is in the books already (I13)', async () => {
      const widen = (tx: Tx) => run(tx, sql`insert into lot_use values (${d}, ${lot}, 'housing')`)
      expect(await answerTo(database, widen)).toMatch(/^HG/)
    })

    test('a signature of a person who does not exist (I10)', async () => {
      const sign = async (tx: Tx) => {
        const claim = await findClaim(tx, d, draft)
        const values = sql`${d}, ${draft}, ${claim!.version}, 1, 'nobody', '', ${claim!.content_hash}, ${w.clock.now()}`
        await run(tx, sql`insert into claim_signature values (${values})`)
      }
      expect(await answerTo(database, sign)).not.toBe('accepted')
    })

    test.each(['compiled_by = compiled_by || 1', 'amount_fen = 1', "invoice_no = 'x'"])(
      'a claim changed in place: %s (I10)',
      async (change) => {
        const edit = (tx: Tx) => run(tx, sql`update claim set ${sql.raw(change)} where district = ${d} and claim_id = ${paid}`)
        expect(await answerTo(database, edit)).toMatch(/^HG/)
      },
    )

    test('a draft claim deleted (I4)', async () => {
      expect(await answerTo(database, (tx) => run(tx, sql`delete from claim where district = ${d} and claim_id = ${draft}`))).toMatch(/^HG/)
    })

    test('an event beside the chain (I4)', async () => {
      const add = sql`insert into audit_event select district, seq + 100, person_id, actor, command, command_key, subjects, sentence, recorded_at,
        bytes, previous_hash, hash, format from audit_event where district = ${d} order by seq desc limit 1`
      expect(await answerTo(database, (tx) => run(tx, add))).toMatch(/^HG/)
    })

    test.each(['payment_order', 'plan', 'plan_slice', 'claim_return', 'chain_head', 'event_head'])('truncate %s (I4)', async (table) => {
      expect(await answerTo(database, (tx) => run(tx, sql`truncate ${sql.id(table)} cascade`))).toMatch(/^HG/)
    })
  })

  describe('with triggers off, verification sees', () => {
    const after = (change: string) =>
      undone(database, async (tx) => {
        await run(tx, sql`set local session_replication_role = replica`)
        await run(tx, sql.raw(change.replaceAll('$d', `'${d}'`)))
        return verifyEverything(tx, d)
      })
    test.each([
      ['who acted, in an event', "update audit_event set person_id = 'usr_other' where district = $d and seq = 5"],
      ['under which key', "update audit_event set command_key = 'other' where district = $d and seq = 5"],
      [
        'what it was about: the record of that thing no longer shows it',
        "update audit_event set subjects = '{}' where district = $d and seq = 5",
      ],
      ['the amount of a lot', 'update lot set amount_fen = amount_fen + 1 where district = $d'],
      ['a signature taken from a paid claim', 'delete from claim_signature where district = $d and level = 3'],
      ['the registered account of a payee who was paid', "update contractor set account_no = '99999999' where district = $d"],
      ['the account on an order that was paid', "update payment_order set account_no = '99999999' where district = $d"],
    ])('%s', async (_, change) => {
      expect((await after(change)).ok).toBe(false)
    })

    test('bytes of an event that are no JSON', async () => {
      expect((await after("update audit_event set bytes = 'x' || bytes where district = $d and seq = 5")).ok).toBe(false)
    })
  })
})
