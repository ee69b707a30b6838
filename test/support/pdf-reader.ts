/**
 * Reads a PDF of pdfkit back: pages, texts with place, size, weight and colour, black boxes, embedded fonts. Follows the bytes of the
 * file (streams, CMaps, operators) and knows nothing of our layouts.
 */
import { inflateSync } from 'node:zlib'
import jsqr from 'jsqr'

export interface ReadText {
  readonly text: string
  readonly x: number
  /** From the top: the line the letters stand on. */
  readonly y: number
  readonly size: number
  readonly font: string
  /** `#rrggbb` */
  readonly color: string
}

export interface ReadBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly color: string
}

export interface ReadPage {
  readonly width: number
  readonly height: number
  readonly texts: readonly ReadText[]
  readonly boxes: readonly ReadBox[]
}

export interface ReadPdf {
  readonly pages: readonly ReadPage[]
  /** Names of fonts whose program is in the file. */
  readonly embedded: readonly string[]
  readonly fonts: readonly string[]
}

type ReadPicture = (picture: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null
/** The package is CommonJS: its function is the default of the default, or the default itself where a bundler unwraps it. */
const jsqrModule = jsqr as unknown as ReadPicture & { readonly default?: ReadPicture }
const readPicture: ReadPicture = jsqrModule.default ?? jsqrModule

interface PdfObject {
  readonly head: string
  readonly stream: Buffer | null
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const objects = objectsOf(Buffer.from(bytes))
  const at = (reference: string | undefined): PdfObject => objects.get(Number(reference)) ?? { head: '', stream: null }
  const name = (head: string, key: string) => new RegExp(`/${key} /([^\\s/]+)`).exec(head)?.[1] ?? ''
  const fonts = [...objects.values()].filter(({ head }) => head.includes('/Subtype /Type0')).map(({ head }) => name(head, 'BaseFont'))
  const embedded = [...objects.values()]
    .filter(({ head }) => /\/FontFile[23]? (\d+)/.test(head) && at(/\/FontFile[23]? (\d+)/.exec(head)?.[1]).stream !== null)
    .map(({ head }) => name(head, 'FontName'))
  const kids = [...objects.values()].find(({ head }) => /\/Type \/Pages\b/.test(head))?.head ?? ''
  const pages = [...(/\/Kids \[([^\]]*)\]/.exec(kids)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const { head } = at(id)
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head) ?? []
    const resources = at(/\/Resources (\d+)/.exec(head)?.[1]).head
    const maps = new Map(
      [...(/\/Font <<([^>]*)>>/.exec(resources)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, key, font]) => {
        const own = at(font).head
        return [key!, { name: name(own, 'BaseFont'), map: cmapOf(at(/\/ToUnicode (\d+)/.exec(own)?.[1]).stream) }] as const
      }),
    )
    return readContent(at(/\/Contents (\d+)/.exec(head)?.[1]).stream!.toString('latin1'), maps, Number(width), Number(height))
  })
  return { pages, embedded, fonts }
}

function objectsOf(bytes: Buffer): Map<number, PdfObject> {
  const whole = bytes.toString('latin1')
  const found = new Map<number, PdfObject>()
  for (const match of whole.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length
    const end = whole.indexOf('\nendobj', start)
    const streamAt = whole.indexOf('\nstream\n', start)
    if (streamAt < 0 || streamAt > end) {
      found.set(Number(match[1]), { head: whole.slice(start, end), stream: null })
      continue
    }
    const head = whole.slice(start, streamAt)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1])
    const raw = bytes.subarray(streamAt + 8, streamAt + 8 + length)
    found.set(Number(match[1]), { head, stream: head.includes('/FlateDecode') ? inflateSync(raw) : raw })
  }
  return found
}

type Cmap = ReadonlyMap<number, string>

function cmapOf(stream: Buffer | null): Cmap {
  const map = new Map<number, string>()
  for (const [, from, , list] of (stream?.toString('latin1') ?? '').matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g))
    [...list!.matchAll(/<([\w\s]*)>/g)].forEach(([, code], i) => {
      map.set(Number.parseInt(from!, 16) + i, Buffer.from(code!.replaceAll(/\s/g, ''), 'hex').swap16().toString('utf16le'))
    })
  return map
}

/** Operators that pdfkit writes for what we paint; the page's y axis runs down, a text's own up. */
function readContent(content: string, fonts: ReadonlyMap<string, { name: string; map: Cmap }>, width: number, height: number): ReadPage {
  const texts: ReadText[] = []
  const boxes: ReadBox[] = []
  let pending: Omit<ReadBox, 'color'>[] = []
  let color = '#000000'
  let font: { name: string; map: Cmap } | undefined
  let [size, x, y] = [0, 0, 0]
  for (const line of content.split('\n')) {
    const numbers = (line.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)
    if (line.endsWith(' scn'))
      color = `#${numbers
        .map((n) =>
          Math.round(n * 255)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`
    else if (line.endsWith(' re')) pending.push({ x: numbers[0]!, y: numbers[1]!, width: numbers[2]!, height: numbers[3]! })
    else if (line === 'f') {
      boxes.push(...pending.map((box) => ({ ...box, color })))
      pending = []
    } else if (line.endsWith(' Tm')) [x, y] = [numbers[4]!, height - numbers[5]!]
    else if (line.endsWith(' Tf')) {
      font = fonts.get(/\/(\w+)/.exec(line)?.[1] ?? '')
      size = numbers.at(-1)!
    } else if (line.endsWith(' TJ')) {
      const codes = [...line.matchAll(/<(\w+)>/g)].flatMap(([, hex]) => hex!.match(/\w{4}/g) ?? [])
      const words = codes.map((code) => font?.map.get(Number.parseInt(code, 16)) ?? '\uFFFD').join('')
      texts.push({ text: words, x, y, size, font: font?.name ?? '', color })
    }
  }
  return { width, height, texts, boxes }
}

export const wordsOf = (page: ReadPage): string[] => page.texts.map(({ text }) => text)

/** The texts of a page that stand on one line, joined: digit boxes make a number. */
export const rowAt = (page: ReadPage, y: number, from: number, to: number): string =>
  page.texts
    .filter((t) => Math.abs(t.y - y) < 2 && t.x >= from && t.x < to)
    .toSorted((a, b) => a.x - b.x)
    .map(({ text }) => text)
    .join('')

/** What a phone reads off the page: the black boxes drawn as a picture, six dots a point, and looked at by a QR reader. */
export function readQr(page: ReadPage): string | null {
  const black = page.boxes.filter((box) => box.color === '#000000')
  if (black.length === 0) return null
  const scale = 6
  const quiet = 10
  const [left, top] = [Math.min(...black.map((b) => b.x)) - quiet, Math.min(...black.map((b) => b.y)) - quiet]
  const right = Math.max(...black.map((b) => b.x + b.width)) + quiet
  const bottom = Math.max(...black.map((b) => b.y + b.height)) + quiet
  const [wide, high] = [Math.ceil((right - left) * scale), Math.ceil((bottom - top) * scale)]
  const picture = new Uint8ClampedArray(wide * high * 4).fill(255)
  for (const box of black)
    for (let y = Math.round((box.y - top) * scale); y < Math.round((box.y + box.height - top) * scale); y += 1)
      for (let x = Math.round((box.x - left) * scale); x < Math.round((box.x + box.width - left) * scale); x += 1)
        picture.fill(0, (y * wide + x) * 4, (y * wide + x) * 4 + 3)
  return readPicture(picture, wide, high)?.data ?? null
}
