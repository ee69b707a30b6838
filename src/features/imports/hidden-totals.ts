/**
 * Finds totals that do not say so: a line without a number or place whose amount equals the lines it stands over, a group
 * line (一、) over its members, subtotals that look like details. Equality to the fen is always part of the proof.
 */
import { type Fen, fen } from '#kernel/money.ts'

const MAX_SUBTOTALS = 2000

export interface Weighed {
  readonly row: number
  readonly amount: Fen | null
  readonly seq: string | null
  readonly seqLevel: number
  /** how much of what the other lines say (number, name, place …) is missing here: true when it stands out */
  readonly poorer: boolean
  /** no text at all that names a thing or a place */
  readonly nameless: boolean
  readonly wholeCounty: boolean
}

export interface HiddenTotal {
  readonly index: number
  readonly kind: 'total' | 'subtotal'
  /** indexes of the lines it stands for */
  readonly covers: readonly number[]
}

const sumOf = (lines: readonly Weighed[], indexes: readonly number[]): Fen =>
  fen(indexes.reduce((sum, i) => sum + (lines[i]!.amount ?? 0n), 0n))
const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)

export function findHiddenTotals(lines: readonly Weighed[]): HiddenTotal[] {
  const groups = groupLines(lines)
  if (groups.length > 0) return [...groups, ...endsAround(lines, groups)]
  const ends = totalsAtTheEnds(lines)
  const rest = lines.map((_, i) => i).filter((i) => !ends.some((total) => total.index === i))
  return [...ends, ...middle(lines, rest), ...(ends.length <= 1 ? partition(lines, rest) : [])].filter(
    (total, i, all) => all.findIndex((other) => other.index === total.index) === i,
  )
}

/** Numbers of different levels (一 / (一) / 1): a line over deeper ones is their sum, if it is. */
function groupLines(lines: readonly Weighed[]): HiddenTotal[] {
  // lines without a number are members of a group 一、 or (一), never of a line 1.
  const hasGroups = lines.some((line) => line.seqLevel === 1 || line.seqLevel === 2)
  const levels = new Set(lines.map((line) => line.seqLevel).filter((level) => level > 0 || hasGroups))
  if (levels.size < 2) return []
  const found: HiddenTotal[] = []
  lines.forEach((line, index) => {
    if (line.seqLevel === 0 || line.amount === null) return
    let end = index + 1
    while (end < lines.length && (lines[end]!.seqLevel === 0 || lines[end]!.seqLevel > line.seqLevel)) end++
    const members = range(index + 1, end)
    const leaves = members.filter((i) => {
      const next = lines[i + 1]
      return !(next && i + 1 < end && lines[i]!.seqLevel > 0 && next.seqLevel > lines[i]!.seqLevel)
    })
    if (leaves.length === 0) return
    if (sumOf(lines, leaves) === line.amount || line.poorer) found.push({ index, kind: 'subtotal', covers: leaves })
  })
  return found
}

/** An unlabelled grand total first or last, beside numbered groups. */
function endsAround(lines: readonly Weighed[], groups: readonly HiddenTotal[]): HiddenTotal[] {
  const taken = new Set(groups.map((group) => group.index))
  const leaves = lines.map((_, i) => i).filter((i) => !taken.has(i))
  return totalsAtTheEnds(leaves.map((i) => lines[i]!)).map((one) => ({
    ...one,
    index: leaves[one.index]!,
    covers: one.covers.map((i) => leaves[i]!),
  }))
}

function totalsAtTheEnds(lines: readonly Weighed[]): HiddenTotal[] {
  const found: HiddenTotal[] = []
  const last = lines.length - 1
  if (last < 1) return found
  for (const [index, covers] of [
    [0, range(1, lines.length)],
    [last, range(0, last)],
  ] as const) {
    const line = lines[index]!
    if (line.amount === null || line.amount === 0n) continue
    // of two lines with the same amount only a nameless one can be the total
    const standsOut = line.nameless || (last >= 2 && (line.poorer || line.wholeCounty))
    if (standsOut && sumOf(lines, covers) === line.amount) return [{ index, kind: 'total', covers }]
    if (line.nameless && line.seq === null) found.push({ index, kind: 'total', covers })
  }
  return found.slice(0, 1)
}

/** Poorer lines inside: equal to the run up to the next poorer line, or to the run since the one before. */
function middle(lines: readonly Weighed[], rest: readonly number[]): HiddenTotal[] {
  const found: HiddenTotal[] = []
  const poorer = rest.filter((i) => lines[i]!.poorer && lines[i]!.seqLevel < 3 && lines[i]!.amount !== null && lines[i]!.amount !== 0n)
  // subtotals are few; where half the lines are poorer, being poorer proves nothing
  if (poorer.length * 2 > rest.length || poorer.length > MAX_SUBTOTALS) return found
  for (const index of poorer) {
    const at = rest.indexOf(index)
    const until = rest.findIndex((i, k) => k > at && poorer.includes(i))
    const since = rest.findLastIndex((i, k) => k < at && poorer.includes(i))
    const below = rest.slice(at + 1, until < 0 ? rest.length : until)
    const above = rest.slice(since + 1, at)
    const covers = [below, above].find((run) => run.length >= 2 && sumOf(lines, run) === lines[index]!.amount)
    if (covers) found.push({ index, kind: 'subtotal', covers })
  }
  return found
}

/** Without numbers: the whole table falls into groups "sum, then its details", exactly and at least twice. */
function partition(lines: readonly Weighed[], rest: readonly number[]): HiddenTotal[] {
  if (rest.length < 6 || rest.length > 5000 || rest.some((i) => lines[i]!.seq !== null || lines[i]!.amount === null)) return []
  const found: HiddenTotal[] = []
  let at = 0
  while (at < rest.length) {
    const target = lines[rest[at]!]!.amount!
    let end = at + 1
    let sum = 0n
    while (end < rest.length && sum < target) sum += lines[rest[end++]!]!.amount!
    if (sum !== target || end - at < 2 || target === 0n) return []
    found.push({ index: rest[at]!, kind: 'subtotal', covers: rest.slice(at + 1, end) })
    at = end
  }
  return found.length >= 2 && found.some((group) => group.covers.length >= 2) ? found : []
}
