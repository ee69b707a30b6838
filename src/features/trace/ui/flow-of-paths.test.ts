import { expect, it } from 'vitest'
import { flowOfPaths } from './flow-of-paths.ts'

const say = (zh: string) => ({ zh, en: zh })
const paths = [
  { department: '农业局', project: 'p1', stage: 'paid', amountFen: '9007199254740993' },
  { department: '农业局', project: 'p1', stage: 'paid', amountFen: '1' },
  { department: '水利局', project: null, stage: 'available', amountFen: '5' },
]

it('links neighbours with exact sums and passes over columns a path does not touch', () => {
  const flow = flowOfPaths(paths, [
    { kind: 'department', place: (path) => ({ id: path.department, label: say(path.department) }) },
    { kind: 'project', place: (path) => (path.project ? { id: path.project, label: say(path.project) } : null) },
    { kind: 'stage', place: (path) => ({ id: path.stage, label: say(path.stage) }) },
  ])
  expect(flow.links).toEqual([
    { from: 'department:农业局', to: 'project:p1', amountFen: 9007199254740994n },
    { from: 'project:p1', to: 'stage:paid', amountFen: 9007199254740994n },
    { from: 'department:水利局', to: 'stage:available', amountFen: 5n },
  ])
  expect(flow.nodes).toHaveLength(5)
})
