/**
 * Prices and the bound they prove. For any non-negative prices of lots, caps and group ceilings (non-positive for floors) the
 * Lagrangian value is an upper bound on benefit, so the prices may come from anywhere: a wrong price only weakens the bound.
 */
import { type Classes, cheapestYuan } from './classes.ts'
import type { Certificate } from './format.ts'
import type { Prepared } from './prepare.ts'

export interface Prices {
  readonly lots: Float64Array
  readonly caps: Float64Array
  readonly groups: Float64Array
  /** Price of statutory need, used when not all statutory projects are funded. */
  statutory: number
}

/** How the relaxation treats statutory projects: all of them must be funded, or a given amount of them is reached. */
export type Statutory = { readonly kind: 'all' } | { readonly kind: 'reached'; readonly amount: number } | { readonly kind: 'none' }

export const noPrices = (prep: Prepared): Prices => ({
  lots: new Float64Array(prep.lots.length),
  caps: new Float64Array(prep.caps.length),
  groups: new Float64Array(prep.groups.length),
  statutory: 0,
})

/** Price of one yuan of each class's cheapest payment. */
export function classCosts(classes: Classes, prices: Prices): Float64Array {
  const costs = new Float64Array(classes.list.length)
  for (const c of classes.list) {
    const price = new Float64Array(c.lots.length)
    for (let i = 0; i < c.lots.length; i++) {
      const cap = c.caps[i]!
      price[i] = prices.lots[c.lots[i]!]! + (cap < 0 ? 0 : prices.caps[cap]!)
    }
    costs[c.index] = cheapestYuan(c, price)
  }
  return costs
}

/** Worth of one unit of each open project at the prices: benefit and statutory part less money and group prices. */
export function worths(prep: Prepared, classes: Classes, prices: Prices, statutory: Statutory): Float64Array {
  const costs = classCosts(classes, prices)
  const worth = new Float64Array(prep.projects.length)
  prep.projects.forEach((project, p) => {
    if (!prep.open[p]) return
    let value = project.benefit
    for (const x of prep.phasesOf[p]!) {
      const phase = prep.phases[x]!
      value -= costs[classes.ofPhase[x]!]! * phase.need
      if (project.statutory && statutory.kind === 'reached') value += prices.statutory * phase.need
      for (const g of phase.groups) value -= prices.groups[g]! * phase.need
    }
    worth[p] = Math.max(value, -1e15)
  })
  return worth
}

/** The upper bound on benefit that the prices prove. */
export function boundOf(prep: Prepared, classes: Classes, prices: Prices, statutory: Statutory): number {
  let bound = statutory.kind === 'reached' ? -prices.statutory * statutory.amount : 0
  prep.lots.forEach((lot, l) => {
    bound += lot.amount * prices.lots[l]!
  })
  prep.caps.forEach((cap, k) => {
    bound += cap.max * prices.caps[k]!
  })
  prep.groups.forEach((group, g) => {
    const price = prices.groups[g]!
    bound += price * (price < 0 ? group.min : (group.max ?? 0))
  })
  const worth = worths(prep, classes, prices, statutory)
  prep.projects.forEach((project, p) => {
    if (!prep.open[p]) return
    const value = worth[p]!
    if (value > 0 || (project.statutory && statutory.kind === 'all')) bound += value * prep.unitsMax[p]!
    else if (prep.forced[p]) bound += value * prep.unitsMin[p]!
  })
  return bound
}

export function toCertificate(prep: Prepared, prices: Prices, statutory: Statutory): Certificate {
  const table = (ids: readonly { readonly id: string }[], values: Float64Array) =>
    Object.fromEntries(ids.flatMap(({ id }, i) => (values[i] === 0 ? [] : [[id, values[i]!]])))
  return {
    lots: table(prep.lots, prices.lots),
    caps: table(prep.caps, prices.caps),
    groups: table(prep.groups, prices.groups),
    ...(statutory.kind === 'reached' ? { statutory: prices.statutory } : {}),
  }
}
