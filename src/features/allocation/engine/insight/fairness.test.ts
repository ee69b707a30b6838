import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gini, perHousehold, spreadOf } from './fairness.ts'

it('knows the coefficient of plain cases', () => {
  expect(gini([])).toBeNull()
  expect(gini([{ value: 0, weight: 5 }])).toBeNull()
  expect(
    gini([
      { value: 7, weight: 3 },
      { value: 7, weight: 9 },
    ]),
  ).toBeCloseTo(0, 12)
  // One of two has everything: 1 − 1/n.
  expect(
    gini([
      { value: 0, weight: 1 },
      { value: 10, weight: 1 },
    ]),
  ).toBeCloseTo(0.5, 12)
  expect(
    gini([
      { value: 0, weight: 9 },
      { value: 10, weight: 1 },
    ]),
  ).toBeCloseTo(0.9, 12)
  // 1, 2, 3 by the mean absolute difference: 8/9 over 2 × 2 = 2/9.
  expect(gini([1, 2, 3].map((value) => ({ value, weight: 1 })))).toBeCloseTo(2 / 9, 12)
})

const values = fc.array(fc.record({ value: fc.integer({ min: 0, max: 10_000 }), weight: fc.integer({ min: 0, max: 300 }) }), {
  maxLength: 30,
})

it('lies between 0 and 1, is the mean difference over twice the mean, and does not mind scale or order', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 9 }), (list, times) => {
      const g = gini(list)
      if (g === null) return
      expect(g).toBeGreaterThanOrEqual(0)
      expect(g).toBeLessThan(1)
      expect(gini(list.map((v) => ({ ...v, value: v.value * times })))!).toBeCloseTo(g, 9)
      expect(gini([...list].reverse())!).toBeCloseTo(g, 9)
      expect(gini(list.map((v) => ({ ...v, weight: v.weight * times })))!).toBeCloseTo(g, 9)
      let [difference, weight, total] = [0, 0, 0]
      for (const a of list) {
        weight += a.weight
        total += a.weight * a.value
        for (const b of list) difference += a.weight * b.weight * Math.abs(a.value - b.value)
      }
      expect(difference / (2 * weight * total)).toBeCloseTo(g, 9)
    }),
  )
})

it('reads most and least from places with households alone', () => {
  const place = (id: string, households: number, plan: bigint) => ({ id, households, poorHouseholds: 0, before: 0n, plan })
  const places = [place('a', 10, 1000n), place('b', 3, 100n), place('c', 0, 999_999n)]
  expect(spreadOf(places, (p) => p.plan)).toMatchObject({ most: 100n, least: 33n })
  expect(perHousehold(5n, 0)).toBeNull()
})
