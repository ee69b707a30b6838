/** Where the money of a line comes from, and the other figures that stand in it. */
import { type Fen, ZERO } from '#kernel/money.ts'
import { namedAmounts, readAmount } from './amount-text.ts'
import type { Column, FieldName } from './columns.ts'
import { docNosIn, looksLikeDocNo, normaliseDocNo } from './document-number.ts'
import { levelOf } from './fund-words.ts'
import { meaningOf } from './headers.ts'
import type { FundingSource, ImportFields, OtherAmount } from './import-preview.ts'
import type { LineContext } from './line-fields.ts'
import { cellName, squash } from './sheet-grid.ts'
import type { DataLine } from './table-lines.ts'

/** Sources by columns, by the bracket behind the amount, or by the words of the fund column; whole money when no split is printed. */
export function sourcesOf(line: DataLine, context: LineContext, fields: ImportFields, amountFen: Fen | null): FundingSource[] {
  if (context.kind === 'funds') {
    const docNo = fields.docNo === null ? {} : { docNo: fields.docNo }
    return [{ level: fields.level, name: fields.fundName, ...docNo, amountFen }]
  }
  const byColumn = context.sources.flatMap((column): FundingSource[] => {
    const reading = readAmount(line.cell(column.column), context.unitFor(column))
    if (reading.fen === null || reading.fen === ZERO) return []
    return [{ level: column.level, name: sourceName(column), amountFen: reading.fen }]
  })
  if (byColumn.length > 0) return byColumn
  if (fields.amountRemark && /资金|基金|债券|公益金|自筹/.test(fields.amountRemark) && !/其中/.test(fields.amountRemark))
    return [{ level: levelOf(fields.amountRemark) ?? levelOf(context.title), name: fields.amountRemark, amountFen }]
  const fund = fields.fundName
  if (fund === null) return []
  const named = namedAmounts(fund)
  if (named.length > 0 && amountFen !== null && named.reduce((sum, one) => sum + one.amountFen, 0n) <= amountFen)
    return named.map((one) => ({ level: levelOf(one.label), name: one.label || null, amountFen: one.amountFen }))
  const docNo = docNosIn(fund)
  const name = looksLikeDocNo(fund) && normaliseDocNo(fund) === docNo[0] ? null : fund
  return [{ level: levelOf(fund), name, ...(docNo.length === 1 ? { docNo: docNo[0]! } : {}), amountFen }]
}

const withoutUnit = (text: string): string =>
  squash(text)
    .replace(/[((](?:单位[::])?(?:亿元|万元|元)[))]/g, '')
    .replace(/^其中[::]?/, '')

/** The header names the source; a bare level takes the name of the fund in the group over it, if that is one. */
function sourceName(column: Column): string {
  const leaf = withoutUnit(column.path.at(-1) ?? '')
  const group = withoutUnit(column.path.at(-2) ?? '')
  return leaf.length <= 3 && group.endsWith('资金') && meaningOf(group)?.is === 'money' ? `${leaf}${group}` : leaf
}

const SIDE: readonly FieldName[] = [
  'totalInvestment',
  'part',
  'paid',
  'payable',
  'surplus',
  'settlement',
  'submitted',
  'managementFee',
  'contract',
  'before',
  'recovered',
  'change',
  'loan',
]

export function otherAmounts(line: DataLine, context: LineContext): OtherAmount[] {
  return context.columns.flatMap((column): OtherAmount[] => {
    if (!SIDE.includes(column.field as FieldName)) return []
    const reading = readAmount(line.cell(column.column), context.unitFor(column))
    if (reading.fen === null) return []
    return [
      {
        field: column.field as FieldName,
        header: column.header,
        cell: cellName(line.row, column.column + line.shift),
        amountFen: reading.fen,
      },
    ]
  })
}
