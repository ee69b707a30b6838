/** Paths of money drawn through columns of choice: one node a distinct value, one link a pair of neighbours, sums exact. */
import type { Text } from '#kernel/outcome.ts'
import { mergeLinks, type Flow, type FlowLink, type FlowNode } from '#ui/flow.ts'

export interface FlowColumn<Path> {
  readonly kind: string
  /** null: this path does not pass the column, and the money goes on to the next one that it does pass. */
  readonly place: (path: Path) => { readonly id: string; readonly label: Text } | null
}

export function flowOfPaths<Path extends { readonly amountFen: string }>(
  paths: readonly Path[],
  columns: readonly FlowColumn<Path>[],
): Flow {
  const nodes = new Map<string, FlowNode>()
  const links: FlowLink[] = []
  for (const path of paths) {
    let before: string | null = null
    for (const { kind, place } of columns) {
      const here = place(path)
      if (!here) continue
      const id = `${kind}:${here.id}`
      nodes.set(id, { id, kind, label: here.label })
      if (before !== null) links.push({ from: before, to: id, amountFen: BigInt(path.amountFen) })
      before = id
    }
  }
  return { nodes: [...nodes.values()], links: mergeLinks(links) }
}
