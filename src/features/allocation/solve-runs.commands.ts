/** Solves that are running now: each in a worker, watched and cancelled by its id. When one is done its plan is kept as a draft. */
import { groupBy } from '#kernel/collect.ts'
import { must, type Text } from '#kernel/outcome.ts'
import { newId } from '#platform/clock.ts'
import { type Actor, runCommand } from '#platform/command.ts'
import type { Services } from '#platform/services.ts'
import { keepPlan } from './allocation.commands.ts'
import { buildInstance, type PlanSettings, refuse, toFen } from './allocation.model.ts'
import { loadWorld } from './allocation.store.ts'
import type { Instance, Result } from './engine/format.ts'
import { greedyPlan } from './engine/greedy.ts'
import { objectives } from './engine/objectives.ts'
import { prepare } from './engine/prepare.ts'
import { toResult } from './engine/result.ts'
import { type Allocation, allocateInWorker } from './engine/run-in-worker.ts'

export interface SolveRun {
  readonly district: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  phase: string
  seconds: number
  bound: number | null
  best: number | null
  gapPercent: number | null
  planId: string | null
  message: Text | null
  allocation: Allocation | null
}

export class SolveRuns {
  readonly #runs = new Map<string, SolveRun>()
  readonly #services: Services

  constructor(services: Services) {
    this.#services = services
  }

  find(district: string, runId: string): SolveRun | undefined {
    const run = this.#runs.get(runId)
    return run?.district === district ? run : undefined
  }

  cancel(district: string, runId: string): boolean {
    const run = this.find(district, runId)
    run?.allocation?.cancel()
    return run !== undefined
  }

  /** Builds the problem from the books as they are now and starts the worker. Throws Refused when there is nothing to solve. */
  async start(actor: Actor, name: string, settings: PlanSettings, seconds: number): Promise<string> {
    const world = await loadWorld(this.#services.database.db, actor.district, settings.year)
    if (world.lots.length === 0) must(refuse('nothing_to_allocate', { year: settings.year }))
    if (world.projects.length === 0) must(refuse('no_projects', { year: settings.year }))
    const { instance, step } = buildInstance(name, settings, world.lots, world.projects, world.regions)
    const runId = newId('plan', this.#services.clock)
    const run: SolveRun = {
      district: actor.district,
      state: 'running',
      phase: 'start',
      seconds: 0,
      bound: null,
      best: null,
      gapPercent: null,
      planId: null,
      message: null,
      allocation: null,
    }
    this.#runs.set(runId, run)
    run.allocation = allocateInWorker(instance, {
      seconds,
      seed: instance.seed,
      onProgress: (p) => {
        run.phase = p.phase
        run.seconds = p.seconds
        run.bound = p.bound
        run.best = p.best
        run.gapPercent = p.gap === null ? null : p.gap * 100
      },
    })
    void this.#finish(actor, runId, run, { name, settings, instance, step })
    return runId
  }

  async #finish(
    actor: Actor,
    runId: string,
    run: SolveRun,
    plan: { name: string; settings: PlanSettings; instance: Instance; step: bigint },
  ): Promise<void> {
    const { database, clock } = this.#services
    try {
      const result = await run.allocation!.result
      const comparison = compare(plan.instance, result, plan.step)
      const kept = await runCommand(database, keepPlan, { ...plan, result, comparison }, { actor, clock, key: `solve:${runId}` })
      run.state = kept.ok ? 'done' : 'failed'
      run.planId = kept.ok ? kept.value.planId : null
      run.message = kept.ok ? null : kept.refusal.message
    } catch (error) {
      run.state = 'failed'
      run.message = {
        zh: '测算程序出错，没有保存任何内容；请重试，或减小规模后再试',
        en: `The solver failed, nothing was saved; try again (${error instanceof Error ? error.message : String(error)})`,
      }
    }
  }

  /** Stops every worker, for a clean shutdown. */
  stopAll(): void {
    for (const run of this.#runs.values()) if (run.state === 'running') run.allocation?.cancel()
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
    benefit: String(o.benefit),
    funded: String(groupBy(result.slices, (s) => s.project).size),
    allocated: steps(allocated),
    ledgerA: steps(o.ledgerA),
    debt: steps(o.debt),
    slices: String(o.slices),
    idle: steps(all - allocated),
  }
}
