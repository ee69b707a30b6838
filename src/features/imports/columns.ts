/** Gives every column of a table its meaning: by header words, by what was corrected by hand, else by content. */
import type { MoneyUnit } from '#kernel/money.ts'
import { readAmountText } from './amount-text.ts'
import { looksLikeDocNo } from './document-number.ts'
import { levelOf, levelsIn } from './fund-words.ts'
import type { ImportKind } from './import-preview.ts'
import { EXACT, meaningOf, type MoneyRole, type TextField, unitInHeader } from './headers.ts'
import { type Grid, letterOf, squash } from './sheet-grid.ts'
import type { TableSpot } from './table-finder.ts'

/** What a column is taken for. `money` waits for the choice of the amount; after it, columns are amount, source, part or other. */
export type FieldName =
  | TextField
  | Exclude<MoneyRole, 'thisAllotment' | 'fiscal' | 'whole'>
  | 'amount'
  | 'totalInvestment'
  | 'source'
  | 'part'
  | 'other'

export interface Column {
  readonly column: number
  readonly letter: string
  readonly header: string
  readonly path: readonly string[]
  field: FieldName | 'ignore' | 'money'
  readonly role: MoneyRole | null
  readonly order: number
  readonly level: string | null
  readonly unit: MoneyUnit | null
  readonly byHand: boolean
  guessed?: boolean
}

const TOTAL_LEAF = /^(?:合计|小计|总计|计|总额)$/

export function columnsOf(kind: ImportKind, grid: Grid, spot: TableSpot, byHand: Readonly<Record<string, FieldName | 'ignore'>>): Column[] {
  const columns: Column[] = []
  for (let column = 1; column <= grid.lastColumn; column++) {
    const letter = letterOf(column)
    const path = spot.path(column)
    const sample = sampleOf(grid, spot, column)
    if (path.length === 0 && sample.length === 0 && !byHand[letter]) continue
    columns.push(columnOf(column, letter, path, sample, byHand[letter]))
  }
  guessByContent(grid, spot, columns)
  settleUnits(columns)
  if (kind === 'funds') settleFunds(columns, (column) => sampleOf(grid, spot, column.column))
  return columns
}

function columnOf(
  column: number,
  letter: string,
  path: readonly string[],
  sample: readonly string[],
  hand: FieldName | 'ignore' | undefined,
): Column {
  const header = path.join(' / ')
  const leaf = path.at(-1) ?? ''
  const unit = path.map(unitInHeader).findLast((u) => u !== null) ?? null
  const base = { column, letter, header, path, unit, level: path.map(levelOf).findLast((level) => level !== null) ?? null }
  const none = { role: null, order: 99 }
  if (hand) return { ...base, field: hand, ...none, byHand: true }
  const found = best(path)
  const numeric = mostlyMoney(sample)
  const isLevel = levelsIn(leaf).length > 0 && (found?.is === 'money' || numeric)
  if (
    found?.is === 'text' &&
    !(isLevel && found.field !== 'personal' && levelOf(leaf) !== null && numeric && found.score < 1500 && isLevelOnly(leaf))
  )
    return { ...base, field: found.field, ...none, byHand: false }
  // a header that is a word for money to the letter, or that has a unit, is believed even when rows are shifted
  const sure = (found?.score ?? 0) >= EXACT || unit !== null
  if (found?.is === 'money' && (numeric || sample.length === 0 || (sure && someMoney(sample)))) {
    const side = !['thisAllotment', 'fiscal', 'whole'].includes(found.role)
    return { ...base, field: side ? (found.role as FieldName) : 'money', role: found.role, order: found.order, byHand: false }
  }
  if (isLevel && numeric) return { ...base, field: 'money', role: 'fiscal', order: 98, byHand: false }
  if (unit && numeric) return { ...base, field: 'money', role: 'fiscal', order: 97, byHand: false }
  return { ...base, field: 'other', ...none, byHand: false }
}

const isLevelOnly = (leaf: string): boolean => squash(leaf).length <= 6

/** The leaf decides; a leaf such as 合计 or one without meaning takes that of the group over it; a side role anywhere wins. */
function best(path: readonly string[]) {
  const meanings = path.map(meaningOf)
  const side = meanings.find((m) => m?.is === 'money' && !['thisAllotment', 'fiscal', 'whole'].includes(m.role))
  if (side) return side
  const leaf = meanings.at(-1) ?? null
  const group = meanings.slice(0, -1).findLast((m) => m !== null) ?? null
  if (leaf === null) return group
  if (group && TOTAL_LEAF.test(squash(path.at(-1)!))) return group.is === 'text' && group.field === 'fundName' ? leaf : group
  if (leaf.is === 'money') {
    const stronger = meanings.find((m) => m?.is === 'money' && m.role === 'thisAllotment')
    return stronger ?? leaf
  }
  return leaf
}

/** 单位 beside a quantity is its unit; alone it is an office. */
function settleUnits(columns: readonly Column[]): void {
  if (columns.some((column) => column.field === 'quantity' || column.field === 'standard' || column.field === 'responsibleUnit')) return
  for (const column of columns) if (column.field === 'quantityUnit' && !column.byHand) column.field = 'responsibleUnit'
}

/** In a list of funds 名称 is the fund's name, and a source column that holds only 中央, 省级 … is its level. */
function settleFunds(columns: readonly Column[], sample: (column: Column) => readonly string[]): void {
  const fund = columns.find((column) => column.field === 'fundName' && !column.byHand)
  const name = columns.find((column) => column.field === 'projectName' && !column.byHand)
  const bareLevels = fund && sample(fund).every((text) => squash(text).length <= 5 && levelOf(text) !== null)
  if (fund && bareLevels && name && !columns.some((column) => column.field === 'level')) {
    fund.field = 'level'
    name.field = 'fundName'
  } else if (!columns.some((column) => column.field === 'fundName') && name) name.field = 'fundName'
}

const SAMPLE = 200

function sampleOf(grid: Grid, spot: TableSpot, column: number): string[] {
  const found: string[] = []
  for (let row = spot.firstRow; row <= spot.lastRow && found.length < SAMPLE; row++) {
    const cell = grid.own(row, column)
    if (cell && grid.cellsOf(row).length > 1) found.push(cell.text)
  }
  return found
}

/** At least half of the cells hold one amount, or were blanked out or masked where an amount should be. */
export function mostlyMoney(sample: readonly string[]): boolean {
  const good = sample.filter((text) => {
    const { problem } = readAmountText(text, '亿元')
    return problem === null || problem === 'masked' || problem === 'blank' || problem === 'negative' || problem === 'too_fine'
  })
  return sample.length > 0 && good.length * 2 >= sample.length
}

const someMoney = (sample: readonly string[]): boolean => {
  const good = sample.filter((text) => readAmountText(text, '亿元').fen !== null)
  return good.length * 4 >= sample.length
}

const share = (sample: readonly string[], test: (text: string) => boolean): boolean =>
  sample.length >= 2 && sample.filter(test).length * 10 >= sample.length * 7

/** Unnamed columns by what stands in them, for fields that no header has claimed. */
function guessByContent(grid: Grid, spot: TableSpot, columns: readonly Column[]): void {
  const tests: readonly (readonly [FieldName, (text: string) => boolean])[] = [
    ['docNo', looksLikeDocNo],
    ['personal', (text) => /^(?:1[3-9]\d{9}|\d{17}[\dXx])$/.test(squash(text))],
    ['village', (text) => /^[\u3400-\u9fff]{2,8}(?:村|社区|嘎查)$/.test(squash(text))],
    ['township', (text) => /^[\u3400-\u9fff]{2,8}(?:镇|乡|街道|办事处|苏木)$/.test(squash(text))],
  ]
  const taken = new Set(columns.map((c) => c.field))
  for (const column of columns) {
    if (column.field !== 'other') continue
    const sample = sampleOf(grid, spot, column.column)
    const numbers = sample.map((text) => Number(text))
    const counts = numbers.length >= 2 && numbers.every((n, i) => Number.isInteger(n) && (i === 0 ? n === 1 : n === numbers[i - 1]! + 1))
    const field = counts && column.column === 1 ? 'seq' : tests.find(([, test]) => share(sample, test))?.[0]
    if (!field || (taken.has(field) && field !== 'personal')) continue
    column.field = field
    column.guessed = true
    taken.add(field)
  }
}
