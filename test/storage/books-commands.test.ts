/** The one write path under fire: many at once, the same again, refused, tried out, and broken off; on both engines. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { signClaim } from '#features/claims/claims.commands.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import { atStage, nameAccount } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { defineCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { changed, snapshot } from './books-forger.ts'

const codeOf = (o: Outcome<unknown>) => (o.ok ? 'ok' : o.refusal.code)
const tally = (list: readonly string[]) => Object.fromEntries([...new Set(list)].sort().map((x) => [x, list.filter((y) => y === x).length]))

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [A, B, debt, road] = ['', '', '', '']
  beforeAll(async () => {
    database = await open()
  })
  beforeEach(async () => {
    w = await World.open(database)
    const literal = { docNo: '甲〔2017〕1号', uses: ['road'] as const, amountFen: 1_000_00n }
    ;[A, B, debt] = (await w.lots(literal, literal, { ...literal, book: 'financing' })) as [string, string, string]
    ;[road] = (await w.projects({ name: '产业路', category: 'road', needFen: 1_000_00n })) as [string]
    await w.receive([A, 1_000_00n], [B, 1_000_00n])
  })
  const reservation = (amount: bigint, lot = A): PostingInput => w.byHand('reservation', road, [lot, amount])
  const eventsNow = () =>
    rows(
      database.db,
      sql<{
        command: string
        command_key: string
      }>`select command, command_key from audit_event where district = ${w.district} order by seq`,
    )
  const countPostings = async () => (await verifyBooks(database.db, w.district)).postings

  describe('many at once', () => {
    test('200 reservations on one lot never exceed it: as many succeed as fit, the rest are refused in words', async () => {
      const before = await countPostings()
      const each = 7_77n
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          w.act(i % 2 === 0 ? 'finance' : 'finance2', postByHand, reservation(each), { key: `many-${i}` }),
        ),
      )
      const fit = Number(1_000_00n / each)
      expect(fit).toBe(128)
      expect(tally(outcomes.map(codeOf))).toEqual({ ok: fit, would_go_negative: 200 - fit })
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: each * 128n, available: 1_000_00n - each * 128n })
      const numbers = outcomes.flatMap((o) => (o.ok ? [o.value.number] : []))
      expect(new Set(numbers).size).toBe(fit)
      const v = await verifyBooks(database.db, w.district)
      expect([v.faults, v.postings]).toEqual([[], before + fit])
    })

    test('200 of different amounts: what is reserved is what was answered, and nothing that still fits at the end was refused', async () => {
      const amounts = Array.from({ length: 200 }, (_, i) => BigInt(1 + ((i * 7919) % 2_000)))
      const outcomes = await Promise.all(
        amounts.map((amount, i) => w.act('finance', postByHand, reservation(amount), { key: `mixed-${i}` })),
      )
      const accepted = amounts.filter((_, i) => outcomes[i]!.ok).reduce((a, b) => a + b, 0n)
      const left = 1_000_00n - accepted
      expect(left >= 0n).toBe(true)
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: accepted, available: left })
      expect(amounts.filter((amount, i) => !outcomes[i]!.ok && amount <= left)).toEqual([])
      expect(new Set(outcomes.map(codeOf))).toEqual(new Set(['ok', 'would_go_negative']))
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('postings over two lots in opposite orders wait for each other and never in a circle', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 60 }, (_, i) => {
          const lines = [[A, 10_00n] as const, [B, 20_00n] as const]
          return w.act('finance', postByHand, w.byHand('reservation', road, ...(i % 2 === 0 ? lines : lines.reverse())), {
            key: `two-${i}`,
          })
        }),
      )
      expect(tally(outcomes.map(codeOf))).toEqual({ ok: 50, would_go_negative: 10 })
      expect(await w.stages(B)).toEqual({ source: -1_000_00n, reserved: 1_000_00n })
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 500_00n, available: 500_00n })
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('20 orders for one claim, 20 signers at one level, 20 answers of the bank: one of each is taken', async () => {
      await w.reserve(road, [A, 500_00n])
      const contract = await w.contract(road, 400_00n)
      const claimId = await w.claim(contract, 100_00n)
      const once = async (attempts: Promise<Outcome<unknown>>[]) => {
        const codes = (await Promise.all(attempts)).map(codeOf)
        expect(codes.filter((code) => code === 'ok')).toHaveLength(1)
        return new Set(codes.filter((code) => code !== 'ok'))
      }
      const twenty = <T>(make: (i: number) => Promise<T>) => Array.from({ length: 20 }, (_, i) => make(i))
      const signing = await w.signing(claimId)
      expect(await once(twenty(() => w.act('village', signClaim, signing)))).toEqual(new Set(['wrong_level']))
      for (const who of ['township', 'dept2', 'pool_office'] as const) await w.do(who, signClaim, signing)
      expect(await once(twenty((i) => w.act(i % 2 === 0 ? 'leader' : 'leader2', signClaim, signing)))).toEqual(new Set(['not_in_state']))
      expect(await once(twenty(() => w.act('finance', orderPayment, { claimId })))).toEqual(new Set(['not_in_state']))
      const { payment_id: paymentId } = await theRow(
        database.db,
        sql<{ payment_id: string }>`select payment_id from payment_order where district = ${w.district}`,
      )
      const answer = (i: number) => ({ paymentId, result: 'paid' as const, resultOn: w.today(), bankReference: `付${i}` })
      expect(await once(twenty((i) => w.act('bank', recordResult, answer(i))))).toEqual(new Set(['result_known']))
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, available: 500_00n, reserved: 100_00n, committed: 300_00n, paid: 100_00n })
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('money that goes round, out and back, by many at once, ends where it began', async () => {
      await w.reserve(road, [A, 500_00n])
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          w.act('finance', postByHand, w.byHand(i % 2 === 0 ? 'reservation' : 'release', road, [A, 5_00n]), { key: `round-${i}` }),
        ),
      )
      expect(tally(outcomes.map(codeOf))).toEqual({ ok: 100 })
      expect(await w.stages(A)).toEqual({ source: -1_000_00n, reserved: 500_00n, available: 500_00n })
    })
  })

  describe('the same again (I5)', () => {
    test('the same key with the same content is one effect and the same answer', async () => {
      const first = await w.act('finance', postByHand, reservation(10_00n), { key: 'k' })
      const state = await snapshot(database, w.district)
      const second = await w.act('finance', postByHand, reservation(10_00n), { key: 'k' })
      expect(second).toEqual(first)
      expect(codeOf(second)).toBe('ok')
      expect(changed(state, await snapshot(database, w.district))).toEqual([])
    })

    test('also when the keys of the input stand in another order', async () => {
      const input = reservation(10_00n)
      const first = await w.act('finance', postByHand, input, { key: 'k' })
      const turned = Object.fromEntries(Object.entries(input).reverse()) as unknown as PostingInput
      expect(await w.act('finance', postByHand, turned, { key: 'k' })).toEqual(first)
    })

    test('20 at the same moment: one posting, one event, twenty equal answers', async () => {
      const [postings, events] = [await countPostings(), (await eventsNow()).length]
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => w.act('finance', postByHand, reservation(10_00n), { key: 'k' })))
      expect(codeOf(outcomes[0]!)).toBe('ok')
      for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
      expect([await countPostings(), (await eventsNow()).length]).toEqual([postings + 1, events + 1])
      expect((await w.stages(A))['reserved']).toBe(10_00n)
    })

    test('20 at the same moment that would be refused: nothing happens, each is told', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => w.act('finance', postByHand, reservation(1_000_01n), { key: 'k' })),
      )
      expect(tally(outcomes.map(codeOf))).toEqual({ would_go_negative: 20 })
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('20 with two contents under one key: one content wins, the other is refused', async () => {
      const amounts = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 10_00n : 20_00n))
      const outcomes = await Promise.all(amounts.map((amount) => w.act('finance', postByHand, reservation(amount), { key: 'k' })))
      expect(tally(outcomes.map(codeOf))).toEqual({ key_reused: 10, ok: 10 })
      const winner = amounts[outcomes.findIndex((o) => o.ok)]!
      expect(outcomes.map((o) => o.ok)).toEqual(amounts.map((amount) => amount === winner))
      expect((await w.stages(A))['reserved']).toBe(winner)
    })

    test('the same key with other content, or for another command, is refused and leaves only its event', async () => {
      await w.act('finance', postByHand, reservation(10_00n), { key: 'k' })
      const state = await snapshot(database, w.district)
      expect(codeOf(await w.act('finance', postByHand, reservation(10_01n), { key: 'k' }))).toBe('key_reused')
      const other = { ...postByHand, name: 'ledger.other' }
      expect(codeOf(await w.act('finance', other, reservation(10_00n), { key: 'k' }))).toBe('key_reused')
      expect(changed(state, await snapshot(database, w.district))).toEqual(['audit_event', 'event_head'])
    })

    test('a key belongs to its person: a colleague may use the same', async () => {
      const one = await w.act('finance', postByHand, reservation(10_00n), { key: 'k' })
      const two = await w.act('finance2', postByHand, reservation(10_00n), { key: 'k' })
      expect([codeOf(one), codeOf(two)]).toEqual(['ok', 'ok'])
      expect((await w.stages(A))['reserved']).toBe(20_00n)
    })

    test.each(['', 'x'.repeat(201)])('a key of no length or too long is refused (%#)', async (key) => {
      const state = await snapshot(database, w.district)
      expect(codeOf(await w.act('finance', postByHand, reservation(1n), { key }))).toBe('key_missing')
      expect(changed(state, await snapshot(database, w.district))).toEqual([])
    })
  })

  describe('what does not happen leaves nothing', () => {
    test.each<[string, 'finance' | 'audit', () => PostingInput, string]>([
      ['for want of money', 'finance', () => reservation(1_000_01n), 'would_go_negative'],
      ['for want of permission', 'audit', () => reservation(1n), 'not_permitted'],
      [
        'because the second of two books is short',
        'finance',
        () => w.byHand('reservation', road, [A, 1n], [debt, 1n]),
        'would_go_negative',
      ],
    ])('refused %s: nothing but the event, which says so', async (_, who, input, code) => {
      const state = await snapshot(database, w.district)
      const outcome = await w.act(who, postByHand, input(), { key: 'refused' })
      expect(codeOf(outcome)).toBe(code)
      expect(changed(state, await snapshot(database, w.district))).toEqual(['audit_event', 'event_head'])
      expect((await eventsNow()).at(-1)).toEqual({ command: 'ledger.post.refused', command_key: 'refused' })
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('a refused key is free: the same request succeeds once the reason is gone', async () => {
      const [lot] = await w.lots({ docNo: '乙〔2017〕2号', uses: ['road'], amountFen: 5_00n })
      const attempt = () => w.act('finance', postByHand, reservation(5_00n, lot), { key: 'later' })
      expect(codeOf(await attempt())).toBe('would_go_negative')
      await w.receive([lot!, 5_00n])
      expect(codeOf(await attempt())).toBe('ok')
    })

    test('a preview answers like the real thing and leaves nothing at all, refused or not', async () => {
      const state = await snapshot(database, w.district)
      const preview = await w.act('finance', postByHand, reservation(10_00n), { key: 'p', preview: true })
      expect(preview).toMatchObject({ ok: true, value: { book: 'poverty', number: 3n, amountFen: 10_00n } })
      expect(codeOf(await w.act('finance', postByHand, reservation(1_000_01n), { key: 'p', preview: true }))).toBe('would_go_negative')
      expect(codeOf(await w.act('audit', postByHand, reservation(1n), { key: 'p', preview: true }))).toBe('not_permitted')
      expect(changed(state, await snapshot(database, w.district))).toEqual([])
      const real = await w.act('finance', postByHand, reservation(10_00n), { key: 'p' })
      expect(real).toMatchObject({ ok: true, value: { book: 'poverty', number: 3n, amountFen: 10_00n } })
    })

    /** Posts for real and then breaks off at the given place. */
    const breaking = (place: 'load' | 'save' | 'sql' | 'sentence') => {
      const stop = (here: string) => {
        if (place === here) throw new Error(`broken off in ${here}`)
      }
      return defineCommand({
        name: 'test.breaking',
        permission: 'ledger.post',
        load: async (context, _input: { readonly amount: bigint }) => {
          await lockBooks(context)
          stop('load')
        },
        decide: (_, input): Outcome<bigint> => ok(input.amount),
        save: async (context, amount) => {
          const from = nameAccount(A, 'poverty', 'available')
          const moves = [{ from, to: atStage(from, 'reserved', { projectId: road }), amountFen: fen(amount) }]
          const posted = await post(context, [{ kind: 'reservation', businessDate: context.today, basis: '依据', moves }])
          stop('save')
          if (place === 'sql') await rows(context.tx, sql`select 1 / 0`)
          return { id: posted[0]!.id }
        },
        sentence: () => {
          stop('sentence')
          return { zh: '', en: '' }
        },
        subjects: () => [],
      })
    }

    test.each(['load', 'save', 'sql', 'sentence'] as const)(
      'broken off in %s: nothing, not even an event, and the key is free',
      async (place) => {
        const state = await snapshot(database, w.district)
        await expect(w.act('finance', breaking(place), { amount: 5n }, { key: 'b' })).rejects.toThrow(
          place === 'sql' ? '22012' : 'broken off',
        )
        expect(changed(state, await snapshot(database, w.district))).toEqual([])
        expect(codeOf(await w.act('finance', { ...breaking('load'), load: lockBooks }, { amount: 5n }, { key: 'b' }))).toBe('ok')
      },
    )
  })

  describe('money that comes in', () => {
    test('a receipt above what is expected is refused and leaves nothing but its event', async () => {
      const state = await snapshot(database, w.district)
      await expect(w.receive([A, 1n])).rejects.toThrow('receipt_too_large')
      expect(changed(state, await snapshot(database, w.district))).toEqual(['audit_event', 'event_head'])
    })
  })
})
