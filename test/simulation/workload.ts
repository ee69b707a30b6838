/**
 * Random officers. Most of what they ask is sensible, for they look at the auditor's books; some of it is wrong on purpose:
 * the wrong person, too much, nothing, tomorrow, an unknown thing, a stale page, a wrong password, a number used before.
 * Spending is here; the treasurer's acts are drawn in workload-treasury.ts.
 */
import { addDays, civilDate } from '#kernel/civil-date.ts'
import { type Auditor, BY_HAND } from './auditor.ts'
import { bare, BOOKS, placeOf } from './book-rules.ts'
import { claimedOf, leftOf, openOf } from './judge-claims.ts'
import type { Act, ClaimKind, Content, Line, Request, Terms } from './requests.ts'
import type { Seeded } from './seeded.ts'
import { drawClosing } from './workload-closing.ts'
import { drawLate } from './workload-plans.ts'
import { drawTreasury } from './workload-treasury.ts'

const WEIGHTS: Readonly<Record<Act, number>> = {
  receive: 9,
  reserve: 12,
  release: 4,
  reverse: 5,
  hand: 9,
  contract: 8,
  compile: 12,
  change: 3,
  submit: 10,
  sign: 42,
  'send-back': 2,
  order: 9,
  result: 9,
  reopen: 3,
  'late-return': 2,
  settle: 2,
  withdraw: 0.5,
  'contract-act': 4,
  phases: 4,
  adopt: 14,
  discard: 0.5,
  promise: 5,
  'promise-release': 2,
  supplement: 9,
  'give-back': 2,
  carry: 5,
  income: 4,
  'year-end': 1.5,
  close: 22,
  'close-year': 3,
  'reopen-year': 3,
  'reopen-month': 1.5,
  appoint: 1,
  relieve: 1.2,
  loan: 1,
  draw: 3,
  repay: 2,
  interest: 1,
  'return-unused': 1.5,
  statement: 7,
  match: 11,
  explain: 7,
  undo: 0.7,
}
/** How often somebody works on the closing of the books, signs a contract too late for a plan, moves a claim onward, while there is one. */
const [CLOSING, LATE, ONWARD] = [0.12, 0.2, 0.22]
const NEXT_STEP: Readonly<Partial<Record<string, Act>>> = {
  draft: 'submit',
  approved: 'order',
  ordered: 'result',
  'bank-returned': 'reopen',
}
const SIGNERS = ['village', 'township', 'dept', 'pool_office', 'leader']
const RIGHT_ROLE: Readonly<Partial<Record<Act, string>>> = {
  result: 'bank',
  contract: 'dept',
  compile: 'dept',
  change: 'dept',
  submit: 'dept',
  phases: 'pov_office',
  adopt: 'leading_group',
  discard: 'pool_office',
  promise: 'pool_office',
  'promise-release': 'pool_office',
  'reopen-month': 'leading_group',
  appoint: 'leading_group',
  relieve: 'leading_group',
}

export class Workload {
  readonly chance: Seeded
  readonly a: Auditor
  /** The book that its keepers take most care to close. */
  readonly favourite: string
  #serial = 0
  /** Drafts that were to be adopted although a contract had come. */
  readonly #late = new Set<string>()

  constructor(chance: Seeded, auditor: Auditor) {
    this.chance = chance
    this.favourite = chance.pick(BOOKS)
    this.a = auditor
  }

  /** Seldom for something that does not exist, even while there is nothing yet that does. */
  next(): Request {
    for (;;) {
      const request = this.#urged() ?? this.draw(this.chance.weighted(WEIGHTS))
      if (request === null) continue
      if (!Object.values(request).some((v) => typeof v === 'string' && v.endsWith('_none')) || this.chance.chance(0.1)) return request
    }
  }

  /** Chance alone would seldom close a year or bring a claim through five signatures to the bank. */
  #urged(): Request | null {
    if (this.chance.chance(CLOSING)) return drawClosing(this)
    if (this.chance.chance(LATE)) return drawLate(this, this.#late)
    const open = this.chance.chance(ONWARD) ? [...this.a.claims.values()].filter((c) => c.state !== 'paid') : []
    if (open.length === 0) return null
    return this.draw(NEXT_STEP[this.chance.pick(open).state] ?? 'sign')
  }

  draw(act: Act): Request | null {
    const { a } = this
    switch (act) {
      case 'receive':
      case 'reserve':
      case 'release':
        return { act, who: this.who(act), on: this.date(), basis: this.number(`据${act}`), lines: this.#lines(act) }
      case 'hand':
        return this.#hand()
      case 'reverse':
        return { act, who: this.who(act), on: this.date(), posting: this.#posting() }
      case 'contract':
        return this.#contract()
      case 'compile': {
        const open = [...a.contracts.keys()].filter(
          (id) => leftOf(a, id, 'progress', '') > 0n || a.held({ stage: 'retained', contract: id }) > 0n,
        )
        const contract = this.one(this.chance.chance(0.95) ? open : [...a.contracts.keys()], 'con_none')
        return { act, who: this.who(act), on: a.today, contract, ...this.#content(contract, '', this.#invoice()) }
      }
      case 'change':
        return this.#change()
      case 'submit': {
        const claim = this.#claim('draft')
        return { act, claim, who: this.#compilerOf(claim) }
      }
      case 'adopt':
      case 'discard': {
        const drafts = [...a.plans].filter(([, p]) => p.state === 'draft').map(([id]) => id)
        if (drafts.length === 0 && this.chance.chance(0.95)) return null
        const plan = this.one(this.chance.chance(0.92) ? drafts.slice(-4) : [...a.plans.keys()], 'pln_none')
        if (act === 'discard') return { act, who: this.who(act), plan }
        return { act, who: this.who(act), plan, on: this.date(), basis: this.number('决议') }
      }
      case 'order':
        return { act, who: this.who(act), claim: this.#claim('approved') }
      case 'reopen':
        return { act, who: this.who(act), claim: this.#claim('bank-returned') }
      case 'result':
        return this.#result()
      case 'late-return': {
        const paid = [...a.payments].filter(([, p]) => p.state === 'paid').map(([id]) => id)
        const payment = this.one(this.chance.chance(0.9) ? paid : [...a.payments.keys()], 'pay_none')
        return { act, who: this.who(act), on: this.date(), payment, basis: this.number('退单', this.#references()) }
      }
      case 'sign':
      case 'send-back':
        return this.#sign(act)
      default:
        return drawTreasury(this, act)
    }
  }

  who(act: Act): string {
    const role = this.chance.chance(0.94) ? (RIGHT_ROLE[act] ?? 'finance') : null
    // The third of them keeps one book alone at first.
    return role === 'finance' && this.chance.chance(0.5) ? this.chance.pick(['finance', 'finance2']) : this.ofRole(role)
  }

  ofRole(role: string | null): string {
    return this.chance.pick([...this.a.officers].filter(([, o]) => role === null || o.role === role).map(([name]) => name))
  }

  /** One of the candidates; now and then, or when there is none, something that does not exist. */
  one(candidates: readonly string[], none: string): string {
    return candidates.length === 0 || this.chance.chance(0.02) ? none : this.chance.pick(candidates)
  }

  #claim(state: string): string {
    const right = [...this.a.claims].filter(([, c]) => c.state === state).map(([id]) => id)
    return this.one(right.length > 0 && this.chance.chance(0.93) ? right : [...this.a.claims.keys()], 'clm_none')
  }

  #compilerOf(claim: string): string {
    const compiler = this.a.claims.get(claim)?.compiler
    return compiler && this.chance.chance(0.9) ? compiler : this.who('submit')
  }

  /** Mostly what fits, sometimes all of it, a fen more, nothing, less than nothing. */
  amount(held: bigint): bigint {
    return {
      part: () => this.chance.part(held),
      all: () => held,
      more: () => held + 1n,
      none: () => 0n,
      negative: () => -this.chance.part(held),
    }[this.chance.weighted({ part: 70, all: 20, more: 6, none: 2, negative: 2 })]()
  }

  /** Mostly today, sometimes a few days or a month ago, seldom tomorrow. */
  date(): string {
    return addDays(civilDate(this.a.today), Number(this.chance.weighted({ '0': 78, '-3': 11, '-35': 8, '1': 3 })))
  }

  /** A fresh number, now and then one that was used before, or none. */
  number(prefix: string, used: Iterable<string> = []): string {
    if (this.chance.chance(0.01)) return ' '
    const before = [...used]
    return before.length > 0 && this.chance.chance(0.08) ? this.chance.pick(before) : `${prefix}-${++this.#serial}`
  }

  #lines(act: 'receive' | 'reserve' | 'release'): Line[] {
    const { a } = this
    const stages = act === 'receive' ? ['expected', 'promised'] : [act === 'reserve' ? 'available' : 'reserved']
    const count = this.chance.weighted({ '1': 60, '2': 25, '4': 15 })
    return Array.from({ length: Number(count) }, () => {
      const rich = [...a.lots.keys()].filter((lot) => a.held({ lot }, stages) > 0n)
      const lot = this.one(this.chance.chance(0.9) ? rich : [...a.lots.keys()], 'lot_none')
      const project = act === 'receive' ? '' : this.projectFor(lot, act)
      const held = a.held({ lot, ...(act === 'release' ? { project } : {}) }, stages)
      return { lot, project, amount: this.amount(held / BigInt(count)) }
    })
  }

  projectFor(lot: string, act: 'reserve' | 'release'): string {
    const all = [...this.a.projects.keys()]
    if (!this.a.lots.has(lot) || this.chance.chance(0.08)) return this.one(all, 'prj_none')
    const right = all.filter((p) => (act === 'reserve' ? this.a.mayPay(lot, p) : this.a.held({ lot, stage: 'reserved', project: p }) > 0n))
    return this.one(right.length > 0 ? right : all, 'prj_none')
  }

  /** Mostly a move that its kind makes, of money that lies there; seldom of another kind or from an empty place. */
  #hand(): Request {
    const { a } = this
    const kinds = Object.keys(BY_HAND).filter((k) => BY_HAND[k]!.some(([from]) => a.placesOf(from).length > 0))
    const hand = kinds.length > 0 && this.chance.chance(0.95) ? this.chance.pick(kinds) : this.chance.pick(Object.keys(BY_HAND))
    const [from, to] = this.chance.pick(BY_HAND[hand]!)
    const places = a.placesOf(from)
    const place = places.length > 0 ? this.chance.pick(places) : placeOf(from, bare(this.one([...a.lots.keys()], 'lot_none'), ''))
    const { lot, contract, claim, payee } = place
    const project = place.project === '' ? this.projectFor(lot, 'reserve') : place.project
    const amount = this.amount(a.held(placeOf(from, { ...place, project })))
    const line = { lot, from, to, project, contract, claim, payee, amount }
    const right = this.chance.chance(0.9) ? (a.takenBackAs(hand, place) ?? hand) : hand
    const other = this.chance.chance(0.03) ? this.chance.pick(['announcement', 'payment', 'supplement', 'gift']) : right
    return { act: 'hand', who: this.who('hand'), on: this.date(), basis: this.number('据'), hand: other, line }
  }

  /** Mostly a late one that may be turned round, seldom any at all. */
  #posting(): string {
    const { written } = this.a.books
    const kinds = [
      'receipt',
      'reservation',
      'release',
      'promise',
      'promise-release',
      'supplement',
      'carry-over',
      'return-to-treasury',
      'interest',
      'asset-income',
    ]
    const usual = [...kinds, ...Object.keys(BY_HAND), 'financing-drawdown', 'financing-repayment', 'financing-return', 'year-close']
    const pool = this.chance.chance(0.8) ? written.filter((w) => usual.includes(w.kind) && !w.reversed) : written
    return this.one(
      pool.slice(-60).map((w) => w.id),
      'pst_none',
    )
  }

  #contract(): Request {
    const { a } = this
    const rich = [...a.projects.keys()].filter((id) => a.held({ stage: 'reserved', project: id }) > 0n)
    const project = this.one(this.chance.chance(0.92) ? rich : [...a.projects.keys()], 'prj_none')
    return this.contract(project, this.amount(a.held({ stage: 'reserved', project })))
  }

  contract(project: string, amount: bigint): Request {
    const firm = this.chance.whole(0, 2)
    const account = this.chance.chance(0.95) ? '17220101040008801' : '99999999'
    const no = this.number('合', this.a.numbers)
    return { act: 'contract', who: this.who('contract'), on: this.date(), project, no, amount, firm, account, terms: this.#terms(project) }
  }

  /** For households and rewards seldom an advance or a retention. */
  #terms(project: string): Terms | null {
    if (this.chance.chance(0.5)) return null
    const works = !this.a.projects.has(project) || this.a.isWorks(project)
    const retention = this.chance.pick([0, 300, 300, 500])
    const advance = this.chance.pick([0, 1000, 3000, 3000, 3500])
    return {
      advance: works || advance === 3500 ? advance : 0,
      progress: 8000,
      accepted: 8500,
      retention: works || retention === 500 ? retention : 0,
      months: this.chance.pick([0, 3, 12]),
    }
  }

  /** Mostly what contract and terms allow, worked out as the officer would; then the amount may be too much. */
  #content(contract: string, except: string, invoice: string): Content {
    const { a } = this
    const k = a.contracts.get(contract)
    const none = { recover: 0n, retain: 0n, defer: 0n, certified: 0n }
    if (!k) return { kind: 'progress', amount: 5n, ...none, invoice }
    const kind = this.chance.weighted<ClaimKind>(
      k.terms
        ? { advance: 25, progress: 55, final: k.settlement ? 40 : 3, retention: k.settlement ? 20 : 2 }
        : { advance: 6, progress: 86, final: 7, retention: 1 },
    )
    const left = leftOf(a, contract, kind, except)
    if (kind === 'retention') return { kind, amount: this.amount(left), ...none, invoice }
    const before = claimedOf(a, contract, except)
    if (kind === 'advance') {
      const cap = k.terms ? (k.amount * BigInt(k.terms.advance)) / 10_000n - before.advances : left
      return { kind, amount: this.amount(cap < left ? cap : left), ...none, invoice }
    }
    const advance = a.held({ stage: 'advanced', contract }) - openOf(a, contract, except).recover
    if (!k.terms) return { kind, amount: this.amount(left), ...none, invoice }
    const value = k.settlement?.audited ?? k.amount
    const certified = kind === 'final' ? value - before.certified : this.chance.part(value - before.certified)
    const rate = BigInt(Math.min(k.terms.retention, a.today < '2017-07-01' ? 500 : 300))
    const retain = (certified * rate) / 10_000n
    const recover = kind === 'final' || advance < certified / 3n ? advance : certified / 3n
    const cap = kind === 'final' ? certified : ((before.certified + certified) * 8000n) / 10_000n - before.settled - recover
    const rest = certified - retain - recover
    const amount = this.chance.chance(0.93) ? (rest < cap ? rest : cap) : this.amount(left)
    const whole = this.chance.chance(0.96) ? certified : certified + 1n
    return { kind, amount, recover, retain, defer: certified - amount - recover - retain, certified: whole, invoice }
  }

  #invoice(): string {
    const used = [...this.a.claims.values()].map((c) => c.invoice)
    return used.length > 0 && this.chance.chance(0.06) ? this.chance.pick(used) : `票-${++this.#serial}`
  }

  #change(): Request {
    const claim = this.#claim('draft')
    const c = this.a.claims.get(claim)
    const invoice = c && this.chance.chance(0.5) ? c.invoice : this.#invoice()
    return { act: 'change', who: this.#compilerOf(claim), on: this.a.today, claim, ...this.#content(c?.contract ?? '', claim, invoice) }
  }

  #sign(act: 'sign' | 'send-back'): Request {
    const waiting = [...this.a.claims].filter(([, c]) => /^L\d$/.test(c.state)).map(([id]) => id)
    const claim = this.one(this.chance.chance(0.96) ? waiting : [...this.a.claims.keys()], 'clm_none')
    const level = Number(this.a.claims.get(claim)?.state[1] ?? 1)
    const role = SIGNERS[level - 1] ?? 'leader'
    const near = [...this.a.officers].filter(([, o]) => o.role === role && this.#covers(o.scope, claim)).map(([name]) => name)
    const sensible = near.length > 0 && this.chance.chance(0.85)
    const who = sensible ? this.chance.pick(near) : this.ofRole(this.chance.chance(0.5) ? role : null)
    if (act === 'send-back') return { act, who, claim }
    return { act, who, claim, stale: this.chance.chance(0.03), wrongPassword: this.chance.chance(0.03) }
  }

  #covers(scope: string | null, claim: string): boolean {
    const contract = this.a.contracts.get(this.a.claims.get(claim)?.contract ?? '')
    const region = this.a.projects.get(contract?.project ?? '')?.region ?? ''
    return scope === null || region.startsWith(scope) || scope.startsWith(region) || !/^\d/.test(scope)
  }

  #references(): string[] {
    return [...this.a.payments.values()].flatMap((p) => [p.basis, p.late]).filter((basis) => basis !== '')
  }

  #result(): Request {
    const sent = [...this.a.payments].filter(([, p]) => p.state === 'sent').map(([id]) => id)
    const payment = this.one(this.chance.chance(0.85) ? sent : [...this.a.payments.keys()], 'pay_none')
    const known = this.a.payments.get(payment)
    const basis = known && known.basis !== '' && this.chance.chance(0.5) ? known.basis : this.number('回单', this.#references())
    return { act: 'result', who: this.who('result'), on: this.date(), payment, paid: this.chance.chance(0.7), basis }
  }
}
