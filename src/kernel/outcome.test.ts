import { describe, expect, test } from 'vitest'
import { Fault, fill, invariant, must, ok, refusals, Refused, refused } from './outcome.ts'

const refuse = refusals({
  short: { kind: 'rule-not-met', zh: '只有 {have} 元,差 {short} 元', en: 'Only {have}, short by {short}' },
})

describe('a refusal', () => {
  test('says its sentence with the facts filled in, in both languages', () => {
    expect(refuse('short', { have: 3n, short: '1.50' })).toEqual({
      ok: false,
      refusal: { code: 'short', kind: 'rule-not-met', message: { zh: '只有 3 元,差 1.50 元', en: 'Only 3, short by 1.50' } },
    })
  })

  test('carries findings when there are some', () => {
    const finding = { row: 3, field: '金额', value: 'x', message: { zh: '不是金额', en: 'Not an amount' } }
    expect(refuse('short', {}, [finding]).refusal.findings).toEqual([finding])
  })

  test('leaves a name without a fact visible, so that a slip is seen', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}')
    expect(fill('{a}', { a: '{a}' })).toBe('{a}')
  })

  test('passes through code that cannot return it, and comes out as it was', () => {
    const no = refuse('short', { have: 1, short: 2 })
    const thrown = (() => {
      try {
        must(no)
      } catch (error) {
        return error
      }
      return null
    })()
    expect(thrown).toBeInstanceOf(Refused)
    expect(refused((thrown as Refused).refusal)).toEqual(no)
    expect(must(ok(5))).toBe(5)
  })
})

test('a broken assumption is a fault that names itself', () => {
  expect(() => invariant(false, 'I1', 'detail')).toThrow(new Fault('I1', 'detail'))
  expect(() => invariant(true, 'I1')).not.toThrow()
})
