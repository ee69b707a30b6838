/** Every change that is proposed works on the whole problem, and one step less does not: by the independent check and by trying everything. */
import { expect, it } from 'vitest'
import { tinyInstance } from '../../../../../bench/allocation/tiny.ts'
import { bruteForce } from '../../../../../test/support/brute-force.ts'
import type { Instance, Result } from '../format.ts'
import { toResult } from '../result.ts'
import { prepare } from '../prepare.ts'
import { solve } from '../solve.ts'
import { verify } from '../verify.ts'
import { repairWaterfall } from '../waterfall.ts'
import { ruleReader } from './broken-rules.ts'
import { applyChange, type Change, NEW_PROJECT, oneStepLess } from './changes.ts'
import { aloneWithRest, planOf, type Rest, restOf } from './rest.ts'
import { remediesOf } from './smallest.ts'
import { idleRemedies } from './why-idle.ts'

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1)

async function solved(seed: number): Promise<Rest | null> {
  const instance = tinyInstance(seed)
  const result = await solve(instance, { seconds: 10, seed }).catch(() => null)
  return result === null || result.status === 'infeasible' ? null : restOf(instance, result)
}

/** The whole changed problem with the new slices, as the independent check sees it; debt is put last again, nobody gets less. */
function broken(rest: Rest, change: Change, project: string, slices: Result['slices']): readonly unknown[] {
  const whole = applyChange(rest.instance, change)
  const units = whole.projects.find((p) => p.id === project)!.units?.min ?? 1
  const others = rest.result.slices
  const plan = planOf(prepare(whole), { funded: [...rest.result.funded, { project, units }], slices: [...others, ...slices] })
  repairWaterfall(plan)
  const result = toResult(plan, 'feasible')
  for (const f of rest.result.funded) expect(result.funded).toContainEqual(f)
  // A change may make room for further projects as well; their stated reasons are then old, which breaks no rule of money.
  return verify(whole, result).filter((v) => v.rule !== 'reason')
}

/** Whether any way of paying the project from what the plan leaves exists, by trying all of them. */
function anyWay(rest: Rest, project: string, change: Change): boolean {
  const own = rest.projects.get(project) ?? applyChange(rest.instance, change).projects.find((p) => p.id === project)!
  const alone: Instance = aloneWithRest(rest, own)
  const changed = project === NEW_PROJECT ? alone : applyChange(alone, change)
  return bruteForce({ ...changed, overrides: { ...changed.overrides, include: [project] } }) !== null
}

/** Changes that are several in one are smallest in the last part, with the others as they are. */
function less(rest: Rest, change: Change): Change | null {
  if (change.kind !== 'together') return oneStepLess(rest.instance, change)
  const last = oneStepLess(rest.instance, change.parts.at(-1)!)
  return last && { kind: 'together', parts: [...change.parts.slice(0, -1), last] }
}

it('proposes only changes that work, and amounts that cannot be smaller', async () => {
  const seen = new Map<string, number>()
  let smaller = 0
  for (const seed of SEEDS) {
    const rest = await solved(seed)
    if (!rest) continue
    for (const project of rest.unfunded) {
      const { found, asItIs } = await remediesOf(rest, ruleReader(rest.instance), project)
      if (asItIs) expect(found).toEqual([])
      for (const { change, slices, size } of found) {
        seen.set(change.kind, (seen.get(change.kind) ?? 0) + 1)
        expect(broken(rest, change, project.id, slices), `${seed} ${project.id} ${change.kind}`).toEqual([])
        expect(size).toBeGreaterThanOrEqual(0)
        const step = less(rest, change)
        if (!step) continue
        smaller++
        expect(anyWay(rest, project.id, step), `${seed} ${project.id} ${JSON.stringify(change)}`).toBe(false)
      }
      const sizes = found.map((f) => f.size)
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    }
  }
  expect(smaller).toBeGreaterThan(30)
  for (const kind of ['more-money', 'new-money', 'smaller', 'group-max', 'use', 'region', 'year', 'admit'])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0)
})

it('proposes for idle money only changes that use it', async () => {
  let used = 0
  for (const seed of SEEDS.slice(0, 20)) {
    const rest = await solved(seed)
    if (!rest) continue
    for (const idle of rest.result.idle) {
      const { found } = await idleRemedies(rest, ruleReader(rest.instance), idle.lot, new Map())
      for (const { change, slices, project, uses } of found) {
        used++
        expect(uses).toBeGreaterThan(0)
        const taken = slices.filter((s) => s.lot === idle.lot).reduce((sum, s) => sum + s.amount, 0)
        expect(uses).toBe(Math.min(taken, idle.amount))
        expect(broken(rest, change, project, slices), `${seed} ${idle.lot} ${change.kind}`).toEqual([])
      }
    }
  }
  expect(used).toBeGreaterThan(20)
})
