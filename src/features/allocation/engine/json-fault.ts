/** Where a text stops being JSON: the parser of this Node tells a position for some faults only, and people need a line to look at. */

const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y

type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'next' | 'nothing'

/** Offset of the first character that cannot stand where it stands; the text's length when it only ends too early. */
export function jsonFault(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  for (let at = 0; ; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match) return at + (/\S/.exec(text.slice(at))?.index ?? text.length - at)
    const token = (match[1] ?? match[2] ?? match[3])!
    const next = after(expected, token, open)
    if (next === null) return TOKEN.lastIndex - token.length
    expected = next
  }
}

/** What must follow a token, or null when it may not stand here. */
function after(expected: Expected, token: string, open: ('{' | '[')[]): Expected | null {
  const value = expected === 'value' || expected === 'first value'
  const key = expected === 'key' || expected === 'first key'
  if (token === '{' || token === '[') {
    if (!value) return null
    open.push(token)
    return token === '{' ? 'first key' : 'first value'
  }
  if (token === '}' || token === ']') {
    const empty = token === '}' ? 'first key' : 'first value'
    if ((expected !== 'next' && expected !== empty) || open.pop() !== (token === '}' ? '{' : '[')) return null
    return open.length > 0 ? 'next' : 'nothing'
  }
  if (token === ',') return expected !== 'next' ? null : open.at(-1) === '{' ? 'key' : 'value'
  if (token === ':') return expected === 'colon' ? 'value' : null
  if (key) return token.startsWith('"') ? 'colon' : null
  if (!value) return null
  return open.length > 0 ? 'next' : 'nothing'
}
