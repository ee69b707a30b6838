import { expect, test } from 'vitest'
import { fen } from '#kernel/money.ts'
import { type ComparedPlan, compareGroups, compareLots, compareProjects } from './plan-compare.model.ts'

const slice = (lotId: string, projectId: string, amount: bigint, year = 2017) => ({ lotId, projectId, year, amountFen: fen(amount) })
const plan = (planId: string, slices: ReturnType<typeof slice>[], unfunded: [string, string][] = []): ComparedPlan => ({
  planId,
  slices,
  projectIds: new Set([...slices.map((s) => s.projectId), ...unfunded.map(([id]) => id)]),
  lotIds: new Set(['甲', '乙']),
  unfunded: new Map(unfunded.map(([id, zh]) => [id, { zh, en: zh }])),
})
const names = { lot: (id: string) => id, project: (id: string) => id }

const first = plan(
  '1',
  [slice('甲', '路', 300n), slice('甲', '桥', 100n), slice('乙', '茶', 50n), slice('乙', '渠', 70n)],
  [['塘', '钱不够']],
)
const second = plan(
  '2',
  [slice('乙', '路', 300n), slice('甲', '桥', 80n), slice('甲', '塘', 60n), slice('乙', '渠', 70n)],
  [['茶', '已排除']],
)

test('projects: what moved, for whom and why', () => {
  const rows = Object.fromEntries(compareProjects([first, second], names).map((r) => [r.id, r]))
  expect(Object.fromEntries(Object.entries(rows).map(([id, r]) => [id, [r.changes[0]!.kind, ...r.amounts]]))).toEqual({
    路: ['moved', 300n, 300n],
    桥: ['less', 100n, 80n],
    茶: ['lost', 50n, 0n],
    渠: ['same', 70n, 70n],
    塘: ['gained', 0n, 60n],
  })
  expect(rows['路']!.changes[0]!.because.zh).toBe('金额不变，资金由甲 0.0003 万元换为乙 0.0003 万元')
  expect(rows['茶']!.changes[0]!.because.zh).toBe('没有安排：已排除')
  expect(rows['塘']!.changes[0]!.because.zh).toBe('由甲 0.00006 万元支付；前一方案没有安排：钱不够')
  expect(rows['渠']!.changed).toBe(false)
})

test('lots: what each pays more and less of; the sums of projects and lots are the plans', () => {
  const lots = compareLots([first, second], names)
  expect(lots.find((l) => l.id === '甲')!.changes[0]!.because.zh).toBe('多给塘 0.00006 万元；少给路 0.0003 万元、桥 0.00002 万元')
  for (const rows of [lots, compareProjects([first, second], names)])
    expect([0, 1].map((i) => rows.reduce((sum, r) => sum + r.amounts[i]!, 0n))).toEqual([520n, 510n])
})

test('another year of the same money is a change, and a project that no problem had says so', () => {
  const later = plan('3', [slice('甲', '路', 300n, 2018)])
  const [road] = compareProjects([plan('1', [slice('甲', '路', 300n)]), later], names)
  expect(road!.changes[0]!.kind).toBe('moved')
  const bridge = compareProjects([plan('1', []), plan('2', [slice('甲', '桥', 1n)])], names)[0]!
  expect(bridge.changes[0]!.because.zh).toContain('不在这个方案的测算范围里')
})

test('groups add up to the plans, largest of the first plan first', () => {
  const groups = compareGroups([first, second], (id) => (['路', '桥'].includes(id) ? '交通' : '农业'))
  expect(groups).toEqual([
    { key: '交通', amounts: [400n, 380n], projects: [2, 2] },
    { key: '农业', amounts: [120n, 130n], projects: [2, 2] },
  ])
})
