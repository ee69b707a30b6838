/**
 * The second plan of a year, on both engines: limits of an area, a category and a list of projects count what the first plan gave and what
 * was paid of it, floors are met by it, the scenario can say that it counts alone, and adoption counts again.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { must } from '#kernel/outcome.ts'
import { servicesOn } from '#app/open.ts'
import { adoptPlan } from '#features/allocation/allocation.commands.ts'
import { planSlices } from '#features/allocation/allocation.store.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { askedTerms } from '#features/allocation/problem.store.ts'
import { createScenario } from '#features/allocation/scenario.commands.ts'
import { planTerms } from '#features/allocation/scenario.store.ts'
import type { Limit, ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const SHORT = { maxSources: 3, minSliceFen: 100n }

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let runs: SolveRuns
  const ids: Record<string, string> = {}
  const named = (id: string) => Object.keys(ids).find((name) => ids[name] === id) ?? id

  const solved = async (name: string, more: Partial<ScenarioTerms>) => {
    const terms = { ...standardTerms(2017), ...SHORT, ...more }
    const { scenarioId } = await w.do('pool_office', createScenario, { name, note: '试算', terms })
    const asked = must(await askedTerms(database.db, w.district, { scenarioId, ...SHORT }))
    const run = runs.find(w.district, await runs.start(w.actor('pool_office'), { name, seconds: 5, ...asked }))!
    await vi.waitFor(() => expect(run.state).not.toBe('running'), { timeout: 60_000 })
    expect([run.state, run.message]).toEqual(['done', null])
    return run.planId!
  }
  const given = async (planId: string) => (await planSlices(database.db, w.district, planId)).map((s) => named(s.projectId)).sort()
  const notes = async (planId: string) => (await planTerms(database.db, w.district, planId))!.settings.notes!.map((n) => n.zh)
  const adopt = (planId: string, decisionNo: string) =>
    w.act('leading_group', adoptPlan, { planId, decisionNo, decidedOn: w.today(), minutes: '会议审定。' })

  const cap = (on: Limit['on'], yuan: bigint, floor = 0n): readonly Limit[] => [
    { label: '上限', on, years: null, minFen: floor * 100n, maxFen: yuan * 100n },
  ]

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    runs = new SolveRuns({ ...servicesOn(database), clock: w.clock })
    const [lot] = await w.lots({ docNo: '甲〔2017〕1号', uses: ['road', 'industry'], amountFen: 5_000_00n })
    await w.receive([lot!, 5_000_00n])
    const enter = async (name: string, category: 'road' | 'industry', place: string, yuan: bigint) =>
      (ids[name] = (await w.projects({ name, category, needFen: yuan * 100n, place }))[0]!)
    await enter('路', 'road', '201201', 600n)
    await enter('茶', 'industry', '202201', 300n)
    must(await adopt(await solved('第一批', {}), '茅扶组〔2017〕1号'))
    const contract = await w.contract(ids['路']!, 600_00n)
    await w.sign(await w.claim(contract, 100_00n, 'progress'))
    await enter('巷', 'road', '201201', 90n)
    await enter('桥', 'road', '202201', 150n)
    await enter('厂', 'industry', '202201', 240n)
  })

  test('a cap leaves what the first plan has not used, by area, category and list', async () => {
    // The east has 600 of 680, roads 600 of 760, the list 300 of 500.
    const area = await solved('片区', { limits: cap({ kind: 'region', region: `${w.district}201` }, 680n) })
    expect(await given(area)).toEqual(['厂', '桥'])
    expect(await notes(area)).toEqual(['上下限里已计入此前安排给同年度阶段的资金：“上限”已有 600.00 元，上限还剩 80.00 元'])
    expect(await given(await solved('道路', { limits: cap({ kind: 'category', category: 'road' }, 760n) }))).toEqual(['厂', '桥'])
    const list = { kind: 'projects' as const, projectIds: [ids['茶']!, ids['厂']!] }
    expect(await given(await solved('名单', { limits: cap(list, 500n) }))).toEqual(['巷', '桥'])
  })

  test('a floor asks only for what the first plan has not given', async () => {
    const forbidden = { excludeProjects: [ids['桥']!] }
    const floor = { limits: cap({ kind: 'category' as const, category: 'road' }, 900n, 680n) }
    const all = await solved('下限', { ...floor, ...forbidden })
    expect(await given(all)).toEqual(['厂', '巷'])
    expect(await notes(all)).toEqual([
      '上下限里已计入此前安排给同年度阶段的资金：“上限”已有 600.00 元，上限还剩 300.00 元，下限还差 80.00 元',
    ])
    const alone = { ...standardTerms(2017), ...SHORT, ...floor, ...forbidden, limitsCountGiven: false }
    const { scenarioId } = await w.do('pool_office', createScenario, { name: '下限只算本次', note: '试算', terms: alone })
    const asked = must(await askedTerms(database.db, w.district, { scenarioId, ...SHORT }))
    await expect(runs.start(w.actor('pool_office'), { name: '做不到', seconds: 5, ...asked })).rejects.toMatchObject({
      refusal: { findings: [{ field: 'limits.0.minFen', value: '680.00' }] },
    })
  })

  test('a scenario can say that it counts alone, and what comes between solving and adoption is seen', async () => {
    const road = cap({ kind: 'category', category: 'road' }, 760n)
    const alone = await solved('只算本次', { limits: road, limitsCountGiven: false })
    expect([await given(alone), await notes(alone)]).toEqual([['厂', '巷', '桥'], []])
    const [first, second] = [
      await solved('甲案', { limits: road, includeProjects: [ids['桥']!] }),
      await solved('乙案', { limits: road, includeProjects: [ids['巷']!], excludeProjects: [ids['桥']!, ids['厂']!] }),
    ]
    expect([await given(first), await given(second)]).toEqual([['厂', '桥'], ['巷']])
    must(await adopt(second, '茅扶组〔2017〕2号'))
    const refused = await adopt(first, '茅扶组〔2017〕3号')
    expect(refused.ok ? '' : refused.refusal.message.zh).toContain('“上限”最多 760.00 元，此前已安排 690.00 元，方案再给 150.00 元')
  })
  test('a solve that somebody stops keeps its best, and the plan says that it was stopped', async () => {
    const asked = must(await askedTerms(database.db, w.district, { year: 2017, ...SHORT }))
    const runId = await runs.start(w.actor('pool_office'), { name: '停止的', seconds: 60, ...asked })
    expect(runs.cancel(w.district, runId)).toBe(true)
    const run = runs.find(w.district, runId)!
    await vi.waitFor(() => expect(run.state).toBe('done'), { timeout: 60_000 })
    expect((await notes(run.planId!)).join()).toMatch(/测算到 \d+ 秒时由人停止（原定最多 60 秒），这里保留的是停止时最好的方案/)
  })
})
