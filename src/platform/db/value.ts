/**
 * Values on their way into and out of the database, as text, the same on every engine: int8 ↔ bigint, numeric as text,
 * date as `YYYY-MM-DD`, timestamptz as ISO 8601 in UTC, jsonb parsed, bytea as bytes. No JavaScript Date anywhere.
 */
import { Fault } from '#kernel/outcome.ts'

/** A parameter as text, or null. Arrays become PostgreSQL arrays (`${ids}::text[]`), objects become JSON. */
export function encode(value: unknown): string | null {
  if (value === null) return null
  switch (typeof value) {
    case 'string':
      return value
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isFinite(value)) throw new Fault('parameter', `${value} cannot be stored`)
      return String(value)
    case 'object':
      if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
      if (value instanceof Date) throw new Fault('parameter', 'a Date is no parameter: pass ISO text')
      return Array.isArray(value) ? encodeArray(value) : encodeJson(value)
    default:
      throw new Fault('parameter', `${typeof value} is no parameter: pass null for "nothing"`)
  }
}

function encodeArray(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL'
    if (Array.isArray(value)) return encodeArray(value)
    return `"${encode(value)!.replace(/["\\]/g, '\\$&')}"`
  })
  return `{${parts.join(',')}}`
}

/** JSON text; a bigint inside becomes a decimal string, because JSON numbers lose fen above 2^53. */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
  if (text === undefined) throw new Fault('parameter', `${typeof value} has no JSON form`)
  return text
}

export type Parse = (text: string) => unknown

const asIs: Parse = (text) => text
const TIMESTAMP = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(\+00)?$/

/** Milliseconds, or microseconds where there are any: a text written by the clock comes back as the same text. */
function parseTimestamp(text: string): string {
  const match = TIMESTAMP.exec(text)
  if (!match) return text
  const fraction = (match[3] ?? '').padEnd(6, '0')
  return `${match[1]}T${match[2]}.${fraction.endsWith('000') ? fraction.slice(0, 3) : fraction}${match[4] ? 'Z' : ''}`
}

const parseBytes: Parse = (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
const parseJson: Parse = (text) => JSON.parse(text) as unknown

/** type oid, oid of its array type, parser; what is not listed stays text. */
const TYPES: readonly (readonly [oid: number, array: number, parse: Parse])[] = [
  [16, 1000, (text) => text === 't'],
  [17, 1001, parseBytes],
  [18, 1002, asIs],
  [19, 1003, asIs],
  [20, 1016, (text) => BigInt(text)],
  [21, 1005, Number],
  [23, 1007, Number],
  [25, 1009, asIs],
  [26, 1028, Number],
  [114, 199, parseJson],
  [700, 1021, Number],
  [701, 1022, Number],
  [1042, 1014, asIs],
  [1043, 1015, asIs],
  [1082, 1182, asIs],
  [1114, 1115, parseTimestamp],
  [1184, 1185, parseTimestamp],
  [1700, 1231, asIs],
  [2950, 2951, asIs],
  [3802, 3807, parseJson],
]

const PARSERS = new Map<number, Parse>(
  TYPES.flatMap(([oid, array, parse]) => [[oid, parse] as const, [array, (text: string) => parseArray(text, parse)] as const]),
)

export const parserOf = (oid: number): Parse => PARSERS.get(oid) ?? asIs

/** Reads PostgreSQL's array text, nested and quoted, into an array of parsed elements. */
export function parseArray(text: string, parse: Parse): unknown[] {
  // A lower bound other than one is written before the braces: `[0:1]={a,b}`.
  let at = text.startsWith('[') ? text.indexOf('=') + 1 : 0
  const element = (): unknown => {
    if (text[at] === '{') return list()
    if (text[at] !== '"') {
      const from = at
      while (text[at] !== ',' && text[at] !== '}') at++
      const bare = text.slice(from, at)
      return bare === 'NULL' ? null : parse(bare)
    }
    let value = ''
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      value += text[at]
    }
    at++
    return parse(value)
  }
  const list = (): unknown[] => {
    const values: unknown[] = []
    at++
    while (text[at] !== '}') {
      values.push(element())
      if (text[at] === ',') at++
      if (at >= text.length) throw new Fault('array', 'the array text of the database has no end')
    }
    at++
    return values
  }
  return list()
}
