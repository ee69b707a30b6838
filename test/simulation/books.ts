/**
 * The auditor's own books: what lies in each place, postings with their voucher numbers, months, keepers, and the balances of the titles
 * of account. Plain maps, fed by the auditor alone.
 */
import { AT_BANK, BOOKS, FAR, keyOf, linesOf, monthOf, type Moved, type Place, sideOf, total, type Written } from './book-rules.ts'

export interface Keeper {
  readonly no: number
  readonly book: string
  readonly who: string
  readonly from: string
  to: string | null
}

interface Account {
  readonly place: Place
  balance: bigint
}

export interface PostingOf {
  readonly kind: string
  readonly date: string
  readonly who: string
  readonly moves: readonly Moved[]
  readonly reverses?: Written
  readonly closing?: ReadonlyMap<string, bigint>
}

export class Books {
  readonly written: Written[] = []
  readonly keepers: Keeper[] = []
  /** The last closed month of each book. */
  readonly closed = new Map<string, number>()
  readonly #ids = new Map<string, Written>()
  readonly #stages = new Map<string, Map<string, Account>>()
  readonly #numbers = new Map<string, number>()
  readonly #vouchers = new Map<string, number>()
  readonly #trial = new Map<string, bigint>()
  readonly #touched = new Set<Account>()
  #balances = new Map<string, bigint>()

  /** What the district calls the posting. */
  name(w: Written, id: string): void {
    w.id = id
    this.#ids.set(id, w)
  }

  byId(id: string): Written | undefined {
    return this.#ids.get(id)
  }

  /** What lies in all places that match. */
  held(where: Partial<Place>, among?: readonly string[]): bigint {
    return this.holdings(where, among).reduce((sum, h) => sum + h.amount, 0n)
  }

  /** The places that match and hold something, in the order in which they were first used; `among`: of these stages. */
  holdings(where: Partial<Place>, among?: readonly string[]): { readonly place: Place; readonly amount: bigint }[] {
    const stages = among ?? (where.stage === undefined ? [...this.#stages.keys()] : [where.stage])
    const wanted = (Object.entries(where) as [keyof Place, string][]).filter(([name]) => name !== 'stage')
    return stages.flatMap((stage) =>
      [...(this.#stages.get(stage)?.values() ?? [])]
        .filter((a) => a.balance !== 0n && wanted.every(([name, value]) => a.place[name] === value))
        .map((a) => ({ place: a.place, amount: a.balance })),
    )
  }

  /** Every place that holds something, by its key. */
  balances(): ReadonlyMap<string, bigint> {
    return this.#balances
  }

  /** Debit less credit of every title, `book title`, zero left out. */
  trial(): Map<string, bigint> {
    return new Map([...this.#trial].filter(([, amount]) => amount !== 0n))
  }

  onDuty(book: string, date: string): Keeper[] {
    return this.keepers.filter((k) => k.book === book && k.from <= date && (k.to === null || date <= k.to))
  }

  keeps(who: string, book: string, date: string): boolean {
    return this.onDuty(book, date).some((k) => k.who === who)
  }

  firstMonth(book: string): number {
    const months = [...this.#vouchers.keys()].filter((key) => key.startsWith(`${book} `)).map((key) => Number(key.split(' ')[1]))
    return months.length > 0 ? Math.min(...months) : 0
  }

  /** One posting for each book that gives, in the order of the books; a reversal stays one on the book of what it turns round. */
  post(p: PostingOf): Written[] {
    if (p.moves.length === 0) return []
    const parts = p.reverses
      ? [p.moves]
      : BOOKS.map((book) => p.moves.filter((m) => m.from.book === book)).filter((moves) => moves.length > 0)
    this.open(parts.flat())
    return parts.map((moves) => this.#write({ ...p, moves }))
  }

  #write({ kind, date, who, moves, reverses, closing }: PostingOf): Written {
    const book = reverses?.book ?? moves[0]!.from.book
    const other = moves.flatMap((m) => [m.from.book, m.to.book]).find((b) => b !== book) ?? ''
    const number = (this.#numbers.get(book) ?? 0) + 1
    this.#numbers.set(book, number)
    const onDuty = this.onDuty(book, date)
    const w: Written = {
      n: this.written.length,
      number,
      kind: reverses?.kind ?? kind,
      book,
      other,
      otherNo: other === '' ? 0 : this.#voucher(other, date),
      date,
      no: this.#voucher(book, date),
      red: reverses ? !reverses.red : false,
      moves,
      who,
      keeper: onDuty.some((k) => k.who === who) ? who : (onDuty[0]?.who ?? ''),
      reverses: reverses ?? null,
      closing: closing ?? new Map(),
      reversed: false,
      id: '',
      matched: null,
    }
    if (reverses) reverses.reversed = true
    this.written.push(w)
    for (const { from, to, amount } of moves) {
      this.#add(from, -amount)
      this.#add(to, amount)
    }
    for (const l of linesOf(w)) {
      this.#enter(`${l.book} ${l.debit}`, l.amount)
      this.#enter(`${l.book} ${l.credit}`, -l.amount)
    }
    for (const [subject, amount] of w.closing) this.#enter(`${book} ${subject}`, amount)
    return w
  }

  #voucher(book: string, date: string): number {
    const key = `${book} ${monthOf(date)}`
    const no = (this.#vouchers.get(key) ?? 0) + 1
    this.#vouchers.set(key, no)
    return no
  }

  #enter(title: string, amount: bigint): void {
    this.#trial.set(title, (this.#trial.get(title) ?? 0n) + amount)
  }

  /** New places are numbered in the order of their names. */
  open(moves: readonly Moved[]): void {
    const places = new Map(moves.flatMap((m) => [m.from, m.to]).map((p) => [keyOf(p), p]))
    for (const key of [...places.keys()].sort()) this.#account(places.get(key)!)
  }

  #account(place: Place): Account {
    const of = this.#stages.get(place.stage) ?? new Map<string, Account>()
    this.#stages.set(place.stage, of)
    const key = keyOf(place)
    const account = of.get(key) ?? { place, balance: 0n }
    of.set(key, account)
    return account
  }

  #add(place: Place, amount: bigint): void {
    const account = this.#account(place)
    account.balance += amount
    if (account.balance === 0n) this.#balances.delete(keyOf(place))
    else this.#balances.set(keyOf(place), account.balance)
    this.#touched.add(account)
  }

  /** What is wrong with the places that moved since this was last asked: below zero (I3), a lot that does not add up on a side (I2). */
  doubts(): string[] {
    const touched = [...this.#touched]
    this.#touched.clear()
    const negative = touched.filter((a) => a.balance < 0n && !FAR.includes(a.place.stage)).map((a) => `${keyOf(a.place)} below zero`)
    const unequal = [...new Set(touched.map((a) => `${a.place.lot} ${sideOf(a.place)}`))].filter((name) => {
      const [lot, side] = name.split(' ')
      return this.holdings({ lot: lot! }).reduce((sum, h) => (sideOf(h.place) === side ? sum + h.amount : sum), 0n) !== 0n
    })
    return [...negative, ...unequal.map((name) => `lot ${name} does not add up`)]
  }

  /** Where money of projects lies among the places that moved: `[lot, book, project]`. */
  touchedUses(): Place[] {
    return [...this.#touched].map((a) => a.place).filter((p) => p.project !== '')
  }

  /** Income and expenditure of a book in a year, lot by lot: credit less debit by title; the closing itself left out. */
  resultOf(book: string, year: number): Map<string, Map<string, bigint>> {
    const lots = new Map<string, Map<string, bigint>>()
    for (const w of this.written) {
      if (w.kind === 'year-close' || Number(w.date.slice(0, 4)) !== year || (w.book !== book && w.other !== book)) continue
      for (const l of linesOf(w).filter((line) => line.book === book))
        for (const [title, amount] of [
          [l.debit, -l.amount],
          [l.credit, l.amount],
        ] as const) {
          if (!/^[456]/.test(title)) continue
          const own = lots.get(l.lot) ?? new Map<string, bigint>()
          lots.set(l.lot, own.set(title, (own.get(title) ?? 0n) + amount))
        }
    }
    return lots
  }

  /** What a posting did at the bank: above zero in, below zero out. */
  static atBank(w: Pick<Written, 'moves'>): bigint {
    const there = (p: Place) => (AT_BANK.includes(p.stage) ? 1n : 0n)
    return w.moves.reduce((sum, m) => sum + m.amount * (there(m.to) - there(m.from)), 0n)
  }

  static crosses = (w: Pick<Written, 'moves'>): boolean =>
    w.moves.some((m) => AT_BANK.includes(m.from.stage) !== AT_BANK.includes(m.to.stage))

  /** Takes from what there is in proportion, the odd fen to the largest remainders. */
  static share<T extends { readonly amount: bigint }>(
    amount: bigint,
    holdings: readonly T[],
  ): { readonly of: T; readonly amount: bigint }[] {
    const all = total(holdings)
    const parts = holdings.map((of) => ({ of, amount: (amount * of.amount) / all, rest: (amount * of.amount) % all }))
    let odd = amount - total(parts)
    for (const p of [...parts].sort((x, y) => (x.rest > y.rest ? -1 : x.rest < y.rest ? 1 : 0))) if (odd-- > 0n) p.amount += 1n
    return parts.filter((p) => p.amount > 0n)
  }
}
