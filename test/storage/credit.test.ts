/**
 * Departments' credit on real books: two departments pool into one road, a third waits. Who paid what, whose households, as of any day,
 * through the very endpoints that the pages ask; and what departments have adds up to the district.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { servicesOn } from '#app/open.ts'
import { postByHand } from '#features/ledger/ledger.commands.ts'
import { orderPayment, recordResult } from '#features/payments/payments.commands.ts'
import * as contract from '#features/trace/credit.contract.ts'
import { creditRoutes } from '#features/trace/credit.routes.ts'
import { traceRoutes } from '#features/trace/trace.routes.ts'
import { canonical } from '#kernel/json.ts'
import { must, type Outcome } from '#kernel/outcome.ts'
import type { Actor } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql } from '#platform/db/sql.ts'
import type { Binding } from '#platform/http/bind.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

interface Figures {
  readonly four: Readonly<Record<'announced' | 'allocated' | 'paid' | 'recognised', string>>
  readonly projects: number
  readonly villages: number
  readonly households: number
  readonly contractsFinished: number
}
interface List {
  readonly rows: readonly (Figures & { readonly department: string; readonly own: boolean })[]
  readonly total: Figures
  readonly levels: readonly (Figures & { readonly level: string })[]
}
interface Department extends Figures {
  readonly projectRows: readonly {
    readonly share: number
    readonly households: number
    readonly allocatedFen: string
    readonly paidFen: string
  }[]
  readonly placeRows: readonly { readonly township: string; readonly place: string }[]
  readonly months: readonly { readonly month: string; readonly paidFen: string }[]
  readonly links: readonly { readonly from: string; readonly to: string; readonly amountFen: string }[]
}

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let bindings: readonly Binding[]
  let [farm, water, city] = ['', '', '']
  let road = ''

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const services = { ...servicesOn(database), clock: w.clock }
    bindings = [...creditRoutes(services), ...traceRoutes(services)]
    ;[farm, water, city] = (await w.lots(
      { docNo: '甲〔2017〕1号', uses: ['road'], amountFen: 1_000_00n },
      { docNo: '乙〔2017〕1号', uses: ['road'], amountFen: 1_000_00n },
      { docNo: '丙〔2017〕1号', uses: ['road'], amountFen: 700_00n },
    )) as [string, string, string]
    ;[road] = (await w.projects({ name: '路', category: 'road', needFen: 900_00n })) as [string]
    // The doors give every lot of a test to one department; here they are of three.
    await database.transaction(async (tx) => {
      await run(tx, sql`set local session_replication_role = replica`)
      for (const [lot, department, level] of [
        [farm, '区农业局', 'province'],
        [water, '区水利局', 'central'],
        [city, '区财政局', 'city'],
      ])
        await run(tx, sql`update lot set department = ${department}, level = ${level} where district = ${w.district} and lot_id = ${lot}`)
      await run(tx, sql`update project set households = 20, region = ${`${w.district}201201`} where district = ${w.district}`)
    })
    await w.receive([farm, 1_000_00n], [water, 1_000_00n])
    w.goTo('2017-04-01')
    await w.reserve(road, [farm, 200_00n], [water, 100_00n])
    w.goTo('2017-05-02')
    const claim = await w.claim(await w.contract(road, 300_00n), 300_00n)
    await w.sign(claim)
    const order = await w.do('finance', orderPayment, { claimId: claim })
    w.goTo('2017-05-10')
    await w.do('finance', recordResult, { paymentId: order.id, result: 'paid', resultOn: w.today(), bankReference: `付-${w.district}` })
    w.goTo('2017-06-30')
  })

  async function ask<T>(path: string, query: object = {}, params: object = {}, actor: Actor = w.actor('finance')): Promise<T> {
    const binding = bindings.find((b) => b.endpoint.path === path)!
    const outcome = (await binding.handle({ actor, query, params } as never)) as Outcome<unknown>
    return JSON.parse(canonical(must(outcome))) as T
  }
  const list = (query: object = {}, actor?: Actor) => ask<List>(contract.creditList.path, query, {}, actor)
  const department = (name: string, query: object = {}) => ask<Department>(contract.creditOfDepartment.path, query, { department: name })
  const refusal = async (work: Promise<unknown>) => {
    const error = (await work.then(
      () => null,
      (e: unknown) => e,
    )) as { refusal: { code: string } } | null
    return error?.refusal.code
  }

  test('each department has its own money, its part of the households, and its finished contracts', async () => {
    const { rows, total } = await list()
    const of = (name: string) => rows.find((r) => r.department === name)!
    expect(of('区农业局')).toMatchObject({ projects: 1, villages: 1, households: 13, contractsFinished: 1 })
    expect(of('区农业局').four).toEqual({ announced: '100000', allocated: '20000', paid: '20000', recognised: '0' })
    expect(of('区水利局')).toMatchObject({ projects: 1, households: 7, contractsFinished: 1 })
    expect(of('区财政局')).toMatchObject({ projects: 0, households: 0, contractsFinished: 0 })
    expect(total).toMatchObject({ projects: 1, villages: 1, households: 20, contractsFinished: 1 })
    expect(total.four).toEqual({ announced: '270000', allocated: '30000', paid: '30000', recognised: '0' })
  })

  test('a department sees its own first; a level and a year narrow everything alike', async () => {
    const dept: Actor = { ...w.actor('dept'), scope: '区水利局' }
    expect((await list({}, dept)).rows.map((r) => [r.department, r.own])[0]).toEqual(['区水利局', true])
    const province = await list({ level: 'province', year: 2017 })
    expect(province.rows.map((r) => r.department)).toEqual(['区农业局'])
    expect(province.total.households).toBe(13)
    expect(province.levels.map((l) => [l.level, l.households])).toEqual([
      ['central', 7],
      ['province', 13],
      ['city', 0],
    ])
    expect((await list({ year: 2015 })).rows).toEqual([])
  })

  test('as of a day the money was where it was, and a correction known later changes only what is known later', async () => {
    const farmAt = async (query: object) => (await list(query)).rows.find((r) => r.department === '区农业局')
    expect((await farmAt({ asOf: '2017-04-30' }))!.four).toMatchObject({ allocated: '20000', paid: '0' })
    expect((await farmAt({ asOf: '2017-03-31' }))!.projects).toBe(0)
    const more = await w.reserve(road, [farm, 50_00n])
    const today = w.today()
    w.goTo('2017-07-05')
    await w.do('finance', postByHand, { ...w.byHand('', undefined), businessDate: today, reverses: more.id })
    expect((await farmAt({}))!.four.allocated).toBe('20000')
    expect((await farmAt({ asOf: today }))!.four.allocated).toBe('20000')
    expect((await farmAt({ asOf: today, knownAt: '2017-07-01' }))!.four.allocated).toBe('25000')
  })

  test('one department: its share of the project, its village, its months, its flow to the fen', async () => {
    const water = await department('区水利局')
    expect(water.projectRows).toMatchObject([{ share: 33.33, households: 7, allocatedFen: '10000', paidFen: '10000' }])
    expect(water.placeRows.map((p) => [p.township, p.place])).toEqual([['201乡', '201村']])
    expect(water.months).toEqual([{ month: '2017-05', paidFen: '10000' }])
    const into = water.links.filter((l) => l.to.startsWith('stage:')).map((l) => [l.to, l.amountFen])
    expect(into).toEqual(
      expect.arrayContaining([
        ['stage:available', '90000'],
        ['stage:paid', '10000'],
      ]),
    )
    expect(water.links.filter((l) => l.from === 'level:central').map((l) => l.amountFen)).toEqual(['100000'])
  })

  test('the way of money stands still in the past too', async () => {
    const trace = await ask<{ sum: Record<string, string>; paths: { stage: string; amountFen: string }[] }>(
      '/api/trace/:kind/:id',
      { asOf: '2017-04-30', page: 1, pageSize: 100 },
      { kind: 'project', id: road },
    )
    expect(trace.paths.map((p) => `${p.stage} ${p.amountFen}`).sort()).toEqual(['reserved 10000', 'reserved 20000'])
    expect(trace.sum['reserved']).toBe('30000')
  })

  test('ways come page by page with the sum of all, and the canal of the district carries the same money', async () => {
    interface Page {
      readonly paths: readonly { lotId: string; stage: string; amountFen: string; claims: readonly { amountFen: string }[] }[]
      readonly pathsTotal: number
      readonly pathsFen: string
      readonly links: readonly { from: string; amountFen: string }[]
    }
    const page = (query: object) => ask<Page>('/api/trace/:kind/:id', query, { kind: 'all', id: 'district' })
    const whole = await page({ page: 1, pageSize: 500 })
    expect(whole.paths).toHaveLength(whole.pathsTotal)
    expect(whole.paths.reduce((sum, p) => sum + BigInt(p.amountFen), 0n)).toBe(BigInt(whole.pathsFen))
    const pages = []
    for (let n = 1; n <= Math.ceil(whole.pathsTotal / 2); n++) pages.push(...(await page({ page: n, pageSize: 2 })).paths)
    expect(pages).toEqual(whole.paths)
    for (const p of whole.paths.filter(({ stage }) => stage === 'paid'))
      expect(p.claims.reduce((sum, c) => sum + BigInt(c.amountFen), 0n)).toBe(BigInt(p.amountFen))
    const canal = await ask<Page>('/api/district-flow')
    const from = (links: Page['links'], kind: string) =>
      links.filter((l) => l.from.startsWith(kind)).reduce((sum, l) => sum + BigInt(l.amountFen), 0n)
    expect(from(canal.links, 'department:')).toBe(BigInt(whole.pathsFen))
    expect(from(whole.links, 'document:')).toBe(BigInt(whole.pathsFen))
  })

  test('refuses, in words, a department without money, a level that is none, and days that are none', async () => {
    expect(await refusal(department('区教育局'))).toBe('department_unknown')
    expect(await refusal(list({ level: 'moon' }))).toBe('level_unknown')
    expect(await refusal(list({ asOf: '2017-02-30' }))).toBe('moment_no_date')
    expect(await refusal(list({ knownAt: '2031-01-01' }))).toBe('moment_in_future')
  })
})
