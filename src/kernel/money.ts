/**
 * Money is a whole number of fen (分, 0.01 yuan) in a branded bigint. Yuan never exists as a value, only as text.
 * The brand makes the compiler refuse money + count; every rounding below says its rule. Guards I1 and I8.
 */
import { Fault } from './outcome.ts'

declare const brand: unique symbol
export type Fen = bigint & { readonly [brand]: 'Fen' }

export const fen = (value: bigint): Fen => value as Fen
export const ZERO = fen(0n)

export const add = (a: Fen, b: Fen): Fen => (a + b) as Fen
export const subtract = (a: Fen, b: Fen): Fen => (a - b) as Fen
export const negate = (a: Fen): Fen => -a as Fen
export const least = (a: Fen, b: Fen): Fen => (a < b ? a : b)
export const most = (a: Fen, b: Fen): Fen => (a > b ? a : b)

/** How large an amount is, whichever way it goes. */
export const magnitude = <T extends bigint>(amount: T): T => (amount < 0n ? -amount : amount) as T

/** The largest whole number that divides both; of nothing and a number, that number. */
export function gcd(a: bigint, b: bigint): bigint {
  let [high, low] = [magnitude(a), magnitude(b)]
  while (low !== 0n) [high, low] = [low, high % low]
  return high
}

export function sum(amounts: Iterable<Fen>): Fen {
  let total = 0n
  for (const amount of amounts) total += amount
  return total as Fen
}

/** floor(amount × numerator / denominator), towards minus infinity. Exact rates only: 3 % is (3n, 100n). */
export function share(amount: Fen, numerator: bigint, denominator: bigint): Fen {
  if (denominator <= 0n) throw new Fault('money', 'denominator must be positive')
  const product = amount * numerator
  const quotient = product / denominator
  return (product % denominator < 0n ? quotient - 1n : quotient) as Fen
}

/**
 * Splits `total` in proportion to `weights` by largest remainder (ties: the earlier part), keeping every fen (I8).
 * Throws a Fault when all weights are zero or one is negative.
 */
export function split(total: Fen, weights: readonly bigint[]): Fen[] {
  const all = weights.reduce((a, b) => a + b, 0n)
  if (all <= 0n || weights.some((w) => w < 0n)) throw new Fault('I8', 'weights must be non-negative and not all zero')
  const sign = total < 0n ? -1n : 1n
  const positive = total * sign
  const parts = weights.map((w) => (positive * w) / all)
  const order = weights
    .map((w, i) => ({ i, rest: (positive * w) % all }))
    .sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1))
  let left = positive - parts.reduce((a, b) => a + b, 0n)
  for (const { i } of order) {
    if (left === 0n) break
    parts[i] = parts[i]! + 1n
    left -= 1n
  }
  return parts.map((p) => (p * sign) as Fen)
}

export type MoneyUnit = '元' | '万元' | '亿元'
const UNIT_DIGITS: Record<MoneyUnit, number> = { 元: 2, 万元: 6, 亿元: 10 }

/**
 * Exact decimal text of an amount in a unit, with thousands separators: `1,508.001713` 万元.
 * `digits` rounds half away from zero to that many decimals (never for stored or posted money, only for the screen);
 * without it all significant decimals are kept, and at least two.
 */
export function formatFen(amount: bigint, unit: MoneyUnit = '元', digits?: number): string {
  const scale = UNIT_DIGITS[unit]
  const negative = amount < 0n
  let value = magnitude(amount)
  let decimals = scale
  if (digits !== undefined && digits < scale) {
    const step = 10n ** BigInt(scale - digits)
    value = (value + step / 2n) / step
    decimals = digits
  }
  const text = value.toString().padStart(decimals + 1, '0')
  const whole = text.slice(0, text.length - decimals).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  let fraction = decimals === 0 ? '' : text.slice(text.length - decimals)
  if (digits === undefined) fraction = fraction.replace(/0+$/, '').padEnd(2, '0')
  return `${negative && value !== 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/**
 * Exact fen of a plain decimal text in a unit: `"67.90712"`, 万元 → 67907120 fen… Accepts full-width digits, thousands
 * separators and spaces. Returns null for anything that is not exactly one number, or is finer than a fen.
 */
export function parseFen(text: string, unit: MoneyUnit = '元'): Fen | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,]/g, '')
    .replace(/^[¥￥]/, '')
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(plain)
  if (!match || (!match[2] && !match[3])) return null
  const scale = UNIT_DIGITS[unit]
  const fraction = (match[3] ?? '').replace(/0+$/, '')
  if (fraction.length > scale) return null
  const value = BigInt((match[2] || '0') + fraction.padEnd(scale, '0'))
  return (match[1] === '-' ? -value : value) as Fen
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const NUMERAL_UNITS = [
  [100_000_000n, '亿'],
  [10_000n, '万'],
  [1_000n, '仟'],
  [100n, '佰'],
  [10n, '拾'],
] as const

/** A positive whole number in capitals: what stands before 亿 and 万 is read as a number of its own (壹万亿, 贰拾亿亿). */
function capitalWhole(value: bigint): string {
  const unit = NUMERAL_UNITS.find(([size]) => value >= size)
  if (!unit) return DIGITS[Number(value)]!
  const [size, word] = unit
  const [high, low] = [value / size, value % size]
  const head = `${capitalWhole(high)}${word}`
  if (low === 0n) return head
  return `${head}${high % 10n === 0n || low < size / 10n ? '零' : ''}${capitalWhole(low)}`
}

/**
 * Capital numerals (大写金额) as vouchers print them: 1,005,000.20 → 壹佰万零伍仟元贰角整. Follows 《正确填写票据和结算凭证的基本规定》;
 * below zero 负 stands before them.
 */
export function capitalNumerals(amount: Fen): string {
  if (amount < 0n) return `负${capitalNumerals(negate(amount))}`
  const yuan = amount / 100n
  const jiao = Number((amount / 10n) % 10n)
  const cent = Number(amount % 10n)
  let text = yuan > 0n ? `${capitalWhole(yuan)}元` : ''
  if (jiao === 0 && cent === 0) return text === '' ? '零元整' : `${text}整`
  if (jiao > 0) text += `${DIGITS[jiao]}角`
  else if (text !== '') text += '零'
  return cent > 0 ? `${text}${DIGITS[cent]}分` : `${text}整`
}
