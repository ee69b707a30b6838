/** What a plan can say about itself: one look at everything, or all there is about one project or one lot. */
import type { Instance, Result } from '../format.ts'
import { greedyPlan } from '../greedy.ts'
import { Plan } from '../plan.ts'
import { type RuleReader, ruleReader } from './broken-rules.ts'
import { type Fragmentation, fragmentationOf } from './fragmentation.ts'
import { type Rest, restOf } from './rest.ts'
import { isSmall, type Prices, pricesOf, type Resolved, resolveEach } from './shadow.ts'
import { type Remedies, remediesOf } from './smallest.ts'
import { type IdleRemedies, idleRemedies, type IdleWhy, whyIdle } from './why-idle.ts'
import { type UnfundedWhy, whyUnfunded } from './why-unfunded.ts'

export interface UnfundedInsight {
  readonly why: UnfundedWhy
  /** Null: not looked for yet, there are too many. */
  readonly remedies: Remedies | null
}

export interface IdleInsight {
  readonly why: IdleWhy
  readonly remedies: IdleRemedies | null
}

export interface Overview {
  readonly unfunded: readonly UnfundedInsight[]
  readonly idle: readonly IdleInsight[]
  readonly prices: Prices | null
  readonly fragmentation: { readonly plan: Fragmentation; readonly greedy: Fragmentation }
  /** Small enough to be solved again for every lot. */
  readonly small: boolean
}

export type Question =
  /** Changes are looked for until so many projects and lots are done or the time is up; the others are asked for one by one. */
  | { readonly kind: 'overview'; readonly ahead: number; readonly seconds: number; readonly places: readonly string[] }
  | { readonly kind: 'project'; readonly project: string }
  | { readonly kind: 'lot'; readonly lot: string }
  | { readonly kind: 'resolve'; readonly extra: number; readonly seconds: number }

export interface Answers {
  readonly overview: Overview
  readonly project: UnfundedInsight | null
  readonly lot: IdleInsight | null
  readonly resolve: readonly Resolved[]
}

export async function answer<Q extends Question>(instance: Instance, result: Result, question: Q): Promise<Answers[Q['kind']]> {
  const given: Question = question
  const rest = restOf(instance, result)
  const look = new Look(rest)
  const answered = async (): Promise<Answers[Question['kind']]> => {
    if (given.kind === 'overview') return look.overview(given)
    if (given.kind === 'project') return look.project(given.project)
    if (given.kind === 'lot') return look.lot(given.lot)
    return resolveEach(instance, result, given.extra, given.seconds)
  }
  return (await answered()) as Answers[Q['kind']]
}

class Look {
  readonly #rest: Rest
  readonly #rules: RuleReader
  readonly #empty: Plan

  constructor(rest: Rest) {
    this.#rest = rest
    this.#rules = ruleReader(rest.instance)
    this.#empty = new Plan(rest.prep)
  }

  async overview({ ahead, seconds, places }: Extract<Question, { kind: 'overview' }>): Promise<Overview> {
    const began = performance.now()
    // Lots get what projects leave of the time, and at least a quarter of it.
    const until = (share: number) => began + share * seconds * 1000
    const { instance, result, prep, plan, unfunded } = this.#rest
    const wanted = [...unfunded].sort((a, b) => b.score - a.score)
    const projects: UnfundedInsight[] = []
    for (const [i, project] of wanted.entries())
      projects.push({
        why: whyUnfunded(this.#rest, this.#rules, project, this.#empty),
        remedies: i < ahead && performance.now() < until(0.75) ? await remediesOf(this.#rest, this.#rules, project) : null,
      })
    const idleLots = prep.lots.filter((_, l) => plan.rest[l]! > 0).sort((a, b) => this.#left(b.id) - this.#left(a.id))
    const known = new Map(projects.flatMap((p) => (p.remedies ? [[p.why.project, p.remedies] as const] : [])))
    const idle: IdleInsight[] = []
    for (const [i, lot] of idleLots.entries())
      idle.push({
        why: whyIdle(this.#rest, this.#rules, lot.id),
        remedies: i < ahead && performance.now() < until(1) ? await idleRemedies(this.#rest, this.#rules, lot.id, known) : null,
      })
    return {
      unfunded: projects,
      idle,
      prices: pricesOf(prep, result, places),
      fragmentation: { plan: fragmentationOf(instance, result), greedy: fragmentationOf(instance, { slices: greedyPlan(prep).slices() }) },
      small: isSmall(prep),
    }
  }

  async project(id: string): Promise<UnfundedInsight | null> {
    const project = this.#rest.unfunded.find((p) => p.id === id)
    if (!project) return null
    const why = whyUnfunded(this.#rest, this.#rules, project, this.#empty)
    return { why, remedies: await remediesOf(this.#rest, this.#rules, project) }
  }

  async lot(id: string): Promise<IdleInsight | null> {
    if (!this.#rest.lots.has(id) || this.#left(id) <= 0) return null
    return { why: whyIdle(this.#rest, this.#rules, id), remedies: await idleRemedies(this.#rest, this.#rules, id, new Map()) }
  }

  #left(lot: string): number {
    return this.#rest.plan.rest[this.#rest.prep.lotIndex.get(lot)!]!
  }
}
