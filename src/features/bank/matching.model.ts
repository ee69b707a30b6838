/**
 * Matches the lines of the bank with the lines of the books. Rules stand in order of their strength, each takes only what the
 * ones before left, and a rule that cannot tell two candidates apart takes none of them. No line is ever matched twice, and
 * both sides of a match are the same money to the fen. Pure and deterministic.
 */
import { groupBy } from '#kernel/collect.ts'
import { type Fen, sum } from '#kernel/money.ts'
import { invariant, type Text } from '#kernel/outcome.ts'
import {
  type BankLine,
  type BookLine,
  daysApart,
  factsOf,
  matchKey,
  type MatchingPolicy,
  type MatchRule,
  plainReference,
  type ProposedMatch,
  referenceInText,
  type ReturnNote,
  sameParty,
} from './matching-evidence.model.ts'
import { matchBatches, matchDetails } from './matching-batches.model.ts'
import { matchMoved, matchReturns } from './matching-returns.model.ts'

export interface MatchingInput {
  readonly bank: readonly BankLine[]
  readonly book: readonly BookLine[]
  readonly returns: readonly ReturnNote[]
}

/** What is still free, and what was found; each rule takes from it. */
export class Board {
  readonly policy: MatchingPolicy
  readonly matches: ProposedMatch[] = []
  #bank: Map<string, BankLine>
  #book: Map<string, BookLine>

  constructor(input: MatchingInput, policy: MatchingPolicy) {
    const order = (a: { on: string; id: string }, b: { on: string; id: string }) =>
      a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1
    this.policy = policy
    this.#bank = new Map([...input.bank].sort(order).map((l) => [l.id, l]))
    this.#book = new Map([...input.book].sort(order).map((l) => [l.id, l]))
  }

  get bank(): BankLine[] {
    return [...this.#bank.values()]
  }

  get book(): BookLine[] {
    return [...this.#book.values()]
  }

  isFree(id: string): boolean {
    return this.#bank.has(id) || this.#book.has(id)
  }

  take(
    rule: MatchRule,
    confidence: ProposedMatch['confidence'],
    bank: readonly BankLine[],
    book: readonly BookLine[],
    why: { readonly agrees: readonly Text[]; readonly differs: readonly Text[] } = factsOf(bank, book, null),
  ): void {
    invariant(
      [...bank, ...book].every((l) => this.isFree(l.id)),
      'I20',
      'a line is matched once',
    )
    for (const l of bank) this.#bank.delete(l.id)
    for (const l of book) this.#book.delete(l.id)
    const [bankIds, bookIds] = [bank.map((l) => l.id), book.map((l) => l.id)]
    this.matches.push({ key: matchKey(bankIds, bookIds), rule, confidence, bank: bankIds, book: bookIds, ...why })
  }
}

export interface MatchingResult {
  readonly matches: readonly ProposedMatch[]
  readonly bank: readonly BankLine[]
  readonly book: readonly BookLine[]
}

export function matchLines(input: MatchingInput, policy: MatchingPolicy): MatchingResult {
  const board = new Board(input, policy)
  matchReversals(board)
  matchMoved(board)
  matchReferences(board)
  matchPairs(board, 'reference', 'certain', (b, k) => daysApart(b, k) <= policy.referenceDays && referenceInText(b, k, policy) !== null)
  matchReturns(board, input.returns, 'told')
  matchPairs(board, 'name', 'certain', (b, k) => daysApart(b, k) === 0 && sameParty(b, k))
  matchPairs(board, 'name', 'certain', (b, k) => daysApart(b, k) <= policy.windowDays && sameParty(b, k))
  matchAlike(board)
  matchDetails(board)
  matchPairs(board, 'amount', 'likely', (b, k) => daysApart(b, k) === 0)
  matchPairs(board, 'amount', 'likely', (b, k) => daysApart(b, k) <= policy.windowDays)
  matchBatches(board)
  matchReturns(board, input.returns, 'guessed')
  return { matches: board.matches, bank: board.bank, book: board.book }
}

/** A posting and its red reversal cancel out in the books; the bank never saw either. */
function matchReversals(board: Board): void {
  const byId = new Map(board.book.map((l) => [l.id, l]))
  for (const line of board.book) {
    const first = line.reverses === null ? undefined : byId.get(line.reverses)
    if (!first || !board.isFree(first.id) || !board.isFree(line.id) || first.amountFen !== -line.amountFen) continue
    const agrees = [
      { zh: '红字冲销：一笔记账和冲销它的记账，银行没有发生', en: 'a posting and its reversal; nothing happened at the bank' },
    ]
    board.take('reversal', 'certain', [], [first, line], { agrees, differs: [] })
  }
}

const SHORTEST_REFERENCE = 4

/** All lines that carry one reference: pairs of equal amount first, then one line against the sum of several. */
function matchReferences(board: Board): void {
  const bankBy = groupBy(board.bank, (l) => plainReference(l.reference))
  const bookBy = new Map<string, BookLine[]>()
  for (const line of board.book)
    for (const reference of new Set(line.references.map(plainReference))) bookBy.set(reference, [...(bookBy.get(reference) ?? []), line])
  for (const [reference, bankLines] of bankBy) {
    const bookLines = bookBy.get(reference)
    if (reference.length < SHORTEST_REFERENCE || !bookLines) continue
    const shown = bankLines[0]!.reference
    const near = (bank: readonly BankLine[], book: readonly BookLine[]) =>
      bank.every((b) => book.every((k) => daysApart(b, k) <= board.policy.referenceDays)) ? 'certain' : 'likely'
    const free = () => ({ bank: bankLines.filter((l) => board.isFree(l.id)), book: bookLines.filter((l) => board.isFree(l.id)) })
    for (const b of bankLines) {
      const same = free().book.filter((k) => k.amountFen === b.amountFen)
      const alike = free().bank.filter((other) => other.amountFen === b.amountFen)
      if (same.length === 1 && alike.length === 1) board.take('reference', near([b], same), [b], same, factsOf([b], same, shown))
    }
    const { bank, book } = free()
    const one = (bank.length === 1 && book.length > 1) || (book.length === 1 && bank.length > 1)
    if (one && totalOf(bank) === totalOf(book)) board.take('reference', near(bank, book), bank, book, factsOf(bank, book, shown))
  }
}

const totalOf = (lines: readonly { readonly amountFen: Fen }[]): Fen => sum(lines.map((l) => l.amountFen))

/** Equal amounts that this rule joins, and each is the other's only candidate. */
function matchPairs(
  board: Board,
  rule: MatchRule,
  confidence: ProposedMatch['confidence'],
  joins: (bank: BankLine, book: BookLine) => boolean,
): void {
  const bookBy = groupBy(board.book, (l) => l.amountFen)
  for (const [amount, bankLines] of groupBy(board.bank, (l) => l.amountFen)) {
    const bookLines = bookBy.get(amount)
    if (!bookLines) continue
    const partners = new Map(bankLines.map((b) => [b.id, bookLines.filter((k) => joins(b, k))]))
    const wanted = new Map<string, number>()
    for (const list of partners.values()) for (const k of list) wanted.set(k.id, (wanted.get(k.id) ?? 0) + 1)
    for (const b of bankLines) {
      const [only, ...more] = partners.get(b.id)!
      if (!only || more.length > 0 || wanted.get(only.id) !== 1) continue
      const reference = rule === 'reference' ? referenceInText(b, only, board.policy) : null
      board.take(rule, confidence, [b], [only], factsOf([b], [only], reference))
    }
  }
}

/** The same amount to the same name several times, as often at the bank as in the books: first to first, but a person looks. */
function matchAlike(board: Board): void {
  const bookBy = groupBy(board.book, (l) => l.amountFen)
  for (const [amount, bankLines] of groupBy(board.bank, (l) => l.amountFen)) {
    const bookLines = bookBy.get(amount) ?? []
    for (const bank of groupBy(bankLines, (b) => `${b.counterparty}|${b.counterpartyAccount}`).values()) {
      const book = bookLines.filter((k) => board.isFree(k.id) && sameParty(bank[0]!, k))
      const paired =
        bank.length === book.length && bank.length > 1 && bank.every((b, i) => daysApart(b, book[i]!) <= board.policy.windowDays)
      if (!paired) continue
      bank.forEach((b, i) => {
        const why = factsOf([b], [book[i]!], null)
        const note = {
          zh: `同一对方同样金额共 ${bank.length} 笔，按日期先后配对`,
          en: `${bank.length} alike, paired in order of their days`,
        }
        board.take('name', 'likely', [b], [book[i]!], { ...why, differs: [note, ...why.differs] })
      })
    }
  }
}
