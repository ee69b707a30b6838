/** The waterfall as the format words it: no direct substitute left idle. Part of the independent check. */
import type { Lot } from './format.ts'
import { type Books, type Paid, type Say, shareCeil, sliceBounds } from './verify-books.ts'

export function checkWaterfall(b: Books, say: Say): void {
  const idle = b.instance.lots.filter((l) => l.ledger !== 'C' && b.left.get(l.id)! > 0)
  for (const paid of b.paid) {
    for (const [id, amount] of paid.slices) {
      const lot = b.lots.get(id)!
      if (lot.ledger === 'A') continue
      for (const other of idle) {
        if (other.ledger >= lot.ledger || !b.legal(other, paid.project, paid.year)) continue
        const could = substitute(b, paid, lot, amount, other)
        if (could > 0) say('waterfall', `${id}→${paid.project.id} ${paid.year}`, `${other.id} could take over ${could}`)
      }
    }
  }
}

/** An amount `other` could take over from the slice, or 0. Any amount between the ends of what each rule allows will do. */
function substitute(b: Books, paid: Paid, lot: Lot, amount: number, other: Lot): number {
  const { grain, maxSources } = b.instance.rules
  const { project, year, need, slices } = paid
  const perUnit = need / paid.units
  const has = slices.get(other.id) ?? 0
  const [otherLow, otherHigh] = sliceBounds(b.instance, other, project, perUnit, need)
  let high = Math.min(amount, b.left.get(other.id)!, b.capLeft(other, project.category), otherHigh - has)
  const low = Math.max(grain, otherLow - has)
  const levels = project.match?.levels
  const matches = (l: Lot) => l.ledger !== 'C' && (levels?.includes(l.level) ?? false)
  if (project.match && matches(lot) && !matches(other)) {
    let matched = 0
    for (const [id, part] of slices) if (matches(b.lots.get(id)!)) matched += part
    high = Math.min(high, matched - shareCeil(project.match.minShare, need, grain))
  }
  const pin = b.pinned(lot.id, project.id, year)
  if (high >= amount && low <= amount && pin === undefined) return amount
  if (slices.size + (has > 0 ? 0 : 1) > maxSources) return 0
  const [lotLow] = sliceBounds(b.instance, lot, project, perUnit, need)
  high = Math.min(high, amount - Math.max(lotLow, pin ?? 0, grain))
  return high >= low ? high : 0
}
