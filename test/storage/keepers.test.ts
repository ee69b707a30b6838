/**
 * Who may post, when, and what a refused attempt leaves behind: nothing but its sentence in the record of actions. The bad
 * input of a treasurer's day, each refused in words that name what is wrong.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { appointKeeper, relieveKeeper } from '#features/ledger/keepers.commands.ts'
import { postByHand, type PostingInput } from '#features/ledger/ledger.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { type PersonName, World } from '../support/world.ts'
import { changed, snapshot } from './books-forger.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [poor, loan, unpaid] = ['', '', '']
  let [road, other] = ['', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[poor, loan, unpaid] = (await w.lots(
      { docNo: '鄂财农发〔2017〕12号', uses: ['road'], amountFen: 1_000_000_00n },
      { docNo: '城投〔2017〕3号', uses: ['road'], book: 'financing', amountFen: 500_000_00n },
      { docNo: '鄂财农发〔2017〕40号', uses: ['road'], amountFen: 300_000_00n },
    )) as [string, string, string]
    ;[road, other] = (await w.projects(
      { name: '东沟村产业路', category: 'road', needFen: 400_000_00n },
      { name: '廖家村小学', category: 'education', needFen: 100_000_00n },
    )) as [string, string]
    await w.receive([poor, 1_000_000_00n], [loan, 500_000_00n])
  })

  const reservation = (more: Partial<PostingInput> = {}, lot = poor, project = road, amountFen = 10_000_00n): PostingInput => ({
    ...w.byHand('reservation', project, [lot, amountFen]),
    ...more,
  })

  /** The refusal, after making sure that nothing but the record of actions has changed. */
  async function refusedWithoutTrace(who: PersonName, input: PostingInput, key?: string) {
    const before = await snapshot(database, w.district)
    const outcome = await w.act(who, postByHand, input, key === undefined ? {} : { key })
    const after = await snapshot(database, w.district)
    expect(changed(before, after)).toEqual(['audit_event', 'event_head'])
    if (outcome.ok) throw new Error('it was posted')
    return { code: outcome.refusal.code, zh: outcome.refusal.message.zh }
  }

  test.each<[string, PersonName, () => PostingInput, string, string]>([
    [
      'lines that do not add up to the total that was given',
      'finance',
      () => reservation({ totalFen: fen(10_000_01n) }),
      'unbalanced',
      '差 -0.01 元',
    ],
    ['a date in the future', 'finance', () => reservation({ businessDate: civilDate('2017-03-02') }), 'date_in_future', '2017-03-02'],
    ['a lot without receipt', 'finance', () => reservation({}, unpaid), 'would_go_negative', '鄂财农发〔2017〕40号'],
    ['a keeper of another book', 'finance3', () => reservation(), 'not_keeper', '扶贫专账'],
    ['somebody who keeps no book', 'pool_office', () => reservation(), 'not_permitted', 'ledger.post'],
    [
      'a date before anybody kept the book',
      'finance',
      () => reservation({ businessDate: civilDate('2009-12-31') }),
      'no_keeper',
      '2009-12-31',
    ],
    ['money for roads to a school', 'finance', () => reservation({}, poor, other), 'use_not_permitted', '廖家村小学'],
    ['nothing', 'finance', () => reservation({ moves: [] }), 'nothing_to_post', '没有金额'],
    ['less than nothing', 'finance', () => reservation({}, poor, road, -1n), 'amount_must_be_positive', '-0.01'],
    ['no basis', 'finance', () => reservation({ basis: '  ' }), 'basis_missing', '依据'],
    ['an act that is not written by hand', 'finance', () => reservation({ kind: 'payment' }), 'kind_not_by_hand', '支付成功'],
    ['a supplement by hand, uphill or not', 'finance', () => reservation({ kind: 'supplement' }), 'kind_not_by_hand', '专账间补充'],
    [
      'the repayment of a debt out of the poverty book',
      'finance',
      () => ({ ...w.byHand('financing-repayment', undefined, [poor, 1_00n]) }),
      'kind_not_by_hand',
      '融资还本',
    ],
    ['a lot that does not exist', 'finance', () => reservation({}, 'lot_none'), 'unknown_lot', 'lot_none'],
  ])('%s is refused in words and leaves no trace', async (_, who, input, code, words) => {
    const refusal = await refusedWithoutTrace(who, input())
    expect(refusal.code).toBe(code)
    expect(refusal.zh).toContain(words)
  })

  test('a closed month is refused, in the month and before it', async () => {
    await database.transaction(async (tx) => {
      await run(
        tx,
        sql`insert into period_event (district, book, event_no, month, action, reason, evidence, person_id, recorded_at)
          values (${w.district}, 'financing', 1, 201702, 'close', '结账', '{}', ${w.actor('finance').personId}, ${w.clock.now()})`,
      )
      await run(tx, sql`update chain_head set closed_through = 201702 where district = ${w.district} and book = 'financing'`)
    })
    const inFebruary = reservation({ businessDate: civilDate('2017-02-28') }, loan)
    expect(await refusedWithoutTrace('finance3', inFebruary)).toMatchObject({ code: 'period_closed' })
    expect((await w.act('finance3', postByHand, reservation({}, loan))).ok).toBe(true)
  })

  test('the same key with another body is refused; with the same body it gets the first answer', async () => {
    const first = await w.act('finance', postByHand, reservation(), { key: 'k-1' })
    expect(await w.act('finance', postByHand, reservation(), { key: 'k-1' })).toEqual(first)
    expect(await refusedWithoutTrace('finance', reservation({ basis: '另一依据' }), 'k-1')).toMatchObject({ code: 'key_reused' })
  })

  describe('appointments', () => {
    const appoint = (who: PersonName, person: PersonName, book = 'poverty', from = '2017-03-01') =>
      w.act(who, appointKeeper, { book, personId: w.actor(person).personId, from: civilDate(from), document: '茅统筹办〔2017〕1号' })

    test.each<[string, PersonName, PersonName, string, string]>([
      ['somebody whose role does not post', 'leading_group', 'village', 'poverty', 'cannot_keep'],
      ['somebody who is a keeper already', 'leading_group', 'finance', 'poverty', 'keeper_already'],
      ['a book that does not exist', 'leading_group', 'finance3', 'fourth', 'book_unknown'],
      ['by the keeper himself', 'finance', 'finance3', 'poverty', 'not_permitted'],
      ['by the administrator, who never touches money', 'admin', 'finance3', 'poverty', 'not_permitted'],
    ])('%s: refused', async (_, who, person, book, code) => {
      const outcome = await appoint(who, person, book)
      expect(outcome.ok ? 'ok' : outcome.refusal.code).toBe(code)
    })

    test('from its day on the new keeper posts, and after the last day no more; the last keeper of a book is not let go', async () => {
      const { keeperNo } = await w.do('leading_group', appointKeeper, {
        book: 'poverty',
        personId: w.actor('finance3').personId,
        from: civilDate('2017-02-20'),
        document: '茅统筹办〔2017〕2号',
      })
      expect(await refusedWithoutTrace('finance3', reservation({ businessDate: civilDate('2017-02-19') }))).toMatchObject({
        code: 'not_keeper',
      })
      expect((await w.act('finance3', postByHand, reservation({ businessDate: civilDate('2017-02-20') }))).ok).toBe(true)
      await w.do('pool_office', relieveKeeper, { keeperNo, to: civilDate('2017-02-25'), document: '茅统筹办〔2017〕3号' })
      expect((await w.act('finance3', postByHand, reservation({ businessDate: civilDate('2017-02-25') }))).ok).toBe(true)
      expect(await refusedWithoutTrace('finance3', reservation())).toMatchObject({ code: 'not_keeper' })

      const relieve = (no: bigint, to = '2017-03-31') =>
        w.act('pool_office', relieveKeeper, { keeperNo: no, to: civilDate(to), document: '茅统筹办〔2017〕4号' })
      const codes = [await relieve(keeperNo), await relieve(99n), await relieve(1n, '2009-01-01')]
      expect(codes.map((o) => (o.ok ? 'ok' : o.refusal.code))).toEqual(['keeper_ended', 'keeper_unknown', 'ends_before_start'])
    })

    test('a book whose only keeper would go keeps him', async () => {
      const alone = await World.open(database)
      const relieve = (keeperNo: bigint) =>
        alone.act('pool_office', relieveKeeper, { keeperNo, to: civilDate('2017-03-31'), document: '文' })
      // 1 to 3 are finance's, 4 to 6 finance2's, in the order of the books.
      expect((await relieve(1n)).ok).toBe(true)
      const second = await relieve(4n)
      expect(second.ok ? 'ok' : second.refusal.code).toBe('would_be_unkept')
    })

    test('nor is a book left alone by two who are relieved in turn, the later day first', async () => {
      const alone = await World.open(database)
      const relieve = (keeperNo: bigint, to: string) =>
        alone.act('pool_office', relieveKeeper, { keeperNo, to: civilDate(to), document: '文' })
      expect((await relieve(1n, '2017-06-30')).ok).toBe(true)
      const second = await relieve(4n, '2017-03-31')
      expect(second.ok ? 'ok' : second.refusal.message.en).toContain('2017-06-30')
    })
  })
})
