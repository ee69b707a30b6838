/** Draws a flow with ECharts. Loaded only when a wide page shows a Sankey, so that the first page stays small. */
import { SankeyChart } from 'echarts/charts'
import { AriaComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { columns, type Flow, type FlowNode } from './flow.ts'
import { stageColour } from './stage-colour.ts'

register([SankeyChart, TooltipComponent, AriaComponent, CanvasRenderer])

export interface SankeyDrawing {
  readonly flow: Flow
  readonly text: (nodeId: string) => string
  readonly amount: (fen: bigint) => string
  readonly fontFamily: string
  readonly onNode: ((nodeId: string) => void) | null
}

export interface SankeyHandle {
  draw(drawing: SankeyDrawing): void
  resize(): void
  dispose(): void
}

/** One colour for each kind, the same on every page; ends of the canal are darker than its middle. */
const COLOURS: Readonly<Record<string, string>> = {
  document: '#3d5a80',
  lot: '#5b7fa6',
  department: '#3d5a80',
  book: '#8a1c22',
  project: '#4f7d5c',
  contract: '#7a6a3f',
  payee: '#6b4f7d',
}
const OTHER = '#6b7280'
const NODE_WIDTH = 12
const SIDE = 4
/** Between the end of a label and the next column. */
const APART = 10
/** Names are cut beyond this, also where there is room. */
const WIDEST = 230

/**
 * Each label stands at the right of its node, the last column's in a margin of its own: then no two columns share a gap and names
 * cannot touch. All columns get the same room, the margin included.
 */
const labelWidth = (chartWidth: number, columnCount: number): number =>
  Math.min(WIDEST, Math.max(60, Math.floor((chartWidth - 2 * SIDE) / Math.max(1, columnCount)) - NODE_WIDTH - APART))

/** Stages keep the colour they have in every bar; ids are `stage:<key>`. */
const colourOf = (node: FlowNode): string =>
  node.kind === 'stage' ? (stageColour[node.id.slice(node.id.indexOf(':') + 1)] ?? OTHER) : (COLOURS[node.kind] ?? OTHER)

interface ChartItem {
  readonly dataType?: string
  readonly name?: string
  readonly data?: { readonly source?: string; readonly target?: string; readonly fen?: bigint }
}

/** Built by DOM calls: markup with style attributes would be refused by the content security policy. */
function tooltip(item: ChartItem, drawing: SankeyDrawing, through: (id: string) => bigint): HTMLElement {
  const box = document.createElement('div')
  const title = document.createElement('div')
  const amount = document.createElement('strong')
  if (item.dataType === 'edge') {
    title.textContent = `${drawing.text(item.data?.source ?? '')} → ${drawing.text(item.data?.target ?? '')}`
    amount.textContent = drawing.amount(item.data?.fen ?? 0n)
  } else {
    title.textContent = drawing.text(item.name ?? '')
    amount.textContent = drawing.amount(through(item.name ?? ''))
  }
  box.append(title, amount)
  Object.assign(box.style, { maxWidth: '360px', whiteSpace: 'normal', lineHeight: '1.5' })
  return box
}

function optionOf(drawing: SankeyDrawing, through: (id: string) => bigint, chartWidth: number) {
  const { flow } = drawing
  const column = columns(flow)
  const room = labelWidth(chartWidth, Math.max(0, ...column.values()) + 1)
  return {
    animationDuration: 300,
    textStyle: { fontFamily: drawing.fontFamily, fontSize: 12 },
    tooltip: { trigger: 'item', confine: true, formatter: (item: ChartItem) => tooltip(item, drawing, through) },
    series: [
      {
        type: 'sankey',
        left: SIDE,
        right: SIDE + room + APART / 2,
        top: 10,
        bottom: 10,
        nodeGap: 20,
        nodeWidth: NODE_WIDTH,
        nodeAlign: 'left',
        layoutIterations: 48,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'gradient', opacity: 0.28, curveness: 0.5 },
        data: flow.nodes.map((node) => {
          const at = column.get(node.id) ?? 0
          return {
            name: node.id,
            depth: at,
            itemStyle: { color: colourOf(node), borderWidth: 0 },
            label: {
              position: 'right',
              width: room,
              overflow: 'truncate',
              ellipsis: '…',
              color: '#1f2937',
              textBorderColor: '#ffffff',
              textBorderWidth: 3,
              formatter: () => `${drawing.text(node.id)}\n{amount|${drawing.amount(through(node.id))}}`,
              rich: { amount: { color: '#5b6472', fontSize: 11, lineHeight: 15 } },
            },
          }
        }),
        links: flow.links.map((link) => ({ source: link.from, target: link.to, value: Number(link.amountFen), fen: link.amountFen })),
      },
    ],
  }
}

export function openSankey(element: HTMLElement, through: (drawing: SankeyDrawing) => (id: string) => bigint): SankeyHandle {
  const chart = init(element, null, { renderer: 'canvas' })
  let onNode: SankeyDrawing['onNode'] = null
  let drawn: SankeyDrawing | null = null
  const paint = () => {
    if (drawn) chart.setOption(optionOf(drawn, through(drawn), chart.getWidth()), { notMerge: true })
  }
  chart.on('click', (event) => {
    const item = event as unknown as ChartItem
    if (item.dataType === 'node' && item.name) onNode?.(item.name)
  })
  return {
    draw(drawing) {
      onNode = drawing.onNode
      drawn = drawing
      paint()
    },
    resize: () => {
      const before = chart.getWidth()
      chart.resize()
      // What fits beside a node depends on the width.
      if (chart.getWidth() !== before) paint()
    },
    dispose: () => chart.dispose(),
  }
}
