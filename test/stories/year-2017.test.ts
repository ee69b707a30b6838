/**
 * A whole year of the special account, told with figures that were worked out on paper: money of four levels and eight departments,
 * left-over money of the year before, a supplement, a project over two years, a payment that the bank returned, an audit cut, a
 * reversal, money returned to the treasury, a loan, twelve months closed, and the year. After every act the books balance.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen, formatFen } from '#kernel/money.ts'
import type { Outcome } from '#kernel/outcome.ts'
import { settleContract, changeContractMoney } from '#features/contracts/contract-money.commands.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { drawLoan, registerLoan, repayLoan, returnUnused } from '#features/financing/financing.commands.ts'
import { adjustFunds } from '#features/funds/adjust.commands.ts'
import { registerIncome } from '#features/funds/income.commands.ts'
import { fourAmounts } from '#features/ledger/amounts.model.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { stageAmountsOf, stageSums } from '#features/ledger/stage-sums.store.ts'
import type { StageAmounts } from '#features/ledger/amounts.model.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { submitClaim } from '#features/claims/claims.commands.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import { closeMonth, closeYear } from '#features/statements/periods.commands.ts'
import { carryYearEnd, previewYearEnd } from '#features/treasury/carry.commands.ts'
import { planPhases, promise } from '#features/treasury/phases.commands.ts'
import { supplement } from '#features/treasury/supplements.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { keepFile } from '#platform/files.ts'
import { rows, sql, theRow } from '#platform/db/sql.ts'
import { type BookKey, books } from '#policy/books.ts'
import { engines } from '../support/database.ts'
import { inBank, TreasuryYear, yuan } from '../support/treasury-year.ts'
import { CONTRACTOR } from '../support/world.ts'

const codeOf = (o: Outcome<unknown>): string => (o.ok ? 'ok' : o.refusal.code)

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let y: TreasuryYear
  let contract = ''
  let loan = ''

  beforeAll(async () => {
    database = await open()
    y = await TreasuryYear.open(database)
  })

  afterEach(() => y.balances())

  test('January: what the year before left comes into the account', async () => {
    await y.announce(['O'])
    await y.receive('2017-01-05', '收0105', ['O', '1234567.89'])
  })

  test('March: eight documents of four levels; most of the money comes, some in parts, some not at all', async () => {
    y.day('2017-03-01')
    await y.announce(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
    await y.receive('2017-03-06', '收0306', ['A', '12000000.00'])
    await y.receive('2017-03-08', '收0308', ['B', '6180000.00'], ['C', '15000000.00'], ['G', '3456789.12'])
    await y.receive('2017-03-10', '收0310', ['D', '1500000.00'], ['E', '5000000.00'], ['F', '2400000.00'])
    const receivedOn = y.day('2017-03-21')
    await y.w.do('finance', registerIncome, {
      kind: 'interest',
      book: 'coordination',
      docNo: '结息单2017Q1',
      documentOn: receivedOn,
      name: '专户利息',
      department: '区财政局',
      receivedOn,
      bankReference: '息0321',
      amountFen: yuan('12345.67'),
    })
    y.bank.book('2017-03-21', yuan('12345.67'), '息0321')
    const income = await y.statement('coordination')
    expect(income).toEqual({ '101': '31,149,134.79', '401': '31,136,789.12', '402': '12,345.67' })
  })

  test('April: the plan gives the poverty book’s money to its projects; what the road lacks is supplemented, downhill and no fen more', async () => {
    await y.w.do('pov_office', planPhases, {
      projectId: y.project.road,
      phases: [
        { year: 2017, needFen: yuan('5000000.00') },
        { year: 2018, needFen: yuan('3000000.00') },
      ],
      document: '茅扶组〔2017〕5号',
      reason: '一次规划、分年实施',
    })
    await y.w.do('finance', postByHand, y.byHand('reservation', '2017-04-18', 'road', ['O', '1234567.89'], ['A', '2000000.00']))
    const ask = (amount: string, giver: BookKey = 'coordination', receiver: BookKey = 'poverty') => ({
      giver,
      receiver,
      projectId: y.project.road,
      year: 2017,
      amountFen: yuan(amount),
      document: '茅扶组〔2017〕6号',
      reason: '扶贫专账资金不足',
      decidedOn: y.w.today(),
    })
    // The book has ten millions of its own that may pay a road: nothing is short.
    expect(codeOf(await y.w.act('finance', supplement, ask('1.00')))).toBe('no_shortfall')
    await y.w.do('finance', postByHand, y.byHand('reservation', '2017-04-19', 'pipes', ['A', '10000000.00']))
    expect(codeOf(await y.w.act('finance', supplement, ask('1765432.12')))).toMatch(/shortfall/)
    expect(codeOf(await y.w.act('finance', supplement, ask('1.00', 'poverty', 'coordination')))).toBe('uphill')
    expect(codeOf(await y.w.act('finance3', supplement, ask('1765432.11')))).toBe('not_keeper')
    await y.w.do('finance', supplement, ask('1765432.11'))
    await y.w.do('finance', postByHand, y.byHand('reservation', '2017-04-20', 'water', ['B', '3000000.00']))
    await y.w.do('finance', postByHand, y.byHand('reservation', '2017-04-20', 'tea', ['G', '2000000.00']))
    await y.w.do('finance', postByHand, y.byHand('reservation', '2017-04-20', 'homes', ['F', '2400000.00']))
    expect(await y.statement('poverty')).toEqual({ '101': '17,400,000.00', '401': '15,634,567.89', '404': '1,765,432.11' })
    expect((await y.statement('coordination'))['502']).toBe('1,765,432.11')
  })

  test('April: the second phase of the road is promised out of money that has not come; it cannot be spent', async () => {
    const decidedOn = y.day('2017-04-25')
    await y.w.do('pool_office', adjustFunds, {
      document: '鄂交财〔2017〕58号',
      reason: '上级调减',
      items: [{ lotId: y.lot.C, changeFen: fen(-yuan('500000.00')) }],
    })
    await y.w.do('pool_office', promise, {
      projectId: y.project.road,
      lotId: y.lot.C,
      year: 2018,
      amountFen: yuan('3000000.00'),
      document: '茅扶组〔2017〕5号',
      reason: '二期',
      decidedOn,
    })
    expect((await y.w.stages(y.lot.C))['promised']).toBe(yuan('3000000.00'))
    expect(codeOf(await y.w.act('finance', postByHand, y.byHand('reservation', '2017-04-25', 'road', ['H', '1.00'])))).toBe(
      'would_go_negative',
    )
  })

  test('May: the road is contracted for 4.8 millions, three tenths of it advanced', async () => {
    const signedOn = y.day('2017-05-10')
    const terms = { advanceRate: 3000, progressRate: 8000, acceptedRate: 8500, retentionRate: 500, retentionMonths: 12 }
    const input = {
      projectId: y.project.road,
      contractNo: '茅交合〔2017〕1号',
      name: '东沟村产业路施工合同',
      signedOn,
      contractor: CONTRACTOR,
      terms,
    }
    contract = (await y.w.do('dept', registerContract, { ...input, amountFen: yuan('4800000.00') })).id
    const advance = await y.claim(contract, 'advance', { amountFen: '1440000.00' })
    expect(await y.pay(advance, '2017-05-25', '付0525')).toBe(yuan('1440000.00'))
    expect(await y.statement('poverty')).toMatchObject({ '101': '15,960,000.00', '111': '1,440,000.00' })
  })

  test('June: a receipt that was none is reversed in red; the account is as it was', async () => {
    const before = await y.statement('coordination')
    const wrong = await y.w.do('finance', postByHand, y.byHand('receipt', '2017-06-02', undefined, ['H', '80000.00']))
    const reversal = { key: '', kind: '', businessDate: y.day('2017-06-02'), basis: '误记更正', reverses: wrong.id }
    await y.w.do('finance', postByHand, reversal)
    expect(await y.statement('coordination')).toEqual(before)
    expect(codeOf(await y.w.act('finance', postByHand, reversal))).toBe('already_reversed')
  })

  test('July: two millions of work certified; the bank returns the payment, and it is paid the second time', async () => {
    y.day('2017-07-10')
    const first = await y.claim(contract, 'progress', {
      amountFen: '1000000.00',
      certifiedFen: '2000000.00',
      recoverFen: '600000.00',
      retainFen: '60000.00',
      deferFen: '340000.00',
    })
    const { id } = await y.w.do('finance', orderPayment, { claimId: first })
    const resultOn = y.day('2017-07-14')
    const returned = { paymentId: id, result: 'returned' as const, resultOn, bankReference: '退0714', returnReason: '行号有误' }
    await y.w.do('bank', recordResult, returned)
    await y.w.do('finance', reopenClaim, { claimId: first, reason: '更正行号' })
    await y.w.do('dept', submitClaim, { claimId: first })
    await y.w.sign(first)
    expect(await y.pay(first, '2017-07-20', '付0720')).toBe(yuan('1000000.00'))
    expect(await y.statement('poverty')).toMatchObject({
      '101': '14,960,000.00',
      '111': '840,000.00',
      '211': '60,000.00',
      '501': '1,660,000.00',
    })
  })

  test('August: the company draws three millions; they are owed from that day', async () => {
    const startsOn = y.day('2017-08-01')
    loan = (
      await y.w.do('finance', registerLoan, {
        instrument: 'loan',
        lender: '湖北银行茅箭支行',
        borrower: '茅箭区城投公司',
        agreementNo: '鄂银借2017-08',
        lineFen: yuan('5000000.00'),
        ratePpm: 49_000,
        dayCount: 'actual-360',
        startsOn,
        endsOn: civilDate('2020-07-31'),
        interestMonths: 3,
        repayment: 'bullet',
      })
    ).loanId
    const draw = { loanId: loan, docNo: '提款通知1号', drawnOn: startsOn, bankReference: '贷0801', amountFen: yuan('3000000.00') }
    await y.w.do('finance', drawLoan, draw)
    y.bank.book('2017-08-01', yuan('3000000.00'), '贷0801', '湖北银行茅箭支行')
    expect(await y.statement('financing')).toEqual({ '101': '3,000,000.00', '201': '3,000,000.00' })
  })

  test('September: the auditors find 4,683,210.55; what is above it is cut', async () => {
    const auditedOn = y.day('2017-09-30')
    const upload = { name: '审核报告.txt', mediaType: 'text/plain', bytes: new TextEncoder().encode('审核报告') }
    const { fileId } = await y.w.do('finance', keepFile('ledger.post'), upload)
    await y.w.do('finance', settleContract, {
      contractId: contract,
      reportFile: fileId,
      auditedFen: yuan('4683210.55'),
      auditedOn,
      acceptedOn: civilDate('2017-09-20'),
      auditor: '湖北方正工程咨询公司',
      reportNo: '鄂方审〔2017〕112号',
    })
    expect(await y.w.stages()).toMatchObject({ recognised: yuan('4683210.55') })
  })

  test('October: the final payment recovers the rest of the advance and keeps back the three per cent of the new rule', async () => {
    y.day('2017-10-10')
    const last = await y.claim(contract, 'final', {
      amountFen: '2102714.24',
      certifiedFen: '2683210.55',
      recoverFen: '840000.00',
      retainFen: '80496.31',
      deferFen: '-340000.00',
    })
    expect(await y.pay(last, '2017-10-15', '付1015')).toBe(yuan('2102714.24'))
    expect(await y.statement('poverty')).toEqual({
      '101': '12,857,285.76',
      '211': '140,496.31',
      '401': '15,634,567.89',
      '404': '1,765,432.11',
      '501': '4,683,210.55',
    })
  })

  test('November: the contractor gives 12,000 back, to the very lots; a tea garden brings income', async () => {
    const on = y.day('2017-11-05')
    await y.w.do('finance', changeContractMoney, {
      contractId: contract,
      act: 'refund',
      from: 'paid',
      amountFen: yuan('12000.00'),
      on,
      basis: '收1105',
      reason: '多领材料款',
    })
    y.bank.book('2017-11-05', yuan('12000.00'), '收1105', CONTRACTOR.name)
    const receivedOn = y.day('2017-11-20')
    await y.w.do('finance', registerIncome, {
      kind: 'asset-income',
      book: 'coordination',
      docNo: '茶园收益分配2017',
      documentOn: receivedOn,
      name: '茶园资产收益',
      department: '茅塔乡',
      receivedOn,
      bankReference: '益1120',
      amountFen: yuan('88888.88'),
    })
    y.bank.book('2017-11-20', yuan('88888.88'), '益1120')
  })

  test('December: unused loan goes back, the company repays from its own, lapsed money goes to the treasury, promised money comes first in line', async () => {
    const returnedOn = y.day('2017-12-10')
    await y.w.do('finance', returnUnused, { loanId: loan, returnedOn, amountFen: yuan('1000000.00'), document: '还1210', reason: '用不完' })
    y.bank.book('2017-12-10', -yuan('1000000.00'), '还1210', '湖北银行茅箭支行')
    const paidOn = y.day('2017-12-15')
    await y.w.do('finance', repayLoan, {
      loanId: loan,
      paidOn,
      amountFen: yuan('500000.00'),
      document: '还款凭证1215',
      paidFrom: '城投公司经营收入',
    })
    await y.w.do('finance', postByHand, y.byHand('release', '2017-12-20', 'homes', ['F', '2400000.00']))
    await y.w.do('finance', postByHand, {
      ...y.byHand('return-to-treasury', '2017-12-25', undefined, ['F', '2400000.00']),
      basis: '缴1225',
    })
    y.bank.book('2017-12-25', -yuan('2400000.00'), '缴1225', '国家金库茅箭支库')
    await y.receive('2017-12-28', '收1228', ['C', '4000000.00'])
    const c = await y.w.stages(y.lot.C)
    expect([c['promised'], c['expected']]).toEqual([undefined, yuan('3500000.00')])
    const { reserved } = await theRow(
      database.db,
      sql<{ reserved: bigint }>`select balance_fen as reserved from account where district = ${y.w.district} and lot_id = ${y.lot.C}
        and stage = 'reserved' and book = 'coordination' and project_id = ${y.project.road}`,
    )
    expect(reserved).toBe(yuan('3000000.00'))
  })

  test('the four amounts of the year, never mixed', async () => {
    const amounts = await theRow(database.db, sql<StageAmounts>`select ${stageSums('a')} from account a where a.district = ${y.w.district}`)
    const four = fourAmounts(stageAmountsOf(amounts))
    expect(Object.fromEntries(Object.entries(four).map(([k, v]) => [k, formatFen(fen(v))]))).toEqual({
      announced: '58,172,591.56',
      allocated: '23,000,000.00',
      paid: '4,530,714.24',
      recognised: '4,683,210.55',
    })
  })

  test('year’s end: each book to the fen before it is closed', async () => {
    expect(await y.statement('poverty')).toEqual({
      '101': '10,469,285.76',
      '211': '140,496.31',
      '401': '15,634,567.89',
      '404': '1,765,432.11',
      '501': '4,671,210.55',
      '601': '2,400,000.00',
    })
    expect(await y.statement('coordination')).toEqual({
      '101': '33,472,591.56',
      '401': '35,136,789.12',
      '402': '12,345.67',
      '403': '88,888.88',
      '502': '1,765,432.11',
    })
    expect(await y.statement('financing')).toEqual({ '101': '2,000,000.00', '201': '1,500,000.00', '401': '500,000.00' })
  })

  test('January 2018: what is left is carried over, twelve months close one after the other, and the year', async () => {
    y.day('2018-01-10')
    const preview = await previewYearEnd(database.db, y.w.district, 2017)
    await y.w.do('finance', carryYearEnd, { year: 2017, document: '茅财结〔2018〕1号', contentHash: preview.contentHash })
    for (let month = 201701; month <= 201712; month++) await y.bank.handIn(month)
    for (const book of Object.keys(books) as BookKey[]) await closeBook(book)
    expect((await verifyBooks(database.db, y.w.district)).faults).toEqual([])
  })

  async function closeBook(book: BookKey): Promise<void> {
    const months = await rows(
      database.db,
      sql<{ first: number }>`select min(month) as first from period where district = ${y.w.district} and book = ${book}`,
    )
    for (let month = months[0]!.first; month <= 201711; month++)
      await y.w.do('finance', closeMonth, { book, month: `2017-${String(month % 100).padStart(2, '0')}` })
    expect(codeOf(await y.w.act('finance', closeMonth, { book, month: '2017-12' }))).toBe('year_not_closed')
    await y.w.do('finance', closeYear, { book, year: 2017 })
    await y.w.do('finance', closeMonth, { book, month: '2017-12' })
  }

  test('after the closing nothing is left in income and expenditure; what is left is what the bank has less what is owed', async () => {
    // What is left of the money of 2016 may not be used any more: it is surplus (302), the rest goes on (301).
    const { left } = await theRow(
      database.db,
      sql<{ left: bigint }>`select sum(case when stage = 'retained' then 0 else balance_fen end)::bigint as left from account
        where district = ${y.w.district} and lot_id = ${y.lot.O} and stage = any(${inBank}::text[])`,
    )
    expect(left).toBeGreaterThan(0n)
    expect(await y.statement('poverty')).toEqual({
      '101': '10,469,285.76',
      '211': '140,496.31',
      '301': formatFen(fen(yuan('10328789.45') - left)),
      '302': formatFen(fen(left)),
    })
    expect(await y.statement('coordination')).toEqual({ '101': '33,472,591.56', '301': '33,472,591.56' })
    expect(await y.statement('financing')).toEqual({ '101': '2,000,000.00', '201': '1,500,000.00', '301': '500,000.00' })
  })
})
