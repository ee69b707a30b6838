/** Hashes over exact bytes. */
import { createHash } from 'node:crypto'
import { canonical } from '#kernel/json.ts'

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A link of a chain: the previous hash, a line feed, the exact bytes. The first link follows the empty text. */
export const chainHash = (previous: string, bytes: string): string => sha256(`${previous}\n${bytes}`)

export const hashOf = (value: unknown): string => sha256(canonical(value))
