import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  capitalNumerals,
  type Fen,
  fen,
  formatFen,
  gcd,
  least,
  magnitude,
  type MoneyUnit,
  most,
  negate,
  parseFen,
  share,
  split,
  subtract,
  sum,
} from './money.ts'

/** Up to what a bigint column holds. */
const MOST = 9_223_372_036_854_775_807n
const anyFen = fc.bigInt({ min: -MOST, max: MOST }).map(fen)
const positiveFen = fc.bigInt({ min: 1n, max: MOST }).map(fen)
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n }), { minLength: 1, maxLength: 30 }).filter((w) => w.some((x) => x > 0n))

test('sums, differences and extremes', () => {
  expect(sum([fen(1n), fen(-3n), fen(10n)])).toBe(8n)
  expect(sum([])).toBe(0n)
  expect(add(fen(5n), fen(7n))).toBe(12n)
  expect(subtract(fen(5n), fen(7n))).toBe(-2n)
  expect(negate(fen(5n))).toBe(-5n)
  expect([least(fen(2n), fen(3n)), least(fen(3n), fen(2n)), most(fen(2n), fen(3n)), most(fen(3n), fen(2n))]).toEqual([2n, 2n, 3n, 3n])
})

test('how large an amount is, and what divides two of them', () => {
  expect([magnitude(fen(-5n)), magnitude(fen(5n)), magnitude(0n)]).toEqual([5n, 5n, 0n])
  expect([gcd(12n, 18n), gcd(0n, 7n), gcd(7n, 0n), gcd(0n, 0n), gcd(-12n, 18n)]).toEqual([6n, 7n, 7n, 0n, 6n])
  fc.assert(
    fc.property(anyFen, anyFen, (a, b) => {
      const common = gcd(a, b)
      expect(common).toBe(gcd(b, a))
      expect(common === 0n).toBe(a === 0n && b === 0n)
      if (common === 0n) return
      expect([common > 0n, a % common, b % common, gcd(a / common, b / common)]).toEqual([true, 0n, 0n, 1n])
    }),
  )
})

describe('share', () => {
  test.each([
    [10_001n, 3n, 100n, 300n],
    [-10_001n, 3n, 100n, -301n],
    [-10_000n, 3n, 100n, -300n],
    [99n, 1n, 1n, 99n],
    [1n, 0n, 7n, 0n],
  ])('%d × %d/%d is %d', (amount, numerator, denominator, expected) => {
    expect(share(fen(amount), numerator, denominator)).toBe(expected)
  })

  test('is the largest whole fen not above the exact share', () => {
    fc.assert(
      fc.property(anyFen, fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }), (amount, n, d) => {
        const got = share(amount, n, d)
        expect(got * d <= amount * n && amount * n < (got + 1n) * d).toBe(true)
      }),
    )
  })

  test('refuses a denominator that is not positive', () => {
    expect(() => share(fen(1n), 1n, 0n)).toThrow('denominator')
    expect(() => share(fen(1n), 1n, -2n)).toThrow('denominator')
  })
})

describe('split (I8)', () => {
  test.each([
    ['thirds: the odd fen goes to the first', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['two odd fen go to the two largest remainders', 101n, [1n, 1n, 1n], [34n, 34n, 33n]],
    ['largest remainder wins, not the largest weight', 10n, [70n, 15n, 15n], [7n, 2n, 1n]],
    ['a weight of zero gets nothing', 7n, [0n, 1n, 0n, 1n], [0n, 4n, 0n, 3n]],
    ['less fen than parts', 2n, [1n, 1n, 1n], [1n, 1n, 0n]],
    ['nothing to split', 0n, [3n, 4n], [0n, 0n]],
    ['a negative total mirrors the positive one', -100n, [1n, 1n, 1n], [-34n, -33n, -33n]],
  ])('%s', (_, total, parts, expected) => {
    expect(split(fen(total), parts)).toEqual(expected)
  })

  test('keeps every fen, gives nobody more than one fen off the exact share, and nothing to a zero weight', () => {
    fc.assert(
      fc.property(anyFen, weights, (total, parts) => {
        const got = split(total, parts)
        const all = parts.reduce((a, b) => a + b, 0n)
        expect(sum(got)).toBe(total)
        got.forEach((part, i) => {
          const off = part * all - total * parts[i]!
          expect(magnitude(off) < all).toBe(true)
          expect(parts[i] === 0n ? part : 0n).toBe(0n)
        })
      }),
    )
  })

  test('never gives a smaller weight more than a larger one', () => {
    fc.assert(
      fc.property(positiveFen, weights, (total, parts) => {
        const got = split(total, parts)
        const unfair = parts.some((w, i) => parts.some((v, j) => w < v && got[i]! > got[j]!))
        expect(unfair).toBe(false)
      }),
    )
  })

  test.each([[[]], [[0n, 0n]], [[5n, -1n]]])('refuses the weights %s', (parts) => {
    expect(() => split(fen(10n), parts)).toThrow('I8')
  })
})

describe('formatFen', () => {
  test.each<[bigint, MoneyUnit, number | undefined, string]>([
    [0n, '元', undefined, '0.00'],
    [5n, '元', undefined, '0.05'],
    [-5n, '元', undefined, '-0.05'],
    [100n, '元', undefined, '1.00'],
    [123_456_789n, '元', undefined, '1,234,567.89'],
    [1_508_001_713n, '万元', undefined, '1,508.001713'],
    [1_508_001_713n, '万元', 2, '1,508.00'],
    [1_508_500_000n, '万元', 0, '1,509'],
    [-1_508_500_000n, '万元', 0, '-1,509'],
    [-4n, '元', 1, '0.0'],
    [5n, '元', 1, '0.1'],
    [999_999n, '万元', 2, '1.00'],
    [86_000_000_000n, '亿元', undefined, '8.60'],
    [1n, '亿元', undefined, '0.0000000001'],
    [MOST, '元', undefined, '92,233,720,368,547,758.07'],
  ])('%d fen in %s to %s digits is %s', (amount, unit, digits, text) => {
    expect(formatFen(amount, unit, digits)).toBe(text)
  })

  test('comes back from its text to the very fen, in every unit', () => {
    fc.assert(
      fc.property(anyFen, fc.constantFrom<MoneyUnit>('元', '万元', '亿元'), (amount, unit) => {
        expect(parseFen(formatFen(amount, unit), unit)).toBe(amount)
      }),
    )
  })

  test('rounds half away from zero, never by more than half a step', () => {
    fc.assert(
      fc.property(anyFen, fc.integer({ min: 0, max: 5 }), (amount, digits) => {
        const shown = parseFen(formatFen(amount, '万元', digits), '万元')!
        const step = 10n ** BigInt(6 - digits)
        const off = shown < amount ? amount - shown : shown - amount
        expect(off * 2n <= step).toBe(true)
        expect(off * 2n < step || magnitude(shown) > magnitude(amount)).toBe(true)
      }),
    )
  })
})

describe('parseFen', () => {
  test.each<[string, MoneyUnit, bigint | null]>([
    ['67.90712', '万元', 67_907_120n],
    ['1,508.001713', '万元', 1_508_001_713n],
    ['１２３．４５', '元', 12_345n],
    ['¥ 1 000.5', '元', 100_050n],
    ['￥12', '元', 1200n],
    ['.5', '元', 50n],
    ['5.', '元', 500n],
    ['-0.01', '元', -1n],
    ['+3', '元', 300n],
    ['0.0000000', '元', 0n],
    ['2.3', '亿元', 23_000_000_000n],
    ['1.50000000', '元', 150n],
    ['0.001', '元', null],
    ['0.0000001', '万元', null],
    ['', '元', null],
    ['.', '元', null],
    ['-', '元', null],
    ['1e5', '元', null],
    ['12元', '元', null],
    ['1.2.3', '元', null],
    ['--1', '元', null],
    ['0x10', '元', null],
    ['一百', '元', null],
    ['Infinity', '元', null],
  ])('"%s" in %s is %s fen', (text, unit, expected) => {
    expect(parseFen(text, unit)).toBe(expected)
  })

  test('never invents a number: what it accepts is digits, separators and at most one sign', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const got = parseFen(text)
        expect(got === null || /\d/.test(text.normalize('NFKC'))).toBe(true)
      }),
    )
  })
})

/**
 * Another writer of capital numerals, slow and made differently: one word for each decimal place of the whole number,
 * then the rules of 《正确填写票据和结算凭证的基本规定》 as text replacements.
 */
function writeSlowly(amount: bigint): string {
  const [digits, small] = ['零壹贰叁肆伍陆柒捌玖', ['', '拾', '佰', '仟']]
  const places = [...(amount / 100n).toString()].reverse()
  let text = ''
  places.forEach((d, i) => {
    const word = d === '0' ? '零' : digits[Number(d)]! + small[i % 4]!
    const end = i % 8 === 4 ? '万' : i > 0 && i % 8 === 0 ? '亿' : ''
    text = word + end + text
  })
  // Zeros before a unit of ten thousands or hundred millions are silent where they stand and spoken after it.
  let before = ''
  while (before !== text) {
    before = text
    text = text
      .replace(/零+(万|亿)/g, '$1零')
      .replace(/亿(零*)万/g, '亿$1')
      .replace(/^(万|零)+/, '')
  }
  text = text.replace(/零{2,}/g, '零').replace(/零$/, '')
  const jiao = Number((amount / 10n) % 10n)
  const cent = Number(amount % 10n)
  const whole = text === '' ? '' : `${text}元`
  if (jiao === 0 && cent === 0) return `${whole === '' ? '零元' : whole}整`
  const tail = cent === 0 ? '整' : `${digits[cent]}分`
  if (jiao > 0) return `${whole}${digits[jiao]}角${tail}`
  return `${whole === '' ? '' : `${whole}零`}${tail}`
}

/**
 * Reads capital numerals back, as a cashier does: amounts of 亿, of 万 and of small units are added up. Knows nothing of zeros but that
 * they add nothing; what is no numeral is null.
 */
function readBack(text: string): bigint | null {
  const match = /^(负?)(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:([壹贰叁肆伍陆柒捌玖])角)?(?:([壹贰叁肆伍陆柒捌玖])分|整)$/.exec(
    text,
  )
  if (!match) return null
  const digit = (word: string | undefined) => (word === undefined ? 0n : BigInt('零壹贰叁肆伍陆柒捌玖'.indexOf(word)))
  const whole = (words: string): bigint => {
    for (const [word, size] of [['亿', 100_000_000n] as const, ['万', 10_000n] as const]) {
      const at = words.lastIndexOf(word)
      if (at >= 0) return whole(words.slice(0, at)) * size + whole(words.slice(at + 1))
    }
    return [...words.matchAll(/([壹贰叁肆伍陆柒捌玖])([仟佰拾]?)/g)].reduce(
      (total, [, word, unit]) => total + digit(word) * ({ 仟: 1000n, 佰: 100n, 拾: 10n }[unit ?? ''] ?? 1n),
      0n,
    )
  }
  const fens = whole(match[2] ?? '') * 100n + digit(match[3]) * 10n + digit(match[4])
  return match[1] === '负' ? -fens : fens
}

/** Digits with runs of zeros and lone ones, where rules about zeros are broken most easily, up to what a bigint column holds. */
const zeroRidden = fc
  .tuple(fc.boolean(), fc.array(fc.constantFrom('0', '0', '0', '0', '1', '7'), { minLength: 1, maxLength: 19 }))
  .map(([below, digits]) => BigInt(digits.join('')) * (below ? -1n : 1n))
  .filter((amount) => amount <= MOST && amount >= -MOST)
  .map(fen)

describe('capital numerals', () => {
  test.each([
    ['0.00', '零元整'],
    ['0.01', '壹分'],
    ['0.10', '壹角整'],
    ['0.12', '壹角贰分'],
    ['1.00', '壹元整'],
    ['1.02', '壹元零贰分'],
    ['1.20', '壹元贰角整'],
    ['10.00', '壹拾元整'],
    ['20.35', '贰拾元叁角伍分'],
    ['101.00', '壹佰零壹元整'],
    ['110.00', '壹佰壹拾元整'],
    ['1,001.00', '壹仟零壹元整'],
    ['1,010.00', '壹仟零壹拾元整'],
    ['1,409.50', '壹仟肆佰零玖元伍角整'],
    ['6,007.14', '陆仟零柒元壹角肆分'],
    ['10,000.00', '壹万元整'],
    ['10,001.00', '壹万零壹元整'],
    ['100,000.00', '壹拾万元整'],
    ['107,000.53', '壹拾万零柒仟元伍角叁分'],
    ['1,005,000.20', '壹佰万零伍仟元贰角整'],
    ['1,0005,0000.00', '壹亿零伍万元整'],
    ['1,0000,0000.00', '壹亿元整'],
    ['1,0000,0001.00', '壹亿零壹元整'],
    ['100,010,001.05', '壹亿零壹万零壹元零伍分'],
    ['1,0000,5000.00', '壹亿零伍仟元整'],
    ['12,3456,7890.12', '壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分'],
    ['9999,9999,9999.99', '玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['-25.00', '负贰拾伍元整'],
    ['-0.05', '负伍分'],
    ['1,0000,0000,0000.00', '壹万亿元整'],
    ['1,0000,0000,0001.00', '壹万亿零壹元整'],
    ['1,0001,0000,0000.00', '壹万零壹亿元整'],
    ['1,2345,0000,6789.10', '壹万贰仟叁佰肆拾伍亿零陆仟柒佰捌拾玖元壹角整'],
    ['10,0000,5000,0000.00', '壹拾万亿零伍仟万元整'],
    ['2020,0304,0005,0060.07', '贰仟零贰拾万零叁佰零肆亿零伍万零陆拾元零柒分'],
    ['1,0000,0000,0000,0000.00', '壹亿亿元整'],
    ['9,2233,7203,6854,7758.07', '玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分'],
  ])('%s is %s', (text, words) => {
    expect(capitalNumerals(parseFen(text)!)).toBe(words)
  })

  test('agree with the slow writer on every amount below 200,000 yuan with and without cents', () => {
    const differing: string[] = []
    for (let yuan = 0n; yuan < 200_000n; yuan += 1n)
      for (const cents of [0n, 5n])
        if (capitalNumerals(fen(yuan * 100n + cents)) !== writeSlowly(yuan * 100n + cents)) differing.push(`${yuan}.0${cents}`)
    expect(differing).toEqual([])
  })

  test('say the very amount, over all that a column holds', () => {
    fc.assert(
      fc.property(fc.oneof(anyFen, zeroRidden), (amount) => {
        expect(readBack(capitalNumerals(amount))).toBe(amount)
      }),
      { numRuns: 5000 },
    )
  })

  test('never say zero twice, before a unit, at the end, or where nothing is left out', () => {
    fc.assert(
      fc.property(zeroRidden, (amount) => {
        const text = capitalNumerals(amount)
        expect(text).not.toMatch(amount === 0n ? /^(?!零元整$)/ : /零零|零[元角整拾佰仟万亿]|万万|^负?零/)
      }),
      { numRuns: 5000 },
    )
  })

  test('the reader refuses what is no numeral', () => {
    expect(['', '元整', '一佰元整', '壹佰元', '壹佰'].map(readBack)).toEqual([null, null, null, null, null])
    expect([readBack('壹万零壹亿元整'), readBack('负伍分'), readBack('贰拾元零叁分')]).toEqual([1_000_100_000_000_00n, -5n, 2003n])
  })

  test('agree with the slow writer below 10¹⁶ yuan, many zeros above all', () => {
    const manyZeros = fc
      .array(fc.constantFrom('0', '0', '0', '1', '7'), { minLength: 1, maxLength: 18 })
      .map((digits) => fen(BigInt(digits.join(''))))
    const any = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }).map(fen)
    fc.assert(
      fc.property(fc.oneof(any, manyZeros), (amount: Fen) => {
        expect(capitalNumerals(amount)).toBe(writeSlowly(amount))
      }),
      { numRuns: 5000 },
    )
  })
})
