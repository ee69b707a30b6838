/** What limits count beside the plan: money given before for caps of places, what an adjusted plan keeps for all of its limits. */
import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { solve } from './engine/solve.ts'
import { type Given, toFen } from './instance.model.ts'
import { checkLimits, unmetFloors } from './plan-limits.model.ts'
import type { LiveWorld } from './scenario-problem.model.ts'
import type { StoredTerms } from './scenario.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import { conflictWords } from './scenario-words.model.ts'
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

  test('an adjusted plan keeps counts in its own limits, floors and caps alike', () => {
    const limits = [
      { label: '乡', on: { kind: 'region' as const, region: '420302201' }, years: null, minFen: 60n * WAN, maxFen: 100n * WAN },
      { label: '路', on: { kind: 'category' as const, category: 'road' }, years: [2017], minFen: 0n, maxFen: 70n * WAN },
      { label: '单', on: { kind: 'projects' as const, projectIds: ['P2'] }, years: null, minFen: 10n * WAN, maxFen: null },
    ]
    const adjusted = { ...WORLD, given: [had('P8', 30), had('P7', 25), had('P2', 5)], kept: [had('P8', 30), had('P2', 5)] }
    expect(maxima({ ...caps, limits }, adjusted).max).toEqual({
      'limit:0': [25, 65],
      'limit:1': [0, 35],
      'limit:2': [5, null],
      'village:420302201201': [0, 30],
      'township:420302201': [0, 60],
    })
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
    limits: [{ label: '路', on: { kind: 'category', category: 'road' }, years: null, minFen: 90n * WAN, maxFen: 120n * WAN }],
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
  const said = (given: Given[], kept: Given[] = []) => {
    const checked = checkLimits(plan, { given, kept }, names)
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

  test('a floor that what is kept and given does not reach is named', () => {
    expect(unmetFloors(t, plan, new Map([['limit:0', fen(10n * WAN)]]))).toEqual([])
    expect(unmetFloors(t, plan, new Map()).map((n) => n.zh)).toEqual(['口径里“路”的下限是 900,000.00 元，调整以后只有 800,000.00 元'])
  })
})
