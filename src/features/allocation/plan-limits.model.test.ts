/** What caps and limits count beside the plan: money given before, or of an adjusted plan what it keeps where it counts the plan alone. */
import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { solve } from './engine/solve.ts'
import { type Given, toFen } from './instance.model.ts'
import { checkLimits, unmetFloors } from './plan-limits.model.ts'
import type { LiveWorld } from './scenario-problem.model.ts'
import type { StoredTerms } from './scenario.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import { conflictWords, saidTerms } from './scenario-words.model.ts'
import { build, namesOf, problem, project, terms, WAN, WORLD, worldOf } from '../../../test/support/made-world.ts'

describe('what was given before', () => {
  const had = (projectId: string, wan: number, more: Partial<Given> = {}): Given => ({
    projectId,
    region: '420302201201',
    category: 'road',
    year: 2017,
    amountFen: fen(BigInt(wan) * WAN),
    ...more,
  })
  const caps = { villageMaxFen: 90n * WAN, townshipMaxFen: 120n * WAN }
  const world = { ...WORLD, given: [had('P8', 30), had('P9', 500, { year: 2016 }), had('P7', 10, { region: '420302201' })] }
  const maxima = (more: Partial<ScenarioTerms>, of: LiveWorld) => {
    const { instance, step, before } = problem(more, of)
    const wan = (steps: number | null) => (steps === null ? null : Number(toFen(steps, step) / WAN))
    return { max: Object.fromEntries(instance.groups.map((g) => [g.id, [wan(g.min), wan(g.max)]])), before: Object.fromEntries(before) }
  }

  test('for the same years leaves less below the caps of places, and is said', () => {
    expect(maxima(caps, world)).toEqual({
      max: { 'village:420302201201': [0, 60], 'township:420302201': [0, 80] },
      before: { 'village:420302201201': 30n * WAN, 'township:420302201': 40n * WAN },
    })
    expect(problem(caps, world).notes.map((n) => n.zh)).toEqual([
      '一个村、一个乡镇的上限里，已扣除此前安排给 2017 年阶段的资金：“茅塔乡”400,000.00 元、“东沟村”300,000.00 元',
    ])
    expect(maxima({ ...caps, villageMaxFen: 20n * WAN }, world).max['village:420302201201']).toEqual([0, 0])
  })

  test('does not count where the scenario says this plan alone', () => {
    const { max, before } = maxima({ ...caps, capsCountGiven: false }, world)
    expect([max['village:420302201201'], max['township:420302201'], before]).toEqual([[0, 90], [0, 120], {}])
    expect(problem({ ...caps, capsCountGiven: false }, world).notes).toEqual([])
  })

  const limits = [
    { label: '乡', on: { kind: 'region' as const, region: '420302201' }, years: null, minFen: 60n * WAN, maxFen: 100n * WAN },
    { label: '路', on: { kind: 'category' as const, category: 'road' }, years: [2017], minFen: 0n, maxFen: 70n * WAN },
    { label: '单', on: { kind: 'projects' as const, projectIds: ['P2'] }, years: null, minFen: 10n * WAN, maxFen: null },
  ]

  test('counts in limits of areas, categories and lists: a cap leaves the rest, a floor asks for what is missing', () => {
    const many = [
      had('P8', 30),
      had('P7', 45, { region: '420302201', category: 'water' }),
      had('P2', 12, { region: '420302202' }),
      had('P9', 500, { year: 2016 }),
    ]
    const { max, before } = maxima({ limits }, { ...WORLD, given: many })
    expect(max).toEqual({ 'limit:0': [0, 25], 'limit:1': [0, 28], 'limit:2': [0, null] })
    expect(before).toEqual({ 'limit:0': 75n * WAN, 'limit:1': 42n * WAN, 'limit:2': 12n * WAN })
    expect(problem({ limits }, { ...WORLD, given: many }).notes.map((n) => n.zh)).toEqual([
      '上下限里已计入此前安排给同年度阶段的资金：“乡”已有 750,000.00 元，上限还剩 250,000.00 元，下限已经达到；' +
        '“路”已有 420,000.00 元，上限还剩 280,000.00 元；“单”已有 120,000.00 元，下限已经达到',
    ])
    const some = { ...WORLD, given: [had('P8', 40), had('P7', 55, { category: 'water', year: 2018 })] }
    expect(maxima({ limits, horizon: 2 }, some).max['limit:1']).toEqual([0, 30])
    expect(problem({ limits, horizon: 2 }, some).notes[0]!.zh).toContain('“乡”已有 950,000.00 元，上限还剩 50,000.00 元，下限已经达到')
    expect(maxima({ limits }, some).max['limit:0']).toEqual([20, 60])
    expect(problem({ limits }, some).notes[0]!.zh).toContain('“乡”已有 400,000.00 元，上限还剩 600,000.00 元，下限还差 200,000.00 元')
    expect(problem({ limits }, { ...WORLD, given: [had('P8', 90)] }).notes[0]!.zh).toContain('“路”已有 900,000.00 元，上限已用完')
  })

  test('does not count in limits where the scenario says this plan alone, and every limit says which', () => {
    const alone = { ...caps, limits, limitsCountGiven: false }
    expect(maxima(alone, world).max).toEqual({
      'limit:0': [60, 100],
      'limit:1': [0, 70],
      'limit:2': [10, null],
      'village:420302201201': [0, 60],
      'township:420302201': [0, 80],
    })
    const said = (limitsCountGiven: boolean) =>
      saidTerms(terms({ limits, limitsCountGiven }), namesOf(world)).flatMap((s) => (s.field === 'limits.1' ? [s.text.zh] : []))
    expect(said(true)).toEqual(['“路”（类别：道路桥梁）2017 年：不超过 700,000.00 元（此前安排的也算）'])
    expect(said(false)).toEqual(['“路”（类别：道路桥梁）2017 年：不超过 700,000.00 元（只算本次）'])
  })

  test('an adjusted plan keeps counts also where the plan alone does', () => {
    const adjusted = { ...WORLD, given: [had('P8', 30), had('P7', 25), had('P2', 5)], kept: [had('P8', 30), had('P2', 5)] }
    expect(maxima({ ...caps, limits, limitsCountGiven: false }, adjusted).max).toEqual({
      'limit:0': [25, 65],
      'limit:1': [0, 35],
      'limit:2': [5, null],
      'village:420302201201': [0, 30],
      'township:420302201': [0, 60],
    })
    expect(maxima({ ...caps, limits }, adjusted).max['limit:1']).toEqual([0, 10])
    expect(maxima({ ...caps, limits, capsCountGiven: false }, adjusted).max['village:420302201201']).toEqual([0, 55])
  })

  test('a full cap is named with what was given before', async () => {
    const { instance, before } = problem({ villageMaxFen: 100n * WAN, includeProjects: ['P1'] }, world)
    const result = await solve(instance, { seconds: 30, seed: 1 })
    const t = terms({ villageMaxFen: 100n * WAN, includeProjects: ['P1'] })
    const words = conflictWords(result, t, namesOf(world), new Map(), (group) => before.get(group) ?? 0n)!
    expect(words.sentence.zh).toContain('一个村的上限（东沟村）1,000,000.00 元，其中此前已安排 300,000.00 元')
  })
})

test('a pin may name the phase it pays', () => {
  const both = [2017, 2018].map((year) => ({ year, needFen: fen(20n * WAN), openFen: fen(20n * WAN) }))
  const of = worldOf([...WORLD.lots], [project('P3', 40, { phases: both })])
  const pins = [2017, 2018].map((year) => ({ lotId: 'L1', projectId: 'P3', year, amountFen: 5n * WAN }))
  expect(problem({ horizon: 2, pins }, of).instance.overrides.pin.map((p) => p.year)).toEqual([2017, 2018])
  const late = build(terms({ horizon: 2, pins: [{ ...pins[0]!, year: 2018 }] }), worldOf([...WORLD.lots], [project('P3', 40)]))
  expect(late.ok ? [] : late.refusal.findings!.map((f) => [f.field, f.message.zh])).toEqual([
    ['pins.0.year', '“项目P3”在 2018 年没有待安排的阶段；请改年度，或删去指定'],
  ])
})

describe('when a plan is adopted', () => {
  const stored = (t: ScenarioTerms) =>
    JSON.parse(JSON.stringify(t, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))) as StoredTerms
  const t = terms({
    villageMaxFen: 100n * WAN,
    limits: [{ label: '路', on: { kind: 'category', category: 'road' }, years: null, minFen: 80n * WAN, maxFen: 120n * WAN }],
    limitsCountGiven: false,
  })
  const { instance, step } = problem(t)
  const slices = [{ lot: 'L1', project: 'P1', year: 2017, amount: instance.projects.find((p) => p.id === 'P1')!.phases[0]!.need }]
  const plan = { problem: instance, proposal: { slices }, scale_fen: step, settings: { terms: stored(t) } }
  const had = (wan: number): Given => ({
    projectId: 'P9',
    region: '420302201201',
    category: 'road',
    year: 2017,
    amountFen: fen(BigInt(wan) * WAN),
  })
  const names = new Map([['420302201201', '东沟村']])
  const said = (given: Given[], kept: Given[] = [], asked: Partial<ScenarioTerms> = {}) => {
    const checked = checkLimits({ ...plan, settings: { terms: stored({ ...t, ...asked }) } }, { given, kept }, names)
    return checked.ok ? 'ok' : checked.refusal.message.zh
  }

  test('its limits are counted again with what was given since', () => {
    expect(said([])).toBe('ok')
    expect(said([had(20)])).toBe('ok')
    expect(said([had(21)])).toContain('“东沟村”最多 1,000,000.00 元，此前已安排 210,000.00 元，方案再给 800,000.00 元')
    expect(said([], [had(40)])).toBe('ok')
    expect(said([], [had(41)])).toContain('“路”最多 1,200,000.00 元，此前已安排 410,000.00 元')
    expect(checkLimits({ ...plan, settings: {} }, { given: [had(99)], kept: [] }, names).ok).toBe(true)
  })

  test('limits that count what was given are counted again too; a floor that no longer holds is named', () => {
    const asked = {
      villageMaxFen: null,
      limitsCountGiven: true,
      limits: [{ ...t.limits[0]!, minFen: 90n * WAN }],
    }
    expect(said([had(40)], [], asked)).toBe('ok')
    expect(said([had(10)], [], asked)).toBe('ok')
    expect(said([had(41)], [], asked)).toContain('“路”最多 1,200,000.00 元，此前已安排 410,000.00 元，方案再给 800,000.00 元')
    expect(said([had(9)], [], asked)).toContain('“路”至少 900,000.00 元，此前安排的现在只有 90,000.00 元，方案再给 800,000.00 元')
  })

  test('a plan from before limits counted what was given is judged as it was solved', () => {
    const { limitsCountGiven: _, ...older } = stored({ ...t, villageMaxFen: null })
    expect(checkLimits({ ...plan, settings: { terms: older as StoredTerms } }, { given: [had(99)], kept: [] }, names).ok).toBe(true)
  })

  test('a floor that what is kept and given does not reach is named', () => {
    const higher = { ...t, limits: [{ ...t.limits[0]!, minFen: 90n * WAN }] }
    expect(unmetFloors(higher, plan, new Map([['limit:0', fen(10n * WAN)]]))).toEqual([])
    expect(unmetFloors(higher, plan, new Map()).map((n) => n.zh)).toEqual(['口径里“路”的下限是 900,000.00 元，调整以后只有 800,000.00 元'])
  })
})
