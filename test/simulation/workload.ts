/**
 * Random officers. Most of what they ask is sensible, for they look at the auditor's books; some of it is wrong on purpose:
 * the wrong person, too much, nothing, tomorrow, an unknown thing, a stale page, a wrong password, a number used before.
 */
import { addDays, civilDate } from '#kernel/civil-date.ts'
import { type Auditor, BY_HAND, placeOf } from './auditor.ts'
import type { Act, Line, Request } from './requests.ts'
import type { Seeded } from './seeded.ts'

const WEIGHTS: Readonly<Record<Act, number>> = {
  receive: 9,
  reserve: 14,
  release: 4,
  reverse: 5,
  hand: 12,
  contract: 9,
  compile: 12,
  change: 3,
  submit: 10,
  sign: 42,
  'send-back': 3,
  order: 9,
  result: 9,
  reopen: 4,
}
const SIGNERS = ['village', 'township', 'dept', 'pool_office', 'leader']
const RIGHT_ROLE: Readonly<Record<Exclude<Act, 'sign' | 'send-back'>, string>> = {
  receive: 'finance',
  reserve: 'finance',
  release: 'finance',
  reverse: 'finance',
  hand: 'finance',
  order: 'finance',
  reopen: 'finance',
  result: 'bank',
  contract: 'dept',
  compile: 'dept',
  change: 'dept',
  submit: 'dept',
}

export class Workload {
  readonly #chance: Seeded
  readonly #a: Auditor
  #serial = 0

  constructor(chance: Seeded, auditor: Auditor) {
    this.#chance = chance
    this.#a = auditor
  }

  /** Seldom for something that does not exist, even while there is nothing yet that does. */
  next(): Request {
    for (;;) {
      const request = this.#draw()
      if (!Object.values(request).some((v) => typeof v === 'string' && v.endsWith('_none')) || this.#chance.chance(0.1)) return request
    }
  }

  #draw(): Request {
    const act = this.#chance.weighted(WEIGHTS)
    switch (act) {
      case 'receive':
      case 'reserve':
      case 'release':
        return { act, who: this.#who(act), on: this.#date(), basis: this.#number(`据${act}`), lines: this.#lines(act) }
      case 'hand':
        return this.#hand()
      case 'reverse':
        return { act, who: this.#who(act), on: this.#a.today, posting: this.#posting() }
      case 'contract':
        return this.#contract()
      case 'compile':
        return { act, who: this.#who(act), on: this.#a.today, ...this.#compile() }
      case 'change':
        return this.#change()
      case 'submit': {
        const claim = this.#claim('draft')
        return { act, claim, who: this.#compilerOf(claim) }
      }
      case 'order':
        return { act, who: this.#who(act), claim: this.#claim('approved') }
      case 'reopen':
        return { act, who: this.#who(act), claim: this.#claim('bank-returned') }
      case 'result':
        return this.#result()
      default:
        return this.#sign(act)
    }
  }

  #who(act: keyof typeof RIGHT_ROLE): string {
    return this.#ofRole(this.#chance.chance(0.94) ? RIGHT_ROLE[act] : null)
  }

  #ofRole(role: string | null): string {
    return this.#chance.pick([...this.#a.officers].filter(([, o]) => role === null || o.role === role).map(([name]) => name))
  }

  /** One of the candidates; now and then, or when there is none, something that does not exist. */
  #one(candidates: readonly string[], none: string): string {
    return candidates.length === 0 || this.#chance.chance(0.02) ? none : this.#chance.pick(candidates)
  }

  #claim(state: string): string {
    const right = [...this.#a.claims].filter(([, c]) => c.state === state).map(([id]) => id)
    return this.#one(right.length > 0 && this.#chance.chance(0.93) ? right : [...this.#a.claims.keys()], 'clm_none')
  }

  #compilerOf(claim: string): string {
    const compiler = this.#a.claims.get(claim)?.compiler
    return compiler && this.#chance.chance(0.9) ? compiler : this.#who('submit')
  }

  /** Mostly what fits, sometimes all of it, a fen more, nothing, less than nothing. */
  #amount(held: bigint): bigint {
    return {
      part: () => this.#chance.part(held),
      all: () => held,
      more: () => held + 1n,
      none: () => 0n,
      negative: () => -this.#chance.part(held),
    }[this.#chance.weighted({ part: 70, all: 20, more: 6, none: 2, negative: 2 })]()
  }

  #date(): string {
    return addDays(civilDate(this.#a.today), Number(this.#chance.weighted({ '0': 85, '-3': 12, '1': 3 })))
  }

  /** A fresh number, now and then one that was used before, or none. */
  #number(prefix: string, used: Iterable<string> = []): string {
    if (this.#chance.chance(0.01)) return ' '
    const before = [...used]
    return before.length > 0 && this.#chance.chance(0.08) ? this.#chance.pick(before) : `${prefix}-${++this.#serial}`
  }

  #lines(act: 'receive' | 'reserve' | 'release'): Line[] {
    const stage = act === 'receive' ? 'expected' : act === 'reserve' ? 'available' : 'reserved'
    const count = this.#chance.weighted({ '1': 60, '2': 25, '4': 15 })
    return Array.from({ length: Number(count) }, () => {
      const rich = [...this.#a.lots.keys()].filter((lot) => this.#a.held({ lot, stage }) > 0n)
      const lot = this.#one(this.#chance.chance(0.9) ? rich : [...this.#a.lots.keys()], 'lot_none')
      const project = act === 'receive' ? '' : this.#projectFor(lot, act)
      const held = this.#a.held({ lot, stage, ...(act === 'release' ? { project } : {}) })
      return { lot, project, amount: this.#amount(held / BigInt(count)) }
    })
  }

  #projectFor(lot: string, act: 'reserve' | 'release'): string {
    const all = [...this.#a.projects.keys()]
    if (!this.#a.lots.has(lot) || this.#chance.chance(0.08)) return this.#one(all, 'prj_none')
    const right = all.filter((p) =>
      act === 'reserve' ? this.#a.mayPay(lot, p) : this.#a.held({ lot, stage: 'reserved', project: p }) > 0n,
    )
    return this.#one(right.length > 0 ? right : all, 'prj_none')
  }

  /** Mostly a move that its kind makes, of money that lies there; seldom of another kind or from an empty place. */
  #hand(): Request {
    const kinds = Object.keys(BY_HAND).filter((k) => BY_HAND[k]!.moves.some(([from]) => this.#a.placesOf(from).length > 0))
    const hand = kinds.length > 0 && this.#chance.chance(0.95) ? this.#chance.pick(kinds) : this.#chance.pick(Object.keys(BY_HAND))
    const [from, to] = this.#chance.pick(BY_HAND[hand]!.moves)
    const places = this.#a.placesOf(from)
    const place =
      places.length > 0
        ? this.#chance.pick(places)
        : { lot: this.#one([...this.#a.lots.keys()], 'lot_none'), project: '', contract: '', claim: '', payee: '' }
    const { lot, contract, claim, payee } = place
    const project = place.project === '' ? this.#projectFor(lot, 'reserve') : place.project
    const line = {
      lot,
      from,
      to,
      project,
      contract,
      claim,
      payee,
      amount: this.#amount(this.#a.held(placeOf(from, { ...place, project }))),
    }
    const other = this.#chance.chance(0.03) ? this.#chance.pick(['announcement', 'payment', 'supplement', 'gift']) : hand
    return { act: 'hand', who: this.#who('hand'), on: this.#date(), basis: this.#number('据'), hand: other, line }
  }

  #posting(): string {
    const reversed = [...this.#a.reversed]
    return reversed.length > 0 && this.#chance.chance(0.15)
      ? this.#chance.pick(reversed)
      : this.#one([...this.#a.moved.keys()].slice(-40), 'pst_none')
  }

  #contract(): Request {
    const rich = [...this.#a.projects.keys()].filter((id) => this.#a.held({ stage: 'reserved', project: id }) > 0n)
    const project = this.#one(this.#chance.chance(0.92) ? rich : [...this.#a.projects.keys()], 'prj_none')
    const firm = this.#chance.whole(0, 2)
    const account = this.#chance.chance(0.95) ? '17220101040008801' : '99999999'
    const amount = this.#amount(this.#a.held({ stage: 'reserved', project }))
    return {
      act: 'contract',
      who: this.#who('contract'),
      on: this.#date(),
      project,
      no: this.#number('合', this.#a.numbers),
      amount,
      firm,
      account,
    }
  }

  #leftOf(contract: string): bigint {
    const open = [...this.#a.claims.values()].filter((c) => c.contract === contract && /^(draft|L\d|approved)$/.test(c.state))
    return open.reduce((left, c) => left - c.amount, this.#a.held({ stage: 'committed', contract }))
  }

  #compile() {
    const open = [...this.#a.contracts.keys()].filter((id) => this.#leftOf(id) > 0n)
    const contract = this.#one(this.#chance.chance(0.95) ? open : [...this.#a.contracts.keys()], 'con_none')
    return { contract, amount: this.#amount(this.#leftOf(contract)), invoice: this.#invoice() }
  }

  #invoice(): string {
    const used = [...this.#a.claims.values()].map((c) => c.invoice)
    return used.length > 0 && this.#chance.chance(0.06) ? this.#chance.pick(used) : `票-${++this.#serial}`
  }

  #change(): Request {
    const claim = this.#claim('draft')
    const c = this.#a.claims.get(claim)
    const amount = this.#amount(c ? this.#leftOf(c.contract) + c.amount : 5n)
    const invoice = c && this.#chance.chance(0.5) ? c.invoice : this.#invoice()
    return { act: 'change', who: this.#compilerOf(claim), on: this.#a.today, claim, amount, invoice }
  }

  #sign(act: 'sign' | 'send-back'): Request {
    const waiting = [...this.#a.claims].filter(([, c]) => /^L\d$/.test(c.state)).map(([id]) => id)
    const claim = this.#one(this.#chance.chance(0.96) ? waiting : [...this.#a.claims.keys()], 'clm_none')
    const level = Number(this.#a.claims.get(claim)?.state[1] ?? 1)
    const role = SIGNERS[level - 1] ?? 'leader'
    const near = [...this.#a.officers].filter(([, o]) => o.role === role && this.#covers(o.scope, claim)).map(([name]) => name)
    const sensible = near.length > 0 && this.#chance.chance(0.85)
    const who = sensible ? this.#chance.pick(near) : this.#ofRole(this.#chance.chance(0.5) ? role : null)
    if (act === 'send-back') return { act, who, claim }
    return { act, who, claim, stale: this.#chance.chance(0.03), wrongPassword: this.#chance.chance(0.03) }
  }

  #covers(scope: string | null, claim: string): boolean {
    const contract = this.#a.contracts.get(this.#a.claims.get(claim)?.contract ?? '')
    const region = this.#a.projects.get(contract?.project ?? '')?.region ?? ''
    return scope === null || region.startsWith(scope) || scope.startsWith(region) || !/^\d/.test(scope)
  }

  #result(): Request {
    const sent = [...this.#a.payments].filter(([, p]) => p.state === 'sent').map(([id]) => id)
    const payment = this.#one(this.#chance.chance(0.85) ? sent : [...this.#a.payments.keys()], 'pay_none')
    const known = this.#a.payments.get(payment)
    const used = [...this.#a.payments.values()].flatMap((p) => (p.basis === '' ? [] : [p.basis]))
    const basis = known && known.basis !== '' && this.#chance.chance(0.5) ? known.basis : this.#number('回单', used)
    return { act: 'result', who: this.#who('result'), on: this.#date(), payment, paid: this.#chance.chance(0.65), basis }
  }
}
