/**
 * The flow behind a Sankey, as plain data: columns by kind, small nodes folded into "others" so that a whole district
 * stays readable, direction turned round. Folding keeps every fen: link sums are exact bigints.
 */
import type { Text } from '#kernel/outcome.ts'

export interface FlowNode {
  readonly id: string
  /** The column and colour of the node. */
  readonly kind: string
  readonly label: Text
}
export interface FlowLink {
  readonly from: string
  readonly to: string
  readonly amountFen: bigint
}
export interface Flow {
  readonly nodes: readonly FlowNode[]
  readonly links: readonly FlowLink[]
}

/** Money through each node: the larger of what comes in and what goes out. */
export function throughput(links: readonly FlowLink[]): Map<string, bigint> {
  const into = new Map<string, bigint>()
  const out = new Map<string, bigint>()
  for (const link of links) {
    out.set(link.from, (out.get(link.from) ?? 0n) + link.amountFen)
    into.set(link.to, (into.get(link.to) ?? 0n) + link.amountFen)
  }
  const through = new Map(into)
  for (const [id, amount] of out) if (amount > (through.get(id) ?? 0n)) through.set(id, amount)
  return through
}

/** Links between the same two nodes become one; zero links vanish. Order of first appearance is kept. */
export function mergeLinks(links: readonly FlowLink[]): FlowLink[] {
  const merged = new Map<string, FlowLink>()
  for (const link of links) {
    if (link.amountFen === 0n || link.from === link.to) continue
    const key = `${link.from}\n${link.to}`
    const before = merged.get(key)
    merged.set(key, before ? { ...before, amountFen: before.amountFen + link.amountFen } : link)
  }
  return [...merged.values()]
}

/** Keeps the `perKind` largest nodes of each kind; the rest of a kind becomes one node `others:<kind>` that says how many. */
export function foldFlow(flow: Flow, perKind: number): Flow {
  const through = throughput(flow.links)
  const byKind = new Map<string, FlowNode[]>()
  for (const node of flow.nodes) {
    if (!through.has(node.id)) continue
    const list = byKind.get(node.kind)
    if (list) list.push(node)
    else byKind.set(node.kind, [node])
  }
  const target = new Map<string, string>()
  const nodes: FlowNode[] = []
  for (const [kind, list] of byKind) {
    const ranked = [...list].sort((a, b) => compareAmounts(through.get(b.id)!, through.get(a.id)!))
    const fold = ranked.length > perKind + 1
    const kept = fold ? ranked.slice(0, perKind) : ranked
    for (const node of kept) {
      target.set(node.id, node.id)
      nodes.push(node)
    }
    if (!fold) continue
    const rest = ranked.slice(perKind)
    const id = `others:${kind}`
    for (const node of rest) target.set(node.id, id)
    nodes.push({ id, kind, label: { zh: `其余 ${rest.length} 项`, en: `${rest.length} others` } })
  }
  const links = flow.links.flatMap((link) => {
    const from = target.get(link.from)
    const to = target.get(link.to)
    return from && to ? [{ from, to, amountFen: link.amountFen }] : []
  })
  return { nodes, links: mergeLinks(links) }
}

/** From payee to document instead of from document to payee. */
export const reverseFlow = (flow: Flow): Flow => ({
  nodes: [...flow.nodes].reverse(),
  links: flow.links.map((link) => ({ from: link.to, to: link.from, amountFen: link.amountFen })),
})

/** Column of each node: the longest way from a node without inflow. A cycle cannot make it loop: depth is capped by the node count. */
export function depths(flow: Flow): Map<string, number> {
  const depth = new Map(flow.nodes.map((node) => [node.id, 0]))
  for (let pass = 0; pass < flow.nodes.length; pass += 1) {
    let moved = false
    for (const link of flow.links) {
      const next = (depth.get(link.from) ?? 0) + 1
      if (next > (depth.get(link.to) ?? 0) && next < flow.nodes.length) {
        depth.set(link.to, next)
        moved = true
      }
    }
    if (!moved) break
  }
  return depth
}

/**
 * Column of each node when nodes of one kind stand in one column (money that stops early still ends in the last column);
 * plain depths when the kinds have no such order.
 */
export function columns(flow: Flow): Map<string, number> {
  const depth = depths(flow)
  const ofKind = new Map<string, number>()
  for (const node of flow.nodes) ofKind.set(node.kind, Math.max(ofKind.get(node.kind) ?? 0, depth.get(node.id) ?? 0))
  const column = new Map(flow.nodes.map((node) => [node.id, ofKind.get(node.kind) ?? 0]))
  const ordered = flow.links.every((link) => (column.get(link.from) ?? 0) < (column.get(link.to) ?? 0))
  return ordered ? column : depth
}

const compareAmounts = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
