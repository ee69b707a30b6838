import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAccountNumber, isCreditCode, maskAccount } from './check-digits.ts'

/** Real and synthetic codes that pass (domain §2.7). */
const CODES = [
  '914403001922038216',
  '9144030071526726XG',
  '91350100M000100Y43',
  '91420302MA49000107',
  '93420302A00000011J',
  'N2420302Y00000016T',
]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

describe('a unified social credit code', () => {
  test.each(CODES)('%s passes', (code) => {
    expect(isCreditCode(code)).toBe(true)
  })

  test.each(CODES)('%s with any one character changed fails', (code) => {
    const passing = [...code].flatMap((was, place) =>
      [...ALPHABET].filter((c) => c !== was).filter((c) => isCreditCode(code.slice(0, place) + c + code.slice(place + 1))),
    )
    expect(passing).toEqual([])
  })

  test.each(CODES)('%s with two different neighbours swapped fails', (code) => {
    const passing = [...code].flatMap((c, i) => {
      const next = code[i + 1]
      if (next === undefined || next === c) return []
      const swapped = code.slice(0, i) + next + c + code.slice(i + 2)
      return isCreditCode(swapped) ? [swapped] : []
    })
    expect(passing).toEqual([])
  })

  test('the check character makes the sum of value × 3^place divisible by 31, whatever the body', () => {
    const body = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 17, maxLength: 17 })
    fc.assert(
      fc.property(body, (values) => {
        let power = 1
        let sum = 0
        for (const value of values) {
          sum = (sum + value * power) % 31
          power = (power * 3) % 31
        }
        const code = (last: number) => [...values, last].map((v) => ALPHABET[v]).join('')
        const passing = [...Array(31).keys()].filter((last) => isCreditCode(code(last)))
        expect(passing).toEqual([...Array(31).keys()].filter((last) => (sum + last) % 31 === 0))
      }),
    )
  })

  test.each(['', '91440300192203821', '9144030019220382166', '91440300192203821O', '91440300192203821i', '９14403001922038216'])(
    '"%s" fails',
    (code) => {
      expect(isCreditCode(code)).toBe(false)
    },
  )
})

test.each([
  ['17220101040008801', true],
  ['12345678', true],
  ['1'.repeat(32), true],
  ['1234567', false],
  ['1'.repeat(33), false],
  ['1722 0101 0400', false],
  ['1722010104000880A', false],
  ['', false],
])('"%s" as an account number: %s', (text, expected) => {
  expect(isAccountNumber(text)).toBe(expected)
})

test('an account on screen shows its last four digits, a short one nothing', () => {
  expect(maskAccount('17220101040008801')).toBe('**** 8801')
  expect(maskAccount('8801')).toBe('****')
})
