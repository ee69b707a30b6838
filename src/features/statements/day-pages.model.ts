/** Turning pages in a ledger of any length: how many lines each day has says which days a page needs. Pure. */

export interface DayCount {
  /** A day or a month; they come in order. */
  readonly day: string
  readonly lines: number
}

export interface PagePlace {
  readonly first: string
  readonly last: string
  /** Lines of `first` that belong to earlier pages. */
  readonly skip: number
}

/** Where the lines `offset` … `offset + limit` stand; null when there are none. */
export function placeOf(counts: readonly DayCount[], offset: number, limit: number): PagePlace | null {
  let passed = 0
  let first: string | null = null
  let last = ''
  let skip = 0
  for (const { day, lines } of counts) {
    if (lines === 0) continue
    if (passed + lines > offset && first === null) [first, skip] = [day, offset - passed]
    if (first !== null) last = day
    passed += lines
    if (passed >= offset + limit) break
  }
  return first === null ? null : { first, last, skip }
}

export const linesIn = (counts: readonly DayCount[]): number => counts.reduce((sum, c) => sum + c.lines, 0)
