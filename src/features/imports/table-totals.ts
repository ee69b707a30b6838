/** Compares every printed total with the lines it stands for, and settles what the table publishes as its total. */
import { add, type Fen, fen, formatFen, negate, sum, ZERO } from '#kernel/money.ts'
import { ANNOUNCED_TOTAL_WORDS } from '#policy/import-words.ts'
import { readAmountText } from './amount-text.ts'
import type { HiddenTotal } from './hidden-totals.ts'
import type { FindingList } from './import-findings.ts'
import type { TotalRow } from './import-preview.ts'
import { squash, wordsOf } from './sheet-grid.ts'
import type { LabelledTotal } from './table-lines.ts'

export interface Amounted {
  readonly row: number
  readonly amount: Fen | null
}

interface Input {
  readonly sheet: string
  readonly lines: readonly Amounted[]
  readonly labelled: readonly (LabelledTotal & { readonly amount: Fen | null })[]
  readonly hidden: readonly HiddenTotal[]
  readonly cellOf: (row: number) => string
  readonly findings: FindingList
}

const KIND = { total: '合计', subtotal: '小计' } as const

export function checkTotals(input: Input): { totals: TotalRow[]; published: Fen | null } {
  const hiddenAt = new Set(input.hidden.map((total) => total.index))
  const details = input.lines.map((line, index) => ({ ...line, index })).filter((line) => !hiddenAt.has(line.index))
  const all = total(details)
  const totals: TotalRow[] = [...labelled(input, details, all), ...input.hidden.map((one) => hidden(input, one, hiddenAt))].sort(
    (a, b) => a.row - b.row,
  )
  for (const one of totals) if (!one.equal && one.amountFen !== null) reportDifference(input, one)
  const whole = totals.filter((one) => one.kind === 'total' && one.amountFen !== null)
  const grand = whole.find((one) => one.sumFen === all) ?? whole.at(-1)
  const subtotals = totals.filter((one) => one.kind === 'subtotal' && one.amountFen !== null)
  const covered = sum(subtotals.map((one) => one.sumFen))
  const bySubtotals = subtotals.length > 0 && covered === all ? sum(subtotals.map((one) => one.amountFen!)) : null
  return { totals, published: grand?.amountFen ?? bySubtotals }
}

const total = (lines: readonly Amounted[]): Fen => sum(lines.map((line) => line.amount ?? ZERO))

/** A subtotal stands below its lines or above them; whichever fits is taken, below if none does. */
function labelled(input: Input, details: readonly (Amounted & { index: number })[], all: Fen): TotalRow[] {
  return input.labelled.map((one, i) => {
    const others = input.labelled.filter((_, k) => k !== i)
    const before = others.filter((o) => o.row < one.row).at(-1)
    const next = others.find((o) => o.row > one.row)
    const above = total(details.filter((line) => line.row < one.row && (!before || line.row > before.row)))
    const below = total(details.filter((line) => line.row > one.row && (!next || line.row < next.row)))
    const before0 = input.labelled.filter((o) => o.row < one.row && o.kind === 'total').at(-1)
    const sinceTotal = total(details.filter((line) => line.row < one.row && (!before0 || line.row > before0.row)))
    const choices = one.kind === 'total' ? [all, sinceTotal] : [above, below, sinceTotal]
    const sumFen = choices.find((choice) => choice === one.amount) ?? (one.kind === 'subtotal' && above === 0n ? below : choices[0]!)
    return { row: one.row, label: one.label, kind: one.kind, amountFen: one.amount, sumFen, equal: one.amount === sumFen }
  })
}

function hidden(input: Input, one: HiddenTotal, hiddenAt: ReadonlySet<number>): TotalRow {
  const line = input.lines[one.index]!
  const sumFen = total(one.covers.filter((i) => !hiddenAt.has(i)).map((i) => input.lines[i]!))
  const equal = line.amount === sumFen
  if (equal)
    input.findings.add(
      'total_unlabelled',
      { sheet: input.sheet, row: line.row, cell: input.cellOf(line.row), field: 'amount' },
      { published: formatFen(sumFen), label: KIND[one.kind] },
    )
  return { row: line.row, label: '', kind: one.kind, amountFen: line.amount, sumFen, equal }
}

function reportDifference(input: Input, one: TotalRow): void {
  input.findings.add(
    'total_differs',
    { sheet: input.sheet, row: one.row, cell: input.cellOf(one.row), field: 'amount', value: formatFen(one.amountFen!) },
    {
      label: one.label || KIND[one.kind],
      published: formatFen(one.amountFen!),
      sum: formatFen(one.sumFen),
      difference: formatFen(difference(one.amountFen!, one.sumFen)),
    },
  )
}

export const difference = (a: Fen, b: Fen): Fen => {
  const rest = add(a, negate(b))
  return rest < 0n ? negate(rest) : rest
}

const WORDS = wordsOf(ANNOUNCED_TOTAL_WORDS).sort((a, b) => b.length - a.length)
const ANNOUNCED = new RegExp(`(?:${WORDS.join('|')})[^\\d元;;。]{0,12}?(\\d[\\d,.]*)(亿元|万元|亿|万|元)`)

/** A total that only a title or a note says: `共安排资金500万元`. */
export function announcedTotal(texts: readonly string[]): Fen | null {
  for (const text of texts) {
    const match = ANNOUNCED.exec(squash(text))
    if (!match) continue
    const { fen: amount } = readAmountText(`${match[1]}${match[2]}`, '元')
    if (amount !== null && amount > 0n) return fen(amount)
  }
  return null
}
