/** Scenarios in the database: every version stays, nothing is skipped or follows a retired one, and money comes back to the fen. */
import { beforeAll, describe, expect, test } from 'vitest'
import { standardTerms } from '#features/allocation/instance.model.ts'
import { countWaiting, loadWorld } from '#features/allocation/live-world.store.ts'
import { askedTerms, loadProblem } from '#features/allocation/problem.store.ts'
import { createScenario, retireScenario, reviseScenario } from '#features/allocation/scenario.commands.ts'
import { readTerms } from '#features/allocation/scenario.model.ts'
import { findScenario, listScenarios, scenarioVersions } from '#features/allocation/scenario.store.ts'
import type { ScenarioTerms } from '#features/allocation/scenario-terms.model.ts'
import { planPhases } from '#features/treasury/phases.commands.ts'
import { fen } from '#kernel/money.ts'
import { must } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import { sql } from '#platform/db/sql.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

describe.each(engines())('scenarios on $name', ({ open }) => {
  let database: Database
  let w: World
  let [lotId, other] = ['', '']
  let [road, begun] = ['', '']
  let scenarioId = ''

  const terms = (more: Partial<ScenarioTerms> = {}): ScenarioTerms => ({ ...standardTerms(2017), ...more })
  const draft = (name: string, more: Partial<ScenarioTerms> = {}) => ({ name, note: '年度方案', terms: terms(more) })
  const refusal = async (outcome: ReturnType<World['act']>) => {
    const { ok, ...rest } = (await outcome) as { ok: boolean; refusal?: { code: string; findings?: { field: string }[] } }
    return [ok, rest.refusal?.code, rest.refusal?.findings?.map((f) => f.field)]
  }
  const error = (work: Promise<unknown>) =>
    work.then(
      () => 'accepted',
      (e: unknown) => String(e),
    )

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    ;[lotId, other] = (await w.lots(
      { docNo: '鄂财农〔2017〕1号', uses: ['road'], amountFen: 90_000_000_000_000_001n },
      { docNo: '鄂财农〔2017〕2号', uses: ['road'], amountFen: 500n },
    )) as [string, string]
    ;[road, begun] = (await w.projects(
      { name: '通村公路', category: 'road', needFen: 300n },
      { name: '两年的路', category: 'road', needFen: 200n },
    )) as [string, string]
    await w.receive([lotId, 90_000_000_000_000_001n], [other, 500n])
  })

  test('are kept by name, and their money comes back exactly', async () => {
    const asked = {
      villageMaxFen: 90_000_000_000_000_001n,
      limits: [{ label: '路', on: { kind: 'category', category: 'road' }, years: null, minFen: 1n, maxFen: null }],
      lots: [{ lotId: other, leaveOut: true, keepBackFen: 0n, maxSharePermille: null, minSharePermille: null }],
      pins: [{ lotId, projectId: road, year: null, amountFen: 7n }],
    } as const
    ;({ scenarioId } = await w.do('pool_office', createScenario, draft('年度口径', asked)))
    const found = await findScenario(database.db, w.district, scenarioId)
    expect(readTerms(found!.terms)).toEqual(terms(asked))
    expect([found!.version, found!.retired, found!.year]).toEqual([1, false, 2017])
  })

  test('a name is taken once, and what nobody knows is refused with its place', async () => {
    expect(await refusal(w.act('pool_office', createScenario, draft('年度口径')))).toEqual([false, 'scenario_name_taken', undefined])
    const unknown = { pins: [{ lotId: 'lot_x', projectId: road, year: null, amountFen: null }] }
    expect(await refusal(w.act('pool_office', createScenario, draft('别的', unknown)))).toEqual([false, 'terms_refused', ['pins.0.lotId']])
  })

  test('somebody without the right changes nothing', async () => {
    expect(await refusal(w.act('finance', createScenario, draft('财政的')))).toEqual([false, 'not_permitted', undefined])
  })

  test('a change is a new version with its reason; nobody overwrites what he has not seen', async () => {
    const change = { ...draft('年度口径', { maxSources: 2 }), scenarioId, seen: 1, note: '领导小组意见' }
    expect(await w.do('pool_office', reviseScenario, change)).toEqual({ scenarioId, version: 2 })
    expect(await refusal(w.act('pool_office2', reviseScenario, { ...change, note: '另一人' }))).toEqual([
      false,
      'scenario_moved_on',
      undefined,
    ])
    expect(await refusal(w.act('pool_office', reviseScenario, { ...change, seen: 2 }))).toEqual([false, 'scenario_same', undefined])
    const versions = await scenarioVersions(database.db, w.district, scenarioId)
    expect(versions.map((v) => [v.version, v.note, readTerms(v.terms).maxSources])).toEqual([
      [2, '领导小组意见', 2],
      [1, '年度方案', 3],
    ])
    expect((await listScenarios(database.db, w.district, { limit: 9, offset: 0 })).rows.map((r) => [r.scenario_id, r.version])).toEqual([
      [scenarioId, 2],
    ])
  })

  test('a solve means the last version unless one is named', async () => {
    const asked = { maxSources: 3, minSliceFen: 1n }
    const of = async (version?: number) =>
      must(await askedTerms(database.db, w.district, { ...asked, scenarioId, ...(version ? { scenarioVersion: version } : {}) }))
    expect([(await of()).terms.maxSources, (await of()).scenario]).toEqual([2, { scenarioId, version: 2 }])
    expect((await of(1)).terms.maxSources).toBe(3)
    const wrong = await askedTerms(database.db, w.district, { ...asked, scenarioId, scenarioVersion: 9 })
    expect(wrong.ok ? '' : wrong.refusal.message.zh).toContain('没有第 9 版；现有到第 2 版')
    expect((await askedTerms(database.db, w.district, asked)).ok).toBe(false)
  })

  test('a later phase of a begun project takes part, with what it has not got yet, and comes first', async () => {
    const phases = [
      { year: 2017, needFen: fen(200n) },
      { year: 2018, needFen: fen(100n) },
    ]
    await w.do('pov_office', planPhases, { projectId: begun, phases, document: '茅扶组〔2017〕9号', reason: '分两年建设' })
    await w.reserve(begun, [other, 230n])
    const now = await loadWorld(database.db, w.district, 2018)
    expect([await countWaiting(database.db, w.district, 2018, 2018), await countWaiting(database.db, w.district, 2017, 2018)]).toEqual([
      1, 2,
    ])
    expect(now.projects.map((p) => [p.projectId, p.phases.map((x) => [x.year, x.openFen]), p.due])).toEqual([[begun, [[2018, 70n]], true]])
    expect((await loadWorld(database.db, w.district, 2017)).projects.map((p) => p.projectId)).toEqual([road])
    const { problem } = await loadProblem(database.db, { district: w.district, name: 'x', terms: standardTerms(2018), today: w.today() })
    expect([must(problem).due, must(problem).instance.overrides.include]).toEqual([[begun], [begun]])
  })

  test('money that has been unspent for two years takes no part before somebody decides', async () => {
    const held = (await loadWorld(database.db, w.district, 2018, { today: w.today() })).heldLots
    expect(held).toEqual([])
    w.goTo('2019-06-01')
    const late = await loadWorld(database.db, w.district, 2018, { today: w.today() })
    expect([late.lots, late.heldLots.map((l) => l.lotId).sort()]).toEqual([[], [lotId, other].sort()])
  })

  test('a retired one stays to be read, and nothing follows it', async () => {
    await w.do('pool_office', retireScenario, { scenarioId, seen: 2, note: '改用新口径' })
    expect(await refusal(w.act('pool_office', retireScenario, { scenarioId, seen: 3, note: '再停' }))).toEqual([
      false,
      'scenario_retired',
      undefined,
    ])
    const asked = await askedTerms(database.db, w.district, { scenarioId, maxSources: 3, minSliceFen: 1n })
    expect(asked.ok ? '' : asked.refusal.code).toBe('scenario_retired')
    expect((await w.act('pool_office', createScenario, draft('年度口径'))).ok).toBe(true)
  })

  test('the database keeps the versions against everybody', async () => {
    const { db } = database
    const add = (version: number) =>
      sql`insert into scenario (district, scenario_id, version, name, year, terms, note, created_by, created_at)
      values (${w.district}, ${scenarioId}, ${version}, 'x', 2017, '{}', 'x', 'x', now())`.execute(db)
    expect(await error(add(5))).toContain('I4')
    expect(await error(add(4))).toContain('I4')
    expect(await error(sql`update scenario set note = 'y' where district = ${w.district}`.execute(db))).toContain('I4')
    expect(await error(sql`delete from scenario where district = ${w.district}`.execute(db))).toContain('I4')
  })
})
