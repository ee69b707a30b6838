/** Lays a table of any length on pages: column widths from the contents, heads on every page, rows never cut. */
import { formatFen } from '#kernel/money.ts'
import { fit, LEADING, widthOf, wrap } from './measure.ts'
import { GREY, INK, type Mark, RED, rule, SHADE, text } from './sheet.ts'
import type { ReportColumn, ReportRow } from './table-report.ts'

export interface FlowTable {
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly ReportRow[]
  readonly unit?: '元' | '万元'
}

export interface FlowSpace {
  readonly x: number
  readonly width: number
  readonly firstTop: number
  readonly nextTop: number
  /** No row goes below it. */
  readonly bottom: number
  /** What must still follow the last row on its page. */
  readonly tail: number
}

export interface FlowPage {
  readonly marks: readonly Mark[]
  /** Where the table ends on this page. */
  readonly bottom: number
}

const PAD = 4
const SIZES = [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5] as const
/** A text of more lines than a landscape page has room for ends in “…”. */
const MOST_LINES = 30
/** A column of words is useful from this width on, in its size. */
const LEAST_WORDS = 5

interface Plan {
  readonly size: number
  readonly widths: readonly number[]
}

interface Laid {
  readonly row: ReportRow
  readonly cells: readonly (readonly string[])[]
  readonly height: number
}

const isRight = (column: ReportColumn) => column.kind === 'money' || column.kind === 'count'
const isBold = (tone: ReportRow['tone']) => tone === 'head' || tone === 'sum' || tone === 'total'

function wordsOf(cell: ReportRow['cells'][number], unit: '元' | '万元'): string {
  if (cell === null) return ''
  return typeof cell === 'bigint' ? formatFen(cell, unit, unit === '万元' ? undefined : 2) : cell
}

export function tableSheets(table: FlowTable, space: FlowSpace): FlowPage[] {
  const unit = table.unit ?? '元'
  const words = table.rows.map(({ cells }) => table.columns.map((_, i) => wordsOf(cells[i] ?? null, unit)))
  const plan = planOf(table, words, space.width)
  const head = headOf(table.columns, plan)
  const laid = table.rows.map((row, r): Laid => {
    const cells = table.columns.map((column, c) => {
      const content = words[r]![c]!
      return column.kind === 'text' ? cellLines(content, plan.widths[c]! - 2 * PAD, plan.size, isBold(row.tone)) : [content]
    })
    return { row, cells, height: Math.max(...cells.map((lines) => lines.length)) * plan.size * LEADING + plan.size * 0.75 }
  })
  const pages: FlowPage[] = []
  let next = 0
  do {
    const top = pages.length === 0 ? space.firstTop : space.nextTop
    let y = top + head.height
    const marks: Mark[] = head.marks(space.x, top)
    const from = next
    while (next < laid.length) {
      const entry = laid[next]!
      const limit = next === laid.length - 1 ? space.bottom - space.tail : space.bottom
      const isFirst = next === from && y === top + head.height
      if (y + entry.height > limit && !(isFirst && pages.length > 0)) break
      marks.push(...rowMarks(entry, table.columns, plan, space.x, y))
      y += entry.height
      next += 1
    }
    pages.push({ marks: [...marks, ...gridMarks(plan, space.x, top, head, y)], bottom: y })
  } while (next < laid.length)
  return pages
}

function cellLines(content: string, width: number, size: number, bold: boolean): readonly string[] {
  const lines = wrap(content, width, size, bold)
  return lines.length > MOST_LINES ? fit(content, width, MOST_LINES * size * LEADING, size, size, bold).lines : lines
}

/** The largest type in which every figure and code has its room and words have enough. */
function planOf(table: FlowTable, words: readonly (readonly string[])[], width: number): Plan {
  const longest = table.columns.map((column, c) =>
    Math.max(
      headWidth(column),
      ...(column.kind === 'text' ? [0] : words.map((row, r) => widthOf(row[c]!, 1, isBold(table.rows[r]!.tone)))),
    ),
  )
  const wanted = table.columns.map((column, c) =>
    column.kind === 'text' ? Math.max(headWidth(column), typical(words.map((row) => widthOf(row[c]!, 1)))) : 0,
  )
  for (const size of SIZES) {
    const fixed = table.columns.map((column, c) => (column.kind === 'text' ? 0 : longest[c]! * size + 2 * PAD + 1))
    const texts = table.columns.filter((column) => column.kind === 'text').length
    const left = width - fixed.reduce((a, b) => a + b, 0)
    const isEnough = texts === 0 ? left >= 0 : left >= texts * (LEAST_WORDS * size + 2 * PAD)
    if (!isEnough && size !== SIZES.at(-1)) continue
    if (texts === 0) return { size, widths: fixed.map((w) => (w * width) / Math.max(1, width - left)) }
    return { size, widths: shareOut(table.columns, fixed, wanted, left, size) }
  }
  throw new RangeError('no size')
}

/** Words share what figures leave, by what they want; nobody gets less than the least or more than twice what it wants while others lack. */
function shareOut(
  columns: readonly ReportColumn[],
  fixed: readonly number[],
  wanted: readonly number[],
  left: number,
  size: number,
): number[] {
  const least = LEAST_WORDS * size + 2 * PAD
  const wants = columns.map((column, c) => (column.kind === 'text' ? Math.max(least, wanted[c]! * size + 2 * PAD + 1) : 0))
  const total = wants.reduce((a, b) => a + b, 0)
  const texts = wants.filter((w) => w > 0).length
  const spare = Math.max(0, left - texts * least)
  const over = wants.reduce((a, w) => a + Math.max(0, w - least), 0)
  if (total >= left) return wants.map((w, c) => (w === 0 ? fixed[c]! : least + (over === 0 ? spare / texts : ((w - least) * spare) / over)))
  const rest = left - total
  const all = fixed.reduce((a, b) => a + b, 0) + total
  return wants.map((w, c) => (w === 0 ? fixed[c]! : w) * (1 + rest / all))
}

/** A head may break once; its half is what it needs. */
const headWidth = (column: ReportColumn) => Math.max(2, widthOf(column.title, 1, true) / (column.title.length > 5 ? 2 : 1) + 0.1)

/** What nine of ten rows need. */
function typical(lengths: readonly number[]): number {
  const sorted = [...lengths].sort((a, b) => a - b)
  return Math.min(30, sorted[Math.floor(sorted.length * 0.9)] ?? 0)
}

interface Head {
  readonly height: number
  /** Height of the row of groups, or 0. */
  readonly groups: number
  readonly spans: readonly { readonly from: number; readonly to: number; readonly title: string | null }[]
  readonly marks: (x: number, top: number) => Mark[]
}

function headOf(columns: readonly ReportColumn[], plan: Plan): Head {
  const lines = columns.map((column, c) => wrap(column.title, plan.widths[c]! - 4, plan.size, true))
  const spans: { from: number; to: number; title: string | null }[] = []
  columns.forEach((column, c) => {
    const last = spans.at(-1)
    if (column.group !== undefined && last && last.title === column.group) last.to = c
    else spans.push({ from: c, to: c, title: column.group ?? null })
  })
  const groups = spans.some((span) => span.title !== null) ? plan.size * 1.9 : 0
  const own = Math.max(...lines.map((l) => l.length)) * plan.size * LEADING + plan.size * 0.9
  const edges = edgesOf(plan)
  const height = groups + own
  const marks = (x: number, top: number): Mark[] => [
    { kind: 'fill', x, y: top, width: edges.at(-1)!, height, color: SHADE },
    ...spans.flatMap(({ from, to, title }) =>
      title === null
        ? []
        : [
            text(title, x + (edges[from]! + edges[to + 1]!) / 2, top + groups / 2, { size: plan.size, bold: true, align: 'center' }),
            rule(x + edges[from]!, top + groups, x + edges[to + 1]!, top + groups, { weight: 0.4 }),
          ],
    ),
    ...columns.flatMap((column, c) => {
      const middle = column.group === undefined ? top + height / 2 : top + groups + own / 2
      return lines[c]!.map((line, i) =>
        text(line, x + (edges[c]! + edges[c + 1]!) / 2, middle + (i - (lines[c]!.length - 1) / 2) * plan.size * LEADING, {
          size: plan.size,
          bold: true,
          align: 'center',
        }),
      )
    }),
  ]
  return { height, groups, spans, marks }
}

function edgesOf(plan: Plan): number[] {
  const edges = [0]
  for (const width of plan.widths) edges.push(edges.at(-1)! + width)
  return edges
}

function rowMarks({ row, cells, height }: Laid, columns: readonly ReportColumn[], plan: Plan, left: number, top: number): Mark[] {
  const edges = edgesOf(plan)
  const marks: Mark[] = []
  if (row.tone === 'head' || row.tone === 'total') marks.push({ kind: 'fill', x: left, y: top, width: edges.at(-1)!, height, color: SHADE })
  columns.forEach((column, c) => {
    const lines = cells[c]!
    const isBelow = typeof row.cells[c] === 'bigint' && row.cells[c] < 0n
    const look = { size: plan.size, bold: isBold(row.tone), color: isBelow || row.tone === 'red' ? RED : INK }
    lines.forEach((line, i) => {
      if (line === '') return
      const y = top + height / 2 + (i - (lines.length - 1) / 2) * plan.size * LEADING
      if (isRight(column)) marks.push(text(line, left + edges[c + 1]! - PAD, y, { ...look, align: 'right' }))
      else if (column.kind === 'text') marks.push(text(line, left + edges[c]! + PAD, y, look))
      else marks.push(text(line, left + (edges[c]! + edges[c + 1]!) / 2, y, { ...look, align: 'center' }))
    })
  })
  const weight = row.tone === 'total' ? 0.9 : 0.3
  marks.push(rule(left, top, left + edges.at(-1)!, top, { weight, color: row.tone === 'total' ? INK : GREY }))
  return marks
}

function gridMarks(plan: Plan, left: number, top: number, head: Head, bottom: number): Mark[] {
  const edges = edgesOf(plan)
  const right = left + edges.at(-1)!
  const inner = edges.slice(1, -1).map((edge, i) => {
    const isInside = head.spans.some((span) => span.title !== null && span.from <= i && span.to > i)
    return rule(left + edge, isInside ? top + head.groups : top, left + edge, bottom, { weight: 0.3, color: GREY })
  })
  return [
    ...inner,
    rule(left, top, right, top, { weight: 1.1 }),
    rule(left, top + head.height, right, top + head.height, { weight: 0.8 }),
    rule(left, bottom, right, bottom, { weight: 1.1 }),
    rule(left, top, left, bottom, { weight: 0.6 }),
    rule(right, top, right, bottom, { weight: 0.6 }),
  ]
}
