/** Hashes over exact bytes. */
import { hash } from 'node:crypto'
import { canonical } from '#kernel/json.ts'

export const sha256 = (bytes: string | Uint8Array): string => hash('sha256', bytes)

/** GB/T 32905. Node's OpenSSL has it. */
const sm3 = (bytes: string): string => hash('sm3', bytes)

/** The format of a link that is hashed with SM3; all others are SHA-256. */
export const SM3_FORMAT = 3

const hashLink = (link: string, format: number): string => (format === SM3_FORMAT ? sm3(link) : sha256(link))

/** A link of a chain: the previous hash, a line feed, the exact bytes. The first link follows the empty text. */
export const chainHash = (previous: string, bytes: string, format = 2): string => hashLink(`${previous}\n${bytes}`, format)

/**
 * A new link: its hash, and its bytes laid out in one piece. Text that was put together from many pieces is laid out when it is hashed;
 * without this it would be laid out again on its way to the database.
 */
export function newLink(previous: string, bytes: string, format: number): { readonly hash: string; readonly bytes: string } {
  const link = `${previous}\n${bytes}`
  return { hash: hashLink(link, format), bytes: link.slice(previous.length + 1) }
}

export const hashOf = (value: unknown): string => sha256(canonical(value))
