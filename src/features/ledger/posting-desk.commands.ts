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
import { failureOf, violates } from '#platform/db/failure.ts'
import type { Tx } from '#platform/db/sql.ts'
import type { Standing, Standings } from '#platform/standing.ts'
import { lockEventHead } from '#platform/event-log.ts'
import { type PostingInput, postByHand } from './ledger.commands.ts'
import {
  type Answered,
  answeredBefore,
  LedgerImage,
  loadAccounts,
  loadFacts,
  loadVouchers,
  lockImage,
  openMissing,
} from './ledger-image.store.ts'
import { loadHowPaid } from './accounts.store.ts'
import { loadMoves, type Original } from './ledger.store.ts'
import { PostingBatch } from './posting-batch.store.ts'
import { type Beside, breathe, type ItemAnswer, NOTHING_BESIDE, PostingRound, type Request } from './posting-round.commands.ts'

/** A batch takes no more than this, so that the first of it need not wait for ever. */
const MOST_AT_ONCE = 1000
/** So few are not worth a batch of their own for half of them. */
const FEW = 8
/** Of one batch on its way the answer is awaited; a second waits behind it in the database. */
const MOST_UNDER_WAY = 2
const ATTEMPTS = 5

interface Waiting extends Request {
  readonly standing: Standing | null
  readonly resolve: (answers: ItemAnswer[]) => void
  readonly reject: (error: unknown) => void
}

const movedOn = (error: unknown): boolean => failureOf(error)?.code === 'HG409' || violates(error, 'posting_claimed')
const rightsChanged = (error: unknown): boolean => failureOf(error)?.code === 'HG412'

export class PostingDesk {
  readonly #database: Database
  readonly #clock: Clock
  readonly #standings: Standings | null
  readonly #districts = new Map<string, DistrictDesk>()

  /** Without `standings` every actor must have been looked up for the request. */
  constructor(database: Database, clock: Clock, standings: Standings | null = null) {
    this.#database = database
    this.#clock = clock
    this.#standings = standings
  }

  /**
   * One answer for each item, in order. `standing`: the actor is one that was remembered. Throws Refused when that session has ended;
   * otherwise only when the program or the database is at fault. Then nothing was saved.
   */
  async post(actor: Actor, key: string, inputs: readonly PostingInput[], standing: Standing | null = null): Promise<ItemAnswer[]> {
    if (!mayDo(actor, postByHand.permission)) return refuseEach(this.#database, this.#clock, actor, inputs)
    const known = this.#districts.get(actor.district)
    const desk = known ?? new DistrictDesk(actor.district, this.#database, this.#clock, this.#standings)
    this.#districts.set(actor.district, desk)
    return new Promise((resolve, reject) => desk.take({ actor, key, inputs, standing, resolve, reject }))
  }
}

/** The one write path says no in its own words, and records the attempt. */
async function refuseEach(database: Database, clock: Clock, actor: Actor, inputs: readonly PostingInput[]): Promise<ItemAnswer[]> {
  const answers: ItemAnswer[] = []
  for (const input of inputs) answers.push(await runCommand(database, postByHand, input, { actor, key: `posting:${input.key}`, clock }))
  return answers
}

/** Rounds that were decided one upon the other and go to the database together. */
interface OpenBatch {
  readonly batch: PostingBatch
  readonly rounds: WaitingRound[]
  /** The versions of the facts and of people's rights that they were decided upon. */
  readonly facts: bigint
  people: bigint | null
  items: number
}

/** A batch on its way to the database. */
interface SentBatch {
  readonly batch: OpenBatch
  /** Settled when its requests need no more of us than their answers. */
  settled: Promise<void>
  /** Decided upon it and not sent: to be decided again after it, should it fail. */
  readonly after: WaitingRound[]
}

class DistrictDesk {
  readonly #district: string
  readonly #database: Database
  readonly #clock: Clock
  readonly #standings: Standings | null
  #queue: Waiting[] = []
  /** Items of the queue. */
  #queued = 0
  #working = false
  /** Null when it cannot be trusted: at the start, and after any failure. */
  #image: LedgerImage | null = null
  /** Somebody else posted lately: look before leaping. */
  #contested = false
  /** On their way to the database, each decided upon the one before it, so that none can arrive without that. */
  readonly #sent: SentBatch[] = []
  /** Decided while those are on their way. */
  #open: OpenBatch | null = null
  /** Items of the last two batches that were sent. */
  #sizes: readonly [number, number] = [0, 0]
  #arrived: () => void = () => {}

  constructor(district: string, database: Database, clock: Clock, standings: Standings | null) {
    this.#district = district
    this.#database = database
    this.#clock = clock
    this.#standings = standings
  }

  take(waiting: Waiting): void {
    this.#queue.push(waiting)
    this.#queued += waiting.inputs.length
    this.#arrived()
    if (this.#working) return
    this.#working = true
    // What else arrived in the same turn goes along.
    setImmediate(() => void this.#work())
  }

  /** The database is never left waiting for a decision, and no decision for the database. */
  async #work(): Promise<void> {
    for (;;) {
      if (this.#open && this.#isDue(this.#open)) this.#launch(this.#open)
      else if (this.#queue.length > 0 && (this.#open?.items ?? 0) < MOST_AT_ONCE) await this.#gather()
      else if (this.#sent.length > 0) await Promise.race([this.#sent[0]!.settled, this.#arrival()])
      else break
    }
    this.#working = false
  }

  /**
   * When nothing is on its way; or one batch is, and this one is no smaller than the last ones were. Then the database finds it waiting,
   * however busy this thread is when that one has arrived. A smaller one waits for what else will come: a batch costs the same whatever it
   * holds.
   */
  #isDue({ items }: OpenBatch): boolean {
    return this.#sent.length === 0 || (this.#sent.length < MOST_UNDER_WAY && items >= Math.max(...this.#sizes))
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve
    })
  }

  /** Decides what has arrived. What the image does not know enough for waits for all before it, and is decided under locks. */
  async #gather(): Promise<void> {
    // What was sent leaves this process only when the thread looks up.
    if (this.#sent.length > 0) await breathe()
    const taken = this.#next()
    if (await this.#prepare(taken)) return
    if (this.#open) this.#launch(this.#open)
    await this.#allArrived()
    await this.#underLocks(taken)
  }

  async #allArrived(): Promise<void> {
    await Promise.all(this.#sent.map(({ settled }) => settled))
  }

  /** While the database has nothing to do it gets the half of what has arrived at once, and the other half when that is decided too. */
  #next(): WaitingRound {
    const most = this.#sent.length > 0 ? MOST_AT_ONCE : Math.min(MOST_AT_ONCE, Math.max(FEW, Math.ceil(this.#queued / 2)))
    const room = most - (this.#open?.items ?? 0)
    const taken: Waiting[] = []
    let items = 0
    for (const waiting of this.#queue) {
      if (taken.length > 0 && items + waiting.inputs.length > room) break
      taken.push(waiting)
      items += waiting.inputs.length
    }
    this.#queue = this.#queue.slice(taken.length)
    this.#queued -= items
    return roundOf(taken)
  }

  /** Decides upon the image alone and adds to the open batch; false when that does not know enough. */
  async #prepare(taken: WaitingRound): Promise<boolean> {
    const image = this.#image
    if (!image?.record || this.#contested) return false
    const { round } = taken
    try {
      if (!(await round.draft(image, NOTHING_BESIDE)) || this.#image !== image) return false
      const open = this.#open ?? {
        batch: new PostingBatch(this.#district, this.#clock.now(), image.heads),
        rounds: [],
        facts: image.facts,
        people: null,
        items: 0,
      }
      await round.decide(image, NOTHING_BESIDE, this.#clock.today())
      const refused = round.refusedKeys()
      if (refused.length > 0) round.recall(await this.#usedBefore(refused))
      await round.build(open.batch, image)
      // The batch before it failed meanwhile: what was decided upon it never happened.
      if (this.#image !== image) return false
      open.rounds.push(taken)
      open.people = earliest([open.people, ...taken.waiting.map((w) => w.standing?.version)])
      open.items += taken.items
      this.#open = open
      return true
    } catch {
      // A fault of the program: under locks it happens again, to the one request whose it is.
      if (this.#image === image) await this.#forget()
      return false
    }
  }

  /** What keys were used for: in the database, and in what is on its way to it. A use by others since is found when the batch arrives. */
  async #usedBefore(keys: readonly { person: string; key: string }[]): Promise<Map<string, Answered>> {
    const underWay = [...this.#sent.flatMap(({ batch }) => batch.rounds), ...(this.#open?.rounds ?? [])].flatMap(({ round }) => [
      ...round.answered(),
    ])
    return new Map([...underWay, ...(await answeredBefore(this.#database.db, this.#district, keys))])
  }

  /** Nothing that was decided and not sent yet can be trusted: it is decided again, under locks, after what is on its way. */
  async #forget(): Promise<void> {
    const rounds = this.#open?.rounds ?? []
    this.#image = null
    this.#open = null
    await this.#allArrived()
    for (const taken of rounds) await this.#underLocks(taken)
  }

  #launch(batch: OpenBatch): void {
    this.#open = null
    this.#sizes = [this.#sizes[1], batch.items]
    const before = this.#sent.at(-1)?.settled
    const sent: SentBatch = { batch, after: [], settled: Promise.resolve() }
    this.#sent.push(sent)
    sent.settled = this.#send(sent, before).then(() => void this.#sent.shift())
  }

  async #send(sent: SentBatch, before: Promise<void> | undefined): Promise<void> {
    const { batch, rounds, facts, people } = sent.batch
    try {
      await batch.write(this.#database.inOrder, facts, people)
      // The next batch is sent before the answers of this one are written.
      setImmediate(() => rounds.forEach(answer))
    } catch (error) {
      this.#image = null
      // What is sent already fails too; what is not comes after that.
      this.#sent.at(-1)!.after.push(...(this.#open?.rounds ?? []))
      this.#open = null
      this.#contested = movedOn(error)
      if (rightsChanged(error)) this.#standings?.forget()
      await before
      for (const taken of rounds) await this.#underLocks(taken)
    }
    for (const taken of sent.after) await this.#underLocks(taken)
  }

  async #underLocks(taken: WaitingRound): Promise<void> {
    try {
      const decided = await this.#decideUnderLocks(taken.waiting)
      if (decided) answer(decided)
    } catch (error) {
      if (taken.waiting.length === 1) return taken.waiting[0]!.reject(error)
      // One request that no database takes must not take the others with it.
      for (const waiting of taken.waiting) await this.#underLocks(roundOf([waiting]))
    }
  }

  /** The requests whose people may still post, each in the name of what they are now; the others get their answer here. */
  async #renew(waiting: readonly Waiting[]): Promise<Waiting[]> {
    const still: Waiting[] = []
    const renewed = await Promise.all(waiting.map(async (w) => w.standing && this.#standings?.renew(w.standing)))
    for (const [i, w] of waiting.entries()) {
      const now = renewed[i]
      if (!now) still.push(w)
      else if (!now.ok) w.reject(new Refused(now.refusal))
      else if (mayDo(now.value.actor, postByHand.permission)) still.push({ ...w, ...now.value })
      else await refuseEach(this.#database, this.#clock, now.value.actor, w.inputs).then(w.resolve, w.reject)
    }
    return still
  }

  async #decideUnderLocks(asked: readonly Waiting[]): Promise<WaitingRound | null> {
    let waiting = asked
    for (let left = ATTEMPTS; ; left--) {
      waiting = await this.#renew(waiting)
      if (waiting.length === 0) return null
      const taken = roundOf(waiting)
      const people = earliest(waiting.map((w) => w.standing?.version))
      let known = this.#image
      this.#image = null
      try {
        this.#image = await this.#database.transaction((tx) => {
          const image = known ?? new LedgerImage()
          // When the transaction runs again, what the first run left in the image never happened.
          known = null
          return this.#decideIn(tx, taken.round, image, people)
        })
        return taken
      } catch (error) {
        if (left === 1 || !(movedOn(error) || rightsChanged(error))) throw error
      }
    }
  }

  async #decideIn(tx: Tx, round: PostingRound, image: LedgerImage, people: bigint | null): Promise<LedgerImage> {
    const district = this.#district
    const wasRead = image.facts >= 0n
    const unchanged = await lockImage(tx, district, image)
    if (wasRead) this.#contested = !unchanged
    const originals = await originalsOf(tx, district, round.reversed())
    const lots = round.lots()
    for (const original of originals.values()) if (original.ok) for (const m of original.value.moves) lots.add(m.from.lotId)
    await loadFacts(tx, district, image, lots, round.projects())
    const read = { originals, answered: await answeredBefore(tx, district, round.keys()) }
    await round.draft(image, { ...NOTHING_BESIDE, ...read })
    const beside: Beside = { ...read, howPaid: await loadHowPaid(tx, district, round.drafts()) }
    await loadAccounts(tx, district, image, round.accounts())
    await loadVouchers(tx, district, image, round.months())
    await round.decide(image, beside, this.#clock.today())
    await openMissing(tx, district, image, round.moved())
    image.record = await lockEventHead(tx, district)
    const batch = new PostingBatch(district, this.#clock.now(), image.heads)
    await round.build(batch, image)
    if (!batch.isEmpty) await batch.write(tx, image.facts, people)
    return image
  }
}

interface WaitingRound {
  readonly waiting: readonly Waiting[]
  readonly round: PostingRound
  readonly items: number
}

const roundOf = (waiting: readonly Waiting[]): WaitingRound => ({
  waiting,
  round: new PostingRound(waiting),
  items: waiting.reduce((sum, w) => sum + w.inputs.length, 0),
})

/** Whatever was read at different times is as old as the oldest of it; null when there is nothing to check. */
function earliest(versions: readonly (bigint | null | undefined)[]): bigint | null {
  let found: bigint | null = null
  for (const version of versions) if (typeof version === 'bigint' && (found === null || version < found)) found = version
  return found
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
