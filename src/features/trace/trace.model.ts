/** From where the money lies to the picture of its way: nodes and links that sum to the fen. Pure. */
import type { Text } from '#kernel/outcome.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { categories, type CategoryKey } from '#policy/categories.ts'
import { type FundLevel, fundLevels } from '#policy/fund-catalogue.ts'

/** One way: a lot's money in one book and stage, of one project, contract and payee, with the claims that it goes by. */
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
  readonly contract_id: string
  readonly contract_no: string | null
  readonly payee_id: string
  readonly payee: string | null
  readonly stage: StageKey
  readonly balance_fen: bigint
  readonly claims: readonly { readonly id: string; readonly no: string | null; readonly amountFen: string }[]
}

/** Ways that look alike in the picture, as one. */
export interface FlowRow {
  readonly doc_id: string
  readonly doc_no: string
  readonly book: BookKey
  /** Null where there is none, or so many that categories are drawn. */
  readonly project_id: string | null
  readonly project: string | null
  readonly category: CategoryKey | null
  /** Who has it, where it has left the account. */
  readonly payee_id: string | null
  readonly payee: string | null
  readonly stage: StageKey
  readonly fen: bigint
}

export interface TraceNode {
  readonly id: string
  readonly kind: 'level' | 'department' | 'document' | 'lot' | 'book' | 'project' | 'contract' | 'payee' | 'stage'
  readonly label: Text
}

export interface TraceLink {
  readonly from: string
  readonly to: string
  readonly amountFen: bigint
}

/** Above so many projects the picture shows categories, the table below it still every project. */
export const MOST_PROJECTS = 40

/** Out of the account and with a payee. */
export const OUT: readonly StageKey[] = (Object.keys(stages) as StageKey[]).filter(
  (key) => !stages[key].inBank && (stages[key].keyedBy as readonly string[]).includes('payee'),
)

const same = (text: string): Text => ({ zh: text, en: text })

/** Ways of money as a picture: neighbours of each way are linked, sums exact. */
export function drawWays(ways: readonly { readonly way: readonly TraceNode[]; readonly amountFen: bigint }[]): {
  nodes: TraceNode[]
  links: TraceLink[]
} {
  const nodes = new Map<string, TraceNode>()
  const links = new Map<string, { from: string; to: string; amountFen: bigint }>()
  for (const { way, amountFen } of ways) {
    for (const node of way) nodes.set(node.id, node)
    for (let i = 1; i < way.length; i++) {
      const [from, to] = [way[i - 1]!.id, way[i]!.id]
      const key = `${from}>${to}`
      const link = links.get(key) ?? { from, to, amountFen: 0n }
      link.amountFen += amountFen
      links.set(key, link)
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] }
}

export const drawTrace = (rows: readonly FlowRow[]) => drawWays(rows.map((r) => ({ way: wayOf(r), amountFen: r.fen })))

/** One department's money: level, book, project (category where there are many), stage. */
export interface CreditPath {
  readonly level: FundLevel
  readonly book: BookKey
  readonly project_id: string
  readonly project: string | null
  readonly category: string | null
  readonly stage: StageKey
  readonly amount_fen: bigint
}

export function drawCredit(paths: readonly CreditPath[]) {
  const grouped = new Set(paths.map((p) => p.project_id)).size > MOST_PROJECTS
  return drawWays(
    paths.map((p) => ({
      amountFen: p.amount_fen,
      way: [
        { id: `level:${p.level}`, kind: 'level' as const, label: fundLevels[p.level] },
        { id: `book:${p.book}`, kind: 'book' as const, label: books[p.book].label },
        ...(p.project_id === '' ? [] : [projectNode(p.project_id, p.project ?? '', p.category, grouped)]),
        { id: `stage:${p.stage}`, kind: 'stage' as const, label: stages[p.stage].label },
      ],
    })),
  )
}

/** What a department's money in a book and stage comes to, of one of the largest projects, of the others together (null), or of none (empty). */
export interface CanalRow {
  readonly department: string
  readonly book: BookKey
  readonly project_id: string | null
  readonly project: string | null
  readonly stage: StageKey
  readonly fen: bigint
  /** How many projects are the others. */
  readonly others: bigint
}

export function drawCanal(rows: readonly CanalRow[]) {
  const projectOf = (r: CanalRow): TraceNode[] => {
    if (r.project_id === '') return []
    if (r.project_id !== null) return [{ id: `project:${r.project_id}`, kind: 'project', label: same(r.project!) }]
    return [{ id: 'others:project', kind: 'project', label: { zh: `其余 ${r.others} 项`, en: `${r.others} others` } }]
  }
  return drawWays(
    rows.map((r) => ({
      amountFen: r.fen,
      way: [
        { id: `department:${r.department}`, kind: 'department', label: same(r.department) },
        { id: `book:${r.book}`, kind: 'book', label: books[r.book].label },
        ...projectOf(r),
        { id: `stage:${r.stage}`, kind: 'stage', label: stages[r.stage].label },
      ],
    })),
  )
}

const projectNode = (id: string, name: string, category: string | null, grouped: boolean): TraceNode =>
  grouped
    ? { id: `category:${category}`, kind: 'project', label: categories[category as CategoryKey].label }
    : { id: `project:${id}`, kind: 'project', label: same(name) }

function wayOf(r: FlowRow): TraceNode[] {
  const way: TraceNode[] = [
    { id: `document:${r.doc_id}`, kind: 'document', label: same(r.doc_no) },
    { id: `book:${r.book}`, kind: 'book', label: books[r.book].label },
  ]
  if (r.category) way.push(projectNode(r.project_id ?? '', r.project ?? '', r.category, r.project_id === null))
  if (r.payee_id && r.payee) way.push({ id: `payee:${r.payee_id}`, kind: 'payee', label: same(r.payee) })
  if (r.stage !== 'paid' || !r.payee) way.push({ id: `stage:${r.stage}`, kind: 'stage', label: stages[r.stage].label })
  return way
}
