import { expect, it } from 'vitest'
import { type CanalRow, drawCanal, drawTrace, type FlowRow } from './trace.model.ts'

const canal = (department: string, project_id: string | null, stage: CanalRow['stage'], fen: bigint): CanalRow => ({
  department,
  book: 'poverty',
  project_id,
  project: project_id && `项目${project_id}`,
  stage,
  fen,
  others: 7n,
})

it('draws the district from departments to stages, with exact sums: named projects, the others as one, and money of none', () => {
  const { nodes, links } = drawCanal([
    canal('农业局', 'p1', 'paid', 9_007_199_254_740_993n),
    canal('农业局', 'p1', 'paid', 1n),
    canal('农业局', null, 'paid', 10n),
    canal('水务局', '', 'available', 5n),
  ])
  expect(nodes.map(({ id }) => id)).toEqual([
    'department:农业局',
    'book:poverty',
    'project:p1',
    'stage:paid',
    'others:project',
    'department:水务局',
    'stage:available',
  ])
  expect(nodes.find(({ id }) => id === 'others:project')!.label.zh).toBe('其余 7 项')
  expect(links.find((l) => l.to === 'project:p1')!.amountFen).toBe(9_007_199_254_740_994n)
  expect(links.find((l) => l.from === 'others:project')!.amountFen).toBe(10n)
  expect(links.find((l) => l.to === 'stage:available')).toEqual({ from: 'book:poverty', to: 'stage:available', amountFen: 5n })
})

const flow = (row: Partial<FlowRow>): FlowRow => ({
  doc_id: 'doc_1',
  doc_no: '甲〔2017〕1号',
  book: 'poverty',
  project_id: null,
  project: null,
  category: null,
  payee_id: null,
  payee: null,
  stage: 'available',
  fen: 1n,
  ...row,
})

it('draws a way by category where there are many projects, and ends at the payee who has the money', () => {
  const { nodes } = drawTrace([
    flow({}),
    flow({ project_id: 'p1', project: 'B-1 路', category: 'road', stage: 'reserved' }),
    flow({ category: 'industry', payee_id: 'c1', payee: '公司', stage: 'paid' }),
  ])
  expect(nodes.map(({ id }) => id)).toEqual([
    'document:doc_1',
    'book:poverty',
    'stage:available',
    'project:p1',
    'stage:reserved',
    'category:industry',
    'payee:c1',
  ])
})
