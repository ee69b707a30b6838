/**
 * Borrowing on both engines: drawn, spent, repaid from outside, given back unused, and what it costs. Fiscal money pays no debt: every
 * road that might is tried, and each is closed by the code and again by the database.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { fen } from '#kernel/money.ts'
import { must, ok } from '#kernel/outcome.ts'
import { registerIncome } from '#features/funds/income.commands.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { nameAccount } from '#features/ledger/ledger.model.ts'
import { lockBooks, post } from '#features/ledger/ledger.store.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { attachLot, drawLoan, recordInterest, registerLoan, repayLoan, returnUnused } from '#features/financing/financing.commands.ts'
import { borrowedByProject, loadFlows, loadLoans, loadLoanState, looseLots } from '#features/financing/financing.store.ts'
import { calendarOf } from '#features/financing/loan.model.ts'
import { decideOnLot } from '#features/treasury/carry.commands.ts'
import { supplement } from '#features/treasury/supplements.commands.ts'
import { defineCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql } from '#platform/db/sql.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const terms = {
  instrument: 'loan',
  lender: '农发行十堰分行',
  borrower: '区城投公司',
  agreementNo: '农发借〔2016〕88号',
  lineFen: fen(6_000_000_00n),
  ratePpm: 47_500,
  dayCount: 'actual-360',
  startsOn: civilDate('2017-03-01'),
  endsOn: civilDate('2022-03-01'),
  interestMonths: 3,
  repayment: 'bullet',
} as const

/** Any draft at all, straight to the books: what no command would build. */
const postAnything = defineCommand({
  name: 'test.post',
  permission: 'ledger.post',
  load: (context, _: { kind: PostingKindKey; lotId: string; book: BookKey; from: StageKey; to: StageKey }) => lockBooks(context),
  decide: (_, input) => ok(input),
  save: async (context, { kind, lotId, book, from, to }) => {
    const moves = [{ from: nameAccount(lotId, book, from), to: nameAccount(lotId, book, to), amountFen: fen(1n) }]
    await post(context, [{ kind, businessDate: context.today, basis: '试', moves }])
    return {}
  },
  sentence: () => ({ zh: '试', en: 'try' }),
  subjects: () => [],
})

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [loanId, lot, second, poor, pooled, road] = ['', '', '', '', '', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[poor, pooled] = (await w.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', uses: ['road'], amountFen: 1_000_00n },
      { docNo: '乙〔2017〕2号', book: 'coordination', uses: ['road'], amountFen: 1_000_00n },
    )) as [string, string]
    await w.receive([poor, 1_000_00n], [pooled, 1_000_00n])
    ;[road] = (await w.projects({ name: '产业路', category: 'road', needFen: 5_000_000_00n, year: 2017 })) as [string]
  })

  test.each([
    ['that ends before it starts', { endsOn: civilDate('2017-03-01') }, 'ends_before_start'],
    ['of forty years', { endsOn: civilDate('2057-03-01') }, 'term_too_long'],
    ['at 47.5 %', { ratePpm: 475_000 }, 'rate_out_of_range'],
    ['with interest every five months', { interestMonths: 5 }, 'months_unknown'],
    ['in equal parts without saying how often', { repayment: 'equal' }, 'months_unknown'],
    [
      'whose schedule does not add up',
      { repayment: 'schedule', schedule: [{ dueOn: civilDate('2018-03-01'), principalFen: fen(1n) }] },
      'schedule_sum',
    ],
    [
      'due after its end',
      { repayment: 'schedule', schedule: [{ dueOn: civilDate('2023-03-01'), principalFen: fen(6_000_000_00n) }] },
      'schedule_date',
    ],
  ] as const)('an agreement %s is refused', async (_, wrong, code) => {
    expect(await w.act('finance', registerLoan, { ...terms, ...wrong })).toMatchObject({ refusal: { code } })
  })

  test('an agreement is registered once', async () => {
    loanId = (await w.do('finance', registerLoan, terms)).loanId
    expect(await w.act('finance', registerLoan, { ...terms, agreementNo: '农发借[2016]88号' })).toMatchObject({
      refusal: { code: 'agreement_registered' },
    })
    expect(await w.act('leader', registerLoan, { ...terms, agreementNo: '另一份' })).toMatchObject({ refusal: { code: 'not_permitted' } })
  })

  const draw = (yuan: bigint, more: object = {}) => ({
    loanId,
    docNo: `提款〔2017〕${yuan}号`,
    drawnOn: w.today(),
    bankReference: '收1',
    amountFen: fen(yuan * 100n),
    ...more,
  })

  test('money drawn is available and owed from the same moment', async () => {
    lot = (await w.do('finance', drawLoan, draw(4_000_000n))).lotId
    expect(await w.stages(lot)).toEqual({ source: -4_000_000_00n, available: 4_000_000_00n, lender: -4_000_000_00n, owed: 4_000_000_00n })
  })

  test.each([
    ['beyond the line', 2_000_001n, {}, 'above_line', '最多再提 2,000,000.00 元'],
    ['before the agreement', 1n, { drawnOn: civilDate('2017-02-28') }, 'outside_term', '2017-02-28'],
    ['tomorrow', 1n, { drawnOn: civilDate('2017-03-02') }, 'date_in_future', '2017-03-02'],
    ['by the same notice', 1n, { docNo: '提款〔2017〕4000000号' }, 'document_registered', '不能登记两次'],
    ['of nothing', 0n, {}, 'amount_not_positive', ''],
    ['on an agreement nobody knows', 1n, { loanId: 'lon_none' }, 'loan_unknown', ''],
  ] as const)('a drawdown %s is refused', async (_, yuan, more, code, words) => {
    const no = await w.act('finance', drawLoan, draw(yuan, more))
    expect(no).toMatchObject({ refusal: { code } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain(words)
  })

  test('borrowed money reaches the poverty book by a supplement and keeps its name', async () => {
    const ask = {
      giver: 'coordination',
      receiver: 'poverty',
      projectId: road,
      year: 2017,
      document: '决1',
      reason: '缺口',
      decidedOn: w.today(),
    } as const
    await w.do('finance', supplement, { ...ask, amountFen: fen(1_000_00n) })
    await w.do('finance', supplement, { ...ask, giver: 'financing', amountFen: fen(3_000_000_00n) })
    const borrowed = await borrowedByProject(database.db, w.district, loanId)
    expect(borrowed.map((b) => [b.project, b.reserved, b.available])).toEqual([
      ['产业路', 3_000_000_00n, 0n],
      [null, 0n, 1_000_000_00n],
    ])
  })

  test('principal is repaid from outside, oldest drawdown first; no fen leaves the account', async () => {
    w.goTo('2017-06-01')
    second = (await w.do('finance', drawLoan, draw(2_000_000n, { drawnOn: w.today() }))).lotId
    const bank = async () =>
      (
        await rows(
          database.db,
          sql<{ sum: bigint }>`select sum(balance_fen)::bigint as sum from account where district = ${w.district}
            and stage = any(${(Object.keys(stages) as StageKey[]).filter((s) => stages[s].inBank)}::text[])`,
        )
      )[0]!.sum
    const before = await bank()
    w.goTo('2018-03-01')
    const repay = { loanId, paidOn: w.today(), amountFen: fen(4_500_000_00n), document: '还款凭证1', paidFrom: '城投公司经营收入' }
    expect(await w.act('finance', repayLoan, { ...repay, amountFen: fen(6_000_000_01n) })).toMatchObject({
      refusal: { code: 'repaid_too_much' },
    })
    await w.do('finance', repayLoan, repay)
    expect([(await w.stages(lot))['owed'] ?? 0n, (await w.stages(second))['owed'], await bank()]).toEqual([0n, 1_500_000_00n, before])
  })

  test('what is unused goes back to the lender out of its own lot', async () => {
    const back = { loanId, returnedOn: w.today(), amountFen: fen(1_500_000_00n), document: '退款回单1', reason: '项目调减' }
    expect(await w.act('finance', returnUnused, { ...back, amountFen: fen(1_500_000_01n) })).toMatchObject({
      refusal: { code: 'return_too_much' },
    })
    await w.do('finance', returnUnused, back)
    expect(await w.stages(second)).toMatchObject({ available: 500_000_00n, treasury: 1_500_000_00n, repaid: 2_000_000_00n })
    expect((await loadLoanState(database.db, w.district, loanId)).lots.map((l) => l.owedFen)).toEqual([0n, 0n])
  })

  test('the calendar follows what happened', async () => {
    const [loan] = await loadLoans(database.db, w.district, loanId)
    const flows = (await loadFlows(database.db, w.district, loanId)).get(loanId)!
    const lines = calendarOf({ loan: loan!, flows, interestPaidFen: fen(0n) }, civilDate('2018-03-01'), civilDate('2018-03-31'))
    // 4,000,000 for 92 days, then 6,000,000 for 92, 91 and 90 days; nothing is owed after that.
    expect(lines.map((l) => [l.dueOn, l.interestFen, l.state])).toEqual([
      ['2017-06-01', 48_555_56n, 'overdue'],
      ['2017-09-01', 72_833_33n, 'overdue'],
      ['2017-12-01', 72_041_67n, 'overdue'],
      ['2018-03-01', 71_250_00n, 'due'],
      ['2022-03-01', 0n, 'paid'],
    ])
    expect(lines.at(-1)).toMatchObject({ principalFen: 6_000_000_00n, principalPaidFen: 6_000_000_00n })
  })

  test('a drawdown that was reversed never was', async () => {
    const other = await World.open(database)
    const { loanId: its } = await other.do('finance', registerLoan, terms)
    const { postingId } = await other.do('finance', drawLoan, draw(10n, { loanId: its, drawnOn: other.today() }))
    expect((await loadFlows(database.db, other.district, its)).get(its)).toEqual([{ on: '2017-03-01', principalFen: 10_00n }])
    await other.do('finance', postByHand, { key: '', kind: 'reversal', businessDate: other.today(), basis: '更正', reverses: postingId })
    expect((await loadFlows(database.db, other.district, its)).get(its)).toBeUndefined()
    expect((await loadLoanState(database.db, other.district, its)).drawnFen).toBe(0n)
  })

  test('interest is a memorandum of what the borrower paid', async () => {
    const interest = { loanId, paidOn: w.today(), amountFen: fen(48_555_56n), document: '付息回单', paidFrom: '城投公司自有资金' }
    const count = async () =>
      (await rows(database.db, sql<{ n: bigint }>`select count(*) as n from posting where district = ${w.district}`))[0]!.n
    const before = await count()
    await w.do('finance', recordInterest, interest)
    expect(await count()).toBe(before)
    expect(await w.act('finance', recordInterest, { ...interest, paidOn: civilDate('2017-02-01') })).toMatchObject({
      refusal: { code: 'interest_before_start' },
    })
  })

  describe('fiscal money pays no debt', () => {
    test.each(['统筹专账结余', '财政 统筹资金', '中央财政专项扶贫资金', '专户资金'])(
      'not when the source is called “%s”',
      async (paidFrom) => {
        const input = { loanId, paidOn: w.today(), amountFen: fen(1n), document: '凭证', paidFrom }
        expect(await w.act('finance', repayLoan, input)).toMatchObject({ refusal: { code: 'paid_from_books' } })
        expect(await w.act('finance', recordInterest, input)).toMatchObject({ refusal: { code: 'paid_from_books' } })
      },
    )

    const debtMoves = (Object.keys(postings) as PostingKindKey[]).flatMap((kind) =>
      postings[kind].moves
        .filter((m) => stages[m.from].side === 'debt' || stages[m.to].side === 'debt')
        .map((m) => [kind, m.from, m.to] as const),
    )

    test.each(debtMoves)('not by “%s” from %s to %s, posted past every command, in either fiscal book', async (kind, from, to) => {
      for (const [book, lotId] of [
        ['poverty', poor],
        ['coordination', pooled],
      ] as const)
        expect(await w.act('finance', postAnything, { kind, lotId, book, from, to })).toMatchObject({
          refusal: { code: 'book_not_of_kind' },
        })
    })

    test('no kind leads from the bank to a lender but the return of the borrowed money itself', () => {
      const leaving = (Object.keys(postings) as PostingKindKey[]).filter(
        (kind) =>
          postings[kind].moves.some((m) => stages[m.to].side === 'debt') &&
          postings[kind].moves.some((m) => stages[m.from].inBank && !stages[m.to].inBank),
      )
      expect(leaving).toEqual(['financing-return'])
      expect(postings['financing-return'].books).toEqual(['financing'])
    })

    test('not by hand, not by the treasury’s return, not by a supplement to the lender’s book', async () => {
      const hand = { ...w.byHand('financing-repayment', undefined, [poor, 1n]), kind: 'financing-repayment' }
      expect(await w.act('finance', postByHand, hand)).toMatchObject({ refusal: { code: 'kind_not_by_hand' } })
      expect(await w.act('finance', postByHand, { ...hand, kind: 'financing-return' })).toMatchObject({
        refusal: { code: 'kind_not_by_hand' },
      })
      const carry = { lotId: lot, action: 'return', document: '文', reason: '还款', decidedOn: w.today() } as const
      expect(await w.act('finance', decideOnLot, carry)).toMatchObject({ refusal: { code: 'debt_not_to_treasury' } })
      const ask = { projectId: road, year: 2017, amountFen: fen(1n), document: '决', reason: '还款', decidedOn: w.today() }
      for (const giver of ['poverty', 'coordination'] as const)
        expect(await w.act('finance', supplement, { ...ask, giver, receiver: 'financing' })).toMatchObject({ refusal: { code: 'uphill' } })
    })

    test.each((Object.keys(books) as BookKey[]).filter((book) => book !== 'financing'))(
      'the database opens no account of debt in the %s book',
      async (book) => {
        for (const stage of ['lender', 'owed', 'repaid'])
          await expect(
            run(database.db, sql`insert into account (district, lot_id, book, stage) values (${w.district}, ${poor}, ${book}, ${stage})`),
          ).rejects.toThrow('account_debt_in_financing')
      },
    )
  })

  test('from 2021 a loan is drawn no more, a bond is; what was drawn before is judged by its own day', async () => {
    w.goTo('2021-01-05')
    const old = (await w.do('finance', registerLoan, { ...terms, agreementNo: '旧合同' })).loanId
    const no = await w.act('finance', drawLoan, draw(1n, { loanId: old, docNo: '提款A', drawnOn: civilDate('2021-01-01') }))
    expect(no).toMatchObject({ refusal: { code: 'drawdowns_stopped' } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain('2021-01-01 起作用的规定')
    must(await w.act('finance', drawLoan, draw(2n, { loanId: old, docNo: '提款B', drawnOn: civilDate('2020-12-31') })))
    const bond = (await w.do('finance', registerLoan, { ...terms, instrument: 'bond', agreementNo: '鄂债〔2020〕1号' })).loanId
    const { lotId } = await w.do('finance', drawLoan, draw(3n, { loanId: bond, docNo: '债券A', drawnOn: w.today() }))
    const [row] = await rows(
      database.db,
      sql<{ nature: string; catalogue_code: string; pool_class: string }>`select nature, catalogue_code, pool_class from lot
        where district = ${w.district} and lot_id = ${lotId}`,
    )
    expect(row).toEqual({ nature: 'bond', catalogue_code: 'F02', pool_class: 'earmarked' })
  })

  test('a drawdown registered as income is put to its agreement, once; the rules of its day hold there too', async () => {
    const other = await World.open(database)
    const income = {
      kind: 'drawdown',
      book: 'financing',
      docNo: '提款〔2017〕9号',
      documentOn: other.today(),
      name: '贷款',
      department: '区城投公司',
    } as const
    const came = { ...income, receivedOn: other.today(), bankReference: '收1', amountFen: fen(30_00n) }
    const { lotId } = await other.do('finance', registerIncome, came)
    const { loanId: its } = await other.do('finance', registerLoan, terms)
    expect(await other.act('finance', attachLot, { loanId: its, lotId: 'lot_none' })).toMatchObject({
      refusal: { code: 'lot_without_debt' },
    })
    await other.do('finance', attachLot, { loanId: its, lotId })
    expect((await loadLoanState(database.db, other.district, its)).drawnFen).toBe(30_00n)
    expect(await other.act('finance', attachLot, { loanId: its, lotId })).toMatchObject({ refusal: { code: 'lot_without_debt' } })
    other.goTo('2021-03-01')
    const late = { ...came, docNo: '提款〔2021〕1号', documentOn: other.today(), receivedOn: other.today() }
    expect(await other.act('finance', registerIncome, late)).toMatchObject({ refusal: { code: 'drawdowns_stopped' } })
  })

  test('money of the book without an agreement is named, and the books are sound', async () => {
    await w.lots({ docNo: '茅城投〔2021〕1号', book: 'financing', uses: ['road'], year: 2021, usableTo: 2022, amountFen: 50_00n })
    expect((await looseLots(database.db, w.district)).map((l) => [l.doc_no, l.expected])).toEqual([['茅城投〔2021〕1号', 50_00n]])
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })
})
