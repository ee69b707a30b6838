/**
 * Printed heads: the short code of a posting on a voucher or notice, `headgate:<district>:<book>:<number>:<hash>`. Paper that was handed
 * out cannot be rewritten with the database, so a code that no longer meets the chain tells of a cut tail or a rewritten history.
 */
import { ok, type Outcome, refusals, type Text } from '#kernel/outcome.ts'
import { type BookKey, books } from '#policy/books.ts'
import { printedHead } from '#policy/integrity.ts'

export const refuse = refusals({
  head_unreadable: {
    kind: 'invalid',
    zh: '看不懂校验码“{code}”；请照凭证上的样子填写，例如 poverty:12:9F3A61C0 或整段二维码内容',
    en: 'The chain code "{code}" cannot be read; type it as the voucher shows it, like poverty:12:9F3A61C0, or the whole content of the QR',
  },
  head_too_short: {
    kind: 'invalid',
    zh: '校验码“{hash}”只有 {count} 位，至少要 {least} 位才说明问题',
    en: '"{hash}" has {count} signs; it takes at least {least} to prove anything',
  },
  head_other_district: {
    kind: 'invalid',
    zh: '这张凭证是行政区划 {district} 的，不是本区（{own}）的',
    en: 'This voucher is of district {district}, not of this one ({own})',
  },
})

export interface PrintedHead {
  readonly book: BookKey
  readonly number: bigint
  /** Lower case, whole or its beginning. */
  readonly hash: string
}

/** What the QR of a voucher holds. */
export const headText = (district: string, book: string, number: bigint | number, hash: string): string =>
  [printedHead.scheme, district, book, number, hash].join(':')

const bookOf = (word: string): BookKey | null =>
  (Object.keys(books) as BookKey[]).find((key) => {
    const { label, letter } = books[key]
    return [key, label.zh, label.en.toLowerCase(), letter.toLowerCase()].includes(word)
  }) ?? null

/** Reads what a person typed or a scanner read; full-width signs and spaces between groups are no matter. */
export function readHead(code: string, own: string): Outcome<PrintedHead> {
  const parts = code
    .normalize('NFKC')
    .toLowerCase()
    .split(':')
    .map((part) => part.trim())
  const whole = parts[0] === printedHead.scheme
  const [district, bookWord = '', numberText = '', hashText = ''] = whole ? parts.slice(1) : [own, ...parts]
  const book = bookOf(bookWord)
  const number = numberText.replace(/^#/, '')
  const hash = hashText.replace(/\s/g, '')
  if (
    parts.length !== (whole ? 5 : 3) ||
    !book ||
    !/^[1-9]\d{0,17}$/.test(number) ||
    !/^[0-9a-f]+$/.test(hash) ||
    hash.length > printedHead.wholeSigns
  )
    return refuse('head_unreadable', { code: code.slice(0, 120) })
  if (district !== own) return refuse('head_other_district', { district: district ?? '', own })
  if (hash.length < printedHead.fewestSigns)
    return refuse('head_too_short', { hash: hash.toUpperCase(), count: hash.length, least: printedHead.fewestSigns })
  return ok({ book, number: BigInt(number), hash })
}

/** `kept`: the posting is there as printed. `rewritten`: another stands in its place. `cut`: the chain ends before it. */
export type HeadVerdict = 'kept' | 'rewritten' | 'cut'

export interface HeadAnswer {
  readonly verdict: HeadVerdict
  readonly sentence: Text
}

/** `found`: the hash that stands at the number now; `last`: the number the chain has come to. */
export function judgeHead(head: PrintedHead, found: string | null, last: bigint): HeadAnswer {
  const { zh, en } = books[head.book].label
  const [book, bookEn] = [`${zh}第 ${head.number} 笔`, `posting ${head.number} of the ${en.toLowerCase()}`]
  if (found === null)
    return {
      verdict: 'cut',
      sentence: {
        zh: `链上没有${book}，这本账现在只到第 ${last} 笔：请先核对有没有抄错；没有抄错，就是凭证印出以后账的尾部被删去了`,
        en: `There is no ${bookEn} on the chain, which now ends at ${last}: unless the code was copied wrongly, its tail was removed after the voucher was printed`,
      },
    }
  if (!found.startsWith(head.hash))
    return {
      verdict: 'rewritten',
      sentence: {
        zh: `${book}现在的校验码是 ${found.slice(0, head.hash.length).toUpperCase()}，与凭证上的 ${head.hash.toUpperCase()} 不同：请先核对有没有抄错；没有抄错，就是凭证印出以后这一笔或它以前的账被改写过`,
        en: `The hash of ${bookEn} is now ${found.slice(0, head.hash.length).toUpperCase()}, not ${head.hash.toUpperCase()}: unless the code was copied wrongly, it or something before it was rewritten after the voucher was printed`,
      },
    }
  return {
    verdict: 'kept',
    sentence: {
      zh: `${book}仍在链上，与凭证一致；它和它以前的账自印出以来没有改动（须与整本校验一并通过）`,
      en: `P${bookEn.slice(1)} is on the chain as printed; it and all before it are unchanged, given that the whole check passes`,
    },
  }
}
