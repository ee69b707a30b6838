/**
 * Phases that the same lots may pay under the same caps, co-funding and debt rules form one class: to the relaxation they are one
 * tank that must be filled, because a fractional payment can be dealt out to its phases in proportion.
 */
import { DEBT, MATCH, moneyKind, phaseDebt, phaseMatch, type Prepared, type PreparedPhase, sliceLimits } from './prepare.ts'

export interface PhaseClass {
  readonly index: number
  readonly lots: Int32Array
  /** Cap of each lot's payment, or -1. */
  readonly caps: Int32Array
  /** Largest share each lot may pay. */
  readonly shares: Float64Array
  /** Yuan each lot must pay: pins, known only to the sliced classes. */
  readonly floors: Float64Array
  readonly kinds: Uint8Array
  readonly match: number
  readonly debt: number
  readonly phases: number[]
}

export interface Classes {
  readonly list: readonly PhaseClass[]
  readonly ofPhase: Int32Array
}

/** Among more phases those whose shares others' slices tighten would be too many classes of their own. */
const TIGHTENED = 20_000

/** What the rules of slices leave of a phase's choices. */
interface Payers {
  readonly lots: Int32Array
  readonly match: number
  readonly debt: number
  /** Largest share of each lot, where another lot's smallest slice leaves it less than its own. */
  readonly shares?: Float64Array
  readonly pins?: ReadonlyMap<number, number>
}

/**
 * Classes of the phases of open projects; phases of others have class -1. With `sliced` the classes also know what smallest slices
 * imply (a phase under two of them has one source, a share below one cannot be paid, and who may not pay all leaves one to others) and
 * what pins tie: the relaxation is tighter, its prices are better guides, but only the plain classes match the certificate's formula.
 */
export function classify(prep: Prepared, sliced = false): Classes {
  const ofPhase = new Int32Array(prep.phases.length).fill(-1)
  const list: PhaseClass[] = []
  const byKey = new Map<string, PhaseClass>()
  const lotKeys = new Map<Int32Array, string>()
  for (const phase of prep.phases) {
    if (!prep.open[phase.project]) continue
    const project = prep.projects[phase.project]!
    const plain = { lots: phase.lots, match: project.match?.minShare ?? 0, debt: project.maxDebtShare ?? 1 }
    const { lots, match, debt, shares, pins }: Payers = sliced ? slicedPayers(prep, phase, plain) : plain
    let lotKey = lotKeys.get(lots)
    if (lotKey === undefined) {
      lotKey = lots.join(',')
      lotKeys.set(lots, lotKey)
    }
    const key = `${project.category}|${match > 0 ? `${match}:${project.match!.levels.join()}` : ''}|${debt}|${lotKey}|${shares ? shares.join() : ''}|${pins ? phase.index : ''}`
    let found = byKey.get(key)
    if (!found) {
      found = {
        index: list.length,
        lots,
        caps: Int32Array.from(lots, (l) => prep.capOf(l, project.category)),
        shares: shares ?? Float64Array.from(lots, (l) => prep.lots[l]!.maxShare ?? 1),
        floors: Float64Array.from(lots, (l) => pins?.get(l) ?? 0),
        kinds: Uint8Array.from(lots, (l) => (match > 0 || prep.lots[l]!.ledger === 'C' ? moneyKind(prep.lots[l]!, project) : 0)),
        match,
        debt,
        phases: [],
      }
      byKey.set(key, found)
      list.push(found)
    }
    found.phases.push(phase.index)
    ofPhase[phase.index] = found.index
  }
  return { list, ofPhase }
}

function slicedPayers(prep: Prepared, phase: PreparedPhase, plain: Payers): Payers {
  if (prep.unitsMax[phase.project] !== 1) return plain
  const project = prep.projects[phase.project]!
  const { need } = phase
  const { minSlice, maxSources } = prep.instance.rules
  const smallest = Math.min(need, minSlice)
  const single = need < 2 * smallest || maxSources === 1
  const pins =
    phase.pins && new Map(Array.from(phase.pins, ([lot, least]) => [lot, Math.max(least, sliceLimits(prep, lot, phase, need).least)]))
  const untied = pins ? need - Array.from(pins.values()).reduce((sum, x) => sum + x, 0) : need
  const tied = pins !== null && (pins.size >= maxSources || untied < smallest)
  const debtRoom = phaseDebt(prep, phase, need)
  const lots = phase.lots.filter((lot) => {
    if (pins?.has(lot)) return true
    if (tied) return false
    const { amount, ledger } = prep.lots[lot]!
    const { least, most } = sliceLimits(prep, lot, phase, need)
    const cap = prep.capOf(lot, project.category)
    const able = Math.min(most, amount, cap < 0 ? amount : prep.caps[cap]!.max)
    if (able < least || (ledger === 'C' && debtRoom < least)) return false
    if (!single) return true
    return able >= need && (ledger !== 'C' || debtRoom >= need) && (plain.match === 0 || moneyKind(prep.lots[lot]!, project) === MATCH)
  })
  const same = lots.length === phase.lots.length ? phase.lots : lots
  const known = pins ? { pins } : {}
  if (single) return { lots: same, match: 0, debt: 1, ...known }
  const match = plain.match === 0 ? 0 : Math.max(phaseMatch(prep, phase, need), smallest) / need
  if (prep.phases.length > TIGHTENED) return { lots: same, match, debt: plain.debt, ...known }
  // Who may not pay all leaves others at least a smallest slice.
  const rest = (need - smallest) / need
  const debt = plain.debt < 1 ? Math.min(plain.debt, rest) : 1
  const own = Float64Array.from(same, (lot) => prep.lots[lot]!.maxShare ?? 1)
  const shares = own.map((share) => (share < 1 ? Math.min(share, rest) : 1))
  return { lots: same, match, debt, ...(shares.some((share, i) => share < own[i]!) ? { shares } : {}), ...known }
}

/** Cheapest fractional payment of one yuan of a class at the given price of each of its lots; infinite when shares do not reach 1. */
export function cheapestYuan(c: PhaseClass, price: ArrayLike<number>): number {
  if (c.match === 0 && c.debt >= 1) {
    let least = Number.POSITIVE_INFINITY
    let at = -1
    for (let i = 0; i < c.lots.length; i++) {
      if (price[i]! < least) {
        least = price[i]!
        at = i
      }
    }
    if (at < 0 || c.shares[at]! >= 1) return least
  }
  const order = Array.from(c.lots, (_, i) => i).sort((a, b) => price[a]! - price[b]!)
  const used = new Float64Array(c.lots.length)
  let open = 1
  let match = c.match
  let debt = c.debt
  let cost = 0
  for (const matching of match > 0 ? [true, false] : [false]) {
    for (const i of order) {
      if (matching && c.kinds[i] !== MATCH) continue
      let part = Math.min(open, c.shares[i]! - used[i]!)
      if (matching) part = Math.min(part, match)
      if (c.kinds[i] === DEBT) part = Math.min(part, debt)
      if (part <= 0) continue
      used[i]! += part
      open -= part
      cost += part * price[i]!
      if (matching) match -= part
      if (c.kinds[i] === DEBT) debt -= part
    }
    if (matching && match > 1e-9) return Number.POSITIVE_INFINITY
  }
  return open > 1e-9 ? Number.POSITIVE_INFINITY : cost
}
