/**
 * One statement of the bank as it was read, whatever the file was, and the checks that every statement passes: the right
 * account, the right days, each running balance, opening + in − out = closing, nothing twice, no gap unseen. Pure.
 */
import { addDays, type CivilDate, daysBetween } from '#kernel/civil-date.ts'
import { add, type Fen, fen, formatFen, subtract, sum } from '#kernel/money.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import { finding, type StatementFinding } from './statement-findings.model.ts'

/** A part of one movement: a batch that the bank booked in one sum. */
export interface StatementDetail {
  readonly amountFen: Fen
  readonly counterparty: string
  readonly counterpartyAccount: string
  readonly reference: string
}

export interface StatementLine {
  readonly sheet?: string | undefined
  /** Row of the sheet, or number of the entry. */
  readonly row: number
  readonly on: CivilDate
  readonly valueOn: CivilDate | null
  /** Above zero: into the account. */
  readonly amountFen: Fen
  readonly balanceFen: Fen | null
  readonly counterparty: string
  readonly counterpartyAccount: string
  readonly reference: string
  readonly summary: string
  readonly details: readonly StatementDetail[]
}

export interface StatementReading {
  readonly format: string
  /** The account as the file states it, possibly masked; null when it does not. */
  readonly accountNo: string | null
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly openingFen: Fen | null
  readonly closingFen: Fen | null
  /** In the order in which the bank booked them. */
  readonly lines: readonly StatementLine[]
  readonly errors: readonly StatementFinding[]
  readonly warnings: readonly StatementFinding[]
}

/** What the officer adds where the file is silent. */
export interface StatementGiven {
  readonly from?: CivilDate | undefined
  readonly to?: CivilDate | undefined
  readonly openingFen?: Fen | undefined
  readonly closingFen?: Fen | undefined
}

export interface KnownLine {
  readonly key: string
  readonly on: CivilDate
  readonly amountFen: Fen
  readonly reference: string
}

export interface KnownStatement {
  readonly from: CivilDate
  readonly to: CivilDate
  readonly openingFen: Fen
  readonly closingFen: Fen
}

export interface StatementFacts {
  readonly account: { readonly accountNo: string; readonly openedOn: CivilDate; readonly closedOn: CivilDate | null }
  readonly statements: readonly KnownStatement[]
  readonly lines: readonly KnownLine[]
  readonly today: CivilDate
}

export interface CheckedStatement {
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly openingFen: Fen | null
  readonly closingFen: Fen | null
  readonly inFen: Fen
  readonly outFen: Fen
  readonly lines: readonly (StatementLine & { readonly key: string; readonly known: boolean })[]
  /** Every line and every day of it came with earlier statements. */
  readonly nothingNew: boolean
  readonly errors: readonly StatementFinding[]
  readonly warnings: readonly StatementFinding[]
}

export function checkStatement(reading: StatementReading, given: StatementGiven, facts: StatementFacts): CheckedStatement {
  const errors: StatementFinding[] = [...reading.errors]
  const warnings: StatementFinding[] = [...reading.warnings]
  checkAccount(reading, facts, errors, warnings)
  const period = periodOf(reading, given, facts, errors)
  const balances = balancesOf(reading, given, period.from, facts, errors, warnings)
  checkRunning(reading.lines, balances.openingFen, errors)
  const amounts = reading.lines.map((l) => l.amountFen)
  const inFen = sum(amounts.filter((a) => a > 0n))
  const outFen = fen(-sum(amounts.filter((a) => a < 0n)))
  checkSum(balances, inFen, outFen, errors)
  const lines = withKeys(reading.lines, new Set(facts.lines.map((l) => l.key)))
  checkOverlap(lines, facts, errors, warnings)
  if (period.from && period.to && balances.openingFen !== null && balances.closingFen !== null)
    checkNeighbours({ from: period.from, to: period.to, openingFen: balances.openingFen, closingFen: balances.closingFen }, facts, warnings)
  const { from, to } = period
  const nothingNew =
    from !== null && to !== null && lines.every((l) => l.known) && facts.statements.some((s) => s.from <= from && to <= s.to)
  if (nothingNew) errors.push(finding('statement_known', { from, to }))
  return { ...period, ...balances, inFen, outFen, lines, nothingNew, errors, warnings }
}

const digits = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '')

/** A masked number agrees when the ends that can be seen agree. */
export function sameAccount(stated: string, registered: string): boolean {
  const [a, b] = [digits(stated), digits(registered)]
  if (!/[*xX]/.test(a)) return a === b
  const [head = '', ...rest] = a.split(/[*xX]+/)
  const tail = rest.at(-1) ?? ''
  return head.length + tail.length >= 4 && b.startsWith(head) && b.endsWith(tail) && b.length >= head.length + tail.length
}

function checkAccount(reading: StatementReading, facts: StatementFacts, errors: StatementFinding[], warnings: StatementFinding[]): void {
  const { accountNo } = reading
  if (accountNo === null) warnings.push(finding('account_not_stated', { account: facts.account.accountNo }))
  else if (!sameAccount(accountNo, facts.account.accountNo))
    errors.push(
      finding('account_differs', { stated: accountNo, registered: facts.account.accountNo }, { field: 'account', value: accountNo }),
    )
}

function periodOf(reading: StatementReading, given: StatementGiven, facts: StatementFacts, errors: StatementFinding[]) {
  const days = reading.lines.map((l) => l.on).sort()
  const from = given.from ?? reading.from ?? days[0] ?? null
  const to = given.to ?? reading.to ?? days.at(-1) ?? null
  if (from === null || to === null) {
    if (reading.errors.length === 0) errors.push(finding('period_missing', {}, { field: 'period' }))
    return { from, to }
  }
  if (from > to) errors.push(finding('period_reversed', { from, to }, { field: 'period', value: `${from} – ${to}` }))
  if (to > facts.today) errors.push(finding('period_in_future', { to, today: facts.today }, { field: 'period', value: to }))
  for (const line of reading.lines) {
    if (line.on < from || line.on > to) errors.push(finding('line_outside_period', { on: line.on, from, to }, at(line, 'date', line.on)))
    else if (line.on < facts.account.openedOn)
      errors.push(finding('line_before_account', { on: line.on, opened: facts.account.openedOn }, at(line, 'date', line.on)))
    else if (facts.account.closedOn !== null && line.on > facts.account.closedOn)
      errors.push(finding('line_after_account', { on: line.on, closed: facts.account.closedOn }, at(line, 'date', line.on)))
  }
  return { from, to }
}

const at = (line: StatementLine, field: string, value?: string) => ({ sheet: line.sheet, row: line.row, field, value })

function balancesOf(
  reading: StatementReading,
  given: StatementGiven,
  from: CivilDate | null,
  facts: StatementFacts,
  errors: StatementFinding[],
  warnings: StatementFinding[],
): { openingFen: Fen | null; closingFen: Fen | null } {
  const first = reading.lines[0]
  const before = first && first.balanceFen !== null ? subtract(first.balanceFen, first.amountFen) : null
  const closingFen = reading.closingFen ?? reading.lines.at(-1)?.balanceFen ?? given.closingFen ?? null
  let openingFen = reading.openingFen ?? before ?? given.openingFen ?? null
  if (openingFen === null && from !== null) {
    const previous = [...facts.statements].filter((s) => s.to < from).sort((a, b) => (a.to < b.to ? 1 : -1))[0]
    if (previous) {
      openingFen = previous.closingFen
      warnings.push(finding('opening_from_last', { opening: formatFen(openingFen), to: previous.to }))
    }
  }
  if (reading.errors.length === 0) {
    if (closingFen === null) errors.push(finding('closing_unknown', {}, { field: 'closing' }))
    if (openingFen === null) errors.push(finding('opening_unknown', {}, { field: 'opening' }))
  }
  return { openingFen, closingFen }
}

/**
 * Each printed balance follows from the one before. One mistake is one error: when the next balance fits the expected one, only the
 * print was wrong; else the amount was, and the printed balance is taken over.
 */
function checkRunning(lines: readonly StatementLine[], openingFen: Fen | null, errors: StatementFinding[]): void {
  if (openingFen === null) return
  let balance = openingFen
  lines.forEach((line, i) => {
    const expected = add(balance, line.amountFen)
    const printed = line.balanceFen
    if (printed === null || printed === expected) {
      balance = expected
      return
    }
    const words = {
      before: formatFen(balance),
      amount: formatFen(line.amountFen),
      expected: formatFen(expected),
      printed: formatFen(printed),
      difference: formatFen(difference(printed, expected)),
    }
    errors.push(finding('running_balance_broken', words, at(line, 'balance', formatFen(printed))))
    const next = lines[i + 1]
    balance = next && next.balanceFen !== null && next.balanceFen === add(expected, next.amountFen) ? expected : printed
  })
}

const difference = (a: Fen, b: Fen): Fen => (a > b ? subtract(a, b) : subtract(b, a))

function checkSum(
  { openingFen, closingFen }: { openingFen: Fen | null; closingFen: Fen | null },
  inFen: Fen,
  outFen: Fen,
  errors: StatementFinding[],
): void {
  if (openingFen === null || closingFen === null) return
  const expected = subtract(add(openingFen, inFen), outFen)
  if (expected === closingFen) return
  errors.push(
    finding(
      'closing_differs',
      {
        opening: formatFen(openingFen),
        in: formatFen(inFen),
        out: formatFen(outFen),
        expected: formatFen(expected),
        closing: formatFen(closingFen),
        difference: formatFen(difference(expected, closingFen)),
      },
      { field: 'closing', value: formatFen(closingFen) },
    ),
  )
}

/**
 * By what a line is known again: its bank reference with day and amount, else day, amount, counterparty and balance; and which
 * of several alike it is. Banks give one reference to a payment and its charge, so the reference alone would not do.
 */
export function withKeys(lines: readonly StatementLine[], known: ReadonlySet<string>) {
  const times = new Map<string, number>()
  return lines.map((line) => {
    const facts =
      line.reference !== ''
        ? ['r', line.on, line.amountFen.toString(), line.reference]
        : ['d', line.on, line.amountFen.toString(), line.counterparty, line.balanceFen?.toString() ?? '']
    const same = facts.join('|')
    const time = (times.get(same) ?? 0) + 1
    times.set(same, time)
    const key = `${same}|${time}`
    return { ...line, key, known: known.has(key) }
  })
}

/** Days of an earlier statement are closed: what was not there then cannot appear now. Its last day may have gone on. */
function checkOverlap(
  lines: readonly (StatementLine & { key: string; known: boolean })[],
  facts: StatementFacts,
  errors: StatementFinding[],
  warnings: StatementFinding[],
): void {
  const known = lines.filter((l) => l.known)
  const here = new Set(known.map((l) => l.key))
  if (known.length > 0) warnings.push(finding('lines_known', { count: known.length, first: known[0]!.row }))
  const byReference = new Map<string, KnownLine[]>()
  for (const line of facts.lines)
    if (line.reference !== '') byReference.set(line.reference, [...(byReference.get(line.reference) ?? []), line])
  for (const line of lines.filter((l) => !l.known)) {
    const same = byReference.get(line.reference) ?? []
    const was = same[0]
    // With the known line beside it in this file, it is another leg of the same business, such as its charge.
    if (was && same.length === 1 && !here.has(was.key) && line.reference.length >= bankMatching.referenceInTextFrom) {
      const words = {
        reference: line.reference,
        was: formatFen(was.amountFen),
        wasOn: was.on,
        now: formatFen(line.amountFen),
        nowOn: line.on,
      }
      errors.push(finding('reference_differs', words, at(line, 'reference', line.reference)))
      continue
    }
    const closed = facts.statements.find((s) => s.from <= line.on && line.on < s.to)
    if (closed)
      errors.push(
        finding(
          'line_in_closed_days',
          { on: line.on, from: closed.from, to: closed.to, amount: formatFen(line.amountFen) },
          at(line, 'date', line.on),
        ),
      )
  }
}

function checkNeighbours(now: KnownStatement, facts: StatementFacts, warnings: StatementFinding[]): void {
  const earlier = facts.statements.filter((s) => s.to < now.from).sort((a, b) => (a.to < b.to ? 1 : -1))[0]
  const later = facts.statements.filter((s) => s.from > now.to).sort((a, b) => (a.from < b.from ? -1 : 1))[0]
  if (earlier && earlier.closingFen !== now.openingFen)
    warnings.push(
      gap('gap_before', earlier.closingFen, now.openingFen, addDays(earlier.to, 1), addDays(now.from, -1), earlier.to, now.from),
    )
  if (later && later.openingFen !== now.closingFen)
    warnings.push(gap('gap_after', now.closingFen, later.openingFen, addDays(now.to, 1), addDays(later.from, -1), now.to, later.from))
}

function gap(
  code: 'gap_before' | 'gap_after',
  closing: Fen,
  opening: Fen,
  from: CivilDate,
  to: CivilDate,
  lastDay: CivilDate,
  nextDay: CivilDate,
) {
  const days = daysBetween(lastDay, nextDay) - 1
  return finding(code, {
    closing: formatFen(closing),
    opening: formatFen(opening),
    difference: formatFen(difference(closing, opening)),
    lastDay,
    nextDay,
    missing: days > 0 ? `${from} 至 ${to} 的对账单没有导入` : '两份对账单日期相连，请向银行核对',
    missingEn: days > 0 ? `the statement from ${from} to ${to} is missing` : 'the days follow each other; ask the bank',
  })
}
