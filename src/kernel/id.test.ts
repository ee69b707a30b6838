import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ID_PREFIXES, type IdKind, isId, makeId } from './id.ts'

const random = fc.uint8Array({ minLength: 16, maxLength: 16 })
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('an id', () => {
  test('is its prefix, ten digits of time, sixteen of chance', () => {
    expect(makeId('lot', 0, new Uint8Array(16))).toBe('lot_00000000000000000000000000')
    expect(makeId('posting', 33, new Uint8Array(16).fill(255))).toBe('pst_0000000011zzzzzzzzzzzzzzzz')
    expect(makeId('claim', 2 ** 48 - 1, new Uint8Array(16).fill(31))).toBe('clm_7zzzzzzzzzzzzzzzzzzzzzzzzz')
  })

  test('sorts by time as text, whatever the chance', () => {
    fc.assert(
      fc.property(instant, instant, random, random, (a, b, x, y) => {
        fc.pre(a < b)
        expect(makeId('claim', a, x) < makeId('claim', b, y)).toBe(true)
      }),
    )
  })

  test('uses 80 bits of chance: another digit anywhere is another id', () => {
    fc.assert(
      fc.property(instant, random, fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 31 }), (at, bytes, place, by) => {
        const other = Uint8Array.from(bytes)
        other[place] = (other[place]! + by) & 31
        expect(makeId('lot', at, bytes)).not.toBe(makeId('lot', at, other))
      }),
    )
  })

  test('never holds a letter that is taken for a digit', () => {
    fc.assert(
      fc.property(instant, random, (at, bytes) => {
        expect(makeId('lot', at, bytes).slice(4)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
      }),
    )
  })

  test('is recognised by its kind alone', () => {
    const kinds = Object.keys(ID_PREFIXES) as IdKind[]
    for (const kind of kinds) {
      const id = makeId(kind, 1_500_000_000_000, new Uint8Array(16))
      expect(kinds.filter((k) => isId(k, id))).toEqual([kind])
    }
  })

  test('prefixes are three letters and all different', () => {
    const prefixes = Object.values(ID_PREFIXES)
    expect(new Set(prefixes).size).toBe(prefixes.length)
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{3}$/)
  })

  test.each(['', 'lot_', 'lot_0', 'lot-00000000000000000000000000', 'lot_0000000000000000000000000A', ' lot_00000000000000000000000000'])(
    '"%s" is none',
    (text) => {
      expect(isId('lot', text)).toBe(false)
    },
  )
})
