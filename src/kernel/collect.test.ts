import { expect, test } from 'vitest'
import { groupBy } from './collect.ts'

test('groups keep the order of first appearance, and their members theirs', () => {
  const groups = groupBy([5, 2, 7, 4, 1], (n) => (n % 2 === 0 ? 'even' : 'odd'))
  expect([...groups]).toEqual([
    ['odd', [5, 7, 1]],
    ['even', [2, 4]],
  ])
  expect(groupBy([], String).size).toBe(0)
})
