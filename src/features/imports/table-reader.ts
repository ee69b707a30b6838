/** Understands one table of a sheet: unit, columns, lines, totals, rows. Pure; everything odd goes into the findings. */
import { type Fen, formatFen, type MoneyUnit, sum, ZERO } from '#kernel/money.ts'
import { ODD_MEDIAN_YUAN } from '#policy/import-words.ts'
import { checkMoney } from './amount-checks.ts'
import { type AmountChoice, chooseAmount } from './amount-columns.ts'
import { readAmount } from './amount-text.ts'
import { type Column, columnsOf, mostlyMoney } from './columns.ts'
import { docNosIn } from './document-number.ts'
import { findHiddenTotals, type HiddenTotal } from './hidden-totals.ts'
import type { FindingList } from './import-findings.ts'
import type { ImportKind, ImportOverrides, ImportRow, SheetPreview } from './import-preview.ts'
import { amountOf, rowOf } from './line-fields.ts'
import { NAMING, weigh } from './line-weights.ts'
import { checkFunds, checkLooksLikeTotal, checkPersonal, checkProjects } from './row-checks.ts'
import { cellName, type Grid, squash } from './sheet-grid.ts'
import type { TableSpot } from './table-finder.ts'
import { type DataLine, readLines, type TableLines } from './table-lines.ts'
import { announcedTotal, checkTotals } from './table-totals.ts'
import { figures, type Unit, unitOfTable } from './table-unit.ts'

export interface TableInput {
  readonly kind: ImportKind
  readonly grid: Grid
  readonly spot: TableSpot
  readonly table: number
  readonly typed: boolean
  readonly overrides: ImportOverrides
  readonly findings: FindingList
}

export interface TableResult {
  readonly preview: SheetPreview
  readonly rows: readonly ImportRow[]
  readonly published: Fen | null
  readonly titleDocNo: string | null
}

export function readTable(input: TableInput): TableResult | null {
  const { grid, spot, findings, overrides } = input
  const sheet = grid.name
  const own = overrides.sheets?.[sheet]
  const columns = columnsOf(input.kind, grid, spot, own?.columns ?? {})
  const choice = choose(input, columns)
  if (choice.columns.length === 0) {
    findings.add('no_amount_column', { sheet, field: 'amount', row: spot.headerRows[0] })
    return null
  }
  const unit = unitOfTable(grid, spot, choice, own?.unit)
  const unitFor = (column: Column): MoneyUnit => own?.unit ?? column.unit ?? unit.unit
  const ignored = (row: number): boolean => overrides.ignoreRows?.some((one) => one.sheet === sheet && one.row === row) ?? false
  const lines = withPlacesFilled(input, columns, readLines({ grid, spot, columns, amount: choice.columns, unitFor, ignored }))
  const cellOf = (row: number): string => cellName(row, choice.columns[0]!.column)
  const hidden = findHiddenTotals(weigh(lines.data, columns, choice.columns))
  const amounted = lines.data.map((line) => ({ row: line.row, amount: amountOf(line.readings) }))
  const labelled = lines.totals.map((total) => ({ ...total, amount: amountOf(total.readings) }))
  const { totals, published } = checkTotals({ sheet, lines: amounted, labelled, hidden, cellOf, findings })
  const data = detailsOf(lines.data, columns, hidden)
  const numbers = docNosIn([spot.title, ...spot.above.map(({ row }) => grid.cellsOf(row)[0]?.[1].text ?? '')].join('。'))
  const titleDocNo = numbers.length === 1 ? numbers[0]! : null
  const context = {
    kind: input.kind,
    sheet,
    title: spot.title,
    columns,
    amount: choice.columns,
    sources: choice.sources,
    unitFor,
    defaults: overrides.defaults ?? {},
    titleDocNo,
  }
  const rows = data.map((line) => rowOf(line, context))
  for (const { row, from } of lines.continued)
    findings.add('amount_over_rows', { sheet, row: from, cell: cellOf(from), field: 'amount' }, { row: `${from}(${row})` })
  data.forEach((line, i) => checkMoney(line, rows[i]!, { ...context, unit: unit.unit, typed: input.typed, findings }))
  checkTable(input, { choice, unit, columns, data, rows })
  const hiddenRows = hidden.map((one) => ({ row: lines.data[one.index]!.row, reason: one.kind }))
  const notData = [
    ...spot.above.map(({ row, what }) => ({ row, reason: what === 'unit' ? 'unit line' : what })),
    ...lines.notData,
    ...hiddenRows,
  ]
  return {
    preview: {
      sheet,
      table: input.table,
      title: spot.title,
      ...unit,
      headerRows: spot.headerRows,
      columns: Object.fromEntries(
        columns.map((column) => [
          column.letter,
          { field: column.field === 'money' ? ('other' as const) : column.field, header: column.header },
        ]),
      ),
      notData: notData.sort((a, b) => a.row - b.row),
      totals,
      rows: rows.length,
      amountFen: sum(rows.map((row) => row.amountFen ?? ZERO)),
    },
    rows,
    published: published ?? announcedTotal([spot.title, ...lines.notes]),
    titleDocNo: rows.some((row) => row.derived.docNo === 'title') ? titleDocNo : null,
  }
}

/** Lines without the hidden totals; a line under a numbered group (一、产业发展) takes the group's name. */
function detailsOf(data: readonly DataLine[], columns: readonly Column[], hidden: readonly HiddenTotal[]): DataLine[] {
  const taken = new Set(hidden.map((one) => one.index))
  const groups = new Map<number, string>()
  const naming = columns.filter((column) => (NAMING as readonly string[]).includes(column.field))
  for (const one of hidden.filter((total) => total.kind === 'subtotal')) {
    const line = data[one.index]!
    const name = naming.map((column) => line.cell(column.column)?.text.trim() ?? '').find((text) => text !== '')
    if (name && one.covers[0]! > one.index) for (const index of one.covers) groups.set(index, name)
  }
  return data.flatMap((line, index) => (taken.has(index) ? [] : [{ ...line, group: line.group ?? groups.get(index) ?? null }]))
}

/** Where a town stands once and the cells below it are simply empty (merges lost on the way), it is filled down. */
function withPlacesFilled({ grid, findings }: TableInput, columns: readonly Column[], lines: TableLines): TableLines {
  const finer = columns.find((column) => column.field === 'village') ?? columns.find((column) => column.field === 'projectName')
  let data = lines.data
  for (const column of columns.filter((one) => one.field === 'township' || one.field === 'county')) {
    const filled = (line: DataLine): boolean => (line.cell(column.column)?.text.trim() ?? '') !== ''
    const empty = data.filter((line) => !filled(line) && line.shift === 0)
    if (!finer || !data[0] || !filled(data[0]) || empty.length * 10 < data.length * 3) continue
    if (empty.some((line) => line.cell(finer.column) === undefined)) continue
    let above = data[0].cell(column.column)
    data = data.map((line): DataLine => {
      if (filled(line) || line.shift !== 0) {
        above = line.cell(column.column) ?? above
        return line
      }
      const fill = above
      return { ...line, cell: (at) => (at === column.column ? fill : line.cell(at)) }
    })
    const cells = empty.map((line) => cellName(line.row, column.column))
    findings.add('place_filled_down', { sheet: grid.name, row: empty[0]!.row, cell: cells.slice(0, 20).join('、'), field: column.field })
  }
  return { ...lines, data }
}

/** The choice of the amount; when no header names money, the last unnamed column of figures is taken and said so. */
function choose(input: TableInput, columns: Column[]): AmountChoice {
  const { grid, spot, findings } = input
  const amountsIn = (column: Column, row: number) => readAmount(grid.own(row, column.column), column.unit ?? '万元').fen
  const sumsUp = (total: Column, parts: readonly Column[]): boolean => {
    let [good, bad] = [0, 0]
    for (let row = spot.firstRow; row <= spot.lastRow; row++) {
      const whole = amountsIn(total, row)
      const found = parts.map((part) => amountsIn(part, row)).filter((amount) => amount !== null)
      if (whole === null || found.length === 0) continue
      if (sum(found) === whole) good++
      else bad++
    }
    return good > 0 && good >= bad
  }
  const choice = chooseAmount(columns, sumsUp)
  const first = choice.columns[0]
  const place = {
    sheet: grid.name,
    row: spot.headerRows[0],
    field: 'amount',
    cell: first ? first.letter : grid.name,
    value: first?.header ?? '',
  }
  if (choice.columns.length > 1)
    findings.add('amount_sum_of_columns', place, { columns: choice.columns.map((c) => `${c.letter}“${c.header}”`).join('、') })
  else if (choice.doubtful && first) findings.add('several_amount_columns', place, { columns: others(columns, first) })
  if (first) return choice
  const guess = columns.findLast((column) => column.field === 'other' && mostlyMoney(figures(grid, spot, column)))
  if (!guess) return choice
  guess.field = 'amount'
  findings.add('amount_column_guessed', { ...place, cell: guess.letter, value: guess.header || guess.letter })
  return { columns: [guess], sources: [], doubtful: true }
}

const others = (columns: readonly Column[], first: Column): string =>
  columns
    .filter((c) => c !== first && ['totalInvestment', 'part', 'source'].includes(c.field))
    .map((c) => `${c.letter}“${c.header}”`)
    .join('、')

interface Checked {
  readonly choice: AmountChoice
  readonly unit: Unit
  readonly columns: readonly Column[]
  readonly data: readonly DataLine[]
  readonly rows: readonly ImportRow[]
}

function checkTable({ kind, grid, findings }: TableInput, { choice, unit, columns, data, rows }: Checked): void {
  const sheet = grid.name
  const place = { sheet, cell: sheet, field: 'amount', value: unit.unit }
  if (unit.unitFrom === 'assumed') findings.add('unit_assumed', { ...place, cell: `${sheet} ${choice.columns[0]!.letter}` })
  if (unit.unit === '元' && unit.unitFrom !== 'corrected') findings.add('unit_yuan', place)
  const amounts = rows.flatMap((row) => (row.amountFen === null ? [] : [row.amountFen])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const median = amounts[Math.floor(amounts.length / 2)]
  if (median !== undefined && (median < BigInt(ODD_MEDIAN_YUAN.low) * 100n || median > BigInt(ODD_MEDIAN_YUAN.high) * 100n))
    findings.add('unit_odd', place, { amount: formatFen(median) })
  for (const line of data) {
    if (line.shift === 0) continue
    const value = squash(grid.cellsOf(line.row)[0]?.[1].text ?? '')
    findings.add(line.shift === -1 ? 'row_shifted_left' : 'row_shifted_right', { sheet, row: line.row, field: 'seq', value })
  }
  const table = { sheet, columns, lines: data, rows, findings }
  checkPersonal(table)
  checkLooksLikeTotal(table)
  if (kind === 'funds') checkFunds(table)
  else checkProjects(table)
}
