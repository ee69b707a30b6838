import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, fromJson, toJson } from './json.ts'

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__' && key !== '$n'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value

/** The same value with the keys of every object in another order. */
function shuffled(of: unknown): unknown {
  if (Array.isArray(of)) return of.map(shuffled)
  if (of === null || typeof of !== 'object') return of
  return Object.fromEntries(
    Object.entries(of)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  )
}

describe('JSON that keeps bigint', () => {
  test('comes back as it went in, through text', () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(fromJson(JSON.parse(JSON.stringify(toJson(v))))).toEqual(v)
      }),
    )
  })

  test('a bigint is {"$n"}, what is undefined is left out', () => {
    expect(toJson({ amount: 9_007_199_254_740_993n, none: undefined })).toEqual({ amount: { $n: '9007199254740993' } })
    expect(fromJson({ amount: { $n: '9007199254740993' } })).toEqual({ amount: 9_007_199_254_740_993n })
  })
})

describe('canonical JSON', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ amount: 12n }, '{"amount":"12"}'],
    [{ a: undefined, b: 2 }, '{"b":2}'],
    [[undefined, 1], '[null,1]'],
    [{ 金额: '一"二\n' }, '{"金额":"一\\"二\\n"}'],
    [{ a: {}, b: [] }, '{"a":{},"b":[]}'],
    [null, 'null'],
  ])('%o', (of, text) => {
    expect(canonical(of)).toBe(text)
  })

  test('does not depend on the order of keys, and tells different values apart', () => {
    fc.assert(
      fc.property(value, value, (v, w) => {
        expect(canonical(shuffled(v))).toBe(canonical(v))
        // A bigint and its decimal text are one and the same in hashed bytes, on purpose.
        const plain = (x: unknown) => JSON.stringify(x, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
        expect(canonical(v) === canonical(w)).toBe(plain(JSON.parse(canonical(v))) === plain(JSON.parse(canonical(w))))
      }),
    )
  })

  test('says everything that the value holds', () => {
    fc.assert(
      fc.property(value, (v) => {
        const text = (x: unknown): unknown => JSON.parse(JSON.stringify(x, (_, i: unknown) => (typeof i === 'bigint' ? i.toString() : i)))
        expect(JSON.parse(canonical(v))).toEqual(text(v))
      }),
    )
  })
})
