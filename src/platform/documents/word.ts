/**
 * Official papers as Word files (.docx), to be edited further by an office: GB/T 9704 page, title in 小标宋, body in 仿宋, page numbers, tables
 * whose heads come again on each page and whose rows are never torn. The paper itself is plain data.
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
  /** A line on its own at the right: who signs, which day. */
  | { readonly kind: 'signed'; readonly text: string }
  | {
      readonly kind: 'table'
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

/** Each face and what stands in for it where it is not installed, in the order in which it is looked for. */
const FACES = {
  title: ['方正小标宋简体', '方正小标宋_GBK;FZXiaoBiaoSong-B05S;华文中宋;宋体'],
  body: ['仿宋_GB2312', '仿宋;FangSong;华文仿宋;Noto Serif CJK SC'],
  head: ['黑体', 'SimHei;Noto Sans CJK SC'],
  part: ['楷体_GB2312', '楷体;KaiTi;华文楷体'],
  latin: ['Times New Roman', 'Liberation Serif'],
} as const

type Face = Exclude<keyof typeof FACES, 'latin'>

const font = (face: Face) => ({ eastAsia: FACES[face][0], ascii: FACES.latin[0], hAnsi: FACES.latin[0], cs: FACES.latin[0] })

/** Word asks for these in its table of fonts. */
const fontTable = () => {
  const fonts = Object.values(FACES).map(([name, instead]) => `<w:font w:name="${name}"><w:altName w:val="${instead}"/></w:font>`)
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`
}

/** Twentieths of a point. A4, the margins of GB/T 9704, lines of 28 pt, two characters of indent at 16 pt. */
const PAGE = { width: 11_906, height: 16_838, top: 2_098, bottom: 1_984, left: 1_588, right: 1_474 }
const LINE = { line: 560, lineRule: LineRuleType.EXACT }
const INDENT = 640
const SIZE = { title: 44, body: 32, table: 21, small: 24 }
const THIN = { style: BorderStyle.SINGLE, size: 4, color: '000000' }

const run = (text: string, face: Face, size: number, bold = false) => new TextRun({ text, font: font(face), size, bold, color: '000000' })

function paragraph(block: Exclude<WordBlock, { kind: 'table' }>): Paragraph {
  if (block.kind === 'heading') {
    const first = block.level === 1
    return new Paragraph({
      children: [run(block.text, first ? 'head' : 'part', SIZE.body)],
      outlineLevel: block.level - 1,
      spacing: LINE,
      indent: { firstLine: INDENT },
      keepNext: true,
    })
  }
  if (block.kind === 'signed')
    return new Paragraph({
      children: [run(block.text, 'body', SIZE.body)],
      alignment: AlignmentType.RIGHT,
      spacing: LINE,
      indent: { right: INDENT },
    })
  return new Paragraph({
    children: [run(block.text, 'body', SIZE.body)],
    alignment: AlignmentType.BOTH,
    spacing: LINE,
    indent: { firstLine: INDENT },
  })
}

const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const

function table(block: Extract<WordBlock, { kind: 'table' }>, width: number): (Paragraph | Table)[] {
  const all = block.columns.reduce((sum, c) => sum + c.width, 0)
  const widths = block.columns.map((c) => Math.floor((width * c.width) / all))
  const cell = (text: string, i: number, head: boolean, bold = false) =>
    new TableCell({
      width: { size: widths[i]!, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [
        new Paragraph({
          children: [run(text, head ? 'head' : 'body', SIZE.table, bold)],
          alignment: head ? AlignmentType.CENTER : ALIGN[block.columns[i]!.align],
          spacing: { line: 300, lineRule: LineRuleType.AT_LEAST },
        }),
      ],
    })
  const row = (cells: readonly string[], head: boolean, bold = false) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      height: { value: 440, rule: HeightRule.ATLEAST },
      children: cells.map((text, i) => cell(text, i, head, bold)),
    })
  const heads = block.columns.map((c) => c.header)
  const rows = [row(heads, true), ...block.rows.map((r) => row(r, false)), ...(block.total ? [row(block.total, false, true)] : [])]
  return [
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
  ]
}

const footer = () =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font('body'), size: SIZE.small })],
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
    footers: { default: footer() },
    children: [...first, ...of.blocks.flatMap((block) => (block.kind === 'table' ? table(block, room) : [paragraph(block)]))],
  }
}

export async function writeWord(paper: WordPaper): Promise<Uint8Array> {
  const document = new Document({
    title: paper.title,
    creator: '渠首 Headgate',
    styles: { default: { document: { run: { font: font('body'), size: SIZE.body } } } },
    sections: paper.sections.map((of, i) => section(of, i === 0 ? head(paper) : [])),
  })
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }])
}
