/**
 * The one way postings reach the database: gathered column by column, linked onto the chains of their books, and written with
 * their moves, keys and sentences by one call of `post_batch` (migration 0020). Whoever gathers has decided them first.
 */
import { type Fen, sum } from '#kernel/money.ts'
import { invariant } from '#kernel/outcome.ts'
import { newLink } from '#platform/hash.ts'
import { callFunction } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import { type EventHead, linkEvent, type NewEvent } from '#platform/event-log.ts'
import type { Head, Heads } from './accounts.store.ts'
import type { VoucherNumbers } from './book-state.store.ts'
import { accountText, chainBook, type Known, type PostingDraft } from './ledger.model.ts'
import { postingBytes, type PostingFacts } from './posting-bytes.model.ts'
import type { Posted } from './ledger.store.ts'

/** A draft that was decided, with everything that makes it a posting but its place on the chain. */
export interface Numbered {
  readonly draft: PostingDraft
  readonly keeperId: string
  readonly voucher: VoucherNumbers
}

interface Entry {
  readonly entryKind: string
  readonly red: boolean
}

type Placed = Pick<PostingFacts, 'id' | 'book' | 'number' | 'moves'>

const entryOf = ({ kind, reverses }: PostingDraft): Entry =>
  reverses ? { entryKind: reverses.entryKind, red: !reverses.red } : { entryKind: kind, red: false }

type Column = (string | number | bigint | boolean | null)[]
const columns = <K extends string>(names: readonly K[]): Record<K, Column> =>
  Object.fromEntries(names.map((name): [string, Column] => [name, []])) as Record<K, Column>

const AWKWARD = /["\\]/
const element = (value: Column[number]): string => {
  if (value === null) return 'NULL'
  if (typeof value !== 'string') return String(value)
  return AWKWARD.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`
}
const text = (column: Column): string => `{${column.map(element).join(',')}}`
/** Nothing at all is said of a column without a value: the function then takes null, or its default, for each. */
const list = (column: Column): string | null => (column.every((value) => value === null) ? null : text(column))
/** Where every element is the same, one stands for all; never for a column that may hold null. */
const same = (column: Column): string | null => (column.every((value) => value === column[0]) ? list(column.slice(0, 1)) : text(column))
/** Places that are each their own need not be said. */
const places = (column: Column): string | null => (column.every((value, i) => value === i + 1) ? null : text(column))
/** The place before, which for all but the first of a chain is the rule, need not be said at the end. */
function previous(column: Column): string {
  let end = column.length
  while (end > 1 && column[end - 1] === end - 1) end--
  return text(column.slice(0, end))
}

export class PostingBatch {
  readonly #district: string
  /** When it is recorded, as an instant. */
  readonly now: string
  /** What the books looked like when it was decided. */
  readonly #from: ReadonlyMap<string, Head>
  readonly #heads: Heads
  readonly #vouchers = new Map<string, { readonly book: string; readonly month: number; last: number }>()
  readonly #people = new Map<string, number>()
  readonly #request = columns(['who', 'key'])
  readonly #touched = new Map<string, { place: number; previous: number }>()
  readonly #posting = columns([
    'request',
    'input',
    'id',
    'book',
    'number',
    'previous',
    'hash',
    'format',
    'kind',
    'date',
    'basis',
    'reason',
    'reverses',
    'entry',
    'red',
    'amount',
    'voucher',
    'keeper',
    'other',
    'otherVoucher',
  ])
  readonly #bytes: string[] = []
  readonly #move = columns(['posting', 'line', 'lot', 'from', 'to', 'amount'])
  #person = ''
  #key = ''
  #inputHash: string | null = null
  readonly #event = columns(['who', 'actor', 'command', 'key', 'subjects', 'sentence', 'hash'])
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

  #place(personId: string): number {
    const known = this.#people.get(personId)
    if (known !== undefined) return known
    this.#people.set(personId, this.#people.size + 1)
    return this.#people.size
  }

  /**
   * In whose name and under which key the postings added next stand. `inputHash`: the key is taken with the first of them (I5);
   * null when the command has taken it before.
   */
  addRequest(personId: string, key: string, inputHash: string | null): void {
    this.#request.who.push(this.#place(personId))
    this.#request.key.push(key)
    this.#person = personId
    this.#key = key
    this.#inputHash = inputHash
  }

  addPosting(id: string, numbered: Numbered, accountIds: Known<string, bigint>): Posted {
    const { draft, keeperId, voucher } = numbered
    const book = chainBook(draft)
    const head = this.#heads.get(book)
    invariant(head, 'I4', 'chain head is known')
    const number = head.number + 1n
    const moves = draft.moves.map((m) => [accountText(m.from), accountText(m.to), m.amountFen] as const)
    const entry = entryOf(draft)
    const { hash, bytes } = newLink(head.hash, this.#bytesOf(numbered, entry, { id, book, number, moves }), head.format)
    const amountFen = sum(draft.moves.map((m) => m.amountFen))
    const p = this.#posting
    p.request.push(this.#request.key.length)
    p.input.push(this.#inputHash)
    this.#inputHash = null
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
    const { closedThrough, format, movedIn } = head
    this.#heads.set(book, { number, hash, closedThrough, format, movedIn })
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

  #bytesOf({ draft, keeperId, voucher }: Numbered, { entryKind, red }: Entry, { id, book, number, moves }: Placed): string {
    return postingBytes({
      id,
      district: this.#district,
      book,
      number,
      kind: draft.kind,
      businessDate: draft.businessDate,
      recordedAt: this.now,
      person: this.#person,
      key: this.#key,
      basis: draft.basis,
      reason: draft.reason ?? null,
      reverses: draft.reverses?.postingId ?? null,
      voucher: { no: voucher.no, otherBook: voucher.otherBook, otherNo: voucher.otherNo, keeper: keeperId, entryKind, red },
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

  addEvents(from: EventHead, events: readonly NewEvent[]): EventHead {
    const e = this.#event
    let head = from
    for (const event of events) {
      const { bytes, ...link } = linkEvent(head, event)
      e.who.push(this.#place(event.actor.personId))
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

  /** The versions of what was decided upon besides money: facts, and the rights of people; null for what the transaction read itself. */
  async write(on: Executor, facts: bigint | null, people: bigint | null): Promise<void> {
    const books = [...this.#touched.keys()]
    const from = books.map((book) => this.#from.get(book)!)
    const to = books.map((book) => this.#heads.get(book)!)
    const [p, m, r, e] = [this.#posting, this.#move, this.#request, this.#event]
    const vouchers = [...this.#vouchers.values()]
    await callFunction(on, 'post_batch', [
      this.#district,
      this.now,
      facts === null ? null : facts.toString(),
      people === null ? null : people.toString(),
      `{${books.join(',')}}`,
      `{${from.map((h) => h.number).join(',')}}`,
      `{${from.map((h) => `"${h.hash}"`).join(',')}}`,
      `{${from.map((h) => h.closedThrough).join(',')}}`,
      `{${from.map((h) => h.format).join(',')}}`,
      `{${from.map((h) => h.movedIn).join(',')}}`,
      `{${to.map((h) => h.number).join(',')}}`,
      `{${to.map((h) => `"${h.hash}"`).join(',')}}`,
      ...[vouchers.map((v) => v.book), vouchers.map((v) => v.month), vouchers.map((v) => v.last)].map(list),
      list([...this.#people.keys()]),
      same(r.who),
      list(r.key),
      places(p.request),
      list(p.input),
      list(p.id),
      same(p.book),
      list(p.number),
      previous(p.previous),
      list(p.hash),
      ...[p.format, p.kind, p.date, p.basis].map(same),
      ...[p.reason, p.reverses, p.entry, p.red].map(list),
      same(p.amount),
      this.#bytes.join('\n'),
      list(p.voucher),
      same(p.keeper),
      ...[p.other, p.otherVoucher].map(list),
      places(m.posting),
      ...[m.line, m.lot, m.from, m.to, m.amount].map(same),
      ...(this.#record ? [this.#record.from.seq.toString(), this.#record.from.hash, String(this.#record.from.format)] : [null, null, null]),
      ...[e.who, e.actor, e.command, e.key, e.subjects, e.sentence].map(list),
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
