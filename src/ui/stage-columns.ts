/** The columns of money for any row that carries amounts by stage. A stage beside the main four is left out while no row holds any. */
import type { RowsColumn } from './RowsTable.tsx'
import { announcedLabel, stageLabel, stageOrder, type BarStage, type StageAmounts } from './StageBar.tsx'

const MAIN: readonly BarStage[] = ['available', 'reserved', 'committed', 'paid']
/** What money of a contract can be in. */
export const contractStages: readonly BarStage[] = ['committed', 'ordered', 'returned', 'retained', 'advanced', 'paid', 'recoverable']

interface StageColumnOptions {
  readonly announced?: boolean
  readonly stages?: readonly BarStage[]
}

export function stageColumns<Row extends { readonly amounts: StageAmounts }>(
  rows: readonly Row[],
  { announced = true, stages = stageOrder }: StageColumnOptions = {},
): RowsColumn<Row>[] {
  const shown = stages.filter((stage) => MAIN.includes(stage) || rows.some((row) => row.amounts[stage] !== '0'))
  const columns: RowsColumn<Row>[] = shown.map((stage) => ({ title: stageLabel(stage), money: (row) => row.amounts[stage] }))
  return announced ? [{ title: announcedLabel, money: (row) => row.amounts.announced }, ...columns] : columns
}
