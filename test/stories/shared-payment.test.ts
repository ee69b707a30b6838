/**
 * One contract paid by three lots of three books, with fen that do not divide: every odd fen has its place, a refund goes
 * back to the very lots, and what is paid after it is again exact. Amounts by hand, on both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { changeClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let lots: string[] = []
  let [contract, claim] = ['', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const literal = { uses: ['road'] as const, amountFen: 100_00n }
    lots = await w.lots(
      { ...literal, docNo: '甲〔2017〕1号', book: 'poverty' },
      { ...literal, docNo: '乙〔2017〕2号', book: 'coordination' },
      { ...literal, docNo: '丙〔2017〕3号', book: 'financing' },
    )
    const [road] = (await w.projects({ name: '产业路', category: 'road', needFen: 300_00n })) as [string]
    await w.receive(...lots.map((lot) => [lot, 100_00n] as const))
    await w.reserve(road, ...lots.map((lot) => [lot, 100_00n] as const))
    contract = await w.contract(road, 300_00n)
  })

  /** What each lot holds at a stage, in the order of the lots. */
  const at = (stage: string) => Promise.all(lots.map(async (lot) => (await w.stages(lot))[stage] ?? 0n))
  const chains = async () => Object.fromEntries((await verifyBooks(database.db, w.district)).heads.map((h) => [h.book, h.number] as const))

  test('100.00 of three equal lots is 33.34 + 33.33 + 33.33, one posting in each book', async () => {
    const before = await chains()
    claim = await w.claim(contract, 100_00n)
    await w.sign(claim)
    await w.do('finance', orderPayment, { claimId: claim })
    expect(await at('ordered')).toEqual([33_34n, 33_33n, 33_33n])
    expect(await at('committed')).toEqual([66_66n, 66_67n, 66_67n])
    const after = await chains()
    expect(Object.keys(after).map((book) => after[book]! - before[book]!)).toEqual([1, 1, 1])
  })

  test('returned, it comes back lot by lot, as if it had never been ordered', async () => {
    const [order] = await rows(
      database.db,
      sql<{ payment_id: string }>`select payment_id from payment_order where district = ${w.district}`,
    )
    const result = {
      paymentId: order!.payment_id,
      result: 'returned' as const,
      resultOn: w.today(),
      bankReference: '退1',
      returnReason: '账户已注销',
    }
    await w.do('bank', recordResult, result)
    expect([await at('ordered'), await at('returned')]).toEqual([
      [0n, 0n, 0n],
      [33_34n, 33_33n, 33_33n],
    ])
    await w.do('finance', reopenClaim, { claimId: claim, reason: '更正账户' })
    expect([await at('returned'), await at('committed')]).toEqual([
      [0n, 0n, 0n],
      [100_00n, 100_00n, 100_00n],
    ])
  })

  test('claimed again a fen lower it divides evenly, and is paid', async () => {
    await w.do('dept', changeClaim, { ...(await w.claimInput(contract, 99_99n)), claimId: claim })
    await w.do('dept', submitClaim, { claimId: claim })
    await w.sign(claim)
    const { id } = await w.do('finance', orderPayment, { claimId: claim })
    await w.do('finance', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: '付1' })
    expect(await at('paid')).toEqual([33_33n, 33_33n, 33_33n])
  })

  test('200.01, all that is left, is 66.67 of each, and the contract is empty', async () => {
    const last = await w.claim(contract, 200_01n)
    await w.sign(last)
    const { id } = await w.do('finance2', orderPayment, { claimId: last })
    await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: '付2' })
    expect([await at('paid'), await at('committed')]).toEqual([
      [100_00n, 100_00n, 100_00n],
      [0n, 0n, 0n],
    ])
    expect(await w.stages()).toEqual({ source: -300_00n, paid: 300_00n })
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('the bank saying the same again changes nothing; saying otherwise is refused', async () => {
    const sent = await rows(
      database.db,
      sql<{ payment_id: string; bank_reference: string }>`select payment_id, bank_reference from payment_order
        where district = ${w.district} and state = 'paid' order by order_no`,
    )
    const { payment_id: paymentId, bank_reference: bankReference } = sent[0]!
    const same = { paymentId, result: 'paid' as const, resultOn: w.today(), bankReference }
    expect(await w.do('bank', recordResult, same)).toEqual({ state: 'paid' })
    const other = await w.act('bank', recordResult, { ...same, result: 'returned', returnReason: '误' })
    expect(other).toMatchObject({ ok: false, refusal: { code: 'result_known' } })
    expect(await w.stages()).toEqual({ source: -300_00n, paid: fen(300_00n) })
  })
})
