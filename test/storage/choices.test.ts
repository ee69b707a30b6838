/** What a picker finds while somebody types: the server seeks, a few at a time, on both engines. */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { seekLots, seekProjects } from '#features/allocation/choices.store.ts'
import { planPhases } from '#features/treasury/phases.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let water = ''
  const years = { first: 2017, last: 2017 }
  const projects = async (q: string, of = years) => seekProjects(database.db, w.district, { by: { q }, ...of })
  const names = async (q: string, of = years) => (await projects(q, of)).rows.map((p) => p.name)
  const lots = async (q: string, of = years) =>
    (await seekLots(database.db, w.district, { by: { q }, ...of })).rows.map((l) => [l.name, l.availableFen])

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const [road, other] = await w.lots(
      { docNo: '鄂财农〔2017〕12号', fundName: '道路资金', department: '区交通局', uses: ['road'], amountFen: 1000n },
      { docNo: '十财农〔2017〕3号', fundName: '饮水资金', uses: ['water'], usableTo: 2017, amountFen: 1000n },
    )
    water = other!
    await w.receive([road!, 900n], [water, 500n])
    const [funded, half, begun] = await w.projects(
      { name: '已足额的路', category: 'road', needFen: 100n },
      { name: '东沟公路', category: 'road', needFen: 300n, place: '201201' },
      { name: '两年的路', category: 'road', needFen: 200n },
      { name: '折扣100%路_面', category: 'road', needFen: 10n },
      { name: '明年的桥', category: 'road', needFen: 10n, year: 2018 },
    )
    const phases = [2017, 2018].map((year) => ({ year, needFen: fen(100n) }))
    await w.do('pov_office', planPhases, { projectId: begun!, phases, document: '茅扶组〔2017〕9号', reason: '分两年' })
    await w.reserve(funded!, [road!, 100n])
    await w.reserve(half!, [road!, 120n])
    await w.reserve(begun!, [road!, 100n])
  })

  test('projects that wait for money in the years, by name, code or village, each with what it still needs', async () => {
    expect(await names('')).toEqual(['东沟公路', '折扣100%路_面'])
    expect((await projects('公路')).rows.map((p) => [p.name, p.needFen, p.years, p.due])).toEqual([['东沟公路', 180n, [2017], false]])
    const { code, place } = (await projects('公路')).rows[0]!
    expect(await names(code)).toEqual(['东沟公路'])
    expect(await names(place)).toContain('东沟公路')
    expect(await names(`公路 ${place}`)).toEqual(['东沟公路'])
    expect(await names('公路 没有这个词')).toEqual([])
  })

  test('a later phase of a begun project waits in its own year', async () => {
    expect(await names('两年')).toEqual([])
    expect(await names('两年', { first: 2018, last: 2018 })).toEqual(['两年的路'])
    expect((await projects('', { first: 2018, last: 2018 })).rows.map((p) => [p.name, p.due])).toEqual([
      ['两年的路', true],
      ['明年的桥', false],
    ])
  })

  test('what is typed means itself, not a pattern', async () => {
    expect(await names('%')).toEqual(['折扣100%路_面'])
    expect(await names('_')).toEqual(['折扣100%路_面'])
    expect(await names("'\\")).toEqual([])
  })

  test('lots with money for the years, by document, name or department', async () => {
    expect(await lots('')).toEqual([
      ['十财农〔2017〕3号 饮水资金', 500n],
      ['鄂财农〔2017〕12号 道路资金', 580n],
    ])
    expect(await lots('交通局')).toEqual([['鄂财农〔2017〕12号 道路资金', 580n]])
    expect(await lots('12号 道路')).toEqual([['鄂财农〔2017〕12号 道路资金', 580n]])
    expect(await lots('', { first: 2018, last: 2018 })).toHaveLength(1)
  })

  test('thirty at a time, and it is said that there are more', async () => {
    await w.projects(...Array.from({ length: 40 }, (_, i) => ({ name: `沟渠${i}`, category: 'water' as const, needFen: 5n })))
    const many = await projects('沟渠')
    expect([many.rows.length, many.more]).toEqual([30, true])
    expect((await projects('沟渠39')).more).toBe(false)
    const ids = many.rows.map((p) => p.id)
    const named = await seekProjects(database.db, w.district, { by: { ids }, ...years })
    expect([named.rows.length, named.more]).toEqual([30, false])
    for (const { id } of many.rows) await w.reserve(id, [water, 5n])
    expect((await names('沟渠')).length, 'those that have all their money do not stand in the way of the others').toBe(10)
  })
})
