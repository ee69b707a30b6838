/**
 * The ledger's pure half. An account is lot × book × stage × what the stage knows of project, contract, claim and payee.
 * A move is a positive amount between two accounts of one lot, so books cannot be unbalanced and lineage is kept, not
 * computed. Guards I1, I3, I6, I7, I8, I13 here; the database guards them again.
 */
import { type Condition, evaluate, failures, type FactSet, type Verdict } from '#kernel/condition.ts'
import { type CivilDate, monthKey } from '#kernel/civil-date.ts'
import { add, type Fen, fen, formatFen } from '#kernel/money.ts'
import { type Facts, invariant, ok, type Outcome, type Text } from '#kernel/outcome.ts'
import { type BookKey, books, helps, type StageKey, stages } from '#policy/books.ts'
import { stoppedUndecided } from '#policy/carry-over.ts'
import { permittedUse } from '#policy/permitted-use.ts'
import { type PostingKindKey, postings, reversal } from '#policy/postings.ts'
import { type CarryClock, carryRuleOn, standingOf } from './carry-clock.model.ts'
import { refuse } from './ledger-refusals.model.ts'
import { checkPaidAs } from './paid-title.model.ts'

export interface AccountName {
  readonly lotId: string
  readonly book: BookKey
  readonly stage: StageKey
  readonly projectId: string
  readonly contractId: string
  readonly claimId: string
  readonly payeeId: string
}

export interface Move {
  readonly from: AccountName
  readonly to: AccountName
  readonly amountFen: Fen
}

/** The posting that a reversal turns round: whose chain it is on, and whose entries its voucher shows in the other colour. */
export interface Reversed {
  readonly postingId: string
  readonly book: BookKey
  readonly entryKind: PostingKindKey
  readonly red: boolean
}

export interface PostingDraft {
  readonly kind: PostingKindKey | 'reversal'
  readonly businessDate: CivilDate
  readonly basis: string
  readonly reason?: string | undefined
  /** Present exactly for a reversal. */
  readonly reverses?: Reversed | undefined
  /** Written by a person and not by a business act: then it wants the book's own keeper whatever its kind. */
  readonly byHand?: true | undefined
  readonly moves: readonly Move[]
}

/** The book on whose chain the posting goes: the giving one of a supplement, also when that is reversed. */
export const chainBook = (draft: PostingDraft): BookKey => draft.reverses?.book ?? draft.moves[0]!.from.book

/** The other book that a supplement (or its reversal) touches. */
export const otherBook = (draft: PostingDraft): BookKey | null => {
  const own = chainBook(draft)
  for (const { from, to } of draft.moves) {
    if (from.book !== own) return from.book
    if (to.book !== own) return to.book
  }
  return null
}

/** What the books of one district are open for: the last closed month (0: none) and who keeps each book on a day. */
export interface BookState {
  readonly closedThrough: number
  readonly keepers: readonly { readonly personId: string; readonly from: CivilDate; readonly to: CivilDate | null }[]
}

/** What the ledger must know of a lot and of a project to hold I13. */
export interface LotFacts {
  readonly lotId: string
  readonly name: string
  readonly uses: readonly string[]
  readonly book: BookKey
  readonly poolClass: string
  readonly regions: readonly string[] | null
  readonly usableTo: number
  /** How long its money has been unspent; nothing is asked of a lot without. */
  readonly clock?: CarryClock
}

export interface PurposeFacts {
  readonly projectId: string
  readonly name: string
  readonly category: string
  readonly poverty: boolean
  readonly agriculture: boolean
  readonly household: boolean
  /** The project's own division and the ones above it. */
  readonly regions: readonly string[]
  readonly year: number
}

/** An account, with its text put together once: a busy desk asks for it at every step of a posting. */
class Account implements AccountName {
  readonly lotId: string
  readonly book: BookKey
  readonly stage: StageKey
  readonly projectId: string
  readonly contractId: string
  readonly claimId: string
  readonly payeeId: string
  #text: string | null = null

  constructor(lotId: string, book: BookKey, stage: StageKey, { projectId, contractId, claimId, payeeId }: Dimensions) {
    this.lotId = lotId
    this.book = book
    this.stage = stage
    this.projectId = projectId ?? ''
    this.contractId = contractId ?? ''
    this.claimId = claimId ?? ''
    this.payeeId = payeeId ?? ''
  }

  static textOf(account: AccountName): string {
    return #text in account ? (account.#text ??= spelt(account)) : spelt(account)
  }
}

type Dimensions = { readonly [K in 'projectId' | 'contractId' | 'claimId' | 'payeeId']?: string | undefined }

const NO_DIMENSIONS: Dimensions = {}

export const nameAccount = (lotId: string, book: BookKey, stage: StageKey, more: Dimensions = NO_DIMENSIONS): AccountName =>
  new Account(lotId, book, stage, more)

const spelt = (a: AccountName): string => `${a.lotId}/${a.book}/${a.stage}/${a.projectId}/${a.contractId}/${a.claimId}/${a.payeeId}`

/** The account as one text: the same account always gives the same text; part of what is hashed. */
export const accountText = (account: AccountName): string => Account.textOf(account)

/** A new account name at another stage, keeping only the dimensions that the stage knows. */
export function atStage(account: AccountName, stage: StageKey, more: Partial<AccountName> = {}): AccountName {
  const known: readonly string[] = stages[stage].keyedBy
  return nameAccount(more.lotId ?? account.lotId, more.book ?? account.book, stage, {
    projectId: known.includes('project') ? (more.projectId ?? account.projectId) : '',
    contractId: known.includes('contract') ? (more.contractId ?? account.contractId) : '',
    claimId: known.includes('claim') ? (more.claimId ?? account.claimId) : '',
    payeeId: known.includes('payee') ? (more.payeeId ?? account.payeeId) : '',
  })
}

/** May this lot pay this project? The verdict keeps the tree, so "why" is read off it. */
export function permits(lot: LotFacts, purpose: PurposeFacts, condition: Condition = permittedUse): Verdict {
  const facts: FactSet = {
    'lot.uses': lot.uses,
    'lot.book': lot.book,
    'lot.poolClass': lot.poolClass,
    'lot.regions': lot.regions,
    'lot.usableTo': lot.usableTo,
    'project.category': purpose.category,
    'project.poverty': purpose.poverty,
    'project.agriculture': purpose.agriculture,
    'project.household': purpose.household,
    'project.regions': purpose.regions,
    'project.year': purpose.year,
  }
  return evaluate(condition, facts)
}

export const reasonsOf = (verdict: Verdict): Text[] => failures(verdict).flatMap((v) => (v.condition.label ? [v.condition.label] : []))

/** What is known by name, however it is kept. */
export interface Known<K, V> {
  get(key: K): V | undefined
}

/** What paid into an account last, by the text of the account: one is paid in one way at a time, for what the bank gives back leaves it. */
export type HowPaid = Known<string, PostingKindKey>

export interface LedgerFacts {
  readonly today: CivilDate
  readonly balances: Known<string, Fen>
  readonly lots: Known<string, LotFacts>
  readonly purposes: Known<string, PurposeFacts>
  readonly books: Known<BookKey, BookState>
  /** Who acts; a keeper's kind wants an appointed keeper. */
  readonly personId: string
  /** Of the accounts of `asksHowPaid` drafts. */
  readonly howPaid: HowPaid
}

export interface Decided {
  /** Of the accounts it touches, afterwards. */
  readonly balances: ReadonlyMap<string, Fen>
  /** In whose name the posting stands in its book. */
  readonly keeperId: string
}

/** All refusals first, in order of precedence; after an ok the posting must succeed. */
export function decidePosting(draft: PostingDraft, facts: LedgerFacts): Outcome<Decided> {
  if (draft.moves.length === 0) return refuse('nothing_to_post')
  if (draft.basis.trim() === '') return refuse('basis_missing')
  if (draft.businessDate > facts.today) return refuse('date_in_future', { date: draft.businessDate, today: facts.today })
  const shape = checkShape(draft)
  if (!shape.ok) return shape
  const title = checkTitle(draft, facts.howPaid)
  if (!title.ok) return title
  const keeper = checkBooks(draft, facts)
  if (!keeper.ok) return keeper
  const use = draft.kind === 'reversal' ? ok(null) : checkUse(draft, facts)
  if (!use.ok) return use
  const carried = checkCarry(draft, facts)
  if (!carried.ok) return carried
  const applied = applyMoves(draft, facts)
  return applied.ok ? ok({ balances: applied.value, keeperId: keeper.value }) : applied
}

/** Paid money that is taken back lowers the title it was paid under. Where nothing was paid, the balance says so. */
export function checkTitle(draft: PostingDraft, howPaid: HowPaid): Outcome<null> {
  if (draft.kind === 'reversal') return ok(null)
  for (const { from } of draft.moves) {
    const paidAs = from.stage === 'paid' ? howPaid.get(accountText(from)) : undefined
    const checked = paidAs ? checkPaidAs(draft.kind, paidAs) : ok(null)
    if (!checked.ok) return checked
  }
  return ok(null)
}

/** Open month and appointed keeper, for each book that the posting touches; gives the keeper of the chain's book. */
function checkBooks(draft: PostingDraft, facts: LedgerFacts): Outcome<string> {
  const own = chainBook(draft)
  const touched = [own, otherBook(draft)].filter((b) => b !== null)
  let keeperId = ''
  for (const book of touched) {
    const state = facts.books.get(book)
    const label = { book: books[book].label.zh, bookEn: books[book].label.en }
    const month = monthKey(draft.businessDate)
    if (state && month <= state.closedThrough) return refuse('period_closed', { ...label, month: monthText(month) })
    const date = draft.businessDate
    const onDuty = (state?.keepers ?? []).filter((k) => k.from <= date && (k.to === null || date <= k.to))
    if (onDuty.length === 0) return refuse('no_keeper', { ...label, date })
    const self = onDuty.some((k) => k.personId === facts.personId)
    const kind = draft.kind === 'reversal' ? reversal : postings[draft.kind]
    const byKeeper = draft.byHand || draft.kind === 'reversal' || postings[draft.kind].postedBy === 'keeper'
    if (byKeeper && !self && book === own) return refuse('not_keeper', { ...label, date, kind: kind.label.zh, kindEn: kind.label.en })
    if (book === own) keeperId = self ? facts.personId : onDuty[0]!.personId
  }
  return ok(keeperId)
}

/** 201703 → 2017-03 */
export const monthText = (month: number): string => `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`

/** Facts never change, they are followed by others: what these very ones permitted once they permit again. */
const permittedBefore = new WeakMap<LotFacts, WeakMap<PurposeFacts, BookKey>>()

/** I13: money that reaches a project must be permitted to pay it, wherever it came from. */
function checkUse(draft: PostingDraft, facts: LedgerFacts): Outcome<null> {
  for (const move of draft.moves) {
    const lot = facts.lots.get(move.from.lotId)
    if (!lot) return refuse('unknown_lot', { lot: move.from.lotId })
    if (move.to.projectId === '') continue
    const purpose = facts.purposes.get(move.to.projectId)
    if (!purpose) return refuse('unknown_project', { project: move.to.projectId })
    if (permittedBefore.get(lot)?.get(purpose) === move.to.book) continue
    const verdict = permits({ ...lot, book: move.to.book }, purpose)
    if (verdict.truth === 'true') {
      const known = permittedBefore.get(lot) ?? new WeakMap<PurposeFacts, BookKey>()
      permittedBefore.set(lot, known.set(purpose, move.to.book))
      continue
    }
    const reasons = reasonsOf(verdict)
    return refuse('use_not_permitted', {
      lot: lot.name,
      project: purpose.name,
      rules: reasons.map((r) => r.zh).join('；'),
      rulesEn: reasons.map((r) => r.en).join('; '),
    })
  }
  return ok(null)
}

/** C-06: nothing new is given from money that was unspent so long that a decision on it is due. */
function checkCarry(draft: PostingDraft, facts: LedgerFacts): Outcome<null> {
  if (!(stoppedUndecided as readonly string[]).includes(draft.kind)) return ok(null)
  for (const lotId of new Set(draft.moves.map((m) => m.from.lotId))) {
    const lot = facts.lots.get(lotId)!
    if (!lot.clock) continue
    const { standing, months } = standingOf(lot.clock, draft.businessDate)
    if (standing !== 'decide') continue
    const { basis, decideMonths } = carryRuleOn(draft.businessDate)!
    return refuse('lot_undecided', { lot: lot.name, months, limit: decideMonths, since: lot.clock.since, rule: basis })
  }
  return ok(null)
}

function checkShape(draft: PostingDraft): Outcome<null> {
  const book = draft.moves[0]!.from.book
  for (const { from, to, amountFen } of draft.moves) {
    invariant(from.lotId === to.lotId && accountText(from) !== accountText(to), 'I1', 'a move needs two accounts of one lot')
    if (amountFen <= 0n) return refuse('amount_must_be_positive', { amount: formatFen(amountFen) })
    if (draft.kind === 'reversal') continue
    const kind: (typeof postings)[PostingKindKey] = postings[draft.kind]
    const across = checkAcross(kind, book, from, to)
    if (!across.ok) return across
    const allowed: readonly { from: StageKey; to: StageKey }[] = kind.moves
    if (!allowed.some((m) => m.from === from.stage && m.to === to.stage)) return moveNotListed(kind, from.stage, to.stage)
  }
  return ok(null)
}

function checkAcross(kind: (typeof postings)[PostingKindKey], book: BookKey, from: AccountName, to: AccountName): Outcome<null> {
  const mayCross = 'crossesBooks' in kind
  if (from.book !== book || (to.book !== from.book && !mayCross)) return refuse('books_mixed')
  if (mayCross && !(helps[from.book] as readonly BookKey[]).includes(to.book)) {
    const [giver, receiver] = [books[from.book].label, books[to.book].label]
    return refuse('supplement_uphill', { from: giver.zh, to: receiver.zh, fromEn: giver.en, toEn: receiver.en })
  }
  const only: readonly BookKey[] | null = 'books' in kind ? kind.books : null
  if (!only || only.includes(from.book)) return ok(null)
  return refuse('book_not_of_kind', {
    kind: kind.label.zh,
    books: only.map((b) => books[b].label.zh).join('、'),
    booksEn: only.map((b) => books[b].label.en).join(', '),
    book: books[from.book].label.zh,
    bookEn: books[from.book].label.en,
  })
}

function moveNotListed(kind: (typeof postings)[PostingKindKey], from: StageKey, to: StageKey): Outcome<null> {
  const listed = (language: 'zh' | 'en') =>
    kind.moves.map((m) => `${stages[m.from].label[language]} → ${stages[m.to].label[language]}`).join('；')
  return refuse('move_not_listed', {
    kind: kind.label.zh,
    from: stages[from].label.zh,
    to: stages[to].label.zh,
    allowed: listed('zh'),
    allowedEn: listed('en'),
  })
}

function applyMoves(draft: PostingDraft, facts: LedgerFacts): Outcome<ReadonlyMap<string, Fen>> {
  const balances = new Map<string, Fen>()
  const balanceOf = (name: string) => balances.get(name) ?? facts.balances.get(name) ?? fen(0n)
  for (const move of draft.moves) {
    const [from, to] = [accountText(move.from), accountText(move.to)]
    balances.set(from, fen(balanceOf(from) - move.amountFen))
    balances.set(to, add(balanceOf(to), move.amountFen))
  }
  for (const { from } of draft.moves) {
    const after = balanceOf(accountText(from))
    if (after >= 0n || 'open' in stages[from.stage]) continue
    const before = facts.balances.get(accountText(from)) ?? fen(0n)
    return refuse('would_go_negative', shortage(facts.lots.get(from.lotId)!.name, from.stage, before, after))
  }
  return ok(balances)
}

const shortage = (lot: string, stage: StageKey, before: Fen, after: Fen): Facts => ({
  lot,
  stage: stages[stage].label.zh,
  stageEn: stages[stage].label.en,
  balance: formatFen(before),
  wanted: formatFen(before - after),
  short: formatFen(-after),
})

/** The moves of a posting turned round: the only correction there is (I4). */
export const reversed = (moves: readonly Move[]): Move[] => moves.map((m) => ({ from: m.to, to: m.from, amountFen: m.amountFen }))

/** One draft for each (giving) book, in the order of the books, so that each chain gets its own posting. */
export function byBook(draft: PostingDraft): PostingDraft[] {
  const first = draft.moves[0]?.from.book
  if (first !== undefined && draft.moves.every((m) => m.from.book === first)) return [draft]
  return (Object.keys(books) as BookKey[]).flatMap((book) => {
    const moves = draft.moves.filter((m) => m.from.book === book)
    return moves.length > 0 ? [{ ...draft, moves }] : []
  })
}
