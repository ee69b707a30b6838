/**
 * Typed ids: a prefix that names the noun, then a time-ordered body (48 bits of milliseconds, 80 random bits, in
 * Crockford base 32). Time order keeps index inserts at the end; the prefix lets a person and a log reader see what it is.
 */
declare const brand: unique symbol

export const ID_PREFIXES = {
  user: 'usr',
  session: 'ses',
  command: 'cmd',
  fundDocument: 'doc',
  lot: 'lot',
  posting: 'pst',
  project: 'prj',
  importBatch: 'imp',
  plan: 'pln',
  scenario: 'scn',
  contractor: 'ctr',
  contract: 'con',
  claim: 'clm',
  paymentOrder: 'pay',
  file: 'fil',
  supplement: 'sup',
  loan: 'lon',
  bankAccount: 'bka',
  bankStatement: 'bks',
  bankLine: 'bkl',
  bankMatch: 'bkm',
} as const

export type IdKind = keyof typeof ID_PREFIXES
export type Id<K extends IdKind> = string & { readonly [brand]: K }

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** `random` gives 80 bits as 16 base-32 digits; the caller (platform) supplies it, so decisions stay pure. */
export function makeId<K extends IdKind>(kind: K, milliseconds: number, random: Uint8Array): Id<K> {
  let tail = ''
  for (let i = 0; i < 16; i++) tail += ALPHABET[random[i]! & 31]!
  return `${ID_PREFIXES[kind]}_${timeDigits(milliseconds)}${tail}` as Id<K>
}

/** Many ids are made in one millisecond. */
let lastTime = { milliseconds: -1, digits: '' }

function timeDigits(milliseconds: number): string {
  if (lastTime.milliseconds === milliseconds) return lastTime.digits
  let digits = ''
  for (let rest = milliseconds, i = 0; i < 10; i++) {
    digits = ALPHABET[rest % 32]! + digits
    rest = Math.floor(rest / 32)
  }
  lastTime = { milliseconds, digits }
  return digits
}

export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  return text.startsWith(`${ID_PREFIXES[kind]}_`) && /^[a-z]{3}_[0-9a-z]{26}$/.test(text)
}
