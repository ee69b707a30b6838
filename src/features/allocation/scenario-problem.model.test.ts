/** A scenario becomes the solver's problem exactly, or is refused in words that name the term and the remedy. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { scenarioLimits } from '#policy/scenario-terms.ts'
import type { Region, Result } from './engine/format.ts'
import { solve } from './engine/solve.ts'
import { verify } from './engine/verify.ts'
import { buildInstance, type LotSupply, openPhases, toFen } from './instance.model.ts'
import { buildProblem, circleOf } from './scenario-problem.model.ts'
import { structureFindings } from './scenario-checks.model.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'
import { conflictWords, saidTerms } from './scenario-words.model.ts'
import { build, lot, namesOf, problem, project, REGIONS, terms, WAN, WORLD, worldOf } from '../../../test/support/made-world.ts'

/** `field: sentence` of each finding. */
function refusedWith(more: Partial<ScenarioTerms>, world = WORLD): string[] {
  const outcome = build(terms(more), world)
  expect(outcome.ok).toBe(false)
  return outcome.ok ? [] : (outcome.refusal.findings ?? []).map((f) => `${f.field}: ${f.message.zh}`)
}

describe('the problem', () => {
  test('carries every term of the scenario', () => {
    const { instance, step } = problem({
      villageMaxFen: 90n * WAN,
      townshipMaxFen: 120n * WAN,
      maxDebtPermille: 300,
      limits: [
        { label: '茅塔片区', on: { kind: 'region', region: '420302201' }, years: null, minFen: 10n * WAN, maxFen: 100n * WAN },
        { label: '道路', on: { kind: 'category', category: 'road' }, years: [2017], minFen: 0n, maxFen: 130n * WAN },
        { label: '名单', on: { kind: 'projects', projectIds: ['P2'] }, years: null, minFen: 0n, maxFen: null },
      ],
      lots: [{ lotId: 'L2', leaveOut: false, keepBackFen: 20n * WAN, maxSharePermille: 500, minSharePermille: 200 }],
      statutoryProjects: ['P2'],
      scalable: [{ projectId: 'P1', units: 4, minUnits: 2 }],
      matching: [{ projectId: 'P2', levels: ['district'], minSharePermille: 200 }],
      pins: [{ lotId: 'L1', projectId: 'P1', year: null, amountFen: 30n * WAN }],
      bans: [{ lotId: 'L1', projectId: 'P2' }],
      includeProjects: ['P1'],
    })
    expect(step).toBe(scenarioLimits.coarsestStepFen)
    const at = (wan: number) => (wan * 1_000_000) / Number(step)
    expect(instance.lots.map((l) => [l.id, l.ledger, l.amount, l.maxShare, l.minShare])).toEqual([
      ['L1', 'A', at(100), null, null],
      ['L2', 'B', at(40), 0.5, 0.2],
    ])
    expect(instance.projects.map((p) => [p.id, p.village, p.statutory, p.units, p.phases, p.match, p.maxDebtShare])).toEqual([
      ['P1', '420302201201', false, { min: 2, max: 4 }, [{ year: 2017, need: at(20) }], null, 0.3],
      ['P2', '420302201201', true, null, [{ year: 2017, need: at(50) }], { levels: ['county'], minShare: 0.2 }, 0.3],
    ])
    expect(instance.groups.map((g) => [g.id, g.region, g.projects, g.years, g.min, g.max])).toEqual([
      ['limit:0', '420302201', null, null, at(10), at(100)],
      ['limit:1', null, ['P1', 'P2'], [2017], 0, at(130)],
      ['limit:2', null, ['P2'], null, 0, null],
      ['village:420302201201', '420302201201', null, null, 0, at(90)],
      ['township:420302201', '420302201', null, null, 0, at(120)],
    ])
    expect(instance.overrides).toEqual({
      pin: [{ lot: 'L1', project: 'P1', year: null, amount: at(30) }],
      forbid: [{ lot: 'L1', project: 'P2' }],
      include: ['P1'],
      exclude: [],
    })
  })

  test('a lot that is left out is not there, and several years are planned together', () => {
    const later = project('P3', 40, {
      phases: [
        { year: 2017, needFen: fen(20n * WAN), openFen: fen(20n * WAN) },
        { year: 2018, needFen: fen(20n * WAN), openFen: fen(20n * WAN) },
      ],
    })
    const out = [{ lotId: 'L2', leaveOut: true, keepBackFen: 0n, maxSharePermille: null, minSharePermille: null }]
    const { instance } = problem({ horizon: 2, lots: out }, worldOf([...WORLD.lots], [later]))
    expect([instance.years, instance.lots.map((l) => l.id)]).toEqual([[2017, 2018], ['L1']])
    expect(instance.projects[0]!.phases.map((p) => p.year)).toEqual([2017, 2018])
  })

  test('rounding never loosens a rule: what is spent goes down, what is asked goes up, a need is exact', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 12n })
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), amount, amount, amount, amount, (needs, has, cap, floor, slice) => {
        const demands = needs.map((n, i) => project(`P${i}`, 1, { phases: [{ year: 2017, needFen: fen(n), openFen: fen(n) }] }))
        const [least, most] = floor < cap ? [floor, cap] : [cap, floor]
        const t = terms({
          minSliceFen: slice,
          villageMaxFen: cap,
          limits: [{ label: 'x', on: { kind: 'category', category: 'road' }, years: null, minFen: least, maxFen: most }],
          pins: [{ lotId: 'L1', projectId: 'P0', year: null, amountFen: floor }],
        })
        const { instance, step } = buildInstance('x', t, [lot('L1', 1, { availableFen: fen(has) })], demands, REGIONS)
        const [limit, village] = instance.groups
        instance.projects.forEach((p, i) => expect(toFen(p.phases[0]!.need, step)).toBe(needs[i]))
        for (const l of instance.lots) expect(toFen(l.amount, step)).toBeLessThanOrEqual(has)
        expect(toFen(limit!.min, step)).toBeGreaterThanOrEqual(least)
        expect(toFen(limit!.max!, step)).toBeLessThanOrEqual(most)
        expect(toFen(village!.max!, step)).toBeLessThanOrEqual(cap)
        expect(toFen(instance.rules.minSlice, step)).toBeGreaterThanOrEqual(slice)
        expect(toFen(instance.overrides.pin[0]!.amount!, step)).toBeGreaterThanOrEqual(floor)
      }),
    )
  })
})

describe('phases', () => {
  const standing = (state: string, allocatedWan: bigint) => ({
    year: 2016,
    state,
    allocatedFen: fen(allocatedWan * WAN),
    phases: [
      { year: 2016, needFen: fen(30n * WAN) },
      { year: 2017, needFen: fen(20n * WAN) },
    ],
  })

  test.each([
    ['in-library', 0n, [2017], [20n], false],
    ['funded', 30n, [2017], [20n], true],
    ['contracted', 25n, [2017], [20n], true],
    ['contracted', 42n, [2017], [8n], true],
    ['contracted', 50n, [2017], [], false],
  ])('%s with %s 万元', (state, allocated, years, open, due) => {
    const found = openPhases(standing(state, allocated), years)
    expect([found.phases.map((p) => p.openFen / WAN), found.due]).toEqual([open, due])
  })

  test('what a contract saved of the first phase is no need; what a released reservation left open is', () => {
    expect(openPhases(standing('contracted', 20n), [2016]).phases).toEqual([])
    expect(openPhases(standing('funded', 20n), [2016]).phases.map((p) => p.openFen / WAN)).toEqual([10n])
  })

  test('no fen is asked for twice or forgotten', () => {
    const need = fc.record({ year: fc.integer({ min: 2015, max: 2020 }), needFen: fc.bigInt({ min: 1n, max: 10n ** 10n }).map(fen) })
    const phases = fc.uniqueArray(need, { selector: (p) => p.year, minLength: 1 })
    fc.assert(
      fc.property(phases, fc.bigInt({ min: 0n, max: 10n ** 11n }), (list, allocated) => {
        const open = openPhases({ year: 2014, state: 'in-library', allocatedFen: fen(allocated), phases: list }, null).phases
        const all = list.reduce((sum, p) => sum + p.needFen, 0n)
        expect(open.reduce((sum, p) => sum + p.openFen, 0n)).toBe(allocated > all ? 0n : all - allocated)
      }),
    )
  })
})

describe('begun projects come first (B3)', () => {
  const begun = (id: string, wan: number, score: number) => project(id, wan, { due: true, begun: true, score })

  test('as far as lawful money exists for them, and it is said', () => {
    const world = worldOf([lot('L1', 100)], [project('P1', 60, { score: 300 }), begun('P2', 70, 1), begun('P3', 50, 2)])
    const { instance, due, notes } = problem({}, world)
    expect([due, instance.overrides.include]).toEqual([['P3'], ['P3']])
    expect(notes.map((n) => n.zh)).toEqual([
      '往年已开工的项目，后续阶段优先安排：“项目P3”',
      '往年已开工、但合规资金不够或已到上限，不能优先安排，按一般项目参加：“项目P2”',
    ])
  })

  test('no money of a lawful use: the problem stays solvable', async () => {
    const world = worldOf([lot('L1', 100, { uses: ['road'] })], [project('P1', 60), begun('P2', 10, 500)])
    const other = worldOf(world.lots as LotSupply[], [world.projects[0]!, { ...world.projects[1]!, category: 'education' }])
    const { instance, due } = problem({}, other)
    expect(due).toEqual([])
    expect((await solve(instance, { seconds: 5, seed: 1 })).status).toBe('optimal')
  })
})

describe('refused before solving, with field, value and remedy', () => {
  const pin = (amountFen: bigint | null, projectId = 'P1', lotId = 'L1', year: number | null = null) => ({
    lotId,
    projectId,
    year,
    amountFen,
  })
  const road = { kind: 'category', category: 'road' } as const
  const cases: [string, Partial<ScenarioTerms>, string, string[]][] = [
    [
      'a floor above its cap',
      { limits: [{ label: '路', on: road, years: null, minFen: 9n, maxFen: 8n }] },
      'limits.0.minFen',
      ['下限 0.09', '上限 0.08'],
    ],
    [
      'a cap below what is pinned',
      { villageMaxFen: 20n * WAN, pins: [pin(30n * WAN)] },
      'villageMaxFen',
      ['东沟村', '200,000.00', '300,000.00'],
    ],
    [
      'a limit of an area below what is pinned',
      {
        limits: [{ label: '茅塔乡', on: { kind: 'region', region: '420302201' }, years: null, minFen: 0n, maxFen: WAN }],
        pins: [pin(2n * WAN)],
      },
      'limits.0.maxFen',
      ['“茅塔乡”的上限 10,000.00', '20,000.00'],
    ],
    ['a pin of a year that is not planned', { pins: [pin(null, 'P1', 'L1', 2019)] }, 'pins.0.year', ['2019 年不在规划年度内']],
    ['an unknown lot', { pins: [pin(null, 'P1', '不存在')] }, 'pins.0.lotId', ['没有这笔资金']],
    ['an unknown project', { bans: [{ lotId: 'L1', projectId: '不存在' }] }, 'bans.0.projectId', ['没有这个项目']],
    [
      'pin and ban of one pair',
      { pins: [pin(null)], bans: [{ lotId: 'L1', projectId: 'P1' }] },
      'pins.0',
      ['既指定用于、又不得用于“项目P1”'],
    ],
    ['included and left out', { includeProjects: ['P1'], excludeProjects: ['P1'] }, 'includeProjects.0', ['既列为必须安排，又列为不参加']],
    [
      'pinned beyond the lot',
      { pins: [pin(70n * WAN), pin(40n * WAN, 'P2')] },
      'pins.0.amountFen',
      ['共指定 1,100,000.00', '1,000,000.00'],
    ],
    ['pinned beyond the need', { pins: [pin(90n * WAN)] }, 'pins.0.amountFen', ['还需 800,000.00']],
    ['money below zero', { villageMaxFen: -5n }, 'villageMaxFen', ['必须大于零']],
    ['a project without a phase in the years', { year: 2017, includeProjects: ['P9'] }, 'includeProjects.0', ['项目库里没有这个项目']],
    [
      'a floor above all needs',
      { limits: [{ label: '路', on: road, years: null, minFen: 200n * WAN, maxFen: null }] },
      'limits.0.minFen',
      ['全部需要 1,300,000.00'],
    ],
    ['units that do not divide', { scalable: [{ projectId: 'P1', units: 7, minUnits: 1 }] }, 'scalable.0.units', ['不能平均分成 7 份']],
    [
      'debt as matching money',
      { matching: [{ projectId: 'P1', levels: ['financing'], minSharePermille: 1 }] },
      'matching.0.levels',
      ['融资不能充当配套'],
    ],
    ['a share above the whole', { maxDebtPermille: 1001 }, 'maxDebtPermille', ['0% 到 100%']],
    ['a goal twice', { objectives: ['benefit', 'benefit'] }, 'objectives.1', ['列了两次']],
  ]
  test.each(cases)('%s', (_, more, field, words) => {
    const said = refusedWith(more).filter((line) => line.startsWith(`${field}: `))
    expect(said).not.toEqual([])
    for (const word of words) expect(said.join('\n')).toContain(word)
  })

  test('a pin that the lot may not pay says which rule', () => {
    const world = worldOf([lot('L1', 100, { uses: ['water'] }), lot('L2', 50, { regions: ['420302202'] })], [project('P1', 40)])
    expect(refusedWith({ pins: [pin(null)] }, world).join()).toContain('资金文件不允许该用途')
    expect(refusedWith({ pins: [pin(null, 'P1', 'L2')] }, world).join()).toContain('不在资金规定的地域内')
  })

  test('a known project with nothing open in the years', () => {
    const names = {
      ...namesOf(WORLD),
      projects: new Map([...namesOf(WORLD).projects, ['P9', { name: '旧项目', region: '420302201201', category: 'road' }]]),
    }
    const outcome = buildProblem('x', terms({ includeProjects: ['P9'] }), WORLD, names)
    expect(outcome.ok ? '' : outcome.refusal.findings![0]!.message.zh).toContain('“旧项目”在 2017 年没有待安排的年度阶段')
  })

  test('divisions in a circle', () => {
    const circle: Region[] = [...REGIONS.slice(1), { id: '420302', parent: '420302201201', kind: 'district' }]
    expect(circleOf(circle)).toEqual(['420302201', '420302', '420302201201', '420302201'])
    expect(refusedWith({}, worldOf([...WORLD.lots], [...WORLD.projects], circle)).join()).toContain('区划互为上级：茅塔乡 → 茅箭区')
  })

  test('more projects than one solve takes', () => {
    const one = project('P1', 1)
    const many = Array.from({ length: scenarioLimits.projects + 1 }, () => one)
    const outcome = build(terms({}), { ...WORLD, projects: many })
    expect(outcome.ok ? '' : outcome.refusal.code).toBe('too_many_projects')
  })

  test('no terms at all are wrong in themselves, whatever they are', () => {
    const pins = fc.record({
      lotId: fc.string(),
      projectId: fc.string(),
      year: fc.option(fc.integer()),
      amountFen: fc.option(fc.bigInt()),
    })
    const any = fc.record({ pins: fc.array(pins) })
    fc.assert(fc.property(any, (more) => void structureFindings(terms(more), namesOf(WORLD))))
  })
})

describe('solved', () => {
  const solved = async (more: Partial<ScenarioTerms>, world = WORLD): Promise<{ result: Result; t: ScenarioTerms; step: bigint }> => {
    const { instance, step } = problem(more, world)
    const result = await solve(instance, { seconds: 30, seed: instance.seed })
    if (result.status !== 'infeasible') expect(verify(instance, result)).toEqual([])
    return { result, t: terms(more), step }
  }

  test('the same scenario and seed give the same plan', async () => {
    const lots = Array.from({ length: 3 }, (_, i) => lot(`L${i}`, 30 + i * 7, i % 2 ? { book: 'coordination' } : {}))
    const projects = Array.from({ length: 7 }, (_, i) => project(`P${i}`, 12 + i * 3, { score: 60 + ((i * 37) % 50) }))
    const world = worldOf(lots, projects)
    const [one, two] = [await solved({ villageMaxFen: 90n * WAN }, world), await solved({ villageMaxFen: 90n * WAN }, world)]
    expect(one.result.status).toBe('optimal')
    expect(two.result).toEqual(one.result)
  })

  test('a project built in part keeps the price of a unit', async () => {
    const world = worldOf([lot('L1', 50)], [project('P1', 80)])
    const { result, step } = await solved({ scalable: [{ projectId: 'P1', units: 8, minUnits: 2 }] }, world)
    expect(result.funded).toEqual([{ project: 'P1', units: 5 }])
    expect(toFen(result.slices[0]!.amount, step)).toBe(50n * WAN)
  })

  test('what cannot be kept together is named in the words of the scenario', async () => {
    const { result, t } = await solved({
      includeProjects: ['P2'],
      limits: [{ label: '茅塔乡', on: { kind: 'region', region: '420302201' }, years: null, minFen: 0n, maxFen: 100n * WAN }],
      pins: [{ lotId: 'L1', projectId: 'P1', year: null, amountFen: 60n * WAN }],
    })
    const words = conflictWords(result, t, namesOf(WORLD))!
    expect(words.terms.map((w) => w.field)).toEqual(['limits.0', 'pins.0', 'includeProjects.0'])
    expect(words.sentence.zh).toBe(
      '“茅塔乡”（区域：茅塔乡）上限 1,000,000.00 元、指定“资金L1”用于“项目P1”，不少于 600,000.00 元 与 必须安排“项目P2” 不能同时满足。放宽其中任何一条即可。',
    )
  })

  test('a cap of places that clashes with wishes is named with its place', async () => {
    const { result, t } = await solved({ villageMaxFen: 100n * WAN, includeProjects: ['P1', 'P2'] })
    const words = conflictWords(result, t, namesOf(WORLD), new Map([['P1', 80n * WAN]]))!
    expect(words.sentence.zh).toContain('一个村的上限（东沟村）1,000,000.00 元')
    expect(words.sentence.zh).toContain('必须安排“项目P1”（需要 800,000.00 元）')
  })

  test('every term has its sentence', () => {
    const t = terms({
      limits: [{ label: '路', on: { kind: 'category', category: 'road' }, years: [2017], minFen: WAN, maxFen: null }],
      lots: [{ lotId: 'L1', leaveOut: false, keepBackFen: WAN, maxSharePermille: 505, minSharePermille: null }],
      matching: [{ projectId: 'P1', levels: ['province', 'district'], minSharePermille: 200 }],
      pins: [{ lotId: 'L1', projectId: 'P1', year: null, amountFen: null }],
    })
    const said = saidTerms(t, namesOf(WORLD)).map((s) => s.text.zh)
    expect(said.slice(1)).toEqual([
      '一个项目一年最多用 3 笔资金，每笔不少于 10,000.00 元',
      '“路”（类别：道路桥梁）2017 年：不少于 10,000.00 元（此前安排的也算）',
      '“资金L1”：留出 10,000.00 元，在一个项目一年里最多占 50.5%',
      '“项目P1”每年至少 20% 由省级、区县级资金承担',
      '指定“资金L1”用于“项目P1”，金额不限',
    ])
    for (const { text } of saidTerms(t, namesOf(WORLD))) expect(text.zh + text.en).not.toMatch(/[{}]/)
  })
})
