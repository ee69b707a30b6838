/** What becomes of unspent money: carried over, arranged anew within a time, returned to the treasury, or carried by the yearly run. Pure. */
import { type CivilDate, lastDayOfYear, yearOf } from '#kernel/civil-date.ts'
import { type Fen, formatFen } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { type CarryStanding, standingOf } from '#features/ledger/carry-clock.model.ts'
import { type LotFacts, type Move, nameAccount, type PostingDraft } from '#features/ledger/ledger.model.ts'
import type { BookKey } from '#policy/books.ts'
import type { CarryActionKey } from '#policy/carry-over.ts'
import { refuse } from './treasury.model.ts'

export interface UnspentLot extends LotFacts {
  /** Has not left the account or has not come; what a carry-over carries. */
  readonly unspentFen: Fen
  readonly availableFen: Fen
  /** Carried by earlier decisions and not cleared. */
  readonly carriedFen: Fen
  /** Decisions so far. */
  readonly decisions: number
}

export const lotStanding = (lot: LotFacts, on: CivilDate): CarryStanding =>
  lot.clock ? standingOf(lot.clock, on) : { standing: 'fresh', months: 0, nextOn: null }

export interface CarryInput {
  readonly lotId: string
  readonly action: 'carry-over' | 'reallocate' | 'return'
  /** For a return; the others concern all that is unspent. */
  readonly amountFen?: Fen | undefined
  /** The new last year of use, where the document gives one. */
  readonly usableTo?: number | undefined
  readonly document: string
  readonly reason: string
  readonly decidedOn: CivilDate
}

export interface CarryDecision {
  readonly lot: UnspentLot
  readonly action: CarryActionKey
  readonly year: number
  readonly amountFen: Fen
  readonly usableTo: number
  readonly draft: PostingDraft | null
}

/** The earlier carry-over is cleared and what is unspent now is carried, in one posting. */
export function carryMoves(lot: UnspentLot): Move[] {
  const [open, carried] = [nameAccount(lot.lotId, lot.book, 'uncarried'), nameAccount(lot.lotId, lot.book, 'carried')]
  const back = lot.carriedFen > 0n ? [{ from: carried, to: open, amountFen: lot.carriedFen }] : []
  return [...back, { from: open, to: carried, amountFen: lot.unspentFen }]
}

export function decideCarry(input: CarryInput, lot: UnspentLot | undefined, today: CivilDate): Outcome<CarryDecision> {
  if (!lot) return refuse('lot_unknown', { lot: input.lotId })
  if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn, today })
  if (lot.unspentFen <= 0n) return refuse('nothing_unspent', { lot: lot.name })
  const usableTo = input.usableTo ?? lot.usableTo
  if (usableTo < lot.usableTo) return refuse('usable_to_shorter', { now: lot.usableTo, year: usableTo })
  const about = { lot, action: input.action, year: yearOf(input.decidedOn), usableTo }
  const posting = { businessDate: input.decidedOn, basis: input.document, reason: input.reason }
  switch (input.action) {
    case 'reallocate':
      return ok({ ...about, amountFen: lot.unspentFen, draft: null })
    case 'carry-over':
      return ok({ ...about, amountFen: lot.unspentFen, draft: { ...posting, kind: 'carry-over', moves: carryMoves(lot) } })
    case 'return': {
      if (lot.book === 'financing') return refuse('debt_not_to_treasury', { lot: lot.name })
      const amountFen = input.amountFen ?? lot.availableFen
      if (amountFen <= 0n && lot.availableFen > 0n) return refuse('amount_not_positive')
      if (amountFen > lot.availableFen || amountFen === 0n)
        return refuse('return_more_than_available', {
          lot: lot.name,
          available: formatFen(lot.availableFen),
          amount: formatFen(amountFen),
        })
      const [from, to] = [nameAccount(lot.lotId, lot.book, 'available'), nameAccount(lot.lotId, lot.book, 'treasury')]
      const draft: PostingDraft = { ...posting, kind: 'return-to-treasury', moves: [{ from, to, amountFen }] }
      return ok({ ...about, usableTo: lot.usableTo, amountFen, draft })
    }
  }
}

export interface YearEndProposal {
  readonly year: number
  readonly carry: readonly UnspentLot[]
  /** So old that each needs a decision of its own. */
  readonly apart: readonly UnspentLot[]
}

/** Which lots the yearly run carries: all with money, without those that must be decided on one by one. */
export function proposeYearEnd(year: number, lots: readonly UnspentLot[]): YearEndProposal {
  const on = lastDayOfYear(year)
  const unspent = lots.filter((l) => l.unspentFen > 0n)
  const apart = unspent.filter((l) => lotStanding(l, on).standing === 'decide')
  return { year, apart, carry: unspent.filter((l) => !apart.includes(l)) }
}

/** One posting for each book, on the last day of the year. */
export function yearEndDrafts(proposal: YearEndProposal, document: string): PostingDraft[] {
  const byBook = (['poverty', 'coordination', 'financing'] as const satisfies readonly BookKey[]).map((book) =>
    proposal.carry.filter((l) => l.book === book),
  )
  return byBook
    .filter((own) => own.length > 0)
    .map((own) => ({
      kind: 'carry-over' as const,
      businessDate: lastDayOfYear(proposal.year),
      basis: document,
      reason: `${proposal.year}年年终结转`,
      moves: own.flatMap(carryMoves),
    }))
}

export function decideYearEnd(proposal: YearEndProposal, document: string, today: CivilDate): Outcome<PostingDraft[]> {
  if (lastDayOfYear(proposal.year) > today) return refuse('year_not_over', { year: proposal.year })
  if (proposal.carry.length === 0) return refuse('nothing_to_carry', { year: proposal.year })
  return ok(yearEndDrafts(proposal, document))
}
