/**
 * Money that was paid to households or as a reward, and part of which comes back: a refund to the very lots, an audit cut, its recovery, a
 * reversal, and acts by hand. Trial balance, income and expenditure and vouchers show every reduction under the title of the payment,
 * 503 or 504, and nothing under 501. Every figure is worked out by hand, to the fen, on both engines.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Fen, parseFen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import type { Usual } from '#features/claims/claim-money.model.ts'
import { compileClaim } from '#features/claims/claims.commands.ts'
import { changeContractMoney, recordTerms, settleContract, withdrawSettlement } from '#features/contracts/contract-money.commands.ts'
import type { ActInput } from '#features/contracts/contract-money.model.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { PostingDesk } from '#features/ledger/posting-desk.commands.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import { verifyEverything } from '#features/payments/verify.store.ts'
import { readQuery } from '#features/statements/statement-query.model.ts'
import { statementTable } from '#features/statements/statements.store.ts'
import { voucherLines } from '#features/statements/vouchers.model.ts'
import { findVoucher } from '#features/statements/vouchers.store.ts'
import type { Database } from '#platform/db/database.ts'
import { row, rows, sql } from '#platform/db/sql.ts'
import { keepFile } from '#platform/files.ts'
import type { BookKey } from '#policy/books.ts'
import type { CategoryKey } from '#policy/categories.ts'
import type { PaymentKindKey } from '#policy/papers.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

const yuan = (text: string): Fen => parseFen(text)!

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World

  beforeAll(async () => {
    database = await open()
  })

  interface Case {
    readonly contract: string
    readonly report: string
    readonly project: string
  }

  /** A project under one contract, paid in one claim. */
  async function paid(
    category: CategoryKey,
    lots: readonly (readonly [string, string])[],
    contractFen: string,
    claimFen: string,
  ): Promise<Case> {
    const [project] = (await w.projects({ name: `${category}项目`, category, needFen: yuan(contractFen) })) as [string]
    const money = lots.map(([lot, amount]) => [lot, yuan(amount)] as const)
    await w.receive(...money)
    await w.reserve(project, ...money)
    const contract = await w.contract(project, yuan(contractFen), CONTRACTOR)
    const claimId = await w.claim(contract, yuan(claimFen))
    await w.sign(claimId)
    const { id } = await w.do('finance', orderPayment, { claimId })
    await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: `付-${id}` })
    const bytes = new TextEncoder().encode('审核报告')
    const report = (await w.do('finance', keepFile('ledger.post'), { name: '报告.pdf', mediaType: 'application/pdf', bytes })).fileId
    return { contract, report, project }
  }

  const act = (c: Case, more: Pick<ActInput, 'act'> & Partial<ActInput>) =>
    w.do('finance', changeContractMoney, { contractId: c.contract, amountFen: yuan('0'), on: w.today(), basis: '收-1', ...more })
  const settle = (c: Case, audited: string) =>
    w.do('finance', settleContract, {
      contractId: c.contract,
      auditedFen: yuan(audited),
      auditedOn: w.today(),
      acceptedOn: w.today(),
      auditor: '方正造价',
      reportNo: `方正审〔2017〕${audited}号`,
      reportFile: c.report,
    })

  const table = (name: 'trial' | 'income', book: BookKey) =>
    statementTable(database.db, w.district, must(readQuery(name, { book, period: '2017' }, w.today())), { offset: 0, limit: 1000 })

  /** Closing balances of the cash titles in the trial balance: debit less credit. */
  async function trial(book: BookKey) {
    const { rows: lines, proofs } = await table('trial', book)
    expect(proofs.filter((p) => !p.holds)).toEqual([])
    return Object.fromEntries(
      lines.flatMap(({ cells }) =>
        typeof cells[0] === 'string' && /^[1-6]/.test(cells[0]) && cells[8] !== cells[9]
          ? [[cells[0], (cells[8] as bigint) - (cells[9] as bigint)]]
          : [],
      ),
    )
  }

  /** What income and expenditure says was spent, by title. */
  async function spent(book: BookKey) {
    const { rows: lines } = await table('income', book)
    return Object.fromEntries(
      lines.flatMap(({ cells }) => {
        const label = cells[0] !== null && typeof cells[0] === 'object' ? cells[0].zh : String(cells[0])
        return /^50\d /.test(label) && cells[2] !== 0n ? [[label, cells[2]]] : []
      }),
    )
  }

  const kindsOf = (posted: readonly { kind: string; book: string; amountFen: bigint }[]) => posted.map((p) => [p.kind, p.book, p.amountFen])
  const faults = async () => (await verifyEverything(database.db, w.district)).faults

  describe('a household batch of 90,000 over two lots of two books', () => {
    let homes: Case
    let [lotA, lotB] = ['', '']

    beforeAll(async () => {
      w = await World.open(database)
      ;[lotA, lotB] = (await w.lots(
        { docNo: '甲〔2017〕1号', book: 'poverty', uses: ['housing'], amountFen: yuan('60000') },
        { docNo: '乙〔2017〕2号', book: 'coordination', uses: ['housing'], amountFen: yuan('40000') },
      )) as [string, string]
      homes = await paid(
        'housing',
        [
          [lotA, '60000'],
          [lotB, '40000'],
        ],
        '100000',
        '90000',
      )
      expect([await spent('poverty'), await spent('coordination')]).toEqual([
        { '503 到户补助': yuan('54000') },
        { '503 到户补助': yuan('36000') },
      ])
    })

    test('1,000.01 comes back, 600.01 and 400.00 to the lots it came from, and lowers 503', async () => {
      const { posted } = await act(homes, { act: 'refund', amountFen: yuan('1000.01') })
      expect(kindsOf(posted)).toEqual([
        ['household-refund', 'poverty', yuan('600.01')],
        ['household-refund', 'coordination', yuan('400')],
      ])
      expect([(await w.stages(lotA))['reserved'], (await w.stages(lotB))['reserved']]).toEqual([yuan('600.01'), yuan('400')])
      expect(await trial('poverty')).toEqual({ '101': yuan('6600.01'), '401': -yuan('60000'), '503': yuan('53399.99') })
      expect(await spent('poverty')).toEqual({ '503 到户补助': yuan('53399.99') })
      const last = await row(
        database.db,
        sql<{
          no: number
        }>`select voucher_no as no from posting where district = ${w.district} and kind = 'household-refund' and book = 'poverty'`,
      )
      const voucher = (await findVoucher(database.db, w.district, 'poverty', 201703, last!.no))!
      expect(voucherLines(voucher, 'poverty').map((l) => [l.subject, l.debitFen - l.creditFen])).toEqual([
        ['101', yuan('600.01')],
        ['503', -yuan('600.01')],
        ['813', yuan('600.01')],
        ['816', -yuan('600.01')],
      ])
    })

    test('audited at 85,000: 10,000 unpaid is released, 3,999.99 of the payment is to be recovered: 112 against 503', async () => {
      const { posted } = await settle(homes, '85000')
      expect(kindsOf(posted)).toEqual([
        ['settlement-audit', 'poverty', yuan('51000')],
        ['settlement-audit', 'coordination', yuan('34000')],
        ['audit-cut', 'poverty', yuan('6000')],
        ['audit-cut', 'coordination', yuan('4000')],
        ['household-audit-cut', 'poverty', yuan('2399.99')],
        ['household-audit-cut', 'coordination', yuan('1600')],
      ])
      expect(await trial('poverty')).toEqual({
        '101': yuan('6600.01'),
        '112': yuan('2399.99'),
        '401': -yuan('60000'),
        '503': yuan('51000'),
      })
      expect(await trial('coordination')).toEqual({ '101': yuan('4400'), '112': yuan('1600'), '401': -yuan('40000'), '503': yuan('34000') })
      expect([await spent('poverty'), await spent('coordination')]).toEqual([
        { '503 到户补助': yuan('51000') },
        { '503 到户补助': yuan('34000') },
      ])
      expect(await faults()).toEqual([])
    })

    test('a withdrawn settlement turns the cut round in red under 503; settled again, what is recovered leaves 503 alone', async () => {
      await w.do('finance', withdrawSettlement, { contractId: homes.contract, on: w.today(), basis: '更正函1', reason: '更正工程量' })
      expect(await spent('poverty')).toEqual({ '503 到户补助': yuan('53399.99') })
      await settle(homes, '85000')
      const { posted } = await act(homes, { act: 'recovery', amountFen: yuan('3999.99'), basis: '收-2' })
      expect(kindsOf(posted)).toEqual([
        ['recovery', 'poverty', yuan('2399.99')],
        ['recovery', 'coordination', yuan('1600')],
      ])
      expect(await trial('poverty')).toEqual({ '101': yuan('9000'), '401': -yuan('60000'), '503': yuan('51000') })
    })

    test('by hand the other title is refused with the right kind named; that kind is posted, and its reversal gives 503 back', async () => {
      const at = (await paidPlaces(homes.contract)).find((p) => p.lotId === lotA)!
      const hand = (kind: string, key: string) => ({
        key,
        kind,
        businessDate: w.today(),
        basis: '收-3',
        moves: [{ ...at, from: 'paid', amountFen: yuan('100') }],
      })
      const desk = new PostingDesk(database, w.clock)
      const wrong = (await desk.post(w.actor('finance'), '', [hand('refund', 'k1')]))[0]!
      expect(wrong).toMatchObject({ ok: false, refusal: { code: 'title_differs' } })
      if (wrong.ok) throw new Error('posted')
      expect(wrong.refusal.message.zh).toBe(
        '这笔钱是按“发放到户”付出的，记在“503 到户补助”，不能用“收款方退款”冲减别的科目；请改用“到户资金退款”（kind: household-refund）',
      )
      expect(wrong.refusal.message.en).toContain('"Refund of money paid to households" (kind: household-refund)')
      for (const [kind, code] of [
        ['misuse-recovery', 'title_differs'],
        ['reward-refund', 'title_differs'],
        ['risk-fund-placement', 'not_of_payment'],
      ] as const)
        expect(await w.act('finance', postByHand, hand(kind, ''))).toMatchObject({ refusal: { code } })
      const posted = (await desk.post(w.actor('finance'), '', [hand('household-refund', 'k2')]))[0]!
      expect(await spent('poverty')).toEqual({ '503 到户补助': yuan('50900') })
      const { id } = must(posted)
      await w.do('finance', postByHand, { key: '', kind: 'reversal', businessDate: w.today(), basis: '更正单', reverses: id })
      expect(await spent('poverty')).toEqual({ '503 到户补助': yuan('51000') })
      await w.do('finance', postByHand, hand('household-misuse-recovery', ''))
      expect(await trial('poverty')).toEqual({ '101': yuan('9100'), '401': -yuan('60000'), '503': yuan('50900') })
      expect(await faults()).toEqual([])
    })
  })

  describe('a reward of 8,000 and the money of a risk fund', () => {
    let lot = ''

    beforeAll(async () => {
      w = await World.open(database)
      ;[lot] = (await w.lots({ docNo: '丙〔2017〕3号', book: 'poverty', uses: ['credit'], amountFen: yuan('30000') })) as [string]
    })

    test('500 refunded and 500 cut: 504 stands at 7,000', async () => {
      const reward = await paid('credit', [[lot, '10000']], '10000', '8000')
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('8000') })
      expect(kindsOf((await act(reward, { act: 'refund', amountFen: yuan('500') })).posted)).toEqual([
        ['reward-refund', 'poverty', yuan('500')],
      ])
      expect(kindsOf((await settle(reward, '7000')).posted).slice(1)).toEqual([
        ['audit-cut', 'poverty', yuan('2000')],
        ['reward-audit-cut', 'poverty', yuan('500')],
      ])
      expect(await trial('poverty')).toEqual({ '101': yuan('2500'), '112': yuan('500'), '401': -yuan('10000'), '504': yuan('7000') })
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('7000') })
      const [at] = await paidPlaces(reward.contract)
      const hand = { key: '', kind: 'reward-misuse-recovery', businessDate: w.today(), basis: '收-9' }
      await w.do('finance', postByHand, { ...hand, moves: [{ ...at!, amountFen: yuan('1000') }] })
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('6000') })
    })

    test('20,000 paid to a bank and placed in its risk fund is 121, and nothing is left under 504 or taken from 501', async () => {
      const fund = await paid('credit', [[lot, '20000']], '20000', '20000')
      const [at] = await paidPlaces(fund.contract)
      const hand = (kind: string) => ({
        key: '',
        kind,
        businessDate: w.today(),
        basis: '协议1',
        moves: [{ ...at!, amountFen: yuan('20000') }],
      })
      expect(await w.act('finance', postByHand, hand('risk-fund-placement'))).toMatchObject({ refusal: { code: 'title_differs' } })
      await w.do('finance', postByHand, hand('reward-risk-fund-placement'))
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('6000') })
      expect((await trial('poverty'))['121']).toBe(yuan('20000'))

      // 5,000 is paid for bad loans and written off; 1,200 of it is recovered after all, into the fund again.
      const { projectId, payeeId } = at!
      const own = (kind: string, amount: string) => ({
        ...hand(kind),
        moves: [{ lotId: lot, projectId, payeeId, amountFen: yuan(amount) }],
      })
      await w.do('finance', postByHand, own('compensation', '5000'))
      await w.do('finance', postByHand, own('compensation-loss', '5000'))
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('6000'), '505 风险补偿支出': yuan('5000') })
      expect(await w.act('finance', postByHand, own('risk-fund-placement', '1200'))).toMatchObject({ refusal: { code: 'title_differs' } })
      expect(await w.act('finance', postByHand, own('misuse-recovery', '1200'))).toMatchObject({ refusal: { code: 'not_of_payment' } })
      await w.do('finance', postByHand, own('compensation-loss-recovery', '1200'))
      expect(await spent('poverty')).toEqual({ '504 奖补贴息': yuan('6000'), '505 风险补偿支出': yuan('3800') })
      expect((await trial('poverty'))['121']).toBe(yuan('16200'))
      expect(await faults()).toEqual([])
    })
  })

  describe('households have no advance and no retention', () => {
    let contract = ''
    const terms = { advanceRate: 0, progressRate: 8000, acceptedRate: 8500, retentionRate: 0, retentionMonths: 0 }
    const parts = { certifiedFen: yuan('900'), recoverFen: yuan('0'), retainFen: yuan('27'), deferFen: yuan('180') }

    beforeAll(async () => {
      w = await World.open(database)
      const [lot] = (await w.lots({ docNo: '丁〔2017〕4号', book: 'poverty', uses: ['relief'], amountFen: yuan('1000') })) as [string]
      const [project] = (await w.projects({ name: '救助', category: 'relief', needFen: yuan('1000') })) as [string]
      await w.receive([lot, yuan('1000')])
      await w.reserve(project, [lot, yuan('1000')])
      contract = await w.contract(project, yuan('1000'))
    })

    const refusalOf = async (amount: string, kind: PaymentKindKey, more: Partial<Usual> = {}) => {
      const outcome = await w.act('dept', compileClaim, await w.claimInput(contract, yuan(amount), kind, more))
      return outcome.ok ? 'ok' : outcome.refusal.message.zh
    }

    test('terms that agree them are refused, each by name, and without them recorded', async () => {
      const outcome = await w.act('dept', recordTerms, { contractId: contract, terms: { ...terms, advanceRate: 3000, retentionRate: 300 } })
      expect(outcome).toMatchObject({ refusal: { code: 'contract_invalid' } })
      if (outcome.ok) throw new Error('recorded')
      expect(outcome.refusal.findings!.map((f) => [f.field, f.message.zh])).toEqual([
        ['terms.advanceRate', expect.stringContaining('预付款比例 30% 超过 0%（到户和奖补资金不预付、不留质保金')],
        ['terms.retentionRate', expect.stringContaining('质保金比例 3% 超过 0%')],
      ])
      await w.do('dept', recordTerms, { contractId: contract, terms })
    })

    test('a claim for either is refused with what to do; as progress all of it stands under 503', async () => {
      expect(await refusalOf('300', 'advance')).toContain('按“发放到户”入账，没有预付款')
      expect(await refusalOf('693', 'progress', parts)).toContain('不留质保金（质保金只用于工程），不能预留 27.00 元；请把预留质保金改为 0')
      const claimId = await w.claim(contract, yuan('720'), 'progress', { ...parts, retainFen: yuan('0') })
      await w.sign(claimId)
      const { id } = await w.do('finance', orderPayment, { claimId })
      await w.do('bank', recordResult, { paymentId: id, result: 'paid', resultOn: w.today(), bankReference: `付-${id}` })
      expect(await spent('poverty')).toEqual({ '503 到户补助': yuan('720') })
    })
  })

  /** Where the paid money of a contract lies, as the posting API names it. */
  const paidPlaces = (contract: string) =>
    rows(
      database.db,
      sql<{ lotId: string; projectId: string; contractId: string; claimId: string; payeeId: string }>`
        select lot_id as "lotId", project_id as "projectId", contract_id as "contractId", claim_id as "claimId", payee_id as "payeeId"
        from account where district = ${w.district} and contract_id = ${contract} and stage = 'paid' and balance_fen > 0`,
    )
})
