/** The lines of both sides and what tells that two of them are the same money: reference, name, account, day. Pure. */
import { type CivilDate, daysBetween } from '#kernel/civil-date.ts'
import { type Fen, formatFen, magnitude, sum } from '#kernel/money.ts'
import type { Text } from '#kernel/outcome.ts'
import type { bankMatching } from '#policy/bank-matching.ts'
import type { StatementDetail } from './statement.model.ts'

export type MatchingPolicy = typeof bankMatching

export interface BankLine {
  readonly id: string
  /** Number of the special account whose statement it stands in. */
  readonly ofAccount: string
  readonly on: CivilDate
  /** Above zero: into the account. */
  readonly amountFen: Fen
  readonly counterparty: string
  readonly counterpartyAccount: string
  readonly reference: string
  readonly summary: string
  readonly details: readonly StatementDetail[]
}

/** One posting, as far as it crosses the boundary of the bank. */
export interface BookLine {
  readonly id: string
  readonly on: CivilDate
  readonly amountFen: Fen
  readonly names: readonly string[]
  readonly accountNos: readonly string[]
  /** Basis, order number, claim number. */
  readonly references: readonly string[]
  readonly reverses: string | null
}

/** A payment that the books know to have come back: it never left the account in the books. */
export interface ReturnNote {
  readonly on: CivilDate
  readonly amountFen: Fen
  readonly references: readonly string[]
}

export type MatchRule = 'reversal' | 'reference' | 'name' | 'amount' | 'details' | 'batch' | 'returned' | 'moved'

export interface ProposedMatch {
  /** The same for the same lines. */
  readonly key: string
  readonly rule: MatchRule
  /** `likely` needs a person. */
  readonly confidence: 'certain' | 'likely'
  readonly bank: readonly string[]
  readonly book: readonly string[]
  readonly agrees: readonly Text[]
  readonly differs: readonly Text[]
}

export const matchKey = (bank: readonly string[], book: readonly string[]): string =>
  `${[...bank].sort().join('+')}=${[...book].sort().join('+')}`

export const plainReference = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_/:.,()[\]〔〕【】《》#]/g, '')

const plainName = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s()·.,-]/g, '')

const SHORTEST_NAME = 4

/** The same name, or one that stands inside the other: banks cut names and leave out places. */
export function sameName(a: string, b: string): boolean {
  const [x, y] = [plainName(a), plainName(b)]
  if (x === '' || y === '') return false
  return x === y || (x.length >= SHORTEST_NAME && y.includes(x)) || (y.length >= SHORTEST_NAME && x.includes(y))
}

const plainDigits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')
export const sameNumber = (a: string, b: string): boolean => plainDigits(a).length >= 8 && plainDigits(a) === plainDigits(b)

interface OtherSide {
  readonly counterparty: string
  readonly counterpartyAccount: string
}

export const sameParty = (bank: OtherSide, book: BookLine): boolean =>
  book.accountNos.some((n) => sameNumber(n, bank.counterpartyAccount)) || book.names.some((n) => sameName(n, bank.counterparty))

/** The reference of one side stands in what the other side says. */
export function referenceInText(bank: BankLine, book: BookLine, policy: MatchingPolicy): string | null {
  const said = [bank.reference, bank.summary].map(plainReference)
  for (const reference of book.references) {
    const plain = plainReference(reference)
    if (plain.length >= policy.referenceInTextFrom && said.some((text) => text.includes(plain))) return reference
  }
  const own = plainReference(bank.reference)
  if (own.length < policy.referenceInTextFrom) return null
  return book.references.some((r) => plainReference(r).includes(own)) ? bank.reference : null
}

export const daysApart = (a: { readonly on: CivilDate }, b: { readonly on: CivilDate }): number => Math.abs(daysBetween(a.on, b.on))

const yuan = (amount: bigint): string => formatFen(magnitude(amount))

/** Which facts agree and which differ, in words, for one pair or for one line against several. */
export function factsOf(
  bank: readonly BankLine[],
  book: readonly BookLine[],
  reference: string | null,
): { agrees: Text[]; differs: Text[] } {
  const agrees: Text[] = []
  const differs: Text[] = []
  if (reference !== null) agrees.push({ zh: `流水号一致：${reference}`, en: `reference ${reference}` })
  const total = sum(bank.map((b) => b.amountFen))
  const many = Math.max(bank.length, book.length)
  agrees.push(
    many > 1 && Math.min(bank.length, book.length) > 0
      ? { zh: `${many} 笔合计一致：${yuan(total)} 元`, en: `${many} lines add up to ${yuan(total)} yuan` }
      : {
          zh: `金额一致：${yuan(bank[0]?.amountFen ?? book[0]!.amountFen)} 元`,
          en: `amount ${yuan(bank[0]?.amountFen ?? book[0]!.amountFen)} yuan`,
        },
  )
  const [first, other] = [bank[0], book[0]]
  if (!first || !other) return { agrees, differs }
  const most = Math.max(...bank.flatMap((b) => book.map((k) => daysApart(b, k))))
  if (most === 0) agrees.push({ zh: `日期相同：${first.on}`, en: `same day ${first.on}` })
  else {
    const days =
      many > 1
        ? { zh: `最多差 ${most} 天`, en: `up to ${most} days apart` }
        : { zh: `差 ${most} 天（银行 ${first.on}，账上 ${other.on}）`, en: `${most} days apart (bank ${first.on}, books ${other.on})` }
    differs.push({ zh: `日期${days.zh}`, en: days.en })
  }
  partyFacts(bank, book, agrees, differs)
  return { agrees, differs }
}

function partyFacts(bank: readonly BankLine[], book: readonly BookLine[], agrees: Text[], differs: Text[]): void {
  const [first, other] = [bank[0]!, book[0]!]
  const everyPair = bank.every((b) => book.every((k) => sameParty(b, k)))
  const said = first.counterparty || first.counterpartyAccount
  const booked = other.names[0] ?? ''
  if (everyPair) agrees.push({ zh: `对方一致：${said}`, en: `counterparty ${said}` })
  else if (said !== '' && booked !== '' && bank.length === 1 && book.length === 1)
    differs.push({ zh: `对方不同：银行“${said}”，账上“${booked}”`, en: `counterparty: bank "${said}", books "${booked}"` })
  else if (said === '') differs.push({ zh: '银行流水没有写对方户名', en: 'the bank names no counterparty' })
}
