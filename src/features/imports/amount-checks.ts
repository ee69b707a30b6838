/** What is wrong or odd about the money of one row: unreadable amounts, remarks, formulas, sources and parts that differ. */
import { type Fen, fen, formatFen, type MoneyUnit, sum } from '#kernel/money.ts'
import { type AmountReading, readAmount, readAmountText, unitOf } from './amount-text.ts'
import type { Column } from './columns.ts'
import { levelOf } from './fund-words.ts'
import type { FindingCode, FindingList } from './import-findings.ts'
import type { ImportRow } from './import-preview.ts'
import { type CellText, cellName, letterOf, squash, tidy } from './sheet-grid.ts'
import type { DataLine } from './table-lines.ts'
import { difference } from './table-totals.ts'

export interface MoneyContext {
  readonly sheet: string
  readonly unit: MoneyUnit
  readonly columns: readonly Column[]
  readonly amount: readonly Column[]
  readonly sources: readonly Column[]
  readonly unitFor: (column: Column) => MoneyUnit
  /** CSV has no types: every figure is text there, so text with separators is nothing odd */
  readonly typed: boolean
  readonly findings: FindingList
}

export function checkMoney(line: DataLine, row: ImportRow, context: MoneyContext): void {
  checkReadings(line, context)
  if (row.amountFen === 0n) context.findings.add('amount_zero', at(line, context, context.amount[0]!, 'amount'))
  checkSideCells(line, context)
  checkSources(line, row, context)
  checkParts(line, row, context)
  checkQuantity(line, row, context)
  checkSubjects(line, row, context)
}

function at(line: DataLine, context: MoneyContext, column: Column, field: string) {
  const cell = cellName(line.row, column.column + line.shift)
  const raw = line.cell(column.column)
  return { sheet: context.sheet, row: line.row, cell, field, value: raw ? raw.text || raw.formula || '' : '' }
}

function checkReadings(line: DataLine, context: MoneyContext): void {
  const { findings } = context
  const filled = line.readings.some((reading) => reading.problem !== 'blank')
  line.readings.forEach((reading, i) => {
    const column = context.amount[i]!
    const place = at(line, context, column, 'amount')
    const raw = line.cell(column.column)
    if (reading.problem !== null) {
      if (reading.problem === 'blank' && (line.readings.length > 1 ? filled || i > 0 : false)) return
      findings.add(`amount_${reading.problem}` as FindingCode, place)
      return
    }
    const amount = formatFen(reading.fen!)
    if (raw?.formula !== undefined) findings.add('amount_formula', { ...place, value: raw.formula }, { amount })
    if (reading.fullWidth) findings.add('amount_full_width', place, { amount: `${amount} 元` })
    else if (reading.separators && context.typed) findings.add('amount_separators', place, { amount: `${amount} 元` })
    if (reading.remark)
      findings.add(namesFund(reading) ? 'amount_names_fund' : 'amount_has_remark', { ...place, value: reading.remark }, { amount })
    const unit = context.unitFor(column)
    if (reading.unitInCell && reading.unitInCell !== unit) findings.add('units_mixed', { ...place, value: reading.unitInCell }, { unit })
  })
}

const namesFund = (reading: AmountReading): boolean =>
  /资金|基金|债券|公益金/.test(reading.remark ?? '') && !/其中/.test(reading.remark ?? '')

/** Quantities and source columns: the way they are written, formulas, and figures that cannot be read. */
function checkSideCells(line: DataLine, context: MoneyContext): void {
  for (const column of context.columns) {
    if (!['quantity', 'source', 'households', 'population', 'totalInvestment'].includes(column.field)) continue
    const raw = line.cell(column.column)
    if (!raw || context.amount.includes(column)) continue
    const place = at(line, context, column, column.field)
    const plain = squash(raw.text)
    if (/[０-９]/.test(raw.text)) context.findings.add('amount_full_width', place, { amount: plain })
    else if (context.typed && raw.kind === 'text' && /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain))
      context.findings.add('amount_separators', place, { amount: plain.replaceAll(',', '') })
    if (column.field !== 'source') continue
    const { problem } = readAmount(raw, context.unitFor(column))
    if (problem !== null && problem !== 'blank') context.findings.add(`amount_${problem}` as FindingCode, place)
  }
}

/** Sources that name their amounts, in columns or in words, should make up the whole. */
function checkSources(line: DataLine, row: ImportRow, { findings, sheet, sources, amount }: MoneyContext): void {
  if (row.amountFen === null || (sources.length > 0 && sources.every((column) => amount.includes(column)))) return
  const amounts = row.fundingSources.flatMap((source) => (source.amountFen === null ? [] : [source.amountFen]))
  if (amounts.length === 0) return
  report('sources_differ', findings, { sheet, row: line.row, cell: row.amountCell, field: 'fundingSources' }, sum(amounts), row.amountFen)
}

function report(
  code: FindingCode,
  findings: FindingList,
  place: Parameters<FindingList['add']>[1],
  found: Fen,
  amount: Fen,
  facts = {},
): void {
  if (found === amount) return
  findings.add(
    code,
    { value: formatFen(found), ...place },
    { sum: formatFen(found), amount: formatFen(amount), difference: formatFen(difference(found, amount)), ...facts },
  )
}

/** A closing table: plan = settlement + management fee + surplus. A part without a column is not missed. */
function checkParts(line: DataLine, row: ImportRow, context: MoneyContext): void {
  const parts = context.columns.filter((column) => ['settlement', 'managementFee', 'surplus'].includes(column.field))
  if (row.amountFen === null || !parts.some((c) => c.field === 'settlement') || !parts.some((c) => c.field === 'surplus')) return
  const known = parts.map((column) => row.otherAmounts.find((other) => other.cell === cellName(line.row, column.column + line.shift)))
  const missing = parts.filter((_, i) => known[i] === undefined)
  if (missing.length > 0) {
    const value = missing.map((column) => tidy(column.path.at(-1) ?? column.letter)).join('、')
    const cell = missing.map((column) => cellName(line.row, column.column)).join('、')
    context.findings.add('parts_missing', { sheet: context.sheet, row: line.row, cell, field: missing[0]!.field, value })
    return
  }
  const total = sum(known.map((one) => one!.amountFen))
  const text = known.map((one) => formatFen(one!.amountFen)).join(' + ')
  report(
    'parts_differ',
    context.findings,
    { sheet: context.sheet, row: line.row, cell: row.amountCell, field: 'amount' },
    total,
    row.amountFen,
    { parts: text },
  )
}

/** quantity × standard = amount, when both are plain and the standard is money. */
function checkQuantity(line: DataLine, row: ImportRow, context: MoneyContext): void {
  const [quantity, standard] = (['quantity', 'standard'] as const).map((field) =>
    context.columns.filter((column) => column.field === field),
  )
  if (row.amountFen === null || quantity?.length !== 1 || standard?.length !== 1 || row.fields.quantity === null) return
  const price = standardFen(line.cell(standard[0]!.column), standard[0]!.unit)
  const match = /^(\d+)(?:\.(\d+))?$/.exec(row.fields.quantity)
  if (price === null || !match) return
  const decimals = match[2]?.length ?? 0
  const product = BigInt(`${match[1]}${match[2] ?? ''}`) * price
  const scale = 10n ** BigInt(decimals)
  if (product % scale !== 0n) return
  const cell = `${letterOf(quantity[0]!.column)}${line.row}`
  const value = `${row.fields.quantity} × ${formatFen(price)}`
  report(
    'quantity_differs',
    context.findings,
    { sheet: context.sheet, row: line.row, cell, field: 'quantity', value },
    fen(product / scale),
    row.amountFen,
  )
}

/** `10000`, `4万元/座`, `1500元/台`; without any unit nothing is compared. */
export function standardFen(cell: CellText | undefined, unit: MoneyUnit | null): Fen | null {
  const text = squash(cell?.text ?? '')
  const match = /^(\d[\d,.]*)(亿元|万元|亿|万|元)?(?:\/.*|每.*)?$/.exec(text)
  const own = match ? (unitOf(match[2]) ?? unit) : null
  return match && own ? readAmountText(match[1]!, own).fen : null
}

function checkSubjects(line: DataLine, row: ImportRow, context: MoneyContext): void {
  const column = context.columns.find((one) => one.field === 'budgetSubject')
  const subjects = row.fields.budgetSubjects
  if (!column || subjects.length < 2 || row.amountFen === null) return
  const amounts = subjects.map((subject) => subject.amountFen ?? fen(0n))
  const text = subjects.map((subject) => `${subject.code} ${subject.amountFen === null ? '?' : formatFen(subject.amountFen)}`).join(' + ')
  const place = at(line, context, column, 'budgetSubject')
  context.findings.add('subjects_split', place, { subjects: text, sum: formatFen(sum(amounts)), amount: formatFen(row.amountFen) })
}

export const sameLevel = (a: string | null, name: string | null): boolean => {
  const other = levelOf(name)
  return a === null || other === null || a === other || other.includes(a) || a.includes(other)
}
