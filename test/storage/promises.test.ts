/**
 * Projects over several years on both engines: phases by version, promises on money that has not come, never payable before receipt and
 * first in line on arrival.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { registerContract } from '#features/contracts/contracts.commands.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { planPhases, promise, releasePromise } from '#features/treasury/phases.commands.ts'
import { phaseVersions, promiseRows } from '#features/treasury/phases.store.ts'
import type { Database } from '#platform/db/database.ts'
import { rows, run, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { CONTRACTOR, World } from '../support/world.ts'

const document = '茅扶组〔2017〕9号'
const reason = '补足缺口'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [bridge, rival] = ['', '']
  let [province, city] = ['', '']
  const wait = (projectId: string, lotId: string, year: number, yuan: bigint) => ({
    projectId,
    lotId,
    year,
    amountFen: fen(yuan * 100n),
    document,
    reason: '第二阶段',
    decidedOn: w.today(),
  })

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[province, city] = (await w.lots(
      { docNo: '省〔2017〕1号', uses: ['road'], year: 2017, usableTo: 2018, amountFen: 1_000_00n },
      { docNo: '市〔2017〕2号', uses: ['road'], year: 2017, usableTo: 2017, amountFen: 500_00n },
    )) as [string, string]
    ;[bridge, rival] = (await w.projects(
      { name: '便民桥', category: 'road', needFen: 400_00n },
      { name: '通村路', category: 'road', needFen: 900_00n },
    )) as [string, string]
  })

  test('a project is planned once over its years', async () => {
    const phases = [
      { year: 2017, needFen: fen(400_00n) },
      { year: 2018, needFen: fen(600_00n) },
    ]
    await w.do('pov_office', planPhases, { projectId: bridge, phases, document: '茅政发〔2017〕3号', reason: '分两年实施' })
    const versions = await phaseVersions(database.db, w.district, bridge)
    expect(versions.map((v) => [v.version, v.years, v.needs_fen])).toEqual([
      [1, [2017], [400_00n]],
      [2, [2017, 2018], [400_00n, 600_00n]],
    ])
  })

  test.each([
    ['without a phase', [], 'phases_empty'],
    [
      'a year twice',
      [
        [2017, 1n],
        [2017, 2n],
      ],
      'phase_twice',
    ],
    ['that begins in another year', [[2018, 1n]], 'phase_first_year'],
    [
      'too far ahead',
      [
        [2017, 1n],
        [2022, 1n],
      ],
      'phase_too_far',
    ],
    [
      'as it is',
      [
        [2017, 400_00n],
        [2018, 600_00n],
      ],
      'phases_same',
    ],
  ] as const)('a plan %s is refused', async (_, phases, code) => {
    const input = { projectId: bridge, phases: phases.map(([year, needFen]) => ({ year, needFen: fen(needFen) })), document, reason }
    expect(await w.act('pov_office', planPhases, input)).toMatchObject({ refusal: { code } })
  })

  test.each([
    ['beyond the need up to that year', 2017, 401n, 'promise_beyond_need'],
    ['for a year without a phase', 2019, 1n, 'phase_missing'],
    ['for more than the lot expects', 2018, 1_000n, ''],
  ] as const)('a promise %s', async (_, year, yuan, code) => {
    const answer = await w.act('pool_office', promise, wait(bridge, province, year, yuan), { preview: true })
    if (code === '') expect(answer.ok).toBe(true)
    else expect(answer).toMatchObject({ refusal: { code } })
  })

  test('money that may be used to 2017 is not promised to a phase of 2018', async () => {
    const no = await w.act('pool_office', promise, wait(bridge, city, 2018, 100n))
    expect(no).toMatchObject({ refusal: { code: 'use_not_permitted' } })
    expect(no.ok ? '' : no.refusal.message.zh).toContain('在资金使用年限内')
  })

  test('promised money cannot be signed for, allocated or paid before it comes', async () => {
    await w.do('pool_office', promise, wait(bridge, province, 2018, 600n))
    w.goTo('2017-03-05')
    await w.do('pool_office', promise, wait(rival, province, 2017, 300n))
    expect(await w.stages(province)).toEqual({ source: -1_000_00n, expected: 100_00n, promised: 900_00n })
    const contract = {
      projectId: bridge,
      contractNo: '合-1',
      name: '桥',
      signedOn: w.today(),
      amountFen: fen(1n),
      contractor: CONTRACTOR,
    }
    expect(await w.act('dept', registerContract, contract)).toMatchObject({ ok: false })
    for (const kind of ['reservation', 'release'])
      expect(await w.act('finance', postByHand, w.byHand(kind, bridge, [province, 1n]))).toMatchObject({
        refusal: { code: 'would_go_negative' },
      })
    expect(await w.act('pool_office', promise, wait(rival, province, 2017, 101n))).toMatchObject({
      refusal: { code: 'promise_not_expected' },
    })
    expect((await w.stages(province))['promised']).toBe(900_00n)
  })

  test('who waits for it, since when', async () => {
    const waiting = await promiseRows(database.db, w.district, { lotId: province })
    expect(waiting.map((p) => [p.project, p.since, p.promised_fen])).toEqual([
      ['便民桥', '2017-03-01', 600_00n],
      ['通村路', '2017-03-05', 300_00n],
    ])
  })

  test('money that comes is theirs first, the oldest promise first', async () => {
    await w.receive([province, 700_00n])
    const held = await rows(
      database.db,
      sql<{ stage: string; project_id: string; balance_fen: bigint }>`select stage, project_id, balance_fen from account
        where district = ${w.district} and lot_id = ${province} and balance_fen > 0 order by stage, balance_fen`,
    )
    expect(held).toEqual([
      { stage: 'expected', project_id: '', balance_fen: 100_00n },
      { stage: 'promised', project_id: rival, balance_fen: 200_00n },
      { stage: 'reserved', project_id: rival, balance_fen: 100_00n },
      { stage: 'reserved', project_id: bridge, balance_fen: 600_00n },
    ])
  })

  test('who gave up its place and asked again waits behind the others', async () => {
    const [late] = (await w.lots({ docNo: '省〔2017〕9号', uses: ['road'], amountFen: 300_00n })) as [string]
    const [first, second] = (await w.projects(
      { name: '先答应的', category: 'road', needFen: 100_00n },
      { name: '后答应的', category: 'road', needFen: 100_00n },
    )) as [string, string]
    const { year: _, ...back } = wait(first, late, 2017, 100n)
    await w.do('pool_office', promise, wait(first, late, 2017, 100n))
    await w.do('pool_office', promise, wait(second, late, 2017, 100n))
    await w.do('pool_office', releasePromise, back)
    await w.do('pool_office', promise, wait(first, late, 2017, 100n))
    expect((await promiseRows(database.db, w.district, { lotId: late })).map((p) => p.project)).toEqual(['后答应的', '先答应的'])
    await w.receive([late, 100_00n])
    const served = await rows(
      database.db,
      sql<{ project_id: string }>`select project_id from account where district = ${w.district} and lot_id = ${late} and stage = 'reserved'
      and balance_fen > 0`,
    )
    expect(served).toEqual([{ project_id: second }])
  })

  test('phases are not planned below what is given, and a promise is released only as far as it goes', async () => {
    const less = [
      { year: 2017, needFen: fen(400_00n) },
      { year: 2018, needFen: fen(199_99n) },
    ]
    const no = await w.act('pov_office', planPhases, { projectId: bridge, phases: less, document, reason })
    expect(no).toMatchObject({ refusal: { code: 'phase_below_allocated' } })
    const { year: _, ...release } = wait(rival, province, 2017, 201n)
    expect(await w.act('pool_office', releasePromise, release)).toMatchObject({ refusal: { code: 'promise_not_there' } })
    await w.do('pool_office', releasePromise, { ...release, amountFen: fen(200_00n) })
    expect((await w.stages(province))['expected']).toBe(300_00n)
  })

  test('the database holds phases above what is given, and lets nothing but a version change them', async () => {
    const low = run(
      database.db,
      sql`insert into project_phase_version values (${w.district}, ${bridge}, 3, '{2017}', '{59999}', 'x', 'x', 'x', now())`,
    )
    await expect(low).rejects.toMatchObject({ code: 'HG017' })
    const edit = run(database.db, sql`update project_phase set need_fen = 1 where district = ${w.district} and project_id = ${bridge}`)
    await expect(edit).rejects.toMatchObject({ code: 'HG004' })
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })
})
