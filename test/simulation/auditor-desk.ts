/**
 * The posting desk in the auditor's books: item by item in order, each upon what the ones before it left, by the rules of postings by
 * hand; a key that was used gets its first answer, or is refused where it comes with other content. He knows nothing of rounds,
 * images and locks.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Outcome } from '#kernel/outcome.ts'
import type { Auditor } from './auditor.ts'
import { type Written, total } from './book-rules.ts'
import { those } from './judge-books.ts'
import { mayDo, reasons } from './judge.ts'
import type { DeskCall, DeskItem } from './requests.ts'

interface Named {
  readonly id: string
  readonly hash: string
}

export type Answer = Outcome<Named>

/** No database stores this sign; a call that would have to is broken off and leaves nothing. */
export const UNSTORABLE = '\u0000'
export const isUnstorable = ({ request }: DeskItem): boolean => request.act !== 'reverse' && request.basis.includes(UNSTORABLE)

export class DeskBooks {
  readonly #a: Auditor
  /** What keys were used for and answered, by person and key. */
  readonly #used = new Map<string, { readonly item: DeskItem; readonly answer: Named }>()
  /** Postings whose id and hash were answered and not compared with the books yet. */
  #answered: { readonly written: Written; readonly answer: Named }[] = []

  constructor(auditor: Auditor) {
    this.#a = auditor
  }

  /** What is wrong with the answers to a call; what was accepted is in the books then. */
  book(call: DeskCall, answers: readonly Answer[] | Error): string[] {
    if (answers instanceof Error) return call.items.some(isUnstorable) ? [] : [`a call broke: ${answers.message}`]
    if (answers.length !== call.items.length) return [`${call.items.length} items, ${answers.length} answers`]
    return call.items.flatMap((item, i) => this.#item(call.who, item, answers[i]!).map((fault) => `item ${item.key}: ${fault}`))
  }

  #item(who: string, item: DeskItem, answer: Answer): string[] {
    const code = answer.ok ? 'accepted' : answer.refusal.code
    const name = `${who} ${item.key}`
    const used = mayDo(this.#a, item.request) ? this.#used.get(name) : undefined
    if (used) {
      if (!sameContent(used.item, item)) return code === 'key_reused' ? [] : [`${code}, but the key was used for other content`]
      return answer.ok && isDeepStrictEqual(answer.value, used.answer)
        ? []
        : [`${code} ${JSON.stringify(answer)}, but it was answered before: ${JSON.stringify(used.answer)}`]
    }
    const against = itemReasons(this.#a, item)
    if (answer.ok ? against.length > 0 : !against.includes(code))
      return [`${code}, but the auditor says ${against.join(' or ') || 'it must succeed'}`]
    if (!answer.ok) return []
    const before = this.#a.books.written.length
    this.#a.book(item.request, {})
    this.#answered.push({ written: this.#a.books.written[before]!, answer: answer.value })
    this.#used.set(name, { item, answer: answer.value })
    return isUnstorable(item) ? ['accepted, though it cannot be stored'] : []
  }

  /** Answers that name another posting than the one that was written; asked when the new postings are known by their ids. */
  misnamed(hashes: ReadonlyMap<string, string>): string[] {
    const answered = this.#answered
    this.#answered = []
    return answered
      .filter(({ written, answer }) => written.id !== answer.id || hashes.get(answer.id) !== answer.hash)
      .map(({ answer }) => `${answer.id} was answered, which is not the posting that was written`)
  }
}

/** What the sender believes the sum to be is no part of the content. */
const sameContent = (one: DeskItem, other: DeskItem): boolean => isDeepStrictEqual(one.request, other.request)

function itemReasons(a: Auditor, { request, total: said }: DeskItem): string[] {
  const against = reasons(a, request)
  if (request.act === 'reverse') return against
  const lines = request.act === 'hand' ? [request.line] : request.lines
  return [...against, ...those(['nothing_to_post', lines.length === 0], ['unbalanced', said !== null && said !== total(lines)])]
}
