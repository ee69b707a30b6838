/** The digit boxes of an amount column (亿千百十万千百十元角分): one digit a box, heavier rules at each thousand and at the point. */
import { type Fen, magnitude } from '#kernel/money.ts'
import { GREY, INK, type Mark, RED, rule, text } from './sheet.ts'

export interface Boxes {
  /** How many, 分 included. */
  readonly count: number
  readonly step: number
  readonly size: number
}

/** From 分 upwards; a printed form ends at 亿, larger sums get more boxes. */
const PLACES = '分角元十百千万十百千亿十百千万十百千亿'
const USUAL = 11

/** Boxes wide enough for the largest of these amounts with a ¥ before it. */
export function boxesOf(amounts: readonly (bigint | null)[], width: number): Boxes {
  const longest = Math.max(...amounts.map((amount) => magnitude(amount ?? 0n).toString().length))
  const count = Math.max(USUAL, longest)
  const step = width / count
  return { count, step, size: Math.min(9.5, step * 0.98) }
}

export const boxHead = (boxes: Boxes, x: number, y: number): Mark[] =>
  Array.from({ length: boxes.count }, (_, i) =>
    text(PLACES[boxes.count - 1 - i]!, x + (i + 0.5) * boxes.step, y, { size: Math.min(7, boxes.step * 0.75), align: 'center' }),
  )

export const boxRules = (boxes: Boxes, x: number, top: number, bottom: number): Mark[] =>
  Array.from({ length: boxes.count - 1 }, (_, i) => {
    const after = boxes.count - 1 - i
    const at = x + (i + 1) * boxes.step
    if (after === 2) return rule(at, top, at, bottom, { weight: 0.8, color: RED })
    const thousand = (after - 2) % 3 === 0
    return rule(at, top, at, bottom, thousand ? { weight: 0.7, color: INK } : { weight: 0.25, color: GREY })
  })

/** An amount, below zero in red and without a sign, as red letters are. Zero is three digits: 0.00. */
export function amountCell(boxes: Boxes, amount: Fen, x: number, y: number, withSign: boolean): Mark[] {
  const digits = [...magnitude(amount).toString().padStart(3, '0')]
  const color = amount < 0n ? RED : INK
  const at = (place: number) => x + (boxes.count - place - 0.5) * boxes.step
  const marks: Mark[] = digits.map((digit, i) =>
    text(digit, at(digits.length - 1 - i), y, { size: boxes.size, align: 'center', color, bold: withSign }),
  )
  if (withSign && digits.length < boxes.count)
    marks.unshift(text('¥', at(digits.length), y, { size: boxes.size, align: 'center', color, bold: true }))
  return marks
}
