/**
 * One contender on one instance, in a process of its own so that time and memory are its own: `contender.ts METHOD CLASS SEED SECONDS`.
 * Prints one line of JSON (`Showing`). Methods: headgate, greedy, highs, glpk, cbc.
 */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import loadHighs from 'highs'
import type { Instance } from '#features/allocation/engine/format.ts'
import { greedyPlan, keepsWishes } from '#features/allocation/engine/greedy.ts'
import { objectives } from '#features/allocation/engine/objectives.ts'
import { prepare } from '#features/allocation/engine/prepare.ts'
import { solve } from '#features/allocation/engine/solve.ts'
import { certifiedBound, verify } from '#features/allocation/engine/verify.ts'
import { CASES, type CaseName } from './cases.ts'
import { plainModel } from './plain.ts'

export const METHODS = ['headgate', 'greedy', 'highs', 'glpk', 'cbc'] as const
export type Method = (typeof METHODS)[number]

export interface Showing {
  readonly status: string
  readonly seconds: number
  readonly processor: number
  readonly megabytes: number
  readonly benefit: number | null
  readonly statutory: number | null
  /** Proven by the certificate, recomputed by the independent check. */
  readonly bound: number | null
  readonly violations: number | null
  readonly conflict: number | null
}

const NONE = { benefit: null, statutory: null, bound: null, violations: null, conflict: null } as const
type Outcome = Pick<Showing, 'status' | 'benefit' | 'statutory' | 'bound' | 'violations' | 'conflict'>

async function headgate(instance: Instance, seconds: number, seed: number): Promise<Outcome> {
  const result = await solve(instance, { seconds, seed })
  if (result.status === 'infeasible') return { ...NONE, status: 'infeasible', violations: 0, conflict: result.wishes?.length ?? 0 }
  const { benefit, statutory } = objectives(instance, result)
  const bound = certifiedBound(instance, result)
  return { status: result.status, benefit, statutory, bound, violations: verify(instance, result).length, conflict: null }
}

function greedy(instance: Instance): Outcome {
  const plan = greedyPlan(prepare(instance))
  const { benefit, statutory } = plan.objectives()
  return { ...NONE, status: keepsWishes(plan) ? 'keeps every wish' : 'breaks a wish', benefit, statutory }
}

/** Worth of a plain model's solution, from its units alone. */
function worthOf(instance: Instance, units: ReadonlyMap<number, number>): { benefit: number; statutory: number } {
  const total = { benefit: 0, statutory: 0 }
  for (const [index, u] of units) {
    const p = instance.projects[index]!
    total.benefit += p.benefit * Math.round(u)
    if (p.statutory) total.statutory += Math.round(u) * p.phases.reduce((sum, x) => sum + x.need, 0)
  }
  return total
}

async function highs(instance: Instance, seconds: number): Promise<Outcome> {
  const engine = await loadHighs()
  const answer = engine.solve(plainModel(instance), { output_flag: false, time_limit: seconds })
  const units = new Map<number, number>()
  for (const [name, column] of Object.entries(answer.Columns))
    if (name.startsWith('u') && 'Primal' in column && typeof column.Primal === 'number') units.set(Number(name.slice(1)), column.Primal)
  const found = units.size > 0 && [...units.values()].some((u) => u > 0.5)
  if (answer.Status === 'Infeasible') return { ...NONE, status: 'infeasible' }
  return found ? { ...NONE, status: answer.Status, ...worthOf(instance, units) } : { ...NONE, status: 'no plan within the limit' }
}

interface Peak {
  megabytes: number
  processor: number
}

/** Runs a solver's own program and watches its memory and processor time. */
async function program(command: string, args: readonly string[], seconds: number, peak: Peak): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-20_000)))
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peak.megabytes = Math.max(peak.megabytes, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024))
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      peak.processor = (Number(fields[11]) + Number(fields[12])) / 100
    } catch {
      // It has just ended: what was seen last stands.
    }
  }, 100)
  // Reading the model is not counted against its time, but a program that heeds no limit is ended.
  const stop = setTimeout(() => child.kill('SIGKILL'), (3 * seconds + 60) * 1000)
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
  clearInterval(watch)
  clearTimeout(stop)
  return output
}

async function other(method: 'glpk' | 'cbc', instance: Instance, seconds: number, peak: Peak): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'headgate-plain-'))
  try {
    const [model, answer] = [join(folder, 'plain.lp'), join(folder, 'answer')]
    await writeFile(model, plainModel(instance))
    const output =
      method === 'glpk'
        ? await program('glpsol', ['--lp', model, '--tmlim', String(Math.ceil(seconds)), '--memlim', '2000', '-o', answer], seconds, peak)
        : await program('cbc', [model, '-seconds', String(seconds), '-solve', '-solution', answer], seconds, peak)
    const text = await readFile(answer, 'utf8').catch(() => '')
    if (/INTEGER EMPTY|INFEASIBLE/i.test(text.slice(0, 400)) || /no primal feasible|problem is infeasible/i.test(output))
      return { ...NONE, status: 'infeasible' }
    const units = new Map<number, number>()
    // glpsol: "   12 u7    *    1    0    1"; cbc: "   6 u7    1    0" (a ** before it marks a breach).
    for (const [, index, value] of text.matchAll(/^\s*(?:\*\*)?\s*\d+\s+u(\d+)\s+(?:\*\s+)?(-?[\d.e+-]+)/gm))
      units.set(Number(index), Number(value))
    const none = units.size === 0 || /UNDEFINED/.test(text.slice(0, 400)) || /no (feasible|integer) solution/i.test(output)
    if (none || ![...units.values()].some((u) => u > 0.5)) return { ...NONE, status: 'no plan within the limit' }
    return { ...NONE, status: /OPTIMAL/i.test(text.slice(0, 400)) ? 'optimal' : 'limit', ...worthOf(instance, units) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const [method, name, seed, seconds] = process.argv.slice(2)
const instance = CASES[name as CaseName].make(Number(seed))
const limit = Number(seconds)
const began = performance.now()
const beganByTheClock = process.hrtime.bigint()
const before = process.cpuUsage()
const peak: Peak = { megabytes: 0, processor: 0 }
const outcome =
  method === 'headgate'
    ? await headgate(instance, limit, Number(seed))
    : method === 'greedy'
      ? greedy(instance)
      : method === 'highs'
        ? await highs(instance, limit)
        : await other(method as 'glpk' | 'cbc', instance, limit, peak)
// A solver's own program is timed by the clock; `performance` may be told to count this thread's processor time (processor-clock.mjs).
const took = peak.processor > 0 ? Number(process.hrtime.bigint() - beganByTheClock) / 1e9 : (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(before)
const showing: Showing = {
  ...outcome,
  seconds: took,
  processor: peak.processor || (user + system) / 1e6,
  megabytes: peak.megabytes || Math.round(process.resourceUsage().maxRSS / 1024),
}
process.stdout.write(`${JSON.stringify(showing)}\n`)
