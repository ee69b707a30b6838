/**
 * Official papers as Word files (.docx), to be edited further by an office: GB/T 9704 page, title in 小标宋, body in 仿宋, page numbers at the
 * outer edge, attachments named before the signature, tables whose heads come again on each page, whose rows are never torn and whose total
 * never stands alone. The paper itself is plain data.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeightRule,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'

export interface WordColumn {
  readonly header: string
  /** Its share of the width of the table. */
  readonly width: number
  readonly align: 'left' | 'center' | 'right'
}

export type WordBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** What follows the paper, named one below the other. */
  | { readonly kind: 'attachments'; readonly titles: readonly string[] }
  /** At the right: who signs, in the middle above the day. */
  | { readonly kind: 'signed'; readonly by: string; readonly on: string }
  | {
      readonly kind: 'table'
      /** Its number as an attachment, or null. */
      readonly attachment: number | null
      readonly title: string
      /** The unit of its amounts, above it at the right. */
      readonly unit: string
      readonly columns: readonly WordColumn[]
      readonly rows: readonly (readonly string[])[]
      readonly total: readonly string[] | null
    }

/** Pages of one orientation. */
export interface WordSection {
  readonly landscape: boolean
  readonly blocks: readonly WordBlock[]
}

export interface WordPaper {
  readonly title: string
  /** Below the title, e.g. the document number or that it is a draft. */
  readonly under: readonly string[]
  readonly sections: readonly WordSection[]
}

/** Each face, the one that stands in for it (Word takes a single name, no list), and its family for machines that have neither. */
const FACES = {
  title: ['方正小标宋简体', '华文中宋', 'roman'],
  body: ['仿宋_GB2312', '仿宋', 'roman'],
  head: ['黑体', 'SimHei', 'swiss'],
  part: ['楷体_GB2312', '楷体', 'roman'],
  number: ['宋体', 'SimSun', 'roman'],
} as const

const LATIN = 'Times New Roman'

type Face = keyof typeof FACES

const font = (face: Face) => ({ eastAsia: FACES[face][0], ascii: LATIN, hAnsi: LATIN, cs: LATIN })

/** Word asks for these in its table of fonts; 86 is the Chinese character set. */
const fontTable = () => {
  const fonts = Object.values(FACES).map(
    ([name, instead, family]) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="${family}"/></w:font>`,
  )
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`
}

/** Twentieths of a point. A4, the margins of GB/T 9704, lines of 28 pt, two characters of indent at 16 pt. */
const PAGE = { width: 11_906, height: 16_838, top: 2_098, bottom: 1_984, left: 1_588, right: 1_474 }
const LINE = { line: 560, lineRule: LineRuleType.EXACT }
const INDENT = 640
const SIZE = { title: 44, body: 32, table: 21, small: 24, page: 28 }
const THIN = { style: BorderStyle.SINGLE, size: 4, color: '000000' }

/** On the screen figures stand off from Chinese words; in print they do not. */
const tight = (text: string): string =>
  text.replaceAll(/(?<=[\p{Script=Han}，。：；、）〕”]) (?=\S)|(?<=\S) (?=[\p{Script=Han}（〔“])/gu, '')

const run = (text: string, face: Face, size: number, bold = false) =>
  new TextRun({ text: tight(text), font: font(face), size, bold, color: '000000' })

/** How wide a line of the body is: a Chinese character takes a square, a Latin one half of it. */
const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (/[\x20-\x7e]/.test(c) ? 0.5 : 1), 0) * SIZE.body * 10

function paragraphs(block: Exclude<WordBlock, { kind: 'table' }>): Paragraph[] {
  switch (block.kind) {
    case 'heading': {
      const first = block.level === 1
      return [
        new Paragraph({
          children: [run(block.text, first ? 'head' : 'part', SIZE.body)],
          outlineLevel: block.level - 1,
          spacing: LINE,
          indent: { firstLine: INDENT },
          keepNext: true,
        }),
      ]
    }
    case 'attachments': {
      const label = '附件：'
      const one = (title: string, i: number) =>
        new Paragraph({
          children: [run(`${i === 0 ? label : ''}${i + 1}．${title}`, 'body', SIZE.body)],
          spacing: { ...LINE, before: i === 0 ? LINE.line : 0 },
          indent: { left: INDENT + (i === 0 ? 0 : widthOf(label)) },
          keepNext: true,
        })
      return block.titles.map(one)
    }
    case 'signed': {
      const fromRight = 2 * INDENT
      const line = (text: string, right: number, before: number, keepNext: boolean) =>
        new Paragraph({
          children: [run(text, 'body', SIZE.body)],
          alignment: AlignmentType.RIGHT,
          spacing: { ...LINE, before },
          indent: { right },
          keepNext,
        })
      const middle = fromRight + (widthOf(block.on) - widthOf(block.by)) / 2
      return [line(block.by, Math.max(0, Math.round(middle)), 2 * LINE.line, true), line(block.on, fromRight, 0, false)]
    }
    case 'text':
      return [
        new Paragraph({
          children: [run(block.text, 'body', SIZE.body)],
          alignment: AlignmentType.BOTH,
          spacing: LINE,
          indent: { firstLine: INDENT },
        }),
      ]
  }
}

const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const

/** So many rows stay on the page of the total. */
const WITH_TOTAL = 2

interface RowOf {
  readonly head?: boolean
  readonly total?: boolean
  readonly keepNext?: boolean
}

function table(block: Extract<WordBlock, { kind: 'table' }>, width: number): (Paragraph | Table)[] {
  const all = block.columns.reduce((sum, c) => sum + c.width, 0)
  const widths = block.columns.map((c) => Math.floor((width * c.width) / all))
  const cell = (text: string, i: number, span: number, { head, total, keepNext = false }: RowOf) =>
    new TableCell({
      width: { size: widths.slice(i, i + span).reduce((sum, w) => sum + w, 0), type: WidthType.DXA },
      columnSpan: span,
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [
        new Paragraph({
          children: [run(text, head ? 'head' : 'body', SIZE.table, total)],
          alignment: head || span > 1 ? AlignmentType.CENTER : ALIGN[block.columns[i]!.align],
          spacing: { line: 300, lineRule: LineRuleType.AT_LEAST },
          keepNext,
        }),
      ],
    })
  const row = (cells: readonly string[], of: RowOf = {}) => {
    // The word of the total reaches over the columns that have none.
    const empty = cells.findIndex((text, i) => i > 0 && text !== '')
    const span = of.total && empty > 1 ? empty : 1
    return new TableRow({
      tableHeader: of.head ?? false,
      cantSplit: true,
      height: { value: 440, rule: HeightRule.ATLEAST },
      children: [cell(cells[0]!, 0, span, of), ...cells.slice(span).map((text, i) => cell(text, span + i, 1, of))],
    })
  }
  const last = block.rows.length - (block.total ? WITH_TOTAL : 0)
  const rows = [
    row(
      block.columns.map((c) => c.header),
      { head: true, keepNext: true },
    ),
    ...block.rows.map((r, i) => row(r, { keepNext: i >= last })),
    ...(block.total ? [row(block.total, { total: true })] : []),
  ]
  const label =
    block.attachment === null ? [] : [new Paragraph({ children: [run(`附件${block.attachment}`, 'head', SIZE.body)], keepNext: true })]
  return [
    ...label,
    new Paragraph({
      children: [run(block.title, 'head', SIZE.body)],
      alignment: AlignmentType.CENTER,
      spacing: { before: 240, after: 60 },
      keepNext: true,
    }),
    new Paragraph({
      children: [run(block.unit, 'body', SIZE.small)],
      alignment: AlignmentType.RIGHT,
      spacing: { after: 60 },
      keepNext: true,
    }),
    new Table({
      rows,
      width: { size: width, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      borders: { top: THIN, bottom: THIN, left: THIN, right: THIN, insideHorizontal: THIN, insideVertical: THIN },
    }),
    // What follows a table stands off from it.
    new Paragraph({ children: [], spacing: { line: 200, lineRule: LineRuleType.EXACT } }),
  ]
}

/** At the outer edge: right on odd pages, left on even ones, one character in. */
const footer = (side: 'left' | 'right') =>
  new Footer({
    children: [
      new Paragraph({
        alignment: side === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        indent: { [side]: SIZE.page * 10 },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font('number'), size: SIZE.page })],
      }),
    ],
  })

function head(paper: WordPaper): Paragraph[] {
  const title = new Paragraph({
    children: [run(paper.title, 'title', SIZE.title)],
    alignment: AlignmentType.CENTER,
    spacing: { before: 480, after: 240, line: 640, lineRule: LineRuleType.AT_LEAST },
  })
  const under = paper.under.map(
    (text) => new Paragraph({ children: [run(text, 'part', SIZE.body)], alignment: AlignmentType.CENTER, spacing: LINE }),
  )
  return [title, ...under, new Paragraph({ children: [], spacing: LINE })]
}

function section(of: WordSection, first: Paragraph[]): ISectionOptions {
  const { width, height, top, bottom, left, right } = PAGE
  const room = of.landscape ? height - top - bottom : width - left - right
  return {
    properties: {
      page: {
        // The library turns the page itself: width and height are given as of a page that stands upright.
        size: { width, height, orientation: of.landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: of.landscape ? { top: left, bottom: right, left: top, right: bottom } : { top, bottom, left, right },
      },
    },
    footers: { default: footer('right'), even: footer('left') },
    children: [...first, ...of.blocks.flatMap((block) => (block.kind === 'table' ? table(block, room) : paragraphs(block)))],
  }
}

export async function writeWord(paper: WordPaper): Promise<Uint8Array> {
  const document = new Document({
    title: paper.title,
    evenAndOddHeaderAndFooters: true,
    creator: '渠首 Headgate',
    styles: { default: { document: { run: { font: font('body'), size: SIZE.body } } } },
    sections: paper.sections.map((of, i) => section(of, i === 0 ? head(paper) : [])),
  })
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }])
}
