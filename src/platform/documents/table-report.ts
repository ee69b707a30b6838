/**
 * Any statement as a printed table: title, who and when, column heads in one or two rows, money right aligned to the fen, page n of m
 * on each page, signatures on the last. Landscape where the columns ask for it; the type grows smaller before a figure is cut.
 */
import { tableSheets } from './flow-table.ts'
import { fit, LEADING, widthOf, wrap } from './measure.ts'
import { A4, GREY, INK, type Mark, rule, type Sheet, text } from './sheet.ts'

export interface ReportColumn {
  readonly title: string
  /** Stands above neighbouring columns that share it. */
  readonly group?: string
  /** `money`: whole fen as bigint. `count`: a number, right aligned. `code` and `date` are never broken. */
  readonly kind: 'text' | 'code' | 'date' | 'money' | 'count'
}

/** A text, fen, or nothing. */
export type ReportCell = string | bigint | null

export interface ReportRow {
  readonly cells: readonly ReportCell[]
  /** `head`: a heading inside the table; `sum` and `total`: bold; `red`: a red-letter entry. */
  readonly tone: 'plain' | 'head' | 'sum' | 'total' | 'red'
}

export interface TableReport {
  readonly title: string
  /** 编制单位 */
  readonly office: string
  /** Lines under the title: `期间：2017 年 6 月`, `截至 2017-06-30`, `数据时点：2017-07-02 09:00`. */
  readonly facts: readonly string[]
  /** 单位：元, unless the money is shown in 万元. */
  readonly unit?: '元' | '万元'
  readonly columns: readonly ReportColumn[]
  readonly rows: readonly ReportRow[]
  /** Below the table on the last page: proofs, remarks. */
  readonly notes?: readonly string[]
  /** 制表人, 复核人, 负责人 with names where they are known. */
  readonly signatures?: readonly { readonly label: string; readonly name: string | null }[]
  /** By default landscape from the seventh column on. */
  readonly landscape?: boolean
}

const MARGIN = 36
const FOOT = 26

export function layoutReport(report: TableReport): Sheet[] {
  const landscape = report.landscape ?? report.columns.length > 6
  const paper = landscape ? { width: A4.height, height: A4.width } : A4
  const width = paper.width - 2 * MARGIN
  const first = headMarks(report, paper.width)
  const tail = tailMarks(report, width)
  const pages = tableSheets(report, {
    x: MARGIN,
    width,
    bottom: paper.height - MARGIN - FOOT,
    firstTop: first.bottom,
    nextTop: MARGIN + 20,
    tail: tail.height,
  })
  return pages.map(({ marks, bottom }, i) => ({
    ...paper,
    marks: [
      ...(i === 0 ? first.marks : continued(report, paper.width)),
      ...marks,
      ...(i === pages.length - 1 ? tail.marks(bottom) : []),
      text(`第 ${i + 1} 页　共 ${pages.length} 页`, paper.width / 2, paper.height - MARGIN - 4, { size: 8, align: 'center' }),
    ],
  }))
}

function headMarks(report: TableReport, pageWidth: number): { readonly marks: Mark[]; readonly bottom: number } {
  const width = pageWidth - 2 * MARGIN
  const title = fit(report.title, width, 30, 18, 11, true)
  const marks: Mark[] = title.lines.map((line, i) =>
    text(line, pageWidth / 2, MARGIN + 12 + i * title.size * LEADING, { size: title.size, bold: true, align: 'center' }),
  )
  let y = MARGIN + 12 + title.lines.length * title.size * LEADING + 8
  const unit = `单位：${report.unit ?? '元'}`
  const rows = wrap(`编制单位：${report.office}　　${report.facts.join('　　')}`, width - widthOf(unit, 9) - 16, 9)
  rows.forEach((line, i) => {
    marks.push(text(line, MARGIN, y, { size: 9 }))
    if (i === rows.length - 1) marks.push(text(unit, pageWidth - MARGIN, y, { size: 9, align: 'right' }))
    y += 13
  })
  return { marks, bottom: y - 3 }
}

function continued(report: TableReport, pageWidth: number): Mark[] {
  const { lines, size } = fit(`${report.title}（续）`, pageWidth - 2 * MARGIN - 90, 12, 9, 6, true)
  return [
    text(lines[0]!, MARGIN, MARGIN + 8, { size, bold: true }),
    text(`单位：${report.unit ?? '元'}`, pageWidth - MARGIN, MARGIN + 8, { size: 9, align: 'right' }),
  ]
}

function tailMarks(report: TableReport, width: number): { readonly height: number; readonly marks: (top: number) => Mark[] } {
  const notes = (report.notes ?? []).flatMap((note) => wrap(note, width, 8.5))
  const signed = report.signatures ?? []
  const height = (notes.length > 0 ? notes.length * 12 + 6 : 0) + (signed.length > 0 ? 26 : 0)
  return {
    height,
    marks: (top) => {
      let y = top + 12
      const marks: Mark[] = notes.map((note, i) => text(note, MARGIN, y + i * 12, { size: 8.5 }))
      if (notes.length > 0) y += notes.length * 12 + 4
      const step = width / Math.max(1, signed.length)
      signed.forEach(({ label, name }, i) => {
        const x = MARGIN + i * step
        const words = `${label}：`
        const from = x + widthOf(words, 9.5)
        marks.push(
          text(words, x, y + 6, { size: 9.5 }),
          rule(from, y + 13, Math.min(from + 84, x + step - 8), y + 13, { weight: 0.4, color: GREY }),
        )
        if (name) marks.push(text(name, from + 4, y + 6, { size: 9.5, color: INK }))
      })
      return marks
    },
  }
}
