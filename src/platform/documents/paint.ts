/**
 * Sheets into PDF bytes, by pdfkit: fonts come as bytes and there are no pictures, so nothing is ever read from a path or an
 * address that a text might name. The same sheets, title and time give the same bytes.
 */
import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { momentOf } from '#platform/clock.ts'
import type { Mark, QrMark, RuleMark, Sheet, TextMark } from './sheet.ts'

/** The two weights of the one type face, as TrueType bytes. */
export interface Fonts {
  readonly regular: Uint8Array
  readonly bold: Uint8Array
}

export interface Imprint {
  readonly title: string
  /** Who issues it: the office. */
  readonly author: string
  /** ISO 8601; goes into the file as its date of creation. */
  readonly createdAt: string
}

/** The line that letters stand on lies this much below the middle of a Chinese character, in its size. */
const BASELINE = 0.38

export async function paint(sheets: readonly Sheet[], imprint: Imprint, fonts: Fonts): Promise<Uint8Array> {
  const created = momentOf(imprint.createdAt)
  const pdf = new PDFDocument({
    autoFirstPage: false,
    font: null,
    margin: 0,
    lang: 'zh-CN',
    displayTitle: true,
    pdfVersion: '1.7',
    info: {
      Title: imprint.title,
      Author: imprint.author,
      Creator: 'Headgate',
      Producer: 'Headgate',
      CreationDate: created,
      ModDate: created,
    },
  })
  const chunks: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => void chunks.push(chunk))
    pdf.once('end', resolve)
    pdf.once('error', reject)
  })
  pdf.registerFont('regular', fonts.regular)
  pdf.registerFont('bold', fonts.bold)
  for (const sheet of sheets) {
    pdf.addPage({ size: [sheet.width, sheet.height], margin: 0 })
    for (const mark of sheet.marks) paintMark(pdf, mark)
  }
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

function paintMark(pdf: PDFDocument, mark: Mark): void {
  if (mark.kind === 'text') paintText(pdf, mark)
  else if (mark.kind === 'rule') paintRule(pdf, mark)
  else if (mark.kind === 'fill') pdf.fillColor(mark.color).rect(mark.x, mark.y, mark.width, mark.height).fill()
  else paintQr(pdf, mark)
}

function paintText(pdf: PDFDocument, mark: TextMark): void {
  pdf.font(mark.bold ? 'bold' : 'regular').fontSize(mark.size)
  const words = printable(mark.text, pdf)
  if (words === '') return
  const width = mark.align === 'left' ? 0 : pdf.widthOfString(words) + mark.spacing * ([...words].length - 1)
  const x = mark.align === 'left' ? mark.x : mark.align === 'right' ? mark.x - width : mark.x - width / 2
  const options = { lineBreak: false, baseline: 0, ...(mark.spacing === 0 ? {} : { characterSpacing: mark.spacing }) } as const
  pdf.fillColor(mark.color).text(words, x, mark.y + mark.size * BASELINE, options)
}

/** A character that the font lacks is printed by its number, for a name must never lose a part of itself in silence. */
function printable(content: string, pdf: PDFDocument): string {
  let words = ''
  for (const character of content) {
    const code = character.codePointAt(0)!
    if (code < 32 || code === 127) words += ' '
    else if (pdf._font.font.hasGlyphForCodePoint(code)) words += character
    else words += `〔U+${code.toString(16).toUpperCase()}〕`
  }
  return words
}

function paintRule(pdf: PDFDocument, mark: RuleMark): void {
  pdf.lineWidth(mark.weight).strokeColor(mark.color)
  if (mark.dashed) pdf.dash(3, { space: 2.5 })
  pdf.moveTo(mark.x1, mark.y1).lineTo(mark.x2, mark.y2).stroke()
  if (mark.dashed) pdf.undash()
}

/** Black runs of each row as one rectangle; the quiet zone around it is the layout's business. */
function paintQr(pdf: PDFDocument, mark: QrMark): void {
  const { data, size } = encode(mark.content, { ecc: 'M', border: 0 })
  const step = mark.side / size
  pdf.fillColor('#000000')
  data.forEach((row, y) => {
    for (let x = 0; x < size; x += 1) {
      let run = 0
      while (row[x + run]) run += 1
      if (run > 0) pdf.rect(mark.x + x * step, mark.y + y * step, run * step, step)
      x += run
    }
  })
  pdf.fill()
}
