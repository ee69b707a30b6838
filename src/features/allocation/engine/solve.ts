/**
 * One tap: from an instance to a verified plan with its proof. Small instances are solved exactly, objective by objective; larger
 * ones by search, with the relaxation's prices as certificate. Nothing leaves here that the independent check has not accepted.
 */
import { Fault, Refused } from '#kernel/outcome.ts'
import { toCertificate } from './certificate.ts'
import { conflict } from './conflict.ts'
import { needsPartner } from './construction.ts'
import { feasiblePlan, solveExactly } from './exact.ts'
import type { Instance, Objectives, Result } from './format.ts'
import { RESULT_FORMAT } from './format.ts'
import { fill } from './finish.ts'
import { fund } from './fund.ts'
import { greedyPlan, habitCosts, rankOrder } from './greedy.ts'
import { firstBreach } from './legal.ts'
import type { Limits } from './linear-model.ts'
import { compareObjectives } from './objectives.ts'
import { Partner } from './partner.ts'
import { Plan } from './plan.ts'
import { prepare, type Prepared } from './prepare.ts'
import { type Proof, toResult } from './result.ts'
import { type Found, prove, search } from './search.ts'
import { verify } from './verify.ts'
import { repairWaterfall } from './waterfall.ts'

export interface Progress {
  readonly phase: string
  readonly seconds: number
  readonly bound: number | null
  readonly best: number | null
  readonly gap: number | null
}

export interface SolveOptions {
  readonly seconds: number
  readonly seed: number
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: { readonly aborted: boolean }
  /** 1: never a second thread, whose findings come when they come. */
  readonly threads?: 1 | 2
}

/** While a step runs, progress is told again after so many milliseconds. */
const BEAT = 500
/** Milliseconds for a proof after the user has cancelled. */
const AFTER_CANCEL = 400
/** Slice columns up to which the whole instance is tried exactly. */
const EXACT_COLUMNS = 1450

/**
 * Solves an instance within `seconds`. Throws `Refused` (`allocation_not_found`) when time ran out without a legal plan and without
 * a proof that there is none. The same instance, seed and time give the same answer as far as time limits are not what ended a step.
 */
export async function solve(instance: Instance, options: SolveOptions): Promise<Result> {
  const run = new SolveRun(instance, options)
  return run.go()
}

class SolveRun {
  readonly #instance: Instance
  readonly #options: SolveOptions
  readonly #prep: Prepared
  readonly #began = performance.now()
  readonly #limits: Limits
  #best: Plan | null = null
  #value: Objectives | null = null
  #bound: number | null = null
  #phase = 'start'
  #told = 0

  constructor(instance: Instance, options: SolveOptions) {
    this.#instance = instance
    this.#options = options
    this.#prep = prepare(instance)
    const spent = performance.now() - this.#began
    const reserve = 60 + 8 * spent + 0.02 * options.seconds * 1000
    this.#limits = {
      deadline: this.#began + Math.max(0.5 * options.seconds * 1000, options.seconds * 1000 - reserve),
      seed: options.seed,
      stopped: () => this.#beat(),
    }
  }

  async go(): Promise<Result> {
    const prep = this.#prep
    this.#tell('start')
    const habit = greedyPlan(prep)
    this.#offer(habit)
    const doomed = prep.impossiblePins.length > 0 || prep.projects.some((_, p) => prep.forced[p] && !prep.open[p])
    if (doomed) return this.#infeasible()
    const columns = prep.phases.reduce((sum, x) => sum + (prep.open[x.project] ? x.lots.length : 0), 0)
    let optimal = false
    let settled = false
    let known: Found | null = null
    if (this.#best && nothingFits(prep)) optimal = true
    else if (columns <= EXACT_COLUMNS) {
      this.#tell('exact')
      const share = { ...this.#limits, deadline: this.#began + 0.7 * (this.#limits.deadline - this.#began) }
      const exact = await solveExactly(new Plan(prep), this.#instance.rules.objectives, share, this.#best, {
        best: (plan) => this.#offer(plan),
        bound: (benefit) => void (Number.isFinite(benefit) && (this.#bound = benefit)),
      })
      if (exact.status === 'infeasible') return this.#infeasible()
      const order = this.#instance.rules.objectives
      // The search betters benefit: where that is proven, nothing is left for it.
      settled = order.includes('benefit') && exact.proven > order.indexOf('benefit')
      if (exact.status === 'optimal' && exact.plan) {
        optimal = repairWaterfall(exact.plan) === 0
        this.#best = exact.plan
        this.#value = exact.plan.objectives()
      }
    }
    if (!optimal && !settled) {
      // The habit found no legal plan: whether there is any is asked first, over the wishes alone.
      if (!this.#best && columns > EXACT_COLUMNS) {
        this.#tell('wishes')
        const wishes = await feasiblePlan(new Plan(prep), { ...this.#limits, deadline: this.#began + 0.1 * this.#options.seconds * 1000 })
        if (wishes.feasible === false) return this.#infeasible()
        if (wishes.plan) this.#offer(wishes.plan)
      }
      known = await this.#search()
      if (!known.feasible) return this.#infeasible()
    }
    if (!this.#best) throw notFound(this.#options.seconds)
    if (!optimal) {
      fill(this.#best, rankOrder(prep))
      this.#value = this.#best.objectives()
    }
    return this.#finish(this.#best, optimal, known, firstBreach(habit) === null ? habit : null)
  }

  async #search(): Promise<Found> {
    const partner = this.#options.threads !== 1 && needsPartner(this.#prep) ? Partner.start() : null
    const news = {
      phase: (name: string, bound: number | null) => {
        this.#bound = bound ?? this.#bound
        this.#tell(name)
      },
      found: (plan: Plan) => this.#offer(plan),
    }
    try {
      return await search(this.#prep, { ...this.#limits, seconds: this.#options.seconds }, news, partner)
    } finally {
      // The proof does not wait for it.
      void partner?.end()
    }
  }

  async #finish(plan: Plan, optimal: boolean, known: Found | null, fallback: Plan | null): Promise<Result> {
    const prep = this.#prep
    this.#tell('prove')
    const now = performance.now()
    const patience = {
      ...this.#limits,
      deadline: this.#cancelled ? now + AFTER_CANCEL : Math.max(this.#limits.deadline, now + 50 * this.#options.seconds + 500),
      stopped: () => false,
    }
    const { prices, statutory, bound } = await prove(prep, plan, patience, known)
    const reached = plan.objectives()
    const law = prep.projects.reduce((sum, p, i) => {
      if (!p.statutory || !prep.open[i]) return sum
      return sum + prep.unitsMax[i]! * prep.phasesOf[i]!.reduce((a, x) => a + prep.phases[x]!.need, 0)
    }, 0)
    const proof: Proof = Number.isFinite(bound)
      ? {
          bounds: {
            statutory: optimal ? reached.statutory : law,
            benefit: bound <= 1e-9 ? reached.benefit : Math.max(bound + 1e-6 * Math.max(1, bound), reached.benefit),
          },
          certificate: toCertificate(prep, prices, statutory),
        }
      : {}
    const result = toResult(plan, optimal ? 'optimal' : 'feasible', proof)
    const violations = verify(this.#instance, result)
    if (violations.length > 0) {
      if (fallback) return this.#finish(fallback, false, null, null)
      const [first] = violations
      throw new Fault('allocation-verify', `${violations.length} violation(s), first: ${first!.rule} ${first!.at}: ${first!.detail}`)
    }
    this.#bound = proof.bounds?.benefit ?? null
    this.#tell('done')
    return result
  }

  async #infeasible(): Promise<Result> {
    this.#tell('conflict')
    const patience = { ...this.#limits, deadline: Math.max(this.#limits.deadline, performance.now() + 5000) }
    const { ids, wishes } = await conflict(this.#instance, patience)
    return {
      format: RESULT_FORMAT,
      instance: this.#instance.name,
      status: 'infeasible',
      funded: [],
      slices: [],
      unfunded: [],
      idle: [],
      conflict: ids,
      wishes,
    }
  }

  #offer(plan: Plan): void {
    if (firstBreach(plan) !== null) return
    const copy = plan.copy()
    repairWaterfall(copy)
    const value = copy.objectives()
    if (this.#value && compareObjectives(this.#instance, value, this.#value) <= 0) return
    this.#best = copy
    this.#value = value
    this.#tell(this.#phase)
  }

  get #cancelled(): boolean {
    return this.#options.signal?.aborted ?? false
  }

  /** Asked by every step again and again whether to stop: so this is also where a long step shows that it is alive. */
  #beat(): boolean {
    if (performance.now() - this.#told > BEAT) this.#tell(this.#phase)
    return this.#cancelled
  }

  #tell(phase: string): void {
    this.#phase = phase
    this.#told = performance.now()
    const best = this.#value?.benefit ?? null
    const bound = this.#bound
    this.#options.onProgress?.({
      phase,
      seconds: (performance.now() - this.#began) / 1000,
      bound,
      best,
      gap: bound === null || best === null || bound === 0 ? null : Math.max(0, (bound - best) / bound),
    })
  }
}

/** Whether no project could be paid even if it were alone: then the empty plan is the only one. */
function nothingFits(prep: Prepared): boolean {
  const empty = new Plan(prep)
  const costs = habitCosts(prep)
  return prep.projects.every((_, p) => prep.open[p] === 0 || fund(empty, p, costs, prep.unitsMin[p]) === 0)
}

function notFound(seconds: number): Refused {
  return new Refused({
    code: 'allocation_not_found',
    kind: 'rule-not-met',
    message: {
      zh: `${seconds} 秒内既未找到满足全部要求的方案,也未证明无解;请放宽指定、必选或下限,或延长求解时间`,
      en: `within ${seconds} s no plan was found that keeps every wish, nor a proof that there is none; relax pins, inclusions or floors, or allow more time`,
    },
  })
}
