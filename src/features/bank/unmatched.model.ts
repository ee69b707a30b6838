/** Why a line has no match, in words, and which line of the other side comes nearest. Pure. */
import { type Fen, formatFen, magnitude, subtract } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import { type BankLine, type BookLine, daysApart, type MatchingPolicy, plainReference, sameParty } from './matching-evidence.model.ts'

export interface Unmatched {
  readonly id: string
  readonly why: Text
  /** The nearest line of the other side. */
  readonly nearest: string | null
}

interface Side<L> {
  readonly lines: readonly L[]
  readonly byAmount: readonly L[]
}

const sortedByAmount = <L extends { readonly amountFen: Fen; readonly id: string }>(lines: readonly L[]): L[] =>
  [...lines].sort((a, b) => (a.amountFen === b.amountFen ? (a.id < b.id ? -1 : 1) : a.amountFen < b.amountFen ? -1 : 1))

export function whyUnmatched(
  bank: readonly BankLine[],
  book: readonly BookLine[],
  policy: MatchingPolicy,
): { bank: Unmatched[]; book: Unmatched[] } {
  const [bankSide, bookSide] = [
    { lines: bank, byAmount: sortedByAmount(bank) },
    { lines: book, byAmount: sortedByAmount(book) },
  ]
  const byReference = (lines: readonly BankLine[]) =>
    new Map(lines.filter((l) => l.reference !== '').map((l) => [plainReference(l.reference), l]))
  const bankBy = byReference(bank)
  const bookBy = new Map(book.flatMap((k) => k.references.map((r) => [plainReference(r), k] as const)))
  return {
    bank: bank.map((b) =>
      reasonOf(b, bookBy.get(plainReference(b.reference)) ?? null, bookSide, (k) => sameParty(b, k), policy, BOOK_WORDS),
    ),
    book: book.map((k) => {
      const referenced = k.references.map((r) => bankBy.get(plainReference(r))).find((l) => l !== undefined) ?? null
      return reasonOf(k, referenced, bankSide, (b) => sameParty(b, k), policy, BANK_WORDS)
    }),
  }
}

const BOOK_WORDS = { here: { zh: '账上', en: 'the books' } }
const BANK_WORDS = { here: { zh: '对账单', en: 'the statement' } }

function reasonOf<L extends BankLine | BookLine>(
  line: BankLine | BookLine,
  referenced: L | null,
  side: Side<L>,
  party: (other: L) => boolean,
  policy: MatchingPolicy,
  { here }: typeof BOOK_WORDS,
): Unmatched {
  if (referenced && referenced.amountFen !== line.amountFen) {
    const away = distance(referenced.amountFen, line.amountFen)
    return {
      id: line.id,
      nearest: referenced.id,
      why: { zh: `流水号相同，但金额差 ${formatFen(away)} 元`, en: `the reference agrees, the amounts differ by ${formatFen(away)} yuan` },
    }
  }
  const same = equalsOf(side.byAmount, line.amountFen)
  const close = same.filter((l) => daysApart(l, line) <= policy.windowDays)
  if (close.length > 1) {
    const why = {
      zh: `${here.zh}有 ${close.length} 笔同样金额的候选，分不出是哪一笔，请人工选择`,
      en: `${close.length} candidates of the same amount in ${here.en}; a person must choose`,
    }
    return { id: line.id, nearest: close[0]!.id, why }
  }
  const nearestDay = same.sort((a, b) => daysApart(a, line) - daysApart(b, line))[0]
  if (nearestDay && daysApart(nearestDay, line) <= policy.nearest.days)
    return { id: line.id, nearest: nearestDay.id, why: dayWords(nearestDay, line, policy) }
  return nearAmount(line, side, party, policy, here)
}

function dayWords(other: { readonly on: string }, line: BankLine | BookLine, policy: MatchingPolicy): Text {
  const days = daysApart(other as BankLine, line)
  if (days <= policy.windowDays)
    return { zh: '金额相同、日期相近，但它还有别的候选，请人工选择', en: 'the amount agrees, but that line has other candidates too' }
  return {
    zh: `金额相同，日期差 ${days} 天，超过 ${policy.windowDays} 天`,
    en: `the amount agrees, the days are ${days} apart, more than ${policy.windowDays}`,
  }
}

function nearAmount<L extends BankLine | BookLine>(
  line: BankLine | BookLine,
  side: Side<L>,
  party: (other: L) => boolean,
  policy: MatchingPolicy,
  here: Text,
): Unmatched {
  const limit = (magnitude(line.amountFen) * BigInt(policy.nearest.percent)) / 100n
  const around = neighbours(side.byAmount, line.amountFen).filter(
    (l) => distance(l.amountFen, line.amountFen) <= limit && daysApart(l, line) <= policy.nearest.days,
  )
  const best = around.sort(
    (a, b) => Number(party(b)) - Number(party(a)) || compare(distance(a.amountFen, line.amountFen), distance(b.amountFen, line.amountFen)),
  )[0]
  if (best) {
    const [away, days] = [formatFen(distance(best.amountFen, line.amountFen)), daysApart(best, line)]
    const name = party(best) ? { zh: '对方相同，', en: 'same counterparty, ' } : { zh: '', en: '' }
    const why = {
      zh: `${name.zh}金额差 ${away} 元，日期差 ${days} 天`,
      en: `${name.en}the amounts differ by ${away} yuan, the days by ${days}`,
    }
    return { id: line.id, nearest: best.id, why }
  }
  const opposite = equalsOf(side.byAmount, -line.amountFen as Fen)[0]
  if (opposite)
    return {
      id: line.id,
      nearest: opposite.id,
      why: { zh: `${here.zh}有同样金额，但收支方向相反`, en: `${here.en} have the same amount the other way round` },
    }
  return { id: line.id, nearest: null, why: { zh: `${here.zh}没有金额相近的记录`, en: `nothing of a similar amount in ${here.en}` } }
}

const distance = (a: Fen, b: Fen): Fen => (a > b ? subtract(a, b) : subtract(b, a))
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

/** First place in the sorted list with at least this amount. */
function placeOf(sorted: readonly { readonly amountFen: Fen }[], amount: Fen): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]!.amountFen < amount) low = middle + 1
    else high = middle
  }
  return low
}

function equalsOf<L extends { readonly amountFen: Fen }>(sorted: readonly L[], amount: Fen): L[] {
  const found: L[] = []
  for (let i = placeOf(sorted, amount); i < sorted.length && sorted[i]!.amountFen === amount; i++) found.push(sorted[i]!)
  return found
}

const AROUND = 6
function neighbours<L extends { readonly amountFen: Fen }>(sorted: readonly L[], amount: Fen): L[] {
  const place = placeOf(sorted, amount)
  return sorted.slice(Math.max(0, place - AROUND), place + AROUND)
}
