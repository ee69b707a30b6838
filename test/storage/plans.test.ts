/**
 * The life of a plan on both engines: a trial run equals the real one, the world is checked again, departments answer once a round, an
 * adopted plan is adjusted without touching contracts, and what was decided or published stays.
 */
import { beforeEach, describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import { adoptPlan, discardPlan, keepPlan, previewAdoption } from '#features/allocation/allocation.commands.ts'
import { buildInstance, toFen } from '#features/allocation/allocation.model.ts'
import { findPlan, loadWorld, planSlices } from '#features/allocation/allocation.store.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { loadProblem } from '#features/allocation/problem.store.ts'
import { keepAdjustment, worldAfterReleases } from '#features/allocation/plan-adjust.commands.ts'
import type { ReleaseFen } from '#features/allocation/plan-adjust.model.ts'
import { familySteps, postedLines } from '#features/allocation/plan-adjust.store.ts'
import { answerPlan, commentPlan, consultPlan, publishPlan } from '#features/allocation/plan-review.commands.ts'
import { listComments, loadStanding, plansAwaiting } from '#features/allocation/plan-review.store.ts'
import { beforeOf } from '#features/allocation/scenario.model.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { verifyBooks } from '#features/ledger/verify.store.ts'
import { planPhases } from '#features/treasury/phases.commands.ts'
import type { Database } from '#platform/db/database.ts'
import { run, sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { type PersonName, World } from '../support/world.ts'

const MINUTES = '会议审定。'

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let [poor, pooled] = ['', '']
  let [road, tea, house] = ['', '', '']

  /** Solves the live world and keeps the plan. */
  async function plan(name: string, changes: Partial<ScenarioTerms> = {}): Promise<string> {
    const terms = { ...standardTerms(2017), minSliceFen: 100n, ...changes }
    const world = await loadWorld(database.db, w.district, terms.year, { horizon: terms.horizon, today: w.today() })
    const { instance, step } = buildInstance(name, terms, world.lots, world.projects, world.regions)
    const result = await solve(instance, { seconds: 2, seed: 1 })
    const settings = { ...terms, year: 2017 }
    return (await w.do('pool_office', keepPlan, { name, settings, instance, result, step, comparison: {} })).planId
  }
  /** Solved from a scenario's terms as the office does it, so that the plan keeps them. */
  async function solvedUnder(name: string, changes: Partial<ScenarioTerms>): Promise<string> {
    const terms = { ...standardTerms(2017), minSliceFen: 100n, ...changes }
    const { instance, step, before } = must(
      (await loadProblem(database.db, { district: w.district, name, terms, today: w.today() })).problem,
    )
    const result = await solve(instance, { seconds: 2, seed: 1 })
    const settings = { ...terms, terms, before: Object.fromEntries(before) }
    return (await w.do('pool_office', keepPlan, { name, settings, instance, result, step, comparison: {} })).planId
  }
  const decision = (planId: string, overReason?: string) => ({
    planId,
    decisionNo: '茅扶组〔2017〕6号',
    decidedOn: w.today(),
    minutes: MINUTES,
    overReason,
  })
  const adopt = (planId: string, overReason?: string) => w.act('leading_group', adoptPlan, decision(planId, overReason))
  const answer = (who: PersonName, planId: string, given: 'agree' | 'remark' | 'object', words = '') =>
    w.act(who, answerPlan, { planId, answer: given, words })
  const standing = (planId: string) => loadStanding(database.db, w.district, planId)
  const code = (outcome: { ok: boolean; refusal?: { code: string } }) => (outcome.ok ? 'ok' : outcome.refusal!.code)

  const amounts = async (planId: string) =>
    Object.fromEntries((await planSlices(database.db, w.district, planId)).map((s) => [`${s.projectId} ${s.year}`, s.amountFen]))

  beforeEach(async () => {
    database = await open()
    w = await World.open(database)
    ;[poor, pooled] = (await w.lots(
      { docNo: '甲〔2017〕1号', book: 'poverty', department: '区农业局', uses: ['road', 'industry', 'housing'], amountFen: 1_000_00n },
      { docNo: '乙〔2017〕2号', book: 'coordination', department: '区水利局', uses: ['road', 'industry'], amountFen: 500_00n },
    )) as [string, string]
    ;[road, tea, house] = (await w.projects(
      { name: '产业路', category: 'road', needFen: 600_00n },
      { name: '茶园', category: 'industry', needFen: 300_00n, place: '202201' },
      { name: '危房改造', category: 'housing', needFen: 200_00n },
    )) as [string, string, string]
    await w.receive([poor, 1_000_00n], [pooled, 500_00n])
  })

  test('a trial run lists the very postings the adoption writes, and leaves nothing', async () => {
    const id = await plan('方案')
    const tried = must(await w.act('leading_group', previewAdoption, decision(id), { preview: true }))
    expect(await w.stages()).toEqual({ source: -1_500_00n, available: 1_500_00n })
    expect(await postedLines(database.db, w.district, id)).toEqual([])
    const done = await w.do('leading_group', adoptPlan, decision(id))
    const texts = (lines: Awaited<ReturnType<typeof postedLines>>) =>
      lines.map((l) => [l.kind, l.book, l.lotId, l.projectId, l.amountFen].join(' ')).sort()
    const real = await postedLines(database.db, w.district, id)
    expect(real.length).toBeGreaterThan(2)
    expect(texts(tried.lines)).toEqual(texts(real))
    expect([done.postings, done.amountFen]).toEqual([tried.postings, tried.amountFen])
    expect(real.reduce((sum, l) => sum + l.amountFen, 0n)).toBe(1_100_00n)
    expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
  })

  test('of two adoptions at once one succeeds; a second plan over the same money is out of date, in words', async () => {
    const [first, second] = [await plan('甲'), await plan('乙')]
    const both = await Promise.all([adopt(first), adopt(first)])
    expect(both.map(code).sort()).toEqual(['ok', 'plan_not_draft'])
    const late = await adopt(second)
    expect(code(late)).toBe('world_changed')
    expect(late.ok ? '' : late.refusal.message.zh).toContain('现有可安排 0.00 元')
  })

  test('money that was taken since, and a need that grew since, stop an adoption', async () => {
    const id = await plan('方案')
    await w.reserve(tea, [poor, 300_00n])
    expect(code(await adopt(id))).toBe('world_changed')
    const again = await plan('再算')
    await w.do('pov_office', planPhases, {
      projectId: road,
      phases: [{ year: 2017, needFen: fen(700_00n) }],
      document: '茅扶组〔2017〕7号',
      reason: '加宽',
    })
    const stale = await adopt(again)
    expect(stale.ok ? '' : stale.refusal.message.zh).toContain('2017 年需 700.00 元，方案给 600.00 元')
  })

  test('a cap of places counts what was reserved before in the year, when a plan is solved and again when it is adopted', async () => {
    const [well] = await w.projects({ name: '机井', category: 'road', needFen: 150_00n })
    // The road and the well lie in one village: 600 is given, 150 would pass 700.
    await w.reserve(road, [poor, 600_00n])
    const capped = await solvedUnder('上限', { villageMaxFen: 700_00n })
    const plan = (await findPlan(database.db, w.district, capped))!
    expect(plan.problem.groups.map((g) => [g.id.split(':')[0], toFen(g.max!, plan.scale_fen)])).toEqual(
      expect.arrayContaining([['village', 100_00n]]),
    )
    expect(await amounts(capped)).not.toHaveProperty(`${well} 2017`)
    expect(beforeOf(plan.settings)(`village:${w.district}201201`)).toBe(600_00n)
    expect(await amounts(await solvedUnder('只算本次', { villageMaxFen: 700_00n, capsCountGiven: false }))).toHaveProperty(`${well} 2017`)

    const solvedBefore = await solvedUnder('先算', { villageMaxFen: 800_00n, excludeProjects: [tea, house] })
    expect(await amounts(solvedBefore)).toEqual({ [`${well} 2017`]: 150_00n })
    const [lane] = await w.projects({ name: '巷道', category: 'road', needFen: 60_00n })
    await w.reserve(lane!, [poor, 60_00n])
    const late = await adopt(solvedBefore)
    expect([code(late), late.ok ? '' : late.refusal.message.zh]).toEqual([
      'world_changed',
      expect.stringContaining('“201村”最多 800.00 元，此前已安排 660.00 元，方案再给 150.00 元') as string,
    ])
    expect(
      code(await adopt(await solvedUnder('只算本次的', { villageMaxFen: 800_00n, capsCountGiven: false, excludeProjects: [tea, house] }))),
    ).toBe('ok')
  })

  test('the phases of later years are reserved too, and a part-built project gets exactly its units', async () => {
    await w.do('pov_office', planPhases, {
      projectId: road,
      phases: [
        { year: 2017, needFen: fen(400_00n) },
        { year: 2018, needFen: fen(200_00n) },
      ],
      document: '茅扶组〔2017〕7号',
      reason: '分两年',
    })
    const scalable = [{ projectId: tea, units: 3, minUnits: 1 }]
    const limits = [{ label: '茶园', on: { kind: 'projects', projectIds: [tea] } as const, years: null, minFen: 0n, maxFen: 250_00n }]
    const id = await plan('两年', { horizon: 2, scalable, limits })
    const given = (await planSlices(database.db, w.district, id)).filter((s) => s.projectId === tea)
    expect(given.reduce((sum, s) => sum + s.amountFen, 0n)).toBe(200_00n)
    expect((await amounts(id))[`${road} 2018`]).toBe(200_00n)
    must(await adopt(id))
    const lines = await postedLines(database.db, w.district, id)
    const of = (project: string) => lines.filter((l) => l.projectId === project).reduce((sum, l) => sum + l.amountFen, 0n)
    expect([of(road), of(tea), of(house)]).toEqual([600_00n, 200_00n, 200_00n])
  })

  test('departments are asked, answer once a round, and an objection needs a reason to go on', async () => {
    const id = await plan('方案')
    expect(await w.do('pool_office', consultPlan, { planId: id, note: '请三日内答复' })).toEqual({
      round: 1,
      departments: expect.arrayContaining(['区农业局', '区交通局']) as string[],
    })
    expect(code(await w.act('pool_office', consultPlan, { planId: id, note: '' }))).toBe('still_waiting')
    expect((await plansAwaiting(database.db, w.district, '区农业局')).map((p) => p.plan_id)).toEqual([id])
    expect(code(await adopt(id))).toBe('consent_missing')
    expect(code(await answer('dept', id, 'object'))).toBe('words_missing')
    expect(code(await answer('dept', id, 'object', '路线未定'))).toBe('ok')
    expect(code(await answer('dept', id, 'agree'))).toBe('answered_already')
    expect(code(await answer('dept2', id, 'remark', '尽快开工'))).toBe('ok')
    expect(await plansAwaiting(database.db, w.district, '区农业局')).toEqual([])
    const objected = await adopt(id)
    expect(objected.ok ? '' : objected.refusal.message.zh).toContain('区交通局不同意')
    // Another round: the objection is answered for, and everybody agrees.
    await w.do('pool_office', consultPlan, { planId: id, note: '路线已定' })
    for (const who of ['dept', 'dept2', 'dept3'] as const) await answer(who, id, 'agree')
    expect((await standing(id)).agreed).toBe(true)
    expect(code(await adopt(id))).toBe('ok')
  })

  test('a decision over an objection keeps its reason; a department that was not asked may not answer', async () => {
    const id = await plan('只修房', { includeProjects: [house], excludeProjects: [road, tea] })
    await w.do('pool_office', consultPlan, { planId: id, note: '' })
    expect(code(await answer('dept3', id, 'agree'))).toBe('not_asked')
    await answer('dept2', id, 'object', '金额偏低')
    expect(code(await adopt(id, '入冬前必须完工'))).toBe('ok')
    expect((await findPlan(database.db, w.district, id))!.over_reason).toBe('入冬前必须完工')
  })

  test('comments are kept in their order, on the plan, a project or a lot of it, and on nothing else', async () => {
    const id = await plan('方案')
    const say = (who: PersonName, projectId: string | null, lotId: string | null, words: string) =>
      w.act(who, commentPlan, { planId: id, projectId, lotId, words })
    must(await say('dept', road, null, '路基要加固'))
    must(await say('leader', null, null, '同意上会'))
    must(await say('pool_office', null, poor, '先用这笔'))
    expect(code(await say('dept', 'prj_none', null, '？'))).toBe('comment_elsewhere')
    expect(code(await say('finance', null, null, ' '))).toBe('comment_nothing')
    expect((await listComments(database.db, w.district, id)).map((c) => [c.comment_no, c.words])).toEqual([
      [3, '先用这笔'],
      [2, '同意上会'],
      [1, '路基要加固'],
    ])
    const change = database.transaction((tx) => run(tx, sql`update plan_comment set words = '' where district = ${w.district}`))
    await expect(change).rejects.toThrow()
  })

  test('published once, after its decision; what was solved, decided and published stays', async () => {
    const id = await plan('方案')
    const publish = (publishedOn = w.today()) =>
      w.act('pool_office', publishPlan, { planId: id, documentNo: '茅政公〔2017〕1号', publishedOn })
    expect(code(await publish())).toBe('not_adopted')
    must(await adopt(id))
    expect(code(await w.act('pool_office', discardPlan, { planId: id }))).toBe('plan_not_draft')
    expect(code(await publish(w.goTo('2017-03-02')))).toBe('ok')
    expect((await findPlan(database.db, w.district, id))!.state).toBe('published')
    expect(code(await publish())).toBe('not_adopted')
    const set = (what: string) =>
      database.transaction((tx) => run(tx, sql`update plan set ${sql.raw(what)} where district = ${w.district} and plan_id = ${id}`))
    for (const what of [`proposal = '{}'`, `state = 'draft'`, `minutes = '改'`, `published_no = null, published_on = null`])
      await expect(set(what), what).rejects.toThrow()
  })

  describe('an adjustment', () => {
    let parent = ''
    const lineOf = async (projectId: string): Promise<ReleaseFen[]> =>
      (await planSlices(database.db, w.district, parent))
        .filter((s) => s.projectId === projectId)
        .map((s) => ({ lotId: s.lotId, book: s.lotId === poor ? 'poverty' : 'coordination', projectId, amountFen: s.amountFen }))

    async function drawUp(releases: readonly ReleaseFen[], changes: Partial<ScenarioTerms> = {}) {
      const taking = { parentId: parent, releases }
      const tried = await w.act('pool_office', worldAfterReleases, { ...taking, years: 'all' }, { preview: true })
      if (!tried.ok) return tried
      const { world } = tried.value
      const terms = { ...standardTerms(2017), minSliceFen: 100n, ...changes }
      const { instance, step } = buildInstance('调整', terms, world.lots, world.projects, world.regions)
      const result = await solve(instance, { seconds: 2, seed: 1 })
      const settings = { ...terms, year: 2017 }
      const words = { name: '年中调整', cause: '茶园停建', document: '茅扶组〔2017〕15号' }
      return w.act('pool_office', keepAdjustment, { ...taking, ...words, settings, instance, result, step, comparison: {} })
    }

    beforeEach(async () => {
      parent = await plan('年度方案')
      must(await adopt(parent))
    })

    test('takes free money back and gives it anew in one go, tried before and kept beside the plan', async () => {
      const [bridge] = await w.projects({ name: '便民桥', category: 'road', needFen: 650_00n })
      const before = await w.stages()
      const kept = must(await drawUp(await lineOf(tea), { excludeProjects: [tea] }))
      expect(await w.stages()).toEqual(before)
      const tried = must(await w.act('leading_group', previewAdoption, decision(kept.planId), { preview: true }))
      must(await adopt(kept.planId))
      const real = await postedLines(database.db, w.district, kept.planId)
      const texts = (lines: typeof real) => lines.map((l) => [l.kind, l.book, l.lotId, l.projectId, l.amountFen].join(' ')).sort()
      expect(texts(tried.lines)).toEqual(texts(real))
      const of = (kind: string, project: string) =>
        real.filter((l) => l.kind === kind && l.projectId === project).reduce((sum, l) => sum + l.amountFen, 0n)
      expect([of('release', tea), of('reservation', bridge!), of('reservation', tea)]).toEqual([300_00n, 650_00n, 0n])
      expect(await familySteps(database.db, w.district, parent, null)).toHaveLength(2)
      expect((await verifyBooks(database.db, w.district)).faults).toEqual([])
    })

    test('may only give back, and may give a project anew from other money', async () => {
      const kept = must(await drawUp(await lineOf(house), { excludeProjects: [house, road, tea] }))
      expect([kept.releasedFen, kept.amountFen]).toEqual([200_00n, 0n])
      must(await adopt(kept.planId))
      const again = must(await drawUp(await lineOf(tea), { bans: (await lineOf(tea)).map((r) => ({ lotId: r.lotId, projectId: tea })) }))
      must(await adopt(again.planId))
      const of = (await postedLines(database.db, w.district, again.planId)).filter((l) => l.projectId === tea)
      expect(new Set(of.map((l) => l.kind))).toEqual(new Set(['release', 'reservation']))
      expect((await w.stages())['reserved']).toBe(1_100_00n)
    })

    test('never touches what is under contract, also when the contract came later', async () => {
      const kept = must(await drawUp(await lineOf(tea), { excludeProjects: [tea] }))
      await w.contract(tea, 280_00n)
      const late = await adopt(kept.planId)
      expect([code(late), late.ok ? '' : late.refusal.message.zh]).toEqual([
        'touches_contract',
        expect.stringContaining('已签 1 份合同') as string,
      ])
      expect(code(await drawUp(await lineOf(tea)))).toBe('touches_contract')
    })

    test('takes back no more than lies there, from its own projects, of an adopted plan', async () => {
      const [line] = await lineOf(tea)
      expect(code(await drawUp([{ ...line!, amountFen: fen(line!.amountFen + 1n) }]))).toBe('release_too_much')
      const [other] = await w.projects({ name: '别的', category: 'road', needFen: 100_00n })
      await w.reserve(other!, [poor, 1_00n]).catch(() => w.reserve(other!, [pooled, 1_00n]))
      expect(code(await drawUp([{ ...line!, projectId: other! }]))).toBe('release_elsewhere')
      const adopted = parent
      parent = await plan('草案')
      expect(code(await drawUp([]))).toBe('parent_not_adopted')
      parent = adopted
      const kept = must(await drawUp(await lineOf(tea)))
      parent = kept.planId
      expect(code(await drawUp([]))).toBe('parent_not_adopted')
    })
  })
})
