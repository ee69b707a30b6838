/** What stands around the table of a statement and in its lines that are no movement: account, period, balances, totals. Pure. */
import type { CivilDate } from '#kernel/civil-date.ts'
import type { Fen } from '#kernel/money.ts'
import { type Grid, squash } from '#features/imports/sheet-grid.ts'
import {
  ACCOUNT_LABELS,
  CLOSING_WORDS,
  FROM_LABELS,
  IN_TOTAL_LABELS,
  OPENING_WORDS,
  OUT_TOTAL_LABELS,
  PAGE_TOTAL_WORDS,
  TO_LABELS,
  TOTAL_LINE_WORDS,
} from '#policy/bank-statement-words.ts'
import { dayIn, daysIn, fieldOf, labelsOf, moneyOf, valueAfter } from './statement-cells.model.ts'

export interface Beside {
  readonly accountNo: string | null
  readonly from: CivilDate | null
  readonly to: CivilDate | null
  readonly openingFen: Fen | null
  readonly closingFen: Fen | null
  readonly outTotalFen: Fen | null
  readonly inTotalFen: Fen | null
}

export interface TableArea {
  readonly grid: Grid
  readonly headerRow: number
  readonly firstRow: number
  readonly isLine: (row: number) => boolean
}

const OPENING = labelsOf(OPENING_WORDS)
const CLOSING = labelsOf(CLOSING_WORDS)
const TOTAL = labelsOf(TOTAL_LINE_WORDS)
const PAGE_TOTAL = labelsOf(PAGE_TOTAL_WORDS)
const LABELS = {
  account: labelsOf(ACCOUNT_LABELS),
  from: labelsOf(FROM_LABELS),
  to: labelsOf(TO_LABELS),
  out: labelsOf(OUT_TOTAL_LABELS),
  in: labelsOf(IN_TOTAL_LABELS),
}

/** What a line of the table is when it is no movement: its first text says so. */
export function lineLabel(grid: Grid, row: number): 'opening' | 'closing' | 'total' | 'page-total' | null {
  for (const [, cell] of grid.cellsOf(row)) {
    if (cell.kind !== 'text') continue
    const word = squash(cell.text).replace(/[::].*$/, '')
    if (OPENING.includes(word)) return 'opening'
    if (CLOSING.includes(word)) return 'closing'
    if (TOTAL.includes(word)) return 'total'
    if (PAGE_TOTAL.includes(word)) return 'page-total'
  }
  return null
}

export function readBeside(tables: readonly TableArea[]): Beside {
  const found = { accountNo: null, from: null, to: null, openingFen: null, closingFen: null, outTotalFen: null, inTotalFen: null }
  const beside: { -readonly [K in keyof Beside]: Beside[K] } = found
  for (const table of tables)
    for (let row = 1; row <= table.grid.lastRow; row++) {
      if (row >= table.headerRow && row < table.firstRow) continue
      if (table.isLine(row)) continue
      readLabels(table.grid, row, beside)
      if (row >= table.firstRow) readLabelLine(table, row, beside)
    }
  return beside
}

type Found = { -readonly [K in keyof Beside]: Beside[K] }

function readLabels(grid: Grid, row: number, found: Found): void {
  const cells = grid.cellsOf(row)
  cells.forEach(([, cell], i) => {
    const next = cells[i + 1]?.[1].text ?? null
    const value = (labels: readonly string[]) => valueAfter(cell.text, next, labels)
    const account = value(LABELS.account)?.match(/^[\d*xX-]{8,40}/)?.[0]
    found.accountNo ??= account ?? null
    const days = daysIn(cell.text)
    if (days) {
      found.from ??= days.from
      found.to ??= days.to
    }
    found.from ??= dayIn(value(LABELS.from) ?? '')
    found.to ??= dayIn(value(LABELS.to) ?? '')
    found.openingFen ??= moneyAfter(value(OPENING))
    found.closingFen = moneyAfter(value(CLOSING)) ?? found.closingFen
    found.outTotalFen ??= moneyAfter(value(LABELS.out))
    found.inTotalFen ??= moneyAfter(value(LABELS.in))
  })
}

/** The amount at the beginning of what follows a label; words after it belong to the next label. */
function moneyAfter(value: string | null): Fen | null {
  const text = value === null ? undefined : /^[¥￥]?[+-]?[\d,]+(?:\.\d{1,2})?/.exec(value)?.[0]
  return text === undefined ? null : moneyOf({ text, kind: 'text' }).fen
}

/** `承前页 … 1,000.00` inside the table: the balance stands in the column of balances, the sums in their own columns. */
function readLabelLine({ grid, headerRow, firstRow }: TableArea, row: number, found: Found): void {
  const label = lineLabel(grid, row)
  if (label === null || label === 'page-total') return
  const column = (name: string) => {
    for (let c = 1; c <= grid.lastColumn; c++) {
      const header = grid.own(firstRow - 1, c)?.text ?? grid.at(headerRow, c)?.text ?? ''
      if (fieldOf(header) === name) return moneyOf(grid.own(row, c))
    }
    return { fen: null, blank: true }
  }
  const money = (name: string) => {
    const { fen, blank } = column(name)
    return blank ? null : fen
  }
  if (label === 'opening') found.openingFen ??= money('balance')
  if (label === 'closing') found.closingFen = money('balance') ?? found.closingFen
  if (label !== 'total') return
  found.outTotalFen ??= money('debit')
  found.inTotalFen ??= money('credit')
}
