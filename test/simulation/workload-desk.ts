/**
 * Programs at the posting desks: streams of calls, one or several at once from several officers, single items and batches, most of them
 * sensible by the books as they stood before all of them; keys that come again with the same or other content, also within one call.
 * Most streams go to and fro between a few places, so that the desk comes to know all that it needs and reads nothing more.
 */
import { UNSTORABLE } from './auditor-desk.ts'
import { total } from './book-rules.ts'
import type { ByHand, DeskCall, DeskItem } from './requests.ts'
import type { Workload } from './workload.ts'

const ACTS = { reserve: 42, release: 18, hand: 28, reverse: 12 } as const
const SIZES = { '1': 55, '3': 27, '8': 13, '20': 5 } as const

export class DeskWorkload {
  readonly #w: Workload
  /** Items of before, of whatever answer. */
  readonly #sent: { readonly who: string; readonly item: DeskItem }[] = []
  #serial = 0
  /** Between whose places the stream goes; none: anywhere. */
  #pairs: readonly { readonly lot: string; readonly project: string }[] = []
  #desk: 0 | 1 = 0

  constructor(workload: Workload) {
    this.#w = workload
  }

  /** Another stream begins. */
  begin(): void {
    const { a, chance } = this.#w
    this.#desk = chance.pick([0, 1] as const)
    const rich = [...a.lots.keys()].filter((lot) => a.held({ lot }, ['available', 'reserved']) > 0n)
    const all = rich.flatMap((lot) => [...a.projects.keys()].filter((p) => a.mayPay(lot, p)).map((project) => ({ lot, project })))
    this.#pairs = all.length > 0 && chance.chance(0.8) ? Array.from({ length: chance.whole(1, 3) }, () => chance.pick(all)) : []
  }

  /** So many calls at most, for the same moment. */
  volley(most: number): DeskCall[] {
    const { chance } = this.#w
    const calls = Math.min(most, Number(chance.weighted({ '1': 40, '2': 25, '4': 35 })))
    return Array.from({ length: calls }, () => this.#call())
  }

  #call(): DeskCall {
    const { chance } = this.#w
    const who = this.#who()
    const items = Array.from({ length: Number(chance.weighted(SIZES)) }, () => {
      const item = this.#item(who)
      this.#sent.push({ who, item })
      return item
    })
    return { who, key: chance.chance(0.85) ? `call-${++this.#serial}` : '', desk: chance.chance(0.93) ? this.#desk : 0, items }
  }

  /** Mostly somebody who keeps the book that the stream is about. */
  #who(): string {
    const { a, chance } = this.#w
    const book = a.lots.get(this.#pairs[0]?.lot ?? '')?.book
    const keepers = book ? a.books.onDuty(book, a.today).map((k) => k.who) : []
    return keepers.length > 0 && chance.chance(0.8) ? chance.pick(keepers) : this.#w.who('hand')
  }

  #item(who: string): DeskItem {
    const { chance } = this.#w
    const own = this.#sent.filter((s) => s.who === who).slice(-40)
    const before = chance.pick(own.length > 0 && chance.chance(0.8) ? own : this.#sent.slice(-40))?.item
    const key = { fresh: `k${++this.#serial}`, again: before?.key, other: before?.key }[chance.weighted({ fresh: 84, again: 10, other: 6 })]
    if (key === undefined) return { key: `k${this.#serial}`, request: this.#request(who), total: null }
    const again = key === before?.key && chance.chance(0.6)
    const request = again ? ({ ...before.request, who } as ByHand) : this.#request(who)
    return { key, request, total: this.#said(request) }
  }

  #request(who: string): ByHand {
    const { chance } = this.#w
    if (this.#pairs.length > 0 && chance.chance(0.96)) return this.#usual(who)
    for (;;) {
      const drawn = this.#w.draw(chance.weighted(ACTS)) as ByHand | null
      if (drawn === null || (Object.values(drawn).includes('pst_none') && chance.chance(0.9))) continue
      if (drawn.act === 'reverse') return { ...drawn, who }
      const basis = chance.chance(0.004) ? `${drawn.basis}${UNSTORABLE}` : drawn.basis
      return drawn.act !== 'hand' && chance.chance(0.01) ? { ...drawn, who, basis, lines: [] } : { ...drawn, who, basis }
    }
  }

  #usual(who: string): ByHand {
    const { a, chance } = this.#w
    const pair = chance.pick(this.#pairs)
    const { lot, project } = pair
    const [available, reserved] = [a.held({ lot, stage: 'available' }), a.held({ lot, stage: 'reserved', project })]
    const reserving = available > 0n && (reserved === 0n || chance.chance(0.5))
    const line = { ...pair, amount: this.#w.amount(reserving ? available : reserved) }
    return { act: reserving ? 'reserve' : 'release', who, on: a.today, basis: `流水${++this.#serial}`, lines: [line] }
  }

  /** Mostly nothing is said of the sum; what is said is mostly right. */
  #said(request: ByHand): bigint | null {
    const { chance } = this.#w
    if (request.act === 'reverse' || chance.chance(0.8)) return null
    const sum = total(request.act === 'hand' ? [request.line] : request.lines)
    return chance.chance(0.85) ? sum : sum + 1n
  }
}
