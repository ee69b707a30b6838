/**
 * Two threads search for the same plan, from the same prices and decided places but with another seed: how long a choice takes and how well it
 * can be paid nobody foresees. Whoever has a choice first ends the other's choosing, and whoever has the better plan hands it over.
 */
import { availableParallelism } from 'node:os'
import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads'
import { startThread } from './threads.ts'
import type { Choice, Decided } from './choose.ts'
import type { Known } from './construction.ts'
import type { Instance } from './format.ts'
import { isBetter, Plan } from './plan.ts'
import type { Prepared } from './prepare.ts'

/** Where the second thread begins: all that the first has found out about the instance. */
export interface Beginning {
  readonly known: Known
  readonly decided: Decided | null
  readonly seconds: number
  /** Milliseconds left: each thread has a clock of its own. */
  readonly left: number
  readonly seed: number
}

export interface HelpTask extends Beginning {
  readonly kind: 'help'
  readonly instance: Instance
  readonly port: MessagePort
}

interface PackedPlan {
  readonly units: Int32Array
  /** Number of slices of each phase; then lot and yuan of each slice, phase by phase. */
  readonly counts: Int32Array
  readonly lots: Int32Array
  readonly amounts: Float64Array
}

type Word = { readonly choice: Choice } | { readonly plan: PackedPlan }

/** One end of what two threads tell each other. Nothing waits: what has arrived is looked at when asked for. */
export class Line {
  readonly #prep: Prepared
  readonly #port: MessagePort
  #choice: Choice | null = null
  #plan: Plan | null = null
  #told: Plan | null = null

  constructor(prep: Prepared, port: MessagePort) {
    this.#prep = prep
    this.#port = port
  }

  /** What the other has chosen, as soon as it has. */
  choice(): Choice | null {
    this.#hear()
    return this.#choice
  }

  tell(choice: Choice): void {
    this.#say({ choice })
  }

  /** Hands over a plan, unless one as good was handed over or taken. */
  offer(plan: Plan): void {
    this.#hear()
    if (!isBetter(plan, this.#told) || !isBetter(plan, this.#plan)) return
    this.#told = plan.copy()
    this.#say({ plan: pack(plan) })
  }

  /** The other's plan, if it is better than this one. */
  better(than: Plan | null): Plan | null {
    this.#hear()
    return this.#plan && isBetter(this.#plan, than) ? this.#plan.copy() : null
  }

  #say(word: Word): void {
    this.#port.postMessage(word)
  }

  #hear(): void {
    for (let word = receiveMessageOnPort(this.#port); word; word = receiveMessageOnPort(this.#port)) {
      const heard = word.message as Word
      if ('choice' in heard) this.#choice = heard.choice
      else this.#plan = unpack(heard.plan, this.#prep)
    }
  }
}

/** The second thread as the first sees it. Should it fail, the first goes on alone. */
export class Partner {
  readonly #worker: Worker
  readonly #channel = new MessageChannel()

  private constructor() {
    this.#worker = startThread('allocation-worker', new URL('./worker.ts', import.meta.url))
    this.#worker.on('error', () => {})
    this.#worker.unref()
  }

  /** Starts the thread, which then loads what it needs; null where the machine has one processor. */
  static start(): Partner | null {
    return availableParallelism() < 2 ? null : new Partner()
  }

  /** Tells it where to begin; returns this end of the line. */
  begin(prep: Prepared, beginning: Beginning): Line {
    const port = this.#channel.port2
    const task: HelpTask = { kind: 'help', instance: prep.instance, port, ...beginning }
    this.#worker.postMessage(task, [port])
    return new Line(prep, this.#channel.port1)
  }

  async end(): Promise<void> {
    this.#channel.port1.close()
    await this.#worker.terminate()
  }
}

function pack({ units, sliceLots, sliceAmounts }: Plan): PackedPlan {
  return {
    units: units.slice(),
    counts: Int32Array.from(sliceLots, (lots) => lots.length),
    lots: Int32Array.from(sliceLots.flat()),
    amounts: Float64Array.from(sliceAmounts.flat()),
  }
}

function unpack({ units, counts, lots, amounts }: PackedPlan, prep: Prepared): Plan {
  const plan = new Plan(prep)
  units.forEach((n, p) => void (n > 0 && plan.setUnits(p, n)))
  let at = 0
  counts.forEach((n, phase) => {
    plan.pay(phase, { lots: [...lots.subarray(at, at + n)], amounts: [...amounts.subarray(at, at + n)] })
    at += n
  })
  return plan
}
