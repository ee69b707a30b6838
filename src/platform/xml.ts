/**
 * Reads XML of other systems into a small tree of names, attributes, texts and children. Document types are refused, so no
 * entity is ever expanded; size, depth and number of elements are bounded while reading.
 */
import { SaxesParser } from 'saxes'
import { ok, type Outcome, refusals } from '#kernel/outcome.ts'

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Text directly inside, trimmed. */
  readonly text: string
  readonly children: readonly XmlElement[]
}

const XML_LIMITS = { bytes: 20 * 1024 * 1024, elements: 1_000_000, depth: 60, textCharacters: 20_000 } as const

export const refuse = refusals({
  xml_too_big: {
    kind: 'invalid',
    zh: '文件“{file}”的{what}超过上限 {limit}，请按月份分开导出后再上传',
    en: 'The file "{file}" has more than {limit} {whatEn}; export it month by month',
  },
  xml_doctype: {
    kind: 'invalid',
    zh: '文件“{file}”含有 DOCTYPE 声明，为安全起见不予读取；银行对账单不需要它，请向银行重新索取',
    en: 'The file "{file}" has a DOCTYPE and is not read; a bank statement needs none. Ask the bank for it again',
  },
  xml_damaged: {
    kind: 'invalid',
    zh: '文件“{file}”不是完整的 XML（{detail}），请重新下载后再上传',
    en: 'The file "{file}" is no complete XML ({detail}); download it again',
  },
  xml_encoding: {
    kind: 'invalid',
    zh: '文件“{file}”的文字编码“{encoding}”读不出来，请用 UTF-8 重新导出',
    en: 'The file "{file}" is in the encoding "{encoding}", which cannot be read; export it in UTF-8',
  },
})

class Stop extends Error {
  readonly outcome: ReturnType<typeof refuse>
  constructor(outcome: ReturnType<typeof refuse>) {
    super('xml')
    this.outcome = outcome
  }
}

/** True when the first visible character opens an element or a declaration. */
export function looksLikeXml(bytes: Uint8Array): boolean {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const head = Buffer.from(bytes.subarray(0, 256))
    .toString(wide ? 'utf16le' : 'latin1')
    .replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, '')
    .trimStart()
  return /^<(?:\?xml|!doctype(?! html)|(?:\w+:)?Document[\s>/])/i.test(head)
}

export function readXml(bytes: Uint8Array, file: string): Outcome<XmlElement> {
  if (bytes.length > XML_LIMITS.bytes) return refuse('xml_too_big', { file, what: '字节数', whatEn: 'bytes', limit: XML_LIMITS.bytes })
  try {
    return ok(parse(decode(bytes, file), file))
  } catch (error) {
    if (error instanceof Stop) return error.outcome
    throw error
  }
}

function decode(bytes: Uint8Array, file: string): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  const declared = /^[^>]{0,200}encoding=["']([\w-]+)["']/.exec(Buffer.from(bytes.subarray(0, 300)).toString('latin1'))?.[1]?.toLowerCase()
  const encoding = wide ?? (declared === undefined ? 'utf-8' : declared.startsWith('gb') ? 'gb18030' : declared)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Stop(refuse('xml_encoding', { file, encoding }))
  }
}

const bare = (name: string): string => name.slice(name.indexOf(':') + 1)

interface Open {
  readonly name: string
  readonly attributes: Record<string, string>
  text: string
  readonly children: XmlElement[]
}

function parse(text: string, file: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false })
  const open: Open[] = []
  let root: XmlElement | null = null
  let elements = 0
  const tooMany = (what: string, whatEn: string, limit: number) => new Stop(refuse('xml_too_big', { file, what, whatEn, limit }))
  parser.on('error', (error) => {
    throw new Stop(refuse('xml_damaged', { file, detail: error.message.slice(0, 80) }))
  })
  parser.on('doctype', () => {
    throw new Stop(refuse('xml_doctype', { file }))
  })
  parser.on('opentag', (tag) => {
    if (++elements > XML_LIMITS.elements) throw tooMany('元素数', 'elements', XML_LIMITS.elements)
    if (open.length >= XML_LIMITS.depth) throw tooMany('层数', 'levels', XML_LIMITS.depth)
    open.push({ name: bare(tag.name), attributes: { ...(tag.attributes as Record<string, string>) }, text: '', children: [] })
  })
  const addText = (more: string) => {
    const here = open.at(-1)
    if (!here) return
    here.text += more
    if (here.text.length > XML_LIMITS.textCharacters) throw tooMany('字数', 'characters in one element', XML_LIMITS.textCharacters)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()!
    const element = { ...closed, text: closed.text.trim() }
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else root = element
  })
  if (/<!DOCTYPE/i.test(text.slice(0, 4096))) throw new Stop(refuse('xml_doctype', { file }))
  parser.write(text).close()
  if (!root) throw new Stop(refuse('xml_damaged', { file, detail: 'no element' }))
  return root
}
