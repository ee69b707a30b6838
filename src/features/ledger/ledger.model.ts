/**
 * The ledger's pure half. An account is lot × book × stage × what the stage knows of project, contract, claim and payee.
 * A move is a positive amount between two accounts of one lot, so books cannot be unbalanced and lineage is kept, not
 * computed. Guards I1, I3, I6, I7, I8, I13 here; the database guards them again.
 */
import { type Condition, evaluate, failures, type FactSet, type Verdict } from '#kernel/condition.ts'
import type { CivilDate } from '#kernel/civil-date.ts'
import { groupBy } from '#kernel/collect.ts'
import { canonical } from '#kernel/json.ts'
import { add, type Fen, fen, formatFen, least, split, subtract, sum } from '#kernel/money.ts'
import { type Facts, invariant, ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { type BookKey, books, type StageKey, stages } from '#policy/books.ts'
import { permittedUse } from '#policy/permitted-use.ts'
import { type PostingKindKey, postings } from '#policy/postings.ts'

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

export interface PostingDraft {
  readonly kind: PostingKindKey | 'reversal'
  readonly businessDate: CivilDate
  readonly basis: string
  readonly reason?: string | undefined
  readonly reverses?: string | undefined
  readonly moves: readonly Move[]
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

export const refuse = refusals({
  nothing_to_post: { kind: 'invalid', zh: '这笔记账没有金额', en: 'There is nothing to post' },
  unknown_lot: { kind: 'not-found', zh: '没有编号为 {lot} 的资金', en: 'There is no lot {lot}' },
  unknown_project: { kind: 'not-found', zh: '没有编号为 {project} 的项目', en: 'There is no project {project}' },
  amount_must_be_positive: {
    kind: 'invalid',
    zh: '金额必须大于零，现为 {amount} 元；请填写正数',
    en: 'The amount must be above zero, it is {amount} yuan; enter a positive amount',
  },
  move_not_listed: {
    kind: 'rule-not-met',
    zh: '“{kind}”只能从“{from}”记到“{to}”',
    en: '"{kind}" only moves money from "{from}" to "{to}"',
  },
  books_mixed: {
    kind: 'rule-not-met',
    zh: '一笔记账只属于一个专账；请按专账分开记',
    en: 'A posting belongs to one book; post each book by itself',
  },
  basis_missing: { kind: 'invalid', zh: '缺少依据，请填写文件号或回单号', en: 'The basis is missing; give the document or receipt number' },
  date_in_future: {
    kind: 'invalid',
    zh: '记账日期 {date} 晚于今天 {today}，请改正',
    en: 'The business date {date} is after today {today}; correct it',
  },
  use_not_permitted: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”不能用于项目“{project}”：{rules}',
    en: 'The lot "{lot}" may not pay the project "{project}": {rulesEn}',
  },
  would_go_negative: {
    kind: 'rule-not-met',
    zh: '资金“{lot}”在“{stage}”只有 {balance} 元，不够 {wanted} 元（差 {short} 元）',
    en: 'The lot "{lot}" holds {balance} yuan in "{stage}", not {wanted} yuan (short by {short})',
  },
  already_reversed: { kind: 'conflict', zh: '记账 {posting} 已经冲销过', en: 'Posting {posting} is reversed already' },
  unknown_posting: { kind: 'not-found', zh: '没有编号为 {posting} 的记账', en: 'There is no posting {posting}' },
  not_reversible: {
    kind: 'rule-not-met',
    zh: '“{kind}”不能由记账员冲销；请由原业务办理退回（例如退回报账、登记银行退回）',
    en: '"{kind}" cannot be reversed in the books; undo the business act itself (send the claim back, record the bank return)',
  },
  kind_not_by_hand: {
    kind: 'forbidden',
    zh: '“{kind}”只能由对应的业务办理产生，不能手工记账',
    en: '"{kind}" comes only from its own business act, not by hand',
  },
})

export const nameAccount = (
  lotId: string,
  book: BookKey,
  stage: StageKey,
  more: Partial<Pick<AccountName, 'projectId' | 'contractId' | 'claimId' | 'payeeId'>> = {},
): AccountName => ({ lotId, book, stage, projectId: '', contractId: '', claimId: '', payeeId: '', ...more })

/** The account as one text: the same account always gives the same text; part of what is hashed. */
export const accountText = (a: AccountName): string => [a.lotId, a.book, a.stage, a.projectId, a.contractId, a.claimId, a.payeeId].join('/')

/** The exact text of a posting that is hashed: what happened, when, who recorded it, why, and every move. Verification builds it again. */
export const postingBytes = (posting: {
  readonly id: string
  readonly district: string
  readonly book: string
  readonly number: bigint
  readonly kind: string
  readonly businessDate: string
  readonly recordedAt: string
  readonly person: string
  readonly key: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  /** from, to, amount in fen */
  readonly moves: readonly (readonly [string, string, bigint])[]
}): string => canonical(posting)

/** A new account name at another stage, keeping only the dimensions that the stage knows. */
export function atStage(account: AccountName, stage: StageKey, more: Partial<AccountName> = {}): AccountName {
  const known: readonly string[] = stages[stage].keyedBy
  const all = { ...account, ...more }
  return {
    lotId: all.lotId,
    book: all.book,
    stage,
    projectId: known.includes('project') ? all.projectId : '',
    contractId: known.includes('contract') ? all.contractId : '',
    claimId: known.includes('claim') ? all.claimId : '',
    payeeId: known.includes('payee') ? all.payeeId : '',
  }
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

export interface LedgerFacts {
  readonly today: CivilDate
  readonly balances: ReadonlyMap<string, Fen>
  readonly lots: ReadonlyMap<string, LotFacts>
  readonly purposes: ReadonlyMap<string, PurposeFacts>
}

/** All refusals first, in order of precedence; after an ok the posting must succeed. Returns the balances afterwards. */
export function decidePosting(draft: PostingDraft, facts: LedgerFacts): Outcome<ReadonlyMap<string, Fen>> {
  if (draft.moves.length === 0) return refuse('nothing_to_post')
  if (draft.basis.trim() === '') return refuse('basis_missing')
  if (draft.businessDate > facts.today) return refuse('date_in_future', { date: draft.businessDate, today: facts.today })
  const shape = checkShape(draft)
  if (!shape.ok) return shape
  for (const move of draft.moves) {
    const lot = facts.lots.get(move.from.lotId)
    if (!lot) return refuse('unknown_lot', { lot: move.from.lotId })
    if (move.to.projectId === '') continue
    const purpose = facts.purposes.get(move.to.projectId)
    if (!purpose) return refuse('unknown_project', { project: move.to.projectId })
    const verdict = permits({ ...lot, book: move.to.book }, purpose)
    if (verdict.truth === 'true') continue
    const reasons = reasonsOf(verdict)
    return refuse('use_not_permitted', {
      lot: lot.name,
      project: purpose.name,
      rules: reasons.map((r) => r.zh).join(';'),
      rulesEn: reasons.map((r) => r.en).join('; '),
    })
  }
  return applyMoves(draft, facts)
}

function checkShape(draft: PostingDraft): Outcome<null> {
  const book = draft.moves[0]!.from.book
  for (const { from, to, amountFen } of draft.moves) {
    invariant(from.lotId === to.lotId && accountText(from) !== accountText(to), 'I1', 'a move needs two accounts of one lot')
    if (amountFen <= 0n) return refuse('amount_must_be_positive', { amount: formatFen(amountFen) })
    if (from.book !== book || to.book !== book) return refuse('books_mixed')
    if (draft.kind === 'reversal') continue
    const kind = postings[draft.kind]
    if (from.stage !== kind.from || to.stage !== kind.to)
      return refuse('move_not_listed', { kind: kind.label.zh, from: stages[kind.from].label.zh, to: stages[kind.to].label.zh })
  }
  return ok(null)
}

function applyMoves(draft: PostingDraft, facts: LedgerFacts): Outcome<ReadonlyMap<string, Fen>> {
  const balances = new Map(facts.balances)
  const balanceOf = (name: string) => balances.get(name) ?? fen(0n)
  for (const { from, to, amountFen } of draft.moves) {
    balances.set(accountText(from), fen(balanceOf(accountText(from)) - amountFen))
    balances.set(accountText(to), add(balanceOf(accountText(to)), amountFen))
  }
  for (const { from } of draft.moves) {
    const after = balanceOf(accountText(from))
    if (after >= 0n || from.stage === 'source') continue
    const before = facts.balances.get(accountText(from)) ?? fen(0n)
    return refuse('would_go_negative', shortage(facts.lots.get(from.lotId)!.name, from.stage, before, after))
  }
  return ok(balances)
}

const shortage = (lot: string, stage: StageKey, before: Fen, after: Fen): Facts => ({
  lot,
  stage: stages[stage].label.zh,
  balance: formatFen(before),
  wanted: formatFen(before - after),
  short: formatFen(-after),
})

/** The moves of a posting turned round: the only correction there is (I4). */
export const reversed = (moves: readonly Move[]): Move[] => moves.map((m) => ({ from: m.to, to: m.from, amountFen: m.amountFen }))

export interface Holding {
  readonly account: AccountName
  readonly balanceFen: Fen
  /** Last year in which the lot may be used. */
  readonly usableTo: number
}

/**
 * The declared rule for what several lots pay together: the lots that lapse soonest first; among those that lapse in the
 * same year in proportion to what each holds, by largest remainder. Never more than a holding has; keeps every fen (I8).
 * The caller makes sure that the holdings suffice.
 */
export function takeExpiringFirst(amountFen: Fen, holdings: readonly Holding[]): { account: AccountName; amountFen: Fen }[] {
  invariant(amountFen > 0n && amountFen <= sum(holdings.map((h) => h.balanceFen)), 'I8', 'holdings must suffice')
  const byYear = [...groupBy(holdings, (h) => h.usableTo)].sort(([a], [b]) => a - b)
  let left = amountFen
  return byYear.flatMap(([, group]) => {
    const take = least(left, sum(group.map((h) => h.balanceFen)))
    left = subtract(left, take)
    return take > 0n ? takeInProportion(take, group) : []
  })
}

/** Among holdings that nothing else tells apart: in proportion to what each holds, by largest remainder. */
export function takeInProportion(amountFen: Fen, holdings: readonly Holding[]): { account: AccountName; amountFen: Fen }[] {
  invariant(amountFen > 0n && amountFen <= sum(holdings.map((h) => h.balanceFen)), 'I8', 'holdings must suffice')
  const parts = split(
    amountFen,
    holdings.map((h) => h.balanceFen),
  )
  return holdings.flatMap((h, i) => (parts[i]! > 0n ? [{ account: h.account, amountFen: parts[i]! }] : []))
}

/** One draft for each book, in the order of the books, so that each chain gets its own posting. */
export function byBook(draft: PostingDraft): PostingDraft[] {
  return (Object.keys(books) as BookKey[]).flatMap((book) => {
    const moves = draft.moves.filter((m) => m.from.book === book)
    return moves.length > 0 ? [{ ...draft, moves }] : []
  })
}
