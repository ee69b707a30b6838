/**
 * An adjustment in July is solved under the scenario of its plan, on both engines: what the plan keeps counts in its limits, what is under
 * contract stays, the solve is watched like any other, and what cannot be kept together is said in the scenario's words.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { servicesOn } from '#app/open.ts'
import { adoptPlan } from '#features/allocation/allocation.commands.ts'
import { findPlan, planSlices } from '#features/allocation/allocation.store.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { type AskedAdjustment, drawUp } from '#features/allocation/plan-adjust.routes.ts'
import { loadHoldings } from '#features/allocation/plan-adjust.store.ts'
import { askedTerms } from '#features/allocation/problem.store.ts'
import { createScenario } from '#features/allocation/scenario.commands.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import type { Database } from '#platform/db/database.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

const SHORT = { maxSources: 3, minSliceFen: 100n }

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let runs: SolveRuns
  let parent = ''
  let scenarioId = ''
  const ids: Record<string, string> = {}
  const services = () => ({ ...servicesOn(database), clock: w.clock })
  const named = (id: string) => Object.keys(ids).find((name) => ids[name] === id) ?? id

  const finished = async (runId: string) => {
    const run = runs.find(w.district, runId)!
    await vi.waitFor(() => expect(run.state).not.toBe('running'), { timeout: 60_000 })
    return run
  }
  const given = async (planId: string) =>
    Object.fromEntries((await planSlices(database.db, w.district, planId)).map((s) => [named(s.projectId), s.amountFen]))

  let keys = 0
  /** Takes back all that lies on the named projects. */
  async function adjust(back: readonly string[], more: Partial<AskedAdjustment> = {}) {
    const holdings = await loadHoldings(database.db, w.district, parent)
    const releases = holdings
      .filter((h) => back.includes(named(h.projectId)))
      .map(({ lotId, book, projectId, reservedFen }) => ({ lotId, book, projectId, amountFen: reservedFen }))
    const asked = {
      name: '年中调整',
      cause: '停建',
      document: '茅扶组〔2017〕15号',
      releases,
      give: 'solve' as const,
      gives: [],
      leaveOut: back.map((b) => ids[b]!),
      seconds: 5,
      ...more,
    }
    return drawUp(services(), runs, w.actor('pool_office'), parent, asked, `adjust-${++keys}`)
  }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    runs = new SolveRuns(services())
    const [lot] = await w.lots({ docNo: '甲〔2017〕1号', uses: ['road', 'industry'], amountFen: 5_000_00n })
    await w.receive([lot!, 5_000_00n])
    ids['lot'] = lot!
    const place = { 东: '201201', 西: '202201' }
    const enter = async (name: string, category: 'road' | 'industry', at: keyof typeof place, yuan: bigint) =>
      (ids[name] = (await w.projects({ name, category, needFen: yuan * 100n, place: place[at] }))[0]!)
    await enter('路', 'road', '东', 600n)
    await enter('茶', 'industry', '西', 300n)
    await enter('桥', 'road', '西', 200n)
    const terms = {
      ...standardTerms(2017),
      ...SHORT,
      villageMaxFen: 650_00n,
      limits: [
        { label: '道路', on: { kind: 'category' as const, category: 'road' }, years: null, minFen: 0n, maxFen: 900_00n },
        { label: '产业', on: { kind: 'category' as const, category: 'industry' }, years: null, minFen: 250_00n, maxFen: null },
      ],
    }
    ;({ scenarioId } = await w.do('pool_office', createScenario, { name: '年度口径', note: '年度', terms }))
    const asked = must(await askedTerms(database.db, w.district, { scenarioId, ...SHORT }))
    const run = await finished(await runs.start(w.actor('pool_office'), { name: '年度方案', seconds: 5, ...asked }))
    parent = run.planId!
    expect(await given(parent)).toEqual({ 路: 600_00n, 茶: 300_00n, 桥: 200_00n })
    await w.do('leading_group', adoptPlan, { planId: parent, decisionNo: '茅扶组〔2017〕6号', decidedOn: w.today(), minutes: '会议审定。' })
    await w.contract(ids['路']!, 580_00n)
    await enter('巷', 'road', '东', 40n)
    await enter('弄', 'road', '东', 20n)
    await enter('渠', 'road', '西', 120n)
    await enter('沟', 'road', '西', 80n)
    await enter('大道', 'road', '西', 310n)
    await enter('厂', 'industry', '西', 400n)
    w.goTo('2017-07-10')
  })

  test('the caps of villages and categories count what the plan keeps; the solve is watched and knows its bound', async () => {
    const { runId, planId } = must(await adjust(['桥']))
    expect(planId).toBe(null)
    const run = await finished(runId!)
    expect([run.state, run.message, run.projects, run.limit]).toEqual(['done', null, 7, 5])
    expect([run.best, run.bound! >= run.best!]).toEqual([360, true])
    // The east has 600 of 650: only one lane of 40. The west keeps 300: the road of 310 and the works of 400 do not fit beside the rest.
    const all = await given(run.planId!)
    expect(Object.keys(all).sort()).toEqual(['巷', '沟', '渠'].sort())
    const kept = (await findPlan(database.db, w.district, run.planId!))!
    expect([kept.parent_id, kept.scenario_id, kept.scenario_version, kept.status]).toEqual([parent, scenarioId, 1, 'optimal'])
    expect(kept.settings.terms!.villageMaxFen).toBe('65000')
    expect((kept.settings as { notes?: { zh: string }[] }).notes!.map((n) => n.zh).join()).toContain('“201村”600.00 元')
  })

  test('a floor that was reached is reached again from what is free', async () => {
    const run = await finished(must(await adjust(['茶'])).runId!)
    expect(Object.keys(await given(run.planId!))).toContain('厂')
  })

  test('a floor nothing can reach any more is refused by its name before anything is solved', async () => {
    const refused = await adjust(['茶'], { leaveOut: [ids['茶']!, ids['厂']!] })
    expect(refused.ok ? [] : refused.refusal.findings!.map((f) => [f.field, f.message.zh.slice(0, 4)])).toEqual([
      ['limits.1.minFen', '“产业”'],
    ])
  })

  test('what is given by hand keeps the caps, and says which floor it leaves', async () => {
    const lane = { projectId: ids['巷']!, lotId: ids['lot']!, amountFen: fen(40_00n) }
    const alley = { projectId: ids['弄']!, lotId: ids['lot']!, amountFen: fen(20_00n) }
    const refused = await adjust([], { give: 'hand', gives: [lane, alley] })
    expect(refused.ok ? '' : refused.refusal.message.zh).toContain('一个村的上限（201村）650.00 元，其中此前已安排 600.00 元')
    const kept = must(await adjust(['茶'], { give: 'hand', gives: [lane] }))
    expect(await given(kept.planId!)).toEqual({ 巷: 40_00n })
    const { settings } = (await findPlan(database.db, w.district, kept.planId!))!
    expect((settings as { notes?: { zh: string }[] }).notes!.map((n) => n.zh)).toEqual([
      '口径里“产业”的下限是 250.00 元，调整以后只有 0.00 元',
    ])
  })

  test('what is under contract is not among what may go back, and adoption posts the rest', async () => {
    const touched = await adjust(['路'])
    expect(touched.ok ? '' : touched.refusal.code).toBe('touches_contract')
    const before = (await w.stages())['committed']
    const run = await finished(must(await adjust(['桥'])).runId!)
    await w.do('leading_group', adoptPlan, {
      planId: run.planId!,
      decisionNo: '茅扶组〔2017〕16号',
      decidedOn: w.today(),
      minutes: '同意。',
    })
    expect((await w.stages())['committed']).toBe(before)
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    // Another draft from before would now pass the cap of the east.
    const late = await adjust([], { give: 'hand', gives: [{ projectId: ids['弄']!, lotId: ids['lot']!, amountFen: fen(20_00n) }] })
    expect(late.ok ? '' : late.refusal.code).toBe('give_infeasible')
  })
})
