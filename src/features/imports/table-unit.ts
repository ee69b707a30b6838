/** The unit of money of a table: corrected by hand, in the header, in a line or the title, in the cells, else assumed. */
import { type MoneyUnit, ZERO } from '#kernel/money.ts'
import { BARE_YUAN_FROM } from '#policy/import-words.ts'
import type { AmountChoice } from './amount-columns.ts'
import { readAmount } from './amount-text.ts'
import type { Column } from './columns.ts'
import type { SheetPreview } from './import-preview.ts'
import type { Grid } from './sheet-grid.ts'
import type { TableSpot } from './table-finder.ts'

/** All texts of one column below the header. */
export const figures = (grid: Grid, spot: TableSpot, column: Column): string[] => {
  const found: string[] = []
  for (let row = spot.firstRow; row <= spot.lastRow; row++) {
    const cell = grid.own(row, column.column)
    if (cell) found.push(cell.text)
  }
  return found
}

export type Unit = Pick<SheetPreview, 'unit' | 'unitFrom'>

export function unitOfTable(grid: Grid, spot: TableSpot, choice: AmountChoice, corrected: MoneyUnit | undefined): Unit {
  if (corrected) return { unit: corrected, unitFrom: 'corrected' }
  const column = choice.columns[0]!
  if (column.unit) return { unit: column.unit, unitFrom: 'header' }
  const readings = figures(grid, spot, column).map((text) => readAmount({ text, kind: 'text' }, '元'))
  const inCells = readings.filter((reading) => reading.unitInCell !== null)
  const said = spot.unitLine
    ? ({ unit: spot.unitLine, unitFrom: 'line' } as const)
    : spot.unitInTitle
      ? ({ unit: spot.unitInTitle, unitFrom: 'title' } as const)
      : null
  if (said) return said
  if (inCells.length > 0 && inCells.length * 2 >= readings.filter((r) => r.fen !== null).length)
    return { unit: inCells[0]!.unitInCell!, unitFrom: 'cell' }
  const amounts = readings.flatMap((reading) => (reading.fen === null ? [] : [reading.fen])).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const median = amounts[Math.floor(amounts.length / 2)] ?? ZERO
  return { unit: median >= BigInt(BARE_YUAN_FROM) * 100n ? '元' : '万元', unitFrom: 'assumed' }
}
