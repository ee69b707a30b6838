/** The moves of an act with the names of their lots, as rows of a table. */
import type { Contract } from './contract-shape.ts'
import type { PostedLine } from './PostedPreview.tsx'

interface Posted {
  readonly id: string
  readonly book: string
  readonly kind: string
  readonly reverses: string | null
  readonly moves: readonly { readonly lotId: string; readonly from: string; readonly to: string; readonly amountFen: string }[]
}

export function linesOf(posted: readonly Posted[], contract: Pick<Contract, 'money'>): PostedLine[] {
  const names = new Map(contract.money.map((row) => [row.lotId, `${row.fundName} ${row.docNo}`]))
  return posted.flatMap(({ id, book, kind, reverses, moves }) =>
    moves.map((move, i) => ({
      key: `${id}-${i}`,
      kind,
      reverses,
      book,
      lot: names.get(move.lotId) ?? move.lotId,
      from: move.from,
      to: move.to,
      amountFen: move.amountFen,
    })),
  )
}
