/**
 * The canal as a picture: money flows left to right through columns. On a narrow screen, on paper, or on demand the same
 * flow is an indented table, so that nobody needs the picture to read the numbers. Large flows fold their smallest nodes.
 */
import { Skeleton, Switch } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Text } from '#kernel/outcome.ts'
import { FlowTable } from './FlowTable.tsx'
import { foldFlow, throughput, type Flow, type FlowLink, type FlowNode } from './flow.ts'
import { useSay } from './language.tsx'
import { formatMoney, useMoneyUnit } from './MoneyText.tsx'
import { useNarrow } from './media.ts'
import type { SankeyHandle } from './sankey-chart.ts'
import './flow.css'

export interface SankeyLink {
  readonly from: string
  readonly to: string
  /** Fen as the server sends it. */
  readonly amountFen: string | bigint
}

interface SankeyProps {
  readonly nodes: readonly FlowNode[]
  readonly links: readonly SankeyLink[]
  /** What the picture shows; read out by screen readers. */
  readonly name: Text
  /** Height of the drawing in pixels; by default it grows with the fullest column. */
  readonly height?: number
  /** Nodes of a kind that are drawn before the rest is folded. */
  readonly perKind?: number
  readonly onNode?: (id: string) => void
  /** Which nodes lead somewhere; all of them when absent. */
  readonly opens?: (id: string) => boolean
}

const FONTS = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif'

function useFlow(nodes: SankeyProps['nodes'], links: SankeyProps['links'], perKind: number): Flow {
  return useMemo(() => {
    const exact: FlowLink[] = links.map((link) => ({ from: link.from, to: link.to, amountFen: BigInt(link.amountFen) }))
    return foldFlow({ nodes, links: exact }, perKind)
  }, [nodes, links, perKind])
}

export function Sankey({ nodes, links, name, height, perKind = 12, onNode, opens }: SankeyProps) {
  const say = useSay()
  const narrow = useNarrow()
  const [asTable, setAsTable] = useState(false)
  const flow = useFlow(nodes, links, perKind)
  const showTable = narrow || asTable
  const leads = (id: string) => !id.startsWith('others:') && (opens?.(id) ?? true)
  const open = onNode ? (id: string) => (leads(id) ? onNode(id) : undefined) : null
  return (
    <figure className="flow" aria-label={say(name)}>
      {narrow ? null : (
        <label className="flow-switch no-print">
          <Switch size="small" checked={asTable} onChange={setAsTable} aria-label={say({ zh: '用表格显示', en: 'Show as a table' })} />
          <span>{say({ zh: '用表格显示', en: 'Show as a table' })}</span>
        </label>
      )}
      {showTable ? <FlowTable flow={flow} onNode={open} leads={leads} /> : <Chart flow={flow} name={name} height={height} onNode={open} />}
    </figure>
  )
}

interface ChartProps {
  readonly flow: Flow
  readonly name: Text
  readonly height: number | undefined
  readonly onNode: ((id: string) => void) | null
}

/** 46 px a node keeps name and amount of neighbours apart. */
function heightOf(flow: Flow): number {
  const column = new Map<string, number>()
  for (const node of flow.nodes) column.set(node.kind, (column.get(node.kind) ?? 0) + 1)
  return Math.min(900, Math.max(240, 46 * Math.max(0, ...column.values())))
}

function Chart({ flow, name, height, onNode }: ChartProps) {
  const say = useSay()
  const { unit } = useMoneyUnit()
  const box = useRef<HTMLDivElement>(null)
  const [handle, setHandle] = useState<SankeyHandle | null>(null)
  useEffect(() => {
    let gone = false
    let opened: SankeyHandle | null = null
    const resized = new ResizeObserver(() => opened?.resize())
    void import('./sankey-chart.ts').then(({ openSankey }) => {
      if (gone || !box.current) return
      opened = openSankey(box.current, (drawing) => {
        const through = throughput(drawing.flow.links)
        return (id) => through.get(id) ?? 0n
      })
      resized.observe(box.current)
      setHandle(opened)
    })
    return () => {
      gone = true
      resized.disconnect()
      opened?.dispose()
    }
  }, [])
  useEffect(() => {
    const labels = new Map(flow.nodes.map((node) => [node.id, say(node.label)]))
    handle?.draw({
      flow,
      text: (id) => labels.get(id) ?? id,
      amount: (fen) => `${formatMoney(fen, unit, true)} ${unit}`,
      fontFamily: FONTS,
      onNode,
    })
  }, [handle, flow, unit, say, onNode])
  return (
    <div className="flow-chart">
      {handle ? null : <Skeleton active paragraph={{ rows: 6 }} title={false} />}
      <div ref={box} role="img" aria-label={say(name)} style={{ height: height ?? heightOf(flow), width: '100%' }} />
      <div className="print-only">
        <FlowTable flow={flow} onNode={null} leads={() => false} />
      </div>
    </div>
  )
}
