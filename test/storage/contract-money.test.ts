/**
 * The database's own no about the money of a contract, for what does not come through the commands; and the acts beside payments with
 * real postings: overpaid and recovered, fined, refunded, released, withdrawn, and returned late as household money. On both engines.
 */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fen, parseFen } from '#kernel/money.ts'
import { changeClaim } from '#features/claims/claims.commands.ts'
import { changeContractMoney, recordTerms, settleContract, withdrawSettlement } from '#features/contracts/contract-money.commands.ts'
import type { ActInput } from '#features/contracts/contract-money.model.ts'
import { recordLateReturn } from '#features/payments/late-return.commands.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql } from '#platform/db/sql.ts'
import { keepFile } from '#platform/files.ts'
import { failureOf } from '#platform/db/failure.ts'
import type { CategoryKey } from '#policy/categories.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'
import { undone } from './books-forger.ts'

const yuan = (text: string) => parseFen(text)!

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [lotA, lotB, contract, report] = ['', '', '', '']

  beforeAll(async () => {
    database = await open()
  })

  /** A contract of 500 over two lots, 300 and 200, of which 480 is paid. */
  beforeEach(async () => {
    await begin('road')
  })

  async function begin(category: CategoryKey) {
    w = await World.open(database)
    ;[lotA, lotB] = (await w.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', uses: [category], amountFen: yuan('300') },
      { docNo: '乙〔2017〕2号', book: 'coordination', uses: [category], amountFen: yuan('200') },
    )) as [string, string]
    const [project] = (await w.projects({ name: '项目', category, needFen: yuan('500') })) as [string]
    await w.receive([lotA, yuan('300')], [lotB, yuan('200')])
    await w.reserve(project, [lotA, yuan('300')], [lotB, yuan('200')])
    contract = await w.contract(project, yuan('500'))
    const bytes = new TextEncoder().encode('审核报告')
    report = (await w.do('finance', keepFile('ledger.post'), { name: '报告.pdf', mediaType: 'application/pdf', bytes })).fileId
  }

  async function pay(amount: string): Promise<string> {
    const claimId = await w.claim(contract, yuan(amount))
    await w.sign(claimId)
    const { id } = await w.do('finance', orderPayment, { claimId })
    await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: `付-${id}` })
    return id
  }

  const settlement = (audited: string) => ({
    contractId: contract,
    auditedFen: yuan(audited),
    auditedOn: w.today(),
    acceptedOn: w.today(),
    auditor: '方正造价',
    reportNo: '方正审〔2017〕9号',
    reportFile: report,
  })
  const act = (more: Pick<ActInput, 'act'> & Partial<ActInput>) => ({
    contractId: contract,
    amountFen: yuan('10'),
    on: w.today(),
    basis: '决定1号',
    ...more,
  })
  /** Money of both lots outside its sources, in yuan. */
  const stages = async () => {
    const { source: _, unrecognised: __, ...held } = await w.stages()
    return Object.fromEntries(Object.entries(held).map(([stage, amount]) => [stage, Number(amount) / 100]))
  }
  const codeOf = (error: unknown) => failureOf(error)?.code
  const refusedWith = async (work: Promise<unknown>) => work.then(() => 'done', codeOf)

  test('paid 480, audited 450: the 20 unpaid are released, 30 must come back, and come back in two parts to the lots they left', async () => {
    await pay('480')
    await w.do('finance', settleContract, settlement('450'))
    expect(await stages()).toEqual({ paid: 450, recoverable: 30, reserved: 20, recognised: 450 })
    expect([(await w.stages(lotA))['recoverable'], (await w.stages(lotB))['recoverable']]).toEqual([yuan('18'), yuan('12')])
    await w.do('finance', changeContractMoney, act({ act: 'recovery', basis: '回单1' }))
    expect([(await w.stages(lotA))['recoverable'], (await w.stages(lotB))['recoverable']]).toEqual([yuan('12'), yuan('8')])
    await w.do('finance2', changeContractMoney, act({ act: 'recovery', amountFen: yuan('20'), basis: '回单2' }))
    expect(await stages()).toEqual({ paid: 450, reserved: 50, recognised: 450 })
    const more = await w.act('finance', changeContractMoney, act({ act: 'recovery', amountFen: fen(1n) }))
    expect(more).toMatchObject({ refusal: { code: 'more_than_there', message: { zh: expect.stringContaining('只有 0.00 元') } } })
    expect((await verifyEverything(database.db, w.district)).faults).toEqual([])
  })

  test('a withdrawn settlement leaves the money as it was, both records stay, and another may follow', async () => {
    await pay('480')
    await w.do('finance', settleContract, settlement('450'))
    const back = { contractId: contract, on: w.today(), basis: '更正函3号', reason: '审核单位更正工程量' }
    await w.do('finance', withdrawSettlement, back)
    expect(await stages()).toEqual({ committed: 20, paid: 480 })
    expect(await w.act('finance', withdrawSettlement, back)).toMatchObject({ refusal: { code: 'not_settled' } })
    await w.do('finance', settleContract, settlement('490'))
    expect(await stages()).toEqual({ committed: 10, paid: 480, reserved: 10, recognised: 490 })
    const kept = await rows(
      database.db,
      sql<{ number: number; audited: bigint | null }>`select number, audited_fen as audited from settlement
        where district = ${w.district} order by number`,
    )
    expect(kept.map((k) => [k.number, k.audited])).toEqual([
      [1, yuan('450')],
      [2, null],
      [3, yuan('490')],
    ])
    expect((await verifyEverything(database.db, w.district)).faults).toEqual([])
  })

  test('a settlement is previewed without a trace', async () => {
    await pay('480')
    const seen = await w.act('finance', settleContract, settlement('450'), { preview: true })
    expect(seen).toMatchObject({ ok: true })
    expect(seen.ok && seen.value.posted.map((p) => [p.book, p.kind, p.amountFen])).toEqual([
      ['poverty', 'settlement-audit', yuan('270')],
      ['coordination', 'settlement-audit', yuan('180')],
      ['poverty', 'audit-cut', yuan('30')],
      ['coordination', 'audit-cut', yuan('20')],
    ])
    expect(await stages()).toEqual({ committed: 20, paid: 480 })
    expect(await rows(database.db, sql`select 1 from settlement where district = ${w.district}`)).toEqual([])
  })

  test('fined, released, refunded: each goes to the project by the share of its lots, and only what is there', async () => {
    await pay('400')
    await w.do('finance', changeContractMoney, act({ act: 'fine' }))
    await w.do('finance', changeContractMoney, act({ act: 'release', amountFen: yuan('40') }))
    await w.do('finance', changeContractMoney, act({ act: 'refund', amountFen: yuan('5') }))
    expect(await stages()).toEqual({ committed: 50, paid: 395, reserved: 55 })
    expect([(await w.stages(lotA))['reserved'], (await w.stages(lotB))['reserved']]).toEqual([yuan('33'), yuan('22')])
    expect(await w.act('finance', changeContractMoney, act({ act: 'fine', from: 'retained' }))).toMatchObject({
      refusal: { code: 'more_than_there' },
    })
    expect(await w.act('dept', changeContractMoney, act({ act: 'fine' }))).toMatchObject({ refusal: { code: 'not_permitted' } })
    // Audited at all of it: the fine is no part of the value, so nothing is cut.
    await w.do('finance', settleContract, settlement('455'))
    expect(await stages()).toEqual({ committed: 50, paid: 395, reserved: 55, recognised: 455 })
  })

  test.each<[CategoryKey, string, string]>([
    ['housing', 'household-batch', 'household-late-return'],
    ['credit', 'reward', 'reward-late-return'],
    ['road', 'payment', 'late-return'],
  ])('money of %s is paid as %s and comes back as %s', async (category, paid, back) => {
    await begin(category)
    const paymentId = await pay('100')
    const input = { paymentId, returnedOn: w.today(), bankReference: `退-${paymentId}`, reason: '卡已注销' }
    await w.do('finance', recordLateReturn, input)
    expect(await stages()).toEqual({ committed: 500 })
    const kinds = await rows(
      database.db,
      sql<{ kind: string }>`select distinct kind from posting where district = ${w.district} and kind in (${paid}, ${back}) order by kind`,
    )
    expect(kinds.map((k) => k.kind)).toEqual([paid, back].sort())
  })

  describe('what does not come through the commands', () => {
    test('neither settlement nor terms are changed or taken away, and none is left out or doubled', async () => {
      await pay('480')
      await w.do('finance', settleContract, settlement('490'))
      const terms = { advanceRate: 3000, progressRate: 8000, acceptedRate: 8500, retentionRate: 300, retentionMonths: 12 }
      await w.do('dept', recordTerms, { contractId: contract, terms })
      expect(await w.act('dept', recordTerms, { contractId: contract, terms })).toMatchObject({ refusal: { code: 'terms_known' } })
      const again = (number: number) => sql`insert into settlement
        select district, contract_id, ${number}, audited_fen, cut_fen, over_fen, audited_on, accepted_on, auditor, report_no, report_file,
          reason, postings, recorded_by, recorded_at from settlement where district = ${w.district} and number = 1`
      for (const statement of [
        sql`update settlement set audited_fen = 1 where district = ${w.district}`,
        sql`delete from settlement where district = ${w.district}`,
        sql`update contract_terms set advance_rate = 10000 where district = ${w.district}`,
        sql`delete from contract_terms where district = ${w.district}`,
        again(3),
      ])
        expect(await refusedWith(run(database.db, statement))).toBe('HG004')
      expect(await refusedWith(run(database.db, again(1)))).toBe('23505')
      // An even number is a withdrawal and says nothing of values.
      expect(await refusedWith(run(database.db, again(2)))).toBe('23514')
    })

    test('no claim and no order goes beyond the audited value', async () => {
      await pay('480')
      const open = await w.claim(contract, yuan('15'))
      await w.sign(open)
      await w.do('finance', settleContract, settlement('490'))
      const answer = await w.act('finance', orderPayment, { claimId: open })
      expect(answer).toMatchObject({ refusal: { code: 'contract_short' } })
      const order = sql`insert into payment_order (district, payment_id, order_no, claim_id, version, payee_id, payee_name, account_no, bank_name,
          amount_fen, state, ordered_on, ordered_by, ordered_at)
        select c.district, 'pay_forged', 'ZF-F', c.claim_id, c.version, r.contractor_id, r.name, r.account_no, r.bank_name, c.amount_fen, 'sent',
          current_date, c.compiled_by, now() from claim c join contract k on k.district = c.district and k.contract_id = c.contract_id
          join contractor r on r.district = k.district and r.contractor_id = k.contractor_id
          where c.district = ${w.district} and c.claim_id = ${open}`
      expect(await refusedWith(run(database.db, order))).toBe('HG018')
      const claim = (
        amount: bigint,
      ) => sql`insert into claim (district, claim_id, claim_no, contract_id, kind, amount_fen, invoice_no, description,
          statement, papers, state, content_hash, compiled_by, compiled_at, state_since)
        select district, 'clm_' || ${amount.toString()}, 'BZ-' || ${amount.toString()}, contract_id, kind, ${amount}, '', '', '', papers, 'draft',
          content_hash, compiled_by, now(), now() from claim where district = ${w.district} and claim_id = ${open}`
      expect(await refusedWith(run(database.db, claim(yuan('10.01'))))).toBe('HG018')
      expect(await refusedWith(run(database.db, claim(yuan('10'))))).toBe('done')
    })

    test('a paid claim opens again only behind a payment that came back; an order comes back once', async () => {
      const paymentId = await pay('100')
      const [{ claim }] = (await rows(
        database.db,
        sql<{ claim: string }>`select claim_id as claim from payment_order where district = ${w.district} and payment_id = ${paymentId}`,
      )) as [{ claim: string }]
      const reopen = sql`update claim set state = 'draft', version = version + 1 where district = ${w.district} and claim_id = ${claim}`
      expect(await refusedWith(run(database.db, reopen))).toBe('HG010')
      const set = (what: string) =>
        sql`update payment_order set ${sql.raw(what)} where district = ${w.district} and payment_id = ${paymentId}`
      expect(await refusedWith(run(database.db, set("state = 'sent'")))).toBe('HG004')
      expect(await refusedWith(run(database.db, set("bank_reference = 'x'")))).toBe('HG004')
      expect(await refusedWith(run(database.db, set("state = 'late-returned'")))).toBe('23514')
      await w.do('finance', recordLateReturn, { paymentId, returnedOn: w.today(), bankReference: `退-${paymentId}`, reason: '账户已冻结' })
      expect(await refusedWith(run(database.db, set("late_reason = 'y'")))).toBe('HG004')
      await w.do('dept', changeClaim, { ...(await w.claimInput(contract, yuan('90'))), claimId: claim })
      expect((await verifyEverything(database.db, w.district)).faults).toEqual([])
    })

    test('an audited value changed with the triggers off no longer agrees with the books, and is found', async () => {
      await pay('480')
      await w.do('finance', settleContract, settlement('490'))
      const found = (audited: string) =>
        undone(database, async (tx) => {
          await run(tx, sql`set local session_replication_role = replica`)
          await run(tx, sql`update settlement set audited_fen = ${yuan(audited)} where district = ${w.district}`)
          return (await verifyEverything(tx, w.district)).faults.map((f) => [f.invariant, f.detail.zh])
        })
      expect(await found('490')).toEqual([])
      expect(await found('479.99')).toEqual([
        ['A2', expect.stringContaining('的审定额是 479.99 元，账上审定成本是 490.00 元')],
        ['A2', expect.stringContaining('已付、在途和预留共 480.00 元，超过审定额 479.99 元')],
      ])
    })

    test('an advance and a retention have no parts, whoever writes them', async () => {
      const claim = await w.claim(contract, yuan('10'), 'advance')
      const parts = sql`insert into claim (district, claim_id, claim_no, contract_id, kind, amount_fen, recover_fen, invoice_no, description,
          statement, papers, state, content_hash, compiled_by, compiled_at, state_since)
        select district, 'clm_p', 'BZ-P', contract_id, kind, 1, 1, '', '', '', papers, 'draft', content_hash, compiled_by, now(), now()
          from claim where district = ${w.district} and claim_id = ${claim}`
      expect(await refusedWith(run(database.db, parts))).toBe('23514')
    })
  })
})
