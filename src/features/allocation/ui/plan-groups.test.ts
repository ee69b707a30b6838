import { expect, it } from 'vitest'
import { groupSlices, type Slice } from './plan-groups.ts'

const slice = (lotId: string, projectId: string, amountFen: string): Slice => ({
  lotId,
  docNo: `文号${lotId}`,
  fundName: `资金${lotId}`,
  book: 'poverty',
  department: '区扶贫办',
  projectId,
  projectCode: `编号${projectId}`,
  projectName: `项目${projectId}`,
  unit: '区交通局',
  year: 2017,
  own: false,
  amountFen,
})

it('puts slices together by project or by lot, exactly, largest first', () => {
  const slices = [slice('a', '1', '9007199254740993'), slice('b', '1', '1'), slice('b', '2', '9007199254740995')]
  expect(groupSlices(slices, 'project').map((g) => [g.title, g.amount])).toEqual([
    ['项目2', 9007199254740995n],
    ['项目1', 9007199254740994n],
  ])
  expect(groupSlices(slices, 'lot').map((g) => [g.code, g.amount, g.slices.length])).toEqual([
    ['文号b', 9007199254740996n, 2],
    ['文号a', 9007199254740993n, 1],
  ])
})
