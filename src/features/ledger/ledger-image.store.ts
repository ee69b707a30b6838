/**
 * What the books of one district looked like when they were last read or written. Money moves only along with the head of its
 * book, and everything else a posting is judged by counts its changes in `ledger_facts`; so as long as heads and version are
 * the ones remembered here, so is all the rest, and a steady stream of postings reads nothing.
 */
import { type Fen, fen } from '#kernel/money.ts'
import { Recent } from '#kernel/recent.ts'
import { row, rows, sql, tableOf, type Tx } from '#platform/db/sql.ts'
import type { Executor } from '#platform/db/tables.ts'
import type { EventHead } from '#platform/event-log.ts'
import { type BookKey, books } from '#policy/books.ts'
import { accountsMovedSince, accountsOf, findAccounts, type Head, type Heads, lockHeads, openAccountsNamed } from './accounts.store.ts'
import { loadBookStates } from './book-state.store.ts'
import { type AccountName, accountText, type BookState, type Known, type LotFacts, type PurposeFacts } from './ledger.model.ts'
import { loadLotFacts, loadPurposes } from './ledger.store.ts'

const MOST_ACCOUNTS = 200_000
const MOST_LOTS = 50_000
const MOST_PROJECTS = 20_000
/** So many of a book's accounts are read at once when nothing is known of it. */
const FIRST_READING = 20_000
/** A book that moved on by no more postings than this is caught up with; by more, it is read anew. */
const MOST_TO_FOLLOW = 5_000n

interface Account {
  readonly book: BookKey
  /** Of which reading of its book it is. */
  readonly reading: number
  /** Undefined until it is opened. */
  id: bigint | undefined
  balanceFen: Fen
}

const sameHead = (a: Head | undefined, b: Head): boolean =>
  a !== undefined &&
  a.number === b.number &&
  a.hash === b.hash &&
  a.closedThrough === b.closedThrough &&
  a.format === b.format &&
  a.movedIn === b.movedIn

export class LedgerImage {
  /** -1: not read yet. */
  facts = -1n
  readonly heads: Heads = new Map()
  record: EventHead | null = null
  books: ReadonlyMap<BookKey, BookState> = new Map()
  readonly lots = new Recent<string, LotFacts>(MOST_LOTS)
  readonly purposes = new Recent<string, PurposeFacts>(MOST_PROJECTS)
  readonly #accounts = new Recent<string, Account>(MOST_ACCOUNTS)
  readonly #readings = new Map<BookKey, number>()
  readonly #vouchers = new Map<BookKey, Map<number, number>>()
  readonly #movedMonths = new Map<BookKey, Set<number>>()

  readonly balances: Known<string, Fen> = { get: (name) => this.#account(name)?.balanceFen }
  readonly ids: Known<string, bigint> = { get: (name) => this.#account(name)?.id }

  #account(name: string): Account | undefined {
    const found = this.#accounts.get(name)
    return found && found.reading === this.#readings.get(found.book) ? found : undefined
  }

  setBalance(name: string, balanceFen: Fen): void {
    this.#account(name)!.balanceFen = balanceFen
  }

  setAccount(name: string, book: BookKey, id: bigint | undefined, balanceFen: Fen): void {
    this.#accounts.set(name, { book, reading: this.#readings.get(book) ?? 0, id, balanceFen })
  }

  knowsMonth(book: BookKey, month: number): boolean {
    return this.#vouchers.get(book)?.has(month) ?? false
  }

  /** The next voucher number of the month, taken. */
  takeVoucher(book: BookKey, month: number): number {
    const months = this.#vouchers.get(book)!
    const next = months.get(month)! + 1
    months.set(month, next)
    const moved = this.#movedMonths.get(book) ?? new Set<number>()
    if (!moved.has(month)) this.#movedMonths.set(book, moved.add(month))
    return next
  }

  /** The months of which vouchers were taken since this was last asked. */
  movedMonths(): (readonly [BookKey, number])[] {
    const moved = [...this.#movedMonths].flatMap(([book, months]) => [...months].map((month) => [book, month] as const))
    this.#movedMonths.clear()
    return moved
  }

  lastVoucher(book: BookKey, month: number): number {
    return this.#vouchers.get(book)!.get(month)!
  }

  setVouchers(book: BookKey, month: number, last: number): void {
    const months = this.#vouchers.get(book) ?? new Map<number, number>()
    this.#vouchers.set(book, months.set(month, last))
  }

  forgetVouchers(book: BookKey): void {
    this.#vouchers.delete(book)
  }

  /** Begins the book anew: what is remembered of its accounts is forgotten. */
  setHead(book: BookKey, head: Head): void {
    this.#readings.set(book, (this.#readings.get(book) ?? 0) + 1)
    this.heads.set(book, head)
  }
}

/** Holds all books of the district until the transaction ends, and brings the image up to them. True when nothing had changed. */
export async function lockImage(tx: Tx, district: string, image: LedgerImage): Promise<boolean> {
  const before = new Map(image.heads)
  const heads = await lockHeads(tx, district, Object.keys(books))
  // The version before the facts: a change in between shows as a version that has moved on.
  const now = await row(tx, sql<{ version: bigint }>`select version from ledger_facts where district = ${district}`)
  const version = now?.version ?? 0n
  const moved = [...heads].filter(([book, head]) => !sameHead(before.get(book), head))
  if (image.facts !== version) {
    image.lots.clear()
    image.purposes.clear()
  }
  if (image.facts !== version || moved.length > 0) image.books = await loadBookStates(tx, district, heads)
  const unchanged = image.facts === version && moved.length === 0
  image.facts = version
  for (const [book, head] of moved) await follow(tx, district, image, book as BookKey, head)
  return unchanged
}

/** Reads what the postings since the remembered head moved; or all of the book, when there is no such head to go on from. */
async function follow(tx: Tx, district: string, image: LedgerImage, book: BookKey, head: Head): Promise<void> {
  const last = image.heads.get(book)
  const near = last !== undefined && last.movedIn === head.movedIn && head.number - last.number <= MOST_TO_FOLLOW
  if (near) image.heads.set(book, head)
  else image.setHead(book, head)
  const since = near ? last.number : 0n
  const read = near ? await accountsMovedSince(tx, district, book, since) : await accountsOf(tx, district, book, FIRST_READING)
  for (const { account, id, balanceFen } of read) image.setAccount(accountText(account), book, id, balanceFen)
  image.forgetVouchers(book)
  if (near) return
  const lots = new Set(read.map(({ account }) => account.lotId))
  await loadFacts(tx, district, image, lots, new Set(read.flatMap(({ account }) => (account.projectId ? [account.projectId] : []))))
}

export async function loadFacts(tx: Tx, district: string, image: LedgerImage, lots: ReadonlySet<string>, projects: ReadonlySet<string>) {
  const newLots = [...lots].filter((id) => !image.lots.get(id))
  const newProjects = [...projects].filter((id) => !image.purposes.get(id))
  if (newLots.length > 0) for (const [id, lot] of await loadLotFacts(tx, district, newLots)) image.lots.set(id, lot)
  if (newProjects.length > 0) for (const [id, project] of await loadPurposes(tx, district, newProjects)) image.purposes.set(id, project)
}

/** Accounts that do not exist yet are remembered as empty, without a number. */
export async function loadAccounts(tx: Tx, district: string, image: LedgerImage, accounts: ReadonlyMap<string, AccountName>) {
  const missing = [...accounts].filter(([name]) => image.balances.get(name) === undefined)
  if (missing.length === 0) return
  for (const [name, { book }] of missing) image.setAccount(name, book, undefined, fen(0n))
  const found = await findAccounts(
    tx,
    district,
    missing.map(([, account]) => account),
  )
  for (const { account, id, balanceFen } of found) image.setAccount(accountText(account), account.book, id, balanceFen)
}

export async function openMissing(tx: Tx, district: string, image: LedgerImage, accounts: ReadonlyMap<string, AccountName>) {
  const missing = [...accounts].filter(([name]) => image.ids.get(name) === undefined).map(([, account]) => account)
  if (missing.length === 0) return
  for (const { account, id } of await openAccountsNamed(tx, district, missing)) {
    const name = accountText(account)
    image.setAccount(name, account.book, id, image.balances.get(name)!)
  }
}

export async function loadVouchers(tx: Tx, district: string, image: LedgerImage, months: ReadonlyMap<string, readonly [BookKey, number]>) {
  const missing = [...months.values()].filter(([book, month]) => !image.knowsMonth(book, month))
  if (missing.length === 0) return
  for (const [book, month] of missing) image.setVouchers(book, month, 0)
  const found = await rows(
    tx,
    sql<{ book: BookKey; month: number; vouchers: number }>`select p.book, p.month, p.vouchers
      from ${tableOf(
        'm',
        { book: 'text', month: 'integer' },
        missing.map(([book, month]) => ({ book, month })),
      )}
      join period p on p.district = ${district} and p.book = m.book and p.month = m.month`,
  )
  for (const { book, month, vouchers } of found) image.setVouchers(book, month, vouchers)
}

export interface Answered {
  readonly inputHash: string
  readonly id: string
  readonly hash: string
}

/** What keys were used for before, under `person key`. */
export async function answeredBefore(
  on: Executor,
  district: string,
  keys: readonly { person: string; key: string }[],
): Promise<Map<string, Answered>> {
  const found = await rows(
    on,
    sql<{ person: string; key: string; input_hash: string; id: string; hash: string }>`
      select k.person, k.key, p.input_hash, p.posting_id as id, p.hash from ${tableOf('k', { person: 'text', key: 'text' }, keys)}
      join posting p on p.district = ${district} and p.person_id = k.person and p.command_key = k.key and p.input_hash is not null`,
  )
  return new Map(found.map((f) => [`${f.person} ${f.key}`, { inputHash: f.input_hash, id: f.id, hash: f.hash }]))
}
