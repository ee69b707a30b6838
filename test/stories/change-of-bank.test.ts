/**
 * The special account moves to another bank, on both engines: the successor is registered beside the old one, the money goes over, the old
 * one is closed with nothing in it. One reconciliation holds all the way, says which accounts it stands for, and shows the balance of each.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { closeAccount } from '#features/bank/bank.commands.ts'
import { linesSheet } from '#features/bank/bank-lines-sheet.store.ts'
import { bankLineOut } from '#features/bank/bank-shapes.store.ts'
import { listLines } from '#features/bank/bank.store.ts'
import { reportOf, sheetOf } from '#features/bank/reconciliation-papers.store.ts'
import { reconciliationOf } from '#features/bank/reconciliation.store.ts'
import { tableOut } from '#features/bank/reconciliation-views.store.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql } from '#platform/db/sql.ts'
import { failureOf } from '#platform/db/failure.ts'
import { ACCOUNT_NO, BankDesk, statementCsv } from '../support/bank.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

const NEXT_NO = '17220101040009999'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let desk: BankDesk
  let [old, next] = ['', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    desk = new BankDesk(w)
    const [lot] = (await w.lots({ docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n })) as [string]
    const [road] = (await w.projects({ name: '产业路', category: 'road', needFen: 500_00n })) as [string]
    w.goTo('2017-03-06')
    old = (await desk.register()).id
    await w.receive([lot, 1_000_00n])
    await w.reserve(road, [lot, 500_00n])
    const contract = await w.contract(road, 500_00n)
    const claimId = await w.claim(contract, 150_00n)
    await w.sign(claimId)
    w.goTo('2017-04-20')
    const { id } = await w.do('finance', orderPayment, { claimId })
    await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: 'F20170420001' })
    w.goTo('2017-06-05')
    await desk.import(statementCsv(0n, [{ on: '2017-03-06', amountFen: 1_000_00n, reference: 'R1' }]), '2017-03-01', '2017-03-31')
  }, 120_000)

  const table = (month: string) => tableOut(database.db, w.district, month, w.today())
  const close = (closedOn: string) =>
    w.act('finance', closeAccount, { accountId: old, closedOn: civilDate(closedOn), document: '销户证明1号' })
  const accountsOf = async (month: string) =>
    (await table(month)).accounts.map((a) => [a.accountNo.slice(-4), a.balanceFen, a.complete, a.closedOn])

  test('a second account is refused unless it takes over from the first; by then there are two and no third', async () => {
    await expect(desk.register(NEXT_NO, '2017-04-05')).rejects.toThrow('account_open')
    next = (await desk.register(NEXT_NO, '2017-04-05', old)).id
    await expect(desk.register('17220101040008888', '2017-05-01', next)).rejects.toThrow('accounts_open')
    const raw = sql`insert into bank_account (district, account_id, bank_name, account_no, account_name, purpose, opened_on, document,
        replaces, registered_by, registered_at)
      values (${w.district}, 'acc_raw', '银行', '88888888', '专户', '专户', '2017-05-01', '', ${next}, 'x', now())`
    expect(
      await run(database.db, raw).then(
        () => 'done',
        (error: unknown) => failureOf(error)?.code,
      ),
    ).toBe('HG020')
  })

  test('the old one is closed only when its statements show that nothing is left', async () => {
    expect(await close('2017-03-31')).toMatchObject({
      refusal: { code: 'closed_with_money', message: { zh: expect.stringContaining('1,000.00 元') } },
    })
    expect(await close('2017-04-28')).toMatchObject({ refusal: { code: 'closed_without_statement' } })
    const moved = { on: '2017-04-10', counterparty: '茅箭区统筹整合资金专户', summary: '划转' }
    expect(
      await desk.import(
        statementCsv(1_000_00n, [{ ...moved, amountFen: -1_000_00n, counterpartyAccount: NEXT_NO, reference: 'H20170410001' }]),
        '2017-04-01',
        '2017-04-28',
      ),
    ).toMatchObject({ ok: true })
    expect(await accountsOf('2017-04')).toEqual([
      ['3456', 0n, false, null],
      ['9999', 0n, false, null],
    ])
    const lines = [
      { ...moved, amountFen: 1_000_00n, counterpartyAccount: ACCOUNT_NO, reference: 'H20170410002' },
      { on: '2017-04-20', amountFen: -150_00n, counterparty: CONTRACTOR.name, reference: 'F20170420001' },
    ]
    expect(await desk.import(statementCsv(0n, lines, NEXT_NO), '2017-04-05', '2017-04-30')).toMatchObject({ ok: true })
    expect(await close('2017-04-09')).toMatchObject({ refusal: { code: 'closed_before_line' } })
    expect((await table('2017-04')).notes.map((n) => n.zh)).toEqual([
      `换户期间 ${ACCOUNT_NO}、${NEXT_NO} 同时开着，本表是合计；原专户余额划清后，请登记销户`,
      `专户 ${ACCOUNT_NO}：对账单只到 2017-04-28，还缺 2017-04-29 至 2017-04-30 共 2 天`,
    ])
    expect(await close('2017-04-28')).toMatchObject({ ok: true })
    expect(await close('2017-04-28')).toMatchObject({ refusal: { code: 'account_closed' } })
  })

  test('April is one table over both, with the balance of each; what moved from one to the other is no open item', async () => {
    expect((await desk.matching()).matches.map((m) => [m.rule, m.confidence, m.bank.length, m.book.length])).toEqual([
      ['moved', 'certain', 2, 0],
      ['reference', 'certain', 1, 1],
      ['amount', 'likely', 1, 1],
    ])
    await desk.confirm(true)
    const april = await table('2017-04')
    expect(april).toMatchObject({ state: 'balanced', bookFen: 850_00n, bankFen: 850_00n, differenceFen: 0n, bank: [], book: [], notes: [] })
    expect(await accountsOf('2017-04')).toEqual([
      ['3456', 0n, true, '2017-04-28'],
      ['9999', 850_00n, true, null],
    ])
    const parts = sheetOf(april).rows.flatMap((r) => (String(r[0]).includes('其中') ? [[String(r[0]).trim(), r[2]]] : []))
    expect(parts).toEqual([
      ['其中：扶贫专账', 850_00n],
      ['其中：统筹专账', 0n],
      ['其中：城投融资专账', 0n],
      [`其中：中国银行十堰茅箭支行 ${ACCOUNT_NO}（2017-04-28 销户）`, 0n],
      [`其中：中国银行十堰茅箭支行 ${NEXT_NO}（对账单到月末）`, 850_00n],
    ])
    expect(reportOf(april, '测试区', '财政').facts[1]).toBe(`中国银行十堰茅箭支行 ${ACCOUNT_NO}；中国银行十堰茅箭支行 ${NEXT_NO}`)
  })

  test('May is of the successor alone and complete without a statement of the old one; March stays as it was', async () => {
    expect(
      await desk.import(
        statementCsv(850_00n, [{ on: '2017-05-31', amountFen: 1n, summary: '利息', reference: 'L1' }], NEXT_NO),
        '2017-05-01',
        '2017-05-31',
      ),
    ).toMatchObject({ ok: true })
    expect(await accountsOf('2017-05')).toEqual([['9999', 850_01n, true, null]])
    expect(await reconciliationOf(database.db, w.district, 201705)).toMatchObject({ state: 'balanced', differenceFen: 0n, unexplained: 1 })
    expect(await accountsOf('2017-03')).toEqual([['3456', 1_000_00n, true, null]])
    expect(await reconciliationOf(database.db, w.district, 201703)).toMatchObject({ state: 'balanced', bankClosingFen: 1_000_00n })
  })

  test('each line says whose it is, on the page and as a spreadsheet; lines are found and narrowed by their account', async () => {
    const lines = (more: Partial<Parameters<typeof listLines>[2]>) => listLines(database.db, w.district, { limit: 50, offset: 0, ...more })
    const all = (await lines({})).rows
    expect(all.map((l) => [l.of_several, bankLineOut(l).accountTail])).toEqual([
      [true, '9999'],
      [true, '9999'],
      [true, '9999'],
      [true, '3456'],
      [true, '3456'],
    ])
    for (const [found, amounts] of [
      [await lines({ account: old }), [-1_000_00n, 1_000_00n]],
      [await lines({ q: '9999' }), [1n, -150_00n, 1_000_00n]],
      [await lines({ q: '01999' }), []],
    ] as const)
      expect(found.rows.map((l) => l.amount_fen)).toEqual(amounts)
    expect(linesSheet(all).rows.map((r) => [r[0], r[2], r[3]])).toContainEqual([NEXT_NO, null, 150_00n])
    const one = await World.open(database)
    one.goTo('2017-06-05')
    await new BankDesk(one).register()
    await new BankDesk(one).import(statementCsv(0n, [{ on: '2017-03-06', amountFen: 1n, reference: 'R1' }]), '2017-03-01', '2017-03-31')
    expect((await listLines(database.db, one.district, { limit: 9, offset: 0 })).rows.map((l) => l.of_several)).toEqual([false])
  })

  test('no line is imported of a day after the closing', async () => {
    const after = await desk.preview(statementCsv(0n, [{ on: '2017-05-02', amountFen: 1_00n, reference: 'X1' }]), {
      from: civilDate('2017-04-29'),
      to: civilDate('2017-05-31'),
    })
    expect(after.checked.errors.map((e) => e.message.zh)).toEqual([expect.stringContaining('日期 2017-05-02 晚于专户销户日 2017-04-28')])
  })
})
