/**
 * The parts of an OOXML package, inflated under guard: number of entries, inflate ratio, and bytes counted while
 * inflating (a declared size is a claim). A part is handed out in chunks of text, so that a big one is never held whole.
 */
import { Fault } from '#kernel/outcome.ts'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { Unreadable } from './sheet-refusals.ts'
import { SHEET_LIMITS } from './cells.ts'

export interface ZipParts {
  readonly names: ReadonlySet<string>
  read(name: string, take: (chunk: string) => void): Promise<void>
}

const bomb = (detail: string): Unreadable => new Unreadable('file_is_a_bomb', { detail })
/** What yauzl and zlib complain about is the file; a Fault or TypeError is our own mistake and must not pass for damage. */
function damaged(error: unknown): unknown {
  if (error instanceof Unreadable || error instanceof Fault || error instanceof TypeError) return error
  return new Unreadable('file_damaged', { detail: error instanceof Error ? error.message : String(error) })
}

export async function openZip(bytes: Uint8Array): Promise<ZipParts> {
  const entries = new Map<string, Entry>()
  let zip: ZipFile
  try {
    zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true })
    if (zip.entryCount > SHEET_LIMITS.entries) throw bomb(`${zip.entryCount} entries`)
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw new Unreadable('password_protected')
      entries.set(entry.fileName, entry)
    }
  } catch (error) {
    throw damaged(error)
  }
  let inflated = 0
  const read = async (name: string, take: (chunk: string) => void): Promise<void> => {
    const entry = entries.get(name)
    if (!entry) throw new Unreadable('file_damaged', { detail: `${name} missing` })
    let size = 0
    try {
      if (entry.uncompressedSize > SHEET_LIMITS.inflatedBytes) throw bomb(`${name}: ${entry.uncompressedSize} bytes`)
      const stream = await zip.openReadStreamPromise(entry)
      let decoder: TextDecoder | null = null
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        inflated += chunk.length
        if (inflated > SHEET_LIMITS.inflatedBytes) throw bomb(`> ${SHEET_LIMITS.inflatedBytes} bytes`)
        if (size > SHEET_LIMITS.ratioFrom && size > entry.compressedSize * SHEET_LIMITS.inflateRatio)
          throw bomb(`${name}: ratio > ${SHEET_LIMITS.inflateRatio}`)
        decoder ??= new TextDecoder(encodingOf(chunk))
        take(decoder.decode(chunk, { stream: true }))
      }
      if (decoder) take(decoder.decode())
    } catch (error) {
      throw damaged(error)
    }
  }
  return { names: new Set(entries.keys()), read }
}

const encodingOf = (chunk: Buffer): string =>
  chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : chunk[0] === 0xfe && chunk[1] === 0xff ? 'utf-16be' : 'utf-8'
