/**
 * The independent bookkeeper: keeps its own books in one map of balances, from requests and replies alone, and knows what
 * must lie where after each. It imports nothing of the ledger and nothing of policy.
 */
import type { Line, LotPaper, Officer, ProjectPaper, Reply, Request, RequestOf } from './requests.ts'

export interface Place {
  readonly lot: string
  readonly stage: string
  readonly project: string
  readonly contract: string
  readonly claim: string
  /** The number of the firm. */
  readonly payee: string
}

interface Moved {
  readonly from: Place
  readonly to: Place
  readonly amount: bigint
}

interface Claim {
  readonly contract: string
  readonly compiler: string
  amount: bigint
  invoice: string
  state: string
  signers: string[]
}

const BOOKS = ['poverty', 'coordination', 'financing']
const CHAIN = ['L1', 'L2', 'L3', 'L4', 'L5', 'approved']

/** What a keeper may write by hand, read out of the rule book by a person: kind → moves, and which book alone where it is so. */
export const BY_HAND: Readonly<
  Record<string, { readonly moves: readonly (readonly [from: string, to: string])[]; readonly book?: string }>
> = {
  'contract-release': { moves: [['committed', 'reserved']] },
  'audit-cut': {
    moves: [
      ['committed', 'reserved'],
      ['paid', 'recoverable'],
    ],
  },
  fine: { moves: [['committed', 'reserved']] },
  refund: { moves: [['paid', 'reserved']] },
  recovery: {
    moves: [
      ['recoverable', 'reserved'],
      ['recoverable', 'available'],
    ],
  },
  'misuse-recovery': { moves: [['paid', 'available']] },
  'risk-fund-placement': { moves: [['paid', 'placed']] },
  compensation: { moves: [['placed', 'compensated']] },
  'compensation-recovery': { moves: [['compensated', 'placed']] },
  'return-to-treasury': { moves: [['available', 'treasury']] },
}
/** By what each place is told apart; what is not named is left behind there. */
const KEPT: Readonly<Record<string, readonly ('project' | 'contract' | 'claim' | 'payee')[]>> = {
  promised: ['project'],
  reserved: ['project'],
  committed: ['project', 'contract'],
  ordered: ['project', 'contract', 'claim', 'payee'],
  returned: ['project', 'contract', 'claim', 'payee'],
  paid: ['project', 'contract', 'claim', 'payee'],
  recoverable: ['project', 'contract', 'payee'],
  placed: ['project', 'payee'],
  compensated: ['project', 'payee'],
}

export const placeOf = (stage: string, l: Omit<Place, 'stage'>): Place => {
  const kept = KEPT[stage] ?? []
  const known = (name: 'project' | 'contract' | 'claim' | 'payee') => (kept.includes(name) ? l[name] : '')
  return { lot: l.lot, stage, project: known('project'), contract: known('contract'), claim: known('claim'), payee: known('payee') }
}

export const keyOf = (p: Place): string => [p.lot, p.stage, p.project, p.contract, p.claim, p.payee].join('/')

export class Auditor {
  today = ''
  /** How many postings there must be by now: one for each book that a request touched. */
  postings = 0
  readonly lots = new Map<string, LotPaper>()
  readonly projects = new Map<string, ProjectPaper>()
  readonly officers = new Map<string, Officer>()
  readonly contracts = new Map<string, { readonly project: string; readonly payee: string }>()
  readonly claims = new Map<string, Claim>()
  readonly payments = new Map<string, { readonly claim: string; readonly on: string; state: string; basis: string }>()
  readonly moved = new Map<string, readonly Moved[]>()
  readonly reversed = new Set<string>()
  readonly firms = new Map<number, string>()
  readonly numbers = new Set<string>()
  /** In the order in which the accounts were first used. */
  readonly #accounts = new Map<string, { readonly place: Place; balance: bigint }>()

  announce(lots: readonly (readonly [string, LotPaper])[]): void {
    for (const [id, paper] of lots) this.lots.set(id, paper)
    this.#post(lots.map(([lot, paper]) => this.#step({ lot, project: '', amount: paper.amount }, 'source', 'expected')))
  }

  /** What lies in all places that match. */
  held(where: Partial<Place>): bigint {
    return this.#matching(where).reduce((sum, a) => sum + a.balance, 0n)
  }

  /** The places of a stage that hold something. */
  placesOf(stage: string): Place[] {
    return this.#matching({ stage })
      .filter((a) => a.balance > 0n)
      .map((a) => a.place)
  }

  /** Every place that holds something, by its key. */
  balances(): Map<string, bigint> {
    return new Map([...this.#accounts].filter(([, a]) => a.balance !== 0n).map(([key, a]) => [key, a.balance]))
  }

  /** What is wrong with its own books: I2, I3, I13 as it understands them. */
  doubts(): string[] {
    const all = [...this.#accounts.values()]
    const unequal = [...this.lots.keys()].filter((lot) => this.held({ lot }) !== 0n).map((lot) => `lot ${lot} does not add up`)
    const negative = all.filter((a) => a.balance < 0n && a.place.stage !== 'source').map((a) => `${keyOf(a.place)} below zero`)
    const forbidden = all.filter((a) => a.place.project !== '' && !this.mayPay(a.place.lot, a.place.project)).map((a) => keyOf(a.place))
    return [...unequal, ...negative, ...forbidden]
  }

  mayPay(lotId: string, projectId: string): boolean {
    const [lot, project] = [this.lots.get(lotId)!, this.projects.get(projectId)!]
    if (!lot.uses.includes(project.category) || project.year > lot.usableTo) return false
    if (lot.personal && !project.household) return false
    if (lot.book === 'poverty') return project.poverty
    if (lot.book === 'financing' && project.household) return false
    return project.poverty || project.agriculture
  }

  /** Writes a request that was accepted into the books. */
  book(r: Request, reply: Reply): void {
    switch (r.act) {
      case 'receive':
        return this.#receive(r.lines, reply.postingIds ?? [])
      case 'reserve':
        return this.#byHand(r.lines, 'available', 'reserved', [reply.id!])
      case 'release':
        return this.#byHand(r.lines, 'reserved', 'available', [reply.id!])
      case 'hand': {
        const { line } = r
        return this.#post([{ from: placeOf(line.from, line), to: placeOf(line.to, line), amount: line.amount }], [reply.id!])
      }
      case 'reverse': {
        this.reversed.add(r.posting)
        const back = this.moved.get(r.posting)!.map((m) => ({ from: m.to, to: m.from, amount: m.amount }))
        return this.#post(back, [reply.id!])
      }
      case 'contract':
        this.numbers.add(r.no)
        this.firms.set(r.firm, r.account)
        this.contracts.set(reply.id!, { project: r.project, payee: String(r.firm) })
        return this.#shift(r.amount, { stage: 'reserved', project: r.project }, { stage: 'committed', contract: reply.id! })
      case 'compile': {
        const { contract, who: compiler, amount, invoice } = r
        this.claims.set(reply.id!, { contract, compiler, amount, invoice, state: 'draft', signers: [] })
        return
      }
      case 'result':
        return this.#result(r)
      default:
        return this.#claim(r, this.claims.get(r.claim)!, reply)
    }
  }

  #claim(r: Extract<Request, { claim: string }>, c: Claim, reply: Reply): void {
    if (r.act === 'order') {
      this.payments.set(reply.id!, { claim: r.claim, on: this.today, state: 'sent', basis: '' })
      this.#shift(
        c.amount,
        { stage: 'committed', contract: c.contract },
        { stage: 'ordered', claim: r.claim, payee: this.contracts.get(c.contract)!.payee },
      )
    }
    if (r.act === 'reopen') {
      const returned = { stage: 'returned', claim: r.claim }
      this.#shift(this.held(returned), returned, { stage: 'committed', claim: '', payee: '' })
    }
    if (r.act === 'change') Object.assign(c, { amount: r.amount, invoice: r.invoice })
    if (r.act === 'sign') c.signers.push(r.who)
    if (r.act === 'send-back' || r.act === 'reopen') c.signers = []
    const signed = CHAIN[CHAIN.indexOf(c.state) + 1]!
    c.state = { submit: 'L1', order: 'ordered', reopen: 'draft', 'send-back': 'draft', change: 'draft', sign: signed }[r.act]
  }

  #result(r: RequestOf<'result'>): void {
    const payment = this.payments.get(r.payment)!
    if (payment.state !== 'sent') return
    Object.assign(payment, { state: r.paid ? 'paid' : 'returned', basis: r.basis })
    this.claims.get(payment.claim)!.state = r.paid ? 'paid' : 'bank-returned'
    const ordered = { stage: 'ordered', claim: payment.claim }
    this.#shift(this.held(ordered), ordered, { stage: payment.state })
  }

  /** Money that comes goes first to those it was promised to, in the order of the promises. */
  #receive(lines: readonly Line[], ids: readonly string[]): void {
    const moves = lines.flatMap(({ lot, amount }) => {
      let left = amount
      const waiting = [
        ...this.placesOf('promised').filter((p) => p.lot === lot),
        placeOf('expected', { lot, project: '', contract: '', claim: '', payee: '' }),
      ]
      return waiting.flatMap((from): Moved[] => {
        const held = this.held(from)
        const take = left < held ? left : held
        left -= take
        const stage = from.stage === 'promised' ? 'reserved' : 'available'
        return take > 0n ? [{ from, to: { ...from, stage }, amount: take }] : []
      })
    })
    this.#post(moves, ids)
  }

  #byHand(lines: readonly Line[], from: string, to: string, ids: readonly string[]): void {
    this.#post(
      lines.map((l) => this.#step(l, from, to)),
      ids,
    )
  }

  #step({ lot, project, amount }: Line, from: string, to: string): Moved {
    const at = (stage: string) => ({ lot, stage, project: stage === 'reserved' ? project : '', contract: '', claim: '', payee: '' })
    return { from: at(from), to: at(to), amount }
  }

  /** Takes from what matches: what lapses first, inside a year by share, the odd fen to the largest remainders. */
  #shift(amount: bigint, where: Partial<Place>, into: Partial<Place>): void {
    const moves: Moved[] = []
    let left = amount
    const sources = this.#matching(where).filter((a) => a.balance > 0n)
    const yearOf = (a: { place: Place }) => this.lots.get(a.place.lot)!.usableTo
    for (const year of [...new Set(sources.map(yearOf))].sort((a, b) => a - b)) {
      const group = sources.filter((a) => yearOf(a) === year)
      const all = group.reduce((sum, a) => sum + a.balance, 0n)
      const take = left < all ? left : all
      const parts = group.map((a) => ({ a, got: (take * a.balance) / all, rest: (take * a.balance) % all }))
      let odd = take - parts.reduce((sum, p) => sum + p.got, 0n)
      for (const p of [...parts].sort((x, y) => (x.rest > y.rest ? -1 : x.rest < y.rest ? 1 : 0))) if (odd-- > 0n) p.got += 1n
      for (const { a, got } of parts) if (got > 0n) moves.push({ from: a.place, to: { ...a.place, ...into }, amount: got })
      left -= take
    }
    this.#post(moves)
  }

  /** New accounts are opened in the order of their lots; postings are counted and named book by book. */
  #post(moves: readonly Moved[], ids: readonly string[] = []): void {
    for (const { from, to, amount } of [...moves].sort((a, b) => (a.from.lot < b.from.lot ? -1 : a.from.lot > b.from.lot ? 1 : 0))) {
      this.#add(from, -amount)
      this.#add(to, amount)
    }
    const books = BOOKS.filter((book) => moves.some((m) => this.lots.get(m.from.lot)!.book === book))
    this.postings += books.length
    ids.forEach((id, i) =>
      this.moved.set(
        id,
        moves.filter((m) => this.lots.get(m.from.lot)!.book === books[i]),
      ),
    )
  }

  #add(place: Place, amount: bigint): void {
    const account = this.#accounts.get(keyOf(place)) ?? { place, balance: 0n }
    account.balance += amount
    this.#accounts.set(keyOf(place), account)
  }

  #matching(where: Partial<Place>) {
    const wanted = Object.entries(where) as [keyof Place, string][]
    return [...this.#accounts.values()].filter((a) => wanted.every(([name, value]) => a.place[name] === value))
  }
}
