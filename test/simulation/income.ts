/** Money that comes without being announced, interest and income of poverty assets: which book takes it, what it may pay, what is against it. */
import type { Auditor } from './auditor.ts'
import { bare } from './book-rules.ts'
import { keptBooks, those } from './judge-books.ts'
import type { RequestOf } from './requests.ts'

type Income = RequestOf<'income'>

export const INCOME_KINDS = ['interest', 'asset-income']

const TOWED = ['industry', 'road', 'water', 'environment', 'relocation', 'public-service']
const POVERTY = [...TOWED, 'credit', 'education', 'employment', 'ecology', 'management', 'other']
/** What it may pay, by kind and book, read out of the rule book by a person; a book that is absent does not take it. */
const PAYS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  interest: {
    poverty: POVERTY,
    coordination: ['industry', 'road', 'water', 'environment', 'public-service', 'other'],
    financing: TOWED,
  },
  'asset-income': { coordination: ['relief', 'industry', 'public-service'] },
}

export function incomeReasons(a: Auditor, r: Income): string[] {
  const pays = PAYS[r.kind]?.[r.book]
  return [
    ...those(
      ['income_not_positive', r.amount <= 0n],
      ['income_in_future', r.on > a.today],
      ['document_after_receipt', r.documentOn > r.on],
      ['income_wrong_book', pays === undefined],
      ['income_wrong_use', pays !== undefined && r.uses.some((use) => !pays.includes(use))],
      ['document_registered', a.notices.has(r.docNo)],
    ),
    ...keptBooks(a, r.who, [r.book], r.on),
  ]
}

/** A lot of its own, usable to the end of the next year, with its money in the account at once. */
export function bookIncome(a: Auditor, r: Income, lot: string): void {
  const uses = r.uses.length > 0 ? r.uses : PAYS[r.kind]![r.book]!
  const paper = { book: r.book, uses, personal: false, amount: r.amount, since: r.on }
  a.lots.set(lot, { ...paper, usableTo: Number(r.on.slice(0, 4)) + 1, decisions: [] })
  a.notices.add(r.docNo)
  const moves = [a.step(bare(lot, r.book), 'source', 'available', r.amount)]
  a.books.post({ kind: r.kind, date: r.on, who: r.who, moves })
}
