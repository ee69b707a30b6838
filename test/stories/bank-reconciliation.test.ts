/**
 * Three months of a special account, on both engines: what the bank says beside what the books say, matched with reasons, the
 * items each side lacks with their age, and a reconciliation that comes out to the fen or says what is missing.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { importStatement, previewStatement, registerAccount } from '#features/bank/bank.commands.ts'
import { listLines } from '#features/bank/bank.store.ts'
import { confirmMatches, explainLine, matchByHand, undoMatch } from '#features/bank/matching.commands.ts'
import { listMatches } from '#features/bank/matches.store.ts'
import { loadBankState, reconciliationOf, reconciliationOn, reconciliationsOn, staleLines } from '#features/bank/reconciliation.store.ts'
import { recordReceipt } from '#features/funds/funds.commands.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { keepFile } from '#platform/files.ts'
import { BankDesk, statementCsv, type StatementRow } from '../support/bank.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let w: World
  let desk: BankDesk
  let [poverty, financing, late] = ['', '', '']
  let wrong = ''

  const receive = (reference: string, ...lines: (readonly [string, bigint])[]) =>
    w.do('finance', recordReceipt, {
      receivedOn: w.today(),
      bankReference: reference,
      lines: lines.map(([lotId, amountFen]) => ({ lotId, amountFen: fen(amountFen) })),
    })
  const pay = async (contract: string, amount: bigint, result: 'paid' | 'returned', on: string, bankReference: string) => {
    const claim = await w.claim(contract, amount)
    await w.sign(claim)
    const order = await w.do('finance', orderPayment, { claimId: claim })
    await w.do('finance', recordResult, {
      paymentId: order.id,
      result,
      resultOn: w.goTo(on),
      bankReference,
      ...(result === 'returned' ? { returnReason: '行号有误' } : {}),
    })
  }
  const rule = async () => (await desk.matching()).matches.map((m) => `${m.confidence} ${m.rule} ${m.bank.length}:${m.book.length}`).sort()
  const month = (number: number) => reconciliationOf(w.database.db, w.district, number)
  const table = async (day: string) => (await reconciliationOn(w.database.db, w.district, civilDate(day))).table

  const MARCH: readonly StatementRow[] = [
    { on: '2017-03-06', amountFen: 1_000_00n, counterparty: '湖北省财政厅', reference: 'R20170306001', summary: '拨款' },
    { on: '2017-03-10', amountFen: 300_00n, counterparty: '湖北省财政厅', reference: 'R20170310001', summary: '拨款' },
    { on: '2017-03-20', amountFen: -150_00n, counterparty: CONTRACTOR.name, reference: 'F20170320001', summary: '工程款' },
    { on: '2017-03-24', amountFen: -70_00n, counterparty: CONTRACTOR.name, reference: 'F20170324001', summary: '工程款' },
    { on: '2017-03-26', amountFen: 70_00n, counterparty: CONTRACTOR.name, reference: 'F20170326001', summary: '退汇 行号有误' },
    { on: '2017-03-31', amountFen: 1_23n, summary: '利息', reference: 'L20170331001' },
  ]
  const APRIL: readonly StatementRow[] = [
    { on: '2017-04-01', amountFen: 40_00n, counterparty: '茅箭区财政局', reference: 'R20170401001', summary: '拨款' },
    { on: '2017-04-12', amountFen: -5_00n, summary: '手续费', reference: 'S20170412001' },
  ]

  beforeAll(async () => {
    w = await World.open(await open())
    desk = new BankDesk(w)
    const lots = await w.lots(
      { docNo: '鄂财农发〔2017〕12号', uses: ['road'], amountFen: 1_300_00n },
      { docNo: '茅城投〔2017〕1号', uses: ['road'], book: 'financing', amountFen: 300_00n },
      { docNo: '茅财农〔2017〕4号', uses: ['road'], amountFen: 40_00n },
    )
    ;[poverty, financing, late] = lots as [string, string, string]
    const [road] = await w.projects({ name: '产业路', category: 'road', needFen: 900_00n })
    w.goTo('2017-03-06')
    // One receipt of the bank for two books: two postings under one reference.
    await receive('R20170306001', [poverty, 800_00n], [financing, 200_00n])
    w.goTo('2017-03-10')
    wrong = (await receive('R20170310001', [poverty, 200_00n])).postingId
    await w.do('finance', postByHand, {
      key: '',
      kind: 'reversal',
      businessDate: w.today(),
      basis: '金额登记有误',
      reverses: wrong,
      moves: [],
    })
    await receive('R20170310001', [poverty, 300_00n])
    await w.reserve(road!, [poverty, 400_00n], [financing, 100_00n])
    const contract = await w.contract(road!, 500_00n)
    w.goTo('2017-03-18')
    await pay(contract, 150_00n, 'paid', '2017-03-20', 'F20170320001')
    w.goTo('2017-03-22')
    await pay(contract, 70_00n, 'returned', '2017-03-26', 'F20170326001')
    w.goTo('2017-03-31')
    // Booked on the last day of March, at the bank on the first of April.
    await receive('R20170401001', [late, 40_00n])
    w.goTo('2017-05-10')
  })

  test('without an account there is nothing to import, and the month has no statement', async () => {
    await expect(desk.preview(statementCsv(0n, MARCH))).rejects.toThrow('account_missing')
    expect(await month(201703)).toMatchObject({ state: 'no-statement', balanced: false })
  })

  test('the account is registered once, with a number that can be one', async () => {
    const account = { bankName: '中国银行', accountNo: '4200', accountName: '专户', openedOn: civilDate('2017-01-01'), document: '' }
    expect(await w.act('finance', registerAccount, account)).toMatchObject({ ok: false, refusal: { code: 'account_number_invalid' } })
    expect(await w.act('audit', registerAccount, account)).toMatchObject({ ok: false, refusal: { code: 'not_permitted' } })
    await desk.register()
    const again = await w.act('finance', registerAccount, { ...account, accountNo: '42001520000000123456' })
    expect(again).toMatchObject({ ok: false, refusal: { code: 'account_registered' } })
    expect(await month(201703)).toMatchObject({ state: 'no-statement' })
  })

  test('a statement with an error is not saved, and neither is one that changed after the preview', async () => {
    const broken = new TextDecoder().decode(statementCsv(0n, MARCH)).replace('1080.00', '1081.00')
    const answer = await desk.import(new TextEncoder().encode(broken), '2017-03-01', '2017-03-31')
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'statement_has_errors' } })
    expect((await listLines(w.database.db, w.district, { limit: 10, offset: 0 })).total).toBe(0)
    const { fileId, contentHash } = await desk.preview(statementCsv(0n, MARCH))
    const other = await w.act('finance', importStatement, { fileId, given: { to: civilDate('2017-04-02') }, contentHash })
    expect(other).toMatchObject({ ok: false, refusal: { code: 'content_changed' } })
  })

  test('March is imported; the same file again brings nothing; a longer one brings its new lines alone', async () => {
    expect(await desk.import(statementCsv(0n, MARCH.slice(0, 4)), '2017-03-01', '2017-03-25')).toMatchObject({
      ok: true,
      value: { lines: 4, known: 0 },
    })
    const again = await desk.import(statementCsv(0n, MARCH.slice(0, 4)), '2017-03-01', '2017-03-25')
    expect(again).toMatchObject({
      ok: false,
      refusal: { code: 'nothing_new', message: { zh: '这份对账单的 4 行都已经导入过，没有新的内容' } },
    })
    expect(await desk.import(statementCsv(0n, MARCH), '2017-03-01', '2017-03-31')).toMatchObject({
      ok: true,
      value: { lines: 2, known: 4 },
    })
    expect((await listLines(w.database.db, w.district, { limit: 10, offset: 0 })).total).toBe(6)
  })

  test('before anything is matched the reconciliation already comes out, with every line as an open item', async () => {
    const march = await table('2017-03-31')
    expect(march).toMatchObject({ state: 'balanced', bookFen: 1_190_00n, bankFen: 1_151_23n, differenceFen: 0n })
    expect([march.bank.length, march.book.length, march.unexplained]).toEqual([6, 8, 6])
  })

  test('the rules find the reference over two books, the reversal, the payment, and what came back', async () => {
    expect(await rule()).toEqual([
      'certain reference 1:1',
      'certain reference 1:2',
      'certain reference 1:2',
      'certain returned 2:0',
      'certain reversal 0:2',
    ])
    const key = (await desk.matching()).matches[0]!.key
    expect(await w.act('audit', confirmMatches, { keys: [key] })).toMatchObject({ ok: false, refusal: { code: 'not_permitted' } })
    expect(await w.act('finance', confirmMatches, { keys: [key, 'bkl_x=pst_y'] })).toMatchObject({
      ok: false,
      refusal: { code: 'proposal_gone', message: { zh: '有 1 组勾对已经变化（可能有同事刚刚处理过），请刷新后再确认' } },
    })
    expect(await desk.confirm()).toBe(5)
    expect(await rule()).toEqual([])
  })

  test('what is left: the interest at the bank, the receipt of the last day in the books', async () => {
    const march = await table('2017-03-31')
    expect(march).toMatchObject({
      state: 'balanced',
      bankInFen: 1_23n,
      bankOutFen: 0n,
      bookInFen: 40_00n,
      bookOutFen: 0n,
      adjustedBookFen: 1_191_23n,
      adjustedBankFen: 1_191_23n,
      unexplained: 1,
    })
    expect((await staleLines(w.database.db, w.district, w.today())).map((l) => l.summary)).toEqual(['利息'])
  })

  test('a line is named, never against its direction, and stays open until the books have it', async () => {
    const [interest] = (await listLines(w.database.db, w.district, { state: 'open', limit: 10, offset: 0 })).rows
    const said = (kind: string) => w.act('finance', explainLine, { lineId: interest!.line_id, kind, note: '一季度结息' })
    expect(await said('bank-charge')).toMatchObject({
      ok: false,
      refusal: { message: { zh: '“银行手续费”是支出，这一行是收入，请重新选择' } },
    })
    expect(await said('nonsense')).toMatchObject({ ok: false, refusal: { code: 'item_kind_unknown' } })
    expect(await said('receipt-not-booked')).toMatchObject({ ok: true })
    expect(await said('interest')).toMatchObject({ ok: true })
    expect(await table('2017-03-31')).toMatchObject({ unexplained: 0, bank: [{ kind: 'interest' }] })
  })

  test('April: matched over the end of the month, it is an open item of March and none of April', async () => {
    expect(await desk.import(statementCsv(1_151_23n, APRIL), '2017-04-01', '2017-04-30')).toMatchObject({ ok: true, value: { lines: 2 } })
    expect(await rule()).toEqual(['certain reference 1:1'])
    await desk.confirm()
    expect(await table('2017-03-31')).toMatchObject({ state: 'balanced', bookInFen: 40_00n, book: [{ on: '2017-03-31' }] })
    expect(await table('2017-04-30')).toMatchObject({
      state: 'balanced',
      bookFen: 1_190_00n,
      bankFen: 1_186_23n,
      bookInFen: 0n,
      bankInFen: 1_23n,
      bankOutFen: 5_00n,
    })
    expect(await month(201704)).toMatchObject({
      state: 'balanced',
      balanced: true,
      differenceFen: 0n,
      bankClosingFen: 1_186_23n,
      bankOnly: 2,
      bookOnly: 0,
      unexplained: 1,
    })
    // The months at a glance are the same tables.
    const days = ['2017-02-28', '2017-03-31', '2017-04-11', '2017-04-30'].map(civilDate)
    const together = await reconciliationsOn(w.database.db, w.district, days, await loadBankState(w.database.db, w.district))
    expect(together).toEqual(await Promise.all(days.map(table)))
    // In the middle of the month the balance follows from the lines.
    expect(await table('2017-04-11')).toMatchObject({ state: 'balanced', bankFen: 1_191_23n })
  })

  test('by hand: other sums are refused with the difference, a right one is kept, and undoing frees the lines', async () => {
    const { bankRows } = await desk.matching()
    const charge = [...bankRows.values()].find((l) => l.summary === '手续费')!
    const interest = [...bankRows.values()].find((l) => l.summary === '利息')!
    const hand = (bank: string[], book: string[], note = '') => w.act('finance', matchByHand, { bank, book, note })
    expect(await hand([charge.line_id], [])).toMatchObject({ ok: false, refusal: { code: 'nothing_chosen' } })
    expect(await hand([charge.line_id, interest.line_id], [], '试')).toMatchObject({
      ok: false,
      refusal: { message: { zh: '银行 2 笔合计 -3.77 元，账上 0 笔合计 0.00 元，相差 3.77 元，不能勾对' } },
    })
    expect(await hand([charge.line_id, 'bkl_none'], [])).toMatchObject({ ok: false, refusal: { code: 'line_unknown' } })
    const [made] = (await listMatches(w.database.db, w.district, { undone: false, limit: 50 })).rows.filter(
      (m) => m.rule === 'reference' && m.posting_ids.length === 2,
    )
    const lines = { bank: [...made!.bank_ids], book: [...made!.posting_ids] }
    expect(await hand(lines.bank, lines.book)).toMatchObject({ ok: false, refusal: { code: 'line_matched' } })
    await w.do('finance', undoMatch, { matchId: made!.match_id, reason: '核对错了一笔' })
    expect(await w.act('finance', undoMatch, { matchId: made!.match_id, reason: '再来一次' })).toMatchObject({
      ok: false,
      refusal: { code: 'match_undone' },
    })
    expect(await rule()).toEqual(['certain reference 1:2'])
    expect(await hand(lines.bank, lines.book)).toMatchObject({ ok: true })
    expect(await table('2017-04-30')).toMatchObject({ state: 'balanced', differenceFen: 0n, book: [] })
    const undone = await listMatches(w.database.db, w.district, { undone: true, limit: 10 })
    expect(undone.rows).toMatchObject([{ match_id: made!.match_id, undo_reason: '核对错了一笔', undone_by: 'finance同志' }])
  })

  test('money that the bank gave back is matched with the charge, and needs a reason for it stands on one side', async () => {
    expect(
      await desk.import(
        statementCsv(1_186_23n, [{ on: '2017-05-03', amountFen: 5_00n, summary: '手续费冲正', reference: 'S20170503001' }]),
        '2017-05-01',
        '2017-05-09',
      ),
    ).toMatchObject({ ok: true })
    const open = (await listLines(w.database.db, w.district, { q: '手续费', limit: 10, offset: 0 })).rows.map((l) => l.line_id)
    expect(await w.act('finance', matchByHand, { bank: open, book: [], note: ' ' })).toMatchObject({
      ok: false,
      refusal: { code: 'reason_needed' },
    })
    expect(await w.act('finance', matchByHand, { bank: open, book: [], note: '银行误收手续费，已冲正' })).toMatchObject({ ok: true })
  })

  test('a month that the statements do not reach to the end cannot be closed on them', async () => {
    expect(await table('2017-05-31')).toMatchObject({ state: 'incomplete', complete: false })
    expect(await month(201705)).toMatchObject({ state: 'no-statement', balanced: false })
  })

  test('a missing statement shows as a difference that names both balances', async () => {
    const gap = await desk.import(
      statementCsv(1_000_00n, [{ on: '2017-05-10', amountFen: 10_00n, reference: 'G1000001' }]),
      '2017-05-10',
      '2017-05-10',
    )
    expect(gap).toMatchObject({ ok: true })
    const day = await table('2017-05-10')
    expect(day).toMatchObject({ state: 'unbalanced', differenceFen: 191_23n })
    expect(day.notes.map((n) => n.zh)).toContain(
      '2017-05-09 的期末余额 1,191.23 元与 2017-05-10 的期初余额 1,000.00 元不一致，中间缺对账单',
    )
  })

  test('two people confirming the same thing at once: one does it, the other is told', async () => {
    await receive('G1000001', [poverty, 10_00n])
    const keys = (await desk.matching()).matches.map((m) => m.key)
    expect(keys).toHaveLength(1)
    const answers = await Promise.all([w.act('finance', confirmMatches, { keys }), w.act('finance2', confirmMatches, { keys })])
    expect(answers.map((a) => (a.ok ? 'ok' : a.refusal.code)).sort()).toEqual(['ok', 'proposal_gone'])
  })

  test('a preview writes nothing but the file', async () => {
    const before = (await listLines(w.database.db, w.district, { limit: 1, offset: 0 })).total
    const bytes = statementCsv(1_010_00n, [{ on: '2017-05-10', amountFen: 1n }])
    const { fileId } = await w.do('finance', keepFile('bank.reconcile'), { name: 'x.csv', mediaType: 'text/csv', bytes })
    await previewStatement(w.database.db, w.district, w.today(), { fileId, given: {} })
    expect((await listLines(w.database.db, w.district, { limit: 1, offset: 0 })).total).toBe(before)
  })
})
