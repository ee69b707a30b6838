/**
 * The second guard: with every pure guard bypassed by raw SQL, the database itself keeps the invariants, on both engines.
 * Each case spoils one thing of something that would be accepted; the control cases show that it would.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { orderPayment } from '#features/payments/payments.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import type { Database } from '#platform/db/database.ts'
import { row, run, sql, type Tx } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'
import { accountOf, advanceHead, answerTo, forge, forgeClosing, type Forgery, type ForgedMove, type RawAccount } from './books-forger.ts'

type Work = (tx: Tx) => Promise<unknown>

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let d: string
  /** Lot A may pay roads and water, B education, C (persons) housing; D is debt. */
  let [A, B, C, D] = ['', '', '', '']
  let [road, school, city, house, contract] = ['', '', '', '', '']
  /** Signed by five, by four, by nobody; one more is ordered. */
  let [five, four, none, paid] = ['', '', '', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    d = w.district
    const lots = await w.lots(
      { docNo: '甲〔2017〕1号', uses: ['road', 'water'], amountFen: 1_000_00n },
      { docNo: '甲〔2017〕1号', uses: ['education'], amountFen: 1_000_00n },
      { docNo: '乙〔2017〕2号', uses: ['housing'], poolClass: 'personal', amountFen: 1_000_00n },
      { docNo: '丙〔2017〕3号', uses: ['road', 'housing'], book: 'financing', amountFen: 1_000_00n },
    )
    ;[A, B, C, D] = lots as [string, string, string, string]
    const projects = await w.projects(
      { name: '产业路', category: 'road', needFen: 500_00n },
      { name: '小学', category: 'education', needFen: 500_00n },
      { name: '城市路', category: 'road', needFen: 500_00n, poverty: false, agriculture: false },
      { name: '危房', category: 'housing', needFen: 500_00n },
    )
    ;[road, school, city, house] = projects as [string, string, string, string]
    await w.receive([A, 800_00n], [B, 800_00n], [C, 800_00n], [D, 800_00n])
    await w.reserve(road, [A, 500_00n])
    contract = await w.contract(road, 400_00n)
    ;[five, four, none, paid] = [
      await w.claim(contract, 100_00n),
      await w.claim(contract, 50_00n),
      await w.claim(contract, 50_00n),
      await w.claim(contract, 20_00n),
    ]
    await w.sign(five)
    await w.sign(four, 4)
    await w.sign(paid)
    await w.do('finance', orderPayment, { claimId: paid })
  })

  const account = (a: RawAccount) => (tx: Tx) => accountOf(tx, d, a)
  const available = (lot: string) => account({ lot, stage: 'available' })
  const reserved = (lot: string, project = road) => account({ lot, stage: 'reserved', project })
  const posting =
    (spoil: Omit<Forgery, 'moves'> = {}, move: Partial<ForgedMove> = {}): Work =>
    async (tx) => {
      const right = { lot: A, from: await available(A)(tx), to: await reserved(A)(tx), amount: 10_00n }
      return forge(tx, d, { moves: [{ ...right, ...move }], ...spoil })
    }
  const statement =
    (text: ReturnType<typeof sql>): Work =>
    (tx) =>
      run(tx, text)

  describe('moves', () => {
    test.each<[string, string, () => Work]>([
      ['control: a right posting', 'accepted', () => posting()],
      ['I1 from one lot to another', 'HG001', () => async (tx) => posting({}, { to: await reserved(D)(tx) })(tx)],
      ['I1 under the name of another lot', 'HG001', () => posting({}, { lot: B })],
      ['I1 to the account it comes from', 'move_two_accounts', () => async (tx) => posting({}, { to: await available(A)(tx) })(tx)],
      ['I1 of nothing', 'move_positive', () => posting({}, { amount: 0n })],
      ['I1 of less than nothing', 'move_positive', () => posting({}, { amount: -1n })],
      ['I2 from an account that does not exist', 'HG001', () => posting({}, { from: 999_999_999n })],
      ['I2 to an account that does not exist', 'HG001', () => posting({}, { to: 999_999_999n })],
      ['I3 control: the last fen', 'accepted', () => posting({}, { amount: 300_00n })],
      ['I3 a fen more than there is', 'account_not_below_zero', () => posting({}, { amount: 300_01n })],
      [
        'I7 without a posting',
        'HG007',
        () => async (tx) => {
          const [from, to] = [await available(A)(tx), await reserved(A)(tx)]
          return run(tx, sql`insert into move values (${d}, 'pst_none', 1, ${A}, ${from}, ${to}, 1)`)
        },
      ],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })

    test.each<[string, string, () => Work]>([
      ['I6 a move that its kind does not make', 'HG006', () => posting({ kind: 'receipt' })],
      ['I6 a kind that nobody knows', 'HG006', () => posting({ kind: 'gift' })],
      ['I6 a move on the chain of another book', 'HG006', () => posting({ book: 'financing' })],
      ['I6 the entries of another kind', 'HG006', () => posting({ entryKind: 'release' })],
      ['I6 in red without a reversal', 'HG006', () => posting({ red: true })],
      [
        'I14 control: downhill',
        'accepted',
        () => async (tx) => {
          const from = await account({ lot: D, stage: 'available', book: 'financing' })(tx)
          const move = { lot: D, from, to: await account({ lot: D, stage: 'reserved', project: road })(tx), amount: 1n }
          return forge(tx, d, { moves: [move], book: 'financing', kind: 'supplement', otherBook: 'poverty' })
        },
      ],
      [
        'I14 uphill',
        'HG014',
        () => async (tx) => {
          const to = await account({ lot: A, stage: 'reserved', project: road, book: 'coordination' })(tx)
          return posting({ kind: 'supplement', otherBook: 'coordination' }, { to })(tx)
        },
      ],
      [
        'I14 across books without a supplement',
        'HG014',
        () => async (tx) => posting({}, { to: await account({ lot: A, stage: 'reserved', project: road, book: 'coordination' })(tx) })(tx),
      ],
      [
        'I6 a reversal that is not the posting turned round',
        'HG006',
        () => async (tx) => {
          const right = { lot: A, from: await available(A)(tx), to: await reserved(A)(tx) }
          const id = await forge(tx, d, { moves: [{ ...right, amount: 10_00n }] })
          await advanceHead(tx, d)
          const back = { lot: A, from: right.to, to: right.from, amount: 9_00n }
          return forge(tx, d, { moves: [back], kind: 'reversal', entryKind: 'reservation', red: true, reverses: id })
        },
      ],
      [
        'I15 in a closed month',
        'HG015',
        () => async (tx) => {
          await forgeClosing(tx, d, 201703)
          return posting()(tx)
        },
      ],
      [
        'I15 a month that closes by no recorded act',
        'HG015',
        () => (tx) => run(tx, sql`update chain_head set closed_through = 201703 where district = ${d} and book = 'poverty'`),
      ],
      ['I16 with a gap in the vouchers', 'HG016', () => posting({ voucher: 999 })],
      ['I16 with a number taken before', 'posting_voucher', () => posting({ voucher: 1 })],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })

    test('I3 control: what overdraws only half-way inside one posting is fine, for it never lasts', async () => {
      const answer = await answerTo(database, async (tx) => {
        const [from, to] = [await account({ lot: A, stage: 'uncarried' })(tx), await account({ lot: A, stage: 'carried' })(tx)]
        await forge(tx, d, {
          kind: 'carry-over',
          moves: [
            { lot: A, from: to, to: from, amount: 200_00n },
            { lot: A, from, to, amount: 400_00n },
          ],
        })
      })
      expect(answer).toBe('accepted')
    })
  })

  describe('postings', () => {
    test.each<[string, string, () => Work]>([
      ['I8 without moves', 'HG008', () => (tx) => forge(tx, d, { moves: [], amount: 5n })],
      ['I8 of another amount than its moves', 'HG008', () => posting({ amount: 10_01n })],
      ['I7 without a person', 'posting_person_id_check', () => posting({ person: '' })],
      ['I7 without a command', 'posting_command_key_check', () => posting({ key: '' })],
      ['I7 without a basis', 'posting_basis_check', () => posting({ basis: '' })],
      ['I4 with a gap in its number', 'HG004', () => posting({ number: 999n })],
      ['I4 after another posting than the last', 'HG004', () => posting({ previousHash: 'f'.repeat(64) })],
      ['I4 as a first posting of a book that has one', 'posting_district_book_number_key', () => posting({ number: 1n, previousHash: '' })],
      [
        'I4 beside the last: a fork',
        'posting_district_book_number_key',
        () => async (tx) => {
          const last = await row(
            tx,
            sql<{ number: bigint; previous_hash: string }>`select number, previous_hash from posting
          where district = ${d} and book = 'poverty' order by number desc limit 1`,
          )
          return posting({ number: last!.number, previousHash: last!.previous_hash })(tx)
        },
      ],
      [
        'I4 control: two in a row',
        'accepted',
        () => async (tx) => {
          await posting()(tx)
          await advanceHead(tx, d)
          return posting()(tx)
        },
      ],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })
  })

  describe('I4 what is recorded stays', () => {
    const TABLES: readonly (readonly [table: string, column: string])[] = [
      ['posting', 'basis'],
      ['move', 'amount_fen'],
      ['lot', 'amount_fen'],
      ['lot_use', 'use_code'],
      ['fund_document', 'title'],
      ['file', 'name'],
      ['audit_event', 'actor'],
      ['contractor', 'account_no'],
      ['contract', 'amount_fen'],
      ['claim_signature', 'opinion'],
    ]
    test.each(TABLES)('%s: no update, no delete', async (table, column) => {
      const here = sql`${sql.id(table)} where district = ${d}`
      expect(
        await answerTo(database, statement(sql`update ${sql.id(table)} set ${sql.id(column)} = ${sql.id(column)} where district = ${d}`)),
      ).toBe('HG004')
      expect(await answerTo(database, statement(sql`delete from ${here}`))).toBe('HG004')
    })

    test.each(['account', 'command_log', 'payment_order'])('%s: no delete', async (table) => {
      expect(await answerTo(database, statement(sql`delete from ${sql.id(table)} where district = ${d}`))).toBe('HG004')
    })

    test.each(['posting', 'move', 'lot', 'lot_use', 'fund_document', 'file', 'audit_event', 'account', 'command_log', 'claim_signature'])(
      '%s: no truncate',
      async (table) => {
        expect(await answerTo(database, statement(sql`truncate ${sql.id(table)} cascade`))).toBe('HG004')
      },
    )

    test('the outcome of a command is written once', async () => {
      const change = (what: ReturnType<typeof sql>) => statement(sql`update command_log set ${what} where district = ${d}`)
      expect(await answerTo(database, change(sql`outcome = '{}'`))).toBe('HG004')
      expect(await answerTo(database, change(sql`input_hash = 'x'`))).toBe('HG004')
    })

    test('I5 a key of a person stands once', async () => {
      expect(await answerTo(database, statement(sql`insert into command_log select * from command_log limit 1`))).toBe('command_log_pkey')
    })

    test.each([
      ['I5 a key of the posting API stands with one posting', 'input_hash', sql`'input'`, 'posting_claimed'],
      ['a posting is reversed once', 'reverses', sql`posting_id`, 'posting_reversed_once'],
    ])('%s', async (_, column, value, constraint) => {
      const twice = sql`insert into posting (district, posting_id, book, number, kind, business_date, recorded_at, person_id, command_key, basis,
          amount_fen, bytes, previous_hash, hash, voucher_no, entry_kind, format, ${sql.id(column)})
        select district, n || posting_id, book, 900 + n, kind, business_date, recorded_at, person_id, command_key, basis, amount_fen,
          bytes, previous_hash, hash, 900 + n, entry_kind, format, ${value} from posting, generate_series(1, 2) n
        where district = ${d} and book = 'poverty' and number = 1`
      expect(await answerTo(database, statement(twice))).toBe(constraint)
    })
  })

  describe('accounts', () => {
    const change = (what: ReturnType<typeof sql>) => () =>
      statement(sql`update account set ${what} where district = ${d} and lot_id = ${A}`)
    test.each<[string, string, () => Work]>([
      ['I11 a balance changed by hand', 'HG011', change(sql`balance_fen = balance_fen + 1`)],
      ['I11 a balance "changed" to itself', 'HG011', change(sql`balance_fen = balance_fen`)],
      ['I11 an account that becomes another stage', 'HG011', change(sql`stage = 'paid'`)],
      ['I11 opened with money', 'HG011', () => account({ lot: A, stage: 'reserved', project: road, contract: 'x', balance: 1n })],
      ['I11 opened below zero', 'HG011', () => account({ lot: A, stage: 'source', contract: 'x', balance: -1n })],
      ['I13 control: a listed use', 'accepted', () => account({ lot: A, stage: 'reserved', project: road, contract: 'x' })],
      ['I13 a use that the document does not list', 'HG013', () => reserved(A, school)],
      ['I13 the poverty book for a project that is none', 'HG013', () => account({ lot: A, stage: 'reserved', project: city })],
      [
        'I13 pooled money outside poverty and agriculture',
        'HG013',
        () => account({ lot: D, stage: 'reserved', book: 'financing', project: city }),
      ],
      ['I13 control: money of persons for their houses', 'accepted', () => reserved(C, house)],
      ['I13 money of persons for a road', 'HG013', () => reserved(C, road)],
      ['I13 debt for what is due to persons', 'HG013', () => account({ lot: D, stage: 'reserved', book: 'financing', project: house })],
      ['I13 a project that does not exist', 'HG013', () => reserved(A, 'prj_none')],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })

    test('I13 money of persons for a road, even where its document lists roads', async () => {
      const [lot] = await w.lots({ docNo: '丁〔2017〕4号', uses: ['road'], poolClass: 'personal', amountFen: 1n })
      expect(await answerTo(database, reserved(lot!))).toBe('HG013')
    })

    test.each(['category', 'poverty', 'agriculture', 'household'])('I13 the %s of a project with money stays', async (column) => {
      const other = column === 'category' ? sql`'water'` : sql`not ${sql.id(column)}`
      const change = (id: string) =>
        statement(sql`update project set ${sql.id(column)} = ${other} where district = ${d} and project_id = ${id}`)
      expect(await answerTo(database, change(road))).toBe('HG013')
      expect(await answerTo(database, change(school))).toBe('accepted')
    })
  })

  describe('I10 signatures', () => {
    const idOf = (name: string) => w.people.get(name)!.personId
    const signature =
      (claimId: string, level: number, person: string, spoil: { version?: number; hash?: string } = {}): Work =>
      async (tx) => {
        const claim = await findClaim(tx, d, claimId)
        const version = spoil.version ?? claim!.version
        return run(
          tx,
          sql`insert into claim_signature (district, claim_id, version, level, person_id, opinion, content_hash, signed_at)
            values (${d}, ${claimId}, ${version}, ${level}, ${idOf(person)}, '', ${spoil.hash ?? claim!.content_hash}, ${w.clock.now()})`,
        )
      }
    test.each<[string, string, () => Work]>([
      ['control: the first', 'accepted', () => signature(none, 1, 'village')],
      ['control: the fifth', 'accepted', () => signature(four, 5, 'leader')],
      ['by the one who compiled it', 'HG010', () => signature(none, 1, 'dept')],
      ['a level skipped', 'HG010', () => signature(none, 2, 'township')],
      [
        'the third straight after the first',
        'HG010',
        () => async (tx) => {
          await signature(none, 1, 'village')(tx)
          return signature(none, 3, 'dept2')(tx)
        },
      ],
      [
        'the fifth by somebody who signed before',
        'claim_signature_district_claim_id_version_person_id_key',
        () => signature(four, 5, 'village'),
      ],
      ['a level a second time', 'claim_signature_pkey', () => signature(four, 4, 'leader')],
      ['a sixth', 'claim_signature_level_check', () => signature(five, 6, 'leader2')],
      ['of an earlier version', 'HG010', () => signature(none, 1, 'village', { version: 0 })],
      ['of another content', 'HG010', () => signature(none, 1, 'village', { hash: 'f'.repeat(64) })],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })
  })

  describe('payments', () => {
    interface Spoilt {
      readonly payee?: string
      readonly name?: string
      readonly account?: string
      readonly amount?: bigint
      readonly version?: number
    }
    const payment =
      (claimId: string, spoil: Spoilt = {}): Work =>
      async (tx) => {
        const claim = await findClaim(tx, d, claimId)
        const { payee = claim!.contractor_id, name = CONTRACTOR.name, account: no = CONTRACTOR.accountNo } = spoil
        return run(
          tx,
          sql`insert into payment_order (district, payment_id, order_no, claim_id, version, payee_id, payee_name, account_no, bank_name,
              amount_fen, state, ordered_on, ordered_by, ordered_at)
            values (${d}, 'pay_forged', 'ZF-X', ${claimId}, ${spoil.version ?? claim!.version}, ${payee}, ${name}, ${no}, ${CONTRACTOR.bankName},
              ${spoil.amount ?? claim!.amount_fen}, 'sent', '2017-03-01', 'usr_forger', ${w.clock.now()})`,
        )
      }
    test.each<[string, string, () => Work]>([
      ['control: five signatures', 'accepted', () => payment(five)],
      ['I10 four signatures', 'HG010', () => payment(four)],
      ['I10 no signature', 'HG010', () => payment(none)],
      ['I10 of an earlier version', 'HG010', () => payment(five, { version: 0 })],
      [
        'I10 after the content changed',
        'HG010',
        () => async (tx) => {
          await run(tx, sql`update claim set content_hash = 'x' where district = ${d} and claim_id = ${five}`)
          return payment(five)(tx)
        },
      ],
      ['A1 to another account', 'HG010', () => payment(five, { account: '99999999' })],
      ['A1 to another name', 'HG010', () => payment(five, { name: '张三' })],
      ['A1 to another payee', 'HG010', () => payment(five, { payee: 'ctr_other' })],
      ['A1 of another amount', 'HG010', () => payment(five, { amount: 100_01n })],
      ['a second order of the same version', 'payment_order_district_claim_id_version_key', () => payment(paid)],
    ])('%s: %s', async (_, answer, work) => {
      expect(await answerTo(database, work())).toBe(answer)
    })

    test.each(['amount_fen = amount_fen + 1', "account_no = '99999999'", "payee_name = '张三'", 'version = version + 1', "order_no = 'x'"])(
      'I4 an order keeps what was ordered: %s',
      async (change) => {
        expect(await answerTo(database, statement(sql`update payment_order set ${sql.raw(change)} where district = ${d}`))).toBe('HG004')
      },
    )

    test('I4 a result is written once', async () => {
      const say = (state: string) => sql`update payment_order set state = ${state}, bank_reference = 'x' where district = ${d}`
      expect(await answerTo(database, statement(say('paid')))).toBe('accepted')
      const twice: Work = async (tx) => {
        await run(tx, say('paid'))
        await run(tx, say('returned'))
      }
      expect(await answerTo(database, twice)).toBe('HG004')
    })
  })
})
