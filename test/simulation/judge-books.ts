/** What the books themselves hold against a posting: its month, its keeper, its paper, what would be left. */
import type { Auditor } from './auditor.ts'
import { FAR, keyOf, monthOf, type Moved, type Written } from './book-rules.ts'

type Case = readonly [reason: string, applies: boolean]
export const those = (...cases: readonly Case[]): string[] => cases.flatMap(([reason, applies]) => (applies ? [reason] : []))

/** The month is open and somebody keeps the book on that day. */
export const openBooks = (a: Auditor, books: readonly string[], date: string): string[] =>
  those(
    ['period_closed', books.some((b) => monthOf(date) <= (a.books.closed.get(b) ?? 0))],
    ['no_keeper', books.some((b) => a.books.onDuty(b, date).length === 0)],
  )

/** The same, for what only the book's own keeper may write. */
export const keptBooks = (a: Auditor, who: string, books: readonly string[], date: string): string[] => [
  ...openBooks(a, books, date),
  ...those(['not_keeper', books.some((b) => !a.books.keeps(who, b, date))]),
]

/** Every posting has a day that is not tomorrow, and a paper. */
export const paper = (a: Auditor, r: { readonly on: string; readonly basis: string }): string[] =>
  those(['date_in_future', r.on > a.today], ['basis_missing', r.basis.trim() === ''])

/** Whether such moves would leave a place below zero. */
export function short(a: Auditor, moves: readonly Moved[]): boolean {
  const change = new Map<string, bigint>()
  for (const { from, to, amount } of moves) {
    change.set(keyOf(from), (change.get(keyOf(from)) ?? 0n) - amount)
    change.set(keyOf(to), (change.get(keyOf(to)) ?? 0n) + amount)
  }
  return moves.some(({ from }) => !FAR.includes(from.stage) && a.held(from) + change.get(keyOf(from))! < 0n)
}

export const turned = (w: Written): Moved[] => w.moves.map((m) => ({ from: m.to, to: m.from, amount: m.amount }))

export const reversal = (a: Auditor, w: Written, who: string, on: string): string[] => [
  ...those(
    ['already_reversed', w.reversed],
    ['date_in_future', on > a.today],
    ['not_keeper', !a.books.keeps(who, w.book, on)],
    ['would_go_negative', short(a, turned(w))],
  ),
  ...openBooks(a, w.other === '' ? [w.book] : [w.book, w.other], on),
]
