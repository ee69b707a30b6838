/**
 * The independent bookkeeper: keeps its own books from requests and replies alone, and knows what must lie where after each. It
 * imports nothing of the ledger and nothing of policy. Money and spending are here, the treasurer's acts in auditor-treasury.ts.
 */
import { bookPlan, type Plan } from './allocation.ts'
import { BOOKS, bare, GIVEN, type Moved, type Place, placeOf, TAKEN_BACK, total, type Written } from './book-rules.ts'
import { Books } from './books.ts'
import { bookTreasury, type Loan, type Statements, type Supplement } from './auditor-treasury.ts'
import type { Content, LotPaper, Officer, Phase, ProjectPaper, Reply, Request, RequestOf, Terms } from './requests.ts'

export interface Lot extends LotPaper {
  usableTo: number
  /** Decisions on what is unspent, with what they posted. */
  readonly decisions: { readonly doing: string; readonly on: string; readonly year: number; readonly written: Written | null }[]
}

export interface Project extends ProjectPaper {
  phases: readonly Phase[]
  /** Whether they were planned since the project came into the library. */
  planned: boolean
}

export interface Contract {
  readonly project: string
  readonly payee: string
  readonly amount: bigint
  readonly signedOn: string
  readonly terms: Terms | null
  settlement: { readonly audited: bigint; readonly acceptedOn: string; readonly written: readonly Written[] } | null
}

export interface Claim extends Content {
  readonly contract: string
  readonly compiler: string
  state: string
  signers: string[]
}

interface Payment {
  readonly claim: string
  readonly on: string
  resultOn: string
  state: string
  basis: string
  late: string
  written: readonly Written[]
}

const CHAIN = ['L1', 'L2', 'L3', 'L4', 'L5', 'approved']
/** States in which the money of a claim is no longer with the contract. */
export const OUT_OF_THE_CONTRACT = ['ordered', 'paid', 'bank-returned']
export const drawnFrom = (kind: string): string => (kind === 'retention' ? 'retained' : 'committed')

/** What a keeper may write by hand, read out of the rule book by a person: kind → moves. */
export const BY_HAND: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'contract-release': [['committed', 'reserved']],
  'audit-cut': [
    ['committed', 'reserved'],
    ['paid', 'recoverable'],
  ],
  'household-audit-cut': [['paid', 'recoverable']],
  'reward-audit-cut': [['paid', 'recoverable']],
  fine: [['committed', 'reserved']],
  refund: [['paid', 'reserved']],
  'household-refund': [['paid', 'reserved']],
  'reward-refund': [['paid', 'reserved']],
  recovery: [
    ['recoverable', 'reserved'],
    ['recoverable', 'available'],
  ],
  'misuse-recovery': [['paid', 'available']],
  'household-misuse-recovery': [['paid', 'available']],
  'reward-misuse-recovery': [['paid', 'available']],
  'risk-fund-placement': [['paid', 'placed']],
  'reward-risk-fund-placement': [['paid', 'placed']],
  compensation: [['placed', 'compensated']],
  'compensation-recovery': [['compensated', 'placed']],
  'compensation-loss': [['compensated', 'paid']],
  'compensation-loss-recovery': [['paid', 'placed']],
  'return-to-treasury': [['available', 'treasury']],
}

export class Auditor {
  today = ''
  readonly books = new Books()
  readonly lots = new Map<string, Lot>()
  readonly projects = new Map<string, Project>()
  readonly officers = new Map<string, Officer>()
  readonly contracts = new Map<string, Contract>()
  readonly claims = new Map<string, Claim>()
  readonly plans = new Map<string, Plan>()
  readonly payments = new Map<string, Payment>()
  readonly firms = new Map<number, string>()
  readonly numbers = new Set<string>()
  readonly supplements = new Map<string, Supplement>()
  readonly loans = new Map<string, Loan>()
  /** Numbers of documents that money came by. */
  readonly notices = new Set<string>()
  /** Closings of months in the order in which they were made. */
  readonly closings: { readonly book: string; readonly month: number; readonly who: string }[] = []
  readonly bank: Statements = { lines: new Map(), to: '', balance: 0n, matches: new Map() }

  announce(docNo: string, lots: readonly (readonly [string, LotPaper])[], who: string): void {
    this.notices.add(docNo)
    for (const [id, paper] of lots) this.lots.set(id, { ...paper, decisions: [] })
    const moves = lots.map(([lot, { book, amount }]) => this.step(bare(lot, book), 'source', 'expected', amount))
    this.books.post({ kind: 'announcement', date: this.today, who, moves })
  }

  enter(id: string, paper: ProjectPaper): void {
    this.projects.set(id, { ...paper, phases: [{ year: paper.year, need: paper.need }], planned: false })
  }

  held(where: Partial<Place>, among?: readonly string[]): bigint {
    return this.books.held(where, among)
  }

  placesOf(stage: string): Place[] {
    return this.books
      .holdings({ stage })
      .filter((h) => h.amount > 0n)
      .map((h) => h.place)
  }

  given(project: string): bigint {
    return this.held({ project }, GIVEN)
  }

  /** May money of this lot pay the project out of this book, in this year of the project? */
  mayPay(lotId: string, projectId: string, book = this.lots.get(lotId)!.book, year = this.projects.get(projectId)!.year): boolean {
    const [lot, project] = [this.lots.get(lotId)!, this.projects.get(projectId)!]
    if (!lot.uses.includes(project.category) || year > lot.usableTo) return false
    if (lot.personal && !project.household) return false
    if (book === 'poverty') return project.poverty
    if (book === 'financing' && project.household) return false
    return project.poverty || project.agriculture
  }

  doubts(): string[] {
    const forbidden = this.books
      .touchedUses()
      .filter((p) => !this.mayPay(p.lot, p.project, p.book) || (p.book !== this.lots.get(p.lot)!.book && !this.mayPay(p.lot, p.project)))
    return [...this.books.doubts(), ...forbidden.map((p) => `${p.lot} may not pay ${p.project} out of ${p.book}`)]
  }

  step(at: Omit<Place, 'stage'>, from: string, to: string, amount: bigint): Moved {
    return { from: placeOf(from, at), to: placeOf(to, at), amount }
  }

  /** What lapses first, inside a year by share: of these holdings. */
  draw<T extends { readonly place: Place; readonly amount: bigint }>(amount: bigint, holdings: readonly T[]): { of: T; amount: bigint }[] {
    const parts: { of: T; amount: bigint }[] = []
    let left = amount
    const yearOf = (h: T) => this.lots.get(h.place.lot)!.usableTo
    for (const year of [...new Set(holdings.map(yearOf))].sort((a, b) => a - b)) {
      const group = holdings.filter((h) => yearOf(h) === year)
      const all = total(group)
      const take = left < all ? left : all
      if (take > 0n) parts.push(...Books.share(take, group))
      left -= take
    }
    return parts
  }

  /** The moves by which an amount leaves what matches for another stage. */
  drawn(amount: bigint, where: Partial<Place>, to: string, more: Partial<Place> = {}): Moved[] {
    return this.draw(amount, this.books.holdings(where)).map(({ of, amount: part }) => ({
      from: of.place,
      to: placeOf(to, { ...of.place, ...more }),
      amount: part,
    }))
  }

  /** In proportion alone, whatever lapses when. */
  shared(amount: bigint, where: Partial<Place>, to: string): Moved[] {
    return Books.share(amount, this.books.holdings(where)).map(({ of, amount: part }) => ({
      from: of.place,
      to: placeOf(to, of.place),
      amount: part,
    }))
  }

  all(where: Partial<Place>, to: string): Moved[] {
    return this.books.holdings(where).map((h) => ({ from: h.place, to: placeOf(to, h.place), amount: h.amount }))
  }

  posting(id: string): Written | undefined {
    return this.books.byId(id)
  }

  reverse(original: Written, date: string, who: string): Written {
    const moves = original.moves.map((m) => ({ from: m.to, to: m.from, amount: m.amount }))
    const closing = new Map([...original.closing].map(([title, amount]) => [title, -amount]))
    return this.books.post({ kind: 'reversal', date, who, moves, reverses: original, closing })[0]!
  }

  /** Writes a request that was accepted into the books. */
  book(r: Request, reply: Reply): void {
    switch (r.act) {
      case 'receive':
        return void this.books.post({ kind: 'receipt', date: r.on, who: r.who, moves: this.receipt(r.lines) })
      case 'reserve':
      case 'release': {
        const [from, to] = r.act === 'reserve' ? ['available', 'reserved'] : ['reserved', 'available']
        const moves = r.lines.map((l) => this.step({ ...bare(l.lot, this.lots.get(l.lot)!.book), project: l.project }, from, to, l.amount))
        return void this.books.post({ kind: r.act === 'reserve' ? 'reservation' : 'release', date: r.on, who: r.who, moves })
      }
      case 'hand': {
        const { line } = r
        const moves = [this.step({ ...line, book: this.lots.get(line.lot)!.book }, line.from, line.to, line.amount)]
        return void this.books.post({ kind: r.hand, date: r.on, who: r.who, moves })
      }
      case 'reverse':
        return void this.reverse(this.posting(r.posting)!, r.on, r.who)
      case 'contract':
        return this.#contract(r, reply.id!)
      case 'compile': {
        const { contract, who: compiler, on: _, act: __, ...content } = r
        return void this.claims.set(reply.id!, { ...content, contract, compiler, state: 'draft', signers: [] })
      }
      case 'result':
        return this.#result(r)
      case 'late-return':
        return this.#late(r)
      case 'adopt':
      case 'discard':
        return bookPlan(this, r)
      case 'change':
      case 'submit':
      case 'send-back':
      case 'order':
      case 'reopen':
      case 'sign':
        return this.#claim(r, this.claims.get(r.claim)!, reply)
      default:
        return bookTreasury(this, r, reply)
    }
  }

  #contract(r: RequestOf<'contract'>, id: string): void {
    this.numbers.add(r.no)
    this.firms.set(r.firm, r.account)
    const { project, amount, terms, on: signedOn } = r
    this.contracts.set(id, { project, payee: String(r.firm), amount, signedOn, terms, settlement: null })
    const moves = this.drawn(amount, { stage: 'reserved', project }, 'committed', { contract: id })
    this.books.post({ kind: 'commitment', date: r.on, who: r.who, moves })
  }

  #claim(r: Extract<Request, { claim: string }>, c: Claim, reply: Reply): void {
    const post = (kind: string, moves: Moved[]) => this.books.post({ kind, date: this.today, who: r.who, moves })
    if (r.act === 'order') {
      this.payments.set(reply.id!, { claim: r.claim, on: this.today, resultOn: '', state: 'sent', basis: '', late: '', written: [] })
      const { payee } = this.contracts.get(c.contract)!
      const held = { stage: drawnFrom(c.kind), contract: c.contract }
      post('payment-order', this.drawn(c.amount, held, 'ordered', { claim: r.claim, payee }))
    }
    if (r.act === 'reopen') post('return-to-contract', this.all({ stage: 'returned', claim: r.claim }, drawnFrom(c.kind)))
    if (r.act === 'change') {
      const { kind, amount, recover, retain, defer, certified, invoice } = r
      Object.assign(c, { kind, amount, recover, retain, defer, certified, invoice })
    }
    if (r.act === 'sign') c.signers.push(r.who)
    if (r.act === 'send-back' || r.act === 'reopen') c.signers = []
    const signed = CHAIN[CHAIN.indexOf(c.state) + 1]!
    c.state = { submit: 'L1', order: 'ordered', reopen: 'draft', 'send-back': 'draft', change: 'draft', sign: signed }[r.act]
  }

  /** Works have an advance and a retention; what goes to households or as a reward has neither. */
  isWorks(project: string): boolean {
    const { household, category } = this.projects.get(project)!
    return !household && category !== 'credit'
  }

  /** What the bank's "paid" is called in the books for this claim. */
  paidAs(c: Claim): string {
    if (c.kind === 'advance') return 'advance'
    if (c.kind === 'retention') return 'retention-payment'
    const { household, category } = this.projects.get(this.contracts.get(c.contract)!.project)!
    return household ? 'household-batch' : category === 'credit' ? 'reward' : 'payment'
  }

  /** How an act that takes paid money back is called where that money lies; null where it is not for such money. */
  takenBackAs(act: string, at: Place): string | null {
    const kinds = TAKEN_BACK.find((all) => all.includes(act))
    const claim = at.stage === 'paid' ? this.claims.get(at.claim) : undefined
    if (!kinds || at.stage !== 'paid') return act
    // What was paid without a claim was compensation, written off.
    return kinds[claim ? Math.max(0, ['', 'household-batch', 'reward'].indexOf(this.paidAs(claim))) : 3]!
  }

  /** The postings of such an act, for works first. */
  takeBack(act: string, moves: readonly Moved[], date: string, who: string): Written[] {
    this.books.open(moves)
    const kinds = TAKEN_BACK.find((all) => all.includes(act)) ?? [act]
    return kinds.flatMap((kind) => {
      const own = moves.filter((m) => this.takenBackAs(act, m.from) === kind)
      return kind === null ? [] : this.books.post({ kind, date, who, moves: own })
    })
  }

  resultMoves(paymentId: string, paid: boolean): readonly (readonly [kind: string, moves: Moved[]])[] {
    const { claim } = this.payments.get(paymentId)!
    const c = this.claims.get(claim)!
    const ordered = { stage: 'ordered', claim }
    if (!paid) return [['bank-return', this.all(ordered, 'returned')]]
    const parts: (readonly [string, Moved[]])[] = [[this.paidAs(c), this.all(ordered, c.kind === 'advance' ? 'advanced' : 'paid')]]
    if (c.recover > 0n) parts.push(['advance-recovery', this.shared(c.recover, { stage: 'advanced', contract: c.contract }, 'paid')])
    if (c.retain > 0n) parts.push(['retention', this.shared(c.retain, { stage: 'committed', contract: c.contract }, 'retained')])
    return parts
  }

  #result(r: RequestOf<'result'>): void {
    const payment = this.payments.get(r.payment)!
    if (payment.state !== 'sent') return
    const parts = this.resultMoves(r.payment, r.paid)
    this.books.open(parts.flatMap(([, moves]) => moves))
    const written = parts.flatMap(([kind, moves]) => this.books.post({ kind, date: r.on, who: r.who, moves }))
    Object.assign(payment, { state: r.paid ? 'paid' : 'returned', basis: r.basis, resultOn: r.on, written })
    this.claims.get(payment.claim)!.state = r.paid ? 'paid' : 'bank-returned'
  }

  /** What was withheld and recovered with the payment is turned round, then the money comes back to the contract. */
  #late(r: RequestOf<'late-return'>): void {
    const payment = this.payments.get(r.payment)!
    const c = this.claims.get(payment.claim)!
    const kind = this.paidAs(c)
    const cash = payment.written.filter((w) => w.kind === kind)
    const moves = cash.flatMap((w) => w.moves.map((m) => ({ from: m.to, to: placeOf(drawnFrom(c.kind), m.to), amount: m.amount })))
    this.books.open([...payment.written.filter((w) => w.kind !== kind).flatMap((w) => w.moves), ...moves])
    for (const w of payment.written) if (w.kind !== kind) this.reverse(w, r.on, r.who)
    const back = { 'household-batch': 'household-late-return', reward: 'reward-late-return' }[kind] ?? 'late-return'
    this.books.post({ kind: back, date: r.on, who: r.who, moves })
    Object.assign(payment, { state: 'late-returned', late: r.basis })
    Object.assign(c, { state: 'draft', signers: [] })
  }

  /** Money that comes goes first to those it was promised to, in the order in which their wait began. */
  receipt(lines: readonly { readonly lot: string; readonly amount: bigint }[]): Moved[] {
    return lines.flatMap(({ lot, amount }) => {
      let left = amount
      const { book } = this.lots.get(lot)!
      const promised = this.placesOf('promised').filter((p) => p.lot === lot)
      const since = new Map(promised.map((p) => [p, this.#waitsSince(p)]))
      const waiting = [...promised.sort((p, q) => since.get(p)! - since.get(q)!), placeOf('expected', bare(lot, book))]
      return waiting.flatMap((from): Moved[] => {
        const held = this.held(from)
        const take = left < held ? left : held
        left -= take
        return take > 0n ? [{ from, to: placeOf(from.stage === 'promised' ? 'reserved' : 'available', from), amount: take }] : []
      })
    })
  }

  /** The posting with which the place was last empty and began to hold something. */
  #waitsSince(place: Place): number {
    let [held, since] = [0n, 0]
    for (const w of this.books.written)
      for (const m of w.moves) {
        const [into, out] = [samePlace(m.to, place), samePlace(m.from, place)]
        if (into && held === 0n) since = w.n
        if (into || out) held += into ? m.amount : -m.amount
      }
    return since
  }

  /** Books in which such moves are made. */
  static booksOf = (moves: readonly Moved[]): string[] =>
    BOOKS.filter((book) => moves.some((m) => m.from.book === book || m.to.book === book))
}

const samePlace = (a: Place, b: Place): boolean => a.lot === b.lot && a.stage === b.stage && a.project === b.project && a.book === b.book
