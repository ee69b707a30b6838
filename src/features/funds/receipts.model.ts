/** What may be received: at most what a lot still expects. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import { type Fen, formatFen, least, subtract } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { type AccountName, atStage, type Move } from '#features/ledger/ledger.model.ts'
import { refuse as refuseMove } from '#features/ledger/ledger-refusals.model.ts'
import { refuse } from './funds.model.ts'

export interface ReceiptLine {
  readonly lotId: string
  readonly amountFen: Fen
}

/** A receipt may be at most what the lot still expects; the sentence names the lot and both figures. */
export function checkReceipt(
  input: { readonly receivedOn: CivilDate; readonly lines: readonly ReceiptLine[] },
  expected: ReadonlyMap<string, { readonly name: string; readonly expectedFen: Fen }>,
  today: CivilDate,
): Outcome<null> {
  if (input.receivedOn > today) return refuse('receipt_in_future', { date: input.receivedOn })
  const seen = new Set<string>()
  for (const line of input.lines) {
    const lot = expected.get(line.lotId)
    if (!lot) return refuse('lot_unknown', { lot: line.lotId })
    if (seen.has(line.lotId)) return refuse('lot_twice', { lot: lot.name })
    seen.add(line.lotId)
    if (line.amountFen <= 0n) return refuseMove('amount_must_be_positive', { amount: formatFen(line.amountFen) })
    if (line.amountFen > lot.expectedFen)
      return refuse('receipt_too_large', { lot: lot.name, expected: formatFen(lot.expectedFen), amount: formatFen(line.amountFen) })
  }
  return ok(null)
}

/** A receipt line by line: what was promised to projects becomes theirs first, the rest becomes available. Keeps every fen (I8). */
export function receiptMoves(amountFen: Fen, accounts: readonly { readonly account: AccountName; readonly balanceFen: Fen }[]): Move[] {
  let left = amountFen
  return accounts.flatMap(({ account, balanceFen }) => {
    const take = least(left, balanceFen)
    left = subtract(left, take)
    return take > 0n
      ? [{ from: account, to: atStage(account, account.stage === 'promised' ? 'reserved' : 'available'), amountFen: take }]
      : []
  })
}
