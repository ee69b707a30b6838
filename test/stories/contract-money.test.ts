/**
 * One contract of 1,000,000 the whole treasurer's way, over three lots of three books: advance, two certificates with recovery and
 * retention (5 % before July 2017, 3 % after), a payment that comes back after it was paid, audit at 968,432.17, final payment, and
 * the retention a year later. Every stage of every lot by hand, to the fen, on both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { civilDate } from '#kernel/civil-date.ts'
import { type Fen, fen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { type Parts, usualParts } from '#features/claims/claim-money.model.ts'
import { loadContractMoney } from '#features/claims/claim-money.store.ts'
import { changeClaim, compileClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import { settleContract } from '#features/contracts/contract-money.commands.ts'
import { recordLateReturn } from '#features/payments/late-return.commands.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, sql } from '#platform/db/sql.ts'
import { keepFile } from '#platform/files.ts'
import type { PaymentKindKey } from '#policy/papers.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

const yuan = (text: string): Fen => parseFen(text)!
const TERMS = { advanceRate: 3000, progressRate: 8000, acceptedRate: 8500, retentionRate: 500, retentionMonths: 12 }

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let lots: string[] = []
  let [contract, second, retention] = ['', '', '']

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    lots = await w.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', uses: ['road'], usableTo: 2017, amountFen: yuan('400000') },
      { docNo: '乙〔2017〕2号', book: 'coordination', uses: ['road'], usableTo: 2018, amountFen: yuan('350000') },
      { docNo: '丙〔2017〕3号', book: 'financing', uses: ['road'], usableTo: 2018, amountFen: yuan('250000') },
    )
    const [road] = (await w.projects({ name: '产业路', category: 'road', needFen: yuan('1000000') })) as [string]
    await w.receive([lots[0]!, yuan('400000')], [lots[1]!, yuan('350000')], [lots[2]!, yuan('250000')])
    await w.reserve(road, [lots[0]!, yuan('400000')], [lots[1]!, yuan('350000')], [lots[2]!, yuan('250000')])
    w.goTo('2017-05-02')
    contract = await w.contract(road, yuan('1000000'), CONTRACTOR, TERMS)
  })

  /** Every stage of each lot but its open ends, as decimal texts. */
  async function expectLots(...expected: Readonly<Record<string, string>>[]) {
    for (const [i, stages] of expected.entries()) {
      const { source: _, unrecognised: __, ...held } = await w.stages(lots[i])
      expect(held).toEqual(Object.fromEntries(Object.entries(stages).map(([stage, text]) => [stage, yuan(text)])))
    }
    expect((await verifyEverything(database.db, w.district)).faults).toEqual([])
  }

  const usual = async (kind: 'progress' | 'final', certified: string | null) => {
    const { money } = await loadContractMoney(database.db, w.district, contract, null)
    return usualParts(kind, certified === null ? null : yuan(certified), money, false, w.today())
  }

  async function ordered(claimId: string): Promise<string> {
    await w.sign(claimId)
    return (await w.do('finance', orderPayment, { claimId })).id
  }

  const bank = (paymentId: string, result: 'paid' | 'returned', bankReference: string) =>
    w.do('bank', recordResult, { paymentId, result, resultOn: w.today(), bankReference, returnReason: '账户已注销' })

  /** The refusal of a claim that is only tried. */
  async function refusalOf(kind: PaymentKindKey, amount: string, parts: Partial<Parts & { certifiedFen: Fen }> = {}) {
    const outcome = await w.act('dept', compileClaim, await w.claimInput(contract, yuan(amount), kind, parts))
    return outcome.ok ? 'ok' : `${outcome.refusal.code} ${outcome.refusal.message.zh}`
  }

  const kindsOf = async (paymentId: string) =>
    rows(
      database.db,
      sql<{ kind: string; book: string; amount: bigint }>`select p.kind, p.book, p.amount_fen as amount from payment_order o
        join posting p on p.district = o.district and p.posting_id = any(o.result_postings)
        where o.district = ${w.district} and o.payment_id = ${paymentId} order by p.kind, p.book`,
    )

  test('an advance above 30 % is refused with the figures; at 30 % it is advanced, from the lot that lapses first', async () => {
    w.goTo('2017-05-10')
    expect(await refusalOf('advance', '300000.01')).toBe(
      'advance_above_cap 预付款累计 300,000.01 元超过合同约定的 30%，即 300,000.00 元（合同额 1,000,000.00 元，此前预付 0.00 元）',
    )
    await bank(await ordered(await w.claim(contract, yuan('300000'), 'advance')), 'paid', '付-1')
    await expectLots({ advanced: '300000', committed: '100000' }, { committed: '350000' }, { committed: '250000' })
  })

  test('the first certificate of 400,000: 120,000 recovered, 5 % retained, paid up to 80 %, 60,000 left', async () => {
    w.goTo('2017-06-20')
    const parts = await usual('progress', '400000')
    expect(parts).toEqual({
      certifiedFen: yuan('400000'),
      amountFen: yuan('200000'),
      recoverFen: yuan('120000'),
      retainFen: yuan('20000'),
      deferFen: yuan('60000'),
    })
    expect(await refusalOf('progress', '200000', { ...parts, certifiedFen: yuan('400000.01') })).toContain('claim_invalid')
    expect(await refusalOf('progress', '200000.01', { ...parts, deferFen: yuan('59999.99') })).toBe(
      'progress_above_cap 结算审定以前，进度款（连同扣回的预付款）累计 320,000.01 元超过计量价款 400,000.00 元的 80%，即 320,000.00 元（超 0.01 元）；超出部分请留待结算',
    )
    expect(await refusalOf('progress', '200000', { ...parts, retainFen: yuan('20000.01'), deferFen: yuan('59999.99') })).toContain(
      'retention_above_rate 预留质保金 20,000.01 元超过 5% 即 20,000.00 元',
    )
    const payment = await ordered(await w.claim(contract, parts.amountFen, 'progress', parts))
    await expectLots(
      { advanced: '300000', ordered: '100000' },
      { committed: '291666.67', ordered: '58333.33' },
      { committed: '208333.33', ordered: '41666.67' },
    )
    await bank(payment, 'paid', '付-2')
    await expectLots(
      { advanced: '180000', paid: '220000' },
      { committed: '280000', paid: '58333.33', retained: '11666.67' },
      { committed: '200000', paid: '41666.67', retained: '8333.33' },
    )
    expect((await kindsOf(payment)).map((p) => [p.kind, p.book, p.amount])).toEqual([
      ['advance-recovery', 'poverty', yuan('120000')],
      ['payment', 'coordination', yuan('58333.33')],
      ['payment', 'financing', yuan('41666.67')],
      ['payment', 'poverty', yuan('100000')],
      ['retention', 'coordination', yuan('11666.67')],
      ['retention', 'financing', yuan('8333.33')],
    ])
  })

  test('from July 2017 no more than 3 % is retained; the second certificate is signed with all its parts and paid', async () => {
    w.goTo('2017-09-20')
    const parts = await usual('progress', '400000')
    expect(parts).toMatchObject({ amountFen: yuan('200000'), retainFen: yuan('12000'), deferFen: yuan('68000') })
    expect(await refusalOf('progress', '200000', { ...parts, retainFen: yuan('20000'), deferFen: yuan('60000') })).toContain(
      'retention_above_rate 预留质保金 20,000.00 元超过 3% 即 12,000.00 元',
    )
    second = await w.claim(contract, parts.amountFen, 'progress', parts)
    const payment = await ordered(second)
    w.goTo('2017-09-25')
    await bank(payment, 'paid', '付-3')
    await expectSecondPaid()
  })

  const expectSecondPaid = () =>
    expectLots(
      { advanced: '60000', paid: '340000' },
      { committed: '156333.33', paid: '175000', retained: '18666.67' },
      { committed: '111666.67', paid: '125000', retained: '13333.33' },
    )

  test('the bank gives it back four days after: cash, recovery and retention are as if it had never been paid, the claim is a draft', async () => {
    const [order] = await rows(
      database.db,
      sql<{ id: string }>`select payment_id as id from payment_order where district = ${w.district} and claim_id = ${second}`,
    )
    const input = { paymentId: order!.id, returnedOn: w.goTo('2017-09-29'), bankReference: '退-3', reason: '收款账户已冻结' }
    const before = await w.act('finance', recordLateReturn, { ...input, returnedOn: civilDate('2017-09-24') })
    expect(before).toMatchObject({ ok: false, refusal: { code: 'late_before_paid' } })
    const used = await w.act('finance', recordLateReturn, { ...input, bankReference: '付-2' })
    expect(used).toMatchObject({ ok: false, refusal: { code: 'reference_used' } })
    expect(await w.act('bank', recordLateReturn, input)).toMatchObject({ ok: false, refusal: { code: 'not_permitted' } })
    const seen = must(await w.act('finance', recordLateReturn, input, { preview: true }))
    expect(seen.posted.map((p) => p.kind).sort()).toEqual(['late-return', 'late-return', 'reversal', 'reversal', 'reversal'])
    await expectSecondPaid()
    await w.do('finance', recordLateReturn, input)
    await expectLots(
      { advanced: '180000', paid: '220000' },
      { committed: '280000', paid: '58333.33', retained: '11666.67' },
      { committed: '200000', paid: '41666.67', retained: '8333.33' },
    )
    expect(await findClaim(database.db, w.district, second)).toMatchObject({ state: 'draft', version: 2 })
    const again = await w.act('finance', recordLateReturn, { ...input, bankReference: '退-4' })
    expect(again).toMatchObject({ ok: false, refusal: { code: 'not_paid' } })
  })

  test('changed, signed again and paid again, it ends where it was', async () => {
    w.goTo('2017-10-12')
    const claim = (await findClaim(database.db, w.district, second))!
    const input = await w.claimInput(contract, claim.amount_fen, 'progress', {
      certifiedFen: yuan('400000'),
      recoverFen: fen(claim.recover_fen),
      retainFen: fen(claim.retain_fen),
      deferFen: fen(claim.defer_fen),
    })
    await w.do('dept', changeClaim, { ...input, claimId: second, description: '更正收款账户' })
    await w.do('dept', submitClaim, { claimId: second })
    await bank(await ordered(second), 'paid', '付-5')
    await expectSecondPaid()
  })

  test('no final payment before the settlement', async () => {
    const parts = { certifiedFen: yuan('100000'), recoverFen: yuan('60000'), retainFen: fen(0n), deferFen: fen(0n) }
    expect(await refusalOf('final', '40000', parts)).toContain('settlement_first')
    expect(await refusalOf('retention', '32000')).toContain('settlement_first')
  })

  test('audited at 968,432.17: 31,567.83 is cut from what is not paid, and the cost of each lot is recognised', async () => {
    w.goTo('2017-12-20')
    const report = await w.do('finance', keepFile('ledger.post'), {
      name: '结算审核报告.pdf',
      mediaType: 'application/pdf',
      bytes: new TextEncoder().encode('审定 968432.17'),
    })
    const input = {
      contractId: contract,
      auditedFen: yuan('968432.17'),
      auditedOn: w.today(),
      acceptedOn: civilDate('2017-12-01'),
      auditor: '十堰方正造价咨询有限公司',
      reportNo: '方正审〔2017〕88号',
      reportFile: report.fileId,
    }
    const more = await w.act('finance', settleContract, { ...input, auditedFen: yuan('1000000.01') })
    expect(more).toMatchObject({ refusal: { message: { zh: expect.stringContaining('超过合同可结算额 1,000,000.00 元（超 0.01 元）') } } })
    expect(await w.act('finance', settleContract, { ...input, reportFile: 'fil_none' })).toMatchObject({
      refusal: { code: 'act_invalid', findings: [{ field: 'reportFile' }] },
    })
    await w.do('finance', settleContract, input)
    expect(await w.act('finance2', settleContract, input)).toMatchObject({ refusal: { code: 'settled_already' } })
    await expectLots(
      { advanced: '60000', paid: '340000', recognised: '400000' },
      { committed: '137918.76', paid: '175000', retained: '18666.67', reserved: '18414.57', recognised: '331585.43' },
      { committed: '98513.41', paid: '125000', retained: '13333.33', reserved: '13153.26', recognised: '236846.74' },
    )
  })

  test('the final payment takes what is left of everything: the advance, what was left, and not a fen above the audit', async () => {
    w.goTo('2018-01-15')
    const parts = await usual('final', null)
    expect(parts).toEqual({
      certifiedFen: yuan('168432.17'),
      amountFen: yuan('236432.17'),
      recoverFen: yuan('60000'),
      retainFen: 0n,
      deferFen: yuan('-128000'),
    })
    expect(await refusalOf('final', '236432.18', { ...parts, certifiedFen: yuan('168432.18') })).toContain('amount_exceeds_contract')
    await bank(await ordered(await w.claim(contract, parts.amountFen, 'final', parts)), 'paid', '付-6')
    await expectLots(
      { paid: '400000', recognised: '400000' },
      { paid: '312918.76', retained: '18666.67', reserved: '18414.57', recognised: '331585.43' },
      { paid: '223513.41', retained: '13333.33', reserved: '13153.26', recognised: '236846.74' },
    )
  })

  test('the retention is due a year after acceptance, not a day before; returned once, it waits as retention again', async () => {
    w.goTo('2018-11-30')
    expect(await refusalOf('retention', '32000')).toBe(
      'retention_not_due 缺陷责任期从 2017-12-01 起 12 个月，2018-12-01 期满以后才能退质保金',
    )
    w.goTo('2018-12-03')
    expect(await refusalOf('retention', '32000.01')).toContain('amount_exceeds_retention')
    retention = await w.claim(contract, yuan('32000'), 'retention')
    await bank(await ordered(retention), 'returned', '退-7')
    await w.do('finance', reopenClaim, { claimId: retention, reason: '更正账户' })
    expect((await w.stages(lots[1]))['retained']).toBe(yuan('18666.67'))
    await w.do('dept', submitClaim, { claimId: retention })
    await bank(await ordered(retention), 'paid', '付-7')
    await expectLots(
      { paid: '400000', recognised: '400000' },
      { paid: '331585.43', reserved: '18414.57', recognised: '331585.43' },
      { paid: '236846.74', reserved: '13153.26', recognised: '236846.74' },
    )
  })

  test('a late return of the retention goes back to retention', async () => {
    const [order] = await rows(
      database.db,
      sql<{
        id: string
      }>`select payment_id as id from payment_order where district = ${w.district} and claim_id = ${retention} and state = 'paid'`,
    )
    await w.do('finance', recordLateReturn, {
      paymentId: order!.id,
      returnedOn: w.goTo('2018-12-10'),
      bankReference: '退-8',
      reason: '账户已注销',
    })
    expect([(await w.stages(lots[1]))['retained'], (await w.stages(lots[2]))['retained']]).toEqual([yuan('18666.67'), yuan('13333.33')])
    await expectLots(
      { paid: '400000', recognised: '400000' },
      { paid: '312918.76', retained: '18666.67', reserved: '18414.57', recognised: '331585.43' },
      { paid: '223513.41', retained: '13333.33', reserved: '13153.26', recognised: '236846.74' },
    )
  })
})
