/**
 * One round of the posting desk: the requests that came together, decided one after the other in the order of arrival, each upon
 * what the ones before it left; a refused item does not touch the others. Then built into one batch for the database.
 */
import { type CivilDate, monthKey } from '#kernel/civil-date.ts'
import { type Fen, fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { newId } from '#platform/clock.ts'
import { type Actor, keyReused, refusedEvent } from '#platform/command.ts'
import type { NewEvent } from '#platform/event-log.ts'
import { sha256 } from '#platform/hash.ts'
import { type BookKey, books } from '#policy/books.ts'
import { chainPlace, draftsByHand, inputText, type PostingInput, postByHand, sentenceOf, subjectsOf } from './ledger.commands.ts'
import {
  type AccountName,
  accountText,
  chainBook,
  decidePosting,
  type HowPaid,
  type LedgerFacts,
  otherBook as otherBookOf,
  type PostingDraft,
} from './ledger.model.ts'
import { refuse } from './ledger-refusals.model.ts'
import { asksHowPaid } from './taken-back.model.ts'
import type { Answered, LedgerImage } from './ledger-image.store.ts'
import type { Original, Posted } from './ledger.store.ts'
import type { Numbered, PostingBatch } from './posting-batch.store.ts'

export interface Request {
  readonly actor: Actor
  /** The key of the request; each item has its own. */
  readonly key: string
  readonly inputs: readonly PostingInput[]
}

export type ItemAnswer = Outcome<{ readonly id: string; readonly hash: string }>

/** What only a transaction can read: what keys answered before, and the postings that are to be reversed. */
export interface Beside {
  readonly answered: ReadonlyMap<string, Answered>
  readonly originals: ReadonlyMap<string, Outcome<Original>>
  /** Of the accounts that drafts of the round take paid money from. */
  readonly howPaid: HowPaid
}

export const NOTHING_BESIDE: Beside = { answered: new Map(), originals: new Map(), howPaid: new Map() }

interface Item {
  readonly request: number
  readonly place: number
  readonly input: PostingInput
  readonly key: string
}

interface Accepted {
  readonly item: Item
  readonly inputHash: string
  readonly numbered: readonly Numbered[]
}

interface Done {
  readonly item: Item
  readonly posted: readonly Posted[]
}

/** What an item is decided upon: the image, and what came before it. */
interface Upon {
  readonly image: LedgerImage
  readonly answered: Beside['answered']
  /** For each request, whose person is one of the facts. */
  readonly facts: readonly LedgerFacts[]
  readonly taken: Map<string, Accepted>
  readonly reversed: Set<string>
}

/** After so many items the thread looks up: the round before is still being sent, and requests are arriving. */
const A_BREATH = 50
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export class PostingRound {
  readonly requests: readonly Request[]
  readonly answers: ItemAnswer[][]
  readonly #items: readonly Item[]
  #drafts: Outcome<readonly PostingDraft[]>[] = []
  #accepted: Accepted[] = []
  /** Items whose key was accepted earlier in the round: answered like those. */
  #alike: { readonly item: Item; readonly first: Accepted }[] = []

  constructor(requests: readonly Request[]) {
    this.requests = requests
    this.answers = requests.map(() => [])
    this.#items = requests.flatMap(({ inputs }, request) =>
      inputs.map((input, place) => ({ request, place, input, key: `posting:${input.key}` })),
    )
  }

  keys(): { person: string; key: string }[] {
    return this.#items.map(({ request, key }) => ({ person: this.requests[request]!.actor.personId, key }))
  }

  lots(): Set<string> {
    return new Set(this.#items.flatMap(({ input }) => (input.moves ?? []).map((m) => m.lotId)))
  }

  projects(): Set<string> {
    return new Set(this.#items.flatMap(({ input }) => (input.moves ?? []).flatMap((m) => (m.projectId ? [m.projectId] : []))))
  }

  reversed(): Set<string> {
    return new Set(this.#items.flatMap(({ input }) => (input.reverses ? [input.reverses] : [])))
  }

  /** Makes the drafts; false when the image does not know all that they and the decision upon them stand on. */
  async draft(image: LedgerImage, { originals }: Beside): Promise<boolean> {
    let known = image.record !== null
    const made: Outcome<readonly PostingDraft[]>[] = []
    for (const { input } of this.#items) {
      const original = input.reverses ? originals.get(input.reverses) : undefined
      if (input.reverses && !original) known = false
      known &&= knowsFacts(image, input)
      const drafts = original && !original.ok ? original : draftsByHand(input, image.lots, original?.value ?? null)
      known &&= !drafts.ok || drafts.value.every((draft) => knowsBooks(image, draft) && !asksHowPaid(draft))
      if (made.push(drafts) % A_BREATH === 0) await breathe()
    }
    this.#drafts = made
    return known
  }

  drafts(): PostingDraft[] {
    return this.#drafts.flatMap((drafts) => (drafts.ok ? drafts.value : []))
  }

  #moves() {
    return this.drafts().flatMap((draft) => draft.moves)
  }

  accounts(): Map<string, AccountName> {
    return new Map(this.#moves().flatMap(({ from, to }) => [[accountText(from), from] as const, [accountText(to), to] as const]))
  }

  months(): Map<string, readonly [BookKey, number]> {
    return new Map(
      this.#drafts.flatMap((drafts) =>
        (drafts.ok ? drafts.value : []).flatMap((draft) =>
          placesOf(draft).map(([book, month]) => [`${book} ${month}`, [book, month] as const] as const),
        ),
      ),
    )
  }

  /** Decides every item and moves the image along; afterwards that is right only if the batch reaches the database. */
  async decide(image: LedgerImage, { answered, howPaid }: Beside, today: CivilDate): Promise<void> {
    const taken = new Map<string, Accepted>()
    const reversed = new Set<string>()
    this.#accepted = []
    this.#alike = []
    for (const answers of this.answers) answers.length = 0
    const { balances, lots, purposes, books: states } = image
    const facts = this.requests.map(({ actor: { personId } }) => ({ today, personId, howPaid, balances, lots, purposes, books: states }))
    const upon = { image, answered, facts, taken, reversed }
    for (const [i, item] of this.#items.entries()) {
      if (i % A_BREATH === A_BREATH - 1) await breathe()
      this.#decide(item, this.#drafts[i]!, upon)
    }
  }

  #decide(item: Item, drafted: Outcome<readonly PostingDraft[]>, upon: Upon): void {
    const { input, key } = item
    const { image, taken, reversed } = upon
    const { personId } = this.requests[item.request]!.actor
    const inputHash = hashOf(input)
    const name = `${personId} ${key}`
    const first = taken.get(name)
    const before = upon.answered.get(name)
    if (first || before) {
      const same = (first ?? before)!.inputHash === inputHash
      if (same && first) this.#alike.push({ item, first })
      else this.#answer(item, same && before ? ok({ id: before.id, hash: before.hash }) : keyReused(key))
      return
    }
    const again = input.reverses !== undefined && reversed.has(input.reverses)
    const drafts = again ? refuse('already_reversed', { posting: input.reverses }) : drafted
    const numbered = drafts.ok ? decideItem(image, drafts.value, upon.facts[item.request]!) : drafts
    if (!numbered.ok) return this.#answer(item, numbered)
    const accepted = { item, inputHash, numbered: numbered.value }
    this.#accepted.push(accepted)
    taken.set(name, accepted)
    if (input.reverses !== undefined) reversed.add(input.reverses)
  }

  /** Keys of what was refused. Whether they were used before, an image does not know; a key that was is not refused but answered again. */
  refusedKeys(): { person: string; key: string }[] {
    return this.#refused().map(({ request, key }) => ({ person: this.requests[request]!.actor.personId, key }))
  }

  #refused(): Item[] {
    return this.#items.filter(({ request, place }) => this.answers[request]![place]?.ok === false)
  }

  /** Answers again what was refused only because its key was used before; a refusal has moved nothing, so all else stands. */
  recall(answered: Beside['answered']): void {
    for (const item of this.#refused()) {
      const before = answered.get(`${this.requests[item.request]!.actor.personId} ${item.key}`)
      if (before)
        this.#answer(item, before.inputHash === hashOf(item.input) ? ok({ id: before.id, hash: before.hash }) : keyReused(item.key))
    }
  }

  /** What keys were used for in this round, once it is built. */
  answered(): Map<string, Answered> {
    return new Map(
      this.#accepted.flatMap(({ item, inputHash }) => {
        const answer = this.answers[item.request]![item.place]
        if (!answer?.ok) return []
        return [[`${this.requests[item.request]!.actor.personId} ${item.key}`, { inputHash, ...answer.value }] as const]
      }),
    )
  }

  #answer({ request, place }: Item, answer: ItemAnswer): void {
    this.answers[request]![place] = answer
  }

  /** The accounts that the accepted postings move. */
  moved(): Map<string, AccountName> {
    const moves = this.#accepted.flatMap((a) => a.numbered.flatMap((n) => n.draft.moves))
    return new Map(moves.flatMap(({ from, to }) => [[accountText(from), from] as const, [accountText(to), to] as const]))
  }

  /** Links everything accepted onto the chains and adds it to the batch; gives each item its answer and the record its sentences. */
  async build(batch: PostingBatch, image: LedgerImage): Promise<void> {
    const { now } = batch
    const done = new Map<string, Done[]>()
    for (const [i, { item, inputHash, numbered }] of this.#accepted.entries()) {
      const { personId } = this.requests[item.request]!.actor
      batch.addRequest(personId, item.key, inputHash)
      const posted = numbered.map((n) => batch.addPosting(newId('posting'), n, image.ids))
      this.#answer(item, ok({ id: posted[0]!.id, hash: posted[0]!.hash }))
      const own = done.get(personId)
      if (own) own.push({ item, posted })
      else done.set(personId, [{ item, posted }])
      if (i % A_BREATH === A_BREATH - 1) await breathe()
    }
    for (const { item, first } of this.#alike) this.#answer(item, this.answers[first.item.request]![first.item.place]!)
    for (const [book, month] of image.movedMonths()) batch.setVouchers(book, month, image.lastVoucher(book, month))
    const events = [...this.#refusals(now), ...[...done.values()].map((own) => ({ now, ...this.#eventOf(own) }))]
    image.record = batch.addEvents(image.record!, events)
  }

  #refusals(now: string): NewEvent[] {
    const said: NewEvent[] = []
    for (const { request, place, key } of this.#items) {
      const answer = this.answers[request]![place]
      if (answer && !answer.ok) said.push(refusedEvent(this.requests[request]!.actor, postByHand.name, key, answer.refusal, now))
    }
    return said
  }

  /**
   * One sentence for all that a person posted in the round: of one posting as ever; of many how many, how much, and their numbers on the
   * chains. Its key is that of the request, where there is but one, or of the first item; each posting carries the key of its own item.
   */
  #eventOf(done: readonly Done[]): Omit<NewEvent, 'now'> {
    const posted = done.flatMap((d) => d.posted)
    const amountFen = fen(posted.reduce((sum, p) => sum + p.amountFen, 0n))
    const first = done[0]!.item
    const { actor, key, inputs } = this.requests[first.request]!
    const alone = inputs.length > 1 && key !== '' && done.at(-1)!.item.request === first.request
    return {
      actor,
      command: postByHand.name,
      key: alone ? key : first.key,
      subjects: subjectsOf(
        done.length === 1 ? posted.map((p) => p.id) : lastOfChains(posted),
        done.map((d) => d.item.input),
      ),
      sentence: done.length === 1 ? sentenceOf(amountFen, first.input) : sentenceOfMany(done.length, amountFen, posted),
    }
  }
}

const hashOf = (input: PostingInput): string => sha256(`["${postByHand.name}",${inputText(input)}]`)

const placesOf = (draft: PostingDraft): (readonly [BookKey, number])[] => {
  const month = monthKey(draft.businessDate)
  const other = otherBookOf(draft)
  return other === null
    ? [[chainBook(draft), month]]
    : [
        [chainBook(draft), month],
        [other, month],
      ]
}

const knowsFacts = (image: LedgerImage, input: PostingInput): boolean =>
  (input.moves ?? []).every((m) => image.lots.get(m.lotId) !== undefined && (!m.projectId || image.purposes.get(m.projectId) !== undefined))

const knowsBooks = (image: LedgerImage, draft: PostingDraft): boolean =>
  placesOf(draft).every(([book, month]) => image.heads.has(book) && image.knowsMonth(book, month)) &&
  draft.moves.every((m) => image.ids.get(accountText(m.from)) !== undefined && image.ids.get(accountText(m.to)) !== undefined)

/** All postings of an item or none; on success the image has their balances and voucher numbers. */
function decideItem(image: LedgerImage, drafts: readonly PostingDraft[], facts: LedgerFacts): Outcome<readonly Numbered[]> {
  const only = drafts.length === 1 ? drafts[0]! : null
  if (!only) return decideTogether(image, drafts, facts)
  const decided = decidePosting(only, facts)
  if (!decided.ok) return decided
  for (const [name, balance] of decided.value.balances) image.setBalance(name, balance)
  return ok([numberedOf(image, only, decided.value.keeperId)])
}

/** Each upon what the ones before it leave. */
function decideTogether(image: LedgerImage, drafts: readonly PostingDraft[], facts: LedgerFacts): Outcome<readonly Numbered[]> {
  const changed = new Map<string, Fen>()
  const balances = { get: (name: string) => changed.get(name) ?? image.balances.get(name) }
  const keepers: string[] = []
  for (const draft of drafts) {
    const decided = decidePosting(draft, { ...facts, balances })
    if (!decided.ok) return decided
    for (const [name, balance] of decided.value.balances) changed.set(name, balance)
    keepers.push(decided.value.keeperId)
  }
  for (const [name, balance] of changed) image.setBalance(name, balance)
  return ok(drafts.map((draft, i) => numberedOf(image, draft, keepers[i]!)))
}

function numberedOf(image: LedgerImage, draft: PostingDraft, keeperId: string): Numbered {
  const month = monthKey(draft.businessDate)
  const otherBook = otherBookOf(draft)
  const no = image.takeVoucher(chainBook(draft), month)
  const otherNo = otherBook === null ? null : image.takeVoucher(otherBook, month)
  return { draft, keeperId, voucher: { no, otherBook, otherNo } }
}

function sentenceOfMany(count: number, amountFen: Fen, posted: readonly Posted[]): Text {
  const numbers = [...new Set(posted.map((p) => p.book))].map((book) => ({
    label: books[book].label,
    runs: runsOf(posted.filter((p) => p.book === book).map((p) => p.number)),
  }))
  const zh = (runs: readonly Run[]) => runs.map(({ from, to }) => (from === to ? `${from}` : `${from} 至 ${to}`)).join('、')
  const en = (runs: readonly Run[]) => runs.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')
  return {
    zh: `批量记账 ${count} 笔，共 ${formatFen(amountFen)} 元：${numbers.map((n) => `${n.label.zh}第 ${zh(n.runs)} 号`).join('，')}`,
    en: `Posted ${count} at once, ${formatFen(amountFen)} yuan: ${numbers.map((n) => `${n.label.en} no. ${en(n.runs)}`).join('; ')}`,
  }
}

/** In place of many ids: how far each chain then reached, so that none of them can be gone without a sentence that misses it. */
const lastOfChains = (posted: readonly Posted[]): string[] =>
  [...new Map(posted.map((p) => [p.book, p.number]))].map(([book, number]) => chainPlace(book, number))

interface Run {
  readonly from: bigint
  to: bigint
}

/** Others may have posted in between. */
function runsOf(numbers: readonly bigint[]): Run[] {
  const runs: Run[] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && last.to === number - 1n) last.to = number
    else runs.push({ from: number, to: number })
  }
  return runs
}
