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
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `"${value.toString()}"`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  // Put together as it is walked: this is the text of every posting, and lists of parts would be most of its cost.
  let text = ''
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === '' ? '' : ','}${canonical(element)}`
    return `[${text}]`
  }
  const record = value as Record<string, unknown>
  for (const key of Object.keys(record).sort()) {
    const element = record[key]
    if (element !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(element)}`
  }
  return `{${text}}`
}
