/**
 * A plan changed by hand on both engines: kept as a draft of its own with true reasons, refused in words when it breaks a rule, adopted
 * like any other; solved again around what was set; and both ways of seeking from the books.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { adoptPlan, keepPlan } from '#features/allocation/allocation.commands.ts'
import { findPlan, planSlices } from '#features/allocation/allocation.store.ts'
import { aroundTerms } from '#features/allocation/desk-around.model.ts'
import { keepByHand } from '#features/allocation/desk.commands.ts'
import type { HandSlice } from '#features/allocation/desk.model.ts'
import { deskNames, findDeskPlan } from '#features/allocation/desk.store.ts'
import { prepare } from '#features/allocation/engine/prepare.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { verify } from '#features/allocation/engine/verify.ts'
import { standardTerms, toFen } from '#features/allocation/instance.model.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { lotsFor, openNeed, projectsFor } from '#features/allocation/matches.model.ts'
import { loadMatchLots, loadMatchProjects, loadPlaces, seekingLots, seekingProjects } from '#features/allocation/matches.store.ts'
import { loadProblem } from '#features/allocation/problem.store.ts'
import { compare } from '#features/allocation/solve-runs.commands.ts'
import { planPhases } from '#features/treasury/phases.commands.ts'
import { must } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import { row, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const YUAN = 100n

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [poverty, pooled, water] = ['', '', '']
  let [road, bridge, pipes] = ['', '', '']
  let planId = ''
  const slice = (lotId: string, projectId: string, yuan: bigint): HandSlice => ({
    lotId,
    projectId,
    year: 2017,
    amountFen: fen(yuan * YUAN),
  })
  const keep = (slices: readonly HandSlice[], name = '方案（手工调整）', of = planId) =>
    w.act('pool_office', keepByHand, { planId: of, name, slices })

  /** Solved from the live books under the standard terms, and kept by the real command. */
  const solved = async (name: string, more: Partial<ScenarioTerms> = {}) => {
    const terms = { ...standardTerms(2017), minSliceFen: 10_000n * YUAN, ...more }
    const { instance, step, notes } = must(
      (await loadProblem(database.db, { district: w.district, name, terms, today: w.today() })).problem,
    )
    const result = await solve(instance, { seconds: 5, seed: 1 })
    const { year, maxSources, minSliceFen, excludeProjects, includeProjects } = terms
    const settings = { year, maxSources, minSliceFen, excludeProjects, includeProjects, terms, notes }
    const comparison = compare(instance, result, step)
    return w.do('pool_office', keepPlan, { name, settings, instance, result, step, comparison })
  }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[poverty, pooled, water] = (await w.lots(
      { docNo: '省〔2017〕1号', fundName: '扶贫道路资金', uses: ['road'], amountFen: 500_000n * YUAN },
      { docNo: '省〔2017〕2号', fundName: '统筹道路资金', uses: ['road'], book: 'coordination', amountFen: 400_000n * YUAN },
      { docNo: '省〔2017〕3号', fundName: '饮水资金', uses: ['water'], amountFen: 300_000n * YUAN },
    )) as [string, string, string]
    ;[road, bridge, pipes] = (await w.projects(
      { name: '通村路', category: 'road', needFen: 400_000n * YUAN },
      { name: '便民桥', category: 'road', needFen: 300_000n * YUAN },
      { name: '供水管网', category: 'water', needFen: 200_000n * YUAN },
    )) as [string, string, string]
    await w.receive([poverty, 500_000n * YUAN], [pooled, 400_000n * YUAN], [water, 250_000n * YUAN])
    planId = (await solved('方案')).planId
  })

  test('money for a project: who can in order, who cannot with a reason; and the other way', async () => {
    const at = w.district
    const lots = await loadMatchLots(database.db, at, null)
    const projects = await loadMatchProjects(database.db, at, null)
    const places = await loadPlaces(database.db, at)
    const forRoad = lotsFor(projects.find((p) => p.facts.projectId === road)!, lots, places, w.today())
    expect(forRoad.map((m) => [m.lot.fundName, m.couldFen, m.because.length])).toEqual([
      ['扶贫道路资金', 400_000n * YUAN, 0],
      ['统筹道路资金', 400_000n * YUAN, 0],
      ['饮水资金', 0n, 1],
    ])
    expect(forRoad[2]!.because[0]!.zh).toBe('资金文件只允许用于饮水水利，项目属于道路桥梁')
    const forWater = projectsFor(lots.find((l) => l.facts.lotId === water)!, projects, places, w.today())
    expect(forWater.map((m) => [m.project.facts.name, m.couldFen])).toEqual([
      ['供水管网', 200_000n * YUAN],
      ['通村路', 0n],
      ['便民桥', 0n],
    ])
    const found = await seekingProjects(database.db, at, { q: '桥', limit: 10, offset: 0 })
    expect(found.rows.map((p) => [p.name, p.open])).toEqual([['便民桥', 300_000n * YUAN]])
    expect([found.total, found.sumFen]).toEqual([1, 300_000n * YUAN])
  })

  test('whom to seek for is searched, narrowed, sorted and paged, with the sum of all pages', async () => {
    const [on, at] = [database.db, w.district]
    const projects = (more: Partial<Parameters<typeof seekingProjects>[2]>) =>
      seekingProjects(on, at, { limit: 10, offset: 0, ...more }).then((f) => [f.rows.map((p) => p.name), f.total, f.sumFen] as const)
    const all = await projects({})
    expect([all[0].length, all[1]]).toEqual([3, 3])
    const [cheap] = await projects({ sort: 'openFen', limit: 1 })
    const [dear, total, sum] = await projects({ sort: '-openFen', limit: 2, offset: 1 })
    expect([...dear].reverse().slice(0, 1)).toEqual(cheap)
    expect([total, sum]).toEqual([3, all[2]])
    expect(await projects({ limit: 2, offset: 9 })).toEqual([[], 3, all[2]])
    expect((await projects({ category: 'water' }))[1]).toBe(1)
    expect((await projects({ region: `${at}202` }))[1] + (await projects({ region: `${at}201` }))[1]).toBe(3)
    const lots = await seekingLots(on, at, { sort: '-availableFen', limit: 1, offset: 1 })
    expect([lots.rows.length, lots.total]).toEqual([1, 3])
    expect((await seekingLots(on, at, { book: 'coordination', limit: 10, offset: 0 })).rows.every((l) => l.book === 'coordination')).toBe(
      true,
    )
  })

  test('a broken plan is refused with every rule in words, and nothing is kept', async () => {
    const before = await row(database.db, sql<{ n: bigint }>`select count(*) as n from plan where district = ${w.district}`)
    const refused = await keep([slice(poverty, road, 300_000n), slice(water, bridge, 300_000n)])
    expect(refused.ok).toBe(false)
    if (refused.ok) return
    expect([refused.refusal.code, refused.refusal.findings!.length]).toEqual(['hand_broken', 3])
    expect(refused.refusal.findings!.map((f) => f.message.zh)).toEqual([
      '通村路（2017 年）需要 400,000.00 元，安排了 300,000.00 元，还差 100,000.00 元；项目要么付清，要么不安排',
      '“饮水资金”不能付 便民桥（2017 年）：资金文件只允许用于饮水水利，项目属于道路桥梁。请收回这一笔',
      '“饮水资金”共 250,000.00 元，安排了 300,000.00 元，超出 50,000.00 元；请从它付的项目里收回',
    ])
    const after = await row(database.db, sql<{ n: bigint }>`select count(*) as n from plan where district = ${w.district}`)
    expect(after!.n).toBe(before!.n)
  })

  test('weaker money before idle stronger money is refused, and says which could take over how much', async () => {
    const refused = await keep([slice(pooled, bridge, 300_000n)])
    expect(!refused.ok && refused.refusal.findings!.map((f) => f.message.zh)).toEqual([
      '便民桥（2017 年）用了统筹专账的“统筹道路资金”，而扶贫专账的“扶贫道路资金”闲着，可以接替 300,000.00 元；请先用扶贫专账的钱',
    ])
  })

  test('the same plan, an empty one and one of another district are refused', async () => {
    const same = await planSlices(database.db, w.district, planId)
    const other = await World.open(database)
    const codes = [
      await keep(same),
      await keep([]),
      await keep(same, '方案', 'pln_nothing'),
      await other.act('pool_office', keepByHand, { planId, name: '方案', slices: same }),
      await w.act('finance', keepByHand, { planId, name: '方案', slices: same }),
    ].map((o) => (o.ok ? 'ok' : o.refusal.code))
    expect(codes).toEqual(['hand_same', 'hand_empty', 'plan_unknown', 'plan_unknown', 'not_permitted'])
  })

  test('kept as a draft of its own: verified, with true reasons, and the plan it began from untouched', async () => {
    const first = await findPlan(database.db, w.district, planId)
    const made = [slice(poverty, bridge, 300_000n), slice(water, pipes, 200_000n)]
    const kept = must(await keep(made))
    expect(kept.amountFen).toBe(500_000n * YUAN)
    const plan = (await findPlan(database.db, w.district, kept.planId))!
    expect(verify(plan.problem, plan.proposal)).toEqual([])
    expect([plan.state, plan.name, plan.allocated]).toEqual(['draft', '方案（手工调整）', 500_000n * YUAN])
    expect(plan.proposal.unfunded.map((u) => [u.project, u.reason])).toEqual([[road, 'EXCLUDED']])
    expect(plan.proposal.idle.map((i) => i.lot).sort()).toEqual([poverty, pooled, water].sort())
    expect(plan.comparison['allocated']!.plan).toBe(String(500_000n * YUAN))
    expect(plan.comparison['benefit']!.greedy).toBe(first!.comparison['benefit']!.greedy)
    const stored = await row(
      database.db,
      sql<{ parent: string; method: string }>`select settings ->> 'parentPlan' as parent, settings ->> 'method' as method from plan
        where district = ${w.district} and plan_id = ${kept.planId}`,
    )
    expect(stored).toEqual({ parent: planId, method: 'by-hand' })
    expect(await findPlan(database.db, w.district, planId)).toEqual(first)
  })

  test('a plan by hand is a parent like any other: what was left out comes back, and no longer counts as left out', async () => {
    const once = must(await keep([slice(poverty, bridge, 300_000n)], '第一次'))
    const parent = (await findDeskPlan(database.db, w.district, once.planId))!
    expect([...parent.settings.leftOut!].sort()).toEqual([road, pipes].sort())
    expect(parent.instance.overrides.exclude).toEqual([])
    const twice = must(await keep([slice(poverty, bridge, 300_000n), slice(water, pipes, 200_000n)], '第二次', once.planId))
    const plan = (await findPlan(database.db, w.district, twice.planId))!
    expect(plan.problem.overrides.exclude).toEqual([road])
  })

  test('terms around what was set by hand: slices stay, removed pairs are barred, unfunded projects are out', async () => {
    const parent = (await findDeskPlan(database.db, w.district, planId))!
    const names = await deskNames(database.db, w.district, parent, await loadPlaces(database.db, w.district))
    const around = { pins: [slice(pooled, bridge, 200_000n)], bans: [{ lotId: poverty, projectId: bridge }], excludeProjects: [pipes] }
    const terms = must(aroundTerms(parent, around, names))
    const asked = { district: w.district, name: '重新测算', terms, today: w.today() }
    const { instance } = must((await loadProblem(database.db, asked)).problem)
    expect(prepare(instance).impossiblePins).toEqual([])
    const result = await solve(instance, { seconds: 5, seed: 1 })
    expect(verify(instance, result)).toEqual([])
    const pairs = result.slices.map((s) => `${s.lot} ${s.project}`)
    expect(pairs).toContain(`${pooled} ${bridge}`)
    expect(pairs).not.toContain(`${poverty} ${bridge}`)
    expect(result.unfunded.find((u) => u.project === pipes)!.reason).toBe('EXCLUDED')
    const stray = aroundTerms(parent, { ...around, pins: [slice('lot_x', bridge, 1n)] }, names)
    expect(!stray.ok && stray.refusal.code).toBe('around_unknown')
    const later = aroundTerms(parent, { ...around, pins: [{ ...slice(pooled, bridge, 1n), year: 2018 }] }, names)
    expect(!later.ok && later.refusal.message.zh).toContain('便民桥 2018')
  })

  test('every phase that was set by hand stays, the later year of a project too', async () => {
    const [ring] = await w.projects({ name: '环村路', category: 'road', needFen: 200_000n * YUAN })
    const phases = [
      { year: 2017, needFen: fen(120_000n * YUAN) },
      { year: 2018, needFen: fen(80_000n * YUAN) },
    ]
    await w.do('pov_office', planPhases, { projectId: ring!, phases, document: '茅扶组〔2017〕5号', reason: '分两年' })
    const made = await solved('两年', { horizon: 2 })
    const parent = (await findDeskPlan(database.db, w.district, made.planId))!
    const names = await deskNames(database.db, w.district, parent, await loadPlaces(database.db, w.district))
    const pins = [
      { ...slice(pooled, ring!, 120_000n) },
      { ...slice(poverty, ring!, 30_000n), year: 2018 },
      { ...slice(pooled, ring!, 50_000n), year: 2018 },
    ]
    const terms = must(aroundTerms(parent, { pins, bans: [], excludeProjects: [] }, names))
    const { instance, step } = must(
      (await loadProblem(database.db, { district: w.district, name: '再算', terms, today: w.today() })).problem,
    )
    const result = await solve(instance, { seconds: 5, seed: 1 })
    expect(verify(instance, result)).toEqual([])
    const given = (lot: string, year: number) =>
      result.slices
        .filter((s) => s.project === ring && s.lot === lot && s.year === year)
        .reduce((sum, s) => sum + toFen(s.amount, step), 0n)
    expect([given(pooled, 2017), given(poverty, 2018), given(pooled, 2018)]).toEqual(pins.map((p) => p.amountFen))
  })

  test('adopted afterwards like any plan: the money is reserved as it was set by hand', async () => {
    const made = [
      slice(poverty, road, 300_000n),
      slice(pooled, road, 100_000n),
      slice(poverty, bridge, 200_000n),
      slice(pooled, bridge, 100_000n),
    ]
    const kept = must(await keep(made, '要采纳的'))
    await w.do('leading_group', adoptPlan, {
      planId: kept.planId,
      decisionNo: '茅扶组〔2017〕9号',
      decidedOn: w.today(),
      minutes: '会议审定。',
    })
    expect(await w.stages(poverty)).toMatchObject({ reserved: 500_000n * YUAN })
    expect(await w.stages(pooled)).toMatchObject({ reserved: 200_000n * YUAN, available: 200_000n * YUAN })
    const closed = await keep([slice(poverty, road, 400_000n)], '晚了', kept.planId)
    expect(!closed.ok && closed.refusal.code).toBe('hand_final')
    const [full] = await loadMatchProjects(database.db, w.district, road)
    expect(full!.givenFen).toBe(400_000n * YUAN)
  })

  test('what a contract saved is no need, on the list as in the model', async () => {
    const [on, at] = [database.db, w.district]
    const [lane] = await w.projects({ name: '巷道', category: 'road', needFen: 50_000n * YUAN })
    await w.reserve(lane!, [pooled, 40_000n * YUAN])
    const known = new Map((await loadMatchProjects(on, at, null)).map((p) => [p.facts.projectId, openNeed(p)]))
    const listed = await seekingProjects(on, at, { limit: 50, offset: 0 })
    for (const p of listed.rows) expect(p.open).toBe(known.get(p.project_id))
    expect(listed.rows.find((p) => p.project_id === lane)!.open).toBe(10_000n * YUAN)
    await w.contract(lane!, 35_000n * YUAN)
    expect((await seekingProjects(on, at, { limit: 50, offset: 0 })).rows.map((p) => p.project_id)).not.toContain(lane)
  })
})
