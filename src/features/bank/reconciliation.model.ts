/**
 * The reconciliation of the special account (银行存款余额调节表) on a day: the balance of the books and the balance of the bank, each
 * corrected by what the other side does not have yet, must be the same. Says what is missing when it cannot be said. One account stands
 * behind the three books; while the bank is changed it is two, and then the table is of both together (docs/adr/0010). Pure.
 */
import { addDays, type CivilDate, daysBetween } from '#kernel/civil-date.ts'
import { add, type Fen, fen, formatFen, negate, subtract, sum, ZERO } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { KnownStatement } from './statement.model.ts'

export interface OpenItem {
  readonly id: string
  readonly on: CivilDate
  readonly amountFen: Fen
  /** Bank: what a person said the line is. Books: always null. */
  readonly kind: string | null
}

export interface AccountStatements {
  readonly accountId: string
  readonly accountNo: string
  readonly openedOn: CivilDate
  readonly closedOn: CivilDate | null
  /** The account that this one took over from when the bank was changed. */
  readonly replaces: string | null
  readonly statements: readonly KnownStatement[]
  /** Sum of the account's lines between the days, both included. */
  readonly movedBetween: (from: CivilDate, to: CivilDate) => Fen
}

export interface ReconciliationFacts {
  readonly on: CivilDate
  /** 101 of all books on that day. */
  readonly bookFen: Fen
  readonly accounts: readonly AccountStatements[]
  /** Lines up to the day whose other side had not come by then. */
  readonly bank: readonly OpenItem[]
  readonly book: readonly OpenItem[]
}

export type ReconciliationState = 'balanced' | 'unbalanced' | 'incomplete' | 'no-statement'

export interface Reconciliation {
  readonly state: ReconciliationState
  readonly on: CivilDate
  /** Statements reach to the day; a gap between them shows as a difference. */
  readonly complete: boolean
  readonly bookFen: Fen
  readonly bankFen: Fen
  /** 银行已收企业未收 / 银行已付企业未付 / 企业已收银行未收 / 企业已付银行未付, each above zero. */
  readonly bankInFen: Fen
  readonly bankOutFen: Fen
  readonly bookInFen: Fen
  readonly bookOutFen: Fen
  readonly adjustedBookFen: Fen
  readonly adjustedBankFen: Fen
  readonly differenceFen: Fen
  readonly bank: readonly OpenItem[]
  readonly book: readonly OpenItem[]
  /** Lines of the bank that nobody has said anything about. */
  readonly unexplained: number
  readonly notes: readonly Text[]
}

export function reconcile(facts: ReconciliationFacts): Reconciliation {
  const { on, bookFen } = facts
  const notes: Text[] = []
  const open = facts.accounts.filter((a) => a.openedOn <= on)
  notes.push(...openTogether(open, on))
  const balances = open.map((account) => {
    const own: Text[] = []
    const balance = balanceOn(account, on, own)
    notes.push(...(open.length > 1 ? own.map((note) => ofAccount(account, note)) : own))
    return balance
  })
  const bankFen = sum(balances.map((b) => b.fen))
  const { book, opening } = afterOpening(facts, open, notes)
  const inOf = (items: readonly OpenItem[]) => sum(items.map((i) => i.amountFen).filter((a) => a > 0n))
  const outOf = (items: readonly OpenItem[]) => negate(sum(items.map((i) => i.amountFen).filter((a) => a < 0n)))
  const [bankInFen, bankOutFen, bookInFen, bookOutFen] = [inOf(facts.bank), outOf(facts.bank), inOf(book), outOf(book)]
  const adjustedBookFen = subtract(add(bookFen, bankInFen), bankOutFen)
  const adjustedBankFen = subtract(add(bankFen, bookInFen), bookOutFen)
  const differenceFen = subtract(adjustedBookFen, adjustedBankFen)
  const begun = open.filter((a) => a.statements.some((s) => s.from <= on))
  const complete = begun.length > 0 && balances.every((b) => b.complete)
  if (differenceFen !== 0n && complete && opening === null) notes.push(unknownDifference(differenceFen))
  return {
    state: begun.length === 0 ? 'no-statement' : differenceFen !== 0n ? 'unbalanced' : complete ? 'balanced' : 'incomplete',
    on,
    complete,
    bookFen,
    bankFen,
    bankInFen,
    bankOutFen,
    bookInFen,
    bookOutFen,
    adjustedBookFen,
    adjustedBankFen,
    differenceFen,
    bank: facts.bank,
    book,
    unexplained: facts.bank.filter((i) => i.kind === null).length,
    notes,
  }
}

const unknownDifference = (away: Fen): Text => ({
  zh: `调节后仍差 ${formatFen(away)} 元：对账单之间有缺口，或者首份对账单以前的流水没有导入`,
  en: `Still ${formatFen(away)} yuan apart: statements are missing between others or before the first`,
})

/** Where there are several accounts each note says whose it is. */
const ofAccount = ({ accountNo }: AccountStatements, { zh, en }: Text): Text => ({
  zh: `专户 ${accountNo}：${zh}`,
  en: `Account ${accountNo}: ${en}`,
})

/** What the difference says: a zero proves nothing while days are missing. */
export function verdictOf({ state, differenceFen }: Pick<Reconciliation, 'state' | 'differenceFen'>): Text {
  if (differenceFen !== 0n) return { zh: '不符', en: 'they differ' }
  if (state === 'balanced') return { zh: '相符', en: 'they agree' }
  return { zh: '对账单未到月末，尚不能定论', en: 'the statements do not reach the end of the month; nothing is proved' }
}

/** More than one account that is not closed by then: expected of one and its successor, and of nobody else. */
function openTogether(accounts: readonly AccountStatements[], on: CivilDate): Text[] {
  const open = accounts.filter((a) => a.closedOn === null || a.closedOn > on)
  if (open.length < 2) return []
  const names = open.map((a) => a.accountNo)
  const [zh, en] = [names.join('、'), names.join(' and ')]
  const alone = open.filter((a) => a.replaces === null || !open.some((old) => old.accountId === a.replaces))
  if (alone.length === 1)
    return [
      {
        zh: `换户期间 ${zh} 同时开着，本表是合计；原专户余额划清后，请登记销户`,
        en: `${en} are open while the bank is changed, and this table is of both; record the closing of the old one once its money has moved over`,
      },
    ]
  return [
    {
      zh: `${zh} 同时开着，又没有接替关系：三个专账只应有一个专户。本表只能按合计编制；请把不用的专户划清余额、登记销户`,
      en: `${en} are open and none replaces the other, while the books have one special account. This table can only be of all together; empty and close what is not used`,
    },
  ]
}

export interface BalanceOn {
  readonly fen: Fen
  /** Statements reach to the day. */
  readonly complete: boolean
}

/** The balance of one account on a day, from the statement that reaches furthest; gaps and missing days are noted. */
export function balanceOn(account: AccountStatements, on: CivilDate, notes: Text[] = []): BalanceOn {
  const sorted = [...account.statements].sort((a, b) => (a.to === b.to ? (a.from < b.from ? -1 : 1) : a.to < b.to ? -1 : 1))
  const begun = sorted.filter((s) => s.from <= on)
  const last = begun.at(-1)
  if (!last) {
    notes.push({ zh: `截至 ${on} 没有对账单`, en: `There is no statement up to ${on}` })
    return { fen: ZERO, complete: false }
  }
  for (const { before, after } of gapsOf(begun)) notes.push(gapNote(before, after))
  // It was closed with nothing in it, and no statement is awaited.
  if (account.closedOn !== null && account.closedOn <= on) return { fen: ZERO, complete: true }
  if (last.to === on) return { fen: last.closingFen, complete: true }
  if (last.to > on) return { fen: add(last.openingFen, account.movedBetween(last.from, on)), complete: true }
  // A later statement that opens with the same balance shows that nothing moved in between.
  const next = sorted.find((s) => s.from > on)
  if (next?.openingFen === last.closingFen) return { fen: last.closingFen, complete: true }
  notes.push({
    zh: `对账单只到 ${last.to}，还缺 ${addDays(last.to, 1)} 至 ${on} 共 ${daysBetween(last.to, on)} 天`,
    en: `The statements reach ${last.to}; ${daysBetween(last.to, on)} days up to ${on} are missing`,
  })
  return { fen: last.closingFen, complete: false }
}

/** Neighbours where the one does not open with what the other closed with. Statements that overlap were checked line by line. */
export function gapsOf(sorted: readonly KnownStatement[]): { before: KnownStatement; after: KnownStatement }[] {
  const gaps: { before: KnownStatement; after: KnownStatement }[] = []
  let reach = sorted[0]
  for (const after of sorted.slice(1)) {
    if (reach && after.from > reach.to && after.openingFen !== reach.closingFen) gaps.push({ before: reach, after })
    if (!reach || after.to >= reach.to) reach = after
  }
  return gaps
}

const gapNote = (before: KnownStatement, after: KnownStatement): Text => ({
  zh: `${before.to} 的期末余额 ${formatFen(before.closingFen)} 元与 ${after.from} 的期初余额 ${formatFen(after.openingFen)} 元不一致，中间缺对账单`,
  en: `${before.to} closed with ${formatFen(before.closingFen)}, ${after.from} opens with ${formatFen(after.openingFen)}; a statement is missing between them`,
})

/**
 * Where statements begin in the middle of the books with a balance, that balance stands for everything booked before: those lines
 * are compared with it as one sum and are no open items of their own.
 */
function afterOpening(facts: ReconciliationFacts, open: readonly AccountStatements[], notes: Text[]) {
  // A successor opens with nothing, and what it holds came from the account before it.
  const firsts = open
    .filter((a) => a.replaces === null)
    .flatMap((a) => [...a.statements].sort((x, y) => (x.from < y.from ? -1 : 1)).slice(0, 1))
    .filter((s) => s.from <= facts.on)
  const opening = sum(firsts.map((s) => s.openingFen))
  const starts = firsts.map((s) => s.from).sort()[0]
  if (opening === 0n || starts === undefined) return { book: facts.book, opening: null }
  const before = sum(facts.book.filter((i) => i.on < starts).map((i) => i.amountFen))
  notes.push(
    before === opening
      ? {
          zh: `首份对账单自 ${starts} 起，期初余额 ${formatFen(opening)} 元与当日以前的账面一致`,
          en: `The first statement opens on ${starts} with ${formatFen(opening)}, as the books had it`,
        }
      : {
          zh: `首份对账单自 ${starts} 起，期初余额 ${formatFen(opening)} 元，当日以前的账面是 ${formatFen(before)} 元，相差 ${formatFen(fen(before - opening))} 元`,
          en: `The first statement opens on ${starts} with ${formatFen(opening)}; the books had ${formatFen(before)}`,
        },
  )
  return { book: facts.book.filter((i) => i.on >= starts), opening }
}
