import { expect, test } from 'vitest'
import type { Plan } from './plan-groups.ts'
import { proofWords } from './proof-words.ts'

const benefit = (plan: string): Plan['comparison'] => [
  { key: 'benefit', label: { zh: '效益分合计', en: 'Benefit' }, unit: 'points', plan, greedy: '0' },
]
const said = (status: Plan['status'], bound: Plan['bound'], plan = '1990') =>
  proofWords({ status, bound, allProjects: 3, comparison: benefit(plan) })?.zh

test('a gap is said in points and percent, with what can be done', () => {
  expect(said('feasible', { benefit: '2000.7', gapPercent: '0.53' })).toBe(
    '效益分 1,990；已证明，用同样的资金、项目和限制，任何方案都不超过 2,001。所以它离最好的方案最多还差 11 分（上限的 0.53%），实际往往更近。要再缩小，可重新测算并多给时间。',
  )
})

test('what is proven is called proven, and no more than that', () => {
  expect(said('optimal', { benefit: '2000', gapPercent: '0.50' })).toContain('没有别的方案')
  expect(said('feasible', { benefit: '1990', gapPercent: '0.00' })).toContain('没有全部证明')
  expect(said('feasible', null)).toContain('没有算过')
  expect(said('infeasible', null)).toBe(undefined)
  expect(proofWords({ status: 'optimal', bound: null, allProjects: 0, comparison: [] })).toBe(null)
})
