/** A claim as the server sends it to the page. */
import type { AnswerOf } from '#ui/answer-of.ts'
import type { showClaim } from '../claims.contract.ts'

export type Claim = AnswerOf<typeof showClaim>

/** Enough of a content hash to compare by eye or over the telephone: four groups of four. */
export const shortCode = (hash: string): string => (hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' ').toUpperCase()

/** A claim without recovery, retention and remainder: what it pays is its certified value. */
export const isSimple = (claim: Claim): boolean => claim.recoverFen === '0' && claim.retainFen === '0' && claim.deferFen === '0'

/** The lines between certified value and payment, as they are read out: what is subtracted, and what was left before and is paid now. */
export function partLines(claim: Pick<Claim, 'certifiedFen' | 'recoverFen' | 'retainFen' | 'deferFen'>) {
  const defer = BigInt(claim.deferFen)
  return [
    { label: { zh: '计量价款', en: 'Certified value' }, fen: BigInt(claim.certifiedFen) },
    { label: { zh: '扣回预付款', en: 'Advance recovered' }, fen: BigInt(claim.recoverFen) },
    { label: { zh: '预留质保金', en: 'Retention withheld' }, fen: BigInt(claim.retainFen) },
    defer < 0n
      ? { label: { zh: '补付以前留待结算', en: 'Left before, paid now' }, fen: -defer }
      : { label: { zh: '留待结算', en: 'Left until settlement' }, fen: defer },
  ] as const
}
