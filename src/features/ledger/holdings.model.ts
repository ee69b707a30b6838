/** What several accounts pay together: the declared rules by which an amount is split among lots, to the fen (I8). */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, least, split, subtract, sum } from '#kernel/money.ts'
import { invariant } from '#kernel/outcome.ts'
import type { AccountName } from './ledger.model.ts'

export interface Holding {
  readonly account: AccountName
  readonly balanceFen: Fen
  /** Last year in which the lot may be used. */
  readonly usableTo: number
}

/**
 * The declared rule for what several lots pay together: the lots that lapse soonest first; among those that lapse in the
 * same year in proportion to what each holds, by largest remainder. Never more than a holding has; keeps every fen (I8).
 * The caller makes sure that the holdings suffice.
 */
export function takeExpiringFirst(amountFen: Fen, holdings: readonly Holding[]): { account: AccountName; amountFen: Fen }[] {
  invariant(amountFen > 0n && amountFen <= sum(holdings.map((h) => h.balanceFen)), 'I8', 'holdings must suffice')
  const byYear = [...groupBy(holdings, (h) => h.usableTo)].sort(([a], [b]) => a - b)
  let left = amountFen
  return byYear.flatMap(([, group]) => {
    const take = least(left, sum(group.map((h) => h.balanceFen)))
    left = subtract(left, take)
    return take > 0n ? takeInProportion(take, group) : []
  })
}

/** Among holdings that nothing else tells apart: in proportion to what each holds, by largest remainder. */
export function takeInProportion(amountFen: Fen, holdings: readonly Holding[]): { account: AccountName; amountFen: Fen }[] {
  invariant(amountFen > 0n && amountFen <= sum(holdings.map((h) => h.balanceFen)), 'I8', 'holdings must suffice')
  const parts = split(
    amountFen,
    holdings.map((h) => h.balanceFen),
  )
  return holdings.flatMap((h, i) => (parts[i]! > 0n ? [{ account: h.account, amountFen: parts[i]! }] : []))
}
