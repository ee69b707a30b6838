/**
 * A statement divided by book, lot, project, department or level: its groups, of which a page may show a few, and what all of them come to.
 * And how each way that money goes weighs on the figures of such a statement. Pure.
 */
import type { Text } from '#kernel/outcome.ts'
import type { FourAmounts } from '#features/ledger/amounts.model.ts'
import type { Transition } from '#features/ledger/entries.model.ts'
import { type AmountKey, type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'
import { type SubjectCode, subjects } from '#policy/subjects.ts'
import { entriesOf } from './entries.model.ts'
import type { Turnover } from './sums.model.ts'

export interface Slice {
  readonly offset: number
  readonly limit: number
}

export interface Group<T> {
  readonly key: string
  readonly label: Text
  readonly of: T
}

export interface Division<T> {
  readonly groups: readonly Group<T>[]
  readonly total: T
  /** How many groups there are where these are a page of them. */
  readonly count: number | null
}

/** Amounts by what they are of; nothing stands under a name that nothing happened to. */
export type Figures<K extends string = string> = ReadonlyMap<K, bigint>

export interface Execution {
  readonly four: FourAmounts
  /** What came from other books, less what went there. */
  readonly supplementFen: bigint
}

/** Income above zero where it came in, expenditure above zero where it went out. */
const signOf = (code: SubjectCode, side: 'debit' | 'credit'): bigint => {
  const { nature } = subjects[code]
  if (nature !== 'income' && nature !== 'expense') return 0n
  return (nature === 'income') === (side === 'credit') ? 1n : -1n
}

/** Income and expenditure of the period, title by title; a title whose amounts come to nothing is left out. */
export function incomeFigures(turnover: readonly Turnover[], wanted: readonly BookKey[]): Figures<SubjectCode> {
  const figures = new Map<SubjectCode, bigint>()
  const put = (code: SubjectCode, side: 'debit' | 'credit', amount: bigint) => {
    const sign = signOf(code, side)
    if (sign !== 0n) figures.set(code, (figures.get(code) ?? 0n) + sign * amount)
  }
  for (const t of turnover)
    for (const e of entriesOf(t)) {
      if (!wanted.includes(e.book)) continue
      put(e.debit, 'debit', t.period)
      put(e.credit, 'credit', t.period)
    }
  return new Map([...figures].filter(([, amount]) => amount !== 0n))
}

/** What the groups come to; a title stands in it when one of them has it, though it may come to nothing. */
export function addedUp<K extends string>(all: readonly Figures<K>[]): Figures<K> {
  const sums = new Map<K, bigint>()
  for (const figures of all) for (const [name, amount] of figures) sums.set(name, (sums.get(name) ?? 0n) + amount)
  return sums
}

/** One amount of a way that money goes is so often in a figure. */
export interface Weight extends Transition {
  readonly figure: string
  readonly weight: bigint
}

const BOOKS = Object.keys(books) as BookKey[]

/** Every way that money may go. */
const ways: readonly Transition[] = (Object.keys(postings) as PostingKindKey[]).flatMap((kind) =>
  postings[kind].moves.flatMap(({ from, to }) =>
    BOOKS.flatMap((fromBook) =>
      BOOKS.filter((toBook) => toBook === fromBook || 'crossesBooks' in postings[kind]).map((toBook) => ({
        kind,
        from,
        to,
        fromBook,
        toBook,
      })),
    ),
  ),
)

const weighed = (of: (t: Transition) => readonly (readonly [string, bigint])[]): Weight[] =>
  ways.flatMap((way) => {
    const sums = addedUp(of(way).map((part) => new Map([part])))
    return [...sums].flatMap(([figure, weight]) => (weight === 0n ? [] : [{ ...way, figure, weight }]))
  })

export const weightsOfIncome = (wanted: readonly BookKey[]): Weight[] =>
  weighed((t) =>
    entriesOf(t)
      .filter((e) => wanted.includes(e.book))
      .flatMap((e) => [[e.debit, signOf(e.debit, 'debit')] as const, [e.credit, signOf(e.credit, 'credit')] as const]),
  )

/** The four amounts; `ofProjects` counts what lies in accounts of projects alone. */
export function weightsOfExecution(wanted: readonly BookKey[], ofProjects: boolean): Weight[] {
  const counted = (stage: StageKey): readonly AmountKey[] => {
    const { keyedBy, counts } = stages[stage]
    return ofProjects && !(keyedBy as readonly string[]).includes('project') ? [] : counts
  }
  // The source is below zero by what came out of it.
  const sign = (stage: StageKey): bigint => (stage === 'source' ? -1n : 1n)
  const end = (stage: StageKey, book: BookKey, way: bigint) =>
    wanted.includes(book) ? counted(stage).map((amount) => [amount, way * sign(stage)] as const) : []
  return weighed((t) => [...end(t.from, t.fromBook, -1n), ...end(t.to, t.toBook, 1n)])
}

/** Kinds that touch income or expenditure. */
export const INCOME_KINDS: readonly PostingKindKey[] = [...new Set(weightsOfIncome(BOOKS).map(({ kind }) => kind))]
