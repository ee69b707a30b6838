/**
 * The one way postings reach the database: gathered column by column, linked onto the chains of their books, and written with
 * their moves, keys and sentences by one call of `post_batch` (migration 0012). Whoever gathers has decided them first.
 */
import { type Fen, sum } from '#kernel/money.ts'
import { invariant } from '#kernel/outcome.ts'
import { chainHash } from '#platform/hash.ts'
import { callFunction } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type EventHead, linkEvent, type NewEvent } from '#platform/event-log.ts'
import type { Head, Heads } from './accounts.store.ts'
import type { VoucherNumbers } from './book-state.store.ts'
import { accountText, chainBook, type Known, postingBytes, type PostingDraft } from './ledger.model.ts'
import type { Posted } from './ledger.store.ts'

/** A draft that was decided, with everything that makes it a posting but its place on the chain. */
export interface Numbered {
  readonly draft: PostingDraft
  readonly keeperId: string
  readonly voucher: VoucherNumbers
}

const entryOf = ({ kind, reverses }: PostingDraft): { readonly entryKind: string; readonly red: boolean } =>
  reverses ? { entryKind: reverses.entryKind, red: !reverses.red } : { entryKind: kind, red: false }

type Column = (string | number | bigint | boolean | null)[]
const columns = <K extends string>(names: readonly K[]): Record<K, Column> =>
  Object.fromEntries(names.map((name): [string, Column] => [name, []])) as Record<K, Column>

const POSTING = ['request', 'id', 'book', 'number', 'previous', 'hash', 'format', 'kind', 'date', 'basis', 'reason', 'reverses'] as const
const VOUCHER = ['entry', 'red', 'amount', 'voucher', 'keeper', 'other', 'otherVoucher'] as const

const AWKWARD = /["\\]/
const element = (value: Column[number]): string => {
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return String(value)
  return AWKWARD.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`
}
/** Nothing at all is said of a column without a value: the function then takes null, or its default, for each. */
const list = (column: Column): string | null => (column.every((value) => value === null) ? null : `{${column.map(element).join(',')}}`)

export class PostingBatch {
  readonly #district: string
  /** When it is recorded, as an instant. */
  readonly now: string
  /** What the books looked like when it was decided. */
  readonly #from: ReadonlyMap<string, Head>
  readonly #heads: Heads
  readonly #vouchers = new Map<string, { readonly book: string; readonly month: number; last: number }>()
  readonly #requests: { readonly personId: string; readonly key: string }[] = []
  readonly #touched = new Map<string, { place: number; previous: number }>()
  readonly #posting = columns([...POSTING, ...VOUCHER])
  readonly #bytes: string[] = []
  readonly #move = columns(['posting', 'line', 'lot', 'from', 'to', 'amount'])
  readonly #key = columns(['request', 'key', 'hash', 'first', 'count'])
  #command: string | null = null
  readonly #event = columns(['request', 'actor', 'command', 'key', 'subjects', 'sentence', 'hash'])
  readonly #eventBytes: string[] = []
  #record: { from: EventHead; to: EventHead } | null = null

  /** `heads` is moved along with what is added. */
  constructor(district: string, now: string, heads: Heads) {
    this.#district = district
    this.now = now
    this.#heads = heads
    this.#from = new Map(heads)
  }

  /** How many postings it holds. */
  get size(): number {
    return this.#bytes.length
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0 && this.#eventBytes.length === 0
  }

  /** In whose name and under which key what is added next stands; gives the number that `addPosting` and the others take. */
  addRequest(personId: string, key: string): number {
    return this.#requests.push({ personId, key })
  }

  addPosting(request: number, id: string, numbered: Numbered, accountIds: Known<string, bigint>): Posted {
    const { draft, keeperId, voucher } = numbered
    const book = chainBook(draft)
    const head = this.#heads.get(book)
    invariant(head, 'I4', 'chain head is known')
    const number = head.number + 1n
    const moves = draft.moves.map((m) => [accountText(m.from), accountText(m.to), m.amountFen] as const)
    const bytes = this.#bytesOf(numbered, this.#requests[request - 1]!, id, number, moves)
    const hash = chainHash(head.hash, bytes, head.format)
    const amountFen = sum(draft.moves.map((m) => m.amountFen))
    const entry = entryOf(draft)
    const p = this.#posting
    p.request.push(request)
    p.id.push(id)
    p.book.push(book)
    p.number.push(number)
    p.previous.push(this.#follow(book))
    p.hash.push(hash)
    p.format.push(head.format)
    p.kind.push(draft.kind)
    p.date.push(draft.businessDate)
    p.basis.push(draft.basis)
    p.reason.push(draft.reason ?? null)
    p.reverses.push(draft.reverses?.postingId ?? null)
    p.entry.push(draft.reverses ? entry.entryKind : null)
    p.red.push(entry.red ? true : null)
    p.amount.push(amountFen)
    p.voucher.push(voucher.no)
    p.keeper.push(keeperId)
    p.other.push(voucher.otherBook)
    p.otherVoucher.push(voucher.otherNo)
    this.#bytes.push(bytes)
    if (voucher.otherBook !== null) this.#touch(voucher.otherBook)
    draft.moves.forEach((m, i) =>
      this.#addMove(i + 1, m.from.lotId, accountIds.get(moves[i]![0]), accountIds.get(moves[i]![1]), m.amountFen),
    )
    this.#heads.set(book, { ...head, number, hash })
    return { id, book, number, hash, amountFen }
  }

  #addMove(line: number, lotId: string, from: bigint | undefined, to: bigint | undefined, amountFen: Fen): void {
    invariant(from !== undefined && to !== undefined, 'I1', 'both accounts of a move are open')
    const m = this.#move
    m.posting.push(this.#bytes.length)
    m.line.push(line)
    m.lot.push(lotId)
    m.from.push(from)
    m.to.push(to)
    m.amount.push(amountFen)
  }

  #bytesOf(
    { draft, keeperId, voucher }: Numbered,
    request: { readonly personId: string; readonly key: string },
    id: string,
    number: bigint,
    moves: readonly (readonly [string, string, bigint])[],
  ): string {
    return postingBytes({
      id,
      district: this.#district,
      book: chainBook(draft),
      number,
      kind: draft.kind,
      businessDate: draft.businessDate,
      recordedAt: this.now,
      person: request.personId,
      key: request.key,
      basis: draft.basis,
      reason: draft.reason ?? null,
      reverses: draft.reverses?.postingId ?? null,
      voucher: { ...voucher, keeper: keeperId, ...entryOf(draft) },
      moves,
    })
  }

  #touch(book: string): { place: number; previous: number } {
    const known = this.#touched.get(book)
    if (known) return known
    const added = { place: this.#touched.size + 1, previous: -(this.#touched.size + 1) }
    this.#touched.set(book, added)
    return added
  }

  /** Where the posting before this one of the same book stands: in this batch, or (below zero) at the head it began with. */
  #follow(book: string): number {
    const at = this.#touch(book)
    const { previous } = at
    at.previous = this.#posting.id.length
    return previous
  }

  /** The last voucher number of a book's month, when this batch moves it. */
  setVouchers(book: string, month: number, last: number): void {
    this.#vouchers.set(`${book} ${month}`, { book, month, last })
  }

  /** I5: the key of a person, what it was used for, and the postings it made: `count` of them up to the last one added. */
  addKey(request: number, command: string, key: string, inputHash: string, count: number): void {
    this.#command = command
    const k = this.#key
    k.request.push(request)
    k.key.push(key)
    k.hash.push(inputHash)
    k.first.push(this.size - count + 1)
    k.count.push(count)
  }

  addEvents(from: EventHead, events: readonly (NewEvent & { readonly request: number })[]): EventHead {
    const e = this.#event
    let head = from
    for (const event of events) {
      const { bytes, ...link } = linkEvent(head, event)
      e.request.push(event.request)
      e.actor.push(event.actor.name)
      e.command.push(event.command)
      e.key.push(event.key)
      e.subjects.push(`{${event.subjects.map(element).join(',')}}`)
      e.sentence.push(JSON.stringify(event.sentence))
      e.hash.push(link.hash)
      this.#eventBytes.push(bytes)
      head = link
    }
    this.#record = { from: this.#record?.from ?? from, to: head }
    return head
  }

  /** `facts`: the version of what was decided upon besides money; null when the transaction read it itself. */
  async write(on: Executor, facts: bigint | null): Promise<void> {
    const books = [...this.#touched.keys()]
    const from = books.map((book) => this.#from.get(book)!)
    const to = books.map((book) => this.#heads.get(book)!)
    const [p, m, k, e] = [this.#posting, this.#move, this.#key, this.#event]
    const vouchers = [...this.#vouchers.values()]
    await callFunction(on, 'post_batch', [
      this.#district,
      this.now,
      facts === null ? null : facts.toString(),
      `{${books.join(',')}}`,
      `{${from.map((h) => h.number).join(',')}}`,
      `{${from.map((h) => `"${h.hash}"`).join(',')}}`,
      `{${from.map((h) => h.closedThrough).join(',')}}`,
      `{${from.map((h) => h.format).join(',')}}`,
      `{${from.map((h) => h.movedIn).join(',')}}`,
      `{${to.map((h) => h.number).join(',')}}`,
      `{${to.map((h) => `"${h.hash}"`).join(',')}}`,
      ...[vouchers.map((v) => v.book), vouchers.map((v) => v.month), vouchers.map((v) => v.last)].map(list),
      ...[this.#requests.map((r) => r.personId), this.#requests.map((r) => r.key)].map(list),
      ...POSTING.map((name) => list(p[name])),
      ...[p.entry, p.red, p.amount].map(list),
      this.#bytes.join('\n'),
      ...[p.voucher, p.keeper, p.other, p.otherVoucher].map(list),
      ...[m.posting, m.line, m.lot, m.from, m.to, m.amount, k.request, k.key, k.hash, k.first, k.count].map(list),
      this.#command,
      ...(this.#record ? [this.#record.from.seq.toString(), this.#record.from.hash, String(this.#record.from.format)] : [null, null, null]),
      ...[e.request, e.actor, e.command, e.key, e.subjects, e.sentence].map(list),
      this.#eventBytes.join('\n'),
      list(e.hash),
    ])
    this.#noteMovedIn()
  }

  /** As the database does: once in a statement for each book that another book's chain reached. */
  #noteMovedIn(): void {
    for (const book of new Set(this.#posting.other))
      if (typeof book === 'string') this.#heads.set(book, { ...this.#heads.get(book)!, movedIn: this.#heads.get(book)!.movedIn + 1n })
  }
}
