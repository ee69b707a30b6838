/** The part of pdfkit that paint.ts uses; the published types are three releases old. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream'

  interface Options {
    readonly autoFirstPage: boolean
    /** null: no standard font is looked for in the file system. */
    readonly font: null
    readonly margin: number
    readonly lang: string
    readonly displayTitle: boolean
    readonly pdfVersion: '1.7'
    readonly info: Readonly<Record<string, string | Date>>
  }

  interface TextOptions {
    readonly lineBreak: false
    /** Distance of y below the line the letters stand on; 0: y is that line. */
    readonly baseline: number
    readonly characterSpacing?: number
  }

  class PDFDocument extends Readable {
    constructor(options: Options)
    /** What stands in the catalogue of the document, besides. */
    registerFont(name: string, bytes: Uint8Array): this
    font(name: string): this
    fontSize(size: number): this
    addPage(options: { readonly size: readonly [number, number]; readonly margin: number }): this
    widthOfString(text: string): number
    text(text: string, x: number, y: number, options: TextOptions): this
    fillColor(color: string): this
    strokeColor(color: string): this
    lineWidth(width: number): this
    dash(length: number, options: { readonly space: number }): this
    undash(): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    rect(x: number, y: number, width: number, height: number): this
    stroke(): this
    fill(): this
    end(): void
    /** fontkit's own view of the chosen font. */
    readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } }
  }

  export = PDFDocument
}
