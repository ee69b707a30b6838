/**
 * First light, without pages: the table 舞钢市 published for 2020 goes from fund documents to the payee and, once, back.
 * Every balance is written down here by hand, to the fen, and compared after every step, on both engines.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { adoptPlan, keepPlan } from '#features/allocation/allocation.commands.ts'
import { buildInstance } from '#features/allocation/allocation.model.ts'
import { loadWorld } from '#features/allocation/allocation.store.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { compare } from '#features/allocation/solve-runs.commands.ts'
import { changeClaim, submitClaim } from '#features/claims/claims.commands.ts'
import { findClaim } from '#features/claims/claims.store.ts'
import { previewFunds, registerFunds } from '#features/funds/funds.commands.ts'
import { listLots } from '#features/funds/lot-list.store.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { orderPayment, recordResult, reopenClaim } from '#features/payments/payments.commands.ts'
import { importProjects, previewProjects } from '#features/projects/projects.commands.ts'
import { listProjects } from '#features/projects/projects.store.ts'
import { traceOf } from '#features/trace/trace.routes.ts'
import type { SubjectKind } from '#features/trace/trace.store.ts'
import type { Database } from '#platform/db/database.ts'
import { row, sql } from '#platform/db/sql.ts'
import { keepFile } from '#platform/files.ts'
import { writeWorkbook } from '#platform/sheets/writer.ts'
import type { PaymentKindKey } from '#policy/papers.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, type PersonName, World } from '../support/world.ts'

const TABLE = '06_舞钢市_2020.csv'

/** The sum of the published table, by its own two words for the money: of this year, and left over from the last. */
const FUNDS = [
  ['资金名称', '文号', '资金级次', '主管部门', '用途', '年度', '金额(万元)'],
  ['市级财政专项扶贫资金(奖补)', '平财预〔2020〕19号', '市级', '市扶贫办', '增收奖补', '2020', '57'],
  ['市级财政专项扶贫资金(产业)', '平财预〔2020〕19号', '市级', '市扶贫办', '到户产业扶持', '2020', '200'],
  ['2019年结余财政专项扶贫资金', '舞财农〔2020〕3号', '县级', '市财政局', '', '2019', '259.54712'],
] as const

/** 万元 of the table, exactly. */
const wan = (text: string): bigint => {
  const [whole, decimals = ''] = text.split('.')
  return BigInt(whole + decimals.padEnd(6, '0'))
}

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [awards, industry, leftOver] = ['', '', '']
  let [household, contract] = ['', '']
  let [advance, progress, final] = ['', '', '']
  let payee = ''

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
  })

  const upload = async (who: PersonName, permission: 'funds.import' | 'projects.import', name: string, bytes: Uint8Array) =>
    (await w.do(who, keepFile(permission), { name, mediaType: 'application/octet-stream', bytes })).fileId

  /** Where each of the three lots lies, and the sum of all of them. */
  async function expectLots(expected: Readonly<Record<'awards' | 'industry' | 'leftOver', Readonly<Record<string, string>>>>) {
    const inFen = (stages: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(stages).map(([stage, text]) => [stage, text.startsWith('-') ? -wan(text.slice(1)) : wan(text)]))
    const lots = { awards, industry, leftOver }
    for (const name of ['awards', 'industry', 'leftOver'] as const) expect(await w.stages(lots[name])).toEqual(inFen(expected[name]))
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  }

  async function claim(kind: PaymentKindKey, amount: string, parts: Parameters<World['claimInput']>[3] = {}): Promise<string> {
    const id = await w.claim(contract, wan(amount), kind, parts)
    await w.sign(id)
    return id
  }

  async function bank(claimId: string, result: 'paid' | 'returned', bankReference: string) {
    const { id } = await w.do('finance', orderPayment, { claimId })
    const input = { paymentId: id, result, resultOn: w.today(), bankReference, returnReason: '收款行行号有误' }
    await w.do('bank', recordResult, input)
    return id
  }

  test('two documents of three lines are registered: 516.54712 万元, announced and not received', async () => {
    w.goTo('2020-03-05')
    const header = FUNDS[0].map((text) => ({ header: text, kind: 'text' as const }))
    const bytes = await writeWorkbook([{ name: '资金', columns: header, rows: FUNDS.slice(1).map((r) => [...r]) }])
    const input = { fileId: await upload('pool_office', 'funds.import', '资金.xlsx', bytes), corrections: {}, defaults: {} }
    const preview = await previewFunds(database.db, w.district, input)
    expect([preview.errors, preview.reading.kept.errors]).toEqual([[], []])
    const done = await w.do('pool_office', registerFunds, { ...input, contentHash: preview.contentHash })
    expect(done).toMatchObject({ documents: 2, lots: 3, amountFen: wan('516.54712') })
    const lots = (await listLots(database.db, w.district, { limit: 9, offset: 0 })).rows
    const idOf = (word: string) => lots.find((l) => l.fund_name.includes(word))!.lot_id
    ;[awards, industry, leftOver] = [idOf('奖补'), idOf('产业'), idOf('结余')]
    expect(lots.map((l) => [l.lot_id, l.book, l.usable_to, l.announced])).toEqual(
      expect.arrayContaining([
        [awards, 'poverty', 2021, wan('57')],
        [industry, 'poverty', 2021, wan('200')],
        [leftOver, 'poverty', 2020, wan('259.54712')],
      ]),
    )
    await expectLots({
      awards: { source: '-57', expected: '57' },
      industry: { source: '-200', expected: '200' },
      leftOver: { source: '-259.54712', expected: '259.54712' },
    })
  })

  test('the money arrives in two parts', async () => {
    w.goTo('2020-03-20')
    await w.receive([awards, wan('57')], [industry, wan('150')], [leftOver, wan('259.54712')])
    await expectLots({
      awards: { source: '-57', available: '57' },
      industry: { source: '-200', expected: '50', available: '150' },
      leftOver: { source: '-259.54712', available: '259.54712' },
    })
    w.goTo('2020-03-31')
    await w.receive([industry, wan('50')])
    await expectLots({
      awards: { source: '-57', available: '57' },
      industry: { source: '-200', available: '200' },
      leftOver: { source: '-259.54712', available: '259.54712' },
    })
  })

  test('the five published projects enter the library from the GBK file itself', async () => {
    w.goTo('2020-04-02')
    const bytes = readFileSync(join(import.meta.dirname, '../fixtures/published', TABLE))
    const input = { fileId: await upload('pov_office', 'projects.import', TABLE, bytes), corrections: {}, defaults: { year: 2020 } }
    const preview = await previewProjects(database.db, w.district, input)
    expect([preview.errors, preview.reading.kept.errors]).toEqual([[], []])
    const done = await w.do('pov_office', importProjects, { ...input, contentHash: preview.contentHash })
    expect(done).toMatchObject({ projects: 5, needFen: wan('516.54712') })
    const projects = (await listProjects(database.db, w.district, { limit: 9, offset: 0 })).rows
    expect(Object.fromEntries(projects.map((p) => [p.name, [p.need_fen, p.state]]))).toEqual({
      小额贴息: [wan('67.90712'), 'in-library'],
      雨露计划: [wan('50'), 'in-library'],
      增收奖补项目: [wan('57'), 'in-library'],
      到户产业扶持项目: [wan('336.64'), 'in-library'],
      管理费: [wan('5'), 'in-library'],
    })
    household = projects.find((p) => p.name === '到户产业扶持项目')!.project_id
  })

  test('a plan funds all five with six slices, and adoption reserves the money', async () => {
    const decidedOn = w.goTo('2020-04-16')
    const settings = { year: 2020, maxSources: 3, minSliceFen: 100n, excludeProjects: [], includeProjects: [] }
    const world = await loadWorld(database.db, w.district, 2020)
    const { instance, step } = buildInstance('2020年方案', settings, world.lots, world.projects, world.regions)
    const result = await solve(instance, { seconds: 10, seed: 1 })
    expect(result.slices).toHaveLength(6)
    const kept = { name: '2020年方案', settings, instance, result, step, comparison: compare(instance, result, step) }
    const { planId } = await w.do('pool_office', keepPlan, kept)
    await expectLots({
      awards: { source: '-57', available: '57' },
      industry: { source: '-200', available: '200' },
      leftOver: { source: '-259.54712', available: '259.54712' },
    })
    const adopted = await w.do('leading_group', adoptPlan, { planId, decisionNo: '舞扶组〔2020〕4号', decidedOn, minutes: '会议审定' })
    expect(adopted.amountFen).toBe(wan('516.54712'))
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '200' },
      leftOver: { source: '-259.54712', reserved: '259.54712' },
    })
    expect(await reservedFor(household)).toEqual({ [industry]: wan('200'), [leftOver]: wan('136.64') })
  })

  async function reservedFor(projectId: string): Promise<Record<string, bigint>> {
    const { paths } = must(await traceOf(database.db, w.district, 'project', projectId))
    return Object.fromEntries(paths.filter((p) => p.stage === 'reserved').map((p) => [p.lotId, p.amountFen]))
  }

  test('the contract of 330 takes first what lapses first: all of the left-over money, then this year’s', async () => {
    w.goTo('2020-05-11')
    contract = await w.contract(household, wan('330'))
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', committed: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', committed: '136.64' },
    })
  })

  test('an advance of 100 is signed by five and ordered', async () => {
    w.goTo('2020-05-20')
    advance = await claim('advance', '100')
    w.goTo('2020-05-22')
    await bank(advance, 'returned', '农行退2020052201')
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', committed: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', committed: '36.64', returned: '100' },
    })
  })

  test('returned by the bank, it goes back to the very lot it came from, and all signatures are void', async () => {
    await w.do('finance', reopenClaim, { claimId: advance, reason: '更正收款行行号' })
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', committed: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', committed: '136.64' },
    })
    const order = await w.act('finance', orderPayment, { claimId: advance })
    expect(order).toMatchObject({ ok: false, refusal: { code: 'not_in_state' } })
    expect(await findClaim(database.db, w.district, advance)).toMatchObject({ state: 'draft', version: 2 })
  })

  test('corrected, signed again by five, it is paid the second time', async () => {
    w.goTo('2020-06-01')
    const content = await w.claimInput(contract, wan('100'), 'advance')
    await w.do('dept', changeClaim, { ...content, claimId: advance, description: '行号已更正' })
    await w.do('dept', submitClaim, { claimId: advance })
    await w.sign(advance)
    await bank(advance, 'paid', '农行付2020060101')
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', committed: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', committed: '36.64', advanced: '100' },
    })
  })

  test('a progress payment of 60.12345 empties the left-over money and takes 23.48345 of this year’s', async () => {
    w.goTo('2020-08-10')
    progress = await claim('progress', '60.12345')
    await bank(progress, 'paid', '农行付2020081001')
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', committed: '169.87655', paid: '23.48345' },
      leftOver: { source: '-259.54712', reserved: '122.90712', advanced: '100', paid: '36.64' },
    })
  })

  test('the final payment recovers the advance, leaves the contract with nothing, and not a fen more can be claimed', async () => {
    w.goTo('2020-11-20')
    await expect(claim('final', '169.87655')).rejects.toThrow('advance_left')
    final = await claim('final', '169.87655', { certifiedFen: fen(wan('269.87655')), recoverFen: fen(wan('100')) })
    await bank(final, 'paid', '农行付2020112001')
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', reserved: '6.64', paid: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', paid: '136.64' },
    })
    await expect(w.claim(contract, 1n)).rejects.toThrow('amount_exceeds_contract')
  })

  test('what the contract did not need is released by a decision', async () => {
    w.goTo('2020-12-01')
    await w.do('finance', postByHand, { ...w.byHand('release', household, [industry, wan('6.64')]), basis: '舞扶组〔2020〕9号' })
    await expectLots({
      awards: { source: '-57', reserved: '57' },
      industry: { source: '-200', available: '6.64', paid: '193.36' },
      leftOver: { source: '-259.54712', reserved: '122.90712', paid: '136.64' },
    })
  })

  describe('the trace', () => {
    const trace = async (kind: SubjectKind, id: string) => must(await traceOf(database.db, w.district, kind, id))
    /** Amounts of the paths at one stage, by lot. */
    const byLot = (paths: readonly { lotId: string; stage: string; amountFen: bigint }[], stage: string) => {
      const sums: Record<string, bigint> = {}
      for (const p of paths.filter((x) => x.stage === stage)) sums[p.lotId] = (sums[p.lotId] ?? 0n) + p.amountFen
      return sums
    }

    beforeAll(async () => {
      payee = (await row(database.db, sql<{ id: string }>`select contractor_id as id from contractor where district = ${w.district}`))!.id
    })

    test('from the payee back: 330, of which each document gave its part', async () => {
      const { paths, sum } = await trace('payee', payee)
      expect(byLot(paths, 'paid')).toEqual({ [industry]: wan('193.36'), [leftOver]: wan('136.64') })
      expect(sum).toMatchObject({ paid: wan('330'), ordered: 0n, returned: 0n })
      expect(new Set(paths.map((p) => [p.docNo, p.projectName, p.payee].join(' '))).size).toBe(2)
      expect(paths.every((p) => p.payee === CONTRACTOR.name && p.projectName === '到户产业扶持项目')).toBe(true)
    })

    test('from each lot forward: what it gave, to whom, and what is left, adds up to what came in', async () => {
      for (const [lot, amount] of [
        [awards, wan('57')],
        [industry, wan('200')],
        [leftOver, wan('259.54712')],
      ] as const) {
        const { paths, sum } = await trace('lot', lot)
        expect(paths.reduce((total, p) => total + p.amountFen, 0n)).toBe(amount)
        expect(sum.announced).toBe(amount)
      }
      expect(byLot((await trace('lot', leftOver)).paths, 'paid')).toEqual({ [leftOver]: wan('136.64') })
    })

    test('both ways are the same fen: project, contract, payee and all the district say one figure', async () => {
      const paid = await Promise.all(
        (['project', 'contract', 'payee', 'all'] as const).map(async (kind) => {
          const id = { project: household, contract, payee, all: '' }[kind]
          return byLot((await trace(kind, id)).paths, 'paid')
        }),
      )
      for (const answer of paid) expect(answer).toEqual(paid[0])
    })

    test('the links of the picture carry the same amounts as the table, layer by layer', async () => {
      const { nodes, links, paths } = await trace('all', '')
      const total = paths.reduce((sum, p) => sum + p.amountFen, 0n)
      expect(total).toBe(wan('516.54712'))
      const kindOf = new Map(nodes.map((n) => [n.id, n.kind]))
      const out = links.filter((l) => kindOf.get(l.from) === 'document').reduce((sum, l) => sum + l.amountFen, 0n)
      const into = links.filter((l) => ['payee', 'stage'].includes(kindOf.get(l.to)!)).reduce((sum, l) => sum + l.amountFen, 0n)
      expect([out, into]).toEqual([total, total])
      const toPayee = links.filter((l) => l.to === `payee:${payee}`).reduce((sum, l) => sum + l.amountFen, 0n)
      expect(toPayee).toBe(wan('330'))
    })

    test('the payee’s postings tell the whole story, the return included', async () => {
      const { postings } = await trace('payee', payee)
      expect(postings.map((p) => [p.kindLabel.en, p.businessDate, p.amountFen])).toEqual([
        ['Payment order', '2020-05-22', wan('100')],
        ['Return by the bank', '2020-05-22', wan('100')],
        ['Returned money back to the contract', '2020-05-22', wan('100')],
        ['Payment order', '2020-06-01', wan('100')],
        ['Advance paid', '2020-06-01', wan('100')],
        ['Payment order', '2020-08-10', wan('60.12345')],
        ['Payment', '2020-08-10', wan('60.12345')],
        ['Payment order', '2020-11-20', wan('169.87655')],
        ['Payment', '2020-11-20', wan('169.87655')],
        ['Advance recovered', '2020-11-20', wan('100')],
      ])
    })

    test('every reference of the bank names one order, and the sum of paid orders is what the books say', async () => {
      const orders = await row(
        database.db,
        sql<{ paid: bigint; returned: bigint; references: bigint }>`select sum(amount_fen) filter (where state = 'paid')::bigint as paid,
          sum(amount_fen) filter (where state = 'returned')::bigint as returned, count(distinct bank_reference) as references
          from payment_order where district = ${w.district}`,
      )
      expect(orders).toEqual({ paid: wan('330'), returned: wan('100'), references: 4n })
      expect(fen((await w.stages())['paid']!)).toBe(wan('330'))
    })
  })
})
