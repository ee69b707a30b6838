/**
 * Reads ISO 20022 camt.053 (bank to customer statement), versions 02 to 08, from a tree of elements: opening and closing
 * balance, booked entries with their direction, references and counterparties, and the details of batches. Pure.
 */
import { type CivilDate, parseCivilDate } from '#kernel/civil-date.ts'
import { add, type Fen, fen, formatFen, parseFen, subtract, sum } from '#kernel/money.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import { finding, type StatementFinding } from './statement-findings.model.ts'
import type { StatementDetail, StatementLine, StatementReading } from './statement.model.ts'

/** As the platform reads XML. */
export interface ElementTree {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly ElementTree[]
}

const VERSIONS = /^urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.0[2-8])$/

const all = (of: ElementTree | undefined, name: string): ElementTree[] => of?.children.filter((c) => c.name === name) ?? []

/** The first element along a path of names. */
function within(of: ElementTree | undefined, path: string): ElementTree | undefined {
  let here = of
  for (const name of path.split('/')) here = here?.children.find((c) => c.name === name)
  return here
}

const textAt = (of: ElementTree | undefined, ...paths: readonly string[]): string => {
  for (const path of paths) {
    const found = within(of, path)?.text
    if (found) return found
  }
  return ''
}

const nothing = { accountNo: null, from: null, to: null, openingFen: null, closingFen: null, lines: [], warnings: [] }

export function readCamt(root: ElementTree): StatementReading {
  const namespace = root.attributes['xmlns'] ?? Object.entries(root.attributes).find(([name]) => name.startsWith('xmlns:'))?.[1] ?? ''
  const format = VERSIONS.exec(namespace)?.[1]
  if (!format)
    return {
      ...nothing,
      format: 'xml',
      errors: [finding('camt_version', { namespace: namespace || root.name }, { value: namespace || root.name })],
    }
  const statements = all(within(root, 'BkToCstmrStmt'), 'Stmt')
  if (statements.length === 0) return { ...nothing, format, errors: [finding('camt_no_statement')] }
  const state: State = { errors: [], warnings: [], entry: 0, pending: 0, severalParts: statements.length > 1 }
  const parts = statements.map((s, i) => readStatement(s, i + 1, state))
  const accounts = [...new Set(parts.map((p) => p.accountNo).filter((a) => a !== ''))]
  if (accounts.length > 1) state.errors.push(finding('camt_accounts_mixed', { accounts: accounts.join('、') }, { field: 'account' }))
  checkChain(parts, state)
  if (state.pending > 0) state.warnings.push(finding('camt_pending', { count: state.pending }))
  const lines = parts.flatMap((p) => p.lines)
  if (lines.length > bankMatching.mostStatementLines)
    state.errors.push(finding('too_many_lines', { limit: bankMatching.mostStatementLines }))
  const { errors, warnings } = state
  return {
    format,
    accountNo: accounts[0] ?? null,
    from: parts[0]!.from,
    to: parts.at(-1)!.to,
    openingFen: parts[0]!.openingFen,
    closingFen: parts.at(-1)!.closingFen,
    lines,
    errors,
    warnings,
  }
}

interface State {
  readonly errors: StatementFinding[]
  readonly warnings: StatementFinding[]
  /** Entries are numbered through the file, as rows of a sheet are. */
  entry: number
  pending: number
  /** With one statement the sum of the whole file is the same check. */
  readonly severalParts: boolean
}

interface Part {
  readonly accountNo: string
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly openingFen: Fen | null
  readonly closingFen: Fen | null
  readonly lines: readonly StatementLine[]
}

function readStatement(statement: ElementTree, number: number, state: State): Part {
  const opening = balanceOf(statement, ['OPBD', 'PRCD'])
  const closing = balanceOf(statement, ['CLBD'])
  const lines = all(statement, 'Ntry').flatMap((entry) => readEntry(entry, state) ?? [])
  const currency = textAt(statement, 'Acct/Ccy')
  if (currency !== '' && currency !== 'CNY')
    state.errors.push(finding('currency_other', { currency }, { field: 'currency', value: currency }))
  const [openingFen, closingFen] = [opening?.fen ?? null, closing?.fen ?? null]
  if (state.severalParts && openingFen !== null && closingFen !== null) {
    const moved = sum(lines.map((l) => l.amountFen))
    const expected = add(openingFen, moved)
    if (expected !== closingFen) unbalanced(number, openingFen, moved, expected, closingFen, state)
  }
  return {
    accountNo: textAt(statement, 'Acct/Id/Othr/Id', 'Acct/Id/IBAN'),
    from: dayOf(within(statement, 'FrToDt'), 'FrDtTm', 'FrDt') ?? nextOf(opening) ?? lines[0]?.on ?? null,
    to: dayOf(within(statement, 'FrToDt'), 'ToDtTm', 'ToDt') ?? closing?.on ?? lines.at(-1)?.on ?? null,
    openingFen,
    closingFen,
    lines: byDay(lines),
  }
}

function unbalanced(number: number, opening: Fen, moved: Fen, expected: Fen, closing: Fen, state: State): void {
  const words = { number, opening: formatFen(opening), moved: formatFen(moved), expected: formatFen(expected), closing: formatFen(closing) }
  state.errors.push(finding('camt_statement_unbalanced', words, { field: 'closing', value: formatFen(closing) }))
}

const byDay = (lines: readonly StatementLine[]): StatementLine[] =>
  [...lines].sort((a, b) => (a.on === b.on ? a.row - b.row : a.on < b.on ? -1 : 1))

interface Balance {
  readonly code: string
  readonly fen: Fen
  readonly on: CivilDate | null
}

function balanceOf(statement: ElementTree, codes: readonly string[]): Balance | null {
  for (const code of codes)
    for (const balance of all(statement, 'Bal')) {
      if (textAt(balance, 'Tp/CdOrPrtry/Cd') !== code) continue
      const value = parseFen(textAt(balance, 'Amt'))
      if (value === null) continue
      return { code, fen: textAt(balance, 'CdtDbtInd') === 'DBIT' ? fen(-value) : value, on: dayOf(within(balance, 'Dt'), 'Dt', 'DtTm') }
    }
  return null
}

/** An opening balance stands for its own day; only a carried one (PRCD) may be dated the day before, then the entries tell. */
const nextOf = (opening: Balance | null): CivilDate | null => (opening?.code === 'OPBD' ? opening.on : null)

/** The banks write Beijing time, so the day of a date and time is its first ten characters. */
function dayOf(of: ElementTree | undefined, ...names: readonly string[]): CivilDate | null {
  return parseCivilDate(textAt(of, ...names).slice(0, 10))
}

function readEntry(entry: ElementTree, state: State): StatementLine | null {
  const row = ++state.entry
  const status = textAt(entry, 'Sts/Cd', 'Sts')
  if (status !== '' && status !== 'BOOK') {
    state.pending++
    return null
  }
  const missing = (element: string) => state.errors.push(finding('camt_element_missing', { entry: row, element }, { row, field: element }))
  const amount = parseFen(textAt(entry, 'Amt'))
  const direction = textAt(entry, 'CdtDbtInd')
  const on = dayOf(within(entry, 'BookgDt'), 'Dt', 'DtTm') ?? dayOf(within(entry, 'ValDt'), 'Dt', 'DtTm')
  const currency = within(entry, 'Amt')?.attributes['Ccy'] ?? 'CNY'
  if (currency !== 'CNY') state.errors.push(finding('currency_other', { currency }, { row, field: 'currency', value: currency }))
  if (amount === null) missing('Amt')
  if (direction !== 'CRDT' && direction !== 'DBIT') missing('CdtDbtInd')
  if (on === null) missing('BookgDt')
  if (amount === null || on === null || (direction !== 'CRDT' && direction !== 'DBIT')) return null
  const details = all(entry, 'NtryDtls').flatMap((d) => all(d, 'TxDtls'))
  const only = details.length === 1 ? details[0] : undefined
  const signed = fen(direction === 'DBIT' ? -amount : amount)
  return {
    row,
    on,
    valueOn: dayOf(within(entry, 'ValDt'), 'Dt', 'DtTm'),
    amountFen: signed,
    balanceFen: null,
    ...partyOf(only, direction),
    reference: textAt(entry, 'AcctSvcrRef', 'NtryRef') || textAt(only, 'Refs/AcctSvcrRef', 'Refs/TxId', 'Refs/EndToEndId'),
    summary: [textAt(entry, 'AddtlNtryInf'), textAt(only, 'RmtInf/Ustrd'), endToEnd(only)].filter((t) => t !== '').join('；'),
    details: details.length > 1 ? detailsOf(details, signed, row, state) : [],
  }
}

const endToEnd = (details: ElementTree | undefined): string => {
  const reference = textAt(details, 'Refs/EndToEndId')
  return reference === 'NOTPROVIDED' ? '' : reference
}

/** Who stands on the other side: the debtor of money in, the creditor of money out. `Pty` came with version 08. */
function partyOf(details: ElementTree | undefined, direction: string) {
  const [party, account] = direction === 'CRDT' ? ['Dbtr', 'DbtrAcct'] : ['Cdtr', 'CdtrAcct']
  const parties = within(details, 'RltdPties')
  return {
    counterparty: textAt(parties, `${party}/Pty/Nm`, `${party}/Nm`),
    counterpartyAccount: textAt(parties, `${account}/Id/Othr/Id`, `${account}/Id/IBAN`),
  }
}

/** Every detail with an amount, and together the entry: then they can be matched one by one. */
function detailsOf(details: readonly ElementTree[], signed: Fen, row: number, state: State): StatementDetail[] {
  const direction = signed < 0n ? 'DBIT' : 'CRDT'
  const read = details.flatMap((d): StatementDetail[] => {
    const value = parseFen(textAt(d, 'Amt', 'AmtDtls/TxAmt/Amt', 'AmtDtls/InstdAmt/Amt'))
    if (value === null) return []
    const own = textAt(d, 'CdtDbtInd') || direction
    const reference = textAt(d, 'Refs/AcctSvcrRef', 'Refs/TxId') || endToEnd(d)
    return [{ amountFen: fen(own === 'DBIT' ? -value : value), ...partyOf(d, own), reference }]
  })
  const total = sum(read.map((d) => d.amountFen))
  if (read.length === details.length && total === signed) return read
  if (read.length > 0)
    state.warnings.push(finding('camt_details_differ', { details: formatFen(total), amount: formatFen(signed) }, { row, field: 'amount' }))
  return []
}

function checkChain(parts: readonly Part[], state: State): void {
  parts.slice(1).forEach((part, i) => {
    const before = parts[i]!
    if (part.openingFen === null || before.closingFen === null || part.openingFen === before.closingFen) return
    const words = { number: i + 2, opening: formatFen(part.openingFen), closing: formatFen(before.closingFen) }
    state.errors.push(
      finding('camt_statements_apart', words, { field: 'opening', value: formatFen(subtract(part.openingFen, before.closingFen)) }),
    )
  })
}
