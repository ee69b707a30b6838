import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../../bench/allocation/generate.ts'
import { fen } from '#kernel/money.ts'
import { checkByHand, type HandSlice, measuresBeside, type Parent, sameSlices, slicesOf, unitsOf } from './desk.model.ts'
import { offers, rulesOf } from './desk-partners.model.ts'
import { type Mend, type Names, oneForEachIdleLot, tell, toldRules } from './desk-words.model.ts'
import { compatibility } from './engine/compatible.ts'
import type { Instance, Lot, Project } from './engine/format.ts'
import { RESULT_FORMAT } from './engine/format.ts'
import { greedyPlan } from './engine/greedy.ts'
import { prepare } from './engine/prepare.ts'
import { toResult } from './engine/result.ts'
import { verify } from './engine/verify.ts'

const STEP = 100n
const places = new Map<string, string>()
const names: Names = { lot: (id) => `资金${id}`, project: (id) => `项目${id}`, group: (id) => ({ zh: `片区${id}`, en: `area ${id}` }) }
const parentOf = (instance: Instance): Parent => ({ instance, step: STEP, result: toResult(greedyPlan(prepare(instance)), 'feasible') })

const lot = (id: string, more: Partial<Lot> = {}): Lot => ({
  id,
  dept: '财政局',
  ledger: 'A',
  level: 'county',
  amount: 100,
  from: 2017,
  to: 2017,
  categories: ['road'],
  household: false,
  regions: null,
  industries: null,
  maxShare: null,
  minShare: null,
  caps: [],
  ...more,
})
const project = (id: string, need: number, more: Partial<Project> = {}): Project => ({
  id,
  region: 'T',
  village: null,
  category: 'road',
  industry: null,
  poverty: true,
  agri: true,
  household: false,
  banned: false,
  statutory: false,
  score: 10,
  benefit: 10,
  households: 1,
  phases: [{ year: 2017, need }],
  units: null,
  match: null,
  maxDebtShare: null,
  ...more,
})
const small = (more: Partial<Instance> = {}): Instance => ({
  format: 'fund-alloc-instance/1',
  name: '小方案',
  seed: 1,
  years: [2017],
  rules: { grain: 1, minSlice: 10, maxSources: 2, objectives: ['statutory', 'benefit', 'debt', 'ledgerA', 'expiring', 'slices'] },
  regions: [{ id: 'T', parent: null, kind: 'township' }],
  lots: [lot('A1'), lot('B1', { ledger: 'B' })],
  projects: [project('P1', 60), project('P2', 60), project('P3', 500)],
  groups: [],
  overrides: { pin: [], forbid: [], include: [], exclude: [] },
  ...more,
})
const slice = (lotId: string, projectId: string, steps: number, year = 2017): HandSlice => ({
  lotId,
  projectId,
  year,
  amountFen: fen(BigInt(steps) * STEP),
})
const empty = (instance: Instance): Parent => ({
  instance,
  step: STEP,
  result: { format: RESULT_FORMAT, instance: instance.name, status: 'feasible', funded: [], slices: [], unfunded: [], idle: [] },
})
const told = (instance: Instance, slices: readonly HandSlice[]) => {
  const parent = empty(instance)
  return checkByHand(parent, '手工', slices).violations.map(tell(parent, slices, names, places))
}

/** The slices after the change that a sentence offers. */
function mended(slices: readonly HandSlice[], mend: Mend): HandSlice[] {
  const { projectId, year } = mend
  const amounts = new Map(slices.filter((s) => s.projectId === projectId && s.year === year).map((s) => [s.lotId, s.amountFen as bigint]))
  amounts.set(mend.lotId, amounts.get(mend.lotId)! - BigInt(mend.amount) * STEP)
  amounts.set(mend.byLotId, (amounts.get(mend.byLotId) ?? 0n) + BigInt(mend.amount) * STEP)
  const others = slices.filter((s) => s.projectId !== projectId || s.year !== year)
  const own = [...amounts]
    .filter(([, amount]) => amount > 0n)
    .map(([lotId, amount]) => ({ lotId, projectId, year, amountFen: fen(amount) }))
  return [...others, ...own]
}

describe('on a county', () => {
  let county: Instance
  let parent: Parent
  beforeAll(() => {
    county = generate('county', 5)
    parent = parentOf(county)
  })

  test('every lot is either allowed by the engine or has reasons, and never both', () => {
    const rules = rulesOf(county, places)
    const engine = compatibility(county)
    let [allowed, forbidden] = [0, 0]
    for (const l of county.lots)
      for (const p of county.projects)
        for (const { year } of p.phases) {
          const because = rules(l, p, year)
          const may = engine.may(l, p, year) === null
          if ((because.length === 0) !== may) expect({ lot: l.id, project: p.id, year, because, may }).toBeNull()
          if (may) allowed++
          else forbidden++
        }
    expect(allowed).toBeGreaterThan(100)
    expect(forbidden).toBeGreaterThan(100)
  })

  test('the most that is offered breaks nothing that one slice can break; where nothing is offered there are reasons', () => {
    const slices = slicesOf(parent).filter((_, i) => i % 3 !== 0)
    const broken = (list: readonly HandSlice[]) =>
      new Set(
        checkByHand(parent, county.name, list)
          .violations.filter((v) => !['in-full', 'waterfall', 'group-min', 'match', 'smallest-slice', 'include', 'pin'].includes(v.rule))
          .map((v) => `${v.rule} ${v.at}`),
      )
    const before = broken(slices)
    const offer = offers(parent, slices, places, (id) => ({ zh: id, en: id }))
    let tried = 0
    for (const l of county.lots.slice(0, 12))
      for (const p of county.projects)
        for (const { year, most, because } of offer(l, p)) {
          expect(most > 0).toBe(because.length === 0)
          if (most === 0 || tried > 60) continue
          tried++
          const same = slices.find((s) => s.lotId === l.id && s.projectId === p.id && s.year === year)
          const rest = slices.filter((s) => s !== same)
          const amountFen = fen((same?.amountFen ?? 0n) + BigInt(most) * STEP)
          const after = broken([...rest, { lotId: l.id, projectId: p.id, year, amountFen }])
          expect([...after].filter((x) => !before.has(x))).toEqual([])
        }
    expect(tried).toBeGreaterThan(20)
  })

  test('a plan taken as it is passes; without some of its projects it passes with reasons that the independent check believes', () => {
    const all = slicesOf(parent)
    expect(sameSlices(all, [...all].reverse())).toBe(true)
    expect(checkByHand(parent, county.name, all).violations).toEqual([])
    const gone = new Set(parent.result.funded.slice(0, 4).map((f) => f.project))
    const rest = all.filter((s) => !gone.has(s.projectId))
    let found = checkByHand(parent, '手工', rest)
    expect(found.violations.filter((v) => v.rule !== 'waterfall')).toEqual([])
    let slices: readonly HandSlice[] = rest
    for (let round = 0; round < 200 && found.kept === null; round++) {
      const mend = tell(parent, slices, names, places)(found.violations[0]!).mend!
      slices = mended(slices, mend)
      found = checkByHand(parent, '手工', slices)
    }
    expect(verify(found.kept!.instance, found.kept!.result)).toEqual([])
    expect(found.leftOut.length).toBeGreaterThan(0)
    for (const id of found.leftOut) expect(found.kept!.result.unfunded.find((u) => u.project === id)!.reason).toBe('EXCLUDED')
  })
})

describe('a plan by hand', () => {
  test('is kept with true reasons: left out by hand where the rest could pay, too big where it could not', () => {
    const parent = empty(small())
    const { kept, leftOut } = checkByHand(parent, '手工', [slice('A1', 'P1', 60)])
    expect(leftOut).toEqual(['P2'])
    expect(kept!.result.unfunded.map((u) => [u.project, u.reason])).toEqual([
      ['P2', 'EXCLUDED'],
      ['P3', 'TOO_BIG_FOR_COMPATIBLE_LOTS'],
    ])
    expect(kept!.result.idle.map((i) => [i.lot, i.amount])).toEqual([
      ['A1', 40],
      ['B1', 100],
    ])
    expect(verify(kept!.instance, kept!.result)).toEqual([])
  })

  test('keeps the proven bound of the plan it began from, and drops one that it beats', () => {
    const instance = small()
    const with_ = (benefit: number): Parent => ({ ...empty(instance), result: { ...empty(instance).result, bounds: { benefit } } })
    expect(checkByHand(with_(25), '手工', [slice('A1', 'P1', 60)]).kept!.result.bounds).toEqual({ benefit: 25 })
    const beaten = checkByHand(with_(5), '手工', [slice('A1', 'P1', 60)])
    expect([beaten.violations, beaten.kept!.result.bounds]).toEqual([[], undefined])
  })

  test('counts units by the fullest year', () => {
    const p = project('P', 10, {
      units: { min: 2, max: 5 },
      phases: [
        { year: 2017, need: 10 },
        { year: 2018, need: 20 },
      ],
    })
    const units = (a: number, b: number) =>
      unitsOf(
        p,
        new Map([
          [2017, a],
          [2018, b],
        ]),
      )
    expect([units(0, 0), units(30, 60), units(31, 60), units(10, 60), units(990, 0)]).toEqual([2, 3, 4, 3, 5])
  })

  test('stands beside the plan it began from, in exact fen', () => {
    const parent = { ...empty(small()), result: checkByHand(empty(small()), '小方案', [slice('A1', 'P1', 60)]).kept!.result }
    const rows = measuresBeside(parent, [slice('A1', 'P1', 60), slice('A1', 'P2', 40), slice('B1', 'P2', 20)])
    expect(Object.fromEntries(rows.map((r) => [r.key, [r.original, r.now]]))).toEqual({
      benefit: ['10', '20'],
      funded: ['1', '2'],
      allocated: ['6000', '12000'],
      ledgerA: ['6000', '10000'],
      debt: ['0', '0'],
      slices: ['1', '3'],
      idle: ['14000', '8000'],
    })
  })
})

describe('what is broken is told in words', () => {
  test.each<[string, Instance, HandSlice[], string[]]>([
    [
      'paid in part',
      small(),
      [slice('A1', 'P1', 50)],
      ['项目P1（2017 年）需要 60.00 元，安排了 50.00 元，还差 10.00 元；项目要么付清，要么不安排'],
    ],
    [
      'overdrawn',
      small(),
      [slice('A1', 'P1', 60), slice('A1', 'P2', 60)],
      ['“资金A1”共 100.00 元，安排了 120.00 元，超出 20.00 元；请从它付的项目里收回'],
    ],
    [
      'a use that does not fit',
      small({ lots: [lot('A1', { categories: ['water'] })] }),
      [slice('A1', 'P1', 60)],
      ['“资金A1”不能付 项目P1（2017 年）：资金文件只允许用于饮水水利，项目属于道路桥梁。请收回这一笔'],
    ],
    [
      'a scrap of money',
      small(),
      [slice('A1', 'P1', 55), slice('B1', 'P1', 5)],
      ['“资金B1”给 项目P1（2017 年）的 5.00 元低于一笔最少 10.00 元；请加到 10.00 元以上，或收回并到别的资金上'],
    ],
    [
      'too many sources',
      small({ lots: [lot('A1'), lot('A2'), lot('A3')] }),
      [slice('A1', 'P1', 20), slice('A2', 'P1', 20), slice('A3', 'P1', 20)],
      ['项目P1（2017 年）用了 3 笔资金，最多 2 笔；请把小的并到大的上'],
    ],
    [
      'more than its share',
      small({ lots: [lot('A1', { maxShare: 0.5 }), lot('A2')] }),
      [slice('A1', 'P1', 40), slice('A2', 'P1', 20)],
      ['“资金A1”给 项目P1（2017 年）的 40.00 元超过它在一个项目里最多 30.00 元；请减少 10.00 元'],
    ],
    [
      'too much debt',
      small({ lots: [lot('C1', { ledger: 'C', level: 'debt' })], projects: [project('P1', 60, { maxDebtShare: 0.5 })] }),
      [slice('C1', 'P1', 60)],
      ['项目P1（2017 年）用融资 60.00 元，最多 30.00 元；请换下 30.00 元'],
    ],
    [
      'too little co-funding',
      small({ lots: [lot('A1', { level: 'central' })], projects: [project('P1', 60, { match: { levels: ['county'], minShare: 0.5 } })] }),
      [slice('A1', 'P1', 60)],
      ['项目P1（2017 年）的配套资金只有 0.00 元，至少要 30.00 元；请用县区级的资金补足 30.00 元'],
    ],
    [
      'a group passed',
      small({ groups: [{ id: 'G', region: null, village: null, projects: ['P1'], years: null, min: 0, max: 50 }] }),
      [slice('A1', 'P1', 60)],
      ['“片区G”合计安排 60.00 元，最多 50.00 元，超出 10.00 元；请撤下其中的项目'],
    ],
    [
      'what the terms demand and forbid',
      small({ overrides: { pin: [{ lot: 'B1', project: 'P1', year: null, amount: 20 }], forbid: [], include: ['P2'], exclude: ['P1'] } }),
      [slice('A1', 'P1', 60)],
      [
        '项目P2 在测算口径里必须安排，现在没有安排；请给它安排资金',
        '项目P1 在测算口径里本次不参加，现在安排了资金；请撤下',
        '测算口径里写明“资金B1”给 项目P1（2017 年）至少 20.00 元，现在是 0.00 元；请补足',
      ],
    ],
    ['a lot of another plan', small(), [slice('X', 'P1', 60)], ['“资金X”给 项目P1（2017 年）这一笔不在方案的资金和项目里；请收回']],
  ])('%s', (_, instance, slices, expected) => {
    expect(told(instance, slices).map((t) => t.text.zh)).toEqual(expected)
  })

  test('an amount between two steps names both', () => {
    const parent = empty(small())
    const slices = [{ ...slice('A1', 'P1', 60), amountFen: fen(6050n) }]
    const [first] = checkByHand(parent, '手工', slices).violations.map(tell(parent, slices, names, places))
    expect(first!.text.zh).toBe('“资金A1”给 项目P1 的 60.50 元不是 1.00 元的整数倍；请改为 60.00 或 61.00 元')
  })

  test('weaker money while stronger lies idle names the money that can take over, and the change mends it', () => {
    const parent = empty(small())
    const slices = [slice('B1', 'P1', 60)]
    const [found] = checkByHand(parent, '手工', slices).violations.map(tell(parent, slices, names, places))
    expect(found!.text.zh).toBe('项目P1（2017 年）用了统筹专账的“资金B1”，而扶贫专账的“资金A1”闲着，可以接替 60.00 元；请先用扶贫专账的钱')
    const { mend } = found!
    expect(mend).toEqual({ lotId: 'B1', byLotId: 'A1', projectId: 'P1', year: 2017, amount: 60 })
    expect(checkByHand(parent, '手工', [slice(mend!.byLotId, 'P1', mend!.amount)]).violations).toEqual([])
  })

  test('idle stronger money is hinted at while other rules are still broken', () => {
    const parent = empty(small())
    const { hints, violations } = checkByHand(parent, '手工', [slice('B1', 'P1', 60), slice('B1', 'P2', 50)])
    expect(violations.map((v) => v.rule)).not.toContain('waterfall')
    expect(hints.map((v) => v.at)).toContain('B1→P1 2017')
  })

  test('every rule of the independent check has a sentence', () => {
    const engine = ['verify.ts', 'verify-books.ts', 'verify-waterfall.ts', 'verify-reasons.ts', 'verify-bound.ts']
    const text = engine.map((file) => readFileSync(join(import.meta.dirname, 'engine', file), 'utf8')).join('\n')
    const rules = new Set([...text.matchAll(/(?:say|bad)\(\s*'([a-z-]+)'/g)].map((m) => m[1]!))
    const claims = ['format', 'instance', 'infeasible', 'unfunded', 'reason', 'idle', 'bound', 'certificate']
    expect(rules.size).toBeGreaterThan(20)
    expect([...rules].filter((rule) => !claims.includes(rule) && !toldRules.includes(rule))).toEqual([])
  })
})

test('one idle lot that could take over at many places is told once, with how many there are', () => {
  const told = (rule: string, projectId: string, byLotId: string | null) => ({
    rule,
    text: { zh: `${projectId}请先用`, en: `${projectId} first` },
    lotId: 'L9',
    projectId,
    year: 2017,
    mend: byLotId === null ? null : { lotId: 'L9', byLotId, projectId, year: 2017, amount: 1 },
  })
  const all = [
    told('waterfall', 'P1', 'L1'),
    told('in-full', 'P5', null),
    told('waterfall', 'P2', 'L1'),
    told('waterfall', 'P3', 'L2'),
    told('waterfall', 'P4', 'L1'),
    told('waterfall', 'P6', null),
    told('waterfall', 'P7', null),
  ]
  const once = oneForEachIdleLot(all, { lot: (id) => `资金${id}` })
  expect(once.map((t) => [t.projectId, t.text.zh])).toEqual([
    ['P1', 'P1请先用。能由“资金L1”接替的还有 2 处，替换到它用完为止'],
    ['P5', 'P5请先用'],
    ['P3', 'P3请先用'],
    ['P6', 'P6请先用'],
    ['P7', 'P7请先用'],
  ])
})
