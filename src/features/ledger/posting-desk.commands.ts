/**
 * Group commit for the posting API (docs/adr/0009): what arrives while a round is on its way waits and goes together in the next
 * one, in one round trip and one sync of the disk; each item gets its own answer, after the commit. A round is decided upon a
 * remembered image of the books; the database compares it with what is so, and when somebody else has posted in between, the round
 * is decided again under the locks that every command takes. Several servers on one database are therefore no danger, only slower.
 */
import { ok, type Outcome, refused, Refused } from '#kernel/outcome.ts'
import type { Clock } from '#platform/clock.ts'
import { type Actor, mayDo, runCommand } from '#platform/command.ts'
import type { Database } from '#platform/db/database.ts'
import { failureOf } from '#platform/db/failure.ts'
import type { Tx } from '#platform/db/sql.ts'
import { lockEventHead } from '#platform/event-log.ts'
import { type PostingInput, postByHand } from './ledger.commands.ts'
import { answeredBefore, LedgerImage, loadAccounts, loadFacts, loadVouchers, lockImage, openMissing } from './ledger-image.store.ts'
import { loadMoves, type Original } from './ledger.store.ts'
import type { PostingBatch } from './posting-batch.store.ts'
import { type Beside, type ItemAnswer, NOTHING_BESIDE, PostingRound, type Request } from './posting-round.commands.ts'

/** A round takes no more than this, so that the first of it need not wait for ever. */
const MOST_AT_ONCE = 2000
/** From this many on a round is made ready while the one before is still on its way; fewer wait, and become more. */
const WORTH_PREPARING = 250
const ATTEMPTS = 5

interface Waiting extends Request {
  readonly resolve: (answers: ItemAnswer[]) => void
  readonly reject: (error: unknown) => void
}

const movedOn = (error: unknown): boolean => failureOf(error)?.code === 'HG409' || failureOf(error)?.code === 'HG410'

export class PostingDesk {
  readonly #database: Database
  readonly #clock: Clock
  readonly #districts = new Map<string, DistrictDesk>()

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** One answer for each item, in order. Throws only when the program or the database is at fault; then nothing was saved. */
  async post(actor: Actor, key: string, inputs: readonly PostingInput[]): Promise<ItemAnswer[]> {
    if (!mayDo(actor, postByHand.permission)) return this.#refuse(actor, inputs)
    const desk = this.#districts.get(actor.district) ?? new DistrictDesk(actor.district, this.#database, this.#clock)
    this.#districts.set(actor.district, desk)
    return new Promise((resolve, reject) => desk.take({ actor, key, inputs, resolve, reject }))
  }

  /** The one write path says no in its own words, and records the attempt. */
  async #refuse(actor: Actor, inputs: readonly PostingInput[]): Promise<ItemAnswer[]> {
    const answers: ItemAnswer[] = []
    for (const input of inputs)
      answers.push(await runCommand(this.#database, postByHand, input, { actor, key: `posting:${input.key}`, clock: this.#clock }))
    return answers
  }
}

class DistrictDesk {
  readonly #district: string
  readonly #database: Database
  readonly #clock: Clock
  #queue: Waiting[] = []
  #queued = 0
  #working = false
  /** Null when it cannot be trusted: at the start, and after any failure. */
  #image: LedgerImage | null = null
  /** Somebody else posted lately: look before leaping. */
  #contested = false

  constructor(district: string, database: Database, clock: Clock) {
    this.#district = district
    this.#database = database
    this.#clock = clock
  }

  take(waiting: Waiting): void {
    this.#queue.push(waiting)
    this.#queued += waiting.inputs.length
    if (this.#working) return
    this.#working = true
    // What else arrived in the same turn goes along.
    setImmediate(() => void this.#work())
  }

  async #work(): Promise<void> {
    let sent: Promise<boolean> | null = null
    while (sent || this.#queue.length > 0) {
      if (sent && this.#queued < WORTH_PREPARING) {
        await sent
        sent = null
        continue
      }
      const round = this.#next()
      const batch = this.#prepare(round)
      const good: boolean = sent ? await sent : true
      sent = null
      if (batch && good) sent = this.#send(round, batch)
      else await this.#underLocks(round)
    }
    this.#working = false
  }

  #next(): WaitingRound {
    const taken: Waiting[] = []
    let items = 0
    for (const waiting of this.#queue) {
      if (taken.length > 0 && items + waiting.inputs.length > MOST_AT_ONCE) break
      taken.push(waiting)
      items += waiting.inputs.length
    }
    this.#queue = this.#queue.slice(taken.length)
    this.#queued -= items
    return { waiting: taken, round: new PostingRound(taken) }
  }

  /** Decides upon the image alone; null when that does not know enough. */
  #prepare({ round }: WaitingRound): PostingBatch | null {
    const image = this.#image
    if (!image?.record || this.#contested) return null
    try {
      if (!round.draft(image, NOTHING_BESIDE)) return null
      round.decide(image, NOTHING_BESIDE, this.#clock.today())
      return round.build(this.#district, image, image.record, this.#clock.now())
    } catch {
      // A fault of the program: under locks it happens again, to the one request whose it is.
      this.#image = null
      return null
    }
  }

  /** True when the database took it. What it did not take is decided again under locks, before anything that comes after. */
  async #send(taken: WaitingRound, batch: PostingBatch): Promise<boolean> {
    try {
      await batch.write(this.#database.db, this.#image!.facts)
    } catch (error) {
      this.#image = null
      this.#contested = movedOn(error)
      await this.#underLocks(taken)
      return false
    }
    // The next round is sent before the answers of this one are written.
    setImmediate(() => answer(taken))
    return true
  }

  async #underLocks(taken: WaitingRound): Promise<void> {
    try {
      await this.#decideUnderLocks(taken.round)
      answer(taken)
    } catch (error) {
      if (taken.waiting.length === 1) return taken.waiting[0]!.reject(error)
      // One request that no database takes must not take the others with it.
      for (const waiting of taken.waiting) await this.#underLocks({ waiting: [waiting], round: new PostingRound([waiting]) })
    }
  }

  async #decideUnderLocks(round: PostingRound): Promise<void> {
    for (let left = ATTEMPTS; ; left--) {
      let known = this.#image
      this.#image = null
      try {
        this.#image = await this.#database.transaction((tx) => {
          const image = known ?? new LedgerImage()
          // When the transaction runs again, what the first run left in the image never happened.
          known = null
          return this.#decideIn(tx, round, image)
        })
        return
      } catch (error) {
        if (left === 1 || !movedOn(error)) throw error
      }
    }
  }

  async #decideIn(tx: Tx, round: PostingRound, image: LedgerImage): Promise<LedgerImage> {
    const district = this.#district
    const wasRead = image.facts >= 0n
    const unchanged = await lockImage(tx, district, image)
    if (wasRead) this.#contested = !unchanged
    const originals = await originalsOf(tx, district, round.reversed())
    const lots = round.lots()
    for (const original of originals.values()) if (original.ok) for (const m of original.value.moves) lots.add(m.from.lotId)
    await loadFacts(tx, district, image, lots, round.projects())
    const beside: Beside = { originals, answered: await answeredBefore(tx, district, round.keys()) }
    round.draft(image, beside)
    await loadAccounts(tx, district, image, round.accounts())
    await loadVouchers(tx, district, image, round.months())
    round.decide(image, beside, this.#clock.today())
    await openMissing(tx, district, image, round.moved())
    const batch = round.build(district, image, await lockEventHead(tx, district), this.#clock.now())
    if (!batch.isEmpty) await batch.write(tx, image.facts)
    return image
  }
}

interface WaitingRound {
  readonly waiting: readonly Waiting[]
  readonly round: PostingRound
}

function answer({ waiting, round }: WaitingRound): void {
  waiting.forEach((w, i) => w.resolve(round.answers[i]!))
}

async function originalsOf(tx: Tx, district: string, ids: ReadonlySet<string>): Promise<Map<string, Outcome<Original>>> {
  const found = new Map<string, Outcome<Original>>()
  for (const id of ids)
    try {
      found.set(id, ok(await loadMoves(tx, district, id)))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      found.set(id, refused(error.refusal))
    }
  return found
}
