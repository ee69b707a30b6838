/**
 * Reads the money in one cell: `20万元`, `７４４`, `10(其中,灾情因素6万元)`, `167万元(少数民族发展资金)`, `*元`.
 * Exact to the fen; whatever is not exactly one amount is a problem with a name, never a guess and never 0.
 */
import { type Fen, fen, type MoneyUnit, parseFen } from '#kernel/money.ts'
import { EMPTY_SIGNS, MASK_SIGNS } from '#policy/import-words.ts'
import { type CellText, squash, wordsOf } from './sheet-grid.ts'

export type AmountProblem = 'blank' | 'masked' | 'text' | 'negative' | 'too_fine' | 'not_calculated' | 'cell_error' | 'several'

export interface AmountReading {
  readonly fen: Fen | null
  readonly problem: AmountProblem | null
  readonly unitInCell: MoneyUnit | null
  /** what stands after (or before) the number, without the outer brackets */
  readonly remark: string | null
  /** the part that a remark `其中…6万元` names; it is inside the amount */
  readonly ofWhichFen: Fen | null
  readonly fullWidth: boolean
  readonly separators: boolean
}

const EMPTY = new Set(wordsOf(EMPTY_SIGNS))
const MASKS = wordsOf(MASK_SIGNS)
const NUMBER = String.raw`[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)`
const UNIT = '(亿元|万元|亿|万|元)'
const ONE_NUMBER = new RegExp(`^(?:约|共|合计)?[¥]?(${NUMBER})${UNIT}?(?:整)?(.*)$`)
const WITH_UNIT = new RegExp(`(${NUMBER})${UNIT}`, 'g')

const nothing = { fen: null, unitInCell: null, remark: null, ofWhichFen: null, fullWidth: false, separators: false }
const problem = (name: AmountProblem, more: Partial<AmountReading> = {}): AmountReading => ({ ...nothing, ...more, problem: name })

export const unitOf = (text: string | undefined): MoneyUnit | null =>
  text === undefined ? null : text.startsWith('亿') ? '亿元' : text.startsWith('万') ? '万元' : text === '元' ? '元' : null

export function readAmount(cell: CellText | undefined, unit: MoneyUnit): AmountReading {
  if (!cell) return problem('blank')
  if (cell.kind === 'error') return problem('cell_error')
  if (cell.formula !== undefined && cell.text === '') return problem('not_calculated')
  if (cell.kind === 'date' || cell.kind === 'boolean') return problem('text')
  return readAmountText(cell.text, unit)
}

export function readAmountText(raw: string, unit: MoneyUnit): AmountReading {
  const text = squash(raw)
  if (text === '' || EMPTY.has(text)) return problem('blank')
  const fullWidth = /[０-９]/.test(raw)
  const separators = /\d[,，]\d/.test(raw)
  const match = ONE_NUMBER.exec(text)
  if (!match) return withoutLeadingNumber(text)
  const [, number = '', unitText, rest = ''] = match
  if (/^\([\d,.]+\)$/.test(text)) return problem('negative')
  if (rest !== '' && !/^[((（【[{,,;;。、其含]/.test(rest)) return problem('text')
  const unitInCell = unitOf(unitText)
  const value = parseFen(number, unitInCell ?? unit)
  if (value === null) return problem('too_fine', { unitInCell })
  if (value < 0n) return problem('negative', { unitInCell })
  const remark = rest === '' ? null : rest.replace(/^[([【,;。、]+/, '').replace(/[)\]】。;]+$/, '')
  return { fen: value, problem: null, unitInCell, remark: remark || null, ofWhichFen: ofWhich(remark, unit), fullWidth, separators }
}

function withoutLeadingNumber(text: string): AmountReading {
  if (/^\([\d,.]+\)$/.test(text)) return problem('negative')
  if (MASKS.some((mark) => text.includes(mark))) return problem('masked')
  const amounts = [...text.matchAll(WITH_UNIT)]
  if (amounts.length > 1) return problem('several')
  const only = amounts[0]
  if (!only) return problem(/^(?:万元|元|亿元)$/.test(text) ? 'blank' : 'text')
  // "投资20万元" says one amount and what it is; a bare number inside a text ("2个村") does not.
  const unitInCell = unitOf(only[2])
  const value = parseFen(only[1]!, unitInCell ?? '元')
  if (value === null || value < 0n) return problem(value === null ? 'too_fine' : 'negative', { unitInCell })
  return { ...nothing, fen: value, problem: null, unitInCell, remark: text.replace(only[0], '').replace(/[::,,;;。]+$/, '') || null }
}

function ofWhich(remark: string | null, unit: MoneyUnit): Fen | null {
  if (remark === null || !/其中|含/.test(remark)) return null
  const found = [...remark.matchAll(WITH_UNIT)]
  if (found.length !== 1) return null
  return parseFen(found[0]![1]!, unitOf(found[0]![2]) ?? unit)
}

export interface NamedAmount {
  readonly label: string
  readonly amountFen: Fen
}

/** Every "name + amount with unit" in a text: `中央资金50万元、省级20万元`. Labels are what stands before each amount. */
export function namedAmounts(raw: string): NamedAmount[] {
  const text = squash(raw)
  const found: NamedAmount[] = []
  let from = 0
  for (const match of text.matchAll(WITH_UNIT)) {
    const amount = parseFen(match[1]!, unitOf(match[2]) ?? '元')
    const label = text.slice(from, match.index).replace(/^[;;,,、。)]+|[::=(]+$/g, '')
    if (amount !== null && amount > 0n) found.push({ label, amountFen: amount })
    from = match.index + match[0].length
  }
  return found
}

/** Budget subject codes with their amounts: `其中39.046万款列2110302;10.954万元款列2160699`, or one code alone. */
export function budgetSubjects(raw: string, whole: Fen | null): { code: string; amountFen: Fen | null }[] {
  const text = squash(raw)
  const codes = [...new Set(text.match(/(?<!\d)(?:\d{7}|\d{5}|\d{3})(?!\d|[.万元])/g) ?? [])]
  const amounts = namedAmounts(raw).map((n) => n.amountFen)
  if (codes.length === 1) return [{ code: codes[0]!, amountFen: whole === null ? null : fen(whole) }]
  return codes.map((code, i) => ({ code, amountFen: amounts.length === codes.length ? amounts[i]! : null }))
}
