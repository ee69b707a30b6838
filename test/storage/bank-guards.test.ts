/**
 * The second guard of the bank's tables, on both engines: with the pure guards bypassed by raw SQL, lines are only added, a line is in
 * one living match, both sides of a match are the same money, and a match ends by its own record alone.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { undoMatch } from '#features/bank/matching.commands.ts'
import { listMatches } from '#features/bank/matches.store.ts'
import type { Database } from '#platform/db/database.ts'
import { row, rows, run, sql, type Tx } from '#platform/db/sql.ts'
import { BankDesk, statementCsv } from '../support/bank.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { answerTo } from './books-forger.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let d = ''
  let matched = { match: '', bank: '', posting: '' }
  let free = { bank: '', other: '' }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    d = w.district
    const desk = new BankDesk(w)
    const [lot] = await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 500_00n })
    w.goTo('2017-03-06')
    await w.receive([lot!, 100_00n])
    const { basis } = (await row(
      database.db,
      sql<{ basis: string }>`select basis from posting where district = ${d} and kind = 'receipt'`,
    ))!
    w.goTo('2017-03-31')
    await desk.register()
    await desk.import(
      statementCsv(0n, [
        { on: '2017-03-06', amountFen: 100_00n, reference: basis },
        { on: '2017-03-07', amountFen: 7_00n },
        { on: '2017-03-08', amountFen: -7_00n },
      ]),
      '2017-03-01',
      '2017-03-31',
    )
    await desk.confirm(true)
    const [made] = (await listMatches(database.db, d, { undone: false, limit: 10 })).rows
    matched = { match: made!.match_id, bank: made!.bank_ids[0]!, posting: made!.posting_ids[0]! }
    const lines = await rows(
      database.db,
      sql<{ line_id: string }>`select line_id from bank_line where district = ${d} and line_id <> ${matched.bank} order by booked_on`,
    )
    free = { bank: lines[0]!.line_id, other: lines[1]!.line_id }
  })

  interface Line {
    readonly bank?: string
    readonly posting?: string
    readonly amount: bigint
    readonly on?: string
  }

  /** A match as the store writes it, with one thing spoilt. */
  const forge =
    (lines: readonly Line[], settled = '2017-03-08') =>
    async (tx: Tx) => {
      await run(
        tx,
        sql`insert into bank_match (district, match_id, rule, confidence, explanation, first_on, settled_on, matched_by, matched_at)
        values (${d}, 'bkm_forged', 'hand', 'hand', '{}', '2017-03-06', ${settled}, 'x', now())`,
      )
      const values = lines.map(
        (l, i) =>
          sql`(${d}, 'bkm_forged', ${i + 1}::integer, ${l.bank ?? null}::text, ${l.posting ?? null}::text, ${l.on ?? '2017-03-07'}::date, ${l.amount}::bigint, ${settled}::date)`,
      )
      await run(
        tx,
        sql`insert into bank_match_line (district, match_id, line, bank_line_id, posting_id, on_date, amount_fen, settled_on) values ${sql.join(values)}`,
      )
    }
  const statement = (text: ReturnType<typeof sql>) => (tx: Tx) => run(tx, text)
  const pair = (): Line[] => [
    { bank: free.bank, amount: 7_00n },
    { bank: free.other, amount: -7_00n, on: '2017-03-08' },
  ]

  test.each<[string, string, () => (tx: Tx) => Promise<unknown>]>([
    ['control: two lines that cancel out', 'accepted', () => forge(pair())],
    [
      'a line of another living match',
      'bank_line_matched_once',
      () =>
        forge([
          { bank: matched.bank, amount: 100_00n, on: '2017-03-06' },
          { posting: matched.posting, amount: 100_00n, on: '2017-03-06' },
        ]),
    ],
    [
      'a posting of another living match',
      'posting_matched_once',
      () =>
        forge([
          { posting: matched.posting, amount: 7_00n, on: '2017-03-06' },
          { bank: free.bank, amount: 7_00n },
        ]),
    ],
    ['the same line twice', 'bank_line_matched_once', () => forge([...pair(), ...pair()])],
    [
      'sides that differ by a fen',
      'HG020',
      () =>
        forge([
          { bank: free.bank, amount: 7_00n },
          { bank: free.other, amount: -6_99n, on: '2017-03-08' },
        ]),
    ],
    ['one line alone', 'HG020', () => forge([{ bank: free.bank, amount: 7_00n }])],
    [
      'an amount that the line does not have',
      'HG020',
      () =>
        forge([
          { bank: free.bank, amount: 8_00n },
          { bank: free.other, amount: -8_00n, on: '2017-03-08' },
        ]),
    ],
    [
      'a day that the line does not have',
      'HG020',
      () =>
        forge([
          { bank: free.bank, amount: 7_00n, on: '2017-03-08' },
          { bank: free.other, amount: -7_00n, on: '2017-03-08' },
        ]),
    ],
    ['settled before its last line', 'HG020', () => forge(pair(), '2017-03-07')],
    ['a line of both sides', 'bank_match_line_one_side', () => forge([{ bank: free.bank, posting: matched.posting, amount: 7_00n }])],
    [
      'a line that does not exist',
      'bank_match_line_district_bank_line_id_fkey',
      () =>
        forge([
          { bank: 'bkl_none', amount: 7_00n },
          { bank: free.other, amount: -7_00n, on: '2017-03-08' },
        ]),
    ],
  ])('a match: %s: %s', async (_, answer, work) => {
    expect(await answerTo(database, work())).toBe(answer)
  })

  test('a line added to a match later is refused', async () => {
    const add = sql`insert into bank_match_line (district, match_id, line, bank_line_id, on_date, amount_fen, settled_on)
      values (${d}, ${matched.match}, 9, ${free.bank}, '2017-03-07', 700, '2017-03-06')`
    expect(await answerTo(database, statement(add))).toBe('HG020')
  })

  test.each(['bank_account', 'bank_statement', 'bank_line', 'bank_match', 'bank_match_line'])(
    '%s is never deleted, and never emptied',
    async (table) => {
      expect(await answerTo(database, statement(sql`delete from ${sql.table(table)} where district = ${d}`))).toBe('HG004')
      expect(await answerTo(database, statement(sql`truncate ${sql.table(table)} cascade`))).toBe('HG004')
    },
  )

  test.each<[string, () => ReturnType<typeof sql>]>([
    ['the number of the account', () => sql`update bank_account set account_no = '99999999' where district = ${d}`],
    ['a balance of a statement', () => sql`update bank_statement set closing_fen = closing_fen where district = ${d}`],
    ['an amount of a line', () => sql`update bank_line set amount_fen = 1 where district = ${d}`],
    ['the reason of a match', () => sql`update bank_match set rule = 'hand' where district = ${d}`],
    [
      'the end of a match without its record',
      () => sql`update bank_match_line set live = false where district = ${d} and match_id = ${matched.match}`,
    ],
    ['the amount in a match', () => sql`update bank_match_line set amount_fen = 1 where district = ${d} and match_id = ${matched.match}`],
  ])('%s is never changed', async (_, change) => {
    expect(await answerTo(database, statement(change()))).toBe('HG004')
  })

  test.each<[string, string, () => ReturnType<typeof sql>]>([
    [
      'a statement that does not add up',
      'bank_statement_adds_up',
      () => sql`insert into bank_statement select district, 'bks_f', account_id, from_date, to_date, opening_fen, closing_fen + 1, in_fen,
        out_fen, new_lines, known_lines,
        format, file_id, file_name, 'other', imported_by, imported_at from bank_statement where district = ${d}`,
    ],
    [
      'a line that is known',
      'bank_line_district_account_id_line_key_key',
      () => sql`insert into bank_line select district, 'bkl_f', account_id, statement_id, 99, booked_on, value_on, amount_fen, balance_fen, counterparty,
        counterparty_account, reference, summary, details, line_key from bank_line where district = ${d} and line_id = ${free.bank}`,
    ],
  ])('%s: %s', async (_, answer, change) => {
    expect(await answerTo(database, statement(change()))).toBe(answer)
  })

  test('an undone match frees its lines, once', async () => {
    await w.do('finance', undoMatch, { matchId: matched.match, reason: '核对错了' })
    const live = await rows(
      database.db,
      sql<{ live: boolean }>`select live from bank_match_line where district = ${d} and match_id = ${matched.match}`,
    )
    expect(live).toEqual([{ live: false }, { live: false }])
    const again = sql`insert into bank_match_undo (district, match_id, reason, undone_by, undone_at) values (${d}, ${matched.match}, '又', 'x', now())`
    expect(await answerTo(database, statement(again))).toBe('bank_match_undo_pkey')
    expect(
      await answerTo(
        database,
        forge([
          { bank: matched.bank, amount: 100_00n, on: '2017-03-06' },
          { posting: matched.posting, amount: 100_00n, on: '2017-03-06' },
        ]),
      ),
    ).toBe('accepted')
    expect(
      await answerTo(
        database,
        statement(sql`update bank_match_line set live = true where district = ${d} and match_id = ${matched.match}`),
      ),
    ).toBe('HG004')
  })
})
