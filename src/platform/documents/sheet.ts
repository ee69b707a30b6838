/**
 * A sheet of paper as plain data: texts, rules, fills and QR codes at places in points (1/72 inch), from the top left. Layouts
 * (voucher.ts, table-report.ts, statement-letter.ts) make sheets and know no PDF; paint.ts paints sheets and knows no accounting.
 */

export type Align = 'left' | 'center' | 'right'

export interface TextMark {
  readonly kind: 'text'
  readonly text: string
  /** Where the text begins, has its middle or ends, by `align`. */
  readonly x: number
  /** The middle of a Chinese character, so that texts of unlike size stand on one line. */
  readonly y: number
  readonly size: number
  readonly align: Align
  readonly bold: boolean
  readonly color: string
  /** Extra space between characters, for titles. */
  readonly spacing: number
}

export interface RuleMark {
  readonly kind: 'rule'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly weight: number
  readonly color: string
  readonly dashed: boolean
}

export interface FillMark {
  readonly kind: 'fill'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly color: string
}

export interface QrMark {
  readonly kind: 'qr'
  readonly x: number
  readonly y: number
  readonly side: number
  readonly content: string
}

export type Mark = TextMark | RuleMark | FillMark | QrMark

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}

export const INK = '#111111'
export const GREY = '#8c8c8c'
/** Red letters (红字). */
export const RED = '#c00000'
export const SHADE = '#f0f0ee'

export const A4 = { width: 595.28, height: 841.89 } as const
export const A5_LANDSCAPE = { width: 595.28, height: 420.94 } as const

interface TextLook {
  readonly size: number
  readonly align?: Align
  readonly bold?: boolean
  readonly color?: string
  readonly spacing?: number
}

export const text = (content: string, x: number, y: number, look: TextLook): TextMark => ({
  kind: 'text',
  text: content,
  x,
  y,
  size: look.size,
  align: look.align ?? 'left',
  bold: look.bold ?? false,
  color: look.color ?? INK,
  spacing: look.spacing ?? 0,
})

interface RuleLook {
  readonly weight?: number
  readonly color?: string
  readonly dashed?: boolean
}

export const rule = (x1: number, y1: number, x2: number, y2: number, look: RuleLook = {}): RuleMark => ({
  kind: 'rule',
  x1,
  y1,
  x2,
  y2,
  weight: look.weight ?? 0.5,
  color: look.color ?? INK,
  dashed: look.dashed ?? false,
})

export const frame = (x: number, y: number, width: number, height: number, weight: number): RuleMark[] => [
  rule(x, y, x + width, y, { weight }),
  rule(x, y + height, x + width, y + height, { weight }),
  rule(x, y, x, y + height, { weight }),
  rule(x + width, y, x + width, y + height, { weight }),
]

/** Marks moved down, to put two small sheets on one. */
export const lowered = (marks: readonly Mark[], by: number): Mark[] =>
  marks.map((mark) => (mark.kind === 'rule' ? { ...mark, y1: mark.y1 + by, y2: mark.y2 + by } : { ...mark, y: mark.y + by }))
