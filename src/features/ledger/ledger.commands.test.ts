/** A treasurer's posting by hand, whole: what it does to the rows, and what it may not touch. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { engines } from '../../../test/support/database.ts'
import { World } from '../../../test/support/world.ts'
import { type PostingInput, postByHand } from './ledger.commands.ts'
import { verifyBooks } from './verify.store.ts'

describe.each(engines())('by hand, on $name', ({ open }) => {
  let database: Database
  let w: World
  let [A, B, road] = ['', '', '']
  beforeAll(async () => {
    database = await open()
  })
  beforeEach(async () => {
    w = await World.open(database)
    const literal = { docNo: '甲〔2017〕1号', uses: ['road'] as const, amountFen: 100_00n }
    ;[A, B] = (await w.lots(literal, { ...literal, book: 'financing' })) as [string, string]
    ;[road] = (await w.projects({ name: '产业路', category: 'road', needFen: 100_00n })) as [string]
    await w.receive([A, 100_00n], [B, 100_00n])
  })
  const reverse = (id: string): PostingInput => ({ ...w.byHand('', undefined), reverses: id })
  const code = async (input: PostingInput) => {
    const outcome = await w.act('finance', postByHand, input)
    return outcome.ok ? 'ok' : outcome.refusal.code
  }
  const lastEvent = async () => {
    const found = await rows(
      database.db,
      sql<{
        sentence: { zh: string; en: string }
      }>`select sentence from audit_event where district = ${w.district} order by seq desc limit 1`,
    )
    return found[0]!.sentence.en
  }
  const idsOf = (kind: string) =>
    rows(
      database.db,
      sql<{ id: string }>`select posting_id as id from posting where district = ${w.district} and kind = ${kind} order by number`,
    )

  test('a reservation, its reversal, and the reversal of that: each names the one before', async () => {
    const first = await w.reserve(road, [A, 60_00n])
    const second = await w.do('finance', postByHand, reverse(first.id))
    expect(await w.stages(A)).toEqual({ source: -100_00n, available: 100_00n })
    await w.do('finance', postByHand, reverse(second.id))
    expect(await w.stages(A)).toEqual({ source: -100_00n, available: 40_00n, reserved: 60_00n })
    const chain = await rows(
      database.db,
      sql<{ reverses: string }>`select reverses from posting where district = ${w.district} and reverses is not null order by number`,
    )
    expect(chain.map((c) => c.reverses)).toEqual([first.id, second.id])
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('a posting is reversed once, and only while its money still lies where it put it', async () => {
    const first = await w.reserve(road, [A, 60_00n])
    await w.contract(road, 10_00n)
    expect(await code(reverse(first.id))).toBe('would_go_negative')
    const second = await w.reserve(road, [A, 40_00n])
    expect(await code(reverse(second.id))).toBe('ok')
    expect(await code(reverse(second.id))).toBe('already_reversed')
    expect(await code(reverse('pst_none'))).toBe('unknown_posting')
  })

  test.each(['announcement', 'commitment', 'payment-order', 'payment', 'bank-return', 'return-to-contract', 'gift', ''])(
    '"%s" is not written by hand',
    async (kind) => {
      expect(await code(w.byHand(kind, road, [A, 1n]))).toBe('kind_not_by_hand')
    },
  )

  test('a receipt by hand needs no project; a reservation needs one that exists', async () => {
    const [lot] = (await w.lots({ docNo: '乙〔2017〕2号', uses: ['road'], amountFen: 5_00n })) as [string]
    expect(await code(w.byHand('receipt', undefined, [lot, 5_00n]))).toBe('ok')
    expect(await code(w.byHand('reservation', undefined, [lot, 1n]))).toBe('unknown_project')
    expect(await code(w.byHand('reservation', 'prj_none', [lot, 1n]))).toBe('unknown_project')
    expect(await code(w.byHand('reservation', road, ['lot_none', 1n]))).toBe('unknown_lot')
    expect(await code(w.byHand('reservation', road))).toBe('nothing_to_post')
  })

  test('lots of two books become one posting in each', async () => {
    await w.reserve(road, [A, 60_00n], [B, 30_00n])
    expect(await idsOf('reservation')).toHaveLength(2)
    expect(await w.stages()).toEqual({ source: -200_00n, available: 110_00n, reserved: 90_00n })
  })

  describe('in step with the business', () => {
    test('what a business act posted is not reversed by hand: the claim would stay "paid" while its money lies in "ordered"', async () => {
      await w.reserve(road, [A, 60_00n])
      const claimId = await w.claim(await w.contract(road, 60_00n), 10_00n)
      await w.sign(claimId)
      const { id } = await w.do('finance', orderPayment, { claimId })
      await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: '付1' })
      const [payment] = await idsOf('payment')
      expect(await code(reverse(payment!.id))).toBe('not_reversible')
    })

    test('the sentence of a posting over two books says the whole amount, and the answer names both postings', async () => {
      const posted = await w.reserve(road, [A, 60_00n], [B, 30_00n])
      expect(await lastEvent()).toContain('90.00')
      expect(posted.amountFen).toBe(90_00n)
    })
  })
})
