/** From where the money lies (accounts) to the picture of its way: nodes, links, and a table that sums to the fen. Pure. */
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'

/** One account with money: the finest grain of lineage. */
export interface TraceRow {
  readonly doc_id: string
  readonly doc_no: string
  readonly lot_id: string
  readonly fund_name: string
  readonly department: string
  readonly level: string
  readonly book: BookKey
  readonly project_id: string
  readonly project_code: string | null
  readonly project_name: string | null
  readonly category: string | null
  readonly contract_id: string
  readonly contract_no: string | null
  readonly claim_id: string
  readonly claim_no: string | null
  readonly payee_id: string
  readonly payee: string | null
  readonly stage: StageKey
  readonly balance_fen: bigint
}

export interface TraceNode {
  readonly id: string
  readonly kind: 'document' | 'lot' | 'book' | 'project' | 'contract' | 'payee' | 'stage'
  readonly label: Text
}

export interface TraceLink {
  readonly from: string
  readonly to: string
  readonly amountFen: bigint
}

/** Above so many projects the picture shows categories, the table below it still every project. */
const MOST_PROJECTS = 40

const same = (text: string): Text => ({ zh: text, en: text })

export function drawTrace(rows: readonly TraceRow[]): { nodes: TraceNode[]; links: TraceLink[] } {
  const nodes = new Map<string, TraceNode>()
  const links = new Map<string, { from: string; to: string; amountFen: bigint }>()
  const grouped = new Set(rows.map((r) => r.project_id)).size > MOST_PROJECTS
  for (const r of rows) {
    const way = wayOf(r, grouped)
    for (const node of way) nodes.set(node.id, node)
    for (let i = 1; i < way.length; i++) {
      const [from, to] = [way[i - 1]!.id, way[i]!.id]
      const key = `${from}>${to}`
      const link = links.get(key) ?? { from, to, amountFen: 0n }
      link.amountFen += r.balance_fen
      links.set(key, link)
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] }
}

function wayOf(r: TraceRow, grouped: boolean): TraceNode[] {
  const way: TraceNode[] = [
    { id: `document:${r.doc_id}`, kind: 'document', label: same(r.doc_no) },
    { id: `book:${r.book}`, kind: 'book', label: books[r.book].label },
  ]
  if (r.project_id !== '')
    way.push(
      grouped
        ? { id: `category:${r.category}`, kind: 'project', label: categories[r.category as CategoryKey].label }
        : { id: `project:${r.project_id}`, kind: 'project', label: same(`${r.project_code} ${r.project_name}`) },
    )
  if (r.stage === 'paid') way.push({ id: `payee:${r.payee_id}`, kind: 'payee', label: same(r.payee ?? '') })
  else way.push({ id: `stage:${r.stage}`, kind: 'stage', label: stages[r.stage].label })
  return way
}
