/**
 * Explanations of a plan through the real endpoints: a small district is solved, then every project without money and every lot with money
 * left says why in numbers, and the smallest change that would help. Shares of places and scatter are read from the same books.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { servicesOn } from '#app/open.ts'
import * as allocation from '#features/allocation/allocation.contract.ts'
import { allocationRoutes } from '#features/allocation/allocation.routes.ts'
import * as contract from '#features/allocation/insight.contract.ts'
import { insightRoutes } from '#features/allocation/insight.routes.ts'
import { SolveRuns } from '#features/allocation/solve-runs.commands.ts'
import { canonical } from '#kernel/json.ts'
import { must, type Outcome } from '#kernel/outcome.ts'
import type { Database } from '#platform/db/database.ts'
import type { Binding } from '#platform/http/bind.ts'
import { engines } from '../support/database.ts'
import { World } from '../support/world.ts'

interface Words {
  readonly zh: string
}
interface Change {
  readonly kind: string
  readonly text: Words
  readonly sizeFen: string
  readonly shiftedFen: string
}
interface Unfunded {
  readonly projectId: string
  readonly name: string
  readonly cause: string
  readonly facts: readonly Words[]
  readonly best: Change | null
}
interface Idle {
  readonly lotId: string
  readonly amountFen: string
  readonly facts: readonly Words[]
  readonly best: (Change & { readonly projectId: string | null; readonly usesFen: string }) | null
}
interface Insight {
  readonly unfunded: readonly Unfunded[]
  readonly idle: readonly Idle[]
  readonly worth: { readonly lots: readonly { readonly id: string; readonly points: string }[] } | null
  readonly mayResolve: boolean
  readonly fairness: {
    readonly places: readonly {
      readonly id: string
      readonly households: number
      readonly beforeFen: string
      readonly planFen: string
      readonly perHouseholdAfterFen: string | null
    }[]
    readonly spreads: readonly { readonly level: string; readonly after: { readonly gini: string | null } }[]
  }
  readonly scatter: readonly { readonly key: string; readonly plan: string; readonly greedy: string }[]
  readonly lapses: readonly { readonly year: number; readonly usedFen: string; readonly leftFen: string }[]
}

describe.each(engines())('on $name', ({ open }) => {
  let database: Database
  let w: World
  let runs: SolveRuns
  let bindings: readonly Binding[]
  let [roads, waters] = ['', '']
  let [begun, longRoad, shortRoad, well, school] = ['', '', '', '', '']
  let planId = ''
  let insight: Insight

  async function ask<T>(endpoint: { method: string; path: string }, parts: { params?: object; body?: object } = {}): Promise<T> {
    const binding = bindings.find((b) => b.endpoint.path === endpoint.path && b.endpoint.method === endpoint.method)!
    const outcome = (await binding.handle({ actor: w.actor('pool_office'), query: {}, ...parts } as never)) as Outcome<unknown>
    const value = must(outcome)
    return JSON.parse(canonical(value)) as T
  }

  beforeAll(async () => {
    database = await open()
    w = await World.open(database)
    const services = { ...servicesOn(database), clock: w.clock }
    runs = new SolveRuns(services)
    bindings = [...allocationRoutes(services, runs), ...insightRoutes(services)]
    ;[roads, waters] = (await w.lots(
      { docNo: '路〔2017〕1号', fundName: '道路资金', uses: ['road'], amountFen: 700_00n, usableTo: 2017 },
      { docNo: '水〔2017〕1号', fundName: '饮水资金', uses: ['water'], amountFen: 300_00n, book: 'coordination' },
    )) as [string, string]
    ;[begun, longRoad, shortRoad, well, school] = (await w.projects(
      { name: '已安排的路', category: 'road', needFen: 200_00n, place: '202201' },
      { name: '长路', category: 'road', needFen: 400_00n },
      { name: '短路', category: 'road', needFen: 300_00n },
      { name: '水井', category: 'water', needFen: 250_00n },
      { name: '学校', category: 'education', needFen: 60_00n },
    )) as [string, string, string, string, string]
    await w.receive([roads, 700_00n], [waters, 300_00n])
    await w.reserve(begun, [roads, 200_00n])
    w.goTo('2017-04-18')
    const { runId } = await ask<{ runId: string }>(allocation.solvePlan, {
      body: { name: '方案', year: 2017, maxSources: 2, minSliceFen: 10_00n, seconds: 30 },
    })
    for (;;) {
      const run = await ask<{ state: string; planId: string | null; message: Words | null }>(allocation.solveProgress, {
        params: { runId },
      })
      if (run.state !== 'running') {
        expect(run.message).toBeNull()
        planId = run.planId!
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    insight = await ask<Insight>(contract.planInsight, { params: { id: planId } })
  })
  afterAll(() => runs.stopAll())

  const unfunded = (id: string) => insight.unfunded.find((u) => u.projectId === id)!

  test('a road whose money went to another says what was left, who has it, and the least money that would pay it', () => {
    expect(insight.unfunded.map((u) => u.projectId).sort()).toEqual([shortRoad, school].sort())
    const short = unfunded(shortRoad)
    expect(short.cause).toBe('money-gone')
    expect(short.facts.map((f) => f.zh).join('')).toMatch(/需 300 元.*原有 500 元，只剩 100 元，差 200 元.*长路 400 元/)
    expect(short.best).toMatchObject({ kind: 'more-money', sizeFen: '20000', shiftedFen: '0' })
    expect(short.best!.text.zh).toBe('资金“道路资金（路〔2017〕1号）”再增加 200 元')
  })

  test('a school that no lot may pay names the nearest lots with the rule between, and the use that would help', () => {
    const it = unfunded(school)
    expect(it.cause).toBe('no-lot')
    const facts = it.facts.map((f) => f.zh)
    expect(facts[0]).toContain('没有一笔资金可以支付')
    expect(facts[1]).toContain('道路资金（路〔2017〕1号）”（剩 100 元）：只用于道路桥梁，项目为教育扶贫')
    expect(it.best).toMatchObject({ kind: 'use', sizeFen: '6000' })
    expect(it.best!.text.zh).toContain('增加用途“教育扶贫”')
  })

  test('opened alone it says every change that was proven, smallest first', async () => {
    const one = await ask<Unfunded & { readonly remedies: readonly Change[] }>(contract.projectInsight, {
      params: { id: planId, projectId: shortRoad },
    })
    const sizes = one.remedies.map((r) => BigInt(r.sizeFen))
    expect(sizes).toEqual([...sizes].sort((a, b) => Number(a - b)))
    expect(one.remedies.find((r) => r.kind === 'smaller')).toMatchObject({ sizeFen: '20000' })
    const funded = ask(contract.projectInsight, { params: { id: planId, projectId: longRoad } })
    await expect(funded).rejects.toMatchObject({ refusal: { code: 'project_has_money' } })
  })

  test('money that is left names the nearest project and what would use it', async () => {
    expect(Object.fromEntries(insight.idle.map((i) => [i.lotId, i.amountFen]))).toEqual({ [roads]: '10000', [waters]: '5000' })
    const water = insight.idle.find((i) => i.lotId === waters)!
    expect(water.facts.map((f) => f.zh).join('')).toMatch(/原有 300 元，还剩 50 元.*项目“学校”（需 60 元）：只用于饮水水利，项目为教育扶贫/)
    const one = await ask<Idle & { readonly remedies: readonly NonNullable<Idle['best']>[] }>(contract.lotInsight, {
      params: { id: planId, lotId: waters },
    })
    expect(one.remedies.find((r) => r.projectId === school)!.text.zh).toBe(
      '资金“饮水资金（水〔2017〕1号）”增加用途“教育扶贫”（须经下达部门同意），同时2017 年规模减少 10 元',
    )
    expect(one.remedies.at(-1)).toMatchObject({ kind: 'new-project', projectId: null, usesFen: '5000' })
  })

  test('places: what they had, what the plan gives, per household; the books before the plan alone count as before', () => {
    const of = (code: string) => insight.fairness.places.find((p) => p.id === `${w.district}${code}`)!
    expect(of('202201')).toMatchObject({ households: 20, beforeFen: '20000', planFen: '0', perHouseholdAfterFen: '1000' })
    expect(of('201201')).toMatchObject({ households: 80, beforeFen: '0', planFen: '65000', perHouseholdAfterFen: '812' })
    const village = insight.fairness.spreads.find((s) => s.level === 'village')!
    expect(Number(village.after.gini)).toBeGreaterThan(0)
    expect(Number(village.after.gini)).toBeLessThan(0.2)
  })

  test('scatter stands beside the habit; money that lapses this year is counted as used and left', () => {
    const of = (key: string) => insight.scatter.find((s) => s.key === key)!
    expect(of('smallest')).toMatchObject({ plan: '25000' })
    expect(of('sources')).toMatchObject({ plan: '1' })
    expect(of('expiringUsed')).toMatchObject({ plan: '40000' })
    expect(insight.lapses).toEqual([
      expect.objectContaining({ year: 2017, usedFen: '40000', leftFen: '10000' }),
      expect.objectContaining({ year: 2018, usedFen: '25000', leftFen: '5000' }),
    ])
  })

  test('solved again with more money in each lot, the gain is exact', async () => {
    expect(insight.mayResolve).toBe(true)
    const { lots } = await ask<{ lots: readonly { id: string; gain: string; exact: boolean }[] }>(contract.resolvedWorth, {
      params: { id: planId },
    })
    expect(lots.find((l) => l.id === roads)).toMatchObject({ gain: '120', exact: true })
    expect(lots.find((l) => l.id === waters)).toMatchObject({ gain: '0', exact: true })
  })

  test('the list of unfunded projects goes out as a spreadsheet', async () => {
    const sent: { name?: string; bytes?: Buffer } = {}
    const reply = {
      type: () => reply,
      header: (_: string, value: string) => {
        sent.name = decodeURIComponent(value)
        return reply
      },
      send: (bytes: Buffer) => {
        sent.bytes = bytes
        return reply
      },
    }
    const binding = bindings.find((b) => b.endpoint.path === contract.exportUnfunded.path)!
    await binding.handle({ actor: w.actor('pool_office'), query: {}, params: { id: planId }, reply } as never)
    expect(sent.name).toContain('方案未安排项目.xlsx')
    expect(sent.bytes!.subarray(0, 2).toString()).toBe('PK')
    expect(well).not.toBe('')
  })
})
