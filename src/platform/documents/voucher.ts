/**
 * 记账凭证 in the look of the printed form: A5 landscape, amounts in ruled digit boxes, capital numerals, five signatures, and the head
 * of the chain as a short code and a QR, so that paper proves the books. More lines than fit go on with 过次页 and 承前页; empty
 * lines are struck through and red letters printed red, both as 《会计基础工作规范》 art. 51 and 54 ask.
 */
import type { CivilDate } from '#kernel/civil-date.ts'
import { add, capitalNumerals, type Fen, fen, sum, ZERO } from '#kernel/money.ts'
import { type BookKey, books } from '#policy/books.ts'
import { amountCell, boxesOf, type Boxes, boxHead, boxRules } from './digit-boxes.ts'
import { fit, LEADING, widthOf } from './measure.ts'
import { A4, A5_LANDSCAPE, frame, GREY, INK, lowered, type Mark, RED, rule, type Sheet, text } from './sheet.ts'

export interface VoucherLine {
  /** 摘要 */
  readonly summary: string
  /** 总账科目, with its code if wanted: `501 项目支出`. */
  readonly subject: string
  /** 明细科目: lot, project, contract, payee. Empty when there is none. */
  readonly detail: string
  /** One of the two is null. Below zero is printed in red. */
  readonly debitFen: Fen | null
  readonly creditFen: Fen | null
}

export interface VoucherDocument {
  /** 核算单位: `光山县财政局（整合资金专户）`. */
  readonly office: string
  /** 扶贫专账, 统筹专账, 城投融资专账. */
  readonly book: string
  /** 资金 or 指标: never both on one voucher. */
  readonly ledger: '资金' | '指标'
  /** The number in the book and month of `date`: 记字第 0012 号. */
  readonly no: number
  readonly date: CivilDate
  /** 附单据 n 张 */
  readonly papers: number
  /** A red-letter voucher (红字冲销). Give its amounts below zero. */
  readonly red: boolean
  /** What it corrects, printed beside the code: `冲销 2017 年 6 月 记字第 0008 号`. */
  readonly note: string | null
  readonly lines: readonly VoucherLine[]
  /** Names where they are known. */
  readonly signatures: {
    readonly manager: string | null
    readonly keeper: string | null
    readonly reviewer: string | null
    readonly cashier: string | null
    readonly maker: string | null
  }
  /** The posting behind it; `book` is the key, `hash` the whole hash in hex. */
  readonly chain: { readonly district: string; readonly book: string; readonly number: bigint; readonly hash: string }
}

export interface VoucherPaper {
  /** `A5`: a landscape sheet each. `A4`: two on a portrait sheet with a line to cut along. */
  readonly paper: 'A5' | 'A4'
}

/** What the QR of a voucher says; `headgate verify` and a phone read it back. */
export const chainMark = ({ district, book, number, hash }: VoucherDocument['chain']): string =>
  `headgate:${district}:${book}:${number}:${hash}`

/** The first 16 hex digits of a hash in groups of four, to compare by eye. */
export const shortCode = (hash: string): string => (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ').toUpperCase()

const LEFT = 46
const RIGHT = 573
const WIDTH = RIGHT - LEFT
const COLUMNS = { summary: 108, subject: 80, detail: 127, amount: 106 } as const
const AT = {
  subject: LEFT + COLUMNS.summary,
  detail: LEFT + COLUMNS.summary + COLUMNS.subject,
  debit: RIGHT - 2 * COLUMNS.amount,
  credit: RIGHT - COLUMNS.amount,
} as const
const TOP = 82
const HEAD = 29
const ROW = 28.5
const ROWS = 6
const TOTAL = 27
const FIRST_ROW = TOP + HEAD
const TOTAL_ROW = FIRST_ROW + ROWS * ROW
const BOTTOM = TOTAL_ROW + TOTAL

interface Totals {
  readonly debit: Fen
  readonly credit: Fen
}

interface Page {
  readonly lines: readonly VoucherLine[]
  /** 承前页, or null on the first. */
  readonly before: Totals | null
  /** Sum of everything up to the end of this page. */
  readonly after: Totals
  readonly number: number
  readonly of: number
}

/** Sheets of any number of vouchers, in their order. */
export function layoutVouchers(vouchers: readonly VoucherDocument[], { paper }: VoucherPaper): Sheet[] {
  const forms = vouchers.flatMap((voucher) => pagesOf(voucher.lines).map((page) => formMarks(voucher, page)))
  if (paper === 'A5') return forms.map((marks) => ({ ...A5_LANDSCAPE, marks }))
  const half = A4.height / 2
  const cut = rule(14, half, A4.width - 14, half, { weight: 0.4, color: GREY, dashed: true })
  return Array.from({ length: Math.ceil(forms.length / 2) }, (_, i) => {
    const [upper = [], lower] = forms.slice(2 * i, 2 * i + 2)
    return { ...A4, marks: lower ? [...upper, cut, ...lowered(lower, half)] : [...upper, cut] }
  })
}

function pagesOf(lines: readonly VoucherLine[]): Page[] {
  const groups: VoucherLine[][] = [lines.slice(0, ROWS)]
  for (let from = ROWS; from < lines.length; from += ROWS - 1) groups.push(lines.slice(from, from + ROWS - 1))
  let before: Totals | null = null
  return groups.map((group, i) => {
    const after: Totals = {
      debit: add(before?.debit ?? ZERO, sum(group.map((l) => l.debitFen ?? ZERO))),
      credit: add(before?.credit ?? ZERO, sum(group.map((l) => l.creditFen ?? ZERO))),
    }
    const page = { lines: group, before, after, number: i + 1, of: groups.length }
    before = after
    return page
  })
}

function formMarks(voucher: VoucherDocument, page: Page): Mark[] {
  const amounts = [...voucher.lines.flatMap((l) => [l.debitFen, l.creditFen]), page.after.debit, page.after.credit]
  const boxes = boxesOf(amounts, COLUMNS.amount)
  return [
    ...headMarks(voucher, page),
    ...gridMarks(boxes),
    ...rowMarks(page, boxes),
    ...totalMarks(voucher, page, boxes),
    ...signatureMarks(voucher),
    ...footMarks(voucher),
  ]
}

const sheetNo = (page: Page) => (page.of > 1 ? `（${page.number}/${page.of}）` : '')

function headMarks(voucher: VoucherDocument, page: Page): Mark[] {
  const middle = A5_LANDSCAPE.width / 2 + 8
  const [year = '', month = '', day = ''] = voucher.date.split('-')
  const no = String(voucher.no).padStart(4, '0')
  const office = fit(`核算单位：${voucher.office}`, 178, 24, 9, 6.5)
  return [
    ...(voucher.red ? [text('红字', middle + 92, 33, { size: 12, bold: true, color: RED, align: 'center', spacing: 2 })] : []),
    text('记账凭证', middle, 31, { size: 19, bold: true, align: 'center', spacing: 9 }),
    rule(middle - 66, 45, middle + 66, 45, { weight: 0.9 }),
    rule(middle - 66, 47.4, middle + 66, 47.4, { weight: 0.9 }),
    ...office.lines.map((line, i) => text(line, LEFT, 44 + (i - office.lines.length + 1) * office.size * LEADING, { size: office.size })),
    text(`${voucher.book} · ${voucher.ledger}账`, LEFT, 68, { size: 10, bold: true }),
    text(`${year} 年 ${month} 月 ${day} 日`, middle, 68, { size: 10.5, align: 'center' }),
    text(`记字第 ${no} 号${sheetNo(page)}`, page.of > 1 ? RIGHT + 4.5 : RIGHT, 44, { size: 10.5, bold: true, align: 'right' }),
    text(`附单据 ${voucher.papers} 张`, RIGHT, 68, { size: 10, align: 'right' }),
    ...bindingMarks(),
  ]
}

/** 装订线: where the month's vouchers are bound. */
function bindingMarks(): Mark[] {
  const x = 24
  return [
    rule(x, 24, x, 148, { weight: 0.4, color: GREY, dashed: true }),
    ...[...'装订线'].map((word, i) => text(word, x, 164 + i * 38, { size: 7, align: 'center', color: GREY })),
    rule(x, 268, x, 396, { weight: 0.4, color: GREY, dashed: true }),
    rule(x, 174, x, 194, { weight: 0.4, color: GREY, dashed: true }),
    rule(x, 212, x, 232, { weight: 0.4, color: GREY, dashed: true }),
  ]
}

function gridMarks(boxes: Boxes): Mark[] {
  const marks: Mark[] = []
  const heads = [
    ['摘　　要', LEFT, COLUMNS.summary],
    ['总账科目', AT.subject, COLUMNS.subject],
    ['明细科目', AT.detail, COLUMNS.detail],
  ] as const
  for (const [title, x, width] of heads) marks.push(text(title, x + width / 2, TOP + HEAD / 2, { size: 10, bold: true, align: 'center' }))
  for (const [title, x] of [['借方金额', AT.debit] as const, ['贷方金额', AT.credit] as const]) {
    marks.push(text(title, x + COLUMNS.amount / 2, TOP + 8.5, { size: 9.5, bold: true, align: 'center', spacing: 3 }))
    marks.push(rule(x, TOP + 17, x + COLUMNS.amount, TOP + 17))
    marks.push(...boxHead(boxes, x, TOP + 23))
    marks.push(...boxRules(boxes, x, TOP + 17, BOTTOM))
  }
  for (let i = 0; i <= ROWS; i += 1)
    marks.push(rule(LEFT, FIRST_ROW + i * ROW, RIGHT, FIRST_ROW + i * ROW, { weight: i % ROWS === 0 ? 0.9 : 0.4 }))
  for (const x of [AT.subject, AT.detail]) marks.push(rule(x, TOP, x, TOTAL_ROW))
  for (const x of [AT.debit, AT.credit]) marks.push(rule(x, TOP, x, BOTTOM, { weight: 0.9 }))
  marks.push(...frame(LEFT, TOP, WIDTH, BOTTOM - TOP, 1.3))
  return marks
}

function rowMarks(page: Page, boxes: Boxes): Mark[] {
  const marks: Mark[] = []
  let row = 0
  const middle = () => FIRST_ROW + (row + 0.5) * ROW
  if (page.before) {
    marks.push(text('承前页', LEFT + COLUMNS.summary / 2, middle(), { size: 9, bold: true, align: 'center' }))
    marks.push(...carried(boxes, page.before, middle()))
    row += 1
  }
  for (const line of page.lines) {
    const cells = [
      [line.summary, LEFT, COLUMNS.summary],
      [line.subject, AT.subject, COLUMNS.subject],
      [line.detail, AT.detail, COLUMNS.detail],
    ] as const
    for (const [words, x, width] of cells) marks.push(...wordsIn(words, x, middle(), width))
    if (line.debitFen !== null) marks.push(...amountCell(boxes, line.debitFen, AT.debit, middle(), false))
    if (line.creditFen !== null) marks.push(...amountCell(boxes, line.creditFen, AT.credit, middle(), false))
    row += 1
  }
  if (row < ROWS) {
    const from = FIRST_ROW + row * ROW
    for (const x of [AT.debit, AT.credit]) marks.push(rule(x + COLUMNS.amount - 3, from + 3, x + 3, TOTAL_ROW - 3, { weight: 0.5 }))
  }
  return marks
}

/** Sums carried between sheets; a side without any stays empty. */
const carried = (boxes: Boxes, { debit, credit }: Totals, y: number): Mark[] => [
  ...(debit === ZERO ? [] : amountCell(boxes, debit, AT.debit, y, false)),
  ...(credit === ZERO ? [] : amountCell(boxes, credit, AT.credit, y, false)),
]

function wordsIn(words: string, x: number, middle: number, width: number): Mark[] {
  if (words === '') return []
  const { lines, size } = fit(words, width - 7, ROW - 3, 9, 5)
  return lines.map((line, i) => text(line, x + 4, middle + (i - (lines.length - 1) / 2) * size * LEADING, { size }))
}

function totalMarks(voucher: VoucherDocument, page: Page, boxes: Boxes): Mark[] {
  const last = page.number === page.of
  const y = TOTAL_ROW + TOTAL / 2
  if (!last)
    return [text('过次页', LEFT + COLUMNS.summary / 2, y, { size: 9, bold: true, align: 'center' }), ...carried(boxes, page.after, y)]
  const total = page.after.debit
  const label = '合计（大写）'
  const x = LEFT + 8 + widthOf(label, 10, true)
  const { lines, size } = fit(capitalNumerals(total), AT.debit - x - 6, TOTAL - 3, 10, 6, true)
  const color = total < fen(0n) || voucher.red ? RED : INK
  return [
    text(label, LEFT + 6, y, { size: 10, bold: true }),
    ...lines.map((line, i) => text(line, x, y + (i - (lines.length - 1) / 2) * size * LEADING, { size, bold: true, color })),
    ...amountCell(boxes, total, AT.debit, y, true),
    ...amountCell(boxes, page.after.credit, AT.credit, y, true),
  ]
}

function signatureMarks({ signatures }: VoucherDocument): Mark[] {
  const y = BOTTOM + 16
  const people = [
    ['财务主管', signatures.manager],
    ['记账', signatures.keeper],
    ['复核', signatures.reviewer],
    ['出纳', signatures.cashier],
    ['制单', signatures.maker],
  ] as const
  const starts = [0, 128, 231, 334, 437] as const
  return people.flatMap(([label, name], i) => {
    const x = LEFT + starts[i]!
    const words = `${label}：`
    const end = i === 4 ? RIGHT : LEFT + starts[i + 1]! - 12
    const from = x + widthOf(words, 10)
    const { lines, size } = fit(name ?? '', end - from - 2, 14, 10, 6)
    return [
      text(words, x, y, { size: 10 }),
      rule(from, y + 8, end, y + 8, { weight: 0.4 }),
      ...(name ? [text(lines[0]!, from + 3, y, { size })] : []),
    ]
  })
}

function footMarks(voucher: VoucherDocument): Mark[] {
  const side = 54
  const [x, y] = [LEFT + 3, BOTTOM + 33]
  const beside = x + side + 12
  // A supplement stands on the chain of the book that gave, and is printed for the book that received, too.
  const chainBook = Object.hasOwn(books, voucher.chain.book) ? books[voucher.chain.book as BookKey].label.zh : voucher.chain.book
  return [
    { kind: 'qr', x, y, side, content: chainMark(voucher.chain) },
    text('账簿校验码', beside, y + 11, { size: 8.5, color: GREY }),
    text(shortCode(voucher.chain.hash), beside, y + 28, { size: 12, bold: true, spacing: 0.6 }),
    text(`${chainBook}第 ${voucher.chain.number} 笔`, beside, y + 44, { size: 8.5, color: GREY }),
    ...(voucher.note ? [text(voucher.note, RIGHT, y + 28, { size: 9.5, align: 'right', color: voucher.red ? RED : INK })] : []),
  ]
}
