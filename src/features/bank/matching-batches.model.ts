/** One line against several: a batch that the bank itself lists, or the only combination of a few lines that adds up. Pure. */
import { addDays, type CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { magnitude } from '#kernel/money.ts'
import { type BankLine, type BookLine, daysApart, factsOf, plainReference, sameParty } from './matching-evidence.model.ts'
import type { Board } from './matching.model.ts'
import { subsetsOf } from './subset-sum.model.ts'

/** The bank lists what one movement was made of: each part must be found in the books, no two parts in the same line. */
export function matchDetails(board: Board): void {
  for (const bank of board.bank) {
    if (bank.details.length < 2) continue
    const byName = assign(board, bank, true)
    const book = byName ?? assign(board, bank, false)
    if (!book) continue
    const agrees = [
      { zh: `银行批量明细 ${book.length} 笔，逐笔与账上金额一致`, en: `all ${book.length} parts of the bank's batch are in the books` },
      ...factsOf([bank], book, null).agrees.slice(0, 1),
    ]
    const differs = byName ? [] : [{ zh: '明细的对方与账上不完全一致', en: 'not every counterparty agrees' }]
    board.take('details', byName ? 'certain' : 'likely', [bank], book, { agrees, differs })
  }
}

/** For each detail its book line; null when one is missing or two could be meant. Details that are alike may change places. */
function assign(board: Board, bank: BankLine, byParty: boolean): BookLine[] | null {
  const near = board.book.filter((k) => daysApart(bank, k) <= board.policy.windowDays)
  const taken = new Set<string>()
  const found: BookLine[] = []
  const alike = groupBy(bank.details, (d) => `${d.amountFen}|${byParty ? `${d.counterparty}|${d.counterpartyAccount}|${d.reference}` : ''}`)
  for (const group of alike.values()) {
    const detail = group[0]!
    const fits = near.filter((k) => !taken.has(k.id) && k.amountFen === detail.amountFen && (!byParty || partyOrReference(detail, k)))
    if (fits.length !== group.length) return null
    for (const k of fits) {
      taken.add(k.id)
      found.push(k)
    }
  }
  return found
}

const partyOrReference = (detail: BankLine['details'][number], book: BookLine): boolean =>
  sameParty(detail, book) ||
  (detail.reference !== '' && book.references.some((r) => plainReference(r) === plainReference(detail.reference)))

interface Combination {
  readonly bank: readonly BankLine[]
  readonly book: readonly BookLine[]
}

/** Combinations that want the same line exclude each other, so none of them is taken. */
export function matchBatches(board: Board): void {
  const [bankOn, bookOn] = [groupBy(board.bank, (l) => l.on), groupBy(board.book, (l) => l.on)]
  const found: Combination[] = []
  for (const bank of board.bank) {
    const lines = combine(board, bank, bookOn, (k) => sameParty(bank, k))
    if (lines) found.push({ bank: [bank], book: lines })
  }
  for (const book of board.book) {
    const lines = combine(board, book, bankOn, (b) => sameParty(b, book))
    if (lines) found.push({ bank: lines, book: [book] })
  }
  const wanted = new Map<string, number>()
  for (const c of found) for (const l of [...c.bank, ...c.book]) wanted.set(l.id, (wanted.get(l.id) ?? 0) + 1)
  for (const c of found) if ([...c.bank, ...c.book].every((l) => wanted.get(l.id) === 1)) board.take('batch', 'likely', c.bank, c.book)
}

const size = (line: { readonly amountFen: bigint }): bigint => magnitude(line.amountFen)

/** The only few lines within days of it that add up to this one: among those of the same counterparty, else among all. */
function combine<L extends BankLine | BookLine>(
  board: Board,
  whole: BankLine | BookLine,
  others: ReadonlyMap<CivilDate, readonly L[]>,
  party: (line: L) => boolean,
): L[] | null {
  const { batch } = board.policy
  const near: L[] = []
  for (let day = -batch.windowDays; day <= batch.windowDays; day++)
    for (const line of others.get(addDays(whole.on, day)) ?? [])
      if (line.amountFen < 0n === whole.amountFen < 0n && size(line) < size(whole)) near.push(line)
  for (const lines of [near.filter(party), near]) {
    if (lines.length < 2 || lines.length > batch.mostCandidates) continue
    const { found, complete } = subsetsOf(size(whole), lines.map(size), batch)
    if (complete && found.length === 1) return found[0]!.map((i) => lines[i]!)
  }
  return null
}
