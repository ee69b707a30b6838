/**
 * A plan from a scenario, the whole way: the office writes down what it wants, the server solves it in a worker, and what was pinned,
 * banned, capped and begun is found kept in the plan, in what adoption posts, and in the books.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { adoptPlan } from '#features/allocation/allocation.commands.ts'
import { findPlan, planSlices } from '#features/allocation/allocation.store.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { askedTerms } from '#features/allocation/problem.store.ts'
import { createScenario } from '#features/allocation/scenario.commands.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { planTerms } from '#features/allocation/scenario.store.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { planPhases } from '#features/treasury/phases.commands.ts'
import { servicesOn } from '#app/open.ts'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const WAN = 1_000_000n

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let runs: SolveRuns
  const ids: Record<string, string> = {}
  let planId = ''

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    runs = new SolveRuns({ ...servicesOn(database), clock: w.clock })
  })

  async function solved(name: string, scenarioId: string) {
    const asked = must(await askedTerms(database.db, w.district, { scenarioId, maxSources: 3, minSliceFen: WAN }))
    const runId = await runs.start(w.actor('pool_office'), { name, seconds: 6, ...asked })
    for (;;) {
      const run = runs.find(w.district, runId)!
      if (run.state !== 'running') return run
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  test('2017: money of two books, a road built over two years, its first year under contract', async () => {
    const [poverty, pooled, village] = await w.lots(
      { docNo: '鄂财农〔2018〕1号', uses: ['road', 'water', 'industry'], usableTo: 2019, amountFen: 300n * WAN },
      { docNo: '茅财农〔2018〕2号', uses: ['road', 'water', 'industry'], usableTo: 2019, book: 'coordination', amountFen: 200n * WAN },
      { docNo: '鄂财农〔2017〕3号', uses: ['road'], usableTo: 2018, amountFen: 100n * WAN },
    )
    await w.receive([poverty!, 300n * WAN], [pooled!, 200n * WAN], [village!, 100n * WAN])
    const [begun] = await w.projects({ name: '东沟旅游路', category: 'road', needFen: 100n * WAN, place: '201201' })
    const phases = [
      { year: 2017, needFen: fen(100n * WAN) },
      { year: 2018, needFen: fen(90n * WAN) },
    ]
    await w.do('pov_office', planPhases, { projectId: begun!, phases, document: '茅扶组〔2017〕9号', reason: '分两年建设' })
    await w.reserve(begun!, [village!, 100n * WAN])
    await w.contract(begun!, 95n * WAN)
    Object.assign(ids, { poverty, pooled, village, begun })
  })

  test('2018: the office says what it wants, and the plan keeps all of it', async () => {
    w.goTo('2018-03-05')
    const [water, tea, bridge, plant] = await w.projects(
      { name: '饮水工程', category: 'water', needFen: 80n * WAN, year: 2018, place: '202201' },
      { name: '茶叶基地', category: 'industry', needFen: 120n * WAN, year: 2018, place: '202201' },
      { name: '便民桥', category: 'road', needFen: 60n * WAN, year: 2018, place: '201201' },
      { name: '加工厂', category: 'industry', needFen: 70n * WAN, year: 2018, place: '201201' },
    )
    Object.assign(ids, { water, tea, bridge, plant })
    const terms: ScenarioTerms = {
      ...standardTerms(2018),
      villageMaxFen: 200n * WAN,
      pins: [{ lotId: ids['pooled']!, projectId: water!, year: null, amountFen: 30n * WAN }],
      bans: [{ lotId: ids['poverty']!, projectId: tea! }],
      includeProjects: [plant!],
      limits: [{ label: '东沟片区', on: { kind: 'region', region: `${w.district}201` }, years: null, minFen: 0n, maxFen: 165n * WAN }],
    }
    const { scenarioId } = await w.do('pool_office', createScenario, { name: '2018年度口径', note: '年度方案', terms })
    const run = await solved('2018年方案', scenarioId)
    expect([run.state, run.message]).toEqual(['done', null])
    planId = run.planId!
    const slices = await planSlices(database.db, w.district, planId)
    const given = (projectId: string, lotId?: string) =>
      slices.filter((s) => s.projectId === projectId && (!lotId || s.lotId === lotId)).reduce((sum, s) => sum + s.amountFen, 0n)
    expect(given(ids['begun']!), 'the begun road, its second year').toBe(90n * WAN)
    expect(given(water!, ids['pooled']), 'the pin').toBeGreaterThanOrEqual(30n * WAN)
    expect(given(tea!), 'the tea garden is funded').toBe(120n * WAN)
    expect(given(tea!, ids['poverty']), 'the ban').toBe(0n)
    expect(given(plant!), 'the inclusion').toBe(70n * WAN)
    expect(given(bridge!), 'the cap of the area leaves no room for the bridge').toBe(0n)
    expect(slices.find((s) => s.projectId === ids['begun'])!.year).toBe(2018)
    const kept = await planTerms(database.db, w.district, planId)
    expect([kept!.scenario_id, kept!.scenario_version, kept!.scenario_name]).toEqual([scenarioId, 1, '2018年度口径'])
    expect(kept!.settings.notes!.map((n) => n.zh)).toEqual(['往年已开工的项目，后续阶段优先安排：“东沟旅游路”'])
  })

  test('adoption reserves it, the later phase of a contracted project among it', async () => {
    const decision = { decisionNo: '茅扶组〔2018〕4号', decidedOn: w.today(), minutes: '会议审定' }
    await w.do('leading_group', adoptPlan, { planId, ...decision })
    expect((await findPlan(database.db, w.district, planId))!.state).toBe('adopted')
    expect((await w.stages())['reserved']).toBe((5n + 90n + 80n + 120n + 70n) * WAN)
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('terms that clash are solved to a plan that says so', async () => {
    const [school] = await w.projects({ name: '培训楼', category: 'industry', needFen: 90n * WAN, year: 2018, place: '202201' })
    const [more] = await w.lots({
      docNo: '鄂财农〔2018〕8号',
      uses: ['road', 'industry'],
      year: 2018,
      usableTo: 2019,
      amountFen: 200n * WAN,
    })
    await w.receive([more!, 200n * WAN])
    const terms: ScenarioTerms = {
      ...standardTerms(2018),
      includeProjects: [school!, ids['bridge']!],
      limits: [
        { label: '两个项目', on: { kind: 'projects', projectIds: [school!, ids['bridge']!] }, years: null, minFen: 0n, maxFen: 100n * WAN },
      ],
    }
    const { scenarioId } = await w.do('pool_office', createScenario, { name: '做不到的口径', note: '试算', terms })
    const run = await solved('做不到的方案', scenarioId)
    const plan = await findPlan(database.db, w.district, run.planId!)
    expect([plan!.status, plan!.proposal.wishes!.map((wish) => wish.kind).sort()]).toEqual([
      'infeasible',
      ['group-max', 'include', 'include'],
    ])
  })
})
