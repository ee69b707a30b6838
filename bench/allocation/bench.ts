/**
 * `tsx bench/allocation/bench.ts [class…]`: for each class one line per method — ours, the greedy habit and, where it
 * is small enough, HiGHS on the plain slice-by-slice formulation with the same time — with time, proven gap, debt, slices and memory.
 * A busy machine gives a run less processor time than its clock says, so our line tells that time and the machine's load too.
 * Gaps are against the bound that our certificate proves, recomputed by the independent check.
 */
import { availableParallelism, loadavg } from 'node:os'
import type { Objectives } from '#features/allocation/engine/format.ts'
import { parseInstance } from '#features/allocation/engine/parse.ts'
import { greedyPlan, keepsWishes } from '#features/allocation/engine/greedy.ts'
import { Solver } from '#features/allocation/engine/linear-model.ts'
import { objectives } from '#features/allocation/engine/objectives.ts'
import { Plan } from '#features/allocation/engine/plan.ts'
import { prepare } from '#features/allocation/engine/prepare.ts'
import { objectiveCosts, readPlan, sliceModel } from '#features/allocation/engine/slice-model.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { certifiedBound, verify } from '#features/allocation/engine/verify.ts'
import { generate, SHAPES, type ShapeName } from './generate.ts'

const SECONDS: Record<ShapeName, number> = { small: 5, county: 5, city: 20, province: 120 }
const SEEDS: Record<ShapeName, readonly number[]> = { small: [1, 3], county: [1, 2, 3, 4], city: [1, 2], province: [1] }
const PLAIN: readonly ShapeName[] = ['small', 'county']

const write = (line: string) => void process.stdout.write(`${line}\n`)
const memory = () => `${Math.round(process.memoryUsage().rss / 1e6)} MB`

async function bench(name: ShapeName, seed: number, seconds: number): Promise<void> {
  const instance = generate(name, seed)
  if (!parseInstance(instance).ok) throw new Error(`${name} ${seed}: the generator made an invalid instance`)
  let began = performance.now()
  const before = process.cpuUsage()
  const result = await solve(instance, { seconds, seed })
  const took = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(before)
  const violations = verify(instance, result).length
  const bound = certifiedBound(instance, result)
  const show = (method: string, time: number, o: Objectives | null, more: string) => {
    const gap = o && bound ? `${((100 * (bound - o.benefit)) / bound).toFixed(3)} %` : '—'
    write(`| ${name} ${seed} | ${method} | ${time.toFixed(2)} s | ${gap} | ${o ? o.debt : '—'} | ${o ? o.slices : '—'} | ${more} |`)
  }
  show(
    'headgate',
    took,
    result.status === 'infeasible' ? null : objectives(instance, result),
    `${result.status}, ${violations} violations, ${memory()}, ${((user + system) / 1e6).toFixed(1)} s of processor, load ${loadavg()[0]!.toFixed(1)}`,
  )
  const prep = prepare(instance)
  began = performance.now()
  const habit = greedyPlan(prep)
  show('greedy habit', (performance.now() - began) / 1000, habit.objectives(), keepsWishes(habit) ? 'keeps every wish' : 'breaks a wish')
  if (PLAIN.includes(name)) {
    const m = sliceModel(
      new Plan(prep),
      prep.projects.map((_, p) => p),
    )
    const solver = await Solver.open(m.model)
    began = performance.now()
    solver.setCosts(objectiveCosts(m, 'benefit'))
    const run = solver.run({ deadline: began + seconds * 1000, seed, stopped: () => false })
    const plan = run.values && readPlan(m, run.values)
    show('HiGHS plain', (performance.now() - began) / 1000, plan?.objectives() ?? null, `benefit only, waterfall not kept, ${memory()}`)
    solver.close()
  }
}

const wanted = process.argv.slice(2).filter((a): a is ShapeName => a in SHAPES)
write(`${availableParallelism()} core(s) for this process, load ${loadavg()[0]!.toFixed(1)} at the start\n`)
write('| instance | method | time | proven gap | debt, yuan | slices | notes |')
write('|---|---|---|---|---|---|---|')
for (const name of wanted.length > 0 ? wanted : (Object.keys(SHAPES) as ShapeName[]))
  for (const seed of SEEDS[name]) await bench(name, seed, SECONDS[name])
