/**
 * The shortfall of a project in a book: what it needs up to a year, less what is given to it already out of any book, less what the
 * book itself could still give. Only so much may come from another book, downhill, and debt comes last (I14, C-04). Pure.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { fen, type Fen, formatFen, most, subtract, sum } from '#kernel/money.ts'
import { ok, type Outcome } from '#kernel/outcome.ts'
import { standingOf } from '#features/ledger/carry-clock.model.ts'
import { takeExpiringFirst } from '#features/ledger/holdings.model.ts'
import { type AccountName, type LotFacts, type Move, permits, type PostingDraft, type PurposeFacts } from '#features/ledger/ledger.model.ts'
import { type BookKey, books, helps } from '#policy/books.ts'
import { refuse } from './treasury.model.ts'

export interface ProjectNeed extends PurposeFacts {
  /** Phases due up to the year that is asked about. */
  readonly needFen: Fen
  /** Tied to the project or spent on it, promises included, out of all books. */
  readonly allocatedFen: Fen
}

/** What one lot has available in one book. */
export interface Available {
  readonly lot: LotFacts
  readonly account: AccountName
  readonly balanceFen: Fen
}

export interface Shortfall {
  readonly needFen: Fen
  readonly allocatedFen: Fen
  /** What the receiving book itself still has and may give. */
  readonly ownFen: Fen
  readonly shortfallFen: Fen
}

/** Never below zero. */
export const shortfallOf = (needFen: Fen, allocatedFen: Fen, ownFen: Fen): Shortfall => ({
  needFen,
  allocatedFen,
  ownFen,
  shortfallFen: most(fen(needFen - allocatedFen - ownFen), fen(0n)),
})

/** May this lot pay the project from this book, and from its own book too? Debt does not shed its rules on the way. */
const mayPay = (lot: LotFacts, purpose: PurposeFacts, book: BookKey): boolean =>
  permits({ ...lot, book }, purpose).truth === 'true' && (book === lot.book || permits(lot, purpose).truth === 'true')

export const availableFor = (all: readonly Available[], purpose: PurposeFacts, from: BookKey, receiver: BookKey): Available[] =>
  all.filter((a) => a.account.book === from && a.balanceFen > 0n && mayPay(a.lot, purpose, receiver))

const total = (all: readonly Available[]): Fen => sum(all.map((a) => a.balanceFen))

/** The books that may help, nearest first. */
export const giversOf = (receiver: BookKey): BookKey[] =>
  (['coordination', 'financing'] as const).filter((giver) => (helps[giver] as readonly BookKey[]).includes(receiver))

export interface Help extends Shortfall {
  readonly helpers: readonly { readonly book: BookKey; readonly availableFen: Fen }[]
}

/** May any money of this book pay such a project at all? The part of the rules that does not ask which lot it is. */
export const bookPays = (book: BookKey, p: PurposeFacts): boolean =>
  (p.poverty || (book !== 'poverty' && p.agriculture)) && !(book === 'financing' && p.household)

interface Reachable {
  readonly ownFen: Fen
  readonly helpers: Help['helpers']
}

/** `year` counts as the year of the project for the years of use, so that a later phase asks for money that is then usable. */
function reachableFor(project: PurposeFacts, receiver: BookKey, year: number, all: readonly Available[]): Reachable {
  const purpose = { ...project, year: Math.max(year, project.year) }
  return {
    ownFen: total(availableFor(all, purpose, receiver, receiver)),
    helpers: giversOf(receiver).map((book) => ({ book, availableFen: total(availableFor(all, purpose, book, receiver)) })),
  }
}

export function helpFor(project: ProjectNeed, receiver: BookKey, year: number, all: readonly Available[]): Help {
  const { ownFen, helpers } = reachableFor(project, receiver, year, all)
  return { ...shortfallOf(project.needFen, project.allocatedFen, ownFen), helpers }
}

/** The same for many projects: those that the rules cannot tell apart ask the lots once. */
export function helpForEach(year: number, all: readonly Available[]): (project: ProjectNeed, receiver: BookKey) => Help {
  const known = new Map<string, Reachable>()
  const byPlace = all.some((a) => a.lot.regions !== null)
  return (project, receiver) => {
    const { category, poverty, agriculture, household } = project
    const key = [receiver, category, poverty, agriculture, household, Math.max(year, project.year), byPlace ? project.regions[0] : ''].join(
      ' ',
    )
    const reachable = known.get(key) ?? reachableFor(project, receiver, year, all)
    known.set(key, reachable)
    return { ...shortfallOf(project.needFen, project.allocatedFen, reachable.ownFen), helpers: reachable.helpers }
  }
}

export interface SupplementInput {
  readonly giver: BookKey
  readonly receiver: BookKey
  readonly projectId: string
  readonly year: number
  readonly amountFen: Fen
  readonly document: string
  readonly reason: string
  readonly decidedOn: CivilDate
}

export interface SupplementDecision {
  readonly draft: PostingDraft
  readonly help: Help
  readonly projectName: string
}

/** All noes in words, nearest to the rule first: downhill, permitted, within the shortfall, debt last, and the giver has it. */
export function decideSupplement(
  input: SupplementInput,
  project: ProjectNeed | undefined,
  all: readonly Available[],
  today: CivilDate,
): Outcome<SupplementDecision> {
  const { giver, receiver, amountFen } = input
  if (!project) return refuse('project_unknown', { project: input.projectId })
  if (amountFen <= 0n) return refuse('amount_not_positive')
  if (input.decidedOn > today) return refuse('decided_in_future', { date: input.decidedOn, today })
  const label = (book: BookKey) => ({ zh: books[book].label.zh, en: books[book].label.en })
  const [from, to] = [label(giver), label(receiver)]
  if (!(helps[giver] as readonly BookKey[]).includes(receiver))
    return refuse('uphill', { from: from.zh, to: to.zh, fromEn: from.en, toEn: to.en })
  if (!bookPays(receiver, project)) return refuse('receiver_may_not_pay', { book: to.zh, bookEn: to.en, project: project.name })
  const help = helpFor(project, receiver, input.year, all)
  const figures = {
    project: project.name,
    year: input.year,
    need: formatFen(help.needFen),
    allocated: formatFen(help.allocatedFen),
    own: formatFen(help.ownFen),
    shortfall: formatFen(help.shortfallFen),
    amount: formatFen(amountFen),
    book: to.zh,
    bookEn: to.en,
  }
  if (help.shortfallFen === 0n) return refuse('no_shortfall', figures)
  if (amountFen > help.shortfallFen) return refuse('above_shortfall', figures)
  const fiscal = giver === 'financing' ? fiscalFirst(input, project, all) : null
  if (fiscal)
    return refuse('debt_last', {
      book: books[fiscal.book].label.zh,
      bookEn: books[fiscal.book].label.en,
      available: formatFen(fiscal.availableFen),
    })
  const chosen = chooseLots(input, project, all)
  return chosen.ok ? ok({ draft: chosen.value, help, projectName: project.name }) : chosen
}

/** Debt comes last: a fiscal book other than the receiver that could still pay the project goes before it. */
function fiscalFirst({ receiver, year }: SupplementInput, project: ProjectNeed, all: readonly Available[]) {
  const purpose = { ...project, year: Math.max(year, project.year) }
  return (['poverty', 'coordination'] as const)
    .filter((book) => book !== receiver)
    .map((book) => ({ book, availableFen: total(availableFor(all, purpose, book, book)) }))
    .find((f) => f.availableFen > 0n)
}

/** The giver's lots that lapse soonest first; none whose own decision is overdue. */
function chooseLots(input: SupplementInput, project: ProjectNeed, all: readonly Available[]): Outcome<PostingDraft> {
  const purpose = { ...project, year: Math.max(input.year, project.year) }
  const permitted = availableFor(all, purpose, input.giver, input.receiver)
  const free = permitted.filter(({ lot }) => !lot.clock || standingOf(lot.clock, input.decidedOn).standing !== 'decide')
  const availableFen = total(free)
  if (availableFen < input.amountFen) {
    const barred = subtract(total(permitted), availableFen)
    return refuse('giver_short', {
      book: books[input.giver].label.zh,
      bookEn: books[input.giver].label.en,
      project: project.name,
      available: formatFen(availableFen),
      amount: formatFen(input.amountFen),
      barred: barred > 0n ? `（另有 ${formatFen(barred)} 元满两年未用，须先作出结转或上缴的决定）` : '',
      barredEn: barred > 0n ? ` (another ${formatFen(barred)} has been unspent for two years and must be decided on first)` : '',
    })
  }
  const taken = takeExpiringFirst(
    input.amountFen,
    free.map(({ lot, account, balanceFen }) => ({ account, balanceFen, usableTo: lot.usableTo })),
  )
  const moves = taken.map(({ account, amountFen }): Move => {
    const to: AccountName = { ...account, book: input.receiver, stage: 'reserved', projectId: input.projectId }
    return { from: account, to, amountFen }
  })
  return ok({ kind: 'supplement', businessDate: input.decidedOn, basis: input.document, reason: input.reason, moves })
}
