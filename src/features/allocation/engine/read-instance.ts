/**
 * An instance file read with bounded memory. The bytes are first counted through in pieces: a file with more projects than the limit
 * is refused before any of it is parsed. Only what passes is held and parsed.
 */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { type Outcome, refused } from '#kernel/outcome.ts'
import type { Instance } from './format.ts'
import { jsonFault } from './json-fault.ts'
import { LIMITS, parseInstance } from './parse.ts'

/** Well above a full instance at the limits of parse.ts. */
const LARGEST_FILE = 160 * 1024 * 1024
const MB = 1024 * 1024

const bad = (code: string, zh: string, en: string) => refused({ code, kind: 'invalid', message: { zh, en } })

export async function readInstanceFile(file: string): Promise<Outcome<Instance>> {
  const size = await stat(file).then(
    (s) => (s.isFile() ? s.size : -1),
    () => -1,
  )
  if (size < 0) return bad('file_unreadable', `找不到文件 ${file};请检查路径`, `there is no file ${file}; check the path`)
  try {
    const over = await firstOverLimit(file)
    if (over)
      return bad(
        'file_too_large',
        `文件 ${file} 的 ${over.name} 超过 ${over.limit} 项的上限;请按县(市)拆分后分别分配`,
        `${over.name} in ${file} has more entries than the limit of ${over.limit}; split the problem by county`,
      )
    if (size > LARGEST_FILE)
      return bad(
        'file_too_large',
        `文件 ${file} 有 ${Math.round(size / MB)} MB,超过 ${LARGEST_FILE / MB} MB 的上限;请按县(市)拆分后分别分配`,
        `${file} has ${Math.round(size / MB)} MB, more than the limit of ${LARGEST_FILE / MB} MB; split the problem by county`,
      )
    return parseText(file, await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return bad('file_unreadable', `无法读取文件 ${file}(${why});请检查权限`, `${file} cannot be read (${why}); check its permissions`)
  }
}

function parseText(file: string, text: string): Outcome<Instance> {
  let json: unknown
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    const { why, zh, en } = whereBroken(error instanceof Error ? error.message : String(error), text)
    return bad(
      'file_not_json',
      `文件 ${file} 不是有效的 JSON${zh}:${why};请改正该处,或重新导出`,
      `${file} is not valid JSON${en}: ${why}; correct it there, or export it again`,
    )
  }
  return parseInstance(json)
}

/** People look for a line, not for an offset. */
function whereBroken(message: string, text: string): { why: string; zh: string; en: string } {
  if (text.trim() === '') return { why: '文件是空的 the file is empty', zh: '', en: '' }
  const before = text.slice(0, jsonFault(text))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  return { why: message.slice(0, 160), zh: `(第 ${line} 行第 ${column} 列)`, en: ` (line ${line}, column ${column})` }
}

/** The first list of the root object that has more entries than its limit; null when none has. Holds one piece of the file at a time. */
export async function firstOverLimit(file: string): Promise<{ name: string; limit: number } | null> {
  const counter = new EntryCounter()
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 18 })) {
    const name = counter.read(piece as Buffer)
    if (name !== null) return { name, limit: LIMITS[name] }
  }
  return null
}

type Limited = keyof typeof LIMITS

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a]
const OPENING: readonly number[] = [0x7b, 0x5b]
const CLOSING: readonly number[] = [0x7d, 0x5d]
const SPACE: readonly number[] = [0x20, 0x09, 0x0a, 0x0d]
/** A key longer than this is none of the format's. */
const LONGEST_KEY = 40

/** Counts the entries of the root object's lists from bytes alone; JSON that is broken is left for the parser to refuse. */
class EntryCounter {
  #depth = 0
  #inText = false
  #escaped = false
  /** Text read at depth 1: a key, when a colon follows. */
  #text = ''
  #key = ''
  #entries = 0

  /** Name of the list that has just passed its limit, or null. */
  read(piece: Buffer): Limited | null {
    for (const byte of piece) {
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) this.#inText = false
        else if (this.#depth === 1 && this.#text.length < LONGEST_KEY) this.#text += String.fromCharCode(byte)
        continue
      }
      const over = this.#outside(byte)
      if (over !== null) return over
    }
    return null
  }

  #outside(byte: number): Limited | null {
    const starts = this.#depth === 2 && this.#entries === 0 && !SPACE.includes(byte) && !CLOSING.includes(byte)
    if (starts || (this.#depth === 2 && byte === COMMA)) this.#entries++
    if (byte === QUOTE) {
      this.#inText = true
      if (this.#depth === 1) this.#text = ''
    } else if (byte === COLON && this.#depth === 1) this.#key = this.#text
    else if (OPENING.includes(byte)) {
      this.#depth++
      if (this.#depth === 2) this.#entries = 0
    } else if (CLOSING.includes(byte)) this.#depth--
    return this.#key in LIMITS && this.#entries > LIMITS[this.#key as Limited] ? (this.#key as Limited) : null
  }
}
