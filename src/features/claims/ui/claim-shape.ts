/** A claim as the server sends it to the page. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { showClaim } from '../claims.contract.ts'

export type Claim = AnswerOf<typeof showClaim>

/** Enough of a content hash to compare by eye or over the telephone: four groups of four. */
export const shortCode = (hash: string): string => (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ').toUpperCase()
