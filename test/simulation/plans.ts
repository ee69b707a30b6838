/** What the treasurer's acts come to, computed from the auditor's books before they are made: for the judge, and for the books when they are. */
import type { Auditor, Contract } from './auditor.ts'
import { bare, BOOKS, isDownhill, type Moved, type Place, total, UNSPENT } from './book-rules.ts'
import { type Books as Ledger, Books } from './books.ts'
import type { RequestOf } from './requests.ts'

export const KIND_OF = { release: 'contract-release', fine: 'fine', refund: 'refund', recovery: 'recovery' } as const
const SPENT_OR_HERE = ['committed', 'retained', 'advanced', 'paid']

/** What the contract is worth now: its money, with the fines that were taken from it. */
export function valueOf(a: Auditor, contract: string): bigint {
  const money = a.held({ contract }, SPENT_OR_HERE)
  return money > 0n ? money + finesOf(a.books, contract) : 0n
}

/** Fines of a contract, those taken back left out. */
const finesOf = (books: Ledger, contract: string): bigint =>
  books.written
    .filter((w) => w.kind === 'fine')
    .flatMap((w) => w.moves.map((m) => ({ amount: w.red ? -m.amount : m.amount, at: w.red ? m.to : m.from })))
    .reduce((sum, m) => (m.at.contract === contract ? sum + m.amount : sum), 0n)

/** First what is unpaid, then what is withheld, then what was paid; null where all of it does not suffice. */
export function cutMoves(a: Auditor, contract: string, cut: bigint): Moved[] | null {
  let left = cut
  const moves = [
    ['committed', 'reserved'],
    ['retained', 'reserved'],
    ['paid', 'recoverable'],
  ].flatMap(([from, to]) => {
    const held = a.held({ stage: from!, contract })
    const take = left < held ? left : held
    left -= take
    return take > 0n ? a.shared(take, { stage: from!, contract }, to!) : []
  })
  return left > 0n ? null : moves
}

/** The audited cost of each lot, in proportion to what it leaves in the contract after the cut. */
export function recogniseMoves(a: Auditor, id: string, { project }: Contract, audited: bigint, cut: readonly Moved[]): Moved[] {
  const lots = new Map<string, { place: Place; amount: bigint }>()
  for (const { place, amount } of a.books.holdings({ contract: id }, SPENT_OR_HERE)) {
    const known = lots.get(place.lot)
    lots.set(place.lot, { place: known?.place ?? place, amount: (known?.amount ?? 0n) + amount })
  }
  const cutOf = (lot: string) => cut.reduce((sum, m) => (m.from.lot === lot ? sum + m.amount : sum), 0n)
  const leaves = [...lots].map(([lot, l]) => ({ place: l.place, amount: l.amount - cutOf(lot) }))
  return Books.share(audited, total(leaves) > 0n ? leaves : [...lots.values()]).map(({ of, amount }) =>
    a.step({ ...bare(of.place.lot, of.place.book), project, contract: id }, 'unrecognised', 'recognised', amount),
  )
}

/** Months gone by, whole ones; the last day of a short month is as good as any later one. */
export function monthsGone(from: string, to: string): number {
  const [y1, m1, d1] = from.split('-').map(Number) as [number, number, number]
  const [y2, m2, d2] = to.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(y2, m2, 0)).getUTCDate()
  return Math.max(0, (y2 - y1) * 12 + m2 - m1 - (d2 >= Math.min(d1, last) ? 0 : 1))
}

export type Standing = 'fresh' | 'warn' | 'decided' | 'decide'

/** 12 months: warned; 24 months: decided on, and a decision holds for 12. A decision whose posting was ever turned round is none. */
export function standingOf(a: Auditor, lotId: string, on: string): Standing {
  const { since, decisions } = a.lots.get(lotId)!
  const months = monthsGone(since, on)
  if (months < 12) return 'fresh'
  if (months < 24) return 'warn'
  const last = decisions
    .filter((d) => d.doing !== 'year-end' && !d.written?.reversed)
    .map((d) => d.on)
    .sort()
    .at(-1)
  return last !== undefined && last <= on && monthsGone(last, on) < 12 ? 'decided' : 'decide'
}

export const unspentOf = (a: Auditor, lot: string): bigint => a.held({ lot }, UNSPENT)

/** What was unspent at the end of a day. */
const unspentAt = (a: Auditor, lot: string, day: string): bigint =>
  a.books.written
    .filter((w) => w.date <= day)
    .flatMap((w) => w.moves)
    .filter((m) => m.from.lot === lot)
    .reduce((sum, m) => sum + (UNSPENT.includes(m.to.stage) ? m.amount : 0n) - (UNSPENT.includes(m.from.stage) ? m.amount : 0n), 0n)

/** What was carried before is cleared, and what is unspent is carried. */
export function carryMoves(a: Auditor, lot: string, unspent: bigint): Moved[] {
  const at = bare(lot, a.lots.get(lot)!.book)
  const carried = a.held({ lot, stage: 'carried' })
  const back = carried > 0n ? [a.step(at, 'carried', 'uncarried', carried)] : []
  return [...back, a.step(at, 'uncarried', 'carried', unspent)]
}

/** Lots with money at the end of the year that the run has not carried yet; those so old that each is decided on by itself stay apart. */
export function yearEndOf(a: Auditor, year: number): { carry: string[]; apart: string[] } {
  const day = `${year}-12-31`
  const done = (lot: string) => a.lots.get(lot)!.decisions.some((d) => d.doing === 'year-end' && d.year === year && !d.written!.reversed)
  const lots = [...a.lots.keys()].sort().filter((lot) => !done(lot) && unspentAt(a, lot, day) > 0n)
  const apart = lots.filter((lot) => standingOf(a, lot, day) === 'decide')
  return { apart, carry: lots.filter((lot) => !apart.includes(lot)) }
}

export const yearEndMoves = (a: Auditor, year: number): Moved[] =>
  yearEndOf(a, year).carry.flatMap((lot) => carryMoves(a, lot, unspentAt(a, lot, `${year}-12-31`)))

/** Each lot's income and expenditure into what is carried on: 301 while it may still be used, else 302. */
export function yearClosing(a: Auditor, book: string, year: number): { moves: Moved[]; closing: Map<string, bigint> } {
  const closing = new Map<string, bigint>()
  const put = (title: string, amount: bigint) => closing.set(title, (closing.get(title) ?? 0n) + amount)
  const moves = [...a.books.resultOf(book, year)]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .flatMap(([lot, sums]) => {
      const of = (nature: RegExp) => [...sums].reduce((sum, [title, amount]) => (nature.test(title) ? sum + amount : sum), 0n)
      const [income, expense] = [of(/^4/), -of(/^[56]/)]
      for (const [title, amount] of sums) put(title, amount)
      put(a.lots.get(lot)!.usableTo > year ? '301' : '302', expense - income)
      const step = (from: string, to: string, amount: bigint): Moved[] => {
        if (amount === 0n) return []
        return [amount > 0n ? a.step(bare(lot, book), from, to, amount) : a.step(bare(lot, book), to, from, -amount)]
      }
      return [...step('result', 'surplus', income), ...step('surplus', 'result', expense)]
    })
  return { moves, closing }
}

/** What a book has free that may pay this project out of the other (or the same) book, in that year. */
export function freeFor(a: Auditor, project: string, year: number, from: string, receiver: string) {
  const of = Math.max(year, a.projects.get(project)!.year)
  return a.books
    .holdings({ stage: 'available', book: from })
    .filter(
      ({ place: { lot } }) =>
        a.mayPay(lot, project, receiver, of) && (receiver === a.lots.get(lot)!.book || a.mayPay(lot, project, undefined, of)),
    )
}

/** Need of the phases due, less what is given, less what the book itself could still give; not below zero. */
export function shortfallOf(a: Auditor, project: string, year: number, receiver: string): bigint {
  const need = a.projects.get(project)!.phases.reduce((sum, p) => (p.year <= year ? sum + p.need : sum), 0n)
  const short = need - a.given(project) - total(freeFor(a, project, year, receiver, receiver))
  return short > 0n ? short : 0n
}

/** What the giver may give: not what was left lying so long that a decision on it is due. */
export const givable = (a: Auditor, r: Pick<RequestOf<'supplement'>, 'project' | 'year' | 'giver' | 'receiver' | 'on'>) =>
  freeFor(a, r.project, r.year, r.giver, r.receiver).filter((h) => standingOf(a, h.place.lot, r.on) !== 'decide')

export const supplementMoves = (a: Auditor, r: RequestOf<'supplement'>): Moved[] =>
  a.draw(r.amount, givable(a, r)).map(({ of, amount }) => ({
    from: of.place,
    to: { ...of.place, book: r.receiver, stage: 'reserved', project: r.project },
    amount,
  }))

/** Debt comes last: no other book that could pay the project has money for it. */
export const fiscalLeft = (a: Auditor, r: RequestOf<'supplement'>): boolean =>
  ['poverty', 'coordination'].some((book) => book !== r.receiver && freeFor(a, r.project, r.year, book, book).length > 0)

export const canHelp = (giver: string, receiver: string): boolean => BOOKS.includes(giver) && isDownhill(giver, receiver)

/** The principal of a loan, oldest drawdown first: what is owed, or what of it is not used. */
export function oldest(a: Auditor, loan: string, amount: bigint, what: 'owed' | 'unused'): { lot: string; part: bigint }[] {
  let left = amount
  return a.loans.get(loan)!.drawn.flatMap(({ lot }) => {
    const most = principalOf(a, lot, what)
    const part = left < most ? left : most
    left -= part
    return part > 0n ? [{ lot, part }] : []
  })
}

export const owedBy = (a: Auditor, loan: string, what: 'owed' | 'unused'): bigint =>
  a.loans.get(loan)!.drawn.reduce((sum, d) => sum + principalOf(a, d.lot, what), 0n)

function principalOf(a: Auditor, lot: string, what: 'owed' | 'unused'): bigint {
  const owed = a.held({ lot, stage: 'owed' })
  const free = a.held({ lot, stage: 'available', book: 'financing' })
  return what === 'owed' || owed < free ? owed : free
}

export const drawnOf = (a: Auditor, loan: string): bigint =>
  a.loans.get(loan)!.drawn.reduce((sum, d) => sum - a.held({ lot: d.lot, stage: 'lender' }), 0n)

export const repaid = (lot: string, amount: bigint): Moved => ({
  from: { ...bare(lot, 'financing'), stage: 'owed' },
  to: { ...bare(lot, 'financing'), stage: 'repaid' },
  amount,
})
