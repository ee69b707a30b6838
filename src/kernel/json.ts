/** JSON that keeps bigint (as `{"$n":"12"}`), and canonical JSON: the one text of a value that hashes are made of. */

export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return { $n: value.toString() }
  if (Array.isArray(value)) return value.map(toJson)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [k, toJson(v)]),
    )
  return value
}

export function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson)
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
    if (entries.length === 1 && entries[0]![0] === '$n') return BigInt(String(entries[0]![1]))
    return Object.fromEntries(entries.map(([k, v]) => [k, fromJson(v)]))
  }
  return value
}

/** Keys sorted, no spaces, bigint as decimal text: the same value always gives the same bytes. */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value.toString()}"`
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v === undefined ? null : v)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
