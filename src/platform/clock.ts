/** The one place that reads the wall clock and the source of randomness; everything else is handed times and ids. */
import { randomBytes } from 'node:crypto'
import { type CivilDate, civilDateOfInstant } from '#kernel/civil-date.ts'
import { type Id, type IdKind, makeId } from '#kernel/id.ts'

export interface Clock {
  /** ISO 8601 text in UTC with milliseconds. */
  now(): string
  milliseconds(): number
  /** The civil date in Asia/Shanghai. */
  today(): CivilDate
  isoAt(milliseconds: number): string
  /** `2017-06-30 14:05` in Shanghai, for people to read. */
  shanghaiTime(iso: string): string
}

export function clockFrom(milliseconds: () => number): Clock {
  return {
    milliseconds,
    now: () => new Date(milliseconds()).toISOString(),
    today: () => civilDateOfInstant(milliseconds()),
    isoAt: (at) => new Date(at).toISOString(),
    shanghaiTime: (iso) => new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
  }
}

export const systemClock: Clock = clockFrom(() => Date.now())

/** The `Date` that a library asks for, of an ISO 8601 text. */
export const momentOf = (iso: string): Date => new Date(iso)

export const newId = <K extends IdKind>(kind: K, clock: Clock = systemClock): Id<K> => makeId(kind, clock.milliseconds(), nextRandom(16))

let pool: Uint8Array = new Uint8Array(0)
let used = 0

/** Random bytes, fetched from the system a few thousand at a time and never given twice. */
function nextRandom(count: number): Uint8Array {
  if (used + count > pool.length) {
    pool = randomBytes(4096)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

/** A secret of 256 bits as URL-safe text. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
