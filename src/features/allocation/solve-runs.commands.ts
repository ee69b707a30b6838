/** Solves that are running now: each in a worker, watched and cancelled by its id. When one is done its plan is kept as a draft. */
import { groupBy } from '#kernel/collect.ts'
import { must, type Outcome, type Text } from '#kernel/outcome.ts'
import { newId } from '#platform/clock.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import type { Services } from '#platform/services.ts'
import { keepPlan } from './allocation.commands.ts'
import { type PlanSettings, toFen } from './allocation.model.ts'
import type { NewPlan } from './allocation.store.ts'
import type { Instance, Result } from './engine/format.ts'
import { greedyPlan } from './engine/greedy.ts'
import { objectives } from './engine/objectives.ts'
import { prepare } from './engine/prepare.ts'
import { toResult } from './engine/result.ts'
import { type Allocation, allocateInWorker } from './engine/run-in-worker.ts'
import { loadProblem } from './problem.store.ts'
import type { ScenarioTerms } from './scenario-terms.model.ts'

export interface SolveRun {
  readonly district: string
  readonly name: string
  /** On the machine's steady clock, so that the time shown goes on while the worker is busy and says nothing. */
  readonly began: number
  /** What the person allowed. */
  readonly limit: number
  readonly lots: number
  readonly projects: number
  state: 'running' | 'done' | 'failed' | 'cancelled'
  /** Somebody asked it to stop; the best plan so far is being put together. */
  stopping: boolean
  phase: string
  seconds: number
  bound: number | null
  best: number | null
  gapPercent: number | null
  planId: string | null
  message: Text | null
  notes: readonly Text[]
  allocation: Allocation | null
}

export interface SolveRequest {
  readonly name: string
  readonly terms: ScenarioTerms
  readonly scenario: { readonly scenarioId: string; readonly version: number } | null
  readonly seconds: number
}

/** A plan that still has to be worked out. */
export type Unsolved = Omit<NewPlan, 'planId' | 'slices' | 'result' | 'comparison'>

/** What a run found, and what happened to it that the reader of the plan should know. */
export interface Solved extends Pick<NewPlan, 'result' | 'comparison'> {
  readonly remarks: readonly Text[]
}

export interface SolveJob {
  readonly plan: Unsolved
  readonly seconds: number
  readonly keep: (solved: Solved, key: string) => Promise<Outcome<{ readonly planId: string }>>
}

/** So many finished runs can still be asked about. */
const REMEMBERED = 100

export class SolveRuns {
  readonly #runs = new Map<string, SolveRun>()
  readonly #services: Services

  constructor(services: Services) {
    this.#services = services
  }

  find(district: string, runId: string): SolveRun | undefined {
    const run = this.#runs.get(runId)
    if (run?.district !== district) return undefined
    if (run.state === 'running') run.seconds = secondsSince(run.began)
    return run
  }

  cancel(district: string, runId: string): boolean {
    const run = this.find(district, runId)
    if (run?.state === 'running') {
      run.stopping = true
      run.allocation?.cancel()
    }
    return run !== undefined
  }

  /** Builds the problem from the books as they are now and starts the worker. Throws Refused when it cannot be solved as asked. */
  async start(actor: Actor, { name, terms, scenario, seconds }: SolveRequest): Promise<string> {
    const { database, clock } = this.#services
    const asked = { district: actor.district, name, terms, today: clock.today() }
    const { instance, step, notes, before } = must((await loadProblem(database.db, asked)).problem)
    const plan = {
      name,
      settings: { ...settingsOf(terms), terms, notes, before: Object.fromEntries(before) },
      scenarioId: scenario?.scenarioId ?? null,
      scenarioVersion: scenario?.version ?? null,
      instance,
      step,
    }
    return this.watch(actor.district, {
      plan,
      seconds,
      keep: ({ remarks, ...solved }, key) => {
        const settings = { ...plan.settings, notes: [...notes, ...remarks] }
        return runCommand(database, keepPlan, { ...plan, ...solved, settings }, { actor, clock, key })
      },
    })
  }

  /** Sets a worker on a problem; what it finds is kept as the job says, and the run can be watched and stopped until then. */
  watch(district: string, { plan, seconds, keep }: SolveJob): string {
    const { name, instance, settings } = plan
    const runId = newId('plan', this.#services.clock)
    const run = startedRun(district, name, seconds, instance, settings.notes ?? [])
    this.#forget()
    this.#runs.set(runId, run)
    run.allocation = allocateInWorker(instance, {
      seconds,
      seed: instance.seed,
      onProgress: (p) => {
        run.phase = p.phase
        run.bound = p.bound
        run.best = p.best
        run.gapPercent = p.gap === null ? null : p.gap * 100
      },
    })
    void this.#finish(runId, run, plan, keep)
    return runId
  }

  async #finish(runId: string, run: SolveRun, { instance, step }: Unsolved, keep: SolveJob['keep']): Promise<void> {
    try {
      const result = await run.allocation!.result
      const comparison = result.status === 'infeasible' ? {} : compare(instance, result, step)
      const kept = await keep({ result, comparison, remarks: run.stopping ? [stoppedRemark(run)] : [] }, `solve:${runId}`)
      run.state = kept.ok ? 'done' : 'failed'
      run.planId = kept.ok ? kept.value.planId : null
      run.message = kept.ok ? null : kept.refusal.message
    } catch (error) {
      run.state = 'failed'
      run.message = failureOf(error, run.stopping)
    }
    run.seconds = secondsSince(run.began)
    run.allocation = null
  }

  /** Finished runs beyond what is remembered, the oldest first. */
  #forget(): void {
    for (const [id, run] of this.#runs) {
      if (this.#runs.size < REMEMBERED) return
      if (run.state !== 'running') this.#runs.delete(id)
    }
  }

  /** Stops every worker, for a clean shutdown. */
  stopAll(): void {
    for (const run of this.#runs.values()) if (run.state === 'running') run.allocation?.cancel()
  }
}

function stoppedRemark({ began, limit }: SolveRun): Text {
  const seconds = secondsSince(began).toFixed(0)
  return {
    zh: `测算到 ${seconds} 秒时由人停止（原定最多 ${limit} 秒），这里保留的是停止时最好的方案；时间给够可能更好`,
    en: `Stopped by hand after ${seconds} of at most ${limit} s; this is the best plan it had then, and more time may find a better one`,
  }
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000

const startedRun = (district: string, name: string, limit: number, instance: Instance, notes: readonly Text[]): SolveRun => ({
  district,
  name,
  began: performance.now(),
  limit,
  lots: instance.lots.length,
  projects: instance.projects.length,
  state: 'running',
  stopping: false,
  phase: 'start',
  seconds: 0,
  bound: null,
  best: null,
  gapPercent: null,
  planId: null,
  message: null,
  notes,
  allocation: null,
})

export const settingsOf = ({ year, maxSources, minSliceFen, excludeProjects, includeProjects }: ScenarioTerms): PlanSettings => ({
  year,
  maxSources,
  minSliceFen,
  excludeProjects,
  includeProjects,
})

/** The worker's word for running out of time without a plan and without a proof that there is none. */
const NOT_FOUND = 'allocation_not_found'

function failureOf(error: unknown, stopped: boolean): Text {
  const detail = error instanceof Error ? error.message : String(error)
  if (!detail.includes(NOT_FOUND))
    return {
      zh: '测算程序出错，没有保存任何内容；请重试，或减小规模后再试',
      en: `The solver failed, nothing was saved; try again (${detail.split('\n')[0]})`,
    }
  if (stopped)
    return {
      zh: '停止得太早，还没有找到符合全部要求的方案，没有保存；请重新测算，多给一些时间',
      en: 'Stopped before any plan that keeps every term was found; nothing was saved. Start again and allow more time',
    }
  return {
    zh: '在给定时间内没有找到符合全部要求的方案，也没有证明无解；请延长时间，或放宽指定、必须安排和下限',
    en: 'No plan that keeps every term was found in the time given, nor a proof that there is none; allow more time or relax pins, inclusions and floors',
  }
}

/** The plan beside what the spreadsheet habit would have done on the same problem. Money in fen, as decimal text. */
export function compare(instance: Instance, result: Result, step: bigint): Record<string, { plan: string; greedy: string }> {
  const habit = toResult(greedyPlan(prepare(instance)), 'feasible')
  const [mine, other] = [measure(instance, result, step), measure(instance, habit, step)]
  return Object.fromEntries(Object.entries(mine).map(([key, plan]) => [key, { plan, greedy: other[key]! }]))
}

function measure(instance: Instance, result: Result, step: bigint): Record<string, string> {
  const o = objectives(instance, result)
  const steps = (n: number) => toFen(n, step).toString()
  const allocated = result.slices.reduce((sum, s) => sum + s.amount, 0)
  const all = instance.lots.reduce((sum, l) => sum + l.amount, 0)
  return {
    // A project built in part counts its share of the score; the table of measures shows whole points.
    benefit: String(Math.round(o.benefit)),
    funded: String(groupBy(result.slices, (s) => s.project).size),
    allocated: steps(allocated),
    ledgerA: steps(o.ledgerA),
    debt: steps(o.debt),
    slices: String(o.slices),
    idle: steps(all - allocated),
  }
}
