/**
 * How to pay one phase from a few lots: whole grains, smallest and largest slices, most sources, co-funding and debt share.
 * `cheapestPayment` is exact about *whether* a phase can be paid (up to a node limit no real instance reaches), and cheapest
 * among the combinations of its likeliest lots.
 */
import type { Payment, Plan } from './plan.ts'
import { DEBT, MATCH, type Prepared, type PreparedPhase, phaseDebt, phaseMatch, sliceLimits } from './prepare.ts'

export interface Offer {
  readonly lot: number
  readonly least: number
  readonly most: number
  readonly kind: 0 | 1 | 2
  readonly cost: number
  /** A pinned lot: part of every payment. */
  readonly must: boolean
}

export interface Bill {
  readonly need: number
  readonly match: number
  readonly debt: number
  readonly sources: number
}

/** Cost of a yuan from each lot; `slice` is added for every slice. */
export interface Costs {
  readonly lots: ArrayLike<number>
  readonly slice: number
}

const NODE_LIMIT = 200_000

/** What every compatible lot could give the phase now. `extra` adds to what a lot has left (money that could be freed elsewhere). */
export function offersFor(plan: Plan, phase: PreparedPhase, need: number, costs: Costs, extra?: ArrayLike<number>): Offer[] | null {
  const { prep } = plan
  const project = prep.projects[phase.project]!
  const offers: Offer[] = []
  for (const lot of phase.lots) {
    const pin = phase.pins?.get(lot)
    const { least, most } = sliceLimits(prep, lot, phase, need)
    const low = Math.max(least, pin ?? 0)
    const high = Math.min(most, plan.left(lot, project.category) + (extra?.[lot] ?? 0))
    if (high < low) {
      if (pin !== undefined) return null
      continue
    }
    offers.push({
      lot,
      least: low,
      most: high,
      kind: prep.kindOf(lot, phase.project),
      cost: costs.lots[lot]!,
      must: pin !== undefined,
    })
  }
  if (phase.pins) for (const lot of phase.pins.keys()) if (!offers.some((o) => o.lot === lot)) return null
  return offers
}

export function billFor(prep: Prepared, phase: PreparedPhase, need: number): Bill {
  return { need, match: phaseMatch(prep, phase, need), debt: phaseDebt(prep, phase, need), sources: prep.instance.rules.maxSources }
}

/** Cheapest legal payment of a phase from what is left in the plan, or null. Does not change the plan. */
export function payPhase(plan: Plan, phase: PreparedPhase, need: number, costs: Costs, extra?: ArrayLike<number>): Payment | null {
  const offers = offersFor(plan, phase, need, costs, extra)
  return offers && cheapestPayment(offers, billFor(plan.prep, phase, need), costs.slice)
}

export function cheapestPayment(offers: readonly Offer[], bill: Bill, sliceCost = 0): Payment | null {
  const must = offers.filter((o) => o.must)
  const free = offers.filter((o) => !o.must).sort((a, b) => a.cost - b.cost || b.most - a.most || a.lot - b.lot)
  if (!couldReach(must, free, bill)) return null
  const first = free[0]
  if (must.length === 0 && first && bill.match === 0 && first.kind !== DEBT && first.least <= bill.need && first.most >= bill.need)
    return { lots: [first.lot], amounts: [bill.need] }
  const width = bill.sources <= 3 ? 9 : 6
  const likely = shortList(free, width, bill.sources)
  const search = new Search(bill, sliceCost)
  search.run(must, likely, false)
  if (search.best === null && likely.length < free.length) search.run(must, undominated(free, bill.sources), true)
  return search.best
}

function couldReach(must: readonly Offer[], free: readonly Offer[], bill: Bill): boolean {
  if (must.length > bill.sources) return false
  const highs = free.map((o) => o.most).sort((a, b) => b - a)
  let total = must.reduce((a, o) => a + o.most, 0)
  for (let i = 0; i < bill.sources - must.length && i < highs.length; i++) total += highs[i]!
  return total >= bill.need
}

/** The cheapest of each kind of money, and of each kind the ones with most to give. */
function shortList(free: readonly Offer[], width: number, sources: number): readonly Offer[] {
  if (free.length <= width + 3) return free
  const chosen = new Set<Offer>(free.slice(0, width))
  for (const kind of [0, MATCH, DEBT]) {
    const ofKind = free.filter((o) => o.kind === kind)
    for (const o of ofKind.slice(0, kind === 0 ? 3 : 4)) chosen.add(o)
    for (const o of [...ofKind].sort((a, b) => b.most - a.most || a.lot - b.lot).slice(0, Math.min(3, sources))) chosen.add(o)
  }
  return free.filter((o) => chosen.has(o))
}

/** Drops an offer when `sources` others of its kind are at least as wide: no payment needs it. */
function undominated(free: readonly Offer[], sources: number): readonly Offer[] {
  return free.filter((a, i) => {
    let wider = 0
    for (let j = 0; j < free.length && wider < sources; j++) {
      const b = free[j]!
      if (i === j || b.kind !== a.kind || b.least > a.least || b.most < a.most) continue
      if (b.least < a.least || b.most > a.most || j < i) wider++
    }
    return wider < sources
  })
}

class Search {
  best: Payment | null = null
  #bestCost = Number.POSITIVE_INFINITY
  #nodes = 0
  readonly #bill: Bill
  readonly #sliceCost: number
  #firstOnly = false
  #free: readonly Offer[] = []
  #widest: number[] = []

  constructor(bill: Bill, sliceCost: number) {
    this.#bill = bill
    this.#sliceCost = sliceCost
  }

  run(must: readonly Offer[], free: readonly Offer[], firstOnly: boolean): void {
    this.#firstOnly = firstOnly
    this.#free = free
    this.#nodes = 0
    this.#widest = new Array<number>(free.length + 1).fill(0)
    for (let i = free.length - 1; i >= 0; i--) this.#widest[i] = Math.max(this.#widest[i + 1]!, free[i]!.most)
    const chosen = [...must]
    this.#grow(
      chosen,
      0,
      must.reduce((a, o) => a + o.least, 0),
      must.reduce((a, o) => a + o.most, 0),
    )
  }

  #grow(chosen: Offer[], from: number, low: number, high: number): void {
    if (this.#nodes++ > NODE_LIMIT || (this.#firstOnly && this.best)) return
    const { need, sources } = this.#bill
    if (low > need) return
    if (high >= need && chosen.length > 0) this.#settle(chosen, low)
    if (chosen.length === sources) return
    const slots = sources - chosen.length
    for (let i = from; i < this.#free.length; i++) {
      if (high + slots * this.#widest[i]! < need) return
      const offer = this.#free[i]!
      chosen.push(offer)
      this.#grow(chosen, i + 1, low + offer.least, high + offer.most)
      chosen.pop()
    }
  }

  /** Amounts of least cost for a fixed set of lots: least everywhere, then the co-funding, then the cheapest money. */
  #settle(chosen: readonly Offer[], low: number): void {
    const { need, match, debt } = this.#bill
    const amounts = chosen.map((o) => o.least)
    let open = need - low
    let matched = 0
    let borrowed = 0
    let cost = this.#sliceCost * chosen.length
    for (const o of chosen) {
      if (o.kind === MATCH) matched += o.least
      if (o.kind === DEBT) borrowed += o.least
      cost += o.cost * o.least
    }
    if (borrowed > debt) return
    const order = chosen.map((_, i) => i).sort((a, b) => chosen[a]!.cost - chosen[b]!.cost)
    for (const matching of matched < match ? [true, false] : [false]) {
      for (const i of order) {
        const o = chosen[i]!
        if (matching && o.kind !== MATCH) continue
        let add = Math.min(open, o.most - amounts[i]!)
        if (matching) add = Math.min(add, match - matched)
        if (o.kind === DEBT) add = Math.min(add, debt - borrowed)
        if (add <= 0) continue
        amounts[i]! += add
        open -= add
        cost += add * o.cost
        if (o.kind === MATCH) matched += add
        if (o.kind === DEBT) borrowed += add
      }
    }
    if (open > 0 || matched < match || cost >= this.#bestCost) return
    this.#bestCost = cost
    this.best = { lots: chosen.map((o) => o.lot), amounts }
  }
}
