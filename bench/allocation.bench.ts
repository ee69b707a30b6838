/**
 * The allocation engine beside what else could be used, on the same instances in the same run: HiGHS, GLPK and CBC on the plain
 * formulation (bench/allocation/plain.ts) with the same time, and the spreadsheet habit. Gaps are to the bound that our certificate
 * proves, recomputed by the independent check; below nothing means a plan that keeps fewer rules. `tsx bench/allocation.bench.ts
 * CLASS…` measures only these classes; with the word `processor` among them a limit means processor time, for a machine that is busy.
 */
import { spawnSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { solve } from '#features/allocation/engine/solve.ts'
import { verify } from '#features/allocation/engine/verify.ts'
import { objectives } from '#features/allocation/engine/objectives.ts'
import { parseInstance } from '#features/allocation/engine/parse.ts'
import { bruteForce } from '../test/support/brute-force.ts'
import { CASES, type Case, type CaseName } from './allocation/cases.ts'
import type { Method, Showing } from './allocation/contender.ts'
import { countSlots } from './allocation/plain.ts'
import { tinyInstance } from './allocation/tiny.ts'
import { median, QUICK, say, table, title } from './support/measure.ts'

/** Above so many slices the plain formulation is not built: its text alone would be hundreds of megabytes. */
const PLAIN_SLICES = 300_000
const SMALL = QUICK ? 10 : 60
const PROCESSOR = process.argv.includes('processor')
const HEADER = ['instance', 'method', 'time', 'processor', 'gap', 'memory', 'what it is']

const installed = (command: string) => spawnSync('which', [command]).status === 0
const METHODS: readonly Method[] = [
  'headgate',
  'greedy',
  'highs',
  ...(installed('glpsol') ? (['glpk'] as const) : []),
  ...(installed('cbc') ? (['cbc'] as const) : []),
]
const NAMES: Record<Method, string> = {
  headgate: 'headgate',
  greedy: 'greedy habit',
  highs: 'HiGHS, plain',
  glpk: 'GLPK, plain',
  cbc: 'CBC, plain',
}

function run(method: Method, name: CaseName, seed: number, seconds: number): Showing | null {
  const script = join(import.meta.dirname, 'allocation/contender.ts')
  const clock = PROCESSOR ? ['--import', join(import.meta.dirname, 'allocation/processor-clock.mjs')] : []
  const words = ['--import', 'tsx', ...clock, script, method, name, String(seed), String(seconds)]
  const child = spawnSync(process.execPath, words, { encoding: 'utf8' })
  const line = child.stdout.trim().split('\n').at(-1) ?? ''
  return child.status === 0 && line.startsWith('{') ? (JSON.parse(line) as Showing) : null
}

function describe(method: Method, s: Showing, ours: Showing): string {
  if (s.status === 'infeasible') return s.conflict === null ? 'infeasible' : `infeasible, ${s.conflict} wishes named`
  if (method === 'headgate') return `${s.status}, ${s.violations} violations`
  const short = s.statutory !== null && ours.statutory !== null && s.statutory < ours.statutory
  const rules = method === 'greedy' || s.benefit === null ? '' : ', waterfall not asked for'
  return `${s.status}${rules}${short ? ', less for statutory projects' : ''}`
}

function compare(name: CaseName, seed: number, seconds: number): string[][] {
  const label = `${name} ${seed}`
  const ours = run('headgate', name, seed, seconds)
  if (!ours) return [[label, 'headgate', '', '', '', '', 'FAILED']]
  const slices = countSlots(CASES[name].make(seed))
  return METHODS.map((method) => {
    const plain = method !== 'headgate' && method !== 'greedy'
    if (plain && slices > PLAIN_SLICES)
      return [label, NAMES[method], '', '', '', '', `not tried: ${slices.toLocaleString('en')} slices, twice as many columns`]
    const s = method === 'headgate' ? ours : run(method, name, seed, seconds)
    if (!s) return [label, NAMES[method], '', '', '', '', 'no plan: it ended without an answer']
    const gap = s.benefit === null || !ours.bound ? '—' : `${((100 * (ours.bound - s.benefit)) / ours.bound).toFixed(3)} %`
    const note = describe(method, s, ours)
    return [label, NAMES[method], `${s.seconds.toFixed(2)} s`, `${s.processor.toFixed(1)} s`, gap, `${s.megabytes} MB`, note]
  })
}

/** Small instances: every plan is tried, so the optimum is known; how many are met, objective by objective. */
async function small(): Promise<void> {
  let met = 0
  let wrong = 0
  const times: number[] = []
  for (let seed = 1, count = 0; count < SMALL; seed++) {
    const instance = tinyInstance(seed)
    if (!parseInstance(instance).ok) continue
    count++
    const truth = bruteForce(instance)
    const began = performance.now()
    const result = await solve(instance, { seconds: 10, seed })
    times.push(performance.now() - began)
    const same =
      truth === null
        ? result.status === 'infeasible'
        : result.status === 'optimal' && JSON.stringify(objectives(instance, result)) === JSON.stringify(truth)
    if (same && verify(instance, result).length === 0) met++
    else wrong++
  }
  say(
    `  small (every plan tried): ${met} of ${met + wrong} meet the true optimum in every objective, median ${median(times).toFixed(0)} ms\n`,
  )
}

title(`Allocation: proven gap, time and memory beside general solvers and the habit; ${availableParallelism()} core(s)`)
say(
  `  load of the machine at the start ${loadavg()[0]!.toFixed(1)}: ${PROCESSOR ? "limits and times are the solving thread's processor time (GLPK: the clock's)" : 'a busy machine gives a run less processor time than its clock says'}\n`,
)
const wanted = process.argv.slice(2).filter((word): word is CaseName => word in CASES)
if (wanted.length === 0) await small()
for (const name of wanted.length > 0 ? wanted : (Object.keys(CASES) as CaseName[])) {
  const { seeds, seconds, quick }: Case = CASES[name]
  if (QUICK && quick === null) continue
  for (const seed of QUICK ? seeds.slice(0, 1) : seeds) {
    table(HEADER, compare(name, seed, QUICK ? quick! : seconds))
    say('')
  }
}
