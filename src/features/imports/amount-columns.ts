/**
 * Chooses, among several columns of money, the money of this allotment: 本次安排 before 财政资金 before 总投资. The others are
 * kept: shares by level (sources), parts of the total, and side figures.
 */
import type { Column } from './columns.ts'
import { squash } from './sheet-grid.ts'

export interface AmountChoice {
  /** one column, or several whose sum is the amount */
  readonly columns: readonly Column[]
  readonly sources: readonly Column[]
  /** true when other columns could have been meant as well */
  readonly doubtful: boolean
}

const TOTAL = /合计|总计|小计|共计/
const isTotalPath = (column: Column): boolean => column.path.some((text) => TOTAL.test(squash(text)))
const RANK = { thisAllotment: 0, fiscal: 1, whole: 2 } as const

/** `sumsUp(total, parts)` tells whether the parts add up to the total in most rows. */
export function chooseAmount(columns: readonly Column[], sumsUp: (total: Column, parts: readonly Column[]) => boolean): AmountChoice {
  const hand = columns.filter((column) => column.byHand && column.field === 'amount')
  const handSources = columns.filter((column) => column.byHand && column.field === 'source')
  const money = columns.filter((column) => column.field === 'money')
  const shares = [...handSources, ...money.filter((column) => column.level !== null && !isTotalPath(column))]
  const general = money.filter((column) => !shares.includes(column))
  if (hand.length > 0) return settle(hand, columns, shares, false)
  const ranked = [...general].sort((a, b) => rank(a) - rank(b))
  const first = ranked[0]
  if (first && (first.role !== 'whole' || shares.length === 0)) {
    const equals = ranked.filter((column) => rank(column) === rank(first))
    const repeated =
      equals.length > 1 && new Set(equals.map((c) => squash(c.path[0] ?? ''))).size === equals.length && first.path.length > 1
    // the same leaf under several groups and no total among them: the amount is their sum
    if (repeated) return settle(equals, columns, shares, true)
    return settle([first], columns, ofTheAmount(first, shares, sumsUp), equals.length > 1)
  }
  if (first && (isOfWhich(first, shares) || sumsUp(first, shares))) return settle([first], columns, shares, false)
  if (shares.length > 0) return settle(shares, columns, shares, shares.length > 1 || first !== undefined)
  return { columns: [], sources: [], doubtful: false }
}

/** 其中:中央资金, or a 小计 in the same group: the shares say part of the total, the rest is unsaid. */
const isOfWhich = (total: Column, shares: readonly Column[]): boolean =>
  shares.every(
    (share) => share.path.some((text) => squash(text).startsWith('其中')) || (total.path.length > 1 && share.path[0] === total.path[0]),
  )

const NOT_FISCAL = /自筹|贷款|社会|其他/

/** Beside 财政资金 a column 自筹 is another purse, unless only all columns together make the amount. */
function ofTheAmount(
  amount: Column,
  shares: readonly Column[],
  sumsUp: (total: Column, parts: readonly Column[]) => boolean,
): readonly Column[] {
  const fiscal = shares.filter((column) => !NOT_FISCAL.test(column.level ?? ''))
  return fiscal.length < shares.length && !sumsUp(amount, shares) ? fiscal : shares
}

function rank(column: Column): number {
  const group = column.role === 'thisAllotment' || column.role === 'fiscal' || column.role === 'whole' ? RANK[column.role] : 3
  const whole = isTotalPath(column) && column.role !== 'whole' ? 0 : 1
  return group * 10_000 + whole * 1000 + column.order
}

function settle(amount: readonly Column[], columns: readonly Column[], shares: readonly Column[], doubtful: boolean): AmountChoice {
  for (const column of columns) {
    if (amount.includes(column)) column.field = 'amount'
    else if (shares.includes(column)) column.field = 'source'
    else if (column.field === 'money')
      column.field = column.role === 'whole' && column.level === null && !isPart(column, amount) ? 'totalInvestment' : 'part'
  }
  return { columns: amount, sources: shares, doubtful }
}

const isPart = (column: Column, amount: readonly Column[]): boolean =>
  amount.some((a) => a.path.at(-1) === column.path.at(-1) && a !== column)
