import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Comparison, COMPARISONS, type Condition, evaluate, failures, factsOf, type FactValue, type Truth } from './condition.ts'

const label = (name: string) => ({ zh: name, en: name })
const is = (fact: string): Condition => ({ fact, is: 'equal', than: { value: true }, label: label(fact) })
const FACTS = { yes: true, no: false }
const T = is('yes')
const F = is('no')
const U = is('nobody said')
const truthOf = (condition: Condition) => evaluate(condition, FACTS).truth

describe('comparisons', () => {
  test.each<[Comparison, FactValue, FactValue, boolean]>([
    ['equal', 3, 3, true],
    ['equal', 3, '3', false],
    ['equal', null, null, true],
    ['equal', 3n, 3n, true],
    ['not-equal', 'a', 'b', true],
    ['not-equal', 'a', 'a', false],
    ['at-least', 3n, 3n, true],
    ['at-least', 2, 3, false],
    ['at-most', 2017, 2017, true],
    ['at-most', 2018, 2017, false],
    ['at-most', 5n, 6, true],
    ['more-than', 4n, 3n, true],
    ['more-than', 3n, 3n, false],
    ['less-than', '2017-06-30', '2017-07-01', true],
    ['less-than', 3, 3, false],
    ['at-least', null, 3, false],
    ['at-most', null, 3, false],
    ['at-least', ['a'], 3, false],
    ['less-than', true, 3, false],
    ['one-of', 'road', ['road', 'water'], true],
    ['one-of', 'housing', ['road', 'water'], false],
    ['one-of', 'road', [], false],
    ['one-of', 'road', 'roads', false],
    ['one-of', null, ['road'], false],
    ['shares', ['a', 'b'], ['b', 'c'], true],
    ['shares', ['a'], ['b'], false],
    ['shares', [], [], false],
    ['shares', 'a', ['a'], false],
    ['within-or-free', ['420302202'], null, true],
    ['within-or-free', ['420302202201', '420302202'], ['420302202'], true],
    ['within-or-free', ['420302201'], ['420302202'], false],
    ['within-or-free', 'a', ['a'], true],
    ['within-or-free', ['a'], [], false],
    ['within-or-free', 3, ['a'], false],
  ])('%s: %s and %s is %s', (name, left, right, expected) => {
    expect(COMPARISONS[name](left, right)).toBe(expected)
  })
})

describe('three values', () => {
  test.each<[string, Condition, Truth]>([
    ['T and T', { all: [T, T] }, 'true'],
    ['T and F', { all: [T, F] }, 'false'],
    ['T and U', { all: [T, U] }, 'unknown'],
    ['F and U', { all: [F, U] }, 'false'],
    ['U and F', { all: [U, F] }, 'false'],
    ['U and U', { all: [U, U] }, 'unknown'],
    ['nothing, all', { all: [] }, 'true'],
    ['F or F', { any: [F, F] }, 'false'],
    ['T or U', { any: [T, U] }, 'true'],
    ['U or T', { any: [U, T] }, 'true'],
    ['F or U', { any: [F, U] }, 'unknown'],
    ['nothing, any', { any: [] }, 'false'],
    ['not T', { not: T }, 'false'],
    ['not F', { not: F }, 'true'],
    ['not U', { not: U }, 'unknown'],
    ['a fact that nobody said', U, 'unknown'],
  ])('%s is %s', (_, condition, expected) => {
    expect(truthOf(condition)).toBe(expected)
  })

  test('an unknown fact on the right side is unknown too, a known empty one is not', () => {
    const condition: Condition = { fact: 'a', is: 'equal', than: { fact: 'b' } }
    expect(evaluate(condition, { a: 'x' }).truth).toBe('unknown')
    expect(evaluate(condition, { a: 'x', b: null }).truth).toBe('false')
    expect(evaluate(condition, { a: null, b: null }).truth).toBe('true')
  })

  const tree: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom('a', 'b', 'c', 'd').map((fact): Condition => ({ fact, is: 'equal', than: { value: true } })),
      fc.array(tie('tree'), { maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie('tree'), { maxLength: 3 }).map((any): Condition => ({ any })),
      tie('tree').map((not): Condition => ({ not })),
    ),
  })).tree

  /** What it means to be unknown: some way to fill the gaps might change the answer; a known answer never changes. */
  test('a known answer stays, however the unknown facts turn out', () => {
    const known = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean(), { noNullPrototype: true })
    const rest = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean(), d: fc.boolean() })
    fc.assert(
      fc.property(tree, known, rest, (condition, some, others) => {
        const before = evaluate(condition, some).truth
        const after = evaluate(condition, { ...others, ...some }).truth
        expect(after).not.toBe('unknown')
        expect(before === 'unknown' || before === after).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('"not all" is "any not", with the same unknowns', () => {
    const facts = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean(), { noNullPrototype: true })
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), facts, (parts, some) => {
        const truth = (condition: Condition) => evaluate(condition, some).truth
        expect(truth({ not: { all: parts } })).toBe(truth({ any: parts.map((not) => ({ not })) }))
        expect(truth({ not: { any: parts } })).toBe(truth({ all: parts.map((not) => ({ not })) }))
      }),
    )
  })
})

describe('why', () => {
  const named = (condition: Condition) => failures(evaluate(condition, FACTS)).map((v) => v.condition.label?.en)

  test('the verdict keeps what was found and what it was held against', () => {
    const verdict = evaluate({ fact: 'year', is: 'at-most', than: { fact: 'limit' } }, { year: 2019, limit: 2018 })
    expect(verdict).toMatchObject({ truth: 'false', found: 2019, against: 2018 })
  })

  test.each<[string, Condition, (string | undefined)[]]>([
    ['true says nothing', { all: [T, T] }, []],
    ['each part that failed, in order', { all: [F, T, U] }, ['no', 'nobody said']],
    ['the nearest label stands for what is below it', { label: label('rule'), all: [F, F] }, ['rule']],
    ['all alternatives of "any"', { any: [F, U] }, ['no', 'nobody said']],
    ['"not" blames the part that held', { not: { any: [T, F] } }, ['yes']],
    ['a part that is fine is not blamed', { all: [{ any: [T, F] }, F] }, ['no']],
    ['without any label the leaf itself', { fact: 'no', is: 'equal', than: { value: true } }, [undefined]],
  ])('%s', (_, condition, expected) => {
    expect(named(condition)).toEqual(expected)
  })

  test('every fact that is asked about is listed', () => {
    const condition: Condition = {
      all: [{ any: [{ fact: 'a', is: 'one-of', than: { fact: 'b' } }] }, { not: { fact: 'c', is: 'equal', than: { value: 1 } } }],
    }
    expect(factsOf(condition)).toEqual(['a', 'b', 'c'])
  })
})
