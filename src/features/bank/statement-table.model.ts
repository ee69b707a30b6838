/**
 * Reads a bank statement from a spreadsheet as the bank exported it: finds the table under its title, tells the columns by
 * their headers, reads every line as one signed movement, and the account, the period and the balances printed around it. Pure.
 */
import { type Fen, fen, formatFen, negate, subtract, sum } from '#kernel/money.ts'
import { gridOf, type Grid, squash, tidy, type WorkbookCells } from '#features/imports/sheet-grid.ts'
import { bankMatching } from '#policy/bank-matching.ts'
import type { BankField } from '#policy/bank-statement-words.ts'
import { dayIn, fieldOf, type Money, moneyOf, signOf } from './statement-cells.model.ts'
import { finding, type StatementFinding } from './statement-findings.model.ts'
import { sameAccount, type StatementLine, type StatementReading } from './statement.model.ts'
import { type Beside, lineLabel, readBeside } from './statement-labels.model.ts'

interface Table {
  readonly grid: Grid
  readonly sheet: string | undefined
  readonly headerRow: number
  readonly firstRow: number
  readonly columns: ReadonlyMap<BankField, readonly number[]>
}

const FIRST_ROWS = 40
const LONGEST_TEXT = 200

export function readStatementTable(workbook: WorkbookCells, ownAccount: string): StatementReading {
  const grids = workbook.sheets.filter((s) => !s.hidden).map((sheet) => gridOf(sheet))
  const found = grids.flatMap((grid) => findTable(grid) ?? [])
  const tables = found.map((t) => ({ ...t, sheet: found.length > 1 ? t.grid.name : undefined }))
  const empty = {
    format: workbook.format,
    accountNo: null,
    from: null,
    to: null,
    openingFen: null,
    closingFen: null,
    lines: [],
    warnings: [],
  }
  if (tables.length === 0) return { ...empty, errors: [finding('no_table')] }
  const errors: StatementFinding[] = []
  const warnings: StatementFinding[] = []
  const read: Read[] = []
  for (const table of tables) readRows(table, ownAccount, read, errors, warnings)
  const beside = readBeside(
    tables.map(({ grid, headerRow, firstRow }) => ({ grid, headerRow, firstRow, isLine: (row) => read.some((r) => r.row === row) })),
  )
  if (read.length > bankMatching.mostStatementLines) errors.push(finding('too_many_lines', { limit: bankMatching.mostStatementLines }))
  const lines = inOrder(rightSides(read, beside, warnings), beside.openingFen, warnings)
  checkTotals(beside, lines, warnings)
  if (lines.length === 0 && errors.length === 0) warnings.push(finding('no_lines'))
  const { from, to, openingFen, closingFen } = beside
  const accountNo = beside.accountNo ?? ownOf(read)
  checkOwn(read, accountNo, errors)
  return { format: workbook.format, accountNo, from, to, openingFen, closingFen, lines, errors, warnings }
}

/** A statement line while it is not yet certain which side is which. */
interface Read extends StatementLine {
  readonly ownAccount: string
  /** Told by a debit and a credit column, which banks and firms understand the other way round. */
  readonly bySides: boolean
}

const ownOf = (read: readonly Read[]): string | null => read.find((r) => r.ownAccount !== '')?.ownAccount ?? null

/** Some banks write the account into every line, and into one file the lines of several. */
function checkOwn(read: readonly Read[], accountNo: string | null, errors: StatementFinding[]): void {
  if (accountNo === null) return
  for (const { ownAccount, sheet, row } of read)
    if (ownAccount !== '' && !sameAccount(accountNo, ownAccount))
      errors.push(
        finding('line_of_other_account', { stated: ownAccount, account: accountNo }, { sheet, row, field: 'account', value: ownAccount }),
      )
}

/** The row that names most fields, a day and money among them; two rows together where the header has two storeys. */
function findTable(grid: Grid): Omit<Table, 'sheet'> | null {
  let best: (Omit<Table, 'sheet'> & { score: number }) | null = null
  for (let row = 1; row <= Math.min(FIRST_ROWS, grid.lastRow); row++)
    for (const storeys of [1, 2]) {
      const columns = new Map<BankField, number[]>()
      for (let column = 1; column <= grid.lastColumn; column++) {
        const field = fieldOfColumn(grid, row, storeys, column)
        if (field !== null) columns.set(field, [...(columns.get(field) ?? []), column])
      }
      const money = columns.has('amount') || (columns.has('debit') && columns.has('credit'))
      if (!money || (!columns.has('bookedOn') && !columns.has('tradedOn'))) continue
      // A second storey must tell something of its own, else a line above the header would do for one.
      const score = [...columns.keys()].filter((f) => f !== 'ignored').length * 2 - (storeys - 1)
      if (score > (best?.score ?? 0)) best = { grid, headerRow: row, firstRow: row + storeys, columns, score }
    }
  return best
}

function fieldOfColumn(grid: Grid, row: number, storeys: number, column: number): BankField | null {
  if (storeys === 1) return fieldOf(grid.own(row, column)?.text ?? '')
  const [upper, lower] = [grid.at(row, column)?.text ?? '', grid.own(row + 1, column)?.text ?? '']
  // Digits in the second row are data, not a header.
  if (/\d/.test(lower)) return null
  return lower === '' ? fieldOf(upper) : (fieldOf(lower) ?? fieldOf(upper + lower))
}

function readRows(table: Table, ownAccount: string, read: Read[], errors: StatementFinding[], warnings: StatementFinding[]): void {
  const { grid, firstRow } = table
  for (let row = firstRow; row <= grid.lastRow; row++) {
    if (grid.cellsOf(row).length === 0 || isHeaderAgain(table, row)) continue
    const line = readRow(table, row, ownAccount, errors, warnings)
    if (line) read.push(line)
    if (read.length > bankMatching.mostStatementLines) return
  }
}

const isHeaderAgain = ({ grid, headerRow, columns }: Table, row: number): boolean =>
  [...columns.values()].flat().every((c) => squash(grid.own(row, c)?.text ?? '') === squash(grid.own(headerRow, c)?.text ?? ''))

function readRow(table: Table, row: number, ownAccount: string, errors: StatementFinding[], warnings: StatementFinding[]): Read | null {
  const { grid, columns, sheet } = table
  const cell = (field: BankField) =>
    columns
      .get(field)
      ?.map((c) => grid.own(row, c))
      .find((c) => c !== undefined)
  const text = (field: BankField) => tidy(cell(field)?.text ?? '').slice(0, LONGEST_TEXT)
  const [booked, traded] = [text('bookedOn'), text('tradedOn')]
  const on = dayIn(booked) ?? dayIn(traded)
  const sides = { debit: moneyOf(cell('debit')), credit: moneyOf(cell('credit')), amount: moneyOf(cell('amount')) }
  const filled = Object.values(sides).some((m) => !m.blank)
  const place = { sheet, row }
  if (lineLabel(grid, row) !== null && (on === null || !filled)) return null
  if (on === null) {
    const said = booked || traded
    if (said !== '' && filled) errors.push(finding('date_missing', { text: said }, { ...place, field: 'date', value: said }))
    else if (filled && said === '') errors.push(finding('date_missing', { text: '' }, { ...place, field: 'date' }))
    return null
  }
  const amount = amountOfRow(
    table,
    row,
    sides,
    text('sign'),
    { payer: text('payerAccount'), payee: text('payeeAccount'), own: ownAccount },
    errors,
  )
  if (amount === null) return null
  if (amount === 0n) {
    const written = cell('debit') ?? cell('credit') ?? cell('amount')
    if (written) warnings.push(finding('amount_zero', {}, { ...place, field: 'amount', value: written.text }))
    else errors.push(finding('amount_missing', {}, { ...place, field: 'amount' }))
    return null
  }
  const currency = squash(text('currency')).toUpperCase()
  if (currency !== '' && !YUAN.test(currency))
    errors.push(finding('currency_other', { currency }, { ...place, field: 'currency', value: currency }))
  const balance = moneyOf(cell('balance'))
  if (balance.fen === null) errors.push(unreadable(table, row, 'balance', cell('balance')!.text))
  return {
    ...place,
    on,
    valueOn: dayIn(traded),
    amountFen: amount,
    balanceFen: cell('balance') ? balance.fen : null,
    ...otherSide(text, amount),
    reference: squash(text('reference')),
    summary: summaryOf(table, row),
    details: [],
    ownAccount: squash(text('ownAccount')),
    bySides: columns.has('debit') && columns.has('credit'),
  }
}

/** How banks write the yuan, in words and in their own codes. */
const YUAN = /^(?:人民币.*|CNY|RMB|156|0{0,2}1)$/

function otherSide(text: (field: BankField) => string, amount: Fen) {
  const [name, account] = amount < 0n ? (['payeeName', 'payeeAccount'] as const) : (['payerName', 'payerAccount'] as const)
  return { counterparty: text('counterparty') || text(name), counterpartyAccount: squash(text('counterpartyAccount') || text(account)) }
}

/** Banks spread what a movement was for over several columns, often repeating themselves. */
function summaryOf({ grid, columns }: Table, row: number): string {
  const parts = (columns.get('summary') ?? []).map((c) => tidy(grid.own(row, c)?.text ?? '')).filter((t) => t !== '')
  return [...new Set(parts)].join('；').slice(0, LONGEST_TEXT)
}

type Sides = Readonly<Record<'debit' | 'credit' | 'amount', Money>>

function amountOfRow(
  table: Table,
  row: number,
  { debit, credit, amount }: Sides,
  sign: string,
  accounts: { readonly payer: string; readonly payee: string; readonly own: string },
  errors: StatementFinding[],
): Fen | null {
  const { grid, columns, sheet } = table
  const at = { sheet, row }
  for (const [field, money] of Object.entries({ debit, credit, amount }) as ['debit' | 'credit' | 'amount', Money][])
    if (money.fen === null) {
      const text =
        columns
          .get(field)
          ?.map((c) => grid.own(row, c)?.text)
          .find((t) => t !== undefined) ?? ''
      errors.push(unreadable(table, row, field, text))
      return null
    }
  if (columns.has('debit') && columns.has('credit')) {
    if (debit.blank || credit.blank) return subtract(credit.fen!, debit.fen!)
    const words = { debit: formatFen(debit.fen!), credit: formatFen(credit.fen!) }
    errors.push(finding('amount_on_both_sides', words, { ...at, field: 'amount', value: `${words.debit} / ${words.credit}` }))
    return null
  }
  const value = amount.fen!
  if (sign !== '') {
    const turn = signOf(sign)
    if (turn === null) errors.push(finding('sign_unreadable', { text: sign }, { ...at, field: 'sign', value: sign }))
    return turn === null ? null : fen((value < 0n && turn === -1n ? -value : value) * turn)
  }
  // One amount beside payer and payee: the account that is ours tells the way.
  const { payer, own } = accounts
  return value > 0n && payer !== '' && squash(payer) === squash(own) ? negate(value) : value
}

const COLUMN_WORDS: Readonly<Record<'debit' | 'credit' | 'amount' | 'balance', string>> = {
  debit: '借方（支出）',
  credit: '贷方（收入）',
  amount: '金额',
  balance: '余额',
}

const unreadable = ({ sheet }: Table, row: number, field: keyof typeof COLUMN_WORDS, text: string): StatementFinding =>
  finding('amount_unreadable', { column: COLUMN_WORDS[field], text: text.slice(0, 40) }, { sheet, row, field, value: text.slice(0, 40) })

/** How many lines do not follow from the balance before them, read in this order. */
function breaks(lines: readonly Read[], openingFen: Fen | null, turn: 1n | -1n): number {
  let before = openingFen
  let count = 0
  for (const line of lines) {
    const expected = before === null ? null : before + line.amountFen * turn
    if (line.balanceFen !== null && expected !== null && line.balanceFen !== expected) count++
    before = line.balanceFen ?? (expected === null ? null : fen(expected))
  }
  return count
}

const withBalances = (lines: readonly Read[]): boolean => lines.filter((l) => l.balanceFen !== null).length >= 2

/** A bank writes its own side: its debit is money out. Where the balances say clearly the opposite, they are believed. */
function rightSides(lines: readonly Read[], { openingFen }: Beside, warnings: StatementFinding[]): readonly Read[] {
  if (!lines.some((l) => l.bySides) || !withBalances(lines)) return lines
  const reversed = [...lines].reverse()
  const fits = (turn: 1n | -1n) => breaks(lines, openingFen, turn) === 0 || breaks(reversed, openingFen, turn) === 0
  if (fits(1n) || !fits(-1n)) return lines
  warnings.push(finding('sides_turned'))
  return lines.map((l) => ({ ...l, amountFen: negate(l.amountFen) }))
}

/** In order of time: by the days, and within one day by the running balance. */
function inOrder(lines: readonly Read[], openingFen: Fen | null, warnings: StatementFinding[]): readonly StatementLine[] {
  const reversed = [...lines].reverse()
  const falling = lines.length > 1 && lines[0]!.on > lines.at(-1)!.on
  const sameDay = lines.length > 1 && lines[0]!.on === lines.at(-1)!.on
  const turned = falling || (sameDay && withBalances(lines) && breaks(lines, openingFen, 1n) > breaks(reversed, openingFen, 1n))
  if (turned) warnings.push(finding('newest_first'))
  const ordered = turned ? reversed : [...lines]
  return stableByDay(ordered).map(({ ownAccount: _own, bySides: _sides, ...line }) => line)
}

const stableByDay = (lines: readonly Read[]): Read[] =>
  lines
    .map((line, i) => ({ line, i }))
    .sort((a, b) => (a.line.on < b.line.on ? -1 : a.line.on > b.line.on ? 1 : a.i - b.i))
    .map(({ line }) => line)

function checkTotals(beside: Beside, lines: readonly StatementLine[], warnings: StatementFinding[]): void {
  const amounts = lines.map((l) => l.amountFen)
  const out = fen(-sum(amounts.filter((a) => a < 0n)))
  const into = sum(amounts.filter((a) => a > 0n))
  const compare = (printed: Fen | null, found: Fen, side: string, sideEn: string) => {
    if (printed === null || printed === found) return
    const away = printed > found ? subtract(printed, found) : subtract(found, printed)
    const words = { side, sideEn, printed: formatFen(printed), sum: formatFen(found), difference: formatFen(away) }
    warnings.push(finding('printed_total_differs', words, { field: 'total', value: formatFen(printed) }))
  }
  const swapped = beside.outTotalFen === into && beside.inTotalFen === out && into !== out
  if (swapped) return
  compare(beside.outTotalFen, out, '支出', 'money out')
  compare(beside.inTotalFen, into, '收入', 'money in')
}
