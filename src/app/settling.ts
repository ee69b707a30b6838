/**
 * Moves the settled sums on (features/ledger/settled.store.ts) while the server runs. A timer does it, in this one place, and neither who
 * posts nor who reads: a posting would pay for it under the lock of its book, and a reading may stand in a transaction that only reads,
 * belong to somebody who may change nothing, or meet another one. Nobody waits for a step and nobody needs it: what is not summed yet is
 * read from the moves. So a step that fails is told and tried again later, and after an upgrade or a large import the sums get to the end by
 * themselves. Each step is a transaction of its own, and it rests between them: where one connection serves all, steps are short and four
 * fifths of the time are left to the others. Two servers on one database take turns at the row of a book in `settled`, which nobody else
 * locks.
 */
import { settle } from '#features/ledger/settled.store.ts'
import type { Database, Engine } from '#platform/db/database.ts'

/** Milliseconds until it looks again when there was nothing to do, and after a failure. */
const IDLE = 2_000
const AFTER_FAILURE = 60_000
const SHORTEST = 5

interface Pace {
  /** Postings of a book in one step. */
  readonly atOnce: number
  /** How often the time of a step it rests after it. */
  readonly rest: number
}

const PACE: Readonly<Record<Engine, Pace>> = { embedded: { atOnce: 500, rest: 4 }, postgresql: { atOnce: 5_000, rest: 1 } }

export interface SettlingOptions {
  /** Told of every step that failed. */
  readonly failed: (error: unknown) => void
  readonly worth?: number
  readonly pace?: Pace
  readonly idle?: number
}

export class Settling {
  readonly #database: Database
  readonly #options: SettlingOptions
  #timer: NodeJS.Timeout | undefined
  #working: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(database: Database, options: SettlingOptions) {
    this.#database = database
    this.#options = options
    this.#wait(0)
  }

  #wait(milliseconds: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#working = this.#step().then((rest) => this.#wait(rest))
    }, milliseconds)
    // The program may end without it.
    this.#timer.unref()
  }

  /** Says how long to rest. */
  async #step(): Promise<number> {
    const { failed, worth, idle = IDLE } = this.#options
    const { atOnce, rest } = { ...PACE[this.#database.engine], ...this.#options.pace }
    const began = performance.now()
    try {
      const summed = await settle(this.#database.db, null, atOnce, worth)
      return summed > 0 ? Math.max(SHORTEST, (performance.now() - began) * rest) : idle
    } catch (error) {
      if (!this.#stopped) failed(error)
      return AFTER_FAILURE
    }
  }

  /** Waits for the step that is under way, so that the database can be closed. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#working
  }
}
