/** The exact text of a posting: what its hash is made of. */

export interface PostingFacts {
  readonly id: string
  readonly district: string
  readonly book: string
  readonly number: bigint
  readonly kind: string
  readonly businessDate: string
  readonly recordedAt: string
  readonly person: string
  readonly key: string
  readonly basis: string
  readonly reason: string | null
  readonly reverses: string | null
  /** Null in the first form, which is of postings before there were vouchers. */
  readonly voucher: {
    readonly no: number
    readonly otherBook: string | null
    readonly otherNo: number | null
    readonly keeper: string | null
    readonly entryKind: string
    readonly red: boolean
  } | null
  /** from, to, amount in fen */
  readonly moves: readonly (readonly [string, string, bigint])[]
}

/**
 * The exact text of a posting that is hashed: what happened, when, who recorded it, why, and every move. Verification builds it again.
 * It is `canonical` of the facts (without a voucher that is null), spelt out in the order of its keys, for every posting passes here.
 */
export function postingBytes(p: PostingFacts): string {
  const text = JSON.stringify
  let moves = ''
  for (const [from, to, amountFen] of p.moves) moves += `${moves === '' ? '' : ','}[${text(from)},${text(to)},"${amountFen}"]`
  const v = p.voucher
  const voucher = v
    ? `,"voucher":{"entryKind":${text(v.entryKind)},"keeper":${text(v.keeper)},"no":${v.no},"otherBook":${text(v.otherBook)},` +
      `"otherNo":${v.otherNo},"red":${v.red}}`
    : ''
  return (
    `{"basis":${text(p.basis)},"book":${text(p.book)},"businessDate":${text(p.businessDate)},"district":${text(p.district)},` +
    `"id":${text(p.id)},"key":${text(p.key)},"kind":${text(p.kind)},"moves":[${moves}],"number":"${p.number}","person":${text(p.person)},` +
    `"reason":${text(p.reason)},"recordedAt":${text(p.recordedAt)},"reverses":${text(p.reverses)}${voucher}}`
  )
}
