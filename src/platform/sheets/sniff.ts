/** Tells what a file is by its first bytes. A name is a claim, not a fact: half of all ".xls" files are something else. */

export type FileKind = 'zip' | 'ole' | 'text' | 'pdf' | 'image' | 'html' | 'xml' | 'json' | 'rtf' | 'archive' | 'binary'

const SIGNATURES: readonly (readonly [readonly number[], FileKind])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'ole'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'],
  [[0xff, 0xd8, 0xff], 'image'],
  [[0x47, 0x49, 0x46, 0x38], 'image'],
  [[0x42, 0x4d], 'image'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'rtf'],
  [[0x52, 0x61, 0x72, 0x21], 'archive'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'archive'],
  [[0x1f, 0x8b], 'archive'],
]

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, i) => bytes[i] === byte)

export function sniff(bytes: Uint8Array): FileKind {
  const known = SIGNATURES.find(([signature]) => startsWith(bytes, signature))
  // "BM" alone also begins an English CSV; a bitmap has zero bytes in its header.
  if (known && (known[1] !== 'image' || bytes[0] !== 0x42 || bytes.subarray(2, 16).includes(0))) return known[1]
  const wide = startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])
  const head = bytes.subarray(0, 4096)
  if (!wide && head.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b))) return 'binary'
  const text = Buffer.from(head)
    .toString(wide ? 'utf16le' : 'latin1')
    .replace(/^(?:\ufeff|\u00ef\u00bb\u00bf)/, '')
    .trimStart()
    .toLowerCase()
  if (/^<(?:!doctype html|html|table|meta|head|style|body|div)/.test(text)) return 'html'
  if (text.startsWith('<?xml') || text.startsWith('<workbook')) return text.includes('<html') ? 'html' : 'xml'
  if (/^[[{]\s*["{[\]}]/.test(text)) return 'json'
  return 'text'
}
