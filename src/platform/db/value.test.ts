import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encode, parserOf } from './value.ts'

const TEXT_ARRAY = 1009

test('any nested array of text comes back from its array text as it was', () => {
  const element = fc.option(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('NULL', '', '{', '}', '"', '\\', ',', ' ', '\n', '元"\\')),
  )
  const nested = fc.array(fc.array(element, { minLength: 1 }), { minLength: 1 })
  fc.assert(
    fc.property(fc.oneof(fc.array(element), nested), (values) => {
      expect(parserOf(TEXT_ARRAY)(encode(values)!)).toEqual(values)
    }),
  )
})

test('array text with bounds, bare words and nulls is read', () => {
  expect(parserOf(1016)('[0:2]={1,NULL,-9223372036854775808}')).toEqual([1n, null, -9223372036854775808n])
  expect(parserOf(1007)('{{1,2},{3,4}}')).toEqual([
    [1, 2],
    [3, 4],
  ])
  expect(parserOf(1000)('{t,f}')).toEqual([true, false])
  expect(parserOf(TEXT_ARRAY)('{}')).toEqual([])
})

test('times keep milliseconds, and microseconds where there are any', () => {
  const parse = parserOf(1184)
  expect(parse('2017-06-30 08:00:00+00')).toBe('2017-06-30T08:00:00.000Z')
  expect(parse('2017-06-30 08:00:00.12+00')).toBe('2017-06-30T08:00:00.120Z')
  expect(parse('2017-06-30 08:00:00.123456+00')).toBe('2017-06-30T08:00:00.123456Z')
  expect(parserOf(1114)('2017-06-30 08:00:00.5')).toBe('2017-06-30T08:00:00.500')
  expect(parse('infinity')).toBe('infinity')
})

test.each([
  ['undefined', undefined],
  ['a Date', new Date(0)],
  ['not a number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a function', () => 1],
  ['undefined in a list', ['a', undefined]],
])('%s is refused as a parameter', (_name, value) => {
  expect(() => encode(value)).toThrow('parameter')
})
