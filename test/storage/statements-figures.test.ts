/** Statements with real figures, worked out by hand, to the fen: receipts, interest, a supplement, an advance, a payment and a reversal. */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { must, ok } from '#kernel/outcome.ts'
import { atStage, nameAccount, type PostingDraft, reversed } from '#features/ledger/ledger.model.ts'
import { loadMoves, lockBooks, post } from '#features/ledger/ledger.store.ts'
import { settleAll } from '#features/ledger/settled.store.ts'
import { type RawQuery, readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable } from '#features/statements/statements.store.ts'
import { findVoucher, listVouchers, papersOf } from '#features/statements/vouchers.store.ts'
import { voucherLines } from '#features/statements/vouchers.model.ts'
import { voucherDocuments } from '#features/statements/voucher-documents.store.ts'
import { layoutVouchers } from '#platform/documents/voucher.ts'
import { defineCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import type { StatementName } from '#policy/statements.ts'
import { engines } from '../support/database.ts'
import { proveSupplement } from '../support/random-history.ts'
import { World } from '../support/world.ts'

const postAll = defineCommand({
  name: 'test.post',
  permission: 'ledger.post',
  load: (context, _: readonly PostingDraft[]) => lockBooks(context),
  decide: (_, drafts) => ok(drafts),
  save: async (context, drafts) => {
    const posted = await post(context, drafts)
    for (const [i, d] of drafts.entries())
      if (d.kind === 'supplement') await proveSupplement(context, posted[i]!.id, d.moves[0]!, posted[i]!.amountFen)
    return { ids: posted.map((p) => p.id) }
  },
  sentence: () => ({ zh: '记账', en: 'Posted' }),
  subjects: (result) => result.ids,
})

const turnRound = defineCommand({
  name: 'test.turn-round',
  permission: 'ledger.post',
  load: async (context, postingId: string) => {
    await lockBooks(context)
    return loadMoves(context.tx, context.district, postingId)
  },
  decide: (original) => ok(original),
  save: async (context, { reverses, moves }) => {
    const draft = {
      kind: 'reversal' as const,
      businessDate: context.today,
      basis: '更正单1',
      reason: '重复登记',
      reverses,
      moves: reversed(moves),
    }
    return { ids: (await post(context, [draft])).map((p) => p.id) }
  },
  sentence: () => ({ zh: '冲销', en: 'Reversed' }),
  subjects: (result) => result.ids,
})

describe.each(engines())('statements on $name', ({ open }) => {
  let database: Database
  let world: World
  let lots: string[]
  let project: string

  beforeAll(async () => {
    database = await open()
    world = await World.open(database)
    lots = await world.lots(
      { docNo: '财农〔2017〕1号', book: 'poverty', uses: ['road'], amountFen: 800_000_00n },
      { docNo: '城投〔2017〕1号', book: 'financing', uses: ['road'], amountFen: 500_000_00n },
    )
    ;[project] = (await world.projects({ name: '村路', category: 'road', needFen: 900_000_00n })) as [string]
    const [poverty, financing] = lots as [string, string]
    const at = (lot: string, book: 'poverty' | 'financing', stage: 'source') =>
      nameAccount(lot, book, stage, { projectId: project, contractId: 'con_1', claimId: 'clm_1', payeeId: 'ctr_1' })
    const own = at(poverty, 'poverty', 'source')
    const debt = at(financing, 'financing', 'source')
    const draft = (kind: PostingDraft['kind'], from: typeof own, to: typeof own, amount: bigint): PostingDraft => ({
      kind,
      businessDate: world.today(),
      basis: `回单-${kind}`,
      moves: [{ from, to, amountFen: fen(amount) }],
    })
    const move = (kind: PostingDraft['kind'], from: Parameters<typeof atStage>[1], to: Parameters<typeof atStage>[1], amount: bigint) =>
      draft(kind, atStage(own, from), atStage(own, to), amount)
    world.goTo('2017-03-20')
    await world.receive([poverty, 600_000_00n], [financing, 500_000_00n])
    world.goTo('2017-04-10')
    const [twice] = (
      await world.do('finance', postAll, [
        draft('interest', nameAccount(poverty, 'poverty', 'source'), atStage(own, 'available'), 1_234_56n),
      ])
    ).ids
    await world.do('finance', postAll, [
      draft('interest', nameAccount(poverty, 'poverty', 'source'), atStage(own, 'available'), 1_234_56n),
      move('reservation', 'available', 'reserved', 550_000_00n),
      draft('supplement', atStage(debt, 'available'), atStage({ ...debt, book: 'poverty' }, 'reserved'), 300_000_00n),
      move('commitment', 'reserved', 'committed', 550_000_00n),
      move('payment-order', 'committed', 'ordered', 150_000_00n),
      move('advance', 'ordered', 'advanced', 150_000_00n),
    ])
    world.goTo('2017-05-08')
    await world.do('finance', turnRound, twice!)
    await world.do('finance', postAll, [
      move('payment-order', 'committed', 'ordered', 250_000_33n),
      move('payment', 'ordered', 'paid', 250_000_33n),
      move('advance-recovery', 'advanced', 'paid', 50_000_00n),
      move('retention', 'committed', 'retained', 12_500_02n),
    ])
  }, 120_000)

  const table = (name: StatementName, raw: RawQuery) =>
    statementTable(database.db, world.district, must(readQuery(name, raw, world.today())), { offset: 0, limit: 1000 })
  const cells = async (name: StatementName, raw: RawQuery) =>
    (await table(name, raw)).rows.map((r) => r.cells.map((c) => (c !== null && typeof c === 'object' ? c.zh : c)))

  test('the trial balance of May in the poverty book', async () => {
    expect(await cells('trial', { book: 'poverty', period: '2017-05' })).toEqual([
      [null, '资金账', null, null, null, null, null, null, null, null],
      ['101', '专户存款', 752_469_12n, 0n, -1_234_56n, 250_000_33n, 901_234_56n, 400_000_33n, 501_234_23n, 0n],
      ['111', '预付工程款', 150_000_00n, 0n, 0n, 50_000_00n, 150_000_00n, 50_000_00n, 100_000_00n, 0n],
      ['211', '应付质保金', 0n, 0n, 0n, 12_500_02n, 0n, 12_500_02n, 0n, 12_500_02n],
      ['401', '拨入资金', 0n, 600_000_00n, 0n, 0n, 0n, 600_000_00n, 0n, 600_000_00n],
      ['402', '利息收入', 0n, 2_469_12n, 0n, -1_234_56n, 0n, 1_234_56n, 0n, 1_234_56n],
      ['404', '调入资金', 0n, 300_000_00n, 0n, 0n, 0n, 300_000_00n, 0n, 300_000_00n],
      ['501', '项目支出', 0n, 0n, 312_500_35n, 0n, 312_500_35n, 0n, 312_500_35n, 0n],
      [null, '合计', 902_469_12n, 902_469_12n, 311_265_79n, 311_265_79n, 1_363_734_91n, 1_363_734_91n, 913_734_58n, 913_734_58n],
      [null, '指标账', null, null, null, null, null, null, null, null],
      ['801', '指标来源', 0n, 1_102_469_12n, 0n, -1_234_56n, 0n, 1_101_234_56n, 0n, 1_101_234_56n],
      ['811', '待安排指标', 252_469_12n, 0n, -1_234_56n, 0n, 801_234_56n, 550_000_00n, 251_234_56n, 0n],
      ['813', '已安排指标', 300_000_00n, 0n, 0n, 0n, 850_000_00n, 550_000_00n, 300_000_00n, 0n],
      ['814', '已签约指标', 400_000_00n, 0n, 0n, 250_000_33n, 550_000_00n, 400_000_33n, 149_999_67n, 0n],
      ['815', '支付在途指标', 0n, 0n, 250_000_33n, 250_000_33n, 400_000_33n, 400_000_33n, 0n, 0n],
      ['816', '已支付指标', 150_000_00n, 0n, 250_000_33n, 0n, 400_000_33n, 0n, 400_000_33n, 0n],
      [null, '合计', 1_102_469_12n, 1_102_469_12n, 498_766_10n, 498_766_10n, 3_001_235_22n, 3_001_235_22n, 1_101_234_56n, 1_101_234_56n],
    ])
  })

  test('balance sheet and income of the poverty book, and of all three', async () => {
    const sheet = await table('sheet', { book: 'poverty', period: '2017' })
    expect(sheet.rows.at(-1)!.cells).toEqual([expect.anything(), 0n, 601_234_23n, expect.anything(), 0n, 601_234_23n])
    expect(sheet.proofs.every((p) => p.holds)).toBe(true)
    const income = await cells('income', { book: 'poverty', period: '2017-05' })
    expect(income.filter((r) => r[1] !== 0n || r[2] !== 0n)).toEqual([
      ['一、收入', null, null],
      ['401 拨入资金', 0n, 600_000_00n],
      ['402 利息收入', -1_234_56n, 1_234_56n],
      ['404 调入资金', 0n, 300_000_00n],
      ['收入合计', -1_234_56n, 901_234_56n],
      ['二、支出', null, null],
      ['501 项目支出', 312_500_35n, 312_500_35n],
      ['支出合计', 312_500_35n, 312_500_35n],
      ['三、收支差额', -313_734_91n, 588_734_21n],
    ])
    expect(await cells('income', { period: '2017', by: 'book' })).toEqual([
      ['扶贫专账', 600_000_00n, 1_234_56n, 300_000_00n, 901_234_56n, 312_500_35n, 0n, 312_500_35n, 588_734_21n],
      ['城投融资专账', 500_000_00n, 0n, 0n, 500_000_00n, 0n, 300_000_00n, 300_000_00n, 200_000_00n],
      ['合计', 1_100_000_00n, 1_234_56n, 300_000_00n, 1_401_234_56n, 312_500_35n, 300_000_00n, 612_500_35n, 788_734_21n],
    ])
  })

  test('the detail ledger of 101 runs from the opening to the closing, the reversal in red', async () => {
    const ledger = await table('detail', { book: 'poverty', period: '2017-04..2017-05', subject: '101' })
    expect(ledger.rows.map((r) => [r.tone, r.cells[5], r.cells[6], r.cells[8]])).toEqual([
      ['sum', null, null, 600_000_00n],
      ['plain', 1_234_56n, null, 601_234_56n],
      ['plain', 1_234_56n, null, 602_469_12n],
      ['plain', 300_000_00n, null, 902_469_12n],
      ['plain', null, 150_000_00n, 752_469_12n],
      ['red', -1_234_56n, null, 751_234_56n],
      ['plain', null, 250_000_33n, 501_234_23n],
      ['sum', 301_234_56n, 400_000_33n, 501_234_23n],
      ['sum', 901_234_56n, 400_000_33n, 501_234_23n],
    ])
    expect(ledger.rows[5]!.links).toEqual([{ at: 1, href: '/vouchers/poverty/2017-05/1' }])
    expect(ledger.proofs).toEqual([expect.objectContaining({ holds: true })])
  })

  test('the four amounts of the books are four columns, with what went between the books beside them', async () => {
    expect(await cells('execution', { period: '2017' })).toEqual([
      ['扶贫专账', 801_234_56n, 300_000_00n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
      ['城投融资专账', 500_000_00n, -300_000_00n, 0n, 0n, 0n, '–'],
      ['合计', 1_301_234_56n, 0n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
    ])
    expect(await cells('execution', { period: '2017', by: 'project', asOf: '2017-04-30' })).toEqual([
      [expect.stringContaining('村路'), 0n, 850_000_00n, 150_000_00n, 0n, '17.6%'],
      ['未安排到项目', 1_302_469_12n, 0n, 0n, 0n, '–'],
      ['合计', 1_302_469_12n, 850_000_00n, 150_000_00n, 0n, '17.6%'],
    ])
  })

  test('of a project the books show what lies in its own accounts, and beside it only what a supplement brought', async () => {
    const of = (raw: RawQuery) => cells('execution', { period: '2017', project, ...raw })
    const wholeYear = [
      ['扶贫专账', 0n, 300_000_00n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
      ['城投融资专账', 0n, -300_000_00n, 0n, 0n, 0n, '–'],
      ['合计', 0n, 0n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
    ]
    const april = [
      ['扶贫专账', 0n, 300_000_00n, 850_000_00n, 150_000_00n, 0n, '17.6%'],
      ['城投融资专账', 0n, -300_000_00n, 0n, 0n, 0n, '–'],
      ['合计', 0n, 0n, 850_000_00n, 150_000_00n, 0n, '17.6%'],
    ]
    const own = [expect.stringContaining('财农〔2017〕1号'), 0n, 550_000_00n, 400_000_33n, 0n, '72.7%']
    const ofLots = [
      [expect.stringContaining('城投〔2017〕1号'), 0n, 300_000_00n, 0n, 0n, '0.0%'],
      own,
      ['合计', 0n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
    ]
    for (const settled of [false, true]) {
      if (settled) await settleAll(database.db, world.district)
      expect(await of({})).toEqual(wholeYear)
      expect(await of({ asOf: '2017-04-30' })).toEqual(april)
      expect(await of({ period: '2017-04' })).toEqual(april)
      expect(await of({ knownAt: '2017-04-30' })).toEqual(april)
      expect(await of({ period: '2016' })).toEqual([['合计', 0n, 0n, 0n, 0n, '–']])
      expect(await of({ by: 'project' })).toEqual([
        [expect.stringContaining('村路'), 0n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
        ['合计', 0n, 850_000_00n, 400_000_33n, 0n, '47.0%'],
      ])
      expect(await of({ by: 'lot' })).toEqual(ofLots)
      expect(await of({ lot: lots[0] })).toEqual([
        ['扶贫专账', 0n, 550_000_00n, 400_000_33n, 0n, '72.7%'],
        ['合计', 0n, 550_000_00n, 400_000_33n, 0n, '72.7%'],
      ])
    }
  })

  test('the vouchers of April stand in both books, and print with their numbers, signatures and papers', async () => {
    const received = await findVoucher(database.db, world.district, 'poverty', 201704, 4)
    const given = await findVoucher(database.db, world.district, 'financing', 201704, 1)
    expect(received?.postingId).toBe(given?.postingId)
    expect(received?.entryKind).toBe('supplement')
    expect(voucherLines(received!, 'poverty').map((l) => [l.subject, l.debitFen - l.creditFen])).toEqual([
      ['101', 300_000_00n],
      ['404', -300_000_00n],
      ['813', 300_000_00n],
      ['801', -300_000_00n],
    ])
    const printed = await voucherDocuments(database.db, { district: world.district, name: '测试区' }, 'poverty', [received!])
    expect(printed.map((d) => [d.ledger, d.no, d.note, d.signatures.maker, d.signatures.keeper, d.signatures.reviewer])).toEqual([
      ['资金', 4, '对应城投融资专账 记-1', 'finance同志', 'finance同志', null],
      ['指标', 4, '对应城投融资专账 记-1', 'finance同志', 'finance同志', null],
    ])
    expect(layoutVouchers(printed, { paper: 'A5' }).length).toBe(2)
    const red = await findVoucher(database.db, world.district, 'poverty', 201705, 1)
    const [redPrint] = await voucherDocuments(database.db, { district: world.district, name: '测试区' }, 'poverty', [red!])
    expect([redPrint!.red, redPrint!.note, redPrint!.lines[0]!.debitFen]).toEqual([true, '冲销 2017-04 记-1', -1_234_56n])
    expect((await papersOf(database.db, world.district, [red!])).get(red!.postingId)).toEqual([])
    const found = await listVouchers(database.db, world.district, { book: 'poverty', month: 201704, q: '记-4' }, 10, 0)
    expect(found.rows.map((r) => r.no)).toEqual([4])
    expect(await findVoucher(database.db, world.district, 'poverty', 201704, 99)).toBe(null)
  })
})
