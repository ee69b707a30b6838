/** Closing months and a year, and opening them again: with real postings, a real bank statement, on both engines. */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, parseFen } from '#kernel/money.ts'

import { lockAccounts } from '#features/bank/bank.store.ts'
import { explainLine } from '#features/bank/matching.commands.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { closeMonth, closeYear, reopenMonth, reopenYear } from '#features/statements/periods.commands.ts'
import { periodEvents } from '#features/statements/periods.store.ts'
import type { Outcome } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { PassBook } from '../support/pass-book.ts'
import { type PersonName, World } from '../support/world.ts'

const codeOf = (o: Outcome<unknown>): string => (o.ok ? 'ok' : o.refusal.code)
const yuan = (text: string): Fen => parseFen(text)!

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let bank: PassBook
  let [lot, late] = ['', '']
  let road = ''

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    bank = new PassBook(w)
    ;[lot, late] = (await w.lots(
      { docNo: '鄂财农发〔2017〕12号', uses: ['road'], usableTo: 2018, amountFen: yuan('1200000.00') },
      { docNo: '十财农发〔2017〕7号', uses: ['road'], usableTo: 2017, amountFen: yuan('345678.91') },
    )) as [string, string]
    ;[road] = (await w.projects({ name: '东沟村产业路', category: 'road', needFen: yuan('1500000.00') })) as [string]
    w.goTo('2017-03-06')
    await w.receive([lot, yuan('1000000.00')], [late, yuan('345678.91')])
  })

  const close = (month: string, who: PersonName = 'finance', book = 'poverty') => w.act(who, closeMonth, { book, month })
  const reopen = (month: string, who: PersonName, reason = '补记三月回单') => w.act(who, reopenMonth, { book: 'poverty', month, reason })

  test('nothing closes before the month is over, before the bank is in, out of order, or by the wrong people', async () => {
    expect(codeOf(await close('2017-03'))).toBe('month_not_over')
    w.goTo('2017-04-05')
    expect(codeOf(await close('2017-03'))).toBe('bank_statement_missing')
    expect(codeOf(await close('2017-04'))).toBe('out_of_order')
    expect(codeOf(await close('2017-3'))).toBe('month_invalid')
    expect(codeOf(await close('2017-03', 'finance', 'fourth'))).toBe('book_unknown')
    for (const who of ['pool_office', 'leading_group', 'audit', 'dept', 'admin'] as const)
      expect(codeOf(await close('2017-03', who))).toBe('not_permitted')
  })

  test('a line of the bank that nobody has explained keeps March open', async () => {
    await bank.open('2017-03-01')
    bank.book('2017-03-06', yuan('1345678.91'), '收-1')
    bank.book('2017-03-31', -yuan('5.00'), '手续费0331')
    expect(await bank.handIn(201703)).toEqual({ matched: 1, unmatched: 1 })
    expect(codeOf(await close('2017-03'))).toBe('bank_lines_unexplained')
    const [charge] = await rows(
      database.db,
      sql<{ line_id: string }>`select line_id from bank_line where district = ${w.district} and amount_fen = ${-yuan('5.00')}`,
    )
    await w.do('finance', explainLine, { lineId: charge!.line_id, kind: 'bank-charge', note: '请银行退回' })
  })

  test('a closing waits for whoever is matching, and so never sees half of a match', async () => {
    // One connection cannot wait for itself.
    if (database.engine === 'embedded') return
    let matched: () => void = () => {}
    const done = new Promise<void>((resolve) => (matched = resolve))
    const matching = database.transaction(async (tx) => {
      await lockAccounts(tx, w.district)
      await done
    })
    const order: string[] = []
    const closing = close('2017-02').then((o) => order.push(`closing ${codeOf(o)}`))
    await new Promise((resolve) => setTimeout(resolve, 200))
    order.push('matching')
    matched()
    await Promise.all([matching, closing])
    expect(order).toEqual(['matching', 'closing out_of_order'])
  })

  test('then March closes, with what was looked at as evidence, and takes no posting any more', async () => {
    expect(await close('2017-03')).toMatchObject({ ok: true, value: { closedThrough: '2017-03' } })
    expect(codeOf(await close('2017-03'))).toBe('month_closed')
    const inMarch = { ...w.byHand('reservation', road, [lot, yuan('1.00')]), businessDate: civilDate('2017-03-31') }
    expect(codeOf(await w.act('finance', postByHand, inMarch))).toBe('period_closed')
    expect(codeOf(await w.act('finance', postByHand, { ...inMarch, businessDate: civilDate('2017-04-01') }))).toBe('ok')
    const [event] = await rows(
      database.db,
      sql<{ evidence: { stages: Record<string, string>; reconciliation: { state: string } } }>`select evidence from period_event
        where district = ${w.district}`,
    )
    expect(event!.evidence.stages['available']).toBe(String(yuan('1345678.91')))
    expect(event!.evidence.reconciliation.state).toBe('balanced')
  })

  test('a receipt that is late for March is a reversal and a new posting of April, never an edit of March', async () => {
    const postings = await rows(
      database.db,
      sql<{ id: string }>`select posting_id as id from posting where district = ${w.district} and kind = 'receipt'`,
    )
    const reversal = { key: '', kind: '', businessDate: civilDate('2017-03-20'), basis: '更正', reverses: postings[0]!.id }
    expect(codeOf(await w.act('finance', postByHand, reversal))).toBe('period_closed')
  })

  test('reopening is by another person, from the last month back, with a reason', async () => {
    expect(codeOf(await reopen('2017-03', 'finance'))).toBe('not_permitted')
    expect(codeOf(await reopen('2017-02', 'pool_office'))).toBe('not_last')
    expect(codeOf(await reopen('2017-03', 'pool_office', ' '))).toBe('reason_missing')
    expect(codeOf(await reopen('2017-03', 'pool_office'))).toBe('ok')
    const inMarch = { ...w.byHand('reservation', road, [lot, yuan('2.00')]), businessDate: civilDate('2017-03-31') }
    expect(codeOf(await w.act('finance', postByHand, inMarch))).toBe('ok')
    expect(codeOf(await close('2017-03'))).toBe('ok')
    const events = await periodEvents(database.db, w.district)
    expect(events.map((e) => [e.action, e.month, e.reason])).toEqual([
      ['close', 201703, '月末结账'],
      ['reopen', 201703, '补记三月回单'],
      ['close', 201703, '月末结账'],
    ])
  })

  test('a posting that races with the closing is either in the month before it closed, or refused', async () => {
    w.goTo('2017-05-05')
    await bank.handIn(201704)
    const inApril = { ...w.byHand('reservation', road, [lot, yuan('3.00')]), businessDate: civilDate('2017-04-30') }
    const race = await Promise.all([close('2017-04'), ...Array.from({ length: 8 }, () => w.act('finance2', postByHand, inApril))])
    expect(codeOf(race[0])).toBe('ok')
    for (const o of race.slice(1)) expect(['ok', 'period_closed']).toContain(codeOf(o))
    const { faults } = await verifyBooks(database.db, w.district)
    expect(faults).toEqual([])
  })

  describe('the year', () => {
    const year = (who: PersonName = 'finance') => w.act(who, closeYear, { book: 'poverty', year: 2017 })

    test('is not closed before its last months, and December not before the year', async () => {
      w.goTo('2018-01-10')
      expect(codeOf(await year())).toBe('year_months_open')
      for (let month = 201705; month <= 201711; month++) {
        await bank.handIn(month)
        expect(codeOf(await close(`2017-${String(month % 100).padStart(2, '0')}`))).toBe('ok')
      }
      await bank.handIn(201712)
      expect(codeOf(await close('2017-12'))).toBe('year_not_closed')
      expect(codeOf(await year('pool_office'))).toBe('not_permitted')
    })

    test('is closed by one voucher: what may still be used goes to 301, what lapsed to 302', async () => {
      const done = await year()
      expect(codeOf(done)).toBe('ok')
      const lines = await rows(
        database.db,
        sql<{ lot: string; subject: string; debit: bigint; credit: bigint }>`select lot_id as lot, subject, debit_fen as debit,
          credit_fen as credit from year_close_line where district = ${w.district} order by line`,
      )
      const [full, rest] = [yuan('1000000.00'), yuan('345678.91')]
      expect(lines).toEqual(
        [
          { lot, subject: '401', debit: full, credit: 0n },
          { lot, subject: '301', debit: 0n, credit: full },
          { lot: late, subject: '401', debit: rest, credit: 0n },
          { lot: late, subject: '302', debit: 0n, credit: rest },
        ].sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : 0)),
      )
      expect(codeOf(await year())).toBe('year_closed')
    })

    test('something posted after it has to be closed with it: taken back and done again', async () => {
      const income = { ...w.byHand('receipt', undefined, [lot, yuan('200000.00')]), businessDate: civilDate('2017-12-31') }
      expect(codeOf(await w.act('finance', postByHand, income))).toBe('ok')
      expect(codeOf(await close('2017-12'))).toBe('year_not_closed')
      expect(codeOf(await w.act('finance', reopenYear, { book: 'poverty', year: 2017, reason: '补记到账' }))).toBe('ok')
      expect(codeOf(await year())).toBe('ok')
      // The bank had it on the second of January: in December it is money on its way, and the reconciliation says so.
      expect(codeOf(await close('2017-12'))).toBe('ok')
      const surplus = await rows(
        database.db,
        sql<{ lot: string; amount: bigint }>`select lot_id as lot, balance_fen as amount from account
          where district = ${w.district} and stage = 'surplus' and balance_fen <> 0`,
      )
      expect(new Map(surplus.map((s) => [s.lot, s.amount]))).toEqual(
        new Map([
          [lot, yuan('1200000.00')],
          [late, yuan('345678.91')],
        ]),
      )
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })
  })
})
