/**
 * A statement to a department (各部门资金使用情况说明): addressee, paragraphs, facts, tables of stages and of projects, and who
 * answers for it when. Portrait A4, usually one or two pages; a long table of projects goes on to further ones.
 */
import { tableSheets, type FlowTable } from './flow-table.ts'
import { fit, widthOf, wrap } from './measure.ts'
import { A4, GREY, type Mark, RED, rule, type Sheet, text } from './sheet.ts'
import { shortCode } from './voucher.ts'

export type LetterBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  /** Figures that must be seen at once: `下达指标` `1,234.00 万元`. */
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | { readonly kind: 'table'; readonly table: FlowTable }

export interface StatementLetter {
  /** The office in the red head of the page. */
  readonly office: string
  readonly title: string
  /** 文号 or number of the statement; null when it has none. */
  readonly number: string | null
  /** `县教育局：` */
  readonly addressee: string
  readonly blocks: readonly LetterBlock[]
  /** Who signs: 经办人, 负责人. */
  readonly signatures: readonly { readonly label: string; readonly name: string | null }[]
  /** `2017 年 6 月 30 日` */
  readonly date: string
  /** Heads of the chains that the figures stand on; the QR and the short codes are printed at the end. */
  readonly chains: readonly {
    readonly district: string
    readonly book: string
    readonly label: string
    readonly number: bigint
    readonly hash: string
  }[]
}

const SIDE = 62
const WIDTH = A4.width - 2 * SIDE
const TOP = 62
const BOTTOM = A4.height - 66
const BODY = 11.5
const LINE = BODY * 1.75

/** Pages that fill from the top; `room` opens the next when a block would not fit. */
interface Flow {
  readonly pages: Mark[][]
  y: number
}

export function layoutLetter(letter: StatementLetter): Sheet[] {
  const flow: Flow = { pages: [[]], y: TOP }
  addHead(flow, letter)
  letter.blocks.forEach((block, i) => addBlock(flow, block, letter.blocks[i + 1]))
  addEnd(flow, letter)
  const { pages } = flow
  return pages.map((marks, i) => ({
    ...A4,
    marks: pages.length === 1 ? marks : [...marks, text(`— ${i + 1} —`, A4.width / 2, A4.height - 40, { size: 9, align: 'center' })],
  }))
}

const put = (flow: Flow, ...marks: readonly Mark[]) => void flow.pages.at(-1)!.push(...marks)

function room(flow: Flow, height: number): void {
  if (flow.y + height <= BOTTOM) return
  flow.pages.push([])
  flow.y = TOP
}

function addHead(flow: Flow, letter: StatementLetter): void {
  const middle = A4.width / 2
  const office = fit(letter.office, WIDTH - 2 * (letter.office.length - 1), 30, 22, 13, true)
  put(flow, text(office.lines[0]!, middle, flow.y, { size: office.size, bold: true, align: 'center', color: RED, spacing: 2 }))
  flow.y += 24
  put(flow, rule(SIDE, flow.y, A4.width - SIDE, flow.y, { weight: 1.6, color: RED }))
  flow.y += 14
  if (letter.number !== null) put(flow, text(letter.number, A4.width - SIDE, flow.y, { size: 9.5, align: 'right' }))
  flow.y += 28
  const title = fit(letter.title, WIDTH, 52, 17, 12, true)
  for (const line of title.lines) {
    put(flow, text(line, middle, flow.y, { size: title.size, bold: true, align: 'center' }))
    flow.y += title.size * 1.5
  }
  flow.y += 12
  put(flow, text(letter.addressee, SIDE, flow.y, { size: BODY }))
  flow.y += LINE
}

/** The least that a table or a row of facts takes at its beginning. */
const TABLE_START = 90
const FACTS_START = 55

/** What must fit below a heading, so that it never stands alone at the end of a page. */
function startOf(block: LetterBlock | undefined): number {
  if (!block) return 0
  if (block.kind === 'table') return TABLE_START
  return block.kind === 'facts' ? FACTS_START : LINE * 2
}

function addBlock(flow: Flow, block: LetterBlock, next: LetterBlock | undefined): void {
  if (block.kind === 'paragraph') addParagraph(flow, block.text)
  else if (block.kind === 'heading') {
    room(flow, 4 + LINE + startOf(next))
    flow.y += 4
    put(flow, text(block.text, SIDE + 2 * BODY, flow.y, { size: BODY, bold: true }))
    flow.y += LINE
  } else if (block.kind === 'facts') addFacts(flow, block.facts)
  else addTable(flow, block.table)
}

/** The first line stands in by two characters. */
function addParagraph(flow: Flow, words: string): void {
  for (const line of wrap(`　　${words}`, WIDTH, BODY)) {
    room(flow, LINE)
    put(flow, text(line, SIDE, flow.y, { size: BODY }))
    flow.y += LINE
  }
}

function addFacts(flow: Flow, facts: readonly { readonly label: string; readonly value: string }[]): void {
  const across = Math.min(4, Math.max(2, facts.length % 3 === 0 ? 3 : facts.length))
  const [width, height] = [WIDTH / across, 40]
  flow.y += 5
  for (let from = 0; from < facts.length; from += across) {
    room(flow, height + 10)
    const top = flow.y - 6
    facts.slice(from, from + across).forEach(({ label, value }, i) => {
      const x = SIDE + i * width
      const shown = fit(value, width - 12, 18, 12, 7, true)
      put(
        flow,
        rule(x + 4, top, x + width - 4, top, { weight: 0.8 }),
        text(label, x + 6, top + 12, { size: 8.5, color: GREY }),
        text(shown.lines[0]!, x + 6, top + 28, { size: shown.size, bold: true }),
      )
    })
    flow.y += height + 6
  }
  flow.y += 4
}

function addTable(flow: Flow, table: FlowTable): void {
  room(flow, TABLE_START)
  const parts = tableSheets(table, { x: SIDE, width: WIDTH, firstTop: flow.y - 4, nextTop: TOP - 10, bottom: BOTTOM, tail: 0 })
  parts.forEach(({ marks, bottom }, i) => {
    if (i > 0) flow.pages.push([])
    put(flow, ...marks)
    flow.y = bottom + LINE
  })
}

function addEnd(flow: Flow, letter: StatementLetter): void {
  const side = 60
  room(flow, LINE * 3.6 + 10 + (letter.chains.length === 0 ? 0 : Math.max(side, letter.chains.length * 14 + 16)))
  flow.y += 10
  const step = WIDTH / Math.max(1, letter.signatures.length)
  letter.signatures.forEach(({ label, name }, i) => {
    put(flow, text(`${label}：${name ?? ''}`, SIDE + i * step, flow.y, { size: BODY }))
  })
  flow.y += LINE * 1.6
  const office = fit(letter.office, WIDTH * 0.52, 16, BODY, 8)
  const middle = A4.width - SIDE - Math.max(60, widthOf(office.lines[0]!, office.size) / 2)
  put(flow, text(office.lines[0]!, middle, flow.y, { size: office.size, align: 'center' }))
  put(flow, text(letter.date, middle, flow.y + LINE, { size: BODY, align: 'center' }))
  if (letter.chains.length === 0) return
  flow.y += LINE * 2 + 4
  const content = letter.chains.map((c) => `headgate:${c.district}:${c.book}:${c.number}:${c.hash}`).join('\n')
  put(flow, { kind: 'qr', x: SIDE, y: flow.y - 8, side, content })
  put(flow, text('账簿校验码', SIDE + side + 10, flow.y, { size: 8.5, color: GREY }))
  letter.chains.forEach(({ label, hash, number }, i) => {
    const y = flow.y + 16 + i * 14
    put(flow, text(shortCode(hash), SIDE + side + 10, y, { size: 9, bold: true }))
    put(flow, text(`${label}第 ${number} 笔`, SIDE + side + 120, y, { size: 8.5, color: GREY }))
  })
}
