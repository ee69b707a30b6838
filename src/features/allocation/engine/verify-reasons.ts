/** Reasons of unfunded projects and exact rests of idle lots: each must be true of the result. Part of the independent check. */
import type { Lot, Project, Result, Unfunded } from './format.ts'
import { type Books, type Say, shareCeil, shareFloor, sliceBounds } from './verify-books.ts'

export function checkReasons(b: Books, result: Result, say: Say): void {
  const named = new Map<string, Unfunded>()
  for (const u of result.unfunded) {
    if (named.has(u.project)) say('unfunded', u.project, 'named twice')
    if (!b.projects.has(u.project) || b.units.has(u.project)) say('unfunded', u.project, 'is funded or unknown')
    named.set(u.project, u)
  }
  for (const project of b.instance.projects) {
    if (b.units.has(project.id)) continue
    const u = named.get(project.id)
    if (!u) say('unfunded', project.id, 'has no reason')
    else if (!isTrue(b, project, u)) say('reason', project.id, `${u.reason} is not true`)
  }
  const idle = new Map<string, number>()
  for (const i of result.idle) {
    if (idle.has(i.lot)) say('idle', i.lot, 'named twice')
    idle.set(i.lot, i.amount)
  }
  for (const [lot, left] of b.left) if ((idle.get(lot) ?? 0) !== left) say('idle', lot, `says ${idle.get(lot) ?? 0}, is ${left}`)
}

function isTrue(b: Books, p: Project, u: Unfunded): boolean {
  const size = p.units?.min ?? 1
  const compatible = (year: number) => b.instance.lots.filter((l) => b.legal(l, p, year))
  switch (u.reason) {
    case 'NEGATIVE_LIST':
      return p.banned
    case 'EXCLUDED':
      return b.instance.overrides.exclude.includes(p.id)
    case 'NO_COMPATIBLE_LOT':
      return p.phases.some((phase) => compatible(phase.year).length === 0)
    case 'TOO_BIG_FOR_COMPATIBLE_LOTS':
      return p.phases.some(({ year, need }) => {
        const full = (lot: Lot) => Math.min(lot.amount, lot.caps.find((c) => c.categories.includes(p.category))?.max ?? lot.amount)
        return !payable(b, p, need, need * size, compatible(year), full)
      })
    case 'GROUP_CAP': {
      const group = b.instance.groups.find((g) => g.id === u.detail.group)
      if (!group || group.max === null || !b.inGroup(group, p)) return false
      const own = p.phases.filter((x) => group.years === null || group.years.includes(x.year)).reduce((a, x) => a + x.need * size, 0)
      return b.groupSum.get(group.id)! + own > group.max
    }
    case 'MONEY_LEFT_TOO_SMALL':
    case 'OUTCOMPETED': {
      if (u.detail.rule === 'objectives') {
        const order = b.instance.rules.objectives
        return p.benefit === 0 || order[order[0] === 'statutory' ? 1 : 0] !== 'benefit'
      }
      if (u.detail.rule === 'phases-together') return p.phases.length > 1
      const left = (lot: Lot) => Math.min(b.left.get(lot.id)!, b.capLeft(lot, p.category))
      return p.phases.some(({ year, need }) => !payable(b, p, need, need * size, compatible(year), left))
    }
  }
}

interface Range {
  readonly low: number
  readonly high: number
}

/** Whether some legal set of lots pays the need exactly: tries every number of sources from co-funding, debt and other lots. */
function payable(b: Books, p: Project, unitNeed: number, need: number, lots: readonly Lot[], left: (lot: Lot) => number): boolean {
  const { grain, maxSources } = b.instance.rules
  const kinds: [Range[], Range[], Range[]] = [[], [], []]
  for (const lot of lots) {
    const [low, most] = sliceBounds(b.instance, lot, p, unitNeed, need)
    const high = Math.min(most, left(lot))
    const kind = lot.ledger === 'C' ? 2 : p.match?.levels.includes(lot.level) ? 1 : 0
    if (high >= Math.max(low, grain)) kinds[kind].push({ low: Math.max(low, grain), high })
  }
  const match = p.match ? shareCeil(p.match.minShare, need, grain) : 0
  const debt = p.maxDebtShare === null ? need : shareFloor(p.maxDebtShare, need, grain)
  const [plain, matching, borrowed] = kinds.map((ranges) => pruned(ranges, maxSources)) as [Range[], Range[], Range[]]
  const rest = (
    from: Range[],
    at: number,
    sources: number,
    low: number,
    high: number,
    done: (l: number, h: number, s: number) => boolean,
  ): boolean => {
    if (low > need) return false
    if (done(low, high, sources)) return true
    if (sources === 0) return false
    for (let i = at; i < from.length; i++) if (rest(from, i + 1, sources - 1, low + from[i]!.low, high + from[i]!.high, done)) return true
    return false
  }
  return rest(matching, 0, maxSources, 0, 0, (ml, mh, s1) => {
    if (mh < match) return false
    return rest(borrowed, 0, s1, 0, 0, (dl, dh, s2) => {
      if (dl > debt) return false
      return rest(plain, 0, s2, 0, 0, (pl, ph) => {
        const least = Math.max(ml, match) + dl + pl
        const most = mh + Math.min(dh, debt) + ph
        return least <= need && need <= most
      })
    })
  })
}

/** Of ranges of one kind with the same low end only the highest few can matter; a range inside that many others never does. */
function pruned(ranges: readonly Range[], sources: number): Range[] {
  const sorted = [...ranges].sort((a, b) => a.low - b.low || b.high - a.high)
  const kept: Range[] = []
  for (const r of sorted) if (kept.filter((k) => k.high >= r.high).length < sources) kept.push(r)
  return kept
}
