/**
 * A road built over two years and a loan beside it, with real figures: planned once, short in its first year and supplemented with proof,
 * its second year promised money that is announced and served first when it comes; what is left is carried over, decided on at 24 months
 * and returned; the loan is drawn last, repaid from outside and costs what it costs. After every step each book's 101 is what lies at the bank.
 */
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { cashEntries } from '#features/ledger/entries.model.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { drawLoan, recordInterest, registerLoan, repayLoan, returnUnused } from '#features/financing/financing.commands.ts'
import { loadFlows, loadLoans } from '#features/financing/financing.store.ts'
import { calendarOf, costOf } from '#features/financing/loan.model.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { carryYearEnd, decideOnLot, previewYearEnd } from '#features/treasury/carry.commands.ts'
import { loadAvailable, loadNeeds } from '#features/treasury/needs.store.ts'
import { planPhases, promise } from '#features/treasury/phases.commands.ts'
import { promiseRows } from '#features/treasury/phases.store.ts'
import { helpFor } from '#features/treasury/shortfall.model.ts'
import { supplement } from '#features/treasury/supplements.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import type { PostingKindKey } from '#policy/postings.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

const wan = (amount: bigint) => fen(amount * 10_000_00n)
const document = '茅扶组〔2017〕6号'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [province, roads, nextYear] = ['', '', '']
  let [road, bank] = ['', '']
  let [loanId, drawn] = ['', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
  })

  /** What each book's account 101 says, from the entries of everything that was posted. */
  async function cash(): Promise<Record<string, bigint>> {
    const turnover = await rows(
      database.db,
      sql<{ book: BookKey; to_book: BookKey; kind: PostingKindKey; from_stage: StageKey; to_stage: StageKey; amount: bigint }>`
        select book, to_book, kind, from_stage, to_stage, sum(amount_fen)::bigint as amount from turnover
        where district = ${w.district} group by 1, 2, 3, 4, 5`,
    )
    const sums: Record<string, bigint> = {}
    for (const t of turnover)
      for (const entry of cashEntries({ kind: t.kind, from: t.from_stage, to: t.to_stage, fromBook: t.book, toBook: t.to_book })) {
        if (entry.debit === '101') sums[entry.book] = (sums[entry.book] ?? 0n) + t.amount
        if (entry.credit === '101') sums[entry.book] = (sums[entry.book] ?? 0n) - t.amount
      }
    return sums
  }

  async function atBank(): Promise<Record<string, bigint>> {
    const inBank = (Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)
    const found = await rows(
      database.db,
      sql<{ book: string; sum: bigint }>`select book, sum(balance_fen)::bigint as sum from account
        where district = ${w.district} and stage = any(${inBank}::text[]) group by book`,
    )
    return Object.fromEntries(found.map((f) => [f.book, f.sum]))
  }

  afterEach(async () => {
    const [byEntries, byStages] = [await cash(), await atBank()]
    for (const book of Object.keys(books)) expect([book, byEntries[book] ?? 0n]).toEqual([book, byStages[book] ?? 0n])
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  const proof = async (projectId: string, receiver: 'poverty' | 'coordination', year: number) => {
    const [project] = await loadNeeds(database.db, w.district, year, { projectIds: [projectId] })
    return helpFor(project!, receiver, year, await loadAvailable(database.db, w.district))
  }

  test('2017: 3.8 million this year, 4.2 million next year, 3 million at hand', async () => {
    ;[province, roads] = (await w.lots(
      { docNo: '鄂财农发〔2017〕12号', book: 'poverty', uses: ['road'], amountFen: wan(300n) },
      { docNo: '鄂交财〔2017〕18号', book: 'coordination', uses: ['road'], amountFen: wan(120n) },
    )) as [string, string]
    await w.receive([province, wan(300n)], [roads, wan(120n)])
    ;[road] = (await w.projects({ name: '茅塔环线产业路', category: 'road', needFen: wan(380n) })) as [string]
    const phases = [
      { year: 2017, needFen: wan(380n) },
      { year: 2018, needFen: wan(420n) },
    ]
    await w.do('pov_office', planPhases, { projectId: road, phases, document, reason: '分两年实施' })
    w.goTo('2017-04-18')
    await w.reserve(road, [province, wan(300n)])
    expect(await proof(road, 'poverty', 2017)).toMatchObject({
      needFen: wan(380n),
      allocatedFen: wan(300n),
      ownFen: 0n,
      shortfallFen: wan(80n),
    })
  })

  test('the 800,000 that are short come from the coordination book, and not a yuan more', async () => {
    const ask = {
      giver: 'coordination',
      receiver: 'poverty',
      projectId: road,
      year: 2017,
      document,
      reason: '补足第一阶段',
      decidedOn: w.today(),
    } as const
    expect(await w.act('finance', supplement, { ...ask, amountFen: fen(800_001_00n) })).toMatchObject({
      refusal: { code: 'above_shortfall' },
    })
    expect(await w.act('finance', supplement, { ...ask, giver: 'financing', amountFen: fen(1_00n) })).toMatchObject({
      refusal: { code: 'debt_last' },
    })
    await w.do('finance', supplement, { ...ask, amountFen: wan(80n) })
    expect(await atBank()).toEqual({ poverty: wan(380n), coordination: wan(40n) })
    expect(await proof(road, 'poverty', 2017)).toMatchObject({ allocatedFen: wan(380n), shortfallFen: 0n })
  })

  test('2 million of the first phase are paid, from both books’ lots in proportion', async () => {
    w.goTo('2017-06-05')
    const contract = await w.contract(road, wan(380n))
    const claim = await w.claim(contract, wan(200n))
    await w.sign(claim)
    const { id } = await w.do('finance', orderPayment, { claimId: claim })
    await w.do('finance', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: '付1' })
    // 300 : 80 of 2,000,000.00
    expect([(await w.stages(province))['paid'], (await w.stages(roads))['paid']]).toEqual([1_578_947_37n, 421_052_63n])
  })

  test('next year’s money is announced: the second phase waits for it and cannot sign for it', async () => {
    w.goTo('2017-11-20')
    ;[nextYear] = (await w.lots({
      docNo: '鄂财农发〔2017〕96号',
      book: 'poverty',
      uses: ['road'],
      year: 2018,
      usableTo: 2019,
      amountFen: wan(500n),
    })) as [string]
    const ask = { projectId: road, lotId: nextYear, year: 2018, document, reason: '第二阶段', decidedOn: w.today() }
    expect(await w.act('pool_office', promise, { ...ask, amountFen: fen(4_200_001_00n) })).toMatchObject({
      refusal: { code: 'promise_beyond_need' },
    })
    await w.do('pool_office', promise, { ...ask, amountFen: wan(420n) })
    const contract = {
      projectId: road,
      contractNo: '合-2',
      name: '二期',
      signedOn: w.today(),
      amountFen: wan(420n),
      contractor: CONTRACTOR,
    }
    expect(await w.act('dept', registerContract, contract)).toMatchObject({ ok: false })
    expect(await atBank()).toEqual({ poverty: wan(180n), coordination: wan(40n) })
  })

  test('the year ends: 7.2 million are unspent and carried over', async () => {
    w.goTo('2017-12-31')
    const { contentHash } = await previewYearEnd(database.db, w.district, 2017)
    expect(await w.do('finance', carryYearEnd, { year: 2017, document: '茅财〔2018〕1号', contentHash })).toMatchObject({
      lots: 3,
      amountFen: wan(720n),
    })
  })

  test('2018: of 4.5 million that come, the promise takes its 4.2 first', async () => {
    w.goTo('2018-02-10')
    await w.receive([nextYear, wan(450n)])
    expect(await w.stages(nextYear)).toMatchObject({ expected: wan(50n), reserved: wan(420n), available: wan(30n) })
    expect(await promiseRows(database.db, w.district, {})).toEqual([])
    await w.contract(road, wan(420n))
  })

  test('a project that no fiscal money may pay is carried by the loan, 5 of the 6 million drawn', async () => {
    w.goTo('2018-03-01')
    const terms = {
      instrument: 'loan',
      lender: '农发行十堰市分行',
      borrower: '区城投公司',
      agreementNo: '十农发借〔2018〕3号',
      lineFen: wan(1_200n),
    } as const
    const when = { startsOn: civilDate('2018-03-01'), endsOn: civilDate('2020-03-01'), interestMonths: 3, repayment: 'bullet' } as const
    loanId = (await w.do('finance', registerLoan, { ...terms, ...when, ratePpm: 49_000, dayCount: 'actual-360' })).loanId
    const draw = { loanId, docNo: '十农发提〔2018〕1号', drawnOn: w.today(), bankReference: '收9', amountFen: wan(600n) }
    drawn = (await w.do('finance', drawLoan, draw)).lotId
    ;[bank] = (await w.projects({ name: '河道护岸', category: 'environment', poverty: false, needFen: wan(500n), year: 2018 })) as [string]
    const ask = {
      giver: 'financing',
      receiver: 'coordination',
      projectId: bank,
      year: 2018,
      document,
      reason: '统筹无此用途资金',
      decidedOn: w.today(),
    } as const
    expect(await w.act('finance', supplement, { ...ask, receiver: 'poverty', amountFen: wan(1n) })).toMatchObject({
      refusal: { code: 'receiver_may_not_pay' },
    })
    await w.do('finance', supplement, { ...ask, amountFen: wan(500n) })
    expect(await atBank()).toEqual({ poverty: wan(630n), coordination: wan(540n), financing: wan(100n) })
  })

  test('2019: after 24 months the 400,000 left of the road fund wait for a decision, and go back to the treasury', async () => {
    w.goTo('2019-03-01')
    const [lane] = (await w.projects({ name: '入户路', category: 'road', needFen: wan(40n), year: 2018 })) as [string]
    const reserve = w.reserve(lane, [roads, wan(40n)])
    await expect(reserve).rejects.toThrow('lot_undecided')
    const back = { lotId: roads, action: 'return', document: '茅政办〔2019〕5号', reason: '两年未用完', decidedOn: w.today() } as const
    expect(await w.do('finance', decideOnLot, back)).toMatchObject({ amountFen: wan(40n) })
    expect(await atBank()).toEqual({ poverty: wan(630n), coordination: wan(500n), financing: wan(100n) })
  })

  test('2020: 5 million are repaid from outside, 1 million goes back unused, and the debt has cost 596,983.33', async () => {
    const today = w.goTo('2020-03-01')
    await w.do('finance', repayLoan, { loanId, paidOn: today, amountFen: wan(500n), document: '还款凭证', paidFrom: '城投公司经营收入' })
    await w.do('finance', returnUnused, { loanId, returnedOn: today, amountFen: wan(100n), document: '退款回单', reason: '未用' })
    await w.do('finance', recordInterest, {
      loanId,
      paidOn: today,
      amountFen: fen(596_983_33n),
      document: '付息回单',
      paidFrom: '城投公司自有资金',
    })
    const [loan] = await loadLoans(database.db, w.district, loanId)
    const flows = (await loadFlows(database.db, w.district, loanId)).get(loanId)!
    const facts = { loan: loan!, flows, interestPaidFen: fen(596_983_33n) }
    // 92 days 75,133.33 four times, 91 days 74,316.67 three times, 90 days 73,500.00
    expect(costOf(facts, today)).toMatchObject({ drawnFen: wan(600n), repaidFen: wan(600n), owedFen: 0n, interestToDateFen: 596_983_33n })
    expect(calendarOf(facts, today, today).every((line) => line.state === 'paid')).toBe(true)
    expect(await w.stages(drawn)).toMatchObject({ reserved: wan(500n), treasury: wan(100n), repaid: wan(600n) })
    expect(await atBank()).toEqual({ poverty: wan(630n), coordination: wan(500n), financing: 0n })
  })
})
