import { describe, expect, it } from 'vitest'
import { columns, depths, foldFlow, mergeLinks, reverseFlow, throughput, type Flow } from './flow.ts'

const say = (zh: string) => ({ zh, en: zh })
const flow: Flow = {
  nodes: [
    { id: 'd1', kind: 'document', label: say('文件一') },
    { id: 'd2', kind: 'document', label: say('文件二') },
    { id: 'd3', kind: 'document', label: say('文件三') },
    { id: 'd4', kind: 'document', label: say('文件四') },
    { id: 'b', kind: 'book', label: say('专账') },
    { id: 'p', kind: 'project', label: say('项目') },
    { id: 'alone', kind: 'project', label: say('没有钱的项目') },
  ],
  links: [
    { from: 'd1', to: 'b', amountFen: 100n },
    { from: 'd2', to: 'b', amountFen: 7n },
    { from: 'd3', to: 'b', amountFen: 9_007_199_254_740_993n },
    { from: 'd4', to: 'b', amountFen: 1n },
    { from: 'b', to: 'p', amountFen: 60n },
  ],
}

describe('flow', () => {
  it('takes the larger of in and out as the size of a node', () => {
    expect(throughput(flow.links).get('b')).toBe(9_007_199_254_741_101n)
    expect(throughput(flow.links).get('p')).toBe(60n)
  })

  it('folds the smallest of a kind and keeps every fen', () => {
    const folded = foldFlow(flow, 2)
    expect(folded.nodes.map((n) => n.id)).toEqual(['d3', 'd1', 'others:document', 'b', 'p'])
    expect(folded.links).toContainEqual({ from: 'others:document', to: 'b', amountFen: 8n })
    const into = (links: Flow['links']) => links.filter((l) => l.to === 'b').reduce((sum, l) => sum + l.amountFen, 0n)
    expect(into(folded.links)).toBe(into(flow.links))
  })

  it('does not fold a single node into "1 others"', () => {
    expect(foldFlow(flow, 3).nodes.filter((n) => n.kind === 'document')).toHaveLength(4)
  })

  it('merges parallel links and drops empty ones', () => {
    const twice = [
      { from: 'a', to: 'b', amountFen: 2n },
      { from: 'a', to: 'b', amountFen: 3n },
      { from: 'a', to: 'c', amountFen: 0n },
    ]
    expect(mergeLinks(twice)).toEqual([{ from: 'a', to: 'b', amountFen: 5n }])
  })

  it('turns round and puts each node behind everything that feeds it', () => {
    expect(depths(flow).get('p')).toBe(2)
    const back = reverseFlow(flow)
    expect(depths(back).get('p')).toBe(0)
    expect(depths(back).get('d1')).toBe(2)
  })

  it('keeps a kind in one column, and falls back where kinds follow no order', () => {
    const stops: Flow = {
      nodes: [
        { id: 'b', kind: 'book', label: say('专账') },
        { id: 'p', kind: 'project', label: say('项目') },
        { id: 'free', kind: 'stage', label: say('可安排') },
        { id: 'paid', kind: 'stage', label: say('已支付') },
      ],
      links: [
        { from: 'b', to: 'free', amountFen: 1n },
        { from: 'b', to: 'p', amountFen: 1n },
        { from: 'p', to: 'paid', amountFen: 1n },
      ],
    }
    expect([...columns(stops).values()]).toEqual([0, 1, 2, 2])
    expect(columns({ ...stops, links: [...stops.links, { from: 'free', to: 'paid', amountFen: 1n }] }).get('free')).toBe(1)
  })
})
